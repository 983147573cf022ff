//! The parties of the story, and which of them have a line of their own.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::page_cache::StoryLanes;
use super::site_data::SiteData;
use crate::catalog::PageIx;
use crate::document::FrontMatter;
use crate::language::EventClass;
use crate::storyline::order_lanes;

/// How many parties have a line of their own, unless the author names them.
const MOST_LANES: usize = 5;
/// The classes of lanes in the stylesheet, each with its colour.
const LANES: [&str; 5] = ["lane-1", "lane-2", "lane-3", "lane-4", "lane-5"];
/// The class of the lane of all parties without one of their own.
pub(super) const LANE_OF_OTHERS: &str = "lane-others";

/// The lanes of the site.
pub(super) fn story_lanes<'a>(data: &SiteData<'a>) -> &'a StoryLanes {
    data.cache.story_lanes.get_or_init(|| choose_lanes(data))
}

fn choose_lanes(data: &SiteData<'_>) -> StoryLanes {
    let timeline = &data.graph.timeline;
    let mut counts: FxHashMap<PageIx, usize> = FxHashMap::default();
    for party in timeline.iter().flat_map(|event| parties(data, *event)) {
        *counts.entry(*party).or_default() += 1;
    }
    let count = |party: &PageIx| counts.get(party).copied().unwrap_or_default();
    let given = &data.catalog.storyline.lanes;
    let mut by_weight: Vec<PageIx> = match given.is_empty() {
        true => counts.keys().copied().collect(),
        false => given.to_vec(),
    };
    by_weight.sort_by_key(|party| (Reverse(count(party)), *party));
    if !given.is_empty() {
        return StoryLanes { parties: given.to_vec(), by_weight };
    }
    by_weight.truncate(MOST_LANES);
    let lanes = |event: &PageIx| -> Vec<usize> {
        let parties = parties(data, *event).iter();
        parties.filter_map(|party| by_weight.iter().position(|it| it == party)).collect()
    };
    let meetings: Vec<Vec<usize>> =
        timeline.iter().filter(|event| is_meeting(data, **event)).map(lanes).collect();
    let order = order_lanes(by_weight.len(), &meetings);
    StoryLanes { parties: order.into_iter().map(|lane| by_weight[lane]).collect(), by_weight }
}

/// The class of the line of a party, the same on all pages; of parties without a line, `None`, that
/// of all others together.
pub(super) fn lane_class(data: &SiteData<'_>, party: Option<PageIx>) -> &'static str {
    let by_weight = &story_lanes(data).by_weight;
    let at = party.and_then(|party| by_weight.iter().position(|other| *other == party));
    at.map_or(LANE_OF_OTHERS, |at| LANES[at % LANES.len()])
}

/// True if the site has enough parties for a storyline.
pub fn has_several_parties(data: &SiteData<'_>) -> bool {
    story_lanes(data).parties.len() > 1
}

/// The countries that took part in an event, else that of its place.
pub fn parties<'a>(data: &SiteData<'a>, event: PageIx) -> &'a [PageIx] {
    match data.graph.event_countries.of_page(event) {
        [] => data.catalog.resolved_refs(event).place_country.as_slice(),
        countries => countries,
    }
}

/// True if several parties took part in an event, and did not only speak or act apart.
pub(super) fn is_meeting(data: &SiteData<'_>, event: PageIx) -> bool {
    let apart = [EventClass::Statement, EventClass::Break];
    data.graph.event_countries.of_page(event).len() > 1 && !apart.contains(&class(data, event))
}

pub(super) fn class(data: &SiteData<'_>, event: PageIx) -> EventClass {
    match &data.head(event).front {
        FrontMatter::Event(_, event) => {
            event.kind.as_deref().map_or(EventClass::Other, EventClass::of_type)
        }
        _ => EventClass::Other,
    }
}
