//! The drawing for wide screens: time runs from left to right.

use super::label_rows::{LabelAnchor, place_labels};
use super::time_scale::{Period, TimeScale};
use super::{Extent, StoryEvent};
use crate::time::Day;

/// Years and names of long events are above the lanes.
const LANES_TOP: i32 = 62;
/// Between two lanes.
const PITCH: i32 = 36;
/// Between the lowest lane and the first row of titles.
const LABELS_GAP: i32 = 30;
const ROW_HEIGHT: i32 = 17;
/// Between the names of the parties and the first event.
const NAMES_GAP: f64 = 28.0;
/// Between the last event and the edge.
const RIGHT_MARGIN: f64 = 12.0;
/// Half of the width of what ties those who met.
const TIE: i32 = 7;
const KEY_TIE: i32 = 10;
/// Years and months closer than this to the one before are not named.
const YEAR_GAP: f64 = 40.0;
const MONTH_GAP: f64 = 110.0;
/// A band shorter than the name of its event by more than this is not named.
const BAND_PADDING: f64 = 8.0;

/// The drawing of a story, in pixels. Its origin is at the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WideDrawing {
    pub width: i32,
    pub height: i32,
    pub lanes: Vec<LaneLine>,
    pub period: Period,
    pub periods: Vec<PeriodLine>,
    pub bands: Vec<Band>,
    /// In the order of the events, without the long ones.
    pub events: Vec<DrawnEvent>,
}

/// The line of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneLine {
    pub y: i32,
    /// From its first to its last event.
    pub from: i32,
    pub until: i32,
}

/// The beginning of a year or month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodLine {
    /// Its first day with an event.
    pub first_day: Day,
    pub x: i32,
    pub is_named: bool,
}

/// A long event: a box behind the lanes of its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Index among the events of the story.
    pub event: usize,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    /// The base line of its name, if there is room for it.
    pub name_y: Option<i32>,
}

/// An event on its lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnEvent {
    /// Index among the events of the story.
    pub event: usize,
    pub x: i32,
    /// Lanes and heights.
    pub points: Vec<(usize, i32)>,
    /// Left, top, width and height of the box around those who met.
    pub tie: Option<[i32; 4]>,
    /// The ends of the time in which it was, if that is not known to the day.
    pub between: Option<(i32, i32)>,
    pub label: Option<Label>,
}

/// The title of an event, below the lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The base line.
    pub y: i32,
    pub anchor: LabelAnchor,
}

/// Draws a story. `events` are in chronological order, and their lanes are numbered from the top;
/// `names_width` is the width of the longest name of a party.
pub fn draw_wide(
    events: &[StoryEvent],
    lane_count: usize,
    names_width: f64,
    width: i32,
) -> WideDrawing {
    let (left, right) = (names_width + NAMES_GAP, f64::from(width) - RIGHT_MARGIN);
    let (mut long, short): (Vec<usize>, Vec<usize>) =
        (0..events.len()).partition(|index| events[*index].extent == Extent::Long);
    // What was over before the first event would take room that the story needs.
    if let Some(first) = short.first() {
        long.retain(|index| events[*index].last_day >= events[*first].first_day);
    }
    let (scale, stops) = scale(events, &short, &long, (left, right));
    let bottom = lane_y(lane_count.saturating_sub(1));
    let titles: Vec<(usize, (f64, f64))> = short
        .iter()
        .zip(&stops)
        .filter(|(index, _)| events[**index].is_key)
        .map(|(index, at)| (*index, (*at, events[*index].title_width)))
        .collect();
    let widths: Vec<(f64, f64)> = titles.iter().map(|(_, title)| *title).collect();
    let places = place_labels(&widths, (0.0, f64::from(width)));
    let rows = places.iter().flatten().map(|place| place.row + 1).max().unwrap_or(0);
    let label = |event: usize| {
        let at = titles.iter().position(|(index, _)| *index == event)?;
        let place = places[at]?;
        let y = bottom + LABELS_GAP + ROW_HEIGHT * to_i32(place.row);
        Some(Label { y, anchor: place.anchor })
    };
    let drawn: Vec<DrawnEvent> = short
        .iter()
        .zip(&stops)
        .map(|(index, at)| draw_event(&events[*index], *index, *at, &scale, label(*index)))
        .collect();
    let bands: Vec<Band> = long.iter().map(|index| band(&events[*index], *index, &scale)).collect();
    WideDrawing {
        width,
        height: bottom + LABELS_GAP + ROW_HEIGHT * to_i32(rows),
        lanes: (0..lane_count).map(|lane| lane_line(lane, &drawn, &bands, left)).collect(),
        period: scale.period(),
        periods: period_lines(&scale),
        bands,
        events: drawn,
    }
}

