//! What stands in the output, and what is to stand there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Entry};
use super::manifest::{self, Manifest};
use super::target::{Refusal, Target};
use super::{Failure, at};
use crate::text::Route;

/// What is to be done.
pub(super) struct Plan {
    /// What the last build wrote.
    pub(super) old: Manifest,
    /// The paths of this build.
    pub(super) paths: BTreeSet<String>,
    /// Files that others put at the top of the output.
    pub(super) foreign_files: Vec<String>,
    /// Whether others put folders there, or anything that is no file.
    pub(super) foreign_folders: bool,
    /// Whether the output exists.
    pub(super) exists: bool,
    folder: PathBuf,
}

impl Plan {
    /// Looks at the output. A file of somebody else's at a path of the site stops the build: it is not ours to overwrite.
    pub(super) fn make(target: &Target, routes: &[Route], disk: &dyn Disk) -> Result<Self, Failure> {
        let folder = target.folder();
        let exists = matches!(at(folder, disk.look(folder))?, Entry::Folder);
        let old = at(folder, Manifest::read(folder, disk))?;
        let mut plan = Plan {
            old,
            paths: routes.iter().map(|route| route.output().as_str().to_owned()).collect(),
            foreign_files: Vec::new(),
            foreign_folders: false,
            exists,
            folder: folder.to_owned(),
        };
        let own_folders: BTreeSet<&str> = plan.old.files.keys().flat_map(|path| parents(path)).collect();
        let mut foreign: Vec<String> = Vec::new();
        let mut foreign_folders = false;
        if exists {
            let mut waiting = vec![String::new()];
            while let Some(inner) = waiting.pop() {
                for name in at(folder, disk.list(&folder.join(&inner)))? {
                    let Some(name) = name.to_str() else {
                        foreign_folders = true;
                        continue;
                    };
                    let path = if inner.is_empty() { name.to_owned() } else { format!("{inner}/{name}") };
                    if matches!(&*path, manifest::NAME | manifest::UNFINISHED | ".backgrounder") {
                        continue;
                    }
                    match at(&folder.join(&path), disk.look(&folder.join(&path)))? {
                        Entry::Folder if own_folders.contains(path.as_str()) => waiting.push(path),
                        Entry::Folder => {
                            // A folder of ours that lost its files, as after a stop in the middle, is no foreign one.
                            if has_file(folder, &path, disk)? {
                                foreign_folders = true;
                                foreign.push(path);
                            }
                        }
                        Entry::File { .. } if plan.old.files.contains_key(&path) => {}
                        Entry::File { .. } if inner.is_empty() => {
                            plan.foreign_files.push(path.clone());
                            foreign.push(path);
                        }
                        _ => {
                            foreign_folders = true;
                            foreign.push(path);
                        }
                    }
                }
            }
        }
        plan.foreign_folders = foreign_folders;
        plan.refuse_to_overwrite(&foreign, disk)?;
        Ok(plan)
    }

    fn refuse_to_overwrite(&self, foreign: &[String], disk: &dyn Disk) -> Result<(), Failure> {
        let mut in_the_way = Vec::new();
        for path in foreign {
            let is_folder = matches!(at(&self.folder.join(path), disk.look(&self.folder.join(path)))?, Entry::Folder);
            let below = format!("{path}/");
            let same = self.paths.contains(path);
            if same || (!is_folder && self.paths.range(below.clone()..).next().is_some_and(|own| own.starts_with(&below))) {
                in_the_way.push(path.clone());
            } else if is_folder {
                for own in self.paths.range(below.clone()..).take_while(|own| own.starts_with(&below)) {
                    if !matches!(at(&self.folder.join(own), disk.look(&self.folder.join(own)))?, Entry::Nothing) {
                        in_the_way.push(own.clone());
                    }
                }
            }
        }
        if in_the_way.is_empty() {
            return Ok(());
        }
        in_the_way.sort();
        let shown = in_the_way.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        Err(Refusal {
            folder: self.folder.clone(),
            reason: match in_the_way.len() {
                1 => format!("a file there was not written by this program ({shown})"),
                count => format!("{count} files there were not written by this program ({shown}{})", if count > 5 { " …" } else { "" }),
            },
            help: "move what stands there away, or publish to another folder".to_owned(),
        }
        .into())
    }

    /// True where a file of the last build has this very content. The file is read for that: nothing that is said of it could be as sure.
    pub(super) fn is_unchanged(&self, path: &str, content: &[u8], disk: &dyn Disk) -> bool {
        let file = self.folder.join(path);
        self.old.files.contains_key(path)
            && matches!(disk.look(&file), Ok(Entry::File { size, .. }) if size == content.len() as u64)
            && disk.read(&file).is_ok_and(|there| there == content)
    }

    /// Files of the last build that this one does not have.
    pub(super) fn stale(&self) -> impl Iterator<Item = &str> {
        self.old.files.keys().filter(|path| !self.paths.contains(*path)).map(String::as_str)
    }
}

/// True where a folder has any file below it.
fn has_file(folder: &Path, path: &str, disk: &dyn Disk) -> Result<bool, Failure> {
    let mut waiting = vec![folder.join(path)];
    while let Some(inner) = waiting.pop() {
        for name in at(&inner, disk.list(&inner))? {
            let entry = inner.join(name);
            match at(&entry, disk.look(&entry))? {
                Entry::Folder => waiting.push(entry),
                Entry::Nothing => {}
                _ => return Ok(true),
            }
        }
    }
    Ok(false)
}

/// The folders above a path, the outermost first.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
