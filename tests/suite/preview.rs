//! The preview as a person uses it: files are written, pages are asked for. Promises 8 and 19–23.

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
use backgrounder::site::PageFilter;
use backgrounder::site::scan;

use super::again::edits;
use super::edits::{Dice, Edit, Story};
use super::harness::{Folder, all_bytes, build_in_memory, problems, tree};
use super::serving::{PATIENCE, Serving, ask, until, without_script};

/// The wishes that a preview has by default.
fn wishes() -> BuildOptions {
    BuildOptions {
        page_filter: PageFilter { include_drafts: true, today: None },
        ..BuildOptions::default()
    }
}

/// A clean build of a folder with the options that a preview has by default.
fn clean(folder: &Path) -> Build {
    build(&Arc::new(scan(folder)), &wishes())
}

fn is_good(build: &Build) -> bool {
    build.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
}

/// What the overlay says of a build.
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

/// All pages and files of a site as it should be served: path on the server, bytes. Pages that
/// cannot be rendered are left out.
fn expected(build: &Build) -> BTreeMap<String, Vec<u8>> {
    let base = &build.site.config().base;
    let readable = |route: &str| build.site.body(route).is_some_and(|body| body.is_ok());
    let hrefs =
        build.site.resources().into_iter().map(|(route, _)| (base.href(route), route.to_string()));
    let bytes = all_bytes(build);
    hrefs
        .filter(|(_, route)| readable(route))
        .map(|(href, route)| (href, bytes[&route].clone()))
        .collect()
}

/// The names of the files of a story that are published as they are.
fn files_of(story: &Story) -> Vec<String> {
    let pages = [".md", ".toml", ".html"];
    story
        .files()
        .into_keys()
        .filter(|path| !pages.iter().any(|end| path.ends_with(end)))
        .map(|path| path.rsplit('/').next().expect("a name").to_owned())
        .collect()
}

/// The first path that is served otherwise than it should be, if any.
fn different(serving: &Serving, expected: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let mut connection = serving.connect();
    let wrong = |(path, bytes): (&String, &Vec<u8>)| {
        let reply = ask(&mut connection, &serving.address, "GET", path, &[]);
        let is_404 = path.ends_with("/404.html");
        let body = without_script(&reply.body);
        let right = (reply.status == 200 || is_404) && body == *bytes;
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
                reply.status,
                body.len(),
                bytes.len(),
                near(&body),
                near(bytes)
            )
        })
    };
    expected.iter().find_map(wrong)
}

