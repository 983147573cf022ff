//! The gold set: sentences in which every word that must become a link is marked, and words that look
//! like a name and must stay plain (`tests/gold/<language>.toml`).
//!
//! `[[words|topic]]` marks a link, `[[words|none]]` what must stay plain. Each case is a site of its
//! own with the listed topics, in which every mention is linked. `cargo bench --bench gold` prints
//! the results by kind.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::{LinkDecision, Snapshot};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldFile {
    pub language: String,
    topics: BTreeMap<String, toml::Table>,
    #[serde(rename = "case")]
    pub cases: Vec<GoldCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldCase {
    pub kind: String,
    topics: Vec<String>,
    pub text: String,
    /// Why no rule on words can decide the case. It is shown, but held to no limit.
    #[serde(default)]
    pub undecidable: String,
}

/// What became of one case.
#[derive(Default)]
pub struct GoldResult {
    pub right: usize,
    /// Words that became a wrong link, with its topic.
    pub wrong: Vec<String>,
    /// Words that should be a link and are not, with the topic.
    pub missed: Vec<String>,
}

/// All files of the gold set, by language.
pub fn gold_files(repository: &Path) -> Vec<GoldFile> {
    let folder = std::fs::read_dir(repository.join("tests/gold")).expect("tests/gold");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a readable file");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths.iter().filter(|path| path.extension().is_some_and(|it| it == "toml")).map(read).collect()
}

/// The text without marks, and the marked ranges with their topics.
fn unmark(text: &str) -> (String, Vec<(Range<usize>, &str)>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let (marked, after) = after.split_once("]]").expect("`]]` after `[[`");
        let (words, topic) = marked.rsplit_once('|').expect("`|` in a mark");
        plain.push_str(before);
        let start = plain.len();
        plain.push_str(words);
        marks.push((start..plain.len(), topic));
        rest = after;
    }
    plain.push_str(rest);
    (plain, marks)
}

impl GoldFile {
    /// Builds the site of a case, and compares its links with the marks.
    pub fn check(&self, case: &GoldCase) -> GoldResult {
        let (text, marks) = unmark(&case.text);
        let site_toml = format!(
            "title = \"T\"\nlanguage = \"{}\"\n[autolink]\npolicy = \"all\"\n",
            self.language
        );
        let page = format!("---\ntitle: T\ndate: 2024-01-01\n---\n{text}\n");
        let mut files =
            vec![("site.toml".to_owned(), site_toml), ("content/articles/a.md".to_owned(), page)];
        for id in &case.topics {
            let topic = self.topics.get(id).unwrap_or_else(|| panic!("no topic {id}"));
            let kind = topic["kind"].as_str().expect("`kind` is a text");
            let mut head = String::new();
            for (key, value) in topic.iter().filter(|(key, _)| *key != "kind") {
                writeln!(head, "{key}: {}", yaml(value)).expect("a String");
            }
            files.push((format!("content/{kind}/{id}.md"), format!("---\n{head}---\nText.\n")));
        }
        let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
        let site = build(&Arc::new(Snapshot::from_memory(files)), &BuildOptions::default()).site;

        let catalog = site.catalog();
        let page = catalog.by_id("articles/a").expect("the article");
        let (document, linked) = (&site.documents()[page.index()], &site.linked()[page.index()]);
        let body_start = document.text.len() - text.len() - 1;
        let mut result = GoldResult::default();
        let mut found = vec![false; marks.len()];
        for (text_id, names) in document.text_ids().zip(&linked.names) {
            for name in names.iter().filter(|name| name.decision == LinkDecision::Linked) {
                let span = document.file_span(text_id, name.span).range();
                let Some(start) = span.start.checked_sub(body_start) else { continue };
                let span = start..span.end - body_start;
                let topic = name.topic.expect("a link has a topic");
                let id = catalog.head(topic).id.rsplit('/').next().unwrap_or_default().to_owned();
                let overlaps = |mark: &Range<usize>| mark.start < span.end && span.start < mark.end;
                let mark = marks.iter().position(|(mark, topic)| overlaps(mark) && *topic == id);
                match mark {
                    Some(at) => found[at] = true,
                    None => result.wrong.push(format!("“{}” → {id}", &text[span])),
                }
            }
        }
        for ((range, topic), found) in marks.iter().zip(found) {
            match (*topic, found) {
                ("none", _) => {}
                (_, true) => result.right += 1,
                (topic, false) => {
                    result.missed.push(format!("“{}” ({topic})", &text[range.clone()]));
                }
            }
        }
        result
    }
}

/// A value of a topic as YAML, which includes JSON.
fn yaml(value: &toml::Value) -> String {
    match value {
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Array(items) => {
            format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", "))
        }
        toml::Value::Table(table) => {
            let pairs = table.iter().map(|(key, value)| format!("{key}: {}", yaml(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        toml::Value::String(text) => serde_json::to_string(text).expect("a string"),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(value) => value.to_string(),
    }
}
