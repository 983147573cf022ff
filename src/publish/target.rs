//! Where a site may be published: anywhere that holds nothing of the author's.

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// A folder that a site may be published into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    folder: PathBuf,
    parent: PathBuf,
}

/// Why a folder is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The folder, as asked for.
    pub folder: PathBuf,
    /// What is wrong with it.
    pub reason: String,
    /// How to mend it.
    pub help: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the site cannot be published to {}: {}", self.folder.display(), self.reason)
    }
}

impl Target {
    /// The folder `wanted` for the site in `root`. Links are followed first, so that no spelling of a folder hides which it is. Looks, and changes nothing.
    ///
    /// # Errors
    /// A folder that is, holds or lies in something of the author's.
    pub fn new(root: &Path, wanted: &Path) -> Result<Self, Refusal> {
        let refuse = |reason: &str| Refusal {
            folder: wanted.to_owned(),
            reason: reason.to_owned(),
            help: "choose a folder of its own, like `public`, with `output_dir` or `--output-dir`".to_owned(),
        };
        let root = real(root);
        let folder = real(wanted);
        let Some(parent) = folder.parent().filter(|_| folder.file_name().is_some()) else {
            return Err(refuse("it is the root of the file system"));
        };
        if root.starts_with(&folder) {
            return Err(refuse("it holds the site itself"));
        }
        let homes = ["HOME", "USERPROFILE"].into_iter().filter_map(std::env::var_os).map(PathBuf::from).filter(|home| home.is_absolute());
        if homes.map(|home| real(&home)).any(|home| home.starts_with(&folder)) {
            return Err(refuse("it is, or holds, your home folder"));
        }
        for own in ["content", "static", "templates", "themes", "src", "tests", "docs", "target"] {
            if folder.starts_with(root.join(own)) || folder.starts_with(real(&root.join(own))) {
                return Err(refuse(&format!("it lies in `{own}/`, which is no output")));
            }
        }
        if folder.components().any(|part| matches!(part, Component::Normal(name) if name == ".git" || name == ".hg" || name == ".svn")) {
            return Err(refuse("it lies in a repository's own records"));
        }
        if folder.exists() && !folder.is_dir() {
            return Err(refuse("it is a file"));
        }
        if folder.join("site.toml").exists() || folder.join("content").join("_index.md").exists() {
            return Err(refuse("it is a site itself"));
        }
        Ok(Target { parent: parent.to_owned(), folder })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder it lies in.
    pub fn parent(&self) -> &Path {
        &self.parent
    }

    /// The folder the site is put together in.
    pub(super) fn staging(&self) -> PathBuf {
        let name = self.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.parent.join(format!(".{name}.staging"))
    }

    /// The folder the site is put together in where the one beside the output is on another file system.
    pub(super) fn inner_staging(&self) -> PathBuf {
        self.folder.join(".backgrounder")
    }

    /// The file of the output for a path of the site.
    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

/// The folder a path means, with links followed as far as it exists, and `.` and `..` walked.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut walked = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                walked.pop();
            }
            Component::CurDir => {}
            part => {
                walked.push(part);
                if let Ok(canonical) = walked.canonicalize() {
                    walked = canonical;
                }
            }
        }
    }
    walked
}
