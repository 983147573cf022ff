//! A site that stands already: made of the same, and as the last build left it.

use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;

use super::disk::{Disk, Entry};
use super::manifest::{self, Manifest};
use super::target::Target;

/// What the last build of a site into a folder said, and how many files it has, where publishing again would change nothing: it was made of the same `inputs`, every
/// file of it has its size and was not changed since, and nothing is left behind of a build that was stopped. In any doubt, `None`.
pub fn standing(target: &Target, inputs: &str, disk: &dyn Disk) -> Option<(serde_json::Value, usize)> {
    for folder in [target.staging(), target.inner_staging()] {
        if !matches!(disk.look(&folder), Ok(Entry::Nothing)) {
            return None;
        }
    }
    let record = Manifest::read(target.folder(), disk).ok()?;
    let made = record.made.filter(|made| made.inputs == inputs)?;
    let Ok(Entry::File { changed: Some(written), .. }) = disk.look(&target.file(manifest::NAME)) else { return None };
    let files: Vec<_> = record.files.iter().collect();
    let stands = files.par_iter().all(|(path, size)| size.0.is_some_and(|bytes| is_as_left(&target.file(path), bytes, written, disk)));
    stands.then_some((made.said, files.len()))
}

/// True where a file has this size, and nobody changed it since the record of it was written.
fn is_as_left(file: &Path, bytes: u64, written: SystemTime, disk: &dyn Disk) -> bool {
    matches!(disk.look(file), Ok(Entry::File { size, changed: Some(changed), .. }) if size == bytes && changed <= written)
}
