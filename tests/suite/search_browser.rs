//! The search of published sites in Chromium.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::{Body, Site, scan};
use backgrounder::stages::fold_and_divide;
use scraper::{Html, Selector};
use serde::Deserialize;
use serde_json::{Value, json};
use unicode_normalization::char::is_combining_mark;

use std::sync::Arc;

use super::browser::Browser;
use super::harness::{Folder, SiteTest, assert_success, repository};
use super::random::Rng;
use super::search::{Queries, queries, site_of_queries};
use super::site_browser::{open, violations};
use super::static_server::{DEMONSTRATION, Fault, StaticServer};

// What these tests know of the script: its address, and that it exports `fold`, `termsOf` and `Engine`.

/// Adds to the page `engine`, with its index open.
fn open_engine(browser: &mut Browser) {
    browser.value(
        "import(document.querySelector('[data-search]').dataset.search).then(async (script) => { \
           const site = new URL('..', new URL(document.querySelector('[data-search]').dataset.index, location.href)); \
           const load = async (path) => new Uint8Array(await (await fetch(new URL(path, site))).arrayBuffer()); \
           const engine = new script.Engine(load); \
           await engine.open(); \
           Object.assign(window, { script, site, engine, load }); \
           return true; \
         })",
    );
}

/// The folded form and the terms of each text, as the script makes them; nothing for letters that the
/// browser does not know.
fn terms_of_script(browser: &mut Browser, texts: &[String]) -> Value {
    browser.value(&format!(
        "{}.map((text) => /\\p{{Cn}}/u.test(text) ? null : [script.fold(text), script.termsOf(script.fold(text))])",
        json!(texts)
    ))
}

/// Adds to the page `answer(query)`: the addresses of the pages that the script finds, the best first.
fn add_answer(browser: &mut Browser) {
    open_engine(browser);
    browser.value(
        "(window.answer = async (query) => { \
           const answer = await engine.search(query); \
           const { results } = answer; \
           await (answer.describe ?? answer.index.describe.bind(answer.index))(results); \
           return results.map(({ href }) => decodeURI(new URL(href, site).pathname)); \
         }) && true",
    );
}

// The dialog

const STATUS: &str = "document.querySelector('dialog.search [role=status]')";

/// Opens the search of a page.
fn open_search(browser: &mut Browser) {
    browser.value(
        "document.querySelector('[data-search]').focus() || document.querySelector('[data-search]').click() || true",
    );
    browser.until("document.querySelector('dialog.search')?.open");
}

/// Closes the dialog. Its field has the focus until the page is drawn again.
fn close_search(browser: &mut Browser) {
    browser.press("Escape");
    browser.until("!document.querySelector('dialog.search').open && !document.activeElement.closest('dialog')");
}

/// Types a query instead of what the field has.
fn ask(browser: &mut Browser, query: &str) {
    browser.value(
        "document.querySelector('dialog.search input').focus() || document.querySelector('dialog.search input').select() || true",
    );
    browser.call("Input.insertText", json!({ "text": query }));
}

/// Opens the search of a page, types a query and waits for its answer.
fn search(browser: &mut Browser, query: &str) {
    open_search(browser);
    ask(browser, query);
    browser.until(&format!("/[0-9]|No/.test({STATUS}.textContent)"));
}

const RESULTS: &str = "[...document.querySelectorAll('[data-search-results] a')].map((link) => new URL(link.href).pathname)";

#[test]
fn the_search_finds_pages_by_name_and_by_words() {
    for width in [390, 1280] {
        let mut browser = open(width);
        browser.go(&DEMONSTRATION.url("/articles/how-the-talks-began-and-stalled/"));
        assert_eq!(
            browser.value(
                "performance.getEntriesByType('resource').some((it) => it.name.includes('/search'))"
            ),
            false
        );
        for (query, wanted) in [
            ("kim jong eun", "/figures/kim-jong-un/"),
            ("김정은이", "/figures/kim-jong-un/"),
            ("president of south korea", "/figures/moon-jae-in/"),
            ("liason office", "/organisations/joint-liaison-office/"),
            ("earthquake", "/events/sixth-nuclear-test/"),
        ] {
            search(&mut browser, query);
            browser.until(&format!("{RESULTS}[0] === '{wanted}'"));
        }
        assert_eq!(violations(&mut browser), json!([]));
        browser.screenshot("search");
        let overflow = "document.documentElement.scrollWidth > innerWidth";
        assert_eq!(browser.value(overflow), false);
        // The page marks the words for which it was found.
        browser.press("Enter");
        browser.until("location.pathname === '/events/sixth-nuclear-test/'");
        browser.until("CSS.highlights.get('search')?.size > 0");
    }
}

#[test]
fn the_search_says_what_it_does_not_find() {
    let mut browser = open(390);
    browser.go(&DEMONSTRATION.url("/"));
    let said = "document.querySelector('dialog.search [role=status]').innerText";
    search(&mut browser, "xqzvw plonk");
    browser.until(&format!("{said}.includes('xqzvw') && {said}.includes('plonk')"));
    assert_eq!(browser.value(RESULTS), json!([]));
    search(&mut browser, "stockhlm");
    browser.until(&format!("{said}.includes('stockholm')"));
    close_search(&mut browser);
    assert_eq!(browser.value("document.activeElement.matches('[data-search]')"), true);
}

