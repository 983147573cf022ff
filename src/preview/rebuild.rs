//! Scanning, rebuilding and showing a site.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::state::{PreviewState, StateChannel};
use super::watcher::ScanScope;
use crate::cache::Cache;
use crate::diagnostics::{RenderStyle, errors_first, render};
use crate::engine::{Build, BuildOptions, Engine, Site};
use crate::input::{self, Snapshot};
use crate::media::PictureLibrary;
use crate::text::SourcePath;

/// A site that is rebuilt as it is written.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    engine: Engine,
    snapshot: Arc<Snapshot>,
    channel: StateChannel,
    /// The last site without errors whose files are known to have been on disk at one moment.
    last_good: Option<Arc<Site>>,
    /// The newest site, if it has no errors. Its files may mix two moments.
    unconfirmed: Option<Arc<Site>>,
    /// Changes that could not be built because the build panicked.
    unbuilt_changes: BTreeSet<SourcePath>,
}

/// What a scan has found.
#[derive(Debug)]
pub struct ScanResult {
    snapshot: Snapshot,
    start: Instant,
}

impl ScanResult {
    /// True if another scan has found the same files.
    pub fn has_same_files(&self, other: &ScanResult) -> bool {
        self.snapshot.changed_paths(&other.snapshot).is_empty()
    }
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It has changed.
    Changed,
    /// It is new.
    Added,
    /// It was removed.
    Removed,
}

/// A build after changes.
#[derive(Debug)]
pub struct Rebuild {
    /// The changed files.
    pub changed: BTreeMap<SourcePath, FileChange>,
    /// The new build.
    pub build: Build,
    /// From the start of the scan until the site was shown.
    pub time: Duration,
    /// If the new site has errors, an earlier one without errors is shown.
    pub keeps_last_good: bool,
}

impl Rebuild {
    /// True if the site has no errors and is shown.
    pub fn has_no_errors(&self) -> bool {
        !self.build.has_errors()
    }
}

/// The build of a site panicked.
#[derive(Debug)]
pub struct BuildPanic {
    /// The changed files, one of which probably caused it.
    pub changed: BTreeSet<SourcePath>,
}

impl fmt::Display for BuildPanic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<&str> = self.changed.iter().map(SourcePath::as_str).collect();
        write!(
            f,
            "a bug in backgrounder prevents it from building {}; please report it with that file. \
             The previous version is still shown.",
            files.join(", ")
        )
    }
}

fn good_site(build: &Build) -> Option<Arc<Site>> {
    (!build.has_errors()).then(|| build.site.clone())
}

impl Preview {
    /// Scans and builds the site in `root`. Until there is a version without errors, one with
    /// errors is shown as far as possible.
    pub fn open(root: &Path, options: BuildOptions) -> (Self, Rebuild) {
        let start = Instant::now();
        let snapshot = Arc::new(input::scan(root));
        let mut engine =
            Engine::new(options).with_pictures(PictureLibrary::with_cache(Cache::for_site(root)));
        let build = engine.build(&snapshot);
        let state = PreviewState::new(build.site.clone(), overlay_text(&build), new_run_id());
        let mut preview = Preview {
            root: root.to_owned(),
            engine,
            snapshot,
            channel: StateChannel::new(state),
            last_good: None,
            unconfirmed: good_site(&build),
            unbuilt_changes: BTreeSet::new(),
        };
        preview.confirm_consistent();
        let (changed, time) = (BTreeMap::new(), start.elapsed());
        (preview, Rebuild { changed, build, time, keeps_last_good: false })
    }

    /// Where the shown state is published.
    pub fn channel(&self) -> &StateChannel {
        &self.channel
    }

    /// True if a file was being written during the last scan, so another scan is due soon.
    pub fn has_files_being_written(&self) -> bool {
        !self.snapshot.being_written().is_empty()
    }

    /// Scans the disk and changes nothing yet.
    pub fn scan(&self, scope: &ScanScope) -> ScanResult {
        let start = Instant::now();
        let snapshot = match scope {
            ScanScope::Paths(paths) => input::rescan_paths(&self.root, paths, &self.snapshot),
            ScanScope::AllExcept(paths) => input::rescan(&self.root, &self.snapshot, paths),
        };
        ScanResult { snapshot, start }
    }

