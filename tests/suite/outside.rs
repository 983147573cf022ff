//! Links to other sites, asked of a server on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use backgrounder::engine::BuildOptions;
use backgrounder::link_check::{
    AllowedHosts, HttpClient, LinkStatus, RetryPolicy, check_all, diagnostics, external_links,
};

use super::harness::{Folder, build_in_memory, program};

/// A question that the server was asked: method, path, when it came and when its answer was ready.
type Asked = (String, String, Instant, Instant);

/// A server that answers each path as its name says, and notes what it was asked.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let notes = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let notes = notes.clone();
                std::thread::spawn(move || serve(&stream, &notes));
            }
        });
        Server { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn questions(&self, path: &str) -> Vec<String> {
        self.asked
            .lock()
            .expect("not poisoned")
            .iter()
            .filter(|asked| asked.1 == path)
            .map(|asked| asked.0.clone())
            .collect()
    }

    fn ask(&self, path: &str) -> LinkStatus {
        ask(&[&self.url(path)], AllowedHosts::Any, QUICK).into_values().next().expect("a verdict")
    }
}

/// Answers questions until the other side goes away.
fn serve(stream: &TcpStream, notes: &Mutex<Vec<Asked>>) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let came = Instant::now();
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return };
        while line.trim() != "" {
            line.clear();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
        }
        let before = notes
            .lock()
            .expect("not poisoned")
            .iter()
            .filter(|asked| asked.1 == path && asked.0 == method)
            .count();
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
                notes.lock().expect("not poisoned").push((method, path, came, Instant::now()));
                return std::thread::sleep(Duration::from_secs(3));
            }
            ("/hangs-up", _) => {
                return notes.lock().expect("not poisoned").push((
                    method,
                    path,
                    came,
                    Instant::now(),
                ));
            }
            // Far more than anybody who only looks for the head should read.
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
        // Noted before it is sent: whoever has the answer may look at the notes at once.
        notes.lock().expect("not poisoned").push((method, path, came, Instant::now()));
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

const QUICK: RetryPolicy = RetryPolicy {
    host_interval: Duration::from_millis(1),
    retry_delays: [Duration::from_millis(5), Duration::from_millis(10)],
    max_retry_after: Duration::from_millis(1100),
    max_parallel_hosts: 16,
};

fn ask(urls: &[&str], reach: AllowedHosts, manners: RetryPolicy) -> BTreeMap<String, LinkStatus> {
    let done = AtomicUsize::new(0);
    let verdicts =
        check_all(urls, &HttpClient::new(reach, Duration::from_millis(400)), manners, &done);
    assert_eq!(verdicts.len(), urls.len());
    verdicts
}

#[test]
fn each_answer_of_a_server_is_understood() {
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
        ("/round", unreached("it sends on and on")),
        ("/nowhere", unreached("it sends on to no address (status 302)")),
        ("/to-a-file", unreached("it sends on to no address (status 302)")),
        ("/trouble", unreached("it answers with trouble of its own (status 503)")),
        ("/better-later", LinkStatus::Working),
        ("/too-often", LinkStatus::Working),
        ("/never", LinkStatus::Refused(429)),
        ("/mute", unreached("it did not answer in time")),
    ];
    // All at once, for some of them wait.
    std::thread::scope(|scope| {
        let asking =
            expected.map(|(path, verdict)| (path, verdict, scope.spawn(move || server.ask(path))));
        for (path, verdict, asked) in asking {
            assert_eq!(asked.join().expect("a verdict"), verdict, "{path}");
        }
    });
    assert!(matches!(server.ask("/hangs-up"), LinkStatus::Unreachable(_)));
    let nobody = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .to_string();
    assert_eq!(
        ask(&[&format!("http://{nobody}/")], AllowedHosts::Any, QUICK).into_values().next(),
        Some(unreached("it accepts no connection"))
    );
    let unnamed =
        ask(&["http://no-such-host.invalid/"], AllowedHosts::Any, QUICK).into_values().next();
    assert!(
        unnamed == Some(unreached("no machine has this name"))
            || unnamed == Some(unreached("it did not answer in time")),
        "{unnamed:?}"
    );
    assert!(matches!(
        ask(&["https://exa mple.org/"], AllowedHosts::Any, QUICK).into_values().next(),
        Some(LinkStatus::Unreachable(_))
    ));
}

