//! The old site and the new one into the steps of a change-over.
//!
//! New addresses come first, then what has changed, then what has gone: so every link of a page that a reader can reach leads to a page, at every moment. A folder of
//! which enough has changed is exchanged as a whole, if nothing in it is of others; until the end it still holds what will go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::disk::Disk;
use super::journal::{Journal, Step};
use super::listing::{Found, Listing};
use super::stage::{Abilities, Names, Part, Stage};
use super::target::Target;
use super::{Failure, at};

/// A folder is exchanged as a whole where at least one in so many of its files has changed: linking the others into its new state takes less time than exchanging each,
/// and the change-over is shorter.
const FILES_PER_CHANGE: usize = 8;

/// What happened to a file of the new site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is new or has changed, and was written into the stage.
    Written,
    /// The output has it already.
    Kept,
}

/// Files in the order of their paths, each with what is known of it.
type Files<'a, T> = [(&'a str, T)];

/// An entry of a folder.
#[derive(Clone, Copy)]
struct Entry<'s, 'a, T> {
    path: &'a str,
    /// The file itself, or all files below the folder.
    files: &'s Files<'a, T>,
    is_folder: bool,
}

/// The entries of a folder by the key of their names. `files` are those below the folder, whose own path, with its slash, is `start` bytes long.
fn entries<'s, 'a, T>(files: &'s Files<'a, T>, start: usize, names: Names) -> BTreeMap<String, Entry<'s, 'a, T>> {
    let mut found = BTreeMap::new();
    let mut left = files;
    while let Some((path, _)) = left.first() {
        let slash = path[start..].find('/').map(|slash| start + slash);
        let end = slash.unwrap_or(path.len());
        let count = slash.map_or(1, |slash| left.partition_point(|(other, _)| other.get(..=slash) == path.get(..=slash)));
        // A folder that lists itself, with a slash at its end, is empty.
        if end > start {
            found.insert(names.key(&path[start..end]), Entry { path: &path[..end], files: &left[..count], is_folder: slash.is_some() });
        }
        left = &left[count..];
    }
    found
}

/// Where a folder is to be found, which decides what has to be prepared for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// In the output: its entries are changed there.
    Output,
    /// In a folder that is exchanged as a whole, and whose new state has to hold everything.
    Exchanged,
}

/// Plans a change-over, and prepares the stage for it.
struct Planner<'a> {
    target: &'a Target,
    stage: &'a Stage<'a>,
    abilities: Abilities,
    added: Vec<Step>,
    /// What happens to each changed entry: steps that stay together.
    changed: Vec<Vec<Step>>,
    removed: Vec<Step>,
    emptied: BTreeSet<String>,
    /// Files that get a second name in the stage: where they stand, and in which part under which path.
    links: Vec<(PathBuf, Part, String)>,
    /// Entries of the new site that are moved to those that are added.
    moves: Vec<String>,
}

/// The steps from what stands to the new site, whose changed files are in the stage; with everything prepared that they need.
pub(super) fn prepare(
    listing: &Listing,
    files: &BTreeMap<String, Fate>,
    abilities: Abilities,
    target: &Target,
    stage: &Stage<'_>,
    disk: &dyn Disk,
) -> Result<Journal, Failure> {
    let old: Vec<(&str, Found)> = listing.entries.iter().map(|(path, found)| (path.as_str(), *found)).collect();
    let new: Vec<(&str, Fate)> = files.iter().map(|(path, fate)| (path.as_str(), *fate)).collect();
    let mut planner = Planner {
        target,
        stage,
        abilities,
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        emptied: BTreeSet::new(),
        links: Vec::new(),
        moves: Vec::new(),
    };
    planner.folder((&old, 0), (&new, 0), Within::Output);
    planner.links.par_iter().try_for_each(|(from, part, path)| stage.link(from, *part, path))?;
    planner.moves.iter().try_for_each(|path| stage.move_to_added(path))?;
    planner.journal(stage, disk)
}

