//! How long lists are split into pages, and when a site has feeds.

use std::collections::BTreeSet;

use backgrounder::engine::Site;
use serde_json::Value;

use super::harness::SiteTest;

type Files = Vec<(String, String)>;

fn routes(files: Files) -> BTreeSet<String> {
    SiteTest::new().files(files).build().no_errors().routes()
}

fn events(count: usize, year: usize, kind: &str) -> Files {
    let event = |at: usize| {
        let text = format!(
            "---\ntitle: Meeting {kind} {year} {at}\ndate: \"{year}\"\ntype: {kind}\ndescription: D.\nsources: [{{ title: A, publisher: B }}]\n---\n"
        );
        (format!("content/events/{kind}-{year}-{at}.md"), text)
    };
    (0..count).map(event).collect()
}

/// Terms that begin with a letter.
fn terms(count: usize, letter: &str) -> Files {
    (0..count)
        .map(|at| {
            (
                format!("content/terms/{letter}{at}.md"),
                format!("---\ntitle: {letter}word{at}\ndescription: D.\n---\n"),
            )
        })
        .collect()
}

fn assert_routes(routes: &BTreeSet<String>, present: &[&str], absent: &[&str]) {
    for route in present {
        assert!(routes.contains(*route), "{route} is missing");
    }
    for route in absent {
        assert!(!routes.contains(*route), "{route} exists");
    }
}

#[test]
fn long_timelines_are_split_by_year_and_event_types_into_pages_of_fifty() {
    let short = routes([events(150, 2018, "talks"), events(50, 2019, "test")].concat());
    assert_routes(
        &short,
        &[
            "/timeline/",
            "/timeline/type/talks/",
            "/timeline/type/talks/page/2/",
            "/timeline/type/talks/page/3/",
            "/timeline/type/test/",
        ],
        &["/timeline/type/talks/page/4/", "/timeline/type/test/page/2/", "/timeline/2018/"],
    );
    let long = routes([events(201, 2018, "talks"), events(1, 2019, "test")].concat());
    assert_routes(
        &long,
        &["/timeline/", "/timeline/2018/", "/timeline/2018/page/2/", "/timeline/2019/"],
        &["/timeline/2018/page/3/", "/timeline/2019/page/2/"],
    );
}

#[test]
fn long_a_z_lists_are_split_by_letter() {
    let short = routes([terms(300, "a"), terms(200, "b")].concat());
    assert_routes(&short, &["/a-z/"], &["/a-z/a/", "/a-z/b/"]);
    let long = routes([terms(501, "a"), terms(500, "b")].concat());
    assert_routes(
        &long,
        &["/a-z/", "/a-z/a/", "/a-z/a/page/2/", "/a-z/b/"],
        &["/a-z/a/page/3/", "/a-z/b/page/2/"],
    );
}

/// The titles in all lists named `field` of a page and of the pages that follow it, page by page.
fn titles(site: &Site, first: &str, field: &str) -> Vec<Vec<String>> {
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
        // The oldest article is first in reading order, but not in lists by date.
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
    let config =
        "title = \"T\"\nbase_url = \"https://example.org/\"\n[authors.jo]\nname = \"Jo\"\n";
    let built = SiteTest::new().file("site.toml", config).files(files).build().no_errors();

    let three = |what: &str| {
        [(0..50), (50..100), (100..120)]
            .map(|part| part.map(|at| format!("{what} {}", number(at))).collect::<Vec<_>>())
    };
    let mut read: Vec<String> = three("Article").concat();
    read.rotate_right(1);
    assert_eq!(
        titles(&built.site, "/articles/", "articles").concat(),
        read,
        "the index of articles, in reading order"
    );
    assert_eq!(
        titles(&built.site, "/authors/jo/", "articles"),
        three("Article"),
        "the articles of an author, newest first"
    );
    assert_eq!(
        titles(&built.site, "/figures/", "topics"),
        three("Figure"),
        "the index of figures, by name"
    );
    assert_eq!(
        titles(&built.site, "/sources/", "sources"),
        three("Source"),
        "the sources, by title"
    );
    assert_eq!(
        titles(&built.site, "/sources/", "used_in"),
        three("Article"),
        "the articles that cite them"
    );
    let lengths = |first: &str, field: &str| {
        titles(&built.site, first, field).iter().map(Vec::len).collect::<Vec<_>>()
    };
    for (first, field, expected) in [
        ("/timeline/2018/", "events", &[200, 30][..]),
        ("/timeline/2019/", "events", &[60]),
        ("/timeline/type/talks/", "events", &[50, 50, 50, 50, 30]),
        ("/timeline/type/test/", "events", &[50, 10]),
        ("/a-z/z/", "entries", &[500, 1]),
        ("/a-z/f/", "entries", &[120]),
    ] {
        assert_eq!(lengths(first, field), expected, "{first}");
        let all: Vec<String> = titles(&built.site, first, field).concat();
        assert_eq!(
            all.iter().collect::<BTreeSet<_>>().len(),
            all.len(),
            "{first} repeats an entry"
        );
    }
}

