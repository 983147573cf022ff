//! The files of a site at one moment.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::asset::{Asset, FileContent, FileStamp};
use super::embedded_theme::{DEFAULT_THEME, EMBEDDED_ROOT, THEME_FILES};
use super::messages;
use crate::diagnostics::{Diagnostic, SourceTexts};
use crate::text::{ArenaStr, SourcePath, nfc};

/// The largest text that is read, in bytes.
pub(super) const MAX_TEXT_BYTES: u64 = 16 << 20;

/// What is on disk: the texts of a site, held, and its other files by name. Made by
/// [`super::scan`], or from memory.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The Markdown files of `content/`, apart from the others: there may be very many of them.
    pages: BTreeMap<SourcePath, TextFile>,
    texts: BTreeMap<SourcePath, TextFile>,
    assets: BTreeMap<SourcePath, Asset>,
    /// The stamps of assets that are held, as of texts.
    asset_stamps: BTreeMap<SourcePath, ReadStamp>,
    /// What was wrong with a file as a file, by its path.
    problems: BTreeMap<SourcePath, Diagnostic>,
    /// Files that were being written, and are as they were before.
    being_written: BTreeSet<SourcePath>,
}

/// A text, and what is known of the file it was read from.
#[derive(Clone, Debug)]
struct TextFile {
    text: ArenaStr,
    /// `None` where a later look must read the file again, whatever its stamp.
    stamp: Option<ReadStamp>,
}

/// The stamp that a file had when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadStamp {
    /// A file of this stamp is the one that was read.
    Settled(FileStamp),
    /// The file had just changed: it may have changed once more within the same step of the clock.
    Recent(FileStamp),
}

