//! The preview over HTTP: files are written, pages are requested. Promises 8, 19 to 21 and 23.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backgrounder::diagnostics::{RenderStyle, Severity, render};
use backgrounder::engine::{Build, BuildOptions, build};
use backgrounder::preview::{Preview, ScanScope};
use backgrounder::site::{PageFilter, scan};

use super::harness::{
    Folder, SiteTest, assert_exit_code, diagnostics_text, is_good, outputs, program, read_tree,
    repetitions, stderr,
};
use super::preview_server::{PreviewServer, TIMEOUT, request, until, without_script};
use super::random::Rng;
use super::random_edits::{Edit, RandomSite};

/// The default options of a preview.
fn options() -> BuildOptions {
    BuildOptions {
        page_filter: PageFilter { include_drafts: true, today: None },
        ..BuildOptions::default()
    }
}

/// A cold build of a folder with the default options of a preview.
fn clean_build(folder: &Path) -> Build {
    build(&Arc::new(scan(folder)), &options())
}

/// The text of the error overlay for a build.
fn overlay(build: &Build) -> Option<String> {
    let mut shown: Vec<_> = build
        .diagnostics
        .iter()
        .filter(|problem| problem.severity != Severity::Note)
        .cloned()
        .collect();
    shown.sort_by_key(|problem| problem.severity);
    (!is_good(build))
        .then(|| render(&shown, &**build.site.snapshot(), RenderStyle::Plain).trim_end().to_owned())
}

/// All pages and files that should be served, by path on the server; without pages that fail to
/// render.
fn expected(build: &Build) -> BTreeMap<String, Vec<u8>> {
    let base = &build.site.config().base;
    let readable = |route: &str| build.site.body(route).is_some_and(|body| body.is_ok());
    let hrefs =
        build.site.resources().into_iter().map(|(route, _)| (base.href(route), route.to_string()));
    let contents = outputs(build);
    hrefs
        .filter(|(_, route)| readable(route))
        .map(|(href, route)| (href, contents[&route].clone()))
        .collect()
}

/// The names of the files of a site that are published unchanged.
fn static_files(site: &RandomSite) -> Vec<String> {
    let pages = [".md", ".toml", ".html"];
    site.files()
        .into_keys()
        .filter(|path| !pages.iter().any(|end| path.ends_with(end)))
        .map(|path| path.rsplit('/').next().expect("a name").to_owned())
        .collect()
}

/// Describes the first path that is not served as expected.
fn different(server: &PreviewServer, expected: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let mut connection = server.connect();
    let wrong = |(path, bytes): (&String, &Vec<u8>)| {
        let response = request(&mut connection, &server.address, "GET", path, &[]);
        let is_404 = path.ends_with("/404.html");
        let body = without_script(&response.body);
        // The address of a share card is a hash of what it shows. Here is its drawing, and the server
        // sends the picture; `share_cards.rs` compares those.
        let is_same = match path.contains("/assets/cards/") {
            true => body.starts_with(b"\x89PNG") && body[16..24] == [0, 0, 4, 0xb0, 0, 0, 2, 0x76],
            false => body == *bytes,
        };
        let right = (response.status == 200 || is_404) && is_same;
        let from = body
            .iter()
            .zip(bytes)
            .position(|(one, other)| one != other)
            .unwrap_or_default()
            .saturating_sub(60);
        let near = |bytes: &[u8]| {
            String::from_utf8_lossy(&bytes[from.min(bytes.len())..(from + 200).min(bytes.len())])
                .into_owned()
        };
        (!right).then(|| {
            format!(
                "{path}: status {}, {} bytes instead of {}: …{}… instead of …{}…",
                response.status,
                body.len(),
                bytes.len(),
                near(&body),
                near(bytes)
            )
        })
    };
    expected.iter().find_map(wrong)
}