/// Saves a file as one of several editors does. Some of them take the file away for a moment;
/// `at_once` leaves those out.
fn save(dice: &mut Dice, root: &Path, path: &str, text: Option<&str>, at_once: bool) {
    let file = root.join(path);
    let Some(text) = text else {
        let _ = fs::remove_file(&file);
        return;
    };
    fs::create_dir_all(file.parent().expect("a folder")).expect("make the folder");
    match dice.below(if at_once { 3 } else { 5 }) {
        // Beside it and then in its place, as most editors do.
        0 => {
            let beside = file.with_file_name(format!(
                ".{}.tmp",
                file.file_name().expect("a name").to_string_lossy()
            ));
            fs::write(&beside, text).expect("write");
            fs::rename(&beside, &file).expect("rename");
        }
        // In pieces, with pauses.
        1 => {
            let mut out = fs::File::create(&file).expect("create");
            for piece in text.as_bytes().chunks(40) {
                out.write_all(piece).expect("write");
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        2 => fs::write(&file, text).expect("write"),
        // The old one aside first, as Vim does.
        3 => {
            let aside = file.with_file_name(format!(
                "{}~",
                file.file_name().expect("a name").to_string_lossy()
            ));
            let _ = fs::rename(&file, &aside);
            fs::write(&file, text).expect("write");
            let _ = fs::remove_file(&aside);
        }
        // Away and back.
        _ => {
            let _ = fs::remove_file(&file);
            fs::write(&file, text).expect("write");
        }
    }
}

/// Memory of a process in kB (Linux).
fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
}

#[test]
fn promise_19_what_is_served_after_any_edit_is_a_clean_build() {
    let folder = Folder::new();
    let root = folder.path();
    let mut story = Story::new(11);
    for (path, text) in story.files() {
        folder.write(&path, text);
    }
    let mut serving = Serving::start(&folder, &[]);
    let mut last_good: Option<BTreeMap<String, Vec<u8>>> = Some(expected(&clean(&root)));
    let (mut checked, mut broken, mut memory) = (0, 0, None);
    let mut overlay_now: Option<String> = None;
    let mut history: Vec<String> = Vec::new();
    let count = edits(300);
    let mut good_story = story.clone();
    for number in 0..count {
        // What is broken is mended soon, as people do, so that most states are good ones.
        let mends = overlay_now.is_some() && story.dice.below(4) > 0;
        let Edit { dimension, files } = if mends { story.mend(&good_story) } else { story.edit() };
        history.push(format!("{dimension}: {files:?}"));
        let before = last_good.clone();
        // A moment without a file may be a moment without an error, and what is good then is what
        // stays under the error that follows.
        let files_now = story.files();
        let now = build_in_memory(
            files_now.iter().map(|(path, text)| (path.as_str(), text.as_str())),
            &wishes(),
        );
        let will_be_broken = !is_good(&now);
        for (path, text) in &files {
            save(&mut story.dice, &root, path, text.as_deref(), will_be_broken);
        }
        // Now and then whole folders move out and in again.
        if !will_be_broken && story.dice.below(25) == 0 {
            let (here, away) = (root.join("content/figures"), root.join("away"));
            if fs::rename(&here, &away).is_ok() {
                std::thread::sleep(Duration::from_millis(story.dice.below(60) as u64));
                fs::rename(&away, &here).expect("move it back");
                // The site without the folder was a good one too, and must not be what stays under
                // the next error.
                std::thread::sleep(Duration::from_millis(300));
            }
        }
        let build = clean(&root);
        let overlay = overlay(&build);
        let what = format!("edit {number} ({dimension}) is served");
        until(&what, || {
            serving.news("/").get("problems").and_then(serde_json::Value::as_str).map(str::to_owned)
                == overlay
        });
        if overlay.is_none() {
            last_good = Some(expected(&build));
            good_story = story.clone();
        } else {
            broken += 1;
            // Files are served as they are on disk, whatever is wrong elsewhere; what stays is what
            // the site made.
            if let Some(last_good) = &mut last_good {
                last_good.retain(|path, _| {
                    files_of(&good_story).iter().all(|file| !path.ends_with(file))
                });
            }
            // Between two files of one edit there may have been a moment without an error, which is
            // then what stays.
            if files.len() > 1 {
                last_good = None;
            }
        }
        if let Some(expected) = &last_good {
            checked += expected.len();
            let start = Instant::now();
            while let Some(wrong) = different(&serving, expected) {
                let last = &history[history.len().saturating_sub(3)..];
                assert!(
                    start.elapsed() < PATIENCE,
                    "edit {number}: {wrong}\nthe last edits: {last:#?}\n{}",
                    serving.said()
                );
                std::thread::sleep(Duration::from_millis(5));
            }
            // What is gone is gone.
            for path in before
                .iter()
                .filter(|_| overlay.is_none())
                .flatten()
                .map(|(path, _)| path)
                .filter(|path| !expected.contains_key(*path))
                .take(3)
            {
                until(&format!("edit {number} ({dimension}) takes {path} away"), || {
                    serving.get(path).status != 200
                });
            }
        }
        overlay_now = overlay;
        if number == count / 4 {
            memory = resident(serving.process());
        }
    }
    assert!(
        serving.is_alive() && checked > count * 10 && broken > count / 20 && broken < count * 2 / 3,
        "{checked} pages checked, {broken} broken states"
    );
    if let (Some(before), Some(after)) = (memory, resident(serving.process())) {
        // The allocator keeps some megabytes for each thread that has been busy. A site that is not
        // let go of, once with every edit, would be hundreds.
        assert!(
            after < before + before / 10 + (32 << 10),
            "memory grew from {before} kB to {after} kB"
        );
    }
}

/// Single edits that break a site, and the file each breaks.
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
    let mut serving = Serving::start(&folder, &[]);
    let good = clean(&root);
    let pages = expected(&good);
    assert!(is_good(&good), "{}", problems(&good));
    for (path, text) in ERRORS {
        let before = fs::read(root.join(path)).ok();
        folder.write(path, text);
        let broken = overlay(&clean(&root));
        assert!(broken.is_some(), "{path} {text:?} is no error");
        until(&format!("{path} {text:?} is told"), || {
            serving
                .news("/s/")
                .get("problems")
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned)
                == broken
        });
        assert_eq!(different(&serving, &pages), None, "{path} {text:?}");
        match before {
            Some(before) => folder.write(path, before),
            None => folder.remove(path),
        }
        until(&format!("{path} {text:?} is mended"), || {
            serving.news("/s/")["problems"].is_null() && different(&serving, &pages).is_none()
        });
    }
    assert!(ERRORS.len() >= 50 && serving.is_alive());
    assert!(serving.said().contains("the last good site stays"), "{}", serving.said());
}

