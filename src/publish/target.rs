//! The folder that a site is published into. It must not contain the author's own files.

use std::path::{Component, Path, PathBuf};

use super::error::TargetError;

/// A folder that a site may be published into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    folder: PathBuf,
    foreign_files: ForeignFiles,
}

/// What to do about foreign files in a folder that this program has not published into before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForeignFiles {
    /// Refuse the folder, except for files that are often found in an output.
    #[default]
    Refuse,
    /// Publish next to them.
    Keep,
}

/// Folders of a site that are never an output.
const SOURCE_FOLDERS: [&str; 9] =
    ["content", "static", "templates", "themes", "src", "tests", "docs", "target", ".backgrounder"];

const VERSION_CONTROL_FOLDERS: [&str; 3] = [".git", ".hg", ".svn"];

impl Target {
    /// Checks a folder for the site in `root`. Follows symbolic links first, so that the spelling of
    /// the path does not matter. Changes nothing.
    ///
    /// # Errors
    /// The folder contains, is or is inside something of the author's, or is not a folder.
    pub fn new(root: &Path, wanted: &Path) -> Result<Self, TargetError> {
        let refuse = |reason: &str| {
            let help =
                "choose another folder, such as `public`, with `output_dir` or `--output-dir`";
            Err(TargetError::new(wanted, reason, help))
        };
        // `output_dir` has been joined to the folder of the site.
        let written = wanted.strip_prefix(root).unwrap_or(wanted);
        let root = resolve(root);
        if let Some((reason, help)) = not_a_local_path(written) {
            return Err(TargetError::new(wanted, reason, help));
        }
        if let Some(link) = dangling_link(wanted) {
            let reason = format!("{} is a link to a folder that does not exist", link.display());
            let help = "create the folder that it points to, or remove the link";
            return Err(TargetError::new(wanted, reason, help));
        }
        let folder = resolve(wanted);
        if folder.parent().is_none() || folder.file_name().is_none() {
            return refuse("it is the root of the file system");
        }
        if root.starts_with(&folder) {
            return refuse("it contains the site itself");
        }
        let mut homes = ["HOME", "USERPROFILE"]
            .into_iter()
            .filter_map(std::env::var_os)
            .map(PathBuf::from)
            .filter(|home| home.is_absolute());
        if homes.any(|home| resolve(&home).starts_with(&folder)) {
            return refuse("it is or contains your home folder");
        }
        let is_version_control = |part: Component<'_>| {
            matches!(part, Component::Normal(name)
                if VERSION_CONTROL_FOLDERS.iter().any(|folder| name == *folder))
        };
        if folder.components().any(is_version_control) {
            return refuse("it is inside a version control folder");
        }
        if folder.exists() && !folder.is_dir() {
            return refuse("it is a file");
        }
        if is_site_root(&folder) {
            return refuse("it is the folder of a site");
        }
        let sites = folder.ancestors().skip(1);
        for site in sites.filter(|above| **above == *root || is_site_root(above)) {
            let contains_target = |own: &&&str| {
                let own = site.join(own);
                folder.starts_with(&own) || folder.starts_with(resolve(&own))
            };
            if let Some(own) = SOURCE_FOLDERS.iter().find(contains_target) {
                let of_site = if site == root {
                    String::new()
                } else {
                    format!(" of the site in {}", site.display())
                };
                return refuse(&format!("it is inside the source folder `{own}/`{of_site}"));
            }
        }
        Ok(Target { folder, foreign_files: ForeignFiles::default() })
    }

    /// Sets what to do about foreign files.
    pub fn with_foreign_files(self, foreign_files: ForeignFiles) -> Self {
        Target { foreign_files, ..self }
    }

    /// The folder, with symbolic links followed.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn foreign_files(&self) -> ForeignFiles {
        self.foreign_files
    }

    /// The published file of a path of the site.
    pub(super) fn path_of(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

fn is_site_root(folder: &Path) -> bool {
    folder.join("site.toml").exists() || folder.join("content").join("_index.md").exists()
}

/// Reason and help if a path means something else to other programs.
fn not_a_local_path(written: &Path) -> Option<(String, &'static str)> {
    let text = written.to_string_lossy();
    let first = text.split('/').next().unwrap_or_default();
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
        "publish into a folder on this computer, such as `public`, and upload it from there";
    let full_path = "write the full path of the folder";
    if text.is_empty() {
        Some(("the name of the folder is empty".to_owned(), "write a name, such as `public`"))
    } else if text.split_once(":/").is_some_and(|(scheme, _)| is_scheme(scheme)) {
        // One of the two slashes may have been removed from the path.
        Some((format!("`{text}` is an address, not a folder"), upload))
    } else if first.split_once('@').is_some_and(|(_, host)| host.contains(':')) {
        Some((format!("`{text}` is a folder on another computer"), upload))
    } else if first.starts_with('~') {
        let reason = format!(
            "only a shell replaces `{first}` by a home folder, and only at the start of a word"
        );
        Some((reason, full_path))
    } else if is_variable {
        Some((format!("only a shell replaces `{first}` by its value"), full_path))
    } else {
        None
    }
}

/// The outermost part of a path that is a symbolic link to nothing.
fn dangling_link(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let parts: Vec<&Path> = absolute.ancestors().collect();
    parts.into_iter().rev().find(|part| part.is_symlink() && !part.exists()).map(Path::to_owned)
}

/// The absolute path without `.` and `..`, with symbolic links followed as far as it exists.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut resolved = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            part => {
                resolved.push(part);
                resolved = resolved.canonicalize().unwrap_or(resolved);
            }
        }
    }
    resolved
}
