//! Publishing: reports, foreign files, permissions, and unusual file systems.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use backgrounder::publish::{
    EntryKind, FileSystem, ForeignFiles, PathState, Publication, PublishError, PublishReport,
    RealFileSystem, Target, publish,
};
use backgrounder::site::Body;
use backgrounder::site::Route;

use super::file_systems::{CaseInsensitive, Intercept, Outcome};
use super::harness::{
    Folder, SiteTest, assert_exit_code, assert_success, program, read_tree, stderr, walk,
};

fn target(out: &Path) -> Target {
    Target::new(&out.with_file_name("site"), out).expect("a target")
}

fn try_publish(
    site: &[(&str, &str)],
    out: &Path,
    disk: &dyn FileSystem,
) -> Result<PublishReport, PublishError> {
    try_publish_to(&target(out), site, disk)
}

fn publish_to(out: &Path, site: &[(&str, &str)]) -> PublishReport {
    try_publish(site, out, &RealFileSystem).unwrap()
}

/// A temporary folder and the path of an output in it.
fn new_output() -> (Folder, PathBuf) {
    let folder = Folder::new();
    let out = folder.path().join("out");
    (folder, out)
}

fn try_publish_to(
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

fn as_text(site: &[(String, String)]) -> Vec<(&str, &str)> {
    site.iter().map(|(route, text)| (route.as_str(), text.as_str())).collect()
}

/// The files of a folder without the record.
fn files(out: &Path) -> Vec<String> {
    read_tree(out).into_keys().filter(|path| path != ".backgrounder.json").collect()
}

#[test]
fn the_real_file_system_reports_what_is_at_a_path() {
    let folder = Folder::new();
    let at = |path: &str| folder.path().join(path);
    folder.write("one", "1");
    folder.write("other", "1");
    fs::hard_link(at("one"), at("same")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    symlink(at("folder"), at("link")).unwrap();
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
        "an invalid name differs from a missing file"
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
fn a_lock_belongs_to_the_folder_that_exists_now() {
    let (_folder, out) = new_output();
    let first = RealFileSystem.lock(&out).unwrap();
    let waiting = std::thread::spawn({
        let out = out.clone();
        move || RealFileSystem.lock(&out).map(|lock| (out.exists(), lock))
    });
    std::thread::sleep(std::time::Duration::from_millis(50));
    fs::remove_dir(&out).unwrap();
    drop(first);
    assert!(waiting.join().unwrap().unwrap().0, "the lock belongs to a removed folder");
}

#[test]
fn the_report_counts_written_unchanged_and_removed_files() {
    let (_folder, out) = new_output();
    let counts = |published: &PublishReport| {
        (published.written, published.unchanged, published.removed, published.bytes)
    };
    let first = publish_to(&out, &[("/", "home"), ("/a/", "a"), ("/b.css", "12345")]);
    assert_eq!(counts(&first), (3, 0, 0, 10));
    let second = publish_to(&out, &[("/", "home"), ("/a/", "new"), ("/c/", "c")]);
    assert_eq!(counts(&second), (2, 1, 1, 8));
}

#[test]
fn step_times_add_up_to_at_most_the_total() {
    let folder = Folder::new();
    // Enough files to notice a step that is counted twice.
    let routes: Vec<String> = (0..1_000).map(|number| format!("/{number}/")).collect();
    let site: Vec<(&str, &str)> = routes.iter().map(|route| (route.as_str(), "page")).collect();
    let start = std::time::Instant::now();
    let times = try_publish(&site, &folder.path().join("out"), &RealFileSystem).unwrap().times;
    let all = start.elapsed();
    assert!(
        times.staging + times.render + times.plan + times.commit + times.cleanup <= all,
        "{times:?} of {all:?}"
    );
}

#[test]
fn foreign_files_stop_the_build_only_where_they_are_in_the_way() {
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
        let (folder, out) = new_output();
        publish_to(&out, &[("/", "home")]);
        let into = if theirs == "index.html" {
            // Without the record the file counts as foreign.
            folder.remove("out/.backgrounder.json");
            target(&out).with_foreign_files(ForeignFiles::Keep)
        } else {
            target(&out)
        };
        let file = format!("out/{theirs}");
        folder.write(&file, "theirs");
        let before = read_tree(&out);
        let result = try_publish_to(&into, &[("/", "home, new"), ("/a/", "a")], &RealFileSystem);
        assert_eq!(folder.read(&file), "theirs", "{theirs}");
        match result {
            Ok(_) => assert!(!stops && folder.read("out/a/index.html") == "a", "{theirs}"),
            Err(failure @ PublishError::Target(_)) => {
                assert!(stops && read_tree(&out) == before, "{theirs}");
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
fn a_published_file_changed_by_hand_is_rewritten_whatever_its_mtime() {
    let (folder, out) = new_output();
    let site = [("/", "home"), ("/a/", "a page")];
    publish_to(&out, &site);
    fs::write(out.join("a/index.html"), "A PAGE").unwrap();
    fs::File::open(out.join("a/index.html"))
        .unwrap()
        .set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    let again = publish_to(&out, &site);
    assert_eq!(
        (again.written, again.unchanged, folder.read("out/a/index.html")),
        (1, 1, "a page".to_owned())
    );
}

#[test]
fn a_tampered_record_claims_no_foreign_files() {
    let (folder, out) = new_output();
    publish_to(&out, &[("/", "home")]);
    folder.write("victim.txt", "v");
    folder.write("out/sub/notes", "n");
    let record = folder.read("out/.backgrounder.json");
    #[rustfmt::skip]
    let paths = [
        "../victim.txt", "sub/../../victim.txt", "/victim.txt", "sub//notes", "sub/./notes",
        "sub/", "./sub/notes",
    ];
    for path in paths {
        let tampered =
            record.replace("\"index.html\":4", &format!("\"index.html\":4,\"{path}\":1"));
        assert_ne!(record, tampered);
        folder.write("out/.backgrounder.json", &tampered);
        let again = publish_to(&out, &[("/", "home")]);
        assert_eq!(
            (again.removed, folder.read("victim.txt"), folder.read("out/sub/notes")),
            (0, "v".to_owned(), "n".to_owned()),
            "{path}"
        );
    }
}

#[test]
fn foreign_folders_inside_the_output_are_kept() {
    let (folder, out) = new_output();
    publish_to(&out, &[("/", "home"), ("/a/", "a"), ("/b/", "b")]);
    fs::create_dir_all(out.join("empty/deep")).unwrap();
    fs::create_dir_all(out.join("a/empty")).unwrap();
    folder.write("out/b/theirs/notes", "n");
    publish_to(&out, &[("/", "new"), ("/a/", "new"), ("/b/", "new")]);
    assert!(out.join("empty/deep").is_dir() && out.join("a/empty").is_dir());
    publish_to(&out, &[("/", "newer")]);
    assert!(out.join("a/empty").is_dir() && !out.join("a/index.html").exists());
    assert_eq!(files(&out), ["b/theirs/notes", "index.html"]);
}

#[test]
fn a_foreign_file_added_during_an_exchange_is_moved_back() {
    let (folder, out) = new_output();
    publish_to(&out, &[("/", "home"), ("/a/", "old"), ("/a/b/", "old")]);
    // Between the scan of the output and the exchange of the folder.
    let disk = Intercept(&|call| {
        if call.name == "exchange" && call.path.ends_with("new/a") {
            folder.write("out/a/theirs.txt", "theirs");
            folder.write("out/a/b/deep/theirs.txt", "theirs");
        }
        Outcome::Done
    });
    try_publish(&[("/", "home"), ("/a/", "new"), ("/a/b/", "new")], &out, &disk).unwrap();
    assert_eq!(
        files(&out),
        ["a/b/deep/theirs.txt", "a/b/index.html", "a/index.html", "a/theirs.txt", "index.html"]
    );
    assert_eq!(folder.read("out/a/index.html"), "new");
}

#[test]
fn a_non_empty_folder_is_refused_unless_its_files_are_common_or_allowed() {
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
        let (folder, out) = new_output();
        folder.write(&format!("out/{theirs}"), "theirs");
        let site = [
            ("/", "home"),
            ("/robots.txt", "ours"),
            ("/.nojekyll", ""),
            ("/.well-known/security.txt", "ours"),
        ];
        let before = read_tree(&out);
        match try_publish(&site, &out, &RealFileSystem) {
            Ok(done) => {
                assert!(usual, "{theirs}");
                let left_out: &[&str] =
                    if ["robots.txt", ".nojekyll"].contains(&theirs) { &[theirs] } else { &[] };
                assert_eq!(done.skipped, left_out, "{theirs}");
            }
            Err(PublishError::Target(refusal)) => {
                assert!(!usual && read_tree(&out) == before, "{theirs}");
                assert!(
                    refusal.reason.contains(theirs.split('/').next().unwrap())
                        && refusal.help.contains("--into-existing"),
                    "{refusal:?}"
                );
                let kept = try_publish_to(
                    &target(&out).with_foreign_files(ForeignFiles::Keep),
                    &site,
                    &RealFileSystem,
                );
                assert_eq!(
                    kept.is_ok(),
                    theirs != "index.html",
                    "{theirs}: a foreign file at a route must not be replaced"
                );
                // A folder with our record is accepted afterwards.
                assert_eq!(
                    try_publish(&site, &out, &RealFileSystem).is_ok(),
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
fn a_skipped_file_is_published_once_the_foreign_file_is_gone() {
    let (folder, out) = new_output();
    folder.write("out/robots.txt", "theirs");
    let site = [("/", "home"), ("/robots.txt", "ours")];
    assert_eq!(publish_to(&out, &site).skipped, ["robots.txt"]);
    assert_eq!(publish_to(&out, &site).skipped, ["robots.txt"]);
    assert_eq!(folder.read("out/robots.txt"), "theirs");
    folder.remove("out/robots.txt");
    assert_eq!(publish_to(&out, &site).skipped, Vec::<String>::new());
    assert_eq!(folder.read("out/robots.txt"), "ours");
}

#[test]
fn the_record_contains_only_paths_sizes_and_a_fingerprint() {
    let folder = SiteTest::story()
        .file("content/figures/secret.md", "---\ntitle: Secret Witness\ndraft: true\n---\n")
        .file("content/articles/talks.md", "---\ntitle: The talks\ndescription: x\ndate: 2020-07-01\nabout: [events/hanoi-summit]\n---\n[[figures/secret|a witness]] of North Korea.\n")
        .on_disk();
    let report = stderr(&folder.run(&["build"]));
    assert!(
        report.contains("Secret Witness"),
        "control: the report must mention the draft: {report}"
    );
    let record: serde_json::Value =
        serde_json::from_str(&folder.read("public/.backgrounder.json")).unwrap();
    assert_eq!(
        record.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["files", "fingerprint", "generator"]
    );
    for (path, bytes) in read_tree(&folder.path().join("public")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("Secret") && !text.contains("secret") && !text.contains("content/"),
            "{path} mentions a draft or a source"
        );
        if path != ".backgrounder.json" {
            assert_eq!(record["files"][&path].as_u64(), Some(bytes.len() as u64), "{path}");
        }
    }
    // The report is kept beside the sources and repeated.
    let again = stderr(&folder.run(&["build"]));
    assert!(again.contains("Secret Witness") && again.contains("0 written"), "{again}");
    fs::remove_dir_all(folder.path().join(".backgrounder")).unwrap();
    let anew = stderr(&folder.run(&["build"]));
    assert!(anew.contains("Secret Witness"), "{anew}");
}

#[test]
fn the_output_folder_keeps_its_inode_mode_and_group() {
    for mode in [0o2770, 0o700, 0o755] {
        let folder = Folder::with_story();
        let out = folder.path().join("public");
        fs::create_dir(&out).unwrap();
        fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
        let is_root = fs::metadata(&out).unwrap().uid() == 0;
        if is_root {
            // Any foreign group.
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
            for entry in walk(&out) {
                let meta = entry.metadata().unwrap();
                assert_eq!(meta.gid(), before.gid(), "a file or folder has another group");
            }
        }
    }
}

#[test]
fn unchanged_files_get_the_mode_of_the_current_umask() {
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
        let entries = walk(&out).skip(1);
        let modes: BTreeSet<(bool, u32)> = entries
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
    // Also if nothing else has changed.
    build("022");
    assert_eq!(modes(), [(false, 0o644), (true, 0o755)]);
}

#[test]
fn publishing_needs_no_rights_on_the_parent_folder() {
    let folder = Folder::with_story();
    let out = Folder::new();
    let open = out.path().join("closed/open");
    fs::create_dir_all(&open).unwrap();
    fs::set_permissions(out.path().join("closed"), fs::Permissions::from_mode(0o555)).unwrap();
    let calls = Mutex::new(Vec::new());
    // Root ignores permissions, so the paths of all calls are checked instead.
    let disk = Intercept(&|call| {
        let paths = [Some(call.path), call.other];
        calls.lock().unwrap().extend(
            paths.into_iter().flatten().filter(|path| !path.starts_with(&open)).map(Path::to_owned),
        );
        Outcome::Done
    });
    try_publish(&[("/", "home")], &open, &disk).unwrap();
    try_publish(&[("/", "new"), ("/a/", "a")], &open, &disk).unwrap();
    assert_eq!(*calls.lock().unwrap(), Vec::<PathBuf>::new());
    assert_success(&folder.run(&["build", "--output-dir", open.to_str().unwrap()]));
    fs::set_permissions(out.path().join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn only_the_owner_can_enter_the_stage() {
    let (_folder, out) = new_output();
    let modes = Mutex::new(BTreeSet::new());
    let disk = Intercept(&|_| {
        if let Ok(meta) = fs::metadata(out.join(".backgrounder")) {
            modes.lock().unwrap().insert(meta.mode() & 0o777);
        }
        Outcome::Done
    });
    try_publish(&[("/", "home"), ("/a/", "a")], &out, &disk).unwrap();
    assert_eq!(modes.lock().unwrap().iter().copied().collect::<Vec<_>>(), [0o700]);
}

#[test]
fn a_failed_first_build_leaves_no_folder() {
    let folder = Folder::new();
    let out = folder.path().join("deep/out");
    let disk = Intercept(&|call| {
        if call.name == "exchange" {
            Outcome::Fails(io::ErrorKind::PermissionDenied)
        } else {
            Outcome::Done
        }
    });
    assert!(try_publish(&[("/", "home")], &out, &disk).is_err());
    assert!(!out.exists());
}

#[test]
fn an_unsupported_exchange_falls_back_to_single_files_and_a_failed_one_is_an_error() {
    for (kind, is_possible) in [
        (io::ErrorKind::Unsupported, true),
        (io::ErrorKind::InvalidInput, true),
        (io::ErrorKind::CrossesDevices, true),
        (io::ErrorKind::ResourceBusy, true),
        (io::ErrorKind::PermissionDenied, false),
        (io::ErrorKind::StorageFull, false),
        (io::ErrorKind::ReadOnlyFilesystem, false),
    ] {
        let (folder, out) = new_output();
        publish_to(&out, &[("/", "old"), ("/a/", "old")]);
        // Some file systems refuse every exchange, some only that of folders.
        for folders_only in [false, true] {
            let disk = Intercept(&|call| match call.name == "exchange"
                && (!folders_only || call.path.is_dir())
            {
                true => Outcome::Fails(kind),
                false => Outcome::Done,
            });
            let text = format!("new {folders_only}");
            let before = folder.read("out/index.html");
            let result = try_publish(&[("/", &text), ("/a/", &text)], &out, &disk);
            match result {
                Ok(_) => assert!(
                    is_possible
                        && [folder.read("out/index.html"), folder.read("out/a/index.html")]
                            == [text.clone(), text],
                    "{kind:?}"
                ),
                Err(failure @ PublishError::Io(..)) => {
                    assert!(!is_possible && folder.read("out/index.html") == before, "{kind:?}");
                    assert!(failure.to_string().contains("out"), "{failure} names no path");
                }
                Err(other) => panic!("{kind:?}: {other}"),
            }
            assert!(!out.join(".backgrounder").exists());
        }
    }
}

#[test]
fn files_that_cannot_be_hard_linked_are_copied() {
    let (folder, out) = new_output();
    let site: Vec<(String, String)> =
        (0..20).map(|number| (format!("/list/{number}/"), "old".to_owned())).collect();
    publish_to(&out, &as_text(&site));
    let mut changed = site.clone();
    changed[3].1 = "new".to_owned();
    changed[4].1 = "new".to_owned();
    changed[5].1 = "new".to_owned();
    let refused = Intercept(&|call| {
        if call.name == "hard_link" && call.path.starts_with(out.join("list")) {
            Outcome::Fails(io::ErrorKind::PermissionDenied)
        } else {
            Outcome::Done
        }
    });
    let done = try_publish(&as_text(&changed), &out, &refused).unwrap();
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
fn assets_are_published_before_pages_and_lists_after_them() {
    let (_folder, out) = new_output();
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
    let renamed = Mutex::new(Vec::new());
    let disk = Intercept(&|call| {
        if let ("rename", Some(to)) = (call.name, call.other)
            && let Some(path) = to
                .strip_prefix(&out)
                .ok()
                .and_then(Path::to_str)
                .filter(|path| !path.starts_with('.'))
        {
            renamed.lock().unwrap().push(path.to_owned());
        }
        Outcome::Done
    });
    try_publish(&site, &out, &disk).unwrap();
    assert_eq!(
        *renamed.lock().unwrap(),
        ["a.css", "z.png", "articles", "b", "c.html", "feed.xml", "index.html", "sitemap.xml"]
    );
}

#[test]
fn few_changed_pages_are_exchanged_singly_and_many_with_their_folder() {
    let (_folder, out) = new_output();
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
        let disk = Intercept(&|call| {
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
        try_publish(&as_text(&site(changed)), &out, &disk).unwrap();
        calls.into_inner().unwrap()
    };
    assert_eq!(exchanged(0), Vec::<String>::new());
    assert_eq!(exchanged(1), ["list/00"]);
    assert_eq!(exchanged(2), ["list/00", "list/01"]);
    assert_eq!(exchanged(40), ["list"]);
    assert_eq!(exchanged(40), Vec::<String>::new());
}

#[test]
fn renames_in_case_or_normal_form_lose_no_file_on_insensitive_file_systems() {
    for can_exchange in [true, false] {
        let (folder, out) = new_output();
        let disk = CaseInsensitive::new(folder.path(), can_exchange);
        let (composed, decomposed) = ("/caf\u{e9}.html", "/cafe\u{301}.html");
        try_publish(
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
            let done = try_publish(&site, &out, &disk).unwrap();
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
fn renames_in_case_remove_the_old_file_on_sensitive_file_systems() {
    let (_folder, out) = new_output();
    publish_to(&out, &[("/", "home"), ("/About.html", "old")]);
    publish_to(&out, &[("/", "home"), ("/about.html", "new")]);
    assert_eq!(files(&out), ["about.html", "index.html"]);
}

#[test]
fn unusable_output_paths_are_refused_with_a_hint() {
    let folder = Folder::with_story();
    symlink("nowhere", folder.path().join("dangling")).unwrap();
    for (path, hint) in [
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
        let before = read_tree(&folder.path());
        let by_flag = folder.run(&["build", &format!("--output-dir={path}")]);
        let site = folder.read("site.toml");
        folder.write("site.toml", format!("output_dir = \"{path}\"\n{site}"));
        let by_key = folder.run(&["build"]);
        folder.write("site.toml", site);
        for output in [by_flag, by_key] {
            assert_exit_code(&output, 2, path);
            let report = stderr(&output);
            assert!(report.contains(hint) && report.contains("help: "), "{path}: {report}");
        }
        assert!(read_tree(&folder.path()) == before, "{path}: something was written");
    }
}

#[test]
fn the_sources_of_another_site_are_refused_as_output() {
    let folder = Folder::with_story();
    let other = Folder::with_story();
    for inner in
        ["content", "content/articles", "static/new", "templates", "themes/x", ".backgrounder/x"]
    {
        let before = read_tree(&other.path());
        let output = folder.run(&[
            "build",
            "--into-existing",
            "--output-dir",
            other.path().join(inner).to_str().unwrap(),
        ]);
        assert_exit_code(&output, 2, inner);
        assert!(read_tree(&other.path()) == before, "{inner}");
    }
}
