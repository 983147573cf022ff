//! The lanes of one drawing, and their columns beside its list.

use crate::catalog::PageIx;
use crate::page::site_data::SiteData;
use crate::page::story_lanes::{LANE_OF_OTHERS, lane_class, parties, story_lanes};
use crate::page::view::ColumnView;
use crate::storyline::COLUMN_WIDTH;

/// Parties with a line of their own beside the list. All others share one more.
const MOST_COLUMNS: usize = 3;

/// The lanes of one drawing.
pub(super) struct Lanes {
    /// From the top; `None` for all others together.
    pub(super) parties: Vec<Option<PageIx>>,
    /// Of the lanes, beside the list.
    pub(super) columns: Vec<usize>,
    pub(super) column_count: usize,
}

impl Lanes {
    pub(super) fn new(
        data: &SiteData<'_>,
        own: &[PageIx],
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
            let at = story_lanes(data).by_weight.iter().position(|other| Some(*other) == party);
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
    pub(super) fn of_event(&self, data: &SiteData<'_>, event: PageIx) -> Vec<usize> {
        let lane = |party: &PageIx| {
            let own = self.parties.iter().position(|it| *it == Some(*party));
            own.or_else(|| self.parties.iter().position(Option::is_none))
        };
        let mut lanes: Vec<usize> = parties(data, event).iter().filter_map(lane).collect();
        lanes.sort_unstable();
        lanes.dedup();
        lanes
    }

    pub(super) fn name(&self, data: &SiteData<'_>, party: Option<PageIx>) -> String {
        party.map_or_else(|| data.locale().text("others").to_owned(), |party| data.title(party))
    }

    pub(super) fn class(&self, data: &SiteData<'_>, lane: usize) -> &'static str {
        lane_class(data, self.parties[lane])
    }

    pub(super) fn columns_width(&self) -> i32 {
        COLUMN_WIDTH * i32::try_from(self.column_count).unwrap_or_default()
    }

    pub(super) fn column_views(&self, data: &SiteData<'_>) -> Vec<ColumnView> {
        let view = |column: usize| {
            let lanes = 0..self.parties.len();
            let mut lanes = lanes.filter(|lane| self.columns[*lane] == column);
            let (lane, others) = (lanes.next(), lanes.next());
            let party = lane.filter(|_| others.is_none()).and_then(|lane| self.parties[lane]);
            let class = lane.filter(|_| others.is_none()).map(|lane| self.class(data, lane));
            ColumnView {
                title: party.map(|party| data.title(party)),
                lang: party.and_then(|party| data.lang(party)),
                class: class.unwrap_or(LANE_OF_OTHERS),
                x: COLUMN_WIDTH / 2 + COLUMN_WIDTH * i32::try_from(column).unwrap_or_default(),
            }
        };
        (0..self.column_count).map(view).collect()
    }
}
