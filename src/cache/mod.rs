//! Derived files kept between builds, in the site's own `.backgrounder/`. Only this room reads and
//! writes them. All of them may be deleted at any time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
}

/// Writes a file and creates its folders. Concurrent readers see the old or the new content; on an
/// error the old content stays.
pub fn write_atomic(file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, file).inspect_err(|_| drop(fs::remove_file(&temporary)))
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
}