/// The scale of the days, and the position of each short event. Long events that begin before all
/// others, or end after them, extend the scale.
fn scale(
    events: &[StoryEvent],
    short: &[usize],
    long: &[usize],
    (left, right): (f64, f64),
) -> (TimeScale, Vec<f64>) {
    let mut days: Vec<(Day, Option<usize>)> =
        short.iter().map(|index| (events[*index].first_day, Some(*index))).collect();
    let ends = (days.first().map(|(day, _)| *day), days.last().map(|(day, _)| *day));
    for event in long.iter().map(|index| &events[*index]) {
        for day in [event.first_day, event.last_day] {
            let is_outside =
                ends.0.is_none_or(|first| day < first) || ends.1.is_none_or(|last| day > last);
            if is_outside && !days.contains(&(day, None)) {
                days.push((day, None));
            }
        }
    }
    // Stable: events of one day keep their order.
    days.sort_by_key(|(day, _)| *day);
    let scale = TimeScale::new(&days.iter().map(|(day, _)| *day).collect::<Vec<_>>(), left, right);
    let stops = days.iter().enumerate().filter(|(_, (_, event))| event.is_some());
    let stops = stops.map(|(stop, _)| scale.stop(stop)).collect();
    (scale, stops)
}

fn draw_event(
    event: &StoryEvent,
    index: usize,
    at: f64,
    scale: &TimeScale,
    label: Option<Label>,
) -> DrawnEvent {
    let x = pixels(at);
    let points: Vec<(usize, i32)> = event.lanes.iter().map(|lane| (*lane, lane_y(*lane))).collect();
    let half = if event.is_key { KEY_TIE } else { TIE };
    let ends = points.first().zip(points.last()).filter(|(first, last)| first != last);
    let tie = ends
        .filter(|_| event.is_meeting)
        .map(|((_, top), (_, bottom))| [x - half, top - half, 2 * half, bottom - top + 2 * half]);
    let between = (event.extent == Extent::Uncertain)
        .then(|| (x, pixels(scale.at(event.last_day)).max(x)))
        .filter(|(from, until)| until - from > 2 * TIE);
    DrawnEvent { event: index, x, points, tie, between, label }
}

fn band(event: &StoryEvent, index: usize, scale: &TimeScale) -> Band {
    let (from, until) = (scale.at(event.first_day), scale.at(event.last_day));
    let lane = |lane: Option<&usize>| lane_y(lane.copied().unwrap_or(0));
    let (top, bottom) = (lane(event.lanes.first()), lane(event.lanes.last()));
    let half = PITCH / 2 - 3;
    let width = (until - from).max(4.0);
    Band {
        event: index,
        x: pixels(from),
        y: top - half,
        width: pixels(width),
        height: bottom - top + 2 * half,
        name_y: (event.title_width + BAND_PADDING <= width).then_some(LANES_TOP - PITCH / 2 - 6),
    }
}

/// From the first to the last event of the lane.
fn lane_line(lane: usize, events: &[DrawnEvent], bands: &[Band], left: f64) -> LaneLine {
    let y = lane_y(lane);
    let marks = events.iter().filter(|event| event.points.iter().any(|(of, _)| *of == lane));
    let marks = marks.map(|event| (event.x, event.x));
    let behind = bands.iter().filter(|band| band.y < y && y < band.y + band.height);
    let behind = behind.map(|band| (band.x, band.x + band.width));
    let extents: Vec<(i32, i32)> = marks.chain(behind).collect();
    let from = extents.iter().map(|(from, _)| *from).min();
    let until = extents.iter().map(|(_, until)| *until).max();
    LaneLine { y, from: from.unwrap_or(pixels(left)), until: until.unwrap_or(pixels(left)) }
}

pub(super) fn period_lines(scale: &TimeScale) -> Vec<PeriodLine> {
    let gap = match scale.period() {
        Period::Year => YEAR_GAP,
        Period::Month => MONTH_GAP,
    };
    let mut last_named = f64::NEG_INFINITY;
    let line = |(first_day, at): (Day, f64)| {
        let is_named = at - last_named >= gap;
        if is_named {
            last_named = at;
        }
        PeriodLine { first_day, x: pixels(at), is_named }
    };
    scale.periods().into_iter().map(line).collect()
}

fn lane_y(lane: usize) -> i32 {
    LANES_TOP + PITCH * to_i32(lane)
}

fn pixels(position: f64) -> i32 {
    position.round() as i32
}

fn to_i32(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX / 100)
}
