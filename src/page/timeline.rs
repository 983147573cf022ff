//! The timeline: all of it, one year, or one type of event.

use std::collections::BTreeMap;

use super::list_pages::{ListPage, generated_link, title_with_part};
use super::site_data::SiteData;
use super::sorted_lists::by_year;
use super::storyline;
use super::summaries::{event_item, key_events, kind_name};
use super::view::{
    ContentView, EventItem, FilterView, LinkView, PageView, PaginationView, TimelineView, YearView,
};
use crate::catalog::{PageIx, list_page_limits};
use crate::config::{GeneratedPage, TopicKind};
use crate::text::{Route, Slug};

/// Events by year, with the filters for them.
fn timeline_view(data: &SiteData<'_>, events: &[PageIx]) -> TimelineView {
    let filters = filters(data, events);
    let (lines, mut marks) = storyline::beside_list(data, events).unzip();
    let mut item = |event: PageIx| EventItem {
        filter_ids: people_and_countries(data, event)
            .map(|who| filter_id(data, who))
            .filter(|id| filters.iter().any(|filter| filter.id == *id))
            .collect(),
        marks: marks.as_mut().and_then(|marks| marks.remove(&event)),
        ..event_item(data, event)
    };
    let view = |(year, events): (Option<i64>, Vec<PageIx>)| {
        let (title, id) = match year {
            Some(year) => (data.locale().dates.format_year(year), format!("y{year}")),
            None => (data.locale().text("undated").to_owned(), "undated".to_owned()),
        };
        YearView { title, id, events: events.into_iter().map(&mut item).collect() }
    };
    let types = data.event_types().iter().map(|(slug, events)| LinkView {
        title: events.title.to_string(),
        href: data.route_href(&timeline_route(data, &["type", slug.as_str()])),
        lang: events.events.first().and_then(|event| data.lang(*event)),
    });
    TimelineView {
        lines,
        years: by_year(data, events).into_iter().map(view).collect(),
        types: types.collect(),
        filters,
        pages: PaginationView::single(),
        ..TimelineView::default()
    }
}

/// People and countries with several of the events but not all, by name.
fn filters(data: &SiteData<'_>, events: &[PageIx]) -> Vec<FilterView> {
    let mut counts: BTreeMap<PageIx, usize> = BTreeMap::new();
    for who in events.iter().flat_map(|event| people_and_countries(data, *event)) {
        *counts.entry(who).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1 && *count < events.len());
    let mut filters: Vec<(PageIx, usize)> = counts.into_iter().collect();
    filters
        .sort_by_key(|(who, _)| data.entry(*who).sorted_names.first().map(|name| &name.sort_key));
    let view = |(who, count): (PageIx, usize)| FilterView {
        kind: kind_name(&data.entry(who).kind),
        id: filter_id(data, who),
        title: data.title(who),
        lang: data.lang(who),
        count,
    };
    filters.into_iter().map(view).collect()
}

/// The people and countries on whose pages an event is listed.
fn people_and_countries(data: &SiteData<'_>, event: PageIx) -> impl Iterator<Item = PageIx> {
    let kind = |topic: &PageIx| data.entry(*topic).topic_kind();
    let topics = data.graph.event_topics(data.catalog, event).into_iter();
    topics.filter(move |topic| matches!(kind(topic), Some(TopicKind::Figure | TopicKind::Country)))
}

/// The id of a topic in a list-valued HTML attribute. Page ids contain no spaces.
fn filter_id(data: &SiteData<'_>, topic: PageIx) -> String {
    data.head(topic).id.to_string()
}

fn timeline_route(data: &SiteData<'_>, below: &[&str]) -> Route {
    let timeline = data.config.generated_route(GeneratedPage::Timeline);
    Route::for_page([timeline.as_str()].into_iter().chain(below.iter().copied()))
}

/// The first page: all events, or the key events and links to the years where there are many.
pub(super) fn timeline(page: ListPage<'_>) -> PageView {
    let data = page.data;
    let all = &data.graph.timeline;
    let content = if all.len() > list_page_limits::EVENTS_PER_TIMELINE_PAGE {
        let link = |year: &i64| LinkView {
            title: data.locale().dates.format_year(*year),
            href: data.route_href(&timeline_route(data, &[&year.to_string()])),
            lang: None,
        };
        let shown = key_events(data, all, list_page_limits::ITEMS_PER_PAGE);
        let all_years = data.years().keys().flatten().map(link).collect();
        TimelineView { all_years, ..timeline_view(data, &shown) }
    } else {
        timeline_view(data, all)
    };
    let content = TimelineView { storyline: storyline::of_timeline(data), ..content };
    let base = page.generated_base(GeneratedPage::Timeline);
    PageView { content: ContentView::Timeline(content), ..base }
}

pub(super) fn timeline_year(page: ListPage<'_>, year: i64) -> Option<PageView> {
    let data = page.data;
    let all = data.years().get(&Some(year)).map_or(&[][..], Vec::as_slice);
    let first = timeline_route(data, &[&year.to_string()]);
    let title = data.locale().dates.format_year(year);
    sub_page(page, &title, page.paginate(all, list_page_limits::EVENTS_PER_TIMELINE_PAGE, &first)?)
}

pub(super) fn timeline_type(page: ListPage<'_>, slug: &Slug) -> Option<PageView> {
    let data = page.data;
    let of_type = data.event_types().get(slug)?;
    let first = timeline_route(data, &["type", slug.as_str()]);
    let title = title_with_part(data, GeneratedPage::Timeline, &of_type.title);
    sub_page(
        page,
        &title,
        page.paginate(&of_type.events, list_page_limits::ITEMS_PER_PAGE, &first)?,
    )
}

fn sub_page(
    page: ListPage<'_>,
    title: &str,
    (events, pages): (&[PageIx], PaginationView),
) -> Option<PageView> {
    let mut base = page.base(None, "timeline", title);
    base.breadcrumbs.push(generated_link(page.data, GeneratedPage::Timeline));
    let content = TimelineView { pages, ..timeline_view(page.data, events) };
    Some(PageView { content: ContentView::Timeline(content), ..base })
}
