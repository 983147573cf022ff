//! A story as a drawing: a line for each party, a mark for each event on the lines of those who took
//! part. Only positions, in pixels: no texts, colours or pages.

mod label_rows;
mod lane_order;
mod party_list;
mod shapes;
mod strips;
mod time_scale;
mod title_width;
mod wide;

pub use label_rows::LabelAnchor;
pub use lane_order::order_lanes;
pub use party_list::{HEIGHT as MARKS_HEIGHT, PITCH as COLUMN_WIDTH, marks_of_entry};
pub use shapes::{MarkSize, Shape};
pub use strips::Strips;
pub use time_scale::Period;
pub use title_width::bold_width;
pub use wide::{Band, DrawnEvent, LaneLine, PeriodLine, WideDrawing, draw_wide};

use crate::time::Day;

/// An event of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryEvent {
    pub first_day: Day,
    pub last_day: Day,
    pub extent: Extent,
    /// The lanes of those who took part, ascending.
    pub lanes: Vec<usize>,
    /// Those who took part came together.
    pub is_meeting: bool,
    pub is_key: bool,
    /// The width of its title, in pixels.
    pub title_width: f64,
}

/// What the two days of an event mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It took a few days at most.
    Short,
    /// It is known only that it was between the two.
    Uncertain,
    /// It lasted from the first to the last: a crisis, a war.
    Long,
}
