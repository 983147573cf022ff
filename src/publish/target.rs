//! Where a site may be published: into a folder that holds nothing of the author's.

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// A folder that a site may be published into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    folder: PathBuf,
    foreign_files: ForeignFiles,
}

/// What to do about files of others, in a folder that this program has not published into yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForeignFiles {
    /// Refuse the folder, unless these files are some that are often found in an output.
    #[default]
    Refuse,
    /// Publish between them.
    Keep,
}

/// Why a folder cannot be published into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    /// The folder, as asked for.
    pub folder: PathBuf,
    /// What is wrong with it.
    pub reason: String,
    /// How to mend it.
    pub help: String,
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the site cannot be published to {}: {}", self.folder.display(), self.reason)
    }
}

/// Folders of a site that are never an output.
const SOURCE_FOLDERS: [&str; 9] =
    ["content", "static", "templates", "themes", "src", "tests", "docs", "target", ".backgrounder"];

impl Target {
    /// The folder `wanted` for the site in `root`. Symbolic links are followed first, so that no
    /// spelling of a folder hides which it is. Looks, and changes nothing.
    ///
    /// # Errors
    /// A folder that is, holds or lies in something of the author's, or that is no folder at all.
    pub fn new(root: &Path, wanted: &Path) -> Result<Self, TargetError> {
        let refuse_with = |reason: &str, help: &str| TargetError {
            folder: wanted.to_owned(),
            reason: reason.to_owned(),
            help: help.to_owned(),
        };
        let refuse = |reason: &str| {
            refuse_with(
                reason,
                "choose a folder of its own, like `public`, with `output_dir` or `--output-dir`",
            )
        };
        // `output_dir` has been joined to the folder of the site.
        let written = wanted.strip_prefix(root).unwrap_or(wanted);
        let root = resolve(root);
        if let Some((reason, help)) = not_a_local_path(written) {
            return Err(refuse_with(&reason, &help));
        }
        if let Some(link) = dangling_link(wanted) {
            return Err(refuse_with(
                &format!("{} is a link to a folder that does not exist", link.display()),
                "make the folder that it leads to, or remove the link",
            ));
        }
        let folder = resolve(wanted);
        if folder.parent().is_none() || folder.file_name().is_none() {
            return Err(refuse("it is the root of the file system"));
        }
        if root.starts_with(&folder) {
            return Err(refuse("it holds the site itself"));
        }
        let homes = ["HOME", "USERPROFILE"]
            .into_iter()
            .filter_map(std::env::var_os)
            .map(PathBuf::from)
            .filter(|home| home.is_absolute());
        if homes.map(|home| resolve(&home)).any(|home| home.starts_with(&folder)) {
            return Err(refuse("it is, or holds, your home folder"));
        }
        if folder.components().any(|part| matches!(part, Component::Normal(name) if name == ".git" || name == ".hg" || name == ".svn")) {
            return Err(refuse("it lies in a repository's own records"));
        }
        if folder.exists() && !folder.is_dir() {
            return Err(refuse("it is a file"));
        }
        if is_site_root(&folder) {
            return Err(refuse("it is a site itself"));
        }
        for site in
            folder.ancestors().skip(1).filter(|above| **above == *root || is_site_root(above))
        {
            if let Some(own) = SOURCE_FOLDERS.iter().find(|own| {
                folder.starts_with(site.join(own)) || folder.starts_with(resolve(&site.join(own)))
            }) {
                let whose = if site == root {
                    String::new()
                } else {
                    format!(" of the site in {}", site.display())
                };
                return Err(refuse(&format!("it lies in `{own}/`{whose}, which holds sources")));
            }
        }
        Ok(Target { folder, foreign_files: ForeignFiles::default() })
    }

    /// The same folder, with another way to treat files of others.
    pub fn with_foreign_files(self, existing: ForeignFiles) -> Self {
        Target { foreign_files: existing, ..self }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What to do about files of others.
    pub(super) fn foreign_files(&self) -> ForeignFiles {
        self.foreign_files
    }

    /// The file of the output for a path of the site.
    pub(super) fn path_of(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

/// True for a folder that holds a site's sources.
fn is_site_root(folder: &Path) -> bool {
    folder.join("site.toml").exists() || folder.join("content").join("_index.md").exists()
}

/// Why what was written as a folder means something else to other programs, and the mend.
fn not_a_local_path(written: &Path) -> Option<(String, String)> {
    let text = written.to_string_lossy();
    let first = text.split('/').next().unwrap_or_default();
    let whole = "write the whole path of the folder";
    let is_scheme = |text: &str| {
        text.len() > 1
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let is_variable = first
        .strip_prefix('$')
        .is_some_and(|name| is_name(name.trim_start_matches('{').trim_end_matches('}')))
        || first.strip_prefix('%').and_then(|name| name.strip_suffix('%')).is_some_and(is_name);
    let upload =
        "publish into a folder of this machine, like `public`, and copy it from there".to_owned();
    if text.is_empty() {
        Some(("no folder is named".to_owned(), "name one, like `public`".to_owned()))
    } else if text.split_once(":/").is_some_and(|(scheme, _)| is_scheme(scheme)) {
        // A path may have lost one of the two slashes.
        Some((format!("`{text}` is an address, not a folder"), upload))
    } else if first.split_once('@').is_some_and(|(_, host)| host.contains(':')) {
        Some((format!("`{text}` is a folder of another machine"), upload))
    } else if first.starts_with('~') {
        Some((
            format!(
                "only a shell replaces `{first}` by a home folder, and only at the start of a word"
            ),
            whole.to_owned(),
        ))
    } else if is_variable {
        Some((format!("only a shell replaces `{first}` by its value"), whole.to_owned()))
    } else {
        None
    }
}

/// The first part of a path that is a symbolic link to nothing.
fn dangling_link(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let above: Vec<&Path> = absolute.ancestors().collect();
    above.into_iter().rev().find(|part| part.is_symlink() && !part.exists()).map(Path::to_owned)
}

/// The folder a path means, with links followed as far as it exists, and `.` and `..` walked.
fn resolve(path: &Path) -> PathBuf {
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
