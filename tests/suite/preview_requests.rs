//! Responses of the preview to single requests: promises 22 and 23.

use std::sync::Arc;

use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode, Uri};

use backgrounder::engine::BuildOptions;
use backgrounder::preview::{
    HostName, HostPolicy, Preview, PreviewResponse, PreviewState, ResponseBody, respond,
};

use backgrounder::site::Body;

use super::harness::{Folder, SiteTest};
use super::preview_server::without_script;

const LOOPBACK: HostPolicy = HostPolicy { is_loopback_only: true, allowed_hosts: Vec::new() };

fn policy(is_loopback_only: bool, hosts: &[&str]) -> HostPolicy {
    HostPolicy {
        is_loopback_only,
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

struct TestPreview {
    state: Arc<PreviewState>,
    _folder: Folder,
}

impl TestPreview {
    fn new() -> Self {
        let folder = SiteTest::story()
            .file("static/한국.txt", "hello")
            .file("static/data.json", "{}")
            .on_disk();
        let (preview, _) = Preview::open(&folder.path(), BuildOptions::default());
        TestPreview { state: preview.channel().current(), _folder: folder }
    }

    fn request(
        &self,
        policy: &HostPolicy,
        method: &str,
        path: &str,
        list: &[(&str, &str)],
    ) -> PreviewResponse {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        respond(&self.state, policy, &method, &path.parse::<Uri>().expect("a path"), &headers(list))
    }

    fn get(&self, path: &str, list: &[(&str, &str)]) -> PreviewResponse {
        self.request(&LOOPBACK, "GET", path, &[&[("host", "localhost:8000")], list].concat())
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

type Header<'a> = (&'a str, &'a str);

/// The headers of a request with fetch metadata.
fn fetch<'a>(host: Header<'a>, site: &'a str, mode: &'a str, dest: &'a str) -> [Header<'a>; 4] {
    [host, ("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]
}

/// Requests that another site can cause; all must be refused.
#[test]
fn promise_22_other_web_sites_cannot_read_the_preview() {
    let preview = TestPreview::new();
    let own = ("host", "localhost:8000");
    let mut refused = 0;
    let mut refuse = |policy: &HostPolicy, method: &str, list: &[(&str, &str)]| {
        for path in [
            "/s/",
            "/s/articles/talks/",
            "/.backgrounder/events",
            "/.backgrounder/state?at=/s/",
            "/.backgrounder/preview.js",
        ] {
            let answer = preview.request(policy, method, path, list);
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
    // DNS rebinding: another name that resolves to this machine.
    #[rustfmt::skip]
    let hosts = [
        "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
        "evil-localhost", "xlocalhost", "192.168.0.5:8000", "[2001:db8::1]:8000", "0.0.0.0", "",
        " ", "local host", "localhost:port", "localhost@evil.example", "[::1", "localhost/x",
        "127.1", "2130706433", "0x7f.1",
    ];
    for host in hosts {
        refuse(&LOOPBACK, "GET", &[("host", host)]);
    }
    refuse(&LOOPBACK, "GET", &[]);
    refuse(&LOOPBACK, "GET", &[own, ("host", "evil.example")]);
    refuse(&LOOPBACK, "GET", &[own, own]);
    // Scripts of other sites and of other ports on this machine.
    #[rustfmt::skip]
    let origins = [
        "http://evil.example", "https://localhost:8000", "http://localhost",
        "http://localhost:3000", "http://127.0.0.1:8000", "null", "file://", "",
    ];
    for origin in origins {
        refuse(&LOOPBACK, "GET", &[own, ("origin", origin)]);
    }
    // Embedding, fetching and framing by other sites.
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
            refuse(&LOOPBACK, "GET", &fetch(own, relation, mode, dest));
        }
        refuse(&LOOPBACK, "POST", &fetch(own, relation, "navigate", "document"));
        refuse(&LOOPBACK, "GET", &[own, ("sec-fetch-site", relation)]);
    }
    // Allowed hosts admit neither other hosts nor other origins.
    for allowing in [
        policy(false, &["desk.local"]),
        policy(true, &["desk.local", "preview.example.org", "192.168.0.5", "2001:db8::1"]),
    ] {
        #[rustfmt::skip]
        let hosts = [
            "evil.example", "desk.local.evil.example", "desk", "xdesk.local", "a.desk.local",
            "local", "desk.local..", "desk.local:port", "example.org",
        ];
        for host in hosts {
            refuse(&allowing, "GET", &[("host", host)]);
        }
        let allowed = ("host", "desk.local:8000");
        #[rustfmt::skip]
        let origins = [
            "http://evil.example", "http://desk.local", "http://desk.local:3000",
            "https://desk.local", "http://localhost:8000", "null", "ftp://desk.local:8000",
        ];
        for origin in origins {
            refuse(&allowing, "GET", &[allowed, ("origin", origin)]);
        }
        for relation in ["cross-site", "same-site"] {
            refuse(&allowing, "GET", &fetch(allowed, relation, "cors", "empty"));
        }
    }
    for host in ["192.168.0.6", "[2001:db8::2]"] {
        refuse(&policy(true, &["192.168.0.5", "2001:db8::1"]), "GET", &[("host", host)]);
    }
    assert!(refused >= 80, "only {refused} cases");
}

#[test]
fn refusals_name_the_broken_rule() {
    let preview = TestPreview::new();
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
        let answer = preview.request(&LOOPBACK, method, path, list);
        let ResponseBody::Bytes(body) = &answer.body else { panic!("{list:?}") };
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {list:?}");
        assert!(
            String::from_utf8_lossy(body).starts_with(words),
            "{list:?}: {}",
            String::from_utf8_lossy(body)
        );
    }
    assert_eq!(
        preview.request(&LOOPBACK, "GET", "http://localhost:8000/s/", &[own]).status,
        StatusCode::OK,
        "a host in the URL as well, as proxies send it"
    );
}

#[test]
fn permitted_requests_are_answered() {
    let preview = TestPreview::new();
    let is_ok = |policy: &HostPolicy, list: &[(&str, &str)]| {
        preview.request(policy, "GET", "/s/", list).status == StatusCode::OK
    };
    #[rustfmt::skip]
    let hosts = [
        "localhost:8000", "LOCALHOST", "localhost.:8000", "site.localhost", "127.0.0.1:8000",
        "127.0.0.2", "[::1]:8000", "[::1]",
    ];
    for host in hosts {
        assert!(is_ok(&LOOPBACK, &[("host", host)]), "{host}");
    }
    let own = ("host", "localhost:8000");
    for list in [
        &[own, ("origin", "http://localhost:8000")][..],
        &[own, ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")],
        &[own, ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")],
        // A user follows a link in a mail or on another site.
        &fetch(own, "cross-site", "navigate", "document"),
    ] {
        assert!(is_ok(&LOOPBACK, list), "{list:?}");
    }
    let network = policy(false, &["desk.local"]);
    for host in
        ["desk.local:8000", "Desk.Local", "192.168.0.5:8000", "[2001:db8::1]:8000", "localhost"]
    {
        assert!(is_ok(&network, &[("host", host)]), "{host}");
    }
}

#[test]
fn allowed_hosts_match_in_any_spelling_and_behind_a_tls_proxy() {
    let preview = TestPreview::new();
    let is_ok = |policy: &HostPolicy, list: &[(&str, &str)]| {
        preview.request(policy, "GET", "/s/", list).status == StatusCode::OK
    };
    let allowing = policy(
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
    #[rustfmt::skip]
    let hosts = [
        "mac.local", "mac.local:8000", "MAC.LOCAL.:8000", "preview.example.org:443",
        "xn--bcher-kva.example", "my_container:80", "192.168.0.5:8000", "[2001:db8::1]:8000",
        "[2001:db8:0:0::1]", "localhost:8000",
    ];
    for host in hosts {
        assert!(is_ok(&allowing, &[("host", host)]), "{host}");
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
        assert!(is_ok(&allowing, &list), "{host} {origin}");
    }
}

#[test]
fn invalid_allow_host_values_are_refused_with_a_correction() {
    for (written, correction) in [
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
        assert!(refused.contains(correction), "{written}: {refused}");
    }
}

#[test]
fn promise_23_every_path_has_the_correct_response() {
    let preview = TestPreview::new();
    for (path, status, content_type, location) in [
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
        let answer = preview.get(path, &[]);
        assert_eq!(
            (answer.status.as_u16(), header(&answer, "content-type"), header(&answer, "location")),
            (status, content_type, location),
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
        let answer = preview.request(&LOOPBACK, method, "/s/", &[("host", "localhost")]);
        assert_eq!(
            (answer.status.as_u16(), header(&answer, "allow")),
            (405, "GET, HEAD"),
            "{method}"
        );
    }
}

#[test]
fn conditional_and_range_requests_are_supported() {
    let preview = TestPreview::new();
    let whole = preview.get("/s/robots.txt", &[]);
    let (version, size) = (header(&whole, "etag").to_owned(), length(&whole));
    assert!(version.starts_with('"') && size > 10, "{version} {size}");
    for known in
        [version.clone(), format!("W/{version}"), format!("\"other\", {version}"), "*".to_owned()]
    {
        let answer = preview.get("/s/robots.txt", &[("if-none-match", &known)]);
        assert_eq!(
            (answer.status.as_u16(), length(&answer), header(&answer, "etag")),
            (304, 0, version.as_str()),
            "{known}"
        );
    }
    assert_eq!(
        preview.get("/s/robots.txt", &[("if-none-match", "\"other\"")]).status,
        StatusCode::OK
    );
    let last = size - 1;
    for (range, status, part, content_range) in [
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
        let answer = preview.get("/s/robots.txt", &[("range", range)]);
        assert_eq!(
            (answer.status.as_u16(), length(&answer), header(&answer, "content-range")),
            (status, part, content_range.as_str()),
            "{range}"
        );
    }
    for (if_range, status) in [(version.as_str(), 206), ("\"other\"", 200)] {
        let list = [("range", "bytes=0-3"), ("if-range", if_range)];
        assert_eq!(preview.get("/s/robots.txt", &list).status.as_u16(), status, "{if_range}");
    }
    // Conditions and ranges do not apply to the 404 page.
    assert_eq!(
        preview
            .get("/s/nothing/", &[("if-none-match", "*"), ("range", "bytes=0-1")])
            .status
            .as_u16(),
        404
    );
}

#[test]
fn the_preview_script_is_added_only_to_pages_and_needs_no_csp_exception() {
    let preview = TestPreview::new();
    let text = |path: &str| match preview.get(path, &[]).body {
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
        let Some(Ok(Body::Bytes(built))) = preview.state.site.body(route) else {
            panic!("{route}")
        };
        assert_eq!(without_script(page.as_bytes()), built, "{path}");
        assert_eq!(page.matches("/.backgrounder/preview.js").count(), 1, "{path}");
        assert!(!page.contains("<script>"), "{path}");
    }
    for path in ["/s/feed.xml", "/s/robots.txt", "/s/sitemap.xml"] {
        assert!(!text(path).contains("backgrounder/preview"), "{path}");
    }
    // The script must not need inline styles or scripts.
    let script = text("/.backgrounder/preview.js") + &text("/.backgrounder/worker.js");
    #[rustfmt::skip]
    let forbidden_calls = [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        ".style.", ".style =", "setAttribute(\"style\"",
    ];
    for forbidden in forbidden_calls {
        assert!(!script.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn pages_have_the_policy_of_the_headers_file() {
    let site = SiteTest::new()
        .file("site.toml", "title = \"T\"\n[embeds]\nyoutube = true\n")
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\nhttps://youtu.be/dQw4w9WgXcQ\n",
        )
        .file("content/articles/b.md", "---\ntitle: B\ndate: 2020-01-02\n---\nText.\n");
    let folder = site.on_disk();
    let (preview, _) = Preview::open(&folder.path(), BuildOptions::default());
    let preview = TestPreview { state: preview.channel().current(), _folder: folder };
    let built = site.build();
    let published = built.page("/_headers");
    for path in ["/articles/a/", "/articles/b/", "/no-such-page/"] {
        let answer = preview.get(path, &[]);
        let policy = header(&answer, "content-security-policy");
        assert!(policy.contains("; frame-src https://www.youtube-nocookie.com; "), "{policy}");
        assert!(published.contains(&format!("  Content-Security-Policy: {policy}\n")), "{path}");
        let referrers = header(&answer, "referrer-policy");
        assert!(published.contains(&format!("  Referrer-Policy: {referrers}\n")), "{path}");
    }
    let data = preview.get("/robots.txt", &[]);
    assert_eq!(header(&data, "content-security-policy"), "frame-ancestors 'self'");
}
