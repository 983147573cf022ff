//! A folder on disk into a [`Snapshot`].

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::file::{Asset, Status};
use super::litter::is_ignored;
use super::messages;
use super::snapshot::{ReadStamp, Snapshot, TEXT_LIMIT, is_held, is_text, source_path, text_of};
use crate::diagnostics::Diagnostic;
use crate::text::{SharedText, SourcePath};

/// The folders of a site. Nothing else in its root is looked at, so an output directory or a repository there costs nothing.
pub const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// How long a file must have been left alone before its stamp alone says that it is the same: longer than the coarsest clock of a file system (FAT counts in steps
/// of two seconds), for a file may be written twice within one step.
const SETTLED: Duration = Duration::from_millis(2_500);

/// How long a file is taken to be still being written after its last change, where nobody says that its writer is done.
pub const WRITING: Duration = Duration::from_millis(150);

/// How long a new file of no known sort is passed over when a site is looked at again: many programs save by way of a file that is gone at once.
const STRANGE: Duration = Duration::from_secs(1);

/// How many files are read into one stretch of memory.
const TOGETHER: usize = 64;

/// Suffixes of files that may lie beside a page.
pub const MEDIA: [&str; 19] =
    ["jpg", "jpeg", "png", "gif", "webp", "avif", "mp4", "webm", "ogv", "mp3", "ogg", "oga", "m4a", "wav", "flac", "pdf", "csv", "svg", "vtt"];

/// One file, looked at, with its text as a `T`.
enum Found<T> {
    /// It is being written: it is as it was, or not there yet.
    Unfinished(SourcePath),
    Text(SourcePath, T, Option<ReadStamp>),
    Held(SourcePath, Arc<[u8]>, Option<ReadStamp>),
    Asset(SourcePath, Asset),
    Problem(SourcePath, Diagnostic),
}

/// A text as it was found.
enum Looked {
    /// Of a file that was not there before.
    New(String),
    /// As it was before, or read again. What is read again has memory of its own: one stretch would keep all that was once read with it for as long as the last of it stands.
    Own(SharedText),
}

impl<T> Found<T> {
    fn with_text<U>(self, kept: impl FnOnce(T) -> U) -> Found<U> {
        match self {
            Found::Unfinished(path) => Found::Unfinished(path),
            Found::Text(path, text, stamp) => Found::Text(path, kept(text), stamp),
            Found::Held(path, bytes, stamp) => Found::Held(path, bytes, stamp),
            Found::Asset(path, asset) => Found::Asset(path, asset),
            Found::Problem(path, problem) => Found::Problem(path, problem),
        }
    }
}

/// How far what is found is trusted to be finished.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// What is there is what is meant: there is nothing to fall back on.
    All,
    /// The path itself is finished, by the word of who named it; what lies below it is on its own.
    Named,
    /// What has changed within the last [`WRITING`] may be half of it.
    Settled,
}

/// Reads the site in `root`. What is wrong with a file is a problem of the snapshot, never a failure: a symbolic link is followed only
/// to a target inside the site, a FIFO, socket or device is not opened, a text is read to 16 MB and must be UTF-8.
pub fn scan(root: &Path) -> Snapshot {
    everything(root, &Snapshot::default(), Trust::All, &BTreeSet::new())
}

/// Looks at all of the site again. A file that is still the one that was read for `earlier`, as far as its stamp can tell, is not read again. One that has changed within the
/// last [`WRITING`], or of which it is known that it is `being_written` (absolute paths), is left as it was, and the snapshot says so: what is read of a file while it is being
/// written is half of it.
pub fn rescan(root: &Path, earlier: &Snapshot, being_written: &BTreeSet<PathBuf>) -> Snapshot {
    everything(root, earlier, Trust::Settled, being_written)
}

fn everything(root: &Path, earlier: &Snapshot, trust: Trust, being_written: &BTreeSet<PathBuf>) -> Snapshot {
    let mut snapshot = Snapshot::with_embedded_theme();
    let starts: Vec<PathBuf> = std::iter::once("site.toml").chain(FOLDERS).map(PathBuf::from).collect();
    add(root, &starts, earlier, &mut snapshot, trust, being_written);
    snapshot
}