impl Snapshot {
    /// A snapshot of files that are in memory. The embedded theme is added.
    pub fn from_memory<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut snapshot = Self::with_embedded_theme();
        let mut names: BTreeMap<SourcePath, &str> = BTreeMap::new();
        for (name, bytes) in files {
            if let Some(path) = SourcePath::new(name) {
                if let Some(other) = names.insert(path.clone(), name).filter(|other| *other != name)
                {
                    snapshot.add_problem(
                        path.clone(),
                        messages::same_name_after_nfc(&path, other.min(name), other.max(name)),
                    );
                }
                if is_text(&path) {
                    snapshot.decode_and_add_text(path, bytes.to_vec())
                } else {
                    snapshot.add_asset(path, Asset::InMemory(bytes.into()))
                }
            }
        }
        snapshot.report_missing_site();
        snapshot
    }

    pub(super) fn with_embedded_theme() -> Self {
        static EMBEDDED: LazyLock<Snapshot> = LazyLock::new(|| {
            let mut snapshot = Snapshot::default();
            for (path, bytes) in THEME_FILES {
                if let Some(path) =
                    SourcePath::new(&format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}/{path}"))
                {
                    if is_text(&path) {
                        snapshot.decode_and_add_text(path, bytes.to_vec())
                    } else {
                        snapshot.add_asset(path, Asset::InMemory((*bytes).into()))
                    }
                }
            }
            snapshot
        });
        EMBEDDED.clone()
    }

    fn decode_and_add_text(&mut self, path: SourcePath, bytes: Vec<u8>) {
        match decode_text(&path, bytes) {
            Ok(text) => self.add_text(path, text.as_str().into(), None),
            Err(problem) => self.add_problem(path, problem),
        }
    }

    pub(super) fn add_text(&mut self, path: SourcePath, text: ArenaStr, stamp: Option<ReadStamp>) {
        self.text_map_mut(&path).insert(path, TextFile { text, stamp });
    }

    fn text_map(&self, path: &str) -> &BTreeMap<SourcePath, TextFile> {
        if is_page(path) { &self.pages } else { &self.texts }
    }

    fn text_map_mut(&mut self, path: &SourcePath) -> &mut BTreeMap<SourcePath, TextFile> {
        if is_page(path.as_str()) { &mut self.pages } else { &mut self.texts }
    }

    fn text_file(&self, path: &str) -> Option<&TextFile> {
        let path = &*nfc(path);
        self.text_map(path).get(path)
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

    /// Takes a file from an earlier snapshot, or leaves it out where it was not there.
    pub(super) fn keep_previous(&mut self, earlier: &Snapshot, path: &SourcePath) {
        self.being_written.insert(path.clone());
        if let Some(text) = earlier.text_file(path.as_str()) {
            self.add_text(path.clone(), text.text.clone(), None);
        }
        if let Some(asset) = earlier.assets.get(path) {
            self.add_asset(path.clone(), asset.clone());
        }
        if let Some(problem) = earlier.problems.get(path) {
            self.problems.insert(path.clone(), problem.clone());
        }
    }

    /// The files that were being written when they were looked at, and are as they were before:
    /// another look is due soon.
    pub fn being_written(&self) -> &BTreeSet<SourcePath> {
        &self.being_written
    }

    /// Says so where there is no site, once all files are there.
    pub(super) fn report_missing_site(&mut self) {
        let path = SourcePath::from_static("site.toml");
        let absent =
            self.problems.get(&path).is_some_and(|problem| *problem == messages::no_site());
        match (self.texts.contains_key(&path), self.problems.contains_key(&path)) {
            (true, _) if absent => drop(self.problems.remove(&path)),
            (false, false) => drop(self.problems.insert(path, messages::no_site())),
            _ => {}
        }
    }

    /// Takes out a file, or a folder with all that is in it.
    pub(super) fn remove(&mut self, path: &SourcePath) {
        self.being_written.retain(|unfinished| unfinished != path && !is_below(unfinished, path));
        fn take<T>(files: &mut BTreeMap<SourcePath, T>, path: &SourcePath) {
            files.remove(path);
            let inner: Vec<SourcePath> =
                files_below(files, path.as_str()).map(|(inner, _)| inner.clone()).collect();
            for inner in inner {
                files.remove(&inner);
            }
        }
        take(&mut self.pages, path);
        take(&mut self.texts, path);
        take(&mut self.assets, path);
        take(&mut self.asset_stamps, path);
        take(&mut self.problems, path);
    }

    /// The text that was read from a file, if the file is still the one it was.
    pub(super) fn unchanged_text(&self, path: &SourcePath, stamp: FileStamp) -> Option<&ArenaStr> {
        self.text_file(path.as_str())
            .filter(|text| text.stamp == Some(ReadStamp::Settled(stamp)))
            .map(|text| &text.text)
    }

    /// The bytes that were read from a file, if the file is still the one it was.
    pub(super) fn unchanged_asset(
        &self,
        path: &SourcePath,
        stamp: FileStamp,
    ) -> Option<&Arc<[u8]>> {
        match self
            .assets
            .get(path)
            .filter(|_| self.asset_stamps.get(path) == Some(&ReadStamp::Settled(stamp)))
        {
            Some(Asset::InMemory(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// True where a file was read when it had this stamp.
    pub(super) fn was_read_with_stamp(&self, path: &SourcePath, stamp: FileStamp) -> bool {
        let read = self
            .text_file(path.as_str())
            .and_then(|text| text.stamp)
            .or_else(|| self.asset_stamps.get(path).copied());
        matches!(read, Some(ReadStamp::Settled(known) | ReadStamp::Recent(known)) if known == stamp)
    }

    /// True where there is a file at a path.
    pub fn contains(&self, path: &SourcePath) -> bool {
        self.text_file(path.as_str()).is_some()
            || self.assets.contains_key(path)
            || self.problems.contains_key(path)
    }

    /// Every path that is not the same in another snapshot: a file that changed, came or went.
    pub fn changed_paths(&self, other: &Snapshot) -> BTreeSet<SourcePath> {
        let mut found = BTreeSet::new();
        let same = |one: &TextFile, other: &TextFile| one.text == other.text;
        diff_maps(&self.pages, &other.pages, same, &mut found);
        diff_maps(&self.texts, &other.texts, same, &mut found);
        diff_maps(&self.assets, &other.assets, |one, other| one == other, &mut found);
        diff_maps(&self.problems, &other.problems, |one, other| one == other, &mut found);
        found
    }

    /// All files, by kind and path.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, FileContent<'_>)> {
        let texts = self
            .pages
            .iter()
            .chain(&self.texts)
            .map(|(path, text)| (path, FileContent::InMemory(text.text.as_bytes())));
        texts.chain(self.assets.iter().map(|(path, asset)| (path, asset.content())))
    }

    /// The Markdown files of `content/`, in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = (&SourcePath, &ArenaStr)> {
        self.pages.iter().map(|(path, text)| (path, &text.text))
    }

    /// The texts below a folder that are no pages, in the order of their paths.
    pub fn texts_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &ArenaStr)> + use<'_> {
        files_below(&self.texts, folder).map(|(path, text)| (path, &text.text))
    }

    /// The other files below a folder, in the order of their paths.
    pub fn assets_below(
        &self,
        folder: &str,
    ) -> impl Iterator<Item = (&SourcePath, &Asset)> + use<'_> {
        files_below(&self.assets, folder)
    }

    /// The text at a path, to keep.
    pub fn text_at(&self, path: &str) -> Option<&ArenaStr> {
        self.text_file(path).map(|text| &text.text)
    }

    /// The other file at a path.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.get(&*nfc(path))
    }

    /// What was wrong with files as files.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.values()
    }
}

