//! Promises 4 and 5: any call of the system may fail, at any time, and so may the whole program; the published site is then the old one or the new one.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use backgrounder::publish::{Disk, Entry, Failure, Lock, Published, RealDisk, Target, publish};
use backgrounder::render::Body;
use backgrounder::text::Route;

use super::harness::{Folder, tree};

/// What happens at the call that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It alone fails, and does nothing.
    Once,
    /// It alone fails; what it writes is written by half, as on a full disk.
    Torn,
    /// It and all after it fail: the machine stopped.
    Stop,
}

/// A disk of which one call fails. Calls are counted from 1.
struct Faulty {
    calls: AtomicUsize,
    at: usize,
    fault: Fault,
    /// A file system that cannot exchange folders.
    no_exchange: bool,
    /// How many bytes can still be written.
    room: AtomicUsize,
}

impl Faulty {
    fn new(at: usize, fault: Fault, no_exchange: bool) -> Self {
        Faulty { calls: AtomicUsize::new(0), at, fault, no_exchange, room: AtomicUsize::new(usize::MAX) }
    }

    /// A disk on which there is room for so many bytes, and no more.
    fn full_after(room: usize, no_exchange: bool) -> Self {
        Faulty { room: AtomicUsize::new(room), ..Faulty::new(usize::MAX, Fault::Once, no_exchange) }
    }

    fn fails(&self) -> bool {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        call == self.at || self.fault == Fault::Stop && call > self.at
    }

    fn or<T>(&self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if self.fails() { Err(io::ErrorKind::StorageFull.into()) } else { act() }
    }
}

