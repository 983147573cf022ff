//! Splitting a file into front matter and body, and finding misplaced front matter.

use crate::data::Format;
use crate::text::Span;

/// The parts of a file, without the fences.
pub(super) struct SplitFile {
    pub(super) front: Option<(Format, Span)>,
    pub(super) body: Span,
    pub(super) unclosed: Option<UnclosedFrontMatter>,
}

/// Front matter without its closing fence.
#[derive(Clone, Copy)]
pub(super) struct UnclosedFrontMatter {
    pub(super) opening: Span,
    /// Another fence, which may have been meant to close it.
    pub(super) other_fence: Option<Span>,
    /// The last line that looks like front matter.
    pub(super) last_line: Option<Span>,
}

/// Splits at fences of `---` (YAML) or `+++` (TOML). The first must be the first line of the file,
/// and nothing but spaces may follow a fence on its line.
pub(super) fn split(text: &str) -> SplitFile {
    let whole = Span::whole(text);
    let mut lines = lines_with_spans(text, 0);
    let (first_span, first) = lines.next().unwrap_or_default();
    let (format, fence) = match first.trim_end() {
        "---" => (Format::Yaml, "---"),
        "+++" => (Format::Toml, "+++"),
        _ => return SplitFile { front: None, body: whole, unclosed: None },
    };
    let (mut other_fence, mut last_line) = (None, None);
    let mut is_front_matter = true;
    for (span, line) in lines {
        let (start, line) = (span.start as usize, line.trim_end());
        if line == fence {
            let front = Some((format, Span { start: first_span.end, end: span.start }));
            return SplitFile { front, body: Span { start: span.end, ..whole }, unclosed: None };
        }
        if is_front_matter && other_fence.is_none() && (is_fence(line) || line == "...") {
            other_fence = Some(Span::new(start..start + line.len()));
        }
        is_front_matter &= is_data_line(line);
        if is_front_matter && !line.is_empty() {
            last_line = Some(Span::new(start..start + line.len()));
        }
    }
    let opening = Span::new(0..fence.len());
    SplitFile {
        front: None,
        body: Span { start: whole.end, ..whole },
        unclosed: Some(UnclosedFrontMatter { opening, other_fence, last_line }),
    }
}

/// Front matter that would be shown as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MisplacedFrontMatter {
    /// The opening fence, or the first key where there is none.
    pub(super) span: Span,
    pub(super) format: Format,
    pub(super) has_opening: bool,
    /// Where the body begins, after the closing fence.
    pub(super) body: Option<u32>,
}

/// Finds front matter that does not begin on the first line of the file, or that has no opening
/// fence. To tell it from text that begins with headings and rules, its lines must look like keys
/// with values, and one of the keys must be known.
pub(super) fn find_misplaced(
    text: &str,
    is_known: impl Fn(&str) -> bool,
) -> Option<MisplacedFrontMatter> {
    let mut lines = lines_with_spans(text, content_start(text)).peekable();
    let opening = lines.next_if(|(_, line)| is_opening_fence(line));
    let block: Vec<(Span, &str)> =
        std::iter::from_fn(|| lines.next_if(|(_, line)| !is_fence(line) && is_data_line(line)))
            .collect();
    let closing = lines.next_if(|(_, line)| is_fence(line));
    let (first, line) = *block
        .iter()
        .find(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let (_, sign) = leading_key(line.trim_start())?;
    let indented = line.len() - line.trim_start().len();
    let known = block
        .iter()
        .filter_map(|(_, line)| leading_key(line.get(indented..)?))
        .filter(|(name, _)| is_known(name))
        .count();
    let ends_in_a_key = block.last().is_some_and(|(_, line)| !line.trim().is_empty());
    let is_front_matter = match (opening, closing) {
        (Some(_), _) => known > 0,
        (None, Some(_)) => known > usize::from(!ends_in_a_key),
        // Without fences: a paragraph of at least two keys and nothing else.
        (None, None) => {
            let paragraph =
                || block.iter().map(|(_, line)| *line).take_while(|line| !line.trim().is_empty());
            let length = paragraph().count();
            length > 1
                && (length < block.len() || lines.peek().is_none())
                && paragraph().all(|line| leading_key(line).is_some_and(|(name, _)| is_known(name)))
        }
    };
    let (place, written) = opening.unwrap_or((first, line));
    let start = place.start as usize + written.len() - written.trim_start().len();
    is_front_matter.then(|| MisplacedFrontMatter {
        span: Span::new(start..start + written.trim().len()),
        format: if sign == '=' { Format::Toml } else { Format::Yaml },
        has_opening: opening.is_some(),
        body: closing.map(|(closing, _)| closing.end),
    })
}

/// Where a text begins after white space, comments and headings.
fn content_start(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')
        });
        let comment = [("<!--", "-->"), ("%%", "%%"), ("#", "\n")]
            .iter()
            .find_map(|(open, close)| rest.strip_prefix(open)?.split_once(close));
        match comment {
            Some((_, after)) => rest = after,
            None => break,
        }
    }
    // Indentation belongs to the line.
    let at = text.len() - rest.len();
    text[..at].trim_end_matches([' ', '\t']).len()
}

