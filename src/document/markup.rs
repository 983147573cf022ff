//! Markdown as the parser read it, small enough to be kept: each piece is parsed once, and read again from this by linking and by rendering.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::citation::Citation;
use super::markdown::citation_of;
use crate::text::{Span, count_words, exact};

/// One thing that the parser found in a piece, in its order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'a> {
    /// Words as they are read, their line breaks among them.
    Text(&'a str),
    /// Code within a line.
    Code(&'a str),
    /// Raw HTML.
    Html(&'a str),
    /// A citation: what stands between its brackets.
    Citation(&'a str),
    /// A mark that leads to the footnote of this label.
    FootnoteMark(&'a str),
    /// The box of a task, ticked or not.
    TaskMark(bool),
    /// A line that ends, where that is not in a text.
    SoftBreak,
    /// A line that has to end.
    HardBreak,
    /// A rule between paragraphs.
    Rule,
    /// An element begins; its place is that of the whole.
    Start(&'a Tag<'a>),
    /// An element ends.
    End(TagEnd),
}

impl<'a> Part<'a> {
    fn of(event: &'a Event<'_>) -> Self {
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => Part::Text(text),
            Event::Code(code) => Part::Code(code),
            Event::Html(raw) | Event::InlineHtml(raw) => Part::Html(raw),
            Event::Start(tag) => citation_of(tag).map_or(Part::Start(tag), Part::Citation),
            Event::End(end) => Part::End(*end),
            Event::FootnoteReference(label) => Part::FootnoteMark(label),
            Event::TaskListMarker(done) => Part::TaskMark(*done),
            Event::SoftBreak => Part::SoftBreak,
            Event::HardBreak => Part::HardBreak,
            Event::Rule => Part::Rule,
        }
    }
}

/// What the parser found in a piece, in order. Most of it is text that stands in the piece as it is read, and tags that say all by their kind; the rest is kept as it is.
#[derive(Clone, Debug, Default)]
pub struct Markup {
    marks: Vec<Mark>,
    /// What no [`What`] can say, in order.
    others: Vec<(Event<'static>, Span)>,
}

/// There are hundreds on a page, and all pages are kept: so it is small.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: u32,
    length: u16,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// Text, letter for letter that of the piece. Lines of a paragraph outside of block quotes are one text, with their breaks.
    Text,
    /// A sign that stands for another, as a curved apostrophe for a straight one; which of [`SIGNS`].
    Sign(u8),
    SoftBreak,
    HardBreak,
    /// A citation, from bracket to bracket, that is read as it is written.
    Citation,
    /// The start of one of [`ELEMENTS`].
    Start(u8),
    /// The end of one of them.
    End(u8),
    /// The end of a link, whose start is one of the others.
    EndOfLink,
    /// The next of the others.
    Other,
}

/// What smart punctuation writes.
const SIGNS: [&str; 7] = ["‘", "’", "“", "”", "–", "—", "…"];

/// What most elements are: no more is to be said of them.
static ELEMENTS: [Tag<'static>; 12] = [
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

/// Which of them ends so.
fn element(end: TagEnd) -> Option<u8> {
    Some(match end {
        TagEnd::Paragraph => 0,
        TagEnd::Heading(HeadingLevel::H2) => 1,
        TagEnd::Heading(HeadingLevel::H3) => 2,
        TagEnd::Heading(HeadingLevel::H4) => 3,
        TagEnd::BlockQuote(None) => 4,
        TagEnd::List(false) => 5,
        TagEnd::Item => 6,
        TagEnd::TableRow => 7,
        TagEnd::TableCell => 8,
        TagEnd::Emphasis => 9,
        TagEnd::Strong => 10,
        TagEnd::Strikethrough => 11,
        _ => return None,
    })
}

const fn heading(level: HeadingLevel) -> Tag<'static> {
    Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
}

impl Markup {
    /// Takes what the parser finds in a piece, one by one.
    pub(super) fn recording(source: &str) -> Recording<'_> {
        Recording { source, markup: Markup::default(), quotes: 0, citation: 0 }
    }

    /// What was found, with its places; `source` is the piece it was found in.
    pub fn parts<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (Part<'a>, Span)> {
        read(&self.marks, &self.others, source)
    }

    /// The citations of the piece, in order.
    pub(super) fn citations<'a>(&'a self, source: &'a str) -> impl Iterator<Item = Citation<'a>> {
        self.parts(source).filter_map(|(part, span)| if let Part::Citation(inner) = part { Some(Citation { span, inner }) } else { None })
    }

    /// What was found in a stretch of the piece; a text that reaches out of it is cut.
    pub(super) fn parts_in<'a>(&'a self, source: &'a str, stretch: Span) -> impl Iterator<Item = (Part<'a>, Span)> {
        let (marks, others) = self.reaching_past(stretch.start);
        // An element that begins before the end of the stretch may end behind it, and nothing else.
        let parts = read(marks, others, source).take_while(move |(_, span)| span.start < stretch.end).filter(move |(_, span)| span.overlaps(stretch));
        parts.map(move |(part, span)| match part {
            Part::Text(text) if text.len() == span.range().len() => {
                let inside = span.start.max(stretch.start)..span.end.min(stretch.end);
                let cut = text.get((inside.start - span.start) as usize..(inside.end - span.start) as usize);
                (Part::Text(cut.unwrap_or_default()), span)
            }
            part => (part, span),
        })
    }

    /// The marks and others from the first that ends behind a place. Asked for each sentence round a mention, most of which stand far from the beginning; so no parts
    /// are made of what is passed over.
    fn reaching_past(&self, place: u32) -> (&[Mark], &[(Event<'static>, Span)]) {
        let mut others = &self.others[..];
        for (at, mark) in self.marks.iter().enumerate() {
            let (end, rest) = match others {
                [(_, span), rest @ ..] if mark.what == What::Other => (span.end, rest),
                _ => (mark.start + u32::from(mark.length), others),
            };
            if end > place {
                return (&self.marks[at..], others);
            }
            others = rest;
        }
        (&[], &[])
    }

    /// The number of words a reader reads; those of citations are none.
    pub(super) fn words(&self, source: &str) -> usize {
        let texts = self.marks.iter().filter(|mark| mark.what == What::Text).map(|mark| count_words(&source[mark.range()]));
        let others = self.others.iter().map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => count_words(text),
            _ => 0,
        });
        texts.chain(others).sum()
    }
}

/// Marks into what they say, the others in their places.
fn read<'a>(marks: &'a [Mark], others: &'a [(Event<'static>, Span)], source: &'a str) -> impl Iterator<Item = (Part<'a>, Span)> {
    let mut others = others.iter();
    marks.iter().map(move |mark| match mark.part(source) {
        Some(part) => (part, Span::new(mark.range())),
        // There are as many others as marks of them.
        None => others.next().map_or((Part::SoftBreak, Span::default()), |(event, span)| (Part::of(event), *span)),
    })
}

