//! What the preview answers: promises 22 and 23, as tables.

use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode, Uri};

use backgrounder::engine::BuildOptions;
use backgrounder::preview::{
    HostName, HostPolicy, Preview, PreviewResponse, PreviewState, ResponseBody, respond,
};

use super::harness::Folder;

const LOOPBACK: HostPolicy = HostPolicy { is_loopback_only: true, allowed_hosts: Vec::new() };

fn bound(loopback: bool, hosts: &[&str]) -> HostPolicy {
    HostPolicy {
        is_loopback_only: loopback,
        allowed_hosts: hosts.iter().map(|host| HostName::parse(host).expect("a host")).collect(),
    }
}

fn headers(list: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in list {
        headers.append(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_bytes(value.as_bytes()).expect("a value"),
        );
    }
    headers
}

struct Site {
    showing: std::sync::Arc<PreviewState>,
    _folder: Folder,
}

impl Site {
    fn new() -> Self {
        let folder = Folder::with_story();
        folder.write("static/한국.txt", "hello");
        folder.write("static/data.json", "{}");
        let (preview, _) = Preview::open(&folder.path(), BuildOptions::default());
        Site { showing: preview.channel().current(), _folder: folder }
    }

    fn ask(
        &self,
        bound: &HostPolicy,
        method: &str,
        path: &str,
        list: &[(&str, &str)],
    ) -> PreviewResponse {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        respond(
            &self.showing,
            bound,
            &method,
            &path.parse::<Uri>().expect("a path"),
            &headers(list),
        )
    }

    fn get(&self, path: &str, list: &[(&str, &str)]) -> PreviewResponse {
        self.ask(&LOOPBACK, "GET", path, &[&[("host", "localhost:8000")], list].concat())
    }
}

fn header<'a>(answer: &'a PreviewResponse, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().expect("text"))
}

fn length(answer: &PreviewResponse) -> usize {
    match &answer.body {
        ResponseBody::Bytes(bytes) => bytes.len(),
        other => panic!("{other:?}"),
    }
}

