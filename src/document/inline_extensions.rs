//! Inline notation that is understood: `==highlights==`, line breaks as `<br>`, bare web addresses,
//! addresses with spaces, and emphasis next to letters of scripts without spaces.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::foreign_syntax::Foreign;
use super::markdown::HIGHLIGHT;
use super::nested_emphasis::part_nested;
use super::ranged_events::{Cut, RangedEvent, splice, text_parts};
use crate::language::{Language, is_korean_ending};
use crate::text::{is_hangul, is_spaceless_script};

/// The inline events of a block with its extensions understood. Adjacent texts must be joined.
pub(super) fn extend_inline<'t>(
    text: &'t str,
    block: &Range<usize>,
    mut events: Vec<RangedEvent<'t>>,
    foreign: &mut Vec<(Foreign, Range<usize>)>,
) -> Vec<RangedEvent<'t>> {
    for (event, _) in &mut events {
        if matches!(event, Event::InlineHtml(html) if is_break(html)) {
            *event = Event::HardBreak;
        }
    }
    let cuts = spaced_addresses(text, &events, foreign);
    let events = splice(text, events, cuts);
    let cuts = delimiters(text, block, &events, foreign);
    let events = part_nested(text, splice(text, events, cuts));
    let cuts = bare_addresses(text, &events);
    splice(text, events, cuts)
}

/// True for `<br>`, `<br/>` and `<br />`.
pub(super) fn is_break(html: &str) -> bool {
    let inner = html.strip_prefix('<').and_then(|html| html.strip_suffix('>'));
    inner.is_some_and(|tag| tag.trim_end_matches('/').trim_end().eq_ignore_ascii_case("br"))
}

/// The longest address with spaces.
const MAX_ADDRESS: usize = 300;

/// Links and pictures whose address has spaces, which CommonMark leaves as text:
/// `![a](my photo.jpg)`. Reports links that are none because their text contains a link, citation or
/// footnote mark.
fn spaced_addresses<'t>(
    text: &'t str,
    events: &[RangedEvent<'t>],
    foreign: &mut Vec<(Foreign, Range<usize>)>,
) -> Vec<Cut<'t>> {
    let mut cuts: Vec<Cut<'t>> = Vec::new();
    let inner_links: Vec<&Range<usize>> = events
        .iter()
        .filter(|(event, _)| {
            matches!(event, Event::Start(Tag::Link { .. }) | Event::FootnoteReference(_))
        })
        .map(|(_, range)| range)
        .collect();
    // Open brackets with the parents of their texts.
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    for part in text_parts(text, events) {
        for (at, bracket) in text[part.range.clone()].match_indices(['[', ']']) {
            let at = part.range.start + at;
            if part.is_escaped(text, at) {
                continue;
            }
            if bracket == "[" {
                open.push((at, part.parent));
                continue;
            }
            // An element that has ended since has left its brackets behind.
            while open.last().is_some_and(|(_, parent)| *parent > part.parent) {
                open.pop();
            }
            let Some((start, _)) = open.pop_if(|(_, parent)| *parent == part.parent) else {
                continue;
            };
            let Some(target) = text[at..part.range.end].strip_prefix("](") else { continue };
            let before = inner_links.partition_point(|range| range.start < at);
            let inner_link = before.checked_sub(1).map(|last| inner_links[last]);
            if let Some(range) = inner_link.filter(|range| range.start > start) {
                let ends = |line: &str| {
                    line.split(['\n', ' ']).next().is_some_and(|url| url.contains(')'))
                };
                if ends(&target[..target.floor_char_boundary(MAX_ADDRESS)]) {
                    foreign.push((Foreign::NestedLink, range.clone()));
                }
                continue;
            }
            let Some(address) = parse_address(target) else { continue };
            if part.is_in_link {
                continue;
            }
            let is_image = text[..start].ends_with('!');
            let (start, end) = (start - usize::from(is_image), at + 2 + address.len);
            let (dest_url, title, id) = (address.url.into(), address.title.into(), "".into());
            let link_type = LinkType::Inline;
            let (tag, end_tag) = match is_image {
                true => (Tag::Image { link_type, dest_url, title, id }, TagEnd::Image),
                false => (Tag::Link { link_type, dest_url, title, id }, TagEnd::Link),
            };
            let bracket = start + 1 + usize::from(is_image);
            cuts.push((start..bracket, vec![(Event::Start(tag), start..end)]));
            cuts.push((at..end, vec![(Event::End(end_tag), start..end)]));
            open.clear();
        }
    }
    cuts.sort_by_key(|(range, _)| range.start);
    cuts
}

