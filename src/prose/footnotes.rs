//! Footnotes. They are lettered, so that nobody takes them for numbered sources.

use rustc_hash::FxHashMap;

use crate::locale::Locale;
use crate::text::push_html_attribute;

/// The footnotes of a text, collected while it is written and listed at its end.
pub(super) struct Footnotes {
    anchor_prefix: String,
    /// In the order of first reference; from the list on also those without a reference.
    notes: Vec<Note>,
    by_label: FxHashMap<String, usize>,
    /// Label and HTML, in the order of definition.
    bodies: Vec<(String, String)>,
}

#[derive(Default)]
struct Note {
    references: usize,
    body: Option<String>,
}

impl Footnotes {
    pub(super) fn new(anchor_prefix: String) -> Self {
        Footnotes {
            anchor_prefix,
            notes: Vec::new(),
            by_label: FxHashMap::default(),
            bodies: Vec::new(),
        }
    }

    fn index_of(&mut self, label: String) -> usize {
        *self.by_label.entry(label).or_insert_with(|| {
            self.notes.push(Note::default());
            self.notes.len() - 1
        })
    }

    pub(super) fn write_reference(&mut self, label: &str, out: &mut String) {
        let at = self.index_of(label.to_owned());
        self.notes[at].references += 1;
        let anchor = format!("{}{}", self.anchor_prefix, letter(at));
        out.push_str("<sup class=\"footnote-ref\"><a");
        push_html_attribute("href", &format!("#{anchor}"), out);
        push_html_attribute("id", &format!("{anchor}-{}", self.notes[at].references), out);
        out.extend([">", &letter(at), "</a></sup>"]);
    }

    pub(super) fn add_body(&mut self, label: String, html: String) {
        self.bodies.push((label, html));
    }

    /// Writes all notes: in the order of first reference, those without a reference last. Of
    /// several bodies with one label, the first counts. The languages are those of labels and bodies,
    /// if they differ.
    pub(super) fn write_list(
        mut self,
        locale: &Locale,
        (label_language, language): (Option<&str>, Option<&str>),
        out: &mut String,
    ) {
        let push_language = |language: Option<&str>, out: &mut String| {
            language.into_iter().for_each(|tag| push_html_attribute("lang", tag, out));
        };
        if self.bodies.is_empty() {
            return;
        }
        for (label, html) in std::mem::take(&mut self.bodies) {
            let at = self.index_of(label);
            self.notes[at].body.get_or_insert(html);
        }
        out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
        push_html_attribute("aria-label", locale.text("notes"), out);
        push_language(label_language, out);
        out.push_str("><ol");
        push_language(language, out);
        out.push_str(">\n");
        for (at, note) in self.notes.iter().enumerate() {
            let Some(body) = &note.body else { continue };
            let letter = letter(at);
            let anchor = format!("{}{letter}", self.anchor_prefix);
            out.push_str("<li");
            push_html_attribute("id", &anchor, out);
            out.extend([">", body]);
            for reference in 1..=note.references {
                out.push_str(" <a class=\"footnote-back\"");
                push_html_attribute("href", &format!("#{anchor}-{reference}"), out);
                let label = locale.format("back_to_mark", &[("mark", &letter)]);
                push_html_attribute("aria-label", &label, out);
                push_language(label_language, out);
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
