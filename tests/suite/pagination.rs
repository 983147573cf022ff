//! Which addresses a site has: where long lists are cut, and what makes a feed.

use std::collections::BTreeSet;

use backgrounder::engine::{BuildOptions, Site};
use serde_json::Value;

use super::harness::{SITE, build_in_memory, problems};

/// The addresses of a site of these files.
fn addresses(files: &[(String, String)]) -> BTreeSet<String> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let built = build_in_memory(files.chain([SITE]), &BuildOptions::default());
    assert!(!problems(&built).contains("error"), "{}", problems(&built));
    built.site.resources().into_iter().map(|(route, _)| route.to_string()).collect()
}

/// So many events of one year and one type.
fn events(count: usize, year: usize, kind: &str) -> Vec<(String, String)> {
    let event = |at: usize| {
        let text = format!(
            "---\ntitle: Meeting {kind} {year} {at}\ndate: \"{year}\"\ntype: {kind}\ndescription: D.\nsources: [{{ title: A, publisher: B }}]\n---\n"
        );
        (format!("content/events/{kind}-{year}-{at}.md"), text)
    };
    (0..count).map(event).collect()
}

/// So many terms that begin with a letter.
fn terms(count: usize, letter: &str) -> Vec<(String, String)> {
    (0..count)
        .map(|at| {
            (
                format!("content/terms/{letter}{at}.md"),
                format!("---\ntitle: {letter}word{at}\ndescription: D.\n---\n"),
            )
        })
        .collect()
}

fn has(addresses: &BTreeSet<String>, wanted: &[&str], unwanted: &[&str]) {
    for route in wanted {
        assert!(addresses.contains(*route), "{route} is not there");
    }
    for route in unwanted {
        assert!(!addresses.contains(*route), "{route} is there");
    }
}

#[test]
fn long_timelines_are_split_by_year_and_event_types_into_pages_of_fifty() {
    let whole = addresses(&[events(150, 2018, "talks"), events(50, 2019, "test")].concat());
    has(
        &whole,
        &[
            "/timeline/",
            "/timeline/type/talks/",
            "/timeline/type/talks/page/2/",
            "/timeline/type/talks/page/3/",
            "/timeline/type/test/",
        ],
        &["/timeline/type/talks/page/4/", "/timeline/type/test/page/2/", "/timeline/2018/"],
    );
    let cut = addresses(&[events(201, 2018, "talks"), events(1, 2019, "test")].concat());
    has(
        &cut,
        &["/timeline/", "/timeline/2018/", "/timeline/2018/page/2/", "/timeline/2019/"],
        &["/timeline/2018/page/3/", "/timeline/2019/page/2/"],
    );
}

#[test]
fn long_a_z_lists_are_split_by_letter() {
    let whole = addresses(&[terms(300, "a"), terms(200, "b")].concat());
    has(&whole, &["/a-z/"], &["/a-z/a/", "/a-z/b/"]);
    let cut = addresses(&[terms(501, "a"), terms(500, "b")].concat());
    has(
        &cut,
        &["/a-z/", "/a-z/a/", "/a-z/a/page/2/", "/a-z/b/"],
        &["/a-z/a/page/3/", "/a-z/b/page/2/"],
    );
}

/// The titles that a page and those that follow it show in lists of `field`, wherever in its
/// content those lists stand; each page is looked up from the one before it.
fn shown(site: &Site, first: &str, field: &str) -> Vec<Vec<String>> {
    fn collect(value: &Value, field: &str, titles: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::Array(entries) if name == field => {
                            titles.extend(entries.iter().map(|entry| {
                                ["/title", "/name", "/source/title"]
                                    .iter()
                                    .find_map(|path| entry.pointer(path)?.as_str())
                                    .unwrap()
                                    .to_owned()
                            }));
                        }
                        _ => collect(value, field, titles),
                    }
                }
            }
            Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, field, titles)),
            _ => {}
        }
    }
    let (mut pages, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(route) = next {
        let view = site.view(&route).expect("a page").expect("a view");
        let mut titles = Vec::new();
        collect(&view["content"], field, &mut titles);
        pages.push(titles);
        next = view["content"]["pages"]["next"].as_str().map(str::to_owned);
    }
    pages
}

