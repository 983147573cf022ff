//! The files of a site at one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;
use std::sync::LazyLock;

use super::asset::{Asset, FileContent, FileStamp, is_media, needs_content};
use super::embedded_theme::{DEFAULT_THEME, EMBEDDED_ROOT, THEME_FILES};
use super::messages;
use crate::diagnostics::{Diagnostic, SourceTexts};
use crate::text::{ArenaStr, SourcePath, nfc};

/// What is on disk: the files of a site by path, the texts in memory. Immutable outside this room.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<SourcePath, SiteFile>,
    problems: BTreeMap<SourcePath, Diagnostic>,
    being_written: BTreeSet<SourcePath>,
}

#[derive(Clone, Debug)]
pub(super) struct SiteFile {
    pub(super) content: SiteFileContent,
    /// `None` if the next scan must read the file again, or if it is not read.
    pub(super) stamp: Option<ReadStamp>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum SiteFileContent {
    Text(ArenaStr),
    Asset(Asset),
}

/// The stamp of a file when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadStamp {
    /// A file with this stamp has the content that was read.
    Settled(FileStamp),
    /// The file had just changed and may have changed again within the same clock tick.
    Recent(FileStamp),
}

impl Snapshot {
    /// A snapshot of files in memory and the embedded theme.
    pub fn from_memory<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut snapshot = Self::with_embedded_theme();
        let mut names: BTreeMap<SourcePath, &str> = BTreeMap::new();
        for (name, bytes) in files {
            let Some(path) = SourcePath::new(name) else { continue };
            if let Some(other) = names.insert(path.clone(), name).filter(|other| *other != name) {
                let (first, second) = (other.min(name), other.max(name));
                let problem = messages::same_name_after_nfc(&path, first, second);
                snapshot.add_problem(path.clone(), problem);
            }
            snapshot.add_bytes(path, bytes);
        }
        snapshot.report_missing_site();
        snapshot
    }

    pub(super) fn with_embedded_theme() -> Self {
        static EMBEDDED: LazyLock<Snapshot> = LazyLock::new(|| {
            let mut snapshot = Snapshot::default();
            for (path, bytes) in THEME_FILES {
                let path = format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}/{path}");
                SourcePath::new(&path).into_iter().for_each(|path| snapshot.add_bytes(path, bytes));
            }
            snapshot
        });
        EMBEDDED.clone()
    }

    fn add_bytes(&mut self, path: SourcePath, bytes: &[u8]) {
        let content = if is_text(&path) {
            match decode_text(&path, bytes.to_vec()) {
                Ok(text) => SiteFileContent::Text(text.as_str().into()),
                Err(problem) => return self.add_problem(path, problem),
            }
        } else if bytes.is_empty() && needs_content(&path) {
            return self.add_problem(path.clone(), messages::empty_file(&path));
        } else {
            SiteFileContent::Asset(Asset::InMemory(bytes.into()))
        };
        self.add_file(path, SiteFile { content, stamp: None });
    }

    pub(super) fn add_file(&mut self, path: SourcePath, file: SiteFile) {
        self.files.insert(path, file);
    }

    pub(super) fn add_problem(&mut self, path: SourcePath, problem: Diagnostic) {
        self.problems.insert(path, problem);
    }

    /// Marks a file as being written and copies its state, if any, from an earlier snapshot.
    pub(super) fn keep_previous(&mut self, earlier: &Snapshot, path: &SourcePath) {
        self.being_written.insert(path.clone());
        if let Some(file) = earlier.files.get(path) {
            self.add_file(path.clone(), SiteFile { stamp: None, ..file.clone() });
        }
        if let Some(problem) = earlier.problems.get(path) {
            self.add_problem(path.clone(), problem.clone());
        }
    }

    /// The files that were being written during the scan. They have their previous state; another
    /// scan is due soon.
    pub fn being_written(&self) -> &BTreeSet<SourcePath> {
        &self.being_written
    }

    /// Adds or removes the problem of a missing `site.toml`. Called once all files are added.
    pub(super) fn report_missing_site(&mut self) {
        let path = SourcePath::from_static("site.toml");
        match (self.files.contains_key(&path), self.problems.get(&path)) {
            (true, Some(problem)) if *problem == messages::no_site() => {
                self.problems.remove(&path);
            }
            (false, None) => self.add_problem(path, messages::no_site()),
            _ => {}
        }
    }

    /// Removes a file, or a folder with its content.
    pub(super) fn remove(&mut self, path: &SourcePath) {
        fn take<T>(files: &mut BTreeMap<SourcePath, T>, path: &SourcePath) {
            // `0` follows `/` in ASCII.
            let Some(end) = SourcePath::new(&format!("{path}0")) else { return };
            files
                .extract_if(path.clone()..end, |inner, _| is_at_or_below(inner, path))
                .for_each(drop);
        }
        self.being_written.retain(|inner| !is_at_or_below(inner, path));
        take(&mut self.files, path);
        take(&mut self.problems, path);
    }

    /// A file that was read, if it is unchanged.
    pub(super) fn unchanged_file(&self, path: &SourcePath, stamp: FileStamp) -> Option<&SiteFile> {
        self.files.get(path).filter(|file| file.stamp == Some(ReadStamp::Settled(stamp)))
    }

    /// True if a file had this stamp when it was read.
    pub(super) fn was_read_with_stamp(&self, path: &SourcePath, stamp: FileStamp) -> bool {
        let read = self.files.get(path).and_then(|file| file.stamp);
        matches!(read, Some(ReadStamp::Settled(known) | ReadStamp::Recent(known)) if known == stamp)
    }

    /// True if there is a file at this path, readable or not.
    pub fn contains(&self, path: &SourcePath) -> bool {
        self.files.contains_key(path) || self.problems.contains_key(path)
    }

    /// True if there is a file at this path that could be read.
    pub fn has_file(&self, path: &SourcePath) -> bool {
        self.files.contains_key(path)
    }

    /// The paths of files that were changed, added or removed between two snapshots.
    pub fn changed_paths(&self, other: &Snapshot) -> BTreeSet<SourcePath> {
        let mut found = BTreeSet::new();
        diff(self.contents(), other.contents(), &mut found);
        diff(self.problems.iter(), other.problems.iter(), &mut found);
        found
    }

    fn contents(&self) -> impl Iterator<Item = (&SourcePath, &SiteFileContent)> {
        self.files.iter().map(|(path, file)| (path, &file.content))
    }

    /// All files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, FileContent<'_>)> {
        self.contents().map(|(path, content)| match content {
            SiteFileContent::Text(text) => (path, FileContent::InMemory(text.as_bytes())),
            SiteFileContent::Asset(asset) => (path, asset.content()),
        })
    }

    /// The Markdown files of `content/`, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&SourcePath, &ArenaStr)> {
        self.files_below("content")
            .filter(|(path, _)| is_page(path))
            .filter_map(|(path, file)| Some((path, file.text()?)))
    }

    /// The texts below a folder except pages, by path.
    pub fn texts_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &ArenaStr)> + use<'_> {
        self.files_below(folder)
            .filter(|(path, _)| !is_page(path))
            .filter_map(|(path, file)| Some((path, file.text()?)))
    }

    /// The assets below a folder, by path.
    pub fn assets_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &Asset)> + use<'_> {
        self.files_below(folder).filter_map(|(path, file)| Some((path, file.asset()?)))
    }

    fn files_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &SiteFile)> + use<'_> {
        // `0` follows `/` in ASCII.
        let folder = nfc(folder);
        let (from, to) = (format!("{folder}/"), format!("{folder}0"));
        self.files.range::<str, _>((Bound::Excluded(from.as_str()), Bound::Excluded(to.as_str())))
    }

    /// The text at a path in any Unicode normal form.
    pub fn text_at(&self, path: &str) -> Option<&ArenaStr> {
        self.files.get(&*nfc(path))?.text()
    }

    /// The asset at a path in any Unicode normal form.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.files.get(&*nfc(path))?.asset()
    }

    /// What is wrong with files as such.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.values()
    }
}

