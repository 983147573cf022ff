//! The blocks of a piece as folded text in which names are looked for, and the way back to the
//! source.

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};
use unicode_normalization::char::compose;

use crate::document::{Document, MdEvent, Outline, TextId};
use crate::text::{Span, any_byte, fold_punctuation};

/// What stands for a picture, code, citation or note: no name and no sentence runs across it
/// unseen, and no name contains it.
pub(super) const OBJECT_PLACEHOLDER: char = '\u{FFFC}';

/// A paragraph, item or cell: text in which names are looked for.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Folded text.
    pub(super) text: String,
    segments: Vec<Segment>,
    /// Stretches of the folded text in which nothing is looked for: the texts of links.
    pub(super) link_texts: Vec<(u32, u32)>,
    /// Links by hand: where they begin in the folded text, and which of the outline's they are.
    pub(super) manual_links: Vec<(u32, u32)>,
    /// The section it belongs to, counted in its piece.
    pub(super) section: u32,
}

/// A stretch of folded text that is, byte for byte, a stretch of the source; or, where it is not,
/// stands for one.
#[derive(Clone, Copy, Debug)]
struct Segment {
    folded_start: u32,
    source: Span,
    verbatim: bool,
    /// The emphasis it lies in: segments with one number lie side by side in one element.
    scope: u32,
}

impl Block {
    fn segment_at(&self, at: u32) -> Segment {
        let index = self.segments.partition_point(|segment| segment.folded_start <= at);
        self.segments[index.saturating_sub(1)]
    }

    /// Where bytes `from..to` of the folded text stand in the piece.
    pub(super) fn source_span(&self, from: usize, to: usize) -> Span {
        let (from, to) = (to_u32(from), to_u32(to));
        let (first, last) = (self.segment_at(from), self.segment_at(to.saturating_sub(1)));
        let start = if first.verbatim {
            first.source.start + (from - first.folded_start)
        } else {
            first.source.start
        };
        let end = if last.verbatim {
            last.source.start + (to - last.folded_start)
        } else {
            last.source.end
        };
        Span { start, end: end.max(start) }
    }

    /// Where in the folded text that stands which is written at a place of the source, if it is one
    /// thing, as a citation is.
    pub(super) fn folded_position(&self, source: Span) -> Option<usize> {
        self.segments
            .iter()
            .find(|segment| segment.source == source)
            .map(|segment| segment.folded_start as usize)
    }

    /// True where bytes `from..to` begin and end in one element, so that a link can go round them.
    pub(super) fn is_within_one_element(&self, from: usize, to: usize) -> bool {
        self.segment_at(to_u32(from)).scope == self.segment_at(to_u32(to).saturating_sub(1)).scope
    }

    fn push_text(&mut self, text: &str, source: Span, scope: u32) {
        let verbatim = text.len() == source.range().len();
        let mut at = 0;
        let mut run_start = 0;
        if verbatim && text.is_ascii() {
            // Folded with the rest of the block.
            return self.push_run(text, source, scope, true);
        }
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let mut folded = fold_punctuation(c);
            let mut length = c.len_utf8();
            // A letter and the marks that follow it are the one letter they compose (NFC), as in
            // the names.
            while let Some((mark, composed)) = chars
                .peek()
                .filter(|mark| !mark.is_ascii())
                .and_then(|mark| Some((*mark, compose(folded, *mark)?)))
            {
                folded = composed;
                length += mark.len_utf8();
                chars.next();
            }
            if folded != c {
                self.push_run(
                    &text[run_start..at],
                    sub_span(source, run_start, at, verbatim),
                    scope,
                    verbatim,
                );
                let mut buffer = [0; 4];
                self.push_run(
                    folded.encode_utf8(&mut buffer),
                    sub_span(source, at, at + length, verbatim),
                    scope,
                    verbatim && folded.len_utf8() == length,
                );
                run_start = at + length;
            }
            at += length;
        }
        self.push_run(
            &text[run_start..],
            sub_span(source, run_start, at, verbatim),
            scope,
            verbatim,
        );
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