#[test]
fn a_feed_needs_an_article_with_a_date() {
    let article = |date: &str| {
        let text = format!("---\ntitle: A\ndescription: D.\n{date}---\nWords.\n");
        vec![("content/articles/a.md".to_owned(), text)]
    };
    let event = events(1, 2018, "talks");
    let feeds = ["/feed.xml", "/feed.json"];
    assert_routes(&routes(event.clone()), &["/timeline.json"], &feeds);
    assert_routes(&routes([event.clone(), article("")].concat()), &[], &feeds);
    assert_routes(&routes([event, article("date: 2020-07-01\n")].concat()), &feeds, &[]);
}

/// Texts of three lists that mention Peru: articles, articles about it, and events.
fn mentions_of_peru(articles: usize, about: usize, events: usize) -> Files {
    let article = |at: usize, about: &str| {
        let text = format!(
            "---\ntitle: {about}Article {at:03}\ndate: 2020-01-01\nabout: [{}]\n---\nPeru said {at:03}.\n",
            if about.is_empty() { "" } else { "peru" }
        );
        (format!("content/articles/{}{at:03}.md", about.to_lowercase()), text)
    };
    let event = |at: usize| {
        let text = format!(
            "---\ntitle: Event {at:03}\ndate: 2020-01-01\nsources: [{{ title: A, publisher: B }}]\n---\nPeru came {at:03}.\n"
        );
        (format!("content/events/{at:03}.md"), text)
    };
    let peru = "---\ntitle: Peru\ndescription: D.\n---\n";
    let articles = (0..articles).map(|at| article(at, ""));
    let about = (0..about).map(|at| article(at, "About"));
    let files = articles.chain(about).chain((0..events).map(event));
    files.chain([("content/countries/peru.md".to_owned(), peru.to_owned())]).collect()
}

#[test]
fn all_mentions_of_a_topic_are_on_its_page_and_the_pages_that_follow() {
    let fifty = SiteTest::new().files(mentions_of_peru(50, 0, 50)).build().no_errors();
    assert!(!fifty.routes().contains("/countries/peru/page/2/"));
    assert!(!fifty.page("/countries/peru/").contains("more</a>"));

    let built = SiteTest::new().files(mentions_of_peru(180, 60, 75)).build().no_errors();
    let routes = built.routes();
    assert_routes(
        &routes,
        &["/countries/peru/page/2/", "/countries/peru/page/3/"],
        &["/countries/peru/page/1/", "/countries/peru/page/4/"],
    );
    let view = |route: &str| built.site.view(route).expect("a page").expect("a view");
    let lists = |route: &str| {
        let content = view(route)["content"].take();
        let titles = |list: &Value| -> Vec<String> {
            let entries = list.as_array().expect("a list").iter();
            entries.map(|entry| entry["title"].as_str().expect("a title").to_owned()).collect()
        };
        let events = content["mentioned_by"].as_array().expect("a list").iter();
        [
            titles(&content["about"]),
            titles(&content["mentioned_in"]),
            events.flat_map(|group| titles(&group["mentions"])).collect(),
        ]
    };
    let pages = [1, 2, 3].map(|number| match number {
        1 => lists("/countries/peru/"),
        _ => lists(&format!("/countries/peru/page/{number}/")),
    });
    // 60 articles are about it, 240 mention it, and 75 events do: 10, 190 and 25 are left for later.
    let lengths = pages.each_ref().map(|lists| lists.each_ref().map(Vec::len));
    assert_eq!(lengths, [[50, 50, 50], [10, 190, 0], [0, 0, 25]]);
    for list in 0..3 {
        let all: Vec<&String> = pages.iter().flat_map(|lists| &lists[list]).collect();
        let different: BTreeSet<&String> = all.iter().copied().collect();
        assert_eq!((all.len(), different.len()), ([60, 240, 75][list], [60, 240, 75][list]));
    }
    let more = |pointer: &str| view("/countries/peru/")["content"].pointer(pointer).cloned();
    let expected = |count: usize, page: usize| {
        Some(serde_json::json!({ "count": count, "href": format!("/countries/peru/page/{page}/") }))
    };
    assert_eq!(more("/about_more"), expected(10, 2));
    assert_eq!(more("/mentioned_in_more"), expected(190, 2));
    assert_eq!(more("/mentioned_by/0/more"), expected(25, 3));
    let pages = &view("/countries/peru/page/2/")["content"]["pages"];
    assert_eq!(pages["previous"], "/countries/peru/");
    assert_eq!(pages["next"], "/countries/peru/page/3/");
    let sitemap = built.page("/sitemap.xml");
    assert!(sitemap.contains("https://example.org/countries/peru/page/3/"), "{sitemap}");
}

