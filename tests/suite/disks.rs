//! File systems for tests: one whose calls can be made to fail, and one to which names that differ only in case or normal form are the same name.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backgrounder::publish::{Disk, Entry, Kind, Lock, RealDisk};
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
    fn call<T>(&self, name: &'static str, path: &Path, other: Option<&Path>, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match (self.0)(&Call { name, path, other, bytes: 0 }) {
            Outcome::Done => act(),
            Outcome::Fails(kind) => Err(kind.into()),
            Outcome::Torn(_) => Err(io::ErrorKind::StorageFull.into()),
        }
    }
}

impl Disk for Hooked<'_> {
    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        self.call("lock", folder, None, || RealDisk.lock(folder))
    }
    fn look(&self, path: &Path) -> io::Result<Entry> {
        self.call("look", path, None, || RealDisk.look(path))
    }
    fn identity(&self, path: &Path) -> io::Result<Option<u64>> {
        self.call("identity", path, None, || RealDisk.identity(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        self.call("list", folder, None, || RealDisk.list(folder))
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call("read", path, None, || RealDisk.read(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match (self.0)(&Call { name: "write", path, other: None, bytes: bytes.len() }) {
            Outcome::Done => RealDisk.write(path, bytes),
            Outcome::Fails(kind) => Err(kind.into()),
            Outcome::Torn(count) => RealDisk.write(path, &bytes[..count]).and(Err(io::ErrorKind::StorageFull.into())),
        }
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.call("make_folder", path, None, || RealDisk.make_folder(path))
    }
    fn make_private_folder(&self, path: &Path) -> io::Result<()> {
        self.call("make_private_folder", path, None, || RealDisk.make_private_folder(path))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("link", from, Some(to), || RealDisk.link(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename", from, Some(to), || RealDisk.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call("exchange", one, Some(other), || RealDisk.exchange(one, other))
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.call("remove_file", path, None, || RealDisk.remove_file(path))
    }
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        self.call("remove_empty_folder", path, None, || RealDisk.remove_empty_folder(path))
    }
}

/// A file system that compares names without case and normal form, and keeps the spelling in which a file was made. As on vfat, moving a file over another keeps the
/// spelling of the other.
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
            Ok(below) => self.root.join(below.to_str().expect("text").nfc().collect::<String>().to_lowercase().nfc().collect::<String>()),
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

impl Disk for AnyCase {
    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        RealDisk.lock(folder)
    }
    fn look(&self, path: &Path) -> io::Result<Entry> {
        RealDisk.look(&self.real(path))
    }
    fn identity(&self, path: &Path) -> io::Result<Option<u64>> {
        RealDisk.identity(&self.real(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let real = self.real(folder);
        let spelled = self.spelled.lock().unwrap();
        let names = RealDisk.list(&real)?.into_iter();
        Ok(names.map(|(name, kind)| (spelled.get(&real.join(&name)).cloned().unwrap_or(name), kind)).collect())
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealDisk.read(&self.real(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write(&self.made(path), bytes)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        for above in path.ancestors().filter(|above| above.starts_with(&self.root)) {
            self.made(above);
        }
        RealDisk.make_folder(&self.real(path))
    }
    fn make_private_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.make_private_folder(&self.made(path))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let from = self.real(from);
        RealDisk.link(&from, &self.made(to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (old, new) = (self.real(from), self.made(to));
        self.moved(&[(&old, &new)]);
        RealDisk.rename(&old, &new)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.can_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let (one, other) = (self.real(one), self.real(other));
        self.moved(&[(&one, &other), (&other, &one)]);
        RealDisk.exchange(&one, &other)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_file(&self.real(path))
    }
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_empty_folder(&self.real(path))
    }
}
