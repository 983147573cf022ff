//! Small sites with expected output as text files. `BLESS=1 cargo test --release` writes the actual
//! output into them, to be reviewed and committed.
//!
//! A case is a file of `tests/cases/`: a title, then sections. `=== path` holds a file of the site,
//! `=== expect …` expected output: `expect problems`, `expect addresses`, `expect body ADDRESS` (HTML
//! of the page's text), `expect file ADDRESS` (everything at that address) or `expect view ADDRESS
//! POINTER` (a template value as JSON). Options stand in brackets in the title: `[drafts]`,
//! `[strict]`, `[now=2020-07-01]`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use backgrounder::engine::BuildOptions;
use backgrounder::site::{Body, Day, RedirectTarget, Resource, Route};

use super::harness::{BuiltSite, SiteTest, picture, repository};

pub struct Section {
    head: String,
    text: String,
}

impl Section {
    pub fn is_expectation(&self) -> bool {
        self.head.starts_with("expect")
    }

    /// Path and text of a file of the site. The text of a picture names one of
    /// `tests/fixtures/pictures`, whose bytes it has.
    pub fn file(&self) -> (&str, Cow<'_, [u8]>) {
        const PICTURES: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"];
        let head = self.head.to_lowercase();
        let is_picture = PICTURES.iter().any(|extension| head.ends_with(extension));
        match self.text.trim() {
            name if is_picture && !name.is_empty() => (&self.head, picture(name).into()),
            _ => (&self.head, self.text.as_bytes().into()),
        }
    }
}

/// The title and sections of a case.
pub fn read(path: &Path) -> (String, Vec<Section>) {
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

/// The actual output for an expectation.
fn actual(built: &BuiltSite, expectation: &str) -> String {
    let words: Vec<&str> = expectation.split_whitespace().collect();
    match words[..] {
        ["expect", "problems"] => built.diagnostics() + "\n",
        ["expect", "addresses"] => {
            // Sorted, since names of theme files contain a hash.
            let mut lines: Vec<String> = built
                .site
                .resources()
                .into_iter()
                // Tested in `share_cards.rs`; almost every site has some.
                .filter(|(_, address)| !matches!(address, Resource::ShareCard(_)))
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
            Some(Ok(Body::Bytes(bytes))) => String::from_utf8(bytes).expect("text"),
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
        _ => panic!("unknown expectation `{expectation}`"),
    }
}

fn line(built: &BuiltSite, route: &Route, address: &Resource) -> String {
    let what = match address {
        Resource::Page(page) => built.site.documents()[page.index()].path.to_string(),
        Resource::Redirect(RedirectTarget::Page(page)) => {
            format!("→ {}", built.site.catalog().entry(*page).route)
        }
        Resource::Redirect(RedirectTarget::Generated(page)) => {
            format!("→ {}", built.site.config().generated_route(*page))
        }
        Resource::File(path) => path.to_string(),
        // Its route is a hash.
        Resource::Picture(path, derived) => {
            let format = if derived.is_avif() { "AVIF" } else { "fallback" };
            let (width, height) = (derived.width, derived.height);
            return format!("/assets/pictures/({width}×{height} {format})  {path}\n");
        }
        Resource::ThemeFile(file) => return format!("/assets/({file:?})\n"),
        other => format!("({other:?})"),
    };
    format!("{route}  {what}\n")
}

/// A value without the HTML that partial templates rendered, which would hide everything else.
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

fn options(title: &str) -> BuildOptions {
    let mut options = BuildOptions::default();
    let brackets = title.find('[').map_or("", |at| &title[at..]);
    for word in brackets.split(['[', ']', ' ', '\n']) {
        match word.split_once('=') {
            Some(("now", day)) => options.page_filter.today = Day::parse(day),
            None if word == "drafts" => options.page_filter.include_drafts = true,
            None if word == "strict" => options.strict = true,
            _ => {}
        }
    }
    options
}

#[test]
fn every_case_gives_its_expected_output() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    let mut titles: BTreeSet<String> = BTreeSet::new();
    for entry in fs::read_dir(repository().join("tests/cases")).expect("the cases") {
        let path = entry.expect("a case").path();
        let (title, mut sections) = read(&path);
        let (expectations, files): (Vec<&Section>, Vec<&Section>) =
            sections.iter().partition(|section| section.is_expectation());
        assert!(!expectations.is_empty(), "{} expects nothing", path.display());
        let files = files.into_iter().map(Section::file);
        let built = SiteTest::empty().files(files).with_options(options(&title)).build();
        let mut changed = false;
        for section in sections.iter_mut().filter(|section| section.is_expectation()) {
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
        let first_line = title.lines().next().unwrap_or_default().to_owned();
        assert!(titles.insert(first_line), "{}: another case has this title", path.display());
        if bless && changed {
            write(&path, &title, &sections);
        }
    }
    assert!(titles.len() >= 20, "only {} cases were found", titles.len());
    assert!(wrong.is_empty() || bless, "{wrong}");
}
