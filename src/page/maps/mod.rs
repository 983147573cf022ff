//! The maps of the site: of the place of an event, of a country, and of the whole story.

mod drawing;
mod places;

use std::cmp::Reverse;

use super::page_cache::{CountryMap, MapCountry};
use super::site_data::SiteData;
use super::view::MapView;
use crate::catalog::{MapRefs, PageIx, capital_position};
use crate::config::TopicKind;
use crate::document::MapBlock;
use crate::map::{
    Frame, FrameSize, LatLon, distance, draw_outline, draw_shapes, has_outline, main_part,
};
use drawing::{IN_TEXT, LOCATOR, Scene};
use places::{StoryPlace, capital, event_fields, place_of_event, places_of_events};

/// Of a country: its neighbours are to be seen too.
const COUNTRY: FrameSize = FrameSize { margin: 0.2, ..LOCATOR };
/// Of a place outside of the map of its country.
const PLACE: FrameSize = FrameSize { least_km: 2500.0, ..LOCATOR };
/// On the home page and in a text; further places are left out.
const MOST_PLACES: usize = 24;
/// On the page of a country.
const MOST_PLACES_OF_COUNTRY: usize = 12;
/// A map of one place is a locator, not a map of the story.
const FEWEST_PLACES: usize = 2;
/// Shaded on a map, besides that of the page and those that the author names.
const MOST_COUNTRIES: usize = 30;
/// A map of a smaller scale has a detail, in km per pixel.
const CROWDED: f64 = 12.0;
/// In km.
const CROWD_RADIUS: f64 = 600.0;
const FEWEST_OF_CROWD: usize = 4;
/// Of that part of the map.
const DETAIL: FrameSize = FrameSize { least_km: 800.0, ..LOCATOR };
/// So near to the edge of the map of its country a place has a map of its own, in pixels.
const EDGE: f64 = 12.0;

/// The countries of the site that maps can show, those with most events first.
fn map_countries<'a>(data: &SiteData<'a>) -> &'a [MapCountry] {
    data.cache.map_countries.get_or_init(|| {
        let country = |entry: &crate::catalog::Entry| {
            let code = entry.country_facts.as_ref()?.iso.clone();
            let capital =
                capital_position(&code).map(|(latitude, longitude)| LatLon { latitude, longitude });
            let is_shown = has_outline(&code) || capital.is_some();
            is_shown.then(|| MapCountry {
                page: entry.page,
                code,
                capital,
                map: Default::default(),
            })
        };
        let mut countries: Vec<MapCountry> =
            data.catalog.topics(TopicKind::Country).filter_map(country).collect();
        countries.sort_by_key(|country| Reverse(data.graph.events.of_page(country.page).len()));
        countries
    })
}

fn map_country<'a>(data: &SiteData<'a>, page: PageIx) -> Option<&'a MapCountry> {
    map_countries(data).iter().find(|country| country.page == page)
}

/// The countries to shade on a map.
fn shaded<'a>(data: &SiteData<'a>, lit: Option<PageIx>) -> Vec<&'a MapCountry> {
    let all = map_countries(data).iter().enumerate();
    let is_shaded =
        |(at, country): &(usize, &MapCountry)| *at < MOST_COUNTRIES || lit == Some(country.page);
    all.filter(is_shaded).map(|(_, country)| country).collect()
}

fn codes<'a>(countries: &[&'a MapCountry]) -> Vec<&'a str> {
    countries.iter().map(|country| &*country.code).collect()
}

/// The frame of a country and its shapes, which all events in it share.
fn country_map<'a>(data: &SiteData<'a>, country: &'a MapCountry) -> Option<&'a CountryMap> {
    let map = country.map.get_or_init(|| {
        let mut points = main_part(&country.code);
        points.extend(country.capital);
        let frame = Frame::around(&points, &COUNTRY)?;
        let shapes = draw_shapes(&frame, &codes(&shaded(data, Some(country.page))));
        Some(CountryMap { frame, shapes })
    });
    map.as_ref()
}

/// True if a page other than a text with a block has a map.
pub(super) fn has_maps(data: &SiteData<'_>) -> bool {
    let has_place = |event: &PageIx| place_of_event(data, *event).is_some();
    let events = &data.graph.timeline;
    data.config.maps.enabled && (!map_countries(data).is_empty() || events.iter().any(has_place))
}

/// The map of the place of an event.
pub(super) fn of_event(data: &SiteData<'_>, event: PageIx) -> Option<MapView> {
    if !data.config.maps.enabled {
        return None;
    }
    let place = place_of_event(data, event)?;
    let country = place.country.and_then(|country| map_country(data, country));
    let places = [StoryPlace {
        at: place.at,
        // The capital is not that place.
        name: own_name(data, event).filter(|_| !place.is_approximate).unwrap_or_default(),
        lang: data.lang(event),
        country: place.country,
        is_approximate: place.is_approximate,
        events: Vec::new(),
        topic: None,
    }];
    let all = shaded(data, place.country);
    let view = |frame: &Frame, shapes| {
        let lit = place.country;
        Scene { frame, shapes, countries: &all, lit, places: &places, detail: None }.view(data)
    };
    let shared = country.and_then(|country| country_map(data, country));
    let is_well_inside = |frame: &Frame| {
        frame.position(place.at).is_some_and(|(x, y)| {
            (EDGE..frame.width - EDGE).contains(&x) && (EDGE..frame.height - EDGE).contains(&y)
        })
    };
    let map = match shared.filter(|map| is_well_inside(&map.frame)) {
        Some(CountryMap { frame, shapes }) => view(frame, shapes),
        None => {
            let frame = Frame::around(&[place.at], &PLACE)?;
            view(&frame, &draw_shapes(&frame, &codes(&all)))
        }
    };
    let at_capital = place
        .is_approximate
        .then(|| place.country.and_then(|country| capital(data, country)).unwrap_or_default());
    Some(MapView { at_capital, ..without_list(map) })
}