impl Mark {
    /// What it says; `None` for one of the others.
    fn part(self, source: &str) -> Option<Part<'_>> {
        Some(match self.what {
            What::Text => Part::Text(&source[self.range()]),
            What::Sign(which) => Part::Text(SIGNS[usize::from(which)]),
            What::SoftBreak => Part::SoftBreak,
            What::HardBreak => Part::HardBreak,
            What::Citation => Part::Citation(between_brackets(source, self.range())),
            What::Start(which) => Part::Start(&ELEMENTS[usize::from(which)]),
            What::End(which) => Part::End(ELEMENTS[usize::from(which)].to_end()),
            What::EndOfLink => Part::End(TagEnd::Link),
            What::Other => return None,
        })
    }

    fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + usize::from(self.length)
    }
}

/// What a citation says, that stands there from bracket to bracket.
fn between_brackets(source: &str, range: Range<usize>) -> &str {
    source.get(range.start + 1..range.end - 1).unwrap_or_default()
}

/// Takes what the parser finds.
pub(super) struct Recording<'a> {
    source: &'a str,
    markup: Markup,
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
                // Where it goes over lines of a block quote, it is read without their marks.
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
        let mark = match u16::try_from(span.end - span.start) {
            Ok(length) if what != What::Other => Mark { start: span.start, length, what },
            _ => {
                self.markup.others.push((event.into_static(), span));
                Mark { start: span.start, length: 0, what: What::Other }
            }
        };
        self.markup.marks.push(mark);
    }

    /// Lengthens the last text by one that follows it, at once or on the next line.
    fn goes_on_with(&mut self, span: Span) -> bool {
        // Where an attribution begins in a quotation, texts have to stay apart.
        if self.quotes > 0 {
            return false;
        }
        let (text, breaks) = match &mut self.markup.marks[..] {
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
        let Some(length) = u16::try_from(span.end - text.start).ok().filter(|_| follows) else { return false };
        text.length = length;
        if breaks {
            self.markup.marks.pop();
        }
        true
    }

    pub(super) fn finish(self) -> Markup {
        // Kept for as long as the document is.
        Markup { marks: exact(self.markup.marks), others: exact(self.markup.others) }
    }
}

#[cfg(test)]
mod tests {
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
            "Kim ", "said", "\n", "\n\n", "> ", "- ", "1. ", "# ", "### ", "*a* ", "**b**", "`c`", "[@a, p. 3]", "[[x|y]]", "![i](j.png \"k\")", "<k@l.org>", "[^1]", "[^1]: note\n",
            "\"q\" ", "it's", "--", "...", "&amp;", "\\*", "  \n", "| a | b |\n|---|---|\n| c | d |\n", "~~e~~", "<b>", "```\nf\n```\n", "---\n", "— ", "한국", "\r\n", "{#id}",
        ]), 0..24)) {
            says_what_the_parser_says(&parts.concat());
        }
    }

    #[test]
    fn stretches_too_long_for_a_mark_are_kept_all_the_same() {
        let long = "word ".repeat(20_000);
        for source in [long.clone(), format!("[@{long}] *{long}*"), format!("> {long}")] {
            says_what_the_parser_says(&source);
        }
    }

    #[test]
    fn a_heading_may_end_in_a_text_of_nothing() {
        says_what_the_parser_says("# *a* # ");
    }

    #[test]
    fn elements_are_known_by_their_ends() {
        for (at, tag) in ELEMENTS.iter().enumerate() {
            assert_eq!(element(tag.to_end()).map(usize::from), Some(at), "{tag:?}");
        }
    }

    #[test]
    fn lines_of_a_paragraph_are_one_text() {
        assert_eq!(kept("One\ntwo[x]\nthree.\n\n> a\n> b").marks.iter().filter(|mark| mark.what == What::Text).count(), 3);
    }
}
