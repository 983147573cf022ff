//! Pages made from the whole story: indexes, timeline, A–Z.

use std::collections::BTreeMap;

use super::home::update;
use super::item::{article_item, card, event_item};
use super::story::Story;
use super::view::{
    AToZView, AuthorPageView, ContentView, IndexView, LetterView, LinkView, NameEntry, PageView, PagesView, TimelineView, UpdatesView, YearView,
};
use crate::catalog::{Entry, PageIx, a_to_z_names, author_route, event_type, letter, letter_slug, limits};
use crate::config::{Generated, TopicKind};
use crate::document::{PageKind, Section};
use crate::text::{Route, Slug};
use crate::time::FuzzyDate;

/// A page of an index; `intro` is the `_index.md` that introduces it.
pub(super) fn index(story: &Story<'_>, route: &Route, section: Section, number: usize, intro: Option<PageIx>) -> PageView {
    let title = story.config.index_title(section.folder(), section.index_title());
    let first = Route::page([story.config.folder(section.folder())]);
    let mut base = introduced(story, route, intro, "index", title, number);
    let entries: Vec<PageIx> = match section {
        Section::Articles => story.graph.reading.clone(),
        Section::Topics(TopicKind::Event) => story.graph.timeline.clone(),
        Section::Topics(kind) => {
            let mut topics: Vec<&Entry> = story.catalog.topics(kind).collect();
            topics.sort_by(|a, b| (&a.sort_key, &a.route).cmp(&(&b.sort_key, &b.route)));
            topics.iter().map(|entry| entry.page).collect()
        }
    };
    let shown = || entries.iter().skip((number - 1) * limits::PER_PAGE).take(limits::PER_PAGE);
    let mut content = IndexView { total: entries.len(), pages: pages(story, &first, number, entries.len().div_ceil(limits::PER_PAGE)), ..IndexView::default() };
    match section {
        Section::Articles => content.articles = shown().map(|page| article_item(story, *page)).collect(),
        Section::Topics(TopicKind::Event) => content.events = shown().map(|page| event_item(story, *page)).collect(),
        Section::Topics(_) => content.topics = shown().map(|page| card(story, *page, story.catalog.entry(*page).day)).collect(),
    }
    base.content = ContentView::Index(content);
    base
}

/// The page for a name that more than one topic declares: who they are.
pub(super) fn shared_name(story: &Story<'_>, route: &Route, slug: &Slug) -> Option<PageView> {
    let shared = story.catalog.shared_names.iter().find(|shared| shared.slug == *slug)?;
    let topics = shared.topics.iter().map(|page| card(story, *page, story.catalog.entry(*page).day)).collect();
    let content = IndexView { total: shared.topics.len(), topics, pages: PagesView { number: 1, count: 1, ..PagesView::default() }, ..IndexView::default() };
    let base = introduced(story, route, None, "names", &format!("“{}” may mean", shared.name), 1);
    let meta_description = Some(format!("What “{}” may mean here.", shared.name));
    Some(PageView { content: ContentView::Index(content), meta_description, ..base })
}

/// What an author wrote, the newest first.
pub(super) fn author(story: &Story<'_>, route: &Route, id: &str, number: usize) -> Option<PageView> {
    let author = story.author(id)?;
    let wrote = |page: PageIx| story.document(page).common.authors.iter().any(|author| *author.value == *id);
    let mut articles: Vec<PageIx> = story.graph.reading.iter().copied().filter(|page| wrote(*page)).collect();
    articles.sort_by_key(|page| std::cmp::Reverse(story.catalog.entry(*page).published));
    let shown = articles.iter().skip((number - 1) * limits::PER_PAGE).take(limits::PER_PAGE);
    let base = introduced(story, route, None, "author", &author.name, number);
    let lead = author.bio.clone();
    let content = AuthorPageView {
        articles: shown.map(|page| article_item(story, *page)).collect(),
        total: articles.len(),
        pages: pages(story, &author_route(id)?, number, articles.len().div_ceil(limits::PER_PAGE)),
        author,
    };
    Some(PageView { content: ContentView::Author(content), meta_description: lead.clone(), lead, ..base })
}

/// All that was changed, the newest first.
pub(super) fn updates(story: &Story<'_>, route: &Route, number: usize) -> PageView {
    let all = &story.graph.updates;
    let shown = all.iter().skip((number - 1) * limits::PER_PAGE).take(limits::PER_PAGE);
    let content = UpdatesView {
        updates: shown.filter_map(|(day, page, at)| update(story, *day, *page, *at)).collect(),
        pages: pages(story, &story.config.generated(Generated::Updates), number, all.len().div_ceil(limits::PER_PAGE)),
    };
    let base = introduced(story, route, intro_of(story, Generated::Updates), "updates", Generated::Updates.title(), number);
    PageView { content: ContentView::Updates(content), ..base }
}

