//! A fenced block `map`.

use crate::data::records;
use crate::document::front_matter::{Coordinates, WrittenRef};

records! {
    /// A fenced block `map`: places of the story, drawn in the text.
    #[derive(Clone, Debug)]
    pub struct MapBlock: "a `map` block" {
        /// What the map shows, in a sentence.
        title: Option<Box<str>>;
        /// The countries to shade and to show whole; without `events` and `places`, the events in
        /// them are shown.
        countries: Vec<WrittenRef> = List(&Reference);
        /// The events whose places are shown.
        events: Vec<WrittenRef> = List(&Reference);
        /// Further places.
        places: Vec<MapPlace>;
    }

    /// A place on a map.
    #[derive(Clone, Debug)]
    pub struct MapPlace: "a place of a map" {
        /// The name of the place.
        name: Box<str>;
        /// Latitude and longitude.
        coordinates: Coordinates;
        /// A topic to link to.
        to: Option<WrittenRef> = Reference;
    }
}
