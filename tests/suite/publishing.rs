//! Publishing, call by call: what the real disk says, what is counted, what of others is kept, and
//! file systems of other kinds.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::Mutex;

use backgrounder::publish::{
    EntryKind, FileSystem, ForeignFiles, PathState, Publication, PublishError, PublishReport,
    RealFileSystem, Target, publish,
};
use backgrounder::site::Body;
use backgrounder::site::Route;

use super::disks::{AnyCase, Hooked, Outcome};
use super::harness::{Folder, program, tree};

fn target(out: &Path) -> Target {
    Target::new(&out.with_file_name("site"), out).expect("a target")
}

fn published(
    site: &[(&str, &str)],
    out: &Path,
    disk: &dyn FileSystem,
) -> Result<PublishReport, PublishError> {
    published_to(&target(out), site, disk)
}

fn published_to(
    target: &Target,
    site: &[(&str, &str)],
    disk: &dyn FileSystem,
) -> Result<PublishReport, PublishError> {
    let site: BTreeMap<&str, &str> = site.iter().copied().collect();
    let routes: Vec<Route> =
        site.keys().map(|route| Route::parse(route).expect("a route")).collect();
    let bodies = |route: &Route| Ok(Body::Bytes(site[route.as_str()].as_bytes().to_vec()));
    publish(target, &Publication { routes: &routes, render: &bodies, fingerprint: None }, disk)
}

/// The files of a folder but for the record.
fn files(out: &Path) -> Vec<String> {
    tree(out).into_keys().filter(|path| path != ".backgrounder.json").collect()
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
    fs::set_permissions(at("one"), fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(
        RealFileSystem.stat(&at("one")),
        Ok(PathState::File { size: 1, modified: Some(_), mode: 0o640 })
    ));
    let identity = |path: &str| RealFileSystem.inode(&at(path)).unwrap();
    assert_eq!(identity("one"), identity("same"));
    assert_ne!(identity("one"), identity("other"));
    assert_eq!(identity("nothing"), None);
    assert_eq!(RealFileSystem.stat(&at("folder")).unwrap(), PathState::Folder);
    assert_eq!(RealFileSystem.stat(&at("link")).unwrap(), PathState::Other);
    assert_eq!(RealFileSystem.stat(&at("nothing")).unwrap(), PathState::Missing);
    assert_eq!(RealFileSystem.stat(&at("one/below")).unwrap(), PathState::Missing);
    assert!(
        RealFileSystem.stat(&at(&"x".repeat(300))).is_err(),
        "a name that cannot be is not the same as nothing"
    );
    let listed: Vec<(String, EntryKind)> = RealFileSystem
        .read_dir(&folder.path())
        .unwrap()
        .into_iter()
        .map(|(name, kind)| (name.into_string().unwrap(), kind))
        .collect();
    let expected = [
        ("folder", EntryKind::Folder),
        ("link", EntryKind::Other),
        ("one", EntryKind::File),
        ("other", EntryKind::File),
        ("same", EntryKind::File),
    ];
    assert_eq!(listed, expected.map(|(name, kind)| (name.to_owned(), kind)));
}

#[test]
fn a_lock_is_of_the_folder_that_stands_there() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let first = RealFileSystem.lock(&out).unwrap();
    let waiting = std::thread::spawn({
        let out = out.clone();
        move || RealFileSystem.lock(&out).map(|lock| (out.exists(), lock))
    });
    std::thread::sleep(std::time::Duration::from_millis(50));
    fs::remove_dir(&out).unwrap();
    drop(first);
    assert!(waiting.join().unwrap().unwrap().0, "the lock is of a folder that is gone");
}

#[test]
fn what_was_done_is_counted() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let counts = |published: &PublishReport| {
        (published.written, published.unchanged, published.removed, published.bytes)
    };
    let first =
        published(&[("/", "home"), ("/a/", "a"), ("/b.css", "12345")], &out, &RealFileSystem)
            .unwrap();
    assert_eq!(counts(&first), (3, 0, 0, 10));
    let second =
        published(&[("/", "home"), ("/a/", "new"), ("/c/", "c")], &out, &RealFileSystem).unwrap();
    assert_eq!(counts(&second), (2, 1, 1, 8));
}

