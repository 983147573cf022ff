//! What stands in a piece of Markdown, part by part.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::as_citation;

/// One thing that the parser found in a piece, in its order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MdEvent<'a> {
    /// Words as they are read, their line breaks among them.
    Text(&'a str),
    /// Code within a line.
    Code(&'a str),
    /// Raw HTML.
    Html(&'a str),
    /// A citation: what stands between its brackets.
    Citation(&'a str),
    /// A mark that leads to the footnote of this label.
    FootnoteRef(&'a str),
    /// The box of a task, ticked or not.
    TaskMarker(bool),
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
