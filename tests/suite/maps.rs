//! Maps: what they show, where, and in which words.

use std::fmt::Write;

use serde_json::Value;

use super::harness::{BuiltSite, SiteTest, gzipped_size};

/// Countries by slug, title and code.
const COUNTRIES: [(&str, &str, &str); 5] = [
    ("north-korea", "North Korea", "KP"),
    ("south-korea", "South Korea", "KR"),
    ("singapore", "Singapore", "SG"),
    ("morocco", "Morocco", "MA"),
    ("ukraine", "Ukraine", "UA"),
];

/// A site with an event for each line: slug, keys.
fn site(events: &str) -> SiteTest {
    let mut site = SiteTest::new();
    for (slug, title, iso) in COUNTRIES {
        let text = format!("---\ntitle: {title}\niso: {iso}\ndescription: d\n---\n");
        site = site.file(format!("content/countries/{slug}.md"), text);
    }
    for (number, line) in events.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let (slug, keys) = line.split_once('|').unwrap_or_else(|| panic!("not an event: {line}"));
        let title = slug.trim().replace('-', " ");
        let text = format!(
            "---\ntitle: {title}\ndate: 2020-01-{:02}\ndescription: d\n{}\n---\n",
            number + 1,
            keys.trim().replace("; ", "\n")
        );
        site = site.file(format!("content/events/{}.md", slug.trim()), text);
    }
    site
}

