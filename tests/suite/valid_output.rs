//! Promise 17: published files are valid according to parsers that follow the standards.
//! `tests/validate` runs validators over the same sites.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use serde_json::Value;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::{BaseUrl, scan};

use super::harness::{outputs, repository};

/// Everything a site of the repository publishes.
fn published(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let options = BuildOptions {
        base_url: BaseUrl::parse("https://example.org/story/").ok(),
        ..BuildOptions::default()
    };
    let files = outputs(&build(&scan(&repository().join(folder)).into(), &options));
    assert!(files.len() > 15, "{folder} has only {} files", files.len());
    files
}

fn select(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|element| element.text().collect()).collect()
}

fn check_page(path: &str, text: &str) -> Vec<String> {
    let page = Html::parse_document(text);
    let mut wrong: Vec<String> =
        page.errors.iter().map(|error| format!("{path}: {error}")).collect();
    let all = Selector::parse("[id]").expect("a selector");
    let mut seen = BTreeSet::new();
    for element in page.select(&all) {
        let id = element.value().attr("id").unwrap_or_default();
        if id.is_empty() || id.contains(char::is_whitespace) || !seen.insert(id.to_owned()) {
            wrong.push(format!(
                "{path}: the id {id:?} is empty, contains a space, or is a duplicate"
            ));
        }
    }
    for attribute in ["aria-labelledby", "aria-describedby", "popovertarget", "for"] {
        for element in page.select(&Selector::parse(&format!("[{attribute}]")).expect("a selector"))
        {
            for id in element.value().attr(attribute).unwrap_or_default().split_whitespace() {
                if !seen.contains(id) {
                    wrong.push(format!(
                        "{path}: {attribute} refers to {id:?}, which does not exist"
                    ));
                }
            }
        }
    }
    if select(&page, "title").iter().filter(|title| !title.trim().is_empty()).count() != 1 {
        wrong.push(format!("{path}: not exactly one title"));
    }
    let redirect = !select(&page, "main > h1 + p > a:only-child").is_empty()
        && text.contains("http-equiv=\"refresh\"");
    if !redirect
        && page.select(&Selector::parse("meta[name=description]").expect("a selector")).count() != 1
        && !text.contains("content=\"noindex\"")
    {
        wrong.push(format!("{path}: no description"));
    }
    if select(&page, "h1").len() != 1 {
        wrong.push(format!("{path}: {} h1 elements", select(&page, "h1").len()));
    }
    for json in select(&page, "script[type='application/ld+json'], script[type='application/json']")
    {
        if let Err(error) = serde_json::from_str::<Value>(&json) {
            wrong.push(format!("{path}: {error} in JSON"));
        }
    }
    wrong
}

fn check_xml(path: &str, text: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_comments = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return Vec::new(),
            Ok(_) => {}
            Err(error) => return vec![format!("{path}: {error}")],
        }
    }
}

#[test]
fn promise_17_published_files_are_valid() {
    let mut wrong = Vec::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for folder in [".", "tests/fixtures/every-field", "tests/fixtures/no-field"] {
        for (path, bytes) in published(folder) {
            let suffix = if path.ends_with('/') {
                "html"
            } else {
                path.rsplit('.').next().unwrap_or_default()
            };
            *kinds.entry(suffix.to_owned()).or_default() += 1;
            let text =
                || std::str::from_utf8(&bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
            match suffix {
                "html" => wrong.extend(check_page(&path, text())),
                "xml" | "svg" => wrong.extend(check_xml(&path, text())),
                "json" => wrong.extend(
                    serde_json::from_str::<Value>(text())
                        .err()
                        .map(|error| format!("{path}: {error}")),
                ),
                _ => {}
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(kinds["html"] > 200 && kinds["xml"] > 100 && kinds["json"] > 5, "{kinds:?}");
}

#[test]
fn validity_checks_find_planted_faults() {
    let page = "<!DOCTYPE html><html lang=\"en\"><head><title>T</title><meta name=\"description\" content=\"d\"></head><body><h1>T</h1>BODY</body></html>";
    assert_eq!(
        check_page("/", &page.replace("BODY", "<p id=\"a\" aria-labelledby=\"a\">x</p>")),
        Vec::<String>::new()
    );
    for (body, found) in [
        ("<p id=\"a\"><i id=\"a\"></i></p>", "a duplicate"),
        ("<p><div></p></div>", "/: "),
        ("<b><p>x</b></p>", "/: "),
        ("<p aria-describedby=\"b\">x</p>", "does not exist"),
        ("<h1>two</h1>", "h1 elements"),
        ("<script type=\"application/json\">{,}</script>", "in JSON"),
    ] {
        let wrong = check_page("/", &page.replace("BODY", body));
        assert!(wrong.iter().any(|wrong| wrong.contains(found)), "{body}: {wrong:?}");
    }
    assert!(!check_xml("/", "<a><b></a>").is_empty());
}
