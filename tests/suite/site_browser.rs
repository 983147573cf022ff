//! The published demonstration in Chromium, as readers see it.

use serde_json::{Value, json};

use super::browser::Browser;
use super::harness::{SiteTest, gzipped_size};
use super::static_server::{DEMONSTRATION, StaticServer};

/// One page of each kind.
#[rustfmt::skip]
const PAGES: [&str; 18] = [
    "/", "/articles/", "/articles/how-the-talks-began-and-stalled/",
    "/articles/weapons-and-sanctions/", "/countries/", "/countries/north-korea/", "/figures/",
    "/figures/kim-jong-un/", "/figures/choe-son-hui/", "/timeline/", "/events/hanoi-summit/",
    "/organisations/un-security-council/", "/terms/yongbyon/", "/a-z/", "/method/",
    "/authors/desk/", "/sources/", "/no-such-page/",
];

const WIDTHS: [u32; 3] = [360, 768, 1280];

pub fn open(width: u32) -> Browser {
    let mut browser = Browser::open();
    browser.resize(width, if width < 500 { 640 } else { 900 });
    browser
}

/// Violations found by axe-core: rule, impact and elements.
pub fn violations(browser: &mut Browser) -> Value {
    let script = include_str!("../vendor/axe-core/axe.min.js");
    browser.call("Runtime.evaluate", json!({ "expression": script }));
    browser.value(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })\
         .then((found) => found.violations.map((rule) => [rule.id, rule.impact, rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]))",
    )
}

/// Checks every kind of page at a width, light and dark: console, overflow, requests, accessibility.
fn check_pages(width: u32) {
    let mut browser = open(width);
    for dark in [false, true] {
        browser.darken(dark);
        for path in PAGES {
            browser.go(&DEMONSTRATION.url(path));
            let mut messages = browser.console();
            messages.retain(|message| !message.contains("/no-such-page/"));
            assert_eq!(messages, Vec::<String>::new(), "{path} at {width}");
            assert_eq!(
                browser.value("document.documentElement.scrollWidth <= innerWidth"),
                true,
                "{path} overflows horizontally at {width}"
            );
            let name = path.trim_matches('/').replace('/', "-");
            browser.screenshot(&format!(
                "{}-{width}{}",
                if name.is_empty() { "home" } else { &name },
                if dark { "-dark" } else { "" }
            ));
            let here = format!("http://{}/", DEMONSTRATION.address);
            let requests = browser
                .value("performance.getEntriesByType('resource').map((entry) => entry.name)");
            for url in requests.as_array().expect("a list") {
                assert!(
                    url.as_str().is_some_and(|url| url.starts_with(&here)),
                    "{path} requests {url}"
                );
            }
            assert_eq!(
                violations(&mut browser),
                json!([]),
                "{path} at {width}, {}",
                if dark { "dark" } else { "light" }
            );
        }
    }
}

/// Control: the checker works at all.
#[test]
fn axe_core_finds_planted_faults() {
    let mut browser = open(360);
    browser.go("data:text/html,<title>x</title><main><img src='data:,'><p style='color:%23ccc'>pale</p></main>");
    let found = violations(&mut browser).to_string();
    for rule in ["image-alt", "html-has-lang", "color-contrast"] {
        assert!(found.contains(rule), "{found}");
    }
}

#[test]
fn every_kind_of_page_is_accessible_on_a_phone() {
    check_pages(WIDTHS[0]);
}

#[test]
fn every_kind_of_page_is_accessible_on_a_tablet() {
    check_pages(WIDTHS[1]);
}

#[test]
fn every_kind_of_page_is_accessible_on_a_desktop() {
    check_pages(WIDTHS[2]);
}

/// Scrolls an element into view; returns a point inside its first box.
fn scroll_to(browser: &mut Browser, selector: &str) -> (f64, f64) {
    let at = browser.value(&format!("(() => {{ const element = document.querySelector('{selector}'); element.scrollIntoView({{ block: 'center', behavior: 'instant' }}); const box = element.getClientRects()[0]; return [box.x + 5, box.y + 5]; }})()"));
    (at[0].as_f64().expect("x"), at[1].as_f64().expect("y"))
}

