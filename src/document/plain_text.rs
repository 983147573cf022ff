//! Markdown ranges as plain text.

use pulldown_cmark::{Tag, TagEnd};

use super::markdown::footnote_ref_length;
use super::{Document, MdEvent, TextId};
use crate::text::{Span, any_byte_pair, collapse_whitespace};

impl Document {
    /// A range of a text as plain text on one line: without markup, images, link targets, citations
    /// and footnote references. It may begin and end inside elements. `shown` gives the text to show
    /// for a link, by its index in the outline, where it is not the link's own.
    pub fn plain_text<'a>(
        &'a self,
        id: TextId,
        range: Span,
        shown: impl Fn(usize) -> Option<&'a str>,
    ) -> String {
        let outline = self.outline(id);
        let mut out = String::with_capacity(range.range().len());
        // The depth in an element whose text is skipped: an image, or a link with another text.
        let mut unread = 0;
        for (part, span) in outline.events.iter_in(self.markdown(id), range) {
            match part {
                MdEvent::Start(_) if unread > 0 => unread += 1,
                MdEvent::End(_) if unread > 0 => unread -= 1,
                _ if unread > 0 => {}
                MdEvent::Start(Tag::Image { .. }) => unread = 1,
                MdEvent::Start(Tag::Link { .. }) => {
                    if let Some(words) = outline.link_at(span).and_then(&shown) {
                        out.push_str(words);
                        unread = 1;
                    }
                }
                MdEvent::Text(text) | MdEvent::Code(text) => push_on_one_line(text, &mut out),
                MdEvent::SoftBreak | MdEvent::HardBreak => out.push(' '),
                MdEvent::End(end) if !is_inline(end) => out.push(' '),
                _ => {}
            }
        }
        // An element that ends after the range leaves a space.
        out.truncate(out.trim_end_matches(' ').len());
        if is_tidy(&out) {
            return out;
        }
        remove_footnote_refs(&mut out);
        remove_gaps(collapse_whitespace(&out))
    }
}

/// Lines of a paragraph are one event.
fn push_on_one_line(text: &str, out: &mut String) {
    let mut from = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        out.push_str(&text[from..end]);
        out.push(' ');
        from = end + 1;
    }
    out.push_str(&text[from..]);
}

/// True for ASCII text without superfluous white space and footnote references. Most texts are.
fn is_tidy(text: &str) -> bool {
    // Without branches, so that the compiler can vectorize it.
    let untidy = |one: u8, other: u8| {
        (one == b' ') & ((other == b' ') | is_closing_punctuation(other))
            | (one == b'[') & (other == b'^')
            | (one < b' ')
    };
    let ends = [text.bytes().next(), text.bytes().next_back()];
    text.is_ascii()
        && ends.into_iter().flatten().all(|byte| byte > b' ')
        && !any_byte_pair(text, untidy)
}

fn is_closing_punctuation(byte: u8) -> bool {
    (byte == b'.')
        | (byte == b',')
        | (byte == b';')
        | (byte == b':')
        | (byte == b'?')
        | (byte == b'!')
}

pub(super) fn is_inline(end: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(end, Emphasis | Image | Link | Strikethrough | Strong | Subscript | Superscript)
}

/// Removes references to undefined footnotes, which the parser gives as text.
fn remove_footnote_refs(text: &mut String) {
    let mut from = 0;
    while let Some(start) = text[from..].find("[^").map(|at| from + at) {
        match footnote_ref_length(&text[start..]) {
            Some(length) => {
                text.replace_range(start..start + length, "");
                from = start;
            }
            None => from = start + 2,
        }
    }
}

/// Removes the space that a citation leaves: "It rained [@x]." gives "It rained .".
fn remove_gaps(text: String) -> String {
    if !any_byte_pair(&text, |one, other| (one == b' ') & is_closing_punctuation(other)) {
        return text;
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for space in memchr::memchr_iter(b' ', text.as_bytes()) {
        if text.as_bytes().get(space + 1).is_some_and(|next| is_closing_punctuation(*next)) {
            out.push_str(&text[from..space]);
            from = space + 1;
        }
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tidy_text_needs_no_changes(text in "[a. \\[^\\]\t\u{b}\u{7f}é]{0,6}") {
            let mut mended = text.clone();
            remove_footnote_refs(&mut mended);
            prop_assert!(!is_tidy(&text) || remove_gaps(collapse_whitespace(&mended)) == text, "{text:?}");
        }
    }

    #[test]
    fn an_ordinary_sentence_is_tidy() {
        assert!(is_tidy("It was said: \"No\" (twice), in [1]; and so on."));
        assert!(
            !is_tidy(" a")
                && !is_tidy("a  b")
                && !is_tidy("a ;")
                && !is_tidy("a[^1]")
                && !is_tidy("a\tb")
                && !is_tidy("\u{2019}")
        );
    }

    #[test]
    fn references_to_undefined_footnotes_are_removed() {
        for (text, read) in [
            ("It [^ is no mark, this is[^1].", "It [^ is no mark, this is."),
            ("On.[^n] It was[^a-note]", "On. It was"),
            ("[^", "[^"),
        ] {
            let mut words = text.to_owned();
            remove_footnote_refs(&mut words);
            assert_eq!(words, read);
        }
    }
}