#[test]
fn the_times_of_the_steps_are_no_more_than_the_whole() {
    let folder = Folder::new();
    // So many that a step which is counted twice is seen.
    let routes: Vec<String> = (0..1_000).map(|number| format!("/{number}/")).collect();
    let site: Vec<(&str, &str)> = routes.iter().map(|route| (route.as_str(), "page")).collect();
    let start = std::time::Instant::now();
    let times = published(&site, &folder.path().join("out"), &RealFileSystem).unwrap().times;
    let all = start.elapsed();
    assert!(
        times.staging + times.render + times.plan + times.commit + times.cleanup <= all,
        "{times:?} of {all:?}"
    );
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
        published(&[("/", "home")], &out, &RealFileSystem).unwrap();
        let into = if theirs == "index.html" {
            // Without our record it is nobody's that we know.
            folder.remove("out/.backgrounder.json");
            target(&out).with_foreign_files(ForeignFiles::Keep)
        } else {
            target(&out)
        };
        let file = format!("out/{theirs}");
        folder.write(&file, "theirs");
        let before = tree(&out);
        let result = published_to(&into, &[("/", "home, new"), ("/a/", "a")], &RealFileSystem);
        assert_eq!(folder.read(&file), "theirs", "{theirs}");
        match result {
            Ok(_) => assert!(!stops && folder.read("out/a/index.html") == "a", "{theirs}"),
            Err(failure @ PublishError::Target(_)) => {
                assert!(stops && tree(&out) == before, "{theirs}");
                assert!(
                    failure.to_string().contains(theirs.trim_end_matches("/x")),
                    "{failure} does not name {theirs}"
                );
            }
            Err(other) => panic!("{theirs}: {other}"),
        }
    }
}

#[test]
fn a_file_of_ours_that_somebody_changed_is_written_anew_however_old_it_looks() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let site = [("/", "home"), ("/a/", "a page")];
    published(&site, &out, &RealFileSystem).unwrap();
    fs::write(out.join("a/index.html"), "A PAGE").unwrap();
    fs::File::open(out.join("a/index.html"))
        .unwrap()
        .set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    let again = published(&site, &out, &RealFileSystem).unwrap();
    assert_eq!(
        (again.written, again.unchanged, folder.read("out/a/index.html")),
        (1, 1, "a page".to_owned())
    );
}

#[test]
fn a_record_that_was_tampered_with_makes_nothing_ours() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home")], &out, &RealFileSystem).unwrap();
    folder.write("victim.txt", "v");
    folder.write("out/sub/notes", "n");
    let record = folder.read("out/.backgrounder.json");
    for path in [
        "../victim.txt",
        "sub/../../victim.txt",
        "/victim.txt",
        "sub//notes",
        "sub/./notes",
        "sub/",
        "./sub/notes",
    ] {
        let tampered =
            record.replace("\"index.html\":4", &format!("\"index.html\":4,\"{path}\":1"));
        assert_ne!(record, tampered);
        folder.write("out/.backgrounder.json", &tampered);
        let again = published(&[("/", "home")], &out, &RealFileSystem).unwrap();
        assert_eq!(
            (again.removed, folder.read("victim.txt"), folder.read("out/sub/notes")),
            (0, "v".to_owned(), "n".to_owned()),
            "{path}"
        );
    }
}

