//! Output for other programs: JSON-LD, Open Graph, feeds, calendar, timeline, host files, `llms.txt`.

use std::collections::BTreeMap;

use backgrounder::diagnostics::Severity;
use backgrounder::site::Route;
use serde_json::Value;

use super::harness::{BuiltSite, SiteTest, TEXT_PICTURE};

const FILES: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"T</script><script>\"\nbase_url = \"https://example.org/k/\"\n[publisher]\nname = \"Desk\"\nurl = \"https://desk.example/\"\n[authors.a]\nname = \"Ann\"\n",
    ),
    (
        "content/articles/a.md",
        "---\ntitle: \"A </script><!- <b>\"\ndescription: d & d\ndate: 2020-07-01\nupdated: 2020-07-02\nauthors: [a]\nabout: [events/talks]\nsources: [{ id: s, title: Source, publisher: P, date: 2020-06, url: \"https://s.example/\" }]\nimage: { src: p.png, alt: Picture, credit: c }\n---\nAnn Lee went to the talks in Mali [@s].\n",
    ),
    ("content/articles/p.png", TEXT_PICTURE),
    ("content/countries/mali.md", "---\niso: ML\nwikidata: Q912\ndescription: d\n---\n"),
    (
        "content/figures/lee.md",
        "---\ntitle: Ann Lee\nfamily_name: Lee\nborn: \"1970~\"\ndied: 2020-06\ncountry: mali\nalso_known_as: [A. Lee]\ndescription: d\nas_of: 2020-07-01\nroles: [{ office: Envoy, from: 2019 }]\n---\n",
    ),
    (
        "content/events/talks.md",
        "---\ntitle: talks\ndate: 2020-05-01/2020-05-02\nstatus: planned\nplace: { name: Hall, country: mali, coordinates: [12.6, -8.0] }\nparticipants: [figures/lee, countries/mali]\ndescription: d\nsources: [{ id: s, title: Source, publisher: P }]\n---\n",
    ),
    ("content/about.md", "---\ntitle: About\n---\nText.\n"),
];

fn site() -> SiteTest {
    SiteTest::new().files(FILES.iter().copied())
}

/// Outputs that are text.
fn texts(built: &BuiltSite) -> Vec<(&str, &str)> {
    let outputs = built.outputs().iter();
    outputs
        .filter_map(|(route, bytes)| Some((&**route, std::str::from_utf8(bytes).ok()?)))
        .collect()
}

fn json(built: &BuiltSite, route: &str) -> Value {
    serde_json::from_str(&built.page(route)).expect("JSON")
}

/// The JSON-LD nodes of a page by type.
fn json_ld(built: &BuiltSite, route: &str) -> BTreeMap<String, Value> {
    let page = built.page(route);
    let parts: Vec<&str> = page.split("<script type=\"application/ld+json\">").collect();
    assert_eq!(parts.len(), 2, "one JSON-LD script per page");
    let json: Value =
        serde_json::from_str(parts[1].split("</script>").next().expect("an end")).expect("JSON");
    assert_eq!(json["@context"], "https://schema.org");
    json["@graph"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|node| (node["@type"].as_str().expect("a type").to_owned(), node.clone()))
        .collect()
}

#[test]
fn every_page_has_json_ld_in_schema_org_vocabulary() {
    let built = site().build();
    let article = &json_ld(&built, "/articles/a/")["Article"];
    assert!(
        article["headline"].as_str().is_some_and(|headline| headline.starts_with("A </script><!")),
        "{article}"
    );
    assert_eq!(
        (&article["datePublished"], &article["dateModified"]),
        (&"2020-07-01".into(), &"2020-07-02".into())
    );
    assert_eq!(article["author"][0]["name"], "Ann");
    assert_eq!(article["author"][0]["url"], "https://example.org/k/authors/a/");
    let image = article["image"].as_str().unwrap_or_default();
    assert!(image.starts_with("https://example.org/k/assets/pictures/"), "{image}");
    assert_eq!(article["about"][0]["url"], "https://example.org/k/events/talks/");
    let mentions: Vec<&Value> = article["mentions"]
        .as_array()
        .expect("mentions")
        .iter()
        .map(|thing| &thing["@type"])
        .collect();
    assert_eq!(mentions, ["Person", "Country"]);
    assert_eq!(article["mentions"][1]["sameAs"], "https://www.wikidata.org/wiki/Q912");
    assert_eq!(article["citation"][0]["datePublished"], "2020-06");
    let person = &json_ld(&built, "/figures/lee/")["Person"];
    assert_eq!(
        (&person["jobTitle"], &person["familyName"], &person["deathDate"]),
        (&"Envoy".into(), &"Lee".into(), &"2020-06".into())
    );
    assert!(person["birthDate"].is_null(), "schema.org has no approximate dates");
    assert_eq!(person["nationality"][0]["name"], "Mali");
    let event = &json_ld(&built, "/events/talks/")["Event"];
    assert_eq!(
        (&event["startDate"], &event["endDate"]),
        (&"2020-05-01".into(), &"2020-05-02".into())
    );
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(event["location"]["geo"]["latitude"], 12.6);
    assert_eq!(
        event["attendee"].as_array().map(Vec::len),
        Some(1),
        "only persons and organisations attend events"
    );
    let steps = &json_ld(&built, "/about/")["BreadcrumbList"]["itemListElement"];
    assert_eq!(steps[0]["item"], "https://example.org/k/");
    assert_eq!(steps[1]["item"], "https://example.org/k/about/");
    assert_eq!(json_ld(&built, "/figures/")["CollectionPage"]["name"], "People");
    assert_eq!(json_ld(&built, "/")["WebSite"]["publisher"]["url"], "https://desk.example/");
}

