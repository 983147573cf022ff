//! What topics have to do with one another: on their pages, and on the page of all relations.

use std::fmt::Write;

use serde_json::Value;

use super::harness::{BuiltSite, SiteTest};

fn site() -> SiteTest {
    let country =
        |title: &str, more: &str| format!("---\ntitle: {title}\ndescription: d\n{more}---\n");
    let person = |title: &str, country: &str| {
        format!(
            "---\ntitle: {title}\ndescription: d\nroles: [{{ office: envoy, country: {country}, from: 2010 }}]\n---\n"
        )
    };
    let event = |title: &str, date: &str, kind: &str, who: &str| {
        format!(
            "---\ntitle: {title}\ndate: {date}\ntype: {kind}\ndescription: d\nparticipants: [{who}]\n---\n"
        )
    };
    SiteTest::new()
        .file("site.toml", "title = \"T\"\nas_of = 2020-06-01\n")
        .file(
            "content/countries/chile.md",
            country("Chile", "relations: [{ to: countries/japan, type: ally, text: They trade., from: 1990 }]\n"),
        )
        .file("content/countries/japan.md", country("Japan", ""))
        .file("content/countries/peru.md", country("Peru", ""))
        .file("content/countries/mali.md", country("Mali", ""))
        .file("content/figures/ana-rojas.md", person("Ana Rojas", "chile"))
        .file("content/figures/luis-vega.md", person("Luis Vega", "chile"))
        .file("content/figures/eva-quispe.md", person("Eva Quispe", "peru"))
        .file("content/figures/ken-sato.md", person("Ken Sato", "japan"))
        .file("content/events/first.md", event("First talks", "2019-01-10", "talks", "ana-rojas, luis-vega, eva-quispe"))
        .file("content/events/second.md", event("Second talks", "2019-05-02", "summit", "ana-rojas, eva-quispe, ken-sato"))
        .file("content/events/third.md", event("Third talks", "2020-02-01", "working meeting", "ana-rojas, luis-vega, eva-quispe"))
        .file(
            "content/events/later.md",
            "---\ntitle: Later talks\ndate: 2020-09-01\ntype: summit\nstatus: planned\ndescription: d\nparticipants: [ana-rojas, eva-quispe]\n---\n",
        )
        .file("content/events/words.md", event("Statement", "2019-08-01", "statement", "ana-rojas, ken-sato"))
}