#[test]
fn all_is_asked_for_only_where_the_head_is_refused_and_three_times_at_most() {
    let server = Server::start();
    for (path, questions) in [
        ("/good", &["HEAD"][..]),
        ("/no-head", &["HEAD", "GET"]),
        ("/missing", &["HEAD", "GET"]),
        ("/trouble", &["HEAD", "GET", "HEAD", "GET", "HEAD", "GET"]),
        ("/never", &["HEAD", "HEAD", "HEAD"]),
    ] {
        server.ask(path);
        assert_eq!(server.questions(path), questions, "{path}");
    }
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_a_pause_between() {
    let server = Server::start();
    let urls: Vec<String> = (0..6)
        .map(|number| server.url(&format!("/slow/{number}")))
        .chain([server.url("/moved")])
        .collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let pause = Duration::from_millis(80);
    ask(&urls, AllowedHosts::Any, RetryPolicy { host_interval: pause, ..QUICK });
    let asked = server.asked.lock().expect("not poisoned");
    assert_eq!(asked.len(), 8);
    for pair in asked.windows(2) {
        assert!(pair[1].2 >= pair[0].3, "{pair:?} at once");
        // The pause is kept where a question is sent; it is some time on its way.
        assert!(pair[1].2.duration_since(pair[0].2) >= pause / 2, "{pair:?} without a pause");
    }
}

#[test]
fn machines_that_are_not_public_are_not_asked() {
    let server = Server::start();
    let by_name = server.url("/good").replace("127.0.0.1", "localhost");
    for url in [
        server.url("/good"),
        by_name,
        "http://[::1]:9/".to_owned(),
        "http://0x7f.1:9/".to_owned(),
        "http://169.254.169.254/latest/".to_owned(),
    ] {
        assert_eq!(
            ask(&[&url], AllowedHosts::Public, QUICK).into_values().next(),
            Some(LinkStatus::Private),
            "{url}"
        );
    }
    assert_eq!(server.asked.lock().expect("not poisoned").len(), 0);
}

const SITE: &[(&str, &str)] = &[
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
fn every_link_out_of_what_is_shown_is_found_with_its_places() {
    let built = build_in_memory(SITE.iter().copied(), &BuildOptions::default());
    let found: Vec<String> = external_links(&built.site.data())
        .iter()
        .map(|link| {
            let texts: Vec<String> = link
                .locations
                .iter()
                .map(|(path, span)| {
                    let (_, text) =
                        SITE.iter().find(|(name, _)| *name == path.as_str()).expect("a file");
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
fn outside_links_are_told_at_each_place_with_what_to_do() {
    let built = build_in_memory(SITE.iter().copied(), &BuildOptions::default());
    let links = external_links(&built.site.data());
    let verdicts = BTreeMap::from([
        ("https://text.example/".to_owned(), LinkStatus::Gone(404)),
        (
            "http://shared.example/".to_owned(),
            LinkStatus::Moved("https://shared.example/".to_owned()),
        ),
        (
            "https://auto.example/".to_owned(),
            LinkStatus::Unreachable("no machine has this name".to_owned()),
        ),
        ("https://me.example/".to_owned(), LinkStatus::Private),
        ("https://source.example/x".to_owned(), LinkStatus::Refused(403)),
        ("https://point.example/".to_owned(), LinkStatus::Working),
    ]);
    let mut found = diagnostics(&links, &verdicts);
    let told = |found: &[backgrounder::diagnostics::Diagnostic]| {
        found
            .iter()
            .map(|problem| {
                format!("{} {}: {}", problem.severity, problem.code.name, problem.message)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(&found),
        [
            "note outside-link-moved: http://shared.example/ has moved for good",
            "warning outside-link-unreached: https://auto.example/ could not be reached: no machine has this name",
            "note outside-link-unchecked: https://me.example/ lies in no public network, and was not asked",
            "note outside-link-unchecked: https://source.example/x does not answer programs: status 403",
            "warning outside-link-broken: there is nothing at https://text.example/ any more: it answers with status 404",
            "warning outside-link-broken: there is nothing at https://text.example/ any more: it answers with status 404",
        ]
    );
    // Their levels are set like those of all others.
    let levels = (
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2020-01-01\ncheck: { outside-link-broken: note, outside-link-unreached: off }\n---\n",
    );
    let quiet = build_in_memory(
        SITE.iter().copied().filter(|(path, _)| *path != levels.0).chain([levels]),
        &BuildOptions::default(),
    );
    quiet.site.apply_levels(&mut found, true);
    assert_eq!(
        told(&found).iter().filter(|line| line.starts_with("note outside-link-broken")).count(),
        2
    );
    assert!(!told(&found).iter().any(|line| line.contains("unreached")));
}

#[test]
fn check_asks_other_sites_only_when_it_is_told_to_and_never_this_machine() {
    let server = Server::start();
    let folder = Folder::with_story();
    folder.write(
        "content/out.md",
        format!("---\ntitle: Out\n---\n[Here]({})\n", server.url("/good")),
    );
    let cache = tempfile::tempdir().expect("a folder");
    let check = |arguments: &[&str]| {
        let output = program(&folder.path(), arguments)
            .env("XDG_CACHE_HOME", cache.path())
            .env("HOME", cache.path())
            .output()
            .expect("the program runs");
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("text")
    };
    assert!(!check(&["check"]).contains("outside-link"));
    let said = check(&["check", "--external"]);
    assert!(
        said.contains("note[outside-link-unchecked]: ") && said.contains(" --> content/out.md:4:1"),
        "{said}"
    );
    assert!(said.contains("Checked 1 external link"), "{said}");
    assert_eq!(server.asked.lock().expect("not poisoned").len(), 0);
}

/// Where its answer is kept, what answered lately is not asked again, unless all is to be asked
/// afresh.
#[test]
fn what_answered_within_the_last_week_is_not_asked_again() {
    let folder = Folder::with_story();
    folder.write(
        "content/out.md",
        "---\ntitle: Out\n---\n[Here](http://127.0.0.1:9/a) and [there](http://127.0.0.1:9/b)\n",
    );
    let cache = tempfile::tempdir().expect("a folder");
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let file = cache.path().join("backgrounder/outside-links.json");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(
        &file,
        format!("{{\"version\":1,\"answered\":{{\"http://127.0.0.1:9/a\":{now}}}}}"),
    )
    .expect("written");
    let check = |arguments: &[&str]| {
        let mut command = program(&folder.path(), arguments);
        String::from_utf8(
            command.env("XDG_CACHE_HOME", cache.path()).output().expect("the program runs").stderr,
        )
        .expect("text")
    };
    let said = check(&["check", "--external"]);
    assert!(
        said.contains("Checked 1 external link; 1 more link worked within the last week"),
        "{said}"
    );
    assert!(check(&["check", "--external", "--fresh"]).contains("Checked 2 external links\n"));
    assert!(!check(&["check", "--fresh"]).contains("Checked"));
}
