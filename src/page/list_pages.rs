//! Lists made from the whole story: indexes, authors, changes, the A–Z.

use super::home::update_view;
use super::site_data::SiteData;
use super::summaries::{article_item, card, event_item};
use super::view::{
    AToZView, AuthorPageView, ContentView, IndexView, LetterView, LinkView, NameEntry, PageView,
    PaginationView, UpdatesView,
};
use crate::catalog::{PageIx, author_route, letter_slug, limits};
use crate::config::{GeneratedPage, TopicKind};
use crate::document::{PageKind, Section};
use crate::text::{Route, Slug};

/// A page of an index; `intro` is the `_index.md` that introduces it.
pub(super) fn index(
    story: &SiteData<'_>,
    route: &Route,
    section: Section,
    number: usize,
    intro: Option<PageIx>,
) -> Option<PageView> {
    let title = story.config.index_title(section.folder());
    let first = Route::for_page([story.config.folder(section.folder())]);
    let mut base = list_base(story, route, intro, "index", title, number);
    let entries = match section {
        Section::Articles => &story.graph.reading_order,
        Section::Topics(kind) => story.topics_by_name(kind),
    };
    let shown = page_slice(entries, number, limits::ITEMS_PER_PAGE)?.iter();
    let mut content = IndexView {
        total: entries.len(),
        pages: pagination(story, &first, number, entries.len().div_ceil(limits::ITEMS_PER_PAGE)),
        ..IndexView::default()
    };
    match section {
        Section::Articles => {
            content.articles = shown.map(|page| article_item(story, *page)).collect()
        }
        Section::Topics(TopicKind::Event) => {
            content.events = shown.map(|page| event_item(story, *page)).collect()
        }
        Section::Topics(_) => {
            content.topics =
                shown.map(|page| card(story, *page, story.catalog.entry(*page).as_of)).collect()
        }
    }
    base.content = ContentView::Index(content);
    Some(base)
}

/// The page for a name that more than one topic declares: who they are.
pub(super) fn shared_name(story: &SiteData<'_>, route: &Route, slug: &Slug) -> Option<PageView> {
    let shared = story.catalog.shared_names.iter().find(|shared| shared.slug == *slug)?;
    let topics = shared
        .topics
        .iter()
        .map(|page| card(story, *page, story.catalog.entry(*page).as_of))
        .collect();
    let content = IndexView {
        total: shared.topics.len(),
        topics,
        pages: PaginationView { number: 1, count: 1, ..PaginationView::default() },
        ..IndexView::default()
    };
    let word = |key| story.config.locale.format(key, &[("name", &shared.name)]);
    let base = list_base(story, route, None, "names", &word("names_title"), 1);
    let meta_description = Some(word("names_description"));
    Some(PageView { content: ContentView::Index(content), meta_description, ..base })
}

/// What an author wrote, the newest first.
pub(super) fn author(
    story: &SiteData<'_>,
    route: &Route,
    id: &str,
    number: usize,
) -> Option<PageView> {
    let author = story.author(id)?;
    let articles = story.articles_by_author(id);
    let shown = page_slice(articles, number, limits::ITEMS_PER_PAGE)?.iter();
    let base = list_base(story, route, None, "author", &author.name, number);
    let lead = author.bio.clone();
    let content = AuthorPageView {
        articles: shown.map(|page| article_item(story, *page)).collect(),
        total: articles.len(),
        pages: pagination(
            story,
            &author_route(id)?,
            number,
            articles.len().div_ceil(limits::ITEMS_PER_PAGE),
        ),
        author,
    };
    Some(PageView {
        content: ContentView::Author(content),
        meta_description: lead.clone(),
        lead,
        ..base
    })
}

/// All that was changed, the newest first.
pub(super) fn updates(story: &SiteData<'_>, route: &Route, number: usize) -> Option<PageView> {
    let all = &story.graph.updates;
    let shown = page_slice(all, number, limits::ITEMS_PER_PAGE)?.iter();
    let content = UpdatesView {
        updates: shown.filter_map(|(day, page, at)| update_view(story, *day, *page, *at)).collect(),
        pages: pagination(
            story,
            &story.config.generated_route(GeneratedPage::Updates),
            number,
            all.len().div_ceil(limits::ITEMS_PER_PAGE),
        ),
    };
    let base = list_base(
        story,
        route,
        intro_page(story, GeneratedPage::Updates),
        "updates",
        story.config.generated_title(GeneratedPage::Updates),
        number,
    );
    Some(PageView { content: ContentView::Updates(content), ..base })
}

/// The page of a list, with what a file says to introduce it on its first page.
pub(super) fn list_base(
    story: &SiteData<'_>,
    route: &Route,
    intro: Option<PageIx>,
    kind: &'static str,
    title: &str,
    number: usize,
) -> PageView {
    let home = story.breadcrumbs(&PageKind::Plain("".into()));
    let base = match intro {
        Some(page) if number == 1 => PageView { kind, ..story.base_view(page, kind) },
        Some(page) => {
            let title: String = story.catalog.entry(page).title.clone().into();
            PageView { head_title: title.clone(), title, ..story.bare_view(route, kind) }
        }
        None => PageView {
            title: title.to_owned(),
            head_title: title.to_owned(),
            ..story.bare_view(route, kind)
        },
    };
    let head_title = if number > 1 {
        story.config.locale.format(
            "title_and_page",
            &[("title", &base.head_title), ("number", &number.to_string())],
        )
    } else {
        base.head_title.clone()
    };
    PageView { head_title, breadcrumbs: home, ..base }
}

