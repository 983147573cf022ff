//! Notation that CommonMark does not have: what has an evident meaning is understood, the rest is
//! reported. It is rare, so texts without it never come here: [`Extensions::may_occur_in`].

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::callouts;
use super::false_definitions::{is_false_definition, without_false_definitions};
use super::foreign_syntax::{Foreign, ForeignFinder};
use super::inline_extensions::{bare_address_start, extend_inline, is_break};
use super::markdown::skip_citation_contents;
use super::nested_emphasis::may_end_before_letter;
use super::plain_text::is_inline;
use super::ranged_events::{RangedEvent, join_texts};
use crate::text::Span;

/// The events of a text after its extensions were understood.
#[derive(Default)]
pub(super) struct Extensions<'t> {
    pub(super) events: Vec<RangedEvent<'t>>,
    /// Paragraphs that are the title of a callout.
    pub(super) callout_titles: Vec<Span>,
    pub(super) foreign: Vec<(Foreign, Range<usize>)>,
}

impl<'t> Extensions<'t> {
    /// False where a text certainly has no extensions, unless [`is_sign`] holds for one of its
    /// events.
    pub(super) fn may_occur_in(text: &str) -> bool {
        let bytes = text.as_bytes();
        let pair = |at: usize| (bytes[at], bytes.get(at + 1).copied().unwrap_or_default());
        memchr::memchr3_iter(b'=', b'{', b'$', bytes).any(|at| match pair(at) {
            (b'=', b'=') | (b'$', b'$') | (b'{', b'{' | b'%' | b':') => true,
            (b'{', _) => text[..at].ends_with([')', ']', '`']),
            _ => false,
        }) || memchr::memchr2_iter(b':', b'^', bytes).any(|at| match bytes[at] {
            b':' => bare_address_start(text, at).is_some(),
            // `[^a]` is a footnote.
            _ => !text[..at].ends_with('[') || text[at + 1..].starts_with('['),
        })
    }

    pub(super) fn new(text: &'t str, events: impl Iterator<Item = RangedEvent<'t>>) -> Self {
        let mut walker = Walker {
            text,
            foreign: ForeignFinder::new(text),
            result: Extensions::default(),
            inline: Vec::new(),
            html: Vec::new(),
            opaque_until: 0,
            open_quotes: Vec::new(),
            in_paragraph: false,
        };
        let events = skip_citation_contents(events).collect();
        for (event, range) in without_false_definitions(text, events) {
            walker.on_event(event, range);
        }
        walker.flush();
        Extensions { foreign: walker.foreign.found, ..walker.result }
    }
}

/// True for an event that may belong to an extension: markup that the parser left as text or may have
/// misread, HTML, and a definition without a space after its colon.
pub(super) fn is_sign(source: &str, event: &Event<'_>, range: &Range<usize>) -> bool {
    match event {
        Event::Text(text) => is_sign_in_text(text, &source[range.end..]),
        Event::InlineHtml(html) | Event::Html(html) => is_break(html.trim()),
        Event::Start(Tag::DefinitionListDefinition) => is_false_definition(source, range),
        Event::Start(tag) => may_end_before_letter(tag, source, range),
        _ => false,
    }
}

fn is_sign_in_text(text: &str, next: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'*' | b'_' | b'~' | b'#') => true,
        Some(b']') => next.starts_with(['(', '[']),
        Some(b'{') => text.starts_with("{.") || text.starts_with("{#"),
        Some(b'[') => next.starts_with('!') || starts_with_ignoring_case(next, "toc]"),
        Some(b'!') => text.starts_with("!!! "),
        Some(b'?') => text.starts_with("???"),
        Some(b':') => text.starts_with(":::"),
        _ => false,
    }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

struct Walker<'t> {
    text: &'t str,
    foreign: ForeignFinder<'t>,
    result: Extensions<'t>,
    /// The inline events of the current block.
    inline: Vec<RangedEvent<'t>>,
    /// The events of the current block of HTML.
    html: Vec<RangedEvent<'t>>,
    /// The end of the current block of code.
    opaque_until: usize,
    /// The indexes of the starts of open block quotes.
    open_quotes: Vec<usize>,
    in_paragraph: bool,
}