#[test]
fn the_search_is_operated_by_keyboard_alone() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/"));
    let focused = "document.activeElement";
    type_key(&mut browser, "/", "Slash", 191);
    browser.until(&format!("{focused}.matches('dialog.search[open] input')"));
    assert_eq!(browser.value(&format!("{focused}.value")), "", "the key opens, and is not typed");
    browser.call("Input.insertText", json!({ "text": "kim" }));
    browser.until(&format!("{RESULTS}.length > 3"));
    let place =
        "[...document.querySelectorAll('[data-search-results] a')].indexOf(document.activeElement)";
    for at in [0, 1, 2] {
        browser.press("ArrowDown");
        assert_eq!(browser.value(place), at);
    }
    browser.press("ArrowUp");
    assert_eq!(browser.value(place), 1);
    // Letters go on in the field.
    browser.press("ArrowUp");
    browser.press("ArrowUp");
    browser.until(&format!("{focused}.matches('dialog.search input')"));
    browser.press("ArrowDown");
    type_key(&mut browser, "x", "KeyX", 88);
    assert_eq!(browser.value(&format!("{focused}.value")), "kimx");
    // Nothing outside the dialog is reached.
    for _ in 0..60 {
        browser.press("Tab");
        let is_inside =
            format!("{focused} === document.body || !!{focused}.closest('dialog.search')");
        assert_eq!(browser.value(&is_inside), true);
    }
    close_search(&mut browser);
    // The second time as well.
    type_key(&mut browser, "/", "Slash", 191);
    browser.until(&format!("{focused}.matches('dialog.search[open] input')"));
    ask(&mut browser, "hanoi summit");
    browser.until(&format!("{RESULTS}[0] === '/events/hanoi-summit/'"));
    browser.press("Enter");
    browser.until("location.pathname === '/events/hanoi-summit/'");
    assert_eq!(browser.console(), Vec::<String>::new());
}

/// Presses a key that writes a character.
fn type_key(browser: &mut Browser, key: &str, code: &str, number: u32) {
    for event in ["keyDown", "keyUp"] {
        browser.call("Input.dispatchKeyEvent", json!({ "type": event, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": key }));
    }
}

#[test]
fn a_slash_in_a_field_or_with_other_keys_is_not_taken() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/a-z/"));
    let is_closed = "!document.querySelector('dialog.search')?.open";
    browser.value(
        "(() => { const area = document.createElement('textarea'); const box = document.createElement('div'); \
         box.contentEditable = 'true'; box.textContent = 'text'; document.querySelector('main').append(area, box); return true; })()",
    );
    for field in [".filters input", "main textarea", "main [contenteditable]"] {
        browser.value(&format!("document.querySelector('{field}').focus() || true"));
        type_key(&mut browser, "/", "Slash", 191);
        let text = format!(
            "(document.querySelector('{field}').value ?? document.querySelector('{field}').textContent)"
        );
        browser.until(&format!("{text}.includes('/')"));
        assert_eq!(browser.value(is_closed), true, "{field}");
    }
    browser.value("document.activeElement.blur() || true");
    let press = |keys: &str| {
        format!(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ bubbles: true, cancelable: true, {keys} }}))"
        )
    };
    for keys in [
        "key: '/', ctrlKey: true",
        "key: '/', metaKey: true",
        "key: '/', altKey: true",
        "key: 'k'",
        "key: 'k', altKey: true, ctrlKey: true",
        "key: 'K', ctrlKey: true, shiftKey: true",
    ] {
        assert_eq!(browser.value(&press(keys)), true, "{keys} is left to others");
    }
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(browser.value(is_closed), true);
    for keys in ["key: '/'", "key: 'k', ctrlKey: true", "key: 'k', metaKey: true"] {
        assert_eq!(browser.value(&press(keys)), false, "{keys}");
        browser.until("document.querySelector('dialog.search')?.open");
        browser.press("Escape");
        browser.until(is_closed);
    }
}

#[test]
fn composed_letters_are_searched_and_their_keys_left_alone() {
    let mut browser = open(390);
    browser.go(&DEMONSTRATION.url("/"));
    open_search(&mut browser);
    for part in ["ㄱ", "기", "김"] {
        browser.call(
            "Input.imeSetComposition",
            json!({ "text": part, "selectionStart": 1, "selectionEnd": 1 }),
        );
    }
    browser.until(&format!("{RESULTS}.length > 0"));
    let press = |key: &str| {
        format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', isComposing: true, bubbles: true, cancelable: true }}))"
        )
    };
    for key in ["ArrowDown", "ArrowUp", "Enter", "Process"] {
        assert_eq!(browser.value(&press(key)), true, "{key} belongs to the composition");
        assert_eq!(browser.value("document.activeElement.matches('dialog.search input')"), true);
    }
    browser.call("Input.insertText", json!({ "text": "김" }));
    browser.call(
        "Input.imeSetComposition",
        json!({ "text": "정은", "selectionStart": 2, "selectionEnd": 2 }),
    );
    browser.call("Input.insertText", json!({ "text": "정은" }));
    assert_eq!(browser.value("document.activeElement.value"), "김정은");
    browser.until(&format!("{RESULTS}[0] === '/figures/kim-jong-un/'"));
    assert_eq!(browser.value("location.pathname"), "/");
    assert_eq!(browser.console(), Vec::<String>::new());
}

/// The accessible nodes of the dialog that are not ignored: role, name and properties.
fn accessible(browser: &mut Browser) -> Vec<(String, String, Value)> {
    let tree = browser.call("Accessibility.getFullAXTree", json!({}));
    let nodes = tree["nodes"].as_array().expect("nodes").iter();
    let shown = nodes.filter(|node| node["ignored"] != json!(true));
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    shown
        .map(|node| (text(&node["role"]), text(&node["name"]), node["properties"].clone()))
        .collect()
}

