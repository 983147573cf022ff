//! The change-over: steps that turn the old site into the new one, each with an inverse. They are written down before the first is done, so that an error is undone,
//! and what a kill has left half done is finished by the next build.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{Disk, Entry};
use super::record;
use super::stage::{self, Part, Stage};
use super::target::Target;
use super::{Failure, at};

/// One step. Each is one call of the system, so that every address shows its old page or its new one, whole, at every moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Step {
    /// A file or folder at an address that the last site did not have.
    Add(String),
    /// A folder for files at such addresses, where folders cannot be moved.
    AddFolder(String),
    /// A file or folder changes places with its new state. The number tells the new one from the old one ([`Disk::identity`]).
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
pub(super) enum Undone {
    /// All is as it was.
    Whole(Failure),
    /// Undoing failed too: some addresses show the new site. The next build finishes it.
    InPart(Failure),
}

/// The folders that a change-over works on.
pub(super) struct ChangeOver<'a> {
    pub(super) target: &'a Target,
    pub(super) stage: &'a Stage<'a>,
    pub(super) disk: &'a dyn Disk,
}

impl ChangeOver<'_> {
    /// Writes the journal, does its steps, and puts the record of the new site in its place.
    pub(super) fn run(&self, journal: &Journal) -> Result<(), Undone> {
        self.write(journal).map_err(Undone::Whole)?;
        for (done, step) in journal.steps.iter().enumerate() {
            if let Err(failure) = self.act(step) {
                return Err(self.undo(&journal.steps[..done], failure));
            }
        }
        if let Err(failure) = self.place_record() {
            return Err(self.undo(&journal.steps, failure));
        }
        // The new site stands. What cannot be cleared now, the next build clears.
        let _ = self.forget();
        Ok(())
    }

    /// Finishes what a build has begun that was stopped.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        let file = self.stage.own(stage::JOURNAL);
        if !matches!(at(&file, self.disk.look(&file))?, Entry::File { .. }) {
            return Ok(());
        }
        // A journal is written whole or not at all. One that cannot be read was written by another version; then the next steps of this build mend what is half done.
        if let Ok(journal) = serde_json::from_slice::<Journal>(&at(&file, self.disk.read(&file))?)
            && journal.steps.iter().all(|step| record::is_publishable(step.path()))
        {
            for step in &journal.steps {
                self.act_again(step)?;
            }
            if self.stands(&self.stage.own(stage::RECORD))? {
                self.place_record()?;
            }
        }
        self.forget()
    }

    fn write(&self, journal: &Journal) -> Result<(), Failure> {
        let bytes = at(&self.stage.own(stage::JOURNAL), serde_json::to_vec(journal).map_err(std::io::Error::other))?;
        self.stage.write_own(stage::JOURNAL_UNFINISHED, &bytes)?;
        self.rename(&self.stage.own(stage::JOURNAL_UNFINISHED), &self.stage.own(stage::JOURNAL))
    }

    fn forget(&self) -> Result<(), Failure> {
        let file = self.stage.own(stage::JOURNAL);
        at(&file, self.disk.remove_file(&file))
    }

    fn place_record(&self) -> Result<(), Failure> {
        self.rename(&self.stage.own(stage::RECORD), &self.target.file(record::NAME))
    }

    fn act(&self, step: &Step) -> Result<(), Failure> {
        let place = self.target.file(step.path());
        match step {
            Step::Add(path) => self.rename(&self.stage.place(Part::Added, path), &place),
            Step::AddFolder(_) => at(&place, self.disk.make_folder(&place)),
            Step::Exchange(path, _) => at(&place, self.disk.exchange(&self.stage.place(Part::New, path), &place)),
            Step::Replace(path) => self.rename(&self.stage.place(Part::New, path), &place),
            Step::Remove(path) => self.rename(&place, &self.stage.place(Part::Old, path)),
            Step::RemoveFolder(_) => self.remove_folder(&place),
        }
    }

    fn remove_folder(&self, place: &Path) -> Result<(), Failure> {
        match self.disk.remove_empty_folder(place) {
            // Somebody has put something into it meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(()),
            result => at(place, result),
        }
    }

    fn act_back(&self, step: &Step) -> Result<(), Failure> {
        let place = self.target.file(step.path());
        match step {
            Step::Add(path) => self.rename(&place, &self.stage.place(Part::Added, path)),
            Step::AddFolder(_) => self.remove_folder(&place),
            Step::Exchange(path, _) => at(&place, self.disk.exchange(&self.stage.place(Part::New, path), &place)),
            Step::Replace(path) => {
                // The new file is kept, so that the step can be done again.
                self.stage.link(&place, Part::New, path)?;
                self.rename(&self.stage.place(Part::Old, path), &place)
            }
            Step::Remove(path) => self.rename(&self.stage.place(Part::Old, path), &place),
            Step::RemoveFolder(_) => at(&place, self.disk.make_folder(&place)),
        }
    }

    /// Does a step that may have been done.
    fn act_again(&self, step: &Step) -> Result<(), Failure> {
        let place = self.target.file(step.path());
        let is_left = match step {
            Step::Add(path) => self.stands(&self.stage.place(Part::Added, path))? && !self.stands(&place)?,
            Step::AddFolder(_) => !self.stands(&place)?,
            Step::Exchange(path, new) => {
                let staged = self.stage.place(Part::New, path);
                new.is_some() && at(&staged, self.disk.identity(&staged))? == *new && self.stands(&place)?
            }
            Step::Replace(path) => self.stands(&self.stage.place(Part::New, path))?,
            Step::Remove(path) => self.stands(&place)? && !self.stands(&self.stage.place(Part::Old, path))?,
            Step::RemoveFolder(_) => self.stands(&place)?,
        };
        if is_left { self.act(step) } else { Ok(()) }
    }

    /// Undoes steps, the last one first.
    fn undo(&self, done: &[Step], failure: Failure) -> Undone {
        for step in done.iter().rev() {
            if self.act_back(step).is_err() {
                return Undone::InPart(failure);
            }
        }
        match self.forget() {
            Ok(()) => Undone::Whole(failure),
            Err(_) => Undone::InPart(failure),
        }
    }

    fn stands(&self, path: &Path) -> Result<bool, Failure> {
        Ok(at(path, self.disk.look(path))? != Entry::Nothing)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Failure> {
        at(to, self.disk.rename(from, to))
    }
}

impl Step {
    pub(super) fn path(&self) -> &str {
        let (Step::Add(path) | Step::AddFolder(path) | Step::Exchange(path, _) | Step::Replace(path) | Step::Remove(path) | Step::RemoveFolder(path)) = self;
        path
    }
}
