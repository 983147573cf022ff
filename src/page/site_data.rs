//! Read access to the results of all stages.

use std::cmp::Reverse;
use std::sync::Arc;

use super::page_cache::PageCache;
use super::view::LangView;
use crate::catalog::{
    Catalog, Entry, PageIx, RedirectTarget, Resource, unshowable_image, unusable_picture,
};
use crate::config::Config;
use crate::data::Spanned;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, Head, PageKind, Section, Update};
use crate::graph::Graph;
use crate::input::is_media;
use crate::language::Language;
use crate::link::{Linked, MentionSummary};
use crate::locale::Locale;
use crate::prose::{PictureSizes, ProseRenderer};
use crate::share_card::CardStyle;
use crate::text::{Route, SourcePath, text_direction};

/// Everything a page is made from. Read-only.
#[derive(Clone, Copy)]
pub struct SiteData<'a> {
    /// By page.
    pub documents: &'a [Arc<Document>],
    pub catalog: &'a Catalog,
    /// By page.
    pub linked: &'a [Arc<Linked>],
    pub graph: &'a Graph,
    pub config: &'a Config,
    /// How wide the theme shows pictures.
    pub picture_sizes: &'a PictureSizes,
    /// How share cards look.
    pub cards: &'a CardStyle,
    pub cache: &'a PageCache,
}

/// A page of the site, to link to.
pub struct LinkTo<'a> {
    pub title: &'a str,
    pub route: Route,
    /// Of the title.
    pub lang: Option<LangView>,
}

