//! Fuzz targets (promise 13): bytes into the parts of the program that read untrusted input. A target
//! panics if a promise is broken.
//!
//! The fuzzer (`tests/fuzz`) and `tests/suite/fuzz_corpus.rs` run the same targets.

use std::cell::RefCell;
use std::sync::OnceLock;

use backgrounder::diagnostics::{RenderStyle, render_one};
use backgrounder::engine::{Build, BuildOptions, Engine};
use backgrounder::preview::{HostPolicy, Preview, PreviewState, admit, respond};
use backgrounder::site::Resource;
use backgrounder::site::Snapshot;
use backgrounder::site::{BaseUrl, Route, SourcePath};
use backgrounder::stages::Slug;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Uri};

pub type Target = fn(&[u8]);

pub const TARGETS: &[(&str, Target)] = &[
    ("addresses", addresses),
    ("config", config),
    ("front_matter_toml", front_matter_toml),
    ("front_matter_yaml", front_matter_yaml),
    ("linker", linker),
    ("markdown", markdown),
    ("request", request),
    ("words", words),
];

const SITE: (&str, &str) =
    ("site.toml", "title = \"T\"\nbase_url = \"https://example.org/s/\"\nas_of = \"2020-07-10\"\n");

thread_local! {
    /// Shared by all inputs, so that the theme is loaded once; `tests/suite/rebuilding.rs` tests that
    /// rebuilding is correct.
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new(BuildOptions::default()));
}

fn site(files: &[(&str, &str)]) -> Build {
    let snapshot =
        Snapshot::from_memory(files.iter().map(|(path, text)| (*path, text.as_bytes()))).into();
    ENGINE.with_borrow_mut(|engine| engine.build(&snapshot))
}

/// Renders every page in each of its forms, and every diagnostic.
fn render_all(built: &Build) {
    for (route, resource) in built.site.resources() {
        if matches!(
            resource,
            Resource::Page(_)
                | Resource::MarkdownExport(_)
                | Resource::Feed
                | Resource::TopicFeed(_)
                | Resource::Timeline
                | Resource::MachineFile(_)
        ) {
            let _ = built.site.body(route.as_str());
        }
    }
    for problem in &built.diagnostics {
        let _ = render_one(problem, &**built.site.snapshot(), RenderStyle::Plain);
    }
}

/// A page of each kind with the same front matter.
fn front_matter(open: &str, data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let page = format!("{open}\n{text}\n{open}\nKim Jong Un met Donald Trump.\n");
    render_all(&site(&[
        SITE,
        ("content/figures/kim-jong-un.md", &page),
        ("content/figures/donald-trump.md", "---\ntitle: Donald Trump\n---\n"),
        ("content/countries/north-korea.md", &page),
        ("content/events/hanoi.md", &page),
        ("content/articles/a.md", &page),
        ("content/terms/t.md", &page),
        ("content/about.md", &page),
    ]));
}

pub fn front_matter_yaml(data: &[u8]) {
    front_matter("---", data);
}

pub fn front_matter_toml(data: &[u8]) {
    front_matter("+++", data);
}

/// Markdown in an article: its page, Markdown export and feeds, and pages of mentioned topics.
pub fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let article = format!(
        "---\ndate: 2020-07-01\nsources: [{{ id: s, title: S, publisher: P }}]\nkey_points: [x]\n---\n{text}"
    );
    render_all(&site(&[
        SITE,
        (
            "content/figures/kim-jong-un.md",
            "---\ntitle: Kim Jong Un\nfamily_name: Kim\nnative_name: { text: 김정은, language: ko }\n---\n",
        ),
        (
            "content/events/hanoi.md",
            "---\ntitle: Hanoi summit\ndate: 2019-02-27\noutcome: None.\n---\n",
        ),
        ("content/countries/us.md", "---\ntitle: United States\nalso_known_as: [U.S.]\n---\n"),
        ("content/articles/a.md", &article),
    ]));
}

/// Names, one per line, an empty line and a text. Linking must not change the visible text.
pub fn linker(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (names, prose) = text.split_once("\n\n").unwrap_or(("Kim Jong Un\nNorth Korea", text));
    let topics: Vec<(String, String)> = names
        .lines()
        .take(12)
        .enumerate()
        .map(|(at, name)| {
            let name = serde_json::to_string(name).unwrap_or_default();
            let kind = ["figures", "countries", "terms"][at % 3];
            (
                format!("content/{kind}/t{at}.md"),
                format!(
                    "---\ntitle: {name}\n{}---\n",
                    if at % 3 == 0 { format!("family_name: {name}\n") } else { String::new() }
                ),
            )
        })
        .collect();
    let with = |autolink: &str| {
        let article = format!("---\ntitle: Of the article\nautolink: \"{autolink}\"\n---\n{prose}");
        let mut files = vec![SITE, ("content/articles/a.md", article.as_str())];
        files.extend(topics.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let built = site(&files);
        let data = built.site.data();
        let page = built.site.catalog().by_path("content/articles/a.md")?;
        let html = data
            .prose(page)
            .html(data.document(page).body_id(), backgrounder::stages::RenderTarget::OwnPage);
        render_all(&built);
        Some(visible(&html))
    };
    assert_eq!(with("all"), with("off"), "linking changed the visible text");
}

/// HTML without tags.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text + rest
}