/// Saves a file in the way of a random editor. Some of them remove the file for a moment; `keep_file`
/// excludes those.
fn save(rng: &mut Rng, root: &Path, path: &str, text: Option<&str>, keep_file: bool) {
    let file = root.join(path);
    let Some(text) = text else {
        let _ = fs::remove_file(&file);
        return;
    };
    fs::create_dir_all(file.parent().expect("a folder")).expect("make the folder");
    match rng.below(if keep_file { 3 } else { 5 }) {
        // Write a temporary file and rename it over the old one, as most editors do.
        0 => {
            let beside = file.with_file_name(format!(
                ".{}.tmp",
                file.file_name().expect("a name").to_string_lossy()
            ));
            fs::write(&beside, text).expect("write");
            fs::rename(&beside, &file).expect("rename");
        }
        // Write in pieces with pauses.
        1 => {
            let mut out = fs::File::create(&file).expect("create");
            for piece in text.as_bytes().chunks(40) {
                out.write_all(piece).expect("write");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        2 => fs::write(&file, text).expect("write"),
        // Rename the old file to a backup first, as Vim does.
        3 => {
            let aside = file.with_file_name(format!(
                "{}~",
                file.file_name().expect("a name").to_string_lossy()
            ));
            let _ = fs::rename(&file, &aside);
            fs::write(&file, text).expect("write");
            let _ = fs::remove_file(&aside);
        }
        // Remove and write again.
        _ => {
            let _ = fs::remove_file(&file);
            fs::write(&file, text).expect("write");
        }
    }
}

/// Resident memory of a process in kB (Linux).
fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
}

#[test]
fn promise_19_the_preview_serves_a_clean_build_after_any_edit() {
    let mut site = RandomSite::new(11);
    let folder = SiteTest::empty().files(site.files()).on_disk();
    let root = folder.path();
    let mut server = PreviewServer::start(&folder, &[]);
    let mut last_good: Option<BTreeMap<String, Vec<u8>>> = Some(expected(&clean_build(&root)));
    let (mut checked, mut broken, mut memory) = (0, 0, None);
    let mut overlay_now: Option<String> = None;
    let mut history: Vec<String> = Vec::new();
    let count = repetitions("SOAK_EDITS", 300);
    let mut good_site = site.clone();
    for number in 0..count {
        // Errors are usually reverted soon, so that most states are good.
        let reverts = overlay_now.is_some() && site.rng.below(4) > 0;
        let (files_before, log_before) = (site.files(), server.log().len());
        let Edit { dimension, files } =
            if reverts { site.revert_to(&good_site) } else { site.edit() };
        history.push(format!("{dimension}: {files:?}"));
        let before = last_good.clone();
        // Before an error, no file may be missing even for a moment: a state without the file could
        // be free of errors and become the last good site.
        let next = SiteTest::empty().files(site.files()).with_options(options()).build();
        let will_be_broken = !is_good(&next);
        for (path, text) in &files {
            save(&mut site.rng, &root, path, text.as_deref(), will_be_broken);
        }
        // Occasionally a whole folder is moved away and back.
        let mut is_alone = true;
        if !will_be_broken && site.rng.below(25) == 0 {
            let (here, away) = (root.join("content/figures"), root.join("away"));
            if fs::rename(&here, &away).is_ok() {
                is_alone = false;
                std::thread::sleep(Duration::from_millis(site.rng.below(60) as u64));
                fs::rename(&away, &here).expect("move it back");
                // The site without the folder was good too and must not stay as the last good one.
                std::thread::sleep(Duration::from_millis(300));
            }
        }
        let build = clean_build(&root);
        let overlay = overlay(&build);
        let what = format!("edit {number} ({dimension}) is served");
        until(&what, || server.problems("/") == overlay);
        // An edit that no page shows may be read later than the next one. (Several are told in short.)
        if let [(path, text)] = &files[..]
            && is_alone
            && files_before.get(path) != text.as_ref()
        {
            until(&format!("edit {number} ({dimension}) is read"), || {
                server.log()[log_before..].contains(&**path)
            });
        }
        if overlay.is_none() {
            last_good = Some(expected(&build));
            good_site = site.clone();
        } else {
            broken += 1;
            // Static files are served from disk despite errors; only rendered pages stay.
            if let Some(last_good) = &mut last_good {
                last_good.retain(|path, _| {
                    static_files(&good_site).iter().all(|file| !path.ends_with(file))
                });
            }
            // An edit of two files may have passed through an intermediate good state.
            if files.len() > 1 {
                last_good = None;
            }
        }
        if let Some(expected) = &last_good {
            checked += expected.len();
            let start = Instant::now();
            while let Some(wrong) = different(&server, expected) {
                let last = &history[history.len().saturating_sub(3)..];
                assert!(
                    start.elapsed() < TIMEOUT,
                    "edit {number}: {wrong}\nthe last edits: {last:#?}\n{}",
                    server.log()
                );
                std::thread::sleep(Duration::from_millis(5));
            }
            // Removed routes are gone.
            for path in before
                .iter()
                .filter(|_| overlay.is_none())
                .flatten()
                .map(|(path, _)| path)
                .filter(|path| !expected.contains_key(*path))
                .take(3)
            {
                until(&format!("edit {number} ({dimension}) removes {path}"), || {
                    server.get(path).status != 200
                });
            }
        }
        overlay_now = overlay;
        if number == count / 4 {
            memory = resident(server.process());
        }
    }
    assert!(
        server.is_alive() && checked > count * 10 && broken > count / 20 && broken < count * 2 / 3,
        "{checked} pages checked, {broken} broken states"
    );
    if let (Some(before), Some(after)) = (memory, resident(server.process())) {
        // The allocator keeps some MB per thread; a leak of one site per edit would be hundreds.
        assert!(
            after < before + before / 10 + (32 << 10),
            "memory grew from {before} kB to {after} kB"
        );
    }
}

/// Single edits that cause an error: path and new text.
pub const ERRORS: &[(&str, &str)] = &[
    ("content/articles/talks.md", "---\ntitle: Never closed\n"),
    ("content/articles/talks.md", "---\ntitle: [\n---\n"),
    ("content/articles/talks.md", "---\ntitle: A\ntitle: B\n---\n"),
    ("content/articles/talks.md", "---\ntitel: A\n---\n"),
    ("content/articles/talks.md", "---\ntags: [a]\n---\n"),
    ("content/articles/talks.md", "---\ntitle: [a, b]\n---\n"),
    ("content/articles/talks.md", "---\ntitle: \"\"\n---\n"),
    ("content/articles/talks.md", "---\ndate: Sept 2018\n---\n"),
    ("content/articles/talks.md", "---\ndate: 2020-02-30\n---\n"),
    ("content/articles/talks.md", "---\nslug: \"a b/c\"\n---\n"),
    ("content/articles/talks.md", "---\nslug: second\n---\n"),
    ("content/articles/talks.md", "---\nabout: [figures/nobody]\n---\n"),
    ("content/articles/talks.md", "---\nabout: [articles/second]\n---\n"),
    ("content/articles/talks.md", "---\nauthors: [nobody]\n---\n"),
    ("content/articles/talks.md", "---\ndraft: perhaps\n---\n"),
    ("content/articles/talks.md", "---\norder: first\n---\n"),
    ("content/articles/talks.md", "---\nlanguage: english please\n---\n"),
    ("content/articles/talks.md", "---\nautolink: sometimes\n---\n"),
    ("content/articles/talks.md", "---\nredirect_from: [old]\n---\n"),
    ("content/articles/talks.md", "---\nredirect_from: [/articles/second/]\n---\n"),
    ("content/articles/talks.md", "---\nimage: { src: gone.png, alt: x }\n---\n"),
    ("content/articles/talks.md", "---\nimage: { src: gone.png }\n---\n"),
    ("content/articles/talks.md", "---\nsources: [{ title: x }]\n---\n"),
    (
        "content/articles/talks.md",
        "---\nupdates: [{ date: 2020-01-01, note: x, at: \"#nowhere\" }]\n---\n",
    ),
    ("content/articles/talks.md", "---\ncheck: { no-such-code: off }\n---\n"),
    ("content/articles/talks.md", "---\ncheck: { stub: loud }\n---\n"),
    ("content/articles/talks.md", "---\ndisambiguate: { Kim: figures/nobody }\n---\n"),
    ("content/articles/talks.md", "+++\ntitle = \n+++\n"),
    ("content/articles/talks.md", "+++\ntitle = 'a'\ndate = 2019-10\n+++\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\n[[No such page at all]]\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\n[x](gone.md)\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\n[x](/gone/)\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\n[x](#gone)\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\n[x](javascript:alert(1))\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\n![x](gone.png)\n"),
    ("content/articles/talks.md", "---\ntitle: A\n---\nA claim [@nobody].\n"),
    ("content/articles/talks.md", "not \0 text"),
    ("content/countries/vietnam.md", "---\niso: ZZ\n---\n"),
    (
        "content/figures/kim-jong-un.md",
        "---\ntitle: Kim Jong Un\nroles: [{ from: \"2016\" }]\n---\n",
    ),
    (
        "content/figures/kim-jong-un.md",
        "---\ntitle: Kim Jong Un\ncountry: countries/nowhere\n---\n",
    ),
    ("content/events/hanoi-summit.md", "---\ntitle: Hanoi summit\n---\n"),
    ("content/events/hanoi-summit.md", "Hanoi.\n"),
    ("content/events/hanoi-summit.md", "---\ndate: \"2019\"\nstatus: maybe\n---\n"),
    (
        "content/events/hanoi-summit.md",
        "---\ndate: \"2019\"\nplace: { name: Hanoi, coordinates: [1] }\n---\n",
    ),
    ("content/figures/again/kim-jong-un.md", ""),
    ("content/notes.docx", "a document"),
    ("content/list.csv", "a,b"),
    ("content/sources.toml", "[[sources]]\nid = 1\n"),
    ("site.toml", "title = "),
    ("site.toml", "base_url = \"/\"\n"),
    ("site.toml", "title = \"T\"\nbase_url = \"ftp://x\"\n"),
    ("site.toml", "title = \"T\"\ntheme = \"gone\"\n"),
    ("site.toml", "title = \"T\"\nnope = 1\n"),
    ("static/articles/talks/index.html", "mine"),
    ("templates/article.html", "{% if %}"),
    ("templates/article.html", "{% extends \"nowhere.html\" %}"),
];

#[test]
fn promise_20_the_last_good_site_stays_under_every_kind_of_error() {
    let folder = Folder::with_story();
    let root = folder.path();
    let mut server = PreviewServer::start(&folder, &[]);
    let good = clean_build(&root);
    let pages = expected(&good);
    assert!(is_good(&good), "{}", diagnostics_text(&good));
    for (path, text) in ERRORS {
        let before = fs::read(root.join(path)).ok();
        folder.write(path, text);
        let broken = overlay(&clean_build(&root));
        assert!(broken.is_some(), "{path} {text:?} is no error");
        until(&format!("{path} {text:?} is reported"), || server.problems("/s/") == broken);
        assert_eq!(different(&server, &pages), None, "{path} {text:?}");
        match before {
            Some(before) => folder.write(path, before),
            None => folder.remove(path),
        }
        until(&format!("{path} {text:?} is fixed"), || {
            server.problems("/s/").is_none() && different(&server, &pages).is_none()
        });
    }
    assert!(ERRORS.len() >= 50 && server.is_alive());
    assert!(server.log().contains("the last version without errors is shown"), "{}", server.log());
}

#[test]
fn a_preview_of_a_broken_site_starts_and_shows_it_once_fixed() {
    let folder =
        SiteTest::story().file("content/articles/talks.md", "---\ntitle: Never closed\n").on_disk();
    let server = PreviewServer::start(&folder, &[]);
    assert!(
        server.log().contains("unclosed-front-matter")
            && server.log().contains("pages are shown as far as possible"),
        "{}",
        server.log()
    );
    assert!(server.problems("/s/").is_some_and(|text| text.contains("unclosed-front-matter")));
    assert_eq!(server.get("/s/figures/kim-jong-un/").status, 200);
    folder.write("content/articles/talks.md", "---\ntitle: Closed\n---\nText.\n");
    until("the error is fixed", || server.problems("/s/").is_none());
    assert!(server.get("/s/articles/talks/").text().contains("Closed"));
}

#[test]
fn a_page_that_fails_to_render_returns_500_with_the_diagnostic() {
    let folder = SiteTest::story()
        .file(
            "content/articles/talks.md",
            "---\ntitle: \"<script>alert(1)</script>\"\n---\nText.\n",
        )
        .file("templates/article.html", "<main>{{ page.title.nothing.at.all }}</main>")
        .on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let response = server.get("/s/articles/talks/");
    let text = response.text();
    assert_eq!(
        (response.status, response.header("content-type")),
        (500, "text/html; charset=utf-8")
    );
    assert!(
        text.contains("template-error")
            && text.contains("templates/article.html:1")
            && !text.contains("<script>"),
        "{text}"
    );
    until("the terminal shows it too", || server.log().contains("template-error"));
    assert_eq!(server.get("/s/figures/kim-jong-un/").status, 200);
    folder.write("templates/article.html", "<main>{{ page.title }}</main>");
    until("the page renders", || server.get("/s/articles/talks/").status == 200);
}

#[test]
fn changes_to_every_kind_of_file_are_served() {
    let folder = Folder::with_story();
    let server = PreviewServer::start(&folder, &[]);
    let shows = |path: &str, what: &str| {
        until(&format!("{path} shows {what}"), || server.get(path).text().contains(what))
    };
    folder.write(
        "site.toml",
        "title = \"Renamed\"\nbase_url = \"/s/\"\n[authors.me]\nname = \"Me\"\n",
    );
    shows("/s/", "Renamed");
    folder.write("templates/partials/footer.html", "<footer>My own foot</footer>");
    shows("/s/", "My own foot");
    folder.write("static/note.txt", "one");
    shows("/s/note.txt", "one");
    folder.write("static/note.txt", "two!");
    shows("/s/note.txt", "two!");
    folder.write("content/figures/Moon Jae-in.md", "");
    folder.write("content/articles/second.md", "---\ntitle: Second\n---\nMoon Jae-in came.\n");
    shows("/s/articles/second/", "href=\"/s/figures/moon-jae-in/\"");
    shows("/s/figures/moon-jae-in/", "Moon Jae-in came.");
    folder.remove("content/figures/Moon Jae-in.md");
    until("the mention is plain text again", || {
        !server.get("/s/articles/second/").text().contains("href=\"/s/figures/moon-jae-in/\"")
    });
    assert_eq!(server.get("/s/figures/moon-jae-in/").status, 404);
    folder
        .write("themes/mine/theme.toml", "name = \"mine\"\n[assets]\nstylesheet = \"mine.css\"\n");
    folder.write("themes/mine/assets/mine.css", "body { color: green }");
    folder.write(
        "site.toml",
        "title = \"Renamed\"\ntheme = \"mine\"\nbase_url = \"/s/\"\n[authors.me]\nname = \"Me\"\n",
    );
    let stylesheet = || server.state("/s/")["stylesheet"].as_str().unwrap_or_default().to_owned();
    until("the site's theme is used", || server.get(&stylesheet()).text().contains("green"));
    let shows_before = server.state("/s/")["shows"].clone();
    folder.write("themes/mine/assets/mine.css", "body { color: brown }");
    until("its stylesheet is updated", || server.get(&stylesheet()).text().contains("brown"));
    assert_eq!(
        server.state("/s/")["shows"],
        shows_before,
        "the hash of a page does not depend on its stylesheet"
    );
    // Folders created after the start are watched too.
    fs::create_dir(folder.path().join("content/terms/inner")).expect("make a folder");
    folder.write("content/terms/inner/peace.md", "---\ntitle: peace\n---\n");
    shows("/s/terms/peace/", "peace");
    // A replaced top-level folder is watched too.
    fs::rename(folder.path().join("static"), folder.path().join("static-before")).expect("move");
    until("the file is gone", || server.get("/s/note.txt").status == 404);
    folder.write("static/other.txt", "three");
    shows("/s/other.txt", "three");
    folder.write("static/other.txt", "four");
    shows("/s/other.txt", "four");
}

#[test]
fn drafts_and_future_articles_are_previewed_with_a_mark_unless_disabled() {
    let folder = SiteTest::story()
        .file("content/articles/draft.md", "---\ntitle: Unready\ndraft: true\n---\n")
        .file("content/articles/future.md", "---\ntitle: Tomorrow\ndate: 2030-01-01\n---\n")
        .on_disk();
    let server = PreviewServer::start(&folder, &["--now", "2020-07-10"]);
    for page in ["draft", "future"] {
        assert!(
            server.get(&format!("/s/articles/{page}/")).text().contains("preview-mark"),
            "{page}"
        );
    }
    let server = PreviewServer::start(&folder, &["--now", "2020-07-10", "--no-drafts"]);
    for page in ["draft", "future"] {
        assert_eq!(server.get(&format!("/s/articles/{page}/")).status, 404, "{page}");
    }
}

#[test]
fn polling_sees_what_watching_sees() {
    let folder = Folder::with_story();
    let server = PreviewServer::start(&folder, &["--poll"]);
    folder.write("content/articles/talks.md", "---\ntitle: Polled\n---\nText.\n");
    until("the edit is served", || server.get("/s/articles/talks/").text().contains("Polled"));
    folder.remove("content/articles/second.md");
    until("the page is gone", || server.get("/s/articles/second/").status == 404);
}

#[test]
fn an_occupied_port_or_invalid_root_or_host_is_a_usage_error() {
    let folder = Folder::with_story();
    let first = PreviewServer::start(&folder, &[]);
    let output = folder.run(&["serve", "--port", first.port()]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = stderr(&output);
    assert!(
        stderr.contains(&format!("port {} is in use", first.port())) && stderr.contains("--port 0"),
        "{stderr}"
    );
    let output = folder.run(&["serve", "--host", "192.0.2.1", "--port", "0"]);
    assert_eq!(output.status.code(), Some(2));
    for wrong in [
        ["--root", "nowhere"],
        ["--root", "content"],
        ["--root", "site.toml"],
        ["--host", "127.0.0.1:9500"],
    ] {
        let output = folder.run(&["serve", wrong[0], wrong[1]]);
        assert_exit_code(&output, 2, wrong[1]);
        assert!(!output.stderr.is_empty(), "{wrong:?}");
    }
}

#[test]
fn the_default_port_falls_back_to_the_next_free_one() {
    let folder = Folder::with_story();
    let (first, second) =
        (PreviewServer::with_default_port(&folder), PreviewServer::with_default_port(&folder));
    assert_ne!(first.port(), second.port());
    assert!(second.log().contains("port 8000 is in use"), "{}", second.log());
    assert_eq!((first.get("/s/").status, second.get("/s/").status), (200, 200));
}

#[test]
fn allow_host_admits_hosts_and_refusals_mention_it() {
    let folder = Folder::with_story();
    let server = PreviewServer::start(
        &folder,
        &["--allow-host", "mac.local", "--allow-host=proxy.example.org"],
    );
    let ask = |host: &str| server.request("GET", "/s/", &[("host", host)]);
    for host in ["mac.local", "Mac.local.:8000", "proxy.example.org", "localhost"] {
        assert_eq!(ask(host).status, 200, "{host}");
    }
    let refused = ask("pc.local:8000");
    assert_eq!(refused.status, 421);
    assert!(refused.text().contains("`--allow-host pc.local`"), "{}", refused.text());
    let output = folder.run(&["serve", "--allow-host", "mac.local:8000"]);
    let stderr = stderr(&output);
    assert!(output.status.code() == Some(2) && stderr.contains("without the port"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_preview_within_a_second_and_leaves_nothing_behind() {
    let folder = Folder::with_story();
    let mut server = PreviewServer::start(&folder, &[]);
    let before = read_tree(&folder.path());
    let mut listening = server.connect();
    write!(
        listening.get_mut(),
        "GET /.backgrounder/events HTTP/1.1\r\nHost: {}\r\n\r\n",
        server.address
    )
    .expect("ask");
    let start = Instant::now();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &server.process().to_string()])
        .status()
        .expect("kill");
    assert!(killed.success());
    until("the process has ended", || !server.is_alive());
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert_eq!(read_tree(&folder.path()), before);
}

#[test]
fn idle_clients_are_disconnected() {
    let folder = Folder::with_story();
    let size = 40 << 20;
    folder.write("static/large.bin", vec![0; size]);
    let server = PreviewServer::start(&folder, &[]);
    let begin = |request: &str| {
        let mut connection = TcpStream::connect(&server.address).expect("connect");
        connection.write_all(request.as_bytes()).expect("ask");
        connection.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        connection
    };
    let mut stalled = begin("GET /s/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for request in ["", "GET /s/ HTTP/1.1\r\nHo"] {
        let start = Instant::now();
        let closed = begin(request).read(&mut [0]);
        assert!(
            matches!(closed, Ok(0) | Err(_)) && start.elapsed() < Duration::from_secs(20),
            "{request:?} {:?}",
            start.elapsed()
        );
    }
    // The two above took 10 s each. A client that has read nothing for 20 s is disconnected, and gets
    // only what was buffered.
    std::thread::sleep(Duration::from_secs(3));
    let mut got = Vec::new();
    let _ = stalled.read_to_end(&mut got);
    assert!(got.len() < size, "a client that did not read got everything");
}

#[test]
fn temporary_files_of_editors_cause_no_errors() {
    let folder = Folder::with_story();
    let server = PreviewServer::start(&folder, &[]);
    #[rustfmt::skip]
    let names = [
        "sedL582kB", "4913", "talks.md.a12345", "talks.md.sb-1234-abcd", "talks.md___jb_tmp___",
        "talks.md.tmp", "talks.md.bak", "~$talks.docx",
    ];
    for name in names {
        folder.write(&format!("content/articles/{name}"), "temporary");
        std::thread::sleep(Duration::from_millis(120));
        folder.remove(&format!("content/articles/{name}"));
    }
    folder.write("content/articles/talks.md", "---\ntitle: Saved\n---\n");
    until("the save is shown", || server.get("/s/articles/talks/").text().contains("Saved"));
    assert!(!server.log().contains("unsupported-asset"), "{}", server.log());
    // A file that stays is reported a little later.
    folder.write("content/articles/notes.docx", "stays");
    until("the change is reported", || server.log().contains("unsupported-asset"));
}

#[test]
fn the_terminal_reports_each_problem_once() {
    let folder = SiteTest::story()
        .file(
            "content/articles/second.md",
            "---\ntitle: Second\n---\nA claim [@https://example.org/page].\n",
        )
        .on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let warnings = || server.log().matches("warning[address-as-source]").count();
    assert_eq!(warnings(), 1);
    folder.write("content/about.md", "---\ntitle: About it\n---\n");
    until("the change is reported", || server.log().contains("content/about.md changed"));
    folder.write(
        "content/articles/second.md",
        "---\ntitle: Second\n---\n\nFurther down: a claim [@https://example.org/page].\n",
    );
    until("the change is reported", || server.log().contains("content/articles/second.md changed"));
    assert_eq!(warnings(), 1, "{}", server.log());
    folder.write("content/articles/talks.md", "---\ntitel: x\n---\n");
    until("the error is reported", || {
        server.log().contains("1 error, 1 warning; the last version without errors is shown")
    });
    folder.remove("content/about.md");
    until("the next change is reported", || server.log().contains("content/about.md removed"));
    folder.write("content/articles/talks.md", "---\ntitle: x\n---\n");
    until("the fix is reported", || server.log().contains("all errors are fixed"));
    assert_eq!(server.log().matches("error[unknown-key]").count(), 1, "{}", server.log());
}

#[test]
fn serve_writes_json_events() {
    let folder = Folder::with_story();
    let mut child = program(&folder.path(), &["serve", "--port", "0", "--message-format", "json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines =
        std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("its output")));
    let mut next_event = || {
        serde_json::from_str::<serde_json::Value>(&lines.next().expect("a line").expect("text"))
            .expect("JSON")
    };
    let first = next_event();
    assert!(
        first["event"] == "serving"
            && first["url"]
                .as_str()
                .is_some_and(|url| url.starts_with("http://127.0.0.1:") && url.ends_with("/s/")),
        "{first}"
    );
    folder.write(
        "content/about.md",
        "---\ntitle: About it\n---\nSee [the talks](articles/talks.md).\n",
    );
    let built = next_event();
    assert!(
        built["event"] == "built"
            && built["changed"] == serde_json::json!(["content/about.md"])
            && built["good"] == true,
        "{built}"
    );
    child.kill().expect("kill");
    child.wait().expect("wait");
}

#[test]
fn the_preview_follows_folders_replaced_by_files_or_symlinks() {
    let folder = Folder::with_story();
    let root = folder.path();
    folder.write("content/legal/privacy.md", "---\ntitle: Privacy\n---\n");
    let server = PreviewServer::start(&folder, &[]);
    fs::remove_dir_all(root.join("content/legal")).expect("remove");
    folder.write("content/legal", "a file without a suffix");
    until("the page is gone", || {
        server
            .problems("/s/")
            .is_some_and(|text| text.contains("content/legal") && !text.contains("unreadable"))
    });
    folder.remove("content/legal");
    until("the error is fixed", || {
        server.problems("/s/").is_none() && server.get("/s/legal/privacy/").status == 404
    });
    #[cfg(unix)]
    {
        let outside = Folder::new();
        outside.write("inner/secret.txt", "secret");
        std::os::unix::fs::symlink(outside.path(), root.join("static/outside")).expect("a link");
        until("the symlink is reported", || server.log().contains("symlink-leaves-site"));
        outside.write("inner/secret.txt", "secret again");
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(server.get("/s/outside/inner/secret.txt").status, 404);
        fs::remove_file(root.join("static/outside")).expect("remove the link");
    }
    until("the error is fixed", || server.problems("/s/").is_none());
    assert_eq!(different(&server, &expected(&clean_build(&root))), None);
}

/// The number of rebuilds the terminal reported.
fn rebuild_count(server: &PreviewServer) -> usize {
    server.log().matches("shown after").count()
}

/// Files of operating systems, editors and sync programs.
fn unrelated_files() -> Vec<String> {
    #[rustfmt::skip]
    let names = [
        "._photo.jpg", "desktop.ini", "Thumbs.db", "talks.md.save", ".talks.md.kate-swp",
        ".~lock.talks.md#", "4913", "talks.md~", ".#talks.md", "#talks.md#", ".talks.md.swp",
        "talks.md.tmp", "talks.sync-conflict-20240101-120000-ABCDEFG.md", ".DS_Store",
        ".obsidian/app.json", ".git/config",
    ];
    ["content", "content/articles", "static", "static/.well-known", "templates", "themes/mine"]
        .iter()
        .flat_map(|folder| names.iter().map(move |name| format!("{folder}/{name}")))
        .collect()
}

#[test]
fn files_of_editors_and_systems_are_ignored_and_not_published() {
    let folder = Folder::with_story();
    folder.build();
    let clean = read_tree(&folder.path().join("public"));
    for path in unrelated_files() {
        folder.write(&path, b"\xff\0 no text");
    }
    // Lock files of Emacs are dangling symlinks.
    #[cfg(unix)]
    for path in ["content/.#about.md", "static/.#note.txt", "templates/.#base.html"] {
        std::os::unix::fs::symlink("me@desk.1234:5678", folder.path().join(path)).expect("a link");
    }
    folder.build();
    let now = read_tree(&folder.path().join("public"));
    assert_eq!(now.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    let hidden = ["static/.well-known/security.txt", "static/.nojekyll", "static/.htaccess"];
    hidden.iter().for_each(|path| folder.write(path, "wanted"));
    folder.build();
    assert!(hidden.iter().all(|path| folder.exists(&path.replace("static", "public"))));
}

#[test]
fn promise_21_unrelated_files_and_quiet_cause_no_rebuilds() {
    let folder = SiteTest::story().file(".gitignore", "public\n").on_disk();
    #[cfg(unix)]
    std::os::unix::fs::symlink("robots-note.txt", folder.path().join("static/linked.txt"))
        .expect("a link");
    let mut server = PreviewServer::start(&folder, &[]);
    folder.build();
    for path in [
        ".git/index",
        ".git/refs/heads/main",
        "public.lock",
        "notes.txt",
        "src/main.rs",
        "content/.talks.md.swp",
        "content/articles/talks.md~",
        "content/#talks.md#",
        "content/.#talks.md",
        "content/articles/.DS_Store",
        "templates/.x.swp",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(unrelated_files())
    {
        let path = path.as_str();
        folder.write(path, "litter");
        folder.write(path, "more litter");
        folder.remove(path);
    }
    for path in ["content/articles/talks.md", "site.toml"] {
        fs::read(folder.path().join(path)).expect("read");
    }
    std::thread::sleep(Duration::from_secs(repetitions("SOAK_SECONDS", 2) as u64));
    folder.build();
    assert_eq!(rebuild_count(&server), 0, "{}", server.log());
    assert!(server.is_alive());
    folder.write("content/about.md", "---\ntitle: About it\n---\n");
    until("a real change is noticed", || rebuild_count(&server) == 1);
}

/// Overwrites a file in place with a text of the same size and restores its mtime.
fn change_quietly(file: &Path, text: &str) {
    let before = fs::metadata(file).expect("the file");
    assert_eq!(before.len(), text.len() as u64);
    let mut out = fs::OpenOptions::new().write(true).open(file).expect("open");
    out.write_all(text.as_bytes()).expect("write");
    out.set_modified(before.modified().expect("a time")).expect("set the time");
}

#[cfg(unix)]
#[test]
fn edits_that_keep_size_and_mtime_are_detected() {
    let folder = Folder::with_story();
    let texts = ["One", "Two"].map(|title| format!("---\ntitle: {title}\n---\n![Map](map.svg)\n"));
    let picture =
        |color: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"{color}\"/>");
    folder.write("content/about.md", &texts[0]);
    folder.write("content/map.svg", picture("red "));
    folder.write("static/note.txt", "one");
    // From now on the preview trusts the stamps of these files.
    std::thread::sleep(Duration::from_millis(2_600));
    let watching = PreviewServer::start(&folder, &[]);
    let polling = PreviewServer::start(&folder, &["--poll"]);
    let root = folder.path();
    let files =
        |server: &PreviewServer| server.state("/s/")["files"].as_object().expect("files").len();
    for server in [&watching, &polling] {
        assert_eq!(files(server), 0);
    }
    change_quietly(&root.join("content/about.md"), &texts[1]);
    change_quietly(&root.join("content/map.svg"), &picture("blue"));
    change_quietly(&root.join("static/note.txt"), "two");
    for server in [&watching, &polling] {
        until("the page is updated", || server.get("/s/about/").text().contains("Two"));
        until("the picture is updated", || server.get("/s/map.svg").text().contains("blue"));
        until("open pages are notified of the files", || files(server) == 2);
    }
}

#[test]
fn a_rename_that_breaks_references_keeps_the_last_good_site() {
    let folder = SiteTest::story()
        .file("content/about.md", "---\ntitle: About\n---\n[One](terms/one.md)\n")
        .file("content/terms/one.md", "---\ntitle: First term\n---\n")
        .on_disk();
    for arguments in [&[][..], &["--poll"]] {
        let server = PreviewServer::start(&folder, arguments);
        let file = |name: &str| folder.path().join(format!("content/terms/{name}.md"));
        let is_served = |name: &str| server.get(&format!("/s/terms/{name}/")).status == 200;
        let mut rng = Rng(3);
        for round in 0..8 {
            let (from, to) = if round % 2 == 0 { ("one", "two") } else { ("two", "one") };
            fs::rename(file(from), file(to)).expect("rename");
            // Half of the time another file is saved too.
            if rng.below(2) == 0 {
                folder.write(
                    "content/articles/second.md",
                    format!("---\ntitle: Second\n---\nRound {round}.\n"),
                );
            }
            until("the error is reported", || {
                assert!(
                    !is_served(to),
                    "{arguments:?}, round {round}: both files are shown\n{}",
                    server.log()
                );
                server.problems("/s/").is_some()
            });
            assert!(is_served(from) && !is_served(to), "round {round}: {}", server.log());
            folder.write(
                "content/about.md",
                format!("---\ntitle: About\n---\n[One](terms/{to}.md)\n"),
            );
            until("the error is fixed", || {
                is_served(to) && !is_served(from) && server.problems("/s/").is_none()
            });
        }
        folder.write("content/about.md", "---\ntitle: About\n---\n[One](terms/one.md)\n");
    }
}

#[test]
fn a_state_that_was_never_on_disk_is_not_kept_as_last_good() {
    let folder = SiteTest::story()
        .file("content/about.md", "---\ntitle: About\n---\n[The truce](terms/armistice.md)\n")
        .on_disk();
    let root = folder.path();
    let (mut preview, _) = Preview::open(&root, options());
    let rescan = |preview: &mut Preview, paths: &[&str]| {
        let result =
            preview.scan(&ScanScope::Paths(paths.iter().map(|path| root.join(path)).collect()));
        preview.apply_scan(result).expect("no panic").expect("a change").has_no_errors()
    };
    let shows = |preview: &Preview, route: &str| preview.channel().current().body(route).is_some();
    // One half of a rename without the other.
    fs::rename(root.join("content/terms/armistice.md"), root.join("content/terms/truce.md"))
        .expect("rename");
    assert!(
        rescan(&mut preview, &["content/terms/truce.md"])
            && shows(&preview, "/terms/truce/")
            && shows(&preview, "/terms/armistice/")
    );
    assert!(!rescan(&mut preview, &["content/terms/armistice.md"]));
    assert!(!shows(&preview, "/terms/truce/") && shows(&preview, "/terms/armistice/"));
    assert!(preview.channel().current().is_stale);
    // A file that is still being written while another is removed.
    folder.write("content/about.md", "---\ntitle: About\n---\n");
    assert!(rescan(&mut preview, &["content/about.md"]));
    preview.confirm_consistent();
    folder.write("content/terms/new/peace.md", "---\ntitle: peace\n---\n");
    folder.remove("content/terms/truce.md");
    assert!(
        rescan(&mut preview, &["content/terms/new", "content/terms/truce.md"])
            && !shows(&preview, "/terms/truce/")
            && preview.has_files_being_written()
    );
    preview.confirm_consistent();
    folder.write("content/about.md", "---\ntitel: About\n---\n");
    assert!(!rescan(&mut preview, &["content/about.md"]) && shows(&preview, "/terms/truce/"));
}

#[test]
fn promise_21_half_written_files_are_never_shown() {
    let folder = Folder::with_story();
    let server = PreviewServer::start(&folder, &[]);
    let writers = repetitions("SOAK_WRITERS", 40);
    let mut rng = Rng(5);
    let file = folder.path().join("content/articles/talks.md");
    let (mut shown, mut requests) = (0, 0);
    let page = |server: &PreviewServer| server.get("/s/articles/talks/").text();
    let whole = |page: &str| {
        let number = |mark: &str| {
            page.split(mark).nth(1).and_then(|rest| rest.split('.').next()).map(str::to_owned)
        };
        let numbers = [number("Begins with "), number("Goes on with "), number("Ends with ")];
        assert!(
            numbers.iter().all(|one| *one == numbers[0]),
            "half a file: {numbers:?}\n{}",
            server.log()
        );
        numbers[0].clone()
    };
    for number in 0..writers {
        let filler = "A word and another. ".repeat(rng.below(200));
        let text = format!(
            "---\ntitle: Slowly\n---\nBegins with {number}.\n\n{filler}\n\nGoes on with {number}.\n\n{filler}\n\nEnds with {number}.\n"
        );
        let mut out = fs::File::create(&file).expect("create");
        let pieces = 1 + rng.below(5);
        for piece in text.as_bytes().chunks(text.len().div_ceil(pieces)) {
            out.write_all(piece).expect("write");
            std::thread::sleep(Duration::from_millis(rng.below(15) as u64));
            whole(&page(&server));
            requests += 1;
        }
        drop(out);
        if rng.below(2) == 0 {
            until("the whole file is shown", || whole(&page(&server)) == Some(number.to_string()));
            shown += 1;
        }
    }
    until("the last file is shown", || whole(&page(&server)) == Some((writers - 1).to_string()));
    assert!(shown > writers / 4 && requests > writers);
}

#[test]
fn promise_8_building_during_a_preview_disturbs_neither() {
    let folder = Folder::with_story();
    let root = folder.path();
    let mut server = PreviewServer::start(&folder, &[]);
    for round in 0..6 {
        folder.write("content/about.md", format!("---\ntitle: About {round}\n---\n"));
        folder.build();
        until("the page is updated", || {
            server.get("/s/about/").text().contains(&format!("About {round}"))
        });
        assert!(folder.read("public/about/index.html").contains(&format!("About {round}")));
        assert!(
            !folder.read("public/about/index.html").contains("/.backgrounder/"),
            "the preview script was published"
        );
    }
    assert_eq!(different(&server, &expected(&clean_build(&root))), None);
    assert!(server.is_alive() && rebuild_count(&server) >= 6);
}

#[test]
fn promise_23_responses_on_the_wire_are_http() {
    let folder = SiteTest::story()
        .file("static/film.mp4", (0..200_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>())
        .on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let page = server.get("/s/");
    let head = server.request("HEAD", "/s/", &[]);
    assert_eq!(
        (head.status, head.header("content-length"), head.header("etag")),
        (200, page.header("content-length"), page.header("etag"))
    );
    assert_eq!(server.request("GET", "/s/", &[("if-none-match", page.header("etag"))]).status, 304);
    let film = server.get("/s/film.mp4");
    assert_eq!(
        (film.status, film.body.len(), film.header("content-type"), film.header("accept-ranges")),
        (200, 800_000, "video/mp4", "bytes")
    );
    let part = server.request(
        "GET",
        "/s/film.mp4",
        &[("range", "bytes=400000-400007"), ("if-range", film.header("etag"))],
    );
    assert_eq!(
        (part.status, part.header("content-range"), &part.body[..]),
        (206, "bytes 400000-400007/800000", &film.body[400_000..400_008])
    );
    assert_eq!(
        server.request("GET", "/s/film.mp4", &[("if-none-match", film.header("etag"))]).status,
        304
    );
    assert_eq!(
        server.request("HEAD", "/s/film.mp4", &[("range", "bytes=0-1")]).header("content-length"),
        "800000"
    );
    assert_eq!(server.request("GET", "/s/film.mp4", &[("range", "bytes=900000-")]).status, 416);
    // Several requests on one connection.
    let mut connection = server.connect();
    for path in ["/s/", "/s/nothing/", "/s/film.mp4", "/s/robots.txt", "/s/figures/kim-jong-un"] {
        let response = request(&mut connection, &server.address, "GET", path, &[]);
        assert_eq!(response.body.len().to_string(), response.header("content-length"), "{path}");
    }
    // A file removed since the last scan.
    fs::remove_file(folder.path().join("static/film.mp4")).expect("remove");
    assert_eq!(server.get("/s/film.mp4").status, 404);
    // Invalid HTTP gets a 400 or no answer, and the server goes on.
    for request in [
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
    ] {
        let mut connection = TcpStream::connect(&server.address).expect("connect");
        connection.write_all(request.as_bytes()).expect("ask");
        connection.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"),
            "{request:?}: {}",
            String::from_utf8_lossy(&answer)
        );
    }
    let mut connection = TcpStream::connect(&server.address).expect("connect");
    let _ = connection.write_all(
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(200_000))
            .as_bytes(),
    );
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    assert!(
        answer.is_empty() || answer.starts_with(b"HTTP/1.1 431"),
        "{}",
        String::from_utf8_lossy(&answer[..answer.len().min(200)])
    );
    assert_eq!(server.get("/s/").status, 200);
}

#[test]
fn promise_23_a_thousand_half_open_connections_do_not_stall_the_server() {
    let folder = Folder::with_story();
    let mut server = PreviewServer::start(&folder, &[]);
    let mut listening = server.connect();
    write!(
        listening.get_mut(),
        "GET /.backgrounder/events HTTP/1.1\r\nHost: {}\r\n\r\n",
        server.address
    )
    .expect("ask");
    let mut half_open = Vec::new();
    let mut slowest = Duration::ZERO;
    for number in 0..1_000 {
        let Ok(mut connection) = TcpStream::connect(&server.address) else { continue };
        // Half of them send the start of a request.
        if number % 2 == 0 {
            let _ = connection.write_all(b"GET /s/ HTTP/1.1\r\nHost: lo");
        }
        half_open.push(connection);
        if number % 50 == 49 {
            let start = Instant::now();
            assert_eq!(server.get("/s/").status, 200);
            slowest = slowest.max(start.elapsed());
        }
    }
    assert!(half_open.len() > 900, "only {} connections", half_open.len());
    // The target is 50 ms; the test only guards against hanging.
    assert!(slowest < Duration::from_millis(500), "{slowest:?}");
    // The open page stays connected.
    folder.write("content/about.md", "---\ntitle: About it\n---\n");
    let mut events = String::new();
    let mut bytes = [0; 4096];
    while !events.contains("\"number\":1") {
        let read = listening.read(&mut bytes).expect("events");
        assert!(read > 0, "the open page was disconnected");
        events.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert!(server.is_alive());
}