const ARTICLE: &str = "/articles/how-the-talks-began-and-stalled/";

#[test]
fn the_first_screen_on_a_phone_shows_the_head_of_an_article() {
    let mut browser = open(360);
    for path in [ARTICLE, "/articles/who-decides/", "/articles/what-the-talks-are-about/"] {
        browser.go(&DEMONSTRATION.url(path));
        let shown = browser.value(
            "['.kicker', 'h1', '.lead', '.facts-line', '.key-points li'].map((part) => document.querySelector(part).getBoundingClientRect().bottom <= innerHeight)",
        );
        assert_eq!(
            shown,
            json!([true, true, true, true, true]),
            "{path}: type, headline, lead, facts and first key point"
        );
    }
}

/// The boxes of elements: width and height, in CSS pixels.
fn sizes(browser: &mut Browser, selector: &str) -> Vec<(f64, f64)> {
    let sizes = browser.value(&format!("[...document.querySelectorAll('{selector}')].map((element) => {{ const box = element.getBoundingClientRect(); return [box.width, box.height]; }})"));
    let size = |size: &Value| (size[0].as_f64().expect("width"), size[1].as_f64().expect("height"));
    sizes.as_array().expect("a list").iter().map(size).collect()
}

#[test]
fn the_masthead_is_one_row_on_phones() {
    let mut browser = Browser::open();
    for width in [320, 390] {
        browser.resize(width, 640);
        for path in PAGES {
            browser.go(&DEMONSTRATION.url(path));
            assert_eq!(
                browser.value("document.documentElement.scrollWidth <= innerWidth"),
                true,
                "{path} overflows horizontally at {width}"
            );
            let [header, search, menu] = [".masthead", ".find a", ".masthead summary"]
                .map(|part| sizes(&mut browser, part)[0]);
            // The home page's name is its headline, in two lines at 320 px.
            assert!(path == "/" || header.1 <= 56.0, "{path} at {width}: {header:?}");
            assert_eq!([search, menu], [(44.0, 44.0); 2], "{path} at {width}");
            assert_eq!(
                browser.value("document.querySelector('.breadcrumbs')?.checkVisibility() ?? false"),
                false,
                "{path} at {width} has breadcrumbs"
            );
        }
        // No part of the row covers another.
        browser.go(&DEMONSTRATION.url(ARTICLE));
        let overlaps = browser.value(
            "(() => { const boxes = ['.nameplate a', '.first li:first-child a', '.first li:last-child a', '.find a', '.masthead summary'].map((part) => document.querySelector(part).getBoundingClientRect()).filter((box) => box.width); \
             return boxes.slice(1).filter((box, at) => box.left < boxes[at].right).length; })()",
        );
        assert_eq!(overlaps, 0, "at {width}");
        let shown = browser.value("[...document.querySelectorAll('.first a')].filter((link) => link.checkVisibility()).map((link) => link.textContent)");
        let expected = if width == 320 { json!([]) } else { json!(["People", "Timeline"]) };
        assert_eq!(shown, expected, "at {width}");
    }
}

#[test]
fn a_long_site_name_gives_way_to_nothing_but_the_buttons() {
    let folder = SiteTest::story()
        .file("site.toml", "title = \"The Long Road from Singapore to Hanoi: A Guide to the Talks\"\nbase_url = \"/\"\n[authors.me]\nname = \"Me\"\n")
        .on_disk();
    folder.build();
    let published = StaticServer::serve(folder.path().join("public"));
    let mut browser = open(390);
    for (width, is_whole) in [(320, false), (390, true)] {
        browser.resize(width, 640);
        browser.go(&published.url("/a-z/"));
        let name = "document.querySelector('.nameplate a')";
        assert_eq!(
            browser.value(&format!("{name}.scrollHeight <= {name}.clientHeight + 1")),
            is_whole,
            "at {width}"
        );
        assert!(sizes(&mut browser, ".masthead")[0].1 <= 56.0, "at {width}");
        assert_eq!(sizes(&mut browser, ".find a"), [(44.0, 44.0)], "at {width}");
        assert_eq!(
            browser.value("document.documentElement.scrollWidth <= innerWidth"),
            true,
            "at {width}"
        );
        browser.screenshot(&format!("long-name-{width}"));
    }
}

