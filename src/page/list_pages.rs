//! Generated lists: indexes, authors, updates, the A–Z.

use super::cache::Letter;
use super::site_data::SiteData;
use super::summaries::{article_items, event_items, kind_name, own_card, update_view};
use super::view::{
    AToZView, AuthorPageView, CardView, ContentView, IndexView, LetterView, LinkView, NameEntry,
    PageView, PaginationView, UpdatesView,
};
use crate::catalog::{PageIx, author_route, letter_slug, limits};
use crate::config::{GeneratedPage, TopicKind};
use crate::document::{PageKind, Section};
use crate::text::{Route, Slug};

/// A page of an index. `intro` is its `_index.md`.
pub(super) fn index(
    data: &SiteData<'_>,
    route: &Route,
    section: Section,
    number: usize,
    intro: Option<PageIx>,
) -> Option<PageView> {
    let folder = section.folder();
    let first = Route::for_page([data.config.folder(folder)]);
    let entries = match section {
        Section::Articles => &data.graph.reading_order,
        Section::Topics(kind) => data.topics_by_name(kind),
    };
    let (shown, pages) = paginate(data, entries, number, limits::ITEMS_PER_PAGE, &first)?;
    let mut content = IndexView { total: entries.len(), pages, ..IndexView::default() };
    match section {
        Section::Articles => content.articles = article_items(data, shown),
        Section::Topics(TopicKind::Event) => content.events = event_items(data, shown),
        Section::Topics(_) => content.topics = own_cards(data, shown),
    }
    let base = list_base(data, route, intro, "index", data.config.index_title(folder), number);
    Some(PageView { content: ContentView::Index(content), ..base })
}

fn own_cards(data: &SiteData<'_>, topics: &[PageIx]) -> Vec<CardView> {
    topics.iter().map(|topic| own_card(data, *topic)).collect()
}

/// The page of a name that several topics declare.
pub(super) fn shared_name(data: &SiteData<'_>, route: &Route, slug: &Slug) -> Option<PageView> {
    let shared = data.catalog.shared_names.iter().find(|shared| shared.slug == *slug)?;
    let content = IndexView {
        total: shared.topics.len(),
        topics: own_cards(data, &shared.topics),
        pages: PaginationView::single(),
        ..IndexView::default()
    };
    let text = |key| data.locale().format(key, &[("name", &shared.name)]);
    let base = list_base(data, route, None, "names", &text("names_title"), 1);
    let meta_description = Some(text("names_description"));
    Some(PageView { content: ContentView::Index(content), meta_description, ..base })
}

/// The articles of an author, newest first.
pub(super) fn author(
    data: &SiteData<'_>,
    route: &Route,
    id: &str,
    number: usize,
) -> Option<PageView> {
    let author = data.author(id)?;
    let articles = data.articles_by_author(id);
    let (shown, pages) =
        paginate(data, articles, number, limits::ITEMS_PER_PAGE, &author_route(id)?)?;
    let base = list_base(data, route, None, "author", &author.name, number);
    let (lead, meta_description) = (author.bio.clone(), author.bio.clone());
    let (articles, total) = (article_items(data, shown), articles.len());
    let content = ContentView::Author(AuthorPageView { author, articles, total, pages });
    Some(PageView { content, meta_description, lead, ..base })
}

/// The updates of all pages, newest first.
pub(super) fn updates(data: &SiteData<'_>, route: &Route, number: usize) -> Option<PageView> {
    let first = data.config.generated_route(GeneratedPage::Updates);
    let (shown, pages) =
        paginate(data, &data.graph.updates, number, limits::ITEMS_PER_PAGE, &first)?;
    let updates = shown.iter().filter_map(|update| update_view(data, *update)).collect();
    let content = ContentView::Updates(UpdatesView { updates, pages });
    Some(PageView { content, ..generated_base(data, route, GeneratedPage::Updates, number) })
}

/// The base of a generated page.
pub(super) fn generated_base(
    data: &SiteData<'_>,
    route: &Route,
    page: GeneratedPage,
    number: usize,
) -> PageView {
    let title = data.config.generated_title(page);
    list_base(data, route, intro_page(data, page), page.slug(), title, number)
}

