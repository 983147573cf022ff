//! Charts: what they show, and where; their tables and data.

use std::fmt::Write;

use scraper::{ElementRef, Html, Selector};

use super::harness::{BuiltSite, SiteTest, gzipped_size};

const ARTICLE: &str = "content/articles/a/index.md";
const ROUTE: &str = "/articles/a/";

fn article(body: &str) -> String {
    format!(
        "---\ntitle: A\ndescription: d\ndate: 2020-01-01\nsources:\n  - {{ id: un, title: Report, publisher: United Nations }}\n  - {{ id: other, title: Other, publisher: P }}\n---\n{body}\n"
    )
}

fn chart(toml: &str) -> String {
    format!("Text [@other].\n\n```chart\n{toml}\n```\n\nMore [@other].")
}

fn site(toml: &str) -> SiteTest {
    SiteTest::new().file(ARTICLE, article(&chart(toml)))
}

fn built(toml: &str) -> BuiltSite {
    site(toml).build().no_errors()
}

/// A drawing in words: its size, then its shapes and texts.
fn in_words(html: &str, class: &str) -> String {
    let document = Html::parse_document(html);
    let svg = Selector::parse(&format!("figure.chart > svg.{class}")).expect("a selector");
    let svg = document.select(&svg).next().expect("a drawing");
    let mut words = svg.attr("viewBox").unwrap_or("?").replace("0 0 ", "") + "\n";
    for element in svg.children().filter_map(ElementRef::wrap) {
        let value = |name: &str| element.attr(name).unwrap_or("?");
        let class = value("class");
        let _ = match element.value().name() {
            "rect" => writeln!(
                words,
                "{class} {},{} {}×{}",
                value("x"),
                value("y"),
                value("width"),
                value("height")
            ),
            "circle" => writeln!(words, "{class} {},{}", value("cx"), value("cy")),
            "path" => writeln!(words, "{class} {}", value("d")),
            _ => {
                let text: String = element.text().collect();
                let anchor = element.attr("text-anchor").unwrap_or("start");
                writeln!(words, "{class} {},{} {anchor}: {text}", value("x"), value("y"))
            }
        };
    }
    words
}

/// The drawing for wide screens, then that for phones.
fn both_in_words(html: &str) -> String {
    in_words(html, "wide") + "\n" + &in_words(html, "phone")
}

fn texts(html: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let selector = Selector::parse(selector).expect("a selector");
    document.select(&selector).map(|it| it.text().collect::<String>().trim().to_owned()).collect()
}

