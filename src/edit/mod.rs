//! New files for authors: the only writer of sources. It never overwrites one.

mod new_page;
mod new_site;

pub use new_page::{NewPageKind, new_page};
pub use new_site::new_site;

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why nothing was written.
#[derive(Debug)]
pub enum CreateError {
    /// There is something already.
    Exists(PathBuf),
    /// The name has no letter or digit to make a file name of.
    InvalidName(String),
    /// The system said no.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for CreateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CreateError::Exists(path) => {
                write!(f, "{} exists already; nothing was changed", path.display())
            }
            CreateError::InvalidName(name) => {
                write!(f, "`{name}` has no letter or digit to name a file by")
            }
            CreateError::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// Writes a file that does not exist yet, and the folders above it.
fn create_file(path: &Path, text: &str) -> Result<(), CreateError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => CreateError::Exists(path.to_owned()),
        _ => CreateError::Io(path.to_owned(), error),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| CreateError::Io(folder.to_owned(), error))?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(refused)
}
