//! Search, measured by queries that were written before it: `tests/search/`.

use std::collections::BTreeMap;
use std::fmt::Write;

use std::sync::Arc;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::{Site, scan};
use serde::Deserialize;

use crate::harness::{SiteTest, repository, stdout};

#[derive(Deserialize)]
struct Queries {
    query: Vec<Query>,
    #[serde(default)]
    pages: BTreeMap<String, Page>,
}

#[derive(Deserialize)]
struct Query {
    text: String,
    kind: String,
    /// Acceptable first results, the best first; none if nothing is to be found.
    wanted: Vec<String>,
}

#[derive(Deserialize)]
struct Page {
    title: String,
    language: String,
    text: String,
    family_name: Option<String>,
    #[serde(default)]
    also_known_as: Vec<String>,
}

fn queries(file: &str) -> Queries {
    let path = repository().join("tests/search").join(file);
    toml::from_str(&std::fs::read_to_string(path).expect("queries")).expect("valid queries")
}

/// The percentage of queries whose wanted page is first, and among the first three. All others are
/// listed.
fn measure(site: &Site, queries: &[Query]) -> (f64, f64, String) {
    let index = site.search_index();
    let (mut first, mut three, mut misses) = (0, 0, String::new());
    for Query { text, kind, wanted } in queries {
        let results = index.search(text).results;
        let routes: Vec<&str> =
            results.iter().map(|result| site.catalog().entry(result.page).route.as_str()).collect();
        let is_among = |most: usize| match wanted.is_empty() {
            true => routes.is_empty(),
            false => routes.iter().take(most).any(|route| wanted.iter().any(|it| it == route)),
        };
        first += usize::from(is_among(1));
        three += usize::from(is_among(3));
        if !is_among(1) {
            let found = &routes[..routes.len().min(3)];
            writeln!(misses, "{kind}: {text:?} wants {wanted:?} and finds {found:?}").unwrap();
        }
    }
    let percent = |count: usize| 100.0 * count as f64 / queries.len() as f64;
    (percent(first), percent(three), misses)
}

#[test]
fn readers_find_what_they_want_in_the_demonstration() {
    let built = build(&Arc::new(scan(&repository())), &BuildOptions::default());
    let (first, three, misses) = measure(&built.site, &queries("demonstration.toml").query);
    println!("first {first:.1} %, among three {three:.1} %\n{misses}");
    assert!(first >= 92.0 && three >= 96.0, "{first:.1} {three:.1}\n{misses}");
}

#[test]
fn readers_of_other_languages_find_what_they_want() {
    let Queries { query, pages } = queries("languages.toml");
    let mut test = SiteTest::new();
    for (route, page) in &pages {
        let path = format!("content{}.md", route.trim_end_matches('/'));
        let mut text = format!("---\ntitle: \"{}\"\nlanguage: {}\n", page.title, page.language);
        if let Some(family) = &page.family_name {
            writeln!(text, "family_name: \"{family}\"").unwrap();
        }
        if !page.also_known_as.is_empty() {
            writeln!(text, "also_known_as: {:?}", page.also_known_as).unwrap();
        }
        if route.starts_with("/events/") || route.starts_with("/articles/") {
            text.push_str("date: 2020-01-01\n");
        }
        test = test.file(path, format!("{text}---\n\n{}\n", page.text));
    }
    let built = test.build();
    let (first, three, misses) = measure(&built.site, &query);
    println!("first {first:.1} %, among three {three:.1} %\n{misses}");
    assert!(first >= 95.0, "{first:.1} {three:.1}\n{misses}");
}

#[test]
fn the_terminal_shows_pages_with_what_they_are_or_their_sentence() {
    let folder = SiteTest::story()
        .file("content/figures/biegun.md", "---\ntitle: Stephen Biegun\nin_brief: US envoy\n---\nHe flew to Seoul.\n")
        .file("content/terms/talks.md", "---\ntitle: Talks\ndescription: D.\n---\nThey met. The talks in Stockholm broke down. They left.\n")
        .on_disk();
    let search = |query: &[&str]| stdout(&folder, &[&["search"], query].concat());
    assert_eq!(
        search(&["biegan"]),
        "No page has “biegan”; showing results for “biegun”.\nStephen Biegun  content/figures/biegun.md\n    US envoy\n"
    );
    assert_eq!(
        search(&["stockholm", "broke"]),
        "Talks  content/terms/talks.md\n    The talks in Stockholm broke down.\n"
    );
    assert_eq!(search(&["plonk"]), "No page has “plonk”.\nNothing was found for “plonk”.\n");
    let json = search(&["--message-format", "json", "stockholm"]);
    assert!(json.contains("\"route\":\"/terms/talks/\""), "{json}");
}
