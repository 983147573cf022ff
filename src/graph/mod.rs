//! All mentions and references, turned round: who mentions a topic, which events it belongs to, what others are to it.

mod lists;
mod roles;

pub use lists::Lists;
pub use roles::role_on;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::document::{Document, FrontKind, PageKind, PieceId};
use crate::link::Linked;
use crate::time::Day;

/// The story seen from each of its topics. Lists are by page; those of pages that are no topics are empty. It is made anew whenever anything in it may have
/// changed, so it is laid out to be made fast.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Articles about the topic, the newest first.
    pub about: Lists<PageIx>,
    /// Pages that mention the topic, the newest first, each with the place of the mention in [`Linked::mentions`].
    pub mentioned: Lists<(PageIx, u32)>,
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
    /// Of a figure: quotations.
    pub quotations: Vec<Vec<Said>>,
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

/// A quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The page it stands on.
    pub page: PageIx,
    /// The piece.
    pub piece: PieceId,
    /// Its place in the outline.
    pub index: u32,
}

/// Turns everything round. `linked` is by page; hidden pages say nothing. Where an `earlier` story of the same pages is known, its two great lists are taken over but for
/// what the pages that changed since say.
pub fn build(documents: &[Arc<Document>], catalog: &Catalog, linked: &[Arc<Linked>], earlier: Option<Earlier<'_>>) -> Graph {
    let lists = || vec![Vec::new(); documents.len()];
    let mut newest_first: Vec<_> = catalog.pages().collect();
    newest_first.sort_by_key(|entry| newness(catalog, entry.page));
    let turned = Turned { catalog, linked, newest_first: &newest_first, earlier };
    let mut graph = Graph {
        about: turned.lists(|graph| &graph.about, |page, links| links.about.iter().map(move |topic| (*topic, page)), |page| *page),
        mentioned: turned.lists(
            |graph| &graph.mentioned,
            |page, links| links.mentions.iter().enumerate().map(move |(at, mention)| (mention.topic, (page, number(at)))),
            |(page, _)| *page,
        ),
        events: lists(),
        parts: lists(),
        before: lists(),
        after: lists(),
        relations: vec![Vec::new(); documents.len()],
        quotations: vec![Vec::new(); documents.len()],
        people: lists(),
        countries: lists(),
        ..Graph::default()
    };
    for entry in &newest_first {
        let page = entry.page;
        let (document, links) = (&documents[page.index()], &linked[page.index()]);
        for (piece, speakers) in document.pieces().zip(&links.speakers) {
            for (at, speaker) in speakers.iter().enumerate() {
                if let Some(speaker) = speaker {
                    graph.quotations[speaker.index()].push(Said { page, piece, index: number(at) });
                }
            }
        }
        for (at, update) in document.common.updates.iter().enumerate() {
            graph.updates.push((update.date, page, number(at)));
        }
        for (at, other) in catalog.resolved(page).relations.iter().enumerate() {
            if let Some(other) = other {
                let edge = |other| Edge { other, declared_by: page, index: number(at) };
                graph.relations[page.index()].push(edge(*other));
                if *other != page {
                    graph.relations[other.index()].push(edge(page));
                }
            }
        }
        for country in &catalog.resolved(page).countries {
            graph.people[country.index()].push(page);
        }
    }
    graph.updates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    graph.reading = reading_order(documents, catalog);
    graph.drop_twin_relations(documents);
    graph.events_of(documents, catalog);
    graph
}

/// The order of lists in which the newest comes first.
fn newness(catalog: &Catalog, page: PageIx) -> (std::cmp::Reverse<Option<Day>>, PageIx) {
    (std::cmp::Reverse(catalog.entry(page).published), page)
}

/// The story as it was told before, of the same pages in the same order.
#[derive(Clone, Copy)]
pub struct Earlier<'a> {
    /// The story seen from its topics.
    pub graph: &'a Graph,
    /// What links meant.
    pub linked: &'a [Arc<Linked>],
    /// Who existed.
    pub catalog: &'a Catalog,
}

/// What pages say of topics, turned round into what is said of each.
struct Turned<'a> {
    catalog: &'a Catalog,
    linked: &'a [Arc<Linked>],
    newest_first: &'a [&'a crate::catalog::Entry],
    earlier: Option<Earlier<'a>>,
}

