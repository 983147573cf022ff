//! Scans a folder on disk into a [`Snapshot`].

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::ignored_files::is_ignored;
use super::messages;
use super::read_file::{FileScan, WriteCheck, read_file};
use super::snapshot::{SiteFile, SiteFileContent, Snapshot, to_source_path};
use crate::diagnostics::Diagnostic;
use crate::text::{ArenaStr, SourcePath};

/// The folders of a site. Nothing else in its root is read, so an output directory or a repository
/// there costs nothing.
pub const SITE_FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// Files whose new texts share one arena.
const FILES_PER_ARENA: usize = 64;

/// Reads the site in `root`. Faults of a file become problems of the snapshot. A symbolic link is
/// followed only to a target inside the site; FIFOs, sockets and devices are not opened; a text may
/// have 16 MB and must be UTF-8.
pub fn scan(root: &Path) -> Snapshot {
    let (earlier, being_written) = Default::default();
    Scan::new(root, &earlier, &being_written, WriteCheck::ReadAll).everything()
}

/// Scans the whole site again. A file whose stamp is unchanged is not read. A file that changed
/// within the last [`super::WRITE_QUIET_PERIOD`] or is in `being_written` (absolute paths) may be
/// incomplete: it keeps its state in `earlier`, and the snapshot lists it.
pub fn rescan(root: &Path, earlier: &Snapshot, being_written: &BTreeSet<PathBuf>) -> Snapshot {
    Scan::new(root, earlier, being_written, WriteCheck::RequireQuiet).everything()
}

/// Scans some files and folders again; everything else comes from `earlier`. Paths are absolute or
/// relative to `root`; paths outside the site are ignored. A named file is read as it is; files in a
/// named folder may still be being written.
pub fn rescan_paths(root: &Path, paths: &BTreeSet<PathBuf>, earlier: &Snapshot) -> Snapshot {
    let none = BTreeSet::new();
    let mut scan = Scan::new(root, earlier, &none, WriteCheck::NamedAreComplete);
    scan.snapshot = earlier.clone();
    let mut starts: Vec<PathBuf> = Vec::new();
    for path in paths {
        let Some(inner) = path.strip_prefix(root).ok().or(path.is_relative().then_some(path))
        else {
            continue;
        };
        // Paths are sorted by segment, so the content of a folder follows it.
        if !is_site_path(inner) || starts.last().is_some_and(|start| inner.starts_with(start)) {
            continue;
        }
        if scan.crosses_folder_symlink(inner) {
            return rescan(root, earlier, &none);
        }
        if let Ok(path) | Err(Some(path)) = to_source_path(inner) {
            scan.snapshot.remove(&path);
        }
        starts.push(inner.to_owned());
    }
    scan.add_files(&starts);
    if scan.found_folder_symlink {
        return rescan(root, earlier, &none);
    }
    scan.snapshot
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

struct FoundFile {
    file: PathBuf,
    path: SourcePath,
    check: WriteCheck,
}

struct Scan<'a> {
    root: &'a Path,
    /// `root` with its symbolic links resolved.
    real_root: PathBuf,
    earlier: &'a Snapshot,
    being_written: &'a BTreeSet<PathBuf>,
    check: WriteCheck,
    snapshot: Snapshot,
    found_folder_symlink: bool,
}

impl<'a> Scan<'a> {
    fn new(
        root: &'a Path,
        earlier: &'a Snapshot,
        being_written: &'a BTreeSet<PathBuf>,
        check: WriteCheck,
    ) -> Self {
        let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let (snapshot, found_folder_symlink) = (Snapshot::with_embedded_theme(), false);
        Scan { root, real_root, earlier, being_written, check, snapshot, found_folder_symlink }
    }

    fn everything(mut self) -> Snapshot {
        let starts = std::iter::once("site.toml").chain(SITE_FOLDERS).map(PathBuf::from);
        self.add_files(&starts.collect::<Vec<_>>());
        self.snapshot
    }

    /// True for a path that is or is below a symbolic link to a folder. Whether such a link leaves
    /// the site or closes a loop is only seen by walking the whole way to it.
    fn crosses_folder_symlink(&self, inner: &Path) -> bool {
        let above = inner.parent().unwrap_or(Path::new(""));
        let file = self.root.join(inner);
        fs::canonicalize(self.root.join(above)).is_ok_and(|real| real != self.real_root.join(above))
            || (file.is_symlink() && file.is_dir())
    }

