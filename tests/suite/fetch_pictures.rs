//! Fetching pictures of other sites, from a server on this machine.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::network::{
    AllowedHosts, HttpClient, PictureDownloader, RetryPolicy, remote_pictures,
};
use backgrounder::site::{PageFilter, scan};
use backgrounder::stages::{FetchReport, SidecarOutcome, fetch_pictures};

use super::harness::{
    Folder, SiteTest, assert_exit_code, hash_tree, read_tree, repository, start_server, stderr,
    stdout,
};

/// A picture of the fixtures.
fn picture(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/fixtures/pictures").join(name)).expect("a picture")
}

/// A server that answers each path as its name says and records the requests.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let shared = requests.clone();
        let address = start_server(move |stream| serve(stream, &shared));
        Server { address, requests }
    }

    /// The requests since the last call.
    fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().expect("not poisoned"))
    }

    /// A site whose files name this server as `SERVER`.
    fn site(&self, files: &[(&str, &str)]) -> Folder {
        let host = format!("http://{}", self.address);
        let files = files.iter().map(|(path, text)| (*path, text.replace("SERVER", &host)));
        SiteTest::new().files(files).on_disk()
    }

    /// A text in which this server is `SERVER`.
    fn unnamed(&self, text: &str) -> String {
        text.replace(&format!("http://{}", self.address), "SERVER")
    }

    fn fetch(&self, folder: &Folder) -> Outcome<'_> {
        Outcome { report: fetch(folder, Duration::from_secs(2)), server: self }
    }
}

/// Answers requests until the client disconnects.
fn serve(mut stream: &TcpStream, requests: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let Some(path) = line.split_whitespace().nth(1).map(str::to_owned) else { return };
        while line.trim() != "" {
            line.clear();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
        }
        requests.lock().expect("not poisoned").push(path.clone());
        if path == "/mute.jpg" {
            return std::thread::sleep(Duration::from_secs(5));
        }
        let moved = |to: &str| ("302 Found", format!("Location: {to}\r\n"), Vec::new());
        let good = |body: Vec<u8>| ("200 OK", String::new(), body);
        let (status, more, body) = match path.split('?').next().unwrap_or_default() {
            "/crew.jpg" | "/Crew%20One.JPEG" | "/crew.html" => good(picture("grey.jpg")),
            "/other/crew.jpg" => good(picture("progressive.jpg")),
            "/photo" => good(picture("lossy.webp")),
            "/flag.png" => good(picture("grey.png")),
            "/moved.jpg" => moved("/photo"),
            "/round.jpg" => moved("/round.jpg"),
            "/page.jpg" => {
                good(b"<!DOCTYPE html>\n<html><title>File:Crew.jpg</title></html>".to_vec())
            }
            "/text.jpg" => good(b"not found".to_vec()),
            "/cut-off.jpg" => good(picture("grey.jpg")[..200].to_vec()),
            "/drawing.svg" => {
                good(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- x --><g/></svg>".to_vec())
            }
            "/script.svg" => good(b"<svg><script>x()</script></svg>".to_vec()),
            "/forbidden.jpg" => ("403 Forbidden", String::new(), Vec::new()),
            "/long.jpg" => ("200 OK", "Content-Length: 104857601\r\n".to_owned(), Vec::new()),
            "/endless.jpg" => ("200 OK", "Transfer-Encoding: chunked\r\n".to_owned(), Vec::new()),
            "/hangs-up.jpg" | "/stops.jpg" => (
                "200 OK",
                "Content-Length: 5000\r\n".to_owned(),
                picture("grey.jpg")[..100].to_vec(),
            ),
            _ => ("404 Not Found", String::new(), Vec::new()),
        };
        let length = match more.contains("Content-Length") || more.contains("Transfer") {
            true => String::new(),
            false => format!("Content-Length: {}\r\n", body.len()),
        };
        let head = format!("HTTP/1.1 {status}\r\n{more}{length}\r\n");
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_err() {
            return;
        }
        if path == "/stops.jpg" {
            std::thread::sleep(Duration::from_secs(5));
        }
        if matches!(path.as_str(), "/hangs-up.jpg" | "/stops.jpg") {
            return;
        }
        let piece = [b"100000\r\n".to_vec(), vec![0xFF; 0x10_0000], b"\r\n".to_vec()].concat();
        while more.contains("Transfer") {
            if stream.write_all(&piece).is_err() {
                return;
            }
        }
    }
}

