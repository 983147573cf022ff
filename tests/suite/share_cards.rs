//! Share cards: which pages have one, what is drawn, and what is kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::time::SystemTime;

use backgrounder::engine::BuildOptions;
use backgrounder::preview::{HostPolicy, Preview, ResponseBody, respond};
use backgrounder::site::{Body, Resource};
use hyper::{HeaderMap, Method};

use super::harness::{BuiltSite, Folder, SiteTest, picture, repository, stdout};

/// In bytes.
const LARGEST: usize = 60_000;
const MARGIN: usize = 60;

/// The page of each card, by the address of the card.
fn cards(site: &BuiltSite) -> BTreeMap<String, String> {
    let page = |page: &Option<_>| match page {
        Some(page) => site.site.catalog().entry(*page).route.to_string(),
        None => "/".to_owned(),
    };
    let resources = site.site.resources().into_iter();
    let cards = resources.filter_map(|(route, resource)| match resource {
        Resource::ShareCard(of) => Some((route.to_string(), page(of))),
        _ => None,
    });
    cards.collect()
}

/// The pages with cards.
fn pages(site: SiteTest) -> Vec<String> {
    let mut pages: Vec<String> = cards(&site.build()).into_values().collect();
    pages.sort();
    pages
}

/// The address of the card of a page.
fn card_of(site: &BuiltSite, page: &str) -> String {
    let card = cards(site).into_iter().find(|(_, of)| of == page);
    card.unwrap_or_else(|| panic!("{page} has no card")).0
}

fn png(site: &BuiltSite, page: &str) -> Vec<u8> {
    match site.site.body(&card_of(site, page)) {
        Some(Ok(Body::ShareCard(card))) => card.bytes().expect("drawn"),
        other => panic!("{page}: {other:?}"),
    }
}

/// The value of a `meta` element of a page.
fn meta(html: &str, name: &str) -> Option<String> {
    let rest = html.split_once(&format!("=\"{name}\" content=\""))?.1;
    Some(rest.split('"').next()?.to_owned())
}

/// Which pixels of a picture are not white, row by row.
fn ink(png: &[u8]) -> Vec<Vec<bool>> {
    let mut decoder = png::Decoder::new(Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut pixels).expect("pixels");
    assert_eq!((frame.width, frame.height), (1200, 630));
    let samples = frame.color_type.samples();
    let is_ink = |pixel: &[u8]| pixel[..3].iter().any(|part| *part < 200);
    pixels
        .chunks_exact(1200 * samples)
        .map(|row| row.chunks_exact(samples).map(is_ink).collect())
        .collect()
}

#[test]
fn home_newest_articles_and_key_topics_have_small_cards() {
    let site = SiteTest::story()
        .file(
            "content/events/call.md",
            "---\ntitle: Call\ndate: 2020-01-01\nimportance: key\ndescription: d\n---\n",
        )
        .build();
    let expected = [
        "/",
        "/articles/second/",
        "/articles/talks/",
        "/countries/north-korea/",
        "/events/call/",
        "/figures/kim-jong-un/",
    ];
    let mut found: Vec<String> = cards(&site).into_values().collect();
    found.sort();
    // A stub, an event that is not key, an organisation and a term have none.
    assert_eq!(found, expected);
    for page in expected {
        let png = png(&site, page);
        assert!(png.len() <= LARGEST, "{page}: {} bytes", png.len());
        assert!(ink(&png).iter().skip(20).flatten().any(|is_ink| *is_ink), "{page} is empty");
    }
}

#[test]
fn the_site_says_which_pages_have_cards() {
    let with = |settings: &str| {
        let toml = format!("title = \"T\"\nbase_url = \"https://example.org/\"\n{settings}");
        pages(SiteTest::story().file("site.toml", toml + "\n[authors.me]\nname = \"Me\"\n"))
    };
    assert_eq!(with("[cards]\nenabled = false"), [""; 0]);
    assert_eq!(with("[cards]\nfor = []"), [""; 0]);
    assert_eq!(with("[cards]\nfor = [\"home\"]"), ["/"]);
    assert_eq!(
        with("[cards]\nfor = [\"all-articles\"]"),
        ["/articles/second/", "/articles/talks/"]
    );
    let topics = with("[cards]\nfor = [\"all-topics\", \"topics\"]");
    assert_eq!(
        topics,
        [
            "/countries/north-korea/",
            "/figures/kim-jong-un/",
            "/organisations/un/",
            "/terms/armistice/"
        ]
    );
    // Services need an absolute address.
    assert_eq!(
        pages(
            SiteTest::story().file(
                "site.toml",
                "title = \"T\"\nbase_url = \"/s/\"\n[authors.me]\nname = \"Me\"\n"
            )
        ),
        [""; 0]
    );
}

