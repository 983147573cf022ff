//! One round after another: look, build, show.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::hints::Seeing;
use super::showing::{Showing, Stage};
use crate::diagnostics::{Diagnostic, Look, Severity, render};
use crate::engine::{Build, Engine, Wishes};
use crate::input::{self, Snapshot};
use crate::text::SourcePath;

/// A site that is followed as it is written.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    engine: Engine,
    snapshot: Arc<Snapshot>,
    stage: Stage,
    /// How many times something has changed.
    changes: u64,
    /// There has been a site without errors.
    had_good: bool,
}

/// What a look has seen.
#[derive(Debug)]
pub struct Sight {
    snapshot: Snapshot,
    start: Instant,
}

/// What one round found and did.
#[derive(Debug)]
pub struct Round {
    /// The files that are not as they were.
    pub changed: BTreeSet<SourcePath>,
    /// What was built of them.
    pub build: Build,
    /// From the look at the first of them until it was shown.
    pub time: Duration,
}

impl Round {
    /// The problems that the terminal and the overlay show: all but the notes.
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.build.diagnostics.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect()
    }

    /// True where the site has no errors, and is shown.
    pub fn is_good(&self) -> bool {
        is_good(&self.build)
    }
}

fn is_good(build: &Build) -> bool {
    build.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
}

impl Preview {
    /// Reads and builds the site in `root`. One with errors is shown as far as it can be read, until there is a good one.
    pub fn open(root: &Path, wishes: Wishes) -> (Self, Round) {
        let start = Instant::now();
        let snapshot = Arc::new(input::scan(root));
        let mut engine = Engine::new(wishes);
        let build = engine.build(&snapshot);
        let stage = Stage::new(Showing::new(build.site.clone(), problems(&build), BTreeMap::new(), run()));
        let preview = Preview { root: root.to_owned(), engine, snapshot, stage, changes: 0, had_good: is_good(&build) };
        (preview, Round { changed: BTreeSet::new(), build, time: start.elapsed() })
    }

    /// Where the site is shown.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// True where a file was being written at the last look, and another look is due soon.
    pub fn is_unfinished(&self) -> bool {
        self.snapshot.is_unfinished()
    }

    /// Looks, and where something has changed builds and shows it.
    pub fn round(&mut self, seeing: &Seeing) -> Option<Round> {
        let sight = self.look(seeing);
        self.take_in(sight)
    }

    /// Looks, and changes nothing yet.
    pub fn look(&self, seeing: &Seeing) -> Sight {
        let start = Instant::now();
        let snapshot = match seeing {
            Seeing::Paths(paths) => input::look(&self.root, paths, &self.snapshot),
            Seeing::Everything => input::rescan(&self.root, &self.snapshot),
        };
        Sight { snapshot, start }
    }

    /// Builds and shows what was seen, where that is something new.
    pub fn take_in(&mut self, sight: Sight) -> Option<Round> {
        let changed = sight.snapshot.differences(&self.snapshot);
        // Kept also where nothing has changed: files have settled since.
        self.snapshot = Arc::new(sight.snapshot);
        if changed.is_empty() {
            return None;
        }
        let build = self.engine.build(&self.snapshot);
        let before = self.show(&build, &changed);
        let time = sight.start.elapsed();
        // What was shown before is let go of only now that nobody waits for it.
        drop(before);
        Some(Round { changed, build, time })
    }

    /// Shows what has been built; returns what was shown before.
    fn show(&mut self, build: &Build, changed: &BTreeSet<SourcePath>) -> Arc<Showing> {
        self.changes += 1;
        let before = self.stage.now();
        // The last good site stays until there is another; where there has been none, the newest is the best there is.
        let site = if is_good(build) || !self.had_good { build.site.clone() } else { before.site.clone() };
        self.had_good |= is_good(build);
        let mut files = before.files.clone();
        for route in changed.iter().filter_map(|path| site.catalog().addresses().of_source(path.as_str())) {
            files.insert(site.config().base.href(route), self.changes);
        }
        self.stage.show(Showing::new(site, problems(build), files, before.run.clone()));
        before
    }
}

/// What the overlay says; `None` where there is no error.
fn problems(build: &Build) -> Option<Arc<str>> {
    if is_good(build) {
        return None;
    }
    let shown: Vec<Diagnostic> = build.diagnostics.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect();
    Some(render(&shown, &**build.site.snapshot(), Look::Plain).trim_end().into())
}

/// A name for this run of the server that no other run has.
fn run() -> Arc<str> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    blake3::hash(format!("{} {}", now.as_nanos(), std::process::id()).as_bytes()).to_hex()[..16].into()
}
