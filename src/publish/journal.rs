//! The change-over: steps that turn the old site into the new one, each with an inverse. They are
//! written down before the first is done, so that an error is undone, and what a kill has left half
//! done is finished by the next build.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file_system::{FileSystem, PathState};
use super::manifest;
use super::staging::{self, StagingArea, StagingFolder};
use super::target::Target;
use super::{PublishError, with_path};

/// One step. Each is one call of the system, so that every address shows its old page or its new
/// one, whole, at every moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// A file or folder at an address that the last site did not have.
    Add(String),
    /// A folder for files at such addresses, where folders cannot be moved.
    AddFolder(String),
    /// A file or folder changes places with its new state. The number tells the new one from the
    /// old one ([`FileSystem::identity`]).
    Exchange(String, Option<u64>),
    /// A file is replaced, where entries cannot be exchanged. The old one has been kept aside.
    Replace(String),
    /// A file or folder that the new site does not have.
    Remove(String),
    /// A folder whose files have been removed one by one, where folders cannot be moved.
    RemoveFolder(String),
}

/// The steps, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) steps: Vec<Step>,
}

/// How a change-over that failed has ended.
pub(super) enum CommitError {
    /// All is as it was.
    RolledBack(PublishError),
    /// Undoing failed too: some addresses show the new site. The next build finishes it.
    PartlyRolledBack(PublishError),
}

/// The folders that a change-over works on.
pub(super) struct Transaction<'a> {
    pub(super) target: &'a Target,
    pub(super) staging: &'a StagingFolder<'a>,
    pub(super) fs: &'a dyn FileSystem,
}

