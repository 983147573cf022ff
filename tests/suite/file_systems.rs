//! File systems for tests: one whose calls can fail on demand, and one that ignores case and Unicode
//! normal form in names.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backgrounder::publish::{
    EntryKind, FileSystem, FolderLock, PathState, RealFileSystem, at_path,
};
use unicode_normalization::UnicodeNormalization;

/// A file system call.
pub struct Call<'a> {
    pub name: &'static str,
    pub path: &'a Path,
    /// The second path, if the call has two.
    pub other: Option<&'a Path>,
    /// Bytes to write.
    pub bytes: usize,
}

/// What happens to a call.
pub enum Outcome {
    Done,
    /// Fails without effect.
    Fails(io::ErrorKind),
    /// Writes that many bytes, then fails.
    Torn(usize),
}

/// The real file system, with a function that decides the outcome of each call.
pub struct Intercept<'a>(pub &'a (dyn Fn(&Call<'_>) -> Outcome + Sync));

impl Intercept<'_> {
    fn call<T>(
        &self,
        name: &'static str,
        path: &Path,
        other: Option<&Path>,
        act: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        match (self.0)(&Call { name, path, other, bytes: 0 }) {
            Outcome::Done => act(),
            Outcome::Fails(kind) => Err(at_path(path, kind.into())),
            Outcome::Torn(_) => Err(io::ErrorKind::StorageFull.into()),
        }
    }
}

impl FileSystem for Intercept<'_> {
    fn lock(&self, folder: &Path) -> io::Result<FolderLock> {
        self.call("lock", folder, None, || RealFileSystem.lock(folder))
    }
    fn stat(&self, path: &Path) -> io::Result<PathState> {
        self.call("stat", path, None, || RealFileSystem.stat(path))
    }
    fn inode(&self, path: &Path) -> io::Result<Option<u64>> {
        self.call("inode", path, None, || RealFileSystem.inode(path))
    }
    fn read_dir(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        self.call("read_dir", folder, None, || RealFileSystem.read_dir(folder))
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
        self.call("create_dir_all", path, None, || RealFileSystem.create_dir_all(path))
    }
    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        self.call("create_private_dir", path, None, || RealFileSystem.create_private_dir(path))
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("hard_link", from, Some(to), || RealFileSystem.hard_link(from, to))
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
        self.call("remove_dir", path, None, || RealFileSystem.remove_dir(path))
    }
}

/// A file system that ignores case and normal form but preserves the spelling of a new file. As on
/// vfat, renaming a file over another keeps the spelling of the other.
pub struct CaseInsensitive {
    root: PathBuf,
    /// The spelling of each name by its path on the real disk.
    spellings: Mutex<BTreeMap<PathBuf, OsString>>,
    pub can_exchange: bool,
}

impl CaseInsensitive {
    pub fn new(root: PathBuf, can_exchange: bool) -> Self {
        CaseInsensitive { root, spellings: Mutex::default(), can_exchange }
    }

    /// Path on the real disk: lower-case and NFC below the root.
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

    /// Path on the real disk of a file that may be new; records its spelling.
    fn real_for_new(&self, path: &Path) -> PathBuf {
        let real = self.real(path);
        if let Some(name) = path.file_name()
            && !real.exists()
        {
            self.spellings.lock().unwrap().insert(real.clone(), name.to_owned());
        }
        real
    }

    /// Moves the spellings of everything inside renamed folders.
    fn move_spellings(&self, pairs: &[(&Path, &Path)]) {
        let mut spellings = self.spellings.lock().unwrap();
        let before = spellings.clone();
        for (from, to) in pairs {
            for (path, name) in &before {
                if let Ok(below) = path.strip_prefix(from)
                    && !below.as_os_str().is_empty()
                {
                    spellings.insert(to.join(below), name.clone());
                }
            }
        }
    }
}

impl FileSystem for CaseInsensitive {
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
        let spellings = self.spellings.lock().unwrap();
        let names = RealFileSystem.read_dir(&real)?.into_iter();
        Ok(names
            .map(|(name, kind)| (spellings.get(&real.join(&name)).cloned().unwrap_or(name), kind))
            .collect())
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealFileSystem.read(&self.real(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealFileSystem.write(&self.real_for_new(path), bytes)
    }
    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        for above in path.ancestors().filter(|above| above.starts_with(&self.root)) {
            self.real_for_new(above);
        }
        RealFileSystem.create_dir_all(&self.real(path))
    }
    fn create_private_dir(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.create_private_dir(&self.real_for_new(path))
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let from = self.real(from);
        RealFileSystem.hard_link(&from, &self.real_for_new(to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (old, new) = (self.real(from), self.real_for_new(to));
        self.move_spellings(&[(&old, &new)]);
        RealFileSystem.rename(&old, &new)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.can_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let (one, other) = (self.real(one), self.real(other));
        self.move_spellings(&[(&one, &other), (&other, &one)]);
        RealFileSystem.exchange(&one, &other)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.remove_file(&self.real(path))
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        RealFileSystem.remove_dir(&self.real(path))
    }
}
