//! Building again gives what building anew would give.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use backgrounder::engine::{Build, BuildOptions, Engine, build};
use backgrounder::site::PageFilter;
use backgrounder::site::Snapshot;

use super::random_edits::{Edit, Story};
use super::harness::{all_bytes, problems};

fn snapshot(files: &BTreeMap<String, String>) -> Arc<Snapshot> {
    Arc::new(Snapshot::from_memory(
        files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())),
    ))
}

/// All that a build says and shows.
fn all(build: &Build) -> (String, BTreeMap<String, Vec<u8>>) {
    (problems(build), all_bytes(build))
}

fn wishes(seed: u64) -> BuildOptions {
    BuildOptions {
        page_filter: PageFilter {
            include_drafts: seed.is_multiple_of(2),
            today: backgrounder::site::Day::parse("2020-12-01"),
        },
        ..BuildOptions::default()
    }
}

/// The number of edits: as asked for in the environment, else so many.
pub fn edits(short: usize) -> usize {
    std::env::var("SOAK_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(short)
}

#[test]
fn rebuilding_after_random_edits_equals_a_cold_build() {
    let mut moved: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..4 {
        let mut story = Story::new(seed);
        let mut engine = Engine::new(wishes(seed));
        let mut before = all(&engine.build(&snapshot(&story.files())));
        let mut history: Vec<String> = Vec::new();
        for _ in 0..edits(1_600) / 4 {
            let Edit { dimension, files } = story.edit();
            history.push(format!("{dimension}: {files:?}"));
            let snapshot = snapshot(&story.files());
            let again = all(&engine.build(&snapshot));
            let anew = all(&build(&snapshot, &wishes(seed)));
            if again != anew {
                let different: Vec<&String> = anew
                    .1
                    .iter()
                    .filter(|(route, bytes)| again.1.get(*route) != Some(bytes))
                    .map(|(route, _)| route)
                    .collect();
                let last = &history[history.len().saturating_sub(5)..];
                let page = different.first().map(|route| {
                    let text = |all: &BTreeMap<String, Vec<u8>>| {
                        all.get(*route)
                            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                            .unwrap_or_default()
                    };
                    let (again, anew) = (text(&again.1), text(&anew.1));
                    let line = again
                        .lines()
                        .zip(anew.lines())
                        .find(|(one, other)| one != other)
                        .map(|(one, other)| format!("again {one}\nanew  {other}"));
                    line.unwrap_or_default()
                });
                panic!(
                    "seed {seed}, edit {}: {different:?}\n{page:?}\n{last:#?}\n--- again\n{}\n--- anew\n{}",
                    history.len(),
                    again.0,
                    anew.0
                );
            }
            *moved.entry(dimension).or_default() += usize::from(again != before);
            before = again;
        }
    }
    // The control: a memory that did not see a dimension would have been caught by it, for each has
    // changed what is shown.
    let idle: BTreeSet<&String> =
        moved.iter().filter(|(_, times)| **times == 0).map(|(dimension, _)| dimension).collect();
    assert!(
        idle.is_empty() && moved.len() > 60,
        "{} dimensions; these changed nothing: {idle:?}",
        moved.len()
    );
}

/// What is built after an edit, again and anew: an article, and the file that is edited, before and
/// after.
const CASES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "a reference that becomes ambiguous introduces nobody any more",
        "---\ntitle: A\nabout: [moon]\n---\nMoon spoke.\n",
        "content/terms/moon.md",
        "---\ntitle: Full moon\nslug: other\n---\n",
        "",
    ),
    (
        "a page that is hidden, and whose address another has",
        "---\ntitle: A\n---\nSee [[figures/zz]].\n",
        "content/figures/zz.md",
        "---\nslug: moon\n---\n",
        "---\nslug: moon\ndraft: true\n---\n",
    ),
    (
        "a title that a message names",
        "---\ntitle: A\n---\nSee [[The Speech of Mon]].\n",
        "content/articles/x.md",
        "---\ntitle: The Speech of Moon\n---\n",
        "---\ntitle: Something Else\n---\n",
    ),
    (
        "a name that a link by hand writes",
        "---\ntitle: A\n---\n[[Old Name]] spoke.\n",
        "content/terms/x.md",
        "---\ntitle: Old Name\n---\n",
        "---\ntitle: X\nalso_known_as: [Old Name]\nslug: y\n---\n",
    ),
    (
        "a speaker who becomes a topic",
        "---\ntitle: A\n---\n> No.\n>\n> — Somebody Else, 2020\n",
        "content/figures/x.md",
        "---\ntitle: X\n---\n",
        "---\ntitle: X\nalso_known_as: [Somebody Else]\n---\n",
    ),
    (
        "a title that is the first heading of its page",
        "---\ntitle: A\n---\nSee [[terms/x]].\n",
        "content/terms/x.md",
        "# One title\n\nText.\n",
        "# Two titles\n\nText.\n",
    ),
    (
        "a drawing that comes to hold a script",
        "---\ntitle: A\n---\n![A map](../figures/map.svg)\n",
        "content/figures/map.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
    ),
    (
        "the way Markdown is read",
        "---\ntitle: A\n---\n<div>Moon spoke.</div>\n",
        "site.toml",
        "title = \"T\"\nbase_url = \"/\"\n",
        "title = \"T\"\nbase_url = \"/\"\n[markdown]\nraw_html = true\n",
    ),
    (
        "sources that could not be read",
        "---\ntitle: A\n---\nSo it is [@shared].\n",
        "content/sources.toml",
        "[[sources]]\nid = \"shared\ntitle = \"S\"\npublisher = \"P\"\n",
        "[[sources]]\nid = \"shared\"\ntitle = \"S\"\npublisher = \"P\"\n",
    ),
    (
        "a page kept plain",
        "---\ntitle: A\n---\n[[!Old Name]] spoke.\n",
        "content/terms/x.md",
        "---\ntitle: Old Name\n---\n",
        "---\ntitle: New Name\n---\n",
    ),
];

