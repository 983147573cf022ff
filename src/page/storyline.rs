//! The storylines of the site: of the whole story, and of some of its events.

use rustc_hash::FxHashMap;

use super::site_data::SiteData;
use super::story_lanes::{class, is_meeting, parties, story_lanes};
use super::summaries::{date_view, importance, key_events, sort_chronologically, string};
use super::view::{
    BandView, BlockView, ColumnView, EventMarksView, LabelView, LaneView, ListLinesView, MarkView,
    PeriodView, PointView, ShapeView, StoryEntryView, StorylineView, TieView,
};
use crate::catalog::{PageIx, StorylineRefs};
use crate::config::GeneratedPage;
use crate::document::{EventFields, FrontMatter, StorylineBlock, ThemeBlock, TopicFields};
use crate::language::EventClass;
use crate::prose::block_anchor;
use crate::storyline::{
    COLUMN_WIDTH, Extent, LabelAnchor, Period, PeriodLine, Shape, StoryEvent, WideDrawing,
    bold_width, draw_wide, marks_of_entry,
};
use crate::time::{Day, FuzzyDate};

/// A drawing with fewer events says less than a list.
const FEWEST_EVENTS: usize = 4;
/// The author asked for it.
const FEWEST_EVENTS_OF_BLOCK: usize = 2;
/// With more events than this, only the key events are drawn.
const MOST_EVENTS: usize = 60;
/// On pages other than the home page and the timeline.
const MOST_EVENTS_OF_PAGE: usize = 12;
/// In a text that goes on, more would be a page of its own.
const MOST_EVENTS_OF_ARTICLE: usize = 8;
/// On the home page, where the screen is narrow.
const MOST_ENTRIES_OF_HOME: usize = 10;
/// Parties with a line of their own beside the list. All others share one more.
const MOST_COLUMNS: usize = 3;
/// Of lanes, in the stylesheet.
const COLOURS: usize = 5;
/// An event that lasted longer, in days, is a band.
const LONGEST_MARK: i64 = 14;
/// In pixels.
const NAME_SIZE: f64 = 13.0;
const TITLE_SIZE: f64 = 12.5;
const RADIUS: i32 = 4;
const KEY_RADIUS: i32 = 6;
/// Of a drawing across the whole page, and in the column of the text.
const PAGE_WIDTH: i32 = 1040;
const TEXT_WIDTH: i32 = 664;

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
    let site = story_lanes(data);
    let lanes = Lanes::new(data, [&site.parties, &site.by_weight], listed, listed, None);
    let drawable = |event: &PageIx| drawable(data, &lanes, *event, Emphasis::None);
    let events: Vec<Drawable<'_>> = listed.iter().filter_map(drawable).collect();
    if events.len() < FEWEST_EVENTS || lanes.parties.len() < 2 {
        return None;
    }
    let marks: FxHashMap<PageIx, EventMarksView> =
        events.iter().map(|event| (event.page, event_marks(data, &lanes, event))).collect();
    let has_uncertain = events.iter().any(|event| unusual_class(event.front).is_some());
    let lines = ListLinesView {
        columns: lanes.column_views(data),
        columns_width: lanes.columns_width(),
        shapes: shape_views(events.iter(), listed),
        has_ties: marks.values().any(|marks| marks.tie.is_some()),
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

/// In chronological order.
fn most_important(data: &SiteData<'_>, events: &[PageIx], most: usize) -> Vec<PageIx> {
    let mut events = key_events(data, events, most);
    sort_chronologically(data, &mut events);
    events
}

/// The storyline of an event, what led to it and what followed, without a list.
pub(super) fn of_course(data: &SiteData<'_>, event: PageIx) -> Option<StorylineView> {
    let graph = data.graph;
    let around = [graph.before.of_page(event), graph.after.of_page(event)].concat();
    let mut events = key_events(data, &around, MOST_EVENTS_OF_PAGE - 1);
    events.push(event);
    sort_chronologically(data, &mut events);
    draw(data, &events, &[], &Drawing { emphasis: Emphasis::Event(event), ..OF_PAGE })
}

/// The blocks of a page, in order. One with too little to draw has no entries.
pub(super) fn of_blocks(data: &SiteData<'_>, page: PageIx) -> Vec<BlockView> {
    let blocks = &data.document(page).blocks;
    let view = |(index, block): (usize, &ThemeBlock)| BlockView {
        id: block_anchor(index),
        title: string(&block.data.title),
        storyline: of_block(data, page, &block.data).unwrap_or_default(),
    };
    blocks.iter().enumerate().map(view).collect()
}

/// The storyline of a block; `None` if it has too little to draw.
pub fn of_block(
    data: &SiteData<'_>,
    page: PageIx,
    block: &StorylineBlock,
) -> Option<StorylineView> {
    let (StorylineRefs { lanes, events }, _) =
        data.catalog.resolve_block(&data.head(page).path, block);
    let is_in_time = |event: &PageIx| {
        let FrontMatter::Event(_, front) = &data.head(*event).front else { return false };
        let Some(date) = front.date.as_ref().map(|date| &date.value) else { return false };
        let from = block.from.as_ref().and_then(FuzzyDate::first_day);
        let until = block.until.as_ref().and_then(FuzzyDate::last_day);
        from.is_none_or(|from| date.first_day().is_some_and(|day| day >= from))
            && until.is_none_or(|until| date.first_day().is_some_and(|day| day <= until))
    };
    let has_lane = |event: &PageIx| {
        lanes.is_empty() || parties(data, *event).iter().any(|it| lanes.contains(it))
    };
    let mut drawn: Vec<PageIx> = match events.is_empty() {
        true => data.graph.timeline.iter().copied().filter(has_lane).collect(),
        false => events.to_vec(),
    };
    drawn.retain(is_in_time);
    drawn.retain(|event| !parties(data, *event).is_empty());
    let mut drawn = key_events(data, &drawn, MOST_EVENTS_OF_PAGE);
    sort_chronologically(data, &mut drawn);
    let drawing = Drawing { lanes: Some(&*lanes).filter(|lanes| !lanes.is_empty()), ..OF_BLOCK };
    draw(data, &drawn, &drawn, &drawing)
}

/// How a storyline is drawn.
struct Drawing<'a> {
    width: i32,
    /// With fewer events nothing is drawn.
    fewest_events: usize,
    emphasis: Emphasis,
    /// The parties with a line of their own, if not those of the site.
    lanes: Option<&'a [PageIx]>,
}

