//! The blocks of a piece as folded text in which names are looked for, and the way back to the source.

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};
use unicode_normalization::char::compose;

use crate::document::{Document, Outline, MdEvent, TextId};
use crate::text::{Span, any_byte, fold_punctuation};

/// What stands for a picture, code, citation or note: no name and no sentence runs across it unseen, and no name contains it.
pub(super) const BARRIER: char = '\u{FFFC}';

/// A paragraph, item or cell: text in which names are looked for.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Folded text.
    pub(super) text: String,
    segments: Vec<Segment>,
    /// Stretches of the folded text in which nothing is looked for: the texts of links.
    pub(super) skips: Vec<(u32, u32)>,
    /// Links by hand: where they begin in the folded text, and which of the outline's they are.
    pub(super) links: Vec<(u32, u32)>,
    /// The section it belongs to, counted in its piece.
    pub(super) section: u32,
}

/// A stretch of folded text that is, byte for byte, a stretch of the source; or, where it is not, stands for one.
#[derive(Clone, Copy, Debug)]
struct Segment {
    folded: u32,
    source: Span,
    verbatim: bool,
    /// The emphasis it lies in: segments with one number lie side by side in one element.
    scope: u32,
}

impl Block {
    fn segment(&self, at: u32) -> Segment {
        let index = self.segments.partition_point(|segment| segment.folded <= at);
        self.segments[index.saturating_sub(1)]
    }

    /// Where bytes `from..to` of the folded text stand in the piece.
    pub(super) fn source(&self, from: usize, to: usize) -> Span {
        let (from, to) = (clamp(from), clamp(to));
        let (first, last) = (self.segment(from), self.segment(to.saturating_sub(1)));
        let start = if first.verbatim { first.source.start + (from - first.folded) } else { first.source.start };
        let end = if last.verbatim { last.source.start + (to - last.folded) } else { last.source.end };
        Span { start, end: end.max(start) }
    }

    /// Where in the folded text that stands which is written at a place of the source, if it is one thing, as a citation is.
    pub(super) fn place_of(&self, source: Span) -> Option<usize> {
        self.segments.iter().find(|segment| segment.source == source).map(|segment| segment.folded as usize)
    }

    /// True where bytes `from..to` begin and end in one element, so that a link can go round them.
    pub(super) fn is_one_stretch(&self, from: usize, to: usize) -> bool {
        self.segment(clamp(from)).scope == self.segment(clamp(to).saturating_sub(1)).scope
    }

    fn push(&mut self, text: &str, source: Span, scope: u32) {
        let verbatim = text.len() == source.range().len();
        let mut at = 0;
        let mut run_start = 0;
        if verbatim && text.is_ascii() {
            // Folded with the rest of the block.
            return self.run(text, source, scope, true);
        }
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let mut folded = fold_punctuation(c);
            let mut length = c.len_utf8();
            // A letter and the marks that follow it are the one letter they compose (NFC), as in the names.
            while let Some((mark, composed)) = chars.peek().filter(|mark| !mark.is_ascii()).and_then(|mark| Some((*mark, compose(folded, *mark)?))) {
                folded = composed;
                length += mark.len_utf8();
                chars.next();
            }
            if folded != c {
                self.run(&text[run_start..at], stretch(source, run_start, at, verbatim), scope, verbatim);
                let mut buffer = [0; 4];
                self.run(folded.encode_utf8(&mut buffer), stretch(source, at, at + length, verbatim), scope, verbatim && folded.len_utf8() == length);
                run_start = at + length;
            }
            at += length;
        }
        self.run(&text[run_start..], stretch(source, run_start, at, verbatim), scope, verbatim);
    }

    /// Folds what is ASCII, which keeps its length.
    fn fold_ascii(&mut self) {
        // Lines are most often all there is to fold.
        if !any_byte(&self.text, |byte| matches!(byte, b'`' | b'\t' | 0x0B..=b'\r')) {
            if memchr::memchr(b'\n', self.text.as_bytes()).is_some() {
                self.text = self.text.replace('\n', " ");
            }
            return;
        }
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        for byte in &mut bytes {
            *byte = match *byte {
                b'`' => b'\'',
                b'\t'..=b'\r' => b' ',
                other => other,
            };
        }
        self.text = String::from_utf8(bytes).unwrap_or_default();
    }

    fn run(&mut self, text: &str, source: Span, scope: u32, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let folded = clamp(self.text.len());
        self.text.push_str(text);
        if let Some(last) = self.segments.last_mut() {
            // Of another element it would be only behind a mark, which is no part of the text.
            if last.verbatim && verbatim && last.source.end == source.start {
                last.source.end = source.end;
                return;
            }
        }
        self.segments.push(Segment { folded, source, verbatim, scope });
    }
}

