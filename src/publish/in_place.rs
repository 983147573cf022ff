//! Publishing file by file, where the folder cannot be exchanged: each file is replaced in one step, none is ever half written.

use std::collections::BTreeSet;

use super::disk::{Disk, Entry};
use super::manifest::{self, Manifest, Size};
use super::plan::{Plan, parents};
use super::stage::Stage;
use super::target::Target;
use super::{Failure, at};

/// Why, where the file system is the reason.
pub(super) const NO_EXCHANGE: &str = "this file system cannot exchange two folders in one step";

pub(super) fn run(target: &Target, plan: &Plan, stage: &Stage, manifest: &Manifest, disk: &dyn Disk) -> Result<(), Failure> {
    let folder = target.folder();
    at(folder, disk.make_folder(folder))?;
    // From here on both what was and what will be there is ours, so that a build that is stopped can be mended by the next.
    let mut both = plan.old.clone().with_note(None);
    both.files.extend(manifest.files.keys().map(|path| (path.clone(), Size::default())));
    at(folder, both.write(folder, disk))?;
    // The record of what will stand is written before anything is replaced, and only moved then: on a full disk nothing has been begun.
    at(&stage.folder, manifest.prepare(&stage.folder, disk))?;
    replace(target, plan, stage, disk).map_err(|failure| match failure {
        Failure::Io(path, error) => Failure::HalfDone(path, error),
        other => other,
    })?;
    // The site stands; what cannot be cleared of the stage now, the next build clears.
    let _ = stage.clear(disk);
    Ok(())
}

fn replace(target: &Target, plan: &Plan, stage: &Stage, disk: &dyn Disk) -> Result<(), Failure> {
    make_way(target, plan, disk)?;
    for path in in_safe_order(plan) {
        for parent in parents(path) {
            at(&target.file(parent), disk.make_folder(&target.file(parent)))?;
        }
        at(&target.file(path), disk.rename(&stage.folder.join(path), &target.file(path)))?;
    }
    // Where case makes no difference to the file system, an old name may be a new file.
    let new: BTreeSet<String> = plan.paths.iter().map(|path| path.to_lowercase()).collect();
    for path in plan.stale().filter(|path| {
        !new.contains(&path.to_lowercase()) || matches!(disk.look(&target.file(path)), Ok(Entry::File { .. })) && is_another(target, path, plan, disk)
    }) {
        remove(target, path, disk)?;
    }
    let record = target.file(manifest::NAME);
    at(&record, disk.rename(&stage.folder.join(manifest::UNFINISHED), &record))
}

/// False where a stale path is, on this file system, the same file as one of the site.
fn is_another(target: &Target, path: &str, plan: &Plan, disk: &dyn Disk) -> bool {
    let identity = |path: &str| match disk.look(&target.file(path)) {
        Ok(Entry::File { file, .. }) => file,
        _ => None,
    };
    let own = identity(path);
    own.is_some() && !plan.paths.iter().filter(|new| new.to_lowercase() == path.to_lowercase()).any(|new| identity(new) == own)
}

/// What pages ask for comes before the pages, and the lists that name the pages come after them: at no moment does a page lack its stylesheet.
fn in_safe_order(plan: &Plan) -> impl Iterator<Item = &str> {
    let rank = |path: &str| match path {
        "sitemap.xml" | "feed.xml" | "index.html" => 2,
        path if path.ends_with(".html") => 1,
        _ => 0,
    };
    (0..3).flat_map(move |wanted| plan.paths.iter().map(String::as_str).filter(move |path| rank(path) == wanted))
}

/// Removes files of the last build that stand where a folder must be, or the other way round.
fn make_way(target: &Target, plan: &Plan, disk: &dyn Disk) -> Result<(), Failure> {
    for path in plan.stale() {
        let below = format!("{path}/");
        let becomes_folder = plan.paths.range(below.clone()..).next().is_some_and(|own| own.starts_with(&below));
        if becomes_folder || parents(path).any(|parent| plan.paths.contains(parent)) {
            remove(target, path, disk)?;
        }
    }
    Ok(())
}

/// Removes a file of ours, and the folders that it leaves empty.
fn remove(target: &Target, path: &str, disk: &dyn Disk) -> Result<(), Failure> {
    let file = target.file(path);
    if matches!(at(&file, disk.look(&file))?, Entry::File { .. }) {
        at(&file, disk.remove_file(&file))?;
    }
    let mut above: Vec<&str> = parents(path).collect();
    while let Some(folder) = above.pop() {
        let folder = target.file(folder);
        match at(&folder, disk.look(&folder))? {
            Entry::Folder if at(&folder, disk.list(&folder))?.is_empty() => at(&folder, disk.remove_empty_folder(&folder))?,
            _ => break,
        }
    }
    Ok(())
}
