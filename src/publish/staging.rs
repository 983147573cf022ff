//! The staging folder: where a site is put together before it is published. It lies inside the
//! output, so that its files can be moved to their places, and its owner alone may enter it.
//! Whatever stops a build, the folder says itself which of its files are ours.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::file_system::{EntryKind, FileSystem, PathState};
use super::manifest::Manifest;
use super::target::{Target, TargetError};
use super::{PublishError, with_path};
use crate::text::{nfc, nfc_lowercase};

/// The name of the folder, below the output.
pub(super) const FOLDER_NAME: &str = ".backgrounder";

/// The record of the site that is being published.
pub(super) const MANIFEST: &str = "record.json";
/// The journal of the change-over.
pub(super) const JOURNAL: &str = "journal.json";
/// The journal while it is written.
pub(super) const UNFINISHED_JOURNAL: &str = "journal.json.new";
/// A record of all paths that the folder may hold: those of the last site and of this one.
const PATHS: &str = "paths.json";
/// Two files that tell what the file system can do.
const PROBE: &str = "probe-\u{e9}";
const OTHER_PROBE: &str = "probe-2";
const LINKED_PROBE: &str = "probe-3";

/// Where files of the folder lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StagingArea {
    /// The new site, as far as it is needed: what was rendered, and all of a folder that is
    /// exchanged. After an exchange the old entry lies here.
    New,
    /// What is moved to addresses that the last site did not have.
    Added,
    /// What has gone: files that were replaced or removed.
    Old,
}

impl StagingArea {
    const ALL: [StagingArea; 3] = [StagingArea::New, StagingArea::Added, StagingArea::Old];

    const fn name(self) -> &'static str {
        match self {
            StagingArea::New => "new",
            StagingArea::Added => "add",
            StagingArea::Old => "old",
        }
    }
}

/// What the file system of the output can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FsCapabilities {
    /// Files and folders can be exchanged in one step, and files can have two names.
    pub(super) exchange: bool,
    /// Which names are the same name to it.
    pub(super) name_equality: NameEquality,
    /// The permission bits of a file that is written now.
    pub(super) file_mode: u32,
}

/// Which names are the same name to a file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameEquality {
    /// Each is its own.
    Exact,
    /// Those that differ only in their Unicode normal form.
    IgnoreNormalization,
    /// Those that differ only in case or normal form.
    IgnoreCase,
}

impl NameEquality {
    /// The key by which paths are compared.
    pub(super) fn key(self, path: &str) -> String {
        match self {
            NameEquality::Exact => path.to_owned(),
            NameEquality::IgnoreNormalization => nfc(path).into_owned(),
            NameEquality::IgnoreCase => nfc_lowercase(path),
        }
    }
}

/// The staging folder of an output.
pub(super) struct StagingFolder<'a> {
    folder: PathBuf,
    output: &'a Path,
    fs: &'a dyn FileSystem,
}

impl<'a> StagingFolder<'a> {
    /// The staging folder of an output, whether it is there or not.
    pub(super) fn new(target: &'a Target, disk: &'a dyn FileSystem) -> Self {
        StagingFolder {
            folder: target.folder().join(FOLDER_NAME),
            output: target.folder(),
            fs: disk,
        }
    }

    /// Makes the folder for a build, with a record of all paths that may come to lie in it, and
    /// finds out what the file system can do.
    pub(super) fn create(
        &self,
        paths: impl Iterator<Item = String>,
    ) -> Result<FsCapabilities, PublishError> {
        with_path(&self.folder, self.fs.create_private_dir(&self.folder))?;
        let paths = Manifest::new(None, paths.map(|path| (path, None)).collect::<BTreeMap<_, _>>());
        self.write_own_file(PATHS, &with_path(&self.folder, paths.to_bytes())?)?;
        self.probe_capabilities()
    }

