//! The promises of `docs/reliability.md` about building, in their short forms.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::harness::{
    Folder, STORY, SiteTest, TEXT_PICTURE, assert_exit_code, assert_success, hash_tree, is_good,
    outputs, program, read_tree, repetitions, repository, stderr,
};
use super::random::Rng;

fn sources(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    read_tree(&folder.path())
        .into_iter()
        .filter(|(path, _)| !path.starts_with("public/") && !path.starts_with(".backgrounder/"))
        .collect()
}

#[test]
fn promise_1_only_its_own_files_are_overwritten_for_any_output_path() {
    let folder = Folder::with_story();
    #[rustfmt::skip]
    let canaries = [
        "content/canary.txt.md", "static/static-canary", "canary", "out/canary", "public/canary",
        "sub/deep/canary", ".git/canary",
    ];
    canaries.iter().for_each(|canary| folder.write(canary, "keep me\n"));
    fs::create_dir(folder.path().join("templates")).unwrap();
    let outside = Folder::new();
    outside.write("canary", "keep me\n");
    let root = folder.path();
    let up = root.file_name().unwrap().to_str().unwrap().to_owned();
    let home = std::env::var("HOME").unwrap_or_else(|_| "/root".to_owned());
    symlink(root.join("content"), root.join("link-to-content")).unwrap();
    symlink(outside.path(), root.join("link-outside")).unwrap();
    #[rustfmt::skip]
    let refused = [
        ".", "./", "..", "../", "../..", "/", "//", "content", "content/", "./content",
        "content/figures", "static", "static/new", "templates", "themes", "themes/broadsheet",
        ".git", ".git/objects", "out/../content", "public/../..", "link-to-content",
        "link-to-content/x", "canary", "content/../.", "./././.", "~", "site.toml",
    ];
    let before = (sources(&folder), read_tree(&outside.path()));
    for spelling in refused
        .iter()
        .map(|s| if *s == "~" { home.clone() } else { (*s).to_owned() })
        .chain([format!("../{up}"), format!("../{up}/content"), root.display().to_string()])
    {
        let output = folder.run(&["build", "--output-dir", &spelling]);
        assert_exit_code(&output, 2, &spelling);
        assert!(
            (sources(&folder), read_tree(&outside.path())) == before,
            "{spelling} changed something"
        );
    }
    for spelling in ["public", "out", "sub/deep", "link-outside", "new/folder", "sub/deep/new"] {
        let output = folder.run(&["build", "--output-dir", spelling]);
        let has_canary = spelling != "new/folder" && spelling != "sub/deep/new";
        assert_exit_code(&output, if has_canary { 2 } else { 0 }, spelling);
        let output = folder.run(&["build", "--into-existing", "--output-dir", spelling]);
        assert_exit_code(&output, 0, spelling);
    }
    for canary in canaries {
        assert_eq!(folder.read(canary), "keep me\n", "{canary}");
    }
    assert_eq!(outside.read("canary"), "keep me\n");
}

#[test]
fn promise_1_a_foreign_file_at_a_route_stops_the_build() {
    let folder = SiteTest::story().file("public/articles/talks/index.html", "not ours").on_disk();
    assert_eq!(folder.run(&["build"]).status.code(), Some(2));
    let output = folder.run(&["build", "--into-existing"]);
    assert_exit_code(&output, 2, "a foreign file at a route");
    assert!(stderr(&output).contains("articles/talks/index.html"), "{}", stderr(&output));
    assert_eq!(read_tree(&folder.path().join("public")).len(), 1);
}

