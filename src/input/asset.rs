//! Files of a site: in memory, or on disk with a stamp that changes when they do.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::text::SourcePath;

/// The minimum age of a file's last change for its stamp to identify its content. It exceeds the
/// coarsest clock of a file system (FAT: two seconds), because a file may be written twice within
/// one tick.
const STAMP_RELIABLE_AFTER: Duration = Duration::from_millis(2_500);

/// Extensions of the files that may be placed beside pages.
pub(super) const MEDIA_EXTENSIONS: [&str; 20] = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "mp4", "webm", "ogv", "mp3", "ogg", "oga", "m4a",
    "wav", "flac", "pdf", "csv", "svg", "vtt", "txt",
];

/// True for a file that may be placed beside pages.
pub fn is_media(path: &SourcePath) -> bool {
    MEDIA_EXTENSIONS.contains(&&*path.extension().to_ascii_lowercase())
}

/// True for a picture, video, recording or document, which cannot be empty. Files in `static/` are
/// such files too.
pub(super) fn needs_content(path: &SourcePath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    let is_published = ["content", "static"].iter().any(|top| path.strip_prefix(top).is_some());
    is_published && is_media(path) && !matches!(&*extension, "csv" | "vtt" | "txt")
}

/// A file that is published unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// In memory.
    InMemory(Arc<[u8]>),
    /// On disk, read when needed.
    OnDisk {
        /// The absolute path, or relative to the working directory.
        path: PathBuf,
        /// The stamp when the file was scanned.
        stamp: FileStamp,
    },
}

/// The bytes of a file, or where to read them.
#[derive(Clone, Copy, Debug)]
pub enum FileContent<'a> {
    InMemory(&'a [u8]),
    OnDisk(&'a Path),
}

/// Identifies a version of a file without reading it: a hash of size, modification time, ctime and
/// inode, as far as the system has them. The last two detect an edit that keeps size and time, as
/// `cp -p` and `rsync -t` make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp(u64);

impl fmt::LowerHex for FileStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerHex::fmt(&self.0, f)
    }
}

/// Metadata of a file.
#[derive(Debug)]
pub(super) struct FileStatus {
    /// In bytes.
    pub(super) size: u64,
    /// Programs can set this time.
    modified: Option<SystemTime>,
    /// ctime: the last change of content, name or permissions. Programs cannot set it.
    changed: Option<SystemTime>,
    inode: u64,
}

impl FileStatus {
    pub(super) fn from_metadata(meta: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let since_epoch = u64::try_from(meta.ctime())
                .map(|seconds| Duration::new(seconds, meta.ctime_nsec() as u32));
            let changed =
                since_epoch.ok().and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
            (changed, meta.ino())
        };
        #[cfg(not(unix))]
        let (changed, inode) = (None, 0);
        FileStatus { size: meta.len(), modified: meta.modified().ok(), changed, inode }
    }

    pub(super) fn stamp(&self) -> FileStamp {
        let mut hasher = DefaultHasher::new();
        (self.size, self.modified, self.changed, self.inode).hash(&mut hasher);
        FileStamp(hasher.finish())
    }

    /// True if the stamp identifies the content.
    pub(super) fn is_settled(&self) -> bool {
        let since = self.modified.max(self.changed).and_then(|changed| changed.elapsed().ok());
        since.is_some_and(|age| age > STAMP_RELIABLE_AFTER)
    }

    /// `None` if unknown or in the future.
    pub(super) fn time_since_write(&self) -> Option<Duration> {
        self.modified?.elapsed().ok()
    }
}

/// A file opened for reading.
#[derive(Debug)]
pub struct OpenedFile {
    pub file: fs::File,
    /// In bytes.
    pub size: u64,
    pub stamp: FileStamp,
}

impl Asset {
    pub(super) fn content(&self) -> FileContent<'_> {
        match self {
            Asset::InMemory(bytes) => FileContent::InMemory(bytes),
            Asset::OnDisk { path, .. } => FileContent::OnDisk(path),
        }
    }

    /// Reads the content.
    ///
    /// # Errors
    /// If the file on disk cannot be read.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Asset::InMemory(bytes) => Ok(Cow::Borrowed(bytes)),
            Asset::OnDisk { path, .. } => fs::read(path).map(Cow::Owned),
        }
    }

    /// True if a file on disk still has its stamp, and was last changed so long ago that the stamp
    /// identifies its content.
    pub fn is_settled(&self) -> bool {
        let Asset::OnDisk { path, stamp } = self else { return false };
        fs::metadata(path).is_ok_and(|meta| {
            let status = FileStatus::from_metadata(&meta);
            status.stamp() == *stamp && status.is_settled()
        })
    }

    /// Opens a file on disk.
    ///
    /// # Errors
    /// If it cannot be opened, or is a folder, pipe or device by now.
    pub fn open(path: &Path) -> io::Result<OpenedFile> {
        // Checked before opening, because opening a pipe blocks until somebody writes to it.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = fs::File::open(path)?;
        let status = FileStatus::from_metadata(&file.metadata()?);
        Ok(OpenedFile { file, size: status.size, stamp: status.stamp() })
    }
}
