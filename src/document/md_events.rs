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
        self.iter(source).filter_map(|(part, span)| {
            if let MdEvent::Citation(inner) = part { Some(Citation { span, inner }) } else { None }
        })
    }

    /// The events of a range; a `Text` that extends beyond it is cut.
    pub(super) fn iter_in<'a>(
        &'a self,
        source: &'a str,
        stretch: Span,
    ) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
        // Called for the sentence around each mention, usually far from the beginning.
        let (marks, others) = self.packed.seek_past(stretch.start);
        // Elements that begin in the range may end after it; other events may not.
        let parts = unpack(marks, &self.full[others..], source)
            .take_while(move |(_, span)| span.start < stretch.end)
            .filter(move |(_, span)| span.overlaps(stretch));
        parts.map(move |(part, span)| match part {
            MdEvent::Text(text) if text.len() == span.range().len() => {
                let inside = span.start.max(stretch.start)..span.end.min(stretch.end);
                let cut = text
                    .get((inside.start - span.start) as usize..(inside.end - span.start) as usize);
                (MdEvent::Text(cut.unwrap_or_default()), span)
            }
            part => (part, span),
        })
    }
}

/// Joins packed events with the full ones between them.
fn unpack<'a>(
    marks: PackedEventIter<'a>,
    others: &'a [Event<'static>],
    source: &'a str,
) -> impl Iterator<Item = (MdEvent<'a>, Span)> {
    let mut others = others.iter();
    marks.map(move |mark| {
        // There are as many full events as placeholders for them.
        let part = mark.to_md_event(source).or_else(|| others.next().map(MdEvent::from_event));
        (part.unwrap_or(MdEvent::SoftBreak), Span::new(mark.range()))
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
        let what = match &event {
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
        self.push_packed(what, event, span);
    }

    fn push_packed(&mut self, what: MdEventKind, event: Event<'_>, span: Span) {
        let mark = PackedEvent { start: span.start, length: span.end - span.start, kind: what };
        if what == MdEventKind::Full {
            self.full.push(event.into_static());
        }
        self.packed.push(mark);
    }

    /// Extends the last text by one that follows it directly or on the next line.
    fn extend_last_text(&mut self, span: Span) -> bool {
        // In quotations, the line of the attribution must stay separate.
        if self.quote_depth > 0 {
            return false;
        }
        let (text, breaks) = match &mut self.packed[..] {
            [.., text] if text.kind == MdEventKind::Text => (text, false),
            [.., text, mark]
                if text.kind == MdEventKind::Text && mark.kind == MdEventKind::SoftBreak =>
            {
                if mark.range().start != text.range().end || &self.source[mark.range()] != "\n" {
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
            .filter(|mark| mark.kind == MdEventKind::Text)
            .map(|mark| count_words(&self.source[mark.range()]));
        let others = self.full.iter().map(|event| match event {
            Event::Text(text) | Event::Code(text) => count_words(text),
            _ => 0,
        });
        texts.chain(others).sum()
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
        for (part, span) in parts {
            if span.end <= citation {
                continue;
            }
            if matches!(part, MdEvent::Citation(_)) {
                citation = span.end;
            }
            let text = match part {
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

    fn says_what_the_parser_says(source: &str) {
        let events: Vec<(Event<'_>, Range<usize>)> = parse_markdown(source, true).1.collect();
        let parsed = events
            .iter()
            .map(|(event, range)| (MdEvent::from_event(event), Span::new(range.clone())));
        let kept = kept(source);
        assert_eq!(joined(kept.iter(source)), joined(parsed));
        // Two adjacent ranges give the same text as the whole, wherever they divide it.
        let said = |stretch: Range<usize>| -> String {
            let parts = kept.iter_in(source, Span::new(stretch));
            parts
                .filter_map(
                    |(part, _)| if let MdEvent::Text(text) = part { Some(text) } else { None },
                )
                .collect()
        };
        let whole = said(0..source.len());
        for (part, span) in kept.iter(source) {
            // At the closing `#`s of a heading, the parser may give an empty text.
            if span.is_empty() || part != MdEvent::Text(&source[span.range()]) {
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
        let mut recording = MdEvents::recorder(source);
        parse_markdown(source, true)
            .1
            .for_each(|(event, range)| recording.push(event, Span::new(range)));
        recording.finish()
    }

    proptest! {
        #[test]
        fn what_is_kept_says_what_the_parser_said(parts in prop::collection::vec(prop::sample::select(vec![
            "Kim ", "said", "\n", "\n\n", "> ", "- ", "1. ", "# ", "### ", "*a* ", "**b**", "`c`", "[@a, p. 3]", "[@a,\n> p. 3]", "[[x|y]]", "![i](j.png \"k\")", "<k@l.org>", "[^1]", "[^1]: note\n",
            "\"q\" ", "it's", "--", "...", "&amp;", "\\*", "  \n", "| a | b |\n|---|---|\n| c | d |\n", "~~e~~", "<b>", "```\nf\n```\n", "---\n", "— ", "한국", "\r\n", "{#id}",
        ]), 0..24)) {
            says_what_the_parser_says(&parts.concat());
        }
    }

    #[test]
    fn long_stretches_are_kept_as_short_ones_are() {
        let long = "word ".repeat(20_000);
        for source in [long.clone(), format!("[@{long}] *{long}*"), format!("> {long}")] {
            says_what_the_parser_says(&source);
        }
    }

    #[test]
    fn citations_are_read_without_the_marks_of_the_quote_they_stand_in() {
        for source in ["[@a,\np. 3] [@b]", "> One [@a,\n> p. 3] [@b]"] {
            says_what_the_parser_says(source);
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
    fn a_heading_may_end_in_a_text_of_nothing() {
        says_what_the_parser_says("# *a* # ");
    }

    #[test]
    fn lines_of_a_paragraph_are_one_text() {
        assert_eq!(
            kept("One\ntwo[x]\nthree.\n\n> a\n> b")
                .packed
                .iter()
                .filter(|mark| mark.kind == MdEventKind::Text)
                .count(),
            3
        );
    }
}