#[test]
fn the_search_has_roles_and_names_for_screen_readers() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/"));
    search(&mut browser, "kim");
    browser.until(&format!("{RESULTS}.length > 3"));
    let nodes = accessible(&mut browser);
    let has = |roles: &[&str], property: &str| {
        nodes.iter().any(|(role, name, properties)| {
            roles.contains(&&**role)
                && !name.is_empty()
                && properties.to_string().contains(property)
        })
    };
    assert!(has(&["dialog"], "modal"), "{nodes:?}");
    assert!(has(&["textbox", "searchbox", "combobox"], "focused"), "{nodes:?}");
    assert!(has(&["button"], "pressed"), "a filter says whether it is chosen: {nodes:?}");
    assert!(has(&["heading"], "level"), "{nodes:?}");
    assert!(has(&["list"], ""), "{nodes:?}");
    let status = browser.value(&format!("[{STATUS}.role, {STATUS}.textContent.length > 0]"));
    assert_eq!(status, json!(["status", true]));
    for (role, name, _) in &nodes {
        let is_named = !["link", "button", "textbox", "searchbox", "combobox"].contains(&&**role);
        assert!(is_named || !name.is_empty(), "a {role} has no name");
    }
    // Nothing behind it is read.
    let links = nodes.iter().filter(|(role, ..)| role == "link").count();
    let inside = browser.value("document.querySelectorAll('dialog.search a').length");
    assert_eq!(json!(links), inside);
}

/// What is cut off or beyond the window, of the dialog with results.
const OVERFLOWS: &str = "[document.documentElement, document.querySelector('dialog.search'), ...document.querySelectorAll('dialog.search *')]\
    .filter((part) => part.checkVisibility() && (part.getBoundingClientRect().right > innerWidth + 1 || part.getBoundingClientRect().left < -1 || (part.scrollWidth > part.clientWidth + 1 && !part.matches('input') && getComputedStyle(part).overflowX !== 'visible')))\
    .map((part) => part.outerHTML.slice(0, 80))";

#[test]
fn the_search_fits_narrow_windows_large_letters_and_wide_spacing() {
    let mut browser = open(320);
    for (width, scale, style) in [
        (320, 1, ""),
        (320, 2, ""),
        (
            320,
            1,
            "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
        ),
    ] {
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": 640, "deviceScaleFactor": scale, "mobile": true }),
        );
        browser.go(&DEMONSTRATION.url("/articles/how-the-talks-began-and-stalled/"));
        browser.value(&format!(
            "(() => {{ const sheet = new CSSStyleSheet(); sheet.replaceSync({}); document.adoptedStyleSheets = [sheet]; return true; }})()",
            json!(style)
        ));
        for query in
            ["president", "xqzvwk Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"]
        {
            search(&mut browser, query);
            assert_eq!(browser.value(OVERFLOWS), json!([]), "{query} at {width}, {scale}, {style}");
            browser.screenshot(&format!("search-{width}-{scale}-{}-{}", style.len(), query.len()));
        }
    }
}

#[test]
fn the_search_is_visible_in_forced_colours_and_still_with_reduced_motion() {
    let mut browser = open(1280);
    let features = json!({ "features": [{ "name": "forced-colors", "value": "active" }, { "name": "prefers-reduced-motion", "value": "reduce" }] });
    browser.call("Emulation.setEmulatedMedia", features);
    browser.go(&DEMONSTRATION.url("/"));
    search(&mut browser, "kim");
    browser.until(&format!("{RESULTS}.length > 3"));
    // Backgrounds and shadows are not drawn: a border or an outline is needed.
    let look = |element: &str| {
        format!(
            "(() => {{ const {{ borderTopStyle, borderTopWidth, borderTopColor, outlineStyle, outlineWidth, color, textDecorationLine, backgroundColor }} = getComputedStyle({element}); \
             return [borderTopStyle, borderTopWidth, borderTopColor, outlineStyle, outlineWidth, color, textDecorationLine, backgroundColor].join(); }})()"
        )
    };
    let [chosen, other] = ["true", "false"].map(|is| {
        browser
            .value(&look(&format!("document.querySelector('dialog.search [aria-pressed={is}]')")))
    });
    assert_ne!(chosen, other, "the chosen filter looks as the others");
    let edges = "[document.querySelector('dialog.search'), document.querySelector('dialog.search input')].map((part) => { \
        const style = getComputedStyle(part); return [style.borderTopWidth, style.borderBottomWidth, style.outlineWidth].some((width) => parseFloat(width) > 0); })";
    assert_eq!(browser.value(edges), json!([true, true]), "an edge of the dialog and of its field");
    browser.press("ArrowDown");
    browser.until("document.activeElement.matches('[data-search-results] a')");
    let focus = "(() => { const style = getComputedStyle(document.activeElement); return [style.outlineStyle, parseFloat(style.outlineWidth) >= 1]; })()";
    let focus = browser.value(focus);
    assert!(focus[0] != "none" && focus[1] == true, "the focus is not seen: {focus}");
    browser.screenshot("search-forced-colours");
    assert_eq!(browser.value("document.getAnimations().length"), 0);
    let moves = "[document.documentElement, document.querySelector('dialog.search')].some((part) => { const style = getComputedStyle(part); \
        return style.scrollBehavior === 'smooth' || style.animationName !== 'none' || style.transitionDuration.split(',').some((time) => parseFloat(time) > 0.01); })";
    assert_eq!(browser.value(moves), false);
    // The words that were found are marked.
    browser.press("Enter");
    browser.until("CSS.highlights.get('search')?.size > 0");
    browser.screenshot("search-forced-colours-marks");
}

#[test]
fn the_search_of_a_site_from_right_to_left_is_a_mirror() {
    let folder = SiteTest::empty()
        .file("site.toml", "title = \"موقع\"\nlanguage = \"ar\"\nbase_url = \"/\"\n")
        .file(
            "content/figures/sadat.md",
            "---\ntitle: أنور السادات\nin_brief: رئيس مصر\n---\nزار أنور السادات القدس عام 1977.\n",
        )
        .file(
            "content/countries/egypt.md",
            "---\niso: EG\n---\nمصر بلد على نهر النيل، وعاصمتها القاهرة.\n",
        )
        .on_disk();
    folder.build();
    let published = StaticServer::serve(folder.path().join("public"));
    let mut browser = open(320);
    for (width, height) in [(320, 640), (1280, 900)] {
        browser.resize(width, height);
        browser.go(&published.url("/"));
        open_search(&mut browser);
        ask(&mut browser, "انور السادات");
        browser.until(&format!("{RESULTS}[0] === '/figures/sadat/'"));
        assert_eq!(
            browser.value("getComputedStyle(document.querySelector('dialog.search')).direction"),
            "rtl"
        );
        assert_eq!(browser.value(OVERFLOWS), json!([]), "{width}");
        let is_left = "document.querySelector('dialog.search form button').getBoundingClientRect().right <= document.querySelector('dialog.search input').getBoundingClientRect().left + 1";
        assert_eq!(browser.value(is_left), true, "the button is left of the field");
        browser.screenshot(&format!("search-rtl-{width}"));
    }
}