/// An address with spaces.
pub(super) struct Address<'t> {
    pub(super) url: String,
    /// The same as the author wrote it.
    pub(super) written: &'t str,
    title: &'t str,
    /// With the closing parenthesis.
    pub(super) len: usize,
}

/// Parses an address with spaces, and perhaps a title, up to its closing parenthesis. Only what is
/// certainly an address: a path from the root, a file with an extension, or a web address.
pub(super) fn parse_address(target: &str) -> Option<Address<'_>> {
    let mut depth = 0;
    let line = &target[..target.floor_char_boundary(MAX_ADDRESS)];
    let end = line.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(Some(at)),
            ')' => depth -= 1,
            '\n' | '<' | '>' | '{' => return Some(None),
            _ => {}
        }
        None
    })??;
    let inner = line[..end].trim();
    let quote = inner.chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let (url, title) =
        match quote.and_then(|quote| inner[..inner.len() - 1].split_once(&format!(" {quote}"))) {
            Some((url, title)) => (url.trim(), title),
            None => (inner, ""),
        };
    if !url.contains(' ') || url.contains(['"', '*']) {
        return None;
    }
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let path = url.split(['#', '?']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let has_extension = name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    let is_path = ["/", "./", "../", "@/"].iter().any(|root| url.starts_with(root));
    let written = url;
    let url = if is_web { url.replace(' ', "%20") } else { url.to_owned() };
    (is_web || is_path || has_extension).then_some(Address { url, written, title, len: end + 1 })
}

/// An opening or closing mark.
struct Delimiter {
    range: Range<usize>,
    parent: Option<usize>,
    tag: Tag<'static>,
    can_open: bool,
    can_close: bool,
    /// Next to a letter of a script without spaces on the outside and punctuation on the inside:
    /// there CommonMark has no emphasis.
    opens_beside_letter: bool,
    closes_beside_letter: bool,
}

/// More open marks in a block are not closed. Bounds the time.
const MAX_OPEN: usize = 64;

fn delimiters<'t>(
    text: &'t str,
    block: &Range<usize>,
    events: &[RangedEvent<'t>],
    foreign: &mut Vec<(Foreign, Range<usize>)>,
) -> Vec<Cut<'t>> {
    let mut cuts: Vec<Cut<'t>> = Vec::new();
    let mut open: Vec<Delimiter> = Vec::new();
    let mut left_over: Vec<(Range<usize>, bool)> = Vec::new();
    let is_asterisks = |range: &Range<usize>| &text[range.clone()] == "**";
    for delimiter in find_delimiters(text, block, events) {
        let opener = open
            .iter()
            .rposition(|opener| opener.tag == delimiter.tag && opener.parent == delimiter.parent);
        let Some(opener) = opener.filter(|_| delimiter.can_close) else {
            if delimiter.can_open {
                if open.len() == MAX_OPEN {
                    open.remove(0);
                }
                open.push(delimiter);
            }
            continue;
        };
        // What was opened between the two is not closed.
        let mut between = open.split_off(opener).into_iter();
        let Some(opener) = between.next() else { continue };
        let is_pair =
            opener.tag == HIGHLIGHT || opener.opens_beside_letter || delimiter.closes_beside_letter;
        let element = opener.range.start..delimiter.range.end;
        if is_pair {
            let end = opener.tag.to_end();
            cuts.push((opener.range, vec![(Event::Start(opener.tag), element.clone())]));
            cuts.push((delimiter.range, vec![(Event::End(end), element)]));
        } else if is_asterisks(&opener.range) {
            left_over.push((element, true));
        }
        open.extend(between.filter(|_| !is_pair));
    }
    let unclosed = open.into_iter().filter(|opener| {
        let before = text[block.start..opener.range.start].chars().next_back();
        is_asterisks(&opener.range) && !before.is_some_and(|c| c.is_alphanumeric() || c == '*')
    });
    let unclosed: Vec<Delimiter> = unclosed.collect();
    left_over.extend(match &unclosed[..] {
        // `**bold **text`: the second was to close the first.
        [first, second, ..] => Some((first.range.start..second.range.end, true)),
        [only] => Some((only.range.clone(), false)),
        [] => None,
    });
    // One report for a block: the second may follow from the first.
    if let Some((range, is_closed)) = left_over.into_iter().min_by_key(|(range, _)| range.start) {
        let problem = if is_closed { Foreign::Asterisks } else { Foreign::UnclosedAsterisks };
        foreign.push((problem, range));
    }
    cuts.sort_by_key(|(range, _)| range.start);
    cuts
}

