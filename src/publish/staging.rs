//! The staging folder, in which a site is assembled before it is published. It is inside the output,
//! so that its files can be moved to their places, and only its owner can enter it. It records which
//! of its files are ours, so that an interrupted build can be cleaned up.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::{PublishError, TargetError, is_unsupported};
use super::file_system::{EntryKind, FileSystem, PathState, at_path};
use super::manifest::Manifest;
use super::target::Target;
use crate::text::{nfc, nfc_lowercase};

/// The name of the folder in the output.
pub(super) const FOLDER_NAME: &str = ".backgrounder";

/// The manifest of the new site.
pub(super) const MANIFEST: &str = "record.json";
pub(super) const JOURNAL: &str = "journal.json";
/// The journal until it is complete.
pub(super) const UNFINISHED_JOURNAL: &str = "journal.json.new";
/// A manifest of all paths that the folder may contain: those of the old and of the new site.
const PATHS: &str = "paths.json";
/// Files that are used to find out what the file system supports.
const PROBE: &str = "probe-\u{e9}";
const OTHER_PROBE: &str = "probe-2";
const LINKED_PROBE: &str = "probe-3";
/// `PATHS` is the last to be removed, so that the rest remains recognisable after an interruption.
const OWN_FILES: [&str; 7] =
    [JOURNAL, UNFINISHED_JOURNAL, MANIFEST, PROBE, OTHER_PROBE, LINKED_PROBE, PATHS];

/// The parts of the folder. The names of the variants are part of the journal file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StagingArea {
    /// Rendered files, and all files of folders that will be exchanged. After an exchange, the old
    /// version.
    New,
    /// What will be added to folders before they are exchanged.
    Added,
    /// Replaced and removed files.
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

/// What the file system of the output supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FsCapabilities {
    /// Files and folders can be exchanged atomically, and files can have hard links.
    pub(super) exchange: bool,
    pub(super) name_equality: NameEquality,
    /// The permission bits of a new file.
    pub(super) file_mode: u32,
}

/// Which names a file system considers equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameEquality {
    Exact,
    /// Names that differ only in their Unicode normalization form.
    IgnoreNormalization,
    /// Names that differ only in case or normalization form.
    IgnoreCase,
}

impl NameEquality {
    /// Equal for paths that are equal to the file system.
    pub(super) fn key(self, path: &str) -> String {
        match self {
            NameEquality::Exact => path.to_owned(),
            NameEquality::IgnoreNormalization => nfc(path).into_owned(),
            NameEquality::IgnoreCase => nfc_lowercase(path),
        }
    }
}

pub(super) struct StagingFolder<'a> {
    folder: PathBuf,
    target: &'a Target,
    fs: &'a dyn FileSystem,
}

impl<'a> StagingFolder<'a> {
    /// The staging folder of an output. It need not exist.
    pub(super) fn new(target: &'a Target, fs: &'a dyn FileSystem) -> Self {
        StagingFolder { folder: target.folder().join(FOLDER_NAME), target, fs }
    }

