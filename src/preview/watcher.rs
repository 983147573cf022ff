//! The file watcher: which paths have changed, and when to scan them. Events only say where to scan;
//! what is there is only ever found by scanning.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, ModifyKind, RenameMode};
use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
};

use crate::input;

/// All durations of the watcher and of its loop.
pub(super) mod durations {
    use std::time::Duration;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Events are gathered for this long before a scan, so that one rebuild covers related changes.
    pub const GATHER: Duration = ms(2);
    /// A continuous stream of events delays a scan by at most this.
    pub const MAX_GATHER: Duration = ms(30);
    /// A file is left alone after it was touched for this long, if the system does not report
    /// closing; on all systems, so is a removed file, because many editors put another in its place.
    pub const DEBOUNCE: Duration = ms(20);
    /// A new file that is not empty is left alone for this long: it may be a link, which is never
    /// closed.
    pub const CREATE: Duration = ms(150);
    /// If the system reports closing (it nearly always does), a file that is being written is left
    /// alone until it is closed, or until this long after its last event.
    pub const WRITE_IDLE: Duration = ms(1_000);
    /// A file that is being written is left alone for at most this.
    pub const MAX_WRITE: Duration = ms(5_000);
    /// Completed changes wait for each other at most this long, while more files are removed.
    pub const MAX_BATCH: Duration = ms(200);
    /// What a scan found without an event is scanned again after this. A file is truncated before
    /// its time is set and its event is sent, and a slow disk can make that long.
    pub const RECHECK: Duration = ms(200);
    /// Maximum wait for the events of our own barrier. They come at once, unless the computer is
    /// busy; then so are the events that matter.
    pub const BARRIER: Duration = ms(3_000);
    /// A scan of single paths is followed by a full scan after this: events may have been lost.
    pub const FULL_SCAN: Duration = ms(60);
    /// … and after this by another one, as is everything that was found without an event: the
    /// contents of a moved folder are reported late or never.
    pub const SECOND_SCAN: Duration = ms(1_000);
    /// Interval of full scans if nothing seems to happen.
    pub const IDLE_SCAN: Duration = ms(30_000);
    /// Minimum interval of full scans without events; a slow scan waits ten times its own time.
    pub const POLL: Duration = ms(500);
    /// Scans that race with writers are repeated for at most this long, then taken as they are.
    pub const MAX_RESCAN: Duration = ms(3_000);
}

/// Whether the system reports that a folder or file was opened, and that a writer closed its file.
const REPORTS_OPEN_AND_CLOSE: bool = cfg!(any(target_os = "linux", target_os = "android"));
/// How often each of two folders is opened for a barrier. Other programs open them too, and their
/// events may still be on the way; with so many, at least one of ours is among those received.
const BARRIER_OPENS: usize = 4;
/// How often watching a folder is tried if folders in it come and go meanwhile.
const WATCH_ATTEMPTS: usize = 3;
/// "Too many open files" on every Unix; on Linux also "no more watchers".
const EMFILE: i32 = 24;

/// What to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanScope {
    /// These files and folders, with all that is in the folders.
    Paths(BTreeSet<PathBuf>),
    /// Everything except these paths, which are being written.
    AllExcept(BTreeSet<PathBuf>),
}

impl ScanScope {
    /// Everything.
    pub fn all() -> Self {
        ScanScope::AllExcept(BTreeSet::new())
    }
}

/// Watches the folders of a site.
pub(super) struct FileWatcher {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Why files can no longer be watched.
    failure: Option<String>,
}