/// What is shown on a page of a list that shows so many on each; pages are numbered from 1. `None`
/// for a page that the list does not have.
pub(super) fn page_slice<T>(all: &[T], number: usize, limit: usize) -> Option<&[T]> {
    all.chunks(limit).nth(number.checked_sub(1)?)
}

pub(super) fn pagination(
    story: &SiteData<'_>,
    first: &Route,
    number: usize,
    count: usize,
) -> PaginationView {
    let href = |number: usize| story.config.base.href(&first.nth_page(number));
    PaginationView {
        number,
        count,
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < count).then(|| href(number + 1)),
    }
}

pub(super) fn intro_page(story: &SiteData<'_>, page: GeneratedPage) -> Option<PageIx> {
    story.catalog.by_id(page.slug()).filter(|intro| {
        story.catalog.entry(*intro).kind == PageKind::GeneratedIntro(page)
            && !story.catalog.entry(*intro).hidden
    })
}

/// The title of a part of a generated page.
pub(super) fn title_with_part(story: &SiteData<'_>, page: GeneratedPage, part: &str) -> String {
    story
        .config
        .locale
        .format("title_and_part", &[("title", story.config.generated_title(page)), ("part", part)])
}

/// Some of the names under a letter.
fn letter_view(story: &SiteData<'_>, letter: &str, names: &[(PageIx, u32)]) -> LetterView {
    let view = |(topic, at): &(PageIx, u32)| {
        let entry = story.catalog.entry(*topic);
        let name = &entry.sorted_names[*at as usize];
        NameEntry {
            name: name.text.to_string(),
            href: story.href(*topic),
            kind: super::summaries::kind_name(&entry.kind),
            see: (!name.is_title).then(|| entry.title.clone().into()),
        }
    };
    LetterView {
        title: letter.to_owned(),
        id: format!("letter-{}", letter_slug(letter)),
        entries: names.iter().map(view).collect(),
    }
}

fn a_to_z_base(story: &SiteData<'_>, route: &Route) -> PageView {
    list_base(
        story,
        route,
        intro_page(story, GeneratedPage::AToZ),
        "a-z",
        story.config.generated_title(GeneratedPage::AToZ),
        1,
    )
}

pub(super) fn a_to_z(story: &SiteData<'_>, route: &Route) -> PageView {
    let letters = story.letters();
    let topics = story.catalog.pages().filter(|entry| entry.topic_kind().is_some()).count();
    let on_pages = topics > limits::TOPICS_PER_A_TO_Z_PAGE;
    let link = |letter: &str| {
        let href = if on_pages {
            story.config.base.href(&Route::for_page([route.as_str(), &letter_slug(letter)]))
        } else {
            format!("#letter-{}", letter_slug(letter))
        };
        LinkView { title: letter.to_owned(), href }
    };
    let content = AToZView {
        all_letters: letters.iter().map(|letter| link(&letter.letter)).collect(),
        letters: if on_pages {
            Vec::new()
        } else {
            letters.iter().map(|letter| letter_view(story, &letter.letter, &letter.names)).collect()
        },
        pages: PaginationView { number: 1, count: 1, ..PaginationView::default() },
    };
    PageView { content: ContentView::AToZ(content), ..a_to_z_base(story, route) }
}

pub(super) fn a_to_z_letter(
    story: &SiteData<'_>,
    route: &Route,
    letter: &str,
    number: usize,
) -> Option<PageView> {
    let all = story.letters();
    let a_to_z = story.config.generated_route(GeneratedPage::AToZ);
    let href = |letter: &str| {
        story.config.base.href(&Route::for_page([a_to_z.as_str(), &letter_slug(letter)]))
    };
    let all_letters = all
        .iter()
        .map(|other| LinkView { title: other.letter.to_string(), href: href(&other.letter) })
        .collect();
    let names =
        all.iter().find(|other| *other.letter == *letter).map_or(&[][..], |other| &other.names);
    let count = names.len().div_ceil(limits::TOPICS_PER_A_TO_Z_PAGE);
    let shown = page_slice(names, number, limits::TOPICS_PER_A_TO_Z_PAGE)?;
    let first = Route::for_page([a_to_z.as_str(), &letter_slug(letter)]);
    let content = AToZView {
        letters: vec![letter_view(story, letter, shown)],
        all_letters,
        pages: pagination(story, &first, number, count),
    };
    let mut base = list_base(
        story,
        route,
        None,
        "a-z",
        &title_with_part(story, GeneratedPage::AToZ, letter),
        number,
    );
    base.breadcrumbs.push(LinkView {
        title: a_to_z_base(story, route).title,
        href: story.config.base.href(&a_to_z),
    });
    Some(PageView { content: ContentView::AToZ(content), ..base })
}

pub(super) fn not_found(story: &SiteData<'_>, route: &Route) -> PageView {
    let title = story.config.locale.text("not_found").to_owned();
    PageView {
        head_title: title.clone(),
        title,
        noindex: true,
        canonical: None,
        ..story.bare_view(route, "404")
    }
}
