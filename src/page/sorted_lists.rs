//! Long lists in their order, of which many pages show a part each.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::site_data::SiteData;
use crate::catalog::{Entry, PageIx, SortedName, event_type_slug};
use crate::config::TopicKind;
use crate::document::{FrontMatter, PageKind, Source};
use crate::link::SourceOrigin;
use crate::text::Slug;
use crate::time::FuzzyDate;

/// Lists of the whole story. Each is made when the first page that shows a part of it is asked for,
/// and is always the same. Were it made by each of its pages, those would together take the square
/// of its length.
#[derive(Debug, Default)]
pub struct SortedLists {
    /// By kind; that of events is the timeline, and stays empty here.
    topics: [OnceLock<Vec<PageIx>>; TopicKind::ALL.len()],
    years: OnceLock<EventsByYear>,
    event_types: OnceLock<BTreeMap<Slug, EventsOfType>>,
    letters: OnceLock<Vec<Letter>>,
    articles_by_author: OnceLock<ById<PageIx>>,
    sources_by_title: OnceLock<Vec<Box<str>>>,
    source_uses: OnceLock<ById<(PageIx, u32)>>,
    feed_articles: OnceLock<Vec<PageIx>>,
}

/// Lists of authors or sources.
type ById<T> = FxHashMap<Box<str>, Vec<T>>;

/// Events by the year they happened in, in order of time.
pub(super) type EventsByYear = BTreeMap<Option<i64>, Vec<PageIx>>;

/// The events of one type.
#[derive(Debug)]
pub(super) struct EventsOfType {
    /// What it is called, as the first of them says.
    pub(super) title: Box<str>,
    /// The events, in order of time.
    pub(super) events: Vec<PageIx>,
}

/// What stands under one letter of the A–Z.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) letter: Box<str>,
    /// Names of topics, each by its place among those of the topic.
    pub(super) names: Vec<(PageIx, u32)>,
}

/// Some events by year.
pub(super) fn by_year(story: &SiteData<'_>, events: &[PageIx]) -> EventsByYear {
    let mut years = EventsByYear::new();
    for event in events {
        years
            .entry(story.catalog.entry(*event).event_date.as_ref().and_then(FuzzyDate::year))
            .or_default()
            .push(*event);
    }
    years
}

impl<'a> SiteData<'a> {
    /// The topics of a kind, by name; events in order of time.
    pub(super) fn topics_by_name(&self, kind: TopicKind) -> &'a [PageIx] {
        if kind == TopicKind::Event {
            return &self.graph.timeline;
        }
        self.sorted_lists.topics[kind as usize].get_or_init(|| {
            let mut topics: Vec<&Entry> = self.catalog.topics(kind).collect();
            topics.sort_by_key(|entry| {
                (entry.sorted_names.first().map(|name| &name.sort_key), &entry.route)
            });
            topics.iter().map(|entry| entry.page).collect()
        })
    }

    /// All events by year.
    pub(super) fn years(&self) -> &'a EventsByYear {
        self.sorted_lists.years.get_or_init(|| by_year(self, &self.graph.timeline))
    }

    /// All events that have a type, by the slug of it.
    pub(super) fn event_types(&self) -> &'a BTreeMap<Slug, EventsOfType> {
        self.sorted_lists.event_types.get_or_init(|| {
            let mut types: BTreeMap<Slug, EventsOfType> = BTreeMap::new();
            for event in &self.graph.timeline {
                let head = self.catalog.head(*event);
                if let (Some(slug), FrontMatter::Event(_, front)) =
                    (event_type_slug(head), &head.front)
                {
                    let title = || front.kind.clone().unwrap_or_default();
                    types
                        .entry(slug)
                        .or_insert_with(|| EventsOfType { title: title(), events: Vec::new() })
                        .events
                        .push(*event);
                }
            }
            types
        })
    }

    /// All names of all topics, by letter, in the order of the language.
    pub(super) fn letters(&self) -> &'a [Letter] {
        self.sorted_lists.letters.get_or_init(|| {
            let topics = self.catalog.pages().filter(|entry| entry.topic_kind().is_some());
            let mut names: Vec<(&SortedName, &Entry, u32)> = topics
                .flat_map(|entry| {
                    entry.sorted_names.iter().zip(0..).map(move |(name, at)| (name, entry, at))
                })
                .collect();
            names.sort_by_key(|(name, entry, _)| (&name.sort_key, &entry.route));
            let mut letters: Vec<Letter> = Vec::new();
            for (name, entry, at) in names {
                match letters.iter_mut().rev().find(|known| known.letter == name.letter) {
                    Some(known) => known.names.push((entry.page, at)),
                    None => letters.push(Letter {
                        letter: name.letter.clone(),
                        names: vec![(entry.page, at)],
                    }),
                }
            }
            letters
        })
    }

    /// What an author wrote, the newest first.
    pub(super) fn articles_by_author(&self, author: &str) -> &'a [PageIx] {
        let authors = self.sorted_lists.articles_by_author.get_or_init(|| {
            let mut authors: ById<PageIx> = ById::default();
            for article in &self.graph.reading_order {
                for id in &self.catalog.head(*article).common.authors {
                    let articles = authors.entry(id.value.clone()).or_default();
                    // An author may be named twice on one page.
                    if articles.last() != Some(article) {
                        articles.push(*article);
                    }
                }
            }
            for articles in authors.values_mut() {
                articles.sort_by_key(|page| std::cmp::Reverse(self.catalog.entry(*page).published));
            }
            authors
        });
        authors.get(author).map_or(&[], Vec::as_slice)
    }

    /// The articles of the feeds, the newest first, as many as a feed has.
    pub fn feed_articles(&self) -> &'a [PageIx] {
        self.sorted_lists.feed_articles.get_or_init(|| {
            let mut articles: Vec<&Entry> = self
                .catalog
                .pages()
                .filter(|entry| entry.kind == PageKind::Article && entry.is_in_feeds())
                .collect();
            articles
                .sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.route.cmp(&b.route)));
            articles.iter().take(self.config.feeds.limit).map(|entry| entry.page).collect()
        })
    }

    /// The ids of the shared sources, by title.
    pub(super) fn sources_by_title(&self) -> &'a [Box<str>] {
        self.sorted_lists.sources_by_title.get_or_init(|| {
            let mut all: Vec<(&str, &Source)> = self.catalog.shared_sources().collect();
            all.sort_by_cached_key(|(id, source)| {
                (
                    self.config
                        .locale
                        .sort_key(source.title.trim_start_matches(|c: char| !c.is_alphanumeric())),
                    *id,
                )
            });
            all.into_iter().map(|(id, _)| id.into()).collect()
        })
    }

    /// The pages that use a shared source, each with the place of the use among its sources:
    /// articles first, in the order of reading, then the others in the order of paths.
    pub(super) fn source_uses(&self, source: &str) -> &'a [(PageIx, u32)] {
        let uses = self.sorted_lists.source_uses.get_or_init(|| {
            let mut uses: ById<(PageIx, u32)> = ById::default();
            let articles = self.graph.reading_order.iter().copied();
            let others = self
                .catalog
                .pages()
                .filter(|entry| entry.kind != PageKind::Article)
                .map(|entry| entry.page);
            for page in articles.chain(others) {
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