#[test]
fn the_menu_opens_by_keyboard_and_without_javascript() {
    let mut browser = open(390);
    let is_open = "document.querySelector('.main-nav details').open";
    for has_scripts in [true, false] {
        browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": !has_scripts }));
        browser.go(&DEMONSTRATION.url(ARTICLE));
        browser.value("document.querySelector('.find a').focus() || true");
        browser.press("Tab");
        assert_eq!(browser.value("document.activeElement.textContent"), "Menu");
        browser.press("Enter");
        browser.until(is_open);
        let entries = browser.value("[...document.querySelectorAll('.main-nav a')].filter((link) => link.checkVisibility()).map((link) => link.textContent)");
        assert_eq!(
            entries,
            json!(["Articles", "Countries", "People", "Timeline", "Organisations", "Terms", "A–Z"])
        );
        browser.press("Tab");
        assert_eq!(browser.value("document.activeElement.textContent"), "Articles");
        if has_scripts {
            browser.screenshot("menu");
            assert_eq!(violations(&mut browser), json!([]));
            browser.press("Escape");
            browser.until(&format!("!{is_open}"));
            assert_eq!(browser.value("document.activeElement.textContent"), "Menu");
        }
    }
}

#[test]
fn the_navigation_is_always_open_on_wider_screens() {
    let mut browser = open(768);
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    for width in [768, 1280] {
        browser.resize(width, 900);
        browser.go(&DEMONSTRATION.url(ARTICLE));
        let shown = "(part) => [...document.querySelectorAll(part)].filter((element) => element.checkVisibility({ contentVisibilityAuto: true })).length";
        for (part, count) in
            [(".main-nav a", 7), (".first a", 0), (".masthead summary", 0), (".find span", 1)]
        {
            assert_eq!(browser.value(&format!("({shown})('{part}')")), count, "{part} at {width}");
        }
        let field = sizes(&mut browser, ".find a")[0];
        assert!(field.0 >= 200.0 && field.1 >= 40.0, "{field:?}");
    }
}

#[test]
fn citations_open_their_notes_without_javascript() {
    let mut browser = open(1280);
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.go(&DEMONSTRATION.url(ARTICLE));
    let (x, y) = scroll_to(&mut browser, ".prose .cite button");
    browser.click(x, y);
    browser.until("!!document.querySelector('.source-note:popover-open')");
    let note = browser.value("document.querySelector('.source-note:popover-open').innerText");
    assert!(
        note.as_str()
            .is_some_and(|note| note.contains("Hwasong-14 (KN-20)") && note.contains("CSIS")),
        "{note}"
    );
    browser.screenshot("citation");
    let near = browser.value("(() => { const note = document.querySelector('.source-note:popover-open').getBoundingClientRect(); const cite = document.querySelector('.prose .cite button').getBoundingClientRect(); return Math.min(Math.abs(note.top - cite.bottom), Math.abs(cite.top - note.bottom)); })()");
    assert!(near.as_f64().is_some_and(|near| near < 24.0), "the note opens {near} px away");
    browser.press("Escape");
    browser.until("!document.querySelector('.source-note:popover-open')");
}

