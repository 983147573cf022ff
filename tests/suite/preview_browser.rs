//! The preview in Chromium, as authors see it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::browser::{Browser, Window};
use super::harness::{Folder, SiteTest};
use super::preview_server::{PreviewServer, until};
use super::proxy::Proxy;

/// Time until an edit must be visible. The target is 300 ms; this only guards against hanging.
const UPDATE_TIMEOUT: Duration = Duration::from_secs(3);

const ARTICLE: &str = "content/articles/talks.md";

/// A site whose article is long enough to scroll.
fn long_story() -> Folder {
    story().on_disk()
}

fn story() -> SiteTest {
    SiteTest::story().file(ARTICLE, article("The first wording."))
}

/// The same with a theme of its own.
fn with_own_theme(stylesheet: &str) -> Folder {
    story()
        .file(
            "site.toml",
            "title = \"Small\"\nbase_url = \"/s/\"\ntheme = \"mine\"\n[authors.me]\nname = \"Me\"\n",
        )
        .file("themes/mine/theme.toml", "name = \"mine\"\n[assets]\nstylesheet = \"mine.css\"\n")
        .file("themes/mine/assets/mine.css", stylesheet)
        .on_disk()
}

fn article(wording: &str) -> String {
    let filler =
        "A paragraph that takes its place on the page, and another sentence in it.\n\n".repeat(80);
    format!(
        "---\ntitle: The talks\ndescription: About the talks.\ndate: 2020-07-01\n---\n{wording}\n\n{filler}"
    )
}

fn open(server: &PreviewServer, path: &str) -> Browser {
    let mut browser = Browser::open();
    browser.resize(800, 600);
    browser.go(&format!("http://{}{path}", server.address));
    // The page receives changes once its script is loaded.
    browser.until("performance.getEntriesByType('resource').some((entry) => entry.name.includes('/.backgrounder/preview.js'))");
    std::thread::sleep(Duration::from_millis(200));
    browser
}

fn shows(wording: &str) -> String {
    format!("document.body.innerText.includes('{wording}') && document.readyState === 'complete'")
}

const OVERLAY: &str = "document.querySelector('backgrounder-problems')";

/// Starts a preview and opens the article.
fn open_article(folder: Folder) -> (Folder, PreviewServer, Browser) {
    let server = PreviewServer::start(&folder, &[]);
    let browser = open(&server, "/s/articles/talks/");
    (folder, server, browser)
}

/// A mark that a reload removes.
const MARK: &str = "window.mark = 1; true";
const MARKED: &str = "window.mark === 1";
const RELOADED: &str = "window.mark === undefined && document.readyState === 'complete'";

