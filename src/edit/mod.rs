//! New files for authors, and pictures that replace those of other sites: the only writer of sources.
//! It overwrites nothing but addresses of pictures.

mod fetched_pictures;
mod new_page;
mod new_site;
mod picture_files;
mod replaced_addresses;

pub use fetched_pictures::{FetchReport, SavedPicture, fetch_pictures};
pub use new_page::{NewPage, NewPageKind};
pub use new_site::new_site;
pub use picture_files::SidecarOutcome;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::{SourcePath, nfc};

/// Why no file was created.
#[derive(Debug)]
pub enum CreateError {
    Exists(PathBuf),
    /// A new site would be among the sources of the site in this folder.
    InsideSite(PathBuf),
    /// A slug cannot be made of the name.
    InvalidName(String),
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for CreateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CreateError::Exists(path) => {
                write!(f, "{} already exists; nothing was changed", path.display())
            }
            CreateError::InsideSite(site) => write!(
                f,
                "this would be a site inside the sources of another, {}\n  help: go to another \
                 folder, or give its path",
                site.display()
            ),
            CreateError::InvalidName(name) => {
                write!(f, "cannot make a file name of `{name}`; use letters or digits")
            }
            CreateError::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// Creates a file and its folders: the whole file or none.
fn create_file(path: &Path, bytes: &[u8]) -> Result<(), CreateError> {
    let io_error = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => CreateError::Exists(path.to_owned()),
        _ => CreateError::Io(path.to_owned(), error),
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| CreateError::Io(folder.to_owned(), error))?;
    if path.exists() {
        return Err(CreateError::Exists(path.to_owned()));
    }
    let temporary = temporary_file(path);
    // A link never takes the place of another file. Some file systems have none.
    let create = || {
        fs::write(&temporary, bytes)?;
        match fs::hard_link(&temporary, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
                fs::rename(&temporary, path)
            }
            result => result,
        }
    };
    let created = create();
    let _ = fs::remove_file(&temporary);
    created.map_err(io_error)
}

/// A name beside a file, of those that are ignored.
fn temporary_file(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// The file at a path of the site in `root`, whose name on disk may be in another Unicode normal form.
fn file_on_disk(root: &Path, path: &SourcePath) -> Option<PathBuf> {
    path.as_str().split('/').try_fold(root.to_owned(), |folder, name| {
        let plain = folder.join(name);
        if plain.exists() {
            return Some(plain);
        }
        let mut entries = fs::read_dir(&folder).ok()?.filter_map(Result::ok);
        entries
            .find(|entry| entry.file_name().to_str().is_some_and(|other| *nfc(other) == *name))
            .map(|entry| entry.path())
    })
}
