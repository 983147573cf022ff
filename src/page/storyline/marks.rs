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
use crate::storyline::{DrawnEvent, MARKS_HEIGHT, MarkSize, Shape, marks_of_entry};
use crate::text::{push_escaped_html, push_html_attribute};

/// In pixels, of a title above its baseline.
const LABEL_ASCENT: i32 = 11;

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
    let (classes, mut marks_html) = (classes(event), String::new());
    push_marks(event, marks.tie, points, &mut marks_html);
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

/// An event of the wide drawing: a link around its marks, with the line to its title and the title
/// if there is room for it, and a line from its first to its last possible day. Made here and not by
/// a template, which takes several times as long: a large site has hundreds of thousands of marks.
pub(super) fn drawn_event_html(
    data: &SiteData<'_>,
    lanes: &Lanes,
    event: &Drawable<'_>,
    drawn: &DrawnEvent,
) -> String {
    let x = drawn.x;
    let highest = drawn.points.first().map_or(0, |(_, y)| *y);
    let lowest = drawn.points.last().map_or(0, |(_, y)| *y);
    let mut html = String::from("<a tabindex=\"-1\"");
    push_html_attribute("href", &data.href(event.page), &mut html);
    push_html_attribute("class", &classes(event), &mut html);
    html.push('>');
    if let Some(label) = &drawn.label {
        let top =
            drawn.tie.map_or(lowest + MarkSize::Key.radius(), |[_, top, _, height]| top + height);
        let bottom = label.y - LABEL_ASCENT;
        let _ = write!(html, "<path class=\"leader\" d=\"M{x} {top}V{bottom}\"/>");
    }
    if let Some((from, until)) = drawn.between {
        let _ = write!(html, "<path class=\"between\" d=\"M{from} {highest}H{until}\"/>");
    }
    let points = drawn.points.iter().map(|(lane, y)| (lanes.class(data, *lane), x, *y));
    push_marks(event, drawn.tie, points, &mut html);
    if let Some(label) = &drawn.label {
        let (y, anchor) = (label.y, label.anchor.svg());
        let _ = write!(html, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">");
        push_escaped_html(&data.title(event.page), &mut html);
        html.push_str("</text>");
    }
    html.push_str("</a>");
    html
}

/// The marks of an event on its lines, given by class and place, with the box around those who met.
pub(super) fn push_marks(
    event: &Drawable<'_>,
    tie: Option<[i32; 4]>,
    points: impl Iterator<Item = (&'static str, i32, i32)>,
    html: &mut String,
) {
    if let Some([x, y, width, height]) = tie {
        let radius = width.min(height) / 2;
        let _ = write!(
            html,
            "<rect class=\"tie\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
        );
    }
    let size = if event.story.is_key { MarkSize::Key } else { MarkSize::Normal };
    for (lane, x, y) in points {
        push_mark(event.class, lane, (x, y, size), html);
    }
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
    class_list(event.class, event.story.is_key, event.is_emphasised, event.front)
}

/// The classes of an event that stands alone: as in a storyline.
pub(in crate::page) fn event_classes(
    data: &SiteData<'_>,
    event: PageIx,
    front: &EventFields,
) -> String {
    let is_key = front.importance.as_deref() == Some("key");
    class_list(class_of(data, event), is_key, false, front)
}

fn class_list(class: EventClass, is_key: bool, is_this: bool, front: &EventFields) -> String {
    let (key, this) = (is_key.then_some("key"), is_this.then_some("this"));
    let mut classes = class_name(class).to_owned();
    for further in [key, this, unusual_class(front)].into_iter().flatten() {
        classes.extend([" ", further]);
    }
    classes
}

/// Writes the mark of an event with the class of a line, around a point.
pub(in crate::page) fn push_mark(
    class: EventClass,
    lane: &str,
    (x, y, size): (i32, i32, MarkSize),
    html: &mut String,
) {
    html.extend(["<path class=\"", lane, "\" d=\""]);
    shape(class).push_outline(x, y, size, html);
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
        shape(class).push_outline(8, 8, MarkSize::Key, &mut d);
        ShapeView { class: class_name(class), is_listed: is_listed(class), d }
    };
    classes.into_iter().map(view).collect()
}
