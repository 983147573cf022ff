//! One file into its [`Document`]: what it says by itself. It knows no other file, and parsing
//! never fails.

mod citation;
mod front_matter;
mod page_kind;
mod analyze;
pub mod markdown;
mod packed_events;
mod md_events;
mod messages;
mod outline;
mod parse;
mod md_event;
mod plain_text;
mod quotation;
mod decode;
mod sources;
mod split_front_matter;
mod hidden_text;
pub mod schema;

pub use citation::{Citation, CitationItem};
pub use front_matter::{
    CommonFields, CountryFields, EventFields, FigureFields, FrontMatter, Role, TopicFields, Update,
    WhereThingsStand, WrittenRef,
};
pub use md_event::MdEvent;
pub use messages::CODES;
pub use outline::{LinkForm, Outline, WrittenLink};
pub use page_kind::{PageKind, Section};
pub use parse::parse;
pub use quotation::Quotation;
pub use sources::{Source, parse_shared_sources};

use std::sync::Arc;

use crate::config::MarkdownOptions;
use crate::data::{Format, InlineMarkdown, Spanned};
use crate::diagnostics::Diagnostic;
use crate::text::{ArenaStr, Slug, SourcePath, Span};

/// A stretch of Markdown of a page: a prose of its front matter, or its body, which comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u16);

/// What one file says. Immutable; nothing in it depends on another file.
///
/// Its head is what other pages may know of it, and all that [`crate::catalog`] sees: a body cannot
/// change another page's name, kind or address.
#[derive(Clone, Debug)]
pub struct Document {
    /// Everything but its prose.
    pub head: Arc<Head>,
    /// Its whole text.
    pub text: ArenaStr,
    /// The prose of its front matter, by [`TextId`].
    pub front_texts: Box<[InlineMarkdown]>,
    /// Where the Markdown of the body stands in the text.
    pub body: Span,
    /// What was found in each piece; that of the body comes last.
    pub outlines: Box<[Outline]>,
    /// How it was read.
    pub markdown_options: MarkdownOptions,
    /// What is wrong with it.
    pub problems: Box<[Diagnostic]>,
}

/// What a file says apart from its prose: its place, its title and its front matter.
#[derive(Clone, Debug)]
pub struct Head {
    /// The file.
    pub path: SourcePath,
    /// What kind of page it makes.
    pub kind: PageKind,
    /// What it is referred to by: `figures/kim-jong-un`, `about`; never changed by `slug`.
    pub id: Box<str>,
    /// The title it gives itself; `None` where nothing but the file's name does.
    pub title: Option<Spanned<Box<str>>>,
    /// The last part of its address.
    pub slug: Slug,
    /// Keys that every page may have.
    pub common: CommonFields,
    /// Keys of its kind.
    pub front: FrontMatter,
    /// In which notation its front matter is written; `None` where it has none.
    pub format: Option<Format>,
    /// True for a page whose text says nothing: no description and no body.
    pub is_blank: bool,
}

impl std::ops::Deref for Document {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl Head {
    /// The title, or where it gives itself none, the name of its file.
    pub fn title_text(&self) -> &str {
        match &self.title {
            Some(title) => &title.value,
            None => page_kind::name_from_path(&self.path),
        }
    }

    /// Where its title stands; the beginning of a file that does not give it.
    pub fn title_span(&self) -> Span {
        self.title.as_ref().map_or(Span::default(), |title| title.span)
    }

    /// The anchors of the parts of its page that are made from its front matter; no heading of its
    /// body has one of them.
    pub fn reserved_anchors(&self) -> Vec<&'static str> {
        reserved_anchors(&self.front)
    }

    /// Its place in the order of reading, where it is an article that has one.
    pub fn order(&self) -> Option<i64> {
        match &self.front {
            FrontMatter::Article(article) => article.order,
            _ => None,
        }
    }
}

impl Document {
    /// The body as a piece.
    pub fn body_id(&self) -> TextId {
        TextId(u16::try_from(self.front_texts.len()).unwrap_or(u16::MAX))
    }

    /// All pieces in reading order.
    pub fn text_ids(&self) -> impl Iterator<Item = TextId> + use<> {
        (0..=self.body_id().0).map(TextId)
    }

    /// The Markdown of a piece.
    pub fn markdown(&self, piece: TextId) -> &str {
        match self.front_texts.get(usize::from(piece.0)) {
            Some(prose) => &prose.text,
            None => &self.text[self.body.range()],
        }
    }

    /// What was found in a piece.
    pub fn outline(&self, piece: TextId) -> &Outline {
        &self.outlines[usize::from(piece.0)]
    }

    /// The outline of the body.
    pub fn body_outline(&self) -> &Outline {
        self.outline(self.body_id())
    }

    /// The citations of a piece, in order.
    pub fn citations(&self, piece: TextId) -> impl Iterator<Item = Citation<'_>> {
        self.outline(piece).events.citations(self.markdown(piece))
    }

    /// Where bytes `span` of a piece stand in the file.
    pub fn file_span(&self, piece: TextId, span: Span) -> Span {
        match self.front_texts.get(usize::from(piece.0)) {
            Some(prose) => prose.file_span(span),
            None => span.shifted(self.body.start as usize),
        }
    }

    /// The number of words a reader reads.
    pub fn word_count(&self) -> usize {
        self.outlines.iter().map(|outline| outline.word_count as usize).sum()
    }

    /// The same document, sharing the head of an `earlier` reading of its file where nothing in the
    /// head has changed. Stages that look at heads alone then know at a glance what they need not
    /// do again.
    pub fn share_head_with(mut self, earlier: &Document) -> Self {
        // A head is made of the path, of what stands before the body, and of the two things that a
        // body may add: a title, and being there at all.
        let same = self.path == earlier.path
            && self.markdown_options == earlier.markdown_options
            && self.text[..self.body.start as usize] == earlier.text[..earlier.body.start as usize]
            && self.title == earlier.title
            && self.is_blank == earlier.is_blank;
        if same {
            self.head = earlier.head.clone();
        }
        self
    }
}

fn reserved_anchors(front: &FrontMatter) -> Vec<&'static str> {
    let mut anchors = Vec::new();
    match front {
        FrontMatter::Event(_, event) => {
            anchors.extend(event.outcome.map(|_| "outcome"));
            anchors.extend(event.significance.map(|_| "significance"));
            anchors.extend((!event.accounts.is_empty()).then_some("accounts"));
        }
        FrontMatter::Country(_, country) => {
            anchors.extend(country.stance.as_ref().map(|_| "stance"))
        }
        _ => {}
    }
    anchors.extend(front.topic().and_then(|topic| topic.why).map(|_| "why"));
    anchors
}
