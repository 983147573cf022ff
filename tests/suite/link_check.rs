//! Checking links to other sites, against a server on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use backgrounder::diagnostics::Diagnostic;
use backgrounder::network::{
    AllowedHosts, HttpClient, LinkStatus, RetryPolicy, check_all, diagnostics, external_links,
};

use super::harness::{
    Folder, SiteTest, assert_exit_code, assert_success, program, start_server, stderr,
};

struct Request {
    method: String,
    path: String,
    received: Instant,
    answered: Instant,
}

type Requests = Mutex<Vec<Request>>;

/// A server that answers each path as its name says and records the requests.
struct Server {
    address: String,
    requests: Arc<Requests>,
}

impl Server {
    fn start() -> Self {
        let requests: Arc<Requests> = Arc::default();
        let shared = requests.clone();
        let address = start_server(move |stream| serve(stream, &shared));
        Server { address, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The methods of all requests to a path.
    fn methods(&self, path: &str) -> Vec<String> {
        let requests = self.requests.lock().expect("not poisoned");
        let of_path = requests.iter().filter(|request| request.path == path);
        of_path.map(|request| request.method.clone()).collect()
    }

    fn check(&self, path: &str) -> LinkStatus {
        check(&self.url(path), AllowedHosts::Any)
    }
}

/// Answers requests until the client disconnects.
fn serve(stream: &TcpStream, requests: &Requests) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let received = Instant::now();
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return };
        while line.trim() != "" {
            line.clear();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
        }
        let record = || {
            let (method, path) = (method.clone(), path.clone());
            let request = Request { method, path, received, answered: Instant::now() };
            requests.lock().expect("not poisoned").push(request);
        };
        let requests = requests.lock().expect("not poisoned");
        let is_repeat = |request: &&Request| request.path == path && request.method == method;
        let before = requests.iter().filter(is_repeat).count();
        drop(requests);
        let (status, more) = match (path.as_str(), method.as_str()) {
            ("/good", _) | ("/no-head" | "/broken-head" | "/mute-head", "GET") => (200, ""),
            ("/no-head", _) => (405, ""),
            ("/broken-head", _) => (404, ""),
            ("/gone", _) => (410, ""),
            ("/forbidden", _) => (403, ""),
            ("/moved", _) => (301, "Location: /good\r\n"),
            ("/moved-on", _) => (308, "Location: /moved\r\n"),
            ("/elsewhere", _) => (302, "Location: /good\r\n"),
            ("/moved-elsewhere", _) => (301, "Location: /elsewhere\r\n"),
            ("/moved-away", _) => (301, "Location: /missing\r\n"),
            ("/round", _) => (302, "Location: /round\r\n"),
            ("/nowhere", _) => (302, ""),
            ("/to-a-file", _) => (302, "Location: file:///etc/hostname\r\n"),
            ("/trouble", _) => (503, ""),
            ("/better-later", _) if before < 2 => (503, ""),
            ("/too-often", _) if before < 1 => (429, "Retry-After: 1\r\n"),
            ("/better-later" | "/too-often", _) => (200, ""),
            ("/never", _) => (429, "Retry-After: 86400\r\n"),
            ("/mute" | "/mute-head", _) => {
                record();
                return std::thread::sleep(Duration::from_secs(3));
            }
            ("/hangs-up", _) => return record(),
            // Endless: a client that needs only the head must not read it all.
            ("/endless", "GET") => (200, "Transfer-Encoding: chunked\r\n"),
            ("/endless", _) => (501, ""),
            (slow, _) if slow.starts_with("/slow") => {
                std::thread::sleep(Duration::from_millis(30));
                (200, "")
            }
            _ => (404, ""),
        };
        let length = if more.contains("Transfer") { "" } else { "Content-Length: 0\r\n" };
        let mut stream = stream;
        // Recorded first, since the test may read the requests as soon as it has the answer.
        record();
        if write!(stream, "HTTP/1.1 {status} So\r\n{more}{length}\r\n").is_err() {
            return;
        }
        while more.contains("Transfer") {
            if write!(stream, "5\r\nhello\r\n").is_err() {
                return;
            }
        }
    }
}

