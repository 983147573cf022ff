//! The whole story, to look things up in, and what all pages have in common.

use std::sync::Arc;

use super::json_ld::JsonLdCache;
use super::sorted_lists::SortedLists;
use super::summaries::{self, day_view};
use super::view::{
    AuthorView, HeadingView, ImageView, LinkView, PageView, SourceView, TopicsByKind, UpdateView,
};
use crate::catalog::{Catalog, PageIx, author_route, markdown_export_route, topic_feed_route};
use crate::config::{Config, TopicKind};
use crate::data::Spanned;
use crate::document::{Document, PageKind, Source, TextId, Update};
use crate::graph::Graph;
use crate::link::{Linked, SourceOrigin};
use crate::prose::{ProseRenderer, RenderTarget};
use crate::text::{Route, Span, excerpt};
use crate::time::Day;

/// Words a reader reads in a minute.
const WORDS_PER_MINUTE: usize = 220;
/// The longest meta description, in characters.
const META_DESCRIPTION_CHARS: usize = 200;

/// Everything that a page may be made of. Only looked at.
#[derive(Clone, Copy)]
pub struct SiteData<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// Who exists.
    pub catalog: &'a Catalog,
    /// What links mean, by page.
    pub linked: &'a [Arc<Linked>],
    /// All of it turned round.
    pub graph: &'a Graph,
    /// The configuration.
    pub config: &'a Config,
    /// Topics as JSON-LD names them, as far as they have been made.
    pub json_ld: &'a JsonLdCache,
    /// Long lists in their order, as far as they have been made.
    pub sorted_lists: &'a SortedLists,
}