    /// Confirms that the files of the last applied scan were on disk at one moment: no known change
    /// was left out. Only then its site can become the last good one.
    pub fn confirm_consistent(&mut self) {
        if let (Some(site), false) = (&self.unconfirmed, self.has_files_being_written()) {
            self.last_good = Some(site.clone());
        }
    }

    /// True if a full scan met files being written that were not excluded from it. The old versions
    /// of these with the new versions of others may mix two moments.
    pub fn may_be_inconsistent(&self, scope: &ScanScope, scan: &ScanResult) -> bool {
        let ScanScope::AllExcept(excluded) = scope else { return false };
        let mut being_written = scan.snapshot.being_written().iter();
        being_written.any(|path| !excluded.contains(&self.root.join(path.as_str())))
    }

    /// The paths that a scan was of; those that a full scan found changed.
    pub fn scanned_paths(&self, scope: &ScanScope, scan: &ScanResult) -> BTreeSet<PathBuf> {
        match scope {
            ScanScope::Paths(paths) => paths.clone(),
            ScanScope::AllExcept(_) => {
                let changed = scan.snapshot.changed_paths(&self.snapshot);
                changed.iter().map(|path| self.root.join(path.as_str())).collect()
            }
        }
    }

    /// Builds and shows what a scan has found, if anything has changed.
    ///
    /// # Errors
    /// The build panicked. The previous state is still shown, and the next build includes these
    /// changes.
    pub fn apply_scan(&mut self, scan: ScanResult) -> Result<Option<Rebuild>, BuildPanic> {
        let mut changed = std::mem::take(&mut self.unbuilt_changes);
        changed.extend(scan.snapshot.changed_paths(&self.snapshot));
        // Also if nothing has changed: files that were being written may be complete now.
        let previous = std::mem::replace(&mut self.snapshot, Arc::new(scan.snapshot));
        if changed.is_empty() {
            return Ok(None);
        }
        let Ok(build) = catch_unwind(AssertUnwindSafe(|| self.engine.build(&self.snapshot))) else {
            self.unbuilt_changes.clone_from(&changed);
            self.unconfirmed = None;
            let panic = BuildPanic { changed };
            let problems = Some(panic.to_string().into());
            self.channel.send(PreviewState { problems, ..self.channel.current().next() });
            return Err(panic);
        };
        let previous_state = self.show(&build, &changed);
        let time = scan.start.elapsed();
        // Freeing the previous site takes time, and now nobody waits for it.
        drop(previous_state);
        let change = |path: SourcePath| {
            let change = match (previous.contains(&path), self.snapshot.contains(&path)) {
                (true, false) => FileChange::Removed,
                (false, true) => FileChange::Added,
                _ => FileChange::Changed,
            };
            (path, change)
        };
        let changed = changed.into_iter().map(change).collect();
        let keeps_last_good = self.last_good.is_some();
        Ok(Some(Rebuild { changed, build, time, keeps_last_good }))
    }

    /// Shows a build; returns the previous state.
    fn show(&mut self, build: &Build, changed: &BTreeSet<SourcePath>) -> Arc<PreviewState> {
        let previous = self.channel.current();
        self.unconfirmed = good_site(build);
        // With errors, the last good site is shown, if there is one.
        let last_good = self.last_good.clone().filter(|_| build.has_errors());
        let is_stale = last_good.is_some();
        let site = last_good.unwrap_or_else(|| build.site.clone());
        let mut changed_files = previous.changed_files.clone();
        // Files are served from disk, whichever site is shown. A removed one has its route in the
        // previous site.
        for site in [&previous.site, &build.site] {
            let routes = changed
                .iter()
                .filter_map(|path| site.catalog().routes().source_file(path.as_str()));
            changed_files
                .extend(routes.map(|route| (site.config().base.href(route), previous.version + 1)));
        }
        let problems = overlay_text(build);
        let next = previous.next();
        self.channel.send(PreviewState { site, problems, is_stale, changed_files, ..next });
        previous
    }
}

/// The text of the overlay, errors first; `None` if there are no errors.
fn overlay_text(build: &Build) -> Option<Arc<str>> {
    if !build.has_errors() {
        return None;
    }
    let problems = errors_first(&build.errors_and_warnings());
    Some(render(&problems, &**build.site.snapshot(), RenderStyle::Plain).trim_end().into())
}

/// Different for each run of the server.
fn new_run_id() -> Arc<str> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let unique = format!("{} {}", now.as_nanos(), std::process::id());
    blake3::hash(unique.as_bytes()).to_hex()[..16].into()
}
