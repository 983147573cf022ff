//! A site into a folder: all of it or nothing. The only writer of output, and it touches only what it wrote.

mod disk;
mod journal;
mod listing;
mod plan;
mod record;
mod stage;
mod target;
mod up_to_date;

pub use disk::{Disk, Entry, Kind, Lock, RealDisk};
pub use target::{Existing, Refusal, Target};
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
use journal::{ChangeOver, Undone};
use listing::{Found, Listing};
use plan::Fate;
use record::Record;
use stage::{Abilities, Stage};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub written: usize,
    /// Files that had not changed.
    pub kept: usize,
    /// Files of the last site that are no more.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
    /// Paths that were left out because a file of others stands there.
    pub left_out: Vec<String>,
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
    /// Planning the change-over, and linking what has not changed.
    pub plan: Duration,
    /// The change-over: from the first change that a reader can see to the last.
    pub change_over: Duration,
    /// Removing what has gone.
    pub clear: Duration,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// The folder cannot be an output.
    Refused(Refusal),
    /// Pages could not be rendered.
    Render(Vec<Diagnostic>),
    /// The system refused something; the published site is as it was.
    Io(PathBuf, io::Error),
    /// The system refused something, and to undo it too: some pages are new and some old, each is whole, and the next build finishes it.
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

impl Failure {
    /// The failure of a file system that cannot do what was tried with these files.
    fn is_unsupported(&self) -> bool {
        matches!(self, Failure::Io(_, error) if stage::is_unsupported(error))
    }
}

/// Adds the path to an error of the system.
pub(crate) fn at<T>(path: &std::path::Path, result: io::Result<T>) -> Result<T, Failure> {
    result.map_err(|error| Failure::Io(path.to_owned(), error))
}

/// A function from address to bytes.
pub type Bodies<'a> = dyn Fn(&Route) -> Result<Body, Box<Diagnostic>> + Sync + 'a;

/// What to publish.
pub struct Publication<'a> {
    /// All addresses of the site.
    pub routes: &'a [Route],
    /// What each gives.
    pub bodies: &'a Bodies<'a>,
    /// Stands for all that the site is made of, where the build could tell.
    pub fingerprint: Option<String>,
}

/// Finishes what a build has begun that was stopped during its change-over. Without one, looks and changes nothing.
///
/// # Errors
/// A [`Failure`] of the system.
pub fn finish_interrupted(target: &Target, disk: &dyn Disk) -> Result<(), Failure> {
    let stage = Stage::of_output(target, disk);
    if !stage.is_there()? {
        return Ok(());
    }
    let _lock = at(target.folder(), disk.lock(target.folder()))?;
    ChangeOver { target, stage: &stage, disk }.finish()?;
    // What is in the way is reported by the build that needs the folder.
    let _ = stage.clear();
    Ok(())
}

/// Publishes a site into a folder. Pages are rendered and written as they come, into a staging folder inside the output; then old and new change over.
///
/// # Errors
/// A [`Failure`]; the folder is then as it was, but for [`Failure::HalfDone`].
pub fn publish(target: &Target, publication: &Publication<'_>, disk: &dyn Disk) -> Result<Published, Failure> {
    let start = Instant::now();
    let was_there = at(target.folder(), disk.look(target.folder()))? != Entry::Nothing;
    let lock = at(target.folder(), disk.lock(target.folder()))?;
    let stage = Stage::of_output(target, disk);
    let result = ChangeOver { target, stage: &stage, disk }.finish().and_then(|()| {
        stage.clear()?;
        publish_into(target, publication, &stage, disk, start)
    });
    match &result {
        // What cannot be cleared now, the next build clears.
        Ok(_) => {
            let _ = stage.clear();
        }
        Err(Failure::HalfDone(..)) => {}
        Err(_) => {
            let _ = stage.clear();
            drop(lock);
            if !was_there {
                let _ = disk.remove_empty_folder(target.folder());
            }
        }
    }
    result.map(|mut done| {
        let all = [done.times.stage, done.times.render, done.times.plan, done.times.change_over];
        done.times.clear = start.elapsed().saturating_sub(all.iter().sum());
        done
    })
}

