//! Promises 3 to 5: any call of the system may fail, at any time, and so may undoing it, and so may
//! the whole program. At every moment each address shows its old page or its new one, whole, and no
//! link of a page that a reader can reach leads to a missing one.

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

use super::file_systems::{Call, Hooked, Outcome};
use super::harness::{Folder, tree};

/// What happens at the call that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It alone fails, and does nothing.
    Once,
    /// It alone fails; what it writes is written by half, as on a full disk.
    Torn,
    /// It fails, and so does the call after so many: one that undoes what was done.
    Twice(usize),
    /// It and all after it fail: the program was killed.
    Stop,
}

/// Where the output lies, and what else lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On a file system that can exchange entries; beside a file of others.
    Exchange,
    /// On one that cannot.
    NoExchange,
    /// On one that says it can, but not with these folders.
    LowerLayer,
    /// With files of others among those of the site.
    Shared,
    /// There is none yet.
    New,
}

const PLACES: [Place; 5] =
    [Place::Exchange, Place::NoExchange, Place::LowerLayer, Place::Shared, Place::New];

/// Decides each call: the one that fails, how many there were, and what the file system of a place
/// can do.
struct Faulty {
    place: Place,
    calls: AtomicUsize,
    at: usize,
    fault: Fault,
    /// How many bytes can still be written.
    room: AtomicUsize,
}

impl Faulty {
    fn new(place: Place, at: usize, fault: Fault) -> Self {
        Faulty { place, calls: AtomicUsize::new(0), at, fault, room: AtomicUsize::new(usize::MAX) }
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
        let room = self.room.load(Ordering::SeqCst);
        self.room.store(room.saturating_sub(call.bytes), Ordering::SeqCst);
        if room < call.bytes { Outcome::Torn(room) } else { Outcome::Done }
    }

    fn can_exchange(&self, path: &Path) -> bool {
        match self.place {
            Place::NoExchange => false,
            Place::LowerLayer => !path.is_dir(),
            Place::Exchange | Place::Shared | Place::New => true,
        }
    }
}

/// The links of each page.
type Site = BTreeMap<&'static str, &'static [&'static str]>;

/// Files that stay, change, come and go; and a file that becomes a folder, and the other way round.
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

/// A page of the site: its links, and an end by which a cut one is known.
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
    // One thread, so that the calls come in one order.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    pool.install(|| {
        publish(&target, &Publication { routes: &routes, render: &bodies, fingerprint: None }, disk)
    })
}

/// The files of the site in a folder, with those of others, and without the record and the stage.
fn standing(out: &Path) -> BTreeMap<String, Vec<u8>> {
    if !out.exists() {
        return BTreeMap::new();
    }
    tree(out).into_iter().filter(|(path, _)| !path.starts_with(".backgrounder")).collect()
}