/// Requests that another web site can bring about, none of which may be answered with a page.
#[test]
fn promise_22_other_web_sites_cannot_read_the_preview() {
    let site = Site::new();
    let own = ("host", "localhost:8000");
    let mut refused = 0;
    let mut refuse = |bound: &HostPolicy, method: &str, list: &[(&str, &str)]| {
        for path in [
            "/s/",
            "/s/articles/talks/",
            "/.backgrounder/events",
            "/.backgrounder/state?at=/s/",
            "/.backgrounder/preview.js",
        ] {
            let answer = site.ask(bound, method, path, list);
            assert!(
                answer.status.is_client_error() && length(&answer) < 200,
                "{method} {path} {list:?}: {}",
                answer.status
            );
            assert!(
                !answer.headers.keys().any(|name| name.as_str().starts_with("access-control")),
                "{list:?}"
            );
            refused += 1;
        }
    };
    // A name of another site that has been made to mean this machine.
    for host in [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil-localhost",
        "xlocalhost",
        "192.168.0.5:8000",
        "[2001:db8::1]:8000",
        "0.0.0.0",
        "",
        " ",
        "local host",
        "localhost:port",
        "localhost@evil.example",
        "[::1",
        "localhost/x",
        "127.1",
        "2130706433",
        "0x7f.1",
    ] {
        refuse(&LOOPBACK, "GET", &[("host", host)]);
    }
    refuse(&LOOPBACK, "GET", &[]);
    refuse(&LOOPBACK, "GET", &[own, ("host", "evil.example")]);
    refuse(&LOOPBACK, "GET", &[own, own]);
    // Scripts of other sites, and of other ports of this machine.
    for origin in [
        "http://evil.example",
        "https://localhost:8000",
        "http://localhost",
        "http://localhost:3000",
        "http://127.0.0.1:8000",
        "null",
        "file://",
        "",
    ] {
        refuse(&LOOPBACK, "GET", &[own, ("origin", origin)]);
    }
    // What is embedded, fetched or framed by them.
    for relation in ["cross-site", "same-site", "other"] {
        for (mode, dest) in [
            ("no-cors", "script"),
            ("no-cors", "image"),
            ("no-cors", "style"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "frame"),
            ("navigate", "embed"),
            ("navigate", "object"),
            ("websocket", "websocket"),
        ] {
            refuse(
                &LOOPBACK,
                "GET",
                &[
                    own,
                    ("sec-fetch-site", relation),
                    ("sec-fetch-mode", mode),
                    ("sec-fetch-dest", dest),
                ],
            );
        }
        refuse(
            &LOOPBACK,
            "POST",
            &[
                own,
                ("sec-fetch-site", relation),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "document"),
            ],
        );
        refuse(&LOOPBACK, "GET", &[own, ("sec-fetch-site", relation)]);
    }
    // That some hosts are allowed opens the door to no other, nor to other sites by way of those.
    for allowing in [
        bound(false, &["desk.local"]),
        bound(true, &["desk.local", "preview.example.org", "192.168.0.5", "2001:db8::1"]),
    ] {
        for host in [
            "evil.example",
            "desk.local.evil.example",
            "desk",
            "xdesk.local",
            "a.desk.local",
            "local",
            "desk.local..",
            "desk.local:port",
            "example.org",
        ] {
            refuse(&allowing, "GET", &[("host", host)]);
        }
        let allowed = ("host", "desk.local:8000");
        for origin in [
            "http://evil.example",
            "http://desk.local",
            "http://desk.local:3000",
            "https://desk.local",
            "http://localhost:8000",
            "null",
            "ftp://desk.local:8000",
        ] {
            refuse(&allowing, "GET", &[allowed, ("origin", origin)]);
        }
        for relation in ["cross-site", "same-site"] {
            refuse(
                &allowing,
                "GET",
                &[
                    allowed,
                    ("sec-fetch-site", relation),
                    ("sec-fetch-mode", "cors"),
                    ("sec-fetch-dest", "empty"),
                ],
            );
        }
    }
    for host in ["192.168.0.6", "[2001:db8::2]"] {
        refuse(&bound(true, &["192.168.0.5", "2001:db8::1"]), "GET", &[("host", host)]);
    }
    assert!(refused >= 80, "only {refused} cases");
}

#[test]
fn a_refusal_says_which_rule_was_broken() {
    let site = Site::new();
    let own = ("host", "localhost:8000");
    let bad_host = (400, "The request has no valid host.");
    let foreign_host = (
        421,
        "This preview does not answer to the host name evil.example. If it is your own, start the preview with `--allow-host evil.example`.",
    );
    for (method, path, list, (status, words)) in [
        ("GET", "/s/", &[][..], bad_host),
        ("GET", "/s/", &[("host", ":8000")], bad_host),
        ("GET", "/s/", &[("host", "local host:8000")], bad_host),
        ("GET", "/s/", &[("host", "localhost:99999")], bad_host),
        ("GET", "http://evil.example/s/", &[own], bad_host),
        ("GET", "/s/", &[("host", "evil.example")], foreign_host),
        ("GET", "/s/", &[("host", "Evil.Example.:8000")], foreign_host),
        (
            "GET",
            "/s/",
            &[own, ("origin", "http://evil.example")],
            (403, "Other websites cannot read this preview."),
        ),
        ("POST", "/s/", &[own], (405, "A preview is read-only (GET, HEAD).")),
    ] {
        let answer = site.ask(&LOOPBACK, method, path, list);
        let ResponseBody::Bytes(said) = &answer.body else { panic!("{list:?}") };
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {list:?}");
        assert!(
            String::from_utf8_lossy(said).starts_with(words),
            "{list:?}: {}",
            String::from_utf8_lossy(said)
        );
    }
    assert_eq!(
        site.ask(&LOOPBACK, "GET", "http://localhost:8000/s/", &[own]).status,
        StatusCode::OK,
        "a request may name its host twice, as proxies do"
    );
}

