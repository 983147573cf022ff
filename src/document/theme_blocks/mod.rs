//! Fenced blocks that the theme draws. Their data is TOML, and their language the name of a block.

mod accounts;
mod chart;
mod chart_number;
mod chart_table;
mod gallery;
mod map;
mod quote;
mod relations;
mod storyline;
mod timeline;

pub use accounts::AccountsBlock;
pub use chart::ChartBlock;
pub use chart_number::ChartNumber;
pub use chart_table::{ChartMistake, ChartPlace, ChartProblem, ChartTable};
pub use gallery::GalleryBlock;
pub use map::MapBlock;
pub use quote::QuoteBlock;
pub use relations::RelationsBlock;
pub use storyline::StorylineBlock;
pub use timeline::TimelineBlock;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Tag};

use super::front_matter::{Image, WrittenRef};
use super::md_events::MdEvent;
use super::messages;
use super::outline::Outline;
use crate::data::{Decode, Decoder, Format, InlineMarkdown, Schema, parse as parse_data};
use crate::diagnostics::{Diagnostic, is_typing_error};
use crate::text::{QuotationMarks, SourcePath, Span, with_typographic_marks};

/// A block of a body that the theme draws.
#[derive(Clone, Debug)]
pub struct ThemeBlock {
    /// In the body.
    pub span: Span,
    pub data: BlockData,
}

/// Declares the kinds of blocks once: their names, what their data is called in code, and its type.
macro_rules! block_kinds {
    ($($name:literal $kind:ident($data:ident),)+) => {
        /// What a block says, by its kind.
        #[derive(Clone, Debug)]
        pub enum BlockData {
            $($kind($data),)+
        }

        impl BlockData {
            /// The kinds of blocks and the keys of each.
            pub const SCHEMAS: &[(&str, &Schema)] = &[$(($name, $data::SCHEMA),)+];

            /// The name of the kind: the language of the fence, and the name of the template.
            pub fn name(&self) -> &'static str {
                match self {
                    $(BlockData::$kind(_) => $name,)+
                }
            }

            pub fn title(&self) -> Option<&str> {
                match self {
                    $(BlockData::$kind(data) => data.title.as_deref(),)+
                }
            }

            /// Reads the TOML in `contents` of a file. Adds its Markdown to `texts`.
            fn parse(
                name: &str,
                path: &SourcePath,
                file: &str,
                contents: Span,
                texts: &mut BlockTexts,
                problems: &mut Vec<Diagnostic>,
            ) -> Option<BlockData> {
                match name {
                    $($name => {
                        let schema = $data::SCHEMA;
                        let parsed = parse_data(schema, Format::Toml, path, file, contents, problems);
                        let first = texts.first + texts.texts.len();
                        let mut decoder =
                            Decoder::new(path, file, &parsed, problems).with_texts_from(first);
                        let data = $data::decode(&parsed.node, &mut decoder);
                        texts.texts.append(&mut decoder.inline_markdown);
                        data.map(BlockData::$kind)
                    })+
                    _ => None,
                }
            }
        }
    };
}

block_kinds! {
    "map" Map(MapBlock),
    "storyline" Storyline(StorylineBlock),
    "chart" Chart(ChartBlock),
    "timeline" Timeline(TimelineBlock),
    "relations" Relations(RelationsBlock),
    "gallery" Gallery(GalleryBlock),
    "accounts" Accounts(AccountsBlock),
    "quote" Quote(QuoteBlock),
}

impl BlockData {
    /// The plain texts that are prose.
    fn prose_mut(&mut self) -> Vec<&mut Box<str>> {
        match self {
            BlockData::Chart(chart) => chart.prose_mut().collect(),
            BlockData::Gallery(gallery) => gallery.prose_mut().collect(),
            BlockData::Map(MapBlock { title, .. })
            | BlockData::Storyline(StorylineBlock { title, .. })
            | BlockData::Timeline(TimelineBlock { title, .. })
            | BlockData::Relations(RelationsBlock { title, .. })
            | BlockData::Accounts(AccountsBlock { title, .. })
            | BlockData::Quote(QuoteBlock { title, .. }) => title.iter_mut().collect(),
        }
    }

    /// The ids of sources in it, but for those in its texts.
    pub fn source_ids(&self) -> impl Iterator<Item = &WrittenRef> {
        let (accounts, own) = match self {
            BlockData::Accounts(block) => (&block.accounts[..], &[][..]),
            BlockData::Quote(block) => (&[][..], &block.sources[..]),
            _ => (&[][..], &[][..]),
        };
        accounts.iter().flat_map(|account| &account.sources).chain(own)
    }

    /// The pictures that it shows.
    pub fn pictures(&self) -> &[Image] {
        match self {
            BlockData::Gallery(gallery) => &gallery.pictures,
            _ => &[],
        }
    }
}

/// The Markdown texts of blocks, numbered from `first`.
pub(super) struct BlockTexts {
    pub(super) first: usize,
    pub(super) texts: Vec<InlineMarkdown>,
}

/// The language of a fence.
fn language(info: &str) -> &str {
    info.split_whitespace().next().unwrap_or_default()
}

/// The kind of block of a name.
fn block_name(language: &str) -> Option<&'static str> {
    BlockData::SCHEMAS.iter().map(|(name, _)| *name).find(|name| *name == language)
}

/// The kind of block that a language, which is none, was probably meant to be.
fn intended_block_name(language: &str) -> Option<&'static str> {
    let mut names = BlockData::SCHEMAS.iter().map(|(name, _)| *name);
    names.find(|name| is_typing_error(language, name))
}

/// Finds and decodes the blocks of a body, and adds their Markdown to `texts`. `file` is the whole
/// file; `marks` are what straight quotation marks become.
pub(super) fn find_blocks(
    path: &SourcePath,
    (file, body): (&str, Span),
    outline: &Outline,
    marks: Option<&'static QuotationMarks>,
    texts: &mut BlockTexts,
    problems: &mut Vec<Diagnostic>,
) -> Box<[ThemeBlock]> {
    let text = &file[body.range()];
    // Most bodies have none, and their events need not be read.
    let has_fence = |fence: &str| memmem::find(text.as_bytes(), fence.as_bytes()).is_some();
    if !has_fence("```") && !has_fence("~~~") {
        return Box::default();
    }
    let (mut depth, mut blocks) = (0, Vec::new());
    for (event, span) in outline.events.iter(text) {
        match event {
            MdEvent::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let in_file = span.shifted(body.start as usize);
                let language = language(info);
                if let Some(name) = block_name(language) {
                    match contents(file, in_file).filter(|_| depth == 0) {
                        Some(contents) => {
                            let mut data =
                                BlockData::parse(name, path, file, contents, texts, problems);
                            if let (Some(data), Some(marks)) = (&mut data, marks) {
                                for text in data.prose_mut() {
                                    *text = with_typographic_marks(text, marks).into();
                                }
                            }
                            blocks.extend(data.map(|data| ThemeBlock { span, data }));
                        }
                        None => problems.push(messages::nested_block(path, in_file, name)),
                    }
                } else if let Some(name) = intended_block_name(language) {
                    problems.push(messages::misspelt_block(path, in_file, language, name));
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
