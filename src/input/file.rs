//! A file of a site: held, or where it lies and how a changed one is known.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// Held in memory.
    Held(Arc<[u8]>),
    /// On disk, read only when it is needed.
    OnDisk {
        /// Where.
        path: PathBuf,
        /// What the file system said of it when it was seen.
        stamp: Stamp,
    },
}

/// The bytes of a file, or where they are.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Held in memory.
    Held(&'a [u8]),
    /// On disk.
    OnDisk(&'a Path),
}

/// What the file system says of a file, by which a changed one is known without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last written to, where the system says.
    pub changed: Option<SystemTime>,
    /// Which file it is, where the system numbers them: one that took the place of another has another number.
    pub number: u64,
}

impl Stamp {
    pub(super) fn of(meta: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(meta);
        #[cfg(not(unix))]
        let number = 0;
        Stamp { bytes: meta.len(), changed: meta.modified().ok(), number }
    }

    /// How long ago it was last written to; `None` where the system does not say, or says that it will be.
    pub(super) fn age(self) -> Option<Duration> {
        SystemTime::now().duration_since(self.changed?).ok()
    }
}

impl Asset {
    /// Its bytes, or where they are.
    pub(super) fn content(&self) -> Content<'_> {
        match self {
            Asset::Held(bytes) => Content::Held(bytes),
            Asset::OnDisk { path, .. } => Content::OnDisk(path),
        }
    }

    /// The content of the file.
    ///
    /// # Errors
    /// Those of reading it, for a file on disk.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Asset::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            Asset::OnDisk { path, .. } => fs::read(path).map(Cow::Owned),
        }
    }

    /// A file on disk, opened, with its stamp at this moment.
    ///
    /// # Errors
    /// Those of opening it; also where there is no file at its place any more, but a folder, pipe or device.
    pub fn open(path: &Path) -> io::Result<(fs::File, Stamp)> {
        // Looked at before it is opened: opening a pipe would wait for somebody to write into it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = fs::File::open(path)?;
        let stamp = Stamp::of(&file.metadata()?);
        Ok((file, stamp))
    }
}
