//! Whether the output already is what a build would publish.

use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;

use super::file_system::{FileSystem, PathState, mode_of_new_files};
use super::manifest::{self, Manifest};
use super::staging::StagingFolder;
use super::target::Target;

/// How many files the site in the output has, where publishing again would change nothing: it was
/// made of what `fingerprint` stands for, every file of it has its size and was not changed since,
/// has the permissions that it would be written with, what was left out for files of others still
/// has to be, and nothing is left behind of a build that was stopped. In any doubt, `None`.
pub fn up_to_date(
    target: &Target,
    fingerprint: &str,
    left_out: &[String],
    disk: &dyn FileSystem,
) -> Option<usize> {
    if StagingFolder::new(target, disk).exists().unwrap_or(true) {
        return None;
    }
    let record = Manifest::read_or_default(target.folder(), disk).ok()?;
    if record.fingerprint.as_deref() != Some(fingerprint) {
        return None;
    }
    let Ok(PathState::File { modified: Some(written), .. }) =
        disk.stat(&target.path_of(manifest::FILE_NAME))
    else {
        return None;
    };
    let is_taken = |path: &String| {
        !record.files.contains_key(path)
            && !matches!(disk.stat(&target.path_of(path)), Ok(PathState::Missing) | Err(_))
    };
    let files: Vec<_> = record.files.iter().collect();
    let wanted = mode_of_new_files();
    let is_whole = files.par_iter().all(|(path, size)| {
        size.is_some_and(|size| is_unchanged(&target.path_of(path), size, written, wanted, disk))
    });
    (is_whole && left_out.iter().all(is_taken)).then_some(files.len())
}

/// True where a file has this size and these permissions, and nobody changed it since the record
/// was written.
fn is_unchanged(
    file: &Path,
    bytes: u64,
    written: SystemTime,
    wanted: Option<u32>,
    disk: &dyn FileSystem,
) -> bool {
    matches!(
        disk.stat(file),
        Ok(PathState::File { size, modified: Some(changed), mode }) if size == bytes && changed <= written && wanted.is_none_or(|wanted| wanted == mode)
    )
}
