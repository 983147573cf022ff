//! What stands in the output: files of the last site, and what others put there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::file_system::{EntryKind, FileSystem};
use super::manifest::{self, Manifest};
use super::staging::{self, NameEquality};
use super::target::{ForeignFiles, Target, TargetError};
use super::{PublishError, with_path};

/// What a path of the output stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ownership {
    /// A file that this program wrote.
    Ours,
    /// A file of others.
    Foreign,
    /// A folder, link or device of others; nobody looks into it.
    ForeignFolder,
}

/// The output as it stands.
#[derive(Debug)]
pub(super) struct OutputScan {
    /// By path, as it is written on the disk. An empty folder is listed with a slash at its end.
    pub(super) entries: BTreeMap<String, Ownership>,
}

/// Files that others often put at the top of an output. They may stand there before the first
/// build, and where the site has a file of the same name, theirs stays.
const TOLERATED: [&str; 6] =
    ["CNAME", "robots.txt", "favicon.ico", "lost+found", "desktop.ini", "Thumbs.db"];

/// True for a path whose owner may be somebody else: a hidden file or folder, or one of the
/// [`TOLERATED`] ones.
fn is_tolerated(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or(path);
    top.starts_with('.') || TOLERATED.contains(&top)
}

/// Refuses a folder that has no record of ours and holds files of others, unless they are the usual
/// ones.
pub(super) fn refuse_foreign_folder(
    target: &Target,
    disk: &dyn FileSystem,
) -> Result<(), PublishError> {
    let folder = target.folder();
    if target.foreign_files() == ForeignFiles::Keep
        || with_path(folder, Manifest::read(&folder.join(manifest::FILE_NAME), disk))?.is_some()
    {
        return Ok(());
    }
    let mut foreign = Vec::new();
    for (name, kind) in with_path(folder, disk.read_dir(folder))? {
        let written = name.to_string_lossy().into_owned();
        if !is_tolerated(&written)
            && (kind != EntryKind::Folder || contains_file(&folder.join(name), disk)?)
        {
            foreign.push(written);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    Err(TargetError {
        folder: folder.to_owned(),
        reason: format!("it holds files that this program did not write ({})", abbreviated_list(&foreign)),
        help: "choose an empty folder, or say `--into-existing` to publish between these files: they are kept".to_owned(),
    }
    .into())
}

/// True where a folder has anything but empty folders below it.
fn contains_file(folder: &Path, disk: &dyn FileSystem) -> Result<bool, PublishError> {
    for (name, kind) in with_path(folder, disk.read_dir(folder))? {
        if kind != EntryKind::Folder || contains_file(&folder.join(name), disk)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first of some names, as a list.
fn abbreviated_list(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
}

impl OutputScan {
    /// Looks at the output. Only folders of the last site and of this one are looked into.
    pub(super) fn scan(
        target: &Target,
        old: &Manifest,
        paths: &BTreeSet<String>,
        disk: &dyn FileSystem,
    ) -> Result<Self, PublishError> {
        let folder = target.folder();
        let own_folders: BTreeSet<&str> =
            old.files.keys().flat_map(|path| parent_folders(path)).collect();
        let new_folders: BTreeSet<&str> =
            paths.iter().flat_map(|path| parent_folders(path)).collect();
        let mut entries = BTreeMap::new();
        let mut waiting = vec![String::new()];
        while let Some(inner) = waiting.pop() {
            let place = folder.join(&inner);
            let names = with_path(&place, disk.read_dir(&place))?;
            if names.is_empty() && !inner.is_empty() {
                entries.insert(
                    format!("{inner}/"),
                    if own_folders.contains(inner.as_str()) {
                        Ownership::Ours
                    } else {
                        Ownership::ForeignFolder
                    },
                );
            }
            for (name, kind) in names {
                let Some(name) = name.to_str() else {
                    // No path of a site is written so, but the folder holds something of others.
                    entries.insert(join(&inner, &name.to_string_lossy()), Ownership::ForeignFolder);
                    continue;
                };
                if inner.is_empty() && (name == manifest::FILE_NAME || name == staging::FOLDER_NAME)
                {
                    continue;
                }
                let path = join(&inner, name);
                match kind {
                    EntryKind::Folder
                        if own_folders.contains(path.as_str())
                            || new_folders.contains(path.as_str()) =>
                    {
                        waiting.push(path)
                    }
                    EntryKind::File if old.files.contains_key(&path) => {
                        drop(entries.insert(path, Ownership::Ours))
                    }
                    EntryKind::File => drop(entries.insert(path, Ownership::Foreign)),
                    EntryKind::Folder | EntryKind::Other => {
                        drop(entries.insert(path, Ownership::ForeignFolder))
                    }
                }
            }
        }
        Ok(OutputScan { entries })
    }

    /// Takes out of `paths` what others have already put there and may keep; returns it.
    ///
    /// # Errors
    /// A refusal, where anything else of others stands at a path of the site: it is not ours to
    /// overwrite.
    pub(super) fn skip_conflicts(
        &self,
        paths: &mut BTreeSet<String>,
        names: NameEquality,
        target: &Target,
    ) -> Result<Vec<String>, PublishError> {
        let foreign: BTreeMap<String, &str> = self
            .entries
            .iter()
            .filter(|(_, found)| **found != Ownership::Ours)
            .map(|(path, _)| (names.key(path), path.as_str()))
            .collect();
        if foreign.is_empty() {
            return Ok(Vec::new());
        }
        let in_the_way = |path: &str| {
            let key = names.key(path);
            let below = format!("{key}/");
            let at = foreign
                .get(&key)
                .or_else(|| parent_folders(&key).find_map(|parent| foreign.get(parent)));
            at.or_else(|| {
                foreign
                    .range(below.clone()..)
                    .next()
                    .filter(|(other, _)| other.starts_with(&below))
                    .map(|(_, path)| path)
            })
            .copied()
        };
        let met: Vec<(String, &str)> =
            paths.iter().filter_map(|path| Some((path.clone(), in_the_way(path)?))).collect();
        let (left_out, refused): (Vec<_>, Vec<_>) =
            met.into_iter().partition(|(path, _)| is_tolerated(path));
        if !refused.is_empty() {
            let refused: BTreeSet<String> =
                refused.into_iter().map(|(_, other)| other.to_owned()).collect();
            let refused: Vec<String> = refused.into_iter().collect();
            return Err(TargetError {
                folder: target.folder().to_owned(),
                reason: match refused.len() {
                    1 => format!(
                        "a file there was not written by this program ({})",
                        abbreviated_list(&refused)
                    ),
                    count => format!(
                        "{count} files there were not written by this program ({})",
                        abbreviated_list(&refused)
                    ),
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
pub(super) fn parent_folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
