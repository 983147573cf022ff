//! Markdown as the parser read it, small enough to be kept: each piece is parsed once, and read again from this by linking and by rendering.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::markdown::{citation_of, citation_tag};
use crate::text::{Span, count_words};

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
    /// A citation, from bracket to bracket.
    Citation,
    /// The start of what ends as one of [`ENDS`] does, where it says no more than that.
    Start(u8),
    End(u8),
    /// The next of the others.
    Other,
}

/// What smart punctuation writes.
const SIGNS: [&str; 7] = ["‘", "’", "“", "”", "–", "—", "…"];

/// What most elements are.
const ENDS: [TagEnd; 13] = [
    TagEnd::Paragraph,
    TagEnd::Heading(HeadingLevel::H2),
    TagEnd::Heading(HeadingLevel::H3),
    TagEnd::Heading(HeadingLevel::H4),
    TagEnd::BlockQuote(None),
    TagEnd::List(false),
    TagEnd::Item,
    TagEnd::TableRow,
    TagEnd::TableCell,
    TagEnd::Emphasis,
    TagEnd::Strong,
    TagEnd::Strikethrough,
    TagEnd::Link,
];

impl Markup {
    /// Takes what the parser finds in a piece, one by one.
    pub(super) fn recording(source: &str) -> Recording<'_> {
        Recording { source, markup: Markup::default(), quotes: 0, citation: 0 }
    }

    /// What was found, with its places; `source` is the piece it was found in.
    pub fn events<'a>(&'a self, source: &'a str) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
        let mut others = self.others.iter();
        let mut citation = None;
        let mut marks = self.marks.iter();
        std::iter::from_fn(move || {
            if let Some(range) = citation.take() {
                return Some((Event::End(TagEnd::Link), range));
            }
            let mark = marks.next()?;
            let range = mark.range();
            let event = match mark.what {
                What::Text => Event::Text(source.get(range.clone())?.into()),
                What::Sign(which) => Event::Text(SIGNS[usize::from(which)].into()),
                What::SoftBreak => Event::SoftBreak,
                What::HardBreak => Event::HardBreak,
                What::Citation => {
                    citation = Some(range.clone());
                    Event::Start(citation_tag(source.get(range.start + 1..range.end - 1)?))
                }
                What::Start(which) => Event::Start(plain_tag(ENDS[usize::from(which)])?),
                What::End(which) => Event::End(ENDS[usize::from(which)]),
                What::Other => {
                    let (event, span) = others.next()?;
                    return Some((event.clone(), span.range()));
                }
            };
            Some((event, range))
        })
    }

    /// About how many events there are.
    pub fn size(&self) -> usize {
        self.marks.len()
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

impl Mark {
    fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + usize::from(self.length)
    }
}

/// The tag that ends so, where it says no more than that.
fn plain_tag(end: TagEnd) -> Option<Tag<'static>> {
    Some(match end {
        TagEnd::Paragraph => Tag::Paragraph,
        TagEnd::Heading(level) => Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() },
        TagEnd::BlockQuote(kind) => Tag::BlockQuote(kind),
        TagEnd::List(false) => Tag::List(None),
        TagEnd::Item => Tag::Item,
        TagEnd::TableRow => Tag::TableRow,
        TagEnd::TableCell => Tag::TableCell,
        TagEnd::Emphasis => Tag::Emphasis,
        TagEnd::Strong => Tag::Strong,
        TagEnd::Strikethrough => Tag::Strikethrough,
        _ => return None,
    })
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
            Event::Start(tag) if citation_of(tag).is_some() && span.end - span.start <= u32::from(u16::MAX) => {
                self.citation = 1;
                return self.mark(What::Citation, event, span);
            }
            Event::Start(Tag::BlockQuote(_)) => self.quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
        if self.citation > 0 {
            return;
        }
        let which = |end: TagEnd| ENDS.iter().position(|known| *known == end).and_then(|at| u8::try_from(at).ok());
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
            Event::Start(tag) if plain_tag(tag.to_end()).as_ref() == Some(tag) => which(tag.to_end()).map_or(What::Other, What::Start),
            Event::End(end) => which(*end).map_or(What::Other, What::End),
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

    pub(super) fn finish(mut self) -> Markup {
        // Kept for as long as the document is.
        self.markup.marks.shrink_to_fit();
        self.markup.others.shrink_to_fit();
        self.markup
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown::events;
    use proptest::prelude::*;

    /// Events with their places, where texts that follow one another are one, breaks of lines among them, and citations have no text.
    fn joined<'a>(events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Vec<(Event<'a>, usize)> {
        let mut joined: Vec<(Event<'a>, usize)> = Vec::new();
        let mut citation = 0;
        for (event, range) in events {
            if range.end <= citation && !matches!(event, Event::End(TagEnd::Link)) {
                continue;
            }
            if matches!(&event, Event::Start(tag) if citation_of(tag).is_some()) {
                citation = range.end;
            }
            let text = match &event {
                Event::Text(text) => text.to_string(),
                Event::SoftBreak => "\n".to_owned(),
                _ => {
                    joined.push((event, range.start));
                    continue;
                }
            };
            match joined.last_mut() {
                Some((Event::Text(before), _)) => *before = format!("{before}{text}").into(),
                _ => joined.push((Event::Text(text.into()), range.start)),
            }
        }
        joined
    }

    fn kept(source: &str) -> Markup {
        let mut recording = Markup::recording(source);
        events(source, true).for_each(|(event, range)| recording.take(event, Span::new(range)));
        recording.finish()
    }

    proptest! {
        #[test]
        fn what_is_kept_says_what_the_parser_said(parts in prop::collection::vec(prop::sample::select(vec![
            "Kim ", "said", "\n", "\n\n", "> ", "- ", "1. ", "# ", "### ", "*a* ", "**b**", "`c`", "[@a, p. 3]", "[[x|y]]", "![i](j.png \"k\")", "<k@l.org>", "[^1]", "[^1]: note\n",
            "\"q\" ", "it's", "--", "...", "&amp;", "\\*", "  \n", "| a | b |\n|---|---|\n| c | d |\n", "~~e~~", "<b>", "```\nf\n```\n", "---\n", "— ", "한국", "\r\n", "{#id}",
        ]), 0..24)) {
            let source = parts.concat();
            let kept = kept(&source);
            prop_assert_eq!(joined(kept.events(&source)), joined(events(&source, true)));
        }
    }

    #[test]
    fn stretches_too_long_for_a_mark_are_kept_all_the_same() {
        let long = "word ".repeat(20_000);
        for source in [long.clone(), format!("[@{long}] *{long}*"), format!("> {long}")] {
            assert_eq!(joined(kept(&source).events(&source)), joined(events(&source, true)));
        }
    }

    #[test]
    fn lines_of_a_paragraph_are_one_text() {
        assert_eq!(kept("One\ntwo[x]\nthree.\n\n> a\n> b").marks.iter().filter(|mark| mark.what == What::Text).count(), 3);
    }
}
