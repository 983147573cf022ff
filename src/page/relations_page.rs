//! The page of all relations: each country with each other, and each of the key people.

use std::cmp::Reverse;

use super::list_pages::ListPage;
use super::site_data::SiteData;
use super::summaries::own_card;
use super::ties::{Tie, tie_anchor, ties_of};
use super::view::{
    ContentView, MatrixCellView, MatrixRowView, MatrixView, PageView, RelationsView,
};
use crate::catalog::PageIx;
use crate::config::{GeneratedPage, TopicKind};

/// More columns do not fit on a phone.
const MOST: usize = 10;
/// Two topics have one relation, which needs no table.
const FEWEST: usize = 3;
/// Shades of a cell.
const LEVELS: usize = 4;

pub(super) fn view(page: ListPage<'_>) -> PageView {
    let data = page.data;
    let content = RelationsView {
        countries: matrix(data, TopicKind::Country),
        people: matrix(data, TopicKind::Figure),
    };
    let base = page.generated_base(GeneratedPage::Relations);
    PageView { has_drawings: true, content: ContentView::Relations(content), ..base }
}

/// The topics of a kind that have ties with others of it, those with most events first.
fn matrix(data: &SiteData<'_>, kind: TopicKind) -> Option<MatrixView> {
    let ties = |page: PageIx| -> Vec<Tie> {
        let mut ties = ties_of(data, page);
        ties.retain(|tie| data.entry(tie.other).topic_kind() == Some(kind));
        ties
    };
    let mut topics: Vec<(PageIx, Vec<Tie>)> =
        data.catalog.topics(kind).map(|entry| (entry.page, ties(entry.page))).collect();
    topics.retain(|(_, ties)| !ties.is_empty());
    let events = |ties: &[Tie]| ties.iter().map(|tie| tie.events.len()).sum::<usize>();
    topics.sort_by_key(|(page, ties)| (Reverse(events(ties)), &data.entry(*page).route));
    topics.truncate(MOST);
    if topics.len() < FEWEST {
        return None;
    }
    let count = |tie: &Tie| tie.events.len();
    let highest = topics.iter().flat_map(|(_, ties)| ties).map(count).max().unwrap_or(0).max(1);
    let cell = |page: PageIx, tie: Option<&Tie>| {
        let Some(tie) = tie else { return MatrixCellView::default() };
        let anchor = tie_anchor(data, tie.other);
        MatrixCellView {
            href: Some([&*data.href(page), "#", &anchor].concat()),
            together: tie.events.len(),
            level: (LEVELS * tie.events.len()).div_ceil(highest),
            is_declared: !tie.relations.is_empty(),
        }
    };
    let row = |at: usize| {
        let (page, ties) = &topics[at];
        let with = |other: PageIx| ties.iter().find(|tie| tie.other == other);
        MatrixRowView {
            topic: own_card(data, *page),
            cells: topics[..at].iter().map(|(other, _)| cell(*page, with(*other))).collect(),
            empty: topics.len() - 1 - at,
        }
    };
    let columns = topics[..topics.len() - 1].iter().map(|(page, _)| own_card(data, *page));
    Some(MatrixView { columns: columns.collect(), rows: (1..topics.len()).map(row).collect() })
}
