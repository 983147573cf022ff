//! One round after another: look, build, show.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::pending_changes::ScanScope;
use super::state::{PreviewState, StateChannel};
use crate::diagnostics::{Diagnostic, RenderStyle, Severity, render};
use crate::engine::{Build, BuildOptions, Engine, Site};
use crate::input::{self, Snapshot};
use crate::text::SourcePath;

/// A site that is followed as it is written.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    engine: Engine,
    snapshot: Arc<Snapshot>,
    channel: StateChannel,
    /// The last site without errors that was on disk at one moment.
    last_good: Option<Arc<Site>>,
    /// The newest site, if it has no errors. What it was made of is perhaps a mixture of two
    /// moments.
    unconfirmed: Option<Arc<Site>>,
    /// What has changed and could not be built.
    unbuilt_changes: BTreeSet<SourcePath>,
}

/// What a look has seen.
#[derive(Debug)]
pub struct ScanResult {
    snapshot: Snapshot,
    start: Instant,
}

impl ScanResult {
    /// True where another look has seen the same.
    pub fn has_same_files(&self, other: &ScanResult) -> bool {
        self.snapshot.changed_paths(&other.snapshot).is_empty()
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It is another than it was.
    Changed,
    /// It was not there before.
    Added,
    /// It is there no more.
    Removed,
}

/// What one round found and did.
#[derive(Debug)]
pub struct Rebuild {
    /// The files that are not as they were.
    pub changed: BTreeMap<SourcePath, FileChange>,
    /// What was built of them.
    pub build: Build,
    /// From the look at the first of them until it was shown.
    pub time: Duration,
    /// Where this site has errors: an earlier one without stays in its place.
    pub keeps_last_good: bool,
}

/// The program made a mistake while it built a site.
#[derive(Debug)]
pub struct BuildPanic {
    /// The files it was about.
    pub changed: BTreeSet<SourcePath>,
}

impl std::fmt::Display for BuildPanic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files: Vec<&str> = self.changed.iter().map(SourcePath::as_str).collect();
        write!(
            f,
            "a mistake in backgrounder itself kept it from building {}; please report it with that file. What was shown before is shown still.",
            files.join(", ")
        )
    }
}

impl Rebuild {
    /// The problems that the terminal and the overlay show: all but the notes.
    pub fn problems(&self) -> Vec<Diagnostic> {
        shown_problems(&self.build)
    }

    /// True where the site has no errors, and is shown.
    pub fn has_no_errors(&self) -> bool {
        has_no_errors(&self.build)
    }
}

fn shown_problems(build: &Build) -> Vec<Diagnostic> {
    build.diagnostics.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect()
}

fn has_no_errors(build: &Build) -> bool {
    build.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
}

fn site_without_errors(build: &Build) -> Option<Arc<Site>> {
    has_no_errors(build).then(|| build.site.clone())
}

impl Preview {
    /// Reads and builds the site in `root`. One with errors is shown as far as it can be read,
    /// until there is a good one.
    pub fn open(root: &Path, wishes: BuildOptions) -> (Self, Rebuild) {
        let start = Instant::now();
        let snapshot = Arc::new(input::scan(root));
        let mut engine = Engine::new(wishes);
        let build = engine.build(&snapshot);
        let window = StateChannel::new(PreviewState::new(
            build.site.clone(),
            overlay_text(&build),
            new_run_id(),
        ));
        let mut preview = Preview {
            root: root.to_owned(),
            engine,
            snapshot,
            channel: window,
            last_good: None,
            unconfirmed: site_without_errors(&build),
            unbuilt_changes: BTreeSet::new(),
        };
        preview.confirm_consistent();
        (
            preview,
            Rebuild {
                changed: BTreeMap::new(),
                build,
                time: start.elapsed(),
                keeps_last_good: false,
            },
        )
    }

    /// Where the site is shown.
    pub fn channel(&self) -> &StateChannel {
        &self.channel
    }

    /// True where a file was being written at the last look, and another look is due soon.
    pub fn has_files_being_written(&self) -> bool {
        !self.snapshot.being_written().is_empty()
    }

    /// Looks, and changes nothing yet.
    pub fn scan(&self, seeing: &ScanScope) -> ScanResult {
        let start = Instant::now();
        let snapshot = match seeing {
            ScanScope::Paths(paths) => input::rescan_paths(&self.root, paths, &self.snapshot),
            ScanScope::AllExcept(paths) => input::rescan(&self.root, &self.snapshot, paths),
        };
        ScanResult { snapshot, start }
    }