fn fetch(folder: &Folder, timeout: Duration) -> FetchReport {
    let snapshot = Arc::new(scan(&folder.path()));
    let page_filter = PageFilter { include_drafts: true, today: None };
    let site = build(&snapshot, &BuildOptions { page_filter, ..BuildOptions::default() }).site;
    let client = HttpClient::new(AllowedHosts::Any, timeout);
    let policy = RetryPolicy {
        host_interval: Duration::from_millis(1),
        retry_delays: [Duration::from_millis(1); 2],
        max_retry_after: Duration::from_millis(1),
        max_parallel_hosts: 1,
    };
    let downloader = PictureDownloader::new(&client, policy);
    let found = remote_pictures(&site.data(), &snapshot);
    fetch_pictures(&folder.path(), &site, &found, &downloader, &AtomicUsize::new(0))
}

struct Outcome<'a> {
    report: FetchReport,
    server: &'a Server,
}

impl Outcome<'_> {
    /// The saved files, each with the path that it came from, and the changed files.
    fn done(&self) -> Vec<String> {
        let saved = self.report.saved.iter().map(|picture| {
            let what = if picture.is_new { "saved" } else { "had" };
            self.server.unnamed(&format!("{what} {} from {}", picture.file, picture.url))
        });
        let changed = self.report.changed.iter().map(|path| format!("changed {path}"));
        saved.chain(changed).collect()
    }

    /// The problems with their places.
    fn problems(&self) -> Vec<String> {
        let problems = self.report.problems.iter().map(|problem| {
            let label = problem.primary_label().expect("a place");
            let help = problem.help.as_deref().unwrap_or_default();
            self.server.unnamed(&format!("{}: {} ({help})", label.path, problem.message))
        });
        problems.collect()
    }

    fn no_problems(self) -> Self {
        assert_eq!(self.problems(), [""; 0]);
        self
    }
}

