//! Paths of source files relative to the site.

use std::sync::Arc;

use super::normalize::nfc;

/// A file of the site relative to its root, with `/` as separator: `content/people/ada.md`.
///
/// It is relative and has no `.` or `..` segments, so it names a place inside the site. It is NFC
/// (UAX #15) whatever the file's name on disk: macOS decomposes "é", authors type one letter.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourcePath(Arc<str>);

str_newtype!(SourcePath);

impl SourcePath {
    /// `None` for a path that is absolute, empty or leaves its root.
    pub fn new(path: &str) -> Option<Self> {
        let is_valid = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        is_valid.then(|| SourcePath(nfc(path).as_ref().into()))
    }

    /// A path known at compile time.
    ///
    /// # Panics
    /// If [`SourcePath::new`] refuses it, which is a bug in this program.
    pub fn from_static(path: &'static str) -> Self {
        Self::new(path).unwrap_or_else(|| panic!("{path} is not a path inside a site"))
    }

    /// The last segment: `ada.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    fn stem_and_extension(&self) -> (&str, &str) {
        let name = self.file_name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
    }

    /// The file name without its extension: `ada`.
    pub fn stem(&self) -> &str {
        self.stem_and_extension().0
    }

    /// The extension as written, without the dot; empty if there is none.
    pub fn extension(&self) -> &str {
        self.stem_and_extension().1
    }

    /// The folder, without a trailing slash; empty for a file at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path below the folder `prefix`, or `None` for a path elsewhere.
    pub fn strip_prefix(&self, prefix: &str) -> Option<&str> {
        self.0.strip_prefix(prefix)?.strip_prefix('/')
    }
}

/// Resolves `.` and `..` in a path relative to a folder; `None` if it leaves the root.
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
    fn a_path_that_leaves_its_root_is_refused() {
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/"] {
            assert!(SourcePath::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_path_splits_into_folder_stem_and_extension() {
        let path = SourcePath::new("content/people/ada.m.king.md").unwrap();
        assert_eq!(
            (path.folder(), path.file_name(), path.stem(), path.extension()),
            ("content/people", "ada.m.king.md", "ada.m.king", "md")
        );
        assert_eq!(path.strip_prefix("content"), Some("people/ada.m.king.md"));
        assert_eq!(SourcePath::new("site.toml").unwrap().folder(), "");
        let hidden = SourcePath::new(".gitignore").unwrap();
        assert_eq!((hidden.stem(), hidden.extension()), (".gitignore", ""));
        assert_eq!(format!("{path:?}"), "\"content/people/ada.m.king.md\"");
    }

    #[test]
    fn paths_are_compared_by_their_text() {
        let [a, other, b] = ["a/x", "a/x", "b/x"].map(|path| SourcePath::new(path).unwrap());
        assert!(a == other && a != b);
        assert!(a < b && a.partial_cmp(&other) == Some(std::cmp::Ordering::Equal));
    }

    #[test]
    fn composed_and_decomposed_paths_are_equal() {
        let [composed, decomposed] = ["content/Jos\u{e9}.md", "content/Jose\u{301}.md"]
            .map(|path| SourcePath::new(path).unwrap());
        assert_eq!(composed, decomposed);
        assert_eq!(decomposed.stem(), "Jos\u{e9}");
    }

    #[test]
    fn a_relative_path_is_resolved_and_never_leaves_the_root() {
        assert_eq!(
            resolve_relative_path("content/articles", "../people/ada.md").as_deref(),
            Some("content/people/ada.md")
        );
        assert_eq!(resolve_relative_path("content", "./a/b.md").as_deref(), Some("content/a/b.md"));
        assert_eq!(resolve_relative_path("content", "../../etc/passwd"), None);
    }
}
