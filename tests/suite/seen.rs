//! What an author sees in a browser while the preview follows.

use super::browser::Browser;
use super::harness::Folder;
use super::serving::Serving;

/// A site whose article is long enough to be scrolled.
fn long_story() -> Folder {
    let folder = Folder::with_story();
    folder.write("content/articles/talks.md", article("The first wording."));
    folder
}

fn article(wording: &str) -> String {
    let filler = "A paragraph that takes its place on the page, and another sentence in it.\n\n".repeat(80);
    format!("---\ntitle: The talks\ndescription: About the talks.\ndate: 2020-07-01\n---\n{wording}\n\n{filler}")
}

fn open(serving: &Serving, path: &str) -> Browser {
    let mut browser = Browser::open();
    browser.resize(800, 600);
    browser.go(&format!("http://{}{path}", serving.address));
    // The page listens from the first piece of news on.
    browser.until("performance.getEntriesByType('resource').some((entry) => entry.name.includes('/.backgrounder/preview.js'))");
    std::thread::sleep(std::time::Duration::from_millis(200));
    browser
}

/// Something that is gone once the page has been loaded again.
const MARK: &str = "window.mark = 1; true";
const MARKED: &str = "window.mark === 1";
const RELOADED: &str = "window.mark === undefined && document.readyState === 'complete'";

#[test]
fn an_edit_changes_the_paragraph_and_keeps_the_place_and_what_is_open() {
    let folder = long_story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    assert_eq!(browser.value("document.body.innerText.includes('The first wording.')"), true);
    browser.value("document.querySelectorAll('details').forEach((details) => details.open = !details.open); true");
    let open = browser.value("[...document.querySelectorAll('details')].map((details) => details.open)");
    browser.value("scrollTo({ top: 700, behavior: 'instant' }); true");
    browser.value(MARK);
    folder.write("content/articles/talks.md", article("The second wording."));
    browser.until("document.body.innerText.includes('The second wording.')");
    browser.until(RELOADED);
    browser.until("Math.abs(scrollY - 700) < 2");
    assert_eq!(browser.value("[...document.querySelectorAll('details')].map((details) => details.open)"), open);
    assert_eq!(browser.said(), Vec::<String>::new());
}

#[test]
fn a_page_that_shows_nothing_new_is_left_alone() {
    let folder = long_story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    browser.value(MARK);
    folder.write("content/terms/armistice.md", "---\ntitle: armistice\ndescription: A truce, in other words.\n---\n");
    super::serving::until("the other page has changed", || serving.get("/s/terms/armistice/").text().contains("in other words"));
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(browser.value(MARKED), true, "the page was loaded again for nothing");
}

#[test]
fn an_error_lays_an_overlay_over_the_last_good_page_and_its_mending_takes_it_away() {
    let folder = long_story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    browser.value(MARK);
    folder.write("content/articles/talks.md", "---\ntitel: \"<img src=x onerror=alert(1)>\"\n---\nText.\n");
    let overlay = "document.querySelector('backgrounder-problems')";
    browser.until(&format!("!!{overlay}"));
    let said = browser.value(&format!("{overlay}.shadowRoot.querySelector('pre').textContent"));
    let said = said.as_str().expect("text");
    assert!(said.contains("error[unknown-key]") && said.contains("content/articles/talks.md:2:1") && said.contains("did you mean `title`?"), "{said}");
    assert!(said.contains("<img src=x onerror=alert(1)>"), "{said}");
    assert_eq!(browser.value(&format!("{overlay}.shadowRoot.querySelectorAll('img').length")), 0, "markup of the content has become markup of the overlay");
    assert_eq!(browser.value("document.body.innerText.includes('The first wording.')"), true);
    let bar = "document.querySelector('backgrounder-bar')";
    assert_eq!(browser.value(&format!("{bar}.checkVisibility()")), false, "the author's bar gives way to what is wrong");
    std::thread::sleep(std::time::Duration::from_millis(200));
    browser.picture("overlay");
    // The overlay never makes a page wider than its window, and what it says can be reached in it.
    browser.darken(true);
    browser.resize(360, 640);
    browser.picture("overlay-narrow-dark");
    assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true);
    browser.darken(false);
    browser.resize(800, 600);
    folder.write("content/articles/talks.md", article("The first wording."));
    browser.until(&format!("!{overlay}"));
    browser.until(&format!("{bar}.checkVisibility()"));
    assert_eq!(browser.value(MARKED), true, "what was shown before and after is the same page");
    assert_eq!(browser.said(), Vec::<String>::new());
}

#[test]
fn a_page_that_cannot_be_rendered_says_so_and_comes_back() {
    let folder = long_story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    folder.write("templates/article.html", "<title>x</title><main>{{ page.title.nothing.at.all }}</main>");
    browser.until("document.body.innerText.includes('template-error')");
    browser.picture("problem-page");
    folder.write("templates/article.html", "<title>x</title><main>Mended: {{ page.title }}</main>");
    browser.until("document.body.innerText.includes('Mended: The talks')");
}

