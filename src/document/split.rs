//! Front matter apart from body.

use crate::data::Format;
use crate::text::Span;

/// The two parts of a file. Spans are of the whole text, fences left out.
pub(super) struct Parts {
    pub(super) front: Option<(Format, Span)>,
    pub(super) body: Span,
    /// The opening fence, where no closing one was found.
    pub(super) unclosed: Option<Span>,
}

/// Splits at a fence of `---` (YAML) or `+++` (TOML) that is the first line of the file, alone but for spaces at its end.
pub(super) fn split(text: &str) -> Parts {
    let whole = Span::new(0..text.len());
    let mut lines = lines(text, 0);
    let Some((first_span, first)) = lines.next() else { return Parts { front: None, body: whole, unclosed: None } };
    let (format, fence) = match first.trim_end() {
        "---" => (Format::Yaml, "---"),
        "+++" => (Format::Toml, "+++"),
        _ => return Parts { front: None, body: whole, unclosed: None },
    };
    let start = first_span.end;
    for (span, line) in lines {
        if line.trim_end() == fence {
            return Parts { front: Some((format, Span { start, end: span.start })), body: Span { start: span.end, end: whole.end }, unclosed: None };
        }
    }
    Parts { front: None, body: Span { start: whole.end, end: whole.end }, unclosed: Some(Span::new(0..fence.len())) }
}

/// Lines with their spans, line ends included in the spans.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (Span, &str)> {
    let mut at = from;
    text[from..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (Span::new(start..at), line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, bool) {
        let parts = split(text);
        (parts.front.map(|(_, span)| &text[span.range()]), &text[parts.body.range()], parts.unclosed.is_some())
    }

    #[test]
    fn front_matter_stands_between_fences_at_the_very_beginning() {
        assert_eq!(parts("---\na: 1\n---\nbody\n"), (Some("a: 1\n"), "body\n", false));
        assert_eq!(parts("+++\r\na = 1\r\n+++ \r\nbody"), (Some("a = 1\r\n"), "body", false));
        assert_eq!(parts("---\n---\n"), (Some(""), "", false));
        assert_eq!(parts("body\n---\nmore\n---\n"), (None, "body\n---\nmore\n---\n", false));
        assert_eq!(parts(""), (None, "", false));
    }

    #[test]
    fn a_fence_that_is_never_closed_is_told_apart_from_a_body() {
        assert_eq!(parts("---\na: 1\nbody"), (None, "", true));
    }
}