#[test]
fn json_ld_of_topics_tells_in_brief_which_of_a_name_is_meant() {
    let site = SiteTest::new()
        .file("content/figures/ann.md", "---\ntitle: Ann Lee\nin_brief: Envoy of \"Mali\"\n---\n")
        .file("content/countries/mali.md", "---\ntitle: Mali\nin_brief: West African state\n---\n")
        .file("content/terms/test.md", "---\ntitle: test\ndescription: A test.\n---\n");
    let built = site.build();
    for (route, kind, expected) in [
        ("/figures/ann/", "Person", Value::from("Envoy of “Mali”")),
        ("/countries/mali/", "Country", Value::from("West African state")),
        ("/terms/test/", "DefinedTerm", Value::Null),
    ] {
        assert_eq!(json_ld(&built, route)[kind]["disambiguatingDescription"], expected, "{route}");
    }
}

/// Readers of feeds have no style sheet that would show their labels.
#[test]
fn wide_tables_in_feeds_are_plain_tables() {
    let table = "| A | B | C |\n|---|---|---|\n| a cell of a table | a cell of a table | c |\n";
    let article = format!("---\ntitle: A\ndate: 2020-01-01\n---\n{table}");
    let built = SiteTest::new().file("content/articles/a.md", article).build();
    let [page, feed] = ["/articles/a/", "/feed.xml"].map(|route| built.page(route));
    assert!(page.contains("<td role=\"cell\" data-label=\"A\">"), "{page}");
    assert!(feed.contains("&lt;table&gt;") && !feed.contains("data-label"), "{feed}");
}

#[test]
fn text_cannot_close_the_json_ld_script_element() {
    let built = site().build();
    for (path, page) in texts(&built) {
        if !page.starts_with("<!DOCTYPE html>") {
            continue;
        }
        for (at, start) in page.match_indices("<script") {
            let element = &page[at..at + page[at..].find("</script>").expect("an end")];
            assert!(!element[start.len()..].contains('<'), "{path}: {element}");
        }
    }
}

#[test]
fn pages_have_open_graph_metadata() {
    let page = site().build().page("/articles/a/");
    for tag in [
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:url\" content=\"https://example.org/k/articles/a/\">",
        "<meta property=\"og:description\" content=\"d &amp; d\">",
        "<meta property=\"og:image\" content=\"https://example.org/k/assets/pictures/",
        "<meta property=\"og:image:width\" content=\"1024\">",
        "<meta property=\"article:modified_time\" content=\"2020-07-02\">",
    ] {
        assert!(page.contains(tag), "{tag}");
    }
}

#[test]
fn a_site_without_base_url_omits_absolute_urls() {
    let site = site().file("site.toml", "title = \"T\"\n").without("content/articles/a.md");
    let built = site.build();
    for (path, page) in texts(&built) {
        assert!(
            !page.contains("ld+json") && !page.contains("og:url") && !page.contains("og:image"),
            "{path}"
        );
    }
}

