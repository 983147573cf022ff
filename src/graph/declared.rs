//! What front matter declares of others, turned round.

use rustc_hash::FxHashMap;

use super::country_on;
use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::document::PageKind;
use crate::time::Day;

/// What pages declare of one another, seen from each of them. Lists are by page.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// Events that the topic belongs to, in order of time.
    pub events: Vec<Vec<PageIx>>,
    /// Of an event: what is part of it.
    pub parts: Vec<Vec<PageIx>>,
    /// Of an event: what came before it, by its own word or that of others.
    pub before: Vec<Vec<PageIx>>,
    /// Of an event: what came after it.
    pub after: Vec<Vec<PageIx>>,
    /// Of a topic: relations, those that others declare too.
    pub relations: Vec<Vec<Edge>>,
    /// Of a country: its people, in the order of paths.
    pub people: Vec<Vec<PageIx>>,
    /// Of an event: the countries that took part, in the order of participants.
    pub countries: Vec<Vec<PageIx>>,
    /// All events, in order of time.
    pub timeline: Vec<PageIx>,
    /// All articles in the order of reading: by `order`, then the newest first, then by address.
    pub reading: Vec<PageIx>,
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

pub(super) fn build(catalog: &Catalog) -> Declared {
    let pages = catalog.listings().len();
    let lists = || vec![Vec::new(); pages];
    let mut declared = Declared {
        events: lists(),
        parts: lists(),
        before: lists(),
        after: lists(),
        relations: vec![Vec::new(); pages],
        people: lists(),
        countries: lists(),
        ..Declared::default()
    };
    for page in catalog.pages().map(|entry| entry.page) {
        for (at, update) in catalog.head(page).common.updates.iter().enumerate() {
            declared.updates.push((update.date, page, number(at)));
        }
        for (at, other) in catalog.resolved(page).relations.iter().enumerate() {
            if let Some(other) = other {
                let edge = |other| Edge { other, declared_by: page, index: number(at) };
                declared.relations[page.index()].push(edge(*other));
                if *other != page {
                    declared.relations[other.index()].push(edge(page));
                }
            }
        }
        for country in &catalog.resolved(page).countries {
            declared.people[country.index()].push(page);
        }
    }
    declared.updates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    declared.reading = reading_order(catalog);
    declared.drop_twin_relations(catalog);
    declared.events_of(catalog);
    declared
}

fn reading_order(catalog: &Catalog) -> Vec<PageIx> {
    let mut articles: Vec<PageIx> = catalog.pages().filter(|entry| entry.kind == PageKind::Article).map(|entry| entry.page).collect();
    articles.sort_by_cached_key(|page| {
        let (order, entry) = (catalog.head(*page).order(), catalog.entry(*page));
        (order.is_none(), order, std::cmp::Reverse(entry.published), &entry.route)
    });
    articles
}

impl Declared {
    /// A relation that both ends declare is shown once: as each end puts it itself.
    fn drop_twin_relations(&mut self, catalog: &Catalog) {
        let kind = |edge: &Edge| catalog.head(edge.declared_by).front.topic().map(|topic| topic.relations[edge.index as usize].kind.clone());
        for (page, edges) in self.relations.iter_mut().enumerate().filter(|(_, edges)| !edges.is_empty()) {
            let own: Vec<(PageIx, Option<Box<str>>)> =
                edges.iter().filter(|edge| edge.declared_by.index() == page).map(|edge| (edge.other, kind(edge))).collect();
            edges.retain(|edge| edge.declared_by.index() == page || !own.contains(&(edge.other, kind(edge))));
            edges.sort_by_key(|edge| (edge.declared_by.index() != page, edge.declared_by, edge.index));
        }
    }

    fn events_of(&mut self, catalog: &Catalog) {
        let mut events: Vec<PageIx> = catalog.topics(TopicKind::Event).map(|entry| entry.page).collect();
        events.sort_by(|a, b| catalog.entry(*a).time_key().cmp(&catalog.entry(*b).time_key()));
        for event in &events {
            let resolved = catalog.resolved(*event);
            let mut countries = Vec::new();
            let mut concerned = Vec::new();
            for participant in resolved.participants.iter().flatten() {
                push_new(&mut concerned, *participant);
                match catalog.entry(*participant).kind {
                    PageKind::Topic(TopicKind::Country) => push_new(&mut countries, *participant),
                    PageKind::Topic(TopicKind::Figure) => {
                        if let Some(country) = country_on(catalog, *participant, catalog.entry(*event).day) {
                            push_new(&mut countries, country);
                        }
                    }
                    _ => {}
                }
            }
            for country in countries.iter().chain(&resolved.place_country) {
                push_new(&mut concerned, *country);
            }
            for topic in concerned {
                self.events[topic.index()].push(*event);
            }
            self.countries[event.index()] = countries;
            for whole in &resolved.part_of {
                push_new(&mut self.parts[whole.index()], *event);
            }
            for earlier in &resolved.follows {
                push_new(&mut self.before[event.index()], *earlier);
                push_new(&mut self.after[earlier.index()], *event);
            }
            for later in &resolved.led_to {
                push_new(&mut self.after[event.index()], *later);
                push_new(&mut self.before[later.index()], *event);
            }
        }
        let places: FxHashMap<PageIx, usize> = events.iter().enumerate().map(|(at, event)| (*event, at)).collect();
        for list in self.before.iter_mut().chain(&mut self.after) {
            list.sort_by_key(|event| places.get(event));
        }
        self.timeline = events;
    }
}

fn push_new(list: &mut Vec<PageIx>, page: PageIx) {
    if !list.contains(&page) {
        list.push(page);
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
