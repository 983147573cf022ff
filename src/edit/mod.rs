//! New files for authors: the only writer of sources. It never overwrites one.

mod new_page;
mod new_site;

pub use new_page::{NewPage, NewPageKind};
pub use new_site::new_site;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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

/// Creates a file and its folders.
fn create_file(path: &Path, text: &str) -> Result<(), CreateError> {
    let io_error = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => CreateError::Exists(path.to_owned()),
        _ => CreateError::Io(path.to_owned(), error),
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| CreateError::Io(folder.to_owned(), error))?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(io_error)?;
    file.write_all(text.as_bytes()).map_err(io_error)
}