#[test]
fn the_calendar_has_events_with_a_day_and_timeline_json_has_all_events() {
    let built = site()
        .file(
            "content/events/vague.md",
            "---\ntitle: vague\ndate: 2019-10\ndescription: d\n---\n",
        )
        .file(
            "content/events/about.md",
            "---\ntitle: about then\ndate: \"2018-09~\"\ntype: test\ndescription: \"a, b; c\"\n---\n",
        )
        .file(
            "content/events/called-off.md",
            "---\ntitle: called off\ndate: 2020-02-28\nstatus: cancelled\n---\n",
        )
        .build();
    let calendar = built.page("/events.ics");
    assert!(
        calendar.ends_with("END:VCALENDAR\r\n")
            && !calendar.replace("\r\n", "").contains(['\r', '\n']),
        "{calendar:?}"
    );
    let events: Vec<&str> = calendar.split("BEGIN:VEVENT\r\n").skip(1).collect();
    assert_eq!(events.len(), 2, "events known only to the month have no day");
    for line in ["DTSTART;VALUE=DATE:20200228\r\nDTEND;VALUE=DATE:20200229", "STATUS:CANCELLED"] {
        assert!(events[0].contains(line), "{line} in {}", events[0]);
    }
    for line in [
        "DTSTART;VALUE=DATE:20200501\r\nDTEND;VALUE=DATE:20200503",
        "STATUS:TENTATIVE",
        "LOCATION:Hall",
        "GEO:12.6;-8",
    ] {
        assert!(events[1].contains(line), "{line} in {}", events[1]);
    }
    let timeline = json(&built, "/timeline.json");
    let dates: Vec<String> = timeline["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["start_date"].to_string())
        .collect();
    assert_eq!(
        dates,
        [
            "{\"month\":9,\"year\":2018}",
            "{\"month\":10,\"year\":2019}",
            "{\"day\":28,\"month\":2,\"year\":2020}",
            "{\"day\":1,\"month\":5,\"year\":2020}"
        ]
    );
    assert_eq!(timeline["events"][0]["display_date"], "c. September 2018");
    assert_eq!(timeline["events"][3]["end_date"]["day"], 2);
}

#[test]
fn a_json_feed_accompanies_the_atom_feed() {
    let feed = json(&site().build(), "/feed.json");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["items"][0]["url"], "https://example.org/k/articles/a/");
    assert_eq!(feed["items"][0]["date_modified"], "2020-07-02T00:00:00Z");
    assert!(
        feed["items"][0]["content_html"]
            .as_str()
            .is_some_and(|html| html.contains("Ann Lee") && !html.contains("popovertarget")),
        "{feed}"
    );
}

#[test]
fn headers_and_redirects_files_are_written_unless_the_author_has_them() {
    let site = site();
    assert_eq!(
        site.clone().build().page("/_redirects"),
        "/k/events/ /k/timeline/ 301\n/k/.backgrounder/* /k/404.html 404\n"
    );
    let site = site
        .file("content/moved.md", "---\ntitle: Moved\nredirect_from: [/old/place/]\n---\nText.\n");
    let built = site.clone().build();
    assert_eq!(
        built.page("/_redirects"),
        "/k/events/ /k/timeline/ 301\n/k/old/place/ /k/moved/ 301\n/k/.backgrounder/* /k/404.html 404\n"
    );
    let headers = built.page("/_headers");
    for part in [
        "/k/*\n  Content-Security-Policy: default-src 'none'; script-src 'self'",
        "frame-ancestors 'self'",
        "immutable",
    ] {
        assert!(headers.contains(part), "{headers}");
    }
    let own = "/*\n  X-Own: yes\n";
    let built = site.file("static/_headers", own).build();
    assert_eq!(built.outputs()["/_headers"], own.as_bytes());
}

#[test]
fn llms_txt_lists_articles_and_indexes() {
    let text = site().build().page("/llms.txt");
    assert!(text.starts_with("# T</script><script>\n\n## Articles\n\n- [A </script>"), "{text}");
    assert!(
        text.contains("](https://example.org/k/articles/a/): d & d\n")
            && text.contains("- [People](https://example.org/k/figures/)\n"),
        "{text}"
    );
}

#[test]
fn a_site_of_drafts_has_no_feed() {
    let routes = SiteTest::new()
        .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-07-01\ndraft: true\n---\nMali.\n")
        .file("content/countries/mali.md", "---\niso: ML\n---\n")
        .with_drafts()
        .build()
        .routes();
    assert!(routes.contains("/articles/a/"), "{routes:?}");
    assert!(!routes.iter().any(|route| route.contains("feed")), "{routes:?}");
}

#[test]
fn an_unknown_route_is_an_internal_error() {
    let built = site().build();
    let problem = built.site.require_body(&Route::for_page(["nowhere"])).expect_err("no page");
    assert_eq!((problem.code.name, problem.severity), ("internal-error", Severity::Error));
    for (route, _) in built.site.resources() {
        assert!(built.site.require_body(route).is_ok(), "{route}");
    }
}

/// All texts between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

