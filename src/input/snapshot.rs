//! The files of a site at one moment.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::asset::{Asset, FileContent, FileStamp};
use super::embedded_theme::{DEFAULT_THEME, EMBEDDED_ROOT, THEME_FILES};
use super::messages;
use crate::diagnostics::{Diagnostic, SourceTexts};
use crate::text::{ArenaStr, SourcePath, nfc};

/// What is on disk: the texts of a site, in memory, and its other files by path. Immutable outside
/// this room.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The Markdown files of `content/`.
    pages: BTreeMap<SourcePath, TextFile>,
    texts: BTreeMap<SourcePath, TextFile>,
    assets: BTreeMap<SourcePath, Asset>,
    /// Of assets that are in memory.
    asset_stamps: BTreeMap<SourcePath, ReadStamp>,
    problems: BTreeMap<SourcePath, Diagnostic>,
    being_written: BTreeSet<SourcePath>,
}

#[derive(Clone, Debug)]
struct TextFile {
    text: ArenaStr,
    /// `None` if the next scan must read the file again.
    stamp: Option<ReadStamp>,
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
        if !is_text(&path) {
            return self.add_asset(path, Asset::InMemory(bytes.into()));
        }
        match decode_text(&path, bytes.to_vec()) {
            Ok(text) => self.add_text(path, text.as_str().into(), None),
            Err(problem) => self.add_problem(path, problem),
        }
    }

    pub(super) fn add_text(&mut self, path: SourcePath, text: ArenaStr, stamp: Option<ReadStamp>) {
        let texts = if is_page(path.as_str()) { &mut self.pages } else { &mut self.texts };
        texts.insert(path, TextFile { text, stamp });
    }

    fn text_file(&self, path: &str) -> Option<&TextFile> {
        let path = &*nfc(path);
        if is_page(path) { &self.pages } else { &self.texts }.get(path)
    }

    pub(super) fn add_asset(&mut self, path: SourcePath, asset: Asset) {
        self.assets.insert(path, asset);
    }

    pub(super) fn add_loaded_asset(
        &mut self,
        path: SourcePath,
        bytes: Arc<[u8]>,
        stamp: Option<ReadStamp>,
    ) {
        if let Some(stamp) = stamp {
            self.asset_stamps.insert(path.clone(), stamp);
        }
        self.add_asset(path, Asset::InMemory(bytes));
    }

    pub(super) fn add_problem(&mut self, path: SourcePath, problem: Diagnostic) {
        self.problems.insert(path, problem);
    }

    /// Marks a file as being written and copies its state, if any, from an earlier snapshot.
    pub(super) fn keep_previous(&mut self, earlier: &Snapshot, path: &SourcePath) {
        self.being_written.insert(path.clone());
        if let Some(text) = earlier.text_file(path.as_str()) {
            self.add_text(path.clone(), text.text.clone(), None);
        }
        if let Some(asset) = earlier.assets.get(path) {
            self.add_asset(path.clone(), asset.clone());
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
        match (self.texts.contains_key(&path), self.problems.get(&path)) {
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
        take(&mut self.pages, path);
        take(&mut self.texts, path);
        take(&mut self.assets, path);
        take(&mut self.asset_stamps, path);
        take(&mut self.problems, path);
    }

    /// The text that was read from a file, if the file is unchanged.
    pub(super) fn unchanged_text(&self, path: &SourcePath, stamp: FileStamp) -> Option<&ArenaStr> {
        let file = self.text_file(path.as_str())?;
        (file.stamp == Some(ReadStamp::Settled(stamp))).then_some(&file.text)
    }

    /// The bytes that were read from a file, if the file is unchanged.
    pub(super) fn unchanged_asset(
        &self,
        path: &SourcePath,
        stamp: FileStamp,
    ) -> Option<&Arc<[u8]>> {
        match (self.assets.get(path)?, self.asset_stamps.get(path)?) {
            (Asset::InMemory(bytes), ReadStamp::Settled(known)) if *known == stamp => Some(bytes),
            _ => None,
        }
    }

    /// True if a file had this stamp when it was read.
    pub(super) fn was_read_with_stamp(&self, path: &SourcePath, stamp: FileStamp) -> bool {
        let read = self
            .text_file(path.as_str())
            .and_then(|text| text.stamp)
            .or_else(|| self.asset_stamps.get(path).copied());
        matches!(read, Some(ReadStamp::Settled(known) | ReadStamp::Recent(known)) if known == stamp)
    }

    /// True if there is a file at this path, readable or not.
    pub fn contains(&self, path: &SourcePath) -> bool {
        self.text_file(path.as_str()).is_some()
            || self.assets.contains_key(path)
            || self.problems.contains_key(path)
    }

    /// The paths of files that were changed, added or removed between two snapshots.
    pub fn changed_paths(&self, other: &Snapshot) -> BTreeSet<SourcePath> {
        let mut found = BTreeSet::new();
        let same = |one: &TextFile, other: &TextFile| one.text == other.text;
        diff_maps(&self.pages, &other.pages, same, &mut found);
        diff_maps(&self.texts, &other.texts, same, &mut found);
        diff_maps(&self.assets, &other.assets, |one, other| one == other, &mut found);
        diff_maps(&self.problems, &other.problems, |one, other| one == other, &mut found);
        found
    }

    /// All files: pages, other texts, then assets, each by path.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, FileContent<'_>)> {
        let texts = self.pages.iter().chain(&self.texts);
        let texts = texts.map(|(path, file)| (path, FileContent::InMemory(file.text.as_bytes())));
        texts.chain(self.assets.iter().map(|(path, asset)| (path, asset.content())))
    }

    /// The Markdown files of `content/`, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&SourcePath, &ArenaStr)> {
        self.pages.iter().map(|(path, text)| (path, &text.text))
    }

    /// The texts below a folder except pages, by path.
    pub fn texts_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &ArenaStr)> + use<'_> {
        files_below(&self.texts, folder).map(|(path, text)| (path, &text.text))
    }

    /// The assets below a folder, by path.
    pub fn assets_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &Asset)> + use<'_> {
        files_below(&self.assets, folder)
    }

    /// The text at a path in any Unicode normal form.
    pub fn text_at(&self, path: &str) -> Option<&ArenaStr> {
        self.text_file(path).map(|text| &text.text)
    }

    /// The asset at a path in any Unicode normal form.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.get(&*nfc(path))
    }

    /// What is wrong with files as such.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.values()
    }
}

