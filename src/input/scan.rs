//! A folder on disk into a [`Snapshot`].

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::messages;
use super::snapshot::{Asset, Snapshot, TEXT_LIMIT, is_text, source_path, text_of};
use crate::diagnostics::Diagnostic;
use crate::text::SourcePath;

/// The folders of a site. Nothing else in its root is looked at, so an output directory or a repository there costs nothing.
const FOLDERS: [&str; 4] = ["content", "static", "templates", "themes"];

/// One file, looked at.
enum Found {
    Text(SourcePath, Arc<str>),
    Asset(SourcePath, Asset),
    Problem(Diagnostic),
}

/// Reads the site in `root`. What is wrong with a file is a problem of the snapshot, never a failure: a symbolic link is followed only
/// to a target inside the site, a FIFO, socket or device is not opened, a text is read to 16 MB and must be UTF-8.
pub fn scan(root: &Path) -> Snapshot {
    let mut snapshot = Snapshot::with_embedded_theme();
    let real_root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut files: Vec<(PathBuf, SourcePath)> = Vec::new();
    for start in std::iter::once("site.toml").chain(FOLDERS) {
        let keep_hidden = start == "static";
        let mut leave: Vec<PathBuf> = Vec::new();
        let entries = WalkDir::new(root.join(start)).follow_links(true).into_iter().filter_entry(|entry| {
            let wanted = is_wanted(entry, keep_hidden);
            let leaves = wanted && entry.path_is_symlink() && leaves_site(entry.path(), &real_root);
            if leaves {
                leave.push(entry.path().to_owned());
            }
            wanted && !leaves
        });
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => match source_path(entry.path().strip_prefix(root).unwrap_or(entry.path())) {
                    Ok(path) => files.push((entry.into_path(), path)),
                    Err(Some(lossy)) => snapshot.add_problem(messages::odd_name(&lossy)),
                    Err(None) => {}
                },
                Err(error) => report_walk(&error, root, &mut snapshot),
            }
        }
        for link in leave {
            let target = fs::read_link(&link).map(|target| target.to_string_lossy().into_owned()).unwrap_or_default();
            if let Ok(path) = source_path(link.strip_prefix(root).unwrap_or(&link)) {
                snapshot.add_problem(messages::link_leaves_site(&path, &target));
            }
        }
    }
    let found: Vec<Found> = files.into_par_iter().map(|(file, path)| look(&file, path)).collect();
    for file in found {
        match file {
            Found::Text(path, text) => snapshot.add_checked_text(path, text),
            Found::Asset(path, asset) => snapshot.add_asset(path, asset),
            Found::Problem(problem) => snapshot.add_problem(problem),
        }
    }
    snapshot.finish();
    snapshot
}

fn look(file: &Path, path: SourcePath) -> Found {
    let meta = match fs::metadata(file) {
        Ok(meta) => meta,
        Err(error) => return Found::Problem(messages::unreadable(&path, &error)),
    };
    if !meta.is_file() {
        return Found::Problem(messages::odd_file(&path, "a pipe, socket or device"));
    }
    if !is_text(&path) {
        return Found::Asset(path, Asset::OnDisk { path: file.to_owned(), bytes: meta.len() });
    }
    if meta.len() > TEXT_LIMIT {
        return Found::Problem(messages::too_large(&path, meta.len(), TEXT_LIMIT));
    }
    let text = fs::read(file).map_err(|error| messages::unreadable(&path, &error)).and_then(|bytes| text_of(&path, bytes));
    match text {
        Ok(text) => Found::Text(path, text),
        Err(problem) => Found::Problem(problem),
    }
}

/// Leaves out what no author means to publish: hidden files (kept in `static/`, where `.well-known` lives), and what editors leave behind.
fn is_wanted(entry: &DirEntry, keep_hidden: bool) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = name.starts_with('.') && entry.depth() > 0 && !keep_hidden;
    let litter = matches!(&*name, ".DS_Store" | ".git" | "Thumbs.db")
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.starts_with("#") && name.ends_with('#')
        || name.starts_with(".#");
    !hidden && !litter
}

fn leaves_site(link: &Path, real_root: &Path) -> bool {
    fs::canonicalize(link).is_ok_and(|target| !target.starts_with(real_root))
}

fn report_walk(error: &walkdir::Error, root: &Path, snapshot: &mut Snapshot) {
    let Some(path) = error.path().and_then(|path| source_path(path.strip_prefix(root).unwrap_or(path)).ok()) else { return };
    if error.loop_ancestor().is_some() {
        snapshot.add_problem(messages::link_loop(&path));
    } else if let Some(io) = error.io_error() {
        match io.kind() {
            std::io::ErrorKind::NotFound if error.depth() > 0 => snapshot.add_problem(messages::link_is_broken(&path, io)),
            // A folder of a site need not exist.
            std::io::ErrorKind::NotFound => {}
            _ => snapshot.add_problem(messages::unreadable(&path, io)),
        }
    }
}
