//! Derived files that are kept between builds, in the site's own `.backgrounder/`. Only this room
//! reads and writes them, and all of them are safe to delete.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of derived files of one site.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The folder of the site in `root`, whether it is there or not.
    pub fn for_site(root: &Path) -> Self {
        Cache { folder: root.join(".backgrounder") }
    }

    /// The bytes of a file, by its path below the folder; `None` where there is none, or it cannot
    /// be read.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(path)).ok()
    }

    /// Writes a file, by its path below the folder, as [`replace`] does. The folder says itself
    /// that it belongs in no repository.
    ///
    /// # Errors
    /// Those of the system; then the file is as it was.
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let ignored = self.folder.join(".gitignore");
        if !ignored.exists() {
            write_atomic(&ignored, b"*\n")?;
        }
        write_atomic(&self.folder.join(path), bytes)
    }
}

/// Writes a file, and the folders above it. Whoever reads it meanwhile finds the old one or the new
/// one.
///
/// # Errors
/// Those of the system; then the file is as it was.
pub fn write_atomic(file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    let unfinished = file.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, file).inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_git_ignores_it() {
        let site = tempfile::tempdir().expect("a folder");
        let cache = Cache::for_site(site.path());
        assert_eq!(cache.read("builds/a.json"), None);
        cache.write("builds/a.json", b"one").expect("written");
        cache.write("builds/a.json", b"two").expect("written");
        assert_eq!(cache.read("builds/a.json").as_deref(), Some(&b"two"[..]));
        assert_eq!(
            fs::read_to_string(site.path().join(".backgrounder/.gitignore")).expect("read"),
            "*\n"
        );
        assert_eq!(
            fs::read_dir(site.path().join(".backgrounder/builds")).expect("read").count(),
            1,
            "something was left behind"
        );
    }
}
