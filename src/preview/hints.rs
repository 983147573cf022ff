//! File events as hints: which paths are worth a look, and when. What is there is only ever found by looking.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};

/// How long a file that is being written is left alone after the last word of it, where the system says when its writer is done: as good as always it does.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it is left alone at the most, however long its writer goes on.
const LONGEST_WRITING: Duration = Duration::from_secs(5);
/// How long a new file is left alone that has something in it at once: a link is never closed.
const CREATION: Duration = Duration::from_millis(150);
/// How long a file is left alone after it was touched where the system does not say; and everywhere one that has gone, for many editors put another in its place.
const SILENCE: Duration = Duration::from_millis(20);
/// How long it is doubted what a look found and no event told of. A file is emptied before its time is set and before it is told of, and the disk may make that long.
const DOUBT: Duration = Duration::from_millis(200);
/// How long changes that are complete wait for one another at the most, while more and more files go.
const LONGEST_SETTLING: Duration = Duration::from_millis(200);
/// Whether the system says when a writer has closed its file.
const SAYS_WHEN_CLOSED: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seeing {
    /// At these paths, each a file or a folder with all that is in it.
    Paths(BTreeSet<PathBuf>),
    /// Everywhere but at these paths, which are being written.
    AllBut(BTreeSet<PathBuf>),
}

impl Seeing {
    /// Everywhere.
    pub fn everything() -> Self {
        Seeing::AllBut(BTreeSet::new())
    }
}

/// What has been hinted at and not yet looked at.
#[derive(Debug, Default)]
pub(super) struct Hints {
    paths: BTreeMap<PathBuf, Due>,
    everything: bool,
}

/// When a path may be looked at.
#[derive(Clone, Copy, Debug)]
struct Due {
    at: Instant,
    /// When it was first heard of.
    since: Instant,
    change: Progress,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// It is complete, or will be in a blink. All paths of this kind are looked at together: the two sides of a renaming are one state, and the side that has gone waits a
    /// little longer than the side that came.
    Complete,
    /// Somebody is writing, or it is not known yet. Such a path is looked at by itself.
    Pending,
}

impl Due {
    fn complete(at: Instant, since: Instant) -> Self {
        Due { at, since, change: Progress::Complete }
    }

    fn pending(at: Instant, since: Instant) -> Self {
        Due { at, since, change: Progress::Pending }
    }

    /// True where a look that is made now is about it.
    fn is_ready(&self, now: Instant) -> bool {
        self.change == Progress::Complete || self.at <= now
    }
}

