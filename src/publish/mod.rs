//! Publishing a site into a folder, all of it or nothing. The only writer of output; it changes only
//! files that it wrote itself.

mod error;
mod file_system;
mod journal;
mod manifest;
mod output_scan;
mod plan;
mod staging;
mod target;
mod up_to_date;

pub use error::{PublishError, TargetError};
pub use file_system::{EntryKind, FileSystem, FolderLock, PathState, RealFileSystem, at_path};
pub use target::{ForeignFiles, Target};
pub use up_to_date::up_to_date;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::render::{Body, picture_bytes, share_card_bytes};
use crate::text::Route;
use journal::Transaction;
use manifest::Manifest;
use output_scan::{OutputScan, Ownership};
use plan::NewFile;
use staging::{FsCapabilities, StagingFolder};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishReport {
    /// Files written.
    pub written: usize,
    /// Files that were the same already.
    pub unchanged: usize,
    /// Files of the old site that the new one does not have.
    pub removed: usize,
    /// Size of the site in bytes.
    pub bytes: u64,
    /// Paths not published because a foreign file is there.
    pub skipped: Vec<String>,
    /// Time per step.
    pub times: PublishTimes,
}

/// Time per step of publishing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublishTimes {
    /// Scanning the output and creating the staging folder.
    pub staging: Duration,
    /// Rendering and writing.
    pub render: Duration,
    /// Planning the commit, and linking unchanged files.
    pub plan: Duration,
    /// From the first to the last change that readers can see.
    pub commit: Duration,
    /// Removing the staging folder with the old files.
    pub cleanup: Duration,
}

/// Renders a route.
pub type RenderRoute<'a> = dyn Fn(&Route) -> Result<Body, Box<Diagnostic>> + Sync + 'a;

/// What to publish.
pub struct Publication<'a> {
    /// All routes of the site.
    pub routes: &'a [Route],
    /// Renders each of them.
    pub render: &'a RenderRoute<'a>,
    /// Fingerprint of everything the site was built from, if known.
    pub fingerprint: Option<String>,
}

/// Finishes the commit of an interrupted build, if there is one.
///
/// # Errors
/// Those of the file system.
pub fn finish_interrupted(target: &Target, fs: &dyn FileSystem) -> Result<(), PublishError> {
    let staging = StagingFolder::new(target, fs);
    if !staging.exists()? {
        return Ok(());
    }
    let _lock = fs.lock(target.folder())?;
    Transaction(&staging).finish_interrupted()?;
    // Foreign files in the folder are reported by the next build that publishes.
    let _ = staging.remove();
    Ok(())
}

/// Publishes a site into a folder: renders pages in parallel into a staging folder inside the
/// output, then replaces the old site by the new one.
///
/// # Errors
/// The output is then unchanged, except for [`PublishError::PartlyPublished`].
pub fn publish(
    target: &Target,
    publication: &Publication<'_>,
    fs: &dyn FileSystem,
) -> Result<PublishReport, PublishError> {
    let start = Instant::now();
    let folder = target.folder();
    let existed = fs.exists(folder)?;
    let lock = fs.lock(folder)?;
    let staging = StagingFolder::new(target, fs);
    let result = Transaction(&staging).finish_interrupted().and_then(|()| {
        staging.remove()?;
        publish_into(publication, &staging, start)
    });
    if !matches!(result, Err(PublishError::PartlyPublished(..))) {
        // If this fails, the next build removes the staging folder.
        let _ = staging.remove();
    }
    if let Err(PublishError::Target(_) | PublishError::Render(_) | PublishError::Io(..)) = result {
        drop(lock);
        if !existed {
            let _ = fs.remove_dir(folder);
        }
    }
    result.map(|mut report| {
        let PublishTimes { staging, render, plan, commit, .. } = report.times;
        report.times.cleanup = start.elapsed().saturating_sub(staging + render + plan + commit);
        report
    })
}