#[test]
fn rebuilding_after_fixing_sources_toml_shows_the_source_of_a_role() {
    let story = |quote: &str| {
        let sources =
            format!("[[sources]]\nid = \"shared{quote}\ntitle = \"S\"\npublisher = \"P\"\n");
        let figure = "---\nroles: [{ office: Minister, sources: [shared] }]\n---\n";
        let files = [
            ("site.toml", "title = \"T\"\nbase_url = \"/\"\n"),
            ("content/figures/x.md", figure),
            ("content/sources.toml", &sources),
        ];
        snapshot(&files.map(|(path, text)| (path.to_owned(), text.to_owned())).into())
    };
    let mut engine = Engine::new(BuildOptions::default());
    let (broken, sound) = (story(""), story("\""));
    let first = all(&engine.build(&broken));
    assert!(first.0.contains("toml-syntax") && !first.0.contains("unknown-source"), "{}", first.0);
    let again = all(&engine.build(&sound));
    assert!(again.1["/figures/x/"] != first.1["/figures/x/"]);
    assert_eq!(again, all(&build(&sound, &BuildOptions::default())));
}

#[test]
fn rebuilding_after_an_edit_elsewhere_updates_dependent_pages() {
    for (what, article, path, before, after) in CASES {
        let story = |text: &str| {
            let mut files: BTreeMap<String, String> = [
                ("site.toml", "title = \"T\"\nbase_url = \"/\"\n"),
                ("content/articles/a.md", article),
                ("content/figures/moon.md", "---\ntitle: Moon Jae-in\nfamily_name: Moon\n---\n"),
            ]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
            if !text.is_empty() {
                files.insert((*path).to_owned(), text.to_owned());
            }
            snapshot(&files)
        };
        for (from, to) in [(before, after), (after, before)] {
            let mut engine = Engine::new(BuildOptions::default());
            let first = all(&engine.build(&story(from)));
            let again = all(&engine.build(&story(to)));
            assert_eq!(again, all(&build(&story(to), &BuildOptions::default())), "{what}");
            let page = |all: &(String, BTreeMap<String, Vec<u8>>)| {
                (all.0.clone(), all.1.get("/articles/a/").cloned())
            };
            assert!(page(&first) != page(&again), "{what}: the page is not concerned");
        }
    }
}
