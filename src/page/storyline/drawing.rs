//! A drawing as templates see it: the lanes of its parties with the marks of its events.

use super::drawn_event::{Drawable, Emphasis, drawable, unusual_class};
use super::lanes::Lanes;
use super::marks::{drawn_event_html, entry, shape_views};
use crate::catalog::PageIx;
use crate::page::site_data::SiteData;
use crate::page::story_lanes::story_lanes;
use crate::page::view::{BandView, LaneView, MarkView, PeriodView, StoryEntry, StorylineView};
use crate::storyline::{
    Band, DrawnEvent, Extent, LaneLine, Period, PeriodLine, StoryEvent, WideDrawing, bold_width,
    draw_wide,
};
use crate::text::excerpt;
use crate::time::Day;

/// A drawing with fewer events says less than a list.
pub(super) const FEWEST_EVENTS: usize = 4;
/// The author asked for it.
const FEWEST_EVENTS_OF_BLOCK: usize = 2;
/// In pixels.
pub(super) const NAME_SIZE: f64 = 13.0;
/// Of the width of a drawing, at most, for the names of its parties.
const NAMES_SHARE: f64 = 0.4;
/// Of a drawing across the whole page, and in the column of the text.
const PAGE_WIDTH: i32 = 1040;
const TEXT_WIDTH: i32 = 664;

/// How a storyline is drawn.
pub(super) struct Drawing<'a> {
    pub(super) width: i32,
    /// With fewer events nothing is drawn.
    pub(super) fewest_events: usize,
    pub(super) emphasis: Emphasis,
    /// The parties with a line of their own, if not those of the site.
    pub(super) lanes: Option<&'a [PageIx]>,
}

pub(super) const OF_SITE: Drawing<'_> = Drawing {
    width: PAGE_WIDTH,
    fewest_events: FEWEST_EVENTS,
    emphasis: Emphasis::None,
    lanes: None,
};
pub(super) const OF_PAGE: Drawing<'_> = Drawing { width: TEXT_WIDTH, ..OF_SITE };
pub(super) const OF_BLOCK: Drawing<'_> =
    Drawing { fewest_events: FEWEST_EVENTS_OF_BLOCK, ..OF_PAGE };

pub(super) fn draw(
    data: &SiteData<'_>,
    drawn: &[PageIx],
    listed: &[PageIx],
    drawing: &Drawing<'_>,
) -> Option<StorylineView> {
    let &Drawing { width, fewest_events, emphasis, .. } = drawing;
    let lit = match emphasis {
        Emphasis::Lane(party) => Some(party),
        Emphasis::None | Emphasis::Event(_) => None,
    };
    let own = drawing.lanes.unwrap_or(&story_lanes(data).parties);
    let lanes = Lanes::new(data, own, drawn, listed, lit);
    let events: Vec<Drawable<'_>> =
        drawn.iter().filter_map(|event| drawable(data, &lanes, *event, emphasis)).collect();
    if events.len() < fewest_events || lanes.parties.len() < 2 {
        return None;
    }
    let story: Vec<StoryEvent> = events.iter().map(|event| event.story.clone()).collect();
    let longest = NAMES_SHARE * f64::from(width);
    let name = |party: &Option<PageIx>| shortened_name(&lanes.name(data, *party), longest);
    let names: Vec<String> = lanes.parties.iter().map(name).collect();
    let widths = names.iter().map(|name| bold_width(name, NAME_SIZE));
    let drawn_wide = draw_wide(&story, lanes.parties.len(), widths.fold(0.0, f64::max), width);
    let entries: Vec<StoryEntry> = listed
        .iter()
        .filter_map(|page| events.iter().find(|event| event.page == *page))
        .map(|event| entry(data, &lanes, event))
        .collect();
    let is_unusual = |event: &&Drawable<'_>| unusual_class(event.front).is_some();
    let in_list = |event: &&Drawable<'_>| listed.contains(&event.page);
    Some(StorylineView {
        headline: None,
        width: drawn_wide.width,
        height: drawn_wide.height,
        lanes: lane_views(data, &lanes, &names, &drawn_wide, lit),
        periods: period_views(data, drawn_wide.period, &drawn_wide.periods),
        bands: band_views(data, &events, &drawn_wide),
        marks: mark_views(data, &lanes, &events, &drawn_wide),
        columns: lanes.column_views(data),
        columns_width: lanes.columns_width(),
        has_ties: drawn_wide.events.iter().any(|event| event.tie.is_some()),
        has_uncertain: events.iter().any(|event| is_unusual(&event)),
        lists_uncertain: events.iter().filter(in_list).any(|event| is_unusual(&event)),
        shapes: shape_views(
            events.iter().filter(|event| event.story.extent != Extent::Long),
            listed,
        ),
        entries,
        all: None,
    })
}

/// A name, shortened if it is wider than so many pixels.
pub(super) fn shortened_name(name: &str, longest: f64) -> String {
    let mut cuts = (1..=name.chars().count()).rev().map(|count| excerpt(name, count));
    cuts.find(|cut| bold_width(cut, NAME_SIZE) <= longest).unwrap_or_default()
}

fn lane_views(
    data: &SiteData<'_>,
    lanes: &Lanes,
    names: &[String],
    drawing: &WideDrawing,
    lit: Option<PageIx>,
) -> Vec<LaneView> {
    let view = |(lane, line): (usize, &LaneLine)| {
        let party = lanes.parties[lane];
        LaneView {
            title: names[lane].clone(),
            lang: party.and_then(|party| data.lang(party)),
            class: lanes.class(data, lane),
            lit: lit.is_none() || party == lit || !lanes.parties.contains(&lit),
            y: line.y,
            from: line.from,
            until: line.until,
        }
    };
    drawing.lanes.iter().enumerate().map(|(lane, line)| view((lane, line))).collect()
}

/// The years or months of a scale of time.
pub(in crate::page) fn period_views(
    data: &SiteData<'_>,
    period: Period,
    lines: &[PeriodLine],
) -> Vec<PeriodView> {
    let title = |line: &PeriodLine| period_title(data, period, line.first_day);
    let view =
        |line: &PeriodLine| PeriodView { title: line.is_named.then(|| title(line)), x: line.x };
    lines.iter().map(view).collect()
}

/// The year or month of a day.
pub(super) fn period_title(data: &SiteData<'_>, period: Period, day: Day) -> String {
    let dates = &data.locale().dates;
    match period {
        Period::Year => dates.format_year(i64::from(day.year())),
        Period::Month => dates.format_month(day),
    }
}

fn band_views(
    data: &SiteData<'_>,
    events: &[Drawable<'_>],
    drawing: &WideDrawing,
) -> Vec<BandView> {
    let view = |band: &Band| {
        let page = events[band.event].page;
        let (x, y, width, height) = (band.x, band.y, band.width, band.height);
        let (title, href) = (data.title(page), data.href(page));
        BandView { title, href, x, y, width, height, name_y: band.name_y }
    };
    drawing.bands.iter().map(view).collect()
}

fn mark_views(
    data: &SiteData<'_>,
    lanes: &Lanes,
    events: &[Drawable<'_>],
    drawing: &WideDrawing,
) -> Vec<MarkView> {
    let view = |drawn: &DrawnEvent| {
        let event = &events[drawn.event];
        MarkView {
            title: data.title(event.page),
            x: drawn.x,
            html: drawn_event_html(data, lanes, event, drawn),
        }
    };
    drawing.events.iter().map(view).collect()
}
