//! Storylines: which events and lines they show, and where.

use std::fmt::Write;

use serde_json::Value;

use super::harness::{BuiltSite, SiteTest};

const COUNTRIES: [(&str, &str); 4] =
    [("peru", "Peru"), ("chile", "Chile"), ("brazil", "Brazil"), ("japan", "Japan")];

/// A site with an event for each line: date, type, participants, further keys.
fn site(events: &str) -> SiteTest {
    let mut site = SiteTest::new();
    for (slug, title) in COUNTRIES {
        let text = format!("---\ntitle: {title}\ndescription: d\n---\n");
        site = site.file(format!("content/countries/{slug}.md"), text);
    }
    for (number, line) in events.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let [date, kind, who, keys] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("not an event: {line}")
        };
        let text = format!(
            "---\ntitle: Event {number}\ndate: \"{date}\"\ntype: {kind}\nparticipants: [{who}]\ndescription: d\n{keys}\n---\n"
        );
        site = site.file(format!("content/events/e{number}.md"), text);
    }
    site
}

const STORY: &str = "
2019-03-01 | summit | peru, chile | importance: key
2019-03-05 | statement | peru |
2019-04 | missile test | chile |
2019-05-01/2019-08-01 | crisis | peru, chile |
2019-06-10 | treaty | peru, brazil | importance: key
2020-01-10 | talks | peru, chile | status: planned
2020-01-10 | eclipse | | place: { name: Arica, country: chile }
2020-01-11 | harvest | | place: Nowhere
";

const HOME: &str = "\
1040 × 181
Chile lane-1 y=62 64–1028
Peru lane-2 y=98 64–932
Brazil lane-3 y=134 644–644
March 2019 at 64
April 2019 at 264
June 2019 at 499
January 2020 at 788
band Event 3 x=479+235 y=47+66
Event 0 x=64 lane-1,lane-2 tied named (meeting key)
Event 1 x=173 lane-2 (statement)
Event 2 x=355 lane-1 between M355 62H475 (break)
Event 4 x=644 lane-2,lane-3 tied named (decision key)
Event 5 x=932 lane-1,lane-2 tied (meeting planned)
Event 6 x=1028 lane-1 (other)
list: Event 0, Event 1, Event 2, Event 3, Event 4, Event 5, Event 6
";

const CHILE: &str = "\
664 × 145
Chile lane-1 y=62 60–652
Peru lane-2 y=98 60–554 dim
March 2019 at 60
null at 160
January 2020 at 407
band Event 3 x=291+95 y=47+66
Event 0 x=60 lane-1,lane-2 tied named (meeting key)
Event 2 x=260 lane-1 between M260 62H290 (break)
Event 5 x=554 lane-1,lane-2 tied (meeting planned)
Event 6 x=652 lane-1 (other)
list: Event 0, Event 2, Event 3, Event 5, Event 6
";

const MARKS: &str = "\
Chile lane-2 x=12
Peru lane-1 x=36
Brazil lane-3 x=60
others lane-others x=84
Event 0: lane-2, lane-1 tied (meeting key) Peru, Chile
Event 1: lane-1 (statement) Peru
Event 2: lane-2 (break) Chile
Event 3: lane-2, lane-1 tied (other) Peru, Chile
Event 4: lane-1, lane-3 tied (decision key) Peru, Brazil
Event 5: lane-2, lane-1 tied (meeting planned) Peru, Chile
Event 6: lane-2 (other) Chile
Event 7:  () 
Event 8: lane-1, lane-3, lane-5 tied (meeting) Peru, Brazil, Japan
Visit: lane-1, lane-4 tied (meeting) Bolivia, Peru
";

/// The classes of the lines on which an event has marks.
fn lane_classes(html: &Value) -> Vec<&str> {
    let html = html.as_str().unwrap_or_default();
    let classes = html.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    classes.filter(|class| class.starts_with("lane-")).collect()
}

