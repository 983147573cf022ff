//! Watches over the folders of a site, as far as the system lets us.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, CreateKind, DataChange, ModifyKind};
use notify::{Config, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::pending_changes::{PendingChanges, ScanScope};
use crate::input;

/// How long events are gathered before a look, so that what belongs together is built together.
const GATHER_DELAY: Duration = Duration::from_millis(2);
/// How long a storm of events can put a look off.
const MAX_GATHER_DELAY: Duration = Duration::from_millis(30);
/// How long an event of our own is waited for. It comes at once, unless the machine has much else
/// to do; and then so do those that matter.
const BARRIER_TIMEOUT: Duration = Duration::from_secs(3);
/// How often two folders of the site are opened to hear the echo. Other programs open them too, and
/// their echoes may still be on the way; of so many, one at least is ours.
const BARRIER_OPENS: usize = 4;
/// Whether the system tells when a folder is opened.
const REPORTS_OPEN: bool = cfg!(any(target_os = "linux", target_os = "android"));
/// How often a folder is tried to be watched in which folders come and go meanwhile.
const WATCH_ATTEMPTS: usize = 3;

/// Eyes that are open.
pub(super) struct FileWatcher {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    /// Why the system tells of changes no more.
    failure: Option<String>,
}

impl FileWatcher {
    /// Opens them.
    ///
    /// # Errors
    /// Why the system does not let us.
    pub(super) fn start(root: &Path) -> Result<Self, String> {
        let (sender, events): (Sender<notify::Result<notify::Event>>, _) = channel();
        // Links are not followed: one that leads out of the site would have half of the machine
        // watched.
        let watcher =
            RecommendedWatcher::new(sender, Config::default().with_follow_symlinks(false))
                .map_err(|error| describe_error(&error))?;
        let mut eyes = FileWatcher { root: root.to_owned(), watcher, events, failure: None };
        eyes.watcher
            .watch(root, RecursiveMode::NonRecursive)
            .map_err(|error| describe_error(&error))?;
        for folder in input::SITE_FOLDERS {
            eyes.watch_folder(&root.join(folder));
        }
        match eyes.failure.take() {
            Some(reason) => Err(reason),
            None => Ok(eyes),
        }
    }

    /// Watches a folder of the site, where there is one; also one that took the place of another. A
    /// link is none.
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
                // A folder has gone while it was to be watched.
                Err(_) => {}
            }
        }
    }

    /// Waits until there is something to look at: what events hint at, or from `next_look` on,
    /// everything.
    ///
    /// # Errors
    /// The system tells of changes no more, and why.
    pub(super) fn next_scan(
        &mut self,
        hints: &mut PendingChanges,
        next_look: Instant,
    ) -> Result<ScanScope, String> {
        // Until when more events are waited for: after each a little, and never beyond the latest.
        let mut gathering: Option<(Instant, Instant)> = None;
        loop {
            if let Some(reason) = self.failure.take() {
                return Err(reason);
            }
            let now = Instant::now();
            let due = hints
                .next_due(now)
                .map(|due| gathering.map_or(due, |(quiet, latest)| due.max(quiet.min(latest))));
            if due.is_some_and(|due| due <= now)
                && let Some(seeing) = hints.take_due(now)
            {
                return Ok(seeing);
            }
            // Not between the two sides of a renaming.
            let everywhere =
                hints.batch_ready_at().map_or(next_look, |settled| settled.max(next_look));
            let is_due = everywhere <= now;
            let until = due.map_or(everywhere, |due| due.min(everywhere));
            match self.events.recv_timeout(until.saturating_duration_since(now)) {
                Ok(event) => {
                    let now = Instant::now();
                    if self.on_event(event, hints, now) {
                        let latest = gathering
                            .map(|(_, latest)| latest)
                            .filter(|latest| *latest > now)
                            .unwrap_or(now + MAX_GATHER_DELAY);
                        gathering = Some((now + GATHER_DELAY, latest));
                    }
                }
                // All that has been told so far has been heard.
                Err(RecvTimeoutError::Timeout) if is_due => return Ok(hints.take_all(now)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err("the watcher has stopped".to_owned());
                }
            }
        }
    }

    /// Takes in one event; true for one that says something of the site.
    fn on_event(
        &mut self,
        event: notify::Result<notify::Event>,
        hints: &mut PendingChanges,
        now: Instant,
    ) -> bool {
        match event {
            Ok(event) => {
                let event = empty_create_as_write(event);
                self.watch_replaced_folders(&event);
                let concerns = event.need_rescan()
                    || event
                        .paths
                        .iter()
                        .any(|path| path.strip_prefix(&self.root).is_ok_and(input::is_site_path));
                concerns && hints.record_event(event, now)
            }
            Err(error) => {
                if is_watch_limit(&error) {
                    self.failure = Some(describe_error(&error));
                }
                hints.mark_overflow();
                true
            }
        }
    }

    /// True where what was just looked at has been written again. To know what had happened when we
    /// looked, an event of our own is waited for that comes after it: events come in their order.
    pub(super) fn changed_during_scan(
        &mut self,
        hints: &mut PendingChanges,
        seen: &BTreeSet<PathBuf>,
    ) -> bool {
        if seen.is_empty() {
            return false;
        }
        let called = self.sync_barrier();
        let until =
            Instant::now() + if called.is_empty() { Duration::ZERO } else { BARRIER_TIMEOUT };
        let mut echoes = 0;
        while let Ok(event) =
            self.events.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            echoes += usize::from(
                event
                    .as_ref()
                    .is_ok_and(|event| called.iter().any(|folder| is_open_of(event, folder))),
            );
            self.on_event(event, hints, Instant::now());
            if echoes == called.len() {
                break;
            }
        }
        hints.changed_since_scan(seen, Instant::now())
    }

    /// Brings about events without changing anything: where the system tells of openings, folders
    /// of the site are opened. Returns which, one for each event.
    fn sync_barrier(&self) -> Vec<PathBuf> {
        if !REPORTS_OPEN {
            return Vec::new();
        }
        // In turn, for the system makes one event of two that are the same.
        let inner = input::SITE_FOLDERS
            .iter()
            .map(|folder| self.root.join(folder))
            .find(|folder| folder.is_dir() && !folder.is_symlink());
        let folders = match inner {
            Some(inner) => {
                (0..BARRIER_OPENS).flat_map(|_| [self.root.clone(), inner.clone()]).collect()
            }
            None => vec![self.root.clone()],
        };
        folders.into_iter().filter(|folder| std::fs::File::open(folder).is_ok()).collect()
    }

    /// A folder of the site that comes, or takes the place of another, is watched from now on.
    fn watch_replaced_folders(&mut self, event: &notify::Event) {
        if !matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        ) {
            return;
        }
        for path in &event.paths {
            if path.strip_prefix(&self.root).is_ok_and(|inner| {
                input::SITE_FOLDERS.iter().any(|folder| inner == Path::new(folder))
            }) {
                self.watch_folder(path);
            }
        }
    }
}

