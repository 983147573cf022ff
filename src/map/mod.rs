//! A part of the world as a drawing: land, countries, borders, and places for names. Only geometry, in
//! pixels: no texts, colours or pages.

mod clip;
mod frame;
mod labels;
mod outlines;
mod path;
mod projection;
mod shapes;

pub use frame::{Frame, FrameSize, distance};
pub use labels::{Anchor, Box2, Label, LabelRequest, place_labels};
pub use outlines::{has_outline, main_part};
pub use shapes::{CountryShape, Shapes, draw_outline, draw_shapes};

/// A place on Earth in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatLon {
    pub latitude: f64,
    pub longitude: f64,
}

/// In km.
pub const EARTH_RADIUS: f64 = 6371.0;
