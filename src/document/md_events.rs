//! The events of a Markdown text: each text is parsed once, and its events are kept for linking and
//! rendering.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::citation::Citation;
use super::markdown::{as_citation, is_verbatim};
use crate::text::{Span, TYPOGRAPHIC_MARKS, count_words, into_exact_box};

/// An event of the Markdown parser, with citations as events of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MdEvent<'a> {
    /// Visible text; may contain line breaks.
    Text(&'a str),
    /// Inline code.
    Code(&'a str),
    Html(&'a str),
    /// What is between the brackets of a citation.
    Citation(&'a str),
    /// A reference to the footnote of this label.
    FootnoteRef(&'a str),
    /// The checkbox of a task.
    TaskMarker(bool),
    /// A line break of the source that is not inside a `Text`.
    SoftBreak,
    /// A forced line break.
    HardBreak,
    /// A thematic break.
    Rule,
    /// Its span is that of the whole element.
    Start(&'a Tag<'a>),
    /// Its span is that of the whole element.
    End(TagEnd),
}

impl<'a> MdEvent<'a> {
    fn from_event(event: &'a Event<'_>) -> Self {
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                MdEvent::Text(text)
            }
            Event::Code(code) => MdEvent::Code(code),
            Event::Html(raw) | Event::InlineHtml(raw) => MdEvent::Html(raw),
            Event::Start(tag) => as_citation(tag).map_or(MdEvent::Start(tag), MdEvent::Citation),
            Event::End(end) => MdEvent::End(*end),
            Event::FootnoteReference(label) => MdEvent::FootnoteRef(label),
            Event::TaskListMarker(done) => MdEvent::TaskMarker(*done),
            Event::SoftBreak => MdEvent::SoftBreak,
            Event::HardBreak => MdEvent::HardBreak,
            Event::Rule => MdEvent::Rule,
        }
    }
}

/// An event in 8 bytes: a page has hundreds of them, and all pages are kept.
#[derive(Clone, Copy, Debug)]
struct StoredEvent {
    /// The start of the span; of an [`EventKind::End`] its end. So events are sorted by it.
    at: u32,
    /// The length of the span, except for [`EventKind::Full`].
    len: u16,
    kind: EventKind,
}

impl StoredEvent {
    /// `None` if the span is too long.
    fn new(kind: EventKind, span: Span) -> Option<Self> {
        let at = if let EventKind::End(_) = kind { span.end } else { span.start };
        Some(StoredEvent { at, len: u16::try_from(span.end - span.start).ok()?, kind })
    }

    fn span(self) -> Span {
        let len = u32::from(self.len);
        match self.kind {
            EventKind::End(_) => Span { start: self.at - len, end: self.at },
            _ => Span { start: self.at, end: self.at + len },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EventKind {
    /// Text that is verbatim in the source. Lines of a paragraph outside of block quotes are one
    /// text, including their line breaks.
    Text,
    /// An index in [`TYPOGRAPHIC_MARKS`].
    Punctuation(u8),
    SoftBreak,
    HardBreak,
    /// A citation that is verbatim in the source, with its brackets.
    Citation,
    /// The start of an element of [`PLAIN_TAGS`].
    Start(u8),
    End(TagEnd),
    /// An event of [`MdEvents::full`].
    Full,
}

/// The most common tags without attributes.
static PLAIN_TAGS: [Tag<'static>; 12] = [
    Tag::Paragraph,
    heading(HeadingLevel::H2),
    heading(HeadingLevel::H3),
    heading(HeadingLevel::H4),
    Tag::BlockQuote(None),
    Tag::List(None),
    Tag::Item,
    Tag::TableRow,
    Tag::TableCell,
    Tag::Emphasis,
    Tag::Strong,
    Tag::Strikethrough,
];

const fn heading(level: HeadingLevel) -> Tag<'static> {
    Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
}

/// The source of a citation without its brackets.
fn between_brackets(source: &str, span: Span) -> &str {
    source.get(span.start as usize + 1..span.end as usize - 1).unwrap_or_default()
}

/// Tags are mostly told apart by their kind, which is cheap.
fn is_same_tag(one: &Tag<'_>, other: &Tag<'_>) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other) && one == other
}

/// The index of the first item that satisfies the condition.
fn index_of<T>(items: &[T], is_it: impl Fn(&T) -> bool) -> Option<u8> {
    u8::try_from(items.iter().position(is_it)?).ok()
}

/// The events of a text, in order.
#[derive(Clone, Debug)]
pub struct MdEvents {
    events: Box<[StoredEvent]>,
    full: Box<[FullEvent]>,
}

/// An event of kind [`EventKind::Full`], with its index among all events.
#[derive(Clone, Debug)]
struct FullEvent {
    index: u32,
    event: Event<'static>,
    span: Span,
}

impl MdEvents {
    pub(super) fn recorder(source: &str) -> MdRecorder<'_> {
        MdRecorder { source, events: Vec::new(), full: Vec::new(), quote_depth: 0 }
    }

    /// The events with their spans. `source` is the text that was recorded.
    pub fn iter<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
        self.iter_from(0, source)
    }

    fn iter_from<'a>(
        &'a self,
        first: usize,
        source: &'a str,
    ) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
        let skipped = self.full.partition_point(|full| (full.index as usize) < first);
        let mut full = self.full[skipped..].iter();
        self.events[first..].iter().map(move |stored| {
            let span = stored.span();
            let event = match stored.kind {
                EventKind::Text => MdEvent::Text(&source[span.range()]),
                EventKind::Punctuation(index) => {
                    MdEvent::Text(TYPOGRAPHIC_MARKS[usize::from(index)])
                }
                EventKind::SoftBreak => MdEvent::SoftBreak,
                EventKind::HardBreak => MdEvent::HardBreak,
                EventKind::Citation => MdEvent::Citation(between_brackets(source, span)),
                EventKind::Start(index) => MdEvent::Start(&PLAIN_TAGS[usize::from(index)]),
                EventKind::End(end) => MdEvent::End(end),
                EventKind::Full => match full.next() {
                    Some(full) => return (MdEvent::from_event(&full.event), full.span),
                    None => MdEvent::SoftBreak,
                },
            };
            (event, span)
        })
    }

    /// In order.
    pub(super) fn citations<'a>(&'a self, source: &'a str) -> impl Iterator<Item = Citation<'a>> {
        self.iter(source).filter_map(|(event, span)| {
            if let MdEvent::Citation(inner) = event { Some(Citation { span, inner }) } else { None }
        })
    }

    /// The events of a range, without the starts of the blocks around it. A `Text` that extends beyond
    /// the range is cut.
    pub(super) fn iter_in<'a>(
        &'a self,
        source: &'a str,
        range: Span,
    ) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
        // Elements that begin in the range may end after it; other events may not.
        let parts = self
            .iter_from(self.block_start(range.start), source)
            .take_while(move |(_, span)| span.start < range.end)
            .filter(move |(_, span)| span.overlaps(range));
        parts.map(move |(event, span)| match event {
            MdEvent::Text(text) if text.len() == span.range().len() => {
                let inside = span.start.max(range.start)..span.end.min(range.end);
                let cut = text
                    .get((inside.start - span.start) as usize..(inside.end - span.start) as usize);
                (MdEvent::Text(cut.unwrap_or_default()), span)
            }
            event => (event, span),
        })
    }

    /// The index of the event that starts the block of a position. All inline elements that are
    /// open there come after it. O(log n) and the events of the block.
    fn block_start(&self, position: u32) -> usize {
        let before = self.events.partition_point(|event| event.at <= position);
        let starts_block = |event: &StoredEvent| match event.kind {
            EventKind::Start(index) => !matches!(
                PLAIN_TAGS[usize::from(index)],
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough
            ),
            _ => false,
        };
        self.events[..before].iter().rposition(starts_block).unwrap_or(0)
    }

    /// The number of words of visible text, without citations.
    pub(super) fn word_count(&self, source: &str) -> usize {
        self.iter(source)
            .map(|(event, _)| match event {
                MdEvent::Text(text) | MdEvent::Code(text) => count_words(text),
                _ => 0,
            })
            .sum()
    }
}