/// WCAG 2.2, 2.5.8: what opens a source, and the ways back, can be hit within 24 × 24 CSS pixels.
#[test]
fn citations_can_be_hit_within_24_pixels() {
    let folder = SiteTest::story()
        .file("site.toml", "title = \"T\"\nbase_url = \"/\"\n[authors.me]\nname = \"Me\"\n")
        .file("content/sources.toml", "[[sources]]\nid = \"a\"\ntitle = \"A\"\npublisher = \"P\"\n[[sources]]\nid = \"b\"\ntitle = \"B\"\npublisher = \"P\"\n[[sources]]\nid = \"c\"\ntitle = \"C\"\npublisher = \"P\"\n")
        .file("content/articles/cites.md", format!("---\ntitle: Cites\ndate: 2020-01-01\n---\n{}\n\n[^n]: A note.\n", "It was said [@a] and said [@a; @b, p. 3; @c], again.[^n] Then all of them went home and said so [@b]. ".repeat(12)))
        .on_disk();
    folder.build();
    let published = StaticServer::serve(folder.path().join("public"));
    let mut browser = open(320);
    for width in [320, 390, 1280] {
        browser.resize(width, 900);
        browser.go(&published.url("/articles/cites/"));
        let missed = browser.value(
            "(() => { const missed = []; for (const target of document.querySelectorAll('.cite button, .footnote-ref a, .footnote-back, .back a')) { target.scrollIntoView({ block: 'center', behavior: 'instant' }); const box = target.getBoundingClientRect(); if (box.width < 23.99 || box.height < 23.99) missed.push([target.textContent, box.width, box.height]); const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]; \
             for (const [right, down] of [[0, 0], [-10, 0], [10, 0], [0, -10], [0, 10], [-10, -10], [10, 10]]) { const hit = document.elementFromPoint(Math.max(0, Math.min(innerWidth - 1, x + right)), y + down); if (hit !== target) missed.push([target.textContent, right, down, hit?.outerHTML.slice(0, 60)]); } } return missed.slice(0, 5); })()",
        );
        assert_eq!(missed, json!([]), "at {width}");
        // They take no room from the lines, and none begins one.
        let lines = browser.value(
            "(() => { const text = document.querySelector('.prose > p'); const height = parseFloat(getComputedStyle(text).lineHeight); const lines = text.getBoundingClientRect().height / height; return Math.abs(lines - Math.round(lines)) < .01; })()",
        );
        assert_eq!(lines, true, "lines of different height at {width}");
        let first = browser.value("(() => { const left = document.querySelector('.prose > p').getBoundingClientRect().left; return [...document.querySelectorAll('.prose sup')].filter((sup) => sup.querySelector('button, a').getBoundingClientRect().left < left + 4).length; })()");
        assert_eq!(first, 0, "citations begin lines at {width}");
    }
}

const TABLES: &str = "/articles/weapons-and-sanctions/";

#[test]
fn wide_tables_are_labelled_blocks_on_phones() {
    let mut browser = open(390);
    browser.go(&DEMONSTRATION.url(TABLES));
    let inside = "[...document.querySelectorAll('.prose > .table-scroll')].map((table) => table.scrollWidth <= table.clientWidth)";
    let labels = "[...document.querySelectorAll('.prose > .table-scroll table')].at(-1).querySelectorAll('tbody tr')[1].querySelectorAll('td')";
    for width in [320, 390] {
        browser.resize(width, 640);
        assert_eq!(browser.value(inside), json!([true, true]), "at {width}");
        let shown = browser.value(&format!("[...{labels}].map((cell) => [getComputedStyle(cell).display, getComputedStyle(cell, '::before').content])"));
        let block = |label: &str| json!(["block", format!("\"{label}\" / \"\"")]);
        assert_eq!(
            shown,
            json!(["Which", "Answers", "Exports banned", "Other limits"].map(block)),
            "at {width}"
        );
    }
    // To assistive technology it is the same table.
    let tree = browser.call("Accessibility.getFullAXTree", json!({}));
    let nodes = tree["nodes"].as_array().expect("nodes");
    let count = |role: &str| nodes.iter().filter(|node| node["role"]["value"] == role).count();
    assert_eq!(
        ["table", "row", "columnheader", "cell"].map(count),
        [2, 8, 7, 21],
        "tables, rows, heads and cells"
    );
    browser.resize(600, 640);
    let display = browser.value(&format!("getComputedStyle({labels}[0]).display"));
    assert_eq!(display, "table-cell", "on wider screens");
}