#[test]
fn by_default_the_thousand_newest_articles_have_cards() {
    let article = |number: usize| {
        let date = format!("20{:02}-01-{:02}", number / 28, number % 28 + 1);
        let text = format!("---\ntitle: Article {number}\ndate: {date}\n---\nA text.\n");
        (format!("content/articles/a{number:04}.md"), text)
    };
    let pages = pages(SiteTest::new().files((0..1_003).map(article)));
    assert_eq!(pages.len(), 1_001);
    let oldest = ["/articles/a0000/", "/articles/a0001/", "/articles/a0002/"];
    assert!(!pages.iter().any(|page| oldest.contains(&page.as_str())));
}

#[test]
fn pages_name_their_picture_their_card_or_that_of_the_home_page() {
    let site = SiteTest::story()
        .file("content/articles/photo.jpg", picture("grey.jpg"))
        .file(
            "content/articles/shown.md",
            "---\ntitle: Shown\ndate: 2020-01-01\nimage: { src: photo.jpg, alt: A view }\n---\nA text.\n",
        )
        .file("content/articles/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>")
        .file(
            "content/articles/drawn.md",
            "---\ntitle: Drawn\ndate: 2020-01-01\nimage: { src: drawing.svg, alt: A drawing }\n---\nA text.\n",
        )
        .build()
        .no_errors();
    let image = |page: &str| meta(&site.page(page), "og:image");
    let absolute = |card: String| Some(format!("https://example.org/s{card}"));

    let talks = site.page("/articles/talks/");
    let card = absolute(card_of(&site, "/articles/talks/"));
    assert_eq!(meta(&talks, "og:image"), card);
    assert_eq!(meta(&talks, "og:image:width").as_deref(), Some("1200"));
    assert_eq!(meta(&talks, "og:image:height").as_deref(), Some("630"));
    assert_eq!(meta(&talks, "og:image:alt").as_deref(), Some("The talks – About the talks."));
    assert_eq!(meta(&talks, "twitter:card").as_deref(), Some("summary_large_image"));
    let json = format!("\"image\":\"{}\"", card.expect("a card"));
    assert!(talks.contains(&json), "JSON-LD lacks {json}");

    let shown = image("/articles/shown/").expect("a picture");
    assert!(shown.ends_with(".jpg"), "{shown}");
    assert!(!cards(&site).into_values().any(|page| page == "/articles/shown/"));
    // Services show no SVG.
    assert_eq!(image("/articles/drawn/"), absolute(card_of(&site, "/articles/drawn/")));

    let home = absolute(card_of(&site, "/"));
    for page in ["/", "/about/", "/timeline/", "/organisations/un/"] {
        assert_eq!(image(page), home, "{page}");
    }
    let about = site.page("/about/");
    assert!(!about.contains("\"image\":"), "{about}");
    // A stub is not indexed.
    assert_eq!(image("/countries/vietnam/"), None);
}

#[test]
fn cards_are_drawn_once_and_again_only_if_they_change() {
    let folder = SiteTest::story().on_disk();
    folder.build();
    let kept = || -> BTreeMap<String, SystemTime> {
        let files = fs::read_dir(folder.path().join(".backgrounder/cache/cards")).expect("cards");
        let stamp = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().expect("a name");
            (name, entry.metadata().and_then(|it| it.modified()).expect("a time"))
        };
        files.map(|entry| stamp(entry.expect("a file"))).collect()
    };
    let published = || super::harness::read_tree(&folder.path().join("public/assets/cards"));
    let (first, pictures) = (kept(), published());
    assert_eq!(first.len(), pictures.len());
    assert!(first.keys().eq(pictures.keys()));

    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    folder.build();
    assert_eq!(kept(), first, "a card was drawn again");
    assert_eq!(published(), pictures);

    let text = folder.read("content/articles/second.md").replace("Another one", "Another text");
    folder.write("content/articles/second.md", text);
    folder.build();
    let (second, changed) = (kept(), published());
    let new: Vec<&String> = second.keys().filter(|name| !first.contains_key(*name)).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(first.iter().all(|(name, stamp)| second.get(name).is_none_or(|it| it == stamp)));
    assert_eq!(changed.keys().filter(|name| !pictures.contains_key(*name)).count(), 1);

    // A damaged file is drawn again.
    let damaged = folder.path().join(".backgrounder/cache/cards").join(new[0]);
    fs::write(&damaged, "damaged").expect("written");
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    folder.build();
    assert_eq!(published(), changed);
    assert_ne!(fs::read(&damaged).expect("read"), b"damaged");
}