const OF_SITE: Drawing<'_> = Drawing {
    width: PAGE_WIDTH,
    fewest_events: FEWEST_EVENTS,
    emphasis: Emphasis::None,
    lanes: None,
};
const OF_PAGE: Drawing<'_> = Drawing { width: TEXT_WIDTH, ..OF_SITE };
const OF_BLOCK: Drawing<'_> = Drawing { fewest_events: FEWEST_EVENTS_OF_BLOCK, ..OF_PAGE };

/// What a drawing brings out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    None,
    /// The line of a party.
    Lane(PageIx),
    Event(PageIx),
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

/// An event with what is drawn of it.
struct Drawable<'a> {
    page: PageIx,
    front: &'a EventFields,
    class: EventClass,
    story: StoryEvent,
    is_brought_out: bool,
}

/// The lanes of one drawing.
struct Lanes {
    /// From the top; `None` for all others together.
    parties: Vec<Option<PageIx>>,
    /// Of the lanes, beside the list.
    columns: Vec<usize>,
    column_count: usize,
}

fn draw(
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
    let site = story_lanes(data);
    let own = drawing.lanes.unwrap_or(&site.parties);
    let lanes = Lanes::new(data, [own, &site.by_weight], drawn, listed, lit);
    let events: Vec<Drawable<'_>> =
        drawn.iter().filter_map(|event| drawable(data, &lanes, *event, emphasis)).collect();
    if events.len() < fewest_events || lanes.parties.len() < 2 {
        return None;
    }
    let story: Vec<StoryEvent> = events.iter().map(|event| event.story.clone()).collect();
    let names: Vec<String> = lanes.parties.iter().map(|party| lanes.name(data, *party)).collect();
    let widths = names.iter().map(|name| bold_width(name, NAME_SIZE));
    let drawn_wide = draw_wide(&story, lanes.parties.len(), widths.fold(0.0, f64::max), width);
    let entries: Vec<StoryEntryView> = listed
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
        periods: period_views(data, &drawn_wide),
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

impl Lanes {
    fn new(
        data: &SiteData<'_>,
        [own, by_weight]: [&[PageIx]; 2],
        drawn: &[PageIx],
        listed: &[PageIx],
        lit: Option<PageIx>,
    ) -> Self {
        let parties_of = |events: &[PageIx]| -> Vec<PageIx> {
            events.iter().flat_map(|event| parties(data, *event)).copied().collect()
        };
        let all = parties_of(drawn);
        let lit = lit.filter(|lit| all.contains(lit) && !own.contains(lit));
        let own = own.iter().filter(|party| all.contains(party)).copied().chain(lit);
        let mut parties: Vec<Option<PageIx>> = own.map(Some).collect();
        if all.iter().any(|party| !parties.contains(&Some(*party))) {
            parties.push(None);
        }
        // Beside the list, only those that it names.
        let in_list = parties_of(listed);
        let is_listed = |party: &Option<PageIx>| match party {
            Some(party) => in_list.contains(party),
            None => in_list.iter().any(|other| !parties.contains(&Some(*other))),
        };
        let listed_lanes: Vec<usize> =
            (0..parties.len()).filter(|lane| is_listed(&parties[*lane])).collect();
        let weight = |lane: &usize| {
            let party = parties[*lane];
            let at = by_weight.iter().position(|other| Some(*other) == party);
            (party != lit || lit.is_none(), at.is_none(), at)
        };
        let mut own = listed_lanes.clone();
        // A column of its own is better than one that would hold a single other party.
        if listed_lanes.len() > MOST_COLUMNS + 1 {
            own.sort_by_key(weight);
            own.truncate(MOST_COLUMNS);
            own.sort_unstable();
        }
        let column = |lane: usize| own.iter().position(|other| *other == lane);
        let columns = (0..parties.len()).map(|lane| column(lane).unwrap_or(own.len())).collect();
        let column_count = own.len() + usize::from(own.len() < listed_lanes.len());
        Lanes { parties, columns, column_count }
    }

    /// The lanes of an event, ascending.
    fn of_event(&self, data: &SiteData<'_>, event: PageIx) -> Vec<usize> {
        let lane = |party: &PageIx| {
            let own = self.parties.iter().position(|it| *it == Some(*party));
            own.or_else(|| self.parties.iter().position(Option::is_none))
        };
        let mut lanes: Vec<usize> = parties(data, event).iter().filter_map(lane).collect();
        lanes.sort_unstable();
        lanes.dedup();
        lanes
    }

    fn name(&self, data: &SiteData<'_>, party: Option<PageIx>) -> String {
        party.map_or_else(|| data.locale().text("others").to_owned(), |party| data.title(party))
    }

    /// The class of a lane: the same for a party on all pages.
    fn class(&self, data: &SiteData<'_>, lane: usize) -> String {
        let site = story_lanes(data);
        let at = self.parties[lane]
            .and_then(|party| site.by_weight.iter().position(|other| *other == party));
        at.map_or_else(|| "lane-others".to_owned(), |at| format!("lane-{}", at % COLOURS + 1))
    }

    fn columns_width(&self) -> i32 {
        COLUMN_WIDTH * i32::try_from(self.column_count).unwrap_or_default()
    }

    fn column_views(&self, data: &SiteData<'_>) -> Vec<ColumnView> {
        let view = |column: usize| {
            let lanes = 0..self.parties.len();
            let mut lanes = lanes.filter(|lane| self.columns[*lane] == column);
            let (lane, others) = (lanes.next(), lanes.next());
            let party = lane.filter(|_| others.is_none()).and_then(|lane| self.parties[lane]);
            let class = lane.filter(|_| others.is_none()).map(|lane| self.class(data, lane));
            ColumnView {
                title: party.map(|party| data.title(party)),
                lang: party.and_then(|party| data.lang(party)),
                class: class.unwrap_or_else(|| "lane-others".to_owned()),
                x: COLUMN_WIDTH / 2 + COLUMN_WIDTH * i32::try_from(column).unwrap_or_default(),
            }
        };
        (0..self.column_count).map(view).collect()
    }
}

fn drawable<'a>(
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
    let is_brought_out = emphasis == Emphasis::Event(event);
    let story = StoryEvent {
        first_day,
        last_day,
        extent,
        lanes: lanes.of_event(data, event),
        is_meeting: is_meeting(data, event),
        is_key: importance(head) == "key" || is_brought_out,
        title_width: bold_width(&data.title(event), TITLE_SIZE),
    };
    let class = class(data, event);
    (!story.lanes.is_empty()).then_some(Drawable {
        page: event,
        front,
        class,
        story,
        is_brought_out,
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

fn lane_views(
    data: &SiteData<'_>,
    lanes: &Lanes,
    names: &[String],
    drawing: &WideDrawing,
    lit: Option<PageIx>,
) -> Vec<LaneView> {
    let view = |(lane, line): (usize, &crate::storyline::LaneLine)| {
        let party = lanes.parties[lane];
        LaneView {
            title: Some(names[lane].clone()),
            href: party.map(|party| data.href(party)),
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

fn period_views(data: &SiteData<'_>, drawing: &WideDrawing) -> Vec<PeriodView> {
    let dates = &data.locale().dates;
    let title = |line: &PeriodLine| match drawing.period {
        Period::Year => dates.format_year(i64::from(line.first_day.year())),
        Period::Month => dates.format_month(line.first_day),
    };
    let view =
        |line: &PeriodLine| PeriodView { title: line.is_named.then(|| title(line)), x: line.x };
    drawing.periods.iter().map(view).collect()
}

fn band_views(
    data: &SiteData<'_>,
    events: &[Drawable<'_>],
    drawing: &WideDrawing,
) -> Vec<BandView> {
    let view = |band: &crate::storyline::Band| {
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
    let view = |drawn: &crate::storyline::DrawnEvent| {
        let event = &events[drawn.event];
        let points = drawn.points.iter().map(|(lane, y)| PointView {
            class: lanes.class(data, *lane),
            d: outline(event, drawn.x, *y),
            y: *y,
        });
        let lowest = drawn.points.last().map_or(0, |(_, y)| *y);
        MarkView {
            title: data.title(event.page),
            href: data.href(event.page),
            classes: classes(event),
            x: drawn.x,
            points: points.collect(),
            bottom: drawn.tie.map_or(lowest + KEY_RADIUS, |[_, top, _, height]| top + height),
            tie: drawn.tie.map(tie),
            between: drawn.between,
            label: drawn.label.as_ref().map(|label| LabelView {
                y: label.y,
                anchor: match label.anchor {
                    LabelAnchor::Start => "start",
                    LabelAnchor::Middle => "middle",
                    LabelAnchor::End => "end",
                },
            }),
        }
    };
    drawing.events.iter().map(view).collect()
}

fn event_marks(data: &SiteData<'_>, lanes: &Lanes, event: &Drawable<'_>) -> EventMarksView {
    let mut columns: Vec<usize> =
        event.story.lanes.iter().map(|lane| lanes.columns[*lane]).collect();
    columns.sort_unstable();
    columns.dedup();
    let marks = marks_of_entry(&columns, event.story.is_meeting);
    let lane_of =
        |column: usize| event.story.lanes.iter().find(|lane| lanes.columns[**lane] == column);
    let points = marks.points.iter().map(|(column, x, y)| PointView {
        class: lane_of(*column).map(|lane| lanes.class(data, *lane)).unwrap_or_default(),
        d: outline(event, *x, *y),
        y: *y,
    });
    EventMarksView {
        classes: classes(event),
        points: points.collect(),
        tie: marks.tie.map(tie),
        parties: parties(data, event.page).iter().map(|party| data.title(*party)).collect(),
    }
}

fn entry(data: &SiteData<'_>, lanes: &Lanes, event: &Drawable<'_>) -> StoryEntryView {
    let head = data.head(event.page);
    let EventMarksView { classes, points, tie, parties } = event_marks(data, lanes, event);
    StoryEntryView {
        title: data.title(event.page),
        href: data.href(event.page),
        lang: data.lang(event.page),
        date: event.front.date.as_ref().map(|it| date_view(data, &it.value)).unwrap_or_default(),
        in_brief: head.front.topic().and_then(TopicFields::in_brief).map(str::to_owned),
        status: event.front.status.as_deref().filter(|it| *it != "occurred").map(str::to_owned),
        certainty: event
            .front
            .certainty
            .as_ref()
            .map(|certainty| certainty.level.value.to_string())
            .filter(|level| level != "confirmed"),
        parties,
        classes,
        points,
        tie,
    }
}

fn tie([x, y, width, height]: [i32; 4]) -> TieView {
    TieView { x, y, width, height, radius: width.min(height) / 2 }
}

fn outline(event: &Drawable<'_>, x: i32, y: i32) -> String {
    shape(event.class).outline(x, y, if event.story.is_key { KEY_RADIUS } else { RADIUS })
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

fn classes(event: &Drawable<'_>) -> String {
    let key = event.story.is_key.then_some("key");
    let this = event.is_brought_out.then_some("this");
    let classes = [Some(class_name(event.class)), key, this, unusual_class(event.front)];
    classes.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The class of an event that has not simply occurred.
fn unusual_class(event: &EventFields) -> Option<&'static str> {
    let certainty = event.certainty.as_ref().map(|certainty| &*certainty.level.value);
    match (event.status.as_deref(), certainty) {
        (Some("planned"), _) => Some("planned"),
        (Some("cancelled"), _) => Some("cancelled"),
        (Some("disputed"), _) | (_, Some("disputed" | "unconfirmed")) => Some("disputed"),
        _ => None,
    }
}

/// The shapes that occur among the marks.
fn shape_views<'a>(
    events: impl Iterator<Item = &'a Drawable<'a>> + Clone,
    listed: &[PageIx],
) -> Vec<ShapeView> {
    let mut classes: Vec<EventClass> = events
        .clone()
        .map(|event| event.class)
        .filter(|class| *class != EventClass::Other)
        .collect();
    classes.sort_unstable();
    classes.dedup();
    let is_listed = |class: EventClass| {
        events.clone().any(|event| event.class == class && listed.contains(&event.page))
    };
    let view = |class: EventClass| ShapeView {
        class: class_name(class),
        is_listed: is_listed(class),
        d: shape(class).outline(8, 8, KEY_RADIUS),
    };
    classes.into_iter().map(view).collect()
}
