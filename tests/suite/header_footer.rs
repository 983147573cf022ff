//! Header and footer are rendered once for all pages on which they are alike: each page must have the
//! right ones.

use super::harness::SiteTest;

const SITE: &str = r#"
title = "The story"
start_here = "articles/first"
[navigation]
main = ["/", "/articles/", "/figures/", "/figures/kim/"]
footer = ["/about/", "/figures/"]
"#;

/// Page-dependent parts of header and footer: current links (address and `aria-current`), language,
/// headline and the link to the first article. The two entries that stand in the header's row on
/// phones are described apart, since they are in the navigation too.
fn describe(html: &str) -> Vec<String> {
    let (masthead, rest) = html
        .split_once("<header class=\"masthead")
        .and_then(|(_, rest)| rest.split_once("</header>"))
        .expect("a header");
    let footer = rest.split_once("<footer class=\"footer").expect("a footer").1;
    let (before, rest) = masthead.split_once("<div class=\"first\">").unwrap_or((masthead, ""));
    let (row, after) = rest.split_once("</div>").unwrap_or_default();
    let header = format!("{before}{after}");
    let mut found = Vec::new();
    for (name, part) in [("row", row), ("header", header.as_str()), ("footer", footer)] {
        if part.starts_with("\" lang=\"en\"") || part.starts_with(" wrap\" lang=\"en\"") {
            found.push(format!("{name} in English"));
        }
        for link in part
            .split("<a href=\"")
            .skip(1)
            .filter(|link| link.split('>').next().expect("a tag").contains("aria-current"))
        {
            let (href, rest) = link.split_once('"').expect("an address");
            let current = rest
                .split_once("aria-current=\"")
                .expect("a mark")
                .1
                .split('"')
                .next()
                .expect("a value");
            found.push(format!("{name} {href} {current}"));
        }
        if part.contains("<h1") {
            found.push(format!("{name} is the headline"));
        }
        if part.contains("New here") {
            found.push(format!("{name} links to the first article"));
        }
    }
    found
}

#[test]
fn header_and_footer_mark_the_current_page() {
    let page = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let built = SiteTest::new()
        .file("site.toml", SITE)
        .file("content/about.md", page("About"))
        .file("content/articles/first.md", page("First"))
        .file("content/articles/second.md", "---\ntitle: Second\nlanguage: ko\n---\nText.\n")
        .file("content/articles/third.md", page("Third"))
        .file("content/figures/kim.md", page("Kim"))
        .file("content/figures/moon.md", page("Moon"))
        .build();
    let start = "footer links to the first article";
    for (route, expected) in [
        ("/", vec!["header / page", "header is the headline"]),
        ("/about/", vec!["footer /about/ page", start]),
        ("/articles/", vec!["header /articles/ page", start]),
        ("/articles/first/", vec!["header /articles/ true"]),
        (
            "/articles/second/",
            vec!["header in English", "header /articles/ true", "footer in English", start],
        ),
        ("/articles/third/", vec!["header /articles/ true", start]),
        (
            "/figures/",
            vec!["row /figures/ page", "header /figures/ page", "footer /figures/ page", start],
        ),
        ("/figures/kim/", vec!["header /figures/kim/ page", start]),
        ("/figures/moon/", vec!["row /figures/ true", "header /figures/ true", start]),
        ("/a-z/", vec!["header /a-z/ page", start]),
    ] {
        assert_eq!(describe(&built.page(route)), expected, "{route}");
    }
}

/// The links of a part of the header.
fn links(html: &str, start: &str, end: &str) -> Vec<String> {
    let part =
        html.split_once(start).map_or("", |(_, rest)| rest.split_once(end).expect("an end").0);
    let links = part.split("<a href=\"").skip(1);
    links.map(|link| link.split_once('"').expect("an address").0.to_owned()).collect()
}

#[test]
fn the_menu_has_all_entries_and_the_a_to_z_once() {
    let site = |navigation: &str| {
        SiteTest::story().file("site.toml", format!("title = \"T\"\n{navigation}")).build()
    };
    let row = |html: &str| links(html, "<div class=\"first\">", "</div>");
    let menu = |html: &str| links(html, "<nav class=\"main-nav\"", "</nav>");
    let html = site("").page("/a-z/");
    assert_eq!(row(&html), ["/figures/", "/timeline/"]);
    let entries = menu(&html);
    assert!(entries.contains(&"/figures/".to_owned()), "{entries:?}");
    assert_eq!(entries.last().map(String::as_str), Some("/a-z/"));
    // An author's own navigation keeps its order; nothing is added to the row.
    let html = site("[navigation]\nmain = [\"/a-z/\", \"/timeline/\", \"/articles/\"]\n").page("/");
    assert_eq!(row(&html), ["/timeline/"]);
    assert_eq!(menu(&html), ["/a-z/", "/timeline/", "/articles/"]);
    let html = site("[navigation]\nmain = [\"/articles/\"]\n").page("/");
    assert_eq!(row(&html), [""; 0]);
    assert_eq!(menu(&html), ["/articles/", "/a-z/"]);
}