    pub(super) fn target(&self) -> &'a Target {
        self.target
    }

    pub(super) fn fs(&self) -> &'a dyn FileSystem {
        self.fs
    }

    /// Creates the folder, records the paths that it may contain, and finds out what the file
    /// system supports.
    pub(super) fn create(&self, paths: impl Iterator<Item = String>) -> io::Result<FsCapabilities> {
        self.fs.create_private_dir(&self.folder)?;
        let paths = Manifest::new(None, paths.map(|path| (path, None)).collect());
        self.write_own_json(PATHS, &paths)?;
        self.probe_capabilities()
    }

    fn probe_capabilities(&self) -> io::Result<FsCapabilities> {
        let [probe, other, linked] =
            [PROBE, OTHER_PROBE, LINKED_PROBE].map(|name| self.own_file(name));
        self.fs.write(&probe, b"")?;
        self.fs.write(&other, b"")?;
        let exchange = match self.fs.exchange(&probe, &other) {
            Ok(()) => self.fs.hard_link(&probe, &linked).is_ok(),
            Err(error) if is_unsupported(&error) => false,
            Err(error) => return Err(error),
        };
        let name_equality = if self.fs.exists(&self.own_file(&PROBE.to_uppercase()))? {
            NameEquality::IgnoreCase
        } else if self.fs.exists(&self.own_file(&PROBE.replace('\u{e9}', "e\u{301}")))? {
            NameEquality::IgnoreNormalization
        } else {
            NameEquality::Exact
        };
        let PathState::File { mode: file_mode, .. } = self.fs.stat(&probe)? else {
            return Err(at_path(&probe, io::ErrorKind::NotFound.into()));
        };
        Ok(FsCapabilities { exchange, name_equality, file_mode })
    }

    /// The path of a file of the staging folder itself.
    pub(super) fn own_file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn write_own_json(&self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.fs.write(&self.own_file(name), &serde_json::to_vec(value)?)
    }

    /// The place of a path of the site in an area.
    pub(super) fn path_in(&self, area: StagingArea, path: &str) -> PathBuf {
        self.folder.join(area.name()).join(path)
    }

    /// Writes a file of the new site.
    pub(super) fn write_new(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.path_in(StagingArea::New, path);
        if let (true, Some(folder)) = (path.ends_with("/index.html"), file.parent()) {
            // Most pages have a folder of their own, so it does not exist yet.
            self.fs.create_dir_all(folder)?;
        }
        self.with_parent(&file, |file| self.fs.write(file, bytes))
    }

    /// Links a file of the output or of the new site into an area; copies it if that is impossible.
    pub(super) fn link_into(&self, from: &Path, area: StagingArea, path: &str) -> io::Result<()> {
        use io::ErrorKind::{AlreadyExists, NotFound, StorageFull};
        self.with_parent(&self.path_in(area, path), |file| match self.fs.hard_link(from, file) {
            // Linked by a previous attempt. It must not be written: it may be the published file.
            Err(error) if error.kind() == AlreadyExists => Ok(()),
            Err(error) if matches!(error.kind(), NotFound | StorageFull) => Err(error),
            // Some file systems have no hard links, and some files may not be linked, such as those
            // of another owner.
            Err(_) => self.fs.write(file, &self.fs.read(from)?),
            Ok(()) => Ok(()),
        })
    }

    /// Creates the parent folder of a path in an area.
    pub(super) fn create_parent(&self, area: StagingArea, path: &str) -> io::Result<()> {
        self.path_in(area, path).parent().map_or(Ok(()), |folder| self.fs.create_dir_all(folder))
    }

    /// Runs `act`; if the parent folder of the file is missing, creates it and runs `act` again.
    fn with_parent(&self, file: &Path, act: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
        match (act(file), file.parent()) {
            (Err(error), Some(folder)) if error.kind() == io::ErrorKind::NotFound => {
                self.fs.create_dir_all(folder)?;
                act(file)
            }
            (result, _) => result,
        }
    }

    pub(super) fn exists(&self) -> io::Result<bool> {
        self.fs.exists(&self.folder)
    }

    /// Removes the folder and our files in it. A foreign file that came here with an exchanged
    /// folder is moved back to the output.
    ///
    /// # Errors
    /// Those of the system, and a [`TargetError`] if foreign files are left.
    pub(super) fn remove(&self) -> Result<(), PublishError> {
        let foreign_files = || -> PublishError {
            let folder = self.folder.display();
            let reason = format!("{folder} contains files that this program did not write");
            TargetError::new(self.target.folder(), reason, "move that folder somewhere else").into()
        };
        match self.fs.stat(&self.folder)? {
            PathState::Missing => return Ok(()),
            PathState::Folder => {}
            _ => return Err(foreign_files()),
        }
        let paths = match Manifest::read(&self.own_file(PATHS), self.fs)? {
            Some(paths) => paths,
            // The build was interrupted before the paths, and so anything else, had been written.
            None if self
                .fs
                .read_dir(&self.folder)?
                .iter()
                .all(|(name, _)| *name == *OsStr::new(PATHS)) =>
            {
                Manifest::default()
            }
            None => return Err(foreign_files()),
        };
        let mut is_empty = true;
        for area in StagingArea::ALL {
            let folder = self.folder.join(area.name());
            if self.fs.stat(&folder)? == PathState::Folder {
                is_empty &= self.remove_area(&folder, "", &paths)?;
            }
        }
        let is_own = |name: &OsStr| OWN_FILES.iter().any(|own| *name == *OsStr::new(own));
        if !is_empty || !self.fs.read_dir(&self.folder)?.iter().all(|(name, _)| is_own(name)) {
            return Err(foreign_files());
        }
        for file in OWN_FILES.map(|name| self.own_file(name)) {
            if self.fs.exists(&file)? {
                self.fs.remove_file(&file)?;
            }
        }
        Ok(self.fs.remove_dir(&self.folder)?)
    }

    /// Removes a folder of an area; `path` is its path in the site. False if something is left.
    fn remove_area(&self, folder: &Path, path: &str, paths: &Manifest) -> io::Result<bool> {
        let mut is_empty = true;
        for (name, kind) in self.fs.read_dir(folder)? {
            let file = folder.join(&name);
            let inner = name.to_str().map(|name| join_path(path, name));
            match (kind, inner) {
                (EntryKind::Folder, Some(inner)) => {
                    is_empty &= self.remove_area(&file, &inner, paths)?;
                }
                (EntryKind::File, Some(inner)) if paths.files.contains_key(&inner) => {
                    self.fs.remove_file(&file)?;
                }
                _ => {
                    let place = self.target.path_of(path).join(&name);
                    if self.fs.exists(&place)? {
                        is_empty = false;
                    } else {
                        self.with_parent(&place, |to| self.fs.rename(&file, to))?;
                    }
                }
            }
        }
        if is_empty {
            self.fs.remove_dir(folder)?;
        }
        Ok(is_empty)
    }
}

/// A path inside a folder of the site, whose top folder has the empty path.
pub(super) fn join_path(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