impl SiteFile {
    fn text(&self) -> Option<&ArenaStr> {
        match &self.content {
            SiteFileContent::Text(text) => Some(text),
            SiteFileContent::Asset(_) => None,
        }
    }

    fn asset(&self) -> Option<&Asset> {
        match &self.content {
            SiteFileContent::Text(_) => None,
            SiteFileContent::Asset(asset) => Some(asset),
        }
    }
}

impl SourceTexts for Snapshot {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        Some(self.files.get(path)?.text()?)
    }
}

/// Adds the paths that have different values, of two sorted iterators, in linear time.
fn diff<'a, T: PartialEq, I: Iterator<Item = (&'a SourcePath, T)>>(
    one: I,
    other: I,
    found: &mut BTreeSet<SourcePath>,
) {
    let mut sides = [one.peekable(), other.peekable()];
    while let Some(path) = sides.iter_mut().filter_map(|side| Some(side.peek()?.0)).min() {
        let [one, other] = sides.each_mut().map(|side| side.next_if(|entry| entry.0 == path));
        if one != other {
            found.insert(path.clone());
        }
    }
}

fn is_at_or_below(path: &SourcePath, folder: &SourcePath) -> bool {
    path == folder || path.strip_prefix(folder.as_str()).is_some()
}

fn is_page(path: &SourcePath) -> bool {
    let path = path.as_str();
    path.ends_with(".md") && path.starts_with("content/")
}

