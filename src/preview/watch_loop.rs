//! The loop that watches a site on disk and rebuilds it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use super::rebuild::{BuildPanic, Preview, Rebuild};
use super::watcher::{FileWatcher, PendingChanges, ScanScope, durations};
use crate::input;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// By events of the file system.
    Events,
    /// By scanning at intervals.
    Polling,
}

/// What happened while watching.
#[derive(Debug)]
pub enum WatchEvent<'a> {
    /// The site was rebuilt.
    Rebuilt(&'a Rebuild),
    /// Files cannot be watched, for this reason; they are scanned at intervals instead.
    CannotWatch(&'a str),
    /// The build panicked. The previous state is still shown.
    BuildPanicked(&'a BuildPanic),
}

/// Watches and rebuilds the site in `root`, forever.
pub fn watch_site(
    root: &Path,
    preview: &mut Preview,
    mode: WatchMode,
    on_event: &mut dyn FnMut(WatchEvent<'_>),
) -> ! {
    // Printing panics if the terminal has been closed; the preview goes on.
    let mut on_event =
        |event: WatchEvent<'_>| drop(catch_unwind(AssertUnwindSafe(|| on_event(event))));
    let mut watcher = match mode {
        WatchMode::Events => {
            FileWatcher::start(root).map_err(|why| on_event(WatchEvent::CannotWatch(&why))).ok()
        }
        WatchMode::Polling => None,
    };
    let mut pending = PendingChanges::default();
    // When scans began to race with writers.
    let mut race_start: Option<Instant> = None;
    // The last scan was of single paths, or found something without an event.
    let mut needs_second_scan = true;
    // The site may have changed between its first scan and the start of the watcher.
    let mut full_scan_at = Instant::now();
    loop {
        let scope = match &mut watcher {
            Some(active) => match active.next_scan(&mut pending, full_scan_at) {
                Ok(scope) => scope,
                Err(reason) => {
                    on_event(WatchEvent::CannotWatch(&reason));
                    watcher = None;
                    full_scan_at = Instant::now();
                    continue;
                }
            },
            None => {
                std::thread::sleep(full_scan_at.saturating_duration_since(Instant::now()));
                ScanScope::all()
            }
        };
        let is_full_scan = matches!(scope, ScanScope::AllExcept(_));
        let start = Instant::now();
        let scan = preview.scan(&scope);
        let scanned = preview.scanned_paths(&scope, &scan);
        let mut may_repeat = || *race_start.get_or_insert(start) + durations::MAX_RESCAN > start;
        if !scanned.is_empty() && preview.may_be_inconsistent(&scope, &scan) && may_repeat() {
            full_scan_at = start + input::WRITE_QUIET_PERIOD;
            continue;
        }
        let has_changed = match &mut watcher {
            Some(watcher) => watcher.changed_during_scan(&mut pending, &scanned),
            // Two equal scans have seen the files as they were at one moment between them; one
            // alone may have met a rename halfway.
            None => !scanned.is_empty() && !preview.scan(&scope).has_same_files(&scan),
        };
        if has_changed && may_repeat() {
            continue;
        }
        race_start = None;
        // The events of what was found without one may be on their way; a second scan then finds
        // the final state.
        if watcher.is_some() && is_full_scan && !scanned.is_empty() {
            pending.recheck_later(&scanned, Instant::now());
            needs_second_scan = true;
            continue;
        }
        let is_second_scan = needs_second_scan;
        needs_second_scan = !is_full_scan;
        match preview.apply_scan(scan) {
            Ok(Some(rebuild)) => {
                needs_second_scan = true;
                on_event(WatchEvent::Rebuilt(&rebuild));
            }
            Ok(None) => {}
            Err(panic) => on_event(WatchEvent::BuildPanicked(&panic)),
        }
        if pending.is_empty() && !has_changed {
            preview.confirm_consistent();
        }
        let now = Instant::now();
        let delay = if watcher.is_none() {
            durations::POLL.max(10 * (now - start))
        } else if !is_full_scan {
            durations::FULL_SCAN
        } else if preview.has_files_being_written() {
            input::WRITE_QUIET_PERIOD
        } else if is_second_scan || needs_second_scan {
            durations::SECOND_SCAN
        } else {
            durations::IDLE_SCAN
        };
        full_scan_at = now + delay;
    }
}
