//! Masthead and foot, which are made once for all pages that are alike to them: each page has those
//! that are its own.

use backgrounder::engine::BuildOptions;
use backgrounder::site::Body;

use super::harness::build_in_memory;

const SITE: &str = r#"
title = "The story"
start_here = "articles/first"
[navigation]
main = ["/", "/articles/", "/figures/", "/figures/kim/"]
footer = ["/about/", "/figures/"]
"#;

/// The elements of masthead and foot that depend on the page: of a link, where it leads and what it
/// is to the page.
fn told(html: &str) -> Vec<String> {
    let (masthead, rest) = html
        .split_once("<header class=\"masthead")
        .and_then(|(_, rest)| rest.split_once("</header>"))
        .expect("a masthead");
    let foot = rest.split_once("<footer class=\"footer").expect("a foot").1;
    let mut told = Vec::new();
    for (name, part) in [("masthead", masthead), ("foot", foot)] {
        if part.starts_with("\" lang=\"en\"") || part.starts_with(" wrap\" lang=\"en\"") {
            told.push(format!("{name} in English"));
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
            told.push(format!("{name} {href} {current}"));
        }
        if part.contains("<h1") {
            told.push(format!("{name} is the headline"));
        }
        if part.contains("New here") {
            told.push(format!("{name} leads to the first article"));
        }
    }
    told
}

#[test]
fn header_and_footer_mark_the_current_page() {
    let page = |title: &str| format!("---\ntitle: {title}\n---\nText.\n");
    let korean = "---\ntitle: Second\nlanguage: ko\n---\nText.\n";
    let files = [
        ("site.toml", SITE.to_owned()),
        ("content/about.md", page("About")),
        ("content/articles/first.md", page("First")),
        ("content/articles/second.md", korean.to_owned()),
        ("content/articles/third.md", page("Third")),
        ("content/figures/kim.md", page("Kim")),
        ("content/figures/moon.md", page("Moon")),
    ];
    let built = build_in_memory(
        files.iter().map(|(path, text)| (*path, text.as_str())),
        &BuildOptions::default(),
    );
    let start = "foot leads to the first article";
    for (address, expected) in [
        ("/", vec!["masthead / page", "masthead is the headline"]),
        ("/about/", vec!["foot /about/ page", start]),
        ("/articles/", vec!["masthead /articles/ page", start]),
        ("/articles/first/", vec!["masthead /articles/ true"]),
        (
            "/articles/second/",
            vec!["masthead in English", "masthead /articles/ true", "foot in English", start],
        ),
        ("/articles/third/", vec!["masthead /articles/ true", start]),
        ("/figures/", vec!["masthead /figures/ page", "foot /figures/ page", start]),
        ("/figures/kim/", vec!["masthead /figures/kim/ page", start]),
        ("/figures/moon/", vec!["masthead /figures/ true", start]),
        ("/a-z/", vec!["masthead /a-z/ page", start]),
    ] {
        let Some(Ok(Body::Bytes(bytes))) = built.site.body(address) else {
            panic!("{address} is no page")
        };
        assert_eq!(told(&String::from_utf8_lossy(&bytes)), expected, "{address}");
    }
}