fn find_delimiters(text: &str, block: &Range<usize>, events: &[RangedEvent<'_>]) -> Vec<Delimiter> {
    let mut found = Vec::new();
    for part in text_parts(text, events) {
        let mut at = part.range.start;
        while let Some(start) =
            text[at..part.range.end].find(['=', '*', '_', '~']).map(|next| at + next)
        {
            let mark = text.as_bytes()[start];
            let run =
                text.as_bytes()[start..part.range.end].iter().take_while(|byte| **byte == mark);
            let run = start..start + run.count();
            at = run.end;
            if part.is_escaped(text, start) {
                continue;
            }
            let before = text[block.start..start].chars().next_back();
            let after = text[run.end..block.end].chars().next();
            let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            // A letter that other words do not adjoin.
            let is_word =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_spaceless_script(c));
            let is_letter =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && is_spaceless_script(c));
            let is_mark =
                |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
            // `_` and `==` are also part of names and code.
            let at_word_ends = matches!(mark, b'=' | b'_');
            let can_open = !(is_space(after) || at_word_ends && is_word(before));
            let can_close = !(is_space(before) || at_word_ends && is_word(after));
            let opens_beside_letter = is_letter(before) && is_mark(after);
            let closes_beside_letter = is_letter(after) && is_mark(before);
            let (start, end) = (run.start, run.end);
            let marks = match (mark, run.len()) {
                (b'=', 2) => vec![(run, HIGHLIGHT)],
                (b'*' | b'_', 2) => vec![(run, Tag::Strong)],
                (b'*' | b'_', 1) => vec![(run, Tag::Emphasis)],
                // The outer marks are the emphasis.
                (b'*' | b'_', 3) if closes_beside_letter || !can_open => {
                    vec![(start..end - 1, Tag::Strong), (end - 1..end, Tag::Emphasis)]
                }
                (b'*' | b'_', 3) => {
                    vec![(start..start + 1, Tag::Emphasis), (start + 1..end, Tag::Strong)]
                }
                (b'~', 2) => vec![(run, Tag::Strikethrough)],
                _ => continue,
            };
            found.extend(marks.into_iter().map(|(range, tag)| Delimiter {
                range,
                parent: part.parent,
                tag,
                can_open,
                can_close,
                opens_beside_letter,
                closes_beside_letter,
            }));
        }
    }
    found
}

/// Where the web address begins whose `://` is at a byte, unless it is part of a word or of a link.
pub(super) fn bare_address_start(text: &str, colon: usize) -> Option<usize> {
    let scheme = ["https", "http"].iter().find(|scheme| text[..colon].ends_with(**scheme))?;
    let before = &text[..colon - scheme.len()];
    let is_bare = text[colon..].starts_with("://")
        && !before.ends_with(|c: char| c.is_alphanumeric() || "@<".contains(c))
        && !before.ends_with("](");
    is_bare.then_some(before.len())
}

