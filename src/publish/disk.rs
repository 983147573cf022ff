//! The file system, as far as publishing needs it. A trait, so that tests can make any call fail.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What stands at a path; symbolic links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file.
    File {
        /// Bytes.
        size: u64,
        /// When it was last changed, where the system says so.
        changed: Option<SystemTime>,
        /// What tells it from every other file, under whatever name: device and inode, where the system has them.
        file: Option<(u64, u64)>,
    },
    /// A folder.
    Folder,
    /// A symbolic link, pipe, socket or device.
    Other,
    /// Nothing.
    Nothing,
}

/// Holds a lock until it is dropped.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "held for its drop")] Option<File>);

/// The file system.
pub trait Disk: Sync {
    /// Waits until no other build publishes below `folder`, and keeps others waiting.
    ///
    /// # Errors
    /// Those of the system; so for all methods.
    fn lock(&self, folder: &Path) -> io::Result<Lock>;
    /// What stands at a path.
    fn look(&self, path: &Path) -> io::Result<Entry>;
    /// The names in a folder, in order.
    fn list(&self, folder: &Path) -> io::Result<Vec<std::ffi::OsString>>;
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Writes a new file.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Makes a folder and those above it; good if it is there already.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file or folder; a file there is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder that is empty.
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()>;
}

/// The real one.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        fs::create_dir_all(folder)?;
        // A folder can be locked where it can be opened as a file; elsewhere two builds at once are for the user to avoid.
        match File::open(folder) {
            Ok(file) => match file.lock() {
                Ok(()) => Ok(Lock(Some(file))),
                Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Lock(None)),
                Err(error) => Err(error),
            },
            Err(_) if cfg!(windows) => Ok(Lock(None)),
            Err(error) => Err(error),
        }
    }

    fn look(&self, path: &Path) -> io::Result<Entry> {
        match fs::symlink_metadata(path) {
            Ok(meta) if meta.is_file() => Ok(Entry::File { size: meta.len(), changed: meta.modified().ok(), file: identity(&meta) }),
            Ok(meta) if meta.is_dir() => Ok(Entry::Folder),
            Ok(_) => Ok(Entry::Other),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Entry::Nothing),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
        let mut names: Vec<_> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<_>>()?;
        names.sort();
        Ok(names)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
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

    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
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
