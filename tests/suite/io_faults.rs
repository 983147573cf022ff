//! Promises 3 to 5: any system call may fail, and so may its rollback and the whole program. At every
//! moment each route has its complete old or new page, and no reachable page has a dead link.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use backgrounder::publish::{
    FileSystem, Publication, PublishError, PublishReport, RealFileSystem, Target, publish,
};
use backgrounder::site::Body;
use backgrounder::site::Route;

use super::file_systems::{Call, Intercept, Outcome};
use super::harness::{Folder, read_tree, walk};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// One call fails without effect.
    Once,
    /// One call fails after writing half of its data, as on a full disk.
    Torn,
    /// One call fails, and another that many calls later, during the rollback.
    Twice(usize),
    /// All calls from one on fail, as if the program had been killed.
    Stop,
}

/// The file system of the output and its foreign files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Supports exchanging entries; one foreign file.
    Exchange,
    /// Does not support exchanging entries.
    NoExchange,
    /// Supports exchanging files but not folders, as for a lower layer of an overlay.
    LowerLayer,
    /// Foreign files among those of the site.
    Shared,
    /// No output yet.
    New,
}

const PLACES: [Place; 5] =
    [Place::Exchange, Place::NoExchange, Place::LowerLayer, Place::Shared, Place::New];

/// Decides the outcome of each call and counts the calls.
struct FaultInjector {
    place: Place,
    calls: AtomicUsize,
    at: usize,
    fault: Fault,
    /// Free space in bytes.
    free_space: AtomicUsize,
}

impl FaultInjector {
    fn new(place: Place, at: usize, fault: Fault) -> Self {
        FaultInjector {
            place,
            calls: AtomicUsize::new(0),
            at,
            fault,
            free_space: AtomicUsize::new(usize::MAX),
        }
    }

    fn decide(&self, call: &Call<'_>) -> Outcome {
        let number = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let fails = number == self.at
            || match self.fault {
                Fault::Stop => number > self.at,
                Fault::Twice(after) => number == self.at + after,
                Fault::Once | Fault::Torn => false,
            };
        if fails {
            return if self.fault == Fault::Torn {
                Outcome::Torn(call.bytes / 2)
            } else {
                Outcome::Fails(io::ErrorKind::PermissionDenied)
            };
        }
        if call.name == "exchange" && !self.can_exchange(call.path) {
            return Outcome::Fails(io::ErrorKind::Unsupported);
        }
        let free = self.free_space.load(Ordering::SeqCst);
        self.free_space.store(free.saturating_sub(call.bytes), Ordering::SeqCst);
        if free < call.bytes { Outcome::Torn(free) } else { Outcome::Done }
    }

    fn can_exchange(&self, path: &Path) -> bool {
        match self.place {
            Place::NoExchange => false,
            Place::LowerLayer => !path.is_dir(),
            Place::Exchange | Place::Shared | Place::New => true,
        }
    }
}

/// Routes with their links.
type Site = BTreeMap<&'static str, &'static [&'static str]>;

/// Between the old and the new site, files stay, change, appear and disappear; a file becomes a folder
/// and a folder a file.
fn old_site() -> Site {
    BTreeMap::from([
        ("/", &["/a/", "/b/", "/gone/", "/old.css"][..]),
        ("/a/", &["/", "/b/"]),
        ("/b/", &["/gone/", "/a/x/"]),
        ("/a/x/", &["/a/"]),
        ("/a/y/", &["/old.css", "/gone/deep/"]),
        ("/gone/", &["/gone/deep/", "/old.css"]),
        ("/gone/deep/", &["/gone/"]),
        ("/list/1/", &["/"]),
        ("/list/2/", &["/"]),
        ("/list/3/", &["/"]),
        ("/list/4/", &["/"]),
        ("/list/5/", &["/"]),
        ("/list/6/", &["/"]),
        ("/list/7/", &["/"]),
        ("/list/8/", &["/"]),
        ("/list/9/", &["/list/1/"]),
        ("/turn", &[]),
        ("/over/x.css", &[]),
        ("/old.css", &[]),
        ("/same.css", &[]),
    ])
}

fn new_site() -> Site {
    let mut site = old_site();
    for gone in ["/gone/", "/gone/deep/", "/turn", "/over/x.css", "/old.css", "/list/3/"] {
        site.remove(gone);
    }
    for (path, links) in [
        ("/", &["/come/", "/a/z/", "/new.css", "/b/"][..]),
        ("/a/y/", &["/new.css", "/come/too/"]),
        ("/a/z/", &["/come/", "/new.css", "/a/y/"]),
        ("/b/", &["/come/too/", "/list/10/"]),
        ("/come/", &["/come/too/", "/"]),
        ("/come/too/", &["/a/z/"]),
        ("/list/9/", &["/list/10/", "/come/"]),
        ("/list/10/", &["/a/z/"]),
        ("/turn/y.css", &[]),
        ("/over", &[]),
        ("/new.css", &[]),
    ] {
        site.insert(path, links);
    }
    site
}

/// A page: its links, and an end mark to detect truncation.
fn page(route: &str, links: &[&str]) -> Vec<u8> {
    format!("{route}\n{}\nend", links.join("\n")).into_bytes()
}

fn publish_site(
    site: &Site,
    out: &Path,
    disk: &dyn FileSystem,
) -> Result<PublishReport, PublishError> {
    let target = Target::new(&out.with_file_name("site"), out).expect("a target");
    let routes: Vec<Route> =
        site.keys().map(|route| Route::parse(route).expect("a route")).collect();
    let bodies = |route: &Route| Ok(Body::Bytes(page(route.as_str(), site[route.as_str()])));
    // A single thread makes the order of calls deterministic.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    pool.install(|| {
        publish(&target, &Publication { routes: &routes, render: &bodies, fingerprint: None }, disk)
    })
}

