//! Properties of automatic linking over random texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use backgrounder::engine::{Build, BuildOptions, build};
use backgrounder::site::{LinkDecision, Snapshot};
use backgrounder::stages::{PictureSizes, ProseRenderer, RenderTarget};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::harness::{BuiltSite, SiteTest, outputs};

/// Topics whose names overlap, adjoin or contain one another.
const TOPICS: &[(&str, &str)] = &[
    (
        "content/countries/north-korea.md",
        "---\ntitle: North Korea\niso: KP\ndescription: d\n---\nNorth Korea and Kim Jong Un.\n",
    ),
    ("content/countries/guinea.md", "---\ntitle: Guinea\ndescription: d\n---\n"),
    (
        "content/countries/equatorial-guinea.md",
        "---\ntitle: Equatorial Guinea\ndescription: d\n---\n",
    ),
    ("content/countries/us.md", "---\ntitle: United States\niso: US\ndescription: d\n---\n"),
    (
        "content/figures/kim-jong-un.md",
        "---\ntitle: Kim Jong Un\nfamily_name: Kim\nnative_name: { text: 김정은, language: ko }\ndescription: d\n---\n",
    ),
    (
        "content/figures/kim-yo-jong.md",
        "---\ntitle: Kim Yo Jong\nfamily_name: Kim\ndescription: d\n---\n",
    ),
    (
        "content/figures/moon.md",
        "---\ntitle: Moon Jae-in\nfamily_name: Moon\ndescription: d\n---\n",
    ),
    (
        "content/events/hanoi-summit.md",
        "---\ntitle: Hanoi summit\ndate: \"2019\"\ndescription: d\n---\n",
    ),
    ("content/countries/ivory-coast.md", "---\ntitle: Côte d’Ivoire\ndescription: d\n---\n"),
    ("content/terms/armistice.md", "---\ntitle: armistice\ndescription: d\n---\n"),
];

/// Words and punctuation that matter to the linker.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "North Korea", "North Korea's", "Guinea", "Guinea-Bissau", "Equatorial Guinea", "US", "U.S.",
    "us", "US–North Korea", "Kim Jong Un", "Kim Jong-un", "KIM Jong Un", "Kim", "Kim Yo Jong",
    "Park Chung Hee", "Moon Jae-in", "Moon", "the Hanoi Summit", "armistice", "*Kim* Jong Un",
    "**Kim Yo Jong**", "[[figures/moon]]", "[[!Kim Jong Un]]", "[[Hanoi summit|there]]",
    "`North Korea`", "said.", "and", "\n", "\n\n", "\n\n## A part\n\n",
    "\n\n> — Kim Jong Un, 2019\n\n", "\n- ", "kim@example.org", "https://example.org/Guinea", "—",
    "-", "“Guinea”", "북한의", "김정은이", "Côte d’Ivoire", "Cote d'Ivoire", "(US)",
    "[North Korea](https://example.org)",
];

/// Random text.
fn prose() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

/// The same without code, headings and quotations, and without lines that start with a hyphen (list
/// items and heading underlines).
fn paragraphs() -> impl Strategy<Value = String> {
    prose().prop_map(|text| {
        let text = text.replace(['`', '>', '#'], "");
        let lines: Vec<&str> =
            text.lines().map(|line| line.trim_start_matches([' ', '-'])).collect();
        lines.join("\n")
    })
}

const ARTICLE: &str = "---\ntitle: A\ndate: 2020-01-01\n---\n";

fn site(article: &str, topics: &[(&str, &str)]) -> BuiltSite {
    SiteTest::new()
        .files(topics.iter().copied())
        .file("content/articles/a.md", format!("{ARTICLE}{article}\n"))
        .build()
}

