//! Markdown as the parser read it, small enough to be kept: each piece is parsed once, and read again from this by linking and by rendering.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::citation::Citation;
use super::markdown::citation_of;
use super::marks::{ELEMENTS, Mark, Marks, Reading, SIGNS, What, between_brackets, element};
use super::part::Part;
use crate::text::{Span, count_words, into_exact_box};

/// What the parser found in a piece, in order. Most of it is text that stands in the piece as it is read, and tags that say all by their kind; the rest is kept as it is.
#[derive(Clone, Debug)]
pub struct Markup {
    marks: Marks,
    /// What no mark can say, in order.
    others: Box<[Event<'static>]>,
}

impl Markup {
    /// Takes what the parser finds in a piece, one by one.
    pub(super) fn recording(source: &str) -> Recording<'_> {
        Recording { source, marks: Vec::new(), others: Vec::new(), quotes: 0, citation: 0 }
    }

    /// What was found, with its places; `source` is the piece it was found in.
    pub fn parts<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (Part<'a>, Span)> {
        read(self.marks.iter(), &self.others, source)
    }

    /// The citations of the piece, in order.
    pub(super) fn citations<'a>(&'a self, source: &'a str) -> impl Iterator<Item = Citation<'a>> {
        self.parts(source).filter_map(|(part, span)| if let Part::Citation(inner) = part { Some(Citation { span, inner }) } else { None })
    }

    /// What was found in a stretch of the piece; a text that reaches out of it is cut.
    pub(super) fn parts_in<'a>(&'a self, source: &'a str, stretch: Span) -> impl Iterator<Item = (Part<'a>, Span)> {
        // Asked for each sentence round a mention, most of which stand far from the beginning.
        let (marks, others) = self.marks.reaching_past(stretch.start);
        // An element that begins before the end of the stretch may end behind it, and nothing else.
        let parts =
            read(marks, &self.others[others..], source).take_while(move |(_, span)| span.start < stretch.end).filter(move |(_, span)| span.overlaps(stretch));
        parts.map(move |(part, span)| match part {
            Part::Text(text) if text.len() == span.range().len() => {
                let inside = span.start.max(stretch.start)..span.end.min(stretch.end);
                let cut = text.get((inside.start - span.start) as usize..(inside.end - span.start) as usize);
                (Part::Text(cut.unwrap_or_default()), span)
            }
            part => (part, span),
        })
    }
}

/// Marks into what they say, the others in their places.
fn read<'a>(marks: Reading<'a>, others: &'a [Event<'static>], source: &'a str) -> impl Iterator<Item = (Part<'a>, Span)> {
    let mut others = others.iter();
    marks.map(move |mark| {
        // There are as many others as marks of them.
        let part = mark.part(source).or_else(|| others.next().map(Part::of));
        (part.unwrap_or(Part::SoftBreak), Span::new(mark.range()))
    })
}

/// Takes what the parser finds.
pub(super) struct Recording<'a> {
    source: &'a str,
    marks: Vec<Mark>,
    others: Vec<Event<'static>>,
    /// How many block quotes are open.
    quotes: u32,
    /// How many elements are open of a citation, itself among them.
    citation: u32,
}