const FAST_RETRIES: RetryPolicy = RetryPolicy {
    host_interval: Duration::from_millis(1),
    retry_delays: [Duration::from_millis(5), Duration::from_millis(10)],
    max_retry_after: Duration::from_millis(1100),
    max_parallel_hosts: 16,
};

fn check_urls(
    urls: &[&str],
    hosts: AllowedHosts,
    retries: RetryPolicy,
) -> BTreeMap<String, LinkStatus> {
    let client = HttpClient::new(hosts, Duration::from_millis(400));
    let statuses = check_all(urls, &client, retries, &AtomicUsize::new(0));
    assert_eq!(statuses.len(), urls.len());
    statuses
}

fn check(url: &str, hosts: AllowedHosts) -> LinkStatus {
    check_urls(&[url], hosts, FAST_RETRIES).into_values().next().expect("a status")
}

#[test]
fn server_responses_are_classified() {
    let server = Server::start();
    let server = &server;
    let to = |path: &str| LinkStatus::Moved(server.url(path));
    let unreached = |why: &str| LinkStatus::Unreachable(why.to_owned());
    let expected = [
        ("/good", LinkStatus::Working),
        ("/no-head", LinkStatus::Working),
        ("/broken-head", LinkStatus::Working),
        ("/mute-head", LinkStatus::Working),
        ("/endless", LinkStatus::Working),
        ("/missing", LinkStatus::Gone(404)),
        ("/gone", LinkStatus::Gone(410)),
        ("/forbidden", LinkStatus::Refused(403)),
        ("/moved", to("/good")),
        ("/moved-on", to("/good")),
        ("/elsewhere", LinkStatus::Working),
        ("/moved-elsewhere", to("/elsewhere")),
        ("/moved-away", LinkStatus::Gone(404)),
        ("/round", unreached("too many redirects")),
        ("/nowhere", unreached("it redirects to no web address (status 302)")),
        ("/to-a-file", unreached("it redirects to no web address (status 302)")),
        ("/trouble", unreached("server error (status 503)")),
        ("/better-later", LinkStatus::Working),
        ("/too-often", LinkStatus::Working),
        ("/never", LinkStatus::Refused(429)),
        ("/mute", unreached("it did not answer in time")),
    ];
    // In parallel, since some of them wait.
    std::thread::scope(|scope| {
        let checks =
            expected.map(|(path, status)| (path, status, scope.spawn(move || server.check(path))));
        for (path, status, check) in checks {
            assert_eq!(check.join().expect("a status"), status, "{path}");
        }
    });
    assert!(matches!(server.check("/hangs-up"), LinkStatus::Unreachable(_)));
    let unused = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let refused = check(&format!("http://{unused}/"), AllowedHosts::Any);
    assert_eq!(refused, unreached("it refuses connections"));
    let unknown = check("http://no-such-host.invalid/", AllowedHosts::Any);
    assert!(
        unknown == unreached("there is no such host")
            || unknown == unreached("it did not answer in time"),
        "{unknown:?}"
    );
    let invalid = check("https://exa mple.org/", AllowedHosts::Any);
    assert!(matches!(invalid, LinkStatus::Unreachable(_)));
}

#[test]
fn get_follows_a_refused_head_with_at_most_three_attempts() {
    let server = Server::start();
    for (path, methods) in [
        ("/good", &["HEAD"][..]),
        ("/no-head", &["HEAD", "GET"]),
        ("/missing", &["HEAD", "GET"]),
        ("/trouble", &["HEAD", "GET", "HEAD", "GET", "HEAD", "GET"]),
        ("/never", &["HEAD", "HEAD", "HEAD"]),
    ] {
        server.check(path);
        assert_eq!(server.methods(path), methods, "{path}");
    }
}