/// The page of a list, with what a file says to introduce it on its first page.
pub(super) fn introduced(story: &Story<'_>, route: &Route, intro: Option<PageIx>, kind: &'static str, title: &str, number: usize) -> PageView {
    let home = story.breadcrumbs(&PageKind::Plain("".into()));
    let base = match intro {
        Some(page) if number == 1 => PageView { kind, ..story.base(page, kind) },
        Some(page) => {
            let title = story.catalog.entry(page).title.to_string();
            PageView { head_title: title.clone(), title, ..story.bare(route, kind) }
        }
        None => PageView { title: title.to_owned(), head_title: title.to_owned(), ..story.bare(route, kind) },
    };
    let head_title = if number > 1 { format!("{}, page {number}", base.head_title) } else { base.head_title.clone() };
    PageView { head_title, breadcrumbs: home, ..base }
}

pub(super) fn pages(story: &Story<'_>, first: &Route, number: usize, count: usize) -> PagesView {
    let href = |number: usize| story.config.base.href(&first.numbered(number));
    PagesView { number, count, previous: (number > 1).then(|| href(number - 1)), next: (number < count).then(|| href(number + 1)) }
}

pub(super) fn intro_of(story: &Story<'_>, page: Generated) -> Option<PageIx> {
    story.catalog.by_id(page.slug()).filter(|intro| story.catalog.entry(*intro).kind == PageKind::Intro(page) && !story.catalog.entry(*intro).hidden)
}

/// Events by year, in order of time.
fn years(story: &Story<'_>, events: impl Iterator<Item = PageIx>) -> BTreeMap<Option<i64>, Vec<PageIx>> {
    let mut years: BTreeMap<Option<i64>, Vec<PageIx>> = BTreeMap::new();
    for event in events {
        years.entry(story.catalog.entry(event).happened.as_ref().and_then(FuzzyDate::year)).or_default().push(event);
    }
    years
}

fn year_views(story: &Story<'_>, events: impl Iterator<Item = PageIx>) -> Vec<YearView> {
    let view = |(year, events): (Option<i64>, Vec<PageIx>)| YearView {
        title: year.map_or_else(|| "Undated".to_owned(), year_title),
        id: year.map_or_else(|| "undated".to_owned(), |year| format!("y{year}")),
        events: events.into_iter().map(|event| event_item(story, event)).collect(),
    };
    years(story, events).into_iter().map(view).collect()
}

/// Astronomical year numbering in words: 0 is 1 BC.
fn year_title(year: i64) -> String {
    if year <= 0 { format!("{} BC", 1 - year) } else { year.to_string() }
}

fn types(story: &Story<'_>) -> Vec<LinkView> {
    let mut types: BTreeMap<Slug, String> = BTreeMap::new();
    for event in &story.graph.timeline {
        let document = story.document(*event);
        if let (Some(slug), crate::document::FrontKind::Event(_, front)) = (event_type(document), &document.front) {
            types.entry(slug).or_insert_with(|| front.kind.as_deref().unwrap_or_default().to_owned());
        }
    }
    let timeline = story.config.generated(Generated::Timeline);
    types.into_iter().map(|(slug, title)| LinkView { title, href: story.config.base.href(&Route::page([timeline.as_str(), "type", slug.as_str()])) }).collect()
}

fn timeline_base(story: &Story<'_>, route: &Route) -> PageView {
    introduced(story, route, intro_of(story, Generated::Timeline), "timeline", Generated::Timeline.title(), 1)
}

/// A page below the timeline, with a title of its own.
fn below_timeline(story: &Story<'_>, route: &Route, title: &str, number: usize) -> PageView {
    let mut base = introduced(story, route, None, "timeline", title, number);
    base.breadcrumbs.push(LinkView { title: timeline_base(story, route).title, href: story.config.base.href(&story.config.generated(Generated::Timeline)) });
    base
}

pub(super) fn timeline(story: &Story<'_>, route: &Route) -> PageView {
    let mut content = TimelineView { types: types(story), pages: PagesView { number: 1, count: 1, ..PagesView::default() }, ..TimelineView::default() };
    if story.graph.timeline.len() > limits::TIMELINE {
        let years = years(story, story.graph.timeline.iter().copied());
        content.all_years = years
            .keys()
            .flatten()
            .map(|year| LinkView { title: year_title(*year), href: story.config.base.href(&Route::page([route.as_str(), &year.to_string()])) })
            .collect();
        let shown = super::item::most_important(story, &story.graph.timeline, limits::PER_PAGE);
        content.years = year_views(story, shown.into_iter());
    } else {
        content.years = year_views(story, story.graph.timeline.iter().copied());
    }
    PageView { content: ContentView::Timeline(content), ..timeline_base(story, route) }
}

pub(super) fn timeline_year(story: &Story<'_>, route: &Route, year: i64, number: usize) -> PageView {
    let all = years(story, story.graph.timeline.iter().copied()).remove(&Some(year)).unwrap_or_default();
    let first = Route::page([story.config.generated(Generated::Timeline).as_str(), &year.to_string()]);
    part_of_timeline(story, route, &year_title(year), &all, &first, number, limits::TIMELINE)
}

