//! The words of the default theme: none missing, none idle, the same in each language.

use std::collections::BTreeSet;
use std::fs;

use super::harness::repository;

fn keys(language: &str) -> BTreeSet<String> {
    let text =
        fs::read_to_string(repository().join(format!("themes/broadsheet/words/{language}.toml")))
            .expect("the words");
    let table: toml::Table = text.parse().expect("TOML");
    table.keys().filter(|key| *key != "dates").cloned().collect()
}

/// Keys that stand in the text right after `before`, as far as they go.
fn after<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(before).map(move |(at, _)| {
        let rest = &text[at + before.len()..];
        &rest[..rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len())]
    })
}

fn used() -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for folder in ["themes/broadsheet/templates", "src"] {
        for entry in walkdir::WalkDir::new(repository().join(folder))
            .into_iter()
            .map(|entry| entry.expect("walk"))
            .filter(|entry| entry.file_type().is_file())
        {
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            let befores: &[&str] = if folder == "src" { &["\""] } else { &["words.", "words[\""] };
            used.extend(befores.iter().flat_map(|before| after(&text, before)).map(str::to_owned));
        }
    }
    used
}

/// Keys of which templates make the end: `words["kind_" ~ page.kind]`.
const MADE: [&str; 5] = ["kind_", "status_", "certainty_", "update_", "pages_of_"];

#[test]
fn template_words_and_word_files_match() {
    let (keys, used) = (keys("en"), used());
    let in_templates: BTreeSet<String> =
        walkdir::WalkDir::new(repository().join("themes/broadsheet/templates"))
            .into_iter()
            .map(|entry| entry.expect("walk"))
            .filter(|entry| entry.file_type().is_file())
            .flat_map(|entry| {
                let text = fs::read_to_string(entry.path()).expect("a template");
                // Names of templates end in `words.html`.
                after(&text, "words.")
                    .filter(|key| !key.is_empty() && *key != "html")
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
    assert!(in_templates.len() > 100, "the templates were not found");
    let missing: Vec<&String> = in_templates.difference(&keys).collect();
    assert!(missing.is_empty(), "said and not there: {missing:?}");
    let idle: Vec<&String> = keys
        .iter()
        .filter(|key| {
            !used.contains(*key)
                && !MADE.iter().any(|made| key.starts_with(made) && used.contains(*made))
        })
        .collect();
    assert!(idle.is_empty(), "there and never said: {idle:?}");
}

#[test]
fn korean_has_the_same_words_as_english() {
    assert_eq!(keys("ko"), keys("en"));
}