#[test]
fn a_table_wider_than_the_text_scrolls_by_keyboard() {
    let mut browser = open(768);
    browser.go(&DEMONSTRATION.url(TABLES));
    browser.value("document.querySelector('.prose > .table-scroll table').insertAdjacentHTML('afterbegin', '<caption>' + 'wide'.repeat(99) + '</caption>')");
    let table = "document.querySelector('.prose > .table-scroll')";
    assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true);
    let cue = browser.value(&format!("getComputedStyle({table}).backgroundAttachment"));
    assert_eq!(cue, "local, local, scroll, scroll");
    browser.value(&format!("{table}.focus()"));
    browser.press("ArrowRight");
    browser.until(&format!("{table}.scrollLeft > 0"));
}

#[test]
fn the_date_beside_a_heading_covers_nothing() {
    let folder = SiteTest::story()
        .file("site.toml", "title = \"T\"\nbase_url = \"/\"\n[authors.me]\nname = \"Me\"\n")
        .file("content/articles/state.md", "---\ntitle: State\ndate: 2020-09-30\nwhere_things_stand: { state: No talks under way, as_of: 2020-09-30, note: Nothing. }\n---\n")
        .on_disk();
    folder.build();
    let published = StaticServer::serve(folder.path().join("public"));
    let mut browser = open(320);
    for width in [240, 320, 390, 768, 1000, 1280] {
        browser.resize(width, 900);
        browser.go(&published.url("/articles/state/"));
        let covered = browser.value(
            "(() => { const heading = document.querySelector('.state h2'); const words = document.createRange(); words.selectNode(heading.firstChild); const [text, date, state] = [words, heading.querySelector('small'), document.querySelector('.state-words')].map((part) => part.getBoundingClientRect()); \
             return [date.bottom > state.top + 1, text.right > date.left && text.bottom > date.top + 1 && text.top < date.bottom]; })()",
        );
        assert_eq!(covered, json!([false, false]), "at {width}");
    }
}

#[test]
fn lists_stand_apart_from_the_lead_above_them() {
    let mut browser = open(1280);
    for width in [390, 1280] {
        browser.resize(width, 900);
        for path in
            ["/articles/", "/timeline/", "/countries/", "/figures/", "/updates/", "/sources/"]
        {
            browser.go(&DEMONSTRATION.url(path));
            let gap = browser.value("(() => { const head = document.querySelector('main .head'); return head.nextElementSibling.getBoundingClientRect().top - head.getBoundingClientRect().bottom; })()");
            assert!(gap.as_f64().is_some_and(|gap| gap >= 12.0), "{gap} px on {path} at {width}");
        }
    }
}

/// The colours of lines in a drawing, and what marks the current page, where colours are forced.
#[test]
fn forced_colours_keep_what_lines_and_marks_say() {
    let mut browser = open(1280);
    let media = [("forced-colors", "active"), ("prefers-color-scheme", "dark")]
        .map(|(name, value)| json!({ "name": name, "value": value }));
    browser.call("Emulation.setEmulatedMedia", json!({ "features": media }));
    browser.go(&DEMONSTRATION.url("/countries/north-korea/"));
    let colours = browser.value(
        "(() => { const probe = document.createElement('p'); document.body.append(probe); const colour = (name) => { probe.style.color = name; return getComputedStyle(probe).color; }; const style = (selector) => getComputedStyle(document.querySelector(selector)); \
         return [style('.strip path[class^=lane]').stroke === colour('CanvasText'), style('.strip .axis').stroke !== colour('Canvas')]; })()",
    );
    assert_eq!(colours, json!([true, true]));
    let current = browser.value(
        "getComputedStyle(document.querySelector('.main-nav [aria-current]')).textDecorationLine",
    );
    assert_eq!(current, "underline");
    let panel = browser.value("getComputedStyle(document.querySelector('.panel')).borderTopStyle");
    assert_eq!(panel, "solid");
}

