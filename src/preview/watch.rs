//! Follows a site on disk, round after round.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::AccessKind;
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::hints::{Hints, Seeing};
use super::rounds::{Preview, Round};
use crate::input;

/// How long events are gathered before a look, so that what belongs together is built together.
const GATHERING: Duration = Duration::from_millis(2);
/// How long a storm of events can put a look off.
const LONGEST_GATHERING: Duration = Duration::from_millis(30);
/// How long an event of our own is waited for.
const LONGEST_ECHO: Duration = Duration::from_millis(50);
/// Whether the system tells when a folder is opened.
const SAYS_WHEN_OPENED: bool = cfg!(any(target_os = "linux", target_os = "android"));
/// How long it must be quiet after a look at single paths before everything is looked at: events may have been lost.
const QUIET: Duration = Duration::from_millis(60);
/// How often everything is looked at where nothing seems to happen.
const SAFETY: Duration = Duration::from_secs(30);
/// How often everything is looked at where nothing is watched, at the most; a slow look is not repeated before ten times its own time.
const POLLING: Duration = Duration::from_millis(500);

/// How a site is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Following {
    /// By events of the file system.
    Watching,
    /// By looking again and again.
    Polling,
}

/// What is to be told of following a site.
#[derive(Debug)]
pub enum News<'a> {
    /// Something changed.
    Round(&'a Round),
    /// The system does not tell of changes; everything is looked at again and again instead.
    CannotWatch(String),
}