/// The text of HTML, without tags.
fn visible(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn article_html(built: &Build) -> String {
    let page = built.site.catalog().by_id("articles/a").expect("the article");
    let document = &built.site.documents()[page.index()];
    let writer = ProseRenderer {
        document,
        linked: &built.site.linked()[page.index()],
        catalog: built.site.catalog(),
        config: built.site.config(),
        picture_sizes: &PictureSizes::default(),
    };
    writer.html(document.body_id(), RenderTarget::OwnPage)
}

/// Automatic links of the article: route of the topic, number of the section.
fn links(built: &Build) -> Vec<(String, u32)> {
    let page = built.site.catalog().by_id("articles/a").expect("the article");
    let document = &built.site.documents()[page.index()];
    let outline = document.body_outline();
    let names = built.site.linked()[page.index()].names.last().expect("the body");
    let is_manual = |span| outline.links.iter().any(|link| link.span == span);
    let linked =
        names.iter().filter(|name| name.decision == LinkDecision::Linked && !is_manual(name.span));
    linked
        .map(|name| {
            let section = outline
                .headings
                .iter()
                .filter(|heading| heading.level == 2 && heading.span.start < name.span.start)
                .count();
            (
                built
                    .site
                    .catalog()
                    .entry(name.topic.expect("a link has a topic"))
                    .route
                    .to_string(),
                u32::try_from(section).expect("few sections"),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn linking_never_changes_visible_text(text in prose()) {
        let with = article_html(&site(&text, TOPICS));
        let off = text.replace("[[figures/moon]]", "Moon Jae-in").replace("[[!Kim Jong Un]]", "Kim Jong Un").replace("[[Hanoi summit|there]]", "there");
        let without = article_html(&site(&off, &[]));
        prop_assert_eq!(visible(&with), visible(&without));
    }

    #[test]
    fn links_never_nest(text in prose()) {
        let html = article_html(&site(&text, TOPICS));
        let mut depth = 0;
        for tag in html.split('<').skip(1) {
            if tag.starts_with("a ") || tag.starts_with("a>") { depth += 1; }
            if tag.starts_with("/a>") { depth -= 1; }
            prop_assert!((0..=1).contains(&depth), "{}", html);
        }
        prop_assert_eq!(depth, 0);
    }

    #[test]
    fn a_topic_is_linked_at_most_once_in_a_section(text in prose()) {
        let mut count: BTreeMap<(String, u32), usize> = BTreeMap::new();
        for link in links(&site(&text, TOPICS)) {
            *count.entry(link).or_default() += 1;
        }
        prop_assert!(count.values().all(|n| *n == 1), "{:?}", count);
    }

    #[test]
    fn output_does_not_depend_on_the_order_of_files(text in prose()) {
        let article = format!("{ARTICLE}{text}\n");
        let mut files: Vec<_> = TOPICS.iter().copied().chain([("content/articles/a.md", &*article)]).collect();
        let build = |files: &[(&str, &str)]| {
            let files = files.iter().map(|(path, text)| (*path, text.as_bytes()));
            build(&Arc::new(Snapshot::from_memory(files)), &BuildOptions::default())
        };
        let outputs_in_order = outputs(&build(&files));
        files.reverse();
        prop_assert_eq!(outputs_in_order, outputs(&build(&files)));
    }

    #[test]
    fn links_do_not_depend_on_line_breaks(text in paragraphs()) {
        let wrapped = text.replace(" and ", "\nand ").replace("Kim Jong Un", "Kim\nJong Un").replace("North Korea", "North\nKorea");
        prop_assert_eq!(links(&site(&text, TOPICS)), links(&site(&wrapped, TOPICS)));
    }

    #[test]
    fn links_do_not_depend_on_unicode_normalisation(text in prose()) {
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(links(&site(&text, TOPICS)), links(&site(&decomposed, TOPICS)));
    }

    #[test]
    fn removing_an_unrelated_topic_removes_only_its_own_links(text in prose()) {
        // The name must not be joined to another by a hyphen.
        prop_assume!(!text.contains("armistice -") && !text.contains("- armistice"));
        let without: Vec<_> = TOPICS.iter().copied().filter(|(path, _)| !path.ends_with("armistice.md")).collect();
        let mut expected = links(&site(&text, TOPICS));
        expected.retain(|(route, _)| route != "/terms/armistice/");
        prop_assert_eq!(expected, links(&site(&text, &without)));
    }

    #[test]
    fn backlinks_are_the_inverse_of_mentions(text in prose()) {
        let built = site(&text, TOPICS);
        let mut mentions = Vec::new();
        for (page, linked) in built.site.linked().iter().enumerate() {
            mentions.extend(linked.topics.iter().map(|topic| (topic.index(), page)));
        }
        let mut backlinks: Vec<(usize, usize)> = Vec::new();
        for topic in built.site.catalog().all_pages().map(|entry| entry.page) {
            backlinks.extend(built.site.data().graph.mentions.of_page(topic).iter().map(|(page, _)| (topic.index(), page.index())));
        }
        mentions.sort_unstable();
        backlinks.sort_unstable();
        prop_assert_eq!(mentions, backlinks);
    }

    #[test]
    fn builds_are_deterministic(text in prose()) {
        let page = || site(&text, TOPICS).page("/articles/a/");
        prop_assert_eq!(page(), page());
    }
}