/// The site has no error that names a picture.
fn assert_pictures_resolve(folder: &Folder) {
    let site = build(&Arc::new(scan(&folder.path())), &BuildOptions::default());
    let wrong = site.diagnostics.iter().filter(|problem| {
        matches!(
            problem.code.name,
            "unsafe-address"
                | "missing-image"
                | "address-collision"
                | "unsupported-asset"
                | "unknown-key"
        )
    });
    let wrong: Vec<&String> = wrong.map(|problem| &problem.message).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_picture_is_saved_beside_its_page_and_named_there() {
    let server = Server::start();
    let before = "---\ntitle: A\ndate: 2020-01-01\n---\r\nBefore ![The *crew*](SERVER/Crew%20One.JPEG?size=2#x \"One\")  after.\n\n[![b](<SERVER/photo>)](SERVER/photo)\n\n`![c](SERVER/crew.jpg)` %%![d](SERVER/crew.jpg)%%\n";
    let folder = server.site(&[
        ("content/articles/a.md", before),
        (
            "content/events/e/index.md",
            "---\ntitle: E\ndate: 2020\ndraft: true\n---\n![b](SERVER/moved.jpg)",
        ),
    ]);
    let outcome = server.fetch(&folder).no_problems();
    assert_eq!(
        outcome.done(),
        [
            "saved content/articles/crew-one.jpg from SERVER/Crew%20One.JPEG?size=2",
            "saved content/articles/photo.webp from SERVER/photo",
            "saved content/events/e/moved.webp from SERVER/moved.jpg",
            "changed content/articles/a.md",
            "changed content/events/e/index.md",
        ]
    );
    // Everything else is the same byte for byte.
    let after = before
        .replace("SERVER/Crew%20One.JPEG?size=2#x", "crew-one.jpg")
        .replace("<SERVER/photo>", "<photo.webp>");
    assert_eq!(server.unnamed(&folder.read("content/articles/a.md")), after);
    assert_eq!(
        fs::read(folder.path().join("content/articles/crew-one.jpg")).expect("saved"),
        picture("grey.jpg")
    );
    assert_eq!(
        server.unnamed(&folder.read("content/articles/crew-one.jpg.toml")),
        "source = \"SERVER/Crew%20One.JPEG?size=2\"\n# credit = \"Who made it\"\n# license = \"The licence that lets you use it\"\n"
    );
    assert_pictures_resolve(&folder);
    let files: Vec<String> = read_tree(&folder.path()).into_keys().collect();
    assert!(!files.iter().any(|file| file.ends_with(".tmp")), "{files:?}");
}

#[test]
fn any_address_can_be_the_source_of_a_picture() {
    let server = Server::start();
    let page = "---\ntitle: A\n---\n![b](<SERVER/flag.png?a\\\\b\"c>)\n";
    let folder = server.site(&[("content/a.md", page)]);
    server.fetch(&folder).no_problems();
    let sidecar: toml::Table =
        folder.read("content/flag.png.toml").parse().expect("well-formed TOML");
    let source = sidecar["source"].as_str().expect("a text");
    assert_eq!(server.unnamed(source), "SERVER/flag.png?a\\b%22c");
}

#[test]
fn a_second_run_does_nothing() {
    let server = Server::start();
    let folder = server.site(&[("content/a.md", "---\ntitle: A\n---\n![b](SERVER/crew.jpg)\n")]);
    server.fetch(&folder).no_problems();
    server.requests();
    let before = hash_tree(&folder.path());
    assert_eq!(server.fetch(&folder).no_problems().done(), [""; 0]);
    assert_eq!((hash_tree(&folder.path()), server.requests()), (before, Vec::new()));
}

#[test]
fn a_picture_of_several_pages_is_requested_once_and_saved_once_for_each_folder() {
    let server = Server::start();
    let page =
        "---\ntitle: T\ndate: 2020-01-01\n---\n![b](SERVER/crew.jpg)\n\n![c](SERVER/crew.jpg#x)\n";
    let folder = server.site(&[
        ("content/articles/a.md", page),
        ("content/articles/b.md", page),
        ("content/terms/c.md", "---\ntitle: T\n---\n![b](SERVER/crew.jpg)\n"),
    ]);
    let done = server.fetch(&folder).no_problems().done();
    assert_eq!(
        done,
        [
            "saved content/articles/crew.jpg from SERVER/crew.jpg",
            "saved content/terms/crew.jpg from SERVER/crew.jpg",
            "changed content/articles/a.md",
            "changed content/articles/b.md",
            "changed content/terms/c.md",
        ]
    );
    assert_eq!(server.requests(), ["/crew.jpg"]);
    assert!(folder.read("content/articles/b.md").ends_with("![b](crew.jpg)\n\n![c](crew.jpg)\n"));
    assert_pictures_resolve(&folder);
}

#[test]
fn a_file_of_the_same_name_stays_unless_it_is_the_same_picture() {
    let server = Server::start();
    let folder = server.site(&[
        ("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n![a](SERVER/crew.jpg) ![b](SERVER/other/crew.jpg) ![c](SERVER/flag.png)\n"),
        ("content/articles/CREW.jpg", "mine"),
        ("content/articles/flag.png.toml", "credit = \"Me\"\n"),
        ("static/articles/crew-2.jpg", "its address is that of a file beside the page"),
    ]);
    folder.write("content/articles/flag.png", picture("grey.png"));
    let outcome = server.fetch(&folder).no_problems();
    assert_eq!(
        outcome.done(),
        [
            "saved content/articles/crew-3.jpg from SERVER/crew.jpg",
            "saved content/articles/crew-4.jpg from SERVER/other/crew.jpg",
            "had content/articles/flag.png from SERVER/flag.png",
            "changed content/articles/a.md",
        ]
    );
    assert_eq!(outcome.report.saved[2].sidecar, SidecarOutcome::Kept);
    assert_eq!(folder.read("content/articles/CREW.jpg"), "mine");
    assert_eq!(folder.read("content/articles/flag.png.toml"), "credit = \"Me\"\n");
    let page = folder.read("content/articles/a.md");
    assert!(page.ends_with("\n![a](crew-3.jpg) ![b](crew-4.jpg) ![c](flag.png)\n"), "{page}");
    assert_pictures_resolve(&folder);
}

#[test]
fn keys_of_front_matter_and_site_toml_are_replaced() {
    let server = Server::start();
    let files = [
        (
            "site.toml",
            "title = \"T\"\n[publisher]\nname = \"P\"\nlogo = 'SERVER/drawing.svg' # ours\n[authors.me]\nname = \"Me\"\nimage = \"SERVER/crew.jpg\"\n",
        ),
        (
            "content/articles/yaml.md",
            "---\ntitle: A\ndate: 2020-01-01\nimage:\n  alt: Crew\n  src: SERVER/crew.jpg # here\nkey_points:\n  - \"One ![b](SERVER/flag.png)\"\n  - >-\n    Two\n    ![b](SERVER/flag.png)\n---\n",
        ),
        (
            "content/articles/toml.md",
            "+++\ntitle = \"B\"\ndate = 2020-01-01\nimage = { src = \"SERVER/crew.jpg\", alt = \"Crew\" }\n+++\n",
        ),
        (
            "content/about.md",
            "---\ntitle: About\nimage: { src: \"SERVER/crew.jpg\", alt: Crew }\n---\n",
        ),
    ];
    let folder = server.site(&files);
    let outcome = server.fetch(&folder).no_problems();
    assert_eq!(
        outcome.done(),
        [
            "saved content/crew.jpg from SERVER/crew.jpg",
            "saved content/articles/crew.jpg from SERVER/crew.jpg",
            // Beside site.toml there are no pictures. `/crew.jpg` is the address of that of about.md.
            "saved static/crew-2.jpg from SERVER/crew.jpg",
            "saved content/articles/flag.png from SERVER/flag.png",
            "saved static/drawing.svg from SERVER/drawing.svg",
            "changed content/about.md",
            "changed content/articles/toml.md",
            "changed content/articles/yaml.md",
            "changed site.toml",
        ]
    );
    for (path, text) in files {
        let folder_of = if path == "site.toml" { "/" } else { "" };
        let crew = if path == "site.toml" { "crew-2.jpg" } else { "crew.jpg" };
        let expected = text
            .replace("SERVER/crew.jpg", &format!("{folder_of}{crew}"))
            .replace("SERVER/", folder_of);
        assert_eq!(folder.read(path), expected);
    }
    // What lies in `static/` is published as it is: no sidecar, and nothing hidden in a drawing.
    assert!(!folder.exists("static/crew-2.jpg.toml"));
    assert_eq!(
        folder.read("static/drawing.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>"
    );
    assert_pictures_resolve(&folder);
}

#[test]
fn addresses_are_found_however_markdown_writes_them() {
    let server = Server::start();
    for (before, after) in [
        ("![a][One]\n\n[one]: SERVER/flag.png \"T\"\n", "![a][One]\n\n[one]: flag.png \"T\"\n"),
        ("![One][]\n\n> [one]:\n> <SERVER/flag.png>\n", "![One][]\n\n> [one]:\n> <flag.png>\n"),
        (
            "![One] ![b][one] [link][one]\n\n[One]: <SERVER/flag.png>\n",
            "![One] ![b][one] [link][one]\n\n[One]: <flag.png>\n",
        ),
        ("![a](SERVER/flag.png?a=1&amp;b=\\(2\\))\n", "![a](flag.png)\n"),
        ("![a](SERVER/flag.png?(x))\n", "![a](flag.png)\n"),
        ("![a](SERVER/flag.png?my name 'T')\n", "![a](flag.png 'T')\n"),
        ("![a](SERVER/flag.png?my name.png \"T\")\n", "![a](flag.png \"T\")\n"),
        ("![[SERVER/flag.png|a]]\n", "![[flag.png|a]]\n"),
        ("![a\nb](\n  SERVER/flag.png\n  'T')\n", "![a\nb](\n  flag.png\n  'T')\n"),
        ("> ![`](x)` \\](y)](SERVER/flag.png)\n", "> ![`](x)` \\](y)](flag.png)\n"),
        ("![a ![b](SERVER/flag.png) c](SERVER/flag.png)\n", "![a ![b](flag.png) c](flag.png)\n"),
        (
            "SERVER/flag.png ![SERVER/flag.png](SERVER/flag.png \"SERVER/flag.png\")\n",
            "SERVER/flag.png ![SERVER/flag.png](flag.png \"SERVER/flag.png\")\n",
        ),
        (
            "| a |\n|---|\n| ![a\\|300](SERVER/flag.png) |\n",
            "| a |\n|---|\n| ![a\\|300](flag.png) |\n",
        ),
        (
            "한![a|300x200](SERVER/flag.png){.wide}\u{2028}é\r\n",
            "한![a|300x200](flag.png){.wide}\u{2028}é\r\n",
        ),
    ] {
        let head = "\u{FEFF}---\ntitle: A\ndate: 2020-01-01\n---\n";
        let folder = server.site(&[("content/articles/a.md", &format!("{head}{before}"))]);
        let outcome = server.fetch(&folder);
        let text = server.unnamed(&folder.read("content/articles/a.md"));
        assert_eq!(outcome.problems(), [""; 0], "{before}");
        assert_eq!(text, format!("{head}{after}"));
        assert_pictures_resolve(&folder);
    }
}

#[test]
fn an_address_that_is_written_with_escapes_is_left_to_the_author() {
    let server = Server::start();
    let page = "---\ntitle: A\ndate: 2020-01-01\nimage: { src: \"SERVER\\/flag.png\", alt: Flag }\nkey_points: [\"![a](SERVER\\x2Fflag.png)\"]\n---\n![b](SERVER/flag.png)\n";
    let folder = server.site(&[("content/articles/a.md", page)]);
    let outcome = server.fetch(&folder);
    let told = "content/articles/a.md: the picture is saved as content/articles/flag.png, but this file was not changed: the address is written with escapes (write `flag.png` here in place of the address)";
    assert_eq!(outcome.problems(), [told; 2]);
    // The other place is replaced.
    let text = server.unnamed(&folder.read("content/articles/a.md"));
    assert_eq!(text, page.replace("(SERVER/flag.png)", "(flag.png)"));
}

#[test]
fn what_is_no_usable_picture_is_reported_at_its_place() {
    let server = Server::start();
    let names = [
        "missing.jpg",
        "forbidden.jpg",
        "round.jpg",
        "page.jpg",
        "text.jpg",
        "cut-off.jpg",
        "script.svg",
        "long.jpg",
        "endless.jpg",
        "hangs-up.jpg",
    ];
    let text: String = names.iter().map(|name| format!("![a](SERVER/{name})\n\n")).collect();
    let text = format!(
        "---\ntitle: A\ndate: 2020-01-01\n---\n![a](https://exa mple.org)\n\n{text}![good](SERVER/flag.png)\n"
    );
    let folder = server.site(&[("content/articles/a.md", &text)]);
    let outcome = server.fetch(&folder);
    let yourself = "save it beside the page yourself, and write its file name here";
    let png =
        format!("open it in a browser; if it is a picture, save it as JPEG or PNG: {yourself}");
    let expected = [
        (
            "missing.jpg",
            "it does not exist (status 404)",
            "find its new address, or use another picture".to_owned(),
        ),
        (
            "forbidden.jpg",
            "the site does not give it to programs (status 403)",
            format!("open it in a browser; {yourself}"),
        ),
        (
            "round.jpg",
            "too many redirects",
            "check the address, or run the command again later".to_owned(),
        ),
        (
            "page.jpg",
            "it is a web page, not a picture",
            "open the page, copy the address of the picture itself, and write it here".to_owned(),
        ),
        ("text.jpg", "the file is no picture", png.clone()),
        ("cut-off.jpg", "the file is cut off", png),
        (
            "script.svg",
            "this SVG cannot be published: it contains a script (`<script>`)",
            format!("export it as PNG, or as SVG without that part; {yourself}"),
        ),
        ("long.jpg", "it has more than 100 MB", format!("make it smaller; {yourself}")),
        ("endless.jpg", "it has more than 100 MB", format!("make it smaller; {yourself}")),
    ];
    let expected: Vec<String> = expected
        .iter()
        .map(|(name, why, help)| {
            format!("content/articles/a.md: cannot fetch SERVER/{name}: {why} ({help})")
        })
        .collect();
    let mut problems = outcome.problems();
    let hangs_up = problems.pop().expect("a problem");
    assert!(
        hangs_up.starts_with("content/articles/a.md: cannot fetch SERVER/hangs-up.jpg: "),
        "{hangs_up}"
    );
    let invalid = "content/articles/a.md: cannot fetch https://exa%20mple.org: not a web address: ";
    assert!(problems.remove(0).starts_with(invalid));
    assert_eq!(problems, expected);
    assert!(
        outcome.report.problems.iter().all(|problem| problem.code.name == "picture-not-fetched")
    );
    // The others are replaced all the same.
    assert_eq!(
        outcome.done(),
        ["saved content/articles/flag.png from SERVER/flag.png", "changed content/articles/a.md"]
    );
    assert_eq!(
        server.unnamed(&folder.read("content/articles/a.md")),
        text.replace("SERVER/flag.png", "flag.png")
    );
    // Only what may pass is tried again.
    let requests = server.requests();
    let times = |path: &str| requests.iter().filter(|request| *request == path).count();
    assert_eq!(
        ["/missing.jpg", "/forbidden.jpg", "/page.jpg", "/hangs-up.jpg"].map(times),
        [1, 1, 1, 3]
    );
}

#[test]
fn a_server_that_does_not_answer_or_stops_in_the_middle_is_not_waited_for() {
    let server = Server::start();
    let folder = server.site(&[(
        "content/a.md",
        "---\ntitle: A\n---\n![a](SERVER/mute.jpg) ![b](SERVER/stops.jpg)\n",
    )]);
    let report = fetch(&folder, Duration::from_millis(100));
    let messages: Vec<String> =
        report.problems.iter().map(|problem| server.unnamed(&problem.message)).collect();
    let expected = ["mute.jpg", "stops.jpg"]
        .map(|name| format!("cannot fetch SERVER/{name}: it did not answer in time"));
    assert_eq!(messages, expected);
}

#[test]
fn what_cannot_be_written_is_reported_and_leaves_the_page_as_it_is() {
    let server = Server::start();
    let page = "---\ntitle: A\n---\n![a](SERVER/flag.png)\n";
    let folder = server.site(&[("content/a.md", page), ("content/b/c.md", page)]);
    let snapshot = Arc::new(scan(&folder.path()));
    let site = build(&snapshot, &BuildOptions::default()).site;
    let found = remote_pictures(&site.data(), &snapshot);
    // One page is edited meanwhile, and the folder of the other is now a file.
    folder.write("content/a.md", "---\ntitle: A\n---\nNew\n");
    folder.remove("content/b/c.md");
    fs::remove_dir(folder.path().join("content/b")).expect("removed");
    folder.write("content/b", "x");
    let client = HttpClient::new(AllowedHosts::Any, Duration::from_secs(2));
    let downloader = PictureDownloader::new(&client, RetryPolicy::default());
    let report = fetch_pictures(&folder.path(), &site, &found, &downloader, &AtomicUsize::new(0));
    let problems = Outcome { report, server: &server }.problems();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].starts_with("content/b/c.md: cannot save content/b/flag.png: "),
        "{problems:?}"
    );
    assert_eq!(
        problems[1],
        "content/a.md: the picture is saved as content/flag.png, but this file was not changed: it was changed meanwhile (write `flag.png` here in place of the address)"
    );
    assert_eq!(folder.read("content/a.md"), "---\ntitle: A\n---\nNew\n");
}

