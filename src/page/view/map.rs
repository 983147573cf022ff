//! A map: countries, places of events, and a list that says the same in words.

use serde::Serialize;

use super::shared::{EventItem, LangView};

/// A map. Lengths are in pixels; paths are the `d` of SVG paths in half pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapView {
    pub width: i32,
    pub height: i32,
    pub land: String,
    /// Areas that a country of the map claims, and that are drawn as part of none.
    pub claimed: String,
    /// Borders of the countries.
    pub borders: String,
    /// Borders that are disputed.
    pub disputed: String,
    pub countries: Vec<MapCountryView>,
    pub dots: Vec<MapDotView>,
    /// A dot is of several events.
    pub has_counts: bool,
    pub places: Vec<MapPlaceView>,
    /// A part of the map where many places are near one another, larger.
    pub detail: Option<Box<MapView>>,
    /// Its outline.
    pub detail_area: String,
    /// The only place is that of the page, and it is shown at this capital (empty if the country has
    /// none), since it is not known better.
    pub at_capital: Option<String>,
}

/// A country that the site has a page of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapCountryView {
    pub title: String,
    pub href: String,
    pub lang: Option<LangView>,
    /// It is that of the page.
    pub is_this: bool,
    pub path: String,
    /// A country too small to be seen: where it is.
    pub mark: Option<[i32; 2]>,
    pub label: Option<MapLabelView>,
    pub small_label: Option<MapLabelView>,
}

/// A place, or several that are too near one another to be told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapDotView {
    pub title: String,
    pub lang: Option<LangView>,
    pub x: i32,
    pub y: i32,
    /// `one`, `few` or `many` events.
    pub size: &'static str,
    /// Where in the country it was is not known.
    pub is_approximate: bool,
    /// Of its events; at least 1.
    pub count: usize,
    /// The page of its only event or topic.
    pub href: Option<String>,
    /// Its place in `places`, from 1.
    pub place: usize,
    pub label: Option<MapLabelView>,
    pub small_label: Option<MapLabelView>,
}

/// Where the base line of a name is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapLabelView {
    pub x: i32,
    pub y: i32,
    /// `start`, `middle` or `end`: an SVG `text-anchor`.
    pub anchor: &'static str,
}

/// A place in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapPlaceView {
    pub name: String,
    pub lang: Option<LangView>,
    /// Unless `name` has it.
    pub country: Option<String>,
    pub country_lang: Option<LangView>,
    /// A topic that it is.
    pub href: Option<String>,
    pub events: Vec<EventItem>,
    /// Where in the country these were is not known: the dot is at its capital.
    pub is_approximate: bool,
}