    fn probe_capabilities(&self) -> Result<FsCapabilities, PublishError> {
        let [probe, other, linked] =
            [PROBE, OTHER_PROBE, LINKED_PROBE].map(|name| self.own_file(name));
        self.write_own_file(PROBE, b"")?;
        self.write_own_file(OTHER_PROBE, b"")?;
        let exchange = match self.fs.exchange(&probe, &other) {
            Ok(()) => self.fs.hard_link(&probe, &linked).is_ok(),
            Err(error) if is_unsupported(&error) => false,
            Err(error) => return Err(PublishError::Io(self.folder.clone(), error)),
        };
        let stands = |name: String| {
            Ok::<bool, PublishError>(
                with_path(&self.folder, self.fs.stat(&self.own_file(&name)))? != PathState::Missing,
            )
        };
        let names = if stands(PROBE.to_uppercase())? {
            NameEquality::IgnoreCase
        } else if stands(PROBE.replace('\u{e9}', "e\u{301}"))? {
            NameEquality::IgnoreNormalization
        } else {
            NameEquality::Exact
        };
        let PathState::File { mode, .. } = with_path(&probe, self.fs.stat(&probe))? else {
            return Err(PublishError::Io(probe, std::io::ErrorKind::NotFound.into()));
        };
        Ok(FsCapabilities { exchange, name_equality: names, file_mode: mode })
    }

    /// The place of a file that belongs to the folder itself.
    pub(super) fn own_file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file that belongs to the folder itself.
    pub(super) fn write_own_file(&self, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let file = self.own_file(name);
        with_path(&file, self.fs.write(&file, bytes))
    }

    /// The place of a path of the site in a part of the folder.
    pub(super) fn path_in(&self, part: StagingArea, path: &str) -> PathBuf {
        self.folder.join(part.name()).join(path)
    }

    /// Writes a file of the new site.
    pub(super) fn write_new(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let file = self.path_in(StagingArea::New, path);
        if let (true, Some(folder)) = (path.ends_with("/index.html"), file.parent()) {
            // A page has a folder of its own, which nothing has made before.
            with_path(folder, self.fs.create_dir_all(folder))?;
        }
        self.with_parent(&file, |file| self.fs.write(file, bytes))
    }