/// Looks again at some paths of the site only, each a file or a folder with all that is in it; everything else is taken from `earlier`. Paths are absolute, or relative
/// to `root`; those that are no part of a site are passed over. A file that is named is read as it is; in a folder that is named, what is being written is left as it was.
pub fn look(root: &Path, paths: &BTreeSet<PathBuf>, earlier: &Snapshot) -> Snapshot {
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut snapshot = earlier.clone();
    let mut starts: Vec<PathBuf> = Vec::new();
    for path in paths {
        let Ok(inner) = path.strip_prefix(root).or_else(|_| if path.is_relative() { Ok(path.as_path()) } else { Err(()) }) else { continue };
        // Paths come in the order of their parts, so that what lies in a folder follows it.
        if !belongs(inner) || starts.last().is_some_and(|start| inner.starts_with(start)) {
            continue;
        }
        if goes_by_a_link(root, &real_root, inner) {
            return rescan(root, earlier, &BTreeSet::new());
        }
        if let Ok(path) | Err(Some(path)) = source_path(inner) {
            snapshot.remove(&path);
        }
        starts.push(inner.to_owned());
    }
    match add(root, &starts, earlier, &mut snapshot, Trust::Named, &BTreeSet::new()) {
        Way::Straight => snapshot,
        Way::ByLink => rescan(root, earlier, &BTreeSet::new()),
    }
}

/// True for a path that leads over a symbolic link to a folder, or is one. What such a link closes or leaves is seen only on the whole way to it.
fn goes_by_a_link(root: &Path, real_root: &Path, inner: &Path) -> bool {
    let above = inner.parent().unwrap_or(Path::new(""));
    let moved = fs::canonicalize(root.join(above)).is_ok_and(|real| real != real_root.join(above));
    let file = root.join(inner);
    moved || (file.is_symlink() && file.is_dir())
}

/// True for a path that may be part of a site.
pub fn belongs(inner: &Path) -> bool {
    let mut parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
    let Some(first) = parts.next() else { return false };
    if !FOLDERS.contains(&&*first) {
        return &*first == "site.toml" && parts.next().is_none();
    }
    parts.all(|name| !is_ignored(&first, &name))
}

/// Whether links to folders were met on the way.
enum Way {
    Straight,
    ByLink,
}