#[test]
fn check_draws_no_card_and_finds_mistakes_in_the_template() {
    let folder = SiteTest::story().on_disk();
    stdout(&folder, &["check"]);
    assert!(!folder.exists(".backgrounder/cache/cards"));
    folder.write("templates/card.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text></svg>");
    let output = super::harness::stderr(&folder.run(&["check"]));
    assert!(output.contains("error[template-error]: this template makes no valid SVG"), "{output}");
    folder.write(
        "templates/card.svg",
        "{{ card.title | fit(font=\"Public Sans\", width=9, sizes=[0]) }}",
    );
    let output = super::harness::stderr(&folder.run(&["check"]));
    assert!(output.contains("`sizes` must be a list of sizes in pixels"), "{output}");
}

#[test]
fn the_preview_draws_a_card_when_it_is_asked_for() {
    let folder = SiteTest::story().on_disk();
    let (preview, _) = Preview::open(&folder.path(), BuildOptions::default());
    let state = preview.channel().current();
    let policy = HostPolicy { is_loopback_only: true, allowed_hosts: Vec::new() };
    let get = |path: &str| {
        let mut headers = HeaderMap::new();
        headers.append("host", "127.0.0.1:1111".parse().expect("a value"));
        respond(&state, &policy, &Method::GET, &path.parse().expect("an address"), &headers)
    };
    let ResponseBody::Bytes(page) = get("/s/articles/talks/").body else { panic!("no page") };
    let page = String::from_utf8(page.to_vec()).expect("text");
    assert!(!folder.exists(".backgrounder/cache/cards"));
    let card = meta(&page, "og:image").expect("a card").replace("https://example.org", "");
    let answer = get(&card);
    assert_eq!(answer.headers["content-type"], "image/png");
    let ResponseBody::Bytes(bytes) = answer.body else { panic!("no picture") };
    assert!(!ink(&bytes).is_empty());
    assert_eq!(
        fs::read_dir(folder.path().join(".backgrounder/cache/cards")).expect("cards").count(),
        1
    );
    assert_eq!(get("/s/assets/cards/0.png").status.as_u16(), 404);
}

#[test]
fn rebuilding_changes_the_cards_of_the_pages_that_change() {
    let mut site = SiteTest::story().build();
    let before = card_of(&site, "/articles/talks/");
    site.edit("content/articles/second.md", "---\ntitle: Second\ndate: 2020-06-02\n---\nA text.\n");
    assert_eq!(card_of(site.rebuild(), "/articles/talks/"), before);
    let font = fs::read(repository().join("tests/fixtures/fonts/korean-bold.ttf")).expect("a font");
    site.edit("static/korean.ttf", font);
    assert_eq!(card_of(site.rebuild(), "/articles/talks/"), before);
    // Everything that a card is made from is in its address.
    for (path, text) in [
        (
            "site.toml",
            "title = \"Small\"\nbase_url = \"https://example.org/s/\"\nas_of = \"2020-07-10\"\n[cards]\nfont = \"static/korean.ttf\"\n[authors.me]\nname = \"Me\"\n",
        ),
        ("templates/card.svg", "{% include \"part.svg\" %}"),
        (
            "templates/part.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\"/>",
        ),
        ("content/events/hanoi-summit.md", "---\ntitle: Hanoi summit\ndate: 2019-02-27\n---\n"),
    ] {
        let before = card_of(&site, "/articles/talks/");
        site.edit(path, text);
        let after = card_of(site.rebuild(), "/articles/talks/");
        // Fewer than four events are not drawn.
        assert_eq!(before == after, path.starts_with("content/"), "{path}");
    }
}

