//! File events as hints: which paths are worth a look, and when. What is there is only ever found by looking.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};

/// How long a file that is being written is left alone, where the system says when its writer is done: after that it is looked at all the same.
const PATIENCE: Duration = crate::input::WRITING;
/// How long a file is left alone after it was touched where the system does not say; and everywhere one that has gone, for many editors put another in its place.
const SILENCE: Duration = Duration::from_millis(20);
/// Whether the system says when a writer has closed its file.
const SAYS_WHEN_CLOSED: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seeing {
    /// At these paths, each a file or a folder with all that is in it.
    Paths(BTreeSet<PathBuf>),
    /// Everywhere.
    Everything,
}

/// What has been hinted at and not yet looked at.
#[derive(Debug, Default)]
pub(super) struct Hints {
    /// Each path with the moment from which it may be looked at.
    paths: BTreeMap<PathBuf, Instant>,
    everything: bool,
}

impl Hints {
    /// Takes an event in. Events of reading, also our own, say nothing.
    pub(super) fn note(&mut self, event: notify::Event, now: Instant) {
        if event.need_rescan() {
            self.everything = true;
        }
        let at = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => now,
            EventKind::Access(_) => return,
            // Somebody has begun to write, and will close the file. A folder is there at once.
            EventKind::Create(CreateKind::File | CreateKind::Any) | EventKind::Modify(ModifyKind::Data(_)) if SAYS_WHEN_CLOSED => now + PATIENCE,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => now + SILENCE,
            _ if SAYS_WHEN_CLOSED => now,
            _ => now + SILENCE,
        };
        for path in event.paths {
            self.paths.insert(path, at);
        }
    }

    /// Wants everything looked at: the watcher has lost count.
    pub(super) fn lose_count(&mut self) {
        self.everything = true;
    }

    /// True where somebody has begun to write one of the paths that were looked at, so that what was seen may be half of it. All of them will be looked at again.
    pub(super) fn is_overtaken(&mut self, seeing: &Seeing, now: Instant) -> bool {
        let Seeing::Paths(seen) = seeing else { return false };
        let overtaken = seen.iter().any(|path| self.paths.get(path).is_some_and(|at| *at > now));
        if overtaken {
            for path in seen {
                self.paths.entry(path.clone()).or_insert(now);
            }
        }
        overtaken
    }

    /// The moment from which there is something to look at; `None` where there is nothing.
    pub(super) fn due(&self, now: Instant) -> Option<Instant> {
        if self.everything { Some(now) } else { self.paths.values().min().copied() }
    }

    /// Where to look now.
    pub(super) fn take(&mut self, now: Instant) -> Option<Seeing> {
        if std::mem::take(&mut self.everything) {
            self.paths.clear();
            return Some(Seeing::Everything);
        }
        let ready: BTreeSet<PathBuf> = self.paths.iter().filter(|(_, at)| **at <= now).map(|(path, _)| path.clone()).collect();
        self.paths.retain(|_, at| *at > now);
        (!ready.is_empty()).then_some(Seeing::Paths(ready))
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
        for kind in [EventKind::Create(CreateKind::File), EventKind::Modify(ModifyKind::Data(DataChange::Any))] {
            let (mut hints, now) = noted(kind);
            assert_eq!(hints.take(now + PATIENCE / 2), None, "{kind:?}");
            assert_eq!(hints.due(now), Some(now + PATIENCE));
            assert_eq!(hints.take(now + PATIENCE), path());
            let (mut hints, now) = noted(kind);
            hints.note(Event::new(EventKind::Access(AccessKind::Close(AccessMode::Write))).add_path("/site/content/a.md".into()), now);
            assert_eq!(hints.take(now), path());
        }
    }

    #[test]
    fn a_look_is_overtaken_by_the_next_writer_of_what_was_looked_at() {
        if !SAYS_WHEN_CLOSED {
            return;
        }
        let (mut hints, now) = noted(EventKind::Access(AccessKind::Close(AccessMode::Write)));
        hints.paths.insert("/site/content/b.md".into(), now);
        let seeing = hints.take(now).expect("a look");
        assert!(!hints.is_overtaken(&seeing, now));
        hints.note(Event::new(EventKind::Modify(ModifyKind::Data(DataChange::Any))).add_path("/site/content/a.md".into()), now);
        assert!(hints.is_overtaken(&seeing, now));
        assert_eq!(hints.take(now), Some(Seeing::Paths(BTreeSet::from(["/site/content/b.md".into()]))));
        assert_eq!(hints.take(now + PATIENCE), path());
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
        let (mut hints, now) = noted(EventKind::Remove(RemoveKind::File));
        hints.lose_count();
        assert_eq!(hints.take(now), Some(Seeing::Everything));
        assert_eq!(hints.take(now), None);
    }
}