#[test]
fn the_storyline_stands_on_the_ground_of_a_dark_page() {
    let mut browser = open(1280);
    browser.darken(true);
    browser.go(&DEMONSTRATION.url("/"));
    let ground = browser.value(
        "getComputedStyle(document.querySelector('.storyline svg.story-drawing')).backgroundColor",
    );
    assert_eq!(ground, "rgba(0, 0, 0, 0)");
}

const CARD: &str = "document.querySelector('#page-card:popover-open')";

#[test]
fn link_previews_open_on_hover_and_focus_and_close_on_escape() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url(ARTICLE));
    let (x, y) = scroll_to(&mut browser, ".prose a[href=\"/events/sixth-nuclear-test/\"]");
    // Scrolling hides the card, so the pointer moves after it has ended.
    std::thread::sleep(std::time::Duration::from_millis(200));
    browser.move_to(x, y);
    std::thread::sleep(std::time::Duration::from_millis(250));
    assert_eq!(browser.value(&format!("!!{CARD}")), false, "the card opens only after a delay");
    browser.until(&format!("!!{CARD}"));
    let card = browser.value(&format!("{CARD}.innerText"));
    let card = card.as_str().expect("text");
    assert!(
        card.contains("Sixth nuclear test")
            && card.contains("3 September 2017")
            && card.contains("Punggye-ri"),
        "{card}"
    );
    browser.screenshot("preview");
    // It stays while the pointer is on it.
    let on = browser.value(&format!("(() => {{ const box = {CARD}.getBoundingClientRect(); return [box.x + 20, box.y + 20]; }})()"));
    browser.move_to(on[0].as_f64().expect("x"), on[1].as_f64().expect("y"));
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(browser.value(&format!("!!{CARD}")), true, "it closed under the pointer");
    browser.move_to(5.0, 5.0);
    browser.until(&format!("!{CARD}"));
    // It opens on focus and describes the link.
    browser.value("document.querySelector('.prose').querySelector('a').focus() || true");
    browser.press("Tab");
    browser.until(&format!("!!{CARD}"));
    assert_eq!(
        browser.value("document.activeElement.getAttribute('aria-describedby')"),
        "page-card"
    );
    browser.press("Escape");
    browser.until(&format!("!{CARD}"));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_tap_opens_the_preview_sheet_and_its_link_opens_the_page() {
    let mut browser = open(360);
    browser.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }));
    browser.go(&DEMONSTRATION.url(ARTICLE));
    let (x, y) = scroll_to(&mut browser, ".prose a[href=\"/figures/donald-trump/\"]");
    browser.tap(x, y);
    browser.until(&format!("!!{CARD}"));
    assert_eq!(browser.value("location.pathname"), ARTICLE);
    let (bottom, says) = (
        browser.value(&format!("{CARD}.getBoundingClientRect().bottom - innerHeight")),
        browser.value(&format!("{CARD}.innerText")),
    );
    assert!(
        bottom.as_f64().is_some_and(|bottom| bottom.abs() < 2.0),
        "the card ends {bottom} px from the bottom"
    );
    assert!(
        says.as_str().is_some_and(|says| says.contains("President") && says.contains("Open page")),
        "{says}"
    );
    browser.screenshot("sheet");
    let open = browser
        .value(&format!("(() => {{ const box = {CARD}.querySelector('.more a').getBoundingClientRect(); return [box.x + 10, box.y + box.height / 2]; }})()"));
    browser.tap(open[0].as_f64().expect("x"), open[1].as_f64().expect("y"));
    browser.until("location.pathname === '/figures/donald-trump/'");
}

