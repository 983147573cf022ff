//! The strip of a share card: a few events as marks on at most four lines, of three parties and of
//! all others together.

use std::cmp::Reverse;

use super::drawing::{FEWEST_EVENTS, NAME_SIZE, period_title, shortened_name};
use super::drawn_event::{Drawable, Emphasis, drawable};
use super::lanes::Lanes;
use super::marks::{classes, push_marks};
use crate::catalog::PageIx;
use crate::page::site_data::SiteData;
use crate::page::story_lanes::{parties, story_lanes};
use crate::page::view::{StripLaneView, StripMarkView, StripPeriodView, StripView};
use crate::storyline::{Strips, bold_width};
use crate::time::Day;

/// Parties with a line of their own; all others share one more.
const MOST_LANES: usize = 3;
/// In pixels. The template draws it larger.
const WIDTH: i32 = 660;
const PITCH: i32 = 18;
const FIRST_LANE: i32 = 9;
const NAMES_WIDTH: f64 = 170.0;
const GAP: i32 = 10;
/// Half of the width of what ties those who met.
const TIE: i32 = 8;
const PERIOD_SIZE: f64 = 12.0;
/// Between the line of a period and its name.
const PERIOD_GAP: i32 = 5;

/// The strip of some events in chronological order; `None` where they would say too little. `own` is
/// a party that has a line in any case.
pub(super) fn strip(
    data: &SiteData<'_>,
    events: &[PageIx],
    own: Option<PageIx>,
    emphasis: Emphasis,
) -> Option<StripView> {
    let lanes = Lanes::new(data, &strip_lanes(data, events, own), events, &[], None);
    let drawn = events.iter().filter_map(|event| drawable(data, &lanes, *event, emphasis));
    let drawn: Vec<Drawable<'_>> = drawn.collect();
    if drawn.len() < FEWEST_EVENTS || lanes.parties.len() < 2 {
        return None;
    }
    let names: Vec<String> = lanes
        .parties
        .iter()
        .map(|party| shortened_name(&lanes.name(data, *party), NAMES_WIDTH))
        .collect();
    let widest = names.iter().map(|name| bold_width(name, NAME_SIZE)).fold(0.0, f64::max);
    let left = widest.ceil() as i32 + GAP;
    let mut days: Vec<Day> = drawn.iter().map(|event| event.story.first_day).collect();
    days.sort_unstable();
    let strips = Strips::new(&days, WIDTH - left);
    let y = |lane: usize| FIRST_LANE + PITCH * i32::try_from(lane).unwrap_or_default();
    let lane = |(at, name): (usize, &String)| StripLaneView {
        title: Some(name.clone()).filter(|name| data.cards.fonts.have_letters(name)),
        lang: lanes.parties[at].and_then(|party| data.lang(party)),
        class: lanes.class(data, at),
        y: y(at),
    };
    let mark = |event: &Drawable<'_>| {
        let x = left + strips.at(event.story.first_day);
        let points = event.story.lanes.iter().map(|lane| (lanes.class(data, *lane), x, y(*lane)));
        let ends = event.story.lanes.first().zip(event.story.lanes.last());
        let tie = ends.filter(|(first, last)| event.story.is_meeting && first < last);
        let tie = tie.map(|(first, last)| {
            [x - TIE, y(*first) - TIE, 2 * TIE, y(*last) - y(*first) + 2 * TIE]
        });
        let mut marks_html = String::new();
        push_marks(event, tie, points, &mut marks_html);
        StripMarkView { classes: classes(event), marks_html }
    };
    Some(StripView {
        width: WIDTH,
        left,
        height: FIRST_LANE + y(lanes.parties.len() - 1),
        lanes: names.iter().enumerate().map(lane).collect(),
        periods: periods(data, &strips, left),
        marks: drawn.iter().map(mark).collect(),
    })
}

/// The parties with most events, in the order of the story.
fn strip_lanes(data: &SiteData<'_>, events: &[PageIx], own: Option<PageIx>) -> Vec<PageIx> {
    let count =
        |party: PageIx| events.iter().filter(|it| parties(data, **it).contains(&party)).count();
    let all = &story_lanes(data).parties;
    let further = own.filter(|own| !all.contains(own));
    let mut chosen: Vec<PageIx> =
        all.iter().copied().chain(further).filter(|party| count(*party) > 0).collect();
    chosen.sort_by_cached_key(|party| (Some(*party) != own, Reverse(count(*party))));
    chosen.truncate(MOST_LANES);
    chosen.sort_by_key(|party| {
        let at = all.iter().position(|other| other == party);
        (at.is_none(), at)
    });
    chosen
}

/// The names of years or months, without those that would touch the one before.
fn periods(data: &SiteData<'_>, strips: &Strips, left: i32) -> Vec<StripPeriodView> {
    let title = |day: Day| period_title(data, strips.period(), day);
    let mut periods: Vec<StripPeriodView> = Vec::new();
    for line in strips.periods() {
        let (title, x) = (title(line.first_day), left + line.x);
        let width = PERIOD_GAP + bold_width(&title, PERIOD_SIZE).ceil() as i32;
        let has_room = periods.last().is_none_or(|last| last.x + width <= x) && x + width <= WIDTH;
        if has_room && data.cards.fonts.have_letters(&title) {
            periods.push(StripPeriodView { title, x });
        }
    }
    periods
}