#[test]
fn a_server_starts_on_a_broken_site_and_shows_it_once_it_is_mended() {
    let folder = Folder::with_story();
    folder.write("content/articles/talks.md", "---\ntitle: Never closed\n");
    let serving = Serving::start(&folder, &[]);
    assert!(
        serving.said().contains("unclosed-front-matter")
            && serving.said().contains("pages are shown as far as they can be"),
        "{}",
        serving.said()
    );
    assert!(
        serving.news("/s/")["problems"]
            .as_str()
            .is_some_and(|said| said.contains("unclosed-front-matter"))
    );
    assert_eq!(serving.get("/s/figures/kim-jong-un/").status, 200);
    folder.write("content/articles/talks.md", "---\ntitle: Closed\n---\nText.\n");
    until("it is mended", || serving.news("/s/")["problems"].is_null());
    assert!(serving.get("/s/articles/talks/").text().contains("Closed"));
}

#[test]
fn a_page_that_cannot_be_rendered_answers_500_with_the_diagnostic_as_text() {
    let folder = Folder::with_story();
    folder.write(
        "content/articles/talks.md",
        "---\ntitle: \"<script>alert(1)</script>\"\n---\nText.\n",
    );
    folder.write("templates/article.html", "<main>{{ page.title.nothing.at.all }}</main>");
    let serving = Serving::start(&folder, &[]);
    let reply = serving.get("/s/articles/talks/");
    let text = reply.text();
    assert_eq!((reply.status, reply.header("content-type")), (500, "text/html; charset=utf-8"));
    assert!(
        text.contains("template-error")
            && text.contains("templates/article.html:1")
            && !text.contains("<script>"),
        "{text}"
    );
    until("the terminal tells it too", || serving.said().contains("template-error"));
    assert_eq!(serving.get("/s/figures/kim-jong-un/").status, 200);
    folder.write("templates/article.html", "<main>{{ page.title }}</main>");
    until("the page is there", || serving.get("/s/articles/talks/").status == 200);
}

