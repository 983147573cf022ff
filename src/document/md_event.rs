//! One event of parsed Markdown.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::as_citation;

/// An event of the Markdown parser, with citations as events of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MdEvent<'a> {
    /// Visible text; may contain line breaks.
    Text(&'a str),
    /// Inline code.
    Code(&'a str),
    Html(&'a str),
    /// What is between the brackets of a citation.
    Citation(&'a str),
    /// A reference to the footnote of this label.
    FootnoteRef(&'a str),
    /// The checkbox of a task.
    TaskMarker(bool),
    /// A line break of the source that is not inside a `Text`.
    SoftBreak,
    /// A forced line break.
    HardBreak,
    /// A thematic break.
    Rule,
    /// Its span is that of the whole element.
    Start(&'a Tag<'a>),
    End(TagEnd),
}

impl<'a> MdEvent<'a> {
    pub(super) fn from_event(event: &'a Event<'_>) -> Self {
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                MdEvent::Text(text)
            }
            Event::Code(code) => MdEvent::Code(code),
            Event::Html(raw) | Event::InlineHtml(raw) => MdEvent::Html(raw),
            Event::Start(tag) => as_citation(tag).map_or(MdEvent::Start(tag), MdEvent::Citation),
            Event::End(end) => MdEvent::End(*end),
            Event::FootnoteReference(label) => MdEvent::FootnoteRef(label),
            Event::TaskListMarker(done) => MdEvent::TaskMarker(*done),
            Event::SoftBreak => MdEvent::SoftBreak,
            Event::HardBreak => MdEvent::HardBreak,
            Event::Rule => MdEvent::Rule,
        }
    }
}
