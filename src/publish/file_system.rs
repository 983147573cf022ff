//! The file system, as far as publishing needs it. A trait, so that tests can make any call fail.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What stands at a path. Symbolic links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathState {
    /// A file.
    File {
        /// In bytes.
        size: u64,
        /// When its content was last changed, where the system says so.
        modified: Option<SystemTime>,
        /// Permission bits (`0o7777`); 0 where the system has none.
        mode: u32,
    },
    /// A folder.
    Folder,
    /// A symbolic link, pipe, socket or device.
    Other,
    /// Nothing.
    Missing,
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, pipe, socket or device.
    Other,
}

/// Holds a lock until it is dropped.
#[derive(Debug)]
pub struct FolderLock(#[allow(dead_code, reason = "held for its drop")] Option<File>);

/// The file system.
pub trait FileSystem: Sync {
    /// Makes a folder and those above it, waits until no other build publishes into it, and keeps
    /// others waiting.
    ///
    /// # Errors
    /// Those of the system; so for all methods.
    fn lock(&self, folder: &Path) -> io::Result<FolderLock>;
    /// What stands at a path.
    fn stat(&self, path: &Path) -> io::Result<PathState>;
    /// What tells a file or folder from every other on its file system (the inode); `None` where
    /// the system has no such number, or nothing stands at the path.
    fn inode(&self, path: &Path) -> io::Result<Option<u64>>;
    /// The names in a folder, in order.
    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>>;
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Writes a file.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Makes a folder and those above it. A folder that is there already is no error.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder that its owner alone may enter (mode 0700). A folder that is there already is
    /// no error.
    fn create_private_dir(&self, path: &Path) -> io::Result<()>;
    /// Gives a file a second name (a hard link).
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file or folder. A file that is there is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two files or folders in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file, or a symbolic link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
}

/// The file system of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFileSystem;

impl FileSystem for RealFileSystem {
    fn lock(&self, folder: &Path) -> io::Result<FolderLock> {
        loop {
            fs::create_dir_all(folder)?;
            // A folder can be locked where it can be opened as a file. Elsewhere it is up to the
            // author not to build twice at once.
            let file = match File::open(folder) {
                Ok(file) => file,
                Err(_) if cfg!(windows) => return Ok(FolderLock(None)),
                Err(error) => return Err(error),
            };
            match file.lock() {
                // The folder can have been removed, and made anew, while this build waited for the
                // one before.
                Ok(())
                    if inode(&file.metadata()?)
                        == fs::symlink_metadata(folder).ok().as_ref().and_then(inode) =>
                {
                    return Ok(FolderLock(Some(file)));
                }
                Ok(()) => {}
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
                mode: mode(&meta),
            },
            Some(meta) if meta.is_dir() => PathState::Folder,
            Some(_) => PathState::Other,
            None => PathState::Missing,
        })
    }

    fn inode(&self, path: &Path) -> io::Result<Option<u64>> {
        Ok(metadata(path)?.as_ref().and_then(inode))
    }

    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            let kind = entry.file_type()?;
            let kind = if kind.is_dir() {
                EntryKind::Folder
            } else if kind.is_file() {
                EntryKind::File
            } else {
                EntryKind::Other
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
        match private_folder(path) {
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

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// What the system says of a path; `None` where nothing is.
fn metadata(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(meta) => Ok(Some(meta)),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    Some(meta.ino())
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> Option<u64> {
    None
}

#[cfg(unix)]
fn mode(meta: &fs::Metadata) -> u32 {
    use std::os::unix::fs::MetadataExt;
    meta.mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u32 {
    0
}

/// The permission bits that a new file gets by the mask of this process; `None` where the system
/// has none. A folder can have rules of its own, which this does not know.
#[cfg(unix)]
#[allow(clippy::useless_conversion, reason = "the bits are narrower on some systems")]
pub(super) fn mode_of_new_files() -> Option<u32> {
    use rustix::fs::Mode;
    // The mask can only be read by setting it, so it is set to the strictest there is meanwhile.
    let mask = rustix::process::umask(Mode::RWXG | Mode::RWXO);
    rustix::process::umask(mask);
    Some(0o666 & !u32::from(mask.bits()))
}

#[cfg(not(unix))]
pub(super) fn mode_of_new_files() -> Option<u32> {
    None
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
