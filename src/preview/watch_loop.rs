//! Follows a site on disk, round after round.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use super::pending_changes::{PendingChanges, ScanScope};
use super::rebuild::{BuildPanic, Preview, Rebuild};
use super::watcher::FileWatcher;
use crate::input;

/// How long it must be quiet after a look at single paths before everything is looked at: events
/// may have been lost.
const FULL_SCAN_DELAY: Duration = Duration::from_millis(60);
/// How long after that, and after anything that no event told of, everything is looked at once
/// more: what moves with a folder is told of late, or never.
const SECOND_SCAN_DELAY: Duration = Duration::from_secs(1);
/// How often everything is looked at where nothing seems to happen.
const IDLE_SCAN_INTERVAL: Duration = Duration::from_secs(30);
/// How often everything is looked at where nothing is watched, at the most; a slow look is not
/// repeated before ten times its own time.
const MIN_POLL_INTERVAL: Duration = Duration::from_millis(500);
/// How long looks may be overtaken by writers, or meet some, before what was seen is taken as it
/// is.
const MAX_RESCAN_TIME: Duration = Duration::from_secs(3);

/// How a site is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// By events of the file system.
    Events,
    /// By looking again and again.
    Polling,
}

/// What is to be told of following a site.
#[derive(Debug)]
pub enum WatchEvent<'a> {
    /// Something changed.
    Rebuilt(&'a Rebuild),
    /// The system does not tell of changes, and why; everything is looked at again and again
    /// instead.
    CannotWatch(&'a str),
    /// The program made a mistake; what was shown is shown still.
    BuildPanicked(&'a BuildPanic),
}

/// Follows the site in `root` for ever.
pub fn watch_site(
    root: &Path,
    preview: &mut Preview,
    following: WatchMode,
    tell: &mut dyn FnMut(WatchEvent<'_>),
) -> ! {
    // A terminal that takes no more words does not end the preview.
    let mut tell = |news: WatchEvent<'_>| drop(catch_unwind(AssertUnwindSafe(|| tell(news))));
    let mut eyes = match following {
        WatchMode::Events => {
            FileWatcher::start(root).map_err(|reason| tell(WatchEvent::CannotWatch(&reason))).ok()
        }
        WatchMode::Polling => None,
    };
    let mut hints = PendingChanges::default();
    let mut racing: Option<Instant> = None;
    // The last look was at single paths, or found something that no event had told of.
    let mut is_stirred = true;
    // The site may have changed between the first look and the opening of the eyes.
    let mut next_look = Instant::now();
    loop {
        let seeing = match &mut eyes {
            Some(open) => match open.next_scan(&mut hints, next_look) {
                Ok(seeing) => seeing,
                Err(reason) => {
                    tell(WatchEvent::CannotWatch(&reason));
                    eyes = None;
                    next_look = Instant::now();
                    continue;
                }
            },
            None => {
                std::thread::sleep(next_look.saturating_duration_since(Instant::now()));
                ScanScope::all()
            }
        };
        let start = Instant::now();
        let sight = preview.scan(&seeing);
        // What had been written when we looked has been told by now; then came perhaps another
        // writer.
        let seen = preview.scanned_paths(&seeing, &sight);
        if !seen.is_empty()
            && preview.may_be_inconsistent(&seeing, &sight)
            && *racing.get_or_insert(start) + MAX_RESCAN_TIME > start
        {
            next_look = start + input::WRITE_QUIET_PERIOD;
            continue;
        }
        let overtaken = match &mut eyes {
            Some(eyes) => eyes.changed_during_scan(&mut hints, &seen),
            // Two looks that see the same have seen the disk as it was between them. One alone may
            // have met a renaming half-way.
            None => !seen.is_empty() && !preview.scan(&seeing).has_same_files(&sight),
        };
        if overtaken && *racing.get_or_insert(start) + MAX_RESCAN_TIME > start {
            continue;
        }
        racing = None;
        // Of what no event told, the event may be on its way still: a second look finds what is
        // meant.
        if eyes.is_some() && matches!(seeing, ScanScope::AllExcept(_)) && !seen.is_empty() {
            hints.recheck_later(seen, Instant::now());
            is_stirred = true;
            continue;
        }
        let was_stirred = is_stirred;
        is_stirred = matches!(seeing, ScanScope::Paths(_));
        match preview.apply_scan(sight) {
            Ok(Some(round)) => {
                is_stirred = true;
                tell(WatchEvent::Rebuilt(&round));
            }
            Ok(None) => {}
            Err(mishap) => tell(WatchEvent::BuildPanicked(&mishap)),
        }
        if hints.is_empty() && !overtaken {
            preview.confirm_consistent();
        }
        let now = Instant::now();
        next_look = now
            + match (&eyes, seeing) {
                (None, _) => MIN_POLL_INTERVAL.max(10 * (now - start)),
                (Some(_), ScanScope::AllExcept(_)) if preview.has_files_being_written() => {
                    input::WRITE_QUIET_PERIOD
                }
                (Some(_), ScanScope::AllExcept(_)) if was_stirred || is_stirred => {
                    SECOND_SCAN_DELAY
                }
                (Some(_), ScanScope::AllExcept(_)) => IDLE_SCAN_INTERVAL,
                (Some(_), ScanScope::Paths(_)) => FULL_SCAN_DELAY,
            };
    }
}
