//! File systems for tests: one whose calls can be made to fail, and one to which names that differ
//! only in case or normal form are the same name.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backgrounder::publish::{EntryKind, FileSystem, FolderLock, PathState, RealFileSystem};
use unicode_normalization::UnicodeNormalization;

/// A call of the file system.
pub struct Call<'a> {
    pub name: &'static str,
    pub path: &'a Path,
    /// The second path of a call that has two.
    pub other: Option<&'a Path>,
    /// How many bytes it writes.
    pub bytes: usize,
}

/// What becomes of a call.
pub enum Outcome {
    Done,
    /// It fails and does nothing.
    Fails(io::ErrorKind),
    /// It writes so many bytes, and fails.
    Torn(usize),
}

/// The real file system, but each call is decided by a function.
pub struct Hooked<'a>(pub &'a (dyn Fn(&Call<'_>) -> Outcome + Sync));

impl Hooked<'_> {
    fn call<T>(
        &self,
        name: &'static str,
        path: &Path,
        other: Option<&Path>,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        match (self.0)(&Call { name, path, other, bytes: 0 }) {
            Outcome::Done => act(),
            Outcome::Fails(kind) => Err(kind.into()),
            Outcome::Torn(_) => Err(io::ErrorKind::StorageFull.into()),
        }
    }
}

impl FileSystem for Hooked<'_> {
    fn lock(&self, folder: &Path) -> io::Result<FolderLock> {
        self.call("lock", folder, None, || RealFileSystem.lock(folder))
    }
    fn stat(&self, path: &Path) -> io::Result<PathState> {
        self.call("look", path, None, || RealFileSystem.stat(path))
    }
    fn inode(&self, path: &Path) -> io::Result<Option<u64>> {
        self.call("identity", path, None, || RealFileSystem.inode(path))
    }
    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        self.call("list", folder, None, || RealFileSystem.read_dir(folder))
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call("read", path, None, || RealFileSystem.read(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match (self.0)(&Call { name: "write", path, other: None, bytes: bytes.len() }) {
            Outcome::Done => RealFileSystem.write(path, bytes),
            Outcome::Fails(kind) => Err(kind.into()),
            Outcome::Torn(count) => RealFileSystem
                .write(path, &bytes[..count])
                .and(Err(io::ErrorKind::StorageFull.into())),
        }
    }
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.call("make_folder", path, None, || RealFileSystem.create_dir_all(path))
    }
    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        self.call("make_private_folder", path, None, || RealFileSystem.create_private_dir(path))
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("link", from, Some(to), || RealFileSystem.hard_link(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename", from, Some(to), || RealFileSystem.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call("exchange", one, Some(other), || RealFileSystem.exchange(one, other))
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.call("remove_file", path, None, || RealFileSystem.remove_file(path))
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.call("remove_empty_folder", path, None, || RealFileSystem.remove_dir(path))
    }
}

/// A file system that compares names without case and normal form, and keeps the spelling in which
/// a file was made. As on vfat, moving a file over another keeps the spelling of the other.
pub struct AnyCase {
    root: PathBuf,
    /// The spelling of each path, by its key on the real disk.
    spelled: Mutex<BTreeMap<PathBuf, OsString>>,
    pub can_exchange: bool,
}

impl AnyCase {
    pub fn new(root: PathBuf, can_exchange: bool) -> Self {
        AnyCase { root, spelled: Mutex::default(), can_exchange }
    }

    /// The path on the real disk.
    fn real(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(&self.root) {
            Ok(below) => self.root.join(
                below
                    .to_str()
                    .expect("text")
                    .nfc()
                    .collect::<String>()
                    .to_lowercase()
                    .nfc()
                    .collect::<String>(),
            ),
            Err(_) => path.to_owned(),
        }
    }

    /// The path on the real disk of a file that may be new.
    fn made(&self, path: &Path) -> PathBuf {
        let real = self.real(path);
        if let Some(name) = path.file_name()
            && !real.exists()
        {
            self.spelled.lock().unwrap().insert(real.clone(), name.to_owned());
        }
        real
    }

    /// What lies in a folder goes with it.
    fn moved(&self, pairs: &[(&Path, &Path)]) {
        let mut spelled = self.spelled.lock().unwrap();
        let before = spelled.clone();
        for (from, to) in pairs {
            for (path, name) in &before {
                if let Ok(below) = path.strip_prefix(from)
                    && !below.as_os_str().is_empty()
                {
                    spelled.insert(to.join(below), name.clone());
                }
            }
        }
    }
}

impl FileSystem for AnyCase {
    fn lock(&self, folder: &Path) -> io::Result<FolderLock> {
        RealFileSystem.lock(folder)
    }
    fn stat(&self, path: &Path) -> io::Result<PathState> {
        RealFileSystem.stat(&self.real(path))
    }
    fn inode(&self, path: &Path) -> io::Result<Option<u64>> {
        RealFileSystem.inode(&self.real(path))
    }
    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        let real = self.real(folder);
        let spelled = self.spelled.lock().unwrap();
        let names = RealFileSystem.read_dir(&real)?.into_iter();
        Ok(names
            .map(|(name, kind)| (spelled.get(&real.join(&name)).cloned().unwrap_or(name), kind))
            .collect())
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealFileSystem.read(&self.real(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealFileSystem.write(&self.made(path), bytes)
    }
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        for above in path.ancestors().filter(|above| above.starts_with(&self.root)) {
            self.made(above);
        }
        RealFileSystem.create_dir_all(&self.real(path))
    }
    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.create_private_dir(&self.made(path))
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let from = self.real(from);
        RealFileSystem.hard_link(&from, &self.made(to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (old, new) = (self.real(from), self.made(to));
        self.moved(&[(&old, &new)]);
        RealFileSystem.rename(&old, &new)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.can_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let (one, other) = (self.real(one), self.real(other));
        self.moved(&[(&one, &other), (&other, &one)]);
        RealFileSystem.exchange(&one, &other)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.remove_file(&self.real(path))
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.remove_dir(&self.real(path))
    }
}