const LATIN: &str = "Why the second summit ended without an agreement, what each side said it had offered, and why the talks that followed in Stockholm broke down within a day";
const KOREAN: &str =
    "하노이 정상회담은 왜 합의 없이 끝났으며 그 뒤 북한과 미국은 무엇을 두고 다시 맞섰는가";
const ARABIC: &str = "لماذا انتهت قمة هانوي دون اتفاق وما الذي حدث بعدها بين كوريا الشمالية والولايات المتحدة الأمريكية؟";

/// A site whose titles are in three scripts, with fonts for them.
fn three_scripts() -> BuiltSite {
    let font = |name: &str| {
        fs::read(repository().join(format!("tests/fixtures/fonts/{name}.ttf"))).expect("a font")
    };
    let page = |language: &str, title: &str, deck: &str| {
        format!(
            "---\ntitle: \"{title}\"\ndescription: \"{deck}\"\nlanguage: {language}\ndate: 2020-07-10\n---\nA text.\n"
        )
    };
    SiteTest::new()
        .file("site.toml", "title = \"Test\"\nbase_url = \"https://example.org/\"\n[cards]\nfont = [\"templates/fonts/korean-bold.ttf\", \"static/arabic-bold.ttf\"]\n")
        .file("templates/fonts/korean-bold.ttf", font("korean-bold"))
        .file("static/arabic-bold.ttf", font("arabic-bold"))
        .file("content/articles/latin.md", page("en", LATIN, "What happened."))
        .file("content/articles/korean.md", page("ko", KOREAN, "두 나라가 무엇을 두고 다투는지 한눈에 보는 안내"))
        .file("content/articles/arabic.md", page("ar", ARABIC, "دليل مختصر إلى ما يختلف عليه البلدان"))
        .build()
        .no_errors()
}

/// The runs of rows with ink below the bar at the top: first row, last row, first and last column.
fn lines(ink: &[Vec<bool>]) -> Vec<[usize; 4]> {
    let mut lines: Vec<[usize; 4]> = Vec::new();
    for (y, row) in ink.iter().enumerate().skip(20) {
        let first = row.iter().position(|is_ink| *is_ink);
        let Some((first, last)) = first.zip(row.iter().rposition(|is_ink| *is_ink)) else {
            continue;
        };
        match lines.last_mut() {
            Some(line) if line[1] + 1 == y => {
                *line = [line[0], y, line[2].min(first), line[3].max(last)];
            }
            _ => lines.push([y, y, first, last]),
        }
    }
    lines
}

#[test]
fn long_titles_in_three_scripts_stay_within_the_margins() {
    let site = three_scripts();
    for (page, begins_right) in [("latin", false), ("korean", false), ("arabic", true)] {
        let png = png(&site, &format!("/articles/{page}/"));
        assert!(png.len() <= LARGEST, "{page}: {} bytes", png.len());
        let ink = ink(&png);
        let lines = lines(&ink);
        // Kicker, at least three lines of the title, description, and the last line.
        assert!(lines.len() >= 6, "{page}: {lines:?}");
        for [top, bottom, left, right] in &lines {
            assert!(*left >= MARGIN && *right < 1200 - MARGIN, "{page}: {left} to {right}");
            assert!(*bottom < 630 - 30, "{page}: {top} to {bottom}");
        }
        // All lines but the last begin at one edge.
        for [_, _, left, right] in &lines[..lines.len() - 1] {
            // Within the space beside a letter.
            let distance =
                if begins_right { 1128_usize.abs_diff(*right) } else { left.abs_diff(72) };
            assert!(distance <= 10, "{page}: {left} to {right} of {lines:?}");
        }
    }
}

#[test]
fn a_title_in_another_script_has_no_missing_letters() {
    // Letters that a font lacks are drawn as one box: no two of these titles would differ.
    let site = three_scripts();
    let svg = |page: &str| match site.site.body(&card_of(&site, page)) {
        Some(Ok(Body::ShareCard(card))) => card.svg,
        other => panic!("{other:?}"),
    };
    let (korean, arabic) = (svg("/articles/korean/"), svg("/articles/arabic/"));
    assert!(korean.contains("<tspan font-family=\"card-font-0\">하노이 정상회담은"), "{korean}");
    assert!(arabic.contains("\u{202b}<tspan font-family=\"card-font-1\">لماذا انتهت"), "{arabic}");
    // What the theme's font can draw stays in it.
    assert!(korean.contains(">10 July 2020<"), "{korean}");
    assert!(!svg("/articles/latin/").contains("tspan"));
}