// Suggestions, filters, sentences, the page of the search

#[test]
fn the_search_suggests_where_to_start() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/articles/how-the-talks-began-and-stalled/"));
    browser.press("/");
    browser.until(&format!("{RESULTS}.length > 10"));
    let groups =
        "[...document.querySelectorAll('dialog.search :is(h2, h3)')].map((it) => it.textContent)";
    assert_eq!(browser.value(groups), json!(["Start with", "People", "Countries", "Events"]));
    assert_eq!(browser.value(&format!("{RESULTS}.includes('/events/hanoi-summit/')")), true);
    assert_eq!(violations(&mut browser), json!([]));
    // The first suggestion opens by the keyboard.
    browser.press("ArrowDown");
    browser.press("Enter");
    browser.until("location.pathname === '/figures/kim-jong-un/'");
}

#[test]
fn results_are_filtered_by_country_and_year() {
    for width in [390, 1280] {
        let mut browser = open(width);
        browser.go(&DEMONSTRATION.url("/"));
        search(&mut browser, "korea");
        let facets = "performance.getEntriesByType('resource').filter((it) => it.name.includes('search-more') || it.name.includes('assets/search/')).length";
        let before = browser.value(facets);
        let status = "document.querySelector('dialog.search [role=status]').textContent";
        let all = browser.value(status);
        browser.value("document.querySelector('.found [aria-expanded]').click() || true");
        browser.until("document.querySelectorAll('.found option').length > 4");
        assert_ne!(browser.value(facets), before, "the filters are loaded when they are opened");
        let choose = |browser: &mut Browser, at: usize, value: &str| {
            browser.value(&format!(
                "(() => {{ const select = document.querySelectorAll('.found select')[{at}]; select.value = '{value}'; select.dispatchEvent(new Event('change')); return select.value }})()"
            ))
        };
        assert_eq!(choose(&mut browser, 1, "2019"), "2019");
        browser.until(&format!("{status} !== '{}'", all.as_str().expect("a text")));
        browser.until(&format!("{RESULTS}.includes('/events/stockholm-talks/')"));
        assert_eq!(choose(&mut browser, 0, "countries/sweden"), "countries/sweden");
        browser.until(&format!("{status} === 'Results: 1'"));
        assert_eq!(browser.value(RESULTS), json!(["/events/stockholm-talks/"]));
        assert_eq!(violations(&mut browser), json!([]));
        assert_eq!(browser.value("document.documentElement.scrollWidth > innerWidth"), false);
        browser.value("document.querySelector('.narrow button').click() || true");
        browser.until(&format!("{status} === '{}'", all.as_str().expect("a text")));
        assert_eq!(browser.value("document.activeElement.tagName"), "SELECT");
    }
}

#[test]
fn a_page_found_by_its_words_shows_the_sentence_and_opens_at_it() {
    let mut browser = open(390);
    browser.go(&DEMONSTRATION.url("/"));
    search(&mut browser, "stockholm collapse broke");
    browser.until("!!document.querySelector('.found mark')");
    let link = browser.value("document.querySelector('.found ol ol li:has(mark) a').href");
    let link = link.as_str().expect("an address");
    let (_, fragment) = link.split_once('#').expect("a fragment");
    let (section, text) = fragment.split_once(":~:text=").expect("a text fragment");
    assert!(!section.is_empty() && !text.contains(['-', '&', ' ']), "{link}");
    // The page opens at the sentence, and its marks do not lead elsewhere.
    browser.go(link);
    browser.until("CSS.highlights.get('search')?.size > 0");
    assert_eq!(browser.value("!!document.getElementById(location.hash.slice(1))"), true, "{link}");
}

#[test]
fn a_page_that_cannot_be_read_keeps_its_description() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/"));
    browser.call("Network.enable", json!({}));
    browser.call("Network.setBlockedURLs", json!({ "urls": ["*/events/*", "*/terms/*"] }));
    search(&mut browser, "stockholm working level");
    browser.until("!!document.querySelector('.found mark')");
    let terms = "[...document.querySelectorAll('.found li:has(> .title a[href*=\"/terms/\"]) .what')].map((it) => it.textContent.length > 0 && !it.querySelector('mark'))";
    let terms = browser.value(terms);
    assert!(
        terms.as_array().is_some_and(|it| !it.is_empty() && it.iter().all(|it| it == true)),
        "{terms}"
    );
}

#[test]
fn the_page_of_the_search_has_its_query_and_filters_in_its_address() {
    for width in [390, 1280] {
        let mut browser = open(width);
        browser.go(&DEMONSTRATION.url("/search/?q=stockholm&year=2019&country=countries%2Fsweden"));
        browser.until(&format!("{RESULTS}[0] === '/events/stockholm-talks/'"));
        assert_eq!(browser.value("document.querySelectorAll('.found select')[1].value"), "2019");
        assert_eq!(browser.value("document.title.startsWith('stockholm – Search')"), true);
        assert_eq!(violations(&mut browser), json!([]));
        assert_eq!(browser.value("document.documentElement.scrollWidth > innerWidth"), false);
        browser.screenshot(&format!("search-page-{width}"));
        browser.value("document.querySelector('[name=q]').focus() || document.querySelector('[name=q]').select() || true");
        browser.call("Input.insertText", json!({ "text": "hanoi" }));
        browser.until("location.search.startsWith('?q=hanoi&')");
        // The dialog does not cover the page: its key leads to the field.
        browser.value("document.querySelector('.find a').focus() || true");
        browser.press("/");
        browser.until("document.activeElement.name === 'q'");
        assert_eq!(browser.console(), Vec::<String>::new());
    }
    let mut browser = open(390);
    browser.go(&DEMONSTRATION.url("/"));
    search(&mut browser, "stockholm");
    browser.value("document.querySelector('dialog.search .more a').click() || true");
    browser.until("location.pathname + location.search === '/search/?q=stockholm'");
    browser.until(&format!("{RESULTS}.length > 1"));
}