const STORY: &str = "
border-talks | place: { name: \"Peace House, Panmunjom\", country: north-korea, coordinates: [37.96, 126.68] }
later-talks | place: { name: \"Freedom House, Panmunjom\", country: north-korea, coordinates: [37.95, 126.67] }
plenum | place: { name: Pyongyang, country: north-korea }
flood | place: { name: Sinuiju, country: north-korea }
summit | place: { name: Sentosa, country: singapore, coordinates: [1.25, 103.82] }
speech | place: Online
visit | status: cancelled; place: { name: Wonsan, country: north-korea, coordinates: [39.15, 127.44] }
";

const HOME: &str = "\
664 × 480
North Korea
Singapore marked at 229,433 named
South Korea
Panmunjom at 436,56 few 2
Pyongyang at 427,46 few 2
Sentosa at 228,434 one 1 → /events/summit/
list: Panmunjom, North Korea: border talks, later talks
list: Pyongyang, North Korea: plenum
list: North Korea (approximate): flood
list: Sentosa, Singapore: summit
";

/// A map in words: countries that can be seen, dots, the list.
fn in_words(map: &Value) -> String {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut words = format!("{} × {}\n", map["width"], map["height"]);
    for country in list(&map["countries"]) {
        let (mark, is_drawn) = (&country["mark"], country["path"] != "");
        if mark.is_null() && !is_drawn {
            continue;
        }
        let this = if country["is_this"] == true { " this" } else { "" };
        let mark = list(mark).iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let mark = if mark.is_empty() { mark } else { format!(" marked at {mark}") };
        let named = if country["label"].is_null() { "" } else { " named" };
        let _ = writeln!(words, "{}{this}{mark}{named}", text(&country["title"]));
    }
    for dot in list(&map["dots"]) {
        let (title, size) = (text(&dot["title"]), text(&dot["size"]));
        let _ = write!(words, "{title} at {},{} {size} {}", dot["x"], dot["y"], dot["count"]);
        let _ = match dot["href"].as_str() {
            Some(href) => writeln!(words, " → {href}"),
            None => writeln!(words),
        };
    }
    for place in list(&map["places"]) {
        let events: Vec<String> =
            list(&place["events"]).iter().map(|it| text(&it["title"])).collect();
        let country = place["country"].as_str().map(|it| format!(", {it}")).unwrap_or_default();
        let note = if place["is_approximate"] == true { " (approximate)" } else { "" };
        let _ =
            writeln!(words, "list: {}{country}{note}: {}", text(&place["name"]), events.join(", "));
    }
    words
}

fn view(built: &BuiltSite, route: &str) -> Value {
    built.site.view(route).expect("a page").expect("a view")
}

fn home_map(built: &BuiltSite) -> Value {
    view(built, "/")["content"]["map"].clone()
}

#[test]
fn the_home_page_shows_all_places_of_the_story() {
    let built = site(STORY).build().no_errors();
    assert_eq!(in_words(&home_map(&built)), HOME);
    let page = built.page("/");
    // The dot of several events leads to its place in the list.
    assert!(page.contains("href=\"#page-place-1\"") && page.contains("id=\"page-place-1\""));
    assert!(page.contains("class=\"map-drawing\"") && page.contains("aria-hidden=\"true\""));
    assert!(!page.contains("style="), "a style attribute");
}

#[test]
fn an_event_shows_its_place_and_says_when_that_is_approximate() {
    let built = site(STORY).build().no_errors();
    let map =
        |slug: &str| view(&built, &format!("/events/{slug}/"))["content"]["event"]["map"].clone();
    let exact = map("border-talks");
    assert_eq!(exact["dots"][0]["is_approximate"], false);
    assert!(exact["at_capital"].is_null() && exact["places"] == serde_json::json!([]));
    assert_eq!(map("flood")["at_capital"], "Pyongyang");
    assert_eq!(map("flood")["dots"][0]["is_approximate"], true);
    assert!(map("flood")["dots"][0]["label"].is_null(), "the capital is not Sinuiju");
    assert!(map("plenum")["at_capital"].is_null(), "its place is the capital");
    assert!(map("speech").is_null(), "a place that is nowhere");
    assert!(!map("visit").is_null(), "a cancelled event has a place too");
    let page = built.page("/events/flood/");
    assert!(page.contains("The dot is the capital, Pyongyang."), "{page}");
    assert!(page.contains("role=\"img\" aria-label=\"Map: Sinuiju, North Korea\""), "{page}");
}

#[test]
fn a_country_shows_its_events() {
    let built = site(STORY).build().no_errors();
    let map = view(&built, "/countries/north-korea/")["content"]["country"]["map"].clone();
    let words = in_words(&map);
    assert!(words.contains("North Korea this named\n"), "{words}");
    assert!(words.contains("\nlist: Panmunjom: border talks, later talks\n"), "{words}");
    assert!(!words.contains("visit") && !words.contains("summit"), "{words}");
    // A country without events is shown alone.
    let map = view(&built, "/countries/morocco/")["content"]["country"]["map"].clone();
    assert_eq!(map["dots"], serde_json::json!([]));
    assert!(built.page("/countries/morocco/").contains("aria-label=\"Map: Morocco\""));
}

#[test]
fn disputed_lines_and_areas_are_apart() {
    let built = site(STORY).build().no_errors();
    let map = |slug: &str| {
        view(&built, &format!("/countries/{slug}/"))["content"]["country"]["map"].clone()
    };
    // The demarcation line in Korea, and no area of nobody.
    let korea = map("north-korea");
    assert_ne!(korea["disputed"], "");
    assert_eq!(korea["claimed"], "");
    // Western Sahara; Crimea.
    for slug in ["morocco", "ukraine"] {
        let map = map(slug);
        assert!(map["disputed"] != "" && map["claimed"] != "", "{slug}");
    }
    assert_eq!(map("singapore")["disputed"], "");
}

#[test]
fn a_site_can_leave_maps_out_but_for_blocks() {
    let block = "---\ntitle: A\ndate: 2020-02-01\ndescription: d\n---\n```map\n```\n";
    let settings = "title = \"T\"\n[maps]\nenabled = false\n";
    let built = site(STORY)
        .file("site.toml", settings)
        .file("content/articles/a.md", block)
        .build()
        .no_errors();
    for page in ["/", "/events/summit/", "/countries/north-korea/"] {
        assert!(!built.page(page).contains("map-drawing"), "{page}");
    }
    assert!(built.page("/articles/a/").contains("map-drawing"));
}

#[test]
fn a_home_page_with_one_place_has_no_map() {
    let one = "summit | place: { name: Sentosa, country: singapore, coordinates: [1.25, 103.82] }";
    let built = site(one).build().no_errors();
    assert!(home_map(&built).is_null());
}

const BLOCK: &str = "---
title: A
date: 2020-02-01
description: d
---
First.

```map
title = \"On the border\"
countries = [\"north-korea\", \"south-korea\"]
events = [\"border-talks\"]
places = [{ name = \"The <zone>\", coordinates = [38.3, 127.2], to = \"countries/south-korea\" }]
```

Last.
";

#[test]
fn a_block_shows_what_its_author_names() {
    let built = site(STORY).file("content/articles/a.md", BLOCK).build().no_errors();
    let page = built.page("/articles/a/");
    let text =
        page.split_once("<p>First.</p>").and_then(|(_, rest)| rest.split_once("<p>Last.</p>"));
    let block = text.expect("both paragraphs are there").0;
    for expected in [
        "<section class=\"block\" id=\"page-block-1\"",
        ">On the border</p>",
        "<a href=\"/countries/south-korea/\">The &lt;zone&gt;</a>",
        "border talks</a>",
        "id=\"page-block-1-place-1\"",
    ] {
        assert!(block.contains(expected), "{expected} in {block}");
    }
    for other in ["Sentosa", "later talks", "Morocco"] {
        assert!(!block.contains(other), "{other} in {block}");
    }
}

#[test]
fn maps_follow_edits() {
    let mut built = site(STORY).file("content/articles/a.md", BLOCK).build().no_errors();
    let moved = "---\ntitle: Summit\ndate: 2020-01-05\ndescription: d\nplace: { name: Seoul, country: south-korea }\n---\n";
    built.edit("content/events/summit.md", moved).rebuild();
    assert!(in_words(&home_map(&built)).contains("list: Seoul, South Korea: Summit\n"));
    let renamed = "---\ntitle: DPRK\niso: KP\ndescription: d\n---\n";
    built.edit("content/countries/north-korea.md", renamed).rebuild();
    for page in ["/", "/events/flood/", "/countries/south-korea/", "/articles/a/"] {
        assert!(built.page(page).contains(">DPRK</text>"), "{page}");
    }
    built.remove("content/countries/ukraine.md").rebuild();
    built.remove("content/events/border-talks.md").rebuild();
    assert!(!built.page("/").contains("Peace House"));
}

#[test]
fn drafts_are_on_no_map() {
    let draft = "---\ntitle: SECRET talks\ndate: 2020-01-09\ndraft: true\nplace: { name: SECRET, country: south-korea, coordinates: [35.1, 129.0] }\n---\n";
    let country = "---\ntitle: SECRET land\ndraft: true\niso: JP\n---\n";
    let with_drafts = site(STORY)
        .file("content/events/hidden.md", draft)
        .file("content/countries/hidden.md", country)
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-02-01\ndescription: d\n---\n```map\n```\n",
        );
    let without = site(STORY).file(
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2020-02-01\ndescription: d\n---\n```map\n```\n",
    );
    let (with_drafts, without) = (with_drafts.build(), without.build());
    for page in ["/", "/countries/south-korea/", "/articles/a/", "/events/border-talks/"] {
        assert!(!with_drafts.page(page).contains("SECRET"), "{page}");
        let drawing = |built: &BuiltSite| {
            let page = built.page(page);
            let (_, drawing) = page.split_once("<svg class=\"map-drawing\"").expect("a map");
            drawing.split_once("</svg>").expect("its end").0.to_owned()
        };
        assert_eq!(drawing(&with_drafts), drawing(&without), "{page}");
    }
}

/// Of a page, gzipped.
const LARGEST_MAP: usize = 6 * 1024;

#[test]
fn a_map_of_any_country_and_of_the_world_is_small() {
    let mut site = SiteTest::new();
    let codes = include_str!("../../src/catalog/countries/names.tsv");
    let codes: Vec<&str> = codes.lines().next().expect("a header").split('\t').skip(1).collect();
    for code in &codes {
        let country = format!("---\niso: {code}\ndescription: d\n---\n");
        site = site.file(format!("content/countries/{code}.md"), country);
        let event = format!(
            "---\ntitle: Talks in {code}\ndate: 2020-01-01\ndescription: d\nplace: {{ country: countries/{} }}\n---\n",
            code.to_lowercase()
        );
        site = site.file(format!("content/events/{code}.md"), event);
    }
    let built = site.build().no_errors();
    let mut without_map = Vec::new();
    let pages = codes.iter().map(|code| format!("/countries/{}/", code.to_lowercase()));
    for page in pages.chain(["/".to_owned()]) {
        let html = built.page(&page);
        let Some((_, drawing)) = html.split_once("<svg class=\"map-drawing\"") else {
            without_map.push(page);
            continue;
        };
        let drawing = drawing.split_once("</svg>").expect("its end").0;
        let size = gzipped_size(drawing.as_bytes());
        assert!(size <= LARGEST_MAP, "{page}: {size} bytes");
    }
    // Neither an outline nor a capital.
    assert_eq!(
        without_map,
        ["/countries/bv/", "/countries/tk/", "/countries/um/"].map(str::to_owned)
    );
}