impl<'a> Turned<'a> {
    /// One sort of list: `said` gives what a page says, with the topic it says it of; `who` the page that said it.
    fn lists<T: Copy, I: Iterator<Item = (PageIx, T)>>(
        &self,
        list: impl Fn(&Graph) -> &Lists<T>,
        said: impl Fn(PageIx, &'a Linked) -> I,
        who: impl Fn(&T) -> PageIx,
    ) -> Lists<T> {
        let Some(earlier) = self.earlier else {
            let items = || self.newest_first.iter().flat_map(|entry| said(entry.page, &self.linked[entry.page.index()]));
            return Lists::of(self.linked.len(), items);
        };
        let list = list(earlier.graph);
        let mut others: FxHashMap<PageIx, Vec<T>> = FxHashMap::default();
        let changed: Vec<PageIx> = (0..self.linked.len()).map(PageIx::new).filter(|page| self.differs(earlier, *page)).collect();
        // What they said is taken out everywhere before anything is put in: among what is left, the order is still that of the newest.
        for page in &changed {
            for (topic, _) in said(*page, &earlier.linked[page.index()]) {
                others.entry(topic).or_insert_with(|| list.of_page(topic).to_vec()).retain(|item| who(item) != *page);
            }
        }
        for page in changed {
            for (topic, item) in said(page, &self.linked[page.index()]) {
                let items = others.entry(topic).or_insert_with(|| list.of_page(topic).to_vec());
                let at = items.partition_point(|other| newness(self.catalog, who(other)) <= newness(self.catalog, page));
                items.insert(at, item);
            }
        }
        list.with(&others)
    }

    /// True where a page may say something else than before, or has another place among the newest.
    fn differs(&self, earlier: Earlier<'_>, page: PageIx) -> bool {
        let (before, now) = (&earlier.linked[page.index()], &self.linked[page.index()]);
        !Arc::ptr_eq(before, now) || earlier.catalog.entry(page).published != self.catalog.entry(page).published
    }
}

fn reading_order(documents: &[Arc<Document>], catalog: &Catalog) -> Vec<PageIx> {
    let mut articles: Vec<PageIx> = catalog.pages().filter(|entry| entry.kind == PageKind::Article).map(|entry| entry.page).collect();
    articles.sort_by_cached_key(|page| {
        let (order, entry) = (documents[page.index()].order(), catalog.entry(*page));
        (order.is_none(), order, std::cmp::Reverse(entry.published), &entry.route)
    });
    articles
}

impl Graph {
    /// A relation that both ends declare is shown once: as each end puts it itself.
    fn drop_twin_relations(&mut self, documents: &[Arc<Document>]) {
        let kind = |edge: &Edge| documents[edge.declared_by.index()].front.topic().map(|topic| topic.relations[edge.index as usize].kind.clone());
        for (page, edges) in self.relations.iter_mut().enumerate().filter(|(_, edges)| !edges.is_empty()) {
            let own: Vec<(PageIx, Option<Box<str>>)> =
                edges.iter().filter(|edge| edge.declared_by.index() == page).map(|edge| (edge.other, kind(edge))).collect();
            edges.retain(|edge| edge.declared_by.index() == page || !own.contains(&(edge.other, kind(edge))));
            edges.sort_by_key(|edge| (edge.declared_by.index() != page, edge.declared_by, edge.index));
        }
    }

    fn events_of(&mut self, documents: &[Arc<Document>], catalog: &Catalog) {
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
                        for country in countries_on(documents, catalog, *participant, catalog.entry(*event).day) {
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

    /// The events before and after one in time.
    pub fn neighbours(&self, catalog: &Catalog, event: PageIx) -> (Option<PageIx>, Option<PageIx>) {
        let key = catalog.entry(event).time_key();
        let at = self.timeline.partition_point(|other| catalog.entry(*other).time_key() < key);
        (at.checked_sub(1).map(|before| self.timeline[before]), self.timeline.get(at + 1).copied())
    }

    /// Other topics that are mentioned on the pages that mention a topic, the most frequent first, with the number of pages.
    pub fn appears_with(&self, linked: &[Arc<Linked>], topic: PageIx, most: usize) -> Vec<(PageIx, usize)> {
        // Counted in a list of all pages rather than a map: a topic may be mentioned by thousands of pages.
        let mut counts: Vec<u32> = vec![0; linked.len()];
        let mut found: Vec<PageIx> = Vec::new();
        for (page, _) in self.mentioned.of_page(topic) {
            for mention in &linked[page.index()].mentions {
                if mention.topic != topic && mention.topic != *page {
                    let count = &mut counts[mention.topic.index()];
                    if *count == 0 {
                        found.push(mention.topic);
                    }
                    *count += 1;
                }
            }
        }
        let order = |page: &PageIx| (std::cmp::Reverse(counts[page.index()]), *page);
        if found.len() > most {
            found.select_nth_unstable_by_key(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by_key(order);
        found.into_iter().map(|page| (page, counts[page.index()] as usize)).collect()
    }

    /// Other countries that took part in events of a country, with those events in order of time; the most events first.
    pub fn shared_events(&self, catalog: &Catalog, country: PageIx) -> Vec<(PageIx, Vec<PageIx>)> {
        let mut shared: FxHashMap<PageIx, Vec<PageIx>> = FxHashMap::default();
        for event in &self.events[country.index()] {
            let countries = &self.countries[event.index()];
            if countries.contains(&country) {
                for other in countries.iter().filter(|other| **other != country) {
                    shared.entry(*other).or_default().push(*event);
                }
            }
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_by_key(|(other, events)| (std::cmp::Reverse(events.len()), &catalog.entry(*other).route));
        shared
    }
}

/// The countries a figure stands for on a day: that of the role held then, else the one it belongs to, if it belongs to one.
pub(crate) fn countries_on(documents: &[Arc<Document>], catalog: &Catalog, figure: PageIx, day: Option<Day>) -> Vec<PageIx> {
    let resolved = catalog.resolved(figure);
    let FrontKind::Figure(_, front) = &documents[figure.index()].front else { return Vec::new() };
    let by_role = role_on(&front.roles, day).and_then(|role| resolved.roles.get(role)).and_then(|role| role.country);
    match (by_role, &resolved.countries[..]) {
        (Some(country), _) => vec![country],
        (None, [country]) => vec![*country],
        (None, _) => Vec::new(),
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