#[test]
fn without_javascript_the_page_of_the_search_leads_to_the_a_to_z() {
    let mut browser = open(390);
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.go(&DEMONSTRATION.url("/search/?q=kim"));
    assert_eq!(
        browser.value("document.querySelector('main noscript').innerText"),
        "The search needs JavaScript. All names are in the A–Z."
    );
    assert_eq!(
        browser.value("document.querySelector('main noscript a').getAttribute('href')"),
        "/a-z/"
    );
    assert_eq!(browser.value("document.querySelector('.query').checkVisibility()"), false);
}

#[test]
fn the_key_that_opens_the_search_can_be_turned_off() {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/"));
    browser.press("/");
    browser.until("document.querySelector('dialog.search')?.open");
    browser.value("document.querySelector('dialog.search .key input').click() || true");
    browser.go(&DEMONSTRATION.url("/timeline/"));
    browser.press("/");
    browser.value("document.querySelector('[data-search]').click() || true");
    browser.until("document.querySelector('dialog.search')?.open");
    assert_eq!(browser.value("document.querySelector('dialog.search .key input').checked"), false);
    browser.value("document.querySelector('dialog.search .key input').click() || true");
    close_search(&mut browser);
    browser.press("/");
    browser.until("document.querySelector('dialog.search').open");
}

// Faults of the network

/// A small site below a path of its host, as published.
struct Published {
    site: Folder,
    server: StaticServer,
    output: Folder,
}

impl Published {
    fn story() -> Self {
        let (site, output) = (Folder::with_story(), Folder::new());
        let server = StaticServer::serve(output.path());
        let published = Published { site, server, output };
        published.build();
        published
    }

    fn build(&self) {
        let folder = self.output.path().join("s");
        let folder = folder.to_str().expect("text");
        assert_success(&self.site.run(&["build", "--output-dir", folder]));
    }

    /// The path of one of the files that `search.json` lists.
    fn file(&self, kind: &str) -> String {
        let index: Value =
            serde_json::from_str(&self.output.read("s/search/search.json")).expect("JSON");
        let mut hash = &index[kind];
        while let Some(list) = hash.as_array() {
            hash = list.last().expect("a file");
        }
        hash.as_str().map_or(kind.to_owned(), |hash| format!("assets/search/{hash}"))
    }

    /// How many files of the search were requested since the last call, by the fixed name and by hash.
    fn requests(&self) -> (usize, usize) {
        let requests = self.server.requests();
        let count = |part: &str| requests.iter().filter(|path| path.contains(part)).count();
        (count("/search/search.json"), count("/assets/search/"))
    }
}

const FIGURE: &str = "/s/figures/kim-jong-un/";

