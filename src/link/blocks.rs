//! The blocks of a text, folded for finding names, with a map back to the source.

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};
use unicode_normalization::char::compose;

use crate::document::{Document, MdEvent, Outline, TextId};
use crate::text::{Span, fold_punctuation};

/// Stands for a picture, code, citation or footnote reference, so that no name spans it.
pub(super) const OBJECT_PLACEHOLDER: char = '\u{FFFC}';

/// A paragraph, list item or table cell.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Folded.
    pub(super) text: String,
    segments: Vec<Segment>,
    /// Ranges of the folded text that are texts of links, where names are not looked up.
    pub(super) link_texts: Vec<(u32, u32)>,
    /// Manual links: start in the folded text, and index in the outline.
    pub(super) manual_links: Vec<(u32, u32)>,
    /// The number of its section in the text.
    pub(super) section: u32,
}

/// A range of folded text and its source, which may be longer or shorter.
#[derive(Clone, Copy, Debug)]
struct Segment {
    folded_start: u32,
    source: Span,
    /// Same bytes in both, except for ASCII folding.
    verbatim: bool,
    /// The inline element that contains it.
    element: u32,
}

impl Segment {
    /// The part of a verbatim segment from `from` to `to` bytes after its start; else all of it.
    fn part(self, from: usize, to: usize) -> Self {
        let Span { start, .. } = self.source;
        match self.verbatim {
            true => Segment {
                source: Span { start: start + to_u32(from), end: start + to_u32(to) },
                ..self
            },
            false => self,
        }
    }
}

impl Block {
    fn segment_at(&self, at: u32) -> Segment {
        let index = self.segments.partition_point(|segment| segment.folded_start <= at);
        self.segments[index.saturating_sub(1)]
    }

    /// The source span of bytes `from..to` of the folded text.
    pub(super) fn source_span(&self, from: usize, to: usize) -> Span {
        let (from, to) = (to_u32(from), to_u32(to));
        let (first, last) = (self.segment_at(from), self.segment_at(to.saturating_sub(1)));
        let offset = if first.verbatim { from - first.folded_start } else { 0 };
        let start = first.source.start + offset;
        let end = match last.verbatim {
            true => last.source.start + (to - last.folded_start),
            false => last.source.end,
        };
        Span { start, end: end.max(start) }
    }

    /// The position in the folded text of an object, like a citation, with this source span.
    pub(super) fn folded_position(&self, source: Span) -> Option<usize> {
        let segment = self.segments.iter().find(|segment| segment.source == source)?;
        Some(segment.folded_start as usize)
    }

    /// True if a link can enclose bytes `from..to` of the folded text.
    pub(super) fn is_within_one_element(&self, from: usize, to: usize) -> bool {
        let last = self.segment_at(to_u32(to).saturating_sub(1));
        self.segment_at(to_u32(from)).element == last.element
    }

    fn push_text(&mut self, text: &str, source: Span, element: u32) {
        let verbatim = text.len() == source.range().len();
        let segment = Segment { folded_start: 0, source, verbatim, element };
        if verbatim && text.is_ascii() {
            // Folded later, with the whole block.
            return self.push(text, segment);
        }
        let (mut at, mut run_start) = (0, 0);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let mut folded = fold_punctuation(c);
            let mut length = c.len_utf8();
            // Composes a letter and its combining marks (NFC), as in the names.
            while let Some(mark) = chars.peek().copied().filter(|mark| !mark.is_ascii())
                && let Some(composed) = compose(folded, mark)
            {
                folded = composed;
                length += mark.len_utf8();
                chars.next();
            }
            if folded != c {
                self.push(&text[run_start..at], segment.part(run_start, at));
                let same_length = folded.len_utf8() == length;
                let part = segment.part(at, at + length);
                let part = Segment { verbatim: verbatim && same_length, ..part };
                self.push(folded.encode_utf8(&mut [0; 4]), part);
                run_start = at + length;
            }
            at += length;
        }
        self.push(&text[run_start..], segment.part(run_start, at));
    }

    /// Folds ASCII punctuation and whitespace, which keeps the length.
    fn fold_ascii(&mut self) {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        for byte in &mut bytes {
            *byte = match *byte {
                b'`' => b'\'',
                b'\t'..=b'\r' => b' ',
                other => other,
            };
        }
        self.text = String::from_utf8(bytes).expect("only ASCII was replaced");
    }

    fn push(&mut self, text: &str, segment: Segment) {
        if text.is_empty() {
            return;
        }
        let folded_start = to_u32(self.text.len());
        self.text.push_str(text);
        match self.segments.last_mut() {
            // Text can adjoin another element without markup between them: after a bare address.
            Some(last)
                if last.verbatim
                    && segment.verbatim
                    && last.element == segment.element
                    && last.source.end == segment.source.start =>
            {
                last.source.end = segment.source.end;
            }
            _ => self.segments.push(Segment { folded_start, ..segment }),
        }
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

const FOOTNOTES_SECTION: u32 = u32::MAX;

/// The blocks of a text in order: without headings, code and raw HTML.
pub(super) fn blocks(document: &Document, text: TextId) -> Vec<Block> {
    let outline = document.outline(text);
    let mut builder = BlockBuilder {
        finished: Vec::new(),
        block: Block::default(),
        outline,
        sections: 0,
        skip_depth: 0,
        footnote_depth: 0,
        elements: vec![0],
        next_element: 1,
        link_start: 0,
    };
    for (event, span) in outline.events.iter(document.markdown(text)) {
        builder.on_event(event, span);
    }
    builder.flush();
    builder.finished
}

struct BlockBuilder<'a> {
    finished: Vec<Block>,
    block: Block,
    outline: &'a Outline,
    sections: u32,
    /// Depth inside an element that is skipped.
    skip_depth: u32,
    footnote_depth: u32,
    /// The open inline elements.
    elements: Vec<u32>,
    next_element: u32,
    link_start: u32,
}