impl FileWatcher {
    /// # Errors
    /// The system does not allow it; the reason.
    pub(super) fn start(root: &Path) -> Result<Self, String> {
        let (sender, events) = channel();
        // Symbolic links are not followed: one that leaves the site could lead to the whole disk.
        let config = Config::default().with_follow_symlinks(false);
        let watcher =
            RecommendedWatcher::new(sender, config).map_err(|error| describe_error(&error))?;
        let mut watcher = FileWatcher { root: root.to_owned(), watcher, events, failure: None };
        watcher
            .watcher
            .watch(root, RecursiveMode::NonRecursive)
            .map_err(|error| describe_error(&error))?;
        for folder in input::SITE_FOLDERS {
            watcher.watch_folder(&root.join(folder));
        }
        watcher.failure.take().map_or(Ok(watcher), Err)
    }

    /// Watches a folder of the site, if it exists and is not a link; also one that has replaced a
    /// watched one.
    fn watch_folder(&mut self, folder: &Path) {
        let _ = self.watcher.unwatch(folder);
        for _ in 0..WATCH_ATTEMPTS {
            if !folder.is_dir() || folder.is_symlink() {
                return;
            }
            match self.watcher.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => return,
                Err(error) if is_watch_limit(&error) => {
                    return self.failure = Some(describe_error(&error));
                }
                // A folder inside it has been removed meanwhile.
                Err(_) => {}
            }
        }
    }

    /// Waits for the next scan: of changed paths, or from `full_scan_at` on, of everything.
    ///
    /// # Errors
    /// Files can no longer be watched; the reason.
    pub(super) fn next_scan(
        &mut self,
        pending: &mut PendingChanges,
        full_scan_at: Instant,
    ) -> Result<ScanScope, String> {
        // When gathering ends: a little after each event, and at the latest.
        let mut gathering: Option<(Instant, Instant)> = None;
        loop {
            if let Some(reason) = self.failure.take() {
                return Err(reason);
            }
            let now = Instant::now();
            let due = pending
                .next_due(now)
                .map(|due| gathering.map_or(due, |(quiet, latest)| due.max(quiet.min(latest))));
            if due.is_some_and(|due| due <= now)
                && let Some(scope) = pending.take_due(now)
            {
                return Ok(scope);
            }
            // Not between the two events of a rename.
            let full_scan_at =
                pending.batch_ready_at().map_or(full_scan_at, |ready| ready.max(full_scan_at));
            let is_full_scan_due = full_scan_at <= now;
            let until = due.map_or(full_scan_at, |due| due.min(full_scan_at));
            match self.events.recv_timeout(until.saturating_duration_since(now)) {
                Ok(event) => {
                    let now = Instant::now();
                    if self.on_event(event, pending, now) {
                        let latest = gathering
                            .map(|(_, latest)| latest)
                            .filter(|latest| *latest > now)
                            .unwrap_or(now + durations::MAX_GATHER);
                        gathering = Some((now + durations::GATHER, latest));
                    }
                }
                // No event is left unread, so a full scan can start.
                Err(RecvTimeoutError::Timeout) if is_full_scan_due => {
                    return Ok(pending.take_all(now));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err("the file watcher has stopped".to_owned());
                }
            }
        }
    }

    /// Records an event; true if it concerns the site.
    fn on_event(
        &mut self,
        event: notify::Result<Event>,
        pending: &mut PendingChanges,
        now: Instant,
    ) -> bool {
        match event {
            Ok(event) => {
                let event = empty_create_as_write(event);
                self.watch_replaced_folders(&event);
                let is_of_site =
                    |path: &PathBuf| path.strip_prefix(&self.root).is_ok_and(input::is_site_path);
                (event.need_rescan() || event.paths.iter().any(is_of_site))
                    && pending.record_event(event, now)
            }
            Err(error) => {
                if is_watch_limit(&error) {
                    self.failure = Some(describe_error(&error));
                }
                pending.mark_overflow();
                true
            }
        }
    }

    /// True if the scanned paths have been written again. Events are delivered in order: once the
    /// events of our own barrier have arrived, all events from before the scan have.
    pub(super) fn changed_during_scan(
        &mut self,
        pending: &mut PendingChanges,
        scanned: &BTreeSet<PathBuf>,
    ) -> bool {
        if scanned.is_empty() {
            return false;
        }
        let opened = self.sync_barrier();
        let is_ours = |event: &Event| {
            matches!(event.kind, EventKind::Access(AccessKind::Open(_)))
                && event.paths.iter().any(|path| opened.contains(path))
        };
        // Without a barrier, only what has been delivered already is read.
        let wait = if opened.is_empty() { Duration::ZERO } else { durations::BARRIER };
        let until = Instant::now() + wait;
        let mut received = 0;
        while let Ok(event) =
            self.events.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            received += usize::from(event.as_ref().is_ok_and(is_ours));
            self.on_event(event, pending, Instant::now());
            if received > 0 && received == opened.len() {
                break;
            }
        }
        pending.changed_since_scan(scanned, Instant::now())
    }

    /// Causes events without changing anything, by opening folders of the site, if the system
    /// reports that. Returns the opened folders, one for each event.
    fn sync_barrier(&self) -> Vec<PathBuf> {
        if !REPORTS_OPEN_AND_CLOSE {
            return Vec::new();
        }
        // Alternating, because the system merges two equal events in a row.
        let inner = input::SITE_FOLDERS
            .iter()
            .map(|folder| self.root.join(folder))
            .find(|folder| folder.is_dir() && !folder.is_symlink());
        let folders = match inner {
            Some(inner) => vec![[self.root.clone(), inner]; BARRIER_OPENS].concat(),
            None => vec![self.root.clone()],
        };
        folders.into_iter().filter(|folder| std::fs::File::open(folder).is_ok()).collect()
    }

    /// Watches a folder of the site that was created, or has replaced another.
    fn watch_replaced_folders(&mut self, event: &Event) {
        if !matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        ) {
            return;
        }
        for path in &event.paths {
            if input::SITE_FOLDERS.iter().any(|folder| *path == self.root.join(folder)) {
                self.watch_folder(path);
            }
        }
    }
}