/// A file that came and is empty is one that somebody has begun to write, and will close; one that
/// has something in it at once may be a link, which is never closed.
fn empty_create_as_write(event: notify::Event) -> notify::Event {
    let is_empty = |path: &PathBuf| {
        path.symlink_metadata().is_ok_and(|file| file.is_file() && file.len() == 0)
    };
    match event.kind {
        EventKind::Create(CreateKind::File) if event.paths.iter().all(is_empty) => {
            notify::Event { kind: EventKind::Modify(ModifyKind::Data(DataChange::Any)), ..event }
        }
        _ => event,
    }
}

fn is_open_of(event: &notify::Event, folder: &Path) -> bool {
    matches!(event.kind, EventKind::Access(AccessKind::Open(_)))
        && event.paths.iter().any(|path| path == folder)
}

/// "Too many open files" (errno 24 on every Unix we know): what Linux says where it allows no
/// further watcher.
const EMFILE: i32 = 24;

fn is_watch_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(io) => cfg!(unix) && io.raw_os_error() == Some(EMFILE),
        _ => false,
    }
}

fn describe_error(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the limit of watched folders is reached; on Linux, raise `fs.inotify.max_user_watches` with sysctl".to_owned(),
        ErrorKind::Io(_) if is_watch_limit(error) => {
            "the limit of watching programs or open files is reached; on Linux, raise `fs.inotify.max_user_instances` with sysctl".to_owned()
        }
        _ => error.to_string(),
    }
}
