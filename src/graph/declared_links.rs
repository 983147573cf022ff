//! What the front matter of pages declares about other pages, inverted.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::page_lists::PageLists;
use super::roles::country_on;
use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::document::PageKind;
use crate::time::Day;

/// What pages declare of one another, by the page it is about.
#[derive(Clone, Debug)]
pub struct DeclaredLinks {
    /// By topic: its events in chronological order.
    pub events: PageLists<PageIx>,
    /// By event: the events that are part of it.
    pub sub_events: PageLists<PageIx>,
    /// By event: the events it follows, as either declares.
    pub before: PageLists<PageIx>,
    /// By event: the events that follow it, as either declares.
    pub after: PageLists<PageIx>,
    /// By topic: its relations, including those that the other end declares.
    pub relations: PageLists<Edge>,
    /// By country: its people in path order.
    pub people: PageLists<PageIx>,
    /// By event: the countries that took part, in the order of participants.
    pub event_countries: PageLists<PageIx>,
    /// The range of pages that contains all topics. Articles precede it in path order.
    pub topic_range: Range<usize>,
    /// All events in chronological order.
    pub timeline: Vec<PageIx>,
    /// All articles: by `order`, then newest first, then by route.
    pub reading_order: Vec<PageIx>,
    /// The updates of all pages, newest first: page, and index in its front matter.
    pub updates: Vec<(Day, PageIx, u32)>,
}

/// A relation seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub other: PageIx,
    pub declared_by: PageIx,
    /// The index in the front matter of `declared_by`.
    pub index: u32,
}

pub(super) fn build(catalog: &Catalog) -> DeclaredLinks {
    let mut timeline = catalog.topics(TopicKind::Event).collect::<Vec<_>>();
    timeline.sort_by(|a, b| a.chronological_key().cmp(&b.chronological_key()));
    let timeline: Vec<PageIx> = timeline.iter().map(|entry| entry.page).collect();
    let links = EventLinks::from_timeline(catalog, &timeline);
    DeclaredLinks {
        events: links.events.into_iter().collect(),
        sub_events: links.parts.into_iter().collect(),
        before: links.before.into_iter().collect(),
        after: links.after.into_iter().collect(),
        event_countries: links.countries.into_iter().collect(),
        relations: relations(catalog).into_iter().collect(),
        people: people(catalog).into_iter().collect(),
        topic_range: topic_range(catalog),
        timeline,
        reading_order: reading_order(catalog),
        updates: updates(catalog),
    }
}

/// One growing list for each page.
fn empty_lists<T: Clone>(catalog: &Catalog) -> Vec<Vec<T>> {
    vec![Vec::new(); catalog.summaries().len()]
}

fn topic_range(catalog: &Catalog) -> Range<usize> {
    let topics = catalog.all_pages().filter(|entry| entry.topic_kind().is_some());
    let mut topics = topics.map(|entry| entry.page.index());
    topics.next().map_or(0..0, |first| first..topics.last().unwrap_or(first) + 1)
}

fn reading_order(catalog: &Catalog) -> Vec<PageIx> {
    let articles = catalog.pages().filter(|entry| entry.kind == PageKind::Article);
    let mut articles: Vec<PageIx> = articles.map(|entry| entry.page).collect();
    articles.sort_by_cached_key(|page| reading_order_key(catalog, *page));
    articles
}

pub(super) fn reading_order_key(catalog: &Catalog, page: PageIx) -> impl Ord {
    let (order, entry) = (catalog.head(page).order(), catalog.entry(page));
    (order.is_none(), order, Reverse(entry.published), &entry.route)
}

fn updates(catalog: &Catalog) -> Vec<(Day, PageIx, u32)> {
    let updates = catalog.pages().flat_map(|entry| {
        let updates = catalog.head(entry.page).common.updates.iter().zip(0..);
        updates.map(|(update, at)| (update.date, entry.page, at))
    });
    let mut updates: Vec<(Day, PageIx, u32)> = updates.collect();
    updates.sort_by_key(|(day, page, at)| (Reverse(*day), *page, *at));
    updates
}