/// True for files whose text is used. All others are assets, in `static/` all but descriptions of
/// pictures.
pub(super) fn is_text(path: &SourcePath) -> bool {
    match path.as_str().split('/').next() {
        Some("static") => path
            .as_str()
            .strip_suffix(".toml")
            .and_then(SourcePath::new)
            .is_some_and(|described| is_media(&described)),
        Some("content") => matches!(path.extension(), "md" | "toml" | "csv"),
        Some("templates" | "themes" | EMBEDDED_ROOT) => {
            matches!(path.extension(), "html" | "xml" | "toml" | "txt" | "json")
                || (path.extension() == "svg" && is_in_templates(path))
        }
        _ => true,
    }
}

/// True for a file of the site's own templates or of those of a theme.
fn is_in_templates(path: &SourcePath) -> bool {
    let mut folders = path.as_str().split('/');
    let own = folders.next() == Some("templates");
    own || folders.nth(1) == Some("templates")
}

/// True for assets whose content influences a build, so it must be part of the snapshot.
pub(super) fn is_loaded_asset(path: &SourcePath) -> bool {
    match path.as_str().split('/').next() {
        Some("content") => path.extension().eq_ignore_ascii_case("svg"),
        Some("themes" | "templates") => !is_text(path),
        _ => false,
    }
}

/// Decodes UTF-8 and removes a byte order mark.
pub(super) fn decode_text(path: &SourcePath, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let line = |at: usize, bytes: &[u8]| bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    match String::from_utf8(bytes) {
        Ok(text) => match memchr::memchr(0, text.as_bytes()) {
            Some(nul) => Err(messages::contains_nul(path, line(nul, text.as_bytes()))),
            None => Ok(text.strip_prefix('\u{FEFF}').map(Into::into).unwrap_or(text)),
        },
        Err(error) => {
            Err(messages::not_text(path, line(error.utf8_error().valid_up_to(), error.as_bytes())))
        }
    }
}

/// Converts a relative path of the file system; the error is a lossy conversion of a non-UTF-8 name.
pub(super) fn to_source_path(relative: &Path) -> Result<SourcePath, Option<SourcePath>> {
    let lossy = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    match (relative.to_str(), SourcePath::new(&lossy)) {
        (Some(_), Some(path)) => Ok(path),
        (_, lossy) => Err(lossy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_contains_its_own_files_and_not_its_siblings() {
        let snapshot = Snapshot::from_memory([
            ("site.toml", &b"title = 'x'"[..]),
            ("content/a.md", b""),
            ("content/a/b.md", b""),
            ("content/a.toml", b""),
            ("content/a/b.csv", b""),
            ("content-old/a.md", b""),
            ("content0/a.toml", b""),
            ("contents.md", b""),
        ]);
        let found: Vec<&str> = snapshot.pages().map(|(p, _)| p.as_str()).collect();
        assert_eq!(found, ["content/a.md", "content/a/b.md"]);
        let found: Vec<&str> = snapshot.texts_below("content").map(|(p, _)| p.as_str()).collect();
        assert_eq!(found, ["content/a.toml", "content/a/b.csv"]);
    }

    #[test]
    fn a_file_that_is_not_text_is_reported_with_its_line() {
        let snapshot = Snapshot::from_memory([
            ("site.toml", &b"title = 'x'"[..]),
            ("content/a.md", b"ok\nbad \xff"),
            ("content/b.md", b"nul \0"),
        ]);
        let messages: Vec<&str> = snapshot.problems().map(|p| p.message.as_str()).collect();
        let expected =
            ["line 2 of this file is not UTF-8 text", "line 1 of this file contains a NUL byte"];
        assert_eq!(messages, expected);
    }

    #[test]
    fn a_byte_order_mark_is_removed() {
        let snapshot = Snapshot::from_memory([("site.toml", "\u{FEFF}title = 'x'".as_bytes())]);
        assert_eq!(snapshot.text_at("site.toml").map(|t| &**t), Some("title = 'x'"));
    }
}