impl Disk for Faulty {
    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        self.or(|| RealDisk.lock(folder))
    }
    fn look(&self, path: &Path) -> io::Result<Entry> {
        self.or(|| RealDisk.look(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.or(|| RealDisk.list(folder))
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.or(|| RealDisk.read(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.fails() {
            if self.fault == Fault::Torn {
                RealDisk.write(path, &bytes[..bytes.len() / 2])?;
            }
            return Err(io::ErrorKind::StorageFull.into());
        }
        let room = self.room.load(Ordering::SeqCst);
        self.room.store(room.saturating_sub(bytes.len()), Ordering::SeqCst);
        if room < bytes.len() {
            RealDisk.write(path, &bytes[..room])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        RealDisk.write(path, bytes)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.or(|| RealDisk.make_folder(path))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.or(|| RealDisk.link(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.or(|| RealDisk.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.or(|| if self.no_exchange { Err(io::ErrorKind::Unsupported.into()) } else { RealDisk.exchange(one, other) })
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.or(|| RealDisk.remove_file(path))
    }
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        self.or(|| RealDisk.remove_empty_folder(path))
    }
}

type Site = BTreeMap<&'static str, &'static str>;

/// Files that stay, change, come and go; and a file that becomes a folder, and the other way round.
fn old_site() -> Site {
    BTreeMap::from([("/", "home"), ("/a/", "a"), ("/b/", "b"), ("/gone/", "gone"), ("/turn", "a file"), ("/over/x.css", "x"), ("/same.css", "same")])
}

fn new_site() -> Site {
    BTreeMap::from([("/", "home, new"), ("/a/", "a"), ("/b/", "b, new"), ("/come/", "come"), ("/turn/y.css", "y"), ("/over", "a file"), ("/same.css", "same")])
}

fn publish_site(site: &Site, out: &Path, disk: &dyn Disk) -> Result<Published, Failure> {
    let target = Target::new(&out.with_file_name("site"), out).expect("a target");
    let routes: Vec<Route> = site.keys().map(|route| Route::parse(route).expect("a route")).collect();
    let bodies = |route: &Route| Ok(Body::Bytes(site[route.as_str()].as_bytes().to_vec()));
    // One thread, so that the calls come in one order.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    pool.install(|| publish(&target, &routes, &bodies, None, disk))
}

/// The files of the site in a folder, with those of others, and without the record.
fn standing(out: &Path) -> BTreeMap<String, Vec<u8>> {
    if !out.exists() {
        return BTreeMap::new();
    }
    tree(out).into_iter().filter(|(path, _)| !path.starts_with(".backgrounder")).collect()
}

/// Where the output lies, and what else lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Beside a file of somebody else's; the folder can be exchanged.
    Exchange,
    /// On a file system that cannot exchange folders.
    NoExchange,
    /// With a repository in it, so that it is written in place.
    Repository,
    /// There is none yet.
    New,
}

fn prepare(place: Place, out: &Path) {
    if place == Place::New {
        return;
    }
    fs::create_dir_all(out).expect("a folder");
    fs::write(out.join("CNAME"), "example.org").expect("a file");
    if place == Place::Repository {
        fs::create_dir_all(out.join(".git")).expect("a folder");
        fs::write(out.join(".git/config"), "[core]").expect("a file");
    }
    publish_site(&old_site(), out, &RealDisk).expect("the old site");
}

/// Publishes with a fault at every call in turn; returns how many calls there were.
fn every_call_fails(place: Place, fault: Fault) -> usize {
    let folder = Folder::new();
    let fresh = |name: &str| folder.path().join(name).join("out");
    let (clean, count) = (fresh("clean"), fresh("count"));
    prepare(place, &clean);
    publish_site(&new_site(), &clean, &RealDisk).expect("the new site");
    let new = standing(&clean);
    prepare(place, &count);
    let counting = Faulty::new(usize::MAX, Fault::Once, place == Place::NoExchange);
    publish_site(&new_site(), &count, &counting).expect("nothing fails");
    assert_eq!(standing(&count), new);
    let calls = counting.calls.load(Ordering::SeqCst);
    for at in 1..=calls {
        let out = fresh(&format!("{at}"));
        prepare(place, &out);
        let old = standing(&out);
        let faulty = Faulty::new(at, fault, place == Place::NoExchange);
        let result = publish_site(&new_site(), &out, &faulty);
        let after = standing(&out);
        let what = format!("{place:?}, {fault:?} at call {at} of {calls}: {result:?}");
        match &result {
            Ok(_) => assert_eq!(after, new, "{what}"),
            Err(Failure::HalfDone(..)) => {
                assert!(matches!(place, Place::NoExchange | Place::Repository), "{what}");
                for (path, bytes) in &after {
                    assert!(old.get(path) == Some(bytes) || new.get(path) == Some(bytes), "{path} is neither old nor new; {what}");
                }
            }
            Err(_) if fault == Fault::Stop => assert!(after == old || after == new, "{what}"),
            Err(_) => assert_eq!(after, old, "{what}"),
        }
        for foreign in ["CNAME", ".git/config"] {
            assert_eq!(after.get(foreign), old.get(foreign), "{foreign}; {what}");
        }
        // The next build puts everything right.
        publish_site(&new_site(), &out, &RealDisk)
            .unwrap_or_else(|failure| panic!("the next build: {failure}; {what}; {:?}", tree(out.parent().expect("a folder")).keys()));
        assert_eq!(standing(&out), new, "after the next build; {what}");
        let litter: Vec<String> =
            tree(out.parent().expect("a folder")).into_keys().filter(|path| path.contains("staging") || path.contains(".backgrounder/")).collect();
        assert_eq!(litter, Vec::<String>::new(), "{what}");
        fs::remove_dir_all(out.parent().expect("a folder")).expect("removed");
    }
    calls
}

#[test]
fn promise_4_any_failing_call_leaves_the_old_or_the_new_site() {
    for place in [Place::Exchange, Place::NoExchange, Place::Repository, Place::New] {
        for fault in [Fault::Once, Fault::Torn, Fault::Stop] {
            let calls = every_call_fails(place, fault);
            assert!(calls > 20, "{place:?}: only {calls} calls");
        }
    }
}

#[test]
fn a_site_whose_files_become_folders_is_published_in_place() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    prepare(Place::Repository, &out);
    let done = publish_site(&new_site(), &out, &RealDisk).expect("published");
    assert!(done.in_place.is_some());
    assert_eq!((done.written, done.kept, done.removed), (5, 2, 3));
    assert!(out.join("over").is_file() && out.join("turn/y.css").is_file() && !out.join("gone").exists());
}

#[test]
fn promise_5_a_full_disk_is_harmless() {
    for place in [Place::Exchange, Place::NoExchange, Place::Repository, Place::New] {
        let (mut failed, mut done) = (0, 0);
        for room in 0..20 {
            let folder = Folder::new();
            let out = folder.path().join("out");
            prepare(place, &out);
            let old = standing(&out);
            // From nothing to more than all.
            let result = publish_site(&new_site(), &out, &Faulty::full_after(room * 80, place == Place::NoExchange));
            let after = standing(&out);
            match &result {
                Ok(_) => done += 1,
                Err(Failure::HalfDone(..)) => panic!("{place:?} with {room}: room is needed before anything is replaced"),
                Err(_) => {
                    failed += 1;
                    assert_eq!(after, old, "{place:?} with {room}");
                }
            }
            publish_site(&new_site(), &out, &RealDisk).expect("there is room again");
            assert!(out.join("index.html").is_file());
            let litter = tree(&folder.path()).into_keys().any(|path| path.contains("staging") || path.contains(".backgrounder/"));
            assert!(!litter, "{place:?} with {room}");
        }
        assert!(failed > 2 && done > 2, "{place:?}: {failed} failed, {done} were done");
    }
}