/// A line that was meant to open front matter.
fn is_opening_fence(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("---") || line.starts_with("+++") || is_fence(line)
}

/// A line of nothing but hyphens, dashes or plus signs: some editors turn `---` into dashes.
pub(super) fn is_fence(line: &str) -> bool {
    let line = line.trim();
    let dashes = line.chars().all(|c| matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−'))
        && (line.chars().count() > 1 || matches!(line, "–" | "—" | "―"));
    dashes || line.len() > 2 && line.bytes().all(|byte| byte == b'+')
}

/// A line that front matter may have: a key or part of its value, a comment, or nothing.
fn is_data_line(line: &str) -> bool {
    let is_header = line.starts_with('[') && line.trim_end().ends_with(']');
    line.trim().is_empty()
        || line.starts_with([' ', '\t', '#', ']', '}'])
        || is_header
        || line.starts_with("- ")
        || leading_key(line).is_some()
}

/// The key that a line begins with, and `:` or `=` after it.
fn leading_key(line: &str) -> Option<(&str, char)> {
    let (at, sign) = line.char_indices().find(|(_, c)| matches!(c, ':' | '='))?;
    let name = line[..at].trim_end();
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-');
    let is_key =
        sign == '=' || line[at + 1..].is_empty() || line[at + 1..].starts_with(char::is_whitespace);
    (is_name && is_key).then_some((name, sign))
}

/// Lines with their spans, including line ends.
fn lines_with_spans(text: &str, from: usize) -> impl Iterator<Item = (Span, &str)> {
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
        (
            parts.front.map(|(_, span)| &text[span.range()]),
            &text[parts.body.range()],
            parts.unclosed.is_some(),
        )
    }

    #[test]
    fn front_matter_is_between_fences_at_the_beginning_of_the_file() {
        assert_eq!(parts("---\na: 1\n---\nbody\n"), (Some("a: 1\n"), "body\n", false));
        assert_eq!(parts("+++\r\na = 1\r\n+++ \r\nbody"), (Some("a = 1\r\n"), "body", false));
        assert_eq!(parts("---\n---\n"), (Some(""), "", false));
        assert_eq!(parts("body\n---\nmore\n---\n"), (None, "body\n---\nmore\n---\n", false));
        assert_eq!(parts(""), (None, "", false));
    }

    fn is_misplaced(text: &str) -> bool {
        find_misplaced(text, |key| matches!(key, "title" | "draft" | "date" | "order")).is_some()
    }

    #[test]
    fn misplaced_front_matter_is_found_by_its_keys() {
        for text in [
            // Not in the first line, or not alone in it.
            "\n---\ntitle: A\n---\n",
            " ---\ntitle: A\n",
            "\u{FEFF}---\ntitle: A\n---\n",
            "<!-- a\ncomment -->\n---\ntitle: A\n---\n",
            "%% a comment %%\n\n---\ntitle: A\n---\n",
            "# A heading\n---\ntitle: A\n---\n",
            "---title\ndate: 2020\n---\n",
            "+++ #\ndraft = true\n",
            // Another fence.
            "----\ndraft : true\n",
            "—\ntitle: A\n—\n",
            "—-\n\n# note\nmood: calm\ntitle: A\n---\n",
            "++++\ntitle = \"A\"\n+++\n",
            // No fence.
            "title: A\n---\n",
            "title: A\r\ndate: 2020\r\n---\r\n",
            "title = \"A\"\n+++\n",
            "title: A\n+++\n",
            "title: A\n—\n",
            "  title: A\n  mood: calm\n---\n",
            "# A comment\ntitle: A\n\nabout:\n  - x\n- y\n---\n",
            "title: A\ndate: 2020\n\n---\n",
            "title: A\ndate: 2020\n\nText.\n",
            "title: A\ndate: 2020",
        ] {
            assert!(is_misplaced(text), "{text:?}");
        }
    }

    #[test]
    fn headings_rules_and_text_with_colons_are_not_front_matter() {
        for text in [
            "",
            "---",
            "text\n---\ntitle: A\n",
            "---\n\nTalks: the end\n",
            "----\nmood: calm\n",
            "---\nSo it went.\n",
            "A heading\n---\n\nText.\n",
            "Title: what is in a name\n---\n\nText.\n",
            "Title: A\nDate: 2020\n\nText.\n",
            "title: a word\n",
            "title: a word\n\n---\n\nText.\n",
            "mood: calm\n---\n",
            "title: a word\nthat goes on\n---\n",
            "title: a word\ndate: another one,\nwhich goes on.\n\nText.\n",
            "# Heading\n\nText: more.\n\n---\n",
            "- title: A\n---\n",
            "The date:\n---\n",
            "title:\"A\"\n---\n",
        ] {
            assert!(!is_misplaced(text), "{text:?}");
        }
    }

    #[test]
    fn the_body_begins_after_the_closing_fence() {
        let text = "\n title: A\n---\nbody\n";
        let found = find_misplaced(text, |key| key == "title").unwrap();
        assert_eq!(
            (&text[found.span.range()], found.format, found.has_opening),
            ("title: A", Format::Yaml, false)
        );
        assert_eq!(found.body.map(|at| &text[at as usize..]), Some("body\n"));
    }

    #[test]
    fn an_unclosed_fence_leaves_an_empty_body() {
        assert_eq!(parts("---\na: 1\nbody"), (None, "", true));
        let instead = |text: &str| {
            let fence = split(text).unclosed.and_then(|unclosed| unclosed.other_fence);
            fence.map(|fence| text[fence.range()].to_owned())
        };
        assert_eq!(instead("---\na: 1\n----\nbody\n").as_deref(), Some("----"));
        assert_eq!(instead("---\na: 1\n+++ \nbody\n").as_deref(), Some("+++"));
        assert_eq!(instead("+++\na = 1\n---\nbody\n").as_deref(), Some("---"));
        assert_eq!(instead("---\na: 1\n...\nbody\n").as_deref(), Some("..."));
        assert_eq!(instead("---\na: 1\nbody\n+++\n"), None);
        let last_line = |text: &str| {
            let line = split(text).unclosed.and_then(|unclosed| unclosed.last_line);
            line.map(|line| text[line.range()].to_owned())
        };
        assert_eq!(last_line("---\na: 1\nb:\n  - c\n\nText: it is.\n").as_deref(), Some("  - c"));
        assert_eq!(last_line("---\nText.\n"), None);
    }
}
