//! Typographic marks in the events of the Markdown parser.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::markdown::is_verbatim;
use super::plain_text::is_inline;
use crate::text::{QuotationMarks, Typographer, with_typographic_marks};

/// Divides texts so that each typographic mark is an event of its own.
pub(super) struct TypographicEvents<'s> {
    source: &'s str,
    marks: &'static QuotationMarks,
    typographer: Typographer<'s>,
    /// The end of the code or address in which texts stay as they are.
    opaque_until: usize,
}

impl<'s> TypographicEvents<'s> {
    /// `None` for a text in which nothing is replaced.
    pub(super) fn new(source: &'s str, marks: &'static QuotationMarks) -> Option<Self> {
        let typographer = Typographer::new(source, marks);
        typographer.may_replace().then_some(TypographicEvents {
            source,
            marks,
            typographer,
            opaque_until: 0,
        })
    }

    /// Passes on an event, or the parts of its text.
    pub(super) fn pass<'e>(
        &mut self,
        mut event: Event<'e>,
        range: Range<usize>,
        act: &mut impl FnMut(Event<'e>, Range<usize>),
    ) where
        's: 'e,
    {
        match &mut event {
            Event::Text(text)
                if range.start >= self.opaque_until && is_verbatim(text, self.source, &range) =>
            {
                let source = self.source;
                let is_escaped = source.as_bytes()[..range.start].ends_with(b"\\");
                return self.typographer.divide(range, is_escaped, |(part, replacement)| {
                    let text = replacement.unwrap_or(&source[part.clone()]);
                    act(Event::Text(CowStr::Borrowed(text)), part);
                });
            }
            Event::Text(text) | Event::Code(text) => self.typographer.skip(text),
            Event::SoftBreak | Event::HardBreak => self.typographer.skip(" "),
            Event::Start(Tag::Image { title, .. } | Tag::Link { title, .. })
                if !title.is_empty() =>
            {
                *title = with_typographic_marks(title, self.marks).into();
            }
            Event::Start(
                Tag::CodeBlock(_)
                | Tag::Link {
                    link_type:
                        LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false },
                    ..
                },
            ) => self.opaque_until = range.end,
            Event::Start(tag) if !is_inline(tag.to_end()) => {
                self.typographer.start_block(range.end)
            }
            _ => {}
        }
        act(event, range);
    }
}