/// The ids of feeds, entries and events, by route.
fn ids_in_feeds(site: &str, slugs: [&str; 3]) -> BTreeMap<String, Vec<String>> {
    let article = format!(
        "---\ntitle: A\ndate: 2020-07-01\nslug: {}\nupdates: [{{ date: 2020-07-02, note: More }}, {{ date: 2020-07-02, note: Still more }}]\n---\nAnn Lee.\n",
        slugs[0]
    );
    let figure = format!(
        "---\ntitle: Ann Lee\nslug: {}\nupdates: [{{ date: 2020-07-02, note: More }}]\n---\n",
        slugs[1]
    );
    let event = format!("---\ntitle: talks\ndate: 2020-05-01\nslug: {}\n---\n", slugs[2]);
    let built = SiteTest::new()
        .file("site.toml", site)
        .file("content/articles/a.md", article)
        .file("content/articles/other.md", "---\ntitle: B\ndate: 2020-07-01\n---\nAnn Lee.\n")
        .file("content/figures/lee.md", figure)
        .file("content/events/Gespräche.md", event)
        .file(
            "content/a.md",
            "---\ntitle: Plain\nupdates: [{ date: 2020-07-02, note: More }]\n---\nx\n",
        )
        .build();
    let mut ids = BTreeMap::new();
    for (route, text) in texts(&built) {
        let found = match route.rsplit('/').next() {
            Some("feed.xml" | "updates.xml") => between(text, "<id>", "</id>"),
            Some("events.ics") => between(text, "\r\nUID:", "\r\n"),
            Some("feed.json") => between(text, "\"id\":\"", "\""),
            _ => continue,
        };
        // Feeds of topics lie below routes that change.
        let feed = match route.split('/').nth(1) {
            Some("figures" | "people") => "feed of the figure".to_owned(),
            Some("events") => "feed of the event".to_owned(),
            _ => route.to_owned(),
        };
        ids.insert(feed, found.into_iter().map(str::to_owned).collect());
    }
    ids
}

#[test]
fn feed_ids_survive_slug_and_folder_changes() {
    let site = "title = \"T\"\nbase_url = \"https://example.org:8080/k/\"\n";
    let before = ids_in_feeds(site, ["a", "lee", "talks"]);
    assert_eq!(
        before.keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "/events.ics",
            "/feed.json",
            "/feed.xml",
            "/updates.xml",
            "feed of the event",
            "feed of the figure"
        ]
    );
    let after = ids_in_feeds(
        &format!("{site}[kinds.figures]\nfolder = \"people\"\n"),
        ["another", "ann-lee", "gespräche-zwei"],
    );
    assert_eq!(before, after);
    assert_eq!(before["/feed.xml"][1..], before["/feed.json"]);
    assert_eq!(
        before["/feed.json"],
        ["tag:example.org,2026:/k/articles/a", "tag:example.org,2026:/k/articles/other"]
    );
    assert_eq!(
        before["feed of the figure"],
        [
            "tag:example.org,2026:/k/figures/lee#feed",
            "tag:example.org,2026:/k/articles/a",
            "tag:example.org,2026:/k/articles/other"
        ]
    );
    assert_eq!(before["/events.ics"], ["k/events/gespr%C3%A4che@example.org"]);
    let mut all: Vec<&String> = before["/updates.xml"].iter().collect();
    assert_eq!(all.len(), 5);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 5, "two pages share an id: {before:?}");
}

#[test]
fn opensearch_xml_and_the_home_page_say_how_to_search() {
    let built = SiteTest::story()
        .file("site.toml", "title = \"Guide to A & B of today\"\nbase_url = \"https://example.org/k/\"\ndescription = \"D < E.\"\n")
        .build();
    assert_eq!(
        built.page("/opensearch.xml"),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Guide to A &amp; B</ShortName>\n\
         <LongName>Guide to A &amp; B of today</LongName>\n\
         <Description>D &lt; E.</Description>\n\
         <Language>en</Language>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"https://example.org/k/search/?q={searchTerms}\"/>\n\
         </OpenSearchDescription>\n"
    );
    let action = &json_ld(&built, "/")["WebSite"]["potentialAction"];
    assert_eq!(action["@type"], "SearchAction");
    assert_eq!(
        action["target"]["urlTemplate"],
        "https://example.org/k/search/?q={search_term_string}"
    );
    assert_eq!(action["query-input"], "required name=search_term_string");
    let without = SiteTest::story().file("site.toml", "title = \"T\"\nbase_url = \"/\"\n").build();
    assert!(!without.routes().contains("/opensearch.xml"));
}
