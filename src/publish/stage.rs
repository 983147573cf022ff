//! The folder a site is put together in, beside the output. Whatever happens to it, it knows what in it is ours.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Entry};
use super::manifest::{self, Manifest};
use super::plan::{Plan, parents};
use super::target::{Refusal, Target};
use super::{Failure, at};

/// The folder, and where the last build stands.
pub(super) struct Stage {
    pub(super) folder: PathBuf,
    output: PathBuf,
}

/// Whether a file can be moved from one folder to another in one step: tried with one, for a mount can lie on the same device.
fn can_move_between(from: &Path, to: &Path, disk: &dyn Disk) -> Result<bool, Failure> {
    let (here, there) = (from.join(manifest::UNFINISHED), to.join(manifest::UNFINISHED));
    at(&here, disk.write(&here, b""))?;
    match disk.rename(&here, &there) {
        Ok(()) => at(&there, disk.remove_file(&there)).map(|()| true),
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => at(&here, disk.remove_file(&here)).map(|()| false),
        Err(error) => Err(Failure::Io(there, error)),
    }
}

impl Stage {
    /// Makes the folder, with a record of all that will be written into it, so that a build that is stopped leaves nothing that the next cannot clear.
    pub(super) fn begin(target: &Target, plan: &Plan, disk: &dyn Disk) -> Result<Self, Failure> {
        let mut stage = Stage { folder: target.staging(), output: target.folder().to_owned() };
        at(&stage.folder, disk.make_folder(&stage.folder))?;
        if plan.exists && !can_move_between(&stage.folder, target.folder(), disk)? {
            at(&stage.folder, disk.remove_empty_folder(&stage.folder))?;
            stage.folder = target.inner_staging();
            at(&stage.folder, disk.make_folder(&stage.folder))?;
        }
        at(&stage.folder, Manifest::of_paths(plan.paths.iter().cloned()).write(&stage.folder, disk))?;
        let folders: BTreeSet<&str> = plan.paths.iter().flat_map(|path| parents(path).last()).collect();
        for folder in folders {
            at(&stage.folder.join(folder), disk.make_folder(&stage.folder.join(folder)))?;
        }
        Ok(stage)
    }

    /// Takes a file over from the last build; false where the system cannot, and it must be written anew.
    pub(super) fn keep(&self, path: &str, disk: &dyn Disk) -> bool {
        disk.link(&self.output.join(path), &self.folder.join(path)).is_ok()
    }

    /// Writes a file.
    pub(super) fn write(&self, path: &str, bytes: &[u8], disk: &dyn Disk) -> Result<(), Failure> {
        let file = self.folder.join(path);
        at(&file, disk.write(&file, bytes))
    }

    /// Removes the folder with what its record says is in it.
    pub(super) fn clear(&self, disk: &dyn Disk) -> Result<(), Failure> {
        clear(&self.folder, &self.output, disk)
    }
}

/// Clears what a build left behind that was stopped. A folder of that name that holds anything we have no record of is somebody else's, and stops the build.
pub(super) fn clear_leftover(target: &Target, disk: &dyn Disk) -> Result<(), Failure> {
    for folder in [target.staging(), target.inner_staging()] {
        if !matches!(at(&folder, disk.look(&folder))?, Entry::Folder) {
            continue;
        }
        let names = at(&folder, disk.list(&folder))?;
        let begun = names.iter().all(|name| name == manifest::UNFINISHED);
        if begun || at(&folder, Manifest::is_in(&folder, disk))? {
            clear(&folder, target.folder(), disk)?;
        }
        if !matches!(at(&folder, disk.look(&folder))?, Entry::Nothing) {
            return Err(Refusal {
                folder: target.folder().to_owned(),
                reason: format!("{} is in the way, and holds files that this program did not write", folder.display()),
                help: "move that folder away".to_owned(),
            }
            .into());
        }
    }
    Ok(())
}

/// Removes from a staging folder what its record says is ours; what is not, and stands in no other place, is moved to the output, and what cannot be is left.
pub(super) fn clear(folder: &Path, output: &Path, disk: &dyn Disk) -> Result<(), Failure> {
    let record = at(folder, Manifest::read(folder, disk))?;
    for path in record.files.keys() {
        let file = folder.join(path);
        if matches!(at(&file, disk.look(&file))?, Entry::File { .. }) {
            at(&file, disk.remove_file(&file))?;
        }
    }
    keep_foreign(folder, output, disk)?;
    // The record goes last, so that whatever a stop leaves is known for ours.
    for name in at(folder, disk.list(folder))? {
        let inner = folder.join(name);
        if matches!(at(&inner, disk.look(&inner))?, Entry::Folder) {
            remove_empty_folders(&inner, disk)?;
        }
    }
    for name in [manifest::UNFINISHED, manifest::NAME] {
        let file = folder.join(name);
        if matches!(at(&file, disk.look(&file))?, Entry::File { .. }) {
            at(&file, disk.remove_file(&file))?;
        }
    }
    remove_empty_folders(folder, disk)
}

/// Files of others in a staging folder: it was the output until the exchange. Each is removed where the output has the same, else moved there if its place is free.
fn keep_foreign(folder: &Path, output: &Path, disk: &dyn Disk) -> Result<(), Failure> {
    for name in at(folder, disk.list(folder))? {
        let (here, there) = (folder.join(&name), output.join(&name));
        let Entry::File { file, .. } = at(&here, disk.look(&here))? else { continue };
        if name == manifest::NAME || name == manifest::UNFINISHED {
            continue;
        }
        match at(&there, disk.look(&there))? {
            Entry::Nothing => {
                at(output, disk.make_folder(output))?;
                at(&there, disk.rename(&here, &there))?;
            }
            // One file under two names, or two with the same content; what cannot be read is left where it is.
            Entry::File { file: other, .. } if file.is_some() && other == file => at(&here, disk.remove_file(&here))?,
            Entry::File { .. } if disk.read(&there).is_ok_and(|there| disk.read(&here).is_ok_and(|here| here == there)) => at(&here, disk.remove_file(&here))?,
            _ => {}
        }
    }
    Ok(())
}

/// Removes folders that have become empty, the innermost first, the outermost last.
fn remove_empty_folders(folder: &Path, disk: &dyn Disk) -> Result<(), Failure> {
    for name in at(folder, disk.list(folder))? {
        let inner = folder.join(name);
        if matches!(at(&inner, disk.look(&inner))?, Entry::Folder) {
            remove_empty_folders(&inner, disk)?;
        }
    }
    if at(folder, disk.list(folder))?.is_empty() {
        at(folder, disk.remove_empty_folder(folder))?;
    }
    Ok(())
}