    /// Gives a file of the output, or of the new site, a second name in a part of the folder; a
    /// copy where it cannot have one.
    pub(super) fn link_into(
        &self,
        from: &Path,
        part: StagingArea,
        path: &str,
    ) -> Result<(), PublishError> {
        self.with_parent(&self.path_in(part, path), |file| match self.fs.hard_link(from, file) {
            // It has been linked by an attempt before this one. Nothing may be written there: it
            // may be the file of the output.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::StorageFull
                ) =>
            {
                Err(error)
            }
            // Not every file system knows second names, and not every file may have one: one of
            // another owner, for example.
            Err(_) => self.fs.write(file, &self.fs.read(from)?),
            Ok(()) => Ok(()),
        })
    }

    /// Moves a file or folder of the new site to those that are added.
    pub(super) fn move_to_added(&self, path: &str) -> Result<(), PublishError> {
        let (from, to) =
            (self.path_in(StagingArea::New, path), self.path_in(StagingArea::Added, path));
        // An attempt before this one may have moved it.
        if with_path(&to, self.fs.stat(&to))? != PathState::Missing {
            return Ok(());
        }
        self.with_parent(&to, |to| self.fs.rename(&from, to))
    }

    /// Makes the folder that an entry of a part lies in.
    pub(super) fn create_parent(&self, part: StagingArea, path: &str) -> Result<(), PublishError> {
        let place = self.path_in(part, path);
        place.parent().map_or(Ok(()), |folder| with_path(folder, self.fs.create_dir_all(folder)))
    }

    /// Does something with a file, and makes its folder where there is none.
    fn with_parent(
        &self,
        file: &Path,
        act: impl Fn(&Path) -> std::io::Result<()>,
    ) -> Result<(), PublishError> {
        match (act(file), file.parent()) {
            (Err(error), Some(folder)) if error.kind() == std::io::ErrorKind::NotFound => {
                with_path(folder, self.fs.create_dir_all(folder))?;
                with_path(file, act(file))
            }
            (result, _) => with_path(file, result),
        }
    }

    /// True where the folder is there.
    pub(super) fn exists(&self) -> Result<bool, PublishError> {
        Ok(with_path(&self.folder, self.fs.stat(&self.folder))? != PathState::Missing)
    }

    /// Removes the folder and what in it is ours. A file that somebody put into the output
    /// meanwhile, and that came here with a folder, is moved back.
    ///
    /// # Errors
    /// Those of the system; and where something that is not ours is left, that it is in the way.
    pub(super) fn remove(&self) -> Result<(), PublishError> {
        let in_the_way = || -> PublishError {
            TargetError {
                folder: self.output.to_owned(),
                reason: format!(
                    "{} holds files that this program did not write",
                    self.folder.display()
                ),
                help: "move that folder away".to_owned(),
            }
            .into()
        };
        match with_path(&self.folder, self.fs.stat(&self.folder))? {
            PathState::Missing => return Ok(()),
            PathState::Folder => {}
            _ => return Err(in_the_way()),
        }
        let own = [JOURNAL, UNFINISHED_JOURNAL, MANIFEST, PROBE, OTHER_PROBE, LINKED_PROBE, PATHS];
        let paths = match with_path(&self.folder, Manifest::read(&self.own_file(PATHS), self.fs))? {
            Some(paths) => paths,
            // A build was stopped before it had written the paths: then nothing else has been
            // written.
            None if with_path(&self.folder, self.fs.read_dir(&self.folder))?
                .iter()
                .all(|(name, _)| *name == *OsStr::new(PATHS)) =>
            {
                Manifest::default()
            }
            None => return Err(in_the_way()),
        };
        let mut all = true;
        for part in StagingArea::ALL {
            let folder = self.folder.join(part.name());
            if with_path(&folder, self.fs.stat(&folder))? == PathState::Folder {
                all &= self.remove_area(&folder, "", &paths)?;
            }
        }
        if !all {
            return Err(in_the_way());
        }
        for (name, _) in with_path(&self.folder, self.fs.read_dir(&self.folder))? {
            if !own.iter().any(|own| *name == *OsStr::new(own)) {
                return Err(in_the_way());
            }
        }
        // The paths go last, so that what is left after a stop is known for ours.
        for name in own {
            let file = self.own_file(name);
            if with_path(&file, self.fs.stat(&file))? != PathState::Missing {
                with_path(&file, self.fs.remove_file(&file))?;
            }
        }
        with_path(&self.folder, self.fs.remove_dir(&self.folder))
    }

    /// Removes a folder of a part, whose path in the site is `path`; false where something is left
    /// of it.
    fn remove_area(
        &self,
        folder: &Path,
        path: &str,
        paths: &Manifest,
    ) -> Result<bool, PublishError> {
        let mut all = true;
        for (name, kind) in with_path(folder, self.fs.read_dir(folder))? {
            let file = folder.join(&name);
            let inner = name.to_str().map(|name| {
                if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
            });
            match (kind, inner) {
                (EntryKind::Folder, Some(inner)) => {
                    all &= self.remove_area(&file, &inner, paths)?
                }
                (EntryKind::File, Some(inner)) if paths.files.contains_key(&inner) => {
                    with_path(&file, self.fs.remove_file(&file))?
                }
                _ => all &= self.return_to_output(&file, &self.output.join(path).join(&name))?,
            }
        }
        if all {
            with_path(folder, self.fs.remove_dir(folder))?;
        }
        Ok(all)
    }

    /// Moves what is not ours to its place in the output; false where something stands there.
    fn return_to_output(&self, from: &Path, to: &Path) -> Result<bool, PublishError> {
        if with_path(to, self.fs.stat(to))? != PathState::Missing {
            return Ok(false);
        }
        self.with_parent(to, |to| self.fs.rename(from, to))?;
        Ok(true)
    }
}

/// True for the error of a file system that cannot exchange two entries, or not these two: those of
/// a lower layer, or one that is a mount.
pub(super) fn is_unsupported(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput | CrossesDevices | ResourceBusy)
}
