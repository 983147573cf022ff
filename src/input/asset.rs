//! A file of a site: held, or where it lies and how a changed one is known.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// Held in memory.
    InMemory(Arc<[u8]>),
    /// On disk, read only when it is needed.
    OnDisk {
        /// Where.
        path: PathBuf,
        /// What the file system said of it when it was seen.
        stamp: FileStamp,
    },
}

/// The bytes of a file, or where they are.
#[derive(Clone, Copy, Debug)]
pub enum FileContent<'a> {
    /// Held in memory.
    InMemory(&'a [u8]),
    /// On disk.
    OnDisk(&'a Path),
}

/// By what a changed file is known without reading it: a hash of its size, the time it was last
/// written to, the time it was last changed in any way, and its inode, as far as the system has
/// them. The last two tell of an edit that keeps size and time, as `cp -p` and `rsync -t` make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp(NonZeroU64);

impl fmt::LowerHex for FileStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerHex::fmt(&self.0, f)
    }
}

/// What the file system says of a file at one look.
#[derive(Debug)]
pub(super) struct FileStatus {
    /// Its size in bytes.
    pub(super) size: u64,
    /// When it was last written to. Programs may set this time.
    modified: Option<SystemTime>,
    /// When its content, name or rights last changed (ctime), where the system says. No program can
    /// set this time.
    changed: Option<SystemTime>,
    /// Which file it is, where the system numbers them.
    inode: u64,
}

impl FileStatus {
    pub(super) fn from_metadata(meta: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let (seconds, nanos) = (u64::try_from(meta.ctime()), u32::try_from(meta.ctime_nsec()));
            let since_epoch =
                seconds.ok().zip(nanos.ok()).map(|(seconds, nanos)| Duration::new(seconds, nanos));
            (since_epoch.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since)), meta.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (None, 0);
        FileStatus { size: meta.len(), modified: meta.modified().ok(), changed, inode }
    }

    pub(super) fn stamp(&self) -> FileStamp {
        let mut hasher = DefaultHasher::new();
        (self.size, self.modified, self.changed, self.inode).hash(&mut hasher);
        FileStamp(NonZeroU64::new(hasher.finish()).unwrap_or(NonZeroU64::MIN))
    }

    /// How long ago it was last written to; `None` where the system does not say, or says that it
    /// will be.
    pub(super) fn time_since_write(&self) -> Option<Duration> {
        SystemTime::now().duration_since(self.modified?).ok()
    }

    /// How long ago anything of it last changed; `None` as above.
    pub(super) fn time_since_change(&self) -> Option<Duration> {
        SystemTime::now().duration_since(self.modified.max(self.changed)?).ok()
    }
}

/// A file that has been opened, as it was then.
#[derive(Debug)]
pub struct OpenedFile {
    /// To read from.
    pub file: fs::File,
    /// Its size in bytes.
    pub size: u64,
    /// Tells it from another version of it.
    pub stamp: FileStamp,
}

impl Asset {
    /// Its bytes, or where they are.
    pub(super) fn content(&self) -> FileContent<'_> {
        match self {
            Asset::InMemory(bytes) => FileContent::InMemory(bytes),
            Asset::OnDisk { path, .. } => FileContent::OnDisk(path),
        }
    }

    /// The content of the file.
    ///
    /// # Errors
    /// Those of reading it, for a file on disk.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Asset::InMemory(bytes) => Ok(Cow::Borrowed(bytes)),
            Asset::OnDisk { path, .. } => fs::read(path).map(Cow::Owned),
        }
    }

    /// A file on disk, opened.
    ///
    /// # Errors
    /// Those of opening it; also where there is no file at its place any more, but a folder, pipe
    /// or device.
    pub fn open(path: &Path) -> io::Result<OpenedFile> {
        // Looked at before it is opened: opening a pipe would wait for somebody to write into it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = fs::File::open(path)?;
        let status = FileStatus::from_metadata(&file.metadata()?);
        Ok(OpenedFile { file, size: status.size, stamp: status.stamp() })
    }
}
