//! The Markdown dialect: CommonMark with tables, footnotes, task lists, strikethrough,
//! definition lists, heading ids, alerts, wikilinks and citations.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The deepest nesting of block quotes and lists. Parsing time is quadratic in it.
pub const MAX_NESTING: usize = 100;

/// The scheme of the links that citations are parsed as. It is only recognised on links without a
/// definition, so no author can write one.
const CITATION: &str = "backgrounder-citation:";

/// Highlighted text, `==so==`. The parser has no tag for it. It does have superscript, which this
/// dialect does not.
pub const HIGHLIGHT: Tag<'static> = Tag::Superscript;

/// The end of [`HIGHLIGHT`].
pub const HIGHLIGHT_END: TagEnd = TagEnd::Superscript;

/// The link definitions of a text.
pub(super) struct LinkDefinitions {
    pub(super) exist: bool,
    /// Those that look like citations, in order.
    pub(super) citation_like: Vec<Range<usize>>,
}

/// Link definitions, and events with their ranges. Citations are links; see [`as_citation`].
pub(super) fn parse_markdown(
    text: &str,
) -> (LinkDefinitions, impl Iterator<Item = (Event<'_>, Range<usize>)>) {
    let parser = parser(text);
    let definitions = parser.reference_definitions();
    let any = definitions.iter().next().is_some();
    let like_citations = definitions.iter().filter(|(label, _)| label.starts_with('@'));
    let mut like_citations: Vec<Range<usize>> =
        like_citations.map(|(_, definition)| definition.span.clone()).collect();
    like_citations.sort_by_key(|range| range.start);
    (LinkDefinitions { exist: any, citation_like: like_citations }, parser.into_offset_iter())
}

/// The link definition that the picture at a range refers to.
pub(super) fn definition_of_picture(text: &str, picture: &Range<usize>) -> Option<Range<usize>> {
    let mut events = parser(text).into_offset_iter();
    let label = events.find_map(|(event, range)| match event {
        Event::Start(Tag::Image { id, .. }) if range == *picture => Some(id),
        _ => None,
    })?;
    events.reference_definitions().get(&label).map(|definition| definition.span.clone())
}

/// The address that is written between the parentheses of a picture, without escapes.
pub(super) fn unescape_address(written: &str) -> Option<String> {
    let picture = format!("![]({written})");
    parser(&picture).into_offset_iter().find_map(|(event, range)| match event {
        Event::Start(Tag::Image { dest_url, .. }) if range == (0..picture.len()) => {
            Some(dest_url.into_string())
        }
        _ => None,
    })
}

/// Called for brackets without a link definition.
type BrokenLinkCallback<'a> = fn(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>;

fn parser(text: &str) -> Parser<'_, BrokenLinkCallback<'_>> {
    // Without smart punctuation of the parser: `Typographer` knows languages.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    Parser::new_with_broken_link_callback(text, options, Some(resolve_citation))
}

fn resolve_citation<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let is_citation = link.link_type == LinkType::Shortcut
        && link.reference.starts_with('@')
        && link.reference.len() > 1;
    is_citation.then(|| (CITATION.into(), "".into()))
}

/// What is between the brackets of a citation, `@letters, p. 3; @diary`, if the tag is one.
pub(super) fn as_citation<'a>(tag: &'a Tag<'_>) -> Option<&'a str> {
    match tag {
        Tag::Link { link_type: LinkType::ShortcutUnknown, dest_url, id, .. }
            if &**dest_url == CITATION =>
        {
            Some(id)
        }
        _ => None,
    }
}

/// The events without those inside of citations and at their ends.
pub(super) fn skip_citation_contents<'e>(
    events: impl IntoIterator<Item = (Event<'e>, Range<usize>)>,
) -> impl Iterator<Item = (Event<'e>, Range<usize>)> {
    // The number of open elements of a citation, including itself.
    let mut depth = 0;
    events.into_iter().filter(move |(event, _)| {
        let is_inside = depth > 0;
        match event {
            Event::Start(tag) if is_inside || as_citation(tag).is_some() => depth += 1,
            Event::End(_) if is_inside => depth -= 1,
            _ => {}
        }
        !is_inside
    })
}

/// True if a text is that of its range of the source. The parser lends it then, so that no bytes need
/// to be compared.
pub(super) fn is_verbatim(text: &str, source: &str, range: &Range<usize>) -> bool {
    let lent = source.as_bytes()[range.clone()].as_ptr();
    text.len() == range.len() && std::ptr::eq(text.as_ptr(), lent)
}

/// The length of the `[^note]` with which a text begins.
pub(super) fn footnote_ref_length(text: &str) -> Option<usize> {
    let label = text.strip_prefix("[^")?;
    let end = label.find(|c: char| matches!(c, '[' | ']' | '`') || c.is_whitespace())?;
    (end > 0 && label[end..].starts_with(']')).then_some("[^".len() + end + "]".len())
}

/// Where block quotes and lists are first nested deeper than [`MAX_NESTING`]. Looks at the beginnings
/// of lines only. A line that is indented by more than 200 columns counts as nested too deep.
pub fn find_excess_nesting(text: &str) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]) {
        let line = &text[start..end];
        let (mut containers, mut spaces) = (0, 0);
        let mut rest = line;
        loop {
            let trimmed = rest.trim_start_matches([' ', '\t']);
            spaces += rest.len() - trimmed.len();
            rest = match container_marker_len(trimmed) {
                0 => break,
                length => &trimmed[length..],
            };
            containers += 1;
            if containers > MAX_NESTING {
                return Some(start);
            }
        }
        if spaces / 2 > MAX_NESTING && containers > 0 {
            return Some(start);
        }
        start = end;
    }
    None
}

/// The length of the container marker at the beginning of a text, or 0.
fn container_marker_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let spaced = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    match bytes.first() {
        Some(b'>') => 1,
        Some(b'-' | b'*' | b'+' | b':') if spaced(1) => 1,
        Some(b'0'..=b'9') => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')')) && spaced(digits + 1) {
                digits + 1
            } else {
                0
            }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_found_before_it_is_parsed() {
        assert_eq!(find_excess_nesting(&"> ".repeat(99)), None);
        assert_eq!(find_excess_nesting(&format!("ok\n{}x", ">".repeat(101))), Some(3));
        assert_eq!(find_excess_nesting(&format!("{}x", "- ".repeat(101))), Some(0));
        assert_eq!(find_excess_nesting("1. a\n   - b\n     > c\n"), None);
        assert_eq!(find_excess_nesting(&format!("- a\n{}- b", "  ".repeat(101))), Some(4));
    }
}