/// Web addresses in texts, which become links.
fn bare_addresses<'t>(text: &'t str, events: &[RangedEvent<'t>]) -> Vec<Cut<'t>> {
    let mut cuts: Vec<Cut<'t>> = Vec::new();
    for part in text_parts(text, events).iter().filter(|part| !part.is_in_link) {
        let said = &text[part.range.clone()];
        let mut reached = part.range.start;
        for (colon, _) in said.match_indices("://") {
            let start = bare_address_start(text, part.range.start + colon);
            let Some(start) = start.filter(|start| *start >= reached) else { continue };
            let Some(length) = address_length(&text[start..part.range.end]) else { continue };
            reached = start + length;
            let range = start..reached;
            let url = &text[range.clone()];
            let tag = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: url.into(),
                title: "".into(),
                id: "".into(),
            };
            cuts.push((
                range.clone(),
                vec![
                    (Event::Start(tag), range.clone()),
                    (Event::Text(url.into()), range.clone()),
                    (Event::End(TagEnd::Link), range),
                ],
            ));
        }
    }
    cuts
}

/// The longest web address that becomes a link.
const MAX_URL: usize = 2_000;

/// The length of the web address with which a text begins, without the punctuation and particles
/// after it (GitHub Flavored Markdown §6.9).
fn address_length(text: &str) -> Option<usize> {
    let is_end = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || "<>\"“”‘’„«»‹›「」『』（）《》【】。，、；：！？…".contains(c)
    };
    let text = &text[..text.floor_char_boundary(MAX_URL)];
    let mut url = &text[..text.find(is_end).unwrap_or(text.len())];
    let surplus = |open: char, close: char| {
        url.matches(close).count().saturating_sub(url.matches(open).count())
    };
    let (mut parentheses, mut brackets) = (surplus('(', ')'), surplus('[', ']'));
    loop {
        let particles = url.len() - url.trim_end_matches(is_hangul).len();
        let (address, last_word) = url.split_at(url.len() - particles);
        if !last_word.is_empty()
            && is_korean_ending(last_word, Language::without_words())
            && address.is_ascii()
        {
            url = address;
        }
        let last = url.chars().next_back()?;
        let is_outside = match last {
            ')' if parentheses > 0 => {
                parentheses -= 1;
                true
            }
            ']' if brackets > 0 => {
                brackets -= 1;
                true
            }
            _ => "?!.,:;*_~'|".contains(last),
        };
        if !is_outside {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let is_host =
        host.split_once('.').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
    is_host.then_some(url.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_before_punctuation_and_particles() {
        for (text, address) in [
            ("https://example.org/a_b?x=1&y=2. Next", "https://example.org/a_b?x=1&y=2"),
            ("https://example.org/a(b)) and", "https://example.org/a(b)"),
            ("https://example.org/a에서 보기", "https://example.org/a"),
            ("https://ko.wikipedia.org/wiki/한국은행", "https://ko.wikipedia.org/wiki/한국은행"),
            ("https://example.org。", "https://example.org"),
            ("http://example.org/, so", "http://example.org/"),
        ] {
            assert_eq!(address_length(text).map(|length| &text[..length]), Some(address));
        }
        for text in ["https://", "https://example", "https://...", "https://.org"] {
            assert_eq!(address_length(text), None, "{text}");
        }
    }

    #[test]
    fn only_certain_addresses_may_have_spaces() {
        for (target, url, title) in [
            ("my photo.jpg)", "my photo.jpg", ""),
            ("my photo (2).jpg \"A title\") and", "my photo (2).jpg", "A title"),
            ("/people/John Smith/)", "/people/John Smith/", ""),
            ("../a b.md#c)", "../a b.md#c", ""),
            ("https://example.org/a b)", "https://example.org/a%20b", ""),
        ] {
            let address = parse_address(target).unwrap();
            assert_eq!((&*address.url, address.title), (url, title), "{target}");
        }
        for target in
            ["he said so)", "as on 5/6)", "see p. 12)", "a b", "{{ a }} b.jpg)", "plain.jpg)"]
        {
            assert!(parse_address(target).is_none(), "{target}");
        }
    }

    #[test]
    fn a_line_break_has_three_spellings() {
        assert!(["<br>", "<br/>", "<BR />"].iter().all(|html| is_break(html)));
        assert!(!["<b>", "<br class=x>", "br", "<brr>"].iter().any(|html| is_break(html)));
    }
}
