//! Publishing, call by call: what the real disk says, what is counted, and file systems of other kinds.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backgrounder::publish::{Disk, Entry, Failure, Lock, Published, RealDisk, Target, publish};
use backgrounder::render::Body;
use backgrounder::text::Route;

use super::harness::{Folder, tree};

fn published(site: &[(&str, &str)], out: &Path, disk: &dyn Disk) -> Result<Published, Failure> {
    let target = Target::new(&out.with_file_name("site"), out).expect("a target");
    let site: BTreeMap<&str, &str> = site.iter().copied().collect();
    let routes: Vec<Route> = site.keys().map(|route| Route::parse(route).expect("a route")).collect();
    publish(&target, &routes, &|route: &Route| Ok(Body::Bytes(site[route.as_str()].as_bytes().to_vec())), None, disk)
}

#[test]
fn the_real_disk_tells_what_stands_at_a_path() {
    let folder = Folder::new();
    let at = |path: &str| folder.path().join(path);
    folder.write("one", "1");
    folder.write("other", "1");
    fs::hard_link(at("one"), at("same")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    std::os::unix::fs::symlink(at("folder"), at("link")).unwrap();
    let identity = |path: &str| match RealDisk.look(&at(path)) {
        Ok(Entry::File { size: 1, changed: Some(_), file: Some(file) }) => file,
        other => panic!("{path}: {other:?}"),
    };
    assert_eq!(identity("one"), identity("same"));
    assert_ne!(identity("one"), identity("other"));
    assert_eq!(RealDisk.look(&at("folder")).unwrap(), Entry::Folder);
    assert_eq!(RealDisk.look(&at("link")).unwrap(), Entry::Other);
    assert_eq!(RealDisk.look(&at("nothing")).unwrap(), Entry::Nothing);
    assert_eq!(RealDisk.look(&at("one/below")).unwrap(), Entry::Nothing);
    assert!(RealDisk.look(&at(&"x".repeat(300))).is_err(), "a name that cannot be is not the same as nothing");
}

#[test]
fn what_was_done_is_counted() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let counts = |published: &Published| (published.written, published.kept, published.removed, published.bytes);
    let first = published(&[("/", "home"), ("/a/", "a"), ("/b.css", "12345")], &out, &RealDisk).unwrap();
    assert_eq!(counts(&first), (3, 0, 0, 10));
    let second = published(&[("/", "home"), ("/a/", "new"), ("/c/", "c")], &out, &RealDisk).unwrap();
    assert_eq!(counts(&second), (2, 1, 1, 8));
    assert_eq!(second.in_place, None);
}

#[test]
fn the_times_of_the_steps_are_no_more_than_the_whole() {
    let folder = Folder::new();
    // So many that a step which is counted twice is seen.
    let routes: Vec<String> = (0..1_000).map(|number| format!("/{number}/")).collect();
    let site: Vec<(&str, &str)> = routes.iter().map(|route| (route.as_str(), "page")).collect();
    let start = std::time::Instant::now();
    let times = published(&site, &folder.path().join("out"), &RealDisk).unwrap().times;
    let all = start.elapsed();
    assert!(times.stage + times.render + times.exchange <= all, "{times:?} of {all:?}");
}

#[test]
fn what_of_others_is_in_the_way_stops_the_build_and_what_is_not_is_left() {
    for (theirs, stops) in [
        ("a", true),
        ("a/index.html", true),
        ("a/index.html/x", true),
        ("index.html", true),
        ("a/notes", false),
        ("b", false),
        ("a.txt", false),
        ("mine/deep/notes", false),
    ] {
        let folder = Folder::new();
        let out = folder.path().join("out");
        published(&[("/", "home")], &out, &RealDisk).unwrap();
        if theirs == "index.html" {
            // Without our record it is nobody's that we know.
            folder.remove("out/.backgrounder.json");
        }
        let file = format!("out/{theirs}");
        folder.write(&file, "theirs");
        let before = tree(&out);
        let result = published(&[("/", "home, new"), ("/a/", "a")], &out, &RealDisk);
        assert_eq!(folder.read(&file), "theirs", "{theirs}");
        match result {
            Ok(_) => assert!(!stops && folder.read("out/a/index.html") == "a", "{theirs}"),
            Err(failure @ Failure::Refused(_)) => {
                assert!(stops && tree(&out) == before, "{theirs}");
                assert!(failure.to_string().contains(theirs.trim_end_matches("/x")), "{failure} does not name {theirs}");
            }
            Err(other) => panic!("{theirs}: {other}"),
        }
    }
}