#[test]
fn requests_to_one_host_are_sequential_with_a_pause() {
    let server = Server::start();
    let urls: Vec<String> = (0..6)
        .map(|number| server.url(&format!("/slow/{number}")))
        .chain([server.url("/moved")])
        .collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let pause = Duration::from_millis(80);
    check_urls(&urls, AllowedHosts::Any, RetryPolicy { host_interval: pause, ..FAST_RETRIES });
    let requests = server.requests.lock().expect("not poisoned");
    assert_eq!(requests.len(), 8);
    for pair in requests.windows(2) {
        let [first, second] = pair else { unreachable!("windows of two") };
        assert!(second.received >= first.answered, "{} overlaps {}", second.path, first.path);
        // The client keeps the pause when sending; transit times vary.
        let gap = second.received.duration_since(first.received);
        assert!(gap >= pause / 2, "{} follows {} after {gap:?}", second.path, first.path);
    }
}

#[test]
fn private_addresses_are_never_requested() {
    let server = Server::start();
    let by_name = server.url("/good").replace("127.0.0.1", "localhost");
    for url in [
        server.url("/good"),
        by_name,
        "http://[::1]:9/".to_owned(),
        "http://0x7f.1:9/".to_owned(),
        "http://169.254.169.254/latest/".to_owned(),
    ] {
        assert_eq!(check(&url, AllowedHosts::Public), LinkStatus::Private, "{url}");
    }
    assert!(server.requests.lock().expect("not poisoned").is_empty());
}

const FILES: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/\"\n[publisher]\nname = \"P\"\nurl = \"https://publisher.example/\"\n[authors.me]\nname = \"Me\"\nurl = \"https://me.example/\"\n[navigation]\nmain = [{ title = \"Out\", to = \"https://navigation.example/\" }]\n",
    ),
    (
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2020-01-01\nkey_points: [\"One [point](https://point.example/).\"]\nsources:\n  - { id: a, title: S, url: \"https://source.example/x#page=3\", archived: \"https://archive.example/x\" }\n---\n[Text](https://text.example/#top), <https://auto.example/>, [again](https://text.example/) [@a] [@https://cited.example/x] [@shared].\n[Mail](mailto:a@b.example) and [call](tel:+1).\n",
    ),
    (
        "content/articles/draft.md",
        "---\ntitle: D\ndraft: true\n---\n[Draft](https://draft.example/)\n",
    ),
    (
        "content/events/e.md",
        "---\ntitle: E\ndate: 2020\ndescription: d\ndocuments: [{ title: Text, url: \"https://document.example/\" }]\n---\n",
    ),
    (
        "content/sources.toml",
        "[[sources]]\nid = \"shared\"\ntitle = \"Shared\"\nurl = \"http://shared.example/\"\n",
    ),
];

#[test]
fn external_links_are_found_with_their_locations() {
    let built = SiteTest::new().files(FILES.iter().copied()).build();
    let found: Vec<String> = external_links(&built.site.data())
        .iter()
        .map(|link| {
            let texts: Vec<String> = link
                .locations
                .iter()
                .map(|(path, span)| {
                    let (_, text) =
                        FILES.iter().find(|(name, _)| *name == path.as_str()).expect("a file");
                    format!("{path} {}", &text[span.range()])
                })
                .collect();
            format!("{} <- {}", link.url, texts.join(" + "))
        })
        .collect();
    assert_eq!(
        found,
        [
            "http://shared.example/ <- content/sources.toml \"http://shared.example/\"",
            "https://archive.example/x <- content/articles/a.md \"https://archive.example/x\"",
            "https://auto.example/ <- content/articles/a.md <https://auto.example/>",
            "https://cited.example/x <- content/articles/a.md [@https://cited.example/x]",
            "https://document.example/ <- content/events/e.md \"https://document.example/\"",
            "https://me.example/ <- site.toml \"https://me.example/\"",
            "https://navigation.example/ <- site.toml \"https://navigation.example/\"",
            "https://point.example/ <- content/articles/a.md [point](https://point.example/)",
            "https://publisher.example/ <- site.toml \"https://publisher.example/\"",
            "https://source.example/x <- content/articles/a.md \"https://source.example/x#page=3\"",
            "https://text.example/ <- content/articles/a.md [Text](https://text.example/#top) + content/articles/a.md [again](https://text.example/)",
        ]
    );
}

