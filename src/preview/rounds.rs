//! One round after another: look, build, show.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::hints::Seeing;
use super::showing::{Showing, Window};
use crate::diagnostics::{Diagnostic, RenderStyle, Severity, render};
use crate::engine::{Build, Engine, Site, Wishes};
use crate::input::{self, Snapshot};
use crate::text::SourcePath;

/// A site that is followed as it is written.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    engine: Engine,
    snapshot: Arc<Snapshot>,
    window: Window,
    /// The last site without errors that was on disk at one moment.
    good: Option<Arc<Site>>,
    /// The newest site, if it has no errors. What it was made of is perhaps a mixture of two moments.
    candidate: Option<Arc<Site>>,
    /// What has changed and could not be built.
    changed: BTreeSet<SourcePath>,
}

/// What a look has seen.
#[derive(Debug)]
pub struct Sight {
    snapshot: Snapshot,
    start: Instant,
}

impl Sight {
    /// True where another look has seen the same.
    pub fn is_same(&self, other: &Sight) -> bool {
        self.snapshot.changed_paths(&other.snapshot).is_empty()
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is another than it was.
    Changed,
    /// It was not there before.
    Came,
    /// It is there no more.
    Went,
}

/// What one round found and did.
#[derive(Debug)]
pub struct Round {
    /// The files that are not as they were.
    pub changed: BTreeMap<SourcePath, Change>,
    /// What was built of them.
    pub build: Build,
    /// From the look at the first of them until it was shown.
    pub time: Duration,
    /// Where this site has errors: an earlier one without stays in its place.
    pub stays: bool,
}

/// The program made a mistake while it built a site.
#[derive(Debug)]
pub struct Mishap {
    /// The files it was about.
    pub changed: BTreeSet<SourcePath>,
}

impl std::fmt::Display for Mishap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files: Vec<&str> = self.changed.iter().map(SourcePath::as_str).collect();
        write!(
            f,
            "a mistake in backgrounder itself kept it from building {}; please report it with that file. What was shown before is shown still.",
            files.join(", ")
        )
    }
}

impl Round {
    /// The problems that the terminal and the overlay show: all but the notes.
    pub fn problems(&self) -> Vec<Diagnostic> {
        shown(&self.build)
    }

    /// True where the site has no errors, and is shown.
    pub fn is_good(&self) -> bool {
        is_good(&self.build)
    }
}

fn shown(build: &Build) -> Vec<Diagnostic> {
    build.diagnostics.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect()
}

fn is_good(build: &Build) -> bool {
    build.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
}

fn good_site(build: &Build) -> Option<Arc<Site>> {
    is_good(build).then(|| build.site.clone())
}

impl Preview {
    /// Reads and builds the site in `root`. One with errors is shown as far as it can be read, until there is a good one.
    pub fn open(root: &Path, wishes: Wishes) -> (Self, Round) {
        let start = Instant::now();
        let snapshot = Arc::new(input::scan(root));
        let mut engine = Engine::new(wishes);
        let build = engine.build(&snapshot);
        let window = Window::new(Showing::first(build.site.clone(), problems(&build), run()));
        let mut preview = Preview { root: root.to_owned(), engine, snapshot, window, good: None, candidate: good_site(&build), changed: BTreeSet::new() };
        preview.confirm();
        (preview, Round { changed: BTreeMap::new(), build, time: start.elapsed(), stays: false })
    }

    /// Where the site is shown.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// True where a file was being written at the last look, and another look is due soon.
    pub fn is_unfinished(&self) -> bool {
        !self.snapshot.being_written().is_empty()
    }

    /// Looks, and changes nothing yet.
    pub fn look(&self, seeing: &Seeing) -> Sight {
        let start = Instant::now();
        let snapshot = match seeing {
            Seeing::Paths(paths) => input::rescan_paths(&self.root, paths, &self.snapshot),
            Seeing::AllBut(paths) => input::rescan(&self.root, &self.snapshot, paths),
        };
        Sight { snapshot, start }
    }