#[test]
fn every_kind_of_file_shows_at_once() {
    let folder = Folder::with_story();
    let serving = Serving::start(&folder, &[]);
    let shows = |path: &str, what: &str| {
        until(&format!("{path} shows {what}"), || serving.get(path).text().contains(what))
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
    until("his mention is text again", || {
        !serving.get("/s/articles/second/").text().contains("href=\"/s/figures/moon-jae-in/\"")
    });
    assert_eq!(serving.get("/s/figures/moon-jae-in/").status, 404);
    folder
        .write("themes/mine/theme.toml", "name = \"mine\"\n[assets]\nstylesheet = \"mine.css\"\n");
    folder.write("themes/mine/assets/mine.css", "body { color: green }");
    folder.write(
        "site.toml",
        "title = \"Renamed\"\ntheme = \"mine\"\nbase_url = \"/s/\"\n[authors.me]\nname = \"Me\"\n",
    );
    let stylesheet = || serving.news("/s/")["stylesheet"].as_str().unwrap_or_default().to_owned();
    until("the theme is the site's own", || serving.get(&stylesheet()).text().contains("green"));
    let shows_before = serving.news("/s/")["shows"].clone();
    folder.write("themes/mine/assets/mine.css", "body { color: brown }");
    until("its stylesheet follows", || serving.get(&stylesheet()).text().contains("brown"));
    assert_eq!(
        serving.news("/s/")["shows"],
        shows_before,
        "what a page shows is the same whatever its stylesheet"
    );
    // A folder that comes later than the server is watched too.
    fs::create_dir(folder.path().join("content/terms/inner")).expect("make a folder");
    folder.write("content/terms/inner/peace.md", "---\ntitle: peace\n---\n");
    shows("/s/terms/peace/", "peace");
    // A folder of the site that takes the place of another.
    fs::rename(folder.path().join("static"), folder.path().join("static-before")).expect("move");
    until("it is gone", || serving.get("/s/note.txt").status == 404);
    folder.write("static/other.txt", "three");
    shows("/s/other.txt", "three");
    folder.write("static/other.txt", "four");
    shows("/s/other.txt", "four");
}

#[test]
fn drafts_and_future_articles_are_shown_and_marked_unless_told_otherwise() {
    let folder = Folder::with_story();
    folder.write("content/articles/draft.md", "---\ntitle: Unready\ndraft: true\n---\n");
    folder.write("content/articles/future.md", "---\ntitle: Tomorrow\ndate: 2030-01-01\n---\n");
    let serving = Serving::start(&folder, &["--now", "2020-07-10"]);
    for page in ["draft", "future"] {
        assert!(
            serving.get(&format!("/s/articles/{page}/")).text().contains("preview-mark"),
            "{page}"
        );
    }
    let serving = Serving::start(&folder, &["--now", "2020-07-10", "--no-drafts"]);
    for page in ["draft", "future"] {
        assert_eq!(serving.get(&format!("/s/articles/{page}/")).status, 404, "{page}");
    }
}

#[test]
fn polling_sees_what_watching_sees() {
    let folder = Folder::with_story();
    let serving = Serving::start(&folder, &["--poll"]);
    folder.write("content/articles/talks.md", "---\ntitle: Polled\n---\nText.\n");
    until("it is seen", || serving.get("/s/articles/talks/").text().contains("Polled"));
    folder.remove("content/articles/second.md");
    until("it is gone", || serving.get("/s/articles/second/").status == 404);
}

#[test]
fn a_taken_port_is_told_and_the_default_one_moves_on() {
    let folder = Folder::with_story();
    let first = Serving::start(&folder, &[]);
    let output = folder.run(&["serve", "--port", first.port()]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains(&format!("port {} is taken", first.port())) && said.contains("--port 0"),
        "{said}"
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
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(!output.stderr.is_empty(), "{wrong:?}");
    }
}

#[test]
fn the_default_port_moves_on_to_the_next_that_is_free_and_says_so() {
    let folder = Folder::with_story();
    let (first, second) =
        (Serving::with_default_port(&folder), Serving::with_default_port(&folder));
    assert_ne!(first.port(), second.port());
    assert!(second.said().contains("port 8000 was taken"), "{}", second.said());
    assert_eq!((first.get("/s/").status, second.get("/s/").status), (200, 200));
}

#[test]
fn hosts_that_are_allowed_are_answered_and_others_are_told_how() {
    let folder = Folder::with_story();
    let serving =
        Serving::start(&folder, &["--allow-host", "mac.local", "--allow-host=proxy.example.org"]);
    let ask = |host: &str| serving.ask("GET", "/s/", &[("host", host)]);
    for host in ["mac.local", "Mac.local.:8000", "proxy.example.org", "localhost"] {
        assert_eq!(ask(host).status, 200, "{host}");
    }
    let refused = ask("pc.local:8000");
    assert_eq!(refused.status, 421);
    assert!(refused.text().contains("`--allow-host pc.local`"), "{}", refused.text());
    let output = folder.run(&["serve", "--allow-host", "mac.local:8000"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("without the port"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_preview_within_a_second_and_leaves_nothing_behind() {
    let folder = Folder::with_story();
    let mut serving = Serving::start(&folder, &[]);
    let before = tree(&folder.path());
    let mut listening = serving.connect();
    write!(
        listening.get_mut(),
        "GET /.backgrounder/events HTTP/1.1\r\nHost: {}\r\n\r\n",
        serving.address
    )
    .expect("ask");
    let start = Instant::now();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &serving.process().to_string()])
        .status()
        .expect("kill");
    assert!(killed.success());
    until("it has ended", || !serving.is_alive());
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert_eq!(tree(&folder.path()), before);
}

#[test]
fn a_client_that_neither_asks_nor_listens_is_let_go() {
    let folder = Folder::with_story();
    let size = 40 << 20;
    folder.write("static/large.bin", vec![0; size]);
    let serving = Serving::start(&folder, &[]);
    let begin = |request: &str| {
        let mut connection = TcpStream::connect(&serving.address).expect("connect");
        connection.write_all(request.as_bytes()).expect("ask");
        connection.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        connection
    };
    let mut deaf = begin("GET /s/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for request in ["", "GET /s/ HTTP/1.1\r\nHo"] {
        let start = Instant::now();
        let closed = begin(request).read(&mut [0]);
        assert!(
            matches!(closed, Ok(0) | Err(_)) && start.elapsed() < Duration::from_secs(20),
            "{request:?} {:?}",
            start.elapsed()
        );
    }
    // The two took ten seconds each; a reader that has not read for twenty is let go, and gets no
    // more than was on its way.
    std::thread::sleep(Duration::from_secs(3));
    let mut got = Vec::new();
    let _ = deaf.read_to_end(&mut got);
    assert!(got.len() < size, "all of it was sent to somebody who did not read");
}

#[test]
fn files_that_programs_save_by_way_of_are_no_errors() {
    let folder = Folder::with_story();
    let serving = Serving::start(&folder, &[]);
    for name in [
        "sedL582kB",
        "4913",
        "talks.md.a12345",
        "talks.md.sb-1234-abcd",
        "talks.md___jb_tmp___",
        "talks.md.tmp",
        "talks.md.bak",
        "~$talks.docx",
    ] {
        folder.write(&format!("content/articles/{name}"), "on its way");
        std::thread::sleep(Duration::from_millis(120));
        folder.remove(&format!("content/articles/{name}"));
    }
    folder.write("content/articles/talks.md", "---\ntitle: Saved\n---\n");
    until("it is shown", || serving.get("/s/articles/talks/").text().contains("Saved"));
    assert!(!serving.said().contains("unsupported-asset"), "{}", serving.said());
    // One that stays is told of, a little later.
    folder.write("content/articles/notes.docx", "stays");
    until("it is told", || serving.said().contains("unsupported-asset"));
}

#[test]
fn what_is_told_once_is_not_told_again() {
    let folder = Folder::with_story();
    folder.write(
        "content/articles/second.md",
        "---\ntitle: Second\n---\nA claim [@https://example.org/page].\n",
    );
    let serving = Serving::start(&folder, &[]);
    let warnings = || serving.said().matches("warning[address-as-source]").count();
    assert_eq!(warnings(), 1);
    folder.write("content/about.md", "---\ntitle: About it\n---\n");
    until("it is told", || serving.said().contains("content/about.md changed"));
    folder.write(
        "content/articles/second.md",
        "---\ntitle: Second\n---\n\nFurther down: a claim [@https://example.org/page].\n",
    );
    until("it is told", || serving.said().contains("content/articles/second.md changed"));
    assert_eq!(warnings(), 1, "{}", serving.said());
    folder.write("content/articles/talks.md", "---\ntitel: x\n---\n");
    until("the error is told", || {
        serving.said().contains("1 error, 1 warning; not shown, the last good site stays")
    });
    folder.remove("content/about.md");
    until("the next is told", || serving.said().contains("content/about.md went"));
    folder.write("content/articles/talks.md", "---\ntitle: x\n---\n");
    until("it is over", || serving.said().contains("no errors any more"));
    assert_eq!(serving.said().matches("error[unknown-key]").count(), 1, "{}", serving.said());
}

#[test]
fn programs_can_read_along() {
    let folder = Folder::with_story();
    let mut child = super::harness::program(
        &folder.path(),
        &["serve", "--port", "0", "--message-format", "json"],
    )
    .stdout(std::process::Stdio::piped())
    .spawn()
    .expect("it starts");
    let mut lines =
        std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("its output")));
    let mut event = || {
        serde_json::from_str::<serde_json::Value>(&lines.next().expect("a line").expect("text"))
            .expect("JSON")
    };
    let first = event();
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
    let built = event();
    assert!(
        built["event"] == "built"
            && built["changed"] == serde_json::json!(["content/about.md"])
            && built["good"] == true,
        "{built}"
    );
    child.kill().expect("it ends");
    child.wait().expect("it ended");
}

#[test]
fn a_folder_that_becomes_a_file_and_one_with_a_link_are_seen_as_they_are() {
    let folder = Folder::with_story();
    let root = folder.path();
    folder.write("content/legal/privacy.md", "---\ntitle: Privacy\n---\n");
    let serving = Serving::start(&folder, &[]);
    fs::remove_dir_all(root.join("content/legal")).expect("remove");
    folder.write("content/legal", "a file without a suffix");
    until("the page is gone", || {
        serving.news("/s/")["problems"]
            .as_str()
            .is_some_and(|said| said.contains("content/legal") && !said.contains("unreadable"))
    });
    folder.remove("content/legal");
    until("all is well", || {
        serving.news("/s/")["problems"].is_null() && serving.get("/s/legal/privacy/").status == 404
    });
    #[cfg(unix)]
    {
        let outside = Folder::new();
        outside.write("inner/secret.txt", "secret");
        std::os::unix::fs::symlink(outside.path(), root.join("static/outside")).expect("a link");
        until("it is told", || serving.said().contains("symlink-leaves-site"));
        outside.write("inner/secret.txt", "secret again");
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(serving.get("/s/outside/inner/secret.txt").status, 404);
        fs::remove_file(root.join("static/outside")).expect("remove the link");
    }
    until("it is mended", || serving.news("/s/")["problems"].is_null());
    assert_eq!(different(&serving, &expected(&clean(&root))), None);
}

/// The number of rounds that the terminal told of.
fn rounds(serving: &Serving) -> usize {
    serving.said().matches("shown after").count()
}

/// What operating systems, editors and sync programs leave beside what an author writes.
fn litter() -> Vec<String> {
    let names = [
        "._photo.jpg",
        "desktop.ini",
        "Thumbs.db",
        "talks.md.save",
        ".talks.md.kate-swp",
        ".~lock.talks.md#",
        "4913",
        "talks.md~",
        ".#talks.md",
        "#talks.md#",
        ".talks.md.swp",
        "talks.md.tmp",
        "talks.sync-conflict-20240101-120000-ABCDEFG.md",
        ".DS_Store",
        ".obsidian/app.json",
        ".git/config",
    ];
    ["content", "content/articles", "static", "static/.well-known", "templates", "themes/mine"]
        .iter()
        .flat_map(|folder| names.iter().map(move |name| format!("{folder}/{name}")))
        .collect()
}

#[test]
fn litter_beside_content_stops_no_build_and_is_not_published() {
    let folder = Folder::with_story();
    folder.build();
    let clean = tree(&folder.path().join("public"));
    for path in litter() {
        folder.write(&path, b"\xff\0 no text");
    }
    // The lock files of Emacs are links to nowhere.
    #[cfg(unix)]
    for path in ["content/.#about.md", "static/.#note.txt", "templates/.#base.html"] {
        std::os::unix::fs::symlink("me@desk.1234:5678", folder.path().join(path)).expect("a link");
    }
    folder.build();
    let now = tree(&folder.path().join("public"));
    assert_eq!(now.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    let hidden = ["static/.well-known/security.txt", "static/.nojekyll", "static/.htaccess"];
    hidden.iter().for_each(|path| folder.write(path, "wanted"));
    folder.build();
    assert!(hidden.iter().all(|path| folder.exists(&path.replace("static", "public"))));
}

#[test]
fn promise_21_nothing_is_rebuilt_while_nothing_changes_nor_for_files_that_are_no_part_of_the_site()
{
    let folder = Folder::with_story();
    folder.write(".gitignore", "public\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("robots-note.txt", folder.path().join("static/linked.txt"))
        .expect("a link");
    let mut serving = Serving::start(&folder, &[]);
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
    .chain(litter())
    {
        let path = path.as_str();
        folder.write(path, "litter");
        folder.write(path, "more litter");
        folder.remove(path);
    }
    for path in ["content/articles/talks.md", "site.toml"] {
        fs::read(folder.path().join(path)).expect("reading changes nothing");
    }
    let idle =
        std::env::var("SOAK_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(2);
    std::thread::sleep(Duration::from_secs(idle));
    folder.build();
    assert_eq!(rounds(&serving), 0, "{}", serving.said());
    assert!(serving.is_alive());
    folder.write("content/about.md", "---\ntitle: About it\n---\n");
    until("a change is seen all the same", || rounds(&serving) == 1);
}

/// Changes a file in place to a text of the same size, and sets its times back.
fn change_quietly(file: &Path, text: &str) {
    let before = fs::metadata(file).expect("the file");
    assert_eq!(before.len(), text.len() as u64);
    let mut out = fs::OpenOptions::new().write(true).open(file).expect("open");
    out.write_all(text.as_bytes()).expect("write");
    out.set_modified(before.modified().expect("a time")).expect("set the time");
}

#[cfg(unix)]
#[test]
fn an_edit_that_keeps_size_and_time_is_seen() {
    let folder = Folder::with_story();
    let texts = ["One", "Two"].map(|title| format!("---\ntitle: {title}\n---\n![Map](map.svg)\n"));
    let picture =
        |color: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" fill=\"{color}\"/>");
    folder.write("content/about.md", &texts[0]);
    folder.write("content/map.svg", picture("red "));
    folder.write("static/note.txt", "one");
    // From now on the stamps of these files are trusted.
    std::thread::sleep(Duration::from_millis(2_600));
    let watching = Serving::start(&folder, &[]);
    let polling = Serving::start(&folder, &["--poll"]);
    let root = folder.path();
    let files = |serving: &Serving| serving.news("/s/")["files"].as_object().expect("files").len();
    for serving in [&watching, &polling] {
        assert_eq!(files(serving), 0);
    }
    change_quietly(&root.join("content/about.md"), &texts[1]);
    change_quietly(&root.join("content/map.svg"), &picture("blue"));
    change_quietly(&root.join("static/note.txt"), "two");
    for serving in [&watching, &polling] {
        until("the page is seen", || serving.get("/s/about/").text().contains("Two"));
        until("the picture is seen", || serving.get("/s/map.svg").text().contains("blue"));
        until("open pages that show the files are told", || files(serving) == 2);
    }
}

#[test]
fn a_renaming_that_breaks_references_never_shows_both_files_and_the_site_before_it_stays() {
    let folder = Folder::with_story();
    folder.write("content/about.md", "---\ntitle: About\n---\n[One](terms/one.md)\n");
    folder.write("content/terms/one.md", "---\ntitle: First term\n---\n");
    for arguments in [&[][..], &["--poll"]] {
        let serving = Serving::start(&folder, arguments);
        let file = |name: &str| folder.path().join(format!("content/terms/{name}.md"));
        let is_served = |name: &str| serving.get(&format!("/s/terms/{name}/")).status == 200;
        let mut dice = Dice(3);
        for round in 0..8 {
            let (from, to) = if round % 2 == 0 { ("one", "two") } else { ("two", "one") };
            fs::rename(file(from), file(to)).expect("rename");
            // Sometimes something else is saved at once.
            if dice.below(2) == 0 {
                folder.write(
                    "content/articles/second.md",
                    format!("---\ntitle: Second\n---\nRound {round}.\n"),
                );
            }
            until("the error is told", || {
                assert!(
                    !is_served(to),
                    "{arguments:?}, round {round}: both files are shown\n{}",
                    serving.said()
                );
                !serving.news("/s/")["problems"].is_null()
            });
            assert!(is_served(from) && !is_served(to), "round {round}: {}", serving.said());
            folder.write(
                "content/about.md",
                format!("---\ntitle: About\n---\n[One](terms/{to}.md)\n"),
            );
            until("it is mended", || {
                is_served(to) && !is_served(from) && serving.news("/s/")["problems"].is_null()
            });
        }
        folder.write("content/about.md", "---\ntitle: About\n---\n[One](terms/one.md)\n");
    }
}

#[test]
fn a_site_that_was_never_on_disk_is_not_called_good() {
    let folder = Folder::with_story();
    folder.write("content/about.md", "---\ntitle: About\n---\n[The truce](terms/armistice.md)\n");
    let root = folder.path();
    let (mut preview, _) = Preview::open(&root, wishes());
    let look = |preview: &mut Preview, paths: &[&str]| {
        let sight =
            preview.scan(&ScanScope::Paths(paths.iter().map(|path| root.join(path)).collect()));
        preview.apply_scan(sight).expect("no mistake").expect("something new").has_no_errors()
    };
    let shows = |preview: &Preview, route: &str| preview.channel().current().body(route).is_some();
    // One side of a renaming without the other.
    fs::rename(root.join("content/terms/armistice.md"), root.join("content/terms/truce.md"))
        .expect("rename");
    assert!(
        look(&mut preview, &["content/terms/truce.md"])
            && shows(&preview, "/terms/truce/")
            && shows(&preview, "/terms/armistice/")
    );
    assert!(!look(&mut preview, &["content/terms/armistice.md"]));
    assert!(!shows(&preview, "/terms/truce/") && shows(&preview, "/terms/armistice/"));
    assert!(preview.channel().current().is_stale);
    // A file that is still being written when another is removed.
    folder.write("content/about.md", "---\ntitle: About\n---\n");
    assert!(look(&mut preview, &["content/about.md"]));
    preview.confirm_consistent();
    folder.write("content/terms/new/peace.md", "---\ntitle: peace\n---\n");
    folder.remove("content/terms/truce.md");
    assert!(
        look(&mut preview, &["content/terms/new", "content/terms/truce.md"])
            && !shows(&preview, "/terms/truce/")
            && preview.has_files_being_written()
    );
    preview.confirm_consistent();
    folder.write("content/about.md", "---\ntitel: About\n---\n");
    assert!(!look(&mut preview, &["content/about.md"]) && shows(&preview, "/terms/truce/"));
}

#[test]
fn promise_21_no_half_of_a_file_is_ever_shown() {
    let folder = Folder::with_story();
    let serving = Serving::start(&folder, &[]);
    let writers =
        std::env::var("SOAK_WRITERS").ok().and_then(|writers| writers.parse().ok()).unwrap_or(40);
    let mut dice = Dice(5);
    let file = folder.path().join("content/articles/talks.md");
    let (mut seen, mut asked) = (0, 0);
    let page = |serving: &Serving| serving.get("/s/articles/talks/").text();
    let whole = |page: &str| {
        let number = |mark: &str| {
            page.split(mark).nth(1).and_then(|rest| rest.split('.').next()).map(str::to_owned)
        };
        let numbers = [number("Begins with "), number("Goes on with "), number("Ends with ")];
        assert!(
            numbers.iter().all(|one| *one == numbers[0]),
            "half of a file: {numbers:?}\n{}",
            serving.said()
        );
        numbers[0].clone()
    };
    for number in 0..writers {
        let filler = "A word and another. ".repeat(dice.below(200));
        let text = format!(
            "---\ntitle: Slowly\n---\nBegins with {number}.\n\n{filler}\n\nGoes on with {number}.\n\n{filler}\n\nEnds with {number}.\n"
        );
        let mut out = fs::File::create(&file).expect("create");
        let pieces = 1 + dice.below(5);
        for piece in text.as_bytes().chunks(text.len().div_ceil(pieces)) {
            out.write_all(piece).expect("write");
            std::thread::sleep(Duration::from_millis(dice.below(15) as u64));
            whole(&page(&serving));
            asked += 1;
        }
        drop(out);
        if dice.below(2) == 0 {
            until("the whole is shown", || whole(&page(&serving)) == Some(number.to_string()));
            seen += 1;
        }
    }
    until("the last is shown", || whole(&page(&serving)) == Some((writers - 1).to_string()));
    assert!(seen > writers / 4 && asked > writers);
}

#[test]
fn promise_8_a_build_beside_a_preview_disturbs_neither() {
    let folder = Folder::with_story();
    let root = folder.path();
    let mut serving = Serving::start(&folder, &[]);
    for round in 0..6 {
        folder.write("content/about.md", format!("---\ntitle: About {round}\n---\n"));
        folder.build();
        until("the page follows", || {
            serving.get("/s/about/").text().contains(&format!("About {round}"))
        });
        assert!(folder.read("public/about/index.html").contains(&format!("About {round}")));
        assert!(
            !folder.read("public/about/index.html").contains("/.backgrounder/"),
            "the script is no part of the site"
        );
    }
    assert_eq!(different(&serving, &expected(&clean(&root))), None);
    assert!(serving.is_alive() && rounds(&serving) >= 6);
}

#[test]
fn promise_23_answers_on_the_wire_are_http() {
    let folder = Folder::with_story();
    folder
        .write("static/film.mp4", (0..200_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
    let serving = Serving::start(&folder, &[]);
    let page = serving.get("/s/");
    let head = serving.ask("HEAD", "/s/", &[]);
    assert_eq!(
        (head.status, head.header("content-length"), head.header("etag")),
        (200, page.header("content-length"), page.header("etag"))
    );
    assert_eq!(serving.ask("GET", "/s/", &[("if-none-match", page.header("etag"))]).status, 304);
    let film = serving.get("/s/film.mp4");
    assert_eq!(
        (film.status, film.body.len(), film.header("content-type"), film.header("accept-ranges")),
        (200, 800_000, "video/mp4", "bytes")
    );
    let part = serving.ask(
        "GET",
        "/s/film.mp4",
        &[("range", "bytes=400000-400007"), ("if-range", film.header("etag"))],
    );
    assert_eq!(
        (part.status, part.header("content-range"), &part.body[..]),
        (206, "bytes 400000-400007/800000", &film.body[400_000..400_008])
    );
    assert_eq!(
        serving.ask("GET", "/s/film.mp4", &[("if-none-match", film.header("etag"))]).status,
        304
    );
    assert_eq!(
        serving.ask("HEAD", "/s/film.mp4", &[("range", "bytes=0-1")]).header("content-length"),
        "800000"
    );
    assert_eq!(serving.ask("GET", "/s/film.mp4", &[("range", "bytes=900000-")]).status, 416);
    // Several requests on one connection.
    let mut connection = serving.connect();
    for path in ["/s/", "/s/nothing/", "/s/film.mp4", "/s/robots.txt", "/s/figures/kim-jong-un"] {
        let reply = ask(&mut connection, &serving.address, "GET", path, &[]);
        assert_eq!(reply.body.len().to_string(), reply.header("content-length"), "{path}");
    }
    // A file that has gone since it was seen.
    fs::remove_file(folder.path().join("static/film.mp4")).expect("remove");
    assert_eq!(serving.get("/s/film.mp4").status, 404);
    // What is no HTTP is answered as such, or not at all, and the server goes on.
    for request in [
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
    ] {
        let mut connection = TcpStream::connect(&serving.address).expect("connect");
        connection.write_all(request.as_bytes()).expect("ask");
        connection.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"),
            "{request:?}: {}",
            String::from_utf8_lossy(&answer)
        );
    }
    let mut connection = TcpStream::connect(&serving.address).expect("connect");
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
    assert_eq!(serving.get("/s/").status, 200);
}

#[test]
fn promise_23_a_thousand_half_open_connections_stall_nobody() {
    let folder = Folder::with_story();
    let mut serving = Serving::start(&folder, &[]);
    let mut listening = serving.connect();
    write!(
        listening.get_mut(),
        "GET /.backgrounder/events HTTP/1.1\r\nHost: {}\r\n\r\n",
        serving.address
    )
    .expect("ask");
    let mut half_open = Vec::new();
    let mut slowest = Duration::ZERO;
    for number in 0..1_000 {
        let Ok(mut connection) = TcpStream::connect(&serving.address) else { continue };
        // Some send the beginning of a request, some nothing.
        if number % 2 == 0 {
            let _ = connection.write_all(b"GET /s/ HTTP/1.1\r\nHost: lo");
        }
        half_open.push(connection);
        if number % 50 == 49 {
            let start = Instant::now();
            assert_eq!(serving.get("/s/").status, 200);
            slowest = slowest.max(start.elapsed());
        }
    }
    assert!(half_open.len() > 900, "only {} connections", half_open.len());
    // The figure is 50 ms; this is the hang guard.
    assert!(slowest < Duration::from_millis(500), "{slowest:?}");
    // The open page was not the one to be closed.
    folder.write("content/about.md", "---\ntitle: About it\n---\n");
    let mut news = String::new();
    let mut bytes = [0; 4096];
    while !news.contains("\"number\":1") {
        let read = listening.read(&mut bytes).expect("news");
        assert!(read > 0, "the open page was let go");
        news.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert!(serving.is_alive());
}
