//! File system access of publishing. A trait, so that tests can make any call fail.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What is at a path. Symbolic links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathState {
    /// A file.
    File {
        /// In bytes.
        size: u64,
        /// Time of the last change of its content, if the system knows it.
        modified: Option<SystemTime>,
        /// Permission bits (`0o7777`); 0 if the system has none.
        mode: u32,
    },
    /// A folder.
    Folder,
    /// A symbolic link, pipe, socket or device.
    Other,
    /// Nothing.
    Missing,
}

/// The kind of an entry in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, pipe, socket or device.
    Other,
}

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct FolderLock(#[allow(dead_code, reason = "held for its drop")] Option<File>);

/// The file system. All methods return the errors of the system.
#[allow(clippy::missing_errors_doc)]
pub trait FileSystem: Sync {
    /// Creates a folder with its parents and locks it against other builds. Waits for a build that
    /// holds the lock.
    fn lock(&self, folder: &Path) -> io::Result<FolderLock>;
    /// What is at a path.
    fn stat(&self, path: &Path) -> io::Result<PathState>;
    /// The inode number; `None` if the system has none, or nothing is at the path.
    fn inode(&self, path: &Path) -> io::Result<Option<u64>>;
    /// The entries of a folder, sorted by name.
    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>>;
    /// Reads a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Writes a file.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Creates a folder with its parents, if it does not exist.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
    /// Creates a folder that only its owner can enter (mode 0700), if it does not exist.
    fn create_private_dir(&self, path: &Path) -> io::Result<()>;
    /// Creates a hard link.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file or folder; replaces a file at `to`.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Swaps two files or folders atomically.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file or symbolic link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
}

/// The file system of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFileSystem;

impl FileSystem for RealFileSystem {
    fn lock(&self, folder: &Path) -> io::Result<FolderLock> {
        loop {
            fs::create_dir_all(folder)?;
            // Windows cannot open a folder as a file, so there it is not locked.
            let file = match File::open(folder) {
                Ok(file) => file,
                Err(_) if cfg!(windows) => return Ok(FolderLock(None)),
                Err(error) => return Err(error),
            };
            match file.lock() {
                Ok(()) => {
                    // While this build waited, the folder may have been removed and created again.
                    let current = fs::symlink_metadata(folder).ok();
                    if os::inode(&file.metadata()?) == current.as_ref().and_then(os::inode) {
                        return Ok(FolderLock(Some(file)));
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(FolderLock(None));
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn stat(&self, path: &Path) -> io::Result<PathState> {
        Ok(match metadata(path)? {
            Some(meta) if meta.is_file() => PathState::File {
                size: meta.len(),
                modified: meta.modified().ok(),
                mode: os::mode(&meta),
            },
            Some(meta) if meta.is_dir() => PathState::Folder,
            Some(_) => PathState::Other,
            None => PathState::Missing,
        })
    }

    fn inode(&self, path: &Path) -> io::Result<Option<u64>> {
        Ok(metadata(path)?.as_ref().and_then(os::inode))
    }

    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            let kind = match entry.file_type()? {
                kind if kind.is_dir() => EntryKind::Folder,
                kind if kind.is_file() => EntryKind::File,
                _ => EntryKind::Other,
            };
            Ok((entry.file_name(), kind))
        };
        let mut names: Vec<_> = fs::read_dir(folder)?.map(entry).collect::<io::Result<_>>()?;
        names.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(names)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        match os::create_private_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            result => result,
        }
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

fn metadata(path: &Path) -> io::Result<Option<fs::Metadata>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        result => result.map(Some),
    }
}

/// The permission bits of a new file according to the umask of this process; `None` if the system
/// has none. Folders with default ACLs can differ.
pub(super) fn default_file_mode() -> Option<u32> {
    os::default_file_mode()
}

#[cfg(unix)]
mod os {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    use std::path::Path;
    use std::{fs, io};

    pub(super) fn inode(meta: &fs::Metadata) -> Option<u64> {
        Some(meta.ino())
    }

    pub(super) fn mode(meta: &fs::Metadata) -> u32 {
        meta.mode() & 0o7777
    }

    pub(super) fn create_private_dir(path: &Path) -> io::Result<()> {
        fs::DirBuilder::new().mode(0o700).create(path)
    }

    #[allow(clippy::useless_conversion, reason = "the bits are narrower on some systems")]
    pub(super) fn default_file_mode() -> Option<u32> {
        use rustix::fs::Mode;
        // The umask can only be read by setting it, so it is set to the strictest one meanwhile.
        let mask = rustix::process::umask(Mode::RWXG | Mode::RWXO);
        rustix::process::umask(mask);
        Some(0o666 & !u32::from(mask.bits()))
    }
}

#[cfg(not(unix))]
mod os {
    use std::path::Path;
    use std::{fs, io};

    pub(super) fn inode(_: &fs::Metadata) -> Option<u64> {
        None
    }

    pub(super) fn mode(_: &fs::Metadata) -> u32 {
        0
    }

    pub(super) fn create_private_dir(path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    pub(super) fn default_file_mode() -> Option<u32> {
        None
    }
}
