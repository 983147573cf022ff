//! Front matter apart from body.

use crate::data::Format;
use crate::text::Span;

/// The two parts of a file. Spans are of the whole text, fences left out.
pub(super) struct SplitFile {
    pub(super) front: Option<(Format, Span)>,
    pub(super) body: Span,
    /// The opening fence, where no closing one was found; and what stands in its place, where that
    /// is another.
    pub(super) unclosed: Option<(Span, Option<Span>)>,
}

/// Splits at a fence of `---` (YAML) or `+++` (TOML) that is the first line of the file, alone but
/// for spaces at its end.
pub(super) fn split(text: &str) -> SplitFile {
    let whole = Span::new(0..text.len());
    let mut lines = lines_with_spans(text, 0);
    let Some((first_span, first)) = lines.next() else {
        return SplitFile { front: None, body: whole, unclosed: None };
    };
    let (format, fence) = match first.trim_end() {
        "---" => (Format::Yaml, "---"),
        "+++" => (Format::Toml, "+++"),
        _ => return SplitFile { front: None, body: whole, unclosed: None },
    };
    let start = first_span.end;
    let mut instead = None;
    let mut is_front_matter = true;
    for (span, line) in lines {
        if line.trim_end() == fence {
            return SplitFile {
                front: Some((format, Span { start, end: span.start })),
                body: Span { start: span.end, end: whole.end },
                unclosed: None,
            };
        }
        if is_front_matter && instead.is_none() && (is_fence(line) || line.trim_end() == "...") {
            instead = Some(Span {
                end: span.start + u32::try_from(line.trim_end().len()).unwrap_or(0),
                ..span
            });
        }
        is_front_matter &= is_data_line(line);
    }
    SplitFile {
        front: None,
        body: Span { start: whole.end, end: whole.end },
        unclosed: Some((Span::new(0..fence.len()), instead)),
    }
}

/// Front matter that would be read as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MisplacedFrontMatter {
    /// The mark that should open it, or the first key where there is none.
    pub(super) span: Span,
    /// How it is written.
    pub(super) format: Format,
    /// True where there is something that should open it.
    pub(super) has_opening: bool,
    /// Where the text begins behind the mark that closes it, where there is one.
    pub(super) body: Option<u32>,
}

/// Finds front matter that does not begin in the first line of the file, or without its opening
/// mark. An ordinary text is none, whatever headings and rules it begins with: the first lines must
/// look like keys with their values, and one of the keys be known.
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
        // Without any mark: a paragraph of its own, of at least two keys and nothing else.
        (None, None) => {
            let paragraph: Vec<&str> = block
                .iter()
                .map(|(_, line)| *line)
                .take_while(|line| !line.trim().is_empty())
                .collect();
            let ends = paragraph.len() < block.len() || lines.peek().is_none();
            paragraph.len() > 1
                && ends
                && paragraph
                    .iter()
                    .all(|line| leading_key(line).is_some_and(|(name, _)| is_known(name)))
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

/// Where a text begins that is no space, comment or heading.
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
    // Spaces before the first word belong to its line.
    let at = text.len() - rest.len();
    text[..at].trim_end_matches([' ', '\t']).len()
}

/// True for a line that was meant to open front matter.
fn is_opening_fence(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("---") || line.starts_with("+++") || is_fence(line)
}

/// True for a line of nothing but hyphens, dashes or plus signs, as programs make them of `---`.
pub(super) fn is_fence(line: &str) -> bool {
    let line = line.trim();
    let dashes = line.chars().all(|c| matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−'))
        && (line.chars().count() > 1 || matches!(line, "–" | "—" | "―"));
    dashes || line.len() > 2 && line.bytes().all(|byte| byte == b'+')
}

/// True for a line that front matter may have: a key, what belongs to one, a comment, or nothing.
fn is_data_line(line: &str) -> bool {
    let is_header = line.starts_with('[') && line.trim_end().ends_with(']');
    line.trim().is_empty()
        || line.starts_with([' ', '\t', '#', ']', '}'])
        || is_header
        || line.starts_with("- ")
        || leading_key(line).is_some()
}

/// The key that a line begins with, and the sign behind it.
fn leading_key(line: &str) -> Option<(&str, char)> {
    let (at, sign) = line.char_indices().find(|(_, c)| matches!(c, ':' | '='))?;
    let name = line[..at].trim_end();
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-');
    let is_key =
        sign == '=' || line[at + 1..].is_empty() || line[at + 1..].starts_with(char::is_whitespace);
    (is_name && is_key).then_some((name, sign))
}

/// Lines with their spans, line ends included in the spans.
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
    fn front_matter_stands_between_fences_at_the_very_beginning() {
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
    fn front_matter_that_would_be_text_is_known_by_its_keys() {
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
            // Another mark.
            "----\ndraft : true\n",
            "—\ntitle: A\n—\n",
            "—-\n\n# note\nmood: calm\ntitle: A\n---\n",
            "++++\ntitle = \"A\"\n+++\n",
            // None.
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
    fn headings_rules_and_words_with_a_colon_are_text() {
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
    fn the_text_begins_behind_the_mark_that_closes() {
        let text = "\n title: A\n---\nbody\n";
        let found = find_misplaced(text, |key| key == "title").unwrap();
        assert_eq!(
            (&text[found.span.range()], found.format, found.has_opening),
            ("title: A", Format::Yaml, false)
        );
        assert_eq!(found.body.map(|at| &text[at as usize..]), Some("body\n"));
    }

    #[test]
    fn a_fence_that_is_never_closed_is_told_apart_from_a_body() {
        assert_eq!(parts("---\na: 1\nbody"), (None, "", true));
        let instead = |text: &str| {
            split(text).unclosed.and_then(|(_, instead)| Some(text[instead?.range()].to_owned()))
        };
        assert_eq!(instead("---\na: 1\n----\nbody\n").as_deref(), Some("----"));
        assert_eq!(instead("---\na: 1\n+++ \nbody\n").as_deref(), Some("+++"));
        assert_eq!(instead("+++\na = 1\n---\nbody\n").as_deref(), Some("---"));
        assert_eq!(instead("---\na: 1\n...\nbody\n").as_deref(), Some("..."));
        assert_eq!(instead("---\na: 1\nbody\n+++\n"), None);
    }
}