fn people(catalog: &Catalog) -> Vec<Vec<PageIx>> {
    let mut people = empty_lists(catalog);
    for page in catalog.pages().map(|entry| entry.page) {
        for country in &catalog.resolved_refs(page).countries {
            people[country.index()].push(page);
        }
    }
    people
}

fn relations(catalog: &Catalog) -> Vec<Vec<Edge>> {
    let mut relations = empty_lists(catalog);
    for page in catalog.pages().map(|entry| entry.page) {
        for (other, index) in catalog.resolved_refs(page).relations.iter().zip(0..) {
            let Some(other) = *other else { continue };
            let edge = |other| Edge { other, declared_by: page, index };
            relations[page.index()].push(edge(other));
            if other != page {
                relations[other.index()].push(edge(page));
            }
        }
    }
    for (page, edges) in relations.iter_mut().enumerate().filter(|(_, edges)| !edges.is_empty()) {
        drop_mutual_duplicates(catalog, PageIx::new(page), edges);
    }
    relations
}

/// Of a relation that both ends declare, each page keeps its own declaration.
fn drop_mutual_duplicates(catalog: &Catalog, page: PageIx, edges: &mut Vec<Edge>) {
    let key = |edge: &Edge| {
        let topic = catalog.head(edge.declared_by).front.topic();
        (edge.other, topic.map(|topic| topic.relations[edge.index as usize].kind.clone()))
    };
    let own: Vec<_> = edges.iter().filter(|edge| edge.declared_by == page).map(key).collect();
    edges.retain(|edge| edge.declared_by == page || !own.contains(&key(edge)));
    edges.sort_by_key(|edge| (edge.declared_by != page, edge.declared_by, edge.index));
}

/// What events declare, as growing lists.
struct EventLinks {
    events: Vec<Vec<PageIx>>,
    parts: Vec<Vec<PageIx>>,
    before: Vec<Vec<PageIx>>,
    after: Vec<Vec<PageIx>>,
    countries: Vec<Vec<PageIx>>,
}

impl EventLinks {
    fn from_timeline(catalog: &Catalog, timeline: &[PageIx]) -> Self {
        let lists = || empty_lists(catalog);
        let (events, parts, before, after) = (lists(), lists(), lists(), lists());
        let mut links = EventLinks { events, parts, before, after, countries: lists() };
        for event in timeline {
            links.add_event(catalog, *event);
        }
        let positions: FxHashMap<PageIx, usize> =
            timeline.iter().enumerate().map(|(at, event)| (*event, at)).collect();
        for list in links.before.iter_mut().chain(&mut links.after) {
            list.sort_by_key(|event| positions.get(event));
        }
        links
    }

    fn add_event(&mut self, catalog: &Catalog, event: PageIx) {
        let resolved = catalog.resolved_refs(event);
        let (mut countries, mut topics) = (Vec::new(), Vec::new());
        for participant in resolved.participants.iter().flatten().copied() {
            push_unique(&mut topics, participant);
            let country = match catalog.entry(participant).topic_kind() {
                Some(TopicKind::Country) => Some(participant),
                Some(TopicKind::Figure) => {
                    country_on(catalog, participant, catalog.entry(event).as_of)
                }
                _ => None,
            };
            if let Some(country) = country {
                push_unique(&mut countries, country);
            }
        }
        for country in countries.iter().chain(&resolved.place_country) {
            push_unique(&mut topics, *country);
        }
        for topic in topics {
            self.events[topic.index()].push(event);
        }
        self.countries[event.index()] = countries;
        for whole in &resolved.part_of {
            push_unique(&mut self.parts[whole.index()], event);
        }
        let follows = resolved.follows.iter().map(|earlier| (*earlier, event));
        let led_to = resolved.led_to.iter().map(|later| (event, *later));
        for (earlier, later) in follows.chain(led_to) {
            push_unique(&mut self.before[later.index()], earlier);
            push_unique(&mut self.after[earlier.index()], later);
        }
    }
}

fn push_unique(list: &mut Vec<PageIx>, page: PageIx) {
    if !list.contains(&page) {
        list.push(page);
    }
}
