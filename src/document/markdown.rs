//! Markdown as this program reads it: CommonMark with tables, footnotes, task lists, strikethrough, definition lists, heading ids, alerts, wikilinks and citations.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};

use crate::text::{any_pair, table};

/// The deepest nesting of block quotes and lists; more would be quadratic to parse.
pub const DEEPEST: usize = 100;

/// The scheme of the link that a citation is made of; no author can write it, for it is only looked at on links without a definition.
const CITATION: &str = "backgrounder-citation:";

/// Events with their place in the Markdown. A citation is a link for which [`citation_of`] answers.
pub(super) fn events(text: &str, smart_punctuation: bool) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    parser(text, smart_punctuation).into_offset_iter()
}

/// The places of link definitions that look like citations, and the events.
pub(super) fn definitions_and_events(text: &str, smart_punctuation: bool) -> (Vec<Range<usize>>, impl Iterator<Item = (Event<'_>, Range<usize>)>) {
    let parser = parser(text, smart_punctuation);
    let definitions = parser.reference_definitions().iter().filter(|(label, _)| label.starts_with('@'));
    let mut definitions: Vec<Range<usize>> = definitions.map(|(_, definition)| definition.span.clone()).collect();
    definitions.sort_by_key(|range| range.start);
    (definitions, parser.into_offset_iter())
}

/// What the parser asks about brackets that have no definition.
type OnUndefined<'a> = fn(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>;

fn parser(text: &str, smart_punctuation: bool) -> Parser<'_, OnUndefined<'_>> {
    Parser::new_with_broken_link_callback(text, options(smart_punctuation), Some(citation))
}

fn options(smart_punctuation: bool) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart_punctuation);
    options
}

fn citation<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let is_citation = link.link_type == LinkType::Shortcut && link.reference.starts_with('@') && link.reference.len() > 1;
    is_citation.then(|| (CITATION.into(), "".into()))
}

/// What stands between the brackets of a citation, `@kcna, p. 3; @yonhap`, where `tag` is one.
pub(super) fn citation_of<'a>(tag: &'a Tag<'_>) -> Option<&'a str> {
    match tag {
        Tag::Link { link_type: LinkType::ShortcutUnknown, dest_url, id, .. } if &**dest_url == CITATION => Some(id),
        _ => None,
    }
}

/// Where block quotes and lists first are nested deeper than [`DEEPEST`], if they are. Looks at the beginnings of lines only, and never calls a shallow text deep
/// unless a line is indented by more than two hundred columns.
pub fn too_deep(text: &str) -> Option<usize> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]) {
        let line = &text[start..end];
        // Most lines begin with a word.
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            start = end;
            continue;
        }
        let (mut containers, mut spaces) = (0, 0);
        let mut rest = line;
        loop {
            let trimmed = rest.trim_start_matches([' ', '\t']);
            spaces += rest.len() - trimmed.len();
            rest = match marker(trimmed) {
                0 => break,
                length => &trimmed[length..],
            };
            containers += 1;
            if containers > DEEPEST {
                return Some(start);
            }
        }
        if spaces / 2 > DEEPEST && containers > 0 {
            return Some(start);
        }
        start = end;
    }
    None
}

/// The length of the container marker that `text` begins with; 0 where it begins with none.
fn marker(text: &str) -> usize {
    let bytes = text.as_bytes();
    let spaced = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    match bytes.first() {
        Some(b'>') => 1,
        Some(b'-' | b'*' | b'+' | b':') if spaced(1) => 1,
        Some(b'0'..=b'9') => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')')) && spaced(digits + 1) { digits + 1 } else { 0 }
        }
        _ => 0,
    }
}

/// The words of a stretch of Markdown, without markup, links' targets, citations and footnote marks; one line.
/// `fragment` may be cut out of the middle of a block quote or list item.
pub fn plain_text(fragment: &str, smart_punctuation: bool) -> String {
    let mut joined = String::with_capacity(fragment.len());
    for (at, line) in fragment.lines().enumerate() {
        if at > 0 {
            joined.push('\n');
        }
        joined.push_str(if at > 0 { line.trim_start_matches([' ', '\t', '>']) } else { line });
    }
    // Most sentences have no markup, or little; what begins one is text too, though at the beginning of a line it could begin a list.
    if let Some(plain) = without_simple_markup(&joined) {
        let text = crate::text::collapse(&plain);
        return without_gaps(if smart_punctuation { crate::text::typographic(&text) } else { text });
    }
    parsed_text(&joined, smart_punctuation)
}

/// The bytes that may be markup inside a line.
const MARKUP: [bool; 256] = table(b"*_`[]<>&\\~");

