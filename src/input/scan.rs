//! A folder on disk into a [`Snapshot`].

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::asset::{Asset, FileStatus};
use super::ignored_files::is_ignored;
use super::messages;
use super::snapshot::{
    MAX_TEXT_BYTES, ReadStamp, Snapshot, decode_text, is_loaded_asset, is_text, to_source_path,
};
use crate::diagnostics::Diagnostic;
use crate::text::{ArenaStr, SourcePath};

/// The folders of a site. Nothing else in its root is looked at, so an output directory or a
/// repository there costs nothing.
pub const SITE_FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// How long a file must have been left alone before its stamp alone says that it is the same:
/// longer than the coarsest clock of a file system (FAT counts in steps of two seconds), for a file
/// may be written twice within one step.
const STAMP_RELIABLE_AFTER: Duration = Duration::from_millis(2_500);

/// How long a file is taken to be still being written after its last change, where nobody says that
/// its writer is done.
pub const WRITE_QUIET_PERIOD: Duration = Duration::from_millis(150);

/// How long a new file of no known sort is passed over when a site is looked at again: many
/// programs save by way of a file that is gone at once.
const UNSUPPORTED_FILE_GRACE: Duration = Duration::from_secs(1);

/// How many files are read into one stretch of memory.
const FILES_PER_ARENA: usize = 64;

/// Suffixes of files that may lie beside a page.
pub const MEDIA_EXTENSIONS: [&str; 19] = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "mp4", "webm", "ogv", "mp3", "ogg", "oga", "m4a",
    "wav", "flac", "pdf", "csv", "svg", "vtt",
];

/// One file, looked at, with its text as a `T`.
enum ScannedFile<T> {
    /// It is being written: it is as it was, or not there yet.
    Unfinished(SourcePath),
    Text(SourcePath, T, Option<ReadStamp>),
    Held(SourcePath, Arc<[u8]>, Option<ReadStamp>),
    Asset(SourcePath, Asset),
    Problem(SourcePath, Diagnostic),
}

/// A text as it was found.
enum ReadText {
    /// Of a file that was not there before.
    New(String),
    /// As it was before, or read again. What is read again has memory of its own: one stretch would
    /// keep all that was once read with it for as long as the last of it stands.
    Standalone(ArenaStr),
}

impl<T> ScannedFile<T> {
    fn map_text<U>(self, kept: impl FnOnce(T) -> U) -> ScannedFile<U> {
        match self {
            ScannedFile::Unfinished(path) => ScannedFile::Unfinished(path),
            ScannedFile::Text(path, text, stamp) => ScannedFile::Text(path, kept(text), stamp),
            ScannedFile::Held(path, bytes, stamp) => ScannedFile::Held(path, bytes, stamp),
            ScannedFile::Asset(path, asset) => ScannedFile::Asset(path, asset),
            ScannedFile::Problem(path, problem) => ScannedFile::Problem(path, problem),
        }
    }
}

/// How far what is found is trusted to be finished.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WriteCheck {
    /// What is there is what is meant: there is nothing to fall back on.
    ReadAll,
    /// The path itself is finished, by the word of who named it; what lies below it is on its own.
    NamedAreComplete,
    /// What has changed within the last [`WRITE_QUIET_PERIOD`] may be half of it.
    RequireQuiet,
}

/// Reads the site in `root`. What is wrong with a file is a problem of the snapshot, never a
/// failure: a symbolic link is followed only to a target inside the site, a FIFO, socket or device
/// is not opened, a text is read to 16 MB and must be UTF-8.
pub fn scan(root: &Path) -> Snapshot {
    scan_all(root, &Snapshot::default(), WriteCheck::ReadAll, &BTreeSet::new())
}

/// Looks at all of the site again. A file that is still the one that was read for `earlier`, as far
/// as its stamp can tell, is not read again. One that has changed within the last
/// [`WRITE_QUIET_PERIOD`], or of which it is known that it is `being_written` (absolute paths), is
/// left as it was, and the snapshot says so: what is read of a file while it is being written is
/// half of it.
pub fn rescan(root: &Path, earlier: &Snapshot, being_written: &BTreeSet<PathBuf>) -> Snapshot {
    scan_all(root, earlier, WriteCheck::RequireQuiet, being_written)
}

