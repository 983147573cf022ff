//! Derived files kept between builds, in the site's own `.backgrounder/`. Only this room reads and
//! writes them. All of them may be deleted at any time.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder of derived files of one site.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache of the site in `root`; it need not exist yet.
    pub fn for_site(root: &Path) -> Self {
        Cache { folder: root.join(".backgrounder") }
    }

    /// Reads a file by its path below the folder; `None` if that fails.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(path)).ok()
    }

    /// Writes a file like [`write_atomic`], by its path below the folder, which tells Git to ignore
    /// it.
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let gitignore = self.folder.join(".gitignore");
        if !gitignore.exists() {
            write_atomic(&gitignore, b"*\n")?;
        }
        write_atomic(&self.folder.join(path), bytes)
    }

    /// Keeps bytes under a name that says what they are made from, with a hash of them.
    pub fn keep(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.write(path, &[bytes, blake3::hash(bytes).as_bytes()].concat())
    }

    /// The length of kept bytes.
    pub fn kept_size(&self, path: &str) -> Option<u64> {
        let file = fs::metadata(self.folder.join(path)).ok().filter(fs::Metadata::is_file)?;
        file.len().checked_sub(blake3::OUT_LEN as u64)
    }

    /// Kept bytes; `None` if there are none or if they are damaged.
    pub fn read_kept(&self, path: &str) -> Option<Vec<u8>> {
        let mut bytes = self.read(path)?;
        let hash = bytes.split_off(bytes.len().checked_sub(blake3::OUT_LEN)?);
        (blake3::hash(&bytes).as_bytes()[..] == hash[..]).then_some(bytes)
    }

    /// Deletes files of a folder that are not `used`, the oldest first, until the unused files take at
    /// most [`UNUSED_BYTES`], or as much as the used ones if that is more. Errors are ignored: the
    /// files stay.
    pub fn trim(&self, folder: &str, used: &BTreeSet<String>) {
        let Ok(entries) = fs::read_dir(self.folder.join(folder)) else { return };
        let (mut used_bytes, mut unused) = (0, Vec::new());
        for entry in entries.flatten() {
            let Ok(status) = entry.metadata() else { continue };
            match entry.file_name().to_str() {
                Some(name) if used.contains(name) => used_bytes += status.len(),
                _ => unused.push((status.modified().ok(), entry.path(), status.len())),
            }
        }
        unused.sort();
        let mut unused_bytes: u64 = unused.iter().map(|(.., bytes)| bytes).sum();
        for (_, file, bytes) in unused {
            if unused_bytes <= used_bytes.max(UNUSED_BYTES) {
                break;
            }
            if fs::remove_file(file).is_ok() {
                unused_bytes -= bytes;
            }
        }
    }
}

/// How many bytes of files that are no longer used are kept in any case: somebody may come back to an
/// earlier version.
const UNUSED_BYTES: u64 = 100 << 20;

/// Writes a file and creates its folders. Concurrent readers see the old or the new content; on an
/// error the old content stays.
pub fn write_atomic(file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    let temporary = temporary_name(file);
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, file));
    written.inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// A file name beside a file that no other call gives: threads may write the same file.
fn temporary_name(file: &Path) -> PathBuf {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let (process, call) = (std::process::id(), CALLS.fetch_add(1, Ordering::Relaxed));
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{process}-{call}.tmp"));
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_is_read_back_and_ignored_by_git() {
        let site = tempfile::tempdir().expect("a folder");
        let cache = Cache::for_site(site.path());
        assert_eq!(cache.read("builds/a.json"), None);
        cache.write("builds/a.json", b"one").expect("written");
        cache.write("builds/a.json", b"two").expect("written");
        assert_eq!(cache.read("builds/a.json").as_deref(), Some(&b"two"[..]));
        assert_eq!(cache.read(".gitignore").as_deref(), Some(&b"*\n"[..]));
        let files = fs::read_dir(site.path().join(".backgrounder/builds")).expect("read");
        assert_eq!(files.count(), 1, "a temporary file was left");
    }

    #[test]
    fn threads_that_write_one_file_do_not_disturb_each_other() {
        let site = tempfile::tempdir().expect("a folder");
        let cache = Cache::for_site(site.path());
        let contents = [vec![1; 3_000_000], vec![2; 2_000_000]];
        std::thread::scope(|scope| {
            for content in &contents {
                let cache = &cache;
                scope.spawn(move || {
                    (0..20).for_each(|_| cache.write("a/b.avif", content).expect("written"));
                });
            }
        });
        assert!(contents.contains(&cache.read("a/b.avif").expect("a file")));
        assert_eq!(fs::read_dir(site.path().join(".backgrounder/a")).expect("read").count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_no_temporary_file() {
        let site = tempfile::tempdir().expect("a folder");
        // A folder where the file would be.
        fs::create_dir_all(site.path().join("a/b.jpg/c")).expect("created");
        assert!(write_atomic(&site.path().join("a/b.jpg"), b"x").is_err());
        assert_eq!(fs::read_dir(site.path().join("a")).expect("read").count(), 1);
    }
}
