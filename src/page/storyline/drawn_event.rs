//! An event with what is drawn of it.

use super::lanes::Lanes;
use crate::catalog::PageIx;
use crate::document::{EventFields, FrontMatter};
use crate::language::EventClass;
use crate::page::site_data::SiteData;
use crate::page::story_lanes::{class, is_meeting};
use crate::page::summaries::importance;
use crate::storyline::{Extent, StoryEvent, bold_width};
use crate::time::Day;

/// An event that lasted longer, in days, is a band.
const LONGEST_MARK: i64 = 14;
/// In pixels.
const TITLE_SIZE: f64 = 12.5;

/// What a drawing emphasises.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Emphasis {
    None,
    /// The line of a party.
    Lane(PageIx),
    Event(PageIx),
}

/// An event with what is drawn of it.
pub(super) struct Drawable<'a> {
    pub(super) page: PageIx,
    pub(super) front: &'a EventFields,
    pub(super) class: EventClass,
    pub(super) story: StoryEvent,
    pub(super) is_emphasised: bool,
}

pub(super) fn drawable<'a>(
    data: &SiteData<'a>,
    lanes: &Lanes,
    event: PageIx,
    emphasis: Emphasis,
) -> Option<Drawable<'a>> {
    let head = data.head(event);
    let FrontMatter::Event(_, front) = &head.front else { return None };
    let date = &front.date.as_ref()?.value;
    let first_day = date.first_day().or_else(|| date.last_day())?;
    let last_day = date.last_day().unwrap_or_else(|| last_day(data, first_day));
    let days = last_day.days_since(first_day);
    let extent = match date.is_interval() {
        true if days > LONGEST_MARK => Extent::Long,
        false if days > 0 => Extent::Uncertain,
        _ => Extent::Short,
    };
    let is_emphasised = emphasis == Emphasis::Event(event);
    let story = StoryEvent {
        first_day,
        last_day,
        extent,
        lanes: lanes.of_event(data, event),
        is_meeting: is_meeting(data, event),
        is_key: importance(head) == "key" || is_emphasised,
        title_width: bold_width(&data.title(event), TITLE_SIZE),
    };
    let class = class(data, event);
    (!story.lanes.is_empty()).then_some(Drawable {
        page: event,
        front,
        class,
        story,
        is_emphasised,
    })
}

/// The last day of the whole story, for what has not ended.
fn last_day(data: &SiteData<'_>, first_day: Day) -> Day {
    let last =
        data.graph.timeline.iter().rev().find_map(|event| {
            data.entry(*event).event_date.as_ref().and_then(|date| date.first_day())
        });
    last.filter(|last| *last > first_day).unwrap_or(first_day)
}

/// The class of an event that has not simply occurred.
pub(in crate::page) fn unusual_class(event: &EventFields) -> Option<&'static str> {
    let certainty = event.certainty.as_ref().map(|certainty| &*certainty.level.value);
    match (event.status.as_deref(), certainty) {
        (Some("planned"), _) => Some("planned"),
        (Some("cancelled"), _) => Some("cancelled"),
        (Some("disputed"), _) | (_, Some("disputed" | "unconfirmed")) => Some("disputed"),
        _ => None,
    }
}