#[test]
fn folders_of_others_among_those_of_the_site_stay() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home"), ("/a/", "a"), ("/b/", "b")], &out, &RealFileSystem).unwrap();
    fs::create_dir_all(out.join("empty/deep")).unwrap();
    fs::create_dir_all(out.join("a/empty")).unwrap();
    folder.write("out/b/theirs/notes", "n");
    published(&[("/", "new"), ("/a/", "new"), ("/b/", "new")], &out, &RealFileSystem).unwrap();
    assert!(out.join("empty/deep").is_dir() && out.join("a/empty").is_dir());
    published(&[("/", "newer")], &out, &RealFileSystem).unwrap();
    assert!(out.join("a/empty").is_dir() && !out.join("a/index.html").exists());
    assert_eq!(files(&out), ["b/theirs/notes", "index.html"]);
}

#[test]
fn a_file_that_others_put_into_a_folder_while_it_is_exchanged_comes_back() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home"), ("/a/", "old"), ("/a/b/", "old")], &out, &RealFileSystem).unwrap();
    // After the output was looked at, and before the folder is exchanged.
    let disk = Hooked(&|call| {
        if call.name == "exchange" && call.path.ends_with("new/a") {
            folder.write("out/a/theirs.txt", "theirs");
            folder.write("out/a/b/deep/theirs.txt", "theirs");
        }
        Outcome::Done
    });
    published(&[("/", "home"), ("/a/", "new"), ("/a/b/", "new")], &out, &disk).unwrap();
    assert_eq!(
        files(&out),
        ["a/b/deep/theirs.txt", "a/b/index.html", "a/index.html", "a/theirs.txt", "index.html"]
    );
    assert_eq!(folder.read("out/a/index.html"), "new");
}

#[test]
fn a_folder_that_holds_other_files_is_refused_unless_they_are_usual_or_the_author_says_so() {
    for (theirs, usual) in [
        (".git/HEAD", true),
        (".well-known/acme/token", true),
        ("CNAME", true),
        ("robots.txt", true),
        ("favicon.ico", true),
        (".nojekyll", true),
        ("lost+found/x", true),
        ("notes.txt", false),
        ("src/main.rs", false),
        ("index.html", false),
        ("-", false),
        ("deep/er/x", false),
    ] {
        let folder = Folder::new();
        let out = folder.path().join("out");
        folder.write(&format!("out/{theirs}"), "theirs");
        let site = [
            ("/", "home"),
            ("/robots.txt", "ours"),
            ("/.nojekyll", ""),
            ("/.well-known/security.txt", "ours"),
        ];
        let before = tree(&out);
        match published(&site, &out, &RealFileSystem) {
            Ok(done) => {
                assert!(usual, "{theirs}");
                let left_out: &[&str] =
                    if ["robots.txt", ".nojekyll"].contains(&theirs) { &[theirs] } else { &[] };
                assert_eq!(done.skipped, left_out, "{theirs}");
            }
            Err(PublishError::Target(refusal)) => {
                assert!(!usual && tree(&out) == before, "{theirs}");
                assert!(
                    refusal.reason.contains(theirs.split('/').next().unwrap())
                        && refusal.help.contains("--into-existing"),
                    "{refusal:?}"
                );
                let told = published_to(
                    &target(&out).with_foreign_files(ForeignFiles::Keep),
                    &site,
                    &RealFileSystem,
                );
                assert_eq!(
                    told.is_ok(),
                    theirs != "index.html",
                    "{theirs}: a file at an address of the site is never ours"
                );
                // Once published into, it is ours to publish into.
                assert_eq!(
                    published(&site, &out, &RealFileSystem).is_ok(),
                    theirs != "index.html",
                    "{theirs}"
                );
            }
            Err(other) => panic!("{theirs}: {other}"),
        }
        assert_eq!(folder.read(&format!("out/{theirs}")), "theirs", "{theirs}");
        assert!(!out.join(".backgrounder").exists(), "{theirs}");
    }
}

#[test]
fn what_was_left_out_for_a_file_of_others_is_published_when_that_is_gone() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    folder.write("out/robots.txt", "theirs");
    let site = [("/", "home"), ("/robots.txt", "ours")];
    assert_eq!(published(&site, &out, &RealFileSystem).unwrap().skipped, ["robots.txt"]);
    assert_eq!(published(&site, &out, &RealFileSystem).unwrap().skipped, ["robots.txt"]);
    assert_eq!(folder.read("out/robots.txt"), "theirs");
    folder.remove("out/robots.txt");
    assert_eq!(published(&site, &out, &RealFileSystem).unwrap().skipped, Vec::<String>::new());
    assert_eq!(folder.read("out/robots.txt"), "ours");
}

