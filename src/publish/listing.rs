//! What stands in the output: files of the last site, and what others put there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::disk::{Disk, Kind};
use super::record::{self, Record};
use super::stage::{self, Names};
use super::target::{Existing, Refusal, Target};
use super::{Failure, at};

/// What a path of the output stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file that this program wrote.
    Own,
    /// A file of others.
    Foreign,
    /// A folder, link or device of others; nobody looks into it.
    ForeignFolder,
}

/// The output as it stands.
#[derive(Debug)]
pub(super) struct Listing {
    /// By path, as it is written on the disk. An empty folder is listed with a slash at its end.
    pub(super) entries: BTreeMap<String, Found>,
}

/// Files that others often put at the top of an output. They may stand there before the first build, and where the site has a file of the same name, theirs stays.
const USUAL: [&str; 6] = ["CNAME", "robots.txt", "favicon.ico", "lost+found", "desktop.ini", "Thumbs.db"];

/// True for a path whose owner may be somebody else: a hidden file or folder, or one of the [`USUAL`] ones.
fn is_usual(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or(path);
    top.starts_with('.') || USUAL.contains(&top)
}

/// Refuses a folder that has no record of ours and holds files of others, unless they are the usual ones.
pub(super) fn refuse_foreign_folder(target: &Target, disk: &dyn Disk) -> Result<(), Failure> {
    let folder = target.folder();
    if target.existing() == Existing::Keep || at(folder, Record::read(&folder.join(record::NAME), disk))?.is_some() {
        return Ok(());
    }
    let mut foreign = Vec::new();
    for (name, kind) in at(folder, disk.list(folder))? {
        let written = name.to_string_lossy().into_owned();
        if !is_usual(&written) && (kind != Kind::Folder || holds_a_file(&folder.join(name), disk)?) {
            foreign.push(written);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        folder: folder.to_owned(),
        reason: format!("it holds files that this program did not write ({})", shown(&foreign)),
        help: "choose an empty folder, or say `--into-existing` to publish between these files: they are kept".to_owned(),
    }
    .into())
}

/// True where a folder has anything but empty folders below it.
fn holds_a_file(folder: &Path, disk: &dyn Disk) -> Result<bool, Failure> {
    for (name, kind) in at(folder, disk.list(folder))? {
        if kind != Kind::Folder || holds_a_file(&folder.join(name), disk)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first of some names, as a list.
fn shown(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
}

impl Listing {
    /// Looks at the output. Only folders of the last site and of this one are looked into.
    pub(super) fn of_output(target: &Target, old: &Record, paths: &BTreeSet<String>, disk: &dyn Disk) -> Result<Self, Failure> {
        let folder = target.folder();
        let own_folders: BTreeSet<&str> = old.files.keys().flat_map(|path| parents(path)).collect();
        let new_folders: BTreeSet<&str> = paths.iter().flat_map(|path| parents(path)).collect();
        let mut entries = BTreeMap::new();
        let mut waiting = vec![String::new()];
        while let Some(inner) = waiting.pop() {
            let place = folder.join(&inner);
            let names = at(&place, disk.list(&place))?;
            if names.is_empty() && !inner.is_empty() {
                entries.insert(format!("{inner}/"), if own_folders.contains(inner.as_str()) { Found::Own } else { Found::ForeignFolder });
            }
            for (name, kind) in names {
                let Some(name) = name.to_str() else {
                    // No path of a site is written so, but the folder holds something of others.
                    entries.insert(join(&inner, &name.to_string_lossy()), Found::ForeignFolder);
                    continue;
                };
                if inner.is_empty() && (name == record::NAME || name == stage::NAME) {
                    continue;
                }
                let path = join(&inner, name);
                match kind {
                    Kind::Folder if own_folders.contains(path.as_str()) || new_folders.contains(path.as_str()) => waiting.push(path),
                    Kind::File if old.files.contains_key(&path) => drop(entries.insert(path, Found::Own)),
                    Kind::File => drop(entries.insert(path, Found::Foreign)),
                    Kind::Folder | Kind::Other => drop(entries.insert(path, Found::ForeignFolder)),
                }
            }
        }
        Ok(Listing { entries })
    }

    /// Takes out of `paths` what others have already put there and may keep; returns it.
    ///
    /// # Errors
    /// A refusal, where anything else of others stands at a path of the site: it is not ours to overwrite.
    pub(super) fn leave_out(&self, paths: &mut BTreeSet<String>, names: Names, target: &Target) -> Result<Vec<String>, Failure> {
        let foreign: BTreeMap<String, &str> =
            self.entries.iter().filter(|(_, found)| **found != Found::Own).map(|(path, _)| (names.key(path), path.as_str())).collect();
        if foreign.is_empty() {
            return Ok(Vec::new());
        }
        let in_the_way = |path: &str| {
            let key = names.key(path);
            let below = format!("{key}/");
            let at = foreign.get(&key).or_else(|| parents(&key).find_map(|parent| foreign.get(parent)));
            at.or_else(|| foreign.range(below.clone()..).next().filter(|(other, _)| other.starts_with(&below)).map(|(_, path)| path)).copied()
        };
        let met: Vec<(String, &str)> = paths.iter().filter_map(|path| Some((path.clone(), in_the_way(path)?))).collect();
        let (left_out, refused): (Vec<_>, Vec<_>) = met.into_iter().partition(|(path, _)| is_usual(path));
        if !refused.is_empty() {
            let refused: BTreeSet<String> = refused.into_iter().map(|(_, other)| other.to_owned()).collect();
            let refused: Vec<String> = refused.into_iter().collect();
            return Err(Refusal {
                folder: target.folder().to_owned(),
                reason: match refused.len() {
                    1 => format!("a file there was not written by this program ({})", shown(&refused)),
                    count => format!("{count} files there were not written by this program ({})", shown(&refused)),
                },
                help: "move what stands there away, or publish to another folder".to_owned(),
            }
            .into());
        }
        for (path, _) in &left_out {
            paths.remove(path);
        }
        Ok(left_out.into_iter().map(|(path, _)| path).collect())
    }
}

/// A path inside a folder; the top folder has an empty path.
fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folders above a path, the outermost first.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
