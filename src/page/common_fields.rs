//! The fields that all pages share.

use super::site_data::{SiteData, update_anchor};
use super::summaries::{card_ref, date_view, day_view, string};
use super::theme_blocks::{block_views, has_drawings};
use super::view::{
    AuthorView, HeadingView, LinkView, PageView, SourceView, TopicsByKind, UpdateView,
};
use crate::catalog::{PageIx, author_route, markdown_export_route, topic_feed_route};
use crate::config::TopicKind;
use crate::data::Spanned;
use crate::document::{Document, PageKind, Section, Source, TextId, Update};
use crate::link::{PageSource, SourceOrigin};
use crate::prose::RenderTarget;
use crate::text::{Route, excerpt, parse_web_url, text_direction};
use crate::time::Day;

const WORDS_PER_MINUTE: usize = 220;
const META_DESCRIPTION_CHARS: usize = 200;

impl SiteData<'_> {
    /// A text of a page's front matter as HTML for that page.
    pub(super) fn inline_html(&self, page: PageIx, text: TextId) -> String {
        self.prose(page).inline_html(text, RenderTarget::OwnPage)
    }

    /// The fields of every page that has a file.
    pub(super) fn base_view(&self, page: PageIx, kind: &'static str) -> PageView {
        let (document, entry) = (self.document(page), self.entry(page));
        let (common, prose) = (&document.common, self.prose(page));
        let first_paragraph = || {
            let span = document.body_outline().first_paragraph?;
            let text = excerpt(&prose.plain_text(document.body_id(), span), META_DESCRIPTION_CHARS);
            // The address of a video alone describes nothing.
            Some(text).filter(|text| !text.is_empty() && parse_web_url(text).is_none())
        };
        let lead = string(&common.description);
        let day = |day: Option<Day>| day.map(|day| day_view(self, day));
        let (body_html, first_section) =
            prose.html_and_first_section(document.body_id(), RenderTarget::OwnPage);
        let feed = entry.topic_kind().map(|_| topic_feed_route(&entry.route));
        let media = self.media_use(page);
        let markdown =
            self.config.markdown_export.enabled.then(|| markdown_export_route(&entry.route));
        PageView {
            title: self.title(page),
            head_title: self.title(page),
            feed: feed.and_then(|route| self.href_if_exists(&route)),
            markdown: markdown.and_then(|route| self.href_if_exists(&route)),
            meta_description: lead.clone().or_else(first_paragraph),
            lead,
            draft: entry.draft,
            future: entry.future,
            published: day(entry.published),
            updated: day(entry.updated),
            as_of: day(common.as_of),
            authors: common.authors.iter().filter_map(|id| self.author(&id.value)).collect(),
            minutes: document.word_count().div_ceil(WORDS_PER_MINUTE),
            image: self.image(document, entry),
            breadcrumbs: self.breadcrumbs(&entry.kind),
            body_html,
            first_section,
            blocks: block_views(self, page),
            has_drawings: has_drawings(document),
            has_media: media.has_media,
            has_players: !media.players.is_empty(),
            content_policy: self.policy_with(&media).header.into(),
            contents: table_of_contents(document),
            who: self.topics_by_kind(page, entry.as_of),
            sources: self.source_views(page),
            updates: self.update_views(page),
            language: self.language_tag(document).to_owned(),
            dir: text_direction(self.language_tag(document)),
            ..self.bare_view(&entry.route, kind)
        }
    }

    /// The fields of every page, with or without a file.
    pub(super) fn bare_view(&self, route: &Route, kind: &'static str) -> PageView {
        PageView {
            kind,
            href: self.route_href(route),
            canonical: self.config.base.absolute_url(route),
            content_policy: self.config.content_policy.header.clone().into(),
            language: self.config.language.clone().into(),
            dir: text_direction(&self.config.language),
            ..PageView::default()
        }
    }

    pub(super) fn author(&self, id: &str) -> Option<AuthorView> {
        let author = self.config.authors.get(id)?;
        let portrait = author.image.as_ref().and_then(|image| self.author_portrait_html(image));
        Some(AuthorView {
            name: author.name.to_string(),
            role: string(&author.role),
            bio: string(&author.bio),
            url: url_string(&author.url),
            portrait_html: portrait,
            href: author_route(id).and_then(|route| self.href_if_exists(&route)),
        })
    }

    /// The path from the home page to a page of a kind, without the page itself.
    pub(super) fn breadcrumbs(&self, kind: &PageKind) -> Vec<LinkView> {
        let section = match kind {
            PageKind::Article => Some(Section::Articles),
            PageKind::Topic(kind) => Some(Section::Topics(*kind)),
            PageKind::Home => return Vec::new(),
            _ => None,
        };
        let home = (&*self.config.title, Route::for_page([]));
        let above = [Some(home), section.map(|section| self.index(section))].into_iter().flatten();
        let link = |(title, route): (&str, Route)| LinkView {
            title: title.to_owned(),
            href: self.route_href(&route),
            lang: None,
        };
        above.map(link).collect()
    }

    fn topics_by_kind(&self, page: PageIx, day: Option<Day>) -> TopicsByKind {
        let mut topics = TopicsByKind::default();
        for topic in &self.linked(page).topics {
            let Some(kind) = self.entry(*topic).topic_kind() else { continue };
            let list = match kind {
                TopicKind::Figure => &mut topics.people,
                TopicKind::Country => &mut topics.countries,
                TopicKind::Event => &mut topics.events,
                TopicKind::Organisation => &mut topics.organisations,
                TopicKind::Term => &mut topics.terms,
            };
            list.push(card_ref(self, *topic, day));
        }
        topics
    }

    fn source_views(&self, page: PageIx) -> Vec<SourceView> {
        let view = |(used, number): (&PageSource, usize)| {
            let cited_at_html = self.prose(page).citation_backlinks_html(number, &used.cited_at);
            SourceView { number, cited_at_html, ..self.page_source_view(page, used) }
        };
        self.linked(page).sources.iter().zip(1..).map(view).collect()
    }

    /// A source that a page uses, without its number.
    pub(super) fn page_source_view(&self, page: PageIx, used: &PageSource) -> SourceView {
        match (&used.origin, used.origin.source(self.document(page), self.catalog)) {
            // A page names its own sources in its language, unless it says otherwise.
            (SourceOrigin::Page(_), Some(source)) => {
                let (view, lang) = (self.source_view(source), self.lang(page));
                let of_page = lang.clone().filter(|_| source.language.is_none());
                SourceView { title_lang: view.title_lang.or(of_page), lang, ..view }
            }
            (_, Some(source)) => self.source_view(source),
            (SourceOrigin::Url(url), None) => SourceView {
                title: host_and_path(url),
                url: Some(url.to_string()),
                ..SourceView::default()
            },
            (SourceOrigin::Page(_) | SourceOrigin::Shared(_), None) => SourceView::default(),
        }
    }

    /// A source without its number.
    pub(super) fn source_view(&self, source: &Source) -> SourceView {
        let withdrawn = source.withdrawn.as_ref();
        let language = source.language.as_deref();
        let title_lang = language.and_then(|language| self.other_language(language));
        SourceView {
            title: source.title.clone().into(),
            publisher: string(&source.publisher),
            url: url_string(&source.url),
            date: source.date.as_ref().map(|date| date_view(self, date)),
            accessed: source.accessed.map(|day| day_view(self, day)),
            archived: url_string(&source.archived),
            language: title_lang.as_ref().map(|lang| lang.tag.clone()),
            title_lang,
            kind: string(&source.kind),
            withdrawn: withdrawn.map(|withdrawal| day_view(self, withdrawal.date)),
            withdrawn_note: withdrawn.and_then(|withdrawal| string(&withdrawal.note)),
            ..SourceView::default()
        }
    }

    fn update_views(&self, page: PageIx) -> Vec<UpdateView> {
        let document = self.document(page);
        let view = |(at, update): (usize, &Update)| UpdateView {
            id: Some(update_anchor(document, at)),
            date: day_view(self, update.date),
            kind: update.kind.to_string(),
            note_html: self.inline_html(page, update.note),
            lang: self.lang(page),
            anchor: update.at.as_ref().map(|at| at.value.to_string()),
            page: None,
        };
        self.updates_newest_first(page).into_iter().map(view).collect()
    }
}

fn url_string(url: &Option<Spanned<Box<str>>>) -> Option<String> {
    url.as_ref().map(|url| url.value.to_string())
}

fn table_of_contents(document: &Document) -> Vec<HeadingView> {
    let headings = document.body_outline().headings.iter().filter(|heading| heading.level <= 3);
    headings
        .map(|heading| HeadingView {
            level: heading.level,
            title: heading.text.to_string(),
            id: heading.anchor.to_string(),
        })
        .collect()
}

/// The title of a source that is only a URL.
fn host_and_path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}
