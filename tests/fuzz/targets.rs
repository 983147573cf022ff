//! What is fuzzed (promise 13): bytes into the parts of the program that read what others wrote.
//! Each target panics where a promise is broken; anything else is good.
//!
//! The fuzzer (`tests/fuzz`) and the tests of the repository (`tests/suite/fuzz_corpus.rs`) run the same
//! targets, these over the inputs that are kept.

use std::cell::RefCell;
use std::sync::OnceLock;

use backgrounder::engine::{Build, BuildOptions, Engine};
use backgrounder::preview::{HostPolicy, Preview, PreviewState, admit, respond};
use backgrounder::site::Resource;
use backgrounder::site::Snapshot;
use backgrounder::site::{BaseUrl, Route, SourcePath};
use backgrounder::stages::Slug;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Uri};

/// Takes the bytes of an input.
pub type Target = fn(&[u8]);

/// All targets by name.
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
    /// Remembers the theme, which is the same for all inputs; `tests/suite/rebuilding.rs` sees to it
    /// that nothing else is remembered wrongly.
    static ENGINE: RefCell<Engine> = RefCell::new(Engine::new(BuildOptions::default()));
}

fn site(files: &[(&str, &str)]) -> Build {
    let snapshot =
        Snapshot::from_memory(files.iter().map(|(path, text)| (*path, text.as_bytes()))).into();
    ENGINE.with_borrow_mut(|engine| engine.build(&snapshot))
}

/// Makes every page that a file makes, in each of its forms, and has every diagnostic point into
/// its file.
fn all_of(built: &Build) {
    for (route, address) in built.site.resources() {
        if matches!(
            address,
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
        let _ = backgrounder::diagnostics::render_one(
            problem,
            &**built.site.snapshot(),
            backgrounder::diagnostics::RenderStyle::Plain,
        );
    }
}

/// A page of each kind with the same front matter.
fn front(open: &str, data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let page = format!("{open}\n{text}\n{open}\nKim Jong Un met Donald Trump.\n");
    all_of(&site(&[
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

/// Front matter in YAML.
pub fn front_matter_yaml(data: &[u8]) {
    front("---", data);
}

/// Front matter in TOML.
pub fn front_matter_toml(data: &[u8]) {
    front("+++", data);
}

/// Markdown into a page, its twin, feeds, and the pages of those it mentions.
pub fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let article = format!(
        "---\ndate: 2020-07-01\nsources: [{{ id: s, title: S, publisher: P }}]\nkey_points: [x]\n---\n{text}"
    );
    all_of(&site(&[
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

/// Names, one a line, then an empty line, then a text. What a reader sees of the text is the same
/// with links and without.
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
        let story = built.site.data();
        let page = built.site.catalog().by_path("content/articles/a.md")?;
        let html = story
            .prose(page)
            .html(story.document(page).body_id(), backgrounder::stages::RenderTarget::OwnPage);
        all_of(&built);
        Some(visible(&html))
    };
    assert_eq!(with("all"), with("off"), "linking changed what a reader sees");
}

/// Markup without its tags.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text + rest
}

/// Slugs, addresses, paths and base addresses: none leaves the place it belongs to.
pub fn addresses(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let stays_inside = |route: &Route| {
        let path = route.output_path();
        let path = path.as_str();
        assert!(
            !path.starts_with('/') && !path.split('/').any(|part| matches!(part, "" | "." | "..")),
            "{path:?} leaves the output"
        );
        assert!(!path.contains(['\\', '\0', ':']), "{path:?} is no path on every system");
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
        assert_eq!(
            Slug::from_text(slug.as_str()).as_ref(),
            Ok(&slug),
            "a slug of a slug is another"
        );
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
            "{joined:?} leaves the site"
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
    all_of(&site(&[
        ("site.toml", text),
        ("content/articles/a.md", "---\ndate: 2020-07-01\nauthors: [a]\n---\nx"),
        ("content/events/e.md", "---\ndate: 2020\n---\n"),
    ]));
}

/// The words of a theme.
pub fn words(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    all_of(&site(&[
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

/// A request to the preview: a line with method and path, then a line for each header. What comes
/// from another site is refused.
pub fn request(data: &[u8]) {
    static SHOWING: OnceLock<std::sync::Arc<PreviewState>> = OnceLock::new();
    let showing = SHOWING.get_or_init(|| {
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
    let bound = HostPolicy { is_loopback_only: true, allowed_hosts: Vec::new() };
    let answer = respond(showing, &bound, &method, &uri, &headers);
    let status = answer.status.as_u16();
    if admit(&bound, &method, &uri, &headers).is_err() {
        assert!((400..500).contains(&status), "a refused request was answered with {status}");
    } else {
        assert!(status < 500, "an admitted request was answered with {status}");
    }
    assert!(
        !answer.headers.keys().any(|name| name.as_str().starts_with("access-control")),
        "a CORS header"
    );
    let own_origin = headers.get("origin").is_none_or(|origin| {
        origin.to_str().is_ok_and(|origin| {
            origin.contains("localhost") || origin.contains("127.0.0.1") || origin.contains("[::1]")
        })
    });
    assert!(own_origin || status >= 400, "another origin was answered");
}