#[test]
fn the_record_holds_paths_sizes_and_one_hash_and_nothing_else() {
    let folder = Folder::with_story();
    folder.write("content/figures/secret.md", "---\ntitle: Secret Witness\ndraft: true\n---\n");
    folder.write(
        "content/articles/talks.md",
        "---\ntitle: The talks\ndescription: x\ndate: 2020-07-01\nabout: [events/hanoi-summit]\n---\n[[figures/secret|a witness]] of North Korea.\n",
    );
    let said = String::from_utf8(folder.run(&["build"]).stderr).unwrap();
    assert!(
        said.contains("Secret Witness"),
        "the build says nothing of a draft, so the test shows nothing: {said}"
    );
    let record: serde_json::Value =
        serde_json::from_str(&folder.read("public/.backgrounder.json")).unwrap();
    assert_eq!(
        record.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["files", "fingerprint", "generator"]
    );
    for (path, bytes) in tree(&folder.path().join("public")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("Secret") && !text.contains("secret") && !text.contains("content/"),
            "{path} tells of a draft, or of a source"
        );
        if path != ".backgrounder.json" {
            assert_eq!(record["files"][&path].as_u64(), Some(bytes.len() as u64), "{path}");
        }
    }
    // What the build said is kept beside the sources, and said again.
    let again = String::from_utf8(folder.run(&["build"]).stderr).unwrap();
    assert!(again.contains("Secret Witness") && again.contains("0 written"), "{again}");
    fs::remove_dir_all(folder.path().join(".backgrounder")).unwrap();
    let anew = String::from_utf8(folder.run(&["build"]).stderr).unwrap();
    assert!(anew.contains("Secret Witness"), "{anew}");
}

#[test]
fn the_output_keeps_its_identity_its_mode_and_its_group() {
    for mode in [0o2770, 0o700, 0o755] {
        let folder = Folder::with_story();
        let out = folder.path().join("public");
        fs::create_dir(&out).unwrap();
        fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
        let is_root = fs::metadata(&out).unwrap().uid() == 0;
        if is_root {
            // Any group but one's own.
            std::os::unix::fs::chown(&out, Some(1), Some(2)).unwrap();
            fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
        }
        let before = fs::metadata(&out).unwrap();
        folder.build();
        folder.write(
            "content/articles/second.md",
            "---\ntitle: Second, again\ndate: 2020-06-01\n---\nNorth Korea.\n",
        );
        folder.build();
        let after = fs::metadata(&out).unwrap();
        let identity = |meta: &fs::Metadata| (meta.ino(), meta.mode(), meta.uid(), meta.gid());
        assert_eq!(identity(&before), identity(&after), "{mode:o}");
        if mode == 0o2770 {
            for entry in walkdir::WalkDir::new(&out) {
                let meta = entry.unwrap().metadata().unwrap();
                assert_eq!(meta.gid(), before.gid(), "a file or folder has another group");
            }
        }
    }
}

