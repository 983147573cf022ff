//! By what readers narrow results: years and countries.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::index::IndexedPage;
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::document::PageKind;
use crate::page::SiteData;
use crate::time::Day;

/// All countries that pages belong to (id, title, language), and of each page its first and last year
/// and its countries, by their places in that list.
pub(super) fn facets(data: &SiteData<'_>, pages: &[IndexedPage]) -> Value {
    let of_pages: Vec<BTreeSet<PageIx>> =
        pages.iter().map(|page| countries_of(data, page.page)).collect();
    let all: BTreeSet<PageIx> = of_pages.iter().flatten().copied().collect();
    let all: Vec<PageIx> = all.into_iter().collect();
    let country = |page: &PageIx| {
        let language = data.lang(*page).map(|language| language.tag);
        json!([data.head(*page).id, data.entry(*page).title, language])
    };
    let facets = pages.iter().zip(&of_pages).map(|(page, countries)| {
        let (from, to) = years_of(data, page.page);
        let countries = countries.iter().filter_map(|it| all.binary_search(it).ok());
        let countries = countries.map(Value::from);
        Value::from_iter([json!(from), json!(to)].into_iter().chain(countries))
    });
    let facets = Value::from_iter(facets);
    json!({ "countries": all.iter().map(country).collect::<Vec<_>>(), "pages": facets })
}

/// The first and last year of an event, or the year in which a page was published.
fn years_of(data: &SiteData<'_>, page: PageIx) -> (Option<i64>, Option<i64>) {
    let entry = data.entry(page);
    let (first, last) = match &entry.event_date {
        Some(date) => (date.first_day(), date.last_day()),
        None => (entry.published, entry.published),
    };
    let year = |day: Day| i64::from(day.year());
    (first.or(last).map(year), last.or(first).map(year))
}

/// The countries of a page: a country itself, those of a figure, those where an event happened and
/// whose people took part, and those of all topics that an article is about.
fn countries_of(data: &SiteData<'_>, page: PageIx) -> BTreeSet<PageIx> {
    match &data.entry(page).kind {
        PageKind::Article => {
            let about = data.catalog.resolved_refs(page).about.iter().flatten();
            about.flat_map(|topic| countries_of_topic(data, *topic)).collect()
        }
        PageKind::Topic(_) => countries_of_topic(data, page),
        _ => BTreeSet::new(),
    }
}

fn countries_of_topic(data: &SiteData<'_>, topic: PageIx) -> BTreeSet<PageIx> {
    let of_figure = |figure| data.catalog.resolved_refs(figure).countries.iter().copied();
    let is_shown = |country: &PageIx| !data.entry(*country).hidden;
    let mut countries = BTreeSet::new();
    match data.entry(topic).topic_kind() {
        Some(TopicKind::Country) => countries.extend([topic]),
        Some(TopicKind::Figure) => countries.extend(of_figure(topic)),
        Some(TopicKind::Event) => {
            for who in data.graph.event_topics(data.catalog, topic) {
                match data.entry(who).topic_kind() {
                    Some(TopicKind::Country) => countries.extend([who]),
                    Some(TopicKind::Figure) => countries.extend(of_figure(who)),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    countries.retain(is_shown);
    countries
}
