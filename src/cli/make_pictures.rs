//! Makes the pictures of a site before it is rendered: all of one file together, which is faster than
//! one by one, and several files at a time.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;

use super::progress::with_progress;
use crate::engine::Site;
use crate::media::DerivedPicture;
use crate::text::SourcePath;

/// Makes the pictures that are not kept from earlier builds.
pub(super) fn make_pictures(site: &Site) {
    let missing: Vec<(&SourcePath, Vec<DerivedPicture>)> = site
        .derived_pictures()
        .into_iter()
        .map(|(path, wanted)| (path, site.pictures().missing(path.as_str(), &wanted)))
        .filter(|(_, missing)| !missing.is_empty())
        .collect();
    let work: u64 = missing.iter().map(|(_, pictures)| pixels(pictures)).sum();
    let (done, files) = (AtomicU64::new(0), AtomicUsize::new(0));
    let current = Mutex::new(String::new());
    let describe = |elapsed: Duration| {
        let files = files.load(Ordering::Relaxed);
        let current = current.lock().unwrap_or_else(PoisonError::into_inner);
        let left = time_left(elapsed, done.load(Ordering::Relaxed), work);
        format!("Making pictures: {files} of {} files{left} ({current})", missing.len())
    };
    with_progress(describe, || {
        // One at a time for each thread: cut into ranges, the last range would leave threads idle.
        missing.par_iter().with_max_len(1).for_each(|(path, pictures)| {
            path.file_name()
                .clone_into(&mut current.lock().unwrap_or_else(PoisonError::into_inner));
            site.pictures().make(path.as_str(), pictures);
            done.fetch_add(pixels(pictures), Ordering::Relaxed);
            files.fetch_add(1, Ordering::Relaxed);
        });
    });
}

/// How much work pictures are: about as much as they have pixels.
fn pixels(pictures: &[DerivedPicture]) -> u64 {
    pictures.iter().map(|picture| u64::from(picture.width) * u64::from(picture.height)).sum()
}

/// ", about 3 min left", once there is something to estimate it from.
fn time_left(elapsed: Duration, done: u64, work: u64) -> String {
    if done == 0 {
        return String::new();
    }
    let seconds = elapsed.as_secs_f64() * (work.saturating_sub(done)) as f64 / done as f64;
    match seconds {
        ..90.0 => format!(", about {seconds:.0} s left"),
        _ => format!(", about {:.0} min left", seconds / 60.0),
    }
}