fn view(built: &BuiltSite, route: &str) -> Value {
    built.site.view(route).expect("a page").expect("a view")["content"].clone()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// Ties in words: each side, then each tie with its relations, meetings and events.
fn in_words(built: &BuiltSite, route: &str) -> String {
    let ties = &view(built, route)["ties"];
    let mut words = String::new();
    for side in list(&ties["sides"]) {
        let _ = writeln!(words, "{}:", side["country"]["title"].as_str().unwrap_or("-"));
        for tie in list(&side["ties"]) {
            let relations: Vec<String> = list(&tie["relations"])
                .iter()
                .map(|it| format!("{} {} {}", it["kind"], it["when"], it["text"]))
                .collect();
            let _ = writeln!(
                words,
                "  {} [{}] met {} last {}, {} events, {} marks",
                tie["to"]["title"],
                relations.join("; "),
                tie["met"],
                tie["last_met"]["text"],
                tie["together"],
                tie["marks_html"].as_str().unwrap_or_default().matches("<path").count(),
            );
        }
    }
    words.replace('"', "")
}

#[test]
fn people_met_those_of_other_countries_and_came_with_those_of_their_own() {
    let built = site().build().no_errors();
    assert_eq!(
        in_words(&built, "/figures/ana-rojas/"),
        "Peru:
  Eva Quispe [] met 2 last 1 February 2020, 4 events, 4 marks
Japan:
  Ken Sato [] met 1 last 2 May 2019, 2 events, 2 marks
Chile:
  Luis Vega [] met 0 last null, 2 events, 2 marks
"
    );
    let page = built.page("/figures/ana-rojas/");
    assert!(page.contains("2 meetings on this site, the last 1 February 2020"), "{page}");
    assert!(page.contains("1 meeting on this site, 2 May 2019"), "{page}");
}

#[test]
fn a_country_has_its_declared_relations_first_on_both_pages() {
    let built = site().build().no_errors();
    assert_eq!(
        in_words(&built, "/countries/chile/"),
        "-:
  Japan [ally since 1990 They trade.] met 1 last 2 May 2019, 2 events, 0 marks
  Peru [] met 2 last 1 February 2020, 4 events, 0 marks
"
    );
    // The text is that of the page that declares the relation.
    let japan = in_words(&built, "/countries/japan/");
    assert!(japan.starts_with("-:\n  Chile [ally since 1990 null] met 1"), "{japan}");
    assert!(view(&built, "/countries/mali/")["ties"].is_null());
}

#[test]
fn events_are_drawn_only_beside_three_ties() {
    let built = site().build().no_errors();
    assert!(built.page("/figures/ana-rojas/").contains("class=\"strip\""));
    assert!(!built.page("/countries/chile/").contains("class=\"strip\""));
    let off = "title = \"T\"\nas_of = 2020-06-01\n[relations]\nenabled = false\n";
    let built = site().file("site.toml", off).build().no_errors();
    let page = built.page("/figures/ana-rojas/");
    assert!(
        !page.contains("class=\"strip\"") && page.contains("2 meetings on this site"),
        "{page}"
    );
    assert!(!built.routes().contains("/relations/"), "a page of relations");
}

/// The table of a kind of topic: the columns, then the cells of each row with their shade.
fn matrix_in_words(matrix: &Value) -> String {
    let title = |card: &Value| card["title"].as_str().unwrap_or("?").to_owned();
    let columns: Vec<String> = list(&matrix["columns"]).iter().map(title).collect();
    let mut words = format!("{}\n", columns.join(" | "));
    for row in list(&matrix["rows"]) {
        let cell = |cell: &Value| match cell["href"].is_null() {
            true => "-".to_owned(),
            false => {
                let declared = if cell["is_declared"] == true { "*" } else { "" };
                format!("{}/{}{declared}", cell["together"], cell["level"])
            }
        };
        let cells: Vec<String> = list(&row["cells"]).iter().map(cell).collect();
        let _ = writeln!(words, "{}: {} +{}", title(&row["topic"]), cells.join(" "), row["empty"]);
    }
    words
}

#[test]
fn the_page_of_relations_has_countries_and_people() {
    let built = site().build().no_errors();
    let page = view(&built, "/relations/");
    assert_eq!(
        matrix_in_words(&page["countries"]),
        "Chile | Peru\nPeru: 4/4 +1\nJapan: 2/2* 1/1 +0\n"
    );
    assert_eq!(
        matrix_in_words(&page["people"]),
        "Ana Rojas | Eva Quispe | Luis Vega\nEva Quispe: 4/4 +2\nLuis Vega: 2/2 2/2 +1\nKen Sato: 2/2 1/1 - +0\n"
    );
}

#[test]
fn a_page_of_relations_can_be_introduced_and_is_missing_without_ties() {
    let intro = "---\ntitle: Who knows whom\n---\nSome words.\n";
    let built = site().file("content/relations.md", intro).build().no_errors();
    let page = built.page("/relations/");
    assert!(page.contains("Who knows whom") && page.contains("Some words."), "{page}");
    let few = SiteTest::new()
        .file("content/countries/chile.md", "---\ntitle: Chile\ndescription: d\n---\n")
        .file("content/relations.md", intro)
        .build();
    assert!(few.diagnostics().contains("page of relations"), "{}", few.diagnostics());
}

#[test]
fn an_event_that_gains_a_participant_changes_both_pages() {
    let mut built = site().build().no_errors();
    let more = "---\ntitle: Statement\ndate: 2019-08-01\ntype: talks\ndescription: d\nparticipants: [ana-rojas, ken-sato, luis-vega]\n---\n";
    built.edit("content/events/words.md", more).rebuild();
    assert!(in_words(&built, "/figures/ken-sato/").contains("Luis Vega"));
}
