//! The old site and the new one into the steps of a change-over.
//!
//! New addresses come first, then what has changed, then what has gone: so every link of a page
//! that a reader can reach leads to a page, at every moment. A folder of which enough has changed
//! is exchanged as a whole, if nothing in it is of others; until the end it still holds what will
//! go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::file_system::FileSystem;
use super::journal::{Journal, Step};
use super::output_scan::{OutputScan, Ownership};
use super::staging::{FsCapabilities, NameEquality, StagingArea, StagingFolder};
use super::target::Target;
use super::{PublishError, with_path};

/// A folder is exchanged as a whole where at least one in so many of its files has changed: linking
/// the others into its new state takes less time than exchanging each, and the change-over is
/// shorter.
const FILES_PER_CHANGE: usize = 8;

/// What happened to a file of the new site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileStatus {
    /// It is new or has changed, and was written into the stage.
    Written,
    /// The output has it already.
    Unchanged,
}

/// Files in the order of their paths, each with what is known of it.
type FileList<'a, T> = [(&'a str, T)];

/// An entry of a folder.
#[derive(Clone, Copy)]
struct TreeEntry<'s, 'a, T> {
    path: &'a str,
    /// The file itself, or all files below the folder.
    files: &'s FileList<'a, T>,
    is_folder: bool,
}

/// The entries of a folder by the key of their names. `files` are those below the folder, whose own
/// path, with its slash, is `start` bytes long.
fn entries_of_folder<'s, 'a, T>(
    files: &'s FileList<'a, T>,
    start: usize,
    names: NameEquality,
) -> BTreeMap<String, TreeEntry<'s, 'a, T>> {
    let mut found = BTreeMap::new();
    let mut left = files;
    while let Some((path, _)) = left.first() {
        let slash = path[start..].find('/').map(|slash| start + slash);
        let end = slash.unwrap_or(path.len());
        let count = slash.map_or(1, |slash| {
            left.partition_point(|(other, _)| other.get(..=slash) == path.get(..=slash))
        });
        // A folder that lists itself, with a slash at its end, is empty.
        if end > start {
            found.insert(
                names.key(&path[start..end]),
                TreeEntry { path: &path[..end], files: &left[..count], is_folder: slash.is_some() },
            );
        }
        left = &left[count..];
    }
    found
}

/// Where a folder is to be found, which decides what has to be prepared for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FolderMode {
    /// In the output: its entries are changed there.
    InPlace,
    /// In a folder that is exchanged as a whole, and whose new state has to hold everything.
    Exchanged,
}

/// Plans a change-over, and prepares the stage for it.
struct Planner<'a> {
    target: &'a Target,
    staging: &'a StagingFolder<'a>,
    abilities: FsCapabilities,
    added: Vec<Step>,
    /// What happens to each changed entry: steps that stay together.
    changes: Vec<Vec<Step>>,
    removed: Vec<Step>,
    emptied_folders: BTreeSet<String>,
    /// Files that get a second name in the stage: where they stand, and in which part under which
    /// path.
    hard_links: Vec<(PathBuf, StagingArea, String)>,
    /// Entries of the new site that are moved to those that are added.
    moves_to_added: Vec<String>,
}

/// The steps from what stands to the new site, whose changed files are in the stage; with
/// everything prepared that they need.
pub(super) fn prepare(
    listing: &OutputScan,
    files: &BTreeMap<String, FileStatus>,
    abilities: FsCapabilities,
    target: &Target,
    stage: &StagingFolder<'_>,
    disk: &dyn FileSystem,
) -> Result<Journal, PublishError> {
    let old: Vec<(&str, Ownership)> =
        listing.entries.iter().map(|(path, found)| (path.as_str(), *found)).collect();
    let new: Vec<(&str, FileStatus)> =
        files.iter().map(|(path, fate)| (path.as_str(), *fate)).collect();
    let mut planner = Planner {
        target,
        staging: stage,
        abilities,
        added: Vec::new(),
        changes: Vec::new(),
        removed: Vec::new(),
        emptied_folders: BTreeSet::new(),
        hard_links: Vec::new(),
        moves_to_added: Vec::new(),
    };
    planner.plan_folder((&old, 0), (&new, 0), FolderMode::InPlace);
    planner
        .hard_links
        .par_iter()
        .try_for_each(|(from, part, path)| stage.link_into(from, *part, path))?;
    planner.moves_to_added.iter().try_for_each(|path| stage.move_to_added(path))?;
    planner.into_journal(stage, disk)
}