#[test]
fn the_search_works_below_a_path() {
    let published = Published::story();
    let mut browser = open(1280);
    browser.go(&published.server.url("/s/events/hanoi-summit/"));
    search(&mut browser, "kim jong eun");
    browser.until(&format!("{RESULTS}[0] === '{FIGURE}'"));
    search(&mut browser, "welcome");
    browser.until(&format!("{RESULTS}[0] === '/s/'"));
    search(&mut browser, "return");
    browser.until(&format!("{RESULTS}[0] === '/s/articles/talks/'"));
    browser.press("Enter");
    browser.until(
        "location.pathname === '/s/articles/talks/' && CSS.highlights.get('search')?.size === 1",
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

/// The dialog says what it cannot do, names go on where they can, and nothing is asked for again and
/// again.
fn check_fault(kind: &str) {
    let published = Published::story();
    let mut browser = open(1280);
    for fault in [Fault::Missing, Fault::Cut, Fault::Noise, Fault::Page, Fault::Silent] {
        browser.call("Network.clearBrowserCache", json!({}));
        published.server.repair();
        published.server.spoil(&published.file(kind), fault);
        browser.go("about:blank");
        browser.go(&published.server.url("/s/about/"));
        published.requests();
        open_search(&mut browser);
        ask(&mut browser, "kim");
        let words = "document.querySelector('[data-search]').dataset";
        let has_ended = format!("![{words}.loading, ''].includes({STATUS}.textContent)");
        if kind == "shards" || kind == "spellings" {
            // At once, whatever the texts do.
            browser.until(&format!("{RESULTS}.includes('{FIGURE}')"));
        }
        browser.within(Duration::from_secs(20), &has_ended);
        if kind == "shards" {
            let is_said = format!("{STATUS}.textContent.includes({words}.namesOnly)");
            browser.within(Duration::from_secs(20), &is_said);
        } else {
            let offers = format!(
                "{RESULTS}.length > 0 || {STATUS}.querySelector('a')?.pathname === '/s/a-z/'"
            );
            browser.within(Duration::from_secs(20), &offers);
        }
        std::thread::sleep(Duration::from_millis(300));
        let (indexes, files) = published.requests();
        assert!(indexes <= 3 && files <= 14, "{kind}, {fault:?}: {indexes} and {files} requests");
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(published.requests(), (0, 0), "{kind}, {fault:?}: requests go on");
        // What can be read again is read again.
        if fault != Fault::Silent {
            published.server.repair();
            ask(&mut browser, "return");
            browser.until(&format!("{RESULTS}.includes('/s/articles/talks/')"));
        }
    }
}

#[test]
fn names_are_found_without_the_terms() {
    check_fault("shards");
}

#[test]
fn the_search_says_that_names_are_missing() {
    check_fault("names");
}

#[test]
fn the_search_says_that_ranks_are_missing() {
    check_fault("ranks");
}

#[test]
fn the_search_says_that_results_cannot_be_shown() {
    check_fault("blocks");
}

#[test]
fn the_search_says_that_the_index_is_missing() {
    check_fault("search/search.json");
}

#[test]
fn no_bytes_of_a_file_stop_the_search() {
    let mut browser = demonstration_in_browser();
    open_engine(&mut browser);
    let counts = browser.value(
        "(async () => { \
           let seed = 26; \
           const random = (below) => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff, (seed >> 8) % below); \
           const files = new Map(); \
           const read = async (path) => files.get(path) ?? files.set(path, await load(path)).get(path); \
           const spoil = (bytes) => { \
             const kind = random(4); \
             if (kind === 0) return bytes.slice(0, random(bytes.length)); \
             if (kind === 1) return new Uint8Array([...bytes.slice(0, 99), ...bytes]); \
             const spoilt = bytes.slice(); \
             for (let left = 1 + random(40); kind === 2 && left; left -= 1) spoilt[random(random(2) ? 300 : bytes.length)] = random(3) ? random(256) : 255; \
             return spoilt; \
           }; \
           const count = { answered: 0, refused: 0 }; \
           for (let round = 0; round < 400; round += 1) { \
             const own = new script.Engine(async (path) => { \
               const bytes = await read(path); \
               if (path.endsWith('search.json') || (path.endsWith('.json') && random(2))) return bytes; \
               return spoil(bytes); \
             }); \
             await own.search(['kim jong eun', 'return', 'sanctoins', 'north korea', 's'][round % 5]).then(() => (count.answered += 1), () => (count.refused += 1)); \
           } \
           return count; \
         })()",
    );
    let [answered, refused] = ["answered", "refused"].map(|key| counts[key].as_u64().expect(key));
    assert!(answered + refused == 400 && answered > 20 && refused > 20, "{counts}");
    // A shard with a length that leads back to its own place.
    let circle = "[255, 255, 255, 255, 7, 0, 249, 255, 255, 255, 15, ...new Array(99).fill(0)]";
    let is_refused = browser.value(&format!(
        "(async () => {{ \
           const index = JSON.parse(new TextDecoder().decode(await load('search/search.json'))); \
           const shards = new Set(index.shards.map(([, hash]) => `assets/search/${{hash}}.bin`)); \
           const own = new script.Engine(async (path) => shards.has(path) ? new Uint8Array({circle}) : load(path)); \
           const [few, all] = [await own.search('the'), await engine.search('the')]; \
           return few.results.length < all.results.length; \
         }})()"
    ));
    assert_eq!(is_refused, true);
}

#[test]
fn the_script_of_the_search_may_be_missing() {
    let published = Published::story();
    let mut browser = open(1280);
    browser.go(&published.server.url("/s/about/"));
    let script = browser.value("document.querySelector('[data-search]').dataset.search");
    published.server.spoil(script.as_str().expect("an address"), Fault::Missing);
    browser.value("document.querySelector('[data-search]').click() || true");
    browser.until("location.pathname === '/s/a-z/'");
}

#[test]
fn a_site_that_is_published_anew_is_searched_anew() {
    let published = Published::story();
    let mut browser = open(1280);
    browser.go(&published.server.url("/s/about/"));
    search(&mut browser, "kim jong un");
    published.requests();
    published.site.write(
        "content/articles/second.md",
        "---\ntitle: Second\ndescription: Another one.\ndate: 2020-06-01\n---\nA zebra and a quagga.\n",
    );
    let old = published.file("shards");
    published.build();
    assert_ne!(published.file("shards"), old);
    // Some hosts keep nothing of the last version.
    published.server.spoil(&old, Fault::Missing);
    browser.call("Network.clearBrowserCache", json!({}));
    browser.go(&published.server.url("/s/about/"));
    open_search(&mut browser);
    browser.until("performance.getEntriesByType('resource').filter((it) => it.name.includes('/assets/search/')).length > 1");
    assert_eq!(published.requests().0, 1);
    published.site.write(
        "content/articles/second.md",
        "---\ntitle: Second\ndescription: Another one.\ndate: 2020-06-01\n---\nAn okapi.\n",
    );
    let old = published.file("shards");
    published.build();
    assert_ne!(published.file("shards"), old);
    published.server.spoil(&old, Fault::Missing);
    search(&mut browser, "okapi");
    browser.until(&format!("{RESULTS}[0] === '/s/articles/second/'"));
    ask(&mut browser, "zebra");
    browser.until(&format!("{STATUS}.textContent.includes('zebra')"));
    assert_eq!(browser.value(RESULTS), json!([]));
    assert_eq!(published.requests().0, 1, "the index is read once more");
}

// The same search in two languages

#[derive(Deserialize)]
struct FoldingTable {
    case: Vec<FoldingCase>,
}

#[derive(Deserialize)]
struct FoldingCase {
    text: String,
    folded: String,
    terms: Vec<String>,
}

/// The table with what folding and dividing give now. Letters that are not seen stay escaped.
fn with_results(table: &str, cases: &FoldingTable) -> String {
    let quoted = |text: &str| {
        let escape = |c: char| match c {
            '\u{7F}'..='\u{A0}'
            | '\u{AD}'
            | '\u{300}'..='\u{36F}'
            | '\u{2000}'..='\u{2011}'
            | '\u{2028}'..='\u{202F}'
            | '\u{2060}'
            | '\u{3000}'
            | '\u{3099}'
            | '\u{FEFF}' => format!("\\u{:04x}", c as u32),
            c => c.to_string(),
        };
        json!(text).to_string().chars().map(escape).collect::<String>()
    };
    let mut results = cases.case.iter().map(|case| fold_and_divide(&case.text));
    let mut result = (String::new(), Vec::new());
    let line = |line: &str| {
        if line.starts_with("text = ") {
            result = results.next().expect("a case");
        }
        let terms: Vec<String> = result.1.iter().map(|term| quoted(term)).collect();
        match line.split_once(" = ") {
            Some(("folded", _)) => format!("folded = {}\n", quoted(&result.0)),
            Some(("terms", _)) => format!("terms = [{}]\n", terms.join(", ")),
            _ => format!("{line}\n"),
        }
    };
    table.lines().map(line).collect()
}

fn demonstration_in_browser() -> Browser {
    let mut browser = open(1280);
    browser.go(&DEMONSTRATION.url("/about-no-such-page/"));
    browser
}

/// Texts of letters that folding knows, of all scripts.
fn random_text(rng: &mut Rng) -> String {
    const RANGES: [(u32, u32); 30] = [
        (0x20, 0x7E),
        (0x20, 0x7E),
        (0x20, 0x7E),
        (0xA0, 0x17F),
        (0xA0, 0x17F),
        (0x180, 0x24F),
        (0x250, 0x36F),
        (0x300, 0x36F),
        (0x370, 0x3FF),
        (0x400, 0x52F),
        (0x530, 0x58F),
        (0x590, 0x5FF),
        (0x600, 0x6FF),
        (0x900, 0x97F),
        (0xE00, 0xE7F),
        (0x10A0, 0x10FF),
        (0x1100, 0x11FF),
        (0x13A0, 0x13FF),
        (0x1C90, 0x1CBF),
        (0x1E00, 0x1EFF),
        (0x1F00, 0x1FFF),
        (0x2000, 0x209F),
        (0x2100, 0x218F),
        (0x2460, 0x24FF),
        (0x3000, 0x30FF),
        (0x3130, 0x33FF),
        (0x4E00, 0x4EFF),
        (0xAC00, 0xAFFF),
        (0xF900, 0xFFEF),
        (0x1D400, 0x1D7FF),
    ];
    let range = *rng.pick(&RANGES);
    let length = 1 + rng.below(12);
    let mut letter = || {
        let (first, last) = if rng.below(3) > 0 { range } else { *rng.pick(&RANGES) };
        char::from_u32(first + rng.below((last - first + 1) as usize) as u32)
    };
    let text: Vec<Option<char>> = (0..length).map(|_| letter()).collect();
    text.into_iter().flatten().collect()
}

#[test]
fn both_languages_fold_and_divide_alike() {
    let path = repository().join("tests/search/folding.toml");
    let table = std::fs::read_to_string(&path).expect("a table");
    let cases: FoldingTable = toml::from_str(&table).expect("TOML");
    assert!(cases.case.len() > 150);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, with_results(&table, &cases)).expect("write the table");
    } else {
        for FoldingCase { text, folded, terms } in &cases.case {
            assert_eq!(fold_and_divide(text), (folded.clone(), terms.clone()), "{text:?}");
        }
    }
    let mut rng = Rng(26);
    let mut texts: Vec<String> = cases.case.into_iter().map(|case| case.text).collect();
    texts.extend((0..6_000).map(|_| random_text(&mut rng)));
    // Each letter alone, and between others.
    let letters = (0xA0..0x3_0000).step_by(1).filter_map(char::from_u32);
    let letters = letters.filter(|letter| !('\u{AC00}'..'\u{D7A0}').contains(letter));
    texts.extend(letters.map(|letter| format!("{letter} a{letter}b'{letter}s {letter}{letter}")));
    let mut browser = demonstration_in_browser();
    open_engine(&mut browser);
    let mut differing = Vec::new();
    for texts in texts.chunks(20_000) {
        let theirs = terms_of_script(&mut browser, texts);
        let theirs = theirs.as_array().expect("a list");
        // Letters that are newer than the browser are not compared.
        for (text, theirs) in texts.iter().zip(theirs).filter(|(_, theirs)| !theirs.is_null()) {
            let (folded, terms) = fold_and_divide(text);
            if *theirs != json!([folded, terms]) {
                differing.push(format!("{text:?}: Rust {:?}, script {theirs}", (folded, terms)));
            }
        }
    }
    let count = differing.len();
    differing.truncate(40);
    assert!(count == 0, "{count} differ:\n{}", differing.join("\n"));
}

