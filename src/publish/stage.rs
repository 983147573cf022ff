//! The folder a site is put together in, beside the output. Whatever happens to it, it knows what in it is ours.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Entry};
use super::manifest::{self, Manifest};
use super::plan::{Plan, parents};
use super::target::Target;
use super::{Failure, at};

/// The folder, and where the last build stands.
pub(super) struct Stage {
    pub(super) folder: PathBuf,
    output: PathBuf,
}

impl Stage {
    /// Makes the folder, with a record of all that will be written into it, so that a build that is stopped leaves nothing that the next cannot clear.
    pub(super) fn begin(target: &Target, plan: &Plan, disk: &dyn Disk) -> Result<Self, Failure> {
        let device = |path: &Path| match disk.look(path) {
            Ok(Entry::Folder { device }) => Some(device),
            _ => None,
        };
        let same_device = !plan.exists || device(target.parent()) == device(target.folder());
        let stage = Stage { folder: if same_device { target.staging() } else { target.inner_staging() }, output: target.folder().to_owned() };
        at(&stage.folder, disk.make_folder(&stage.folder))?;
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

/// Clears what a build left behind that was stopped.
pub(super) fn clear_leftover(target: &Target, disk: &dyn Disk) -> Result<(), Failure> {
    for folder in [target.staging(), target.inner_staging()] {
        if matches!(at(&folder, disk.look(&folder))?, Entry::Folder { .. }) {
            clear(&folder, target.folder(), disk)?;
        }
    }
    Ok(())
}

/// Removes from a staging folder what its record says is ours; what is not, and stands in no other place, is moved to the output, and what cannot be is left.
pub(super) fn clear(folder: &Path, output: &Path, disk: &dyn Disk) -> Result<(), Failure> {
    let record = Manifest::read(folder, disk);
    for path in record.files.keys() {
        let file = folder.join(path);
        if matches!(at(&file, disk.look(&file))?, Entry::File { .. }) {
            at(&file, disk.remove_file(&file))?;
        }
    }
    keep_foreign(folder, output, disk)?;
    for name in [manifest::UNFINISHED, manifest::NAME] {
        let file = folder.join(name);
        if matches!(at(&file, disk.look(&file))?, Entry::File { .. }) {
            at(&file, disk.remove_file(&file))?;
        }
    }
    remove_empty_folders(folder, disk)
}

/// Files of others in a staging folder: it was the output until the exchange. Each is removed where the output has the same, else moved there.
fn keep_foreign(folder: &Path, output: &Path, disk: &dyn Disk) -> Result<(), Failure> {
    for name in at(folder, disk.list(folder))? {
        let (here, there) = (folder.join(&name), output.join(&name));
        if name == manifest::NAME || name == manifest::UNFINISHED || !matches!(at(&here, disk.look(&here))?, Entry::File { .. }) {
            continue;
        }
        match at(&there, disk.look(&there))? {
            Entry::Nothing => at(&there, disk.rename(&here, &there))?,
            Entry::File { .. } if at(&there, disk.read(&there))? == at(&here, disk.read(&here))? => at(&here, disk.remove_file(&here))?,
            _ => {}
        }
    }
    Ok(())
}

/// Removes folders that have become empty, the innermost first, the outermost last.
fn remove_empty_folders(folder: &Path, disk: &dyn Disk) -> Result<(), Failure> {
    for name in at(folder, disk.list(folder))? {
        let inner = folder.join(name);
        if matches!(at(&inner, disk.look(&inner))?, Entry::Folder { .. }) {
            remove_empty_folders(&inner, disk)?;
        }
    }
    if at(folder, disk.list(folder))?.is_empty() {
        at(folder, disk.remove_empty_folder(folder))?;
    }
    Ok(())
}