fn publish_into(
    publication: &Publication<'_>,
    staging: &StagingFolder<'_>,
    start: Instant,
) -> Result<PublishReport, PublishError> {
    let target = staging.target();
    output_scan::refuse_foreign_folder(target, staging.fs())?;
    let old = Manifest::read_or_default(target.folder(), staging.fs())?;
    let mut paths: BTreeSet<String> =
        publication.routes.iter().map(|route| route.output_path().as_str().to_owned()).collect();
    let capabilities = staging.create(old.files.keys().chain(&paths).cloned())?;
    let scan = OutputScan::scan(staging, &old, &paths)?;
    let skipped = scan.skip_conflicts(&mut paths, capabilities.name_equality, target)?;
    let staged = start.elapsed();

    let publisher = Publisher { scan: &scan, staging, capabilities };
    let files = publisher.stage_all(publication, &skipped)?;
    let sizes = files.iter().map(|(path, file)| (path.clone(), Some(file.bytes))).collect();
    let manifest = Manifest::new(publication.fingerprint.clone(), sizes);
    staging.write_own_json(staging::MANIFEST, &manifest)?;
    let rendered = start.elapsed();

    let commit = publisher.commit(&files)?;
    let ended = start.elapsed();

    let written = files.values().filter(|file| file.is_written).count();
    Ok(PublishReport {
        written,
        unchanged: files.len() - written,
        removed: old.files.keys().filter(|path| !manifest.files.contains_key(*path)).count(),
        bytes: files.values().map(|file| file.bytes).sum(),
        skipped,
        times: PublishTimes {
            staging: staged,
            render: rendered - staged,
            plan: ended - rendered - commit,
            commit,
            cleanup: Duration::ZERO,
        },
    })
}

struct Publisher<'a> {
    scan: &'a OutputScan,
    staging: &'a StagingFolder<'a>,
    capabilities: FsCapabilities,
}

impl Publisher<'_> {
    /// Renders every route that is not skipped, and stages those that the output does not have.
    fn stage_all(
        &self,
        publication: &Publication<'_>,
        skipped: &[String],
    ) -> Result<BTreeMap<String, NewFile>, PublishError> {
        let results: Vec<_> = publication
            .routes
            .par_iter()
            .map(|route| (route, route.output_path().as_str().to_owned()))
            .filter(|(_, path)| !skipped.contains(path))
            .map(|(route, path)| self.stage_route(route, path, publication.render))
            .collect();
        let mut files = BTreeMap::new();
        let mut problems = Vec::new();
        let mut first_error = None;
        for result in results {
            match result {
                Ok((path, file)) => {
                    files.insert(path, file);
                }
                Err(PublishError::Render(found)) => problems.extend(found),
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        match first_error {
            Some(error) => Err(error),
            None if !problems.is_empty() => Err(PublishError::Render(problems)),
            None => Ok(files),
        }
    }

    fn stage_route(
        &self,
        route: &Route,
        path: String,
        render: &RenderRoute<'_>,
    ) -> Result<(String, NewFile), PublishError> {
        let failed = |problem: Box<Diagnostic>| PublishError::Render(vec![*problem]);
        let body = render(route).map_err(failed)?;
        let content = match &body {
            Body::Picture(picture) => {
                if let Some(bytes) = picture.kept_size().filter(|size| self.has_stat(&path, *size))
                {
                    return Ok((path, NewFile { bytes, is_written: false }));
                }
                Cow::Owned(picture_bytes(picture).map_err(failed)?)
            }
            Body::ShareCard(card) => Cow::Owned(share_card_bytes(card).map_err(failed)?),
            Body::Bytes(bytes) => Cow::Borrowed(&bytes[..]),
            Body::File(asset) => asset.read().map_err(|error| at_path(Path::new(&path), error))?,
        };
        let is_written = !self.is_published(&path, &content);
        if is_written {
            self.staging.write_new(&path, &content)?;
        }
        Ok((path, NewFile { bytes: content.len() as u64, is_written }))
    }

    /// True if the output has a file of ours with this content and the permissions of a new file.
    /// Compares the bytes, because sizes and times are not reliable.
    fn is_published(&self, path: &str, content: &[u8]) -> bool {
        let file = self.staging.target().path_of(path);
        self.has_stat(path, content.len() as u64)
            && self.staging.fs().read(&file).is_ok_and(|published| published == content)
    }

    /// True if the output has a file of ours with this size in bytes and the permissions of a new
    /// file.
    fn has_stat(&self, path: &str, bytes: u64) -> bool {
        let state = || self.staging.fs().stat(&self.staging.target().path_of(path));
        self.scan.entries.get(path) == Some(&Ownership::Ours)
            && matches!(state(), Ok(PathState::File { size, mode, .. })
                if size == bytes && mode == self.capabilities.file_mode)
    }

    /// Replaces the old site by the new one; returns how long readers could see parts of both.
    fn commit(&self, files: &BTreeMap<String, NewFile>) -> Result<Duration, PublishError> {
        let attempt = |capabilities: FsCapabilities| {
            let journal = plan::prepare(self.scan, files, capabilities, self.staging)?;
            let start = Instant::now();
            Transaction(self.staging).commit(&journal).map(|()| start.elapsed())
        };
        match attempt(self.capabilities) {
            // Folders of a lower layer of an overlay, and mount points, cannot be exchanged or
            // moved; their files can.
            Err(error) if self.capabilities.exchange && error.is_unsupported() => {
                attempt(FsCapabilities { exchange: false, ..self.capabilities })
            }
            result => result,
        }
    }
}
