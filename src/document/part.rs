//! What stands in a piece of Markdown, part by part.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::citation_of;

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
    pub(super) fn of(event: &'a Event<'_>) -> Self {
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
