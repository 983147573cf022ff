//! The timeline: all of it, one year, or one type of event.

use std::collections::BTreeMap;

use super::list_pages::{intro_page, list_base, page_slice, pagination, title_with_part};
use super::site_data::SiteData;
use super::sorted_lists::{EventsOfType, by_year};
use super::summaries::{event_item, kind_name};
use super::view::{
    ContentView, EventItem, FilterView, LinkView, PageView, PaginationView, TimelineView, YearView,
};
use crate::catalog::{PageIx, limits};
use crate::config::{GeneratedPage, TopicKind};
use crate::text::{Route, Slug};

/// Events by year, and those by whom they can be filtered.
fn timeline_view(story: &SiteData<'_>, events: &[PageIx]) -> TimelineView {
    let filters = filters(story, events);
    let item = |event: PageIx| EventItem {
        filter_ids: participants(story, event)
            .map(|who| filter_id(story, who))
            .filter(|id| filters.iter().any(|filter| filter.id == *id))
            .collect(),
        ..event_item(story, event)
    };
    let view = |(year, events): (Option<i64>, Vec<PageIx>)| YearView {
        title: year.map_or_else(
            || story.config.locale.text("undated").to_owned(),
            |year| story.config.locale.dates.format_year(year),
        ),
        id: year.map_or_else(|| "undated".to_owned(), |year| format!("y{year}")),
        events: events.into_iter().map(item).collect(),
    };
    TimelineView {
        years: by_year(story, events).into_iter().map(view).collect(),
        filters,
        ..TimelineView::default()
    }
}

/// People and countries that took part in at least two of the events, but not in all, by name.
fn filters(story: &SiteData<'_>, events: &[PageIx]) -> Vec<FilterView> {
    let mut counts: BTreeMap<PageIx, usize> = BTreeMap::new();
    for event in events {
        for who in participants(story, *event) {
            *counts.entry(who).or_default() += 1;
        }
    }
    let mut filters: Vec<(PageIx, usize)> =
        counts.into_iter().filter(|(_, count)| *count > 1 && *count < events.len()).collect();
    filters.sort_by_key(|(who, _)| {
        story.catalog.entry(*who).sorted_names.first().map(|name| &name.sort_key)
    });
    let view = |(who, count): (PageIx, usize)| FilterView {
        kind: kind_name(&story.catalog.entry(who).kind),
        id: filter_id(story, who),
        title: story.catalog.entry(who).title.to_string(),
        count,
    };
    filters.into_iter().map(view).collect()
}

/// The people and countries that took part in an event, each once.
fn participants<'a>(story: &SiteData<'a>, event: PageIx) -> impl Iterator<Item = PageIx> + use<'a> {
    let catalog = story.catalog;
    let people = catalog
        .resolved_refs(event)
        .participants
        .iter()
        .flatten()
        .copied()
        .filter(|who| catalog.entry(*who).topic_kind() == Some(TopicKind::Figure));
    let mut all: Vec<PageIx> =
        people.chain(story.graph.event_countries.of_page(event).iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// What stands for a topic in an attribute: its id, in which there is no space.
fn filter_id(story: &SiteData<'_>, topic: PageIx) -> String {
    story.catalog.head(topic).id.to_string()
}

fn type_links(story: &SiteData<'_>) -> Vec<LinkView> {
    let timeline = story.config.generated_route(GeneratedPage::Timeline);
    let link = |(slug, of_type): (&Slug, &EventsOfType)| LinkView {
        title: of_type.title.to_string(),
        href: story.config.base.href(&Route::for_page([timeline.as_str(), "type", slug.as_str()])),
    };
    story.event_types().iter().map(link).collect()
}

fn timeline_base(story: &SiteData<'_>, route: &Route) -> PageView {
    list_base(
        story,
        route,
        intro_page(story, GeneratedPage::Timeline),
        "timeline",
        story.config.generated_title(GeneratedPage::Timeline),
        1,
    )
}

/// A page below the timeline, with a title of its own.
fn sub_page_base(story: &SiteData<'_>, route: &Route, title: &str, number: usize) -> PageView {
    let mut base = list_base(story, route, None, "timeline", title, number);
    base.breadcrumbs.push(LinkView {
        title: timeline_base(story, route).title,
        href: story.config.base.href(&story.config.generated_route(GeneratedPage::Timeline)),
    });
    base
}

pub(super) fn timeline(story: &SiteData<'_>, route: &Route) -> PageView {
    let all = &story.graph.timeline;
    let pages = PaginationView { number: 1, count: 1, ..PaginationView::default() };
    let content = if all.len() > limits::EVENTS_PER_TIMELINE_PAGE {
        let link = |year: &i64| LinkView {
            title: story.config.locale.dates.format_year(*year),
            href: story.config.base.href(&Route::for_page([route.as_str(), &year.to_string()])),
        };
        let all_years = story.years().keys().flatten().map(link).collect();
        TimelineView {
            all_years,
            ..timeline_view(
                story,
                &super::summaries::most_important(story, all, limits::ITEMS_PER_PAGE),
            )
        }
    } else {
        timeline_view(story, all)
    };
    PageView {
        content: ContentView::Timeline(TimelineView { types: type_links(story), pages, ..content }),
        ..timeline_base(story, route)
    }
}

pub(super) fn timeline_year(
    story: &SiteData<'_>,
    route: &Route,
    year: i64,
    number: usize,
) -> Option<PageView> {
    let all = story.years().get(&Some(year)).map_or(&[][..], Vec::as_slice);
    let first = Route::for_page([
        story.config.generated_route(GeneratedPage::Timeline).as_str(),
        &year.to_string(),
    ]);
    sub_page(
        story,
        route,
        &story.config.locale.dates.format_year(year),
        all,
        &first,
        number,
        limits::EVENTS_PER_TIMELINE_PAGE,
    )
}

pub(super) fn timeline_type(
    story: &SiteData<'_>,
    route: &Route,
    kind: &Slug,
    number: usize,
) -> Option<PageView> {
    let of_type = story.event_types().get(kind);
    let title = of_type.map_or_else(|| kind.to_string(), |of_type| of_type.title.to_string());
    let all = of_type.map_or(&[][..], |of_type| &of_type.events);
    let first = Route::for_page([
        story.config.generated_route(GeneratedPage::Timeline).as_str(),
        "type",
        kind.as_str(),
    ]);
    sub_page(
        story,
        route,
        &title_with_part(story, GeneratedPage::Timeline, &title),
        all,
        &first,
        number,
        limits::ITEMS_PER_PAGE,
    )
}

fn sub_page(
    story: &SiteData<'_>,
    route: &Route,
    title: &str,
    all: &[PageIx],
    first: &Route,
    number: usize,
    limit: usize,
) -> Option<PageView> {
    let of_page = page_slice(all, number, limit)?;
    let content = TimelineView {
        types: type_links(story),
        pages: pagination(story, first, number, all.len().div_ceil(limit)),
        ..timeline_view(story, of_page)
    };
    Some(PageView {
        content: ContentView::Timeline(content),
        ..sub_page_base(story, route, title, number)
    })
}
