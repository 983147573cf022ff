//! Fenced blocks that the theme draws. Their data is TOML, and their language the name of a block.

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Tag};

use super::front_matter::WrittenRef;
use super::md_events::MdEvent;
use super::messages;
use super::outline::Outline;
use crate::data::{Decode, Decoder, Format, parse as parse_data, records};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};
use crate::time::FuzzyDate;

records! {
    /// A fenced block `storyline`: part of the story, drawn in the text.
    #[derive(Clone, Debug)]
    pub struct StorylineBlock: "a `storyline` block" {
        /// What the drawing shows, in a sentence.
        title: Option<Box<str>>;
        /// The countries with a line of their own, from the top; without `events`, only their
        /// events are drawn.
        lanes: Vec<WrittenRef> = List(&Reference);
        /// The events to draw; by default all of the time.
        events: Vec<WrittenRef> = List(&Reference);
        /// When the drawing begins.
        from: Option<FuzzyDate>;
        /// When the drawing ends.
        until: Option<FuzzyDate>;
    }
}

/// A block of a body that the theme draws.
#[derive(Clone, Debug)]
pub struct ThemeBlock {
    /// In the body.
    pub span: Span,
    pub data: StorylineBlock,
}

/// The only block so far.
const STORYLINE: &str = "storyline";

/// Finds and decodes the blocks of a body. `file` is the whole file.
pub(super) fn find_blocks(
    path: &SourcePath,
    file: &str,
    body: Span,
    outline: &Outline,
    problems: &mut Vec<Diagnostic>,
) -> Box<[ThemeBlock]> {
    let text = &file[body.range()];
    // Most bodies have none, and their events need not be read.
    if memmem::find(text.as_bytes(), STORYLINE.as_bytes()).is_none() {
        return Box::default();
    }
    let (mut depth, mut blocks) = (0, Vec::new());
    for (event, span) in outline.events.iter(text) {
        match event {
            MdEvent::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if info.split_whitespace().next() == Some(STORYLINE) =>
            {
                let in_file = span.shifted(body.start as usize);
                match contents(file, in_file).filter(|_| depth == 0) {
                    Some(contents) => {
                        let (format, schema) = (Format::Toml, StorylineBlock::SCHEMA);
                        let parsed = parse_data(schema, format, path, file, contents, problems);
                        let mut decoder = Decoder::new(path, file, &parsed, problems);
                        let data = StorylineBlock::decode(&parsed.node, &mut decoder);
                        blocks.extend(data.map(|data| ThemeBlock { span, data }));
                    }
                    None => problems.push(messages::nested_block(path, in_file, STORYLINE)),
                }
                depth += 1;
            }
            MdEvent::Start(_) => depth += 1,
            MdEvent::End(_) => depth -= 1,
            _ => {}
        }
    }
    blocks.into()
}

/// The lines between the fences; `None` if it has no closing fence.
fn contents(file: &str, block: Span) -> Option<Span> {
    let text = file[block.range()].trim_end();
    let first_line = text.find('\n')? + 1;
    let last_line = text.rfind('\n')? + 1;
    let last = text[last_line..].trim_start();
    let is_fence = last.starts_with("```") || last.starts_with("~~~");
    let start = block.start as usize;
    (is_fence && first_line <= last_line).then(|| Span::new(start + first_line..start + last_line))
}
