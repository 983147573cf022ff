//! Rebuilding gives what a cold build gives: [`BuiltSite::rebuild`] compares the two.

use std::collections::BTreeMap;

use backgrounder::engine::BuildOptions;
use backgrounder::site::{Day, PageFilter};

use super::harness::{BuiltSite, SiteTest, picture, repetitions};
use super::random_edits::{Edit, RandomSite};

fn options(seed: u64) -> BuildOptions {
    BuildOptions {
        page_filter: PageFilter {
            include_drafts: seed.is_multiple_of(2),
            today: Day::parse("2020-12-01"),
        },
        ..BuildOptions::default()
    }
}

#[test]
fn rebuilding_after_random_edits_equals_a_cold_build() {
    let mut changes: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..4 {
        let mut random = RandomSite::new(seed);
        let site = SiteTest::empty().files(random.files()).with_options(options(seed));
        let mut built = site.build();
        for _ in 0..repetitions("SOAK_EDITS", 2_000) / 4 {
            let Edit { dimension, files } = random.edit();
            let before = built.outcome().clone();
            for (path, text) in &files {
                match text {
                    Some(text) => built.edit(path, text),
                    None => built.remove(path),
                };
            }
            println!("seed {seed}: {dimension}: {files:?}");
            built.rebuild();
            *changes.entry(dimension).or_default() += usize::from(*built.outcome() != before);
        }
    }
    // Control: every dimension changed some output, so a stage that ignored one would be caught.
    let idle: Vec<&String> =
        changes.iter().filter(|(_, count)| **count == 0).map(|(dimension, _)| dimension).collect();
    assert!(
        idle.is_empty() && changes.len() > 60,
        "{} dimensions; these changed nothing: {idle:?}",
        changes.len()
    );
}

/// Dependencies of an article on another file: description, article, path of the other file, its
/// text before and after the edit (empty where the file does not exist).
const DEPENDENCIES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "a reference becomes ambiguous",
        "---\ntitle: A\nabout: [moon]\n---\nMoon spoke.\n",
        "content/terms/moon.md",
        "---\ntitle: Full moon\nslug: other\n---\n",
        "",
    ),
    (
        "a page with the route of another becomes a draft",
        "---\ntitle: A\n---\nSee [[figures/zz]].\n",
        "content/figures/zz.md",
        "---\nslug: moon\n---\n",
        "---\nslug: moon\ndraft: true\n---\n",
    ),
    (
        "a title that a message suggests changes",
        "---\ntitle: A\n---\nSee [[The Speech of Mon]].\n",
        "content/articles/x.md",
        "---\ntitle: The Speech of Moon\n---\n",
        "---\ntitle: Something Else\n---\n",
    ),
    (
        "the name in a manual link changes to an alternative name",
        "---\ntitle: A\n---\n[[Old Name]] spoke.\n",
        "content/terms/x.md",
        "---\ntitle: Old Name\n---\n",
        "---\ntitle: X\nalso_known_as: [Old Name]\nslug: y\n---\n",
    ),
    (
        "the speaker of a quotation becomes a topic",
        "---\ntitle: A\n---\n> No.\n>\n> — Somebody Else, 2020\n",
        "content/figures/x.md",
        "---\ntitle: X\n---\n",
        "---\ntitle: X\nalso_known_as: [Somebody Else]\n---\n",
    ),
    (
        "a title that is the first heading changes",
        "---\ntitle: A\n---\nSee [[terms/x]].\n",
        "content/terms/x.md",
        "# One title\n\nText.\n",
        "# Two titles\n\nText.\n",
    ),
    (
        "an SVG gets a script",
        "---\ntitle: A\n---\n![A map](../figures/map.svg)\n",
        "content/figures/map.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
    ),
    (
        "the Markdown options change",
        "---\ntitle: A\n---\n<div>Moon spoke.</div>\n",
        "site.toml",
        "title = \"T\"\nbase_url = \"/\"\n",
        "title = \"T\"\nbase_url = \"/\"\n[markdown]\nraw_html = true\n",
    ),
    (
        "videos of another site may play in place",
        "---\ntitle: A\n---\nhttps://youtu.be/dQw4w9WgXcQ\n",
        "site.toml",
        "title = \"T\"\nbase_url = \"/\"\n",
        "title = \"T\"\nbase_url = \"/\"\n[embeds]\nyoutube = true\n",
    ),
    (
        "sources.toml is fixed",
        "---\ntitle: A\n---\nSo it is [@shared].\n",
        "content/sources.toml",
        "[[sources]]\nid = \"shared\ntitle = \"S\"\npublisher = \"P\"\n",
        "[[sources]]\nid = \"shared\"\ntitle = \"S\"\npublisher = \"P\"\n",
    ),
    (
        "the name in an opted-out link changes",
        "---\ntitle: A\n---\n[[!Old Name]] spoke.\n",
        "content/terms/x.md",
        "---\ntitle: Old Name\n---\n",
        "---\ntitle: New Name\n---\n",
    ),
];

