//! Small sites in text files: what goes in, what comes out. `BLESS=1 cargo test --release` writes
//! what comes out into the files, to be read and committed.
//!
//! A case is a file of `tests/cases/`: a line that says what it shows, then sections. `=== path`
//! holds a file of the site, `=== expect …` what is expected of it: `expect problems`, `expect
//! addresses`, `expect body ADDRESS` (the HTML of the text), `expect file ADDRESS` (all that an
//! address gives), `expect view ADDRESS POINTER` (what a template sees, as JSON).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use backgrounder::engine::{Build, BuildOptions};
use backgrounder::site::Route;
use backgrounder::site::{PageFilter, Resource};

use super::harness::{build_in_memory, problems, repository};

struct Section {
    head: String,
    text: String,
}

fn read(path: &Path) -> (String, Vec<Section>) {
    let file = fs::read_to_string(path).expect("read the case");
    let mut title = String::new();
    let mut sections: Vec<Section> = Vec::new();
    for line in file.split_inclusive('\n') {
        match (line.strip_prefix("=== "), sections.last_mut()) {
            (Some(head), _) => {
                sections.push(Section { head: head.trim().to_owned(), text: String::new() })
            }
            (None, Some(section)) => section.text.push_str(line),
            (None, None) => title.push_str(line),
        }
    }
    (title, sections)
}

fn write(path: &Path, title: &str, sections: &[Section]) {
    let mut out = title.to_owned();
    for section in sections {
        let _ = write!(out, "=== {}\n{}", section.head, section.text);
    }
    fs::write(path, out).expect("write the case");
}

/// What a build gives for an expectation.
fn actual(built: &Build, expectation: &str) -> String {
    let words: Vec<&str> = expectation.split_whitespace().collect();
    match words[..] {
        ["expect", "problems"] => problems(built) + "\n",
        ["expect", "addresses"] => {
            // Files of the theme are named by what is in them; their order is no matter of the
            // case.
            let mut lines: Vec<String> = built
                .site
                .resources()
                .into_iter()
                .map(|(route, address)| line(built, route, address))
                .collect();
            lines.sort();
            lines.concat()
        }
        ["expect", "body", address] => built.site.view(address).map_or_else(
            || "no such page\n".to_owned(),
            |view| view.expect("a view")["body_html"].as_str().unwrap_or_default().to_owned(),
        ),
        ["expect", "file", address] => match built.site.body(address) {
            Some(Ok(backgrounder::site::Body::Bytes(bytes))) => {
                String::from_utf8(bytes).expect("text")
            }
            Some(Err(problem)) => format!("{}\n", problem.message),
            other => format!("{other:?}\n"),
        },
        ["expect", "view", address, pointer] => match built
            .site
            .view(address)
            .and_then(|view| without_markup(view.expect("a view").pointer(pointer)?.clone()))
        {
            Some(value) => serde_json::to_string_pretty(&value).expect("JSON") + "\n",
            None => "nothing there\n".to_owned(),
        },
        _ => panic!("what is `{expectation}`?"),
    }
}

fn line(built: &Build, route: &Route, address: &Resource) -> String {
    let what = match address {
        Resource::Page(page) => built.site.documents()[page.index()].path.to_string(),
        Resource::Redirect(page) => format!("→ {}", built.site.catalog().entry(*page).route),
        Resource::File(path) => path.to_string(),
        Resource::ThemeFile(file) => return format!("/assets/({file:?})\n"),
        other => format!("({other:?})"),
    };
    format!("{route}  {what}\n")
}

/// A value without what partial templates made of shared things, which would be all that one sees
/// of it.
fn without_markup(mut value: serde_json::Value) -> Option<serde_json::Value> {
    match &mut value {
        serde_json::Value::Object(fields) => {
            for made in ["name_html", "line_html", "item_html", "masthead_html", "footer_html"] {
                fields.remove(made);
            }
            for field in fields.values_mut() {
                *field = without_markup(field.take())?;
            }
        }
        serde_json::Value::Array(entries) => {
            for entry in entries {
                *entry = without_markup(entry.take())?;
            }
        }
        _ => {}
    }
    Some(value)
}

fn wishes(title: &str) -> BuildOptions {
    let mut wishes = BuildOptions::default();
    for word in title.split(['[', ']', ' ', '\n']) {
        match word.split_once('=') {
            Some(("now", day)) => wishes.page_filter.today = backgrounder::site::Day::parse(day),
            None if word == "drafts" => {
                wishes.page_filter = PageFilter { include_drafts: true, ..wishes.page_filter }
            }
            None if word == "strict" => wishes.strict = true,
            _ => {}
        }
    }
    wishes
}

#[test]
fn every_case_gives_its_expected_output() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for entry in fs::read_dir(repository().join("tests/cases")).expect("the cases") {
        let path = entry.expect("a case").path();
        let (title, mut sections) = read(&path);
        // Options stand in brackets in the title: [drafts], [strict], [now=2020-07-01].
        let options = title.find('[').map_or("", |at| &title[at..]);
        let files: Vec<(&str, &str)> = sections
            .iter()
            .filter(|section| !section.head.starts_with("expect"))
            .map(|section| (section.head.as_str(), section.text.as_str()))
            .collect();
        let built = build_in_memory(files, &wishes(options));
        let mut changed = false;
        let mut expectations = 0;
        for section in sections.iter_mut().filter(|section| section.head.starts_with("expect")) {
            expectations += 1;
            let actual = actual(&built, &section.head);
            if actual != section.text {
                let _ = writeln!(
                    wrong,
                    "{}: {}\n--- expected\n{}--- actual\n{actual}",
                    path.display(),
                    section.head,
                    section.text
                );
                section.text = actual;
                changed = true;
            }
        }
        assert!(expectations > 0, "{} expects nothing", path.display());
        *seen.entry(title.lines().next().unwrap_or_default().to_owned()).or_default() += 1;
        if bless && changed {
            write(&path, &title, &sections);
        }
    }
    assert!(seen.values().all(|count| *count == 1), "two cases say the same of themselves");
    assert!(seen.len() >= 20, "only {} cases were found", seen.len());
    assert!(wrong.is_empty() || bless, "{wrong}");
}
