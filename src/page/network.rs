//! The diagram of a topic and the topics that appear on the same pages most often.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::site_data::SiteData;
use super::summaries::{card, relation_label};
use super::view::{NeighbourView, NetworkView};
use crate::catalog::PageIx;
use crate::config::TopicKind;

/// More neighbours would be hard to tell apart.
const MAX_NEIGHBOURS: usize = 24;
/// Below this the diagram is left out.
const MIN_NEIGHBOURS: usize = 3;
/// Width of the thickest line in pixels. The thinnest is 1 pixel wide.
const MAX_LINE_WIDTH: f64 = 6.0;

/// The neighbours of a topic among `appears_with`: people on the left, others on the right. Events
/// are left out, since they have lists of their own. `None` if there are too few.
pub(super) fn network(
    data: &SiteData<'_>,
    page: PageIx,
    appears_with: &[(PageIx, usize)],
) -> Option<NetworkView> {
    if !data.config.relations.enabled {
        return None;
    }
    let relations = data.graph.relations.of_page(page);
    let related: BTreeSet<PageIx> = relations.iter().map(|edge| edge.other).collect();
    let kind = |other: PageIx| data.entry(other).topic_kind();
    let mut with: Vec<(PageIx, usize)> = appears_with.to_vec();
    with.retain(|(other, _)| kind(*other) != Some(TopicKind::Event));
    with.sort_by_key(|(other, pages)| (!related.contains(other), Reverse(*pages), *other));
    with.truncate(MAX_NEIGHBOURS);
    if with.len() < MIN_NEIGHBOURS {
        return None;
    }
    with.sort_by_key(|(other, pages)| (Reverse(*pages), *other));
    let most = with[0].1;
    let (people, others): (Vec<_>, Vec<_>) =
        with.into_iter().partition(|(other, _)| kind(*other) == Some(TopicKind::Figure));
    let rows = people.len().max(others.len());
    let own_events: BTreeSet<PageIx> = data.graph.events.of_page(page).iter().copied().collect();
    let labels = |other: PageIx| {
        let edges = relations.iter().filter(|edge| edge.other == other);
        edges.filter_map(|edge| relation_label(data, page, edge)).collect()
    };
    let side = |all: Vec<(PageIx, usize)>, edge: u8| -> Vec<NeighbourView> {
        let first = (rows - all.len()) as f64 / 2.0;
        let neighbour = |(at, (other, pages)): (usize, (PageIx, usize))| {
            let events = data.graph.events.of_page(other).iter();
            NeighbourView {
                topic: card(data, other, data.entry(page).as_of),
                pages,
                events: events.filter(|event| own_events.contains(event)).count(),
                relations: labels(other),
                line: curve_path(rows as f64 / 2.0, first + at as f64 + 0.5, edge),
                width: format!(
                    "{:.1}",
                    1.0 + (MAX_LINE_WIDTH - 1.0) * (pages as f64 / most as f64)
                ),
            }
        };
        all.into_iter().enumerate().map(neighbour).collect()
    };
    Some(NetworkView { rows, left: side(people, 0), right: side(others, 100) })
}

/// The `d` of an SVG path from the middle of a box 100 wide, at height `from`, to its left (0) or
/// right (100) edge, at height `to`.
fn curve_path(from: f64, to: f64, edge: u8) -> String {
    let bend = if edge == 0 { 22 } else { 78 };
    format!("M50 {from} C{bend} {from} {bend} {to} {edge} {to}")
}
