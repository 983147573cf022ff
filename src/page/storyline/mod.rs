//! The storylines of the site: of the whole story, and of some of its events.

mod drawing;
mod drawn_event;
mod lanes;
mod marks;
mod strip;

use rustc_hash::FxHashMap;

use super::site_data::SiteData;
use super::story_lanes::{parties, story_lanes};
use super::summaries::{importance, is_in_time, key_events, sort_chronologically, string};
use super::view::{EventMarksView, ListLinesView, StorylineView, StripView};
use crate::catalog::{PageIx, StorylineRefs};
use crate::config::GeneratedPage;
use crate::document::StorylineBlock;
use drawing::{Drawing, FEWEST_EVENTS, OF_BLOCK, OF_PAGE, OF_SITE, draw};
use drawn_event::{Drawable, Emphasis, drawable};
use lanes::Lanes;
use marks::{event_marks, no_marks, shape_views};

pub(super) use drawing::period_views;
pub(super) use drawn_event::unusual_class;
pub(super) use marks::{event_classes, legend_shapes, push_mark};

/// With more events than this, only the key events are drawn.
const MOST_EVENTS: usize = 60;
/// On pages other than the home page and the timeline.
const MOST_EVENTS_OF_PAGE: usize = 12;
/// In a text that goes on, more would be a page of its own.
const MOST_EVENTS_OF_ARTICLE: usize = 8;
/// On the home page, where the screen is narrow.
const MOST_ENTRIES_OF_HOME: usize = 10;

/// The storyline of the whole story, as the home page shows it, and its events.
pub(super) fn of_home(data: &SiteData<'_>) -> Option<(StorylineView, Vec<PageIx>)> {
    let events = story_events(data);
    let listed = key_events(data, &events, MOST_ENTRIES_OF_HOME);
    let view = draw(data, &events, &listed, &OF_SITE)?;
    let headline = string(&data.config.storyline.headline);
    let all = (listed.len() < data.graph.timeline.len())
        .then(|| data.route_href(&data.config.generated_route(GeneratedPage::Timeline)));
    Some((StorylineView { headline, all, ..view }, events))
}

/// The storyline of the whole story without a list, for a page that lists all events itself.
pub(super) fn of_timeline(data: &SiteData<'_>) -> Option<StorylineView> {
    draw(data, &story_events(data), &[], &OF_SITE)
}

/// The marks beside a list of events with entries of its own, and their lines; `None` where they
/// would say too little.
pub(super) fn beside_list(
    data: &SiteData<'_>,
    listed: &[PageIx],
) -> Option<(ListLinesView, FxHashMap<PageIx, EventMarksView>)> {
    let lanes = Lanes::new(data, &story_lanes(data).parties, listed, listed, None);
    let drawable = |event: &PageIx| drawable(data, &lanes, *event, Emphasis::None);
    let events: Vec<Drawable<'_>> = listed.iter().filter_map(drawable).collect();
    if events.len() < FEWEST_EVENTS || lanes.parties.len() < 2 {
        return None;
    }
    let mut marks: FxHashMap<PageIx, EventMarksView> =
        listed.iter().map(|event| (*event, no_marks(&lanes))).collect();
    marks.extend(events.iter().map(|event| (event.page, event_marks(data, &lanes, event))));
    let has_uncertain = events.iter().any(|event| unusual_class(event.front).is_some());
    let lines = ListLinesView {
        columns: lanes.column_views(data),
        columns_width: lanes.columns_width(),
        shapes: shape_views(events.iter(), listed),
        has_ties: marks.values().any(|marks| marks.is_tied),
        has_uncertain,
        lists_uncertain: has_uncertain,
    };
    Some((lines, marks))
}

/// The storyline of the events that an article names.
pub(super) fn of_article(data: &SiteData<'_>, events: &[PageIx]) -> Option<StorylineView> {
    let events = most_important(data, events, MOST_EVENTS_OF_ARTICLE);
    draw(data, &events, &events, &OF_PAGE)
}

/// The storyline of the events of a topic, with the line of a party lit.
pub(super) fn of_topic(
    data: &SiteData<'_>,
    events: &[PageIx],
    lit: Option<PageIx>,
) -> Option<StorylineView> {
    let events = most_important(data, events, MOST_EVENTS_OF_PAGE);
    let emphasis = lit.map_or(Emphasis::None, Emphasis::Lane);
    draw(data, &events, &events, &Drawing { emphasis, ..OF_PAGE })
}

