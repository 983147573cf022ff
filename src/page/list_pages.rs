//! Generated lists: indexes, authors, updates, the A–Z.

use super::page_cache::Letter;
use super::site_data::SiteData;
use super::summaries::{article_items, kind_name, own_card, update_view};
use super::view::{
    AToZView, AuthorPageView, CardView, ContentView, IndexView, LetterView, LinkView, NameEntry,
    PageView, PaginationView, UpdatesView,
};
use crate::catalog::{PageIx, author_route, letter_slug, list_page_limits};
use crate::config::GeneratedPage;
use crate::document::{PageKind, Section};
use crate::text::{Route, Slug};

/// A page of a list that is being built.
#[derive(Clone, Copy)]
pub(super) struct ListPage<'a> {
    pub(super) data: &'a SiteData<'a>,
    pub(super) route: &'a Route,
    /// From 1.
    pub(super) number: usize,
}

impl ListPage<'_> {
    /// The fields that lists share. Page 1 has the text of `intro`; all pages have its title.
    pub(super) fn base(&self, intro: Option<PageIx>, kind: &'static str, title: &str) -> PageView {
        let ListPage { data, route, number } = *self;
        let mut base = match intro {
            Some(page) if number == 1 => data.base_view(page, kind),
            _ => {
                let title = intro.map_or_else(|| title.to_owned(), |page| data.title(page));
                PageView { head_title: title.clone(), title, ..data.bare_view(route, kind) }
            }
        };
        if number > 1 {
            let parts = [("title", &*base.head_title), ("number", &number.to_string())];
            base.head_title = data.locale().format("title_and_page", &parts);
        }
        base.breadcrumbs = data.breadcrumbs(&PageKind::Plain("".into()));
        base
    }

    pub(super) fn generated_base(&self, page: GeneratedPage) -> PageView {
        let intro = self.data.catalog.introduction(page);
        self.base(intro, page.slug(), self.data.config.generated_title(page))
    }

    /// The entries of this page, and links to the other pages of the list, which starts at `first`.
    /// `None` past the end of the list.
    pub(super) fn paginate<'b, T>(
        &self,
        all: &'b [T],
        limit: usize,
        first: &Route,
    ) -> Option<(&'b [T], PaginationView)> {
        let number = self.number;
        let shown = all.chunks(limit).nth(number.checked_sub(1)?)?;
        let count = all.len().div_ceil(limit);
        let href = |number: usize| self.data.route_href(&first.nth_page(number));
        let pages = PaginationView {
            number,
            count,
            previous: (number > 1).then(|| href(number - 1)),
            next: (number < count).then(|| href(number + 1)),
        };
        Some((shown, pages))
    }
}

/// An index. `intro` is its `_index.md`.
pub(super) fn index(
    page: ListPage<'_>,
    section: Section,
    intro: Option<PageIx>,
) -> Option<PageView> {
    let data = page.data;
    let (title, first) = data.index(section);
    let entries = match section {
        Section::Articles => &data.graph.reading_order,
        Section::Topics(kind) => data.topics_by_name(kind),
    };
    let (shown, pages) = page.paginate(entries, list_page_limits::ITEMS_PER_PAGE, &first)?;
    let mut content = IndexView { total: entries.len(), pages, ..IndexView::default() };
    match section {
        Section::Articles => content.articles = article_items(data, shown),
        Section::Topics(_) => content.topics = own_cards(data, shown),
    }
    let base = page.base(intro, "index", title);
    Some(PageView { content: ContentView::Index(content), ..base })
}

fn own_cards(data: &SiteData<'_>, topics: &[PageIx]) -> Vec<CardView> {
    topics.iter().map(|topic| own_card(data, *topic)).collect()
}

/// The page of a name that several topics declare.
pub(super) fn shared_name(page: ListPage<'_>, slug: &Slug) -> Option<PageView> {
    let data = page.data;
    let shared = data.catalog.shared_names.iter().find(|shared| shared.slug == *slug)?;
    let content = IndexView {
        total: shared.topics.len(),
        topics: own_cards(data, &shared.topics),
        pages: PaginationView::single(),
        ..IndexView::default()
    };
    let text = |key| data.locale().format(key, &[("name", &shared.name)]);
    let meta_description = Some(text("names_description"));
    let base = page.base(None, "names", &text("names_title"));
    Some(PageView { content: ContentView::Index(content), meta_description, ..base })
}

/// The articles of an author, newest first.
pub(super) fn author(page: ListPage<'_>, id: &str) -> Option<PageView> {
    let data = page.data;
    let author = data.author(id)?;
    let articles = data.articles_by_author(id);
    let (shown, pages) =
        page.paginate(articles, list_page_limits::ITEMS_PER_PAGE, &author_route(id)?)?;
    let base = page.base(None, "author", &author.name);
    let (lead, meta_description) = (author.bio.clone(), author.bio.clone());
    let (articles, total) = (article_items(data, shown), articles.len());
    let content = ContentView::Author(AuthorPageView { author, articles, total, pages });
    Some(PageView { content, meta_description, lead, ..base })
}

