//! A site into a folder: all of it or nothing. The only writer of output, and it touches only what
//! it wrote.

mod file_system;
mod journal;
mod output_scan;
mod plan;
mod manifest;
mod staging;
mod target;
mod up_to_date;

pub use file_system::{EntryKind, FileSystem, FolderLock, PathState, RealFileSystem};
pub use target::{ForeignFiles, Target, TargetError};
pub use up_to_date::up_to_date;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::render::Body;
use crate::text::Route;
use journal::{CommitError, Transaction};
use manifest::Manifest;
use output_scan::{OutputScan, Ownership};
use plan::FileStatus;
use staging::{FsCapabilities, StagingFolder};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishReport {
    /// Files written.
    pub written: usize,
    /// Files that had not changed.
    pub unchanged: usize,
    /// Files of the last site that are no more.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
    /// Paths that were left out because a file of others stands there.
    pub skipped: Vec<String>,
    /// How long its steps took.
    pub times: PublishTimes,
}

/// How long the steps of publishing took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublishTimes {
    /// Looking at the output and making the stage.
    pub staging: Duration,
    /// Rendering and writing.
    pub render: Duration,
    /// Planning the change-over, and linking what has not changed.
    pub plan: Duration,
    /// The change-over: from the first change that a reader can see to the last.
    pub commit: Duration,
    /// Removing what has gone.
    pub cleanup: Duration,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum PublishError {
    /// The folder cannot be an output.
    Target(TargetError),
    /// Pages could not be rendered.
    Render(Vec<Diagnostic>),
    /// The system refused something; the published site is as it was.
    Io(PathBuf, io::Error),
    /// The system refused something, and to undo it too: some pages are new and some old, each is
    /// whole, and the next build finishes it.
    PartlyPublished(PathBuf, io::Error),
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::Target(refusal) => refusal.fmt(f),
            PublishError::Render(problems) => {
                write!(f, "{} pages could not be rendered", problems.len())
            }
            PublishError::Io(path, error) | PublishError::PartlyPublished(path, error) => {
                write!(f, "{}: {error}", path.display())
            }
        }
    }
}

impl From<TargetError> for PublishError {
    fn from(refusal: TargetError) -> Self {
        PublishError::Target(refusal)
    }
}

impl PublishError {
    /// The failure of a file system that cannot do what was tried with these files.
    fn is_unsupported(&self) -> bool {
        matches!(self, PublishError::Io(_, error) if staging::is_unsupported(error))
    }
}

/// Adds the path to an error of the system.
pub(crate) fn with_path<T>(
    path: &std::path::Path,
    result: io::Result<T>,
) -> Result<T, PublishError> {
    result.map_err(|error| PublishError::Io(path.to_owned(), error))
}

/// A function from address to bytes.
pub type RenderRoute<'a> = dyn Fn(&Route) -> Result<Body, Box<Diagnostic>> + Sync + 'a;

/// What to publish.
pub struct Publication<'a> {
    /// All addresses of the site.
    pub routes: &'a [Route],
    /// What each gives.
    pub render: &'a RenderRoute<'a>,
    /// Stands for all that the site is made of, where the build could tell.
    pub fingerprint: Option<String>,
}

/// Finishes what a build has begun that was stopped during its change-over. Without one, looks and
/// changes nothing.
///
/// # Errors
/// A [`PublishError`] of the system.
pub fn finish_interrupted(target: &Target, disk: &dyn FileSystem) -> Result<(), PublishError> {
    let stage = StagingFolder::new(target, disk);
    if !stage.exists()? {
        return Ok(());
    }
    let _lock = with_path(target.folder(), disk.lock(target.folder()))?;
    Transaction { target, staging: &stage, fs: disk }.finish_interrupted()?;
    // What is in the way is reported by the build that needs the folder.
    let _ = stage.remove();
    Ok(())
}

/// Publishes a site into a folder. Pages are rendered and written as they come, into a staging
/// folder inside the output; then old and new change over.
///
/// # Errors
/// A [`PublishError`]; the folder is then as it was, but for [`PublishError::PartlyPublished`].
pub fn publish(
    target: &Target,
    publication: &Publication<'_>,
    disk: &dyn FileSystem,
) -> Result<PublishReport, PublishError> {
    let start = Instant::now();
    let was_there = with_path(target.folder(), disk.stat(target.folder()))? != PathState::Missing;
    let lock = with_path(target.folder(), disk.lock(target.folder()))?;
    let stage = StagingFolder::new(target, disk);
    let result =
        Transaction { target, staging: &stage, fs: disk }.finish_interrupted().and_then(|()| {
            stage.remove()?;
            publish_into(target, publication, &stage, disk, start)
        });
    match &result {
        // What cannot be cleared now, the next build clears.
        Ok(_) => {
            let _ = stage.remove();
        }
        Err(PublishError::PartlyPublished(..)) => {}
        Err(_) => {
            let _ = stage.remove();
            drop(lock);
            if !was_there {
                let _ = disk.remove_dir(target.folder());
            }
        }
    }
    result.map(|mut done| {
        let all = [done.times.staging, done.times.render, done.times.plan, done.times.commit];
        done.times.cleanup = start.elapsed().saturating_sub(all.iter().sum());
        done
    })
}