/// A new file that is empty will be written and closed; one that is not empty may be a link, which
/// is never closed.
fn empty_create_as_write(event: Event) -> Event {
    let is_empty = |path: &PathBuf| {
        path.symlink_metadata().is_ok_and(|file| file.is_file() && file.len() == 0)
    };
    match event.kind {
        EventKind::Create(CreateKind::File) if event.paths.iter().all(is_empty) => {
            Event { kind: EventKind::Modify(ModifyKind::Data(DataChange::Any)), ..event }
        }
        _ => event,
    }
}

fn is_watch_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(io) => cfg!(unix) && io.raw_os_error() == Some(EMFILE),
        _ => false,
    }
}

fn describe_error(error: &notify::Error) -> String {
    let (limit, setting) = match &error.kind {
        ErrorKind::MaxFilesWatch => ("watched folders", "max_user_watches"),
        ErrorKind::Io(_) if is_watch_limit(error) => {
            ("watching programs or open files", "max_user_instances")
        }
        _ => return error.to_string(),
    };
    format!("the limit of {limit} is reached; on Linux, raise `fs.inotify.{setting}` with sysctl")
}

/// Changes that have been reported and not scanned yet.
#[derive(Debug, Default)]
pub(super) struct PendingChanges {
    paths: BTreeMap<PathBuf, PendingPath>,
    full_scan: bool,
}

#[derive(Clone, Copy, Debug)]
struct PendingPath {
    /// When it may be scanned.
    ready_at: Instant,
    first_event: Instant,
    /// The change is complete, or will be in a moment. All such paths are scanned together: the two
    /// paths of a rename are one state, and the old one waits a little longer than the new one.
    /// Other paths, which are or may be being written, are scanned on their own.
    is_complete: bool,
}

impl PendingPath {
    /// True if a scan now includes it.
    fn is_ready(&self, now: Instant) -> bool {
        self.is_complete || self.ready_at <= now
    }
}