/// The files in the output, foreign ones included, without record and stage.
fn published_files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    if !out.exists() {
        return BTreeMap::new();
    }
    read_tree(out).into_iter().filter(|(path, _)| !path.starts_with(".backgrounder")).collect()
}

/// Faults visible to readers: pages that are neither old nor new, missing routes that both sites have,
/// and dead links on any page reachable from those.
fn reader_faults(
    published_files: &BTreeMap<String, Vec<u8>>,
    old: &Site,
    new: &Site,
) -> Vec<String> {
    let file =
        |route: &str| Route::parse(route).expect("a route").output_path().as_str().to_owned();
    let mut found = Vec::new();
    let common: Vec<&str> = old.keys().filter(|route| new.contains_key(*route)).copied().collect();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<(&str, &str)> =
        common.iter().map(|route| ("both sites", *route)).collect();
    while let Some((from, route)) = waiting.pop() {
        let Some(bytes) = published_files.get(&file(route)) else {
            found.push(format!("{route}, linked from {from}, is missing"));
            continue;
        };
        if !reached.insert(route) {
            continue;
        }
        let states: Vec<&&[&str]> =
            [old.get(route), new.get(route)].into_iter().flatten().collect();
        match states.iter().find(|links| page(route, links) == *bytes) {
            Some(links) => waiting.extend(links.iter().map(|link| (route, *link))),
            None => found.push(format!("{route} is neither old nor new")),
        }
    }
    found
}

const FOREIGN: [&str; 3] = ["CNAME", "a/x/notes.txt", ".git/config"];

fn prepare(place: Place, out: &Path) {
    if place == Place::New {
        return;
    }
    fs::create_dir_all(out).expect("a folder");
    fs::write(out.join("CNAME"), "example.org").expect("a file");
    publish_site(&old_site(), out, &RealFileSystem).expect("the old site");
    if place == Place::Shared {
        for foreign in FOREIGN {
            fs::create_dir_all(out.join(foreign).parent().expect("a folder")).expect("a folder");
            fs::write(out.join(foreign), foreign).expect("a file");
        }
    }
}

/// Publishes with a fault at every call in turn; returns the number of calls and of partly published
/// sites.
fn every_call_fails(place: Place, fault: Fault) -> (usize, usize) {
    let folder = Folder::in_memory();
    let fresh = |name: &str| folder.path().join(name).join("out");
    let before = if place == Place::New { Site::new() } else { old_site() };
    let (clean, counted) = (fresh("clean"), fresh("counted"));
    prepare(place, &clean);
    publish_site(&new_site(), &clean, &RealFileSystem).expect("the new site");
    let new = published_files(&clean);
    prepare(place, &counted);
    let counting = FaultInjector::new(place, usize::MAX, Fault::Once);
    publish_site(&new_site(), &counted, &Intercept(&|call| counting.decide(call)))
        .expect("nothing fails");
    assert_eq!(published_files(&counted), new);
    let calls = counting.calls.load(Ordering::SeqCst);
    let mut in_part = 0;
    for at in 1..=calls {
        let out = fresh(&format!("{at}"));
        prepare(place, &out);
        let old = published_files(&out);
        let faulty = FaultInjector::new(place, at, fault);
        let result = publish_site(&new_site(), &out, &Intercept(&|call| faulty.decide(call)));
        let after = published_files(&out);
        let what = format!("{place:?}, {fault:?} at call {at} of {calls}: {result:?}");
        match &result {
            Ok(_) => assert_eq!(after, new, "{what}"),
            Err(PublishError::PartlyPublished(..)) => {
                in_part += 1;
                // A refused exchange counts as a first fault.
                assert!(
                    matches!(fault, Fault::Stop | Fault::Twice(_)) || place == Place::LowerLayer,
                    "a single fault must be rolled back; {what}"
                );
            }
            Err(_) => assert_eq!(after, old, "{what}"),
        }
        assert_eq!(reader_faults(&after, &before, &new_site()), Vec::<String>::new(), "{what}");
        for foreign in FOREIGN {
            assert_eq!(after.get(foreign), old.get(foreign), "{foreign}; {what}");
        }
        // The next build finishes the interrupted one and repairs everything.
        publish_site(&new_site(), &out, &RealFileSystem).unwrap_or_else(|failure| {
            panic!(
                "the next build: {failure}; {what}; {:?}",
                read_tree(out.parent().expect("a folder")).keys()
            )
        });
        assert_eq!(published_files(&out), new, "after the next build; {what}");
        let litter: Vec<String> = read_tree(out.parent().expect("a folder"))
            .into_keys()
            .filter(|path| path.contains(".backgrounder/"))
            .collect();
        assert_eq!(litter, Vec::<String>::new(), "{what}");
        assert_eq!(folders(&out), folders(&clean), "{what}");
        fs::remove_dir_all(out.parent().expect("a folder")).expect("removed");
    }
    (calls, in_part)
}