#[test]
fn pages_of_a_long_list_together_show_all_entries_in_order() {
    let number = |at: usize| format!("{at:03}");
    let article = |at: usize| {
        let front = format!(
            "title: Article {at:03}\ndate: 2020-{:02}-{:02}\nauthors: [{}]\n",
            12 - at / 28,
            28 - at % 28,
            if at == 7 { "jo, jo" } else { "jo" }
        );
        // The oldest is to be read first, which those who look for what is new must not see.
        let order = if at == 119 { "order: 1\n" } else { "" };
        (
            format!("content/articles/{at:03}.md"),
            format!("---\n{front}{order}description: D.\n---\nAs said [@s{at:03}].\n"),
        )
    };
    let figure = |at: usize| {
        (
            format!("content/figures/{at:03}.md"),
            format!("---\ntitle: Figure {}\ndescription: D.\n---\n", number(119 - at)),
        )
    };
    let source = |at: usize| {
        format!("[[sources]]\nid = \"s{at:03}\"\ntitle = \"Source {at:03}\"\npublisher = \"P\"\n")
    };
    let mut files: Vec<(String, String)> =
        (0..120).flat_map(|at| [article(at), figure(at)]).collect();
    let draft =
        "---\ntitle: Draft\ndraft: true\ndate: 2020-06-01\nauthors: [jo]\n---\nAs said [@s000].\n";
    files.push(("content/articles/draft.md".into(), draft.into()));
    files.push(("content/sources.toml".into(), (0..120).map(source).collect()));
    files.extend([events(230, 2018, "talks"), events(60, 2019, "test"), terms(501, "z")].concat());
    let config = ("site.toml".to_owned(), format!("{}[authors.jo]\nname = \"Jo\"\n", SITE.1));
    let files = files.iter().chain([&config]).map(|(path, text)| (path.as_str(), text.as_str()));
    let built = build_in_memory(files, &BuildOptions::default());
    assert!(!problems(&built).contains("error"), "{}", problems(&built));

    let three = |what: &str| {
        [(0..50), (50..100), (100..120)]
            .map(|part| part.map(|at| format!("{what} {}", number(at))).collect::<Vec<_>>())
    };
    let mut read: Vec<String> = three("Article").concat();
    read.rotate_right(1);
    assert_eq!(
        shown(&built.site, "/articles/", "articles").concat(),
        read,
        "the index of articles, in the order of reading"
    );
    assert_eq!(
        shown(&built.site, "/authors/jo/", "articles"),
        three("Article"),
        "what an author wrote, the newest first"
    );
    assert_eq!(
        shown(&built.site, "/figures/", "topics"),
        three("Figure"),
        "the index of figures, by name"
    );
    assert_eq!(
        shown(&built.site, "/sources/", "sources"),
        three("Source"),
        "the sources, by title"
    );
    assert_eq!(
        shown(&built.site, "/sources/", "used_in"),
        three("Article"),
        "the articles that cite them"
    );
    let lengths = |first: &str, field: &str| {
        shown(&built.site, first, field).iter().map(Vec::len).collect::<Vec<_>>()
    };
    for (first, field, wanted) in [
        ("/timeline/2018/", "events", &[200, 30][..]),
        ("/timeline/2019/", "events", &[60]),
        ("/timeline/type/talks/", "events", &[50, 50, 50, 50, 30]),
        ("/timeline/type/test/", "events", &[50, 10]),
        ("/events/", "events", &[50, 50, 50, 50, 50, 40]),
        ("/a-z/z/", "entries", &[500, 1]),
        ("/a-z/f/", "entries", &[120]),
    ] {
        assert_eq!(lengths(first, field), wanted, "{first}");
        let all: Vec<String> = shown(&built.site, first, field).concat();
        assert_eq!(
            all.iter().collect::<BTreeSet<_>>().len(),
            all.len(),
            "{first} shows something twice"
        );
    }
}

#[test]
fn a_feed_needs_an_article_with_a_date() {
    let article = |date: &str| {
        (
            "content/articles/a.md".to_owned(),
            format!("---\ntitle: A\ndescription: D.\n{date}---\nWords.\n"),
        )
    };
    let event = events(1, 2018, "talks");
    has(&addresses(&event), &["/timeline.json"], &["/feed.xml", "/feed.json"]);
    has(
        &addresses(&[event.clone(), vec![article("")]].concat()),
        &[],
        &["/feed.xml", "/feed.json"],
    );
    has(
        &addresses(&[event, vec![article("date: 2020-07-01\n")]].concat()),
        &["/feed.xml", "/feed.json"],
        &[],
    );
}