/// The base of page `number` of a list. Page 1 has the text of `intro`; all have its title.
pub(super) fn list_base(
    data: &SiteData<'_>,
    route: &Route,
    intro: Option<PageIx>,
    kind: &'static str,
    title: &str,
    number: usize,
) -> PageView {
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

/// The entries of page `number` of a list, and links to its other pages. Pages are numbered from
/// 1. `None` if the list has no such page.
pub(super) fn paginate<'a, T>(
    data: &SiteData<'_>,
    all: &'a [T],
    number: usize,
    limit: usize,
    first: &Route,
) -> Option<(&'a [T], PaginationView)> {
    let shown = all.chunks(limit).nth(number.checked_sub(1)?)?;
    let count = all.len().div_ceil(limit);
    let href = |number: usize| data.route_href(&first.nth_page(number));
    let pages = PaginationView {
        number,
        count,
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < count).then(|| href(number + 1)),
    };
    Some((shown, pages))
}

/// The page by which the author introduces a generated page.
pub(super) fn intro_page(data: &SiteData<'_>, page: GeneratedPage) -> Option<PageIx> {
    data.catalog.by_id(page.slug()).filter(|intro| {
        let entry = data.entry(*intro);
        entry.kind == PageKind::GeneratedIntro(page) && !entry.hidden
    })
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
            kind: kind_name(&entry.kind),
            see: (!name.is_title).then(|| data.title(*topic)),
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
    let link = |of: &Letter| LinkView { title: of.letter.to_string(), href: href(&of.letter) };
    data.letters().iter().map(link).collect()
}

/// The A–Z: all names, or links to the pages of the letters where there are many.
pub(super) fn a_to_z(data: &SiteData<'_>, route: &Route) -> PageView {
    let topics = data.catalog.pages().filter(|entry| entry.topic_kind().is_some()).count();
    let pages = PaginationView::single();
    let content = if topics > limits::TOPICS_PER_A_TO_Z_PAGE {
        let all_letters = letter_links(data, |letter| data.route_href(&letter_route(data, letter)));
        AToZView { letters: Vec::new(), all_letters, pages }
    } else {
        let view = |of: &Letter| letter_view(data, &of.letter, &of.names);
        let all_letters = letter_links(data, |letter| format!("#letter-{}", letter_slug(letter)));
        AToZView { letters: data.letters().iter().map(view).collect(), all_letters, pages }
    };
    let base = generated_base(data, route, GeneratedPage::AToZ, 1);
    PageView { content: ContentView::AToZ(content), ..base }
}

pub(super) fn a_to_z_letter(
    data: &SiteData<'_>,
    route: &Route,
    letter: &str,
    number: usize,
) -> Option<PageView> {
    let names = data.letters().iter().find(|other| *other.letter == *letter);
    let names = names.map_or(&[][..], |letter| &letter.names);
    let first = letter_route(data, letter);
    let (shown, pages) = paginate(data, names, number, limits::TOPICS_PER_A_TO_Z_PAGE, &first)?;
    let all_letters = letter_links(data, |letter| data.route_href(&letter_route(data, letter)));
    let letters = vec![letter_view(data, letter, shown)];
    let title = title_with_part(data, GeneratedPage::AToZ, letter);
    let mut base = list_base(data, route, None, "a-z", &title, number);
    base.breadcrumbs.push(generated_link(data, GeneratedPage::AToZ));
    let content = ContentView::AToZ(AToZView { letters, all_letters, pages });
    Some(PageView { content, ..base })
}

/// A link to the first page of a generated page.
pub(super) fn generated_link(data: &SiteData<'_>, page: GeneratedPage) -> LinkView {
    let title = || data.config.generated_title(page).to_owned();
    LinkView {
        title: intro_page(data, page).map_or_else(title, |intro| data.title(intro)),
        href: data.route_href(&data.config.generated_route(page)),
    }
}

pub(super) fn not_found(data: &SiteData<'_>, route: &Route) -> PageView {
    let title = data.locale().text("not_found").to_owned();
    PageView {
        head_title: title.clone(),
        title,
        noindex: true,
        canonical: None,
        ..data.bare_view(route, "404")
    }
}