impl Recording<'_> {
    pub(super) fn take(&mut self, event: Event<'_>, span: Span) {
        match &event {
            Event::Start(_) if self.citation > 0 => self.citation += 1,
            Event::End(_) if self.citation > 0 => {
                self.citation -= 1;
                return;
            }
            Event::Start(tag) if citation_of(tag).is_some() => {
                self.citation = 1;
                // The parser reads spaces and ends of lines as one space, and lines of a block quote without their marks.
                let as_written = citation_of(tag) == Some(between_brackets(self.source, span.range()));
                return self.mark(if as_written { What::Citation } else { What::Other }, event, span);
            }
            Event::Start(Tag::BlockQuote(_)) => self.quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
        if self.citation > 0 {
            return;
        }
        let what = match &event {
            Event::Text(text) if **text == self.source[span.range()] => {
                if self.goes_on_with(span) {
                    return;
                }
                What::Text
            }
            Event::Text(text) => SIGNS.iter().position(|sign| **sign == **text).and_then(|at| u8::try_from(at).ok()).map_or(What::Other, What::Sign),
            Event::SoftBreak => What::SoftBreak,
            Event::HardBreak => What::HardBreak,
            Event::Start(tag) => element(tag.to_end()).filter(|which| ELEMENTS[usize::from(*which)] == *tag).map_or(What::Other, What::Start),
            Event::End(TagEnd::Link) => What::EndOfLink,
            Event::End(end) => element(*end).map_or(What::Other, What::End),
            _ => What::Other,
        };
        self.mark(what, event, span);
    }

    fn mark(&mut self, what: What, event: Event<'_>, span: Span) {
        let mark = Mark { start: span.start, length: span.end - span.start, what };
        if what == What::Other {
            self.others.push(event.into_static());
        }
        self.marks.push(mark);
    }

    /// Lengthens the last text by one that follows it, at once or on the next line.
    fn goes_on_with(&mut self, span: Span) -> bool {
        // Where an attribution begins in a quotation, texts have to stay apart.
        if self.quotes > 0 {
            return false;
        }
        let (text, breaks) = match &mut self.marks[..] {
            [.., text] if text.what == What::Text => (text, false),
            [.., text, mark] if text.what == What::Text && mark.what == What::SoftBreak => {
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
            self.marks.pop();
        }
        true
    }

    /// The number of words a reader reads; those of citations are none.
    pub(super) fn words(&self) -> usize {
        let texts = self.marks.iter().filter(|mark| mark.what == What::Text).map(|mark| count_words(&self.source[mark.range()]));
        let others = self.others.iter().map(|event| match event {
            Event::Text(text) | Event::Code(text) => count_words(text),
            _ => 0,
        });
        texts.chain(others).sum()
    }

    pub(super) fn finish(self) -> Markup {
        // Kept for as long as the document is.
        Markup { marks: Marks::of(&self.marks), others: into_exact_box(self.others) }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::document::markdown::definitions_and_events;
    use proptest::prelude::*;

    /// Parts with their places, where texts that follow one another are one, breaks of lines among them, and citations have nothing in them.
    fn joined<'a>(parts: impl Iterator<Item = (Part<'a>, Span)>) -> Vec<(Result<String, Part<'a>>, u32)> {
        let mut joined: Vec<(Result<String, Part<'a>>, u32)> = Vec::new();
        let mut citation = 0;
        for (part, span) in parts {
            if span.end <= citation {
                continue;
            }
            if matches!(part, Part::Citation(_)) {
                citation = span.end;
            }
            let text = match part {
                Part::Text(text) => text,
                Part::SoftBreak => "\n",
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
        let events: Vec<(Event<'_>, Range<usize>)> = definitions_and_events(source, true).1.collect();
        let parsed = events.iter().map(|(event, range)| (Part::of(event), Span::new(range.clone())));
        let kept = kept(source);
        assert_eq!(joined(kept.parts(source)), joined(parsed));
        // Two stretches side by side say what the whole says, wherever a text is cut.
        let said = |stretch: Range<usize>| -> String {
            let parts = kept.parts_in(source, Span::new(stretch));
            parts.filter_map(|(part, _)| if let Part::Text(text) = part { Some(text) } else { None }).collect()
        };
        let whole = said(0..source.len());
        for (part, span) in kept.parts(source) {
            // Where the sharps that close a heading stand, the parser may leave a text of nothing.
            if span.is_empty() || part != Part::Text(&source[span.range()]) {
                continue;
            }
            for cut in [span.start + 1, (span.start + span.end) / 2, span.end - 1].map(|at| source.floor_char_boundary(at as usize)) {
                let (before, after) = (said(0..cut), said(cut..source.len()));
                let (first, second) = source[span.range()].split_at(cut - span.start as usize);
                assert!(before.ends_with(first) && after.starts_with(second), "cut at {cut}");
                assert_eq!(before + &after, whole, "cut at {cut}");
            }
        }
    }

    fn kept(source: &str) -> Markup {
        let mut recording = Markup::recording(source);
        definitions_and_events(source, true).1.for_each(|(event, range)| recording.take(event, Span::new(range)));
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
            let cited: Vec<_> = kept.citations(source).flat_map(Citation::cited).map(|cited| (cited.id, cited.locator)).collect();
            assert_eq!(cited, [("a", Some("p. 3")), ("b", None)]);
        }
    }

    #[test]
    fn a_heading_may_end_in_a_text_of_nothing() {
        says_what_the_parser_says("# *a* # ");
    }

    #[test]
    fn lines_of_a_paragraph_are_one_text() {
        assert_eq!(kept("One\ntwo[x]\nthree.\n\n> a\n> b").marks.iter().filter(|mark| mark.what == What::Text).count(), 3);
    }
}