#[test]
fn pages_stay_within_their_size_budget() {
    for path in PAGES.iter().filter(|path| path.starts_with("/articles/") && path.len() > 10) {
        let size = gzipped_size(&DEMONSTRATION.page(path));
        assert!(size <= 30 << 10, "{path} has {size} bytes");
    }
    let page = String::from_utf8(DEMONSTRATION.page("/")).expect("text");
    for (suffix, limit) in [(".css", 12 << 10), (".js", 8 << 10)] {
        let end = page.find(&format!("{suffix}\"")).expect("an asset") + suffix.len();
        let start = page[..end].rfind('"').expect("a quote") + 1;
        let size = gzipped_size(&DEMONSTRATION.page(&page[start..end]));
        assert!(size <= limit, "{} has {size} bytes", &page[start..end]);
    }
}

#[test]
fn the_year_heading_stays_visible_while_its_events_scroll() {
    let mut browser = open(360);
    browser.go(&DEMONSTRATION.url("/timeline/#stockholm-talks"));
    browser.until("scrollY > 1000 && document.getElementById('stockholm-talks').getBoundingClientRect().top < 200");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let [year, event] = [".year-head:has(#page-y2019)", "#stockholm-talks"].map(|part| {
        browser.value(&format!("(() => {{ const box = document.querySelector('{part}').getBoundingClientRect(); return [box.top, box.bottom]; }})()"))
    });
    browser.screenshot("timeline-at-an-event");
    assert!(year[0].as_f64().is_some_and(|top| top.abs() < 1.0), "the year heading is at {year}");
    assert!(
        event[0].as_f64() >= year[1].as_f64(),
        "the year heading at {year} covers the event at {event}"
    );
    // Back to an earlier year, whose heading sticks to its end.
    browser.go(&DEMONSTRATION.url("/timeline/#y2018"));
    browser.until("Math.abs(document.querySelector('.year:has(#page-y2018) .event').getBoundingClientRect().top) < 200");
}

#[test]
fn timeline_filters_are_kept_in_the_url() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/timeline/"));
    browser
        .until("document.querySelector('.filters').checkVisibility({ visibilityProperty: true })");
    let shown = "[...document.querySelectorAll('.year .event')].filter((event) => event.checkVisibility()).length";
    let all = browser.value(shown).as_u64().expect("a number");
    browser.value("(() => { const people = document.querySelectorAll('.filters select')[1]; people.value = 'figures/choe-son-hui'; people.dispatchEvent(new Event('change', { bubbles: true })); })()");
    let some = browser.value(shown).as_u64().expect("a number");
    assert!(some > 0 && some < all, "{some} of {all}");
    assert_eq!(
        browser.value("document.querySelector('.filters output').textContent"),
        format!("{some} of {all} events")
    );
    assert_eq!(
        browser.value("[...document.querySelectorAll('section.year')].every((year) => !year.checkVisibility() || year.querySelector('.event:not([hidden])'))"),
        true
    );
    let address = browser.value("location.pathname + location.search");
    browser.go(&DEMONSTRATION.url(address.as_str().expect("an address")));
    browser.until("document.querySelector('.filters output').textContent !== ''");
    assert_eq!(browser.value(shown).as_u64(), Some(some));
}

