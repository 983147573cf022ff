//! The flags of countries: pictures, of which only those that the site shows are published.

use std::collections::BTreeSet;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::scan;

use super::harness::{BuiltSite, SiteTest, assert_success, outputs, repository};

/// The published flags without their hashes: `kr.svg`.
fn flags(built: &BuiltSite) -> BTreeSet<String> {
    let routes = built.routes();
    let names = routes.iter().filter_map(|route| route.strip_prefix("/assets/flags/"));
    let names = names.map(|name| {
        let parts: Vec<&str> = name.split('.').collect();
        assert!(matches!(parts[..], [_, hash, _] if hash.len() == 10), "{name}");
        format!("{}.{}", parts[0], parts[2])
    });
    names.collect()
}

/// The addresses of the flags on a page, in order.
fn shown_on(html: &str) -> Vec<&str> {
    let images = html.split("<img class=\"flag\" src=\"").skip(1);
    images.map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

#[test]
fn each_flag_is_published_once_and_only_if_the_site_has_the_country() {
    let mut built = SiteTest::new()
        .file("content/countries/korea.md", "---\niso: kr\n---\n")
        .file("content/countries/korea-again.md", "---\ntitle: The South\niso: KR\n---\n")
        .file("content/countries/utopia.md", "---\ntitle: Utopia\n---\n")
        .file("content/countries/mexico.md", "---\niso: MX\ndescription: Far away.\n---\n")
        .build();
    assert_eq!(flags(&built), BTreeSet::from(["kr.svg", "mx.png"].map(str::to_owned)));
    let routes = built.routes();
    for country in ["korea", "korea-again", "mexico"] {
        let page = built.page(&format!("/countries/{country}/"));
        let head = shown_on(&page)[0];
        assert!(routes.contains(head), "{head}");
        let tag =
            format!("<img class=\"flag\" src=\"{head}\" alt=\"\" width=\"40\" height=\"30\">");
        assert!(page.contains(&tag), "{page}");
    }
    assert_eq!(shown_on(&built.page("/countries/utopia/")), Vec::<&str>::new());
    let index = built.page("/countries/");
    assert_eq!(shown_on(&index).len(), 3);
    assert!(index.contains("alt=\"\" width=\"20\" height=\"15\" loading=\"lazy\">"), "{index}");

    built.edit("content/countries/korea.md", "---\niso: kp\n---\n").rebuild();
    assert_eq!(flags(&built).len(), 3);
    built
        .remove("content/countries/mexico.md")
        .remove("content/countries/korea-again.md")
        .rebuild();
    assert_eq!(flags(&built), BTreeSet::from(["kp.svg".to_owned()]));
    built.edit("content/countries/korea.md", "---\ntitle: Korea\n---\n").rebuild();
    assert_eq!(flags(&built), BTreeSet::new());
}

#[test]
fn a_picture_of_the_author_replaces_the_built_in_flag() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>";
    let mut built = SiteTest::new()
        .file("content/countries/korea/index.md", "---\niso: KR\nflag: old.svg\n---\n")
        .file("content/countries/korea/old.svg", svg)
        .file(
            "content/figures/moon.md",
            "---\ntitle: Moon\nas_of: 2020-01-01\nroles: [{ office: President, country: korea }]\n---\n",
        )
        .build()
        .no_errors();
    assert_eq!(flags(&built), BTreeSet::new());
    for page in ["/countries/korea/", "/countries/", "/figures/"] {
        assert_eq!(shown_on(&built.page(page))[0], "/countries/korea/old.svg", "{page}");
    }
    assert_eq!(built.page("/countries/korea/old.svg"), svg);

    built.edit("content/countries/korea/index.md", "---\niso: KR\n---\n").rebuild();
    assert_eq!(flags(&built), BTreeSet::from(["kr.svg".to_owned()]));
    assert!(!built.routes().contains("/countries/korea/old.svg"));
}

#[test]
fn a_photograph_of_a_flag_is_published_small() {
    let photograph = super::published_pictures::photograph(1000, 700);
    let built = SiteTest::new()
        .file("content/countries/korea/index.md", "---\niso: KR\nflag: flag.jpg\n---\n")
        .file("content/countries/korea/flag.jpg", photograph)
        .build()
        .no_errors();
    let page = built.page("/countries/korea/");
    let shown = shown_on(&page)[0].to_owned();
    let pictures: Vec<String> =
        built.routes().into_iter().filter(|route| route.contains("/pictures/")).collect();
    assert_eq!(pictures, [shown]);
}

#[test]
fn the_preview_of_a_name_shows_the_flag_as_a_picture() {
    let built = SiteTest::new()
        .file("content/countries/peru.md", "---\niso: PE\ndescription: A country.\n---\n")
        .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nPeru agreed.\n")
        .build();
    let page = built.page("/articles/a/");
    assert!(page.contains("\"flag\":\"/assets/flags/pe."), "{page}");
}

#[test]
fn flags_are_below_the_address_of_the_site_and_written_to_disk() {
    let folder = SiteTest::new()
        .file("site.toml", "title = \"T\"\nbase_url = \"https://example.org/s/\"\n")
        .file("content/countries/korea.md", "---\niso: KR\n---\n")
        .on_disk();
    assert_success(&folder.run(&["build"]));
    let page = folder.read("public/countries/korea/index.html");
    let shown = shown_on(&page)[0];
    let file = format!("public/{}", shown.strip_prefix("/s/").expect("below the address"));
    assert!(folder.read(&file).starts_with("<svg"));
}

#[test]
fn no_output_of_the_demonstration_has_a_flag_emoji() {
    let built = build(&scan(&repository()).into(), &BuildOptions::default());
    let is_indicator = |c: char| ('\u{1F1E6}'..='\u{1F1FF}').contains(&c);
    let with_emoji: Vec<String> = outputs(&built)
        .into_iter()
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(is_indicator))
        .map(|(route, _)| route)
        .collect();
    assert_eq!(with_emoji, Vec::<String>::new());
}
