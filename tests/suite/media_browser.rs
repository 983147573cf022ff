//! Videos, recordings and embeds in Chromium.

use serde_json::json;

use super::browser::Browser;
use super::harness::{Folder, SiteTest};
use super::published_pictures::photograph;
use super::site_browser::{open, violations};
use super::static_server::StaticServer;

const FILMS: &str = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90\n\n[The complete descent](https://vimeo.com/76979871)\n\nhttps://archive.org/details/Apollo11Audio\n\n[A lecture](https://tube.example/w/5jBegFpNbffA1nhmp32kqR)\n\nhttps://other.example/videos/watch/52a10666-3a18-4e73-93da-e8d3c12c305a\n";

/// Pages of every kind that has a text of its own.
const PAGES: [(&str, &str); 12] = [
    ("_index.md", "/"),
    ("articles/_index.md", "/articles/"),
    ("articles/film.md", "/articles/film/"),
    ("countries/france.md", "/countries/france/"),
    ("figures/lee.md", "/figures/lee/"),
    ("events/launch.md", "/events/launch/"),
    ("organisations/nasa.md", "/organisations/nasa/"),
    ("terms/orbit.md", "/terms/orbit/"),
    ("timeline.md", "/timeline/"),
    ("a-z.md", "/a-z/"),
    ("about.md", "/about/"),
    ("articles/arabic.md", "/articles/arabic/"),
];

/// A page without embeds.
const PLAIN: &str = "/articles/plain/";

fn served() -> (Folder, StaticServer) {
    let words = "WEBVTT\n\n00:00.000 --> 00:02.000\nLiftoff\n";
    let own = "![The launch](/launch.mp4 \"16 July 1969\")\n\n![First words](/words.mp3)\n\n![A loop](/loop.webm)\n";
    let mut site = SiteTest::new()
        .file("site.toml", "title = \"Films\"\nbase_url = \"https://example.org/\"\n[embeds]\nyoutube = true\nvimeo = true\ninternet_archive = true\npeertube = [\"tube.example\"]\n")
        .file("content/articles/plain.md", "---\ntitle: Plain\ndate: 2020-01-01\n---\nAnn Lee.\n")
        .file("static/launch.jpg", photograph(1600, 900))
        .files([("static/launch.mp4", "film"), ("static/loop.webm", "film"), ("static/words.mp3", "sound")])
        .files([("static/launch.vtt", words), ("static/launch.ko.vtt", words), ("static/words.txt", "One small step.")])
        .files(["launch.mp4", "loop.webm", "words.mp3"].map(|name| {
            (format!("static/{name}.toml"), "credit = \"NASA\"\nlicense = \"public domain\"\n")
        }));
    for (path, _) in PAGES {
        let keys = match path {
            "events/launch.md" => "date: 1969-07-16\n",
            "countries/france.md" => "iso: FR\n",
            "articles/film.md" => "date: 2020-01-02\n",
            "articles/arabic.md" => "date: 2020-01-03\nlanguage: ar\n",
            _ => "",
        };
        let title = path.trim_end_matches(".md").rsplit('/').next().unwrap_or_default();
        let text =
            format!("---\ntitle: The {title}\ndescription: Films.\n{keys}---\n{own}\n{FILMS}");
        site = site.file(format!("content/{path}"), text);
    }
    let folder = site.on_disk();
    folder.build();
    let server = StaticServer::serve(folder.path().join("public"));
    (folder, server)
}

/// The addresses of all files that a page has loaded.
fn requests_elsewhere(browser: &mut Browser, server: &StaticServer) -> Vec<String> {
    let all = browser.value("performance.getEntriesByType('resource').map((entry) => entry.name)");
    let here = server.url("/");
    let all = all.as_array().expect("a list").iter();
    all.filter_map(|url| url.as_str())
        .filter(|url| !url.starts_with(&here))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_other_site_is_asked_before_a_click_on_any_kind_of_page() {
    let (_folder, server) = served();
    let mut browser = open(390);
    for (_, path) in PAGES {
        browser.go(&server.url(path));
        assert_eq!(browser.value("document.querySelectorAll('.embed').length"), 5, "{path}");
        assert_eq!(browser.value("document.querySelectorAll('iframe').length"), 0, "{path}");
        assert_eq!(requests_elsewhere(&mut browser, &server), Vec::<String>::new(), "{path}");
        assert_eq!(browser.console(), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn pages_of_films_are_accessible_at_all_widths() {
    let (_folder, server) = served();
    for width in [320, 390, 768, 1280] {
        let mut browser = open(width);
        browser.resize(width, 2600);
        for dark in [false, true] {
            browser.darken(dark);
            for path in ["/articles/film/", "/articles/arabic/"] {
                browser.go(&server.url(path));
                assert_eq!(
                    browser.value("document.documentElement.scrollWidth <= innerWidth"),
                    true,
                    "{path} overflows at {width}"
                );
                let name = path.trim_matches('/').replace('/', "-");
                let scheme = if dark { "-dark" } else { "" };
                browser.screenshot(&format!("{name}-{width}{scheme}"));
                assert_eq!(violations(&mut browser), json!([]), "{path} at {width}, dark: {dark}");
            }
        }
    }
}

#[test]
fn a_click_opens_the_player_and_moves_the_focus_into_it() {
    let (_folder, server) = served();
    let mut browser = open(390);
    browser.call("Network.setBlockedURLs", json!({ "urls": ["https://*"] }));
    browser.go(&server.url("/articles/film/"));
    browser.console();
    for (index, player) in [
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=90",
        "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
        "https://archive.org/embed/Apollo11Audio?autoplay=1",
        "https://tube.example/videos/embed/5jBegFpNbffA1nhmp32kqR?autoplay=1&p2p=0",
    ]
    .into_iter()
    .enumerate()
    {
        let card = format!("document.querySelectorAll('.embed')[{index}]");
        browser.value(&format!("{card}.querySelector('button').click()"));
        assert_eq!(
            browser.value(&format!(
                "(() => {{ const frame = {card}.querySelector('iframe'); return [frame.src, frame.title == {card}.querySelector('a').textContent, frame.referrerPolicy, document.activeElement == frame]; }})()"
            )),
            json!([player, true, "strict-origin-when-cross-origin", true])
        );
    }
    let last = "document.querySelectorAll('.embed')[4]";
    assert_eq!(browser.value(&format!("{last}.querySelector('button') === null")), true);
    assert_eq!(violations_of_policy(&mut browser), Vec::<String>::new());
}

/// Control: the policy is in force, and that of a page without embeds names no other host.
#[test]
fn a_page_without_embeds_refuses_players() {
    let (_folder, server) = served();
    let mut browser = open(390);
    browser.call("Network.setBlockedURLs", json!({ "urls": ["https://*"] }));
    browser.go(&server.url(PLAIN));
    browser.console();
    browser.value("document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ' }))");
    let mut found = Vec::new();
    for _ in 0..200 {
        found.extend(violations_of_policy(&mut browser));
        if !found.is_empty() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the browser showed the frame");
}

/// Waits a moment, and returns the messages about the Content-Security-Policy.
fn violations_of_policy(browser: &mut Browser) -> Vec<String> {
    browser.value("new Promise((done) => setTimeout(() => done(true), 200))");
    let mut messages = browser.console();
    messages.retain(|message| message.contains("Content Security Policy"));
    messages
}

#[test]
fn nothing_of_a_video_is_loaded_before_it_is_played() {
    let (_folder, server) = served();
    let mut browser = open(390);
    server.requests();
    browser.go(&server.url("/articles/film/"));
    browser.value("new Promise((done) => setTimeout(() => done(true), 300))");
    let requests = server.requests();
    let films: Vec<&String> =
        requests.iter().filter(|path| path.ends_with(".mp4") || path.ends_with(".mp3")).collect();
    assert_eq!(films, Vec::<&String>::new());
    assert!(requests.iter().any(|path| path.starts_with("/assets/pictures/")), "the poster");
    let shape = browser.value("(() => { const box = document.querySelector('video').getBoundingClientRect(); return Math.abs(box.width / box.height - 16 / 9) < 0.02; })()");
    assert_eq!(shape, true, "room is kept in the shape of the poster");
}
