//! One file into its [`Document`]. It knows no other file, and parsing never fails.

mod analyze;
mod callouts;
mod citation;
mod decode;
mod extensions;
mod false_definitions;
mod foreign_syntax;
mod front_matter;
mod hidden_text;
mod inline_extensions;
pub mod markdown;
mod md_events;
mod messages;
mod nested_emphasis;
mod outline;
mod page_kind;
mod parse;
mod picture_address;
mod picture_text;
mod plain_text;
mod quotation;
mod ranged_events;
mod sources;
mod split_front_matter;
mod theme_blocks;
mod typographic_events;

pub use citation::{Citation, CitationItem};
pub use decode::schema_of;
pub use front_matter::{
    AltName, CommonFields, Coordinates, CountryFields, EventFields, FigureFields, FrontMatter,
    Image, Role, TopicFields, Update, WhereThingsStand, WrittenRef,
};
pub use md_events::MdEvent;
pub use messages::CODES;
pub use outline::{LinkForm, Outline, WrittenLink};
pub use page_kind::{PageKind, Section, classify};
pub use parse::parse;
pub use picture_text::PictureText;
pub use quotation::Quotation;
pub use sources::{Source, SourcesToml, parse_shared_sources};
pub use theme_blocks::{
    AccountsBlock, BlockData, ChartBlock, ChartMistake, ChartNumber, ChartPlace, ChartProblem,
    ChartTable, GalleryBlock, MapBlock, QuoteBlock, RelationsBlock, StorylineBlock, ThemeBlock,
    TimelineBlock,
};

use std::cmp::Ordering;
use std::sync::Arc;

use crate::config::{Config, MarkdownOptions};
use crate::data::{Format, InlineMarkdown, Spanned};
use crate::diagnostics::Diagnostic;
use crate::text::{ArenaStr, LetterCase, QuotationMarks, Slug, SourcePath, Span};

/// What besides a file decides its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseOptions {
    /// From `[markdown]`.
    pub markdown: MarkdownOptions,
    /// Of ids and headings.
    pub letter_case: LetterCase,
    /// Those of the language of the site; a page may have a language of its own.
    pub quotation_marks: &'static QuotationMarks,
}

impl ParseOptions {
    /// Those of a site.
    pub fn new(config: &Config) -> Self {
        ParseOptions {
            markdown: config.markdown,
            letter_case: LetterCase::of_language(&config.language),
            quotation_marks: QuotationMarks::of_language(&config.language),
        }
    }
}

/// A Markdown text of a page: one of its front matter, its body, or one of a block in the body. They
/// are numbered in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u16);

/// The contents of one file. Immutable; nothing in it depends on another file.
#[derive(Clone, Debug)]
pub struct Document {
    pub head: Arc<Head>,
    /// The whole file.
    pub text: ArenaStr,
    /// The Markdown texts of front matter, by [`TextId`].
    pub front_texts: Box<[InlineMarkdown]>,
    /// The Markdown texts of blocks.
    pub block_texts: Box<[InlineMarkdown]>,
    /// The Markdown of the body, in `text`.
    pub body: Span,
    /// By [`TextId`].
    pub outlines: Box<[Outline]>,
    /// The blocks of the body that the theme draws, in order.
    pub blocks: Box<[ThemeBlock]>,
    pub parse_options: ParseOptions,
    pub problems: Box<[Diagnostic]>,
}

/// A document except its Markdown texts. Other pages and [`crate::catalog`] see nothing else: a body
/// cannot change another page's name, kind or address.
#[derive(Clone, Debug)]
pub struct Head {
    pub path: SourcePath,
    pub kind: PageKind,
    /// What references name: `events/first-flight`, `about`; `slug` does not change it.
    pub id: Box<str>,
    /// `None` where only the name of the file gives one.
    pub title: Option<Spanned<Box<str>>>,
    /// The last part of the address.
    pub slug: Slug,
    pub common: CommonFields,
    pub front: FrontMatter,
    /// `None` without front matter.
    pub format: Option<Format>,
    /// True for a page without description and body.
    pub is_blank: bool,
}

impl std::ops::Deref for Document {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl Head {
    /// The title, or the name of the file.
    pub fn title_text(&self) -> &str {
        match &self.title {
            Some(title) => &title.value,
            None => page_kind::name_from_path(&self.path),
        }
    }

    /// The language of the page (BCP 47), if it is not that of the site.
    pub fn language(&self) -> Option<&str> {
        self.common.language.as_ref().map(|language| &*language.value)
    }

    /// The offices of a person.
    pub fn offices(&self) -> impl Iterator<Item = &str> {
        let roles = match &self.front {
            FrontMatter::Figure(_, figure) => &figure.roles[..],
            _ => &[],
        };
        roles.iter().map(|role| &*role.office.value)
    }

