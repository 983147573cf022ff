//! Sorted lists of the whole site. Many pages show a part of one each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::page_cache::{ById, EventsByYear, EventsOfType, Letter};
use super::site_data::SiteData;
use crate::catalog::{Entry, PageIx, SortedName, event_type_slug};
use crate::config::TopicKind;
use crate::document::{FrontMatter, PageKind, Source};
use crate::link::SourceOrigin;
use crate::text::Slug;
use crate::time::FuzzyDate;

pub(super) fn by_year(data: &SiteData<'_>, events: &[PageIx]) -> EventsByYear {
    let mut years = EventsByYear::new();
    for event in events {
        let year = data.entry(*event).event_date.as_ref().and_then(FuzzyDate::year);
        years.entry(year).or_default().push(*event);
    }
    years
}

impl<'a> SiteData<'a> {
    /// The topics of a kind by name; events in chronological order.
    pub(super) fn topics_by_name(&self, kind: TopicKind) -> &'a [PageIx] {
        if kind == TopicKind::Event {
            return &self.graph.timeline;
        }
        self.cache.topics[kind as usize].get_or_init(|| {
            let mut topics: Vec<&Entry> = self.catalog.topics(kind).collect();
            topics.sort_by_key(|entry| {
                (entry.sorted_names.first().map(|name| &name.sort_key), &entry.route)
            });
            topics.iter().map(|entry| entry.page).collect()
        })
    }

    /// All events by year.
    pub(super) fn years(&self) -> &'a EventsByYear {
        self.cache.years.get_or_init(|| by_year(self, &self.graph.timeline))
    }

    /// All events that have a type, by its slug.
    pub(super) fn event_types(&self) -> &'a BTreeMap<Slug, EventsOfType> {
        self.cache.event_types.get_or_init(|| {
            let mut types: BTreeMap<Slug, EventsOfType> = BTreeMap::new();
            for event in &self.graph.timeline {
                let head = self.head(*event);
                let FrontMatter::Event(_, front) = &head.front else { continue };
                let Some(slug) = event_type_slug(head) else { continue };
                let new = || EventsOfType {
                    title: front.kind.clone().unwrap_or_default(),
                    events: Vec::new(),
                };
                types.entry(slug).or_insert_with(new).events.push(*event);
            }
            types
        })
    }

    /// All names of all topics by letter, collated in the site's language.
    pub(super) fn letters(&self) -> &'a [Letter] {
        self.cache.letters.get_or_init(|| {
            let topics = self.catalog.pages().filter(|entry| entry.topic_kind().is_some());
            let mut names: Vec<(&SortedName, &Entry, u32)> = topics
                .flat_map(|entry| {
                    entry.sorted_names.iter().zip(0..).map(move |(name, at)| (name, entry, at))
                })
                .collect();
            names.sort_by_key(|(name, entry, _)| (&name.sort_key, &entry.route));
            let mut letters: Vec<Letter> = Vec::new();
            for (name, entry, at) in names {
                let name_ref = (entry.page, at);
                match letters.iter_mut().rev().find(|known| known.letter == name.letter) {
                    Some(known) => known.names.push(name_ref),
                    None => {
                        letters.push(Letter { letter: name.letter.clone(), names: vec![name_ref] });
                    }
                }
            }
            letters
        })
    }

    /// The articles of an author, newest first.
    pub(super) fn articles_by_author(&self, author: &str) -> &'a [PageIx] {
        let authors = self.cache.articles_by_author.get_or_init(|| {
            let mut authors: ById<PageIx> = ById::default();
            for article in &self.graph.reading_order {
                for id in &self.head(*article).common.authors {
                    let articles = authors.entry(id.value.clone()).or_default();
                    // A page may name an author twice.
                    if articles.last() != Some(article) {
                        articles.push(*article);
                    }
                }
            }
            for articles in authors.values_mut() {
                articles.sort_by_key(|page| Reverse(self.entry(*page).published));
            }
            authors
        });
        authors.get(author).map_or(&[], Vec::as_slice)
    }

    /// The articles of the feeds, newest first, cut to the feed limit.
    pub fn feed_articles(&self) -> &'a [PageIx] {
        self.cache.feed_articles.get_or_init(|| {
            let articles = self.catalog.pages();
            let mut articles: Vec<&Entry> = articles
                .filter(|entry| entry.kind == PageKind::Article && entry.is_in_feeds())
                .collect();
            articles.sort_by_key(|entry| (Reverse(entry.published), &entry.route));
            articles.iter().take(self.config.feeds.limit).map(|entry| entry.page).collect()
        })
    }

    /// The ids of the shared sources by title.
    pub(super) fn sources_by_title(&self) -> &'a [Box<str>] {
        self.cache.sources_by_title.get_or_init(|| {
            let mut all: Vec<(&str, &Source)> = self.catalog.shared_sources().collect();
            all.sort_by_cached_key(|(id, source)| {
                let title = source.title.trim_start_matches(|c: char| !c.is_alphanumeric());
                (self.locale().sort_key(title), *id)
            });
            all.into_iter().map(|(id, _)| id.into()).collect()
        })
    }

    /// The pages that use a shared source, each with an index into its `Linked::sources`: articles
    /// in reading order, then other pages in path order.
    pub(super) fn source_uses(&self, source: &str) -> &'a [(PageIx, u32)] {
        let uses = self.cache.source_uses.get_or_init(|| {
            let mut uses: ById<(PageIx, u32)> = ById::default();
            let others = self.catalog.pages().filter(|entry| entry.kind != PageKind::Article);
            let others = others.map(|entry| entry.page);
            for page in self.graph.reading_order.iter().copied().chain(others) {
                for (used, at) in self.linked(page).sources.iter().zip(0..) {
                    if let SourceOrigin::Shared(id) = &used.origin {
                        uses.entry(id.clone()).or_default().push((page, at));
                    }
                }
            }
            uses
        });
        uses.get(source).map_or(&[], Vec::as_slice)
    }
}