fn publish_into(target: &Target, publication: &Publication<'_>, stage: &Stage<'_>, disk: &dyn Disk, start: Instant) -> Result<Published, Failure> {
    listing::refuse_foreign_folder(target, disk)?;
    let old = at(target.folder(), Record::of_output(target.folder(), disk))?;
    let mut paths: BTreeSet<String> = publication.routes.iter().map(|route| route.output_path().as_str().to_owned()).collect();
    let abilities = stage.begin(old.files.keys().chain(&paths).cloned())?;
    let listing = Listing::of_output(target, &old, &paths, disk)?;
    let left_out = listing.leave_out(&mut paths, abilities.names, target)?;
    let staged = start.elapsed();

    let output = Output { target, listing: &listing, stage, abilities, disk };
    let filled = output.fill(publication, &left_out)?;
    let record = Record::new(publication.fingerprint.clone(), filled.sizes());
    stage.write_own(stage::RECORD, &at(target.folder(), record.to_bytes())?)?;
    let rendered = start.elapsed();

    let change_over = output.change_over(&filled.fates())?;
    let ended = start.elapsed();

    let written = filled.0.iter().filter(|file| file.fate == Fate::Written).count();
    Ok(Published {
        written,
        kept: filled.0.len() - written,
        removed: old.files.keys().filter(|path| !record.files.contains_key(*path)).count(),
        bytes: filled.0.iter().map(|file| file.bytes).sum(),
        left_out,
        times: Times { stage: staged, render: rendered - staged, plan: ended - rendered - change_over, change_over, clear: Duration::ZERO },
    })
}

/// The folder that is published into, as it was found.
struct Output<'a> {
    target: &'a Target,
    listing: &'a Listing,
    stage: &'a Stage<'a>,
    abilities: Abilities,
    disk: &'a dyn Disk,
}

/// A file of the new site.
struct Filled {
    path: String,
    bytes: u64,
    fate: Fate,
}

/// All files of the new site.
struct AllFilled(Vec<Filled>);

impl AllFilled {
    fn sizes(&self) -> BTreeMap<String, Option<u64>> {
        self.0.iter().map(|file| (file.path.clone(), Some(file.bytes))).collect()
    }

    fn fates(&self) -> BTreeMap<String, Fate> {
        self.0.iter().map(|file| (file.path.clone(), file.fate)).collect()
    }
}

impl Output<'_> {
    /// Renders every address but those left out, into the stage where the output does not have it already.
    fn fill(&self, publication: &Publication<'_>, left_out: &[String]) -> Result<AllFilled, Failure> {
        let results: Vec<Result<Option<Filled>, Failure>> =
            publication.routes.par_iter().map(|route| self.fill_one(route, publication.bodies, left_out)).collect();
        let mut filled = Vec::with_capacity(results.len());
        let (mut problems, mut failure) = (Vec::new(), None);
        for result in results {
            match result {
                Ok(file) => filled.extend(file),
                Err(Failure::Render(found)) => problems.extend(found),
                Err(other) => failure = failure.or(Some(other)),
            }
        }
        match (failure, problems.is_empty()) {
            (Some(failure), _) => Err(failure),
            (None, false) => Err(Failure::Render(problems)),
            (None, true) => Ok(AllFilled(filled)),
        }
    }

    fn fill_one(&self, route: &Route, bodies: &Bodies<'_>, left_out: &[String]) -> Result<Option<Filled>, Failure> {
        let path = route.output_path().as_str().to_owned();
        if left_out.contains(&path) {
            return Ok(None);
        }
        let body = bodies(route).map_err(|problem| Failure::Render(vec![*problem]))?;
        let content = match &body {
            Body::Bytes(bytes) => Cow::Borrowed(&bytes[..]),
            Body::File(asset) => at(std::path::Path::new(&path), asset.read())?,
        };
        let fate = if self.has(&path, &content) {
            Fate::Kept
        } else {
            self.stage.write(&path, &content)?;
            Fate::Written
        };
        Ok(Some(Filled { path, bytes: content.len() as u64, fate }))
    }

    /// True where a file of the last site has this very content, and the permissions it would be written with. It is read for that: nothing that is said of it could be as sure.
    fn has(&self, path: &str, content: &[u8]) -> bool {
        let file = self.target.file(path);
        self.listing.entries.get(path) == Some(&Found::Own)
            && matches!(self.disk.look(&file), Ok(Entry::File { size, mode, .. }) if size == content.len() as u64 && mode == self.abilities.file_mode)
            && self.disk.read(&file).is_ok_and(|there| there == content)
    }

    /// Puts the new site into the place of the old one; returns how long readers could see both.
    fn change_over(&self, fates: &BTreeMap<String, Fate>) -> Result<Duration, Failure> {
        let change = ChangeOver { target: self.target, stage: self.stage, disk: self.disk };
        let attempt = |abilities: Abilities| -> Result<Duration, Undone> {
            let journal = plan::prepare(self.listing, fates, abilities, self.target, self.stage, self.disk).map_err(Undone::Whole)?;
            let start = Instant::now();
            change.run(&journal).map(|()| start.elapsed())
        };
        let result = match attempt(self.abilities) {
            // Folders of a lower layer, or on which something is mounted, cannot be exchanged or moved; files can.
            Err(Undone::Whole(failure)) if self.abilities.exchange && failure.is_unsupported() => attempt(Abilities { exchange: false, ..self.abilities }),
            result => result,
        };
        result.map_err(|undone| match undone {
            Undone::InPart(Failure::Io(path, error)) => Failure::HalfDone(path, error),
            Undone::Whole(failure) | Undone::InPart(failure) => failure,
        })
    }
}
