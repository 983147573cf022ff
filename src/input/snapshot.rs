//! The files of a site at one moment.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::embedded::{DEFAULT_THEME, EMBEDDED_ROOT, THEME_FILES};
use super::messages;
use crate::diagnostics::{Diagnostic, SourceTexts};
use crate::text::SourcePath;

/// The largest text that is read, in bytes.
pub(super) const TEXT_LIMIT: u64 = 16 << 20;

/// What is on disk: the texts of a site, held, and its other files by name. Made by [`super::scan`], or from memory.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    texts: BTreeMap<SourcePath, Arc<str>>,
    assets: BTreeMap<SourcePath, Asset>,
    problems: Vec<Diagnostic>,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub enum Asset {
    /// Held in memory.
    Held(Arc<[u8]>),
    /// On disk, read only when it is needed.
    OnDisk {
        /// Where.
        path: PathBuf,
        /// Its size in bytes when it was seen.
        bytes: u64,
    },
}

impl Asset {
    /// The content of the file.
    ///
    /// # Errors
    /// Those of reading it, for a file on disk.
    pub fn read(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Asset::Held(bytes) => Ok(bytes.clone()),
            Asset::OnDisk { path, .. } => std::fs::read(path).map(Into::into),
        }
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Asset::Held(bytes) => bytes.len() as u64,
            Asset::OnDisk { bytes, .. } => *bytes,
        }
    }
}

impl Snapshot {
    /// A snapshot of files that are in memory. The embedded theme is added.
    pub fn from_memory<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut snapshot = Self::with_embedded_theme();
        for (path, bytes) in files {
            if let Some(path) = SourcePath::new(path) {
                if is_text(&path) { snapshot.add_text(path, bytes.to_vec()) } else { snapshot.add_asset(path, Asset::Held(bytes.into())) }
            }
        }
        snapshot.finish();
        snapshot
    }

    pub(super) fn with_embedded_theme() -> Self {
        let mut snapshot = Snapshot::default();
        for (path, bytes) in THEME_FILES {
            if let Some(path) = SourcePath::new(&format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}/{path}")) {
                if is_text(&path) { snapshot.add_text(path, bytes.to_vec()) } else { snapshot.add_asset(path, Asset::Held((*bytes).into())) }
            }
        }
        snapshot
    }

    pub(super) fn add_text(&mut self, path: SourcePath, bytes: Vec<u8>) {
        match text_of(&path, bytes) {
            Ok(text) => self.add_checked_text(path, text),
            Err(problem) => self.problems.push(problem),
        }
    }

    pub(super) fn add_checked_text(&mut self, path: SourcePath, text: Arc<str>) {
        self.texts.insert(path, text);
    }

    pub(super) fn add_asset(&mut self, path: SourcePath, asset: Asset) {
        self.assets.insert(path, asset);
    }

    pub(super) fn add_problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    pub(super) fn finish(&mut self) {
        let about_site = self.problems.iter().any(|p| p.place().is_some_and(|l| l.path.as_str() == "site.toml"));
        if !self.texts.contains_key("site.toml") && !about_site {
            self.problems.push(messages::no_site());
        }
    }

    /// The texts below a folder, in the order of their paths.
    pub fn texts_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a Arc<str>)> {
        below(&self.texts, folder)
    }

    /// The other files below a folder, in the order of their paths.
    pub fn assets_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a Asset)> {
        below(&self.assets, folder)
    }

    /// The text at a path, to keep.
    pub fn shared_text(&self, path: &str) -> Option<&Arc<str>> {
        self.texts.get(path)
    }

    /// The text at a path, with its path.
    pub fn text_entry(&self, path: &str) -> Option<(&SourcePath, &str)> {
        self.texts.get_key_value(path).map(|(path, text)| (path, &**text))
    }

    /// The other file at a path.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets.get(path)
    }

    /// What was wrong with files as files.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }
}

impl SourceTexts for Snapshot {
    fn text(&self, path: &SourcePath) -> Option<&str> {
        self.texts.get(path).map(|text| &**text)
    }
}

fn below<'a, T>(files: &'a BTreeMap<SourcePath, T>, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a T)> {
    use std::ops::Bound::{Excluded, Unbounded};
    let after_folder = files.range::<str, _>((Excluded(folder), Unbounded));
    after_folder.take_while(move |(path, _)| path.as_str().starts_with(folder)).filter(move |(path, _)| path.strip_prefix(folder).is_some())
}

/// Files that are read as text: what has words in it for us. Everything else, and all of `static/`, is published as it is.
pub(super) fn is_text(path: &SourcePath) -> bool {
    match path.as_str().split('/').next() {
        Some("static") => false,
        Some("content") => matches!(path.extension(), "md" | "toml" | "csv"),
        Some("templates" | "themes" | EMBEDDED_ROOT) => matches!(path.extension(), "html" | "xml" | "toml" | "txt" | "json"),
        _ => true,
    }
}

/// Bytes as text, without a byte order mark.
pub(super) fn text_of(path: &SourcePath, bytes: Vec<u8>) -> Result<Arc<str>, Diagnostic> {
    let line = |at: usize, bytes: &[u8]| bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    match String::from_utf8(bytes) {
        Ok(text) => match text.bytes().position(|b| b == 0) {
            Some(nul) => Err(messages::has_nul(path, line(nul, text.as_bytes()))),
            None => Ok(text.strip_prefix('\u{FEFF}').map_or_else(|| text.as_str().into(), Into::into)),
        },
        Err(error) => Err(messages::not_text(path, line(error.utf8_error().valid_up_to(), error.as_bytes()))),
    }
}

/// A path of the file system as a path of the site, or a lossy one where its name is no UTF-8.
pub(super) fn source_path(relative: &Path) -> Result<SourcePath, Option<SourcePath>> {
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
            ("content-old/a.md", b""),
            ("contents.md", b""),
        ]);
        let found: Vec<&str> = snapshot.texts_below("content").map(|(p, _)| p.as_str()).collect();
        assert_eq!(found, ["content/a.md", "content/a/b.md"]);
    }

    #[test]
    fn a_file_that_is_no_text_is_reported_with_its_line() {
        let snapshot = Snapshot::from_memory([("site.toml", &b"title = 'x'"[..]), ("content/a.md", b"ok\nbad \xff"), ("content/b.md", b"nul \0")]);
        let said: Vec<&str> = snapshot.problems().iter().map(|p| p.message.as_str()).collect();
        assert_eq!(said, ["line 2 of this file is not UTF-8 text", "line 1 of this file has a NUL byte"]);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let snapshot = Snapshot::from_memory([("site.toml", "\u{FEFF}title = 'x'".as_bytes())]);
        assert_eq!(snapshot.shared_text("site.toml").map(|t| &**t), Some("title = 'x'"));
    }
}
