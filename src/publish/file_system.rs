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

/// The file system. All methods return the errors of the system, and add the path.
#[allow(clippy::missing_errors_doc)]
pub trait FileSystem: Sync {
    /// Creates a folder with its parents and locks it against other builds. Waits for a build that
    /// holds the lock.
    fn lock(&self, folder: &Path) -> io::Result<FolderLock>;
    /// What is at a path.
    fn stat(&self, path: &Path) -> io::Result<PathState>;
    /// True if anything is at a path.
    fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(self.stat(path)? != PathState::Missing)
    }
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
            self.create_dir_all(folder)?;
            // Windows cannot open a folder as a file, so there it is not locked.
            let file = match File::open(folder) {
                Ok(file) => file,
                Err(_) if cfg!(windows) => return Ok(FolderLock(None)),
                Err(error) => return Err(at_path(folder, error)),
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
                Err(error) => return Err(at_path(folder, error)),
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
        let mut names = fs::read_dir(folder)
            .and_then(|entries| entries.map(entry).collect::<io::Result<Vec<_>>>())
            .map_err(|error| at_path(folder, error))?;
        names.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(names)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path).map_err(|error| at_path(path, error))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes).map_err(|error| at_path(path, error))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path).map_err(|error| at_path(path, error))
    }

    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        match os::create_private_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            result => result.map_err(|error| at_path(path, error)),
        }
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to).map_err(|error| at_path(to, error))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to).map_err(|error| at_path(to, error))
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
            .map_err(|error| at_path(other, error.into()))
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path).map_err(|error| at_path(path, error))
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path).map_err(|error| at_path(path, error))
    }
}

fn metadata(path: &Path) -> io::Result<Option<fs::Metadata>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        result => result.map(Some).map_err(|error| at_path(path, error)),
    }
}

/// Adds a path to the message of an error.
pub fn at_path(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_path_and_keep_their_kind() {
        let temporary = tempfile::tempdir().expect("a folder");
        let (fs, missing) = (RealFileSystem, temporary.path().join("folder").join("file"));
        let results = [
            fs.read_dir(&missing).map(drop),
            fs.read(&missing).map(drop),
            fs.write(&missing, b""),
            fs.create_private_dir(&missing),
            fs.hard_link(&missing, &missing),
            fs.rename(&missing, &missing),
            fs.remove_file(&missing),
            fs.remove_dir(&missing),
        ];
        for result in results {
            let error = result.expect_err("there is no such file");
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
            assert!(error.to_string().starts_with(&missing.display().to_string()), "{error}");
        }
    }
}
