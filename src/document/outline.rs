//! What is found in a stretch of Markdown: headings, links, quotations, and all of it as markup.

use std::ops::Range;

use super::hidden_text::ranges_outside;
use super::md_events::MdEvents;
use super::quotation::Quotation;
use crate::text::Span;

/// What is found in one piece. All spans are in the piece.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Headings in order; one that became the page's title is not among them.
    pub headings: Box<[Heading]>,
    /// Links by hand, in order.
    pub links: Box<[WrittenLink]>,
    /// Attributed quotations.
    pub quotations: Box<[Quotation]>,
    /// The first paragraph.
    pub first_paragraph: Option<Span>,
    /// The heading that gave the page its title.
    pub title: Option<(Box<str>, Span)>,
    /// What no page shows: comments, and definitions of links. In order.
    pub hidden: Box<[Span]>,
    /// Words a reader reads.
    pub word_count: u32,
    /// All of it.
    pub events: MdEvents,
}

impl Outline {
    /// True where nothing of the piece, whose Markdown is `text`, is shown.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        self.visible_parts(text, 0..text.len()).all(|piece| piece.trim().is_empty())
    }

    /// The parts of a stretch of the piece, whose Markdown is `text`, that are not
    /// [`Self::unseen`].
    pub fn visible_parts<'a>(
        &'a self,
        text: &'a str,
        stretch: Range<usize>,
    ) -> impl Iterator<Item = &'a str> {
        ranges_outside(stretch, self.hidden.iter().map(|span| span.range()))
            .map(|piece| &text[piece])
    }

    /// Which of its links by hand, pictures among them, stands at a place.
    pub fn link_at(&self, place: Span) -> Option<usize> {
        let index = self.links.partition_point(|link| link.span.start < place.start);
        self.links.get(index).filter(|link| link.span == place).map(|_| index)
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2–6; a `#` that is not the title is shown as `##`.
    pub level: u8,
    /// Its words.
    pub text: Box<str>,
    /// Its anchor, one of its own on the page.
    pub anchor: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// A link or picture by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLink {
    /// Where it stands, with its brackets.
    pub span: Span,
    /// How it is written.
    pub form: LinkForm,
    /// True where it has no words of its own: there is nothing but space between its brackets, or
    /// behind its bar. Never of a picture.
    pub is_textless: bool,
    /// Where it leads, as written, without its anchor.
    pub target: Box<str>,
    /// The anchor after `#`.
    pub anchor: Option<Box<str>>,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `[[target]]`.
    Wiki,
    /// `[[target|text]]`.
    WikiWithText,
    /// `[[!name]]`: this mention is to stay plain.
    Suppressed,
    /// `[text](target)` and its kin.
    Inline,
    /// `![alt](target)`.
    Image,
}
