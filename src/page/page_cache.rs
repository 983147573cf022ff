//! Values that many pages share. Each is made on first use and is the same whenever it is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::view::{CardTexts, ShareImageView};
use crate::catalog::{PageIx, Resource};
use crate::config::TopicKind;
use crate::map::{Frame, LatLon, Shapes};
use crate::text::{Route, Slug};

/// Sorted lists of the whole site and JSON-LD of topics. Sorting a list again for each page that
/// shows a part of it would be O(n²).
#[derive(Debug, Default)]
pub struct PageCache {
    /// By kind of topic. Events are in `Graph::timeline`; their list stays empty here.
    pub(super) topics: [OnceLock<Vec<PageIx>>; TopicKind::ALL.len()],
    pub(super) story_lanes: OnceLock<StoryLanes>,
    pub(super) map_countries: OnceLock<Vec<MapCountry>>,
    pub(super) years: OnceLock<EventsByYear>,
    pub(super) event_types: OnceLock<BTreeMap<Slug, EventsOfType>>,
    pub(super) letters: OnceLock<Vec<Letter>>,
    pub(super) articles_by_author: OnceLock<ById<PageIx>>,
    pub(super) sources_by_title: OnceLock<Vec<Box<str>>>,
    pub(super) source_uses: OnceLock<ById<(PageIx, u32)>>,
    pub(super) feed_articles: OnceLock<Vec<PageIx>>,
    pub(super) later_routes: OnceLock<BTreeMap<Route, Resource>>,
    pub(super) has_drawings: OnceLock<bool>,
    pub(super) media_use: OnceLock<MediaUse>,
    pub(super) share_card_pages: OnceLock<Vec<Option<PageIx>>>,
    pub(super) share_card_routes: OnceLock<BTreeMap<Route, Resource>>,
    /// By page.
    pub(super) share_cards: Box<[CachedShareCard]>,
    /// Of a home page without a file.
    pub(super) home_card: CachedShareCard,
    pub(super) home_share_image: OnceLock<Option<ShareImageView>>,
    /// By page: the node by which other pages refer to a topic in JSON-LD.
    pub(super) topic_json: Box<[OnceLock<Box<str>>]>,
}

impl PageCache {
    /// An empty cache for a site of `pages` pages.
    pub fn new(pages: usize) -> Self {
        let topic_json = std::iter::repeat_with(OnceLock::new).take(pages).collect();
        let share_cards = std::iter::repeat_with(OnceLock::new).take(pages).collect();
        PageCache { topic_json, share_cards, ..PageCache::default() }
    }
}

/// `None` if the title has a letter that no font has.
pub(super) type CachedShareCard = OnceLock<Option<Box<ShareCard>>>;

/// A share card before it is drawn.
#[derive(Debug)]
pub struct ShareCard {
    pub texts: CardTexts,
    /// A hash of all that it is made from.
    pub file_name: Box<str>,
    pub route: Route,
}

/// Lists by the id of an author or source.
pub(super) type ById<T> = FxHashMap<Box<str>, Vec<T>>;

/// Events by year, each list in chronological order. Undated events are under `None`.
pub(super) type EventsByYear = BTreeMap<Option<i64>, Vec<PageIx>>;

/// The lines of the parties, the same in all storylines of the site.
#[derive(Debug, Default)]
pub(super) struct StoryLanes {
    /// From the top.
    pub(super) parties: Vec<PageIx>,
    /// The same, those with most events first.
    pub(super) by_weight: Vec<PageIx>,
}

/// A country that maps can show.
#[derive(Debug)]
pub(super) struct MapCountry {
    pub(super) page: PageIx,
    /// ISO 3166-1 alpha-2, in capitals.
    pub(super) code: Box<str>,
    pub(super) capital: Option<LatLon>,
    pub(super) map: OnceLock<Option<CountryMap>>,
}

/// What the map of a country and those of events in it share. The shapes are of all countries of the
/// site, in their order.
#[derive(Debug)]
pub(super) struct CountryMap {
    pub(super) frame: Frame,
    pub(super) shapes: Shapes,
}

/// The videos, recordings and embeds of one page, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaUse {
    /// There is one of them.
    pub has_media: bool,
    /// The origins of the players that a click opens.
    pub players: BTreeSet<String>,
}

#[derive(Debug)]
pub(super) struct EventsOfType {
    /// The type as the first of the events spells it.
    pub(super) title: Box<str>,
    /// In chronological order.
    pub(super) events: Vec<PageIx>,
}

/// A letter of the A–Z.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) letter: Box<str>,
    /// Topics, each with an index into its `Entry::sorted_names`.
    pub(super) names: Vec<(PageIx, u32)>,
}