impl SourceTexts for Snapshot {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        self.text_file(path.as_str()).map(|text| &*text.text)
    }
}

/// Compares two sorted maps in linear time.
fn diff_maps<T>(
    one: &BTreeMap<SourcePath, T>,
    other: &BTreeMap<SourcePath, T>,
    same: impl Fn(&T, &T) -> bool,
    found: &mut BTreeSet<SourcePath>,
) {
    let mut sides = [one.iter().peekable(), other.iter().peekable()];
    while let Some(path) = sides.iter_mut().filter_map(|side| Some(side.peek()?.0)).min() {
        let values = sides.each_mut().map(|side| side.next_if(|entry| entry.0 == path));
        match values {
            [Some((_, one)), Some((_, other))] if same(one, other) => {}
            _ => _ = found.insert(path.clone()),
        }
    }
}

fn is_at_or_below(path: &SourcePath, folder: &SourcePath) -> bool {
    path == folder || path.strip_prefix(folder.as_str()).is_some()
}

fn files_below<'a, T>(
    files: &'a BTreeMap<SourcePath, T>,
    folder: &str,
) -> impl Iterator<Item = (&'a SourcePath, &'a T)> + use<'a, T> {
    // `0` follows `/` in ASCII.
    let folder = nfc(folder);
    let (from, to) = (format!("{folder}/"), format!("{folder}0"));
    files.range::<str, _>((Bound::Excluded(from.as_str()), Bound::Excluded(to.as_str())))
}

fn is_page(path: &str) -> bool {
    path.ends_with(".md") && path.starts_with("content/")
}

/// True for files whose text is used. All others, and everything in `static/`, are assets.
pub(super) fn is_text(path: &SourcePath) -> bool {
    match path.as_str().split('/').next() {
        Some("static") => false,
        Some("content") => matches!(path.extension(), "md" | "toml" | "csv"),
        Some("templates" | "themes" | EMBEDDED_ROOT) => {
            matches!(path.extension(), "html" | "xml" | "toml" | "txt" | "json")
        }
        _ => true,
    }
}

/// True for assets whose content influences a build, so it must be part of the snapshot.
pub(super) fn is_loaded_asset(path: &SourcePath) -> bool {
    match path.as_str().split('/').next() {
        Some("content") => path.extension().eq_ignore_ascii_case("svg"),
        Some("themes") => !is_text(path),
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
