//! File events as hints: which paths are worth a look, and when. What is there is only ever found
//! by looking.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};

/// How long a file that is being written is left alone after the last word of it, where the system
/// says when its writer is done: as good as always it does.
const WRITE_IDLE_TIMEOUT: Duration = Duration::from_secs(1);
/// How long it is left alone at the most, however long its writer goes on.
const MAX_WRITE_WAIT: Duration = Duration::from_secs(5);
/// How long a new file is left alone that has something in it at once: a link is never closed.
const CREATE_DELAY: Duration = Duration::from_millis(150);
/// How long a file is left alone after it was touched where the system does not say; and everywhere
/// one that has gone, for many editors put another in its place.
const DEBOUNCE: Duration = Duration::from_millis(20);
/// How long it is doubted what a look found and no event told of. A file is emptied before its time
/// is set and before it is told of, and the disk may make that long.
const RECHECK_DELAY: Duration = Duration::from_millis(200);
/// How long changes that are complete wait for one another at the most, while more and more files
/// go.
const MAX_BATCH_WAIT: Duration = Duration::from_millis(200);
/// Whether the system says when a writer has closed its file.
const REPORTS_CLOSE: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanScope {
    /// At these paths, each a file or a folder with all that is in it.
    Paths(BTreeSet<PathBuf>),
    /// Everywhere but at these paths, which are being written.
    AllExcept(BTreeSet<PathBuf>),
}

impl ScanScope {
    /// Everywhere.
    pub fn all() -> Self {
        ScanScope::AllExcept(BTreeSet::new())
    }
}

/// What has been hinted at and not yet looked at.
#[derive(Debug, Default)]
pub(super) struct PendingChanges {
    paths: BTreeMap<PathBuf, PendingPath>,
    full_scan: bool,
}

/// When a path may be looked at.
#[derive(Clone, Copy, Debug)]
struct PendingPath {
    ready_at: Instant,
    /// When it was first heard of.
    first_event: Instant,
    progress: WriteProgress,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WriteProgress {
    /// It is complete, or will be in a blink. All paths of this kind are looked at together: the
    /// two sides of a renaming are one state, and the side that has gone waits a little longer than
    /// the side that came.
    Complete,
    /// Somebody is writing, or it is not known yet. Such a path is looked at by itself.
    InProgress,
}

impl PendingPath {
    fn complete(at: Instant, since: Instant) -> Self {
        PendingPath { ready_at: at, first_event: since, progress: WriteProgress::Complete }
    }

    fn in_progress(at: Instant, since: Instant) -> Self {
        PendingPath { ready_at: at, first_event: since, progress: WriteProgress::InProgress }
    }

