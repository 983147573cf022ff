//! Errors of publishing, and file system calls that add the path to an error.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fmt, io};

use super::file_system::{EntryKind, FileSystem, PathState};
use crate::diagnostics::Diagnostic;

/// Why a site was not published, or only in part.
#[derive(Debug)]
pub enum PublishError {
    /// The folder cannot be published into.
    Target(TargetError),
    /// Pages could not be rendered.
    Render(Vec<Diagnostic>),
    /// A file system call failed. The published site is unchanged.
    Io(PathBuf, io::Error),
    /// A file system call failed, and so did undoing the previous ones. Some pages are new and some
    /// old, each of them complete; the next build finishes.
    PartlyPublished(PathBuf, io::Error),
}

/// Why a folder cannot be published into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    /// The folder, as given.
    pub folder: PathBuf,
    /// What is wrong with it.
    pub reason: String,
    /// What to do.
    pub help: String,
}

impl TargetError {
    pub(super) fn new(folder: &Path, reason: impl Into<String>, help: impl Into<String>) -> Self {
        TargetError { folder: folder.to_owned(), reason: reason.into(), help: help.into() }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the site cannot be published to {}: {}", self.folder.display(), self.reason)
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::Target(error) => error.fmt(f),
            PublishError::Render(problems) => {
                write!(f, "{} pages could not be rendered", problems.len())
            }
            PublishError::Io(path, error) | PublishError::PartlyPublished(path, error) => {
                write!(f, "{}: {error}", path.display())
            }
        }
    }
}

impl From<TargetError> for PublishError {
    fn from(error: TargetError) -> Self {
        PublishError::Target(error)
    }
}

impl PublishError {
    /// True if the file system does not support the call for these files.
    pub(super) fn is_unsupported(&self) -> bool {
        matches!(self, PublishError::Io(_, error) if is_unsupported(error))
    }
}

/// True for the errors of a file system that cannot exchange two entries, or not these two: entries
/// of a lower layer of an overlay, or mount points.
pub(super) fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput | CrossesDevices | ResourceBusy)
}

pub(super) fn with_path<T>(path: &Path, result: io::Result<T>) -> Result<T, PublishError> {
    result.map_err(|error| PublishError::Io(path.to_owned(), error))
}

/// JSON of a value that is to be written to `path`.
pub(super) fn to_json(path: &Path, value: &impl serde::Serialize) -> Result<Vec<u8>, PublishError> {
    with_path(path, serde_json::to_vec(value).map_err(io::Error::other))
}

/// File system calls whose errors name the path.
#[derive(Clone, Copy)]
pub(super) struct Fs<'a>(pub(super) &'a dyn FileSystem);

impl Fs<'_> {
    pub(super) fn stat(self, path: &Path) -> Result<PathState, PublishError> {
        with_path(path, self.0.stat(path))
    }

    pub(super) fn exists(self, path: &Path) -> Result<bool, PublishError> {
        Ok(self.stat(path)? != PathState::Missing)
    }

    pub(super) fn inode(self, path: &Path) -> Result<Option<u64>, PublishError> {
        with_path(path, self.0.inode(path))
    }

    pub(super) fn read_dir(self, path: &Path) -> Result<Vec<(OsString, EntryKind)>, PublishError> {
        with_path(path, self.0.read_dir(path))
    }

    pub(super) fn read(self, path: &Path) -> Result<Vec<u8>, PublishError> {
        with_path(path, self.0.read(path))
    }

    pub(super) fn write(self, path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
        with_path(path, self.0.write(path, bytes))
    }

    pub(super) fn create_dir_all(self, path: &Path) -> Result<(), PublishError> {
        with_path(path, self.0.create_dir_all(path))
    }

    pub(super) fn rename(self, from: &Path, to: &Path) -> Result<(), PublishError> {
        with_path(to, self.0.rename(from, to))
    }

    pub(super) fn exchange(self, one: &Path, other: &Path) -> Result<(), PublishError> {
        with_path(other, self.0.exchange(one, other))
    }

    pub(super) fn remove_file(self, path: &Path) -> Result<(), PublishError> {
        with_path(path, self.0.remove_file(path))
    }

    pub(super) fn remove_dir(self, path: &Path) -> Result<(), PublishError> {
        with_path(path, self.0.remove_dir(path))
    }
}