#[test]
fn rebuilding_after_rename_keeps_backlinks() {
    let article = "---\ntitle: A\ndescription: d\ndate: 2020-07-01\n---\nAnn Lee spoke.\n";
    let mut built = SiteTest::new()
        .file("content/articles/a.md", article)
        .file("content/figures/lee.md", "---\ntitle: Ann Lee\ndescription: d\n---\nText.\n")
        .build()
        .no_diagnostics();
    assert!(built.page("/figures/lee/").contains("href=\"/articles/a/"));
    built.remove("content/articles/a.md").edit("content/articles/b.md", article).rebuild();
    assert!(built.page("/figures/lee/").contains("href=\"/articles/b/"));
    assert!(!built.page("/figures/lee/").contains("href=\"/articles/a/"));
}

const SITE: &str = "title = \"T\"\nbase_url = \"/\"\n";

#[test]
fn rebuilding_after_fixing_sources_toml_shows_the_source_of_a_role() {
    let sources = |quote: &str| {
        format!("[[sources]]\nid = \"shared{quote}\ntitle = \"S\"\npublisher = \"P\"\n")
    };
    let mut built = SiteTest::new()
        .file(
            "content/figures/x.md",
            "---\nroles: [{ office: Minister, sources: [shared] }]\n---\n",
        )
        .file("content/sources.toml", sources(""))
        .build();
    let diagnostics = built.diagnostics();
    assert!(
        diagnostics.contains("toml-syntax") && !diagnostics.contains("unknown-source"),
        "{diagnostics}"
    );
    let before = built.page("/figures/x/");
    built.edit("content/sources.toml", sources("\"")).rebuild();
    assert_ne!(built.page("/figures/x/"), before);
}

#[test]
fn rebuilding_after_files_beside_a_video_come_and_go_shows_those_that_are_there() {
    let page = "---\ntitle: A\ndate: 2020-01-01\n---\n![A film](film.mp4)\n";
    let mut built = SiteTest::new()
        .file("content/articles/a.md", page)
        .file("content/articles/film.mp4", "film")
        .build();
    let shows = |built: &BuiltSite, part: &str| built.page("/articles/a/").contains(part);
    for (path, bytes, part) in [
        ("content/articles/film.vtt", b"WEBVTT".to_vec(), "<track"),
        ("content/articles/film.jpg", picture("cmyk.jpg"), "poster="),
        ("content/articles/film.txt", b"Words.".to_vec(), "film.txt"),
    ] {
        assert!(!shows(&built, part), "{part}");
        built.edit(path, &bytes).rebuild();
        assert!(shows(&built, part), "{part}");
    }
    built.remove("content/articles/film.vtt").rebuild();
    assert!(!shows(&built, "<track") && built.diagnostics().contains("missing-captions"));
}

#[test]
fn rebuilding_after_the_last_player_leaves_narrows_the_policy_of_the_site() {
    let (with, without) = ("https://youtu.be/dQw4w9WgXcQ", "Text.");
    let page = |text: &str| format!("---\ntitle: A\ndate: 2020-01-01\n---\n{text}\n");
    let mut built = SiteTest::new()
        .file("site.toml", format!("{SITE}[embeds]\nyoutube = true\n"))
        .file("content/articles/a.md", page(with))
        .build();
    assert!(built.page("/_headers").contains("youtube-nocookie.com"));
    built.edit("content/articles/a.md", page(without)).rebuild();
    assert!(!built.page("/_headers").contains("youtube"));
    built.edit("content/articles/a.md", page(with)).rebuild();
    assert!(built.page("/_headers").contains("youtube-nocookie.com"));
}

#[test]
fn rebuilding_after_an_edit_elsewhere_updates_dependent_pages() {
    for (what, article, path, before, after) in DEPENDENCIES {
        for (from, to) in [(before, after), (after, before)] {
            let mut site = SiteTest::new()
                .file("site.toml", SITE)
                .file("content/articles/a.md", article)
                .file(
                    "content/figures/moon.md",
                    "---\ntitle: Moon Jae-in\nfamily_name: Moon\n---\n",
                );
            if !from.is_empty() {
                site = site.file(*path, from);
            }
            let mut built = site.build();
            let shown = |built: &BuiltSite| {
                (built.diagnostics(), built.outputs().get("/articles/a/").cloned())
            };
            let shown_before = shown(&built);
            match to.is_empty() {
                true => built.remove(path),
                false => built.edit(path, to),
            }
            .rebuild();
            assert_ne!(shown(&built), shown_before, "{what}: the page does not depend on it");
        }
    }
}