impl BlockBuilder<'_> {
    fn on_event(&mut self, event: MdEvent<'_>, span: Span) {
        match event {
            MdEvent::Start(_) if self.skip_depth > 0 => self.skip_depth += 1,
            MdEvent::End(_) if self.skip_depth > 0 => self.skip_depth -= 1,
            _ if self.skip_depth > 0 => {}
            MdEvent::Start(tag) => self.start(tag, span),
            MdEvent::End(tag) => self.end(tag),
            MdEvent::Text(text) => {
                let element = self.element();
                self.block.push_text(text, span, element);
            }
            MdEvent::SoftBreak | MdEvent::HardBreak => self.push_object(" ", span),
            MdEvent::Code(_)
            | MdEvent::Html(_)
            | MdEvent::FootnoteRef(_)
            | MdEvent::Citation(_) => self.push_placeholder(span),
            MdEvent::TaskMarker(_) | MdEvent::Rule => {}
        }
    }

    fn element(&self) -> u32 {
        self.elements.last().copied().unwrap_or(0)
    }

    fn push_object(&mut self, text: &str, source: Span) {
        let element = self.element();
        self.block.push(text, Segment { folded_start: 0, source, verbatim: false, element });
    }

    fn push_placeholder(&mut self, source: Span) {
        self.push_object(OBJECT_PLACEHOLDER.encode_utf8(&mut [0; 4]), source);
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                if matches!(level, HeadingLevel::H1 | HeadingLevel::H2) {
                    self.sections += 1;
                }
                self.skip_depth = 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.flush();
                self.skip_depth = 1;
            }
            Tag::Image { .. } => {
                self.push_placeholder(span);
                self.skip_depth = 1;
            }
            Tag::Link { .. } => {
                self.link_start = to_u32(self.block.text.len());
                if let Some(index) = self.outline.link_at(span) {
                    self.block.manual_links.push((self.link_start, to_u32(index)));
                }
                self.open_element();
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => self.open_element(),
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.footnote_depth += 1;
            }
            Tag::Paragraph => {
                self.flush();
                // Avoids copying while the text grows.
                self.block.text.reserve(span.range().len());
            }
            _ => self.flush(),
        }
    }

    fn open_element(&mut self) {
        self.elements.push(self.next_element);
        self.next_element += 1;
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                self.block.link_texts.push((self.link_start, to_u32(self.block.text.len())));
                self.elements.pop();
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                self.elements.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.footnote_depth = self.footnote_depth.saturating_sub(1);
            }
            _ => self.flush(),
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        if block.text.is_empty() {
            return;
        }
        block.fold_ascii();
        block.section = if self.footnote_depth > 0 { FOOTNOTES_SECTION } else { self.sections };
        self.finished.push(block);
        self.elements.truncate(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_folding_keeps_the_length() {
        for (text, folded) in [
            ("a\nb\nc", "a b c"),
            ("a\tb`c\nd\r\n", "a b'c d  "),
            ("plain", "plain"),
            ("한\n국`", "한 국'"),
        ] {
            let mut block = Block { text: text.to_owned(), ..Block::default() };
            block.fold_ascii();
            assert_eq!(block.text, folded);
        }
    }
}
