//! The events of a Markdown text, packed: each text is parsed once, and its events are kept for
//! linking and rendering.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::citation::Citation;
use super::markdown::as_citation;
use super::md_event::MdEvent;
use super::packed_events::{
    COMMON_TAGS, MdEventKind, PackedEvent, PackedEventIter, PackedEvents, SMART_PUNCTUATION,
    between_brackets, common_tag_index,
};
use crate::text::{Span, count_words, into_exact_box};

/// The events of a text, in order. Text that is verbatim in the source, and tags without
/// attributes, are packed; other events are kept in full.
#[derive(Clone, Debug)]
pub struct MdEvents {
    packed: PackedEvents,
    /// The events that cannot be packed, in order.
    full: Box<[Event<'static>]>,
}

impl MdEvents {
    pub(super) fn recorder(source: &str) -> MdRecorder<'_> {
        MdRecorder {
            source,
            packed: Vec::new(),
            full: Vec::new(),
            quote_depth: 0,
            citation_depth: 0,
        }
    }

    /// The events with their spans. `source` is the text that was recorded.
    pub fn iter<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
        unpack(self.packed.iter(), &self.full, source)
    }

    /// In order.
    pub(super) fn citations<'a>(&'a self, source: &'a str) -> impl Iterator<Item = Citation<'a>> {
        self.iter(source).filter_map(|(event, span)| {
            if let MdEvent::Citation(inner) = event { Some(Citation { span, inner }) } else { None }
        })
    }

    /// The events of a range; a `Text` that extends beyond it is cut.
    pub(super) fn iter_in<'a>(
        &'a self,
        source: &'a str,
        range: Span,
    ) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
        // Called for the sentence around each mention, usually far from the beginning.
        let (packed, full) = self.packed.seek_past(range.start);
        // Elements that begin in the range may end after it; other events may not.
        let parts = unpack(packed, &self.full[full..], source)
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
}

/// Joins packed events with the full ones between them.
fn unpack<'a>(
    packed: PackedEventIter<'a>,
    full: &'a [Event<'static>],
    source: &'a str,
) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
    let mut full = full.iter();
    packed.map(move |packed| {
        // There are as many full events as placeholders for them.
        let event = packed.to_md_event(source).or_else(|| full.next().map(MdEvent::from_event));
        (event.unwrap_or(MdEvent::SoftBreak), Span::new(packed.range()))
    })
}

/// Packs the events of the parser.
pub(super) struct MdRecorder<'a> {
    source: &'a str,
    packed: Vec<PackedEvent>,
    full: Vec<Event<'static>>,
    /// The number of open block quotes.
    quote_depth: u32,
    /// The number of open elements of a citation, including itself; 0 outside of citations.
    citation_depth: u32,
}