fn scan_all(
    root: &Path,
    earlier: &Snapshot,
    trust: WriteCheck,
    being_written: &BTreeSet<PathBuf>,
) -> Snapshot {
    let mut snapshot = Snapshot::with_embedded_theme();
    let starts: Vec<PathBuf> =
        std::iter::once("site.toml").chain(SITE_FOLDERS).map(PathBuf::from).collect();
    add_files(root, &starts, earlier, &mut snapshot, trust, being_written);
    snapshot
}

/// Looks again at some paths of the site only, each a file or a folder with all that is in it;
/// everything else is taken from `earlier`. Paths are absolute, or relative to `root`; those that
/// are no part of a site are passed over. A file that is named is read as it is; in a folder that
/// is named, what is being written is left as it was.
pub fn rescan_paths(root: &Path, paths: &BTreeSet<PathBuf>, earlier: &Snapshot) -> Snapshot {
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut snapshot = earlier.clone();
    let mut starts: Vec<PathBuf> = Vec::new();
    for path in paths {
        let Ok(inner) = path
            .strip_prefix(root)
            .or_else(|_| if path.is_relative() { Ok(path.as_path()) } else { Err(()) })
        else {
            continue;
        };
        // Paths come in the order of their parts, so that what lies in a folder follows it.
        if !is_site_path(inner) || starts.last().is_some_and(|start| inner.starts_with(start)) {
            continue;
        }
        if crosses_folder_symlink(root, &real_root, inner) {
            return rescan(root, earlier, &BTreeSet::new());
        }
        if let Ok(path) | Err(Some(path)) = to_source_path(inner) {
            snapshot.remove(&path);
        }
        starts.push(inner.to_owned());
    }
    match add_files(
        root,
        &starts,
        earlier,
        &mut snapshot,
        WriteCheck::NamedAreComplete,
        &BTreeSet::new(),
    ) {
        FolderSymlinks::Absent => snapshot,
        FolderSymlinks::Present => rescan(root, earlier, &BTreeSet::new()),
    }
}

/// True for a path that leads over a symbolic link to a folder, or is one. What such a link closes
/// or leaves is seen only on the whole way to it.
fn crosses_folder_symlink(root: &Path, real_root: &Path, inner: &Path) -> bool {
    let above = inner.parent().unwrap_or(Path::new(""));
    let moved = fs::canonicalize(root.join(above)).is_ok_and(|real| real != real_root.join(above));
    let file = root.join(inner);
    moved || (file.is_symlink() && file.is_dir())
}

/// True for a path that may be part of a site.
pub fn is_site_path(inner: &Path) -> bool {
    let mut parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
    let Some(first) = parts.next() else { return false };
    if !SITE_FOLDERS.contains(&&*first) {
        return &*first == "site.toml" && parts.next().is_none();
    }
    parts.all(|name| !is_ignored(&first, &name))
}

/// Whether links to folders were met on the way.
enum FolderSymlinks {
    Absent,
    Present,
}