/// Adds all that stands at or below some paths.
fn add(root: &Path, starts: &[PathBuf], earlier: &Snapshot, snapshot: &mut Snapshot, trust: Trust, being_written: &BTreeSet<PathBuf>) -> Way {
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut way = Way::Straight;
    let mut files: Vec<(PathBuf, SourcePath, Trust)> = Vec::new();
    for start in starts {
        let site_folder = start.iter().next().unwrap_or_default().to_string_lossy();
        let mut leave: Vec<PathBuf> = Vec::new();
        let entries = WalkDir::new(root.join(start)).follow_links(true).into_iter().filter_entry(|entry| {
            let wanted = entry.depth() == 0 || !is_ignored(&site_folder, &entry.file_name().to_string_lossy());
            let leaves = wanted && entry.path_is_symlink() && leaves_site(entry.path(), &real_root);
            if leaves {
                leave.push(entry.path().to_owned());
            }
            wanted && !leaves
        });
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    if entry.path_is_symlink() {
                        way = Way::ByLink;
                    }
                }
                Ok(entry) => match source_path(entry.path().strip_prefix(root).unwrap_or(entry.path())) {
                    Ok(path) => {
                        let trust = if trust == Trust::Named && entry.depth() > 0 { Trust::Settled } else { trust };
                        files.push((entry.into_path(), path, trust));
                    }
                    Err(Some(lossy)) => snapshot.add_problem(lossy.clone(), messages::odd_name(&lossy)),
                    Err(None) => {}
                },
                Err(error) => {
                    if error.loop_ancestor().is_some() {
                        way = Way::ByLink;
                    }
                    report_walk(&error, root, snapshot);
                }
            }
        }
        for link in leave {
            let target = fs::read_link(&link).map(|target| target.to_string_lossy().into_owned()).unwrap_or_default();
            if let Ok(path) = source_path(link.strip_prefix(root).unwrap_or(&link)) {
                snapshot.add_problem(path.clone(), messages::link_leaves_site(&path, &target));
            }
        }
    }
    one_of_each(root, &mut files, snapshot);
    let look = |(file, path, trust): &(PathBuf, SourcePath, Trust)| {
        if being_written.contains(file) { Found::Unfinished(path.clone()) } else { look_at(file, path.clone(), earlier, *trust) }
    };
    let found: Vec<Vec<Found<SharedText>>> = files.par_chunks(TOGETHER).map(|files| side_by_side(files.par_iter().map(look).collect())).collect();
    // One that is gone for a moment is being written still.
    for missing in being_written.iter().filter(|file| !files.iter().any(|(found, ..)| found == *file)) {
        if let Ok(path) = source_path(missing.strip_prefix(root).unwrap_or(missing))
            && earlier.has(&path)
        {
            snapshot.leave_as_in(earlier, &path);
        }
    }
    for file in found.into_iter().flatten() {
        match file {
            Found::Unfinished(path) => snapshot.leave_as_in(earlier, &path),
            Found::Text(path, text, stamp) => snapshot.add_checked_text(path, text, stamp),
            Found::Held(path, bytes, stamp) => snapshot.add_held(path, bytes, stamp),
            Found::Asset(path, asset) => snapshot.add_asset(path, asset),
            Found::Problem(path, problem) => snapshot.add_problem(path, problem),
        }
    }
    snapshot.finish();
    way
}

/// Leaves one of several files whose paths are the same but for how their letters are composed, and reports the others.
fn one_of_each(root: &Path, files: &mut Vec<(PathBuf, SourcePath, Trust)>, snapshot: &mut Snapshot) {
    // ASCII has but one way to be composed.
    let mut known: Vec<(&SourcePath, &PathBuf)> = files.iter().filter(|(_, path, _)| !path.as_str().is_ascii()).map(|(file, path, _)| (path, file)).collect();
    known.sort_unstable();
    let name = |file: &Path| file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned();
    let mut others: BTreeSet<PathBuf> = BTreeSet::new();
    for ((path, one), (_, other)) in known.windows(2).map(|pair| (pair[0], pair[1])).filter(|(one, other)| one.0 == other.0) {
        snapshot.add_problem(path.clone(), messages::composed_alike(path, &name(one), &name(other)));
        others.insert(other.clone());
    }
    files.retain(|(file, ..)| !others.contains(file));
}

/// What was found, with the texts that are new in one stretch of memory.
fn side_by_side(found: Vec<Found<Looked>>) -> Vec<Found<SharedText>> {
    let read = found.iter().filter_map(|file| if let Found::Text(_, Looked::New(text), _) = file { Some(&**text) } else { None });
    let mut shared = SharedText::side_by_side(read).into_iter();
    let mut kept = |text| match text {
        Looked::Own(text) => text,
        Looked::New(_) => shared.next().expect("a text for each that is new"),
    };
    found.into_iter().map(|file| file.with_text(&mut kept)).collect()
}

