//! A storyline: the events of a story as marks on the lines of the parties that took part.

use serde::Serialize;

use super::event_marks::EventMarksView;
use super::shared::LangView;
use crate::catalog::PageIx;

/// A storyline. Lengths are in pixels; `d` is that of an SVG path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StorylineView {
    pub headline: Option<String>,
    /// Of the drawing for wide screens.
    pub width: i32,
    pub height: i32,
    /// From the top.
    pub lanes: Vec<LaneView>,
    pub periods: Vec<PeriodView>,
    pub bands: Vec<BandView>,
    pub marks: Vec<MarkView>,
    /// The lines beside the list for narrow screens, from the left.
    pub columns: Vec<ColumnView>,
    /// The width of the marks beside the list.
    pub columns_width: i32,
    /// Templates see `entries_html`.
    #[serde(skip)]
    pub entries: Vec<StoryEntry>,
    /// The shapes of the marks, for the legend: `meeting`, `statement`, `decision`, `break`.
    pub shapes: Vec<ShapeView>,
    /// Some parties met.
    pub has_ties: bool,
    /// Some events are planned, cancelled or disputed; some of the list are.
    pub has_uncertain: bool,
    pub lists_uncertain: bool,
    /// The page of all events, if some are left out.
    pub all: Option<String>,
}

/// The line of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LaneView {
    /// Its name, shortened if it is long.
    pub title: String,
    pub lang: Option<LangView>,
    /// Its class: `lane-1`, or `lane-others`.
    pub class: &'static str,
    /// It is that of the page's topic.
    pub lit: bool,
    pub y: i32,
    pub from: i32,
    pub until: i32,
}

/// The beginning of a year, or of a month in a short story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PeriodView {
    pub title: Option<String>,
    pub x: i32,
}

/// A long event: a box behind the lines of its parties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct BandView {
    pub title: String,
    pub href: String,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub name_y: Option<i32>,
}

/// An event of the drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MarkView {
    pub title: String,
    pub x: i32,
    /// A link around its marks, the box around those who met, and its title if there is room.
    pub html: String,
}

/// A line beside the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ColumnView {
    pub title: Option<String>,
    pub lang: Option<LangView>,
    pub class: &'static str,
    pub x: i32,
}

/// An event of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StoryEntry {
    pub event: PageIx,
    pub marks: EventMarksView,
}

/// The lines beside a list of events that has entries of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ListLinesView {
    /// From the left.
    pub columns: Vec<ColumnView>,
    /// The width of the marks.
    pub columns_width: i32,
    /// The shapes of the marks, for the legend.
    pub shapes: Vec<ShapeView>,
    /// Some parties met.
    pub has_ties: bool,
    /// Some events are planned, cancelled or disputed.
    pub has_uncertain: bool,
    /// The same: all events are in the list.
    pub lists_uncertain: bool,
}

/// A shape of the legend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ShapeView {
    pub class: &'static str,
    /// An event of the list has it too.
    pub is_listed: bool,
    pub d: String,
}