fn stretch(source: Span, from: usize, to: usize, verbatim: bool) -> Span {
    if verbatim { Span { start: source.start + clamp(from), end: source.start + clamp(to) } } else { source }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The section of notes at the foot of a page.
const NOTES: u32 = u32::MAX;

/// The blocks of a piece, in order. Headings, code and raw HTML are no blocks; the text of links is in its block, but nothing is looked for in it.
pub(super) fn blocks(document: &Document, piece: TextId) -> Vec<Block> {
    let outline = document.outline(piece);
    let mut walk =
        Walk { done: Vec::new(), block: Block::default(), outline, sections: 0, skipping: 0, notes: 0, scopes: vec![0], next_scope: 1, link_start: 0 };
    for (part, span) in outline.events.iter(document.markdown(piece)) {
        walk.part(part, span);
    }
    walk.flush();
    walk.done
}

struct Walk<'a> {
    done: Vec<Block>,
    block: Block,
    outline: &'a Outline,
    sections: u32,
    /// Depth inside something that is not looked at.
    skipping: u32,
    notes: u32,
    scopes: Vec<u32>,
    next_scope: u32,
    link_start: u32,
}

impl Walk<'_> {
    fn part(&mut self, part: MdEvent<'_>, span: Span) {
        match part {
            MdEvent::Start(tag) => self.start(tag, span),
            MdEvent::End(tag) => self.end(tag),
            _ if self.skipping > 0 => {}
            MdEvent::Text(text) => {
                let scope = self.scope();
                self.block.push(text, span, scope);
            }
            MdEvent::SoftBreak | MdEvent::HardBreak => {
                let scope = self.scope();
                self.block.run(" ", span, scope, false);
            }
            MdEvent::Code(_) | MdEvent::Html(_) | MdEvent::FootnoteRef(_) | MdEvent::Citation(_) => self.barrier(span),
            MdEvent::TaskMarker(_) | MdEvent::Rule => {}
        }
    }

    fn scope(&self) -> u32 {
        self.scopes.last().copied().unwrap_or(0)
    }

    fn barrier(&mut self, span: Span) {
        let mut buffer = [0; 4];
        let scope = self.scope();
        self.block.run(BARRIER.encode_utf8(&mut buffer), span, scope, false);
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                if matches!(level, HeadingLevel::H1 | HeadingLevel::H2) {
                    self.sections += 1;
                }
                self.skipping = 1;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.flush();
                self.skipping = 1;
            }
            Tag::Image { .. } => {
                self.barrier(span);
                self.skipping = 1;
            }
            Tag::Link { .. } => {
                self.link_start = clamp(self.block.text.len());
                if let Some(index) = self.outline.link_at(span) {
                    self.block.links.push((self.link_start, clamp(index)));
                }
                self.open_scope();
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.open_scope(),
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.notes += 1;
            }
            Tag::Paragraph => {
                self.flush();
                // A block's text grows bit by bit, and growing copies it.
                self.block.text.reserve(span.range().len());
            }
            _ => self.flush(),
        }
    }

    fn open_scope(&mut self) {
        self.scopes.push(self.next_scope);
        self.next_scope += 1;
    }

    fn end(&mut self, tag: TagEnd) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match tag {
            TagEnd::Link => {
                self.block.skips.push((self.link_start, clamp(self.block.text.len())));
                self.scopes.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.scopes.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.notes = self.notes.saturating_sub(1);
            }
            _ => self.flush(),
        }
    }

    fn flush(&mut self) {
        if self.block.text.is_empty() {
            self.block.skips.clear();
            self.block.links.clear();
            return;
        }
        let mut block = std::mem::take(&mut self.block);
        block.fold_ascii();
        block.section = if self.notes > 0 { NOTES } else { self.sections };
        self.done.push(block);
        self.scopes.truncate(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_folded_keeps_its_length() {
        for (text, folded) in [("a\nb\nc", "a b c"), ("a\tb`c\nd\r\n", "a b'c d  "), ("plain", "plain"), ("한\n국`", "한 국'")] {
            let mut block = Block { text: text.to_owned(), ..Block::default() };
            block.fold_ascii();
            assert_eq!(block.text, folded);
        }
    }
}