impl Planner<'_> {
    /// Plans for a folder: the files below it as they are and as they will be, each with the length
    /// in bytes of the folder's path and its slash.
    fn plan_folder(
        &mut self,
        old: (&FileList<'_, Ownership>, usize),
        new: (&FileList<'_, FileStatus>, usize),
        within: FolderMode,
    ) {
        let mut old = entries_of_folder(old.0, old.1, self.abilities.name_equality);
        for (key, entry) in entries_of_folder(new.0, new.1, self.abilities.name_equality) {
            match old.remove(&key) {
                None => self.plan_addition(entry, within),
                Some(before) => self.plan_change(before, entry, within),
            }
        }
        for entry in old.into_values() {
            self.plan_removal(entry, within);
        }
    }

    /// Plans for an entry that is new.
    fn plan_addition(&mut self, entry: TreeEntry<'_, '_, FileStatus>, within: FolderMode) {
        let steps = self.steps_to_add(entry, within);
        self.added.extend(steps);
    }

    /// Puts an entry where those lie that are added; returns the steps that add it.
    fn steps_to_add(
        &mut self,
        entry: TreeEntry<'_, '_, FileStatus>,
        within: FolderMode,
    ) -> Vec<Step> {
        if entry.is_folder && !self.abilities.exchange {
            let folders: BTreeSet<&str> = entry
                .files
                .iter()
                .flat_map(|(path, _)| super::output_scan::parent_folders(path))
                .collect();
            let folders = folders
                .into_iter()
                .filter(|folder| folder.len() >= entry.path.len())
                .map(|folder| Step::AddFolder(folder.to_owned()));
            let files = entry.files.iter().map(|(path, _)| Step::Add((*path).to_owned()));
            let steps = folders.chain(files).collect();
            self.moves_to_added.extend(entry.files.iter().map(|(path, _)| (*path).to_owned()));
            return steps;
        }
        self.stage_added(entry, within);
        vec![Step::Add(entry.path.to_owned())]
    }

    fn stage_added(&mut self, entry: TreeEntry<'_, '_, FileStatus>, within: FolderMode) {
        if within == FolderMode::InPlace
            && entry.files.iter().all(|(_, fate)| *fate == FileStatus::Written)
        {
            self.moves_to_added.push(entry.path.to_owned());
            return;
        }
        for (path, fate) in entry.files {
            self.hard_links.push((
                self.current_path(path, *fate),
                StagingArea::Added,
                (*path).to_owned(),
            ));
        }
    }

    /// Where a file of the new site stands before the change-over.
    fn current_path(&self, path: &str, fate: FileStatus) -> PathBuf {
        match fate {
            FileStatus::Written => self.staging.path_in(StagingArea::New, path),
            FileStatus::Unchanged => self.target.path_of(path),
        }
    }

    /// Plans for an entry that has gone.
    fn plan_removal(&mut self, entry: TreeEntry<'_, '_, Ownership>, within: FolderMode) {
        if within == FolderMode::Exchanged {
            self.hard_links.extend(
                entry.files.iter().filter(|(path, _)| !path.ends_with('/')).map(|(path, _)| {
                    (self.target.path_of(path), StagingArea::New, (*path).to_owned())
                }),
            );
        }
        if !is_entirely_ours(&entry) {
            // Others have something in it, so the folder stays.
            if entry.is_folder {
                self.plan_folder((entry.files, entry.path.len() + 1), (&[], 0), within);
            }
        } else if !entry.is_folder || self.abilities.exchange {
            self.removed.push(Step::Remove(entry.path.to_owned()));
        } else {
            // Where entries cannot be exchanged a folder of a lower layer cannot be moved either.
            for (path, _) in entry.files.iter().filter(|(path, _)| !path.ends_with('/')) {
                self.removed.push(Step::Remove((*path).to_owned()));
            }
            let folders = entry
                .files
                .iter()
                .flat_map(|(path, _)| super::output_scan::parent_folders(path))
                .filter(|folder| folder.len() >= entry.path.len());
            self.emptied_folders.extend(folders.map(str::to_owned));
        }
    }

    /// Plans for an entry that was there and will be.
    fn plan_change(
        &mut self,
        old: TreeEntry<'_, '_, Ownership>,
        new: TreeEntry<'_, '_, FileStatus>,
        within: FolderMode,
    ) {
        let both_folders = old.is_folder && new.is_folder;
        if within == FolderMode::Exchanged {
            // The new state of the folder has the entry as it will be.
            if both_folders {
                self.plan_folder(children(&old), children(&new), within)
            } else {
                self.link_unchanged(new)
            }
        } else if !self.can_replace_in_one_step(&old, &new) {
            let added = self.steps_to_add(new, within);
            self.changes.push([vec![Step::Remove(old.path.to_owned())], added].concat());
        } else if both_folders {
            self.plan_folder_change(old, new);
        } else if new.files.iter().any(|(_, fate)| *fate == FileStatus::Written) {
            let path = new.path.to_owned();
            self.changes.push(vec![if self.abilities.exchange {
                Step::Exchange(path, None)
            } else {
                Step::Replace(path)
            }]);
        }
    }

    /// True where the new entry can take the place of the old one in one step. Elsewhere the old
    /// one goes first: where a file becomes a folder and entries cannot be exchanged, and where
    /// both have one name to the file system, but two to readers.
    fn can_replace_in_one_step(
        &self,
        old: &TreeEntry<'_, '_, Ownership>,
        new: &TreeEntry<'_, '_, FileStatus>,
    ) -> bool {
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        (old.is_folder == new.is_folder || self.abilities.exchange)
            && (name(old.path) == name(new.path) || !is_entirely_ours(old))
    }

    fn plan_folder_change(
        &mut self,
        old: TreeEntry<'_, '_, Ownership>,
        new: TreeEntry<'_, '_, FileStatus>,
    ) {
        let changed = new.files.iter().filter(|(_, fate)| *fate == FileStatus::Written).count();
        let is_worth_it = changed > 0 && changed * FILES_PER_CHANGE >= new.files.len();
        if is_entirely_ours(&old) && self.abilities.exchange && is_worth_it {
            self.changes.push(vec![Step::Exchange(new.path.to_owned(), None)]);
            self.plan_folder(children(&old), children(&new), FolderMode::Exchanged);
        } else {
            self.plan_folder(children(&old), children(&new), FolderMode::InPlace);
        }
    }

    /// Links what is kept of an entry into the new state of the folder it lies in.
    fn link_unchanged(&mut self, entry: TreeEntry<'_, '_, FileStatus>) {
        let kept = entry.files.iter().filter(|(_, fate)| *fate == FileStatus::Unchanged);
        self.hard_links.extend(
            kept.map(|(path, _)| (self.target.path_of(path), StagingArea::New, (*path).to_owned())),
        );
    }

    /// Puts the steps in order, and makes ready what each needs.
    fn into_journal(
        mut self,
        stage: &StagingFolder<'_>,
        disk: &dyn FileSystem,
    ) -> Result<Journal, PublishError> {
        // A folder comes before what is added to it.
        self.added.sort_by_cached_key(|step| {
            if matches!(step, Step::AddFolder(_)) { 0 } else { 1 + publication_order(step.path()) }
        });
        self.changes
            .sort_by_cached_key(|steps| steps.first().map(|step| publication_order(step.path())));
        // What pages ask for comes before them, and goes after them.
        self.removed.sort_by_cached_key(|step| std::cmp::Reverse(publication_order(step.path())));
        let mut changed = self.changes.concat();
        for step in &mut changed {
            match step {
                Step::Exchange(path, new) => {
                    let place = stage.path_in(StagingArea::New, path);
                    *new = with_path(&place, disk.inode(&place))?;
                }
                Step::Replace(path) => {
                    stage.link_into(&self.target.path_of(path), StagingArea::Old, path)?
                }
                Step::Add(_) | Step::AddFolder(_) | Step::RemoveFolder(_) => {}
                Step::Remove(path) => stage.create_parent(StagingArea::Old, path)?,
            }
        }
        for step in &self.removed {
            stage.create_parent(StagingArea::Old, step.path())?;
        }
        // The innermost folders first.
        let emptied = self.emptied_folders.into_iter().rev().map(Step::RemoveFolder).collect();
        Ok(Journal { steps: [self.added, changed, self.removed, emptied].concat() })
    }
}

/// The files below a folder, and the length of its path with the slash.
fn children<'s, 'a, T>(entry: &TreeEntry<'s, 'a, T>) -> (&'s FileList<'a, T>, usize) {
    (entry.files, entry.path.len() + 1)
}

/// True where nothing of an entry is of others.
fn is_entirely_ours(entry: &TreeEntry<'_, '_, Ownership>) -> bool {
    entry.files.iter().all(|(_, found)| *found == Ownership::Ours)
}

/// The order in which entries appear: what pages ask for, pages, and last what names the pages.
fn publication_order(path: &str) -> u8 {
    match &*path.to_ascii_lowercase() {
        "sitemap.xml" | "feed.xml" | "feed.json" | "llms.txt" | "index.html" => 2,
        path if path == "assets" || path.starts_with("assets/") => 0,
        path if path.ends_with(".html") || !path.contains('.') => 1,
        _ => 0,
    }
}
