//! Search, measured by queries that were written before it: `tests/search/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use std::sync::Arc;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::{Body, Site, scan};
use serde::Deserialize;
use serde_json::Value;

use crate::harness::{BuiltSite, SiteTest, gzipped_size, repository, stdout};
use crate::preview_server::PreviewServer;
use crate::random::Rng;

#[derive(Deserialize)]
pub struct Queries {
    pub query: Vec<Query>,
    #[serde(default)]
    pages: BTreeMap<String, Page>,
}

#[derive(Deserialize)]
pub struct Query {
    pub text: String,
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

pub fn queries(file: &str) -> Queries {
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
    let site = demonstration();
    let (first, three, misses) = measure(&site, &queries("demonstration.toml").query);
    println!("first {first:.1} %, among three {three:.1} %\n{misses}");
    assert!(first >= 92.0 && three >= 96.0, "{first:.1} {three:.1}\n{misses}");
}

/// A site with the pages of a file of queries.
pub fn site_of_queries(queries: &Queries) -> SiteTest {
    let mut test = SiteTest::new();
    for (route, page) in &queries.pages {
        let path = format!("content{}.md", route.trim_end_matches('/'));
        let mut text = format!("---\ntitle: \"{}\"\nlanguage: {}\n", page.title, page.language);
        if let Some(family) = &page.family_name {
            writeln!(text, "family_name: \"{family}\"").unwrap();
        }
        // Articles have one name.
        if !page.also_known_as.is_empty() && !route.starts_with("/articles/") {
            writeln!(text, "also_known_as: {:?}", page.also_known_as).unwrap();
        }
        if route.starts_with("/events/") || route.starts_with("/articles/") {
            text.push_str("date: 2020-01-01\n");
        }
        test = test.file(path, format!("{text}---\n\n{}\n", page.text));
    }
    test
}

#[test]
fn readers_of_other_languages_find_what_they_want() {
    let queries = queries("languages.toml");
    let built = site_of_queries(&queries).build();
    let (first, three, misses) = measure(&built.site, &queries.query);
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

/// The files of the search of a site, by route.
fn search_files(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let file = |route: &backgrounder::site::Route| match site.require_body(route) {
        Ok(Body::Bytes(bytes)) => (route.to_string(), bytes),
        other => panic!("{route}: {other:?}"),
    };
    site.search_routes().map(file).collect()
}

fn demonstration() -> Arc<Site> {
    build(&Arc::new(scan(&repository())), &BuildOptions::default()).site
}

#[test]
fn the_files_of_the_search_are_listed_and_the_same_each_time() {
    let site = demonstration();
    let files = search_files(&site);
    assert_eq!(files, search_files(&demonstration()));
    let manifest: Value = serde_json::from_slice(&files["/search/search.json"]).expect("JSON");
    let shards = manifest["shards"].as_array().expect("a list").iter().map(|it| (&it[1], "bin"));
    let blocks = manifest["blocks"].as_array().expect("a list").iter().map(|it| (it, "json"));
    let others = [
        (&manifest["names"], "json"),
        (&manifest["ranks"], "bin"),
        (&manifest["suggestions"], "json"),
        (&manifest["facets"], "json"),
    ];
    let spellings = manifest["spellings"].as_array().expect("a list");
    let spellings = spellings.iter().map(|it| (&it[1], "bin"));
    let mut listed: BTreeSet<String> = shards
        .chain(spellings)
        .chain(blocks)
        .chain(others)
        .map(|(hash, end)| format!("/assets/search/{}.{end}", hash.as_str().expect("a hash")))
        .collect();
    listed.insert("/search/search.json".to_owned());
    assert_eq!(listed, files.keys().cloned().collect());
    let pages = manifest["count"].as_u64().expect("a number") as usize;
    assert_eq!(pages, site.catalog().pages().filter(|entry| !entry.hidden).count());
    assert_eq!(manifest["blocks"].as_array().map(Vec::len), Some(pages.div_ceil(20)));
}

#[test]
fn a_site_may_be_without_search_and_drafts_are_not_in_it() {
    let files = |toml: &str| {
        let built = SiteTest::story()
            .file("site.toml", format!("title = \"T\"\n{toml}"))
            .file(
                "content/articles/secret.md",
                "---\ntitle: Zebra\ndate: 2020-01-01\ndraft: true\n---\nQuagga.\n",
            )
            .build();
        search_files(&built.site)
    };
    assert_eq!(files("[search]\nenabled = false\n"), BTreeMap::new());
    let all: Vec<u8> = files("").into_values().flatten().collect();
    let all = String::from_utf8_lossy(&all).to_lowercase();
    assert!(!all.contains("zebra") && !all.contains("quagga"));
}

/// The titles of the pages that a story finds with these lines in `[search]`.
fn titles_for(search: &str, query: &str) -> Vec<String> {
    let page = |title: &str, text: &str| {
        format!("---\ntitle: {title}\ndate: 2020-01-01\ndescription: D.\n---\n{text}\n")
    };
    let built = SiteTest::new()
        .file("site.toml", format!("title = \"T\"\n[search]\n{search}\n"))
        .file("content/articles/a/index.md", page("Zebra", "## Okapi\n\nA quagga."))
        .file("content/articles/b.md", page("Zebroid", "A quagga and an okapi."))
        .file("content/events/Zebra Day.md", page("Zebra day", "A quagga."))
        .build();
    let title = |page| built.site.catalog().entry(page).title.to_string();
    let mut titles: Vec<String> = built
        .site
        .search_index()
        .search(query)
        .results
        .iter()
        .map(|found| title(found.page))
        .collect();
    titles.sort();
    titles
}

#[test]
fn excluded_pages_and_folders_are_not_found() {
    let all = ["Zebra", "Zebra day", "Zebroid"];
    assert_eq!(titles_for("", "quagga"), all);
    for (exclude, left) in [
        ("articles", &all[1..2]),
        ("/content/articles/", &all[1..2]),
        ("articles/a", &all[1..]),
        ("content/articles/a/index.md", &all[1..]),
        ("article", &all[..]),
        ("events/zebra-day", &[all[0], all[2]]),
        ("events/Zebra Day.md", &[all[0], all[2]]),
    ] {
        let found = titles_for(&format!("exclude = [\"{exclude}\"]"), "quagga");
        assert_eq!(found, left, "{exclude}");
        let named = titles_for(&format!("exclude = [\"{exclude}\"]"), "zebra");
        assert!(named.iter().all(|title| left.contains(&&**title)), "{exclude} {named:?}");
    }
}

#[test]
fn without_full_text_names_titles_and_headings_are_found() {
    assert_eq!(titles_for("full_text = false", "quagga"), [""; 0]);
    assert_eq!(titles_for("full_text = false", "okapi"), ["Zebra"]);
    assert_eq!(titles_for("full_text = false", "zebra day"), ["Zebra day"]);
}

#[test]
fn a_day_in_any_usual_writing_finds_its_event_first() {
    let event = |title: &str, date: &str| {
        format!("---\ntitle: {title}\ndate: {date}\n---\nOn 3 April and 27 May 2018.\n")
    };
    let built = SiteTest::new()
        .file("content/events/a.md", event("One", "2018-05-04"))
        .file("content/events/b.md", event("Two", "2018-04-27"))
        .file("content/events/c.md", event("Three", "2019-04-27"))
        .file("content/events/d.md", event("Four", "2018-04"))
        .build();
    let index = built.site.search_index();
    for query in [
        "27 April 2018",
        "April 27, 2018",
        "27 Apr 2018",
        "April 27th, 2018",
        "2018-04-27",
        "27.4.2018",
        "27/04/2018",
        "2018년 4월 27일",
        "2018年4月27日",
    ] {
        let found = index.search(query);
        assert_eq!(&*built.site.catalog().entry(found.results[0].page).title, "Two", "{query}");
        assert!(found.corrections.is_empty() || query.contains("Apr "), "{query} {found:?}");
    }
}

#[test]
fn a_name_is_found_with_other_marks_between_its_parts() {
    let page = |text: &str| format!("---\ndate: 2020-01-01\n---\n{text}\n");
    let built = SiteTest::new()
        .file("content/figures/Pat O’Brien.md", "")
        .file("content/figures/John R. Bolton.md", "")
        .file("content/events/Hwasong-15.md", page("A KN-20."))
        .file("content/countries/north-korea.md", "---\niso: KP\nalso_known_as: [DPRK]\n---\n")
        .file("content/countries/united-states.md", "---\niso: US\n---\n")
        .build();
    let index = built.site.search_index();
    for (title, queries) in [
        ("Pat O’Brien", &["O'Brien", "O’Brien", "OBrien", "O Brien", "o`brien"][..]),
        (
            "John R. Bolton",
            &["J. R. Bolton", "JR Bolton", "Bolton, John", "J R Bolton", "John Bolton"],
        ),
        ("Hwasong-15", &["Hwasong-15", "Hwasong15", "hwasong 15", "KN-20", "KN20", "kn 20"]),
        ("North Korea", &["DPRK", "D.P.R.K.", "d p r k"]),
        ("United States", &["U.S.", "US", "U.S.A.", "USA", "u s a"]),
    ] {
        for query in queries {
            let results = index.search(query).results;
            let first = results.first().map(|it| &*built.site.catalog().entry(it.page).title);
            assert_eq!(first, Some(title), "{query}");
        }
    }
}

#[test]
fn a_person_is_found_by_questions_and_by_the_office_in_other_words() {
    let built = SiteTest::new()
        .file("content/countries/japan.md", "---\niso: JP\n---\nIts prime minister.\n")
        .file(
            "content/figures/Shinzo Abe.md",
            "---\ncountry: japan\nin_brief: Prime Minister of Japan\n---\n",
        )
        .file("content/figures/In Young Lee.md", "")
        .file(
            "content/events/visit.md",
            "---\ntitle: Oslo visit\ndate: 2019\n---\nAbe came. Who is he?\n",
        )
        .build();
    let index = built.site.search_index();
    for (query, title) in [
        ("who is abe", "Shinzo Abe"),
        ("Who is Shinzo Abe?", "Shinzo Abe"),
        ("japanese prime minister", "Shinzo Abe"),
        ("prime minister of japan", "Shinzo Abe"),
        ("in young", "In Young Lee"),
        ("lee in young", "In Young Lee"),
    ] {
        let results = index.search(query).results;
        let first = results.first().map(|it| &*built.site.catalog().entry(it.page).title);
        assert_eq!(first, Some(title), "{query}");
    }
    let found = index.search("lee visits oslo");
    assert!(found.is_partial && !index.search("abe oslo").is_partial, "{found:?}");
}

#[test]
fn topics_without_any_text_are_found_by_name() {
    let built = SiteTest::new()
        .file("content/figures/Ann Lee.md", "")
        .file("content/figures/Bo Lee.md", "")
        .build();
    let found = built.site.search_index().search("bo lee").results;
    assert!(found[0].score.is_finite(), "{found:?}");
    assert_eq!(built.site.catalog().entry(found[0].page).title.as_ref(), "Bo Lee");
}

#[test]
fn the_preview_serves_the_files_that_a_build_publishes() {
    let folder = SiteTest::story().on_disk();
    folder.build();
    let server = PreviewServer::start(&folder, &[]);
    let published = folder.path().join("public/assets/search");
    let shards = std::fs::read_dir(published)
        .expect("a folder")
        .map(|file| format!("/assets/search/{}", file.expect("a file").file_name().display()));
    for path in shards.chain(["/search/search.json".to_owned()]) {
        let expected = std::fs::read(folder.path().join(format!("public{path}"))).expect("a file");
        assert_eq!(server.get(&format!("/s{path}")).body, expected, "{path}");
    }
}

#[test]
fn the_scripts_of_the_search_are_made_from_their_modules() {
    let theme = repository().join("themes/broadsheet");
    let modules = std::fs::read_dir(theme.join("search")).expect("a folder");
    let mut modules: Vec<String> = modules
        .map(|file| file.expect("a file").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.ends_with(".js"))
        .collect();
    modules.sort();
    modules.extend(["search.js", "search-more.js"].map(|name| format!("../assets/{name}")));
    // FNV-1a, 32 bits.
    let mut hash: u32 = 0x811c_9dc5;
    for name in modules {
        let text = std::fs::read(theme.join("search").join(&name)).expect("a script");
        for byte in name.bytes().chain([b'\n']).chain(text) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    let made = std::fs::read_to_string(theme.join("search/bundle.txt")).expect("a hash");
    assert_eq!(
        made.trim(),
        format!("{hash:08x}"),
        "a module of themes/broadsheet/search was changed: run `node themes/broadsheet/search/bundle.mjs`"
    );
}

#[test]
fn the_script_of_the_search_stays_small() {
    for (script, most) in [("search.js", 7 * 1024), ("search-more.js", 4 * 1024)] {
        let path = repository().join("themes/broadsheet/assets").join(script);
        let bytes = gzipped_size(&std::fs::read(path).expect("a script"));
        assert!(bytes <= most, "{script} has {bytes} bytes compressed");
    }
}

/// A file that the list of files names under a key.
fn listed_file(site: &Site, key: &str) -> Value {
    let files = search_files(site);
    let manifest: Value = serde_json::from_slice(&files["/search/search.json"]).expect("JSON");
    let hash = manifest[key].as_str().expect("a hash");
    serde_json::from_slice(&files[&format!("/assets/search/{hash}.json")]).expect("JSON")
}

/// A site with two countries, three people, three events and an article.
fn topics() -> SiteTest {
    let article = "---\ntitle: Accord\ndate: 2021-05-01\nabout: [events/accord]\n---\nAnn Lee and Bo Ray signed in Mali. Ann Lee left.\n";
    SiteTest::new().files([
        ("content/countries/mali.md", "---\ntitle: Mali\n---\nText.\n"),
        ("content/countries/peru.md", "---\ntitle: Peru\n---\nText.\n"),
        ("content/figures/ann-lee.md", "---\ntitle: Ann Lee\ncountry: peru\n---\nText.\n"),
        ("content/figures/bo-ray.md", "---\ntitle: Bo Ray\n---\nText.\n"),
        ("content/figures/cy-fox.md", "---\ntitle: Cy Fox\n---\nText.\n"),
        (
            "content/events/accord.md",
            "---\ntitle: Accord of 2020\ndate: 2019-12-30/2020-01-02\nimportance: key\nplace: { name: Hall, country: mali }\nparticipants: [figures/ann-lee]\n---\nText.\n",
        ),
        ("content/events/march.md", "---\ntitle: March\ndate: 2018\nimportance: key\n---\nText.\n"),
        ("content/events/walk.md", "---\ntitle: Walk\ndate: 2017\n---\nText.\n"),
        ("content/articles/accord.md", article),
    ])
}

#[test]
fn key_topics_are_suggested() {
    let built = topics().build();
    let suggestions = listed_file(&built.site, "suggestions");
    let titles: Vec<&str> = suggestions
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry[0].as_str().expect("a title"))
        .collect();
    assert_eq!(titles, ["Ann Lee", "Bo Ray", "Mali", "March", "Accord of 2020"]);
}

#[test]
fn facets_are_the_years_and_countries_of_pages() {
    let built = topics().build();
    let facets = listed_file(&built.site, "facets");
    assert_eq!(
        facets["countries"],
        serde_json::json!([["countries/mali", "Mali", null], ["countries/peru", "Peru", null]])
    );
    let of = |id: &str| {
        let pages: Vec<&str> =
            built.site.catalog().pages().map(|entry| entry.route.as_str()).collect();
        let at = pages.iter().position(|route| *route == id).expect("a page");
        facets["pages"][at].clone()
    };
    for (route, expected) in [
        // Of the event: where it was, and whose people took part.
        ("/events/accord/", serde_json::json!([2019, 2020, 0, 1])),
        ("/articles/accord/", serde_json::json!([2021, 2021, 0, 1])),
        ("/figures/ann-lee/", serde_json::json!([null, null, 1])),
        ("/countries/mali/", serde_json::json!([null, null, 0])),
        ("/figures/bo-ray/", serde_json::json!([null, null])),
        ("/events/march/", serde_json::json!([2018, 2018])),
    ] {
        assert_eq!(of(route), expected, "{route}");
    }
}

#[test]
fn the_page_of_the_search_is_for_readers_only() {
    let site = |toml: &str| {
        SiteTest::story()
            .file("site.toml", format!("title = \"T\"\nbase_url = \"https://e.org/s/\"\n{toml}[authors.me]\nname = \"Me\"\n"))
            .build()
    };
    let built = site("").no_errors();
    let page = built.page("/search/");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
    assert!(page.contains("<form class=\"query\" action=\"/s/search/\""), "{page}");
    assert!(page.contains("The search needs JavaScript."), "{page}");
    assert!(!built.page("/sitemap.xml").contains("/search/"));
    let head = "<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"T\" href=\"/s/opensearch.xml\">";
    assert!(built.page("/about/").contains(head));
    let without = site("[search]\nenabled = false\n").no_errors();
    let routes = without.routes();
    assert!(!routes.contains("/search/") && !routes.contains("/opensearch.xml"), "{routes:?}");
    let home = without.page("/");
    assert!(!home.contains("SearchAction") && !home.contains("rel=\"search\""), "{home}");
}

#[test]
fn a_page_of_an_author_may_not_take_the_address_of_the_search() {
    let built = SiteTest::story().file("content/search.md", "---\ntitle: S\n---\nText.\n").build();
    let report = built.diagnostics();
    assert!(report.contains("the page of the search"), "{report}");
    assert!(report.contains("content/search.md"), "{report}");
}

/// A site of articles with words as frequent as in natural texts: word number n is 1/n as frequent as
/// the first.
fn site_of_articles(articles: usize) -> SiteTest {
    const SYLLABLES: [&str; 12] =
        ["ka", "men", "tri", "os", "lu", "pa", "ver", "shi", "don", "ge", "ru", "bal"];
    let mut rng = Rng(articles as u64);
    let mut word = |most: f64| {
        let unit = rng.below(1_000_000) as f64 / 1_000_000.0;
        let mut number = most.powf(unit) as usize * 7_919 % 99_991;
        let mut word = String::new();
        while number > 0 {
            word.push_str(SYLLABLES[number % 12]);
            number /= 12;
        }
        word
    };
    let mut text = |words: usize| (0..words).map(|_| word(30_000.0) + " ").collect::<String>();
    (0..articles).fold(SiteTest::new(), |test, at| {
        let (title, text) = (text(3), text(600));
        test.file(article(at), format!("---\ntitle: {title}\ndate: 2020-01-01\n---\n{text}\n"))
    })
}

fn article(at: usize) -> String {
    format!("content/articles/a{at:04}.md")
}

/// The part of the files with terms that another version of a site has not.
fn changed(files: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> f64 {
    let is_term_file = |route: &&String| route.ends_with(".bin");
    let all = files.keys().filter(is_term_file).count();
    files.keys().filter(is_term_file).filter(|route| !other.contains_key(*route)).count() as f64
        / all as f64
}

#[test]
fn a_sentence_changes_few_files() {
    let built = site_of_articles(600).build();
    let before = search_files(&built.site);
    let words = |built: &BuiltSite, page: usize, count: usize| {
        let text = built.page(&format!("/articles/a{page:04}/"));
        let prose = text.split("class=\"prose").nth(1).expect("prose").to_owned();
        let words = prose.split_whitespace().skip(40).take(count).collect::<Vec<_>>().join(" ");
        assert!(!words.contains('<'), "{words}");
        words
    };
    for (count, most) in [(20, 0.25), (120, 0.60)] {
        let (mut built, added) = (site_of_articles(600).build(), words(&built, 500, count));
        let text = String::from_utf8(built.source(&article(100)).to_vec()).expect("text");
        built.edit(&article(100), format!("{text}\n{added}.\n")).rebuild();
        let part = changed(&search_files(&built.site), &before);
        println!("{count} words: {:.1} % of {} files", 100.0 * part, before.len());
        assert!(part > 0.0 && part <= most, "{count} words: {part}");
    }
}

#[test]
fn the_files_are_the_same_for_any_order_and_number_of_threads() {
    let test = site_of_articles(200).files(SITE_WITH_TOPICS.iter().copied());
    let expected = search_files(&test.clone().build().site);
    assert!(expected.len() > 10, "{}", expected.len());
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let reversed =
            pool.install(|| build(&test.snapshot_in_reverse(), &BuildOptions::default()));
        assert!(search_files(&reversed.site) == expected, "{threads} threads");
    }
}

const SITE_WITH_TOPICS: [(&str, &str); 3] = [
    ("content/figures/kim-jong-un.md", "---\ntitle: Kim Jong Un\n---\nA text.\n"),
    ("content/countries/north-korea.md", "---\niso: KP\n---\n"),
    ("content/countries/vietnam.md", "---\niso: VN\n---\n"),
];