pub(super) fn timeline_type(story: &Story<'_>, route: &Route, kind: &Slug, number: usize) -> PageView {
    let all: Vec<PageIx> = story.graph.timeline.iter().copied().filter(|event| event_type(story.document(*event)).as_ref() == Some(kind)).collect();
    let title = types(story)
        .into_iter()
        .find(|link| link.href.ends_with(&format!("/{}/", crate::text::percent_encode_path(kind.as_str()))))
        .map_or_else(|| kind.to_string(), |link| link.title);
    let first = Route::page([story.config.generated(Generated::Timeline).as_str(), "type", kind.as_str()]);
    part_of_timeline(story, route, &format!("Timeline: {title}"), &all, &first, number, limits::PER_PAGE)
}

fn part_of_timeline(story: &Story<'_>, route: &Route, title: &str, all: &[PageIx], first: &Route, number: usize, limit: usize) -> PageView {
    let shown = all.iter().copied().skip((number - 1) * limit).take(limit);
    let content = TimelineView {
        years: year_views(story, shown),
        types: types(story),
        pages: pages(story, first, number, all.len().div_ceil(limit)),
        ..TimelineView::default()
    };
    PageView { content: ContentView::Timeline(content), ..below_timeline(story, route, title, number) }
}

/// All names of all topics, by letter, in order.
fn letters(story: &Story<'_>) -> BTreeMap<Box<str>, Vec<NameEntry>> {
    let mut names = Vec::new();
    for entry in story.catalog.pages().filter(|entry| entry.topic().is_some()) {
        for (key, other) in a_to_z_names(story.document(entry.page), entry) {
            names.push((key, other, entry));
        }
    }
    names.sort_by(|a, b| (&a.0, &a.2.route).cmp(&(&b.0, &b.2.route)));
    let mut letters: BTreeMap<Box<str>, Vec<NameEntry>> = BTreeMap::new();
    for (key, other, entry) in names {
        letters.entry(letter(&key)).or_default().push(NameEntry {
            name: other.as_deref().unwrap_or(&entry.title).to_owned(),
            href: story.href(entry.page),
            kind: super::item::kind_name(&entry.kind),
            see: other.is_some().then(|| entry.title.to_string()),
        });
    }
    letters
}

fn letter_view(letter: &str, entries: Vec<NameEntry>) -> LetterView {
    LetterView { title: letter.to_owned(), id: format!("letter-{}", letter_slug(letter)), entries }
}

fn a_to_z_base(story: &Story<'_>, route: &Route) -> PageView {
    introduced(story, route, intro_of(story, Generated::AToZ), "a-z", Generated::AToZ.title(), 1)
}

pub(super) fn a_to_z(story: &Story<'_>, route: &Route) -> PageView {
    let letters = letters(story);
    let topics = story.catalog.pages().filter(|entry| entry.topic().is_some()).count();
    let on_pages = topics > limits::A_TO_Z;
    let link = |letter: &str| {
        let href =
            if on_pages { story.config.base.href(&Route::page([route.as_str(), &letter_slug(letter)])) } else { format!("#letter-{}", letter_slug(letter)) };
        LinkView { title: letter.to_owned(), href }
    };
    let content = AToZView {
        all_letters: letters.keys().map(|letter| link(letter)).collect(),
        letters: if on_pages { Vec::new() } else { letters.into_iter().map(|(letter, entries)| letter_view(&letter, entries)).collect() },
        pages: PagesView { number: 1, count: 1, ..PagesView::default() },
    };
    PageView { content: ContentView::AToZ(content), ..a_to_z_base(story, route) }
}

pub(super) fn a_to_z_letter(story: &Story<'_>, route: &Route, letter: &str, number: usize) -> PageView {
    let all = letters(story);
    let a_to_z = story.config.generated(Generated::AToZ);
    let href = |letter: &str| story.config.base.href(&Route::page([a_to_z.as_str(), &letter_slug(letter)]));
    let all_letters = all.keys().map(|letter| LinkView { title: letter.to_string(), href: href(letter) }).collect();
    let entries = all.get(letter).cloned().unwrap_or_default();
    let count = entries.len().div_ceil(limits::A_TO_Z);
    let shown = entries.into_iter().skip((number - 1) * limits::A_TO_Z).take(limits::A_TO_Z).collect();
    let first = Route::page([a_to_z.as_str(), &letter_slug(letter)]);
    let content = AToZView { letters: vec![letter_view(letter, shown)], all_letters, pages: pages(story, &first, number, count) };
    let mut base = introduced(story, route, None, "a-z", &format!("{}: {letter}", Generated::AToZ.title()), number);
    base.breadcrumbs.push(LinkView { title: a_to_z_base(story, route).title, href: story.config.base.href(&a_to_z) });
    PageView { content: ContentView::AToZ(content), ..base }
}

pub(super) fn not_found(story: &Story<'_>, route: &Route) -> PageView {
    let title = "Page not found".to_owned();
    PageView { head_title: title.clone(), title, noindex: true, canonical: None, ..story.bare(route, "404") }
}
