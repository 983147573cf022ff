//! The staging folder: where a site is put together before it is published. It lies inside the output, so that its files can be moved to their places, and its owner alone
//! may enter it. Whatever stops a build, the folder says itself which of its files are ours.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Entry, Kind};
use super::record::Record;
use super::target::{Refusal, Target};
use super::{Failure, at};
use crate::text::{nfc, nfc_lowercase};

/// The name of the folder, below the output.
pub(super) const NAME: &str = ".backgrounder";

/// The record of the site that is being published.
pub(super) const RECORD: &str = "record.json";
/// The journal of the change-over.
pub(super) const JOURNAL: &str = "journal.json";
/// The journal while it is written.
pub(super) const JOURNAL_UNFINISHED: &str = "journal.json.new";
/// A record of all paths that the folder may hold: those of the last site and of this one.
const PATHS: &str = "paths.json";
/// Two files that tell what the file system can do.
const PROBE: &str = "probe-\u{e9}";
const OTHER_PROBE: &str = "probe-2";
const LINKED_PROBE: &str = "probe-3";

/// Where files of the folder lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The new site, as far as it is needed: what was rendered, and all of a folder that is exchanged. After an exchange the old entry lies here.
    New,
    /// What is moved to addresses that the last site did not have.
    Added,
    /// What has gone: files that were replaced or removed.
    Old,
}

impl Part {
    const ALL: [Part; 3] = [Part::New, Part::Added, Part::Old];

    const fn name(self) -> &'static str {
        match self {
            Part::New => "new",
            Part::Added => "add",
            Part::Old => "old",
        }
    }
}

/// What the file system of the output can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Files and folders can be exchanged in one step, and files can have two names.
    pub(super) exchange: bool,
    /// Which names are the same name to it.
    pub(super) names: Names,
    /// The permission bits of a file that is written now.
    pub(super) file_mode: u32,
}

/// Which names are the same name to a file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Each is its own.
    Exact,
    /// Those that differ only in their Unicode normal form.
    AnyForm,
    /// Those that differ only in case or normal form.
    AnyCase,
}

impl Names {
    /// The key by which paths are compared.
    pub(super) fn key(self, path: &str) -> String {
        match self {
            Names::Exact => path.to_owned(),
            Names::AnyForm => nfc(path).into_owned(),
            Names::AnyCase => nfc_lowercase(path),
        }
    }
}

/// The staging folder of an output.
pub(super) struct Stage<'a> {
    folder: PathBuf,
    output: &'a Path,
    disk: &'a dyn Disk,
}

impl<'a> Stage<'a> {
    /// The staging folder of an output, whether it is there or not.
    pub(super) fn of_output(target: &'a Target, disk: &'a dyn Disk) -> Self {
        Stage { folder: target.folder().join(NAME), output: target.folder(), disk }
    }

    /// Makes the folder for a build, with a record of all paths that may come to lie in it, and finds out what the file system can do.
    pub(super) fn begin(&self, paths: impl Iterator<Item = String>) -> Result<Abilities, Failure> {
        at(&self.folder, self.disk.make_private_folder(&self.folder))?;
        let paths = Record::new(None, paths.map(|path| (path, None)).collect::<BTreeMap<_, _>>());
        self.write_own(PATHS, &at(&self.folder, paths.to_bytes())?)?;
        self.abilities()
    }

    fn abilities(&self) -> Result<Abilities, Failure> {
        let [probe, other, linked] = [PROBE, OTHER_PROBE, LINKED_PROBE].map(|name| self.own(name));
        self.write_own(PROBE, b"")?;
        self.write_own(OTHER_PROBE, b"")?;
        let exchange = match self.disk.exchange(&probe, &other) {
            Ok(()) => self.disk.link(&probe, &linked).is_ok(),
            Err(error) if is_unsupported(&error) => false,
            Err(error) => return Err(Failure::Io(self.folder.clone(), error)),
        };
        let stands = |name: String| Ok::<bool, Failure>(at(&self.folder, self.disk.look(&self.own(&name)))? != Entry::Nothing);
        let names = if stands(PROBE.to_uppercase())? {
            Names::AnyCase
        } else if stands(PROBE.replace('\u{e9}', "e\u{301}"))? {
            Names::AnyForm
        } else {
            Names::Exact
        };
        let Entry::File { mode, .. } = at(&probe, self.disk.look(&probe))? else {
            return Err(Failure::Io(probe, std::io::ErrorKind::NotFound.into()));
        };
        Ok(Abilities { exchange, names, file_mode: mode })
    }

    /// The place of a file that belongs to the folder itself.
    pub(super) fn own(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file that belongs to the folder itself.
    pub(super) fn write_own(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.own(name);
        at(&file, self.disk.write(&file, bytes))
    }

    /// The place of a path of the site in a part of the folder.
    pub(super) fn place(&self, part: Part, path: &str) -> PathBuf {
        self.folder.join(part.name()).join(path)
    }

    /// Writes a file of the new site.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = self.place(Part::New, path);
        if let (true, Some(folder)) = (path.ends_with("/index.html"), file.parent()) {
            // A page has a folder of its own, which nothing has made before.
            at(folder, self.disk.make_folder(folder))?;
        }
        self.with_folder(&file, |file| self.disk.write(file, bytes))
    }

