//! A page of photographs in Chromium.

use std::fmt::Write;

use serde_json::json;

use super::browser::Browser;
use super::harness::{Folder, SiteTest};
use super::published_pictures::photograph;
use super::site_browser::{open, violations};
use super::static_server::StaticServer;

const ARTICLE: &str = "/articles/a/";

/// An article with a lead, two wide and two tall photographs, a small one, a gallery of five, and one
/// in a list; with a portrait on the page of its figure.
fn served() -> (Folder, StaticServer) {
    let mut article = String::from(
        "---\ntitle: Photographs\ndate: 2020-01-01\ndescription: Twelve photographs.\nimage: { src: 0.jpg, alt: The lead, credit: Me }\n---\nAnn Lee took them.\n",
    );
    let shown = |number: u32| format!("![Photograph {number}]({number}.jpg \"Caption {number}\")");
    for number in 1..=5 {
        let _ = writeln!(article, "\n{}\n\nSome text between two photographs.", shown(number));
    }
    let _ = writeln!(article, "\n- In a list: {}\n", shown(6));
    let gallery: Vec<String> = (7..=11).map(shown).collect();
    let _ = writeln!(article, "Then a gallery:\n\n{}", gallery.join("\n"));
    let mut site = SiteTest::new()
        .file("content/articles/a/index.md", article)
        .file(
            "content/figures/lee.md",
            "---\ntitle: Ann Lee\ndescription: Somebody.\nin_brief: A person\nimage: { src: lee.jpg, alt: Ann Lee, credit: Me }\n---\n",
        )
        .file("content/figures/lee.jpg", photograph(600, 800));
    for number in 0..12 {
        let (width, height) = match number {
            3 | 8 => (700, 1050),
            5 => (240, 160),
            _ => (1200 + number, 800),
        };
        let path = format!("content/articles/a/{number}.jpg");
        site = site
            .file(format!("{path}.toml"), "credit = \"Me\"\n")
            .file(path, photograph(width, height));
    }
    let folder = site.on_disk();
    folder.build();
    let server = StaticServer::serve(folder.path().join("public"));
    (folder, server)
}

/// The pictures that are shown: the portrait in the who's who is folded on narrow screens.
const SHOWN: &str = "[...document.images].filter((image) => image.checkVisibility())";

/// Scrolls to each picture until it is loaded.
fn show_all(browser: &mut Browser) {
    let count = browser.value(&format!("{SHOWN}.length")).as_u64().expect("a number");
    for at in 0..count {
        let image = format!("{SHOWN}[{at}]");
        browser.value(&format!("{image}.scrollIntoView({{ behavior: 'instant' }})"));
        browser.until(&format!("{image}.complete && {image}.naturalWidth > 0"));
    }
}

/// The sum of all layout shifts since the page was loaded, its fonts included.
fn layout_shift(browser: &mut Browser) -> f64 {
    let sum = browser.value("document.fonts.ready.then(() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 200); }))");
    sum.as_f64().expect("a number")
}

#[test]
fn a_page_of_photographs_is_accessible_and_never_moves() {
    let (_folder, server) = served();
    for width in [320, 390, 768, 1280] {
        let mut browser = open(width);
        for dark in [false, true] {
            browser.darken(dark);
            browser.go(&server.url(ARTICLE));
            let at_once = browser.value(
                "[...document.images].filter((image) => image.loading != 'lazy').map((image) => image.alt)",
            );
            assert_eq!(at_once, json!(["The lead"]), "loaded at once at {width}");
            let fonts = layout_shift(&mut browser);
            assert!(fonts < 0.001, "the fonts moved the page by {fonts} at {width}");
            show_all(&mut browser);
            let pictures = layout_shift(&mut browser) - fonts;
            assert_eq!(pictures, 0.0, "pictures moved the page at {width}");
            assert_eq!(browser.console(), Vec::<String>::new(), "messages at {width}");
            browser.screenshot(&format!("photographs-{width}{}", if dark { "-dark" } else { "" }));
            assert_eq!(violations(&mut browser), json!([]), "at {width}, dark: {dark}");
            let high = browser.value(&format!("{SHOWN}.filter((image) => image.closest('.picture') && image.height > innerHeight * 0.85 + 1).map((image) => image.alt)"));
            assert_eq!(high, json!([]), "higher than the screen at {width}");
        }
    }
}

#[test]
fn browsers_load_the_smallest_picture_that_is_sharp() {
    let (_folder, server) = served();
    for width in [390, 768, 1280] {
        let mut browser = open(width);
        browser.go(&server.url(ARTICLE));
        show_all(&mut browser);
        let wrong = browser.value(&format!(
            r"{SHOWN}.flatMap((image) => {{
                const sources = [...image.closest('picture').querySelectorAll('source')];
                const files = sources.flatMap((source) => source.srcset.split(', ')).map((file) => file.split(' '));
                const loaded = files.find(([address]) => image.currentSrc.endsWith(address));
                const widths = files.map(([, width]) => parseInt(width)).sort((a, b) => a - b);
                // As large as its box allows in its shape.
                const ratio = image.getAttribute('width') / image.getAttribute('height');
                const isContained = getComputedStyle(image).objectFit == 'contain';
                const box = image.getBoundingClientRect();
                const shown = isContained ? Math.min(box.width, box.height * ratio) : box.width;
                const needed = Math.floor(shown * devicePixelRatio);
                const best = widths.find((width) => width >= needed) ?? widths.at(-1);
                const distortion = isContained ? 0 : image.width / image.height - ratio;
                const isRight = image.currentSrc.endsWith('.avif') && parseInt(loaded?.[1]) == best && Math.abs(distortion) < 0.02;
                return isRight ? [] : [[image.alt, needed, widths, loaded, image.width, image.height]];
            }})",
        ));
        assert_eq!(wrong, json!([]), "at {width}");
    }
}