impl Planner<'_> {
    /// Plans for a folder: the files below it as they are and as they will be, each with the length in bytes of the folder's path and its slash.
    fn folder(&mut self, old: (&Files<'_, Found>, usize), new: (&Files<'_, Fate>, usize), within: Within) {
        let mut old = entries(old.0, old.1, self.abilities.names);
        for (key, entry) in entries(new.0, new.1, self.abilities.names) {
            match old.remove(&key) {
                None => self.add(entry, within),
                Some(before) => self.change(before, entry, within),
            }
        }
        for entry in old.into_values() {
            self.remove(entry, within);
        }
    }

    /// Plans for an entry that is new.
    fn add(&mut self, entry: Entry<'_, '_, Fate>, within: Within) {
        let steps = self.steps_to_add(entry, within);
        self.added.extend(steps);
    }

    /// Puts an entry where those lie that are added; returns the steps that add it.
    fn steps_to_add(&mut self, entry: Entry<'_, '_, Fate>, within: Within) -> Vec<Step> {
        if entry.is_folder && !self.abilities.exchange {
            let folders: BTreeSet<&str> = entry.files.iter().flat_map(|(path, _)| super::listing::parents(path)).collect();
            let folders = folders.into_iter().filter(|folder| folder.len() >= entry.path.len()).map(|folder| Step::AddFolder(folder.to_owned()));
            let files = entry.files.iter().map(|(path, _)| Step::Add((*path).to_owned()));
            let steps = folders.chain(files).collect();
            self.moves.extend(entry.files.iter().map(|(path, _)| (*path).to_owned()));
            return steps;
        }
        self.stage_added(entry, within);
        vec![Step::Add(entry.path.to_owned())]
    }

    fn stage_added(&mut self, entry: Entry<'_, '_, Fate>, within: Within) {
        if within == Within::Output && entry.files.iter().all(|(_, fate)| *fate == Fate::Written) {
            self.moves.push(entry.path.to_owned());
            return;
        }
        for (path, fate) in entry.files {
            self.links.push((self.source(path, *fate), Part::Added, (*path).to_owned()));
        }
    }

    /// Where a file of the new site stands before the change-over.
    fn source(&self, path: &str, fate: Fate) -> PathBuf {
        match fate {
            Fate::Written => self.stage.place(Part::New, path),
            Fate::Kept => self.target.file(path),
        }
    }

    /// Plans for an entry that has gone.
    fn remove(&mut self, entry: Entry<'_, '_, Found>, within: Within) {
        if within == Within::Exchanged {
            self.links
                .extend(entry.files.iter().filter(|(path, _)| !path.ends_with('/')).map(|(path, _)| (self.target.file(path), Part::New, (*path).to_owned())));
        }
        if !is_ours(&entry) {
            // Others have something in it, so the folder stays.
            if entry.is_folder {
                self.folder((entry.files, entry.path.len() + 1), (&[], 0), within);
            }
        } else if !entry.is_folder || self.abilities.exchange {
            self.removed.push(Step::Remove(entry.path.to_owned()));
        } else {
            // Where entries cannot be exchanged a folder of a lower layer cannot be moved either.
            for (path, _) in entry.files.iter().filter(|(path, _)| !path.ends_with('/')) {
                self.removed.push(Step::Remove((*path).to_owned()));
            }
            let folders = entry.files.iter().flat_map(|(path, _)| super::listing::parents(path)).filter(|folder| folder.len() >= entry.path.len());
            self.emptied.extend(folders.map(str::to_owned));
        }
    }

    /// Plans for an entry that was there and will be.
    fn change(&mut self, old: Entry<'_, '_, Found>, new: Entry<'_, '_, Fate>, within: Within) {
        let both_folders = old.is_folder && new.is_folder;
        if within == Within::Exchanged {
            // The new state of the folder has the entry as it will be.
            if both_folders { self.folder(below(&old), below(&new), within) } else { self.complete(new) }
        } else if !self.replaces(&old, &new) {
            let added = self.steps_to_add(new, within);
            self.changed.push([vec![Step::Remove(old.path.to_owned())], added].concat());
        } else if both_folders {
            self.change_folder(old, new);
        } else if new.files.iter().any(|(_, fate)| *fate == Fate::Written) {
            let path = new.path.to_owned();
            self.changed.push(vec![if self.abilities.exchange { Step::Exchange(path, None) } else { Step::Replace(path) }]);
        }
    }

    /// True where the new entry can take the place of the old one in one step. Elsewhere the old one goes first: where a file becomes a folder and entries cannot be exchanged,
    /// and where both have one name to the file system, but two to readers.
    fn replaces(&self, old: &Entry<'_, '_, Found>, new: &Entry<'_, '_, Fate>) -> bool {
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        (old.is_folder == new.is_folder || self.abilities.exchange) && (name(old.path) == name(new.path) || !is_ours(old))
    }

    fn change_folder(&mut self, old: Entry<'_, '_, Found>, new: Entry<'_, '_, Fate>) {
        let changed = new.files.iter().filter(|(_, fate)| *fate == Fate::Written).count();
        let is_worth_it = changed > 0 && changed * FILES_PER_CHANGE >= new.files.len();
        if is_ours(&old) && self.abilities.exchange && is_worth_it {
            self.changed.push(vec![Step::Exchange(new.path.to_owned(), None)]);
            self.folder(below(&old), below(&new), Within::Exchanged);
        } else {
            self.folder(below(&old), below(&new), Within::Output);
        }
    }

    /// Links what is kept of an entry into the new state of the folder it lies in.
    fn complete(&mut self, entry: Entry<'_, '_, Fate>) {
        let kept = entry.files.iter().filter(|(_, fate)| *fate == Fate::Kept);
        self.links.extend(kept.map(|(path, _)| (self.target.file(path), Part::New, (*path).to_owned())));
    }

    /// Puts the steps in order, and makes ready what each needs.
    fn journal(mut self, stage: &Stage<'_>, disk: &dyn Disk) -> Result<Journal, Failure> {
        // A folder comes before what is added to it.
        self.added.sort_by_cached_key(|step| if matches!(step, Step::AddFolder(_)) { 0 } else { 1 + rank(step.path()) });
        self.changed.sort_by_cached_key(|steps| steps.first().map(|step| rank(step.path())));
        // What pages ask for comes before them, and goes after them.
        self.removed.sort_by_cached_key(|step| std::cmp::Reverse(rank(step.path())));
        let mut changed = self.changed.concat();
        for step in &mut changed {
            match step {
                Step::Exchange(path, new) => {
                    let place = stage.place(Part::New, path);
                    *new = at(&place, disk.identity(&place))?;
                }
                Step::Replace(path) => stage.link(&self.target.file(path), Part::Old, path)?,
                Step::Add(_) | Step::AddFolder(_) | Step::RemoveFolder(_) => {}
                Step::Remove(path) => stage.make_folder_of(Part::Old, path)?,
            }
        }
        for step in &self.removed {
            stage.make_folder_of(Part::Old, step.path())?;
        }
        // The innermost folders first.
        let emptied = self.emptied.into_iter().rev().map(Step::RemoveFolder).collect();
        Ok(Journal { steps: [self.added, changed, self.removed, emptied].concat() })
    }
}

/// The files below a folder, and the length of its path with the slash.
fn below<'s, 'a, T>(entry: &Entry<'s, 'a, T>) -> (&'s Files<'a, T>, usize) {
    (entry.files, entry.path.len() + 1)
}

/// True where nothing of an entry is of others.
fn is_ours(entry: &Entry<'_, '_, Found>) -> bool {
    entry.files.iter().all(|(_, found)| *found == Found::Own)
}

/// The order in which entries appear: what pages ask for, pages, and last what names the pages.
fn rank(path: &str) -> u8 {
    match &*path.to_ascii_lowercase() {
        "sitemap.xml" | "feed.xml" | "feed.json" | "llms.txt" | "index.html" => 2,
        path if path == "assets" || path.starts_with("assets/") => 0,
        path if path.ends_with(".html") || !path.contains('.') => 1,
        _ => 0,
    }
}