#[test]
fn names_of_the_a_to_z_are_found_as_typed() {
    let mut browser = open(390);
    browser.go(&DEMONSTRATION.url("/a-z/"));
    browser
        .until("document.querySelector('.filters').checkVisibility({ visibilityProperty: true })");
    let shown = "[...document.querySelectorAll('.letter li')].filter((name) => name.checkVisibility()).map((name) => name.firstChild.textContent.replace(/, $/, ''))";
    let all = browser.value(shown).as_array().expect("a list").len();
    browser.value("document.querySelector('.filters input').focus() || true");
    browser.call("Input.insertText", json!({ "text": "RÍ" }));
    let names = browser.value(shown);
    let names: Vec<&str> =
        names.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(names.contains(&"Ri Yong Ho") && names.len() < all, "{names:?}");
    for name in &names {
        let lower = name.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        assert!(words.any(|word| word.starts_with("ri")), "{name}");
    }
    assert_eq!(
        browser.value("document.querySelector('.filters output').textContent"),
        format!("{} of {all} names", names.len())
    );
    assert_eq!(
        browser.value("[...document.querySelectorAll('.letter')].every((letter) => !letter.checkVisibility() || letter.querySelector('li:not([hidden])'))"),
        true
    );
    assert_eq!(violations(&mut browser), json!([]));
    browser.screenshot("a-z-filtered");
    // The address can be sent.
    let address = browser.value("location.pathname + location.search");
    browser.go("about:blank");
    browser.go(&DEMONSTRATION.url(address.as_str().expect("an address")));
    browser.until("document.querySelector('.filters output').textContent !== ''");
    assert_eq!(browser.value("document.querySelector('.filters input').value"), "RÍ");
    assert_eq!(browser.value(shown).as_array().map(Vec::len), Some(names.len()));
    // Escape empties the field; a letter leads to all its names.
    let is_whole = format!("{shown}.length === {all} && !location.search");
    browser.value("document.querySelector('.filters input').focus() || true");
    browser.press("Escape");
    browser.until(&is_whole);
    for (typed, expected) in [("pr", "P.R. China"), ("un kim", "Kim Jong Un"), ("김", "김정은")]
    {
        browser.value("document.querySelector('.filters input').select() || true");
        browser.call("Input.insertText", json!({ "text": typed }));
        let names = browser.value(shown);
        assert!(names.as_array().expect("a list").contains(&json!(expected)), "{typed}: {names}");
    }
    browser.value("document.querySelector('.letters a').click() || true");
    browser.until(&is_whole);
    assert_eq!(browser.value("location.hash"), "#letter-a");
    assert_eq!(browser.console(), Vec::<String>::new());
    // Nothing that cannot filter is shown.
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.go(&DEMONSTRATION.url("/a-z/?q=ri"));
    assert_eq!(browser.value("document.querySelector('.filters').checkVisibility()"), false);
    assert_eq!(browser.value(shown).as_array().map(Vec::len), Some(all));
}

#[test]
fn the_preview_card_is_hidden_at_first() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/figures/kim-jong-un/"));
    browser.until("document.getElementById('page-card') !== null");
    assert_eq!(browser.value("document.getElementById('page-card').checkVisibility()"), false);
}

#[test]
fn redirects_keep_the_fragment() {
    let filler = "Word after word. ".repeat(2_000);
    #[rustfmt::skip]
    let old_paths = [
        "/old", "/old/2.html", "/2020/05/post", "/old.php", "/archive/index.html",
        "/feeds/all.rss", "/deep/er/",
    ];
    let page = format!(
        "---\ntitle: Moved\nredirect_from: [{}]\n---\n{filler}\n\n## Later {{#später}}\n\nx\n",
        old_paths.join(", ")
    );
    let folder = SiteTest::story()
        .file("site.toml", "title = \"Small\"\n[authors.me]\nname = \"Me\"\n")
        .file("content/moved.md", page)
        .on_disk();
    folder.build();
    let published = StaticServer::serve(folder.path().join("public"));
    let mut browser = open(1280);
    for old in old_paths {
        browser.go("about:blank");
        browser.go(&published.url(&format!("{old}?from=mail#später")));
        browser.until("location.pathname === '/moved/' && decodeURIComponent(location.hash) === '#später' && scrollY > 0");
        assert_eq!(browser.console(), Vec::<String>::new(), "{old}");
    }
    // Without JavaScript a redirect leads to the page, if not to the section.
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    for old in old_paths {
        browser.go("about:blank");
        browser.go(&published.url(&format!("{old}#später")));
        browser.until("location.pathname === '/moved/'");
    }
}