fn folders(out: &Path) -> BTreeSet<String> {
    let folders = walk(out).filter(|entry| entry.file_type().is_dir());
    folders
        .map(|entry| entry.path().strip_prefix(out).expect("below").display().to_string())
        .collect()
}

#[test]
fn promise_4_any_failing_call_leaves_the_old_or_the_new_site() {
    for place in PLACES {
        for fault in [Fault::Once, Fault::Torn] {
            let (calls, in_part) = every_call_fails(place, fault);
            assert!(calls > 60, "{place:?}: only {calls} calls");
            assert!(in_part == 0 || place == Place::LowerLayer, "{place:?}");
        }
    }
}

#[test]
fn promise_4_links_stay_intact_even_when_rollback_fails() {
    let mut in_part = 0;
    for place in PLACES {
        for after in [1, 3] {
            in_part += every_call_fails(place, Fault::Twice(after)).1;
        }
    }
    assert!(in_part > 20, "too few failed rollbacks: {in_part}");
}

#[test]
fn promise_3_stopping_at_any_call_leaves_complete_pages_and_no_dead_links() {
    let mut in_part = 0;
    for place in PLACES {
        in_part += every_call_fails(place, Fault::Stop).1;
    }
    assert!(in_part > 20, "too few interrupted commits: {in_part}");
}

#[test]
fn a_later_build_finishes_an_interrupted_one_even_if_it_publishes_nothing() {
    let folder = Folder::in_memory();
    let out = folder.path().join("out");
    prepare(Place::Exchange, &out);
    let mut interrupted_commits = 0;
    for at in 1.. {
        let faulty = FaultInjector::new(Place::Exchange, at, Fault::Stop);
        if publish_site(&new_site(), &out, &Intercept(&|call| faulty.decide(call))).is_ok() {
            break;
        }
        let is_committing = out.join(".backgrounder/journal.json").exists();
        let target = Target::new(&out.with_file_name("site"), &out).expect("a target");
        backgrounder::publish::finish_interrupted(&target, &RealFileSystem).expect("finished");
        let home = fs::read(out.join("index.html")).expect("home");
        assert_eq!(home == page("/", new_site()["/"]), is_committing, "call {at}");
        assert!(!out.join(".backgrounder").exists(), "call {at}");
        if is_committing {
            interrupted_commits += 1;
            assert_eq!(
                reader_faults(&published_files(&out), &new_site(), &new_site()),
                Vec::<String>::new(),
                "call {at}"
            );
            publish_site(&old_site(), &out, &RealFileSystem).expect("the old site again");
        }
    }
    assert!(interrupted_commits > 10);
}

#[test]
fn publishing_replaces_files_with_folders_and_folders_with_files() {
    for place in [Place::Exchange, Place::NoExchange, Place::Shared] {
        let folder = Folder::in_memory();
        let out = folder.path().join("out");
        prepare(place, &out);
        let plain = FaultInjector::new(place, usize::MAX, Fault::Once);
        let done = publish_site(&new_site(), &out, &Intercept(&|call| plain.decide(call)))
            .expect("published");
        assert_eq!((done.written, done.unchanged, done.removed), (11, 10, 6), "{place:?}");
        assert!(
            out.join("over").is_file()
                && out.join("turn/y.css").is_file()
                && !out.join("gone").exists()
        );
    }
}

#[test]
fn promise_5_a_full_disk_is_harmless() {
    for place in PLACES {
        let (mut failed, mut done) = (0, 0);
        for free in 0..20 {
            let folder = Folder::in_memory();
            let out = folder.path().join("out");
            prepare(place, &out);
            let old = published_files(&out);
            // From none to more than enough.
            let full = FaultInjector {
                free_space: AtomicUsize::new(free * 300),
                ..FaultInjector::new(place, usize::MAX, Fault::Once)
            };
            let result = publish_site(&new_site(), &out, &Intercept(&|call| full.decide(call)));
            match &result {
                Ok(_) => done += 1,
                Err(PublishError::PartlyPublished(..)) => {
                    panic!(
                        "{place:?} with {free}: space must be reserved before anything is replaced"
                    )
                }
                Err(_) => {
                    failed += 1;
                    assert_eq!(published_files(&out), old, "{place:?} with {free}");
                }
            }
            publish_site(&new_site(), &out, &RealFileSystem).expect("enough space");
            assert!(out.join("index.html").is_file());
            assert!(!out.join(".backgrounder").exists(), "{place:?} with {free}");
        }
        assert!(failed > 2 && done > 2, "{place:?}: {failed} failed, {done} succeeded");
    }
}