/// What follows `start`, up to a quotation mark.
fn attribute<'a>(html: &'a str, start: &str) -> Option<&'a str> {
    html.split_once(start)?.1.split('"').next()
}

fn tied(html: &Value) -> &'static str {
    if html.as_str().unwrap_or_default().contains("class=\"tie\"") { " tied" } else { "" }
}

/// A storyline in words: lines from the top with their extents, then years, bands and marks.
fn in_words(story: &Value) -> String {
    let mut words = format!("{} × {}\n", story["width"], story["height"]);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for lane in list(&story["lanes"]) {
        let (title, class) = (lane["title"].as_str().unwrap_or("?"), &lane["class"]);
        let _ = writeln!(
            words,
            "{title} {class} y={} {}–{}{}",
            lane["y"],
            lane["from"],
            lane["until"],
            if lane["lit"] == true { "" } else { " dim" }
        );
    }
    for period in list(&story["periods"]) {
        let _ = writeln!(words, "{} at {}", period["title"], period["x"]);
    }
    for band in list(&story["bands"]) {
        let _ = writeln!(
            words,
            "band {} x={}+{} y={}+{}",
            band["title"], band["x"], band["width"], band["y"], band["height"]
        );
    }
    for mark in list(&story["marks"]) {
        let html = mark["html"].as_str().unwrap_or_default();
        let classes = attribute(html, "class=\"").unwrap_or_default();
        let between = attribute(html, "<path class=\"between\" d=\"").unwrap_or_default();
        let lanes = lane_classes(&mark["html"]);
        let _ = writeln!(
            words,
            "{} x={} {}{}{}{} ({classes})",
            mark["title"],
            mark["x"],
            lanes.join(","),
            tied(&mark["html"]),
            if between.is_empty() { String::new() } else { format!(" between {between}") },
            if html.contains("<text") { " named" } else { "" },
        );
    }
    let list = story["entries_html"].as_str().unwrap_or_default();
    let titles = list.split("<p class=\"title\">").skip(1);
    let entries: Vec<&str> = titles.filter_map(|rest| rest.split(['<', '>']).nth(2)).collect();
    let _ = writeln!(words, "list: {}", entries.join(", "));
    words.replace('"', "")
}

fn story(built: &BuiltSite, route: &str) -> Value {
    let view = built.site.view(route).expect("a page").expect("a view");
    view["content"]["storyline"].clone()
}

#[test]
fn the_whole_story_is_on_the_home_page() {
    let built = site(STORY).build().no_errors();
    assert_eq!(in_words(&story(&built, "/")), HOME);
}

#[test]
fn the_line_of_a_country_is_lit_on_its_page() {
    let built = site(STORY).build().no_errors();
    assert_eq!(in_words(&story(&built, "/countries/chile/")), CHILE);
    assert!(story(&built, "/countries/japan/").is_null(), "a storyline without events");
}

