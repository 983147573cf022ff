//! A site into a folder: all of it or nothing. The only writer of output, and it touches only what it wrote.

mod disk;
mod exchange;
mod in_place;
mod manifest;
mod plan;
mod stage;
mod standing;
mod target;

pub use disk::{Disk, Entry, Lock, RealDisk};
pub use manifest::Made;
pub use standing::standing;
pub use target::{Refusal, Target};

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::render::Body;
use crate::text::Route;
use manifest::{Manifest, Size};
use plan::Plan;
use stage::Stage;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub written: usize,
    /// Files that had not changed.
    pub kept: usize,
    /// Files of the last build that are no more.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
    /// Why the folder was changed file by file; `None` where it was exchanged in one step.
    pub in_place: Option<&'static str>,
    /// How long its steps took.
    pub times: Times,
}

/// How long the steps of publishing took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Looking at the output and making the stage.
    pub stage: Duration,
    /// Rendering and writing.
    pub render: Duration,
    /// Putting the stage into the place of the output.
    pub exchange: Duration,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// The output directory cannot be one.
    Refused(Refusal),
    /// Pages could not be rendered.
    Render(Vec<Diagnostic>),
    /// The system said no; the published site is as it was.
    Io(PathBuf, io::Error),
    /// The system said no while files were being replaced one by one: some are new, none is half written, and the next build mends it.
    HalfDone(PathBuf, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(refusal) => refusal.fmt(f),
            Failure::Render(problems) => write!(f, "{} pages could not be rendered", problems.len()),
            Failure::Io(path, error) | Failure::HalfDone(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

/// Adds the path to an error of the system.
pub(crate) fn at<T>(path: &std::path::Path, result: io::Result<T>) -> Result<T, Failure> {
    result.map_err(|error| Failure::Io(path.to_owned(), error))
}

/// A function from address to bytes.
pub type Bodies<'a> = dyn Fn(&Route) -> Result<Body, Box<Diagnostic>> + Sync + 'a;

/// Publishes `routes` into a folder, with a note of what they were made of. Pages are rendered and written as they come, beside the folder; then the two are exchanged.
///
/// # Errors
/// A [`Failure`]; the folder is then as it was, but for [`Failure::HalfDone`].
pub fn publish(target: &Target, routes: &[Route], bodies: &Bodies<'_>, made: Option<Made>, disk: &dyn Disk) -> Result<Published, Failure> {
    let start = Instant::now();
    let _lock = at(target.parent(), disk.lock(target.parent()))?;
    stage::clear_leftover(target, disk)?;
    let plan = Plan::make(target, routes, disk)?;
    let result = Stage::begin(target, &plan, disk).and_then(|stage| {
        let staged = start.elapsed();
        let (manifest, mut done) = fill(&stage, &plan, routes, bodies, disk)?;
        let manifest = manifest.with_note(made);
        let rendered = start.elapsed();
        match exchange::possible(target, &plan, &stage) {
            Ok(()) => match exchange::run(target, &plan, &stage, &manifest, disk)? {
                exchange::Outcome::Done => {}
                exchange::Outcome::Unsupported => done.in_place = Some(in_place::NO_EXCHANGE),
            },
            Err(reason) => done.in_place = Some(reason),
        }
        if done.in_place.is_some() {
            in_place::run(target, &plan, &stage, &manifest, disk)?;
        }
        done.times = Times { stage: staged, render: rendered - staged, exchange: start.elapsed() - rendered };
        done.removed = plan.old.files.keys().filter(|path| !manifest.files.contains_key(*path)).count();
        Ok(done)
    });
    if result.is_err() {
        // What has been staged is of no use; if even this fails, the next build clears it.
        let _ = stage::clear_leftover(target, disk);
    }
    result
}

/// Renders every address into the stage.
fn fill(stage: &Stage, plan: &Plan, routes: &[Route], bodies: &Bodies<'_>, disk: &dyn Disk) -> Result<(Manifest, Published), Failure> {
    let filled: Vec<Result<Filled, Failure>> = routes.par_iter().map(|route| fill_one(stage, plan, route, bodies, disk)).collect();
    let mut manifest = Manifest::default();
    let mut done = Published::default();
    let (mut problems, mut failure) = (Vec::new(), None);
    for file in filled {
        match file {
            Ok(file) => {
                done.bytes += file.bytes;
                if file.kept {
                    done.kept += 1;
                } else {
                    done.written += 1;
                }
                manifest.files.insert(file.path, Size(Some(file.bytes)));
            }
            Err(Failure::Render(found)) => problems.extend(found),
            Err(other) => failure = failure.or(Some(other)),
        }
    }
    match (failure, problems.is_empty()) {
        (Some(failure), _) => Err(failure),
        (None, false) => Err(Failure::Render(problems)),
        (None, true) => Ok((manifest, done)),
    }
}

struct Filled {
    path: String,
    bytes: u64,
    kept: bool,
}

fn fill_one(stage: &Stage, plan: &Plan, route: &Route, bodies: &Bodies<'_>, disk: &dyn Disk) -> Result<Filled, Failure> {
    let path = route.output().as_str().to_owned();
    let body = bodies(route).map_err(|problem| Failure::Render(vec![*problem]))?;
    let content = match &body {
        Body::Bytes(bytes) => Cow::Borrowed(&bytes[..]),
        Body::File(asset) => at(std::path::Path::new(&path), asset.read())?,
    };
    let kept = plan.is_unchanged(&path, &content, disk);
    if !(kept && stage.keep(&path, disk)) {
        stage.write(&path, &content, disk)?;
    }
    Ok(Filled { path, bytes: content.len() as u64, kept })
}