/// The updates of all pages, newest first.
pub(super) fn updates(page: ListPage<'_>) -> Option<PageView> {
    let data = page.data;
    let first = data.config.generated_route(GeneratedPage::Updates);
    let (shown, pages) =
        page.paginate(&data.graph.updates, list_page_limits::ITEMS_PER_PAGE, &first)?;
    let updates = shown.iter().filter_map(|update| update_view(data, *update)).collect();
    let content = ContentView::Updates(UpdatesView { updates, pages });
    Some(PageView { content, ..page.generated_base(GeneratedPage::Updates) })
}

/// The title of a part of a generated page.
pub(super) fn title_with_part(data: &SiteData<'_>, page: GeneratedPage, part: &str) -> String {
    let title = data.config.generated_title(page);
    data.locale().format("title_and_part", &[("title", title), ("part", part)])
}

fn letter_view(data: &SiteData<'_>, letter: &str, names: &[(PageIx, u32)]) -> LetterView {
    let view = |(topic, at): &(PageIx, u32)| {
        let entry = data.entry(*topic);
        let name = &entry.sorted_names[*at as usize];
        NameEntry {
            name: name.text.to_string(),
            href: data.href(*topic),
            lang: match &name.language {
                Some(language) => data.other_language(language),
                None => data.lang(*topic),
            },
            kind: kind_name(&entry.kind),
            see: (!name.is_title).then(|| data.title(*topic)),
            see_lang: data.lang(*topic).filter(|_| !name.is_title),
        }
    };
    LetterView {
        title: letter.to_owned(),
        id: format!("letter-{}", letter_slug(letter)),
        entries: names.iter().map(view).collect(),
    }
}

fn letter_route(data: &SiteData<'_>, letter: &str) -> Route {
    let a_to_z = data.config.generated_route(GeneratedPage::AToZ);
    Route::for_page([a_to_z.as_str(), &letter_slug(letter)])
}

fn letter_links(data: &SiteData<'_>, href: impl Fn(&str) -> String) -> Vec<LinkView> {
    let link =
        |of: &Letter| LinkView { title: of.letter.to_string(), href: href(&of.letter), lang: None };
    data.letters().iter().map(link).collect()
}

/// The A–Z: all names, or links to the pages of the letters where there are many.
pub(super) fn a_to_z(page: ListPage<'_>) -> PageView {
    let data = page.data;
    let topics = data.catalog.pages().filter(|entry| entry.topic_kind().is_some()).count();
    let (letters, all_letters) = if topics > list_page_limits::TOPICS_PER_A_TO_Z_PAGE {
        (Vec::new(), letter_links(data, |letter| data.route_href(&letter_route(data, letter))))
    } else {
        let view = |of: &Letter| letter_view(data, &of.letter, &of.names);
        let letters = data.letters().iter().map(view).collect();
        (letters, letter_links(data, |letter| format!("#letter-{}", letter_slug(letter))))
    };
    let content = AToZView { letters, all_letters, pages: PaginationView::single() };
    let base = page.generated_base(GeneratedPage::AToZ);
    PageView { content: ContentView::AToZ(content), ..base }
}

pub(super) fn a_to_z_letter(page: ListPage<'_>, letter: &str) -> Option<PageView> {
    let data = page.data;
    let names = data.letters().iter().find(|other| *other.letter == *letter);
    let names = names.map_or(&[][..], |letter| &letter.names);
    let first = letter_route(data, letter);
    let (shown, pages) = page.paginate(names, list_page_limits::TOPICS_PER_A_TO_Z_PAGE, &first)?;
    let all_letters = letter_links(data, |letter| data.route_href(&letter_route(data, letter)));
    let letters = vec![letter_view(data, letter, shown)];
    let mut base = page.base(None, "a-z", &title_with_part(data, GeneratedPage::AToZ, letter));
    base.breadcrumbs.push(generated_link(data, GeneratedPage::AToZ));
    let content = ContentView::AToZ(AToZView { letters, all_letters, pages });
    Some(PageView { content, ..base })
}

/// A link to the first page of a generated page.
pub(super) fn generated_link(data: &SiteData<'_>, page: GeneratedPage) -> LinkView {
    let intro = data.catalog.introduction(page);
    let title = || data.config.generated_title(page).to_owned();
    LinkView {
        title: intro.map_or_else(title, |intro| data.title(intro)),
        href: data.route_href(&data.config.generated_route(page)),
        lang: intro.and_then(|intro| data.lang(intro)),
    }
}

/// The page of the search, which its script fills.
pub(super) fn search(data: &SiteData<'_>, route: &Route) -> PageView {
    unlisted(data, route, "search", "search")
}

/// What a server shows for an unknown address.
pub(super) fn not_found(data: &SiteData<'_>, route: &Route) -> PageView {
    unlisted(data, route, "404", "not_found")
}

/// A page of this kind that no search engine is to list. `title` is the key of its title.
fn unlisted(data: &SiteData<'_>, route: &Route, kind: &'static str, title: &str) -> PageView {
    let title = data.locale().text(title).to_owned();
    PageView {
        head_title: title.clone(),
        title,
        noindex: true,
        canonical: None,
        ..data.bare_view(route, kind)
    }
}
