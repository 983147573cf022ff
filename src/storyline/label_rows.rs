//! Places for the titles of key events below the lanes, where they cover neither one another nor the
//! lines that lead to them.

/// In pixels, between two titles of a row, and between a title and the line of another.
const GAP: f64 = 8.0;
/// More rows would make the drawing too high.
const MOST_ROWS: usize = 7;

/// Which part of a title is at the position of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelAnchor {
    Start,
    Middle,
    End,
}

impl LabelAnchor {
    /// The value of the SVG attribute `text-anchor`.
    pub fn svg(self) -> &'static str {
        match self {
            LabelAnchor::Start => "start",
            LabelAnchor::Middle => "middle",
            LabelAnchor::End => "end",
        }
    }
}

/// The place of a title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// From 0 at the top.
    pub(super) row: usize,
    pub(super) anchor: LabelAnchor,
}

/// Places for titles, given by the position of their event and their width, in order, between two
/// edges. In a crowd some have none: the first, since the last events are the news.
pub(super) fn place_labels(titles: &[(f64, f64)], edges: (f64, f64)) -> Vec<Option<Place>> {
    let mut wanted: Vec<usize> = (0..titles.len()).collect();
    loop {
        let places = place_all(titles, &wanted, edges);
        let Some(homeless) = wanted.iter().copied().find(|index| places[*index].is_none()) else {
            return places;
        };
        let in_first_row = |index: &usize| places[*index].is_some_and(|place| place.row == 0);
        let before = wanted.iter().copied().rfind(|index| *index < homeless && in_first_row(index));
        wanted.retain(|index| *index != before.unwrap_or(homeless));
    }
}

/// Places for those of the titles that are `wanted`, each in the first row where it fits.
fn place_all(titles: &[(f64, f64)], wanted: &[usize], edges: (f64, f64)) -> Vec<Option<Place>> {
    let mut places: Vec<Option<Place>> = vec![None; titles.len()];
    for (number, index) in wanted.iter().enumerate() {
        let (at, width) = titles[*index];
        let candidates = (0..MOST_ROWS).flat_map(|row| {
            [LabelAnchor::Middle, LabelAnchor::Start, LabelAnchor::End]
                .map(|anchor| Place { row, anchor })
        });
        let fits = |place: &Place| {
            let (from, until) = extent(at, width, place.anchor);
            let covers = |line: f64| from - GAP / 2.0 < line && line < until + GAP / 2.0;
            // A line leads from each event down to its title: those of later events are to be free,
            // whatever their row will be.
            let covers_later = wanted[number + 1..].iter().any(|later| covers(titles[*later].0));
            let is_free = |earlier: &usize| {
                let (other_at, other_width) = titles[*earlier];
                places[*earlier].is_none_or(|other| {
                    let (other_from, other_until) = extent(other_at, other_width, other.anchor);
                    let overlaps = from < other_until + GAP && other_from < until + GAP;
                    let covers_line = place.row < other.row && covers(other_at);
                    !covers_line && (place.row != other.row || !overlaps)
                })
            };
            from >= edges.0
                && until <= edges.1
                && !covers_later
                && wanted[..number].iter().all(is_free)
        };
        places[*index] = candidates.into_iter().find(fits);
    }
    places
}

fn extent(at: f64, width: f64, anchor: LabelAnchor) -> (f64, f64) {
    match anchor {
        LabelAnchor::Start => (at, at + width),
        LabelAnchor::Middle => (at - width / 2.0, at + width / 2.0),
        LabelAnchor::End => (at - width, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(titles: &[(f64, f64)]) -> Vec<Option<usize>> {
        let places = place_labels(titles, (0.0, 1000.0));
        places.into_iter().map(|place| place.map(|place| place.row)).collect()
    }

    #[test]
    fn titles_far_apart_share_a_row() {
        assert_eq!(rows(&[(100.0, 80.0), (300.0, 80.0)]), [Some(0), Some(0)]);
    }

    #[test]
    fn titles_close_together_cover_neither_one_another_nor_their_lines() {
        let titles = [(500.0, 200.0), (510.0, 200.0), (520.0, 200.0), (540.0, 30.0)];
        let places = place_labels(&titles, (0.0, 1000.0));
        let shown: Vec<_> = titles
            .iter()
            .zip(&places)
            .map(|((at, width), place)| {
                let place = place.expect("a place");
                (*at, place.row, extent(*at, *width, place.anchor))
            })
            .collect();
        for (index, (at, row, (from, until))) in shown.iter().enumerate() {
            for (other_at, other_row, (other_from, other_until)) in &shown[index + 1..] {
                assert!(
                    row != other_row || until <= other_from || other_until <= from,
                    "{shown:?}"
                );
                assert!(row >= other_row || until <= other_at || other_at <= from, "{shown:?}");
                assert!(other_row >= row || other_until <= at || at <= other_from, "{shown:?}");
            }
        }
    }

    #[test]
    fn a_title_at_the_edge_stays_inside() {
        let places = place_labels(&[(990.0, 100.0)], (0.0, 1000.0));
        assert_eq!(places, [Some(Place { row: 0, anchor: LabelAnchor::End })]);
    }

    #[test]
    fn of_a_crowd_the_last_titles_are_shown() {
        let crowd: Vec<(f64, f64)> =
            (0..20).map(|index| (500.0 + 10.0 * f64::from(index), 300.0)).collect();
        let rows = rows(&crowd);
        assert!(rows[19].is_some() && rows[0].is_none(), "{rows:?}");
        assert!(rows.iter().flatten().count() >= MOST_ROWS, "{rows:?}");
    }
}