/// The text without citations and without the stars round single words; `None` where there is any markup but these, which only the parser understands.
fn without_simple_markup(text: &str) -> Option<Cow<'_, str>> {
    let next_markup = |text: &str| text.bytes().position(|byte| MARKUP[usize::from(byte)]);
    let Some(first) = next_markup(text) else { return Some(text.into()) };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at = first;
    loop {
        let (plain, markup) = rest.split_at(at);
        out.push_str(plain);
        let before = out.chars().next_back();
        let (kept, after) = match markup.strip_prefix("[@") {
            Some(citation) if before != Some('!') => {
                let end = next_markup(citation).filter(|end| *end > 0 && citation[*end..].starts_with(']'))?;
                let after = &citation[end + 1..];
                if citation[..end].contains('\n') || after.starts_with(['(', '[', ':', '{']) {
                    return None;
                }
                ("", after)
            }
            _ => {
                let inner = markup.strip_prefix('*').filter(|_| before.is_none_or(|before| before == ' '))?;
                let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).filter(|end| *end > 0 && inner[*end..].starts_with('*'))?;
                let after = &inner[end + 1..];
                if !after.starts_with([' ', ',', '.', ';']) {
                    return None;
                }
                (&inner[..end], after)
            }
        };
        out.push_str(kept);
        rest = after;
        match next_markup(rest) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    Some(out.into())
}

/// The words of Markdown as the parser finds them.
fn parsed_text(joined: &str, smart_punctuation: bool) -> String {
    let mut out = String::with_capacity(joined.len());
    let mut skip = 0usize;
    for (event, _) in events(joined.trim_start_matches(['#', ' ']), smart_punctuation) {
        match event {
            Event::Start(tag) if skip > 0 || citation_of(&tag).is_some() => skip += 1,
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => skip += 1,
            Event::End(_) if skip > 0 => skip -= 1,
            Event::Text(text) | Event::Code(text) if skip == 0 => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak if skip == 0 => out.push(' '),
            _ => {}
        }
    }
    without_notes(&mut out);
    without_gaps(crate::text::collapse(&out))
}

/// A citation taken out leaves its space behind: "Hanoi [@x]." reads "Hanoi .".
fn without_gaps(text: String) -> String {
    const STOPS: [u8; 6] = *b".,;:?!";
    if !any_pair(&text, |one, other| one == b' ' && STOPS.contains(&other)) {
        return text;
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for space in memchr::memchr_iter(b' ', text.as_bytes()) {
        if text.as_bytes().get(space + 1).is_some_and(|next| STOPS.contains(next)) {
            out.push_str(&text[from..space]);
            from = space + 1;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Takes marks of footnotes out: one whose note stands elsewhere is text to the parser.
fn without_notes(text: &mut String) {
    let mut from = 0;
    while let Some(start) = text[from..].find("[^").map(|at| from + at) {
        match text[start..].find(|c: char| c == ']' || c.is_whitespace()).map(|at| start + at) {
            Some(end) if text[end..].starts_with(']') => text.replace_range(start..=end, ""),
            _ => from = start + 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_of_footnotes_are_never_read_aloud() {
        assert_eq!(plain_text("It [^ is *no* mark, this is[^1].", true), "It [^ is no mark, this is.");
        assert_eq!(plain_text("They went on *Apollo 11*.[^n] It was [^a-note] far.", true), "They went on Apollo 11. It was far.");
    }

    #[test]
    fn plain_text_is_what_a_reader_would_read_aloud() {
        assert_eq!(plain_text("*Kim* met [[figures/x|Trump]] in `Hanoi` [@a, p. 3].", true), "Kim met Trump in Hanoi.");
        assert_eq!(plain_text("No deal[^1],\n> he said", true), "No deal, he said");
        assert_eq!(plain_text("1945. It was\nKim's \"end\" -- so", true), "1945. It was Kim’s “end” – so");
    }

    proptest! {
        #[test]
        fn a_sentence_with_little_markup_reads_as_the_parser_reads_it(parts in prop::collection::vec(prop::sample::select(vec![
            "Kim", "no", " ", " ", ", ", ". ", "*Apollo*", "*", "**", "[@a]", "[@a, p. 3; @b]", "[@]", "[x]", "]", "[", "(u)", "!", ":", "{", "\nso ", "é", "&", "_", "<", "\"", "'",
        ]), 0..12)) {
            let text = format!("A {}", parts.concat());
            if let Some(plain) = without_simple_markup(&text) {
                prop_assert_eq!(without_gaps(crate::text::collapse(&plain)), parsed_text(&text, false));
            }
        }
    }

    #[test]
    fn deep_nesting_is_found_before_it_is_parsed() {
        assert_eq!(too_deep(&"> ".repeat(99)), None);
        assert_eq!(too_deep(&format!("ok\n{}x", ">".repeat(101))), Some(3));
        assert_eq!(too_deep(&format!("{}x", "- ".repeat(101))), Some(0));
        assert_eq!(too_deep("1. a\n   - b\n     > c\n"), None);
        assert_eq!(too_deep(&format!("- a\n{}- b", "  ".repeat(101))), Some(4));
    }
}