#[test]
fn a_stylesheet_is_exchanged_without_loading_the_page_again() {
    let folder = long_story();
    folder.write("themes/mine/theme.toml", "name = \"mine\"\n[assets]\nstylesheet = \"mine.css\"\n");
    folder.write("themes/mine/assets/mine.css", "body { color: rgb(1, 2, 3) }");
    folder.write("site.toml", "title = \"Small\"\nbase_url = \"/s/\"\ntheme = \"mine\"\n[authors.me]\nname = \"Me\"\n");
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    browser.until("getComputedStyle(document.body).color === 'rgb(1, 2, 3)'");
    browser.value(MARK);
    for color in ["rgb(4, 5, 6)", "rgb(7, 8, 9)"] {
        folder.write("themes/mine/assets/mine.css", format!("body {{ color: {color} }}"));
        browser.until(&format!("getComputedStyle(document.body).color === '{color}'"));
    }
    browser.until("document.querySelectorAll('link[rel=stylesheet]').length === 1");
    assert_eq!(browser.value(MARKED), true, "the page was loaded again");
    assert_eq!(browser.said(), Vec::<String>::new());
}

#[test]
fn only_the_stylesheet_of_the_theme_is_exchanged_where_a_page_has_others() {
    let folder = long_story();
    folder.write("static/own.css", "main { border-top-width: 7px; border-top-style: solid }");
    folder.write("themes/mine/theme.toml", "name = \"mine\"\n[assets]\nstylesheet = \"mine.css\"\n");
    folder.write("themes/mine/assets/mine.css", "body { color: rgb(1, 2, 3) }");
    folder.write("site.toml", "title = \"Small\"\nbase_url = \"/s/\"\ntheme = \"mine\"\n[authors.me]\nname = \"Me\"\n");
    folder.write(
        "templates/article.html",
        "<!DOCTYPE html><html lang=en><title>x</title><link rel=stylesheet href=/s/own.css><link rel=stylesheet href={{ site.stylesheet }}><main>{{ page.title }}</main></html>",
    );
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    browser.value(MARK);
    folder.write("themes/mine/assets/mine.css", "body { color: rgb(4, 5, 6) }");
    browser.until("getComputedStyle(document.body).color === 'rgb(4, 5, 6)'");
    assert_eq!(browser.value("getComputedStyle(document.querySelector('main')).borderTopWidth"), "7px");
    assert_eq!(browser.value(MARKED), true);
}

#[test]
fn an_overlay_that_was_hidden_stays_hidden_until_there_is_something_else_to_say() {
    let folder = long_story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    let overlay = "document.querySelector('backgrounder-problems')";
    folder.write("content/about.md", "---\ntitel: x\n---\n");
    browser.until(&format!("!!{overlay}"));
    browser.value(&format!("{overlay}.shadowRoot.querySelector('button').click(); true"));
    browser.until(&format!("!{overlay}"));
    folder.write("static/other.txt", "changes nothing of what is wrong");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(browser.value(&format!("!{overlay}")), true);
    folder.write("content/about.md", "---\ntitle: x\nauthers: x\n---\n");
    browser.until(&format!("!!{overlay}"));
}

#[test]
fn a_picture_that_changes_is_shown_anew() {
    let folder = long_story();
    let picture = |side: u32| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"/>");
    folder.write("content/articles/map.svg", picture(10));
    folder.write("content/articles/talks.md", "---\ntitle: The talks\n---\n![A map](map.svg)\n");
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    browser.until("document.querySelector('main img').naturalWidth === 10");
    folder.write("content/articles/map.svg", picture(20));
    browser.until("document.querySelector('main img').naturalWidth === 20");
}

#[test]
fn a_tab_left_open_survives_a_restart_and_is_loaded_once() {
    let folder = long_story();
    let serving = Serving::start(&folder, &[]);
    let port = serving.port().to_owned();
    let mut browser = open(&serving, "/s/articles/talks/");
    browser.value("sessionStorage.setItem('loads', '0'); true");
    browser.call(
        "Page.addScriptToEvaluateOnNewDocument",
        serde_json::json!({ "source": "sessionStorage.setItem('loads', String(Number(sessionStorage.getItem('loads')) + 1))" }),
    );
    drop(serving);
    std::thread::sleep(std::time::Duration::from_millis(500));
    folder.write("content/articles/talks.md", article("The third wording."));
    let _serving = Serving::at(&folder, &port, &[]);
    browser.until("document.body.innerText.includes('The third wording.')");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!(browser.value("sessionStorage.getItem('loads')"), "1");
}

#[test]
fn the_preview_works_under_a_strict_policy() {
    let folder = long_story();
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
    folder.write(
        "templates/article.html",
        format!("{{% extends \"broadsheet/article.html\" %}}{{% block head %}}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{{% endblock head %}}"),
    );
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving, "/s/articles/talks/");
    folder.write("content/articles/talks.md", article("The second wording."));
    browser.until("document.body.innerText.includes('The second wording.')");
    folder.write("content/articles/talks.md", "---\ntitel: x\n---\n");
    browser.until("!!document.querySelector('backgrounder-problems')?.shadowRoot.querySelector('link').sheet");
    assert_eq!(browser.said(), Vec::<String>::new());
}