/// The words of a text: what is between spaces and punctuation. A single letter may follow an
/// apostrophe, and a single sign may be an ornament.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_unseen = |c: char| matches!(c, '\u{AD}' | '\u{200C}'..='\u{200F}');
    let ends = move |c: char| !c.is_alphanumeric() && !is_combining_mark(c) && !is_unseen(c);
    let words = text.split(ends);
    words.filter(|word| word.chars().nth(1).is_some() && word.contains(char::is_alphabetic))
}

/// The distinct words of all pages, each with the addresses of the pages that have it.
fn pages_by_word(site: &Site) -> BTreeMap<String, BTreeSet<String>> {
    let selector = Selector::parse("h1, .prose, .prose *:not(.alert-title)").expect("a selector");
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in site.catalog().pages().filter(|entry| !entry.hidden) {
        let Some(Ok(Body::Bytes(html))) = site.body(entry.route.as_str()) else { continue };
        let html = Html::parse_document(str::from_utf8(&html).expect("UTF-8"));
        // The number of a citation may follow a word, so elements are read one by one.
        // What is drawn in a text is not the page's own: other pages have those words.
        let is_drawn = |element: &scraper::ElementRef<'_>| {
            element.ancestors().filter_map(scraper::ElementRef::wrap).any(|it| {
                let is_class = |name: &str| it.value().classes().any(|class| class == name);
                is_class("block") || is_class("quote-source")
            })
        };
        let elements = html.select(&selector).filter(|element| !is_drawn(element));
        let elements = elements.flat_map(|element| element.children());
        for part in elements.filter_map(|node| node.value().as_text()) {
            for word in words(part) {
                pages.entry(word.to_owned()).or_default().insert(entry.route.to_string());
            }
        }
    }
    pages
}

