//! Replacing the old site by the new one: steps with inverses, written to a journal before the first
//! is done. An error rolls back the steps done; after a crash the next build does the rest.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::PublishError;
use super::file_system::PathState;
use super::manifest;
use super::staging::{self, StagingArea, StagingFolder};

/// One step, done by one system call, so that at every moment each route serves its old or its new
/// content, complete. The names of the variants are part of the journal file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// Adds a file or folder from an area at a route that the old site did not have.
    Add(String, StagingArea),
    /// Adds a folder for such files, if folders cannot be moved.
    AddFolder(String),
    /// Swaps a file or folder with its new version. The number is the inode of the new version, if
    /// the system has inodes.
    Exchange(String, Option<u64>),
    /// Replaces a file, if entries cannot be exchanged. The old one is linked in the staging folder.
    Replace(String),
    /// Removes a file or folder that the new site does not have.
    Remove(String),
    /// Removes a folder whose files were removed one by one, if folders cannot be moved.
    RemoveFolder(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// In the order they are done.
    pub(super) steps: Vec<Step>,
}

/// Applies journals to the output of a staging folder.
pub(super) struct Transaction<'a>(pub(super) &'a StagingFolder<'a>);

impl Transaction<'_> {
    /// Writes the journal, does its steps and installs the new manifest.
    ///
    /// # Errors
    /// [`PublishError::Io`] after a complete rollback, else [`PublishError::PartlyPublished`].
    pub(super) fn commit(&self, journal: &Journal) -> Result<(), PublishError> {
        self.write_journal(journal)?;
        for (done, step) in journal.steps.iter().enumerate() {
            self.apply(step).map_err(|error| self.roll_back(&journal.steps[..done], error))?;
        }
        self.install_manifest().map_err(|error| self.roll_back(&journal.steps, error))?;
        // The new site is complete. If the journal cannot be removed now, the next build does it.
        let _ = self.remove_journal();
        Ok(())
    }

    /// Finishes what an interrupted build had begun to commit.
    pub(super) fn finish_interrupted(&self) -> Result<(), PublishError> {
        let fs = self.0.fs();
        let file = self.0.own_file(staging::JOURNAL);
        if !matches!(fs.stat(&file)?, PathState::File { .. }) {
            return Ok(());
        }
        // A journal is complete or not there at all. One that cannot be read was written by another
        // version of this program; publishing then repairs the output.
        if let Ok(journal) = serde_json::from_slice::<Journal>(&fs.read(&file)?)
            && journal.steps.iter().all(|step| manifest::is_output_path(step.path()))
        {
            for step in &journal.steps {
                if self.is_pending(step)? {
                    self.apply(step)?;
                }
            }
            if fs.exists(&self.0.own_file(staging::MANIFEST))? {
                self.install_manifest()?;
            }
        }
        Ok(self.remove_journal()?)
    }

    fn write_journal(&self, journal: &Journal) -> io::Result<()> {
        let file = self.0.own_file(staging::JOURNAL);
        self.0.write_own_json(staging::UNFINISHED_JOURNAL, journal)?;
        self.0.fs().rename(&self.0.own_file(staging::UNFINISHED_JOURNAL), &file)
    }

    fn remove_journal(&self) -> io::Result<()> {
        self.0.fs().remove_file(&self.0.own_file(staging::JOURNAL))
    }

    fn install_manifest(&self) -> io::Result<()> {
        let installed = self.0.target().path_of(manifest::FILE_NAME);
        self.0.fs().rename(&self.0.own_file(staging::MANIFEST), &installed)
    }

    fn apply(&self, step: &Step) -> io::Result<()> {
        let (fs, place) = (self.0.fs(), self.0.target().path_of(step.path()));
        match step {
            Step::Add(path, area) => fs.rename(&self.0.path_in(*area, path), &place),
            Step::AddFolder(_) => fs.create_dir_all(&place),
            Step::Exchange(path, _) => fs.exchange(&self.0.path_in(StagingArea::New, path), &place),
            Step::Replace(path) => fs.rename(&self.0.path_in(StagingArea::New, path), &place),
            Step::Remove(path) => fs.rename(&place, &self.0.path_in(StagingArea::Old, path)),
            Step::RemoveFolder(_) => self.remove_folder(&place),
        }
    }

    fn revert(&self, step: &Step) -> io::Result<()> {
        let (fs, place) = (self.0.fs(), self.0.target().path_of(step.path()));
        match step {
            Step::Add(path, area) => fs.rename(&place, &self.0.path_in(*area, path)),
            Step::AddFolder(_) => self.remove_folder(&place),
            Step::Exchange(path, _) => fs.exchange(&self.0.path_in(StagingArea::New, path), &place),
            Step::Replace(path) => {
                // The new file is kept, so that the step can be done again.
                self.0.link_into(&place, StagingArea::New, path)?;
                fs.rename(&self.0.path_in(StagingArea::Old, path), &place)
            }
            Step::Remove(path) => fs.rename(&self.0.path_in(StagingArea::Old, path), &place),
            Step::RemoveFolder(_) => fs.create_dir_all(&place),
        }
    }

    fn remove_folder(&self, place: &Path) -> io::Result<()> {
        match self.0.fs().remove_dir(place) {
            // Somebody has put a file into it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            result => result,
        }
    }

    /// True if a step of an interrupted commit has not been done.
    fn is_pending(&self, step: &Step) -> io::Result<bool> {
        let (fs, place) = (self.0.fs(), self.0.target().path_of(step.path()));
        Ok(match step {
            Step::Add(path, area) => {
                fs.exists(&self.0.path_in(*area, path))? && !fs.exists(&place)?
            }
            Step::AddFolder(_) => !fs.exists(&place)?,
            Step::Exchange(path, new) => {
                new.is_some()
                    && fs.inode(&self.0.path_in(StagingArea::New, path))? == *new
                    && fs.exists(&place)?
            }
            Step::Replace(path) => fs.exists(&self.0.path_in(StagingArea::New, path))?,
            Step::Remove(path) => {
                fs.exists(&place)? && !fs.exists(&self.0.path_in(StagingArea::Old, path))?
            }
            Step::RemoveFolder(_) => fs.exists(&place)?,
        })
    }

    /// Reverts steps, the last one first, and returns the error to report.
    fn roll_back(&self, done: &[Step], error: io::Error) -> PublishError {
        let reverted = done.iter().rev().try_for_each(|step| self.revert(step));
        match reverted.and_then(|()| self.remove_journal()) {
            Ok(()) => PublishError::Io(error),
            Err(_) => PublishError::PartlyPublished(error),
        }
    }
}

impl Step {
    pub(super) fn path(&self) -> &str {
        match self {
            Step::Add(path, _)
            | Step::AddFolder(path)
            | Step::Exchange(path, _)
            | Step::Replace(path)
            | Step::Remove(path)
            | Step::RemoveFolder(path) => path,
        }
    }
}