#[test]
fn empty_folders_of_others_do_not_hinder_publishing_in_one_step() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home")], &out, &RealDisk).unwrap();
    fs::create_dir_all(out.join("empty/deep")).unwrap();
    assert_eq!(published(&[("/", "new")], &out, &RealDisk).unwrap().in_place, None);
    folder.write("out/empty/deep/notes", "n");
    assert!(published(&[("/", "newer")], &out, &RealDisk).unwrap().in_place.is_some());
}

#[test]
fn a_file_of_others_in_a_stage_that_was_left_is_never_lost() {
    // What the output has under that name, and what stands there afterwards; `None` where the build is refused and both are left.
    for (there, after) in [(None, Some("theirs")), (Some("theirs"), Some("theirs")), (Some("another"), None)] {
        let folder = Folder::new();
        let out = folder.path().join("out");
        published(&[("/", "home")], &out, &RealDisk).unwrap();
        for (path, bytes) in tree(&out) {
            folder.write(&format!(".out.staging/{path}"), bytes);
        }
        folder.write(".out.staging/CNAME", "theirs");
        if let Some(there) = there {
            folder.write("out/CNAME", there);
        }
        match (published(&[("/", "new")], &out, &RealDisk), after) {
            (Ok(_), Some(after)) => {
                assert_eq!((folder.read("out/CNAME").as_str(), folder.read("out/index.html").as_str()), (after, "new"), "{there:?}");
                assert!(!folder.exists(".out.staging"), "{there:?}");
            }
            (Err(Failure::Refused(_)), None) => {
                assert_eq!((folder.read("out/CNAME").as_str(), folder.read(".out.staging/CNAME").as_str()), ("another", "theirs"));
            }
            (other, _) => panic!("{there:?}: {other:?}"),
        }
    }
}

#[test]
fn a_file_of_ours_that_somebody_changed_is_written_anew_however_old_it_looks() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let site = [("/", "home"), ("/a/", "a page")];
    published(&site, &out, &RealDisk).unwrap();
    fs::write(out.join("a/index.html"), "A PAGE").unwrap();
    fs::File::open(out.join("a/index.html")).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let again = published(&site, &out, &RealDisk).unwrap();
    assert_eq!((again.written, again.kept, folder.read("out/a/index.html")), (1, 1, "a page".to_owned()));
}

#[test]
fn what_an_earlier_version_wrote_with_hashes_in_its_record_is_ours() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home"), ("/a/", "a")], &out, &RealDisk).unwrap();
    let record = folder.read("out/.backgrounder.json");
    let earlier = record.replace("\"index.html\":4", "\"index.html\":\"0123abcd 4\"").replace("\"a/index.html\":1", "\"a/index.html\":\"\"");
    assert_ne!(record, earlier);
    folder.write("out/.backgrounder.json", &earlier);
    let again = published(&[("/", "home")], &out, &RealDisk).unwrap();
    assert_eq!((again.written, again.kept, again.removed, out.join("a/index.html").exists()), (0, 1, 1, false));
}

#[test]
fn a_record_that_was_tampered_with_makes_nothing_ours() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home")], &out, &RealDisk).unwrap();
    folder.write("victim.txt", "v");
    folder.write("out/sub/notes", "n");
    let record = folder.read("out/.backgrounder.json");
    for path in ["../victim.txt", "sub/../../victim.txt", "/victim.txt", "sub//notes", "sub/./notes", "sub/", "./sub/notes"] {
        let tampered = record.replace("\"index.html\":4", &format!("\"index.html\":4,\"{path}\":1"));
        assert_ne!(record, tampered);
        folder.write("out/.backgrounder.json", &tampered);
        let again = published(&[("/", "home")], &out, &RealDisk).unwrap();
        assert_eq!((again.removed, folder.read("victim.txt"), folder.read("out/sub/notes")), (0, "v".to_owned(), "n".to_owned()), "{path}");
    }
}