#[test]
fn files_that_are_kept_have_the_mode_they_would_be_written_with() {
    let folder = Folder::with_story();
    let build = |mask: &str| {
        let build = program(&folder.path(), &["build"]);
        let script = format!("umask {mask}; exec \"$0\" build");
        let status = std::process::Command::new("sh")
            .args(["-c", &script])
            .arg(build.get_program())
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert!(status.success());
    };
    let modes = || {
        let out = folder.path().join("public");
        let entries = walkdir::WalkDir::new(&out).min_depth(1).into_iter().map(Result::unwrap);
        let modes: std::collections::BTreeSet<(bool, u32)> = entries
            .map(|entry| (entry.file_type().is_dir(), entry.metadata().unwrap().mode() & 0o777))
            .collect();
        modes.into_iter().collect::<Vec<_>>()
    };
    fs::create_dir(folder.path().join("public")).unwrap();
    fs::set_permissions(folder.path().join("public"), fs::Permissions::from_mode(0o755)).unwrap();
    for (mask, file, inner) in
        [("077", 0o600, 0o700), ("022", 0o644, 0o755), ("002", 0o664, 0o775), ("077", 0o600, 0o700)]
    {
        folder.write("content/about.md", format!("---\ntitle: About\n---\nBuilt with {mask}.\n"));
        build(mask);
        assert_eq!(modes(), [(false, file), (true, inner)], "umask {mask}");
        assert_eq!(fs::metadata(folder.path().join("public")).unwrap().mode() & 0o777, 0o755);
    }
    // Also where nothing else has changed.
    build("022");
    assert_eq!(modes(), [(false, 0o644), (true, 0o755)]);
}

#[test]
fn a_folder_whose_parent_gives_no_rights_is_published_into() {
    let folder = Folder::with_story();
    let out = Folder::new();
    let open = out.path().join("closed/open");
    fs::create_dir_all(&open).unwrap();
    fs::set_permissions(out.path().join("closed"), fs::Permissions::from_mode(0o555)).unwrap();
    let calls = Mutex::new(Vec::new());
    // Root may do anything, so that it is looked at which paths are touched.
    let disk = Hooked(&|call| {
        let paths = [Some(call.path), call.other];
        calls.lock().unwrap().extend(
            paths.into_iter().flatten().filter(|path| !path.starts_with(&open)).map(Path::to_owned),
        );
        Outcome::Done
    });
    published(&[("/", "home")], &open, &disk).unwrap();
    published(&[("/", "new"), ("/a/", "a")], &open, &disk).unwrap();
    assert_eq!(*calls.lock().unwrap(), Vec::<std::path::PathBuf>::new());
    let said = folder.run(&["build", "--output-dir", open.to_str().unwrap()]);
    assert!(said.status.success());
    fs::set_permissions(out.path().join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_stage_can_be_entered_by_its_owner_alone() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let modes = Mutex::new(std::collections::BTreeSet::new());
    let disk = Hooked(&|_| {
        if let Ok(meta) = fs::metadata(out.join(".backgrounder")) {
            modes.lock().unwrap().insert(meta.mode() & 0o777);
        }
        Outcome::Done
    });
    published(&[("/", "home"), ("/a/", "a")], &out, &disk).unwrap();
    assert_eq!(modes.lock().unwrap().iter().copied().collect::<Vec<_>>(), [0o700]);
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let folder = Folder::new();
    let out = folder.path().join("deep/out");
    let disk = Hooked(&|call| {
        if call.name == "exchange" {
            Outcome::Fails(io::ErrorKind::PermissionDenied)
        } else {
            Outcome::Done
        }
    });
    assert!(published(&[("/", "home")], &out, &disk).is_err());
    assert!(!out.exists());
}

#[test]
fn an_exchange_that_cannot_be_is_done_file_by_file_and_one_that_fails_is_an_error() {
    for (kind, is_possible) in [
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
        published(&[("/", "old"), ("/a/", "old")], &out, &RealFileSystem).unwrap();
        // Some file systems say so of every exchange, some of that of folders.
        for folders_only in [false, true] {
            let disk = Hooked(&|call| match call.name == "exchange"
                && (!folders_only || call.path.is_dir())
            {
                true => Outcome::Fails(kind),
                false => Outcome::Done,
            });
            let text = format!("new {folders_only}");
            let before = folder.read("out/index.html");
            let result = published(&[("/", &text), ("/a/", &text)], &out, &disk);
            match result {
                Ok(_) => assert!(
                    is_possible
                        && [folder.read("out/index.html"), folder.read("out/a/index.html")]
                            == [text.clone(), text],
                    "{kind:?}"
                ),
                Err(failure @ PublishError::Io(..)) => {
                    assert!(!is_possible && folder.read("out/index.html") == before, "{kind:?}");
                    assert!(failure.to_string().contains("out"), "{failure} does not say where");
                }
                Err(other) => panic!("{kind:?}: {other}"),
            }
            assert!(!out.join(".backgrounder").exists());
        }
    }
}

#[test]
fn files_that_cannot_have_two_names_are_copied() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let site: Vec<(String, String)> =
        (0..20).map(|number| (format!("/list/{number}/"), "old".to_owned())).collect();
    fn as_text(site: &[(String, String)]) -> Vec<(&str, &str)> {
        site.iter().map(|(route, text)| (route.as_str(), text.as_str())).collect()
    }
    published(&as_text(&site), &out, &RealFileSystem).unwrap();
    let mut changed = site.clone();
    changed[3].1 = "new".to_owned();
    changed[4].1 = "new".to_owned();
    changed[5].1 = "new".to_owned();
    let refused = Hooked(&|call| {
        if call.name == "link" && call.path.starts_with(out.join("list")) {
            Outcome::Fails(io::ErrorKind::PermissionDenied)
        } else {
            Outcome::Done
        }
    });
    let done = published(&as_text(&changed), &out, &refused).unwrap();
    assert_eq!((done.written, done.unchanged), (3, 17));
    assert_eq!(
        (
            folder.read("out/list/3/index.html").as_str(),
            folder.read("out/list/9/index.html").as_str()
        ),
        ("new", "old")
    );
}

