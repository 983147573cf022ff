//! Watches over the folders of a site, as far as the system lets us.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, CreateKind, DataChange, ModifyKind};
use notify::{Config, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::hints::{Hints, Seeing};
use crate::input;

/// How long events are gathered before a look, so that what belongs together is built together.
const GATHERING: Duration = Duration::from_millis(2);
/// How long a storm of events can put a look off.
const LONGEST_GATHERING: Duration = Duration::from_millis(30);
/// How long an event of our own is waited for. It comes at once, unless the machine has much else to do; and then so do those that matter.
const LONGEST_ECHO: Duration = Duration::from_secs(3);
/// How often two folders of the site are opened to hear the echo. Other programs open them too, and their echoes may still be on the way; of so many, one at least is ours.
const CALLS: usize = 4;
/// Whether the system tells when a folder is opened.
const SAYS_WHEN_OPENED: bool = cfg!(any(target_os = "linux", target_os = "android"));
/// How often a folder is tried to be watched in which folders come and go meanwhile.
const TRIES: usize = 3;

/// Eyes that are open.
pub(super) struct Eyes {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    /// Why the system tells of changes no more.
    failed: Option<String>,
}

impl Eyes {
    /// Opens them.
    ///
    /// # Errors
    /// Why the system does not let us.
    pub(super) fn open(root: &Path) -> Result<Self, String> {
        let (sender, events): (Sender<notify::Result<notify::Event>>, _) = channel();
        // Links are not followed: one that leads out of the site would have half of the machine watched.
        let watcher = RecommendedWatcher::new(sender, Config::default().with_follow_symlinks(false)).map_err(|error| in_words(&error))?;
        let mut eyes = Eyes { root: root.to_owned(), watcher, events, failed: None };
        eyes.watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| in_words(&error))?;
        for folder in input::SITE_FOLDERS {
            eyes.watch(&root.join(folder));
        }
        match eyes.failed.take() {
            Some(reason) => Err(reason),
            None => Ok(eyes),
        }
    }

    /// Watches a folder of the site, where there is one; also one that took the place of another. A link is none.
    fn watch(&mut self, folder: &Path) {
        let _ = self.watcher.unwatch(folder);
        for _ in 0..TRIES {
            if !folder.is_dir() || folder.is_symlink() {
                return;
            }
            match self.watcher.watch(folder, RecursiveMode::Recursive) {
                Ok(()) => return,
                Err(error) if is_limit(&error) => return self.failed = Some(in_words(&error)),
                // A folder has gone while it was to be watched.
                Err(_) => {}
            }
        }
    }

    /// Waits until there is something to look at: what events hint at, or from `next_look` on, everything.
    ///
    /// # Errors
    /// The system tells of changes no more, and why.
    pub(super) fn wait(&mut self, hints: &mut Hints, next_look: Instant) -> Result<Seeing, String> {
        // Until when more events are waited for: after each a little, and never beyond the latest.
        let mut gathering: Option<(Instant, Instant)> = None;
        loop {
            if let Some(reason) = self.failed.take() {
                return Err(reason);
            }
            let now = Instant::now();
            let due = hints.due(now).map(|due| gathering.map_or(due, |(quiet, latest)| due.max(quiet.min(latest))));
            if due.is_some_and(|due| due <= now)
                && let Some(seeing) = hints.take(now)
            {
                return Ok(seeing);
            }
            // Not between the two sides of a renaming.
            let everywhere = hints.settled().map_or(next_look, |settled| settled.max(next_look));
            let is_due = everywhere <= now;
            let until = due.map_or(everywhere, |due| due.min(everywhere));
            match self.events.recv_timeout(until.saturating_duration_since(now)) {
                Ok(event) => {
                    let now = Instant::now();
                    if self.hear(event, hints, now) {
                        let latest = gathering.map(|(_, latest)| latest).filter(|latest| *latest > now).unwrap_or(now + LONGEST_GATHERING);
                        gathering = Some((now + GATHERING, latest));
                    }
                }
                // All that has been told so far has been heard.
                Err(RecvTimeoutError::Timeout) if is_due => return Ok(hints.everywhere(now)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err("the watcher has stopped".to_owned()),
            }
        }
    }

    /// Takes in one event; true for one that says something of the site.
    fn hear(&mut self, event: notify::Result<notify::Event>, hints: &mut Hints, now: Instant) -> bool {
        match event {
            Ok(event) => {
                let event = begun(event);
                self.replaced_folders(&event);
                let concerns = event.need_rescan() || event.paths.iter().any(|path| path.strip_prefix(&self.root).is_ok_and(input::is_site_path));
                concerns && hints.note(event, now)
            }
            Err(error) => {
                if is_limit(&error) {
                    self.failed = Some(in_words(&error));
                }
                hints.lose_count();
                true
            }
        }
    }

    /// True where what was just looked at has been written again. To know what had happened when we looked, an event of our own is waited for that comes after it: events
    /// come in their order.
    pub(super) fn was_overtaken(&mut self, hints: &mut Hints, seen: &BTreeSet<PathBuf>) -> bool {
        if seen.is_empty() {
            return false;
        }
        let called = self.call();
        let until = Instant::now() + if called.is_empty() { Duration::ZERO } else { LONGEST_ECHO };
        let mut echoes = 0;
        while let Ok(event) = self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            echoes += usize::from(event.as_ref().is_ok_and(|event| called.iter().any(|folder| is_opening_of(event, folder))));
            self.hear(event, hints, Instant::now());
            if echoes == called.len() {
                break;
            }
        }
        hints.is_overtaken(seen, Instant::now())
    }

    /// Brings about events without changing anything: where the system tells of openings, folders of the site are opened. Returns which, one for each event.
    fn call(&self) -> Vec<PathBuf> {
        if !SAYS_WHEN_OPENED {
            return Vec::new();
        }
        // In turn, for the system makes one event of two that are the same.
        let inner = input::SITE_FOLDERS.iter().map(|folder| self.root.join(folder)).find(|folder| folder.is_dir() && !folder.is_symlink());
        let folders = match inner {
            Some(inner) => (0..CALLS).flat_map(|_| [self.root.clone(), inner.clone()]).collect(),
            None => vec![self.root.clone()],
        };
        folders.into_iter().filter(|folder| std::fs::File::open(folder).is_ok()).collect()
    }

    /// A folder of the site that comes, or takes the place of another, is watched from now on.
    fn replaced_folders(&mut self, event: &notify::Event) {
        if !matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            return;
        }
        for path in &event.paths {
            if path.strip_prefix(&self.root).is_ok_and(|inner| input::SITE_FOLDERS.iter().any(|folder| inner == Path::new(folder))) {
                self.watch(path);
            }
        }
    }
}