#[test]
fn those_who_may_read_the_preview_can() {
    let site = Site::new();
    for host in [
        "localhost:8000",
        "LOCALHOST",
        "localhost.:8000",
        "site.localhost",
        "127.0.0.1:8000",
        "127.0.0.2",
        "[::1]:8000",
        "[::1]",
    ] {
        assert_eq!(
            site.ask(&LOOPBACK, "GET", "/s/", &[("host", host)]).status,
            StatusCode::OK,
            "{host}"
        );
    }
    let own = ("host", "localhost:8000");
    for list in [
        &[own, ("origin", "http://localhost:8000")][..],
        &[own, ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")],
        &[own, ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")],
        // A link in a mail or on a page of another site, followed by a person.
        &[
            own,
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ],
    ] {
        assert_eq!(site.ask(&LOOPBACK, "GET", "/s/", list).status, StatusCode::OK, "{list:?}");
    }
    let network = bound(false, &["desk.local"]);
    for host in
        ["desk.local:8000", "Desk.Local", "192.168.0.5:8000", "[2001:db8::1]:8000", "localhost"]
    {
        assert_eq!(
            site.ask(&network, "GET", "/s/", &[("host", host)]).status,
            StatusCode::OK,
            "{host}"
        );
    }
}

#[test]
fn a_host_that_was_allowed_is_answered_however_it_is_written_and_behind_a_proxy_with_tls() {
    let site = Site::new();
    let allowing = bound(
        true,
        &[
            "Mac.Local.",
            "preview.example.org",
            "Bücher.example",
            "my_container",
            "192.168.0.5",
            "[2001:DB8::1]",
        ],
    );
    for host in [
        "mac.local",
        "mac.local:8000",
        "MAC.LOCAL.:8000",
        "preview.example.org:443",
        "xn--bcher-kva.example",
        "my_container:80",
        "192.168.0.5:8000",
        "[2001:db8::1]:8000",
        "[2001:db8:0:0::1]",
        "localhost:8000",
    ] {
        assert_eq!(
            site.ask(&allowing, "GET", "/s/", &[("host", host)]).status,
            StatusCode::OK,
            "{host}"
        );
    }
    for (host, origin) in [
        ("mac.local:8000", "http://mac.local:8000"),
        ("preview.example.org", "https://preview.example.org"),
        ("preview.example.org:443", "https://preview.example.org"),
        ("preview.example.org:80", "http://preview.example.org"),
        ("preview.example.org:8443", "https://Preview.Example.org:8443"),
    ] {
        let list = [
            ("host", host),
            ("origin", origin),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-dest", "empty"),
        ];
        assert_eq!(
            site.ask(&allowing, "GET", "/s/", &list).status,
            StatusCode::OK,
            "{host} {origin}"
        );
    }
}

#[test]
fn what_is_no_host_is_not_allowed_and_the_message_says_what_to_write() {
    for (written, said) in [
        ("http://mac.local", "without `http://`"),
        ("mac.local/s/", "without `http://` and path"),
        ("mac.local:8000", "write it without the port: `mac.local`"),
        ("[::1]:8000", "write it without the port: `[::1]`"),
        ("*.local", "`*` is not supported"),
        ("", "not a host name"),
        ("mac local", "not a host name"),
        ("::zz", "not a host name"),
    ] {
        let refused = HostName::parse(written).expect_err(written);
        assert!(refused.contains(said), "{written}: {refused}");
    }
}

#[test]
fn promise_23_every_path_has_its_right_answer() {
    let site = Site::new();
    for (path, status, of_type, location) in [
        ("/s/", 200, "text/html; charset=utf-8", ""),
        ("/s/?q=1", 200, "text/html; charset=utf-8", ""),
        ("/s/figures/kim-jong-un/", 200, "text/html; charset=utf-8", ""),
        ("/s/404.html", 200, "text/html; charset=utf-8", ""),
        ("/s/robots.txt", 200, "text/plain; charset=utf-8", ""),
        ("/s/feed.xml", 200, "application/xml; charset=utf-8", ""),
        ("/s/data.json", 200, "application/json; charset=utf-8", ""),
        ("/s/%ED%95%9C%EA%B5%AD.txt", 200, "text/plain; charset=utf-8", ""),
        ("/.backgrounder/preview.js", 200, "text/javascript; charset=utf-8", ""),
        ("/.backgrounder/preview.css", 200, "text/css; charset=utf-8", ""),
        ("/.backgrounder/events", 200, "text/event-stream", ""),
        ("/.backgrounder/state?at=/s/", 200, "application/json", ""),
        ("/.backgrounder/worker.js?x", 200, "text/javascript; charset=utf-8", ""),
        ("/", 307, "text/plain; charset=utf-8", "/s/"),
        ("/s", 301, "text/plain; charset=utf-8", "/s/"),
        ("/s/figures/kim-jong-un", 301, "text/plain; charset=utf-8", "/s/figures/kim-jong-un/"),
        (
            "/s/figures/kim-jong-un?a=b",
            301,
            "text/plain; charset=utf-8",
            "/s/figures/kim-jong-un/?a=b",
        ),
        ("/s/figures/index.html", 301, "text/plain; charset=utf-8", "/s/figures/"),
        ("/s/index.html", 301, "text/plain; charset=utf-8", "/s/"),
        ("/s/nothing/", 404, "text/html; charset=utf-8", ""),
        ("/figures/kim-jong-un/", 404, "text/html; charset=utf-8", ""),
        ("/s/figures//kim-jong-un/", 404, "text/html; charset=utf-8", ""),
        ("/s/figures/../robots.txt", 404, "text/html; charset=utf-8", ""),
        ("/s/%2e%2e/site.toml", 404, "text/html; charset=utf-8", ""),
        ("/s/..%2fsite.toml", 404, "text/html; charset=utf-8", ""),
        ("/s/%00", 404, "text/html; charset=utf-8", ""),
        ("/s/%zz", 404, "text/html; charset=utf-8", ""),
        ("/s/%ff/", 404, "text/html; charset=utf-8", ""),
        ("/site.toml", 404, "text/html; charset=utf-8", ""),
        ("/s/content/_index.md", 404, "text/html; charset=utf-8", ""),
        ("/.backgrounder/", 404, "text/html; charset=utf-8", ""),
        ("/etc/passwd", 404, "text/html; charset=utf-8", ""),
        ("//evil.example/", 404, "text/html; charset=utf-8", ""),
        ("/s//evil.example", 404, "text/html; charset=utf-8", ""),
    ] {
        let answer = site.get(path, &[]);
        assert_eq!(
            (answer.status.as_u16(), header(&answer, "content-type"), header(&answer, "location")),
            (status, of_type, location),
            "{path}"
        );
        assert_eq!(
            (
                header(&answer, "x-content-type-options"),
                header(&answer, "cross-origin-resource-policy")
            ),
            ("nosniff", "same-origin"),
            "{path}"
        );
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"] {
        let answer = site.ask(&LOOPBACK, method, "/s/", &[("host", "localhost")]);
        assert_eq!(
            (answer.status.as_u16(), header(&answer, "allow")),
            (405, "GET, HEAD"),
            "{method}"
        );
    }
}

#[test]
fn a_reader_who_has_a_version_is_not_sent_it_again_and_one_who_wants_a_part_gets_it() {
    let site = Site::new();
    let whole = site.get("/s/robots.txt", &[]);
    let (version, size) = (header(&whole, "etag").to_owned(), length(&whole));
    assert!(version.starts_with('"') && size > 10, "{version} {size}");
    for known in
        [version.clone(), format!("W/{version}"), format!("\"other\", {version}"), "*".to_owned()]
    {
        let answer = site.get("/s/robots.txt", &[("if-none-match", &known)]);
        assert_eq!(
            (answer.status.as_u16(), length(&answer), header(&answer, "etag")),
            (304, 0, version.as_str()),
            "{known}"
        );
    }
    assert_eq!(site.get("/s/robots.txt", &[("if-none-match", "\"other\"")]).status, StatusCode::OK);
    let last = size - 1;
    for (range, status, part, said) in [
        ("bytes=0-3", 206, 4, format!("bytes 0-3/{size}")),
        ("bytes=5-", 206, size - 5, format!("bytes 5-{last}/{size}")),
        ("bytes=-4", 206, 4, format!("bytes {}-{last}/{size}", size - 4)),
        ("bytes=0-99999", 206, size, format!("bytes 0-{last}/{size}")),
        ("bytes=-99999", 206, size, format!("bytes 0-{last}/{size}")),
        ("bytes=99999-", 416, 0, format!("bytes */{size}")),
        ("bytes=-0", 416, 0, format!("bytes */{size}")),
        ("bytes=3-1", 200, size, String::new()),
        ("bytes=0-1,3-4", 200, size, String::new()),
        ("bytes=x-", 200, size, String::new()),
        ("lines=0-1", 200, size, String::new()),
        ("bytes=0-18446744073709551615", 206, size, format!("bytes 0-{last}/{size}")),
        ("bytes=99999999999999999999-", 200, size, String::new()),
    ] {
        let answer = site.get("/s/robots.txt", &[("range", range)]);
        assert_eq!(
            (answer.status.as_u16(), length(&answer), header(&answer, "content-range")),
            (status, part, said.as_str()),
            "{range}"
        );
    }
    assert_eq!(
        site.get("/s/robots.txt", &[("range", "bytes=0-3"), ("if-range", &version)])
            .status
            .as_u16(),
        206
    );
    assert_eq!(
        site.get("/s/robots.txt", &[("range", "bytes=0-3"), ("if-range", "\"other\"")])
            .status
            .as_u16(),
        200
    );
    // A page that is not there is not a version of one.
    assert_eq!(
        site.get("/s/nothing/", &[("if-none-match", "*"), ("range", "bytes=0-1")]).status.as_u16(),
        404
    );
}

#[test]
fn the_script_is_added_to_pages_alone_and_needs_no_exception_in_a_policy() {
    let site = Site::new();
    let text = |path: &str| match site.get(path, &[]).body {
        ResponseBody::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("text"),
        other => panic!("{other:?}"),
    };
    for (path, route) in [
        ("/s/", "/"),
        ("/s/articles/talks/", "/articles/talks/"),
        ("/s/nothing/", "/404.html"),
        ("/s/old/second/", "/old/second/"),
    ] {
        let page = text(path);
        let Ok(backgrounder::site::Body::Bytes(built)) = self::built(&site, route) else {
            panic!("{route}")
        };
        assert_eq!(super::serving::without_script(page.as_bytes()), built, "{path}");
        assert_eq!(page.matches("/.backgrounder/preview.js").count(), 1, "{path}");
        assert!(!page.contains("<script>"), "{path}");
    }
    for path in ["/s/feed.xml", "/s/robots.txt", "/s/sitemap.xml"] {
        assert!(!text(path).contains("backgrounder/preview"), "{path}");
    }
    // Neither the script nor what it shows needs an inline style or script.
    let script = text("/.backgrounder/preview.js") + &text("/.backgrounder/worker.js");
    for forbidden in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        ".style.",
        ".style =",
        "setAttribute(\"style\"",
    ] {
        assert!(!script.contains(forbidden), "{forbidden}");
    }
}

fn built(
    site: &Site,
    route: &str,
) -> Result<backgrounder::site::Body, Box<backgrounder::diagnostics::Diagnostic>> {
    site.showing.site.body(route).expect("an address")
}