#[test]
fn pages_of_mentions_come_and_go_with_the_mentions() {
    let mut built = SiteTest::new().files(mentions_of_peru(51, 0, 0)).build().no_errors();
    let page = "/countries/peru/page/2/";
    assert!(built.page(page).contains("Peru said 050."));
    built
        .edit("content/articles/007.md", "---\ntitle: A\ndate: 2020-01-01\n---\nChile.\n")
        .rebuild();
    assert!(!built.routes().contains(page));
    built
        .edit("content/articles/007.md", "---\ntitle: A\ndate: 2020-01-01\n---\nPeru.\n")
        .rebuild();
    assert!(built.routes().contains(page));
}

#[test]
fn an_address_of_an_author_in_place_of_a_page_of_mentions_is_reported() {
    let mentions = || SiteTest::new().files(mentions_of_peru(51, 0, 0));
    for path in [
        "static/countries/peru/page/2/index.html",
        "static/Countries/Peru/Page/2/INDEX.html",
        "static/countries/peru/page",
        "static/countries/peru/page/2/index.html/x.txt",
    ] {
        let built = mentions().file(path, "x").build();
        let problems = built.diagnostics();
        assert!(problems.contains("error[address-collision]"), "{path}: {problems}");
        assert!(problems.contains("a page of what mentions a topic"), "{path}: {problems}");
    }
    for path in ["static/countries/peru/page/3/index.html", "static/page/2/index.html"] {
        mentions().file(path, "x").build().no_errors();
    }
}

#[test]
fn a_sitemap_of_more_than_fifty_thousand_pages_is_an_index_of_parts() {
    let page = |at: usize| (format!("content/p{at}.md"), format!("---\ntitle: P{at}\n---\n"));
    let mut files: Files = (0..49_999).map(page).collect();
    files.push(("content/terms/stub.md".into(), "---\ntitle: Stub\n---\n".into()));
    files.push(("content/_index.md".into(), "Welcome.\n".into()));
    let built = SiteTest::new().files(files).build().no_errors();
    let count = |text: &str| text.matches("<loc>").count();
    let listed = 49_999 + ["/", "/a-z/", "/terms/"].len();
    let index = built.page("/sitemap.xml");
    assert!(index.contains("<sitemapindex "), "{}", &index[..200]);
    assert_eq!(count(&index), 2);
    assert!(index.contains("<loc>https://example.org/sitemap-2.xml</loc>"));
    let parts = ["/sitemap-1.xml", "/sitemap-2.xml"].map(|route| built.page(route));
    assert_eq!(parts.each_ref().map(|part| count(part)), [50_000, listed - 50_000]);
    assert!(parts.iter().all(|part| part.contains("<urlset ")));
    let mut urls: Vec<&str> = parts.iter().flat_map(|part| part.lines()).collect();
    urls.retain(|line| line.starts_with("<loc>"));
    let different: BTreeSet<&&str> = urls.iter().collect();
    assert_eq!(different.len(), listed);
    let mut files: Files = (2..49_999).map(page).collect();
    files.push(("content/terms/stub.md".into(), "---\ntitle: Stub\n---\n".into()));
    let built = SiteTest::new().files(files).build().no_errors();
    assert_eq!(count(&built.page("/sitemap.xml")), 50_000);
    assert!(!built.routes().contains("/sitemap-1.xml"));
}

#[test]
fn all_uses_of_a_source_are_on_the_list_or_on_a_page_of_their_own() {
    let article = |at: usize| {
        let cites = if at < 10 { "[@few; @many]" } else { "[@many]" };
        let text = format!(
            "---\ntitle: Article {at:02}\ndate: 2020-01-01\n---\nSentence {at:02} {cites}.\n"
        );
        (format!("content/articles/{at:02}.md"), text)
    };
    let source = |id: &str| {
        format!("[[sources]]\nid = \"{id}\"\ntitle = \"Source {id}\"\npublisher = \"P\"\n")
    };
    let site = || {
        SiteTest::new()
            .files((0..60).map(article))
            .file("content/sources.toml", ["few", "many"].map(source).concat())
    };
    let built = site().build().no_errors();
    assert_routes(
        &built.routes(),
        &["/sources/many/", "/sources/many/page/2/"],
        &["/sources/few/", "/sources/many/page/3/"],
    );
    let list = built.page("/sources/");
    assert!(list.contains("<a href=\"/sources/many/\">and 50 more</a>"), "{list}");
    assert_eq!(list.matches(" more</a>").count(), 1);
    let uses = titles(&built.site, "/sources/many/", "used_in");
    assert_eq!(uses.iter().map(Vec::len).collect::<Vec<_>>(), [50, 10]);
    assert!(built.page("/sources/many/page/2/").contains("Sentence"));
    let with_page =
        site().file("content/sources/many.md", "---\ntitle: Mine\n---\nText.\n").build();
    assert!(
        with_page.diagnostics().contains("the uses of a source"),
        "{}",
        with_page.diagnostics()
    );
}