#[test]
fn pictures_that_the_policy_allows_stay_where_they_are() {
    let server = Server::start();
    let folder = server.site(&[
        ("site.toml", "title = \"T\"\n[csp]\nimg-src = \"https://allowed.example\"\n"),
        ("content/a.md", "---\ntitle: A\nimage: { src: \"https://allowed.example/a.jpg\", alt: A }\n---\n![a](https://allowed.example/b.jpg) ![video](SERVER/clip.mp4) ![data](data:image/png;base64,AA)\n"),
    ]);
    let snapshot = Arc::new(scan(&folder.path()));
    let found = remote_pictures(&build(&snapshot, &BuildOptions::default()).site.data(), &snapshot);
    assert_eq!((found.pictures.len(), found.allowed), (0, 2));
}

#[test]
fn hosts_in_private_networks_are_never_requested() {
    let server = Server::start();
    let folder =
        server.site(&[("content/a.md", "---\ntitle: A\n---\nText\n\n![a](SERVER/crew.jpg)\n")]);
    let before = hash_tree(&folder.path());
    let output = folder.run(&["fetch-pictures"]);
    assert_exit_code(&output, 1, "a private address");
    let report = server.unnamed(&stderr(&output));
    for line in [
        "error[picture-not-fetched]: cannot fetch SERVER/crew.jpg: it is not on the public internet, and was not requested",
        " --> content/a.md:6:1",
        "= help: if you can open it, save it beside the page yourself, and write its file name here",
        "Saved 0 pictures and changed 0 files; 1 error",
    ] {
        assert!(report.contains(line), "{report}");
    }
    assert_eq!((server.requests(), hash_tree(&folder.path())), (Vec::new(), before));
}

