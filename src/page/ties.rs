//! What a topic has to do with others: the relations that the site declares, and the events in which
//! both took part.

use std::cmp::Reverse;

use super::site_data::SiteData;
use super::story_lanes::{class, lane_class};
use super::storyline::{event_classes, legend_shapes, period_views, push_mark, unusual_class};
use super::summaries::{card, date_view, kind_name, relation_label, string, when};
use super::view::{DateView, RelationView, TieSideView, TieView, TiesDrawingView, TiesView};
use crate::catalog::{PageIx, RelationsRefs};
use crate::config::TopicKind;
use crate::document::{EventFields, FrontMatter, RelationsBlock};
use crate::graph::{Edge, country_on};
use crate::language::is_face_to_face;
use crate::storyline::{MarkSize, Strips};
use crate::time::Day;

/// The most important ones; more would hide them.
const MOST_TIES: usize = 16;
/// Fewer are easier to compare in words.
const FEWEST_DRAWN: usize = 3;
/// In pixels: the width of the drawing, and the height of the middle of its marks.
const WIDTH: i32 = 320;
const MIDDLE: i32 = 8;

/// What a topic has to do with another.
pub(super) struct Tie {
    pub(super) other: PageIx,
    pub(super) relations: Vec<Edge>,
    /// In which both took part, in chronological order.
    pub(super) events: Vec<PageIx>,
}

/// The first ties of a topic.
pub(super) fn ties_of(data: &SiteData<'_>, page: PageIx) -> Vec<Tie> {
    let mut ties = all_ties(data, page);
    ties.truncate(MOST_TIES);
    ties
}

/// The ties of a topic: those that the site declares in their order, then those with most events.
fn all_ties(data: &SiteData<'_>, page: PageIx) -> Vec<Tie> {
    let mut ties: Vec<Tie> = Vec::new();
    for edge in data.graph.relations.of_page(page).iter().filter(|edge| edge.other != page) {
        tie_with(&mut ties, edge.other).relations.push(*edge);
    }
    let declared = ties.len();
    for event in data.graph.events.of_page(page) {
        for other in others(data, page, *event) {
            tie_with(&mut ties, other).events.push(*event);
        }
    }
    ties[declared..].sort_by_key(|tie| (Reverse(tie.events.len()), &data.entry(tie.other).route));
    ties
}

fn tie_with(ties: &mut Vec<Tie>, other: PageIx) -> &mut Tie {
    let at = ties.iter().position(|tie| tie.other == other).unwrap_or_else(|| {
        ties.push(Tie { other, relations: Vec::new(), events: Vec::new() });
        ties.len() - 1
    });
    &mut ties[at]
}

/// Those who took part in an event with a topic: other countries of a country, else whoever the
/// event names beside it, except countries. None if it did not take part itself.
fn others<'a>(
    data: &SiteData<'a>,
    page: PageIx,
    event: PageIx,
) -> impl Iterator<Item = PageIx> + 'a {
    let kind = |topic: PageIx| data.entry(topic).topic_kind();
    let is_country = kind(page) == Some(TopicKind::Country);
    let mut all: Vec<PageIx> = match is_country {
        true => data.graph.event_countries.of_page(event).to_vec(),
        false => {
            let participants = &data.catalog.resolved_refs(event).participants;
            let named = participants.iter().copied().flatten();
            named.filter(|who| kind(*who) != Some(TopicKind::Country)).collect()
        }
    };
    let took_part = all.contains(&page);
    all.retain(|other| took_part && *other != page);
    all.into_iter()
}

/// The ties of a topic as its page shows them; `None` without any.
pub(super) fn ties_view(data: &SiteData<'_>, page: PageIx) -> Option<TiesView> {
    view(data, page, ties_of(data, page))
}

/// The relations of a block, without the citations of the page of the topic, which have the numbers
/// of that page; `None` without any.
pub(super) fn of_block(
    data: &SiteData<'_>,
    page: PageIx,
    block: &RelationsBlock,
) -> Option<TiesView> {
    let (RelationsRefs { of, with }, _) = data.catalog.relations_refs(&data.head(page).path, block);
    let mut ties = all_ties(data, of?);
    ties.retain(|tie| with.is_empty() || with.contains(&tie.other));
    ties.truncate(MOST_TIES);
    let mut view = view(data, of?, ties)?;
    if of != Some(page) {
        let ties = view.sides.iter_mut().flat_map(|side| &mut side.ties);
        ties.flat_map(|tie| &mut tie.relations).for_each(|relation| relation.cite_html = None);
    }
    Some(view)
}

fn view(data: &SiteData<'_>, page: PageIx, ties: Vec<Tie>) -> Option<TiesView> {
    if ties.is_empty() {
        return None;
    }
    let strips = strips(data, &ties);
    let mut sides: Vec<(Option<PageIx>, Vec<Tie>)> = Vec::new();
    for tie in ties {
        let side = side(data, page, tie.other);
        match sides.iter_mut().find(|(known, _)| *known == side) {
            Some((_, ties)) => ties.push(tie),
            None => sides.push((side, vec![tie])),
        }
    }
    let own = side(data, page, page);
    let events = |ties: &[Tie]| ties.iter().map(|tie| tie.events.len()).sum::<usize>();
    sides.sort_by_key(|(side, ties)| {
        (side.is_none(), own.is_some() && *side == own, Reverse(events(ties)))
    });
    let drawing = strips.as_ref().map(|strips| {
        let drawn = || sides.iter().flat_map(|(_, ties)| ties).flat_map(|tie| &tie.events);
        drawing_view(data, strips, drawn().copied())
    });
    let as_of = data.entry(page).as_of;
    let view = |(side, ties): &(Option<PageIx>, Vec<Tie>)| TieSideView {
        country: side.map(|country| card(data, country, as_of)),
        ties: ties.iter().map(|tie| tie_view(data, page, tie, strips.as_ref())).collect(),
    };
    Some(TiesView { drawing, sides: sides.iter().map(view).collect() })
}