impl<'a> SiteData<'a> {
    pub fn document(&self, page: PageIx) -> &'a Document {
        &self.documents[page.index()]
    }

    pub fn entry(&self, page: PageIx) -> &'a Entry {
        self.catalog.entry(page)
    }

    pub fn head(&self, page: PageIx) -> &'a Head {
        self.catalog.head(page)
    }

    pub fn linked(&self, page: PageIx) -> &'a Linked {
        &self.linked[page.index()]
    }

    pub fn locale(&self) -> &'a Locale {
        &self.config.locale
    }

    /// What the linker knows of the language of a document.
    pub fn language_of(&self, document: &Document) -> &'a Language {
        self.config.languages.of_page(document.language())
    }

    /// The language of a page (BCP 47): its own, or that of the site.
    pub fn language_tag(&self, head: &'a Head) -> &'a str {
        head.language().unwrap_or(&self.config.language)
    }

    /// The renderer of a page's texts.
    pub fn prose(&self, page: PageIx) -> ProseRenderer<'a> {
        ProseRenderer {
            document: self.document(page),
            linked: self.linked(page),
            catalog: self.catalog,
            config: self.config,
            picture_sizes: self.picture_sizes,
        }
    }

    /// The language of a page, if it is not that of the site.
    pub fn lang(&self, page: PageIx) -> Option<LangView> {
        let language = self.head(page).language()?;
        self.other_language(language)
    }

    /// A language, if it is not that of the site.
    pub(super) fn other_language(&self, language: &str) -> Option<LangView> {
        let is_other = !language.eq_ignore_ascii_case(&self.config.language);
        is_other.then(|| LangView { tag: language.to_owned(), dir: text_direction(language) })
    }

    pub fn href(&self, page: PageIx) -> String {
        self.entry(page).href.clone().into()
    }

    pub(super) fn title(&self, page: PageIx) -> String {
        self.entry(page).title.clone().into()
    }

    pub fn route_href(&self, route: &Route) -> String {
        self.config.base.href(route)
    }

    /// The absolute URL of a route, or its link if the site has no base URL.
    pub fn full_href(&self, route: &Route) -> String {
        self.config.base.absolute_url_or_href(route)
    }

    /// The title and address of the list of a section's pages.
    pub fn index(&self, section: Section) -> (&'a str, Route) {
        let (config, folder) = (self.config, section.folder());
        match section.generated_index() {
            Some(page) => (config.generated_title(page), config.generated_route(page)),
            None => (config.index_title(folder), Route::for_page([config.folder(folder)])),
        }
    }

    /// The page to which an old address leads.
    pub fn redirect_target(&self, to: RedirectTarget) -> LinkTo<'a> {
        let of_page = |page: PageIx| {
            let entry = self.entry(page);
            LinkTo { title: &entry.title, route: entry.route.clone(), lang: self.lang(page) }
        };
        let config = self.config;
        match to {
            RedirectTarget::Page(page) => of_page(page),
            RedirectTarget::Generated(page) => {
                let without_file = || LinkTo {
                    title: config.generated_title(page),
                    route: config.generated_route(page),
                    lang: None,
                };
                self.catalog.introduction(page).map_or_else(without_file, of_page)
            }
        }
    }

    /// A route of the site, or that to which it leads; `None` if the site has no such route.
    pub(super) fn current_route(&self, route: &Route) -> Option<Route> {
        match self.catalog.routes().get(route.as_str())? {
            Resource::Redirect(to) => Some(self.redirect_target(*to).route),
            _ => Some(route.clone()),
        }
    }

    /// The link to a route if the site has it.
    pub(super) fn href_if_exists(&self, route: &Route) -> Option<String> {
        self.catalog.routes().get(route.as_str()).map(|_| self.route_href(route))
    }

    /// The link to a file of the site as a page refers to it, or a URL as it is; `None` if there is
    /// no such file.
    pub fn file_or_url(&self, document: &Document, written: &str) -> Option<String> {
        if written.contains("://") {
            return Some(written.to_owned());
        }
        let file = self.catalog.routes().linked_file(&document.path, written);
        file.map(|route| self.route_href(self.catalog.pictures.link_target(route)))
    }

    /// The link to a picture as a file refers to it: of this site, or of another from which pages
    /// may load pictures.
    pub fn picture_href(&self, path: &SourcePath, written: &str) -> Option<String> {
        match self.catalog.routes().linked_file(path, written) {
            Some(route) => Some(self.route_href(self.catalog.pictures.link_target(route))),
            None => self.config.content_policy.allows_media(written).then(|| written.to_owned()),
        }
    }

    /// Why there is no [`Self::picture_href`]; `None` where that has been reported with the file.
    pub fn picture_problem(
        &self,
        path: &SourcePath,
        written: &Spanned<Box<str>>,
    ) -> Option<Diagnostic> {
        let is_reported = self.catalog.is_broken_link(path, &written.value);
        let near = || self.catalog.suggest_file(path, &written.value);
        (!is_reported)
            .then(|| unusable_picture(path, written.span, &written.value, near().as_deref()))
    }

    /// Why the picture of a page or of `site.toml` cannot be shown, which leads to a file that is no
    /// picture; `None` where that is reported with the file.
    pub fn problem_of_image_file(
        &self,
        path: &SourcePath,
        written: &Spanned<Box<str>>,
        route: &Route,
    ) -> Option<Diagnostic> {
        let Some(Resource::File(file)) = self.catalog.routes().get(route.as_str()) else {
            return None;
        };
        let is_reported = self.catalog.is_refused_file(route, file) || !is_media(file);
        (!is_reported).then(|| unshowable_image(path, written.span, &written.value))
    }

    /// The sentence around a mention, as plain text; `None` where it is empty.
    pub(super) fn mention_sentence(
        &self,
        page: PageIx,
        mention: &MentionSummary,
    ) -> Option<String> {
        let sentence = self.prose(page).plain_text(mention.text, mention.sentence_span);
        Some(sentence).filter(|sentence| !sentence.is_empty())
    }

    /// The articles that mention a topic or are about it, newest first, each with the sentence
    /// around its first mention, else its description.
    pub fn mentions_in_articles(
        &self,
        topic: PageIx,
    ) -> impl Iterator<Item = (PageIx, Option<String>)> + use<'a> {
        let data = *self;
        let mentions = self.graph.mentions.of_page(topic).iter();
        let mentions = mentions.map(|(page, mention)| (*page, Some(*mention)));
        let about = self.graph.about.of_page(topic).iter().map(|page| (*page, None));
        let mut all: Vec<(PageIx, Option<u32>)> = mentions
            .chain(about)
            .filter(|(page, _)| data.entry(*page).kind == PageKind::Article)
            .collect();
        all.sort_by_key(|(page, mention)| {
            (Reverse(data.entry(*page).published), *page, mention.is_none())
        });
        all.dedup_by_key(|(page, _)| *page);
        all.into_iter().map(move |(page, mention)| {
            let mention = mention.map(|mention| &data.linked(page).mentions[mention as usize]);
            let sentence = mention.and_then(|mention| data.mention_sentence(page, mention));
            let description = || data.head(page).common.description.as_deref().map(str::to_owned);
            (page, sentence.or_else(description))
        })
    }

    /// The change log of a page, newest first, each entry with its index in the front matter.
    pub fn updates_newest_first(&self, page: PageIx) -> Vec<(usize, &'a Update)> {
        let mut updates: Vec<(usize, &Update)> =
            self.document(page).common.updates.iter().enumerate().collect();
        updates.sort_by_key(|(_, update)| Reverse(update.date));
        updates
    }
}

/// The anchor of an update, given its index in the front matter: its day, and a number for later
/// updates of the same day.
pub fn update_anchor(document: &Document, at: usize) -> String {
    let updates = &document.common.updates;
    let Some(day) = updates.get(at).map(|update| update.date) else { return String::new() };
    match updates[..at].iter().filter(|update| update.date == day).count() {
        0 => format!("page-update-{day}"),
        earlier => format!("page-update-{day}-{}", earlier + 1),
    }
}
