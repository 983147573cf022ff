//! The timelines of texts.

use crate::catalog::{PageIx, TimelineRefs};
use crate::document::TimelineBlock;
use crate::page::site_data::SiteData;
use crate::page::summaries::{event_items, is_in_time, key_events, sort_chronologically};
use crate::page::view::TimelineBlockView;

/// A longer list in a text hides it.
const MOST_EVENTS: usize = 30;

/// The timeline of a block; `None` without events.
pub(super) fn of_block(
    data: &SiteData<'_>,
    page: PageIx,
    block: &TimelineBlock,
) -> Option<TimelineBlockView> {
    let (TimelineRefs { topics, events }, _) =
        data.catalog.timeline_refs(&data.head(page).path, block);
    let is_of_topic = |event: &PageIx| {
        topics.iter().any(|topic| data.graph.events.of_page(*topic).contains(event))
    };
    let is_chosen = |event: &PageIx| match (topics.is_empty(), events.is_empty()) {
        (true, true) => true,
        _ => is_of_topic(event) || events.contains(event),
    };
    let mut listed: Vec<PageIx> = data.graph.timeline.clone();
    listed
        .retain(|event| is_chosen(event) && is_in_time(data, *event, (&block.from, &block.until)));
    let is_shortened = listed.len() > MOST_EVENTS;
    if is_shortened {
        listed = key_events(data, &listed, MOST_EVENTS);
    }
    sort_chronologically(data, &mut listed);
    let events = event_items(data, &listed);
    (!events.is_empty()).then_some(TimelineBlockView { events, is_shortened })
}