    /// Gives a file of the output, or of the new site, a second name in a part of the folder; a copy where it cannot have one.
    pub(super) fn link(&self, from: &Path, part: Part, path: &str) -> Result<(), Failure> {
        self.with_folder(&self.place(part, path), |file| match self.disk.link(from, file) {
            // It has been linked by an attempt before this one. Nothing may be written there: it may be the file of the output.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::StorageFull) => Err(error),
            // Not every file system knows second names, and not every file may have one: one of another owner, for example.
            Err(_) => self.disk.write(file, &self.disk.read(from)?),
            Ok(()) => Ok(()),
        })
    }

    /// Moves a file or folder of the new site to those that are added.
    pub(super) fn move_to_added(&self, path: &str) -> Result<(), Failure> {
        let (from, to) = (self.place(Part::New, path), self.place(Part::Added, path));
        // An attempt before this one may have moved it.
        if at(&to, self.disk.look(&to))? != Entry::Nothing {
            return Ok(());
        }
        self.with_folder(&to, |to| self.disk.rename(&from, to))
    }

    /// Makes the folder that an entry of a part lies in.
    pub(super) fn make_folder_of(&self, part: Part, path: &str) -> Result<(), Failure> {
        let place = self.place(part, path);
        place.parent().map_or(Ok(()), |folder| at(folder, self.disk.make_folder(folder)))
    }

    /// Does something with a file, and makes its folder where there is none.
    fn with_folder(&self, file: &Path, act: impl Fn(&Path) -> std::io::Result<()>) -> Result<(), Failure> {
        match (act(file), file.parent()) {
            (Err(error), Some(folder)) if error.kind() == std::io::ErrorKind::NotFound => {
                at(folder, self.disk.make_folder(folder))?;
                at(file, act(file))
            }
            (result, _) => at(file, result),
        }
    }

    /// True where the folder is there.
    pub(super) fn is_there(&self) -> Result<bool, Failure> {
        Ok(at(&self.folder, self.disk.look(&self.folder))? != Entry::Nothing)
    }

    /// Removes the folder and what in it is ours. A file that somebody put into the output meanwhile, and that came here with a folder, is moved back.
    ///
    /// # Errors
    /// Those of the system; and where something that is not ours is left, that it is in the way.
    pub(super) fn clear(&self) -> Result<(), Failure> {
        let in_the_way = || -> Failure {
            Refusal {
                folder: self.output.to_owned(),
                reason: format!("{} holds files that this program did not write", self.folder.display()),
                help: "move that folder away".to_owned(),
            }
            .into()
        };
        match at(&self.folder, self.disk.look(&self.folder))? {
            Entry::Nothing => return Ok(()),
            Entry::Folder => {}
            _ => return Err(in_the_way()),
        }
        let own = [JOURNAL, JOURNAL_UNFINISHED, RECORD, PROBE, OTHER_PROBE, LINKED_PROBE, PATHS];
        let paths = match at(&self.folder, Record::read(&self.own(PATHS), self.disk))? {
            Some(paths) => paths,
            // A build was stopped before it had written the paths: then nothing else has been written.
            None if at(&self.folder, self.disk.list(&self.folder))?.iter().all(|(name, _)| *name == *OsStr::new(PATHS)) => Record::default(),
            None => return Err(in_the_way()),
        };
        let mut all = true;
        for part in Part::ALL {
            let folder = self.folder.join(part.name());
            if at(&folder, self.disk.look(&folder))? == Entry::Folder {
                all &= self.clear_folder(&folder, "", &paths)?;
            }
        }
        if !all {
            return Err(in_the_way());
        }
        for (name, _) in at(&self.folder, self.disk.list(&self.folder))? {
            if !own.iter().any(|own| *name == *OsStr::new(own)) {
                return Err(in_the_way());
            }
        }
        // The paths go last, so that what is left after a stop is known for ours.
        for name in own {
            let file = self.own(name);
            if at(&file, self.disk.look(&file))? != Entry::Nothing {
                at(&file, self.disk.remove_file(&file))?;
            }
        }
        at(&self.folder, self.disk.remove_empty_folder(&self.folder))
    }

    /// Removes a folder of a part, whose path in the site is `path`; false where something is left of it.
    fn clear_folder(&self, folder: &Path, path: &str, paths: &Record) -> Result<bool, Failure> {
        let mut all = true;
        for (name, kind) in at(folder, self.disk.list(folder))? {
            let file = folder.join(&name);
            let inner = name.to_str().map(|name| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") });
            match (kind, inner) {
                (Kind::Folder, Some(inner)) => all &= self.clear_folder(&file, &inner, paths)?,
                (Kind::File, Some(inner)) if paths.files.contains_key(&inner) => at(&file, self.disk.remove_file(&file))?,
                _ => all &= self.move_back(&file, &self.output.join(path).join(&name))?,
            }
        }
        if all {
            at(folder, self.disk.remove_empty_folder(folder))?;
        }
        Ok(all)
    }

    /// Moves what is not ours to its place in the output; false where something stands there.
    fn move_back(&self, from: &Path, to: &Path) -> Result<bool, Failure> {
        if at(to, self.disk.look(to))? != Entry::Nothing {
            return Ok(false);
        }
        self.with_folder(to, |to| self.disk.rename(from, to))?;
        Ok(true)
    }
}

/// True for the error of a file system that cannot exchange two entries, or not these two: those of a lower layer, or one that is a mount.
pub(super) fn is_unsupported(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput | CrossesDevices | ResourceBusy)
}