    /// Says that what was taken in last was on disk at one moment: nothing that is known to have
    /// changed was left out of it. Only now it can be the last good site.
    pub fn confirm_consistent(&mut self) {
        if let (Some(site), false) = (&self.unconfirmed, self.has_files_being_written()) {
            self.last_good = Some(site.clone());
        }
    }

    /// True where a look everywhere met files that somebody writes, but for those of which that was
    /// known. With them as they were and others as they are, what was seen may be a mixture of two
    /// moments.
    pub fn may_be_inconsistent(&self, seeing: &ScanScope, sight: &ScanResult) -> bool {
        match seeing {
            ScanScope::Paths(_) => false,
            ScanScope::AllExcept(known) => sight
                .snapshot
                .being_written()
                .iter()
                .any(|path| !known.contains(&self.root.join(path.as_str()))),
        }
    }

    /// The paths that a look was about: those it was sent to, or, where it went everywhere, those
    /// at which it found something new.
    pub fn scanned_paths(&self, seeing: &ScanScope, sight: &ScanResult) -> BTreeSet<PathBuf> {
        match seeing {
            ScanScope::Paths(paths) => paths.clone(),
            ScanScope::AllExcept(_) => sight
                .snapshot
                .changed_paths(&self.snapshot)
                .iter()
                .map(|path| self.root.join(path.as_str()))
                .collect(),
        }
    }

    /// Builds and shows what was seen, where that is something new.
    ///
    /// # Errors
    /// The program made a mistake. What was shown is shown still; the next edit is built as if this
    /// one had been seen together with it.
    pub fn apply_scan(&mut self, sight: ScanResult) -> Result<Option<Rebuild>, BuildPanic> {
        self.unbuilt_changes.extend(sight.snapshot.changed_paths(&self.snapshot));
        let earlier = std::mem::replace(&mut self.snapshot, Arc::new(sight.snapshot));
        // Kept also where nothing has changed: files have settled since.
        let changed = std::mem::take(&mut self.unbuilt_changes);
        if changed.is_empty() {
            return Ok(None);
        }
        let Ok(build) = catch_unwind(AssertUnwindSafe(|| self.engine.build(&self.snapshot))) else {
            let mishap = BuildPanic { changed: changed.clone() };
            self.unbuilt_changes = changed;
            self.unconfirmed = None;
            self.channel.send(PreviewState {
                problems: Some(mishap.to_string().into()),
                ..self.channel.current().next()
            });
            return Err(mishap);
        };
        let before = self.show(&build, &changed);
        let time = sight.start.elapsed();
        // What was shown before is let go of only now that nobody waits for it.
        drop(before);
        let became =
            |path: SourcePath| match (earlier.contains(&path), self.snapshot.contains(&path)) {
                (true, false) => (path, FileChange::Removed),
                (false, true) => (path, FileChange::Added),
                _ => (path, FileChange::Changed),
            };
        let changed = changed.into_iter().map(became).collect();
        Ok(Some(Rebuild { changed, build, time, keeps_last_good: self.last_good.is_some() }))
    }

    /// Shows what has been built; returns what was shown before.
    fn show(&mut self, build: &Build, changed: &BTreeSet<SourcePath>) -> Arc<PreviewState> {
        let before = self.channel.current();
        self.unconfirmed = site_without_errors(build);
        // The last good site stays until there is another; where there has been none, the newest is
        // the best there is.
        let stays = self.last_good.clone().filter(|_| self.unconfirmed.is_none());
        let is_stale = stays.is_some();
        let site = stays.unwrap_or_else(|| build.site.clone());
        let mut files = before.changed_files.clone();
        // Files are served as they are on disk, whichever site is shown, and one that has gone had
        // its address in the last.
        for site in [&before.site, &build.site] {
            for route in
                changed.iter().filter_map(|path| site.catalog().routes().source_file(path.as_str()))
            {
                files.insert(site.config().base.href(route), before.version + 1);
            }
        }
        self.channel.send(PreviewState {
            site,
            problems: overlay_text(build),
            is_stale,
            changed_files: files,
            ..before.next()
        });
        before
    }
}

/// What the overlay says, errors first; `None` where there is no error.
fn overlay_text(build: &Build) -> Option<Arc<str>> {
    if has_no_errors(build) {
        return None;
    }
    let mut problems = shown_problems(build);
    problems.sort_by_key(|problem| problem.severity);
    Some(render(&problems, &**build.site.snapshot(), RenderStyle::Plain).trim_end().into())
}

/// A name for this run of the server that no other run has.
fn new_run_id() -> Arc<str> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    blake3::hash(format!("{} {}", now.as_nanos(), std::process::id()).as_bytes()).to_hex()[..16]
        .into()
}