impl<'t> Walker<'t> {
    fn on_event(&mut self, event: Event<'t>, range: Range<usize>) {
        if range.start < self.opaque_until {
            return self.push(event, range);
        }
        match event {
            Event::Start(Tag::HtmlBlock) => {
                self.flush();
                self.html.push((event, range));
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.html.push((event, range));
                self.finish_html();
            }
            Event::Html(_) | Event::Text(_) if !self.html.is_empty() => {
                self.html.push((event, range));
            }
            Event::Start(ref tag) if !is_inline(tag.to_end()) => {
                self.flush();
                match tag {
                    Tag::CodeBlock(_) => self.opaque_until = range.end,
                    Tag::BlockQuote(_) => self.open_quotes.push(self.result.events.len()),
                    Tag::Paragraph => self.in_paragraph = true,
                    _ => {}
                }
                self.push(event, range);
            }
            Event::End(TagEnd::Paragraph) => {
                if !self.finish_callout_header() {
                    self.flush();
                    self.push(event, range);
                }
                self.in_paragraph = false;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.flush();
                let kind = self.open_quotes.pop().and_then(|start| self.quote_kind(start));
                self.push(Event::End(TagEnd::BlockQuote(kind)), range);
            }
            Event::End(tag) if !is_inline(tag) => {
                self.flush();
                self.push(event, range);
            }
            Event::Rule => {
                self.flush();
                self.push(event, range);
            }
            event => self.inline.push((event, range)),
        }
    }

    fn push(&mut self, event: Event<'t>, range: Range<usize>) {
        self.result.events.push((event, range));
    }

    fn quote_kind(&self, start: usize) -> Option<BlockQuoteKind> {
        match self.result.events[start].0 {
            Event::Start(Tag::BlockQuote(kind)) => kind,
            _ => None,
        }
    }

    /// Ends the inline events of a block.
    fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        self.extend_and_push(inline);
    }

    fn extend_and_push(&mut self, inline: Vec<RangedEvent<'t>>) {
        let (Some(first), Some(last)) = (inline.first(), inline.last()) else { return };
        let block = first.1.start..last.1.end;
        let mut inline = join_texts(self.text, inline);
        self.foreign.find_in_block(&block, &mut inline, self.in_paragraph);
        let inline = extend_inline(self.text, &block, inline, &mut self.foreign.found);
        self.result.events.extend(inline);
    }

    /// A block of HTML in which `<br>` is the only tag is a paragraph; without text, it is nothing.
    fn finish_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        let mut inline: Vec<RangedEvent<'t>> = Vec::new();
        let mut after_break = false;
        for (event, range) in &html[1..html.len() - 1] {
            let mut at = range.start;
            while at < range.end {
                let rest = &self.text[at..range.end];
                let words = &rest[..rest.find('<').unwrap_or(rest.len())];
                let tag = &rest[words.len()..];
                let tag = tag.find('>').map_or(tag, |end| &tag[..=end]);
                if !(tag.is_empty() || is_break(tag)) || matches!(event, Event::Start(_)) {
                    return self.result.events.extend(html);
                }
                let text = words.trim();
                if !text.is_empty() {
                    let start = at + words.len() - words.trim_start().len();
                    if !inline.is_empty() {
                        let line_end =
                            if after_break { Event::HardBreak } else { Event::SoftBreak };
                        inline.push((line_end, start..start));
                    }
                    inline.push((Event::Text(text.into()), start..start + text.len()));
                    after_break = false;
                }
                after_break |= !tag.is_empty();
                at += words.len() + tag.len();
            }
        }
        if !inline.is_empty() {
            self.push_paragraph(inline, html[0].1.clone());
        }
    }

    /// Makes a callout of a block quote whose first paragraph begins with `[!kind]`. False for other
    /// paragraphs.
    fn finish_callout_header(&mut self) -> bool {
        let Some(&quote) = self.open_quotes.last() else { return false };
        let [
            ..,
            (Event::Start(Tag::BlockQuote(None)), _),
            (Event::Start(Tag::Paragraph), paragraph),
        ] = &self.result.events[..]
        else {
            return false;
        };
        let paragraph = paragraph.clone();
        let Some(header) = callouts::parse_header(&self.text[paragraph.clone()]) else {
            return false;
        };
        self.result.events.pop();
        self.result.events[quote].0 = Event::Start(Tag::BlockQuote(Some(header.kind)));
        let mut inline = std::mem::take(&mut self.inline);
        // An element that extends over the line belongs to the title.
        let mut element_end = 0;
        let ends_line = |(event, range): &RangedEvent<'_>| {
            if let Event::Start(_) = event {
                element_end = element_end.max(range.end);
            }
            range.start >= element_end && matches!(event, Event::SoftBreak | Event::HardBreak)
        };
        let line_end = inline.iter().position(ends_line).unwrap_or(inline.len());
        let rest = inline.split_off(line_end);
        let from = paragraph.start + header.len;
        let mut title = cut_before(self.text, join_texts(self.text, inline), from);
        if let (true, Some(name)) = (title.is_empty(), header.default_title) {
            let start = paragraph.start + "[!".len();
            title.push((Event::Text(name.into()), start..from));
        }
        if let (Some(first), Some(last)) = (title.first(), title.last()) {
            let range = first.1.start..last.1.end;
            self.result.callout_titles.push(Span::new(range.clone()));
            self.push_paragraph(title, range);
        }
        if rest.len() > 1 {
            let range = rest[1].1.start..paragraph.end;
            self.push_paragraph(rest.into_iter().skip(1).collect(), range);
        }
        true
    }

    fn push_paragraph(&mut self, inline: Vec<RangedEvent<'t>>, range: Range<usize>) {
        self.push(Event::Start(Tag::Paragraph), range.clone());
        self.extend_and_push(inline);
        self.push(Event::End(TagEnd::Paragraph), range);
    }
}

