//! Errors of publishing.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::diagnostics::Diagnostic;

/// Why a site was not published, or only in part.
#[derive(Debug)]
pub enum PublishError {
    /// The folder cannot be published into.
    Target(TargetError),
    /// Pages could not be rendered.
    Render(Vec<Diagnostic>),
    /// A file system call failed. The published site is unchanged.
    Io(io::Error),
    /// A file system call failed, and so did undoing the previous ones. Some pages are new and some
    /// old, each of them complete; the next build finishes.
    PartlyPublished(io::Error),
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
            PublishError::Io(error) | PublishError::PartlyPublished(error) => error.fmt(f),
        }
    }
}

impl From<TargetError> for PublishError {
    fn from(error: TargetError) -> Self {
        PublishError::Target(error)
    }
}

impl From<io::Error> for PublishError {
    fn from(error: io::Error) -> Self {
        PublishError::Io(error)
    }
}

impl PublishError {
    /// True if the file system does not support the call for these files.
    pub(super) fn is_unsupported(&self) -> bool {
        matches!(self, PublishError::Io(error) if is_unsupported(error))
    }
}

/// True for the errors of a file system that cannot exchange two entries, or not these two: entries
/// of a lower layer of an overlay, or mount points.
pub(super) fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, ResourceBusy, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput | CrossesDevices | ResourceBusy)
}
