//! Paths of source files, as the author writes them.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::normalize::nfc;

/// A file of the site, relative to its root, with `/` between the parts:
/// `content/figures/kim-jong-un.md`.
///
/// It never begins with `/`, and has no part `.` or `..`: it names a place inside the site, or it
/// is not made. Its letters are composed (NFC, UAX #15), whatever the name of the file on disk:
/// macOS writes "é" as a letter and a mark, an author types one letter.
#[derive(Clone)]
pub struct SourcePath(Arc<str>);

/// By its text; two of one origin are known for the same at a glance.
impl PartialEq for SourcePath {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for SourcePath {}

impl Hash for SourcePath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Ord for SourcePath {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for SourcePath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl SourcePath {
    /// The path, or `None` for one that is absolute, empty, or leaves its root.
    pub fn new(path: &str) -> Option<Self> {
        let sound = !path.is_empty()
            && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        sound.then(|| SourcePath(nfc(path).as_ref().into()))
    }

    /// A path known at compile time.
    ///
    /// # Panics
    /// For a path that [`SourcePath::new`] refuses: a mistake in the program, not in a site.
    pub fn from_static(path: &'static str) -> Self {
        Self::new(path).unwrap_or_else(|| panic!("{path} is no path inside a site"))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `kim-jong-un.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its last suffix: `kim-jong-un`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The suffix, in the case it is written in, without the dot; empty where there is none.
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// The folder it lies in, without a slash at the end; empty for a file at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What follows `prefix` and a slash, or `None` for a path elsewhere.
    pub fn strip_prefix(&self, prefix: &str) -> Option<&str> {
        self.0.strip_prefix(prefix)?.strip_prefix('/')
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A relative path below a folder, with `.` and `..` walked; `None` where it leaves the root.
pub fn resolve_relative_path(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.trim_end_matches('/').split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_its_root_is_not_made() {
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/"] {
            assert!(SourcePath::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_parts_of_a_path_are_what_an_author_calls_them() {
        let path = SourcePath::new("content/figures/kim.jong.un.md").unwrap();
        assert_eq!(
            (path.folder(), path.file_name(), path.stem(), path.extension()),
            ("content/figures", "kim.jong.un.md", "kim.jong.un", "md")
        );
        assert_eq!(path.strip_prefix("content"), Some("figures/kim.jong.un.md"));
        assert_eq!(SourcePath::new("site.toml").unwrap().folder(), "");
        let hidden = SourcePath::new(".gitignore").unwrap();
        assert_eq!((hidden.stem(), hidden.extension()), (".gitignore", ""));
        assert_eq!(format!("{path:?}"), "\"content/figures/kim.jong.un.md\"");
    }

    #[test]
    fn paths_are_compared_by_what_they_say() {
        let [a, other, b] = ["a/x", "a/x", "b/x"].map(|path| SourcePath::new(path).unwrap());
        assert!(a == other && a != b);
        assert!(a < b && a.partial_cmp(&other) == Some(std::cmp::Ordering::Equal));
    }

    #[test]
    fn a_path_is_the_same_however_its_letters_are_composed() {
        let [composed, decomposed] = ["content/Jos\u{e9}.md", "content/Jose\u{301}.md"]
            .map(|path| SourcePath::new(path).unwrap());
        assert_eq!(composed, decomposed);
        assert_eq!(decomposed.stem(), "Jos\u{e9}");
    }

    #[test]
    fn a_relative_path_is_walked_and_never_leaves_the_root() {
        assert_eq!(
            resolve_relative_path("content/articles", "../figures/kim.md").as_deref(),
            Some("content/figures/kim.md")
        );
        assert_eq!(resolve_relative_path("content", "./a/b.md").as_deref(), Some("content/a/b.md"));
        assert_eq!(resolve_relative_path("content", "../../etc/passwd"), None);
    }
}