/// Stores the events of the parser.
pub(super) struct MdRecorder<'a> {
    source: &'a str,
    events: Vec<StoredEvent>,
    full: Vec<FullEvent>,
    /// The number of open block quotes.
    quote_depth: u32,
}

impl MdRecorder<'_> {
    /// Adds the next event of [`skip_citation_contents`](super::markdown::skip_citation_contents).
    pub(super) fn push(&mut self, event: Event<'_>, span: Span) {
        match &event {
            Event::Start(Tag::BlockQuote(_)) => self.quote_depth += 1,
            Event::End(TagEnd::BlockQuote(_)) => {
                self.quote_depth = self.quote_depth.saturating_sub(1)
            }
            _ => {}
        }
        let kind = match &event {
            Event::Text(text) if is_verbatim(text, self.source, &span.range()) => {
                if self.extend_last_text(span) {
                    return;
                }
                EventKind::Text
            }
            Event::Text(text) => index_of(&TYPOGRAPHIC_MARKS, |sign| **sign == **text)
                .map_or(EventKind::Full, EventKind::Punctuation),
            Event::SoftBreak => EventKind::SoftBreak,
            Event::HardBreak => EventKind::HardBreak,
            Event::Start(tag) => match as_citation(tag) {
                // The parser replaces line breaks in a citation by spaces, and drops the markers of
                // block quotes.
                Some(inner) if inner == between_brackets(self.source, span) => EventKind::Citation,
                Some(_) => EventKind::Full,
                None => index_of(&PLAIN_TAGS, |plain| is_same_tag(plain, tag))
                    .map_or(EventKind::Full, EventKind::Start),
            },
            Event::End(end) => EventKind::End(*end),
            _ => EventKind::Full,
        };
        let stored = StoredEvent::new(kind, span).filter(|_| kind != EventKind::Full);
        self.events.push(stored.unwrap_or_else(|| {
            // A source has fewer than 2³² bytes.
            let index = u32::try_from(self.events.len()).unwrap_or(u32::MAX);
            let at = if let Event::End(_) = event { span.end } else { span.start };
            self.full.push(FullEvent { index, event: event.into_static(), span });
            StoredEvent { at, len: 0, kind: EventKind::Full }
        }));
    }

    /// Extends the last text by one that follows it directly or on the next line.
    fn extend_last_text(&mut self, span: Span) -> bool {
        // In quotations, the line of the attribution must stay separate.
        if self.quote_depth > 0 {
            return false;
        }
        let (text, between) = match &mut self.events[..] {
            [.., text] if text.kind == EventKind::Text => (text, ""),
            [.., text, last]
                if (text.kind, last.kind) == (EventKind::Text, EventKind::SoftBreak) =>
            {
                (text, "\n")
            }
            _ => return false,
        };
        let before = text.span();
        if self.source.get(before.end as usize..span.start as usize) != Some(between) {
            return false;
        }
        let joined = Span { start: before.start, end: span.end };
        let Some(joined) = StoredEvent::new(EventKind::Text, joined) else { return false };
        *text = joined;
        if !between.is_empty() {
            self.events.pop();
        }
        true
    }

    pub(super) fn finish(self) -> MdEvents {
        MdEvents { events: into_exact_box(self.events), full: into_exact_box(self.full) }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::document::markdown::{parse_markdown, skip_citation_contents};
    use crate::document::plain_text::is_inline;
    use proptest::prelude::*;

    /// Events with their starts, where adjacent texts and line breaks are joined, and citations
    /// have no contents.
    fn joined<'a>(
        parts: impl Iterator<Item = (MdEvent<'a>, Span)>,
    ) -> Vec<(Result<String, MdEvent<'a>>, u32)> {
        let mut joined: Vec<(Result<String, MdEvent<'a>>, u32)> = Vec::new();
        let mut citation = 0;
        for (event, span) in parts {
            if span.end <= citation {
                continue;
            }
            if matches!(event, MdEvent::Citation(_)) {
                citation = span.end;
            }
            let text = match event {
                MdEvent::Text(text) => text,
                MdEvent::SoftBreak => "\n",
                other => {
                    joined.push((Err(other), span.start));
                    continue;
                }
            };
            match joined.last_mut() {
                Some((Ok(before), _)) => before.push_str(text),
                _ => joined.push((Ok(text.to_owned()), span.start)),
            }
        }
        joined
    }

    fn assert_equals_parser_events(source: &str) {
        let events: Vec<(Event<'_>, Range<usize>)> = parse_markdown(source).1.collect();
        let parsed = events
            .iter()
            .map(|(event, range)| (MdEvent::from_event(event), Span::new(range.clone())));
        let kept = kept(source);
        assert_eq!(joined(kept.iter(source)), joined(parsed));
        // Two adjacent ranges give the same text as the whole, wherever they divide it.
        let said = |range: Range<usize>| -> String {
            let parts = kept.iter_in(source, Span::new(range));
            parts
                .filter_map(
                    |(event, _)| if let MdEvent::Text(text) = event { Some(text) } else { None },
                )
                .collect()
        };
        let whole = said(0..source.len());
        for (event, span) in kept.iter(source) {
            // At the closing `#`s of a heading, the parser may give an empty text.
            if span.is_empty() || event != MdEvent::Text(&source[span.range()]) {
                continue;
            }
            // The inline elements of a range are found, wherever it begins.
            let inline_elements_after = |position: usize| {
                let range = Span::new(position..source.len());
                let inline = |(event, span): (MdEvent<'_>, Span)| match event {
                    MdEvent::Start(tag) if is_inline(tag.to_end()) => Some((tag.to_end(), span)),
                    _ => None,
                };
                let all = kept.iter(source).filter(move |(_, span)| span.overlaps(range));
                let found: Vec<_> = kept.iter_in(source, range).filter_map(inline).collect();
                assert_eq!(found, all.filter_map(inline).collect::<Vec<_>>(), "{range:?}");
            };
            for cut in [span.start + 1, (span.start + span.end) / 2, span.end - 1]
                .map(|at| source.floor_char_boundary(at as usize))
            {
                let (before, after) = (said(0..cut), said(cut..source.len()));
                let (first, second) = source[span.range()].split_at(cut - span.start as usize);
                assert!(before.ends_with(first) && after.starts_with(second), "cut at {cut}");
                assert_eq!(before + &after, whole, "cut at {cut}");
                inline_elements_after(cut);
            }
        }
    }

    fn kept(source: &str) -> MdEvents {
        let mut recorder = MdEvents::recorder(source);
        skip_citation_contents(parse_markdown(source).1)
            .for_each(|(event, range)| recorder.push(event, Span::new(range)));
        recorder.finish()
    }

    proptest! {
        #[test]
        fn unpacked_events_equal_those_of_the_parser(parts in prop::collection::vec(prop::sample::select(vec![
            "Kim ", "said", "\n", "\n\n", "> ", "- ", "1. ", "# ", "### ", "*a* ", "**b**", "`c`", "[@a, p. 3]", "[@a,\n> p. 3]", "[[x|y]]", "![i](j.png \"k\")", "<k@l.org>", "[^1]", "[^1]: note\n",
            "\"q\" ", "it's", "--", "...", "&amp;", "\\*", "  \n", "| a | b |\n|---|---|\n| c | d |\n", "~~e~~", "<b>", "```\nf\n```\n", "---\n", "— ", "한국", "\r\n", "{#id}",
        ]), 0..24)) {
            assert_equals_parser_events(&parts.concat());
        }
    }

    #[test]
    fn long_texts_are_unpacked_unchanged() {
        let long = "word ".repeat(20_000);
        for source in [long.clone(), format!("[@{long}] *{long}*"), format!("> {long}")] {
            assert_equals_parser_events(&source);
        }
    }

    #[test]
    fn citations_have_no_block_quote_markers() {
        for source in ["[@a,\np. 3] [@b]", "> One [@a,\n> p. 3] [@b]"] {
            assert_equals_parser_events(source);
            let kept = kept(source);
            let cited: Vec<_> = kept
                .citations(source)
                .flat_map(Citation::items)
                .map(|cited| (cited.id, cited.locator))
                .collect();
            assert_eq!(cited, [("a", Some("p. 3")), ("b", None)]);
        }
    }

    #[test]
    fn a_stored_event_takes_eight_bytes() {
        assert_eq!(size_of::<StoredEvent>(), 8);
    }

    #[test]
    fn a_heading_may_end_in_an_empty_text() {
        assert_equals_parser_events("# *a* # ");
    }

    #[test]
    fn lines_of_a_paragraph_are_one_event() {
        assert_eq!(
            kept("One\ntwo[x]\nthree.\n\n> a\n> b")
                .events
                .iter()
                .filter(|event| event.kind == EventKind::Text)
                .count(),
            3
        );
    }
}
