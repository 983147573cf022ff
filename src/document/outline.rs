//! The outline of a Markdown text: headings, links, quotations, and its events.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Tag;

use super::hidden_text::ranges_outside;
use super::md_events::{MdEvent, MdEvents};
use super::quotation::Quotation;
use crate::text::Span;

/// What analysis finds in one text. All spans are in the text.
#[derive(Clone, Debug)]
pub struct Outline {
    /// In order, without the heading that is the title of the page.
    pub headings: Box<[Heading]>,
    /// Manual links and images, in order.
    pub links: Box<[WrittenLink]>,
    pub quotations: Box<[Quotation]>,
    /// Paragraphs that are the title of a callout.
    pub callout_titles: Box<[Span]>,
    pub first_paragraph: Option<Span>,
    /// The heading that is the title of the page.
    pub title: Option<(Box<str>, Span)>,
    /// Comments and link definitions, in order: no page shows them.
    pub hidden: Box<[Span]>,
    pub word_count: u32,
    pub events: MdEvents,
}

impl Outline {
    /// The titles of the pictures, which are shown as captions. `text` is the text of the outline.
    pub fn captions<'t>(&'t self, text: &'t str) -> impl Iterator<Item = String> + 't {
        // Most texts have no picture, and their events need not be read.
        let has_pictures = self.links.iter().any(|link| link.form == LinkForm::Image);
        let events = has_pictures.then(|| self.events.iter(text));
        events.into_iter().flatten().filter_map(|(event, _)| match event {
            MdEvent::Start(Tag::Image { title, .. }) if !title.is_empty() => {
                Some(title.to_string())
            }
            _ => None,
        })
    }

    /// True where nothing of the text is visible. `text` is its Markdown.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        self.visible_parts(text, 0..text.len()).all(|part| part.trim().is_empty())
    }

    /// The parts of a range of the text, whose Markdown is `text`, that are not
    /// [`Self::hidden`].
    pub fn visible_parts<'a>(
        &'a self,
        text: &'a str,
        range: Range<usize>,
    ) -> impl Iterator<Item = &'a str> {
        ranges_outside(range, self.hidden.iter().map(|span| span.range())).map(|part| &text[part])
    }

    /// The index of the link or image with this span.
    pub fn link_at(&self, place: Span) -> Option<usize> {
        let index = self.links.partition_point(|link| link.span.start < place.start);
        self.links.get(index).filter(|link| link.span == place).map(|_| index)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2–6: a `#` that is not the title is visible as `##`.
    pub level: u8,
    pub text: Box<str>,
    /// Unique on the page.
    pub anchor: Box<str>,
    pub span: Span,
}

/// A manual link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLink {
    /// With the brackets.
    pub span: Span,
    pub form: LinkForm,
    /// True where there is nothing but space between its brackets, or after its `|`; for images,
    /// without alternative text.
    pub is_textless: bool,
    /// As written, without the anchor.
    pub target: Box<str>,
    /// Without `#`.
    pub anchor: Option<Box<str>>,
}

impl WrittenLink {
    /// As written, with the anchor.
    pub fn address(&self) -> Cow<'_, str> {
        match &self.anchor {
            Some(anchor) => format!("{}#{anchor}", self.target).into(),
            None => Cow::Borrowed(&self.target),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `[[target]]`.
    Wiki,
    /// `[[target|text]]`.
    WikiWithText,
    /// `[[!name]]`: this mention is not linked.
    Suppressed,
    /// `[text](target)` and other Markdown links.
    Inline,
    /// `![alt](target)`.
    Image,
}