#[test]
fn promise_2_foreign_files_in_the_output_survive() {
    let mut rng = Rng(7);
    for round in 0..repetitions("TREES", 25) {
        let folder = Folder::with_story();
        folder.build();
        let mut foreign = BTreeMap::new();
        for number in 0..1 + rng.below(5) {
            let place = [
                "CNAME",
                ".keep",
                ".well-known/acme/token",
                ".git/config",
                ".git/objects/ab/cd",
                "articles/talks/mine.txt",
                "mine/deep/er/x",
                "figures/note",
            ][rng.below(8)];
            let path = format!(
                "{place}{}",
                if rng.below(2) == 0 { String::new() } else { format!("-{number}") }
            );
            let clash = foreign.keys().any(|other: &String| {
                other.starts_with(&format!("{path}/")) || path.starts_with(&format!("{other}/"))
            });
            if !clash {
                folder.write(&format!("public/{path}"), format!("foreign {round} {number}"));
                foreign.insert(path, format!("foreign {round} {number}"));
            }
        }
        folder.remove("content/articles/second.md");
        folder.build();
        folder.write("content/articles/second.md", "---\ntitle: Back\n---\nAgain.\n");
        folder.build();
        for (path, text) in &foreign {
            assert_eq!(&folder.read(&format!("public/{path}")), text, "{path} in round {round}");
        }
        let clean = clean_build(&folder);
        let mut published = read_tree(&folder.path().join("public"));
        published.retain(|path, _| !foreign.contains_key(path));
        assert_eq!(published.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
        assert!(published == clean, "round {round} differs from a clean build");
        assert_no_litter(&folder);
    }
}

/// The output of a build of the same sources into a new folder.
fn clean_build(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let elsewhere = Folder::new();
    let out = elsewhere.path().join("out");
    let output = folder.run(&["build", "--output-dir", out.to_str().unwrap()]);
    assert_success(&output);
    read_tree(&out)
}

fn assert_no_litter(folder: &Folder) {
    assert!(!folder.exists("public/.backgrounder"), "the stage was left in the output");
}

#[test]
fn promise_3_a_kill_never_breaks_the_published_site() {
    let folder = Folder::with_story();
    let out = folder.path().join("public");
    let version = |round: usize| {
        // Pages are added, removed, linked and changed, so a mixture of two versions is visible.
        folder.write(
            "content/about.md",
            format!("---\ntitle: About\n---\nVersion {round}: [new](articles/new-{round}.md).\n"),
        );
        folder.write(
            &format!("content/articles/new-{round}.md"),
            format!("---\ntitle: New {round}\ndate: 2020-01-01\n---\n[See](/content/about.md).\n"),
        );
        if round > 0 {
            folder.remove(&format!("content/articles/new-{}.md", round - 1));
        }
        for number in 0..150 {
            let text = "Kim Jong Un and North Korea. ".repeat(40);
            folder.write(
                &format!("content/articles/filler-{number}.md"),
                format!("---\ntitle: Filler {number}\ndate: 2020-01-01\n---\n{round}: {text}\n"),
            );
        }
    };
    version(0);
    let start = Instant::now();
    folder.build();
    let whole = start.elapsed();
    let mut old = read_tree(&out);
    let mut rng = Rng(11);
    let (mut mixed, mut interrupted, kills) = (0, 0, repetitions("KILLS", 30));
    for round in 1..=kills {
        version(round);
        let mut child = program(&folder.path(), &["build"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if round % 3 == 0 {
            std::thread::sleep(Duration::from_micros(
                rng.below(whole.as_micros() as usize + 1) as u64
            ));
        } else {
            // Random kills would rarely hit the short commit phase, so this waits for the journal.
            while !out.join(".backgrounder/journal.json").exists()
                && child.try_wait().unwrap().is_none()
            {
                std::hint::spin_loop();
            }
            std::thread::sleep(Duration::from_micros(rng.below(500) as u64));
        }
        let _ = child.kill();
        child.wait().unwrap();
        let after_kill = read_tree(&out);
        folder.build();
        let new = read_tree(&out);
        interrupted +=
            usize::from(after_kill.keys().any(|path| path == ".backgrounder/journal.json"));
        let (mut is_old, mut is_new) = (false, false);
        for (path, bytes) in
            after_kill.iter().filter(|(path, _)| !path.starts_with(".backgrounder"))
        {
            let (before, after) = (old.get(path) == Some(bytes), new.get(path) == Some(bytes));
            assert!(before || after, "round {round}: {path} is neither old nor new");
            is_old |= !after;
            is_new |= !before;
        }
        mixed += usize::from(is_old && is_new);
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(after_kill.contains_key(path), "round {round}: {path} is missing");
        }
        assert_eq!(
            super::internal_links::dead_reachable_links(&after_kill, "/s/", "https://example.org"),
            Vec::<String>::new(),
            "round {round}"
        );
        assert_no_litter(&folder);
        old = new;
    }
    println!(
        "{interrupted} of {kills} kills hit the commit phase, {mixed} left pages of both versions"
    );
    // The commit phase takes less than 1 ms, so few kills may miss it; `io_faults.rs` stops it at every
    // call.
    assert!(
        kills < 300 || interrupted > 10 && mixed > 0,
        "commit phase hit {interrupted} times, mixed versions {mixed} times"
    );
}

#[test]
fn promise_6_a_failed_build_changes_nothing() {
    let folder = Folder::with_story();
    folder.build();
    let before = read_tree(&folder.path().join("public"));
    let broken: &[(&str, &str)] = &[
        ("content/articles/talks.md", "---\ntitle: [\n---\n"),
        ("content/articles/talks.md", "---\ntitel: x\n---\n"),
        ("content/articles/talks.md", "---\ntitle: x\nabout: [figures/nobody]\n---\n"),
        ("content/articles/talks.md", "[[nobody at all]]"),
        ("content/articles/talks.md", "[@nothing]"),
        ("content/events/hanoi-summit.md", "---\ntitle: x\n---\n"),
        ("content/events/hanoi-summit.md", "---\ndate: yesterday\n---\n"),
        ("content/figures/two/kim-jong-un.md", "---\ntitle: x\n---\n"),
        ("content/articles/index.html", "<p>"),
        ("static/about/index.html", "mine"),
        ("site.toml", "titel = 'x'"),
        ("site.toml", "title = "),
        ("templates/article.html", "{{ page.nothing }}"),
        ("templates/article.html", "{% if %}"),
        ("templates/article.html", "{{ page.title | nofilter }}"),
        ("templates/base.html", "{% include \"nowhere.html\" %}"),
        ("content/a.md", "---\ntitle: x\n"),
        ("content/b.exe", "x"),
        ("content/c.md", "[x](javascript:alert(1))"),
        ("content/d.md", "[x](nowhere.md)"),
    ];
    let kinds = broken.iter().chain(super::preview::ERRORS);
    assert!(kinds.clone().count() >= 70);
    for (path, text) in kinds {
        let old = folder.exists(path).then(|| folder.read(path));
        folder.write(path, text);
        let output = folder.run(&["build"]);
        assert_exit_code(&output, 1, &format!("{path} {text:?}"));
        assert!(
            read_tree(&folder.path().join("public")) == before,
            "{path} {text:?} changed the published site"
        );
        assert_no_litter(&folder);
        match old {
            Some(old) => folder.write(path, old),
            None => folder.remove(path),
        }
    }
    folder.build();
    assert!(read_tree(&folder.path().join("public")) == before);
}

#[test]
fn promise_7_no_output_is_stale() {
    let mut rng = Rng(3);
    let folder = Folder::with_story();
    folder.build();
    for step in 0..repetitions("EDITS", 40) {
        let path = STORY[1 + rng.below(STORY.len() - 1)].0;
        match rng.below(4) {
            0 if folder.exists(path) => folder.remove(path),
            1 => folder.write(
                &format!("content/terms/term-{}.md", rng.below(6)),
                format!("---\ntitle: Term {step}\ndescription: x\n---\nKim Jong Un.\n"),
            ),
            2 => folder.write(&format!("static/file-{}.txt", rng.below(4)), format!("{step}")),
            _ => {
                let (_, text) = STORY.iter().find(|(known, _)| *known == path).unwrap();
                folder.write(path, text.replace("title: ", &format!("title: V{step} ")));
            }
        }
        let output = folder.run(&["build"]);
        if output.status.success() {
            assert!(
                read_tree(&folder.path().join("public")) == clean_build(&folder),
                "step {step} left something stale"
            );
        }
    }
}

#[test]
fn promise_8_concurrent_builds_end_in_a_clean_site() {
    let folder = Folder::with_story();
    for round in 0..repetitions("BUILDS", 6) {
        folder.write("content/about.md", format!("---\ntitle: About\n---\nRound {round}\n"));
        let builds: Vec<_> = (0..2 + round % 2)
            .map(|_| {
                program(&folder.path(), &["build"])
                    .stdout(Stdio::null())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for build in builds {
            let output = build.wait_with_output().unwrap();
            assert_success(&output);
        }
        assert!(read_tree(&folder.path().join("public")) == clean_build(&folder), "round {round}");
        assert_no_litter(&folder);
    }
}

#[test]
fn promise_9_output_is_a_pure_function_of_input() {
    let environments: &[&[(&str, &str)]] = &[
        &[],
        &[("TZ", "Asia/Seoul")],
        &[("TZ", "America/New_York"), ("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8")],
        &[("LC_ALL", "C")],
        &[("RAYON_NUM_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "2")],
        &[("RAYON_NUM_THREADS", "16")],
        &[("USER", "somebody"), ("HOME", "/nonexistent")],
        &[("NO_COLOR", "1"), ("TERM", "dumb")],
        // These three are handled below.
        &[("UMASK", "077")],
        &[("FROM", "/")],
        &[("FILES", "of the future")],
    ];
    let mut hashes: BTreeMap<String, usize> = BTreeMap::new();
    for (number, environment) in environments.iter().enumerate() {
        let folder = Folder::new();
        // Each copy is written at another time, every other one in reverse order.
        let mut files: Vec<(String, Vec<u8>)> = read_tree(&repository().join("content"))
            .into_iter()
            .map(|(path, bytes)| (format!("content/{path}"), bytes))
            .collect();
        if number % 2 == 1 {
            files.reverse();
        }
        for (path, bytes) in files {
            folder.write(&path, bytes);
        }
        folder.write("site.toml", fs::read(repository().join("site.toml")).unwrap());
        let is = |name: &str| environment.iter().any(|(known, _)| *known == name);
        if is("FILES") {
            for path in read_tree(&folder.path()).keys() {
                let file = fs::File::options().append(true).open(folder.path().join(path)).unwrap();
                file.set_modified(std::time::SystemTime::now() + Duration::from_secs(40_000_000))
                    .unwrap();
            }
        }
        let (root, from) =
            (folder.path(), if is("FROM") { PathBuf::from("/") } else { folder.path() });
        let arguments =
            ["build", "--root", root.to_str().unwrap(), "--base-url", "https://example.org/"];
        let mut command = if is("UMASK") {
            let mut shell = std::process::Command::new("sh");
            shell
                .args(["-c", "umask 077; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_backgrounder")])
                .args(arguments)
                .current_dir(from);
            shell
        } else {
            program(&from, &arguments)
        };
        let output = command.envs(environment.iter().copied()).output().unwrap();
        assert_success(&output);
        *hashes.entry(hash_tree(&folder.path().join("public"))).or_default() += 1;
    }
    let folder = Folder::with_story();
    folder.build();
    assert_eq!(hashes.len(), 1, "{hashes:?}");
    assert!(
        !hashes.contains_key(&hash_tree(&folder.path().join("public"))),
        "control: another site must have another hash"
    );
}

#[test]
fn promise_10_route_collisions_name_every_owner() {
    /// What collides, the files, and the files that a diagnostic must name.
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);
    const EVENT: &str = "---\ndate: \"2019\"\ntype: summit\n---\n";
    let cases: &[Case] = &[
        (
            "page and page by slug",
            &[("content/a.md", "---\nslug: x\n---\n"), ("content/x.md", "")],
            &["content/a.md", "content/x.md"],
        ),
        (
            "page and static",
            &[("content/a.md", ""), ("static/a/index.html", "x")],
            &["content/a.md", "static/a/index.html"],
        ),
        ("home and static", &[("static/index.html", "x")], &["static/index.html"]),
        (
            "redirect and page",
            &[("content/a.md", "---\nredirect_from: [/b/]\n---\n"), ("content/b.md", "")],
            &["content/a.md", "content/b.md"],
        ),
        (
            "redirect and redirect",
            &[
                ("content/a.md", "---\nredirect_from: [/old/]\n---\n"),
                ("content/b.md", "---\nredirect_from: [/old/]\n---\n"),
            ],
            &["content/a.md", "content/b.md"],
        ),
        (
            "redirect and static",
            &[("content/a.md", "---\nredirect_from: [/old.html]\n---\n"), ("static/old.html", "x")],
            &["content/a.md", "static/old.html"],
        ),
        (
            "redirect and generated",
            &[("content/a.md", "---\nredirect_from: [/404.html]\n---\n")],
            &["content/a.md"],
        ),
        (
            "redirect and timeline",
            &[
                ("content/a.md", "---\nredirect_from: [/timeline/]\n---\n"),
                ("content/events/e.md", EVENT),
            ],
            &["content/a.md"],
        ),
        (
            "page and index",
            &[("content/figures.md", ""), ("content/figures/a.md", "")],
            &["content/figures.md"],
        ),
        (
            "page and type of the timeline",
            &[("content/timeline/type/summit.md", ""), ("content/events/e.md", EVENT)],
            &["content/timeline/type/summit.md"],
        ),
        (
            "case",
            &[("static/Logo.png", "x"), ("static/logo.png", "x")],
            &["static/Logo.png", "static/logo.png"],
        ),
        (
            "composition",
            &[("static/e\u{301}.txt", "x"), ("static/\u{e9}.txt", "x")],
            &["static/e\u{301}.txt", "static/\u{e9}.txt"],
        ),
        (
            "file where a folder must be",
            &[("static/about", "x"), ("content/about.md", "")],
            &["static/about", "content/about.md"],
        ),
        ("static and 404", &[("static/404.html", "x")], &["static/404.html"]),
        ("static and robots", &[("static/robots.txt", "x")], &["static/robots.txt"]),
        ("static and sitemap", &[("static/sitemap.xml", "x")], &["static/sitemap.xml"]),
        (
            "static and feed",
            &[("static/feed.xml", "x"), ("content/articles/a.md", "---\ndate: 2020-01-01\n---\n")],
            &["static/feed.xml"],
        ),
        (
            "static and pictures that are made",
            &[("static/assets/pictures/p.css", "x")],
            &["static/assets/pictures/p.css"],
        ),
        ("our own record", &[("static/.backgrounder.json", "{}")], &["static/.backgrounder.json"]),
        ("our own folder", &[("static/.backgrounder/x", "x")], &["static/.backgrounder/x"]),
        (
            "picture beside a page and static",
            &[
                ("content/a/index.md", ""),
                ("content/a/p.png", TEXT_PICTURE),
                ("static/a/p.png", "x"),
            ],
            &["content/a/p.png", "static/a/p.png"],
        ),
        (
            "one slug twice in a kind",
            &[
                ("content/figures/a.md", "---\nslug: x\n---\n"),
                ("content/figures/b.md", "---\nslug: x\n---\n"),
            ],
            &["content/figures/a.md", "content/figures/b.md"],
        ),
        (
            "one topic in two folders",
            &[("content/figures/n/a.md", ""), ("content/figures/s/a.md", "")],
            &["content/figures/n/a.md", "content/figures/s/a.md"],
        ),
        (
            "draft and page",
            &[
                ("content/a.md", "---\nslug: x\ndraft: true\n---\n"),
                ("content/x.md", "---\nredirect_from: [/y/]\n---\n"),
                ("content/y.md", ""),
            ],
            &["content/x.md", "content/y.md"],
        ),
    ];
    for (what, files, owners) in cases {
        let built = SiteTest::new().files(files.iter().copied()).build();
        let report = built.diagnostics();
        assert!(!is_good(&built), "{what} was accepted: {report}");
        for path in *owners {
            assert!(report.contains(path), "{what}: {path} is not named in\n{report}");
        }
    }
}

/// Only leads on to the timeline: anything else may have the address.
const WAY_TO_THE_TIMELINE: &str = "events/index.html";

/// Generated files that an author may replace with a file in `static/`.
#[rustfmt::skip]
const REPLACEABLE: [&str; 11] = [
    WAY_TO_THE_TIMELINE,
    "_headers", "_redirects", ".nojekyll", "events.ics", "feed.json", "graph.json", "llms.txt",
    "opensearch.xml", "timeline.json", "updates.xml",
];

#[test]
fn promise_10_no_file_or_redirect_may_take_an_existing_route() {
    let folder = SiteTest::story()
        .file("content/articles/changed.md", "---\ntitle: Changed\ndate: 2020-06-02\nupdates: [{ date: 2020-06-03, note: More. }]\n---\nText.\n")
        .on_disk();
    folder.build();
    let about = folder.read("content/about.md");
    let taken: Vec<String> = read_tree(&folder.path().join("public"))
        .into_keys()
        .filter(|path| path != ".backgrounder.json" && path != "robots-note.txt")
        .collect();
    let mut collisions = 0;
    for path in &taken {
        let built = |folder: &Folder| {
            let output = folder.run(&["build"]);
            (output.status.code(), stderr(&output))
        };
        folder.write(&format!("static/{path}"), "mine");
        let (code, report) = built(&folder);
        if REPLACEABLE.contains(&path.as_str()) {
            assert_eq!(
                (code, folder.read(&format!("public/{path}")).as_str()),
                (Some(0), "mine"),
                "{report}"
            );
        } else {
            assert_eq!(code, Some(1), "static/{path} was accepted: {report}");
            assert!(report.contains(&format!("static/{path}")), "{report}");
            collisions += 1;
        }
        fs::remove_file(folder.path().join("static").join(path)).expect("remove the file");
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        folder.write(
            "content/about.md",
            about.replacen(
                "title: About\n",
                &format!("title: About\nredirect_from: [\"{address}\"]\n"),
                1,
            ),
        );
        let (code, report) = built(&folder);
        folder.write("content/about.md", &about);
        if path == WAY_TO_THE_TIMELINE {
            assert_eq!(code, Some(0), "{report}");
            let redirects = folder.read("public/_redirects");
            assert!(redirects.contains("/s/events/ /s/about/ 301\n"), "{redirects}");
            continue;
        }
        assert_eq!(code, Some(1), "a redirect from {address} was accepted: {report}");
        assert!(
            report.contains("content/about.md") && report.contains("redirect_from:"),
            "no location: {report}"
        );
        collisions += 1;
    }
    for (path, text) in [("static/assets", "a file"), ("static/ASSETS", "a file")] {
        let _ = fs::remove_dir_all(folder.path().join("static/assets"));
        folder.write(path, text);
        let output = folder.run(&["build"]);
        assert_exit_code(&output, 1, path);
        folder.remove(path);
        collisions += 1;
    }
    assert!(collisions >= 60, "only {collisions} collisions");
}

#[test]
fn promise_11_nothing_is_read_outside_the_project_or_written_outside_the_output() {
    let parent = Folder::new();
    parent.write("secret.md", "---\ntitle: Secret\n---\nsecret text\n");
    parent.write("secret.png", "secret picture");
    let site = parent.path().join("site");
    for (path, text) in STORY {
        parent.write(&format!("site/{path}"), text);
    }
    let before = read_tree(&parent.path());
    let slugs = ["../x", "..", "/etc", "a/../../b", "%2e%2e", "a\\..\\b", ".", "x/y", "a\u{0}b"];
    let redirects =
        ["../x", "/../x", "//example.org/", "/a/../../x", "x", "/a/./b", "https://example.org/"];
    #[rustfmt::skip]
    let links = [
        "[x](../../secret.md)", "![x](../../secret.png)", "[x](/../secret.png)",
        "[x](file:///etc/passwd)", "[x](%2e%2e/%2e%2e/secret.md)", "[[../../secret]]",
    ];
    let pages = slugs
        .map(|slug| format!("---\nslug: \"{slug}\"\n---\n"))
        .into_iter()
        .chain(redirects.map(|old| format!("---\nredirect_from: [\"{old}\"]\n---\n")))
        .chain(links.map(str::to_owned));
    for page in pages {
        parent.write("site/content/evil.md", &page);
        assert_exit_code(&program(&site, &["build"]).output().unwrap(), 1, &page);
    }
    parent.remove("site/content/evil.md");
    let output = program(&site, &["build"]).output().unwrap();
    assert_success(&output);
    let after: BTreeMap<_, _> = read_tree(&parent.path())
        .into_iter()
        .filter(|(path, _)| {
            !path.starts_with("site/public/") && !path.starts_with("site/.backgrounder/")
        })
        .collect();
    assert!(after == before, "something outside the output changed");
    assert!(
        !read_tree(&site.join("public"))
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("secret"))
    );
}

#[test]
fn special_files_in_content_are_reported_and_never_block() {
    let folder = Folder::with_story();
    let outside = Folder::new();
    outside.write("secret.md", "secret");
    let at = |path: &str| -> PathBuf { folder.path().join(path) };
    assert!(
        std::process::Command::new("mkfifo").arg(at("content/pipe.md")).status().unwrap().success()
    );
    symlink(outside.path().join("secret.md"), at("content/link.md")).unwrap();
    symlink(at("content"), at("content/loop")).unwrap();
    symlink("nowhere.md", at("content/broken.md")).unwrap();
    symlink(at("content/about.md"), at("content/inside.md")).unwrap();
    let sparse = fs::File::create(at("content/huge.md")).unwrap();
    sparse.set_len(1 << 30).unwrap();
    folder.write("content/latin.md", b"caf\xe9");
    folder.write("content/nul.md", b"a\0b");
    folder.write("content/bom.md", "\u{FEFF}---\ntitle: With a mark\n---\nText\n");
    folder.write("content/crlf.md", "---\r\ntitle: Lines\r\n---\r\nText\r\n");
    folder.write("content/empty.md", "");
    std::os::unix::net::UnixListener::bind(at("content/socket.md")).unwrap();
    let start = Instant::now();
    let output = folder.run(&["check"]);
    assert!(start.elapsed() < Duration::from_secs(10), "it took {:?}", start.elapsed());
    let report = stderr(&output);
    for (path, code) in [
        ("content/pipe.md", "odd-file"),
        ("content/socket.md", "odd-file"),
        ("content/link.md", "symlink-leaves-site"),
        ("content/loop", "symlink-leaves-site"),
        ("content/broken.md", "symlink-leaves-site"),
        ("content/huge.md", "file-too-large"),
        ("content/latin.md", "not-text"),
        ("content/nul.md", "not-text"),
    ] {
        let place = report.find(path).unwrap_or_else(|| panic!("{path} is missing from\n{report}"));
        let before = &report[..place];
        assert!(
            before.rfind(&format!("[{code}]")).is_some_and(|at| place - at < 300),
            "{path} is not {code} in\n{report}"
        );
    }
    for good in ["content/bom.md", "content/crlf.md", "content/empty.md", "content/inside.md"] {
        assert!(!report.contains(&format!("--> {good}")), "{good} was refused:\n{report}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn promise_13_no_text_makes_a_build_panic(front in "\\PC{0,60}", body in "(\\PC|\n|[\\[\\]@#>*_`|!-]){0,200}") {
        let page = format!("---\n{front}\n---\n{body}");
        let site = SiteTest::new()
            .file("content/articles/a.md", page)
            .file("content/figures/kim.md", "")
            .file("content/events/e.md", body);
        site.build().outputs();
    }
}

#[test]
fn promise_2_a_foreign_folder_named_like_the_stage_is_left_alone() {
    let folder = Folder::with_story();
    folder.build();
    folder.write("public/.backgrounder/notes.txt", "mine");
    folder.write("public/.backgrounder/deep/notes.txt", "mine");
    let before = read_tree(&folder.path());
    let output = folder.run(&["build"]);
    assert_exit_code(&output, 2, "a foreign stage");
    assert!(read_tree(&folder.path()) == before, "a foreign folder was changed");
}

#[test]
fn promise_16_hostile_pages_are_cheap() {
    let site = SiteTest::new().file(
        "content/figures/kim.md",
        "---\ntitle: Kim Jong Un\nfamily_name: Kim\nnative_name: { text: 中 }\n---\n",
    );
    let hostile: Vec<(&str, String)> = vec![
        ("one heading many times", "## a\n".repeat(20_000)),
        ("many sections with text", "## a b\n\nKim Jong Un.\n\n".repeat(10_000)),
        ("one word without an end", format!("{} {}", "中".repeat(30_000), "Kim,".repeat(30_000))),
        ("many notes", (0..10_000).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect()),
        ("many plain mentions", "[[!Kim]] ".repeat(20_000)),
        ("many citations", "[@https://example.org/x] ".repeat(10_000)),
        (
            "many keys",
            format!(
                "---\nextra:\n{}---\n",
                (0..20_000).map(|n| format!("  k{n}: 1\n")).collect::<String>()
            ),
        ),
        (
            "many bad anchors",
            format!(
                "{}{}",
                (0..1_000).map(|n| format!("## heading {n}\n")).collect::<String>(),
                "[[#nowhere]] ".repeat(1_000)
            ),
        ),
        ("many brackets", "[".repeat(50_000)),
        ("many quotes", format!("{}\n", "> a\n".repeat(20_000))),
        (
            "many links, then one long word",
            format!("{}{}", "[.](https://example.org) ".repeat(30_000), "a".repeat(300_000)),
        ),
    ];
    for (what, text) in hostile {
        let start = Instant::now();
        outputs(&site.clone().file("content/a.md", &text).build());
        // The target is 1 s per MB; the test allows more for busy machines.
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{what}: {:?} for {} bytes",
            start.elapsed(),
            text.len()
        );
    }
}

#[test]
fn promise_16_thousands_of_unresolved_references_are_cheap() {
    let topics = (0..3_000).map(|n| {
        let text = format!("---\ntitle: The {n}th person of somewhere\n---\n");
        (format!("content/figures/person-{n}-of-somewhere.md"), text)
    });
    let events = (0..1_000).map(|n| {
        let text = format!("---\ndate: 2020\nparticipants: [whoever-{n}, figures/person-{n}-of-nowhere-else]\n---\n");
        (format!("content/events/event-{n}.md"), text)
    });
    let links: String = (0..5_000)
        .map(|n| format!("[[quite other {n}]], [this](/nowhere/word-{n}.md)\n"))
        .collect();
    let site = SiteTest::new().files(topics.chain(events)).file("content/a.md", links);
    let start = Instant::now();
    let built = site.build();
    let taken = start.elapsed();
    let codes = built.diagnostics.iter().map(|problem| problem.code.name);
    let unresolved = codes.filter(|code| matches!(*code, "broken-link" | "unresolved-reference"));
    assert_eq!(unresolved.count(), 12_000);
    assert!(taken < Duration::from_secs(5), "{taken:?}");
}