/// Follows the site in `root` for ever.
pub fn follow(root: &Path, preview: &mut Preview, following: Following, tell: &mut dyn FnMut(News<'_>)) -> ! {
    let mut eyes = match following {
        Following::Watching => Eyes::open(root, tell),
        Following::Polling => None,
    };
    let mut hints = Hints::default();
    // The site may have changed between the first look and the opening of the eyes.
    let mut next_look = Instant::now();
    loop {
        let seeing = match &mut eyes {
            Some(open) => match open.wait(&mut hints, next_look) {
                Ok(seeing) => seeing,
                Err(reason) => {
                    tell(News::CannotWatch(reason));
                    eyes = None;
                    continue;
                }
            },
            None => {
                std::thread::sleep(next_look.saturating_duration_since(Instant::now()));
                Seeing::Everything
            }
        };
        let start = Instant::now();
        let sight = preview.look(&seeing);
        // What had been written when we looked has been told by now; then came perhaps another writer.
        if eyes.as_mut().is_some_and(|eyes| eyes.was_overtaken(&mut hints, &seeing)) {
            continue;
        }
        if let Some(round) = preview.take_in(sight) {
            tell(News::Round(&round));
        }
        let now = Instant::now();
        next_look = now
            + match (&eyes, seeing) {
                (None, _) => POLLING.max(10 * (now - start)),
                (Some(_), Seeing::Everything) if preview.is_unfinished() => input::WRITING,
                (Some(_), Seeing::Everything) => SAFETY,
                (Some(_), Seeing::Paths(_)) => QUIET,
            };
    }
}

/// Watches over the folders of a site.
struct Eyes {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
}

impl Eyes {
    /// Opens them; where the system refuses, says so.
    fn open(root: &Path, tell: &mut dyn FnMut(News<'_>)) -> Option<Self> {
        let (sender, events): (Sender<notify::Result<notify::Event>>, _) = channel();
        let opened = RecommendedWatcher::new(sender, Config::default().with_follow_symlinks(false)).and_then(|mut watcher| {
            watcher.watch(root, RecursiveMode::NonRecursive)?;
            let mut eyes = Eyes { root: root.to_owned(), watcher, events };
            for folder in input::FOLDERS {
                eyes.watch(&root.join(folder))?;
            }
            Ok(eyes)
        });
        opened.map_err(|error| tell(News::CannotWatch(in_words(&error)))).ok()
    }

    /// Watches a folder of the site, where there is one; also one that took the place of another.
    fn watch(&mut self, folder: &Path) -> notify::Result<()> {
        let _ = self.watcher.unwatch(folder);
        match self.watcher.watch(folder, RecursiveMode::Recursive) {
            Err(error) if matches!(&error.kind, ErrorKind::PathNotFound) || !folder.exists() => Ok(()),
            result => result,
        }
    }

    /// Waits until there is something to look at: what events hint at, or from `next_look` on, everything.
    ///
    /// # Errors
    /// The system tells of changes no more, and why.
    fn wait(&mut self, hints: &mut Hints, next_look: Instant) -> Result<Seeing, String> {
        let mut gathering: Option<(Instant, Instant)> = None;
        loop {
            let now = Instant::now();
            let due = match (hints.due(now), gathering) {
                (Some(due), Some((quiet, latest))) => due.max(quiet.min(latest)),
                (Some(due), None) => due,
                (None, _) => next_look,
            };
            if now >= due {
                match hints.take(now) {
                    Some(seeing) => return Ok(seeing),
                    // While somebody writes, a look at everything would see the half of it.
                    None if hints.due(now).is_none() => return Ok(Seeing::Everything),
                    None => {}
                }
            }
            match self.events.recv_timeout(due.saturating_duration_since(now)) {
                Ok(event) => {
                    let now = Instant::now();
                    if self.hear(event, hints, now)? {
                        let latest = gathering.map_or(now + LONGEST_GATHERING, |(_, latest)| latest);
                        gathering = Some((now + GATHERING, latest));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err("the watcher has stopped".to_owned()),
            }
        }
    }

    /// Takes in one event; true for one that may concern the site.
    fn hear(&mut self, event: notify::Result<notify::Event>, hints: &mut Hints, now: Instant) -> Result<bool, String> {
        match event {
            Ok(event) => {
                self.replaced_folders(&event).map_err(|error| in_words(&error))?;
                let concerns = event.need_rescan() || event.paths.iter().any(|path| path.strip_prefix(&self.root).is_ok_and(input::belongs));
                if concerns {
                    hints.note(event, now);
                }
                Ok(concerns)
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Err(in_words(&error)),
            Err(_) => {
                hints.lose_count();
                Ok(true)
            }
        }
    }

    /// True where what was just looked at is being written again. To know what had happened when we looked, an event of our own is waited for that comes after it: events
    /// come in their order.
    fn was_overtaken(&mut self, hints: &mut Hints, seeing: &Seeing) -> bool {
        if matches!(seeing, Seeing::Everything) {
            return false;
        }
        let until = Instant::now() + if self.call() { LONGEST_ECHO } else { Duration::ZERO };
        while let Ok(event) = self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            let echo = event.as_ref().is_ok_and(|event| is_opening_of(event, &self.root));
            // What goes wrong here goes wrong again at the next wait, which tells of it.
            let _ = self.hear(event, hints, Instant::now());
            if echo {
                break;
            }
        }
        hints.is_overtaken(seeing, Instant::now())
    }

    /// Brings about an event without changing anything: where the system tells of openings, the folder of the site is opened.
    fn call(&self) -> bool {
        SAYS_WHEN_OPENED && std::fs::File::open(&self.root).is_ok()
    }

    /// A folder of the site that comes, or takes the place of another, is watched from now on.
    fn replaced_folders(&mut self, event: &notify::Event) -> notify::Result<()> {
        use notify::EventKind::{Create, Modify, Remove};
        if !matches!(event.kind, Create(_) | Remove(_) | Modify(notify::event::ModifyKind::Name(_))) {
            return Ok(());
        }
        for path in &event.paths {
            if path.strip_prefix(&self.root).is_ok_and(|inner| input::FOLDERS.iter().any(|folder| inner == Path::new(folder))) {
                self.watch(path)?;
            }
        }
        Ok(())
    }
}

fn is_opening_of(event: &notify::Event, folder: &Path) -> bool {
    matches!(event.kind, notify::EventKind::Access(AccessKind::Open(_))) && event.paths.iter().any(|path| path == folder)
}

/// "Too many open files" (errno 24 on every Unix we know): what Linux says where it allows no further watcher.
const TOO_MANY_OPEN: i32 = 24;

fn in_words(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the limit of watched folders is reached; on Linux, raise `fs.inotify.max_user_watches` with sysctl".to_owned(),
        ErrorKind::Io(io) if cfg!(unix) && io.raw_os_error() == Some(TOO_MANY_OPEN) => {
            "the limit of watching programs or open files is reached; on Linux, raise `fs.inotify.max_user_instances` with sysctl".to_owned()
        }
        _ => error.to_string(),
    }
}