/// The country of a person on the day of a page.
fn side(data: &SiteData<'_>, page: PageIx, other: PageIx) -> Option<PageIx> {
    let is_person = data.entry(other).topic_kind() == Some(TopicKind::Figure);
    is_person.then(|| country_on(data.catalog, other, data.entry(page).as_of)).flatten()
}

/// The anchor of a tie on the page of the other topic.
pub(super) fn tie_anchor(data: &SiteData<'_>, other: PageIx) -> String {
    format!("page-tie-{}-{}", kind_name(&data.entry(other).kind), data.head(other).slug)
}

fn tie_view(data: &SiteData<'_>, page: PageIx, tie: &Tie, strips: Option<&Strips>) -> TieView {
    let as_of = data.entry(page).as_of;
    let country = country_on(data.catalog, tie.other, as_of).unwrap_or(tie.other);
    let lane = lane_class(data, Some(country));
    let meetings = meetings(data, page, tie);
    let last_met = meetings.last().and_then(|event| date(data, *event));
    let marks = strips.map(|strips| marks_html(data, &tie.events, lane, strips));
    TieView {
        id: tie_anchor(data, tie.other),
        to: card(data, tie.other, as_of),
        relations: tie.relations.iter().filter_map(|edge| relation(data, page, edge)).collect(),
        met: meetings.len(),
        last_met,
        together: tie.events.len(),
        events: tie.events.clone(),
        marks_html: marks.unwrap_or_default(),
    }
}

fn relation(data: &SiteData<'_>, page: PageIx, edge: &Edge) -> Option<RelationView> {
    let topic = data.document(edge.declared_by).front.topic()?;
    let declared = topic.relations.get(edge.index as usize)?;
    // Text and sources of a relation that the other end declares are shown there.
    let own = edge.declared_by == page;
    Some(RelationView {
        kind: relation_label(data, page, edge)?,
        lang: data.lang(edge.declared_by),
        text: string(&declared.text).filter(|_| own),
        when: when(data, &declared.from, &declared.until),
        cite_html: own.then(|| data.prose(page).citations_html(&declared.sources)).flatten(),
    })
}

/// The events at which both met: summits and meetings, unless they are planned or cancelled. Of two
/// people of one country there are none, since they came together.
fn meetings(data: &SiteData<'_>, page: PageIx, tie: &Tie) -> Vec<PageIx> {
    let has_met = |event: &PageIx| {
        let Some(front) = event_fields(data, *event) else { return false };
        let day = data.entry(*event).as_of;
        let country = |who| country_on(data.catalog, who, day);
        let is_one_side = country(page).is_some() && country(page) == country(tie.other);
        front.kind.as_deref().is_some_and(is_face_to_face)
            && !is_one_side
            && !matches!(front.status.as_deref(), Some("planned" | "cancelled"))
    };
    tie.events.iter().copied().filter(has_met).collect()
}

/// The scale of the events of all ties; `None` if too few ties have events.
fn strips(data: &SiteData<'_>, ties: &[Tie]) -> Option<Strips> {
    if !data.config.relations.enabled {
        return None;
    }
    let with_events = ties.iter().filter(|tie| !tie.events.is_empty()).count();
    let mut days: Vec<Day> =
        ties.iter().flat_map(|tie| &tie.events).filter_map(|event| day(data, *event)).collect();
    days.sort_unstable();
    days.dedup();
    (with_events >= FEWEST_DRAWN && days.len() > 1).then(|| Strips::new(&days, WIDTH))
}

fn event_fields<'a>(data: &SiteData<'a>, event: PageIx) -> Option<&'a EventFields> {
    match &data.head(event).front {
        FrontMatter::Event(_, event) => Some(event),
        _ => None,
    }
}

fn date(data: &SiteData<'_>, event: PageIx) -> Option<DateView> {
    Some(date_view(data, &event_fields(data, event)?.date.as_ref()?.value))
}

fn day(data: &SiteData<'_>, event: PageIx) -> Option<Day> {
    let date = &event_fields(data, event)?.date.as_ref()?.value;
    date.first_day().or_else(|| date.last_day())
}

fn marks_html(data: &SiteData<'_>, events: &[PageIx], lane: &str, strips: &Strips) -> String {
    let mut html = String::new();
    for event in events {
        let (Some(day), Some(front)) = (day(data, *event), event_fields(data, *event)) else {
            continue;
        };
        let is_key = front.importance.as_deref() == Some("key");
        let size = if is_key { MarkSize::SmallKey } else { MarkSize::Small };
        html.extend(["<g class=\"", &event_classes(data, *event, front), "\">"]);
        push_mark(class(data, *event), lane, (strips.at(day), MIDDLE, size), &mut html);
        html.push_str("</g>");
    }
    html
}

fn drawing_view(
    data: &SiteData<'_>,
    strips: &Strips,
    events: impl Iterator<Item = PageIx> + Clone,
) -> TiesDrawingView {
    let periods = period_views(data, strips.period(), &strips.periods());
    let shapes = legend_shapes(events.clone().map(|event| class(data, event)), |_| true);
    let is_uncertain = |event| event_fields(data, event).and_then(unusual_class).is_some();
    let has_uncertain = events.clone().any(is_uncertain);
    TiesDrawingView { width: WIDTH, periods, shapes, has_uncertain }
}
