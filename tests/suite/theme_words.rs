//! The words of the default theme: complete, all used, and the same in each language.

use std::collections::BTreeSet;
use std::fs;

use super::harness::{repository, repository_texts};

fn keys(language: &str) -> BTreeSet<String> {
    let text =
        fs::read_to_string(repository().join(format!("themes/broadsheet/words/{language}.toml")))
            .expect("the words");
    let table: toml::Table = text.parse().expect("TOML");
    table.keys().filter(|key| *key != "dates").cloned().collect()
}

/// Keys that follow each `before` in a text.
fn after<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(before).map(move |(at, _)| {
        let rest = &text[at + before.len()..];
        &rest[..rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len())]
    })
}

const TEMPLATES: &str = "themes/broadsheet/templates";

/// Keys used by templates and, as strings, by the program.
fn used() -> BTreeSet<String> {
    let keys_in = |folder: &str, befores: &[&str]| -> Vec<String> {
        let texts = repository_texts(folder);
        let keys = texts.iter().flat_map(|(_, text)| befores.iter().flat_map(|b| after(text, b)));
        keys.map(str::to_owned).collect()
    };
    let in_templates = keys_in(TEMPLATES, &["words.", "words[\""]);
    in_templates.into_iter().chain(keys_in("src", &["\""])).collect()
}

/// Prefixes of keys that templates complete: `words["kind_" ~ page.kind]`.
const PREFIXES: [&str; 6] = ["kind_", "status_", "certainty_", "update_", "pages_of_", "shape_"];

#[test]
fn template_words_and_word_files_match() {
    let (keys, used) = (keys("en"), used());
    // Template names end in `words.html`.
    let in_templates: BTreeSet<String> = repository_texts(TEMPLATES)
        .iter()
        .flat_map(|(_, text)| after(text, "words."))
        .filter(|key| !key.is_empty() && *key != "html")
        .map(str::to_owned)
        .collect();
    assert!(in_templates.len() > 100, "the templates were not found");
    let missing: Vec<&String> = in_templates.difference(&keys).collect();
    assert!(missing.is_empty(), "missing words: {missing:?}");
    let unused: Vec<&String> = keys
        .iter()
        .filter(|key| {
            !used.contains(*key)
                && !PREFIXES.iter().any(|prefix| key.starts_with(prefix) && used.contains(*prefix))
        })
        .collect();
    assert!(unused.is_empty(), "unused words: {unused:?}");
}

#[test]
fn korean_has_the_same_words_as_english() {
    assert_eq!(keys("ko"), keys("en"));
}