/// The events after a byte; a text that extends over it is cut.
fn cut_before<'t>(
    text: &'t str,
    events: Vec<RangedEvent<'t>>,
    from: usize,
) -> Vec<RangedEvent<'t>> {
    let after = |(event, range): RangedEvent<'t>| match event {
        _ if range.start >= from => Some((event, range)),
        Event::Text(_) if range.end > from => {
            Some((Event::Text(text[from..range.end].into()), from..range.end))
        }
        _ => None,
    };
    events.into_iter().filter_map(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown::{as_citation, parse_markdown};
    use proptest::prelude::*;

    #[rustfmt::skip]
    const PIECES: &[&str] = &[
        "Kim ", "said", "\n", "\n\n", "> ", "- ", "1. ", "# ", "*a* ", "**b**", "`c`", "[@a, p. 3]", "[[x|y]]", "![i](j.png \"k\")", "[l](m.md)", "<k@l.org>", "[^1]", "[^1]: note\n", "[o]",
        "\"q\" ", "it's", "--", "...", "&amp;", "\\*", "\\[", "  \n", "| a | b |\n|---|---|\n| c | d |\n", "~~e~~", "<b>", "<br>", "```\nf\n```\n", "---\n", "한국", "\r\n", "{#id}", "\nTerm\n: Meaning\n",
        "==", "**", "*", "_", "{{ x }}", "$$", "^[", "](a b.md)", "https://a.org", "[!info] ", ":::x\n", "#tag", "(", ")", "<div>", "\n    code\n",
    ];

    proptest! {
        #[test]
        fn texts_without_extensions_keep_their_events(
            parts in prop::collection::vec(prop::sample::select(PIECES), 0..16),
        ) {
            let text = parts.concat();
            let plain: Vec<_> = skip_citation_contents(parse_markdown(&text).1).collect();
            let signs = plain.iter().any(|(event, range)| is_sign(&text, event, range));
            let extensions = Extensions::new(&text, parse_markdown(&text).1);
            let starts = |events: &[RangedEvent<'_>]| {
                let is_start = |(event, _): &&RangedEvent<'_>| matches!(event, Event::Start(tag) if as_citation(tag).is_none());
                events.iter().filter(is_start).count()
            };
            let ends = extensions.events.iter().filter(|(event, _)| matches!(event, Event::End(_)));
            prop_assert_eq!(starts(&extensions.events), ends.count());
            if !signs && !Extensions::may_occur_in(&text) {
                prop_assert_eq!(join_texts(&text, extensions.events), join_texts(&text, plain));
                prop_assert!(extensions.foreign.is_empty() && extensions.callout_titles.is_empty());
            }
        }
    }
}