/// Adds all that stands at or below some paths.
fn add_files(
    root: &Path,
    starts: &[PathBuf],
    earlier: &Snapshot,
    snapshot: &mut Snapshot,
    trust: WriteCheck,
    being_written: &BTreeSet<PathBuf>,
) -> FolderSymlinks {
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut way = FolderSymlinks::Absent;
    let mut files: Vec<(PathBuf, SourcePath, WriteCheck)> = Vec::new();
    for start in starts {
        let site_folder = start.iter().next().unwrap_or_default().to_string_lossy();
        let mut leave: Vec<PathBuf> = Vec::new();
        let entries =
            WalkDir::new(root.join(start)).follow_links(true).into_iter().filter_entry(|entry| {
                let wanted = entry.depth() == 0
                    || !is_ignored(&site_folder, &entry.file_name().to_string_lossy());
                let leaves =
                    wanted && entry.path_is_symlink() && leaves_site(entry.path(), &real_root);
                if leaves {
                    leave.push(entry.path().to_owned());
                }
                wanted && !leaves
            });
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    if entry.path_is_symlink() {
                        way = FolderSymlinks::Present;
                    }
                }
                Ok(entry) => {
                    match to_source_path(entry.path().strip_prefix(root).unwrap_or(entry.path())) {
                        Ok(path) => {
                            let trust =
                                if trust == WriteCheck::NamedAreComplete && entry.depth() > 0 {
                                    WriteCheck::RequireQuiet
                                } else {
                                    trust
                                };
                            files.push((entry.into_path(), path, trust));
                        }
                        Err(Some(lossy)) => {
                            snapshot.add_problem(lossy.clone(), messages::name_not_utf8(&lossy))
                        }
                        Err(None) => {}
                    }
                }
                Err(error) => {
                    if error.loop_ancestor().is_some() {
                        way = FolderSymlinks::Present;
                    }
                    report_walk_error(&error, root, snapshot);
                }
            }
        }
        for link in leave {
            let target = fs::read_link(&link)
                .map(|target| target.to_string_lossy().into_owned())
                .unwrap_or_default();
            if let Ok(path) = to_source_path(link.strip_prefix(root).unwrap_or(&link)) {
                snapshot.add_problem(path.clone(), messages::symlink_leaves_site(&path, &target));
            }
        }
    }
    reject_nfc_duplicates(root, &mut files, snapshot);
    let look = |(file, path, trust): &(PathBuf, SourcePath, WriteCheck)| {
        if being_written.contains(file) {
            ScannedFile::Unfinished(path.clone())
        } else {
            scan_file(file, path.clone(), earlier, *trust)
        }
    };
    let found: Vec<Vec<ScannedFile<ArenaStr>>> = files
        .par_chunks(FILES_PER_ARENA)
        .map(|files| pack_new_texts(files.par_iter().map(look).collect()))
        .collect();
    // One that is gone for a moment is being written still.
    for missing in
        being_written.iter().filter(|file| !files.iter().any(|(found, ..)| found == *file))
    {
        if let Ok(path) = to_source_path(missing.strip_prefix(root).unwrap_or(missing))
            && earlier.contains(&path)
        {
            snapshot.keep_previous(earlier, &path);
        }
    }
    for file in found.into_iter().flatten() {
        match file {
            ScannedFile::Unfinished(path) => snapshot.keep_previous(earlier, &path),
            ScannedFile::Text(path, text, stamp) => snapshot.add_text(path, text, stamp),
            ScannedFile::Held(path, bytes, stamp) => snapshot.add_loaded_asset(path, bytes, stamp),
            ScannedFile::Asset(path, asset) => snapshot.add_asset(path, asset),
            ScannedFile::Problem(path, problem) => snapshot.add_problem(path, problem),
        }
    }
    snapshot.report_missing_site();
    way
}

/// Leaves one of several files whose paths are the same but for how their letters are composed, and
/// reports the others.
fn reject_nfc_duplicates(
    root: &Path,
    files: &mut Vec<(PathBuf, SourcePath, WriteCheck)>,
    snapshot: &mut Snapshot,
) {
    // ASCII has but one way to be composed.
    let mut known: Vec<(&SourcePath, &PathBuf)> = files
        .iter()
        .filter(|(_, path, _)| !path.as_str().is_ascii())
        .map(|(file, path, _)| (path, file))
        .collect();
    known.sort_unstable();
    let name = |file: &Path| file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned();
    let mut others: BTreeSet<PathBuf> = BTreeSet::new();
    for ((path, one), (_, other)) in
        known.windows(2).map(|pair| (pair[0], pair[1])).filter(|(one, other)| one.0 == other.0)
    {
        snapshot.add_problem(
            path.clone(),
            messages::same_name_after_nfc(path, &name(one), &name(other)),
        );
        others.insert(other.clone());
    }
    files.retain(|(file, ..)| !others.contains(file));
}

/// What was found, with the texts that are new in one stretch of memory.
fn pack_new_texts(found: Vec<ScannedFile<ReadText>>) -> Vec<ScannedFile<ArenaStr>> {
    let read = found.iter().filter_map(|file| {
        if let ScannedFile::Text(_, ReadText::New(text), _) = file { Some(&**text) } else { None }
    });
    let mut shared = ArenaStr::pack(read).into_iter();
    let mut kept = |text| match text {
        ReadText::Standalone(text) => text,
        ReadText::New(_) => shared.next().expect("a text for each that is new"),
    };
    found.into_iter().map(|file| file.map_text(&mut kept)).collect()
}