#[test]
fn external_link_problems_are_reported_at_every_location() {
    let site = SiteTest::new().files(FILES.iter().copied());
    let built = site.clone().build();
    let links = external_links(&built.site.data());
    let statuses = BTreeMap::from([
        ("https://text.example/".to_owned(), LinkStatus::Gone(404)),
        (
            "http://shared.example/".to_owned(),
            LinkStatus::Moved("https://shared.example/".to_owned()),
        ),
        (
            "https://auto.example/".to_owned(),
            LinkStatus::Unreachable("there is no such host".to_owned()),
        ),
        ("https://me.example/".to_owned(), LinkStatus::Private),
        ("https://source.example/x".to_owned(), LinkStatus::Refused(403)),
        ("https://point.example/".to_owned(), LinkStatus::Working),
    ]);
    let mut found = diagnostics(&links, &statuses);
    let lines = |found: &[Diagnostic]| -> Vec<String> {
        let line = |problem: &Diagnostic| {
            format!("{} {}: {}", problem.severity, problem.code.name, problem.message)
        };
        found.iter().map(line).collect()
    };
    assert_eq!(
        lines(&found),
        [
            "note outside-link-moved: http://shared.example/ has moved permanently",
            "warning outside-link-unreached: cannot reach https://auto.example/: there is no such host",
            "note outside-link-unchecked: https://me.example/ was not checked, because it is not on the public internet",
            "note outside-link-unchecked: cannot check https://source.example/x: it does not answer programs (status 403)",
            "warning outside-link-broken: https://text.example/ does not exist (status 404)",
            "warning outside-link-broken: https://text.example/ does not exist (status 404)",
        ]
    );
    // Levels are set like those of other diagnostics.
    let quiet = site
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\ncheck: { outside-link-broken: note, outside-link-unreached: off }\n---\n",
        )
        .build();
    quiet.site.apply_levels(&mut found, true);
    let lines = lines(&found);
    let notes = lines.iter().filter(|line| line.starts_with("note outside-link-broken"));
    assert_eq!(notes.count(), 2);
    assert!(!lines.iter().any(|line| line.contains("unreached")));
}

/// Runs the program with a cache folder of its own; returns its report.
fn run(folder: &Folder, cache: &Folder, arguments: &[&str]) -> String {
    let output = program(&folder.path(), arguments)
        .env("XDG_CACHE_HOME", cache.path())
        .env("HOME", cache.path())
        .output()
        .expect("the program runs");
    assert_success(&output);
    stderr(&output)
}

#[test]
fn check_requests_other_sites_only_with_external_and_never_this_machine() {
    let server = Server::start();
    let folder = SiteTest::story()
        .file("content/out.md", format!("---\ntitle: Out\n---\n[Here]({})\n", server.url("/good")))
        .on_disk();
    let cache = Folder::new();
    assert!(!run(&folder, &cache, &["check"]).contains("outside-link"));
    let report = run(&folder, &cache, &["check", "--external"]);
    assert!(
        report.contains("note[outside-link-unchecked]: ")
            && report.contains(" --> content/out.md:4:1"),
        "{report}"
    );
    assert!(report.contains("Checked 1 external link"), "{report}");
    assert!(server.requests.lock().expect("not poisoned").is_empty());
}

#[test]
fn links_that_worked_within_a_week_are_not_checked_again() {
    let folder = SiteTest::story()
        .file(
            "content/out.md",
            "---\ntitle: Out\n---\n[Here](http://127.0.0.1:9/a) and [there](http://127.0.0.1:9/b)\n",
        )
        .on_disk();
    let cache = Folder::new();
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    cache.write(
        "backgrounder/outside-links.json",
        format!("{{\"version\":1,\"answered\":{{\"http://127.0.0.1:9/a\":{now}}}}}"),
    );
    let report = run(&folder, &cache, &["check", "--external"]);
    assert!(
        report.contains("Checked 1 external link; 1 more link worked within the last week"),
        "{report}"
    );
    let fresh = run(&folder, &cache, &["check", "--external", "--fresh"]);
    assert!(fresh.contains("Checked 2 external links\n"), "{fresh}");
    assert_exit_code(&folder.run(&["check", "--fresh"]), 2, "--fresh without --external");
}