impl SourceTexts for Snapshot {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        self.text_file(path.as_str()).map(|text| &*text.text)
    }
}

/// Walks along two maps side by side, and finds where they differ.
fn diff_maps<T>(
    one: &BTreeMap<SourcePath, T>,
    other: &BTreeMap<SourcePath, T>,
    same: impl Fn(&T, &T) -> bool,
    found: &mut BTreeSet<SourcePath>,
) {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (Some((one, _)), Some((other, _))) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return,
        };
        let (one, other) = (left.next_if(|_| order.is_le()), right.next_if(|_| order.is_ge()));
        match (one, other) {
            (Some((_, one)), Some((_, other))) if same(one, other) => {}
            (Some((path, _)), _) | (None, Some((path, _))) => drop(found.insert(path.clone())),
            (None, None) => {}
        }
    }
}

fn is_below(path: &SourcePath, folder: &SourcePath) -> bool {
    path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

fn files_below<'a, T>(
    files: &'a BTreeMap<SourcePath, T>,
    folder: &str,
) -> impl Iterator<Item = (&'a SourcePath, &'a T)> + use<'a, T> {
    // The sign after the slash is the first that no path below the folder can have in its place.
    let folder = nfc(folder);
    let (from, to) = (format!("{folder}/"), format!("{folder}{}", char::from(b'/' + 1)));
    files.range::<str, _>((Bound::Excluded(from.as_str()), Bound::Excluded(to.as_str())))
}

/// True for a Markdown file of `content/`.
fn is_page(path: &str) -> bool {
    path.ends_with(".md") && path.starts_with("content/")
}

/// Files that are read as text: what has words in it for us. Everything else, and all of `static/`,
/// is published as it is.
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

/// Files that a build looks into without their being texts: held, so that what it sees of them is
/// part of the snapshot.
pub(super) fn is_loaded_asset(path: &SourcePath) -> bool {
    match path.as_str().split('/').next() {
        Some("content") => path.extension().eq_ignore_ascii_case("svg"),
        Some("themes") => !is_text(path),
        _ => false,
    }
}

/// Bytes as text, without a byte order mark.
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

/// A path of the file system as a path of the site, or a lossy one where its name is no UTF-8.
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
    fn a_folder_gives_its_own_files_and_not_its_neighbours() {
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
    fn a_file_that_is_no_text_is_reported_with_its_line() {
        let snapshot = Snapshot::from_memory([
            ("site.toml", &b"title = 'x'"[..]),
            ("content/a.md", b"ok\nbad \xff"),
            ("content/b.md", b"nul \0"),
        ]);
        let said: Vec<&str> = snapshot.problems().map(|p| p.message.as_str()).collect();
        assert_eq!(
            said,
            ["line 2 of this file is not UTF-8 text", "line 1 of this file has a NUL byte"]
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let snapshot = Snapshot::from_memory([("site.toml", "\u{FEFF}title = 'x'".as_bytes())]);
        assert_eq!(snapshot.text_at("site.toml").map(|t| &**t), Some("title = 'x'"));
    }
}