impl<'a> SiteData<'a> {
    /// The document of a page.
    pub fn document(&self, page: PageIx) -> &'a Document {
        &self.documents[page.index()]
    }

    /// What the links of a page mean.
    pub fn linked(&self, page: PageIx) -> &'a Linked {
        &self.linked[page.index()]
    }

    /// Who writes the pieces of a page.
    pub fn prose(&self, page: PageIx) -> ProseRenderer<'a> {
        ProseRenderer {
            document: self.document(page),
            linked: self.linked(page),
            catalog: self.catalog,
            config: self.config,
        }
    }

    /// The address of a page, as a link.
    pub fn href(&self, page: PageIx) -> String {
        self.catalog.entry(page).href.clone().into()
    }

    /// A piece of a page's front matter, as HTML on that page.
    pub(super) fn inline_html(&self, page: PageIx, piece: TextId) -> String {
        self.prose(page).inline_html(piece, RenderTarget::OwnPage)
    }

    /// The words of a stretch of a piece.
    pub(super) fn plain_text(&self, page: PageIx, piece: TextId, span: Span) -> String {
        self.prose(page).plain_text(piece, span)
    }

    /// What every page made of a file has.
    pub(super) fn base_view(&self, page: PageIx, kind: &'static str) -> PageView {
        let (document, entry) = (self.document(page), self.catalog.entry(page));
        let common = &document.common;
        let first_paragraph = || {
            let span = document.body_outline().first_paragraph?;
            Some(excerpt(&self.plain_text(page, document.body_id(), span), META_DESCRIPTION_CHARS))
                .filter(|text| !text.is_empty())
        };
        let lead = common.description.as_deref().map(str::to_owned);
        PageView {
            title: entry.title.clone().into(),
            head_title: entry.title.clone().into(),
            // Looked up only where there may be one: most sites have none for most pages.
            feed: entry
                .topic_kind()
                .and_then(|_| self.href_if_exists(&topic_feed_route(&entry.route))),
            markdown: self
                .config
                .markdown_export
                .enabled
                .then(|| self.href_if_exists(&markdown_export_route(&entry.route)))
                .flatten(),
            meta_description: lead.clone().or_else(first_paragraph),
            lead,
            draft: entry.draft,
            future: entry.future,
            published: entry.published.map(|day| day_view(self, day)),
            updated: entry.updated.map(|day| day_view(self, day)),
            as_of: common.as_of.map(|day| day_view(self, day)),
            authors: common.authors.iter().filter_map(|id| self.author(&id.value)).collect(),
            minutes: document.word_count().div_ceil(WORDS_PER_MINUTE),
            image: self.image(document),
            breadcrumbs: self.breadcrumbs(&entry.kind),
            body_html: self.prose(page).html(document.body_id(), RenderTarget::OwnPage),
            contents: table_of_contents(document),
            who: self.topics_by_kind(page, entry.as_of),
            sources: self.source_views(page),
            updates: self.update_views(page),
            language: document
                .common
                .language
                .as_deref()
                .unwrap_or(&self.config.language)
                .to_owned(),
            ..self.bare_view(&entry.route, kind)
        }
    }

    /// The link to an address, where the site has it.
    pub(super) fn href_if_exists(&self, route: &Route) -> Option<String> {
        self.catalog.routes().get(route.as_str()).map(|_| self.config.base.href(route))
    }

    /// What every page has, made of a file or not.
    pub(super) fn bare_view(&self, route: &Route, kind: &'static str) -> PageView {
        PageView {
            kind,
            href: self.config.base.href(route),
            canonical: self.config.base.absolute_url(route),
            language: self.config.language.clone().into(),
            ..PageView::default()
        }
    }

    pub(super) fn author(&self, id: &str) -> Option<AuthorView> {
        let author = self.config.authors.get(id)?;
        Some(AuthorView {
            name: author.name.to_string(),
            role: author.role.as_deref().map(Into::into),
            bio: author.bio.as_deref().map(Into::into),
            url: author.url.as_ref().map(|url| url.value.to_string()),
            href: author_route(id)
                .filter(|route| self.catalog.routes().get(route.as_str()).is_some())
                .map(|route| self.config.base.href(&route)),
        })
    }

    /// Where a web address or a file of the site, as a page names it, is to be found; `None` where
    /// there is no such file.
    pub fn file_or_url(&self, document: &Document, written: &str) -> Option<String> {
        if written.contains("://") {
            return Some(written.to_owned());
        }
        self.catalog
            .routes()
            .linked_file(&document.path, written)
            .map(|route| self.config.base.href(route))
    }

    fn image(&self, document: &Document) -> Option<ImageView> {
        let image = document.common.image.as_ref()?;
        let address = self.catalog.routes().linked_file(&document.path, &image.src.value)?;
        let sidecar = self.catalog.sidecars.get(address);
        let text = |own: &Option<Box<str>>, there: Option<&Option<Box<str>>>| {
            own.as_deref().or(there.and_then(Option::as_deref)).map(str::to_owned)
        };
        Some(ImageView {
            src: self.config.base.href(address),
            absolute: self.config.base.absolute_url(address),
            alt: image.alt.to_string(),
            caption: text(&image.caption, sidecar.map(|s| &s.caption)),
            credit: text(&image.credit, sidecar.map(|s| &s.credit)),
            license: text(&image.license, sidecar.map(|s| &s.license)),
        })
    }

    /// The way here from the home page.
    pub(super) fn breadcrumbs(&self, kind: &PageKind) -> Vec<LinkView> {
        let home = LinkView {
            title: self.config.title.to_string(),
            href: self.config.base.href(&Route::for_page([])),
        };
        let section = match kind {
            PageKind::Article => Some(crate::document::Section::Articles),
            PageKind::Topic(kind) => Some(crate::document::Section::Topics(*kind)),
            PageKind::Home => return Vec::new(),
            _ => None,
        };
        let section = section.map(|section| LinkView {
            title: self.config.index_title(section.folder()).to_owned(),
            href: self.config.base.href(&Route::for_page([self.config.folder(section.folder())])),
        });
        std::iter::once(home).chain(section).collect()
    }

    fn topics_by_kind(&self, page: PageIx, day: Option<Day>) -> TopicsByKind {
        let mut who = TopicsByKind::default();
        for topic in &self.linked(page).topics {
            let card = summaries::card_ref(self, *topic, day);
            match self.catalog.entry(*topic).topic_kind() {
                Some(TopicKind::Figure) => who.people.push(card),
                Some(TopicKind::Country) => who.countries.push(card),
                Some(TopicKind::Event) => who.events.push(card),
                Some(TopicKind::Organisation) => who.organisations.push(card),
                Some(TopicKind::Term) => who.terms.push(card),
                None => {}
            }
        }
        who
    }

    fn source_views(&self, page: PageIx) -> Vec<SourceView> {
        let document = self.document(page);
        let uses = self.linked(page).sources.iter().enumerate();
        uses.map(|(at, used)| {
            let number = at + 1;
            let cited_at_html = self.prose(page).citation_backlinks_html(number, &used.cited_at);
            match (&used.origin, used.origin.source(document, self.catalog)) {
                (_, Some(source)) => {
                    SourceView { number, cited_at_html, ..self.source_view(source) }
                }
                (SourceOrigin::Url(address), None) => SourceView {
                    number,
                    title: host_and_path(address),
                    url: Some(address.to_string()),
                    cited_at_html,
                    ..SourceView::default()
                },
                (SourceOrigin::Page(_) | SourceOrigin::Shared(_), None) => {
                    SourceView { number, cited_at_html, ..SourceView::default() }
                }
            }
        })
        .collect()
    }

    /// What is known of a source, without a number.
    pub(super) fn source_view(&self, source: &Source) -> SourceView {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        let address =
            |url: &Option<Spanned<Box<str>>>| url.as_ref().map(|url| url.value.to_string());
        SourceView {
            title: source.title.clone().into(),
            publisher: text(&source.publisher),
            url: address(&source.url),
            date: source.date.as_ref().map(|date| summaries::date_view(self, date)),
            accessed: source.accessed.map(|day| day_view(self, day)),
            archived: address(&source.archived),
            language: text(&source.language).filter(|language| *language != *self.config.language),
            kind: text(&source.kind),
            withdrawn: source.withdrawn.as_ref().map(|withdrawal| day_view(self, withdrawal.date)),
            withdrawn_note: source.withdrawn.as_ref().and_then(|withdrawal| text(&withdrawal.note)),
            ..SourceView::default()
        }
    }

    /// The articles that mention a topic or are about it, the newest first, each with the sentence
    /// around its first mention.
    pub fn mentions_in_articles(
        &self,
        topic: PageIx,
    ) -> impl Iterator<Item = (PageIx, Option<String>)> + use<'a> {
        let story = *self;
        let is_article = move |page: &PageIx| story.catalog.entry(*page).kind == PageKind::Article;
        let mentioned = self
            .graph
            .mentions
            .of_page(topic)
            .iter()
            .map(|(page, mention)| (*page, Some(*mention)));
        let about = self.graph.about.of_page(topic).iter().map(|page| (*page, None));
        let mut all: Vec<(PageIx, Option<u32>)> =
            mentioned.chain(about).filter(|(page, _)| is_article(page)).collect();
        all.sort_by_key(|(page, mention)| {
            (std::cmp::Reverse(story.catalog.entry(*page).published), *page, mention.is_none())
        });
        all.dedup_by_key(|(page, _)| *page);
        all.into_iter().map(move |(page, mention)| {
            let mention = mention.map(|mention| &story.linked(page).mentions[mention as usize]);
            let sentence =
                mention.map(|mention| story.plain_text(page, mention.text, mention.sentence_span));
            (
                page,
                sentence.filter(|words| !words.is_empty()).or_else(|| {
                    story.document(page).common.description.as_deref().map(str::to_owned)
                }),
            )
        })
    }

    /// The change log of a page, the newest first; each with its place in the list that the author
    /// wrote.
    pub fn updates_newest_first(&self, page: PageIx) -> Vec<(usize, &'a Update)> {
        let mut updates: Vec<(usize, &Update)> =
            self.document(page).common.updates.iter().enumerate().collect();
        updates.sort_by_key(|(_, update)| std::cmp::Reverse(update.date));
        updates
    }

    fn update_views(&self, page: PageIx) -> Vec<UpdateView> {
        let document = self.document(page);
        let view = |(at, update): (usize, &Update)| UpdateView {
            id: Some(update_anchor(document, at)),
            date: day_view(self, update.date),
            kind: update.kind.to_string(),
            note_html: self.inline_html(page, update.note),
            anchor: update.at.as_ref().map(|at| at.value.to_string()),
            page: None,
        };
        self.updates_newest_first(page).into_iter().map(view).collect()
    }
}

/// The anchor of an update of a page, by its place in the list that the author wrote: its day, and
/// which of that day it is.
pub fn update_anchor(document: &Document, at: usize) -> String {
    let updates = &document.common.updates;
    let Some(day) = updates.get(at).map(|update| update.date) else { return String::new() };
    match updates[..at].iter().filter(|update| update.date == day).count() {
        0 => format!("page-update-{day}"),
        earlier => format!("page-update-{day}-{}", earlier + 1),
    }
}

fn table_of_contents(document: &Document) -> Vec<HeadingView> {
    let headings = document.body_outline().headings.iter().filter(|heading| heading.level <= 3);
    headings
        .map(|heading| HeadingView {
            level: heading.level,
            title: heading.text.clone().into(),
            id: heading.anchor.clone().into(),
        })
        .collect()
}

/// What an address is called that nobody gave a title.
fn host_and_path(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}