    fn inner<'b>(&self, file: &'b Path) -> &'b Path {
        file.strip_prefix(self.root).unwrap_or(file)
    }

    /// Adds all files at or below some paths.
    fn add_files(&mut self, starts: &[PathBuf]) {
        let mut files: Vec<FoundFile> = Vec::new();
        starts.iter().for_each(|start| self.walk(start, &mut files));
        self.reject_nfc_duplicates(&mut files);
        let read = |found: &FoundFile| {
            if self.being_written.contains(&found.file) {
                return Ok(FileScan::BeingWritten);
            }
            read_file(&found.file, &found.path, self.earlier, found.check)
        };
        let read_group = |files: &[FoundFile]| pack_new_texts(files.par_iter().map(read).collect());
        let groups: Vec<_> = files.par_chunks(FILES_PER_ARENA).map(read_group).collect();
        // A file that is missing for a moment is being written, too.
        for file in self.being_written {
            if let Ok(path) = to_source_path(self.inner(file))
                && !files.iter().any(|found| found.file == *file)
                && self.earlier.contains(&path)
            {
                self.snapshot.keep_previous(self.earlier, &path);
            }
        }
        let snapshot = &mut self.snapshot;
        for (FoundFile { path, .. }, result) in files.into_iter().zip(groups.into_iter().flatten())
        {
            match result {
                Ok(Some(file)) => snapshot.add_file(path, file),
                Ok(None) => snapshot.keep_previous(self.earlier, &path),
                Err(problem) => snapshot.add_problem(path, problem),
            }
        }
        snapshot.report_missing_site();
    }

    fn walk(&mut self, start: &Path, files: &mut Vec<FoundFile>) {
        let site_folder = start.iter().next().unwrap_or_default().to_string_lossy();
        let mut leaving: Vec<PathBuf> = Vec::new();
        let walk = WalkDir::new(self.root.join(start)).follow_links(true);
        let entries = walk.into_iter().filter_entry(|entry| {
            if entry.depth() > 0 && is_ignored(&site_folder, &entry.file_name().to_string_lossy()) {
                return false;
            }
            let leaves = entry.path_is_symlink()
                && fs::canonicalize(entry.path())
                    .is_ok_and(|target| !target.starts_with(&self.real_root));
            if leaves {
                leaving.push(entry.path().to_owned());
            }
            !leaves
        });
        let (mut problems, mut found_folder_symlink) = (Vec::new(), false);
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    found_folder_symlink |= entry.path_is_symlink();
                }
                Ok(entry) => match to_source_path(self.inner(entry.path())) {
                    Ok(path) => {
                        let check = match self.check {
                            WriteCheck::NamedAreComplete if entry.depth() > 0 => {
                                WriteCheck::RequireQuiet
                            }
                            check => check,
                        };
                        files.push(FoundFile { file: entry.into_path(), path, check });
                    }
                    Err(lossy) => problems
                        .extend(lossy.map(|path| (path.clone(), messages::name_not_utf8(&path)))),
                },
                Err(error) => {
                    found_folder_symlink |= error.loop_ancestor().is_some();
                    problems.extend(self.walk_problem(&error));
                }
            }
        }
        for link in leaving {
            let target = fs::read_link(&link).unwrap_or_default();
            if let Ok(path) = to_source_path(self.inner(&link)) {
                let problem = messages::symlink_leaves_site(&path, &target.to_string_lossy());
                problems.push((path, problem));
            }
        }
        self.found_folder_symlink |= found_folder_symlink;
        problems.into_iter().for_each(|(path, problem)| self.snapshot.add_problem(path, problem));
    }

    fn walk_problem(&self, error: &walkdir::Error) -> Option<(SourcePath, Diagnostic)> {
        let file = error.path()?;
        let inner = self.inner(file);
        // Emacs's lock files, which are ignored, are broken symbolic links.
        let path = to_source_path(inner).ok().filter(|_| is_site_path(inner))?;
        if error.loop_ancestor().is_some() {
            return Some((path.clone(), messages::symlink_loop(&path)));
        }
        let io = error.io_error()?;
        let problem = match io.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                // A site need not have every folder, and a file may disappear during the scan.
                fs::symlink_metadata(file).ok()?;
                messages::broken_symlink(&path, io)
            }
            _ => messages::unreadable(&path, io),
        };
        Some((path, problem))
    }

    /// Keeps one of several files whose paths differ only in Unicode normalization, and reports the
    /// others.
    fn reject_nfc_duplicates(&mut self, files: &mut Vec<FoundFile>) {
        files
            .sort_unstable_by(|one, other| (&one.path, &one.file).cmp(&(&other.path, &other.file)));
        files.dedup_by(|other, one| {
            let is_duplicate = other.path == one.path;
            if is_duplicate {
                let [first, second] =
                    [&one.file, &other.file].map(|file| self.inner(file).to_string_lossy());
                let problem = messages::same_name_after_nfc(&one.path, &first, &second);
                self.snapshot.add_problem(one.path.clone(), problem);
            }
            is_duplicate
        });
    }
}

/// Moves new texts into one arena. `None` for a file that is being written.
fn pack_new_texts(
    results: Vec<Result<FileScan, Diagnostic>>,
) -> Vec<Result<Option<SiteFile>, Diagnostic>> {
    let new = results.iter().filter_map(|result| match result {
        Ok(FileScan::NewText(text, _)) => Some(&**text),
        _ => None,
    });
    let mut packed = ArenaStr::pack(new).into_iter();
    let mut to_file = |scan| match scan {
        FileScan::BeingWritten => None,
        FileScan::File(file) => Some(file),
        FileScan::NewText(_, stamp) => {
            Some(SiteFile { content: SiteFileContent::Text(packed.next()?), stamp })
        }
    };
    results.into_iter().map(|result| result.map(&mut to_file)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_texts_share_an_arena_and_texts_read_again_do_not() {
        let site = tempfile::tempdir().expect("a folder");
        let paths = ["content/a.md", "content/b.md"].map(|path| site.path().join(path));
        let write = |text: &str| paths.each_ref().map(|file| fs::write(file, text).expect("write"));
        let texts = |snapshot: &Snapshot| {
            ["content/a.md", "content/b.md"].map(|path| snapshot.text_at(path).cloned().expect("a"))
        };
        fs::create_dir(site.path().join("content")).expect("create");
        write("old");
        let first = scan(site.path());
        let [a, b] = texts(&first);
        assert!(a.shares_arena_with(&b));
        write("new");
        let [a, b] = texts(&rescan_paths(site.path(), &paths.into(), &first));
        assert_eq!([&*a, &*b], ["new"; 2]);
        assert!(!a.shares_arena_with(&b));
    }
}