/// A file that came and is empty is one that somebody has begun to write, and will close; one that has something in it at once may be a link, which is never closed.
fn begun(event: notify::Event) -> notify::Event {
    let is_empty = |path: &PathBuf| path.symlink_metadata().is_ok_and(|file| file.is_file() && file.len() == 0);
    match event.kind {
        EventKind::Create(CreateKind::File) if event.paths.iter().all(is_empty) => {
            notify::Event { kind: EventKind::Modify(ModifyKind::Data(DataChange::Any)), ..event }
        }
        _ => event,
    }
}

fn is_opening_of(event: &notify::Event, folder: &Path) -> bool {
    matches!(event.kind, EventKind::Access(AccessKind::Open(_))) && event.paths.iter().any(|path| path == folder)
}

/// "Too many open files" (errno 24 on every Unix we know): what Linux says where it allows no further watcher.
const TOO_MANY_OPEN: i32 = 24;

fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(io) => cfg!(unix) && io.raw_os_error() == Some(TOO_MANY_OPEN),
        _ => false,
    }
}

fn in_words(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the limit of watched folders is reached; on Linux, raise `fs.inotify.max_user_watches` with sysctl".to_owned(),
        ErrorKind::Io(_) if is_limit(error) => {
            "the limit of watching programs or open files is reached; on Linux, raise `fs.inotify.max_user_instances` with sysctl".to_owned()
        }
        _ => error.to_string(),
    }
}