    /// Where the title stands; the beginning of the file where that is not known.
    pub fn title_span(&self) -> Span {
        self.title.as_ref().map_or(Span::default(), |title| title.span)
    }

    /// See [`FrontMatter::reserved_anchors`].
    pub fn reserved_anchors(&self) -> Vec<&'static str> {
        self.front.reserved_anchors()
    }

    /// The place of an article in the reading order.
    pub fn order(&self) -> Option<i64> {
        match &self.front {
            FrontMatter::Article(article) => article.order,
            _ => None,
        }
    }
}

impl Document {
    /// The pictures that keys of the front matter and of blocks name.
    pub fn key_pictures(&self) -> impl Iterator<Item = &WrittenRef> {
        let image = self.common.image.as_deref();
        image
            .into_iter()
            .chain(self.block_pictures())
            .map(|image| &image.src)
            .chain(self.front.flag())
    }

    /// The pictures that blocks show.
    pub fn block_pictures(&self) -> impl Iterator<Item = &Image> {
        self.blocks.iter().flat_map(|block| block.data.pictures())
    }

    /// The block `quote` whose words are in a text.
    pub fn quote_with_text(&self, text: TextId) -> Option<&QuoteBlock> {
        self.blocks.iter().find_map(|block| match &block.data {
            BlockData::Quote(quote) if quote.text == Some(text) => Some(quote),
            _ => None,
        })
    }

    pub fn body_id(&self) -> TextId {
        TextId(u16::try_from(self.front_texts.len()).unwrap_or(u16::MAX))
    }

    /// All texts: those of the front matter and the body in reading order, then those of blocks.
    pub fn text_ids(&self) -> impl Iterator<Item = TextId> + use<> {
        (0..u16::try_from(self.outlines.len()).unwrap_or(u16::MAX)).map(TextId)
    }

    /// A text that is not the body.
    pub(super) fn inline_markdown(&self, id: TextId) -> Option<&InlineMarkdown> {
        let (at, body) = (usize::from(id.0), self.front_texts.len());
        match at.cmp(&body) {
            Ordering::Less => self.front_texts.get(at),
            Ordering::Equal => None,
            Ordering::Greater => self.block_texts.get(at - body - 1),
        }
    }

    pub fn markdown(&self, id: TextId) -> &str {
        match self.inline_markdown(id) {
            Some(text) => &text.text,
            None => &self.text[self.body.range()],
        }
    }

    pub fn outline(&self, id: TextId) -> &Outline {
        &self.outlines[usize::from(id.0)]
    }

    pub fn body_outline(&self) -> &Outline {
        self.outline(self.body_id())
    }

    /// The citations of a text, in order.
    pub fn citations(&self, id: TextId) -> impl Iterator<Item = Citation<'_>> {
        self.outline(id).events.citations(self.markdown(id))
    }

    /// The citations of all texts in reading order, each with its text: those of a block are read
    /// where it stands in the body.
    pub fn citations_in_order(&self) -> Vec<(TextId, Citation<'_>)> {
        let body = self.body_id();
        let start_of_block = |id: TextId| {
            let text = self.inline_markdown(id)?.span.start;
            let mut starts = self.blocks.iter().map(|block| self.body.start + block.span.start);
            starts.rfind(|start| *start <= text)
        };
        let place = |id: TextId, citation: &Citation<'_>| match id.cmp(&body) {
            Ordering::Less => (id, 0, id),
            Ordering::Equal => (body, self.file_span(id, citation.span).start, id),
            Ordering::Greater => (body, start_of_block(id).unwrap_or_default(), id),
        };
        let all = self.text_ids().flat_map(|id| self.citations(id).map(move |it| (id, it)));
        let mut all: Vec<(TextId, Citation<'_>)> = all.collect();
        if !self.block_texts.is_empty() {
            all.sort_by_key(|(id, citation)| place(*id, citation));
        }
        all
    }

    /// Where bytes `span` of a text stand in the file.
    pub fn file_span(&self, id: TextId, span: Span) -> Span {
        match self.inline_markdown(id) {
            Some(text) => text.file_span(span),
            None => span.shifted(self.body.start as usize),
        }
    }

    /// The number of words of visible text.
    pub fn word_count(&self) -> usize {
        self.outlines.iter().map(|outline| outline.word_count as usize).sum()
    }

    /// Shares the head of an `earlier` version of the file where it is the same, so that stages
    /// that depend on heads alone can compare pointers.
    pub fn share_head_with(mut self, earlier: &Document) -> Self {
        // A head depends on the path, on the text before the body, and on whether the body has a
        // title and visible text.
        let same = self.path == earlier.path
            && self.parse_options == earlier.parse_options
            && self.text[..self.body.start as usize] == earlier.text[..earlier.body.start as usize]
            && self.title == earlier.title
            && self.is_blank == earlier.is_blank;
        if same {
            self.head = earlier.head.clone();
        }
        self
    }
}
