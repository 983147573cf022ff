//! Whether the output already is what a build would publish.

use rayon::prelude::*;

use super::file_system::{FileSystem, PathState, default_file_mode};
use super::manifest::{self, Manifest};
use super::staging::StagingFolder;
use super::target::Target;

/// The number of published files, if publishing again would change nothing: the output was built
/// from what has this fingerprint, each file has the size of the manifest, is not newer than the
/// manifest and has the permissions of a new file, each skipped path is still occupied by a foreign
/// file, and no interrupted build is left. `None` if in doubt.
pub fn up_to_date(
    target: &Target,
    fingerprint: &str,
    skipped: &[String],
    fs: &dyn FileSystem,
) -> Option<usize> {
    if StagingFolder::new(target, fs).exists().unwrap_or(true) {
        return None;
    }
    let manifest = Manifest::read_or_default(target.folder(), fs).ok()?;
    if manifest.fingerprint.as_deref() != Some(fingerprint) {
        return None;
    }
    let stat = |path: &str| fs.stat(&target.path_of(path));
    let Ok(PathState::File { modified: Some(published), .. }) = stat(manifest::FILE_NAME) else {
        return None;
    };
    let new_mode = default_file_mode();
    let is_unchanged = |path: &str, expected: u64| match stat(path) {
        Ok(PathState::File { size, modified: Some(modified), mode }) => {
            size == expected
                && modified <= published
                && new_mode.is_none_or(|new_mode| new_mode == mode)
        }
        _ => false,
    };
    let is_still_occupied = |path: &String| {
        !manifest.files.contains_key(path) && !matches!(stat(path), Ok(PathState::Missing) | Err(_))
    };
    let files: Vec<_> = manifest.files.iter().collect();
    let is_up_to_date =
        files.par_iter().all(|(path, size)| size.is_some_and(|size| is_unchanged(path, size)))
            && skipped.iter().all(is_still_occupied);
    is_up_to_date.then_some(files.len())
}
