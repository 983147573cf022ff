//! Where events happened: the coordinates that the author gives, else the capital of the country.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::catalog::{PageIx, capital_position};
use crate::document::{Coordinates, EventFields, FrontMatter};
use crate::map::LatLon;
use crate::page::site_data::SiteData;
use crate::page::view::LangView;
use crate::text::nfc_lowercase;

/// Events nearer to one another, in degrees, happened at one place: less than a town.
const TOWN: f64 = 0.04;

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EventPlace {
    pub(super) at: LatLon,
    /// It is shown at the capital, and happened elsewhere in the country or nobody says where.
    pub(super) is_approximate: bool,
    pub(super) country: Option<PageIx>,
}

/// A place with what happened there.
#[derive(Clone, Debug)]
pub(super) struct StoryPlace {
    pub(super) at: LatLon,
    pub(super) name: String,
    pub(super) lang: Option<LangView>,
    pub(super) country: Option<PageIx>,
    pub(super) is_approximate: bool,
    /// In chronological order.
    pub(super) events: Vec<PageIx>,
    /// A topic that the author links it to.
    pub(super) topic: Option<PageIx>,
}

pub(super) fn place_of_event(data: &SiteData<'_>, event: PageIx) -> Option<EventPlace> {
    let front = event_fields(data, event)?;
    let place = front.place.as_ref()?;
    let country = data.catalog.resolved_refs(event).place_country;
    if let Some(Coordinates { latitude, longitude }) = place.coordinates {
        return Some(EventPlace {
            at: LatLon { latitude, longitude },
            is_approximate: false,
            country,
        });
    }
    let facts = data.entry(country?).country_facts.as_ref()?;
    let (latitude, longitude) = capital_position(&facts.iso)?;
    // "Washington" is Washington, D.C.
    let capital = capital(data, country?).map(|capital| nfc_lowercase(&capital));
    let is_capital =
        |name: &str| capital.as_ref().is_some_and(|it| it.starts_with(&*nfc_lowercase(name)));
    let is_approximate = !place.name.as_deref().is_some_and(is_capital);
    Some(EventPlace { at: LatLon { latitude, longitude }, is_approximate, country })
}

/// The capital of a country: of its page, else built in.
pub(super) fn capital(data: &SiteData<'_>, country: PageIx) -> Option<String> {
    let FrontMatter::Country(_, fields) = &data.head(country).front else { return None };
    let facts = data.entry(country).country_facts.as_ref();
    let built_in = facts.and_then(|facts| facts.capital.as_ref());
    fields.capital.as_ref().or(built_in).map(ToString::to_string)
}

pub(super) fn event_fields<'a>(data: &SiteData<'a>, event: PageIx) -> Option<&'a EventFields> {
    match &data.head(event).front {
        FrontMatter::Event(_, front) => Some(front),
        _ => None,
    }
}

/// The places of events, those with most events first. What is known only by its country is a place
/// of its own, at the capital.
pub(super) fn places_of_events(data: &SiteData<'_>, events: &[PageIx]) -> Vec<StoryPlace> {
    let mut groups: Vec<(EventPlace, Vec<PageIx>)> = Vec::new();
    let mut by_cell: FxHashMap<(i32, i32), Vec<usize>> = FxHashMap::default();
    let cell =
        |at: LatLon| ((at.latitude / TOWN).floor() as i32, (at.longitude / TOWN).floor() as i32);
    for event in events {
        let Some(place) = place_of_event(data, *event) else { continue };
        let (row, column) = cell(place.at);
        let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (row + dy, column + dx)));
        let near = around.filter_map(|cell| by_cell.get(&cell)).flatten().copied();
        let is_same = |group: &usize| {
            let other: &EventPlace = &groups[*group].0;
            (other.at.latitude - place.at.latitude).abs() < TOWN
                && (other.at.longitude - place.at.longitude).abs() < TOWN
                && other.is_approximate == place.is_approximate
        };
        let found = near.filter(is_same).min();
        let group = found.unwrap_or_else(|| {
            by_cell.entry((row, column)).or_default().push(groups.len());
            groups.push((place.clone(), Vec::new()));
            groups.len() - 1
        });
        // A place on a border is in neither country.
        let (first, events) = &mut groups[group];
        first.country = first.country.filter(|country| place.country == Some(*country));
        events.push(*event);
    }
    let mut places: Vec<StoryPlace> =
        groups.into_iter().map(|(place, events)| story_place(data, &place, events)).collect();
    places.sort_by_key(|place| Reverse(place.events.len()));
    places
}

fn story_place(data: &SiteData<'_>, place: &EventPlace, events: Vec<PageIx>) -> StoryPlace {
    let names = events.iter().filter(|_| !place.is_approximate).filter_map(|event| {
        let name = event_fields(data, *event)?.place.as_ref()?.name.as_deref()?;
        Some((*event, name))
    });
    let (name, page) = match common_name(&names.collect::<Vec<_>>()) {
        Some((event, name)) => (name, event),
        None => {
            let page = place.country.unwrap_or(events[0]);
            (data.title(page), page)
        }
    };
    StoryPlace {
        at: place.at,
        name,
        lang: data.lang(page),
        country: place.country,
        is_approximate: place.is_approximate,
        events,
        topic: None,
    }
}

/// What several events call their place: what most say; where all differ, the parts after a comma
/// in which they agree, else the first. With an event that says so.
fn common_name(named: &[(PageIx, &str)]) -> Option<(PageIx, String)> {
    let (event, first) = *named.first()?;
    let count = |name: &str| named.iter().filter(|(_, other)| *other == name).count();
    let most = named.iter().map(|(_, name)| count(name)).max()?;
    if most > 1 || named.len() == 1 {
        let (event, name) = *named.iter().find(|(_, name)| count(name) == most)?;
        return Some((event, name.to_owned()));
    }
    let ends_alike = |end: &&str| named.iter().all(|(_, name)| name.ends_with(*end));
    let after_commas = first.match_indices(", ").map(|(at, comma)| &first[at + comma.len()..]);
    let shared = after_commas.into_iter().find(ends_alike);
    Some((event, shared.unwrap_or(first).to_owned()))
}
