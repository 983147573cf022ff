//! What the front matter of pages declares about other pages, inverted.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::page_lists::PageLists;
use super::roles::country_on;
use crate::catalog::{Catalog, Entry, PageIx, ResolvedRefs};
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
    let event_countries: PageLists<PageIx> =
        catalog.all_pages().map(|entry| event_countries(catalog, entry)).collect();
    let refs = |page: PageIx| catalog.resolved_refs(page);
    let events = timeline.iter().flat_map(|event| {
        let topics = event_topics(refs(*event), event_countries.of_page(*event));
        topics.into_iter().map(|topic| (topic, *event))
    });
    let sub_events =
        timeline.iter().flat_map(|event| refs(*event).part_of.iter().map(|whole| (*whole, *event)));
    let people = catalog
        .pages()
        .flat_map(|entry| refs(entry.page).countries.iter().map(|country| (*country, entry.page)));
    let sequence = event_sequence(catalog, &timeline);
    let lists = |pairs: Vec<(PageIx, PageIx)>| {
        PageLists::from_pairs(catalog.summaries().len(), || pairs.iter().copied())
    };
    DeclaredLinks {
        events: lists(events.collect()),
        sub_events: lists(sub_events.collect()),
        before: lists(sequence.iter().map(|(earlier, later)| (*later, *earlier)).collect()),
        after: lists(sequence),
        event_countries,
        relations: relations(catalog).into_iter().collect(),
        people: lists(people.collect()),
        topic_range: topic_range(catalog),
        timeline,
        reading_order: reading_order(catalog),
        updates: updates(catalog),
    }
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

fn relations(catalog: &Catalog) -> Vec<Vec<Edge>> {
    let mut relations = vec![Vec::new(); catalog.summaries().len()];
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

/// The countries that took part in an event, in the order of participants.
fn event_countries(catalog: &Catalog, event: &Entry) -> Vec<PageIx> {
    let mut countries = Vec::new();
    for participant in catalog.resolved_refs(event.page).participants.iter().copied().flatten() {
        let country = match catalog.entry(participant).topic_kind() {
            Some(TopicKind::Country) => Some(participant),
            Some(TopicKind::Figure) => country_on(catalog, participant, event.as_of),
            _ => None,
        };
        countries.extend(country.filter(|country| !countries.contains(country)));
    }
    countries
}

impl DeclaredLinks {
    /// The topics of an event, on whose pages it is listed: its participants, their countries and
    /// that of its place.
    pub fn event_topics(&self, catalog: &Catalog, event: PageIx) -> Vec<PageIx> {
        event_topics(catalog.resolved_refs(event), self.event_countries.of_page(event))
    }
}

fn event_topics(event: &ResolvedRefs, countries: &[PageIx]) -> Vec<PageIx> {
    let countries = countries.iter().chain(&event.place_country);
    let mut topics = Vec::new();
    for topic in event.participants.iter().flatten().chain(countries) {
        if !topics.contains(topic) {
            topics.push(*topic);
        }
    }
    topics
}

/// Each event with one that follows it, as either declares, in chronological order.
fn event_sequence(catalog: &Catalog, timeline: &[PageIx]) -> Vec<(PageIx, PageIx)> {
    let mut sequence: Vec<(PageIx, PageIx)> = Vec::new();
    for event in timeline {
        let refs = catalog.resolved_refs(*event);
        sequence.extend(refs.follows.iter().map(|earlier| (*earlier, *event)));
        sequence.extend(refs.led_to.iter().map(|later| (*event, *later)));
    }
    let positions: FxHashMap<&PageIx, usize> = timeline.iter().zip(0..).collect();
    sequence.sort_by_key(|(earlier, later)| (positions.get(earlier), positions.get(later)));
    sequence.dedup();
    sequence
}