#[test]
fn reloading_after_an_edit_keeps_scroll_position_and_open_details() {
    let (folder, _server, mut browser) = open_article(long_story());
    assert_eq!(browser.value(&shows("The first wording.")), true);
    browser.value("document.querySelectorAll('details').forEach((details) => details.open = !details.open); true");
    let open =
        browser.value("[...document.querySelectorAll('details')].map((details) => details.open)");
    browser.value("scrollTo({ top: 700, behavior: 'instant' }); true");
    browser.value(MARK);
    folder.write(ARTICLE, article("The second wording."));
    browser.until(&shows("The second wording."));
    browser.until(RELOADED);
    browser.until("Math.abs(scrollY - 700) < 2");
    assert_eq!(
        browser.value("[...document.querySelectorAll('details')].map((details) => details.open)"),
        open
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn unchanged_pages_are_not_reloaded() {
    let (folder, server, mut browser) = open_article(long_story());
    browser.value(MARK);
    folder.write(
        "content/terms/armistice.md",
        "---\ntitle: armistice\ndescription: A truce, in other words.\n---\n",
    );
    until("the other page has changed", || {
        server.get("/s/terms/armistice/").text().contains("in other words")
    });
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(browser.value(MARKED), true, "the page was reloaded");
}

#[test]
fn errors_appear_in_an_overlay_until_they_are_fixed() {
    let (folder, _server, mut browser) = open_article(long_story());
    browser.value(MARK);
    folder.write(ARTICLE, "---\ntitel: \"<img src=x onerror=alert(1)>\"\n---\nText.\n");
    browser.until(&format!("!!{OVERLAY}"));
    let text = browser.value(&format!("{OVERLAY}.shadowRoot.querySelector('pre').textContent"));
    let text = text.as_str().expect("text");
    assert!(
        text.contains("error[unknown-key]")
            && text.contains("content/articles/talks.md:2:1")
            && text.contains("did you mean `title`?"),
        "{text}"
    );
    assert!(text.contains("<img src=x onerror=alert(1)>"), "{text}");
    assert_eq!(
        browser.value(&format!("{OVERLAY}.shadowRoot.querySelectorAll('img').length")),
        0,
        "content was interpreted as markup in the overlay"
    );
    assert_eq!(browser.value(&shows("The first wording.")), true);
    let bar = "document.querySelector('backgrounder-bar')";
    assert_eq!(
        browser.value(&format!("{bar}.checkVisibility()")),
        false,
        "the author's bar covers the overlay"
    );
    std::thread::sleep(Duration::from_millis(200));
    browser.screenshot("overlay");
    // The overlay must not make a page wider than its window.
    browser.darken(true);
    browser.resize(360, 640);
    browser.screenshot("overlay-narrow-dark");
    assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true);
    browser.darken(false);
    browser.resize(800, 600);
    folder.write(ARTICLE, article("The first wording."));
    browser.until(&format!("!{OVERLAY}"));
    browser.until(&format!("{bar}.checkVisibility()"));
    assert_eq!(browser.value(MARKED), true, "the page was reloaded");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_page_that_fails_to_render_shows_the_error_until_fixed() {
    let (folder, _server, mut browser) = open_article(long_story());
    folder.write(
        "templates/article.html",
        "<title>x</title><main>{{ page.title.nothing.at.all }}</main>",
    );
    browser.until("document.body.innerText.includes('template-error')");
    browser.screenshot("problem-page");
    folder.write("templates/article.html", "<title>x</title><main>Fixed: {{ page.title }}</main>");
    browser.until("document.body.innerText.includes('Fixed: The talks')");
}

#[test]
fn stylesheet_changes_apply_without_a_reload() {
    let (folder, _server, mut browser) =
        open_article(with_own_theme("body { color: rgb(1, 2, 3) }"));
    browser.until("getComputedStyle(document.body).color === 'rgb(1, 2, 3)'");
    browser.value(MARK);
    for color in ["rgb(4, 5, 6)", "rgb(7, 8, 9)"] {
        folder.write("themes/mine/assets/mine.css", format!("body {{ color: {color} }}"));
        browser.until(&format!("getComputedStyle(document.body).color === '{color}'"));
    }
    browser.until("document.querySelectorAll('link[rel=stylesheet]').length === 1");
    assert_eq!(browser.value(MARKED), true, "the page was reloaded");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn the_last_of_many_quick_stylesheet_changes_wins() {
    let (folder, _server, mut browser) =
        open_article(with_own_theme("body { color: rgb(0, 0, 0) }"));
    browser.value(MARK);
    for number in 1..=12 {
        folder.write(
            "themes/mine/assets/mine.css",
            format!("body {{ color: rgb({number}, 0, 0) }} p {{ border-top-width: {number}px }}"),
        );
        std::thread::sleep(Duration::from_millis(number % 4 * 15));
    }
    browser.within(UPDATE_TIMEOUT, "getComputedStyle(document.body).color === 'rgb(12, 0, 0)'");
    browser
        .within(UPDATE_TIMEOUT, "document.querySelectorAll('link[rel=stylesheet]').length === 1");
    assert_eq!(browser.value(MARKED), true, "the page was reloaded");
}

#[test]
fn hidden_pages_reload_only_when_visible_again() {
    let (folder, server, mut browser) = open_article(long_story());
    let turn = |state: &str| {
        format!(
            "Object.defineProperty(document, 'visibilityState', {{ value: '{state}', configurable: true }}); document.dispatchEvent(new Event('visibilitychange'))"
        )
    };
    browser.value(&turn("hidden"));
    folder.write(ARTICLE, article("The second wording."));
    until("the edit is served", || {
        server.get("/s/articles/talks/").text().contains("The second wording.")
    });
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(browser.value(&shows("The first wording.")), true);
    browser.try_value(&turn("visible"));
    browser.within(UPDATE_TIMEOUT, &shows("The second wording."));
}

#[test]
fn only_the_theme_stylesheet_is_replaced() {
    let folder = with_own_theme("body { color: rgb(1, 2, 3) }");
    folder.write("static/own.css", "main { border-top-width: 7px; border-top-style: solid }");
    folder.write(
        "templates/article.html",
        "<!DOCTYPE html><html lang=en><title>x</title><link rel=stylesheet href=/s/own.css><link rel=stylesheet href={{ site.stylesheet }}><main>{{ page.title }}</main></html>",
    );
    let (folder, _server, mut browser) = open_article(folder);
    browser.value(MARK);
    folder.write("themes/mine/assets/mine.css", "body { color: rgb(4, 5, 6) }");
    browser.until("getComputedStyle(document.body).color === 'rgb(4, 5, 6)'");
    assert_eq!(
        browser.value("getComputedStyle(document.querySelector('main')).borderTopWidth"),
        "7px"
    );
    assert_eq!(browser.value(MARKED), true);
}

#[test]
fn a_dismissed_overlay_reappears_only_for_different_problems() {
    let (folder, _server, mut browser) = open_article(long_story());
    folder.write("content/about.md", "---\ntitel: x\n---\n");
    browser.until(&format!("!!{OVERLAY}"));
    browser.value(&format!("{OVERLAY}.shadowRoot.querySelector('button').click(); true"));
    browser.until(&format!("!{OVERLAY}"));
    folder.write("static/other.txt", "unrelated");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(browser.value(&format!("!{OVERLAY}")), true);
    folder.write("content/about.md", "---\ntitle: x\nauthers: x\n---\n");
    browser.until(&format!("!!{OVERLAY}"));
}

#[test]
fn changed_images_are_reloaded() {
    let folder = long_story();
    let picture = |side: u32| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"/>")
    };
    folder.write("content/articles/map.svg", picture(10));
    // An invalid URL on the page must not break the update.
    let head = "{% extends \"broadsheet/article.html\" %}{% block head %}<link rel=\"author\" href=\"http://[\">{% endblock head %}";
    folder.write("templates/article.html", head);
    folder.write(ARTICLE, "---\ntitle: The talks\n---\n![A map](map.svg)\n");
    let (folder, _server, mut browser) = open_article(folder);
    browser.until("document.querySelector('main img:not(.flag)').naturalWidth === 10");
    folder.write("content/articles/map.svg", picture(20));
    browser.until("document.querySelector('main img:not(.flag)').naturalWidth === 20");
}

#[test]
fn an_open_tab_reconnects_after_a_restart_and_reloads_once() {
    let folder = long_story();
    let server = PreviewServer::start(&folder, &[]);
    let port = server.port().to_owned();
    let mut browser = open(&server, "/s/articles/talks/");
    browser.value("sessionStorage.setItem('loads', '0'); true");
    browser.call(
        "Page.addScriptToEvaluateOnNewDocument",
        serde_json::json!({ "source": "sessionStorage.setItem('loads', String(Number(sessionStorage.getItem('loads')) + 1))" }),
    );
    drop(server);
    std::thread::sleep(Duration::from_millis(500));
    folder.write(ARTICLE, article("The third wording."));
    let _serving = PreviewServer::at(&folder, &port, &[]);
    browser.until(&shows("The third wording."));
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(browser.value("sessionStorage.getItem('loads')"), "1");
}

#[test]
fn the_preview_works_under_a_strict_csp() {
    let folder = long_story();
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
    folder.write(
        "templates/article.html",
        format!("{{% extends \"broadsheet/article.html\" %}}{{% block head %}}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{{% endblock head %}}"),
    );
    let (folder, _server, mut browser) = open_article(folder);
    folder.write(ARTICLE, article("The second wording."));
    browser.until(&shows("The second wording."));
    folder.write(ARTICLE, "---\ntitel: x\n---\n");
    browser.until(
        "!!document.querySelector('backgrounder-problems')?.shadowRoot.querySelector('link').sheet",
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn the_last_of_eight_quick_saves_is_shown_and_then_an_error() {
    let (folder, _server, mut browser) = open_article(long_story());
    for (number, pause) in [30, 700, 250, 500, 90, 400, 600, 20].into_iter().enumerate() {
        folder.write(ARTICLE, article(&format!("Wording number {number}.")));
        std::thread::sleep(Duration::from_millis(pause));
    }
    browser.within(UPDATE_TIMEOUT, &shows("Wording number 7."));
    folder.write(ARTICLE, "---\ntitel: x\n---\n");
    browser.within(UPDATE_TIMEOUT, &format!("!!{OVERLAY}"));
    folder.write(ARTICLE, article("The last wording."));
    browser.within(UPDATE_TIMEOUT, &shows("The last wording."));
    browser.within(UPDATE_TIMEOUT, &format!("!{OVERLAY}"));
}

#[test]
fn alternating_errors_and_fixes_end_in_the_current_state() {
    let folder = long_story();
    folder.write(
        "content/articles/second.md",
        "---\ntitle: Second\ndescription: d\n---\nA claim [@https://example.org/page].\n",
    );
    let (folder, _server, mut browser) = open_article(folder);
    for number in 0..5 {
        folder.write(ARTICLE, "---\ntitel: x\n---\n");
        std::thread::sleep(Duration::from_millis(100 * number));
        folder.write(ARTICLE, article(&format!("Fixed {number} times.")));
        std::thread::sleep(Duration::from_millis(40 * number));
    }
    browser.within(UPDATE_TIMEOUT, &shows("Fixed 4 times."));
    browser.within(UPDATE_TIMEOUT, &format!("!{OVERLAY}"));
    folder.write("content/terms/armistice.md", "---\ntitel: x\n---\n");
    browser.within(UPDATE_TIMEOUT, &format!("!!{OVERLAY}"));
    let text = browser.value(&format!("{OVERLAY}.shadowRoot.querySelector('pre').textContent"));
    let text = text.as_str().expect("text");
    assert!(
        text.starts_with("error[unknown-key]") && text.contains("warning[address-as-source]"),
        "errors come first: {text}"
    );
}

/// Opens visible windows on the article.
fn open_windows(browser: &mut Browser, server: &PreviewServer, count: usize) -> Vec<Window> {
    let open = |_| {
        let window = browser.open_window();
        browser.go(&format!("http://{}/s/articles/talks/", server.address));
        assert_eq!(browser.value("document.visibilityState"), "visible");
        window
    };
    (0..count).map(open).collect()
}

#[test]
fn seven_windows_keep_updating_when_some_are_closed() {
    let folder = long_story();
    let server = PreviewServer::start(&folder, &[]);
    let mut browser = Browser::open();
    let mut windows = open_windows(&mut browser, &server, 7);
    while windows.len() > 1 {
        let wording = format!("Shown in {} windows.", windows.len());
        folder.write(ARTICLE, article(&wording));
        for window in &windows {
            browser.select(window);
            browser.within(UPDATE_TIMEOUT, &shows(&wording));
        }
        // The first window may own the shared worker.
        browser.close_window(&windows.remove(0));
        browser.close_window(&windows.pop().expect("a window"));
    }
    browser.select(&windows[0]);
    folder.write(ARTICLE, article("Shown in the last."));
    browser.within(UPDATE_TIMEOUT, &shows("Shown in the last."));
}

#[test]
fn windows_without_shared_workers_update_too() {
    let folder = long_story();
    let server = PreviewServer::start(&folder, &[]);
    let mut browser = Browser::open();
    let windows: Vec<Window> = (0..7)
        .map(|_| {
            let window = browser.open_window();
            browser.call(
                "Page.addScriptToEvaluateOnNewDocument",
                serde_json::json!({ "source": "delete window.SharedWorker" }),
            );
            browser.go(&format!("http://{}/s/articles/talks/", server.address));
            window
        })
        .collect();
    folder.write(ARTICLE, article("The second wording."));
    for window in &windows {
        browser.select(window);
        assert_eq!(browser.value("typeof SharedWorker"), "undefined");
        browser.within(UPDATE_TIMEOUT, &shows("The second wording."));
    }
}

#[test]
fn pages_whose_csp_forbids_workers_update_too() {
    let folder = long_story();
    folder.write(
        "templates/article.html",
        "{% extends \"broadsheet/article.html\" %}{% block head %}<meta http-equiv=\"Content-Security-Policy\" content=\"worker-src 'none'\">{% endblock head %}",
    );
    let (folder, _server, mut browser) = open_article(folder);
    folder.write(ARTICLE, article("The second wording."));
    browser.within(UPDATE_TIMEOUT, &shows("The second wording."));
}

#[test]
fn pages_behind_a_stream_buffering_proxy_update_too() {
    let folder = long_story();
    let server = PreviewServer::start(&folder, &[]);
    let proxy = Proxy::new(&server.address, true);
    let mut browser = Browser::open();
    browser.go(&format!("http://{}/s/articles/talks/", proxy.address));
    folder.write(ARTICLE, article("The second wording."));
    browser.until(&shows("The second wording."));
    folder.write(ARTICLE, article("The third wording."));
    browser.until(&shows("The third wording."));
}

#[test]
fn a_stale_proxy_cache_causes_few_reloads_and_no_permanent_staleness() {
    let folder = long_story();
    let server = PreviewServer::start(&folder, &[]);
    let proxy = Proxy::new(&server.address, false);
    let mut browser = Browser::open();
    browser.go(&format!("http://{}/s/articles/talks/", proxy.address));
    proxy.serves_stale.store(true, Ordering::Relaxed);
    folder.write(ARTICLE, article("The second wording."));
    std::thread::sleep(Duration::from_secs(5));
    let loads = proxy.loads.load(Ordering::Relaxed);
    assert!((3..=5).contains(&loads), "{loads} loads");
    // Meanwhile errors are shown.
    folder.write("content/terms/armistice.md", "---\ntitel: x\n---\n");
    browser.within(UPDATE_TIMEOUT, &format!("!!{OVERLAY}"));
    folder
        .write("content/terms/armistice.md", "---\ntitle: armistice\ndescription: A truce.\n---\n");
    browser.within(UPDATE_TIMEOUT, &format!("!{OVERLAY}"));
    proxy.serves_stale.store(false, Ordering::Relaxed);
    browser.until(&shows("The second wording."));
}

#[test]
fn renaming_a_linked_file_keeps_the_page_with_an_error_until_links_are_fixed() {
    let folder = long_story();
    folder.write(
        "content/about.md",
        "---\ntitle: About\n---\nSee [the truce](terms/armistice.md).\n",
    );
    let server = PreviewServer::start(&folder, &[]);
    let mut browser = open(&server, "/s/about/");
    let link =
        |to: &str| format!("document.querySelector('main a[href$=\"/terms/{to}/\"]') !== null");
    browser.within(UPDATE_TIMEOUT, &link("armistice"));
    let rename = |from: &str, to: &str| {
        let file = |name: &str| folder.path().join(format!("content/terms/{name}.md"));
        std::fs::rename(file(from), file(to)).expect("rename");
    };
    for (from, to) in [("armistice", "truce"), ("truce", "armistice")] {
        rename(from, to);
        browser.within(UPDATE_TIMEOUT, &format!("!!{OVERLAY}"));
        assert_eq!(browser.value(&link(from)), true, "the last good page stays");
        assert_eq!(
            (
                server.get(&format!("/s/terms/{from}/")).status,
                server.get(&format!("/s/terms/{to}/")).status
            ),
            (200, 404),
            "{from} {to}"
        );
        folder.write(
            "content/about.md",
            format!("---\ntitle: About\n---\nSee [the truce](terms/{to}.md).\n"),
        );
        browser.within(UPDATE_TIMEOUT, &link(to));
        browser.within(UPDATE_TIMEOUT, &format!("!{OVERLAY}"));
        assert_eq!(
            (
                server.get(&format!("/s/terms/{from}/")).status,
                server.get(&format!("/s/terms/{to}/")).status
            ),
            (404, 200),
            "{from} {to}"
        );
    }
}
