//! Scan of the output: published files of the old site, and foreign files.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::error::{PublishError, TargetError};
use super::file_system::{EntryKind, FileSystem};
use super::manifest::{self, Manifest};
use super::staging::{self, NameEquality, StagingFolder, join_path};
use super::target::{ForeignFiles, Target};

/// Whose an entry of the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ownership {
    /// A file that this program published.
    Ours,
    /// A file of somebody else.
    Foreign,
    /// A folder, link or device of somebody else. Its contents are not scanned.
    ForeignFolder,
}

#[derive(Debug)]
pub(super) struct OutputScan {
    /// By path as spelled on disk. An empty folder has a slash at its end.
    pub(super) entries: BTreeMap<String, Ownership>,
}

/// Files that hosts and systems often put at the top of an output, besides hidden files. They may be
/// there before the first build; if the site has the same path, theirs is kept.
const TOLERATED: [&str; 6] =
    ["CNAME", "robots.txt", "favicon.ico", "lost+found", "desktop.ini", "Thumbs.db"];

fn is_tolerated(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or(path);
    top.starts_with('.') || TOLERATED.contains(&top)
}

/// Refuses a folder without a manifest that contains foreign files, unless they are tolerated.
pub(super) fn refuse_foreign_folder(
    target: &Target,
    fs: &dyn FileSystem,
) -> Result<(), PublishError> {
    let folder = target.folder();
    if target.foreign_files() == ForeignFiles::Keep
        || Manifest::read(&folder.join(manifest::FILE_NAME), fs)?.is_some()
    {
        return Ok(());
    }
    let mut foreign = Vec::new();
    for (name, kind) in fs.read_dir(folder)? {
        let name_text = name.to_string_lossy().into_owned();
        if !is_tolerated(&name_text)
            && (kind != EntryKind::Folder || contains_file(&folder.join(name), fs)?)
        {
            foreign.push(name_text);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let list = first_names(&foreign);
    let reason = format!("it contains files that this program did not write ({list})");
    let help = "choose an empty folder, or pass `--into-existing` to publish next to these files, \
                which are kept";
    Err(TargetError::new(folder, reason, help).into())
}

/// True if a folder contains anything but empty folders.
fn contains_file(folder: &Path, fs: &dyn FileSystem) -> io::Result<bool> {
    for (name, kind) in fs.read_dir(folder)? {
        if kind != EntryKind::Folder || contains_file(&folder.join(name), fs)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn first_names(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(SHOWN)].join(", "))
}

impl OutputScan {
    /// Scans the folders of the old site and those of the new site, which has the given paths.
    pub(super) fn scan(
        staging: &StagingFolder<'_>,
        old: &Manifest,
        paths: &BTreeSet<String>,
    ) -> io::Result<Self> {
        let old_folders: BTreeSet<&str> =
            old.files.keys().flat_map(|path| parent_folders(path)).collect();
        let new_folders: BTreeSet<&str> =
            paths.iter().flat_map(|path| parent_folders(path)).collect();
        let mut entries = BTreeMap::new();
        let mut pending = vec![String::new()];
        while let Some(folder) = pending.pop() {
            let names = staging.fs().read_dir(&staging.target().path_of(&folder))?;
            if names.is_empty() && !folder.is_empty() {
                let is_ours = old_folders.contains(folder.as_str());
                let ownership = if is_ours { Ownership::Ours } else { Ownership::ForeignFolder };
                entries.insert(format!("{folder}/"), ownership);
            }
            for (name, kind) in names {
                let path = join_path(&folder, &name.to_string_lossy());
                let ownership = match kind {
                    // No path of a site looks like this, but the folder is not entirely ours.
                    _ if name.to_str().is_none() => Ownership::ForeignFolder,
                    _ if path == manifest::FILE_NAME || path == staging::FOLDER_NAME => continue,
                    EntryKind::Folder
                        if old_folders.contains(path.as_str())
                            || new_folders.contains(path.as_str()) =>
                    {
                        pending.push(path);
                        continue;
                    }
                    EntryKind::File if old.files.contains_key(&path) => Ownership::Ours,
                    EntryKind::File => Ownership::Foreign,
                    EntryKind::Folder | EntryKind::Other => Ownership::ForeignFolder,
                };
                entries.insert(path, ownership);
            }
        }
        Ok(OutputScan { entries })
    }

    /// Removes from `paths`, and returns, those that are occupied by tolerated foreign entries.
    ///
    /// # Errors
    /// Another foreign entry is at a path of the site: it must not be overwritten.
    pub(super) fn skip_conflicts(
        &self,
        paths: &mut BTreeSet<String>,
        names: NameEquality,
        target: &Target,
    ) -> Result<Vec<String>, PublishError> {
        let foreign: BTreeMap<String, &str> = self
            .entries
            .iter()
            .filter(|(_, ownership)| **ownership != Ownership::Ours)
            .map(|(path, _)| (names.key(path), path.as_str()))
            .collect();
        // A foreign entry at the path, above it or below it.
        let conflict = |path: &str| -> Option<&str> {
            let key = names.key(path);
            let at_or_above = foreign
                .get(&key)
                .or_else(|| parent_folders(&key).find_map(|parent| foreign.get(parent)));
            let prefix = format!("{key}/");
            let below = || {
                let (other, path) = foreign.range(prefix.clone()..).next()?;
                other.starts_with(&prefix).then_some(path)
            };
            at_or_above.or_else(below).copied()
        };
        let conflicts =
            paths.iter().filter_map(|path| Some((path.clone(), conflict(path)?.to_owned())));
        let (skipped, refused): (Vec<_>, Vec<_>) =
            conflicts.partition(|(path, _)| is_tolerated(path));
        let refused: BTreeSet<String> = refused.into_iter().map(|(_, foreign)| foreign).collect();
        if !refused.is_empty() {
            let refused: Vec<String> = refused.into_iter().collect();
            let list = first_names(&refused);
            let reason = match refused.len() {
                1 => format!("a file there was not written by this program ({list})"),
                count => format!("{count} files there were not written by this program ({list})"),
            };
            let help = "move them somewhere else, or publish to another folder";
            return Err(TargetError::new(target.folder(), reason, help).into());
        }
        let skipped: Vec<String> = skipped.into_iter().map(|(path, _)| path).collect();
        paths.retain(|path| !skipped.contains(path));
        Ok(skipped)
    }
}

/// The folders above a path, the outermost first.
pub(super) fn parent_folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