fn look_at(file: &Path, path: SourcePath, earlier: &Snapshot, trust: Trust) -> Found<Looked> {
    let meta = match fs::metadata(file) {
        Ok(meta) => meta,
        Err(error) => return Found::Problem(path.clone(), messages::unreadable(&path, &error)),
    };
    if !meta.is_file() {
        return Found::Problem(path.clone(), messages::odd_file(&path, "a pipe, socket or device"));
    }
    let status = Status::of(&meta);
    let stamp = status.stamp();
    // Who copies a file with its time sets the time last, when the file is finished.
    let younger_than = |limit: Duration| status.since_written().is_some_and(|age| age < limit);
    if trust != Trust::All && is_strange(&path) && younger_than(STRANGE) {
        return Found::Unfinished(path);
    }
    let (text, held) = (is_text(&path), is_held(&path));
    if !text && !held {
        return Found::Asset(path, Asset::OnDisk { path: file.to_owned(), stamp });
    }
    if status.bytes > TEXT_LIMIT {
        return Found::Problem(path.clone(), messages::too_large(&path, status.bytes, TEXT_LIMIT));
    }
    // What somebody has named when it was finished is finished still.
    if trust == Trust::Settled && younger_than(WRITING) && !earlier.was_read_at(&path, stamp) {
        return Found::Unfinished(path);
    }
    if let Some(text) = earlier.known_text(&path, stamp) {
        return Found::Text(path, Looked::Own(text.clone()), Some(ReadStamp::Settled(stamp)));
    }
    if let Some(bytes) = earlier.known_bytes(&path, stamp) {
        return Found::Held(path, bytes.clone(), Some(ReadStamp::Settled(stamp)));
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return Found::Problem(path.clone(), messages::unreadable(&path, &error)),
    };
    let unchanged = fs::metadata(file).is_ok_and(|meta| Status::of(&meta).stamp() == stamp);
    if trust != Trust::All && !unchanged {
        return Found::Unfinished(path);
    }
    let is_settled = status.since_changed().is_some_and(|age| age > SETTLED);
    let stamp = unchanged.then_some(if is_settled { ReadStamp::Settled(stamp) } else { ReadStamp::Recent(stamp) });
    if held {
        return Found::Held(path, bytes.into(), stamp);
    }
    match text_of(&path, bytes) {
        Ok(text) => {
            // A text that is read again and found the same stays the very same.
            let text = match earlier.shared_text(path.as_str()) {
                Some(known) if **known == *text => Looked::Own(known.clone()),
                Some(_) => Looked::Own(text.as_str().into()),
                None => Looked::New(text),
            };
            Found::Text(path, text, stamp)
        }
        Err(problem) => Found::Problem(path, problem),
    }
}

/// True for a file beside pages of a sort that may not lie there.
fn is_strange(path: &SourcePath) -> bool {
    let suffix = path.extension().to_ascii_lowercase();
    path.strip_prefix("content").is_some() && !is_text(path) && !MEDIA.contains(&suffix.as_str())
}

fn leaves_site(link: &Path, real_root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|target| !target.starts_with(real_root))
}

fn report_walk(error: &walkdir::Error, root: &Path, snapshot: &mut Snapshot) {
    let Some(file) = error.path() else { return };
    let inner = file.strip_prefix(root).unwrap_or(file);
    // A lock file of Emacs is a link to nowhere.
    if !belongs(inner) {
        return;
    }
    let Ok(path) = source_path(inner) else { return };
    let problem = if error.loop_ancestor().is_some() {
        messages::link_loop(&path)
    } else {
        match error.io_error() {
            None => return,
            Some(io) if !matches!(io.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => messages::unreadable(&path, io),
            Some(io) if fs::symlink_metadata(file).is_ok() => messages::link_is_broken(&path, io),
            // A folder of a site need not exist, and a file may go while we look.
            Some(_) => return,
        }
    };
    snapshot.add_problem(path, problem);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_new_lie_together_and_those_that_are_read_again_each_by_itself() {
        let site = tempfile::tempdir().expect("a folder");
        let paths = ["content/a.md", "content/b.md"];
        let write = |text: &str| paths.iter().for_each(|path| fs::write(site.path().join(path), text).expect("written"));
        let texts = |snapshot: &Snapshot| paths.map(|path| snapshot.shared_text(path).cloned().expect("a text"));
        fs::create_dir(site.path().join("content")).expect("made");
        write("old");
        let first = scan(site.path());
        let [a, b] = texts(&first);
        assert!(a.is_beside(&b));
        write("new");
        let [a, b] = texts(&look(site.path(), &paths.iter().map(|path| site.path().join(path)).collect(), &first));
        assert_eq!((&*a, &*b), ("new", "new"));
        assert!(!a.is_beside(&b));
    }
}
