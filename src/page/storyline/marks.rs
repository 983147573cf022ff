//! The marks of events: their shapes and classes, those beside a list, and the legend.

use std::fmt::Write;

use super::drawn_event::{Drawable, unusual_class};
use super::lanes::Lanes;
use crate::catalog::PageIx;
use crate::document::EventFields;
use crate::language::EventClass;
use crate::page::site_data::SiteData;
use crate::page::story_lanes::class as class_of;
use crate::page::view::{EventMarksView, ShapeView, StoryEntry};
use crate::storyline::{MARKS_HEIGHT, Shape, marks_of_entry};

/// In pixels.
const RADIUS: i32 = 4;
pub(super) const KEY_RADIUS: i32 = 6;

pub(super) fn event_marks(
    data: &SiteData<'_>,
    lanes: &Lanes,
    event: &Drawable<'_>,
) -> EventMarksView {
    let mut columns: Vec<usize> =
        event.story.lanes.iter().map(|lane| lanes.columns[*lane]).collect();
    columns.sort_unstable();
    columns.dedup();
    let marks = marks_of_entry(&columns, event.story.is_meeting);
    let lane_of =
        |column: usize| event.story.lanes.iter().find(|lane| lanes.columns[**lane] == column);
    let class =
        |column: usize| lane_of(column).map(|lane| lanes.class(data, *lane)).unwrap_or_default();
    let points = marks.points.iter().map(|(column, x, y)| (class(*column), *x, *y));
    let (classes, marks_html) = (classes(event), marks_html(event, marks.tie, points));
    let drawing_html = drawing(lanes, &classes, &marks_html);
    EventMarksView { classes, drawing_html, is_tied: marks.tie.is_some() }
}

/// For an event without marks in a list with them.
pub(super) fn no_marks(lanes: &Lanes) -> EventMarksView {
    EventMarksView { drawing_html: drawing(lanes, "", ""), ..EventMarksView::default() }
}

fn drawing(lanes: &Lanes, classes: &str, marks_html: &str) -> String {
    let (width, height) = (lanes.columns_width(), MARKS_HEIGHT);
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-hidden=\"true\" focusable=\"false\" class=\"{classes}\">{marks_html}</svg>"
    )
}

pub(super) fn entry(data: &SiteData<'_>, lanes: &Lanes, event: &Drawable<'_>) -> StoryEntry {
    StoryEntry { event: event.page, marks: event_marks(data, lanes, event) }
}

/// The marks of an event on its lines, given by class and place, with the box around those who met.
/// Made here and not by a template, which takes several times as long: a large site has hundreds of
/// thousands of marks.
pub(super) fn marks_html(
    event: &Drawable<'_>,
    tie: Option<[i32; 4]>,
    points: impl Iterator<Item = (String, i32, i32)>,
) -> String {
    let mut html = String::new();
    if let Some([x, y, width, height]) = tie {
        let radius = width.min(height) / 2;
        let _ = write!(
            html,
            "<rect class=\"tie\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
        );
    }
    let radius = if event.story.is_key { KEY_RADIUS } else { RADIUS };
    for (lane, x, y) in points {
        push_mark(event.class, &lane, (x, y, radius), &mut html);
    }
    html
}

fn shape(class: EventClass) -> Shape {
    match class {
        EventClass::Break => Shape::Diamond,
        EventClass::Decision => Shape::Square,
        EventClass::Meeting | EventClass::Statement | EventClass::Other => Shape::Round,
    }
}

fn class_name(class: EventClass) -> &'static str {
    match class {
        EventClass::Meeting => "meeting",
        EventClass::Statement => "statement",
        EventClass::Decision => "decision",
        EventClass::Break => "break",
        EventClass::Other => "other",
    }
}

pub(super) fn classes(event: &Drawable<'_>) -> String {
    let key = event.story.is_key.then_some("key");
    let this = event.is_emphasised.then_some("this");
    let classes = [Some(class_name(event.class)), key, this, unusual_class(event.front)];
    classes.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The classes of an event that stands alone: as in a storyline.
pub(in crate::page) fn event_classes(
    data: &SiteData<'_>,
    event: PageIx,
    front: &EventFields,
) -> String {
    let key = (front.importance.as_deref() == Some("key")).then_some("key");
    let classes = [Some(class_name(class_of(data, event))), key, unusual_class(front)];
    classes.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Writes the mark of an event with the class of a line, around a point with a radius.
pub(in crate::page) fn push_mark(
    class: EventClass,
    lane: &str,
    (x, y, radius): (i32, i32, i32),
    html: &mut String,
) {
    html.extend(["<path class=\"", lane, "\" d=\""]);
    shape(class).push_outline(x, y, radius, html);
    html.push_str("\"/>");
}

/// The shapes that occur among the marks.
pub(super) fn shape_views<'a>(
    events: impl Iterator<Item = &'a Drawable<'a>> + Clone,
    listed: &[PageIx],
) -> Vec<ShapeView> {
    let is_listed = |class: EventClass| {
        events.clone().any(|event| event.class == class && listed.contains(&event.page))
    };
    legend_shapes(events.clone().map(|event| event.class), is_listed)
}

/// The shapes of some classes of events, each once, for a legend.
pub(in crate::page) fn legend_shapes(
    classes: impl Iterator<Item = EventClass>,
    is_listed: impl Fn(EventClass) -> bool,
) -> Vec<ShapeView> {
    let mut classes: Vec<EventClass> =
        classes.filter(|class| *class != EventClass::Other).collect();
    classes.sort_unstable();
    classes.dedup();
    let view = |class: EventClass| {
        let mut d = String::new();
        shape(class).push_outline(8, 8, KEY_RADIUS, &mut d);
        ShapeView { class: class_name(class), is_listed: is_listed(class), d }
    };
    classes.into_iter().map(view).collect()
}