/// A file system on which one call fails as real ones do.
struct Other<'a> {
    exchange: &'a (dyn Fn() -> io::Result<()> + Sync),
    /// What moving a file or folder from one path to another says.
    rename: &'a (dyn Fn(&Path, &Path) -> io::Result<()> + Sync),
    /// What paths are called below here, by the name without case; `None` where case matters.
    names: Option<(PathBuf, Mutex<BTreeMap<PathBuf, OsString>>)>,
    /// Where files and folders were moved to, in order.
    moved: Mutex<Vec<PathBuf>>,
}

/// One on which none fails.
fn good() -> Other<'static> {
    Other { exchange: &|| Ok(()), rename: &|_, _| Ok(()), names: None, moved: Mutex::default() }
}

impl Other<'_> {
    /// The file that a path is on the real disk.
    fn real(&self, path: &Path) -> PathBuf {
        let Some((root, _)) = &self.names else { return path.to_owned() };
        match path.strip_prefix(root) {
            Ok(below) => root.join(below.to_str().expect("text").to_lowercase()),
            Err(_) => path.to_owned(),
        }
    }

    /// Notes how a path is written.
    fn named(&self, path: &Path) -> PathBuf {
        let real = self.real(path);
        if let (Some((_, names)), Some(name)) = (&self.names, path.file_name()) {
            names.lock().unwrap().insert(real.clone(), name.to_owned());
        }
        real
    }
}

