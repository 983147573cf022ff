//! Plan of a commit: the steps from the old site to the new one.
//!
//! Additions come first, then changes, then removals, so that at every moment each link on a page
//! that a reader can reach works. A folder with many changed files is exchanged as a whole, if
//! nothing in it is foreign; its new version contains the files that are removed later.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::journal::{Journal, Step};
use super::output_scan::{OutputScan, Ownership, parent_folders};
use super::staging::{FsCapabilities, NameEquality, StagingArea, StagingFolder};

/// A folder is exchanged as a whole if at least one in this many of its files has changed: linking
/// the others into its new version is faster than exchanging each file, and the commit is shorter.
const FILES_PER_CHANGE: usize = 8;

/// A file of the new site.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewFile {
    pub(super) bytes: u64,
    /// It is new or has changed and was written into the staging folder; else the output has it.
    pub(super) is_written: bool,
}

/// Files below a folder, sorted by path, each with what is known of it; and the length of the
/// folder's path with its slash.
type Folder<'a, T> = (&'a [(&'a str, T)], usize);

/// An entry of a folder.
#[derive(Clone, Copy)]
struct TreeEntry<'a, T> {
    path: &'a str,
    /// The file itself, or all files below the folder.
    files: &'a [(&'a str, T)],
    is_folder: bool,
}

impl<'a, T> TreeEntry<'a, T> {
    fn children(&self) -> Folder<'a, T> {
        (self.files, self.path.len() + 1)
    }

    /// The folder itself and all folders below it, parents first.
    fn folders(&self) -> BTreeSet<&'a str> {
        let all = self.files.iter().flat_map(|(path, _)| parent_folders(path));
        all.filter(|folder| folder.len() >= self.path.len()).collect()
    }

    /// All files; the path of an empty folder ends with a slash.
    fn file_paths(&self) -> impl Iterator<Item = &'a str> + use<'a, T> {
        self.files.iter().map(|(path, _)| *path).filter(|path| !path.ends_with('/'))
    }
}

impl TreeEntry<'_, Ownership> {
    fn is_ours(&self) -> bool {
        self.files.iter().all(|(_, ownership)| *ownership == Ownership::Ours)
    }
}

/// The entries of a folder, by the key of their names.
fn entries<'a, T>(
    (files, start): Folder<'a, T>,
    names: NameEquality,
) -> BTreeMap<String, TreeEntry<'a, T>> {
    let mut entries = BTreeMap::new();
    let mut rest = files;
    while let Some((path, _)) = rest.first() {
        let slash = path[start..].find('/').map(|slash| start + slash);
        let end = slash.unwrap_or(path.len());
        let count = slash.map_or(1, |slash| {
            rest.partition_point(|(other, _)| other.get(..=slash) == path.get(..=slash))
        });
        let (files, after) = rest.split_at(count);
        // An empty folder is its own only file, with an empty name.
        if end > start {
            let entry = TreeEntry { path: &path[..end], files, is_folder: slash.is_some() };
            entries.insert(names.key(&path[start..end]), entry);
        }
        rest = after;
    }
    entries
}

/// How the parent folder of an entry changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FolderMode {
    /// Its entries are changed one by one in the output.
    InPlace,
    /// It is exchanged as a whole, so its new version must contain everything.
    Exchanged,
}

/// Collects the steps, and what they need in the staging folder.
struct Planner<'a> {
    staging: &'a StagingFolder<'a>,
    capabilities: FsCapabilities,
    added: Vec<Step>,
    /// Steps of one changed entry stay together.
    changes: Vec<Vec<Step>>,
    removed: Vec<Step>,
    emptied_folders: BTreeSet<String>,
    /// Files to link into an area under a path.
    hard_links: Vec<(PathBuf, StagingArea, String)>,
}

/// Plans the steps from the scanned output to the new files, and prepares the staging folder for
/// them.
pub(super) fn prepare(
    scan: &OutputScan,
    files: &BTreeMap<String, NewFile>,
    capabilities: FsCapabilities,
    staging: &StagingFolder<'_>,
) -> io::Result<Journal> {
    let old: Vec<_> = scan.entries.iter().map(|(path, owner)| (path.as_str(), *owner)).collect();
    let new: Vec<_> = files.iter().map(|(path, file)| (path.as_str(), *file)).collect();
    let mut planner = Planner {
        staging,
        capabilities,
        added: Vec::new(),
        changes: Vec::new(),
        removed: Vec::new(),
        emptied_folders: BTreeSet::new(),
        hard_links: Vec::new(),
    };
    planner.plan_folder((&old, 0), (&new, 0), FolderMode::InPlace);
    let links = planner.hard_links.par_iter();
    links.try_for_each(|(from, area, path)| staging.link_into(from, *area, path))?;
    planner.into_journal()
}

