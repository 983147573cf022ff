//! Footnotes: lettered, so that nobody takes them for sources.

use rustc_hash::FxHashMap;

use crate::locale::Locale;
use crate::text::push_html_attribute;

/// The footnotes of a piece, gathered while it is rendered and shown at its end.
pub(super) struct Footnotes {
    /// What the anchors begin with: `note-` in the body, one of its own in each prose of the front
    /// matter.
    prefix: String,
    /// Labels in the order of their first mark.
    order: Vec<String>,
    reference_counts: Vec<usize>,
    bodies: FxHashMap<String, String>,
    defined: Vec<String>,
    positions: FxHashMap<String, usize>,
}

impl Footnotes {
    pub(super) fn new(prefix: String) -> Self {
        Footnotes {
            prefix,
            order: Vec::new(),
            reference_counts: Vec::new(),
            bodies: FxHashMap::default(),
            defined: Vec::new(),
            positions: FxHashMap::default(),
        }
    }

    /// A mark in the text.
    pub(super) fn write_reference(&mut self, label: &str, out: &mut String) {
        let at = self.position(label);
        self.reference_counts[at] += 1;
        let letter = letter(at);
        out.push_str("<sup class=\"footnote-ref\"><a");
        push_html_attribute("href", &format!("#{}{letter}", self.prefix), out);
        push_html_attribute(
            "id",
            &format!("{}{letter}-{}", self.prefix, self.reference_counts[at]),
            out,
        );
        out.push('>');
        out.push_str(&letter);
        out.push_str("</a></sup>");
    }

    /// What a note says.
    pub(super) fn add_body(&mut self, label: String, body: String) {
        self.defined.push(label.clone());
        self.bodies.entry(label).or_insert(body);
    }

    fn position(&mut self, label: &str) -> usize {
        if let Some(at) = self.positions.get(label) {
            return *at;
        }
        self.positions.insert(label.to_owned(), self.order.len());
        self.order.push(label.to_owned());
        self.reference_counts.push(0);
        self.order.len() - 1
    }

    /// All notes, in the order of their first marks; those that no mark leads to come last.
    pub(super) fn write_list(mut self, locale: &Locale, out: &mut String) {
        for label in &std::mem::take(&mut self.defined) {
            self.position(label);
        }
        if self.bodies.is_empty() {
            return;
        }
        out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
        push_html_attribute("aria-label", locale.text("notes"), out);
        out.push_str("><ol>\n");
        for (at, label) in self.order.iter().enumerate() {
            let Some(body) = self.bodies.get(label) else { continue };
            let letter = letter(at);
            out.push_str("<li");
            push_html_attribute("id", &format!("{}{letter}", self.prefix), out);
            out.push('>');
            out.push_str(body);
            for mark in 1..=self.reference_counts[at] {
                out.push_str(" <a class=\"footnote-back\"");
                push_html_attribute("href", &format!("#{}{letter}-{mark}", self.prefix), out);
                push_html_attribute(
                    "aria-label",
                    &locale.format("back_to_mark", &[("mark", &letter)]),
                    out,
                );
                out.push_str(">↩</a>");
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol></section>\n");
    }
}

/// a, b … z, aa, ab …
fn letter(at: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = at + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn notes_are_lettered_and_go_on_after_z() {
        assert_eq!(
            (letter(0), letter(25), letter(26), letter(701), letter(702)),
            ("a".into(), "z".into(), "aa".into(), "zz".into(), "aaa".into())
        );
    }
}