/// Slugs, routes, paths and base URLs: none escapes its folder.
pub fn addresses(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let stays_inside = |route: &Route| {
        let path = route.output_path();
        let path = path.as_str();
        assert!(
            !path.starts_with('/') && !path.split('/').any(|part| matches!(part, "" | "." | "..")),
            "{path:?} is outside the output"
        );
        assert!(!path.contains(['\\', '\0', ':']), "{path:?} is not portable");
    };
    if let Some(route) = Route::parse(text) {
        stays_inside(&route);
        assert_eq!(route.as_str(), text);
        stays_inside(&route.nth_page(2));
    }
    stays_inside(&Route::for_page([text]));
    stays_inside(&Route::for_page(text.split('/')));
    if let Ok(slug) = Slug::from_text(text) {
        stays_inside(&Route::for_page(["figures", slug.as_str()]));
        assert_eq!(Slug::from_text(slug.as_str()).as_ref(), Ok(&slug), "slugs must be idempotent");
    }
    if let Some(path) = SourcePath::new(text) {
        assert!(
            !path.as_str().starts_with('/') && !path.as_str().split('/').any(|part| part == ".."),
            "{path:?}"
        );
    }
    if let Some(joined) = backgrounder::stages::resolve_relative_path("content/articles", text) {
        assert!(
            !joined.starts_with('/') && !joined.split('/').any(|part| part == ".."),
            "{joined:?} is outside the site"
        );
    }
    if let Ok(base) = BaseUrl::parse(text) {
        let href = base.href(&Route::for_page(["a"]));
        assert!(
            href.starts_with('/') && href.ends_with("/a/") && !href.starts_with("//"),
            "{text:?} makes {href:?}"
        );
    }
}

/// `site.toml`.
pub fn config(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    render_all(&site(&[
        ("site.toml", text),
        ("content/articles/a.md", "---\ndate: 2020-07-01\nauthors: [a]\n---\nx"),
        ("content/events/e.md", "---\ndate: 2020\n---\n"),
    ]));
}

/// The words file of a theme.
pub fn words(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    render_all(&site(&[
        ("site.toml", "title = \"T\"\ntheme = \"mine\"\nlanguage = \"pl\"\n"),
        ("themes/mine/theme.toml", "name = \"mine\"\n"),
        ("themes/mine/words/pl.toml", text),
        (
            "content/events/e.md",
            "---\ndate: 2019-02-27/2019-02-28\nparticipants: [figures/k]\n---\n",
        ),
        (
            "content/figures/k.md",
            "---\ntitle: Kim\nroles: [{ office: x, from: 2019, until: 2020 }]\n---\n",
        ),
    ]));
}

/// A request to the preview: a line with method and path, then one per header. Cross-origin requests
/// must be refused.
pub fn request(data: &[u8]) {
    static STATE: OnceLock<std::sync::Arc<PreviewState>> = OnceLock::new();
    let state = STATE.get_or_init(|| {
        let folder = std::env::temp_dir().join("backgrounder-fuzz");
        std::fs::create_dir_all(folder.join("content")).expect("a folder");
        std::fs::write(folder.join("site.toml"), "title = \"T\"\n").expect("a file");
        std::fs::write(folder.join("content/about.md"), "Text.\n").expect("a file");
        Preview::open(&folder, BuildOptions::default()).0.channel().current()
    });
    let mut lines = data.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let at = first.iter().position(|byte| *byte == b' ').unwrap_or(first.len());
    let (Ok(method), Ok(uri)) =
        (Method::from_bytes(&first[..at]), Uri::try_from(first.get(at + 1..).unwrap_or_default()))
    else {
        return;
    };
    let mut headers = HeaderMap::new();
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(&line[..colon]),
            HeaderValue::from_bytes(line[colon + 1..].trim_ascii()),
        ) {
            headers.append(name, value);
        }
    }
    let policy = HostPolicy { is_loopback_only: true, allowed_hosts: Vec::new() };
    let response = respond(state, &policy, &method, &uri, &headers);
    let status = response.status.as_u16();
    if admit(&policy, &method, &uri, &headers).is_err() {
        assert!((400..500).contains(&status), "a refused request was answered with {status}");
    } else {
        assert!(status < 500, "an admitted request was answered with {status}");
    }
    assert!(
        !response.headers.keys().any(|name| name.as_str().starts_with("access-control")),
        "a CORS header"
    );
    let own_origin = headers.get("origin").is_none_or(|origin| {
        origin.to_str().is_ok_and(|origin| {
            origin.contains("localhost") || origin.contains("127.0.0.1") || origin.contains("[::1]")
        })
    });
    assert!(own_origin || status >= 400, "a cross-origin request was answered");
}