#[test]
fn what_pages_ask_for_comes_before_them_and_the_lists_that_name_them_after() {
    let folder = Folder::new();
    let out = folder.path().join("out");
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
    let moved = Mutex::new(Vec::new());
    let disk = Hooked(&|call| {
        if let ("rename", Some(to)) = (call.name, call.other)
            && let Some(path) = to
                .strip_prefix(&out)
                .ok()
                .and_then(Path::to_str)
                .filter(|path| !path.starts_with('.'))
        {
            moved.lock().unwrap().push(path.to_owned());
        }
        Outcome::Done
    });
    published(&site, &out, &disk).unwrap();
    assert_eq!(
        *moved.lock().unwrap(),
        ["a.css", "z.png", "articles", "b", "c.html", "feed.xml", "index.html", "sitemap.xml"]
    );
}

#[test]
fn one_page_of_many_is_exchanged_alone_and_many_of_them_with_their_folder() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let site = |changed: usize| -> Vec<(String, String)> {
        (0..64)
            .map(|number| {
                (
                    format!("/list/{number:02}/"),
                    if number < changed { format!("changed {changed}") } else { "old".to_owned() },
                )
            })
            .collect()
    };
    let exchanged = |changed: usize| {
        let calls = Mutex::new(Vec::new());
        let disk = Hooked(&|call| {
            if call.name == "exchange"
                && let Some(path) = call
                    .other
                    .and_then(|path| path.strip_prefix(&out).ok()?.to_str())
                    .filter(|path| !path.starts_with('.'))
            {
                calls.lock().unwrap().push(path.to_owned());
            }
            Outcome::Done
        });
        let site = site(changed);
        let site: Vec<(&str, &str)> =
            site.iter().map(|(route, text)| (route.as_str(), text.as_str())).collect();
        published(&site, &out, &disk).unwrap();
        calls.into_inner().unwrap()
    };
    assert_eq!(exchanged(0), Vec::<String>::new());
    assert_eq!(exchanged(1), ["list/00"]);
    assert_eq!(exchanged(2), ["list/00", "list/01"]);
    assert_eq!(exchanged(40), ["list"]);
    assert_eq!(exchanged(40), Vec::<String>::new());
}