#[test]
fn a_line_with_letters_that_no_font_has_is_left_out() {
    let with = |title: &str, deck: &str| {
        SiteTest::new()
            .file(
                "content/articles/a.md",
                format!(
                    "---\ntitle: {title}\ndescription: {deck}\ndate: 2020-01-01\n---\nA text.\n"
                ),
            )
            .build()
    };
    let whole = with("Talks", "About the talks");
    assert_eq!(whole.diagnostics(), "");
    let shortened = with("Talks", "О переговорах");
    assert!(
        shortened.diagnostics().contains("1 card leaves out a line"),
        "{}",
        shortened.diagnostics()
    );
    let [one, other] =
        [&whole, &shortened].map(|site| lines(&ink(&png(site, "/articles/a/"))).len());
    assert_eq!(other, one - 1);
    let none = with("Переговоры", "d");
    assert!(none.diagnostics().contains("1 page has no card of its own"), "{}", none.diagnostics());
    assert_eq!(cards(&none).into_values().collect::<Vec<_>>(), ["/"]);
    let html = none.page("/articles/a/");
    let home = card_of(&none, "/");
    assert_eq!(meta(&html, "og:image"), Some(format!("https://example.org{home}")));
}

#[test]
fn a_card_shows_at_least_four_events_on_the_lines_of_their_parties() {
    let event = |number: usize| {
        let text = format!(
            "---\ntitle: Event {number}\ndate: 2020-0{number}-01\ntype: summit\nparticipants: [countries/kp, countries/us]\ndescription: d\n---\n"
        );
        (format!("content/events/e{number}.md"), text)
    };
    let site = |events: usize| {
        let names =
            (1..=events).map(|number| format!("Event {number}")).collect::<Vec<_>>().join(" and ");
        SiteTest::new()
            .file("content/countries/kp.md", "---\niso: KP\ndescription: d\n---\n")
            .file("content/countries/us.md", "---\niso: US\ndescription: d\n---\n")
            .files((1..=events).map(event))
            .file(
                "content/articles/a.md",
                format!("---\ntitle: A\ndate: 2020-09-01\n---\n{names}.\n"),
            )
            .build()
    };
    let svg = |site: &BuiltSite| match site.site.body(&card_of(site, "/articles/a/")) {
        Some(Ok(Body::ShareCard(card))) => card.svg,
        other => panic!("{other:?}"),
    };
    assert!(!svg(&site(3)).contains("class=\"tie\""));
    let four = svg(&site(4));
    assert_eq!(four.matches("class=\"tie\"").count(), 4);
    for name in ["North Korea", "United States", "January 2020"] {
        assert!(four.contains(&format!(">{name}<")), "{name}: {four}");
    }
}

#[test]
fn a_title_without_end_costs_no_more_than_a_long_one() {
    let title = "word".repeat(100_000);
    let site = SiteTest::new()
        .file(
            "content/articles/a.md",
            format!("---\ntitle: {title}\ndate: 2020-01-01\n---\nA text.\n"),
        )
        .build();
    let ink = ink(&png(&site, "/articles/a/"));
    assert!(lines(&ink).iter().all(|[.., right]| *right < 1200 - MARGIN));
}

#[test]
fn an_author_cannot_take_the_folder_of_the_cards() {
    let site = SiteTest::new().file("static/assets/cards/own.png", picture("colours.png")).build();
    assert!(site.diagnostics().contains("address-collision"), "{}", site.diagnostics());
}

#[test]
fn the_demonstration_has_cards_of_every_kind_that_are_small() {
    let folder = Folder::new();
    for top in ["content", "site.toml"] {
        let from = repository().join(top);
        for entry in super::harness::walk(&from).filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(repository()).expect("below");
            folder.write(path.to_str().expect("text"), fs::read(entry.path()).expect("read"));
        }
    }
    stdout(&folder, &["build", "--base-url", "https://example.org/"]);
    let cards = super::harness::read_tree(&folder.path().join("public/assets/cards"));
    assert!(cards.len() > 20, "{}", cards.len());
    for (name, bytes) in cards {
        assert!(bytes.len() <= LARGEST, "{name}: {} bytes", bytes.len());
    }
}