    /// True where a look that is made now is about it.
    fn is_ready(&self, now: Instant) -> bool {
        self.progress == WriteProgress::Complete || self.ready_at <= now
    }
}

impl PendingChanges {
    /// Takes an event in; false where it says nothing: events of reading, also our own.
    pub(super) fn record_event(&mut self, event: notify::Event, now: Instant) -> bool {
        if event.need_rescan() {
            self.full_scan = true;
            return true;
        }
        let soon = if REPORTS_CLOSE { now } else { now + DEBOUNCE };
        let due = |known: Option<&PendingPath>| {
            let since = known.map_or(now, |due| due.first_event);
            let complete_since = known
                .filter(|due| due.progress == WriteProgress::Complete)
                .map_or(now, |due| due.first_event);
            Some(match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                    PendingPath::complete(now, complete_since)
                }
                EventKind::Access(_) => return None,
                // The two sides of a renaming have been told of already.
                EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if REPORTS_CLOSE => {
                    return None;
                }
                // Somebody has begun to write, and will close the file. A folder is there at once.
                EventKind::Create(CreateKind::File | CreateKind::Any) if REPORTS_CLOSE => {
                    PendingPath::in_progress(now + CREATE_DELAY, since)
                }
                EventKind::Modify(ModifyKind::Data(_)) if REPORTS_CLOSE => {
                    PendingPath::in_progress(
                        (now + WRITE_IDLE_TIMEOUT).min(since + MAX_WRITE_WAIT),
                        since,
                    )
                }
                EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                    PendingPath::complete(now + DEBOUNCE, complete_since)
                }
                // Who may read a file says nothing of whether it is finished.
                EventKind::Modify(ModifyKind::Metadata(_)) => {
                    known.copied().unwrap_or(PendingPath::complete(soon, now))
                }
                _ => PendingPath::complete(soon, complete_since),
            })
        };
        let mut noted = false;
        for path in &event.paths {
            if let Some(due) = due(self.paths.get(path)) {
                self.paths.insert(path.clone(), due);
                noted = true;
            }
        }
        noted
    }

    /// Wants everything looked at: the watcher has lost count.
    pub(super) fn mark_overflow(&mut self) {
        self.full_scan = true;
    }

    /// True where somebody has written one of the paths since they were looked at, or has begun to,
    /// so that what was seen may be half of it. All of them will be looked at again.
    pub(super) fn changed_since_scan(&mut self, seen: &BTreeSet<PathBuf>, now: Instant) -> bool {
        let overtaken = seen.iter().any(|path| self.paths.contains_key(path));
        if overtaken {
            for path in seen {
                self.paths.entry(path.clone()).or_insert(PendingPath::complete(now, now));
            }
        }
        overtaken
    }

    /// Wants a second look, after a while, at what was found without a hint, and at nothing else
    /// before.
    pub(super) fn recheck_later(&mut self, found: BTreeSet<PathBuf>, now: Instant) {
        for path in found {
            self.paths.entry(path).or_insert(PendingPath::complete(now + RECHECK_DELAY, now));
        }
    }

    /// True where everything that was hinted at has been looked at.
    pub(super) fn is_empty(&self) -> bool {
        !self.full_scan && self.paths.is_empty()
    }

    /// The moment from which there is something to look at; `None` where there is nothing.
    pub(super) fn next_due(&self, now: Instant) -> Option<Instant> {
        self.batch_ready_at().or_else(|| {
            if self.full_scan {
                Some(now)
            } else {
                self.paths.values().map(|due| due.ready_at).min()
            }
        })
    }

    /// The moment at which all complete changes may be looked at, together; `None` where there are
    /// none. Until then nothing else is looked at.
    pub(super) fn batch_ready_at(&self) -> Option<Instant> {
        let complete = || self.paths.values().filter(|due| due.progress == WriteProgress::Complete);
        let last = complete().map(|due| due.ready_at).max()?;
        let first = complete().map(|due| due.first_event).min()?;
        Some(last.min(first + MAX_BATCH_WAIT))
    }

    /// Everywhere, but at what is not yet to be looked at.
    pub(super) fn take_all(&mut self, now: Instant) -> ScanScope {
        self.full_scan = false;
        self.paths.retain(|_, due| !due.is_ready(now));
        ScanScope::AllExcept(self.paths.keys().cloned().collect())
    }

    /// Where to look now.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<ScanScope> {
        if self.next_due(now).is_none_or(|due| due > now) {
            return None;
        }
        if self.full_scan {
            return Some(self.take_all(now));
        }
        let ready: BTreeSet<PathBuf> = self
            .paths
            .iter()
            .filter(|(_, due)| due.is_ready(now))
            .map(|(path, _)| path.clone())
            .collect();
        self.paths.retain(|_, due| !due.is_ready(now));
        Some(ScanScope::Paths(ready))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{DataChange, Event, MetadataKind, RemoveKind};

    fn noted(kind: EventKind) -> (PendingChanges, Instant) {
        let (mut hints, now) = (PendingChanges::default(), Instant::now());
        hints.record_event(Event::new(kind).add_path("/site/content/a.md".into()), now);
        (hints, now)
    }

    fn path() -> Option<ScanScope> {
        Some(ScanScope::Paths(BTreeSet::from(["/site/content/a.md".into()])))
    }

    #[test]
    fn what_is_moved_removed_or_closed_is_looked_at_soon() {
        let kinds = [
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Modify(ModifyKind::Name(RenameMode::To)),
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
            EventKind::Remove(RemoveKind::File),
            EventKind::Create(CreateKind::Folder),
        ];
        for kind in kinds {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.take_due(now + DEBOUNCE), path(), "{kind:?}");
        }
    }

    #[test]
    fn what_has_gone_may_come_back_at_once() {
        for kind in [
            EventKind::Remove(RemoveKind::File),
            EventKind::Modify(ModifyKind::Name(RenameMode::From)),
        ] {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.take_due(now), None, "{kind:?}");
            assert_eq!(hints.take_due(now + DEBOUNCE), path(), "{kind:?}");
        }
    }

    #[test]
    fn a_file_that_is_being_written_is_left_alone_until_it_is_closed_or_patience_ends() {
        if !REPORTS_CLOSE {
            return;
        }
        for (kind, patience) in [
            (EventKind::Create(CreateKind::File), CREATE_DELAY),
            (EventKind::Modify(ModifyKind::Data(DataChange::Any)), WRITE_IDLE_TIMEOUT),
        ] {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.take_due(now + patience / 2), None, "{kind:?}");
            assert_eq!(
                hints.take_all(now),
                ScanScope::AllExcept(BTreeSet::from(["/site/content/a.md".into()]))
            );
            assert_eq!(hints.next_due(now), Some(now + patience));
            assert_eq!(hints.take_due(now + patience), path());
            let (mut hints, now) = noted(kind);
            hints.record_event(
                Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write)))
                    .add_path("/site/content/a.md".into()),
                now,
            );
            assert_eq!(hints.take_due(now), path());
        }
    }

    #[test]
    fn both_sides_of_a_renaming_are_looked_at_together() {
        let (gone, came): (PathBuf, PathBuf) =
            ("/site/content/a.md".into(), "/site/content/b.md".into());
        let both = Some(ScanScope::Paths(BTreeSet::from([gone.clone(), came.clone()])));
        let (mut hints, now) = noted(EventKind::Modify(ModifyKind::Name(RenameMode::From)));
        hints.record_event(
            Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::To))).add_path(came.clone()),
            now,
        );
        assert_eq!(hints.take_due(now), None);
        assert_eq!(hints.next_due(now), hints.batch_ready_at());
        assert_eq!(hints.take_due(now + DEBOUNCE), both);
        assert!(hints.is_empty());
        // Neither does another change come between them, nor a look at everything.
        let (mut hints, now) = noted(EventKind::Modify(ModifyKind::Name(RenameMode::From)));
        hints.record_event(
            Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path(came),
            now,
        );
        hints.mark_overflow();
        assert_eq!(hints.take_due(now), None);
        assert_eq!(hints.take_due(now + DEBOUNCE), Some(ScanScope::all()));
    }

    #[test]
    fn files_that_go_one_after_the_other_do_not_hold_everything_back_for_ever() {
        let (mut hints, start) = noted(EventKind::Remove(RemoveKind::File));
        let mut now = start;
        while now < start + MAX_BATCH_WAIT {
            assert_eq!(hints.take_due(now), None);
            hints.record_event(
                Event::new(EventKind::Remove(RemoveKind::File))
                    .add_path(format!("/site/content/{:?}.md", now - start).into()),
                now,
            );
            now += DEBOUNCE / 2;
        }
        assert!(matches!(hints.take_due(now), Some(ScanScope::Paths(paths)) if paths.len() > 10));
    }

    #[test]
    fn the_two_sides_of_a_renaming_are_not_told_twice() {
        if REPORTS_CLOSE {
            let (hints, now) = noted(EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
            assert_eq!(hints.next_due(now), None);
        }
    }

    #[test]
    fn somebody_who_never_stops_writing_is_not_waited_for_for_ever() {
        if !REPORTS_CLOSE {
            return;
        }
        let write = || {
            Event::new(EventKind::Modify(ModifyKind::Data(DataChange::Any)))
                .add_path("/site/content/a.md".into())
        };
        let (mut hints, start) = noted(EventKind::Modify(ModifyKind::Data(DataChange::Any)));
        let mut now = start;
        while now < start + MAX_WRITE_WAIT {
            assert_eq!(hints.take_due(now), None);
            now += WRITE_IDLE_TIMEOUT / 2;
            hints.record_event(write(), now);
        }
        assert_eq!(hints.take_due(now), path());
    }

    #[test]
    fn a_change_of_rights_does_not_end_the_patience_with_a_writer() {
        if !REPORTS_CLOSE {
            return;
        }
        let (mut hints, now) = noted(EventKind::Create(CreateKind::File));
        hints.record_event(
            Event::new(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)))
                .add_path("/site/content/a.md".into()),
            now,
        );
        assert_eq!(hints.take_due(now), None);
    }

    #[test]
    fn a_look_is_overtaken_by_the_next_writer_of_what_was_looked_at() {
        if !REPORTS_CLOSE {
            return;
        }
        let (mut hints, now) = noted(EventKind::Access(AccessKind::Close(AccessMode::Write)));
        hints.mark_overflow();
        assert_eq!(hints.take_due(now), Some(ScanScope::all()));
        for next in [
            EventKind::Modify(ModifyKind::Data(DataChange::Any)),
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
        ] {
            let seeing = ["/site/content/a.md".into(), "/site/content/b.md".into()].into();
            assert!(!hints.changed_since_scan(&seeing, now));
            hints.record_event(Event::new(next).add_path("/site/content/a.md".into()), now);
            assert!(hints.changed_since_scan(&seeing, now), "{next:?}");
            assert!(
                matches!(hints.take_due(now), Some(ScanScope::Paths(again)) if again.contains(std::path::Path::new("/site/content/b.md")))
            );
            hints.take_due(now + WRITE_IDLE_TIMEOUT);
        }
    }

    #[test]
    fn reading_says_nothing_and_a_lost_count_wants_everything() {
        for kind in [
            EventKind::Access(AccessKind::Open(AccessMode::Any)),
            EventKind::Access(AccessKind::Close(AccessMode::Read)),
            EventKind::Access(AccessKind::Read),
        ] {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.next_due(now), None);
            assert_eq!(hints.take_due(now), None);
        }
        let (mut hints, now) = noted(EventKind::Create(CreateKind::Folder));
        hints.mark_overflow();
        assert_eq!(hints.take_due(now), Some(ScanScope::all()));
        assert_eq!(hints.take_due(now), None);
    }

    #[test]
    fn what_was_found_without_a_hint_is_looked_at_once_more_after_a_while_and_sooner_when_it_is_told_of()
     {
        let (mut hints, now) = (PendingChanges::default(), Instant::now());
        hints.recheck_later(BTreeSet::from(["/site/content/a.md".into()]), now);
        assert_eq!(hints.take_due(now + RECHECK_DELAY / 2), None);
        assert_eq!(hints.batch_ready_at(), Some(now + RECHECK_DELAY));
        assert_eq!(hints.take_due(now + RECHECK_DELAY), path());
        hints.recheck_later(BTreeSet::from(["/site/content/a.md".into()]), now);
        hints.record_event(
            Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write)))
                .add_path("/site/content/a.md".into()),
            now,
        );
        assert_eq!(hints.take_due(now), path());
    }
}