impl PendingChanges {
    /// Records an event; false if it means no change, such as reading.
    fn record_event(&mut self, event: Event, now: Instant) -> bool {
        use durations::{CREATE, DEBOUNCE, MAX_WRITE, WRITE_IDLE};
        if event.need_rescan() {
            self.full_scan = true;
            return true;
        }
        let (is_complete, delay) = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => (true, Duration::ZERO),
            EventKind::Access(_) => return false,
            // Both paths have been reported already.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if REPORTS_OPEN_AND_CLOSE => {
                return false;
            }
            // The file will be closed. A folder is complete at once.
            EventKind::Create(CreateKind::File | CreateKind::Any) if REPORTS_OPEN_AND_CLOSE => {
                (false, CREATE)
            }
            EventKind::Modify(ModifyKind::Data(_)) if REPORTS_OPEN_AND_CLOSE => (false, WRITE_IDLE),
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                (true, DEBOUNCE)
            }
            _ => (true, if REPORTS_OPEN_AND_CLOSE { Duration::ZERO } else { DEBOUNCE }),
        };
        let is_metadata = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        for path in event.paths {
            let known = self.paths.get(&path);
            // Permissions say nothing about whether a file is complete.
            if is_metadata && known.is_some() {
                continue;
            }
            // Batches wait from the first complete change on, not from the start of a write.
            let first_event = known
                .filter(|known| known.is_complete || !is_complete)
                .map_or(now, |known| known.first_event);
            let latest = if is_complete { now + delay } else { first_event + MAX_WRITE };
            let ready_at = latest.min(now + delay);
            self.paths.insert(path, PendingPath { ready_at, first_event, is_complete });
        }
        true
    }

    /// Events have been lost, so everything must be scanned.
    fn mark_overflow(&mut self) {
        self.full_scan = true;
    }

    /// True if one of the scanned paths has changed since, or is being written, so that the result
    /// may be incomplete. All of them will then be scanned again.
    fn changed_since_scan(&mut self, scanned: &BTreeSet<PathBuf>, now: Instant) -> bool {
        let has_changed = scanned.iter().any(|path| self.paths.contains_key(path));
        if has_changed {
            self.add_complete(scanned, now, now);
        }
        has_changed
    }

    /// Scans paths that were found without an event once more, and nothing else before.
    pub(super) fn recheck_later(&mut self, found: &BTreeSet<PathBuf>, now: Instant) {
        self.add_complete(found, now + durations::RECHECK, now);
    }

    fn add_complete(&mut self, paths: &BTreeSet<PathBuf>, ready_at: Instant, now: Instant) {
        for path in paths {
            let pending = PendingPath { ready_at, first_event: now, is_complete: true };
            self.paths.entry(path.clone()).or_insert(pending);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.full_scan && self.paths.is_empty()
    }

    /// When the next scan is due; `None` if nothing is pending.
    fn next_due(&self, now: Instant) -> Option<Instant> {
        let any = || {
            let first = self.paths.values().map(|path| path.ready_at).min();
            if self.full_scan { Some(now) } else { first }
        };
        self.batch_ready_at().or_else(any)
    }

    /// When all complete changes can be scanned together; `None` if there are none. Nothing else is
    /// scanned before.
    fn batch_ready_at(&self) -> Option<Instant> {
        let complete = || self.paths.values().filter(|path| path.is_complete);
        let last = complete().map(|path| path.ready_at).max()?;
        let first = complete().map(|path| path.first_event).min()?;
        Some(last.min(first + durations::MAX_BATCH))
    }

    /// A full scan, except for paths that are not ready.
    fn take_all(&mut self, now: Instant) -> ScanScope {
        self.full_scan = false;
        self.paths.retain(|_, path| !path.is_ready(now));
        ScanScope::AllExcept(self.paths.keys().cloned().collect())
    }

    /// The scan that is due now.
    fn take_due(&mut self, now: Instant) -> Option<ScanScope> {
        if self.next_due(now).is_none_or(|due| due > now) {
            return None;
        }
        if self.full_scan {
            return Some(self.take_all(now));
        }
        let ready = self.paths.extract_if(.., |_, path| path.is_ready(now));
        Some(ScanScope::Paths(ready.map(|(path, _)| path).collect()))
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{MetadataKind, RemoveKind};

    use super::durations::{CREATE, DEBOUNCE, MAX_BATCH, MAX_WRITE, RECHECK, WRITE_IDLE};
    use super::*;

    const A: &str = "/site/content/a.md";
    const B: &str = "/site/content/b.md";
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const CREATED: EventKind = EventKind::Create(CreateKind::File);
    const METADATA: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
    const REMOVED: EventKind = EventKind::Remove(RemoveKind::File);
    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    const fn renamed(mode: RenameMode) -> EventKind {
        EventKind::Modify(ModifyKind::Name(mode))
    }

    fn record(pending: &mut PendingChanges, kind: EventKind, path: &str, now: Instant) {
        pending.record_event(Event::new(kind).add_path(path.into()), now);
    }

    /// Pending changes after one event at `A`.
    fn after(kind: EventKind) -> (PendingChanges, Instant) {
        let (mut pending, now) = (PendingChanges::default(), Instant::now());
        record(&mut pending, kind, A, now);
        (pending, now)
    }

    fn set<const N: usize>(paths: [&str; N]) -> BTreeSet<PathBuf> {
        paths.into_iter().map(PathBuf::from).collect()
    }

    fn scan_of<const N: usize>(paths: [&str; N]) -> Option<ScanScope> {
        Some(ScanScope::Paths(set(paths)))
    }

    #[test]
    fn moved_removed_and_closed_files_are_scanned_soon() {
        let folder = EventKind::Create(CreateKind::Folder);
        for kind in [CLOSED, renamed(RenameMode::To), METADATA, REMOVED, folder] {
            let (mut pending, now) = after(kind);
            assert_eq!(pending.take_due(now + DEBOUNCE), scan_of([A]), "{kind:?}");
        }
    }

    #[test]
    fn a_removed_file_is_given_time_to_come_back() {
        for kind in [REMOVED, renamed(RenameMode::From)] {
            let (mut pending, now) = after(kind);
            assert_eq!(pending.take_due(now), None, "{kind:?}");
            assert_eq!(pending.take_due(now + DEBOUNCE), scan_of([A]), "{kind:?}");
        }
    }

    #[test]
    fn a_file_being_written_is_left_alone_until_it_is_closed_or_times_out() {
        if !REPORTS_OPEN_AND_CLOSE {
            return;
        }
        for (kind, timeout) in [(CREATED, CREATE), (WRITTEN, WRITE_IDLE)] {
            let (mut pending, now) = after(kind);
            assert_eq!(pending.take_due(now + timeout / 2), None, "{kind:?}");
            assert_eq!(pending.take_all(now), ScanScope::AllExcept(set([A])));
            assert_eq!(pending.next_due(now), Some(now + timeout));
            assert_eq!(pending.take_due(now + timeout), scan_of([A]));
            let (mut pending, now) = after(kind);
            record(&mut pending, CLOSED, A, now);
            assert_eq!(pending.take_due(now), scan_of([A]));
        }
    }

    #[test]
    fn both_paths_of_a_rename_are_scanned_together() {
        let (mut pending, now) = after(renamed(RenameMode::From));
        record(&mut pending, renamed(RenameMode::To), B, now);
        assert_eq!(pending.take_due(now), None);
        assert_eq!(pending.next_due(now), pending.batch_ready_at());
        assert_eq!(pending.take_due(now + DEBOUNCE), scan_of([A, B]));
        assert!(pending.is_empty());
        // Neither another change nor a full scan comes between them.
        let (mut pending, now) = after(renamed(RenameMode::From));
        record(&mut pending, CLOSED, B, now);
        pending.mark_overflow();
        assert_eq!(pending.take_due(now), None);
        assert_eq!(pending.take_due(now + DEBOUNCE), Some(ScanScope::all()));
    }

    #[test]
    fn files_removed_one_after_another_do_not_delay_a_scan_forever() {
        let (mut pending, start) = after(REMOVED);
        let mut now = start;
        while now < start + MAX_BATCH {
            assert_eq!(pending.take_due(now), None);
            record(&mut pending, REMOVED, &format!("/site/content/{:?}.md", now - start), now);
            now += DEBOUNCE / 2;
        }
        assert!(matches!(pending.take_due(now), Some(ScanScope::Paths(paths)) if paths.len() > 10));
    }

    #[test]
    fn the_combined_event_of_a_rename_is_ignored() {
        if REPORTS_OPEN_AND_CLOSE {
            let (pending, now) = after(renamed(RenameMode::Both));
            assert_eq!(pending.next_due(now), None);
        }
    }

    #[test]
    fn a_writer_that_never_stops_does_not_delay_a_scan_forever() {
        if !REPORTS_OPEN_AND_CLOSE {
            return;
        }
        let (mut pending, start) = after(WRITTEN);
        let mut now = start;
        while now < start + MAX_WRITE {
            assert_eq!(pending.take_due(now), None);
            now += WRITE_IDLE / 2;
            record(&mut pending, WRITTEN, A, now);
        }
        assert_eq!(pending.take_due(now), scan_of([A]));
    }

    #[test]
    fn a_change_of_permissions_does_not_end_the_wait_for_a_writer() {
        if REPORTS_OPEN_AND_CLOSE {
            let (mut pending, now) = after(CREATED);
            record(&mut pending, METADATA, A, now);
            assert_eq!(pending.take_due(now), None);
        }
    }

    #[test]
    fn a_write_to_a_scanned_path_repeats_the_scan() {
        if !REPORTS_OPEN_AND_CLOSE {
            return;
        }
        let (mut pending, now) = after(CLOSED);
        pending.mark_overflow();
        assert_eq!(pending.take_due(now), Some(ScanScope::all()));
        for next in [WRITTEN, CLOSED] {
            let scanned = set([A, B]);
            assert!(!pending.changed_since_scan(&scanned, now));
            record(&mut pending, next, A, now);
            assert!(pending.changed_since_scan(&scanned, now), "{next:?}");
            let again = pending.take_due(now);
            assert!(matches!(again, Some(ScanScope::Paths(paths)) if paths.contains(Path::new(B))));
            pending.take_due(now + WRITE_IDLE);
        }
    }

    #[test]
    fn reading_causes_no_scan_and_lost_events_cause_a_full_one() {
        let reading = [
            AccessKind::Open(AccessMode::Any),
            AccessKind::Close(AccessMode::Read),
            AccessKind::Read,
        ];
        for kind in reading {
            let (mut pending, now) = after(EventKind::Access(kind));
            assert_eq!(pending.next_due(now), None);
            assert_eq!(pending.take_due(now), None);
        }
        let (mut pending, now) = after(EventKind::Create(CreateKind::Folder));
        pending.mark_overflow();
        assert_eq!(pending.take_due(now), Some(ScanScope::all()));
        assert_eq!(pending.take_due(now), None);
    }

    #[test]
    fn what_is_found_without_an_event_is_scanned_again_later_or_with_its_event() {
        let (mut pending, now) = (PendingChanges::default(), Instant::now());
        pending.recheck_later(&set([A]), now);
        assert_eq!(pending.take_due(now + RECHECK / 2), None);
        assert_eq!(pending.batch_ready_at(), Some(now + RECHECK));
        assert_eq!(pending.take_due(now + RECHECK), scan_of([A]));
        pending.recheck_later(&set([A]), now);
        record(&mut pending, CLOSED, A, now);
        assert_eq!(pending.take_due(now), scan_of([A]));
    }
}