fn publish_into(
    target: &Target,
    publication: &Publication<'_>,
    stage: &StagingFolder<'_>,
    disk: &dyn FileSystem,
    start: Instant,
) -> Result<PublishReport, PublishError> {
    output_scan::refuse_foreign_folder(target, disk)?;
    let old = with_path(target.folder(), Manifest::read_or_default(target.folder(), disk))?;
    let mut paths: BTreeSet<String> =
        publication.routes.iter().map(|route| route.output_path().as_str().to_owned()).collect();
    let abilities = stage.create(old.files.keys().chain(&paths).cloned())?;
    let listing = OutputScan::scan(target, &old, &paths, disk)?;
    let left_out = listing.skip_conflicts(&mut paths, abilities.name_equality, target)?;
    let staged = start.elapsed();

    let output =
        Publisher { target, scan: &listing, staging: stage, capabilities: abilities, fs: disk };
    let filled = output.stage_all(publication, &left_out)?;
    let record = Manifest::new(publication.fingerprint.clone(), filled.sizes());
    stage.write_own_file(staging::MANIFEST, &with_path(target.folder(), record.to_bytes())?)?;
    let rendered = start.elapsed();

    let change_over = output.commit(&filled.statuses())?;
    let ended = start.elapsed();

    let written = filled.0.iter().filter(|file| file.status == FileStatus::Written).count();
    Ok(PublishReport {
        written,
        unchanged: filled.0.len() - written,
        removed: old.files.keys().filter(|path| !record.files.contains_key(*path)).count(),
        bytes: filled.0.iter().map(|file| file.bytes).sum(),
        skipped: left_out,
        times: PublishTimes {
            staging: staged,
            render: rendered - staged,
            plan: ended - rendered - change_over,
            commit: change_over,
            cleanup: Duration::ZERO,
        },
    })
}

/// The folder that is published into, as it was found.
struct Publisher<'a> {
    target: &'a Target,
    scan: &'a OutputScan,
    staging: &'a StagingFolder<'a>,
    capabilities: FsCapabilities,
    fs: &'a dyn FileSystem,
}

/// A file of the new site.
struct StagedFile {
    path: String,
    bytes: u64,
    status: FileStatus,
}

/// All files of the new site.
struct StagedFiles(Vec<StagedFile>);

impl StagedFiles {
    fn sizes(&self) -> BTreeMap<String, Option<u64>> {
        self.0.iter().map(|file| (file.path.clone(), Some(file.bytes))).collect()
    }

    fn statuses(&self) -> BTreeMap<String, FileStatus> {
        self.0.iter().map(|file| (file.path.clone(), file.status)).collect()
    }
}

impl Publisher<'_> {
    /// Renders every address but those left out, into the stage where the output does not have it
    /// already.
    fn stage_all(
        &self,
        publication: &Publication<'_>,
        left_out: &[String],
    ) -> Result<StagedFiles, PublishError> {
        let results: Vec<Result<Option<StagedFile>, PublishError>> = publication
            .routes
            .par_iter()
            .map(|route| self.stage_route(route, publication.render, left_out))
            .collect();
        let mut filled = Vec::with_capacity(results.len());
        let (mut problems, mut failure) = (Vec::new(), None);
        for result in results {
            match result {
                Ok(file) => filled.extend(file),
                Err(PublishError::Render(found)) => problems.extend(found),
                Err(other) => failure = failure.or(Some(other)),
            }
        }
        match (failure, problems.is_empty()) {
            (Some(failure), _) => Err(failure),
            (None, false) => Err(PublishError::Render(problems)),
            (None, true) => Ok(StagedFiles(filled)),
        }
    }

    fn stage_route(
        &self,
        route: &Route,
        bodies: &RenderRoute<'_>,
        left_out: &[String],
    ) -> Result<Option<StagedFile>, PublishError> {
        let path = route.output_path().as_str().to_owned();
        if left_out.contains(&path) {
            return Ok(None);
        }
        let body = bodies(route).map_err(|problem| PublishError::Render(vec![*problem]))?;
        let content = match &body {
            Body::Bytes(bytes) => Cow::Borrowed(&bytes[..]),
            Body::File(asset) => with_path(std::path::Path::new(&path), asset.read())?,
        };
        let fate = if self.has_same_file(&path, &content) {
            FileStatus::Unchanged
        } else {
            self.staging.write_new(&path, &content)?;
            FileStatus::Written
        };
        Ok(Some(StagedFile { path, bytes: content.len() as u64, status: fate }))
    }

    /// True where a file of the last site has this very content, and the permissions it would be
    /// written with. It is read for that: nothing that is said of it could be as sure.
    fn has_same_file(&self, path: &str, content: &[u8]) -> bool {
        let file = self.target.path_of(path);
        self.scan.entries.get(path) == Some(&Ownership::Ours)
            && matches!(self.fs.stat(&file), Ok(PathState::File { size, mode, .. }) if size == content.len() as u64 && mode == self.capabilities.file_mode)
            && self.fs.read(&file).is_ok_and(|there| there == content)
    }

    /// Puts the new site into the place of the old one; returns how long readers could see both.
    fn commit(&self, fates: &BTreeMap<String, FileStatus>) -> Result<Duration, PublishError> {
        let change = Transaction { target: self.target, staging: self.staging, fs: self.fs };
        let attempt = |abilities: FsCapabilities| -> Result<Duration, CommitError> {
            let journal =
                plan::prepare(self.scan, fates, abilities, self.target, self.staging, self.fs)
                    .map_err(CommitError::RolledBack)?;
            let start = Instant::now();
            change.commit(&journal).map(|()| start.elapsed())
        };
        let result = match attempt(self.capabilities) {
            // Folders of a lower layer, or on which something is mounted, cannot be exchanged or
            // moved; files can.
            Err(CommitError::RolledBack(failure))
                if self.capabilities.exchange && failure.is_unsupported() =>
            {
                attempt(FsCapabilities { exchange: false, ..self.capabilities })
            }
            result => result,
        };
        result.map_err(|undone| match undone {
            CommitError::PartlyRolledBack(PublishError::Io(path, error)) => {
                PublishError::PartlyPublished(path, error)
            }
            CommitError::RolledBack(failure) | CommitError::PartlyRolledBack(failure) => failure,
        })
    }
}
