//! The examples of the CommonMark specification give the HTML of the specification, except where the
//! program promises authors something else: [`DIFFERENCES`], and what [`Canonical`] leaves out.

use std::collections::BTreeMap;
use std::fs;

use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Node};
use serde::Deserialize;

use super::harness::{SiteTest, repository};

#[derive(Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let path = repository().join("tests/fixtures/commonmark-0.31.2/examples.json");
    serde_json::from_str(&fs::read_to_string(path).expect("the examples")).expect("JSON")
}

/// Examples that give other HTML, and why.
const DIFFERENCES: [(&str, &[u32]); 5] = [
    ("comments are removed, and what follows one on its line is a paragraph", &[177]),
    ("a link without a text shows the title or address of its target", &[484]),
    ("`[[…]]` is a link to a topic", &[548, 559, 590]),
    ("an address may have spaces", &[488]),
    ("web addresses are links", &[608, 611]),
];

/// HTML without what pages have in addition: classes of links, ids of headings, attributes for
/// keyboards and for loading later. A `#` heading is `##`, since the title is the only one; a picture
/// alone in its paragraph is a figure, and its title the caption. A link or picture that leads to
/// nothing is its text: it is reported.
#[derive(Default)]
struct Canonical {
    out: String,
    /// The addresses of links and pictures that lead to nothing.
    broken: Vec<String>,
}

impl Canonical {
    fn of(html: &str, exists: &dyn Fn(&str) -> bool) -> Self {
        let mut canonical = Canonical::default();
        canonical.children(Html::parse_fragment(html).root_element(), exists, false);
        canonical.out = canonical.out.trim().to_owned();
        canonical
    }

    fn children(&mut self, element: ElementRef<'_>, exists: &dyn Fn(&str) -> bool, verbatim: bool) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) if verbatim => self.out.push_str(text),
                Node::Text(text) => self.text(text),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, exists, verbatim);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\n' | '\t' if self.out.ends_with([' ', '\n']) => {}
                '\n' | '\t' => self.out.push(' '),
                c => self.out.push(c),
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, exists: &dyn Fn(&str) -> bool, verbatim: bool) {
        let value = element.value();
        let name = match value.name() {
            // Further titles are shown as `##`.
            "h1" => "h2",
            // A picture alone in its paragraph.
            "figure" if value.attr("class") == Some("picture") => "p",
            "figcaption" => {
                // The title of a picture is its caption.
                let caption: String = element.text().collect();
                if let Some(at) = self.out.rfind("></img>") {
                    self.out.insert_str(at, &format!(" title={caption:?}"));
                }
                return;
            }
            name => name,
        };
        let address = value.attr("href").or(value.attr("src")).unwrap_or_default();
        if matches!(name, "a" | "img") && !exists(address) {
            self.broken.push(address.to_owned());
            return match value.attr("alt") {
                Some(alt) => self.text(alt),
                None => self.children(element, exists, verbatim),
            };
        }
        let is_block = !matches!(name, "a" | "img" | "em" | "strong" | "code" | "br" | "del");
        let attributes: BTreeMap<&str, &str> = value
            .attrs()
            .filter(|(attribute, value)| match (name, *attribute) {
                ("a", "class" | "rel") => *value != "external",
                ("h2" | "h3" | "h4" | "h5" | "h6", "id") => false,
                ("pre", "tabindex") | ("img", "loading") | ("p", "class") => false,
                _ => true,
            })
            .collect();
        if is_block && !verbatim {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
        }
        self.out.push_str(&format!("<{name}"));
        for (attribute, value) in attributes {
            self.out.push_str(&format!(" {attribute}={value:?}"));
        }
        self.out.push('>');
        self.children(element, exists, verbatim || name == "pre");
        if is_block && !verbatim {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        self.out.push_str(&format!("</{name}>"));
        if is_block && !verbatim {
            self.out.push('\n');
        }
    }
}

/// Files of the site for the addresses of an example.
fn files_for(html: &str) -> Vec<String> {
    let fragment = Html::parse_fragment(html);
    let all = scraper::Selector::parse("a, img").expect("a selector");
    let addresses = fragment.select(&all).filter_map(|element| {
        let value = element.value();
        let address = value.attr("href").or(value.attr("src"))?;
        let path = percent_decode_str(address).decode_utf8().ok()?;
        let is_file = path.starts_with('/') && !path.contains(['?', '#', '*', '"', '\\', '%', ':']);
        is_file.then(|| format!("static{path}"))
    });
    addresses.collect()
}

#[test]
fn examples_of_commonmark_give_its_html() {
    let mut site = SiteTest::empty().file(
        "site.toml",
        "title = \"T\"\n[markdown]\nsmart_punctuation = false\nraw_html = true\n",
    );
    let examples = examples();
    assert_eq!(examples.len(), 652);
    for example in &examples {
        let page = format!("---\ntitle: x\ndescription: x\n---\n{}", example.markdown);
        site = site.file(format!("content/p{}.md", example.number), page);
        for file in files_for(&example.html) {
            site = site.file(file, "x");
        }
    }
    let built = site.build();
    let routes = built.routes();
    let exists = |address: &str| {
        let path = percent_decode_str(address).decode_utf8_lossy().into_owned();
        address.starts_with("http")
            || address.starts_with("mailto:")
            || address.starts_with('#')
            || routes.contains(&path)
    };
    let mut different = Vec::new();
    for example in &examples {
        let view = built.site.view(&format!("/p{}/", example.number)).expect("a page");
        let view = view.expect("a view");
        let html = view["body_html"].as_str().unwrap_or_default();
        let (ours, theirs) = (Canonical::of(html, &exists), Canonical::of(&example.html, &exists));
        // Links in raw HTML are those of the author.
        let own = |address: &&String| !address.is_empty() && !ours.broken.contains(address);
        for address in theirs.broken.iter().filter(own) {
            let address = percent_decode_str(address).decode_utf8_lossy().replace('\u{a0}', " ");
            let path = format!("content/p{}.md", example.number);
            let is_reported = built.diagnostics.iter().any(|problem| {
                let mut labels = problem.labels.iter();
                labels.any(|label| label.path.as_str() == path)
                    && percent_decode_str(&problem.message).decode_utf8_lossy().contains(&*address)
            });
            let is_different = ours.out != theirs.out;
            assert!(is_reported || is_different, "example {}: `{address}`", example.number);
        }
        if ours.out != theirs.out {
            different.push(example.number);
            println!(
                "--- {}\n{}--- expected\n{}\n--- actual\n{}\n{html}",
                example.number, example.markdown, theirs.out, ours.out
            );
        }
    }
    let mut known: Vec<u32> =
        DIFFERENCES.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    known.sort_unstable();
    assert_eq!(different, known);
}