fn check_every_word(site: &Site, browser: &mut Browser, least: usize) {
    let expected = pages_by_word(site);
    assert!(expected.len() > least, "{}", expected.len());
    let index = site.search_index();
    for (word, pages) in &expected {
        let results = index.search(word).results;
        let found: BTreeSet<&str> =
            results.iter().map(|it| site.catalog().entry(it.page).route.as_str()).collect();
        let missing: Vec<&String> = pages.iter().filter(|page| !found.contains(&***page)).collect();
        assert!(missing.is_empty(), "{word:?} does not find {missing:?}");
    }
    add_answer(browser);
    let missing = browser.value(&format!(
        "(async () => {{ const missing = []; \
           for (const [word, pages] of Object.entries({})) {{ \
             const found = new Set(await answer(word)); \
             const lost = pages.filter((page) => !found.has(page)); \
             if (lost.length) missing.push([word, ...lost]); \
           }} \
           return missing.slice(0, 20); }})()",
        json!(expected)
    ));
    assert_eq!(missing, json!([]));
}

fn demonstration() -> Arc<Site> {
    build(&Arc::new(scan(&repository())), &BuildOptions::default()).site
}

#[test]
fn each_word_of_each_page_finds_it_in_both_languages() {
    check_every_word(&demonstration(), &mut demonstration_in_browser(), 1_000);
}

/// Queries of a file, answered by both languages: the first pages are the same.
fn check_ranks(site: &Site, browser: &mut Browser, queries: &Queries) {
    add_answer(browser);
    let index = site.search_index();
    let texts: Vec<&str> = queries.query.iter().map(|query| &*query.text).collect();
    let theirs = browser.value(&format!(
        "(async () => {{ const all = []; for (const query of {}) all.push(await answer(query)); return all; }})()",
        json!(texts)
    ));
    let mut differing = Vec::new();
    for (text, theirs) in texts.iter().zip(theirs.as_array().expect("a list")) {
        let ours = index.search(text).results;
        let ours: Vec<&str> =
            ours.iter().map(|it| site.catalog().entry(it.page).route.as_str()).collect();
        let theirs: Vec<&str> =
            theirs.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        // Scores are rounded in the files, so pages of almost equal scores may change places.
        if ours.first() != theirs.first()
            || BTreeSet::from_iter(&ours) != BTreeSet::from_iter(&theirs)
        {
            let first =
                |all: &[&str]| all.iter().take(3).map(|it| it.to_string()).collect::<Vec<_>>();
            differing.push(format!(
                "{text:?}: Rust {} {:?}, script {} {:?}",
                ours.len(),
                first(&ours),
                theirs.len(),
                first(&theirs)
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn both_languages_answer_alike() {
    let mut browser = demonstration_in_browser();
    check_ranks(&demonstration(), &mut browser, &queries("demonstration.toml"));
}

#[test]
fn pages_in_ten_languages_are_found_in_both() {
    let queries = queries("languages.toml");
    let test = LANGUAGES.iter().fold(site_of_queries(&queries), |test, (tag, title, text)| {
        test.file(
            format!("content/articles/{tag}.md"),
            format!("---\ntitle: \"{title}\"\nlanguage: {tag}\ndate: 2020-01-01\n---\n\n{text}\n"),
        )
    });
    let built = test.clone().build();
    let folder = test.on_disk();
    folder.build();
    let published = StaticServer::serve(folder.path().join("public"));
    let mut browser = open(1280);
    browser.go(&published.url("/a-z/"));
    check_ranks(&built.site, &mut browser, &queries);
    check_every_word(&built.site, &mut browser, 500);
}

/// Beside the five of `languages.toml`.
#[rustfmt::skip]
const LANGUAGES: [(&str, &str, &str); 9] = [
    ("fr", "L’été à l’Élysée", "Aujourd’hui, l’État n’a qu’un œil sur les négociations ; le sommet d’Hanoï s’achève sans accord. Presqu’île, cœur, naïveté."),
    ("tr", "İstanbul görüşmeleri", "Görüşmeler Iğdır'da başladı; ışık, çığ ve İzmir'in ilçeleri anıldı. TÜRKİYE'NİN önerisi reddedildi."),
    ("ar", "محادثات هانوي", "انتهت القِمَّة في هانوي دون اتفاق، وقال الرئيس إن المحادثات ستُستأنف. مؤتمرٌ صحفيّ ورؤى مشتركة."),
    ("fa", "گفت‌وگوهای هانوی", "رئیس‌جمهور می‌خواهد گفت‌وگوها ادامه یابد؛ خانه‌ها و کتاب‌هایی که دیده‌ایم."),
    ("he", "שיחות האנוי", "הפסגה בהאנוי הסתיימה ללא הסכם. ראש הממשלה אמר: ״השיחות יימשכו״, וצה״ל הגיב."),
    ("el", "Οι συνομιλίες", "Η σύνοδος κορυφής στο Ανόι έληξε χωρίς συμφωνία. Ο πρόεδρος είπε ότι οι ΣΥΝΟΜΙΛΊΕΣ θα συνεχιστούν· ὁ Ὀδυσσεύς."),
    ("vi", "Thượng đỉnh Hà Nội", "Hội nghị thượng đỉnh tại Hà Nội kết thúc mà không đạt được thỏa thuận. Đặng Thị Ngọc nói rằng đàm phán sẽ tiếp tục."),
    ("hi", "हनोई शिखर सम्मेलन", "हनोई में शिखर सम्मेलन बिना समझौते के समाप्त हुआ। राष्ट्रपति ने कहा कि बातचीत जारी रहेगी।"),
    ("th", "การประชุมสุดยอดฮานอย", "การประชุมสุดยอดที่กรุงฮานอยสิ้นสุดลงโดยไม่มีข้อตกลง ประธานาธิบดีกล่าวว่าการเจรจาจะดำเนินต่อไป"),
];
