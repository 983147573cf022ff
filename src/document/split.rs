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

/// What looks like front matter and is not: its fence is not alone in the first line of the file. Gives that fence.
pub(super) fn misplaced(text: &str) -> Option<Span> {
    let mut lines = lines(text, 0).skip_while(|(_, line)| line.trim().is_empty());
    let (span, fence) = lines.next().filter(|(_, line)| ["---", "+++"].iter().any(|fence| line.trim_start().starts_with(fence)))?;
    let (_, first) = lines.next()?;
    let name = first.trim_start().split([':', '=']).next().unwrap_or("").trim_end();
    let is_key = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && first.trim_end().len() > name.len();
    is_key.then(|| Span::new(span.start as usize..span.start as usize + fence.trim_end().len()))
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
        assert_eq!(["\n---\ntitle: A\n---\n", " ---\ntitle: A\n", "----\ndraft : true\n", "+++ #\na = 1\n"].map(|text| misplaced(text).is_some()), [true; 4]);
        assert_eq!(["text\n---\ntitle: A\n", "---\n\nTalks: the end\n", "---\nSo it went.\n", "---", ""].map(|text| misplaced(text).is_some()), [false; 5]);
    }

    #[test]
    fn a_fence_that_is_never_closed_is_told_apart_from_a_body() {
        assert_eq!(parts("---\na: 1\nbody"), (None, "", true));
    }
}