impl Transaction<'_> {
    /// Writes the journal, does its steps, and puts the record of the new site in its place.
    pub(super) fn commit(&self, journal: &Journal) -> Result<(), CommitError> {
        self.write_journal(journal).map_err(CommitError::RolledBack)?;
        for (done, step) in journal.steps.iter().enumerate() {
            if let Err(failure) = self.apply(step) {
                return Err(self.roll_back(&journal.steps[..done], failure));
            }
        }
        if let Err(failure) = self.install_manifest() {
            return Err(self.roll_back(&journal.steps, failure));
        }
        // The new site stands. What cannot be cleared now, the next build clears.
        let _ = self.remove_journal();
        Ok(())
    }

    /// Finishes what a build has begun that was stopped.
    pub(super) fn finish_interrupted(&self) -> Result<(), PublishError> {
        let file = self.staging.own_file(staging::JOURNAL);
        if !matches!(with_path(&file, self.fs.stat(&file))?, PathState::File { .. }) {
            return Ok(());
        }
        // A journal is written whole or not at all. One that cannot be read was written by another
        // version; then the next steps of this build mend what is half done.
        if let Ok(journal) =
            serde_json::from_slice::<Journal>(&with_path(&file, self.fs.read(&file))?)
            && journal.steps.iter().all(|step| manifest::is_output_path(step.path()))
        {
            for step in &journal.steps {
                self.apply_if_pending(step)?;
            }
            if self.exists(&self.staging.own_file(staging::MANIFEST))? {
                self.install_manifest()?;
            }
        }
        self.remove_journal()
    }

    fn write_journal(&self, journal: &Journal) -> Result<(), PublishError> {
        let bytes = with_path(
            &self.staging.own_file(staging::JOURNAL),
            serde_json::to_vec(journal).map_err(std::io::Error::other),
        )?;
        self.staging.write_own_file(staging::UNFINISHED_JOURNAL, &bytes)?;
        self.rename(
            &self.staging.own_file(staging::UNFINISHED_JOURNAL),
            &self.staging.own_file(staging::JOURNAL),
        )
    }

    fn remove_journal(&self) -> Result<(), PublishError> {
        let file = self.staging.own_file(staging::JOURNAL);
        with_path(&file, self.fs.remove_file(&file))
    }

    fn install_manifest(&self) -> Result<(), PublishError> {
        self.rename(
            &self.staging.own_file(staging::MANIFEST),
            &self.target.path_of(manifest::FILE_NAME),
        )
    }

    fn apply(&self, step: &Step) -> Result<(), PublishError> {
        let place = self.target.path_of(step.path());
        match step {
            Step::Add(path) => self.rename(&self.staging.path_in(StagingArea::Added, path), &place),
            Step::AddFolder(_) => with_path(&place, self.fs.create_dir_all(&place)),
            Step::Exchange(path, _) => with_path(
                &place,
                self.fs.exchange(&self.staging.path_in(StagingArea::New, path), &place),
            ),
            Step::Replace(path) => {
                self.rename(&self.staging.path_in(StagingArea::New, path), &place)
            }
            Step::Remove(path) => {
                self.rename(&place, &self.staging.path_in(StagingArea::Old, path))
            }
            Step::RemoveFolder(_) => self.remove_folder(&place),
        }
    }

    fn remove_folder(&self, place: &Path) -> Result<(), PublishError> {
        match self.fs.remove_dir(place) {
            // Somebody has put something into it meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(()),
            result => with_path(place, result),
        }
    }

    fn revert(&self, step: &Step) -> Result<(), PublishError> {
        let place = self.target.path_of(step.path());
        match step {
            Step::Add(path) => self.rename(&place, &self.staging.path_in(StagingArea::Added, path)),
            Step::AddFolder(_) => self.remove_folder(&place),
            Step::Exchange(path, _) => with_path(
                &place,
                self.fs.exchange(&self.staging.path_in(StagingArea::New, path), &place),
            ),
            Step::Replace(path) => {
                // The new file is kept, so that the step can be done again.
                self.staging.link_into(&place, StagingArea::New, path)?;
                self.rename(&self.staging.path_in(StagingArea::Old, path), &place)
            }
            Step::Remove(path) => {
                self.rename(&self.staging.path_in(StagingArea::Old, path), &place)
            }
            Step::RemoveFolder(_) => with_path(&place, self.fs.create_dir_all(&place)),
        }
    }

    /// Does a step that may have been done.
    fn apply_if_pending(&self, step: &Step) -> Result<(), PublishError> {
        let place = self.target.path_of(step.path());
        let is_left = match step {
            Step::Add(path) => {
                self.exists(&self.staging.path_in(StagingArea::Added, path))?
                    && !self.exists(&place)?
            }
            Step::AddFolder(_) => !self.exists(&place)?,
            Step::Exchange(path, new) => {
                let staged = self.staging.path_in(StagingArea::New, path);
                new.is_some()
                    && with_path(&staged, self.fs.inode(&staged))? == *new
                    && self.exists(&place)?
            }
            Step::Replace(path) => self.exists(&self.staging.path_in(StagingArea::New, path))?,
            Step::Remove(path) => {
                self.exists(&place)?
                    && !self.exists(&self.staging.path_in(StagingArea::Old, path))?
            }
            Step::RemoveFolder(_) => self.exists(&place)?,
        };
        if is_left { self.apply(step) } else { Ok(()) }
    }

    /// Undoes steps, the last one first.
    fn roll_back(&self, done: &[Step], failure: PublishError) -> CommitError {
        for step in done.iter().rev() {
            if self.revert(step).is_err() {
                return CommitError::PartlyRolledBack(failure);
            }
        }
        match self.remove_journal() {
            Ok(()) => CommitError::RolledBack(failure),
            Err(_) => CommitError::PartlyRolledBack(failure),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, PublishError> {
        Ok(with_path(path, self.fs.stat(path))? != PathState::Missing)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), PublishError> {
        with_path(to, self.fs.rename(from, to))
    }
}

impl Step {
    pub(super) fn path(&self) -> &str {
        let (Step::Add(path)
        | Step::AddFolder(path)
        | Step::Exchange(path, _)
        | Step::Replace(path)
        | Step::Remove(path)
        | Step::RemoveFolder(path)) = self;
        path
    }
}