    /// Says that what was taken in last was on disk at one moment: nothing that is known to have changed was left out of it. Only now it can be the last good site.
    pub fn confirm(&mut self) {
        if let (Some(site), false) = (&self.candidate, self.is_unfinished()) {
            self.good = Some(site.clone());
        }
    }

    /// True where a look everywhere met files that somebody writes, but for those of which that was known. With them as they were and others as they are, what was seen may be a
    /// mixture of two moments.
    pub fn is_mixture(&self, seeing: &Seeing, sight: &Sight) -> bool {
        match seeing {
            Seeing::Paths(_) => false,
            Seeing::AllBut(known) => sight.snapshot.being_written().iter().any(|path| !known.contains(&self.root.join(path.as_str()))),
        }
    }

    /// The paths that a look was about: those it was sent to, or, where it went everywhere, those at which it found something new.
    pub fn seen(&self, seeing: &Seeing, sight: &Sight) -> BTreeSet<PathBuf> {
        match seeing {
            Seeing::Paths(paths) => paths.clone(),
            Seeing::AllBut(_) => sight.snapshot.changed_paths(&self.snapshot).iter().map(|path| self.root.join(path.as_str())).collect(),
        }
    }

    /// Builds and shows what was seen, where that is something new.
    ///
    /// # Errors
    /// The program made a mistake. What was shown is shown still; the next edit is built as if this one had been seen together with it.
    pub fn take_in(&mut self, sight: Sight) -> Result<Option<Round>, Mishap> {
        self.changed.extend(sight.snapshot.changed_paths(&self.snapshot));
        let earlier = std::mem::replace(&mut self.snapshot, Arc::new(sight.snapshot));
        // Kept also where nothing has changed: files have settled since.
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return Ok(None);
        }
        let Ok(build) = catch_unwind(AssertUnwindSafe(|| self.engine.build(&self.snapshot))) else {
            let mishap = Mishap { changed: changed.clone() };
            self.changed = changed;
            self.candidate = None;
            self.window.show(Showing { problems: Some(mishap.to_string().into()), ..self.window.now().next() });
            return Err(mishap);
        };
        let before = self.show(&build, &changed);
        let time = sight.start.elapsed();
        // What was shown before is let go of only now that nobody waits for it.
        drop(before);
        let became = |path: SourcePath| match (earlier.contains(&path), self.snapshot.contains(&path)) {
            (true, false) => (path, Change::Went),
            (false, true) => (path, Change::Came),
            _ => (path, Change::Changed),
        };
        let changed = changed.into_iter().map(became).collect();
        Ok(Some(Round { changed, build, time, stays: self.good.is_some() }))
    }

    /// Shows what has been built; returns what was shown before.
    fn show(&mut self, build: &Build, changed: &BTreeSet<SourcePath>) -> Arc<Showing> {
        let before = self.window.now();
        self.candidate = good_site(build);
        // The last good site stays until there is another; where there has been none, the newest is the best there is.
        let stays = self.good.clone().filter(|_| self.candidate.is_none());
        let is_stale = stays.is_some();
        let site = stays.unwrap_or_else(|| build.site.clone());
        let mut files = before.files.clone();
        // Files are served as they are on disk, whichever site is shown, and one that has gone had its address in the last.
        for site in [&before.site, &build.site] {
            for route in changed.iter().filter_map(|path| site.catalog().routes().source_file(path.as_str())) {
                files.insert(site.config().base.href(route), before.number + 1);
            }
        }
        self.window.show(Showing { site, problems: problems(build), is_stale, files, ..before.next() });
        before
    }
}

/// What the overlay says, errors first; `None` where there is no error.
fn problems(build: &Build) -> Option<Arc<str>> {
    if is_good(build) {
        return None;
    }
    let mut problems = shown(build);
    problems.sort_by_key(|problem| problem.severity);
    Some(render(&problems, &**build.site.snapshot(), RenderStyle::Plain).trim_end().into())
}

/// A name for this run of the server that no other run has.
fn run() -> Arc<str> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    blake3::hash(format!("{} {}", now.as_nanos(), std::process::id()).as_bytes()).to_hex()[..16].into()
}