/// What a reader would find wrong: pages that are neither old nor new, addresses that both sites
/// have and that are missing, and links to missing pages on any page that can be reached from
/// those.
fn wrong(standing: &BTreeMap<String, Vec<u8>>, old: &Site, new: &Site) -> Vec<String> {
    let file =
        |route: &str| Route::parse(route).expect("a route").output_path().as_str().to_owned();
    let mut found = Vec::new();
    let common: Vec<&str> = old.keys().filter(|route| new.contains_key(*route)).copied().collect();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut waiting: Vec<(&str, &str)> =
        common.iter().map(|route| ("both sites", *route)).collect();
    while let Some((from, route)) = waiting.pop() {
        let Some(bytes) = standing.get(&file(route)) else {
            found.push(format!("{route}, which {from} names, is missing"));
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

/// Publishes with a fault at every call in turn; returns how many calls there were, and how many
/// left both sites in part.
fn every_call_fails(place: Place, fault: Fault) -> (usize, usize) {
    let folder = Folder::in_memory();
    let fresh = |name: &str| folder.path().join(name).join("out");
    let before = if place == Place::New { Site::new() } else { old_site() };
    let (clean, counted) = (fresh("clean"), fresh("counted"));
    prepare(place, &clean);
    publish_site(&new_site(), &clean, &RealFileSystem).expect("the new site");
    let new = standing(&clean);
    prepare(place, &counted);
    let counting = Faulty::new(place, usize::MAX, Fault::Once);
    publish_site(&new_site(), &counted, &Hooked(&|call| counting.decide(call)))
        .expect("nothing fails");
    assert_eq!(standing(&counted), new);
    let calls = counting.calls.load(Ordering::SeqCst);
    let mut in_part = 0;
    for at in 1..=calls {
        let out = fresh(&format!("{at}"));
        prepare(place, &out);
        let old = standing(&out);
        let faulty = Faulty::new(place, at, fault);
        let result = publish_site(&new_site(), &out, &Hooked(&|call| faulty.decide(call)));
        let after = standing(&out);
        let what = format!("{place:?}, {fault:?} at call {at} of {calls}: {result:?}");
        match &result {
            Ok(_) => assert_eq!(after, new, "{what}"),
            Err(PublishError::PartlyPublished(..)) => {
                in_part += 1;
                // Where the file system refuses an exchange, a fault can be the second one.
                assert!(
                    matches!(fault, Fault::Stop | Fault::Twice(_)) || place == Place::LowerLayer,
                    "one fault is undone; {what}"
                );
            }
            Err(_) => assert_eq!(after, old, "{what}"),
        }
        assert_eq!(wrong(&after, &before, &new_site()), Vec::<String>::new(), "{what}");
        for foreign in FOREIGN {
            assert_eq!(after.get(foreign), old.get(foreign), "{foreign}; {what}");
        }
        // The next build finishes what was begun, whatever it builds itself, and puts everything
        // right.
        publish_site(&new_site(), &out, &RealFileSystem).unwrap_or_else(|failure| {
            panic!(
                "the next build: {failure}; {what}; {:?}",
                tree(out.parent().expect("a folder")).keys()
            )
        });
        assert_eq!(standing(&out), new, "after the next build; {what}");
        let litter: Vec<String> = tree(out.parent().expect("a folder"))
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
    let folders = walkdir::WalkDir::new(out)
        .into_iter()
        .map(|entry| entry.expect("walk"))
        .filter(|entry| entry.file_type().is_dir());
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
    assert!(in_part > 20, "undoing hardly ever failed: the test shows nothing ({in_part})");
}

#[test]
fn promise_3_stopping_at_any_call_leaves_complete_pages_and_no_dead_links() {
    let mut in_part = 0;
    for place in PLACES {
        in_part += every_call_fails(place, Fault::Stop).1;
    }
    assert!(
        in_part > 20,
        "the change-over was hardly ever stopped: the test shows nothing ({in_part})"
    );
}

#[test]
fn a_later_build_finishes_an_interrupted_one_even_if_it_publishes_nothing() {
    let folder = Folder::in_memory();
    let out = folder.path().join("out");
    prepare(Place::Exchange, &out);
    let mut stopped_between = 0;
    for at in 1.. {
        let faulty = Faulty::new(Place::Exchange, at, Fault::Stop);
        if publish_site(&new_site(), &out, &Hooked(&|call| faulty.decide(call))).is_ok() {
            break;
        }
        let begun = out.join(".backgrounder/journal.json").exists();
        let target = Target::new(&out.with_file_name("site"), &out).expect("a target");
        backgrounder::publish::finish_interrupted(&target, &RealFileSystem).expect("finished");
        let home = fs::read(out.join("index.html")).expect("home");
        assert_eq!(home == page("/", new_site()["/"]), begun, "call {at}");
        assert!(!out.join(".backgrounder").exists(), "call {at}");
        if begun {
            stopped_between += 1;
            assert_eq!(
                wrong(&standing(&out), &new_site(), &new_site()),
                Vec::<String>::new(),
                "call {at}"
            );
            publish_site(&old_site(), &out, &RealFileSystem).expect("the old site again");
        }
    }
    assert!(stopped_between > 10);
}

#[test]
fn publishing_replaces_files_with_folders_and_folders_with_files() {
    for place in [Place::Exchange, Place::NoExchange, Place::Shared] {
        let folder = Folder::in_memory();
        let out = folder.path().join("out");
        prepare(place, &out);
        let plain = Faulty::new(place, usize::MAX, Fault::Once);
        let done = publish_site(&new_site(), &out, &Hooked(&|call| plain.decide(call)))
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
        for room in 0..20 {
            let folder = Folder::in_memory();
            let out = folder.path().join("out");
            prepare(place, &out);
            let old = standing(&out);
            // From nothing to more than all.
            let full = Faulty {
                room: AtomicUsize::new(room * 300),
                ..Faulty::new(place, usize::MAX, Fault::Once)
            };
            let result = publish_site(&new_site(), &out, &Hooked(&|call| full.decide(call)));
            match &result {
                Ok(_) => done += 1,
                Err(PublishError::PartlyPublished(..)) => {
                    panic!("{place:?} with {room}: room is needed before anything is replaced")
                }
                Err(_) => {
                    failed += 1;
                    assert_eq!(standing(&out), old, "{place:?} with {room}");
                }
            }
            publish_site(&new_site(), &out, &RealFileSystem).expect("there is room again");
            assert!(out.join("index.html").is_file());
            assert!(!out.join(".backgrounder").exists(), "{place:?} with {room}");
        }
        assert!(failed > 2 && done > 2, "{place:?}: {failed} failed, {done} were done");
    }
}