/// The marks beside the events of a timeline: a line for each column, then one for each event with
/// the lines on which it has marks.
fn marks_in_words(built: &BuiltSite, route: &str) -> String {
    let view = built.site.view(route).expect("a page").expect("a view");
    let timeline = &view["content"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut words = String::new();
    for column in list(&timeline["lines"]["columns"]) {
        let title = column["title"].as_str().unwrap_or("others");
        let _ = writeln!(words, "{title} {} x={}", column["class"], column["x"]);
    }
    for event in list(&timeline["years"]).iter().flat_map(|year| list(&year["events"])) {
        let marks = &event["marks"];
        let texts = |value: &Value| -> String {
            let texts = list(value);
            let texts = texts.iter().map(|it| it.as_str().unwrap_or("?"));
            texts.collect::<Vec<_>>().join(", ")
        };
        let tie = tied(&marks["drawing_html"]);
        let _ = writeln!(
            words,
            "{}: {}{tie} ({}) {}",
            event["title"],
            lane_classes(&marks["drawing_html"]).join(", "),
            marks["classes"].as_str().unwrap_or("none"),
            texts(&event["parties"])
        );
    }
    words.replace('"', "")
}

#[test]
fn the_timeline_has_marks_beside_its_events() {
    let events = format!("{STORY}\n2020-02-01 | talks | peru, brazil, japan |\n");
    let bolivia = "---\ntitle: Bolivia\ndescription: d\n---\n";
    let visit = "---\ntitle: Visit\ndate: 2020-03-01\ntype: talks\nparticipants: [bolivia, peru]\ndescription: d\n---\n";
    let built = site(&events)
        .file("content/countries/bolivia.md", bolivia)
        .file("content/events/visit.md", visit)
        .build()
        .no_errors();
    assert_eq!(marks_in_words(&built, "/timeline/"), MARKS);
    let page = built.page("/timeline/");
    let list = &page[page.find("class=\"marked lanes\"").expect("marks beside the list")..];
    assert_eq!(list.matches("</svg>\n<p class=\"when\">").count(), 10, "one for each event");
    // The marks in words.
    assert!(list.contains("</time><span class=\"for-readers\"> Peru, Chile</span>"), "{list}");
    // Too few events for lines.
    let few = marks_in_words(&built, "/timeline/type/summit/");
    assert!(few.contains("(none)") && !few.contains("lane-"), "{few}");
}

#[test]
fn an_author_chooses_headline_lines_and_events() {
    let settings = "title = \"T\"\n[storyline]\nheadline = \"They met\"\nlanes = [\"chile\", \"peru\"]\nevents = [\"e0\", \"e2\", \"e4\", \"e5\"]\n";
    let built = site(STORY).file("site.toml", settings).build().no_errors();
    let story = story(&built, "/");
    assert_eq!(story["headline"], "They met");
    let titles = |list: &str| -> Vec<String> {
        let list = story[list].as_array().expect("a list");
        list.iter().map(|it| it["title"].as_str().expect("a title").to_owned()).collect()
    };
    assert_eq!(titles("lanes"), ["Chile", "Peru", "Others"]);
    assert_eq!(titles("marks"), ["Event 0", "Event 2", "Event 4", "Event 5"]);
    assert!(built.page("/").contains("They met</h2>"));
}

#[test]
fn references_of_the_storyline_are_checked() {
    let settings =
        "title = \"T\"\n[storyline]\nlanes = [\"chle\", \"events/e0\"]\nevents = [\"e77\"]\n";
    let diagnostics = site(STORY).file("site.toml", settings).build().diagnostics();
    for expected in ["`chle`", "`countries/chile`", "takes a country", "`e77`"] {
        assert!(diagnostics.contains(expected), "no {expected} in\n{diagnostics}");
    }
}

#[test]
fn of_more_than_sixty_events_the_key_ones_are_drawn() {
    let mut events = String::new();
    for number in 0..70 {
        let key = if number % 7 == 0 { "importance: key" } else { "" };
        let _ = writeln!(events, "{}-03-01 | talks | peru, chile | {key}", 1900 + number);
    }
    let built = site(&events).build().no_errors();
    let story = story(&built, "/");
    assert_eq!(story["marks"].as_array().map(Vec::len), Some(10));
    assert_eq!(story["all"], "/timeline/");
}

#[test]
fn a_storyline_without_two_parties_or_four_events_is_left_out() {
    let alone = "
2019-03-01 | statement | peru |
2019-03-05 | statement | peru |
2019-04-01 | statement | peru |
2019-05-01 | statement | peru |
";
    let few = "
2019-03-01 | summit | peru, chile |
2019-03-05 | statement | peru |
2019-04-01 | statement | peru |
";
    for events in [alone, few] {
        let built = site(events).build().no_errors();
        assert!(story(&built, "/").is_null(), "{events}");
        assert!(!built.page("/").contains("storyline"), "{events}");
    }
}

#[test]
fn events_without_a_party_are_told() {
    let built = site(STORY).build();
    let diagnostics = built.diagnostics();
    assert!(
        diagnostics.contains("note[event-without-party]: “Event 7” has no party"),
        "{diagnostics}"
    );
    assert_eq!(diagnostics.matches("event-without-party").count(), 1);
}

const BLOCK: &str = "
First.

```storyline
title = \"Two countries\"
lanes = [\"chile\", \"peru\"]
from = 2019-03-01
until = 2019
```

Last.
";

fn article(body: &str) -> String {
    format!("---\ntitle: A\ndate: 2020-02-01\ndescription: d\n---\n{body}")
}

#[test]
fn a_block_draws_part_of_the_story_where_it_stands() {
    let built = site(STORY).file("content/articles/a.md", article(BLOCK)).build().no_errors();
    let page = built.page("/articles/a/");
    let text =
        page.split_once("<p>First.</p>").and_then(|(_, rest)| rest.split_once("<p>Last.</p>"));
    let block = text.expect("both paragraphs are there").0;
    assert!(block.contains(">Two countries</p>"), "{block}");
    for event in ["Event 0", "Event 2", "Event 3"] {
        assert!(block.contains(event), "{event} in {block}");
    }
    assert!(!block.contains("Event 5"), "{block}");
    assert!(!page.contains('\u{1}') && !page.contains("lanes ="), "{page}");
}

#[test]
fn a_block_is_a_link_in_feeds_and_stays_as_it_is_in_markdown() {
    let url = "title = \"T\"\nbase_url = \"https://example.org/\"\n";
    let site = site(STORY).file("site.toml", url).file("content/articles/a.md", article(BLOCK));
    let built = site.build().no_errors();
    let feed = built.page("/feed.xml");
    assert!(feed.contains("https://example.org/articles/a/#page-block-1"), "{feed}");
    assert!(!feed.contains('\u{1}') && !feed.contains("lanes ="), "{feed}");
    assert!(built.page("/articles/a/index.md").contains("```storyline\ntitle ="));
}

#[test]
fn a_block_and_the_other_drawings_follow_edits_of_events() {
    let mut built = site(STORY).file("content/articles/a.md", article(BLOCK)).build().no_errors();
    let event = "---\ntitle: Renamed talks\ndate: 2019-03-02\ntype: summit\nimportance: key\nparticipants: [peru, chile]\ndescription: d\n---\n";
    built.edit("content/events/e0.md", event).rebuild();
    for page in ["/", "/articles/a/", "/countries/chile/", "/timeline/"] {
        assert!(built.page(page).contains("Renamed talks"), "{page}");
    }
    built.remove("content/events/e0.md").rebuild();
    assert!(!built.page("/articles/a/").contains("Renamed talks"));
    let later = BLOCK.replace("2019-03-01", "2019-05-01");
    built.edit("content/articles/a.md", article(&later)).rebuild();
    assert!(!built.page("/articles/a/").contains("Event 2"));
}

#[test]
fn a_long_name_leaves_room_for_the_drawing() {
    let long =
        "United Provinces of the River Plate and the Lands beyond the Andes, with their Islands";
    let named = format!("---\ntitle: {long}\ndescription: d\n---\n");
    let built = site(STORY).file("content/countries/peru.md", named).build().no_errors();
    for (page, width) in [("/", 1040), ("/countries/chile/", 664)] {
        let story = story(&built, page);
        let lane = &story["lanes"][1];
        assert_eq!(story["width"], width);
        assert!(lane["title"].as_str().is_some_and(|it| it.ends_with('…')), "{lane}");
        let first = story["marks"][0]["x"].as_i64().expect("a position");
        assert!(first > 0 && first < width / 2, "{first} of {width}");
        assert!(built.page(page).contains(long), "{page} has the whole name in its list");
    }
}
