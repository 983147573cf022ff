//! Who appears with whom: a topic between the topics that are most often named on the same pages.

use std::collections::BTreeSet;

use super::site_data::SiteData;
use super::summaries::card;
use super::view::{NeighbourView, NetworkView};
use crate::catalog::PageIx;
use crate::config::TopicKind;

/// How many topics are drawn: more would be a thicket.
const MAX_NEIGHBOURS: usize = 24;
/// Fewer than these are no picture.
const MIN_NEIGHBOURS: usize = 3;
/// The thickest line, in pixels; the thinnest has one.
const MAX_LINE_WIDTH: f64 = 6.0;

/// The neighbours of a topic among `appears_with`, people to the left and all others to the right;
/// events have their own lists. `None` where there are too few.
pub(super) fn network(
    story: &SiteData<'_>,
    page: PageIx,
    appears_with: &[(PageIx, usize)],
) -> Option<NetworkView> {
    if !story.config.relations.enabled {
        return None;
    }
    let described: BTreeSet<PageIx> =
        story.graph.relations.of_page(page).iter().map(|edge| edge.other).collect();
    let kind = |other: PageIx| story.catalog.entry(other).topic_kind();
    let mut with: Vec<(PageIx, usize)> = appears_with
        .iter()
        .copied()
        .filter(|(other, _)| kind(*other) != Some(TopicKind::Event))
        .collect();
    with.sort_by_key(|(other, pages)| {
        (!described.contains(other), std::cmp::Reverse(*pages), *other)
    });
    with.truncate(MAX_NEIGHBOURS);
    if with.len() < MIN_NEIGHBOURS {
        return None;
    }
    with.sort_by_key(|(other, pages)| (std::cmp::Reverse(*pages), *other));
    let most = with.iter().map(|(_, pages)| *pages).max().unwrap_or(1);
    let (people, others): (Vec<_>, Vec<_>) =
        with.into_iter().partition(|(other, _)| kind(*other) == Some(TopicKind::Figure));
    let rows = people.len().max(others.len());
    let own: BTreeSet<PageIx> = story.graph.events.of_page(page).iter().copied().collect();
    let side = |all: Vec<(PageIx, usize)>, edge: u8| -> Vec<NeighbourView> {
        let first = (rows - all.len()) as f64 / 2.0;
        let neighbour = |(at, (other, pages)): (usize, (PageIx, usize))| NeighbourView {
            topic: card(story, other, story.catalog.entry(page).as_of),
            pages,
            events: story
                .graph
                .events
                .of_page(other)
                .iter()
                .filter(|event| own.contains(event))
                .count(),
            relations: relation_labels(story, page, other),
            line: curve_path(rows as f64 / 2.0, first + at as f64 + 0.5, edge),
            width: format!("{:.1}", 1.0 + (MAX_LINE_WIDTH - 1.0) * (pages as f64 / most as f64)),
        };
        all.into_iter().enumerate().map(neighbour).collect()
    };
    Some(NetworkView { rows, left: side(people, 0), right: side(others, 100) })
}

/// What front matter says the two are to each other.
fn relation_labels(story: &SiteData<'_>, page: PageIx, other: PageIx) -> Vec<String> {
    let edges = story.graph.relations.of_page(page).iter().filter(|edge| edge.other == other);
    edges.filter_map(|edge| super::topic::relation_label(story, page, edge)).collect()
}

/// A curve from the middle, at height `from`, to the left or right edge, at height `to`, in a box a
/// hundred wide: data of an SVG path.
fn curve_path(from: f64, to: f64, edge: u8) -> String {
    let bend = if edge == 0 { 22 } else { 78 };
    format!("M50 {from} C{bend} {from} {bend} {to} {edge} {to}")
}