fn scan_file(
    file: &Path,
    path: SourcePath,
    earlier: &Snapshot,
    trust: WriteCheck,
) -> ScannedFile<ReadText> {
    let meta = match fs::metadata(file) {
        Ok(meta) => meta,
        Err(error) => {
            return ScannedFile::Problem(path.clone(), messages::unreadable(&path, &error));
        }
    };
    if !meta.is_file() {
        return ScannedFile::Problem(
            path.clone(),
            messages::not_a_regular_file(&path, "a pipe, socket or device"),
        );
    }
    let status = FileStatus::from_metadata(&meta);
    let stamp = status.stamp();
    // Who copies a file with its time sets the time last, when the file is finished.
    let younger_than = |limit: Duration| status.time_since_write().is_some_and(|age| age < limit);
    if trust != WriteCheck::ReadAll
        && is_unsupported_asset(&path)
        && younger_than(UNSUPPORTED_FILE_GRACE)
    {
        return ScannedFile::Unfinished(path);
    }
    let (text, held) = (is_text(&path), is_loaded_asset(&path));
    if !text && !held {
        return ScannedFile::Asset(path, Asset::OnDisk { path: file.to_owned(), stamp });
    }
    if status.size > MAX_TEXT_BYTES {
        return ScannedFile::Problem(
            path.clone(),
            messages::too_large(&path, status.size, MAX_TEXT_BYTES),
        );
    }
    // What somebody has named when it was finished is finished still.
    if trust == WriteCheck::RequireQuiet
        && younger_than(WRITE_QUIET_PERIOD)
        && !earlier.was_read_with_stamp(&path, stamp)
    {
        return ScannedFile::Unfinished(path);
    }
    if let Some(text) = earlier.unchanged_text(&path, stamp) {
        return ScannedFile::Text(
            path,
            ReadText::Standalone(text.clone()),
            Some(ReadStamp::Settled(stamp)),
        );
    }
    if let Some(bytes) = earlier.unchanged_asset(&path, stamp) {
        return ScannedFile::Held(path, bytes.clone(), Some(ReadStamp::Settled(stamp)));
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return ScannedFile::Problem(path.clone(), messages::unreadable(&path, &error));
        }
    };
    let unchanged =
        fs::metadata(file).is_ok_and(|meta| FileStatus::from_metadata(&meta).stamp() == stamp);
    if trust != WriteCheck::ReadAll && !unchanged {
        return ScannedFile::Unfinished(path);
    }
    let is_settled = status.time_since_change().is_some_and(|age| age > STAMP_RELIABLE_AFTER);
    let stamp = unchanged.then_some(if is_settled {
        ReadStamp::Settled(stamp)
    } else {
        ReadStamp::Recent(stamp)
    });
    if held {
        return ScannedFile::Held(path, bytes.into(), stamp);
    }
    match decode_text(&path, bytes) {
        Ok(text) => {
            // A text that is read again and found the same stays the very same.
            let text = match earlier.text_at(path.as_str()) {
                Some(known) if **known == *text => ReadText::Standalone(known.clone()),
                Some(_) => ReadText::Standalone(text.as_str().into()),
                None => ReadText::New(text),
            };
            ScannedFile::Text(path, text, stamp)
        }
        Err(problem) => ScannedFile::Problem(path, problem),
    }
}

/// True for a file beside pages of a sort that may not lie there.
fn is_unsupported_asset(path: &SourcePath) -> bool {
    let suffix = path.extension().to_ascii_lowercase();
    path.strip_prefix("content").is_some()
        && !is_text(path)
        && !MEDIA_EXTENSIONS.contains(&suffix.as_str())
}

fn leaves_site(link: &Path, real_root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|target| !target.starts_with(real_root))
}

fn report_walk_error(error: &walkdir::Error, root: &Path, snapshot: &mut Snapshot) {
    let Some(file) = error.path() else { return };
    let inner = file.strip_prefix(root).unwrap_or(file);
    // A lock file of Emacs is a link to nowhere.
    if !is_site_path(inner) {
        return;
    }
    let Ok(path) = to_source_path(inner) else { return };
    let problem = if error.loop_ancestor().is_some() {
        messages::symlink_loop(&path)
    } else {
        match error.io_error() {
            None => return,
            Some(io)
                if !matches!(
                    io.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                messages::unreadable(&path, io)
            }
            Some(io) if fs::symlink_metadata(file).is_ok() => messages::broken_symlink(&path, io),
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
        let write = |text: &str| {
            paths.iter().for_each(|path| fs::write(site.path().join(path), text).expect("written"))
        };
        let texts = |snapshot: &Snapshot| {
            paths.map(|path| snapshot.text_at(path).cloned().expect("a text"))
        };
        fs::create_dir(site.path().join("content")).expect("made");
        write("old");
        let first = scan(site.path());
        let [a, b] = texts(&first);
        assert!(a.shares_arena_with(&b));
        write("new");
        let [a, b] = texts(&rescan_paths(
            site.path(),
            &paths.iter().map(|path| site.path().join(path)).collect(),
            &first,
        ));
        assert_eq!((&*a, &*b), ("new", "new"));
        assert!(!a.shares_arena_with(&b));
    }
}
