//! Publishing in one step: the finished folder and the old one change places.

use std::io;

use super::disk::Disk;
use super::manifest::Manifest;
use super::plan::Plan;
use super::stage::{self, Stage};
use super::target::Target;
use super::{Failure, at};

/// How an exchange ended.
pub(super) enum Outcome {
    /// The new site stands; the old one is gone.
    Done,
    /// This file system cannot; nothing was changed.
    Unsupported,
}

/// Whether the folder may be exchanged; if not, why.
pub(super) fn possible(target: &Target, plan: &Plan, stage: &Stage) -> Result<(), &'static str> {
    if stage.folder == target.inner_staging() {
        return Err("it is on a file system of its own");
    }
    if plan.foreign_folders {
        return Err("it holds folders that this program did not write");
    }
    Ok(())
}

pub(super) fn run(target: &Target, plan: &Plan, stage: &Stage, manifest: &Manifest, disk: &dyn Disk) -> Result<Outcome, Failure> {
    for path in &plan.foreign_files {
        let (from, to) = (target.file(path), stage.folder.join(path));
        if disk.link(&from, &to).is_err() {
            let bytes = at(&from, disk.read(&from))?;
            at(&to, disk.write(&to, &bytes))?;
        }
    }
    at(&stage.folder, manifest.write(&stage.folder, disk))?;
    if !plan.exists {
        at(target.folder(), disk.rename(&stage.folder, target.folder()))?;
        return Ok(Outcome::Done);
    }
    match disk.exchange(&stage.folder, target.folder()) {
        Ok(()) => {}
        Err(error) if is_unsupported(&error) => return Ok(Outcome::Unsupported),
        Err(error) => return Err(Failure::Io(target.folder().to_owned(), error)),
    }
    // The new site stands. What cannot be cleared of the old one now, the next build clears.
    let _ = stage::clear(&stage.folder, target.folder(), disk);
    Ok(Outcome::Done)
}

fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput | io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy)
}