impl Hints {
    /// Takes an event in; false where it says nothing: events of reading, also our own.
    pub(super) fn note(&mut self, event: notify::Event, now: Instant) -> bool {
        if event.need_rescan() {
            self.everything = true;
            return true;
        }
        let soon = if SAYS_WHEN_CLOSED { now } else { now + SILENCE };
        let due = |known: Option<&Due>| {
            let since = known.map_or(now, |due| due.since);
            let complete_since = known.filter(|due| due.change == Progress::Complete).map_or(now, |due| due.since);
            Some(match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => Due::complete(now, complete_since),
                EventKind::Access(_) => return None,
                // The two sides of a renaming have been told of already.
                EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if SAYS_WHEN_CLOSED => return None,
                // Somebody has begun to write, and will close the file. A folder is there at once.
                EventKind::Create(CreateKind::File | CreateKind::Any) if SAYS_WHEN_CLOSED => Due::pending(now + CREATION, since),
                EventKind::Modify(ModifyKind::Data(_)) if SAYS_WHEN_CLOSED => Due::pending((now + PATIENCE).min(since + LONGEST_WRITING), since),
                EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Due::complete(now + SILENCE, complete_since),
                // Who may read a file says nothing of whether it is finished.
                EventKind::Modify(ModifyKind::Metadata(_)) => known.copied().unwrap_or(Due::complete(soon, now)),
                _ => Due::complete(soon, complete_since),
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
    pub(super) fn lose_count(&mut self) {
        self.everything = true;
    }

    /// True where somebody has written one of the paths since they were looked at, or has begun to, so that what was seen may be half of it. All of them will be looked at
    /// again.
    pub(super) fn is_overtaken(&mut self, seen: &BTreeSet<PathBuf>, now: Instant) -> bool {
        let overtaken = seen.iter().any(|path| self.paths.contains_key(path));
        if overtaken {
            for path in seen {
                self.paths.entry(path.clone()).or_insert(Due::complete(now, now));
            }
        }
        overtaken
    }

    /// Wants a second look, after a while, at what was found without a hint, and at nothing else before.
    pub(super) fn doubt(&mut self, found: BTreeSet<PathBuf>, now: Instant) {
        for path in found {
            self.paths.entry(path).or_insert(Due::complete(now + DOUBT, now));
        }
    }

    /// True where everything that was hinted at has been looked at.
    pub(super) fn is_empty(&self) -> bool {
        !self.everything && self.paths.is_empty()
    }

    /// The moment from which there is something to look at; `None` where there is nothing.
    pub(super) fn due(&self, now: Instant) -> Option<Instant> {
        self.settled().or_else(|| if self.everything { Some(now) } else { self.paths.values().map(|due| due.at).min() })
    }

    /// The moment at which all complete changes may be looked at, together; `None` where there are none. Until then nothing else is looked at.
    pub(super) fn settled(&self) -> Option<Instant> {
        let complete = || self.paths.values().filter(|due| due.change == Progress::Complete);
        let last = complete().map(|due| due.at).max()?;
        let first = complete().map(|due| due.since).min()?;
        Some(last.min(first + LONGEST_SETTLING))
    }

    /// Everywhere, but at what is not yet to be looked at.
    pub(super) fn everywhere(&mut self, now: Instant) -> Seeing {
        self.everything = false;
        self.paths.retain(|_, due| !due.is_ready(now));
        Seeing::AllBut(self.paths.keys().cloned().collect())
    }

    /// Where to look now.
    pub(super) fn take(&mut self, now: Instant) -> Option<Seeing> {
        if self.due(now).is_none_or(|due| due > now) {
            return None;
        }
        if self.everything {
            return Some(self.everywhere(now));
        }
        let ready: BTreeSet<PathBuf> = self.paths.iter().filter(|(_, due)| due.is_ready(now)).map(|(path, _)| path.clone()).collect();
        self.paths.retain(|_, due| !due.is_ready(now));
        Some(Seeing::Paths(ready))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{DataChange, Event, MetadataKind, RemoveKind};

    fn noted(kind: EventKind) -> (Hints, Instant) {
        let (mut hints, now) = (Hints::default(), Instant::now());
        hints.note(Event::new(kind).add_path("/site/content/a.md".into()), now);
        (hints, now)
    }

    fn path() -> Option<Seeing> {
        Some(Seeing::Paths(BTreeSet::from(["/site/content/a.md".into()])))
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
            assert_eq!(hints.take(now + SILENCE), path(), "{kind:?}");
        }
    }

    #[test]
    fn what_has_gone_may_come_back_at_once() {
        for kind in [EventKind::Remove(RemoveKind::File), EventKind::Modify(ModifyKind::Name(RenameMode::From))] {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.take(now), None, "{kind:?}");
            assert_eq!(hints.take(now + SILENCE), path(), "{kind:?}");
        }
    }

    #[test]
    fn a_file_that_is_being_written_is_left_alone_until_it_is_closed_or_patience_ends() {
        if !SAYS_WHEN_CLOSED {
            return;
        }
        for (kind, patience) in [(EventKind::Create(CreateKind::File), CREATION), (EventKind::Modify(ModifyKind::Data(DataChange::Any)), PATIENCE)] {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.take(now + patience / 2), None, "{kind:?}");
            assert_eq!(hints.everywhere(now), Seeing::AllBut(BTreeSet::from(["/site/content/a.md".into()])));
            assert_eq!(hints.due(now), Some(now + patience));
            assert_eq!(hints.take(now + patience), path());
            let (mut hints, now) = noted(kind);
            hints.note(Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path("/site/content/a.md".into()), now);
            assert_eq!(hints.take(now), path());
        }
    }

    #[test]
    fn both_sides_of_a_renaming_are_looked_at_together() {
        let (gone, came): (PathBuf, PathBuf) = ("/site/content/a.md".into(), "/site/content/b.md".into());
        let both = Some(Seeing::Paths(BTreeSet::from([gone.clone(), came.clone()])));
        let (mut hints, now) = noted(EventKind::Modify(ModifyKind::Name(RenameMode::From)));
        hints.note(Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::To))).add_path(came.clone()), now);
        assert_eq!(hints.take(now), None);
        assert_eq!(hints.due(now), hints.settled());
        assert_eq!(hints.take(now + SILENCE), both);
        assert!(hints.is_empty());
        // Neither does another change come between them, nor a look at everything.
        let (mut hints, now) = noted(EventKind::Modify(ModifyKind::Name(RenameMode::From)));
        hints.note(Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path(came), now);
        hints.lose_count();
        assert_eq!(hints.take(now), None);
        assert_eq!(hints.take(now + SILENCE), Some(Seeing::everything()));
    }

    #[test]
    fn files_that_go_one_after_the_other_do_not_hold_everything_back_for_ever() {
        let (mut hints, start) = noted(EventKind::Remove(RemoveKind::File));
        let mut now = start;
        while now < start + LONGEST_SETTLING {
            assert_eq!(hints.take(now), None);
            hints.note(Event::new(EventKind::Remove(RemoveKind::File)).add_path(format!("/site/content/{:?}.md", now - start).into()), now);
            now += SILENCE / 2;
        }
        assert!(matches!(hints.take(now), Some(Seeing::Paths(paths)) if paths.len() > 10));
    }

    #[test]
    fn the_two_sides_of_a_renaming_are_not_told_twice() {
        if SAYS_WHEN_CLOSED {
            let (hints, now) = noted(EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
            assert_eq!(hints.due(now), None);
        }
    }

    #[test]
    fn somebody_who_never_stops_writing_is_not_waited_for_for_ever() {
        if !SAYS_WHEN_CLOSED {
            return;
        }
        let write = || Event::new(EventKind::Modify(ModifyKind::Data(DataChange::Any))).add_path("/site/content/a.md".into());
        let (mut hints, start) = noted(EventKind::Modify(ModifyKind::Data(DataChange::Any)));
        let mut now = start;
        while now < start + LONGEST_WRITING {
            assert_eq!(hints.take(now), None);
            now += PATIENCE / 2;
            hints.note(write(), now);
        }
        assert_eq!(hints.take(now), path());
    }

    #[test]
    fn a_change_of_rights_does_not_end_the_patience_with_a_writer() {
        if !SAYS_WHEN_CLOSED {
            return;
        }
        let (mut hints, now) = noted(EventKind::Create(CreateKind::File));
        hints.note(Event::new(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))).add_path("/site/content/a.md".into()), now);
        assert_eq!(hints.take(now), None);
    }

    #[test]
    fn a_look_is_overtaken_by_the_next_writer_of_what_was_looked_at() {
        if !SAYS_WHEN_CLOSED {
            return;
        }
        let (mut hints, now) = noted(EventKind::Access(AccessKind::Close(AccessMode::Write)));
        hints.lose_count();
        assert_eq!(hints.take(now), Some(Seeing::everything()));
        for next in [EventKind::Modify(ModifyKind::Data(DataChange::Any)), EventKind::Access(AccessKind::Close(AccessMode::Write))] {
            let seeing = ["/site/content/a.md".into(), "/site/content/b.md".into()].into();
            assert!(!hints.is_overtaken(&seeing, now));
            hints.note(Event::new(next).add_path("/site/content/a.md".into()), now);
            assert!(hints.is_overtaken(&seeing, now), "{next:?}");
            assert!(matches!(hints.take(now), Some(Seeing::Paths(again)) if again.contains(std::path::Path::new("/site/content/b.md"))));
            hints.take(now + PATIENCE);
        }
    }

    #[test]
    fn reading_says_nothing_and_a_lost_count_wants_everything() {
        for kind in
            [EventKind::Access(AccessKind::Open(AccessMode::Any)), EventKind::Access(AccessKind::Close(AccessMode::Read)), EventKind::Access(AccessKind::Read)]
        {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.due(now), None);
            assert_eq!(hints.take(now), None);
        }
        let (mut hints, now) = noted(EventKind::Create(CreateKind::Folder));
        hints.lose_count();
        assert_eq!(hints.take(now), Some(Seeing::everything()));
        assert_eq!(hints.take(now), None);
    }

    #[test]
    fn what_was_found_without_a_hint_is_looked_at_once_more_after_a_while_and_sooner_when_it_is_told_of() {
        let (mut hints, now) = (Hints::default(), Instant::now());
        hints.doubt(BTreeSet::from(["/site/content/a.md".into()]), now);
        assert_eq!(hints.take(now + DOUBT / 2), None);
        assert_eq!(hints.settled(), Some(now + DOUBT));
        assert_eq!(hints.take(now + DOUBT), path());
        hints.doubt(BTreeSet::from(["/site/content/a.md".into()]), now);
        hints.note(Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path("/site/content/a.md".into()), now);
        assert_eq!(hints.take(now), path());
    }
}