impl Disk for Other<'_> {
    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        RealDisk.lock(folder)
    }
    fn look(&self, path: &Path) -> io::Result<Entry> {
        RealDisk.look(&self.real(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let real = self.real(folder);
        let names = RealDisk.list(&real)?;
        let Some((_, written)) = &self.names else { return Ok(names) };
        let written = written.lock().unwrap();
        Ok(names.into_iter().map(|name| written.get(&real.join(&name)).cloned().unwrap_or(name)).collect())
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealDisk.read(&self.real(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write(&self.named(path), bytes)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.make_folder(&self.named(path))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.link(&self.real(from), &self.named(to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.rename)(from, to)?;
        self.moved.lock().unwrap().push(to.to_owned());
        let (old, new) = (self.real(from), self.named(to));
        if let Some((_, names)) = &self.names {
            // What is in a folder goes with it.
            let mut names = names.lock().unwrap();
            let inner: Vec<(PathBuf, OsString)> = names
                .iter()
                .filter_map(|(path, name)| Some((path.strip_prefix(&old).ok()?, name)))
                .filter(|(below, _)| !below.as_os_str().is_empty())
                .map(|(below, name)| (new.join(below), name.clone()))
                .collect();
            names.extend(inner);
        }
        RealDisk.rename(&old, &new)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        (self.exchange)()?;
        RealDisk.exchange(one, other)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_file(&self.real(path))
    }
    fn remove_empty_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_empty_folder(&self.real(path))
    }
}

#[test]
fn an_exchange_that_cannot_be_is_done_file_by_file_and_one_that_fails_is_an_error() {
    for (kind, in_place) in [
        (io::ErrorKind::Unsupported, true),
        (io::ErrorKind::InvalidInput, true),
        (io::ErrorKind::CrossesDevices, true),
        (io::ErrorKind::ResourceBusy, true),
        (io::ErrorKind::PermissionDenied, false),
        (io::ErrorKind::StorageFull, false),
        (io::ErrorKind::ReadOnlyFilesystem, false),
    ] {
        let folder = Folder::new();
        let out = folder.path().join("out");
        published(&[("/", "old")], &out, &RealDisk).unwrap();
        let result = published(&[("/", "new")], &out, &Other { exchange: &|| Err(kind.into()), ..good() });
        let stands = folder.read("out/index.html");
        match result {
            Ok(done) => assert!(in_place && done.in_place.is_some() && stands == "new", "{kind:?}"),
            Err(failure @ Failure::Io(..)) => {
                assert!(!in_place && stands == "old", "{kind:?}");
                assert!(failure.to_string().contains("out"), "{failure} does not say where");
            }
            Err(other) => panic!("{kind:?}: {other}"),
        }
    }
}

#[test]
fn an_output_that_files_cannot_be_moved_to_is_written_from_within() {
    for (kind, from_within) in [(io::ErrorKind::CrossesDevices, true), (io::ErrorKind::PermissionDenied, false)] {
        let folder = Folder::new();
        let out = folder.path().join("out");
        published(&[("/", "old"), ("/gone/", "gone")], &out, &RealDisk).unwrap();
        let crosses = |from: &Path, to: &Path| if to.starts_with(&out) && !from.starts_with(&out) { Err(kind.into()) } else { Ok(()) };
        match published(&[("/", "new")], &out, &Other { rename: &crosses, ..good() }) {
            Ok(done) => {
                assert!(from_within && done.in_place.is_some(), "{kind:?}");
                assert_eq!(tree(&out).into_keys().collect::<Vec<_>>(), [".backgrounder.json", "index.html"]);
                assert_eq!(folder.read("out/index.html"), "new");
            }
            Err(failure @ Failure::Io(..)) => assert!(!from_within && folder.read("out/index.html") == "old", "{kind:?}: {failure}"),
            Err(other) => panic!("{kind:?}: {other}"),
        }
        assert!(!folder.exists(".out.staging"), "{kind:?}");
    }
}

#[test]
fn in_place_what_pages_ask_for_comes_before_them_and_the_lists_that_name_them_after() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let disk = Other { exchange: &|| Err(io::ErrorKind::Unsupported.into()), ..good() };
    let site = [
        ("/", "home"),
        ("/a.css", "css"),
        ("/articles/", "list"),
        ("/b/", "page"),
        ("/c.html", "page"),
        ("/feed.xml", "feed"),
        ("/sitemap.xml", "map"),
        ("/z.png", "z"),
    ];
    published(&[("/old/", "old")], &out, &RealDisk).unwrap();
    published(&site, &out, &disk).unwrap();
    let moved = disk.moved.lock().unwrap();
    let moved: Vec<&str> = moved.iter().filter_map(|path| path.strip_prefix(&out).ok()?.to_str()).filter(|path| !path.starts_with('.')).collect();
    assert_eq!(moved, ["a.css", "z.png", "articles/index.html", "b/index.html", "c.html", "feed.xml", "index.html", "sitemap.xml"]);
}

#[test]
fn where_case_makes_no_difference_a_page_that_changes_its_case_is_not_lost() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let disk = Other { exchange: &|| Err(io::ErrorKind::Unsupported.into()), names: Some((folder.path(), Mutex::default())), ..good() };
    published(&[("/", "home"), ("/About.html", "old"), ("/Same.css", "same"), ("/Gone.html", "gone")], &out, &disk).unwrap();
    published(&[("/", "home"), ("/about.html", "new"), ("/same.css", "same"), ("/kept.html", "kept")], &out, &disk).unwrap();
    let files: Vec<String> = tree(&out).into_keys().filter(|path| !path.starts_with(".backgrounder")).collect();
    assert_eq!(files, ["about.html", "index.html", "kept.html", "same.css"]);
    assert_eq!((folder.read("out/about.html").as_str(), folder.read("out/same.css").as_str()), ("new", "same"));
}

#[test]
fn where_case_makes_a_difference_both_are_files_and_the_old_one_goes() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let disk = Other { exchange: &|| Err(io::ErrorKind::Unsupported.into()), ..good() };
    published(&[("/", "home"), ("/About.html", "old")], &out, &disk).unwrap();
    published(&[("/", "home"), ("/about.html", "new")], &out, &disk).unwrap();
    let files: Vec<String> = tree(&out).into_keys().filter(|path| !path.starts_with(".backgrounder")).collect();
    assert_eq!(files, ["about.html", "index.html"]);
}