#[test]
fn where_case_or_form_makes_no_difference_a_file_that_changes_its_spelling_is_not_lost() {
    for can_exchange in [true, false] {
        let folder = Folder::new();
        let out = folder.path().join("out");
        let disk = AnyCase::new(folder.path(), can_exchange);
        let (composed, decomposed) = ("/caf\u{e9}.html", "/cafe\u{301}.html");
        published(
            &[
                ("/", "home"),
                ("/Photo.TXT", "old"),
                ("/Same.css", "same"),
                ("/Gone.html", "gone"),
                ("/Up/A.jpg", "a"),
                ("/Up/B.jpg", "b"),
                (decomposed, "c"),
            ],
            &out,
            &disk,
        )
        .unwrap();
        let site = [
            ("/", "home"),
            ("/photo.txt", "new"),
            ("/same.css", "same"),
            ("/kept.html", "kept"),
            ("/up/a.jpg", "a"),
            ("/up/b.jpg", "new"),
            (composed, "c"),
        ];
        for round in 0..2 {
            let done = published(&site, &out, &disk).unwrap();
            assert_eq!(done.unchanged == 7, round == 1, "{done:?}");
            let listed = |below: &str| -> Vec<String> {
                let names = disk
                    .read_dir(&out.join(below))
                    .unwrap()
                    .into_iter()
                    .map(|(name, _)| name.into_string().unwrap());
                names.filter(|name| !name.starts_with(".backgrounder")).collect()
            };
            let mut names = listed("");
            names.sort();
            assert_eq!(
                names,
                ["caf\u{e9}.html", "index.html", "kept.html", "photo.txt", "same.css", "up"],
                "exchange: {can_exchange}"
            );
            assert_eq!(listed("up"), ["a.jpg", "b.jpg"]);
            assert_eq!(disk.read(&out.join("photo.txt")).unwrap(), b"new");
            assert_eq!(disk.read(&out.join("up/b.jpg")).unwrap(), b"new");
        }
    }
}

#[test]
fn where_case_makes_a_difference_both_are_files_and_the_old_one_goes() {
    let folder = Folder::new();
    let out = folder.path().join("out");
    published(&[("/", "home"), ("/About.html", "old")], &out, &RealFileSystem).unwrap();
    published(&[("/", "home"), ("/about.html", "new")], &out, &RealFileSystem).unwrap();
    assert_eq!(files(&out), ["about.html", "index.html"]);
}

#[test]
fn a_folder_that_is_no_folder_to_the_system_is_refused_with_the_mend() {
    let folder = Folder::with_story();
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).unwrap();
    for (written, says) in [
        ("~/www", "shell"),
        ("~ann/www", "shell"),
        ("$HOME/www", "shell"),
        ("${OUT}", "shell"),
        ("%USERPROFILE%/www", "shell"),
        ("https://example.org/", "address"),
        ("sftp://host/www", "address"),
        ("file:///tmp/www", "address"),
        ("me@host:www", "another computer"),
        ("dangling", "does not exist"),
        ("dangling/deeper", "does not exist"),
    ] {
        let before = tree(&folder.path());
        let by_flag = folder.run(&["build", &format!("--output-dir={written}")]);
        let site = folder.read("site.toml");
        folder.write("site.toml", format!("output_dir = \"{written}\"\n{site}"));
        let by_key = folder.run(&["build"]);
        folder.write("site.toml", site);
        for output in [by_flag, by_key] {
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{written}: {said}");
            assert!(said.contains(says) && said.contains("help: "), "{written}: {said}");
        }
        assert!(tree(&folder.path()) == before, "{written}: something was written");
    }
}

#[test]
fn the_sources_of_another_site_are_no_output() {
    let folder = Folder::with_story();
    let other = Folder::with_story();
    for inner in
        ["content", "content/articles", "static/new", "templates", "themes/x", ".backgrounder/x"]
    {
        let before = tree(&other.path());
        let output = folder.run(&[
            "build",
            "--into-existing",
            "--output-dir",
            other.path().join(inner).to_str().unwrap(),
        ]);
        assert_eq!(output.status.code(), Some(2), "{inner}");
        assert!(tree(&other.path()) == before, "{inner}");
    }
}