    fn push_run(&mut self, text: &str, source: Span, scope: u32, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let folded = to_u32(self.text.len());
        self.text.push_str(text);
        if let Some(last) = self.segments.last_mut() {
            // Of another element it would be only behind a mark, which is no part of the text.
            if last.verbatim && verbatim && last.source.end == source.start {
                last.source.end = source.end;
                return;
            }
        }
        self.segments.push(Segment { folded_start: folded, source, verbatim, scope });
    }
}

fn sub_span(source: Span, from: usize, to: usize, verbatim: bool) -> Span {
    if verbatim {
        Span { start: source.start + to_u32(from), end: source.start + to_u32(to) }
    } else {
        source
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The section of notes at the foot of a page.
const FOOTNOTES_SECTION: u32 = u32::MAX;

/// The blocks of a piece, in order. Headings, code and raw HTML are no blocks; the text of links is
/// in its block, but nothing is looked for in it.
pub(super) fn blocks(document: &Document, piece: TextId) -> Vec<Block> {
    let outline = document.outline(piece);
    let mut walk = BlockBuilder {
        finished: Vec::new(),
        block: Block::default(),
        outline,
        sections: 0,
        skip_depth: 0,
        footnote_depth: 0,
        scopes: vec![0],
        next_scope: 1,
        link_start: 0,
    };
    for (part, span) in outline.events.iter(document.markdown(piece)) {
        walk.on_event(part, span);
    }
    walk.flush();
    walk.finished
}

struct BlockBuilder<'a> {
    finished: Vec<Block>,
    block: Block,
    outline: &'a Outline,
    sections: u32,
    /// Depth inside something that is not looked at.
    skip_depth: u32,
    footnote_depth: u32,
    scopes: Vec<u32>,
    next_scope: u32,
    link_start: u32,
}

impl BlockBuilder<'_> {
    fn on_event(&mut self, part: MdEvent<'_>, span: Span) {
        match part {
            MdEvent::Start(tag) => self.start(tag, span),
            MdEvent::End(tag) => self.end(tag),
            _ if self.skip_depth > 0 => {}
            MdEvent::Text(text) => {
                let scope = self.scope();
                self.block.push_text(text, span, scope);
            }
            MdEvent::SoftBreak | MdEvent::HardBreak => {
                let scope = self.scope();
                self.block.push_run(" ", span, scope, false);
            }
            MdEvent::Code(_)
            | MdEvent::Html(_)
            | MdEvent::FootnoteRef(_)
            | MdEvent::Citation(_) => self.push_placeholder(span),
            MdEvent::TaskMarker(_) | MdEvent::Rule => {}
        }
    }

    fn scope(&self) -> u32 {
        self.scopes.last().copied().unwrap_or(0)
    }

    fn push_placeholder(&mut self, span: Span) {
        let mut buffer = [0; 4];
        let scope = self.scope();
        self.block.push_run(OBJECT_PLACEHOLDER.encode_utf8(&mut buffer), span, scope, false);
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        if self.skip_depth > 0 {
            self.skip_depth += 1;
            return;
        }
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
                self.open_scope();
            }
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => self.open_scope(),
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.footnote_depth += 1;
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
        if self.skip_depth > 0 {
            self.skip_depth -= 1;
            return;
        }
        match tag {
            TagEnd::Link => {
                self.block.link_texts.push((self.link_start, to_u32(self.block.text.len())));
                self.scopes.pop();
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                self.scopes.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.footnote_depth = self.footnote_depth.saturating_sub(1);
            }
            _ => self.flush(),
        }
    }

    fn flush(&mut self) {
        if self.block.text.is_empty() {
            self.block.link_texts.clear();
            self.block.manual_links.clear();
            return;
        }
        let mut block = std::mem::take(&mut self.block);
        block.fold_ascii();
        block.section = if self.footnote_depth > 0 { FOOTNOTES_SECTION } else { self.sections };
        self.finished.push(block);
        self.scopes.truncate(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_folded_keeps_its_length() {
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