/// The name of the place of an event, as the dot has it.
fn own_name(data: &SiteData<'_>, event: PageIx) -> Option<String> {
    let place = event_fields(data, event)?.place.as_ref()?;
    place.name.as_deref().map(str::to_owned)
}

/// A map whose only place the page names anyway.
fn without_list(map: MapView) -> MapView {
    MapView { places: Vec::new(), ..map }
}

/// The map of a country, with the events in it.
pub(super) fn of_country(data: &SiteData<'_>, page: PageIx) -> Option<MapView> {
    if !data.config.maps.enabled {
        return None;
    }
    let CountryMap { frame, shapes } = country_map(data, map_country(data, page)?)?;
    let is_here = |event: &&PageIx| {
        data.catalog.resolved_refs(**event).place_country == Some(page)
            && !is_cancelled(data, **event)
    };
    let events: Vec<PageIx> =
        data.graph.events.of_page(page).iter().filter(is_here).copied().collect();
    let mut places = places_of_events(data, &events);
    places.retain(|place| frame.position(place.at).is_some());
    places.truncate(MOST_PLACES_OF_COUNTRY);
    let countries = shaded(data, Some(page));
    Some(
        Scene {
            frame,
            shapes,
            countries: &countries,
            lit: Some(page),
            places: &places,
            detail: None,
        }
        .view(data),
    )
}

fn is_cancelled(data: &SiteData<'_>, event: PageIx) -> bool {
    event_fields(data, event).is_some_and(|front| front.status.as_deref() == Some("cancelled"))
}

/// The map of the whole story; `None` where fewer than two places are known.
pub(super) fn of_home(data: &SiteData<'_>) -> Option<MapView> {
    if !data.config.maps.enabled {
        return None;
    }
    let events = data.graph.timeline.iter().filter(|event| !is_cancelled(data, **event));
    let events: Vec<PageIx> = events.copied().collect();
    let places = places_of_events(data, &events);
    if places.len() < FEWEST_PLACES {
        return None;
    }
    of_places(data, &[], places)
}

/// The map of a block; `None` if it has nothing to show.
pub(super) fn of_block(data: &SiteData<'_>, page: PageIx, block: &MapBlock) -> Option<MapView> {
    let (MapRefs { countries, events, places: topics }, _) =
        data.catalog.map_refs(&data.head(page).path, block);
    let is_in_country = |event: &PageIx| {
        let country = data.catalog.resolved_refs(*event).place_country;
        countries.is_empty() || country.is_some_and(|country| countries.contains(&country))
    };
    let chosen: Vec<PageIx> = match (events.is_empty(), block.places.is_empty()) {
        (true, false) => Vec::new(),
        (true, true) => data.graph.timeline.iter().copied().filter(is_in_country).collect(),
        (false, _) => events.to_vec(),
    };
    let own = block.places.iter().zip(&topics).map(|(place, topic)| StoryPlace {
        at: LatLon { latitude: place.coordinates.latitude, longitude: place.coordinates.longitude },
        name: place.name.to_string(),
        lang: data.lang(page),
        country: None,
        is_approximate: false,
        events: Vec::new(),
        topic: *topic,
    });
    let places: Vec<StoryPlace> = own.chain(places_of_events(data, &chosen)).collect();
    of_places(data, &countries, places)
}

/// A map of places, and of all of some countries.
fn of_places(
    data: &SiteData<'_>,
    whole: &[PageIx],
    mut places: Vec<StoryPlace>,
) -> Option<MapView> {
    places.truncate(MOST_PLACES);
    let all = map_countries(data);
    let whole: Vec<&MapCountry> =
        all.iter().filter(|country| whole.contains(&country.page)).collect();
    let countries: Vec<&MapCountry> = match whole.is_empty() {
        true => shaded(data, None),
        false => whole.clone(),
    };
    let outlines = whole.iter().flat_map(|country| main_part(&country.code));
    let points: Vec<LatLon> = places.iter().map(|place| place.at).chain(outlines).collect();
    let frame = Frame::around(&points, &IN_TEXT)?;
    let codes = codes(&countries);
    let view = |frame: &Frame, detail: Option<&Frame>| {
        let shapes = &draw_shapes(frame, &codes);
        Scene { frame, shapes, countries: &countries, lit: None, places: &places, detail }
            .view(data)
    };
    let detail_frame = crowd(&frame, &places).and_then(|crowd| Frame::around(&crowd, &DETAIL));
    let detail = detail_frame.as_ref().map(|detail| Box::new(without_list(view(detail, None))));
    let detail_area = detail_frame.as_ref().map(|detail| draw_outline(detail, &frame));
    Some(MapView {
        detail,
        detail_area: detail_area.unwrap_or_default(),
        ..view(&frame, detail_frame.as_ref())
    })
}

/// The places that a map of this scale cannot tell apart, if there are many in one region.
fn crowd(frame: &Frame, places: &[StoryPlace]) -> Option<Vec<LatLon>> {
    if frame.km_per_pixel() < CROWDED {
        return None;
    }
    let around = |centre: &StoryPlace| -> Vec<LatLon> {
        let near = places.iter().filter(|place| distance(place.at, centre.at) < CROWD_RADIUS);
        near.map(|place| place.at).collect()
    };
    // Of several as large, that around the most important place.
    let largest = places.iter().map(around).rev().max_by_key(Vec::len)?;
    (largest.len() >= FEWEST_OF_CROWD).then_some(largest)
}