const TESTS: &str = "kind = \"column\"
title = \"Two tests in 2016\"
unit = \"nuclear tests\"
columns = [\"Year\", \"Tests\"]
rows = [[\"2013\", 1], [\"2016\", 2], [2017, 1]]
highlight = 2016
note = \"With *emphasis*.\"
source = \"[@un]\"";

#[test]
fn columns_are_in_time_and_labelled() {
    let site = built(TESTS);
    let page = site.page(ROUTE);
    assert_eq!(both_in_words(&page), COLUMNS);
    assert_eq!(texts(&page, "figure.chart .block-title"), ["Two tests in 2016"]);
    assert_eq!(texts(&page, "figure.chart .unit"), ["nuclear tests"]);
    let labels = texts(&page, "figure.chart figcaption p");
    assert_eq!(labels, ["With emphasis.", "Source: United Nations[2]"]);
}

#[test]
fn the_table_of_a_chart_is_its_alternative() {
    let site = built(TESTS);
    let page = site.page(ROUTE);
    let cells = texts(&page, "figure.chart details :is(th, td)");
    assert_eq!(cells, ["Year", "Tests", "2013", "1", "2016", "2", "2017", "1"]);
    assert_eq!(texts(&page, "figure.chart tr.lit th"), ["2016"]);
    let document = Html::parse_document(&page);
    let images = Selector::parse("figure.chart svg[role=img]").expect("a selector");
    for image in document.select(&images) {
        assert_eq!(image.attr("aria-labelledby"), Some("page-block-1-title"));
    }
    assert_eq!(document.select(&images).count(), 2);
}

#[test]
fn citations_of_a_chart_are_numbered_where_it_stands() {
    let page = built(TESTS).page(ROUTE);
    assert_eq!(texts(&page, ".prose .cite"), ["[1]", "[2]", "[1]"]);
    assert_eq!(texts(&page, ".prose .cite#cite-2"), ["[2]"]);
}

#[test]
fn the_data_of_rows_are_published_and_downloaded() {
    let site = built(TESTS);
    assert_eq!(
        site.page("/articles/a/chart-1.csv"),
        "Year,Tests\r\n2013,1\r\n2016,2\r\n2017,1\r\n"
    );
    let page = site.page(ROUTE);
    assert!(page.contains("href=\"/articles/a/chart-1.csv\" download=\"two-tests-in-2016.csv\""));
}

#[test]
fn the_data_of_a_file_are_that_file() {
    let toml = "kind = \"bar\"\ntitle = \"T\"\ndata = \"tests.csv\"";
    let site = site(toml).file("content/articles/a/tests.csv", "Year,Tests\r\n2016,2\r\n");
    let site = site.file("content/articles/a/other.csv", "a,b\n").build().no_errors();
    let routes = site.routes();
    assert!(routes.contains("/articles/a/tests.csv") && !routes.contains("/articles/a/other.csv"));
    assert!(!routes.contains("/articles/a/chart-1.csv"), "{routes:?}");
    let page = site.page(ROUTE);
    assert!(page.contains("href=\"/articles/a/tests.csv\" download=\"t.csv\""), "{page}");
}

#[test]
fn a_chart_follows_its_file() {
    let toml =
        "kind = \"bar\"\ntitle = \"T\"\ndata = \"tests.csv\"\ncolumns = [\"Year\", \"Tests\"]";
    let file = "content/articles/a/tests.csv";
    let mut site = site(toml).file(file, "Year;Yield;Tests\n2016;x;2\n").build().no_errors();
    let cells = |site: &BuiltSite| texts(&site.page(ROUTE), "figure.chart tbody :is(th, td)");
    assert_eq!(cells(&site), ["2016", "2"]);
    site.edit(file, "\u{feff}Year;Yield;Tests\r\n2016;x;2,5\r\n2017;y;\r\n").rebuild();
    assert_eq!(cells(&site), ["2016", "2.5", "2017", "–"]);
    site.edit(file, "Year;Tests\n2016;many\n").rebuild();
    assert!(site.diagnostics().contains("tests.csv:2:6"), "{}", site.diagnostics());
    site.remove(file).rebuild();
    assert!(site.diagnostics().contains("[missing-file]"), "{}", site.diagnostics());
    site.edit(file, "Year;Tests\n2016;3\n").rebuild();
    assert_eq!(cells(&site), ["2016", "3"]);
}

#[test]
fn bars_of_several_columns_have_gaps_and_a_key() {
    let toml = "kind = \"bar\"
title = \"T\"
columns = [\"Country\", \"Before\", \"After\"]
rows = [[\"Peru\", 10, 12.5], [\"A country with a name too long for the side of a phone\", -5, \"\"]]";
    let page = built(toml).page(ROUTE);
    assert_eq!(both_in_words(&page), BARS);
    assert_eq!(texts(&page, "figure.chart .key li"), ["Before", "After"]);
}

#[test]
fn lines_lie_in_true_time_and_are_named_at_their_ends() {
    let toml = "kind = \"line\"
title = \"T\"
columns = [\"When\", \"Peru\", \"Chile\"]
rows = [[\"2020\", 30, 31], [\"2010\", 20, \"\"], [\"2006\", 10, 40], [\"2005\", 10, 41]]
highlight = \"Peru\"";
    let page = built(toml).page(ROUTE);
    assert_eq!(both_in_words(&page), LINES);
    assert_eq!(texts(&page, "figure.chart .key li"), [""; 0]);
}

#[test]
fn ranges_and_dots_are_drawn_row_by_row() {
    let toml = "kind = \"range\"
title = \"T\"
columns = [\"Test\", \"Low\", \"High\"]
rows = [[\"2016\", 7, 10.5], [\"2017\", 250, 50]]";
    assert_eq!(both_in_words(&built(toml).page(ROUTE)), RANGES);
    let dots = toml.replace("range", "dots");
    assert_eq!(both_in_words(&built(&dots).page(ROUTE)), DOTS);
}

#[test]
fn names_that_do_not_fit_below_columns_are_beside_bars() {
    let toml = "kind = \"column\"
title = \"T\"
columns = [\"Country\", \"Tests\"]
rows = [[\"United States\", 1], [\"Liechtenstein\", 2], [\"Switzerland\", 3], [\"Netherlands\", 1]]";
    let page = built(toml).page(ROUTE);
    assert!(in_words(&page, "wide").contains("middle: Liechtenstein"));
    assert!(in_words(&page, "phone").contains("end: Liechtenstein"));
}

#[test]
fn numbers_are_written_as_in_the_language() {
    let toml = "kind = \"bar\"\ntitle = \"T\"\ncolumns = [\"\", \"N\"]\nrows = [[\"x\", 1234567.50], [\"y\", -2]]";
    let cells = |language: &str| {
        let config = format!("title = \"T\"\nlanguage = \"{language}\"\n");
        let page = site(toml).file("site.toml", config).build().page(ROUTE);
        texts(&page, "figure.chart td").join(" ")
    };
    assert_eq!(cells("en"), "1,234,567.50 \u{2212}2");
    assert_eq!(cells("de"), "1.234.567,50 \u{2212}2");
    assert_eq!(cells("ko"), "1,234,567.50 \u{2212}2");
}

#[test]
fn feeds_and_markdown_have_the_table() {
    let site = built(TESTS);
    let feed = site.page("/feed.xml");
    assert!(feed.contains("&lt;th scope=&quot;row&quot;&gt;2016&lt;/th&gt;"), "{feed}");
    assert!(feed.contains("Source: United Nations"), "{feed}");
    let markdown = site.page("/articles/a/index.md");
    let table = "**Two tests in 2016** (nuclear tests)\n\n| Year | Tests |\n| --- | --: |\n| 2013 | 1 |\n| 2016 | 2 |\n| 2017 | 1 |\n\nWith *emphasis*.\n\nSource: United Nations \\[2\\]\n";
    assert!(markdown.contains(table), "{markdown}");
    assert!(!markdown.contains("```chart"), "{markdown}");
}

#[test]
fn only_pages_with_a_chart_load_its_styles() {
    let site = site(TESTS).file("content/about.md", "---\ntitle: About\n---\nText.\n").build();
    let styles = |route: &str| site.page(route).matches("rel=\"stylesheet\"").count();
    assert_eq!((styles(ROUTE), styles("/about/")), (2, 1));
    let without = SiteTest::new().file(ARTICLE, article("Text.")).build();
    assert_eq!(without.routes().iter().filter(|route| route.ends_with(".css")).count(), 1);
}

#[test]
fn a_draft_publishes_no_data() {
    let draft = article(&chart(TESTS)).replace("date: 2020", "draft: true\ndate: 2020");
    let site = SiteTest::new().file(ARTICLE, draft).build().no_errors();
    assert!(!site.routes().iter().any(|route| route.contains("chart-")), "{:?}", site.routes());
}

#[test]
fn the_search_finds_title_and_note_of_a_chart() {
    let site = built(&TESTS.replace("With *emphasis*", "Seismometers heard them"));
    for query in ["two tests", "seismometers"] {
        let found = site.site.search_index().search(query);
        assert_eq!(found.results.len(), 1, "{query}");
    }
}

#[test]
fn a_chart_of_many_points_stays_small() {
    let rows: Vec<String> =
        (0..60).map(|at| format!("[\"{}\", {}, {}]", 1960 + at, at * at, 500 - at)).collect();
    let toml = format!(
        "kind = \"line\"\ntitle = \"T\"\ncolumns = [\"Year\", \"One\", \"Other\"]\nrows = [{}]",
        rows.join(", ")
    );
    let with = gzipped_size(built(&toml).page(ROUTE).as_bytes());
    let without = SiteTest::new().file(ARTICLE, article("Text.")).build().page(ROUTE);
    let size = with - gzipped_size(without.as_bytes());
    assert!(size <= 10 << 10, "{size} bytes");
}

const COLUMNS: &str = "";
const BARS: &str = "";
const LINES: &str = "";
const RANGES: &str = "";
const DOTS: &str = "";
