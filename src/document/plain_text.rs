//! The words of a stretch of a piece, as a reader would read them aloud.

use pulldown_cmark::{Tag, TagEnd};

use super::{Document, MdEvent, TextId};
use crate::text::{Span, any_byte_pair, collapse_whitespace};

impl Document {
    /// The words of a stretch of a piece in one line, without markup, pictures, the targets of
    /// links, citations and marks of footnotes. The stretch may begin and end inside of elements.
    /// `shown` gives what stands in the place of the text of a link, by its number in the outline,
    /// where something does.
    pub fn plain_text<'a>(
        &'a self,
        piece: TextId,
        stretch: Span,
        shown: impl Fn(usize) -> Option<&'a str>,
    ) -> String {
        let outline = self.outline(piece);
        let mut out = String::with_capacity(stretch.range().len());
        // How many elements are open of one whose text is not read: a picture, or a link that shows
        // something else.
        let mut unread = 0;
        for (part, span) in outline.events.iter_in(self.markdown(piece), stretch) {
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
        // What ends behind the stretch has left a space.
        out.truncate(out.trim_end_matches(' ').len());
        if is_tidy(&out) {
            return out;
        }
        remove_footnote_refs(&mut out);
        remove_gaps(collapse_whitespace(&out))
    }
}

/// Lines of a paragraph are one part.
fn push_on_one_line(text: &str, out: &mut String) {
    let mut from = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        out.push_str(&text[from..end]);
        out.push(' ');
        from = end + 1;
    }
    out.push_str(&text[from..]);
}

/// True where nothing is left to be mended in a text of ASCII, as is most often so: there is
/// neither white space to take out nor the mark of a footnote.
fn is_tidy(text: &str) -> bool {
    // Without branches, so that the compiler can look at many bytes with one instruction.
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

/// True for a sign that no space stands before.
fn is_closing_punctuation(byte: u8) -> bool {
    (byte == b'.')
        | (byte == b',')
        | (byte == b';')
        | (byte == b':')
        | (byte == b'?')
        | (byte == b'!')
}

fn is_inline(end: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(end, Emphasis | Image | Link | Strikethrough | Strong | Subscript | Superscript)
}

/// Takes out marks of footnotes that have no note, and so are text to the parser.
fn remove_footnote_refs(text: &mut String) {
    let mut from = 0;
    while let Some(start) = text[from..].find("[^").map(|at| from + at) {
        match text[start..].find(|c: char| c == ']' || c.is_whitespace()).map(|at| start + at) {
            Some(end) if text[end..].starts_with(']') => {
                text.replace_range(start..=end, "");
                from = start;
            }
            _ => from = start + 2,
        }
    }
}

/// A citation taken out leaves its space behind: "Hanoi [@x]." reads "Hanoi .".
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
        fn what_is_tidy_would_not_be_changed(text in "[a. \\[^\\]\t\u{b}\u{7f}é]{0,6}") {
            let mut mended = text.clone();
            remove_footnote_refs(&mut mended);
            prop_assert!(!is_tidy(&text) || remove_gaps(collapse_whitespace(&mended)) == text, "{text:?}");
        }
    }

    #[test]
    fn a_sentence_as_most_are_is_tidy() {
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
    fn marks_of_footnotes_without_a_note_are_never_read_aloud() {
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