/// On a share card.
const MOST_EVENTS_OF_CARD: usize = 16;

/// The strip of the whole story on the share card of the home page.
pub(super) fn strip_of_home(data: &SiteData<'_>) -> Option<StripView> {
    let events = most_important(data, &story_events(data), MOST_EVENTS_OF_CARD);
    strip::strip(data, &events, None, Emphasis::None)
}

/// The strip of some events on a share card; `own` is a party that has a line in any case.
pub(super) fn strip_of_events(
    data: &SiteData<'_>,
    events: &[PageIx],
    own: Option<PageIx>,
) -> Option<StripView> {
    let events = most_important(data, events, MOST_EVENTS_OF_CARD);
    strip::strip(data, &events, own, Emphasis::None)
}

/// The strip of an event on its share card: what led to it and what followed, else its place in the
/// whole story.
pub(super) fn strip_of_course(data: &SiteData<'_>, event: PageIx) -> Option<StripView> {
    let draw = |events: &[PageIx]| strip::strip(data, events, None, Emphasis::Event(event));
    let in_story = || {
        let mut events = key_events(data, &story_events(data), MOST_EVENTS_OF_CARD - 1);
        if !events.contains(&event) {
            events.push(event);
        }
        sort_chronologically(data, &mut events);
        events
    };
    draw(&course(data, event, MOST_EVENTS_OF_CARD)).or_else(|| draw(&in_story()))
}

/// In chronological order.
fn most_important(data: &SiteData<'_>, events: &[PageIx], most: usize) -> Vec<PageIx> {
    let mut events = key_events(data, events, most);
    sort_chronologically(data, &mut events);
    events
}

/// An event, what led to it and what followed, in chronological order.
fn course(data: &SiteData<'_>, event: PageIx, most: usize) -> Vec<PageIx> {
    let graph = data.graph;
    let around = [graph.before.of_page(event), graph.after.of_page(event)].concat();
    let mut events = key_events(data, &around, most - 1);
    events.push(event);
    sort_chronologically(data, &mut events);
    events
}

/// The storyline of an event, what led to it and what followed, without a list.
pub(super) fn of_course(data: &SiteData<'_>, event: PageIx) -> Option<StorylineView> {
    let events = course(data, event, MOST_EVENTS_OF_PAGE);
    draw(data, &events, &[], &Drawing { emphasis: Emphasis::Event(event), ..OF_PAGE })
}

/// The storyline of a block; `None` if it has too little to draw.
pub(super) fn of_block(
    data: &SiteData<'_>,
    page: PageIx,
    block: &StorylineBlock,
) -> Option<StorylineView> {
    let (StorylineRefs { lanes, events }, _) =
        data.catalog.storyline_refs(&data.head(page).path, block);
    let has_lane = |event: &PageIx| {
        lanes.is_empty() || parties(data, *event).iter().any(|it| lanes.contains(it))
    };
    let mut drawn: Vec<PageIx> = match events.is_empty() {
        true => data.graph.timeline.iter().copied().filter(has_lane).collect(),
        false => events.to_vec(),
    };
    sort_chronologically(data, &mut drawn);
    drawn.retain(|event| {
        is_in_time(data, *event, (&block.from, &block.until)) && !parties(data, *event).is_empty()
    });
    let drawn = most_important(data, &drawn, MOST_EVENTS_OF_PAGE);
    let drawing = Drawing { lanes: Some(&*lanes).filter(|lanes| !lanes.is_empty()), ..OF_BLOCK };
    draw(data, &drawn, &drawn, &drawing)
}

/// The events of the whole story: those that the author names, else all, else the key events.
fn story_events(data: &SiteData<'_>) -> Vec<PageIx> {
    let given = &data.catalog.storyline.events;
    let mut events = match given.is_empty() {
        true => data.graph.timeline.clone(),
        false => given.to_vec(),
    };
    events.retain(|event| !parties(data, *event).is_empty());
    if events.len() > MOST_EVENTS {
        events.retain(|event| importance(data.head(*event)) == "key");
        events = key_events(data, &events, MOST_EVENTS);
    }
    sort_chronologically(data, &mut events);
    events
}
