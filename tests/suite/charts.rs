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

const COLUMNS: &str = "\
664 282
bar 38,138 56×120
bar lit 437,18 56×240
bar 570,138 56×120
zero M0 258H664
value 66,133 middle: 1
value lit 465,13 middle: 2
value 598,133 middle: 1
row 66,276 middle: 2013
row 199,276 middle: 2014
row 332,276 middle: 2015
row lit 465,276 middle: 2016
row 598,276 middle: 2017

320 232
bar 9,113 46×95
bar lit 201,18 46×190
bar 265,113 46×95
zero M0 208H320
value 32,108 middle: 1
value lit 224,13 middle: 2
value 288,108 middle: 1
row 32,226 middle: 2013
row 96,226 middle: 2014
row 160,226 middle: 2015
row lit 224,226 middle: 2016
row 288,226 middle: 2017
";
const BARS: &str = "\
664 78
bar series-1 374,0 206×15
bar series-2 374,16 258×15
bar series-1 271,46 103×15
zero M374 0V78
row 239,20 end: Peru
row 239,58 end: A country with a name too long for the
row 239,74 end: side of a phone
value 585,12 start: 10
value 637,28 start: 12.5
value 266,58 end: −5
missing 379,74 start: –

320 136
bar series-1 98,21 152×15
bar series-2 98,37 190×15
bar series-1 22,104 76×15
zero M98 21V53M98 104V136
row 0,12 start: Peru
row 0,79 start: A country with a name too long for the side of a
row 0,95 start: phone
value 255,33 start: 10
value 293,49 start: 12.5
value 17,116 end: −5
missing 103,132 start: –
";
const LINES: &str = "\
664 306
grid M25 280H664
grid M25 228H664
grid M25 176H664
grid M25 124H664
grid M25 72H664
grid M25 20H664
line series-2 M32.1 66.8L71.6 72M623.7 118.8
dot series-2 624,119
line series-1 lit M32.1 228L71.6 228L229.3 176L623.7 124
dot series-1 lit 624,124
grid M72 280v5
grid M150 280v5
grid M229 280v5
grid M308 280v5
grid M387 280v5
grid M466 280v5
grid M545 280v5
grid M624 280v5
tick 17,284 end: 0
tick 17,232 end: 10
tick 17,180 end: 20
tick 17,128 end: 30
tick 17,76 end: 40
tick 17,24 end: 50
series series-1 lit 632,133 start: Peru
series series-2 632,117 start: Chile
tick 72,300 middle: 2006
tick 150,300 middle: 2008
tick 229,300 middle: 2010
tick 308,300 middle: 2012
tick 387,300 middle: 2014
tick 466,300 middle: 2016
tick 545,300 middle: 2018
tick 624,300 middle: 2020

320 256
grid M25 230H320
grid M25 188H320
grid M25 146H320
grid M25 104H320
grid M25 62H320
grid M25 20H320
line series-2 M32.1 57.8L48.6 62M279.7 99.8
dot series-2 280,100
line series-1 lit M32.1 188L48.6 188L114.7 146L279.7 104
dot series-1 lit 280,104
grid M32 230v5
grid M115 230v5
grid M197 230v5
grid M280 230v5
tick 17,234 end: 0
tick 17,192 end: 10
tick 17,150 end: 20
tick 17,108 end: 30
tick 17,66 end: 40
tick 17,24 end: 50
series series-1 lit 288,114 start: Peru
series series-2 288,98 start: Chile
tick 32,250 middle: 2005
tick 115,250 middle: 2010
tick 197,250 middle: 2015
tick 280,250 middle: 2020
";
const RANGES: &str = "\
664 46
span M78 9H86
dot series-1 78,9
dot series-2 86,9
span M175 37H627
dot series-2 175,37
dot series-1 627,37
row 31,13 end: 2016
row 31,41 end: 2017
value 68,13 end: 7
value 96,13 start: 10.5
value 165,41 end: 50
value 637,41 start: 250

320 46
span M78 9H81
dot series-1 78,9
dot series-2 81,9
span M114 37H283
dot series-2 114,37
dot series-1 283,37
row 31,13 end: 2016
row 31,41 end: 2017
value 68,13 end: 7
value 91,13 start: 10.5
value 104,41 end: 50
value 293,41 start: 250
";
const DOTS: &str = "\
664 70
grid M47 0V50
grid M168 0V50
grid M289 0V50
grid M409 0V50
grid M530 0V50
grid M651 0V50
grid M47 9H651
dot series-1 64,9
dot series-2 72,9
grid M47 37H651
dot series-1 651,37
dot series-2 168,37
row 31,13 end: 2016
row 31,41 end: 2017
tick 47,66 middle: 0
tick 168,66 middle: 50
tick 289,66 middle: 100
tick 409,66 middle: 150
tick 530,66 middle: 200
tick 651,66 middle: 250

320 70
grid M47 0V50
grid M134 0V50
grid M220 0V50
grid M307 0V50
grid M47 9H307
dot series-1 53,9
dot series-2 56,9
grid M47 37H307
dot series-1 264,37
dot series-2 90,37
row 31,13 end: 2016
row 31,41 end: 2017
tick 47,66 middle: 0
tick 134,66 middle: 100
tick 220,66 middle: 200
tick 307,66 middle: 300
";