#[test]
fn a_dry_run_lists_pictures_and_requests_nothing() {
    let server = Server::start();
    let folder = server.site(&[
        ("content/a.md", "---\ntitle: A\n---\n![a](SERVER/crew.jpg)\n\n![c](SERVER/crew.jpg#x)\n\nB <img alt=\"b\" src='SERVER/flag.png'>\n"),
        ("content/b.md", "---\ntitle: B\ndraft: true\n---\n![a](SERVER/photo)\n"),
    ]);
    let before = hash_tree(&folder.path());
    let output = folder.run(&["fetch-pictures", "--dry-run"]);
    assert_exit_code(&output, 0, "a dry run");
    assert_eq!(
        server.unnamed(&String::from_utf8_lossy(&output.stdout)),
        "would fetch SERVER/crew.jpg for content/a.md:4:1, content/a.md:6:1\n\
         would fetch SERVER/photo for content/b.md:5:1\n\
         left SERVER/flag.png in content/a.md:8:3, because it is HTML; write it as ![description](SERVER/flag.png)\n"
    );
    assert!(stderr(&output).contains("2 pictures to fetch; nothing was requested or written"));
    let json = stdout(&folder, &["fetch-pictures", "--dry-run", "--message-format", "json"]);
    assert!(json.contains("\"places\":[\"content/a.md:4:1\",\"content/a.md:6:1\"]"), "{json}");
    assert_eq!((server.requests(), hash_tree(&folder.path())), (Vec::new(), before));
    let nothing = SiteTest::story().on_disk().run(&["fetch-pictures"]);
    assert_exit_code(&nothing, 0, "nothing to fetch");
    assert_eq!(stderr(&nothing), "No pictures to fetch\n");
    assert_exit_code(&Folder::new().run(&["fetch-pictures"]), 2, "no site");
}