impl MdRecorder<'_> {
    pub(super) fn push(&mut self, event: Event<'_>, span: Span) {
        match &event {
            Event::Start(_) if self.citation_depth > 0 => self.citation_depth += 1,
            Event::End(_) if self.citation_depth > 0 => {
                self.citation_depth -= 1;
                return;
            }
            Event::Start(tag) if as_citation(tag).is_some() => {
                self.citation_depth = 1;
                // The parser replaces line breaks in a citation by spaces, and drops the markers of
                // block quotes.
                let as_written =
                    as_citation(tag) == Some(between_brackets(self.source, span.range()));
                return self.push_packed(
                    if as_written { MdEventKind::Citation } else { MdEventKind::Full },
                    event,
                    span,
                );
            }
            Event::Start(Tag::BlockQuote(_)) => self.quote_depth += 1,
            Event::End(TagEnd::BlockQuote(_)) => {
                self.quote_depth = self.quote_depth.saturating_sub(1)
            }
            _ => {}
        }
        if self.citation_depth > 0 {
            return;
        }
        let kind = match &event {
            Event::Text(text) if **text == self.source[span.range()] => {
                if self.extend_last_text(span) {
                    return;
                }
                MdEventKind::Text
            }
            Event::Text(text) => SMART_PUNCTUATION
                .iter()
                .position(|sign| **sign == **text)
                .and_then(|at| u8::try_from(at).ok())
                .map_or(MdEventKind::Full, MdEventKind::Punctuation),
            Event::SoftBreak => MdEventKind::SoftBreak,
            Event::HardBreak => MdEventKind::HardBreak,
            Event::Start(tag) => common_tag_index(tag.to_end())
                .filter(|which| COMMON_TAGS[usize::from(*which)] == *tag)
                .map_or(MdEventKind::Full, MdEventKind::Start),
            Event::End(TagEnd::Link) => MdEventKind::LinkEnd,
            Event::End(end) => common_tag_index(*end).map_or(MdEventKind::Full, MdEventKind::End),
            _ => MdEventKind::Full,
        };
        self.push_packed(kind, event, span);
    }

    fn push_packed(&mut self, kind: MdEventKind, event: Event<'_>, span: Span) {
        let packed = PackedEvent { start: span.start, length: span.end - span.start, kind };
        if kind == MdEventKind::Full {
            self.full.push(event.into_static());
        }
        self.packed.push(packed);
    }

    /// Extends the last text by one that follows it directly or on the next line.
    fn extend_last_text(&mut self, span: Span) -> bool {
        // In quotations, the line of the attribution must stay separate.
        if self.quote_depth > 0 {
            return false;
        }
        let (text, breaks) = match &mut self.packed[..] {
            [.., text] if text.kind == MdEventKind::Text => (text, false),
            [.., text, packed]
                if text.kind == MdEventKind::Text && packed.kind == MdEventKind::SoftBreak =>
            {
                if packed.range().start != text.range().end || &self.source[packed.range()] != "\n"
                {
                    return false;
                }
                (text, true)
            }
            _ => return false,
        };
        let follows = text.range().end + usize::from(breaks) == span.start as usize;
        if !follows {
            return false;
        }
        text.length = span.end - text.start;
        if breaks {
            self.packed.pop();
        }
        true
    }

    /// The number of words of visible text, without citations.
    pub(super) fn word_count(&self) -> usize {
        let texts = self
            .packed
            .iter()
            .filter(|packed| packed.kind == MdEventKind::Text)
            .map(|packed| count_words(&self.source[packed.range()]));
        let full = self.full.iter().map(|event| match event {
            Event::Text(text) | Event::Code(text) => count_words(text),
            _ => 0,
        });
        texts.chain(full).sum()
    }

    pub(super) fn finish(self) -> MdEvents {
        MdEvents {
            packed: PackedEvents::from_events(&self.packed),
            full: into_exact_box(self.full),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::document::markdown::parse_markdown;
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
        let events: Vec<(Event<'_>, Range<usize>)> = parse_markdown(source, true).1.collect();
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
            for cut in [span.start + 1, (span.start + span.end) / 2, span.end - 1]
                .map(|at| source.floor_char_boundary(at as usize))
            {
                let (before, after) = (said(0..cut), said(cut..source.len()));
                let (first, second) = source[span.range()].split_at(cut - span.start as usize);
                assert!(before.ends_with(first) && after.starts_with(second), "cut at {cut}");
                assert_eq!(before + &after, whole, "cut at {cut}");
            }
        }
    }

    fn kept(source: &str) -> MdEvents {
        let mut recorder = MdEvents::recorder(source);
        parse_markdown(source, true)
            .1
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
    fn a_heading_may_end_in_an_empty_text() {
        assert_equals_parser_events("# *a* # ");
    }

    #[test]
    fn lines_of_a_paragraph_are_one_event() {
        assert_eq!(
            kept("One\ntwo[x]\nthree.\n\n> a\n> b")
                .packed
                .iter()
                .filter(|packed| packed.kind == MdEventKind::Text)
                .count(),
            3
        );
    }
}
