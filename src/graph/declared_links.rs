//! What front matter declares of others, turned round.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{PageLists, country_on};
use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::document::PageKind;
use crate::time::Day;

/// What pages declare of one another, seen from each of them. Lists are by page.
#[derive(Clone, Debug)]
pub struct DeclaredLinks {
    /// Events that the topic belongs to, in order of time.
    pub events: PageLists<PageIx>,
    /// Of an event: what is part of it.
    pub sub_events: PageLists<PageIx>,
    /// Of an event: what came before it, by its own word or that of others.
    pub before: PageLists<PageIx>,
    /// Of an event: what came after it.
    pub after: PageLists<PageIx>,
    /// Of a topic: relations, those that others declare too.
    pub relations: PageLists<Edge>,
    /// Of a country: its people, in the order of paths.
    pub people: PageLists<PageIx>,
    /// Of an event: the countries that took part, in the order of participants.
    pub event_countries: PageLists<PageIx>,
    /// The stretch of pages that all topics lie in; in the order of paths articles come before it.
    pub topic_range: Range<usize>,
    /// All events, in order of time.
    pub timeline: Vec<PageIx>,
    /// All articles in the order of reading: by `order`, then the newest first, then by address.
    pub reading_order: Vec<PageIx>,
    /// The changes of all pages, the newest first: page, and place in its list.
    pub updates: Vec<(Day, PageIx, u32)>,
}

/// A relation, seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The other end.
    pub other: PageIx,
    /// The page that declares it.
    pub declared_by: PageIx,
    /// Its place in that page's list.
    pub index: u32,
}

pub(super) fn build(catalog: &Catalog) -> DeclaredLinks {
    let timeline = timeline(catalog);
    let courses = EventLinks::from_timeline(catalog, &timeline);
    DeclaredLinks {
        events: courses.events.into(),
        sub_events: courses.parts.into(),
        before: courses.before.into(),
        after: courses.after.into(),
        event_countries: courses.countries.into(),
        relations: relations(catalog).into(),
        people: people(catalog).into(),
        topic_range: topic_range(catalog),
        timeline,
        reading_order: reading_order(catalog),
        updates: updates(catalog),
    }
}

/// A list for each page, while it grows.
fn empty_lists<T: Clone>(catalog: &Catalog) -> Vec<Vec<T>> {
    vec![Vec::new(); catalog.summaries().len()]
}

fn topic_range(catalog: &Catalog) -> Range<usize> {
    let mut topics = catalog
        .all_pages()
        .filter(|entry| entry.topic_kind().is_some())
        .map(|entry| entry.page.index());
    topics.next().map_or(0..0, |first| first..topics.last().unwrap_or(first) + 1)
}

fn timeline(catalog: &Catalog) -> Vec<PageIx> {
    let mut events: Vec<PageIx> =
        catalog.topics(TopicKind::Event).map(|entry| entry.page).collect();
    events.sort_by(|a, b| {
        catalog.entry(*a).chronological_key().cmp(&catalog.entry(*b).chronological_key())
    });
    events
}

fn reading_order(catalog: &Catalog) -> Vec<PageIx> {
    let mut articles: Vec<PageIx> = catalog
        .pages()
        .filter(|entry| entry.kind == PageKind::Article)
        .map(|entry| entry.page)
        .collect();
    articles.sort_by_cached_key(|page| reading_order_key(catalog, *page));
    articles
}

/// What the order of reading goes by.
pub(super) fn reading_order_key(catalog: &Catalog, page: PageIx) -> impl Ord {
    let (order, entry) = (catalog.head(page).order(), catalog.entry(page));
    (order.is_none(), order, std::cmp::Reverse(entry.published), &entry.route)
}

fn updates(catalog: &Catalog) -> Vec<(Day, PageIx, u32)> {
    let of = |page: PageIx| {
        catalog
            .head(page)
            .common
            .updates
            .iter()
            .enumerate()
            .map(move |(at, update)| (update.date, page, number(at)))
    };
    let mut updates: Vec<(Day, PageIx, u32)> =
        catalog.pages().flat_map(|entry| of(entry.page)).collect();
    updates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
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
        for (at, other) in catalog.resolved_refs(page).relations.iter().enumerate() {
            if let Some(other) = other {
                let edge = |other| Edge { other, declared_by: page, index: number(at) };
                relations[page.index()].push(edge(*other));
                if *other != page {
                    relations[other.index()].push(edge(page));
                }
            }
        }
    }
    for (page, edges) in relations.iter_mut().enumerate().filter(|(_, edges)| !edges.is_empty()) {
        drop_mutual_duplicates(catalog, page, edges);
    }
    relations
}

/// A relation that both ends declare is shown once: as each end puts it itself.
fn drop_mutual_duplicates(catalog: &Catalog, page: usize, edges: &mut Vec<Edge>) {
    let kind = |edge: &Edge| {
        catalog
            .head(edge.declared_by)
            .front
            .topic()
            .map(|topic| topic.relations[edge.index as usize].kind.clone())
    };
    let own: Vec<(PageIx, Option<Box<str>>)> = edges
        .iter()
        .filter(|edge| edge.declared_by.index() == page)
        .map(|edge| (edge.other, kind(edge)))
        .collect();
    edges.retain(|edge| {
        edge.declared_by.index() == page || !own.contains(&(edge.other, kind(edge)))
    });
    edges.sort_by_key(|edge| (edge.declared_by.index() != page, edge.declared_by, edge.index));
}

/// What events declare, while the lists grow.
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
        let mut courses = EventLinks {
            events: lists(),
            parts: lists(),
            before: lists(),
            after: lists(),
            countries: lists(),
        };
        for event in timeline {
            courses.add_event(catalog, *event);
        }
        let places: FxHashMap<PageIx, usize> =
            timeline.iter().enumerate().map(|(at, event)| (*event, at)).collect();
        for list in courses.before.iter_mut().chain(&mut courses.after) {
            list.sort_by_key(|event| places.get(event));
        }
        courses
    }

    fn add_event(&mut self, catalog: &Catalog, event: PageIx) {
        let resolved = catalog.resolved_refs(event);
        let mut countries = Vec::new();
        let mut concerned = Vec::new();
        for participant in resolved.participants.iter().flatten() {
            push_unique(&mut concerned, *participant);
            match catalog.entry(*participant).kind {
                PageKind::Topic(TopicKind::Country) => push_unique(&mut countries, *participant),
                PageKind::Topic(TopicKind::Figure) => {
                    if let Some(country) =
                        country_on(catalog, *participant, catalog.entry(event).as_of)
                    {
                        push_unique(&mut countries, country);
                    }
                }
                _ => {}
            }
        }
        for country in countries.iter().chain(&resolved.place_country) {
            push_unique(&mut concerned, *country);
        }
        for topic in concerned {
            self.events[topic.index()].push(event);
        }
        self.countries[event.index()] = countries;
        for whole in &resolved.part_of {
            push_unique(&mut self.parts[whole.index()], event);
        }
        for earlier in &resolved.follows {
            push_unique(&mut self.before[event.index()], *earlier);
            push_unique(&mut self.after[earlier.index()], event);
        }
        for later in &resolved.led_to {
            push_unique(&mut self.after[event.index()], *later);
            push_unique(&mut self.before[later.index()], event);
        }
    }
}

fn push_unique(list: &mut Vec<PageIx>, page: PageIx) {
    if !list.contains(&page) {
        list.push(page);
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