impl Planner<'_> {
    fn plan_folder(
        &mut self,
        old: Folder<'_, Ownership>,
        new: Folder<'_, NewFile>,
        mode: FolderMode,
    ) {
        let names = self.capabilities.name_equality;
        let mut old = entries(old, names);
        for (key, entry) in entries(new, names) {
            match old.remove(&key) {
                None => {
                    let steps = self.steps_to_add(entry, mode);
                    self.added.extend(steps);
                }
                Some(before) => self.plan_change(before, entry, mode),
            }
        }
        for entry in old.into_values() {
            self.plan_removal(entry, mode);
        }
    }

    /// The steps that add an entry. An exchanged folder gets it twice: with its new version, and
    /// before, from the area of added entries.
    fn steps_to_add(&mut self, entry: TreeEntry<'_, NewFile>, mode: FolderMode) -> Vec<Step> {
        let area = match mode {
            FolderMode::InPlace => StagingArea::New,
            FolderMode::Exchanged => StagingArea::Added,
        };
        for (path, file) in entry.files {
            if !file.is_written {
                self.hard_links.push((self.staging.target().path_of(path), area, path.to_string()));
            } else if area == StagingArea::Added {
                let from = self.staging.path_in(StagingArea::New, path);
                self.hard_links.push((from, area, path.to_string()));
            }
        }
        if !entry.is_folder || self.capabilities.exchange {
            return vec![Step::Add(entry.path.to_owned(), area)];
        }
        // Without exchange, folders may be impossible to move.
        let folders = entry.folders().into_iter();
        let folders = folders.map(|folder| Step::AddFolder(folder.to_owned()));
        folders.chain(entry.file_paths().map(|path| Step::Add(path.to_owned(), area))).collect()
    }

    fn plan_removal(&mut self, entry: TreeEntry<'_, Ownership>, mode: FolderMode) {
        if mode == FolderMode::Exchanged {
            self.link_into_new(entry.file_paths());
        }
        if !entry.is_ours() {
            // The folder stays, because something in it is foreign.
            if entry.is_folder {
                self.plan_folder(entry.children(), (&[], 0), mode);
            }
        } else if !entry.is_folder || self.capabilities.exchange {
            self.removed.push(Step::Remove(entry.path.to_owned()));
        } else {
            // If entries cannot be exchanged, folders of a lower layer cannot be moved either.
            self.removed.extend(entry.file_paths().map(|path| Step::Remove(path.to_owned())));
            self.emptied_folders.extend(entry.folders().into_iter().map(str::to_owned));
        }
    }

    fn plan_change(
        &mut self,
        old: TreeEntry<'_, Ownership>,
        new: TreeEntry<'_, NewFile>,
        mode: FolderMode,
    ) {
        let are_folders = old.is_folder && new.is_folder;
        if mode == FolderMode::Exchanged {
            if are_folders {
                self.plan_folder(old.children(), new.children(), mode);
            } else {
                let unchanged = new.files.iter().filter(|(_, file)| !file.is_written);
                self.link_into_new(unchanged.map(|(path, _)| *path));
            }
        } else if !self.can_replace_in_one_step(&old, &new) {
            let mut steps = vec![Step::Remove(old.path.to_owned())];
            steps.extend(self.steps_to_add(new, mode));
            self.changes.push(steps);
        } else if are_folders {
            let changed = new.files.iter().filter(|(_, file)| file.is_written).count();
            let is_worth_it = changed > 0 && changed * FILES_PER_CHANGE >= new.files.len();
            let mode = if old.is_ours() && self.capabilities.exchange && is_worth_it {
                self.changes.push(vec![Step::Exchange(new.path.to_owned(), None)]);
                FolderMode::Exchanged
            } else {
                FolderMode::InPlace
            };
            self.plan_folder(old.children(), new.children(), mode);
        } else if new.files.iter().any(|(_, file)| file.is_written) {
            let path = new.path.to_owned();
            let can_exchange = self.capabilities.exchange;
            let step = if can_exchange { Step::Exchange(path, None) } else { Step::Replace(path) };
            self.changes.push(vec![step]);
        }
    }

    /// True if the new entry can take the place of the old one in one step. Else the old one is
    /// removed first: a file that becomes a folder if entries cannot be exchanged, and names that
    /// are equal to the file system but not to readers.
    fn can_replace_in_one_step(
        &self,
        old: &TreeEntry<'_, Ownership>,
        new: &TreeEntry<'_, NewFile>,
    ) -> bool {
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        (old.is_folder == new.is_folder || self.capabilities.exchange)
            && (name(old.path) == name(new.path) || !old.is_ours())
    }

    /// Links published files into the new version of an exchanged folder.
    fn link_into_new<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        let target = self.staging.target();
        self.hard_links
            .extend(paths.map(|path| (target.path_of(path), StagingArea::New, path.to_owned())));
    }

    /// Sorts the steps and prepares what each of them needs.
    fn into_journal(mut self) -> io::Result<Journal> {
        // A folder comes before what is added to it.
        self.added.sort_by_cached_key(|step| match step {
            Step::AddFolder(_) => 0,
            step => 1 + publication_order(step.path()),
        });
        self.changes
            .sort_by_cached_key(|steps| steps.first().map(|step| publication_order(step.path())));
        // What pages load is added before them and removed after them.
        self.removed.sort_by_cached_key(|step| Reverse(publication_order(step.path())));
        let staging = self.staging;
        let mut changes = self.changes.concat();
        for step in &mut changes {
            match step {
                Step::Exchange(path, new) => {
                    *new = staging.fs().inode(&staging.path_in(StagingArea::New, path))?;
                }
                Step::Replace(path) => {
                    staging.link_into(&staging.target().path_of(path), StagingArea::Old, path)?;
                }
                Step::Remove(path) => staging.create_parent(StagingArea::Old, path)?,
                Step::Add(..) | Step::AddFolder(_) | Step::RemoveFolder(_) => {}
            }
        }
        for step in &self.removed {
            staging.create_parent(StagingArea::Old, step.path())?;
        }
        // The innermost folders first.
        let emptied = self.emptied_folders.into_iter().rev().map(Step::RemoveFolder).collect();
        Ok(Journal { steps: [self.added, changes, self.removed, emptied].concat() })
    }
}

/// What pages load comes first, then pages, then the files that list the pages.
fn publication_order(path: &str) -> u8 {
    match &*path.to_ascii_lowercase() {
        "sitemap.xml" | "feed.xml" | "feed.json" | "llms.txt" | "index.html" => 2,
        path if path == "assets" || path.starts_with("assets/") => 0,
        path if path.ends_with(".html") || !path.contains('.') => 1,
        _ => 0,
    }
}
