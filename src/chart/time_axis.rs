//! Where dates are on an axis.

use crate::time::{Day, FuzzyDate};

/// More places between the first and the last date than this are no longer columns.
const MOST_PLACES: usize = 120;
/// Steps of the labels of years. Longer ones are multiples of the last.
const YEAR_STEPS: [i64; 8] = [1, 2, 5, 10, 20, 50, 100, 200];

/// A place for each year or month from the first row to the last, also for those without a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) first: Place,
    /// The place of each row, from 0.
    pub(super) of_rows: Vec<usize>,
    pub(super) count: usize,
}

/// A year, or a month: counted from the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Year(i64),
    Month(i64),
}

impl Place {
    /// The year or month of a plain date; `None` for all others.
    fn of_date(date: &FuzzyDate) -> Option<Self> {
        let iso = date.to_iso()?;
        let mut parts = iso.split('-').map(str::parse::<i64>);
        match (parts.next()?.ok()?, parts.next(), parts.next()) {
            (year, None, None) => Some(Place::Year(year)),
            (year, Some(Ok(month)), None) => Some(Place::Month(year * 12 + month - 1)),
            _ => None,
        }
    }

    fn places_since(self, first: Place) -> Option<usize> {
        let distance = match (self, first) {
            (Place::Year(own), Place::Year(first)) => own - first,
            (Place::Month(own), Place::Month(first)) => own - first,
            _ => return None,
        };
        usize::try_from(distance).ok()
    }

    pub(super) fn plus(self, places: usize) -> Self {
        let places = i64::try_from(places).unwrap_or(i64::MAX / 2);
        match self {
            Place::Year(year) => Place::Year(year + places),
            Place::Month(month) => Place::Month(month + places),
        }
    }
}

impl Places {
    /// `None` if the rows are not each of another year, or each of another month.
    pub(super) fn of_dates(dates: &[FuzzyDate]) -> Option<Self> {
        let places: Vec<Place> = dates.iter().map(Place::of_date).collect::<Option<_>>()?;
        let number = |place: &Place| match place {
            Place::Year(number) | Place::Month(number) => *number,
        };
        let first = *places.iter().min_by_key(|place| number(place))?;
        let of_rows: Vec<usize> =
            places.iter().map(|place| place.places_since(first)).collect::<Option<_>>()?;
        let count = of_rows.iter().max()? + 1;
        let mut taken = of_rows.clone();
        taken.sort_unstable();
        taken.dedup();
        let is_good = taken.len() == of_rows.len() && count <= MOST_PLACES;
        is_good.then_some(Places { first, of_rows, count })
    }
}

/// The days of rows, if they are two at least and not all the same.
pub(super) fn days(dates: &[FuzzyDate]) -> Option<Vec<Day>> {
    let days: Vec<Day> = dates.iter().map(FuzzyDate::representative_day).collect::<Option<_>>()?;
    (days.iter().min() != days.iter().max()).then_some(days)
}

/// At most `most` years from the first day to the last, each with its first day; none where that
/// would be fewer than two.
pub(super) fn year_ticks(first: Day, last: Day, most: usize) -> Vec<(i64, Day)> {
    let begins = |year: i64| Day::new(i16::try_from(year).ok()?, 1, 1);
    let years = |step: i64| {
        let from = i64::from(first.year()).div_euclid(step) * step;
        let years = (from..=i64::from(last.year())).step_by(usize::try_from(step).unwrap_or(1));
        let ticks = years.filter_map(|year| Some((year, begins(year)?)));
        ticks.filter(|(_, day)| (first..=last).contains(day)).collect::<Vec<_>>()
    };
    let longer = (1..).map(|factor| YEAR_STEPS[YEAR_STEPS.len() - 1] * factor);
    let mut steps = YEAR_STEPS.into_iter().chain(longer.skip(1));
    let ticks = steps.find_map(|step| Some(years(step)).filter(|ticks| ticks.len() <= most.max(3)));
    ticks.filter(|ticks| ticks.len() >= 2).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(written: &[&str]) -> Vec<FuzzyDate> {
        written.iter().map(|date| FuzzyDate::parse(date).expect("a date")).collect()
    }

    fn of(written: &[&str]) -> Option<(Vec<usize>, usize)> {
        Places::of_dates(&dates(written)).map(|places| (places.of_rows, places.count))
    }

    #[test]
    fn years_without_a_row_have_a_place() {
        assert_eq!(of(&["2006", "2009", "2013"]), Some((vec![0, 3, 7], 8)));
        assert_eq!(of(&["2019", "2017"]), Some((vec![2, 0], 3)));
        assert_eq!(of(&["2019-11", "2020-02"]), Some((vec![0, 3], 4)));
    }

    #[test]
    fn other_dates_are_labels_like_any_other() {
        for written in [&["2006", "2009-05"][..], &["2006", "2006"], &["2006~"], &["1000", "2000"]]
        {
            assert_eq!(of(written), None, "{written:?}");
        }
        assert_eq!(of(&["2006-10-09", "2009-05-25"]), None);
    }

    #[test]
    fn years_are_labelled_at_round_distances() {
        let ticks = |from: &str, until: &str, most| {
            let (from, until) =
                (Day::parse(from).expect("a day"), Day::parse(until).expect("a day"));
            year_ticks(from, until, most).into_iter().map(|(year, _)| year).collect::<Vec<_>>()
        };
        assert_eq!(ticks("2006-01-01", "2017-01-01", 6), [2006, 2008, 2010, 2012, 2014, 2016]);
        assert_eq!(ticks("2006-10-09", "2017-09-03", 4), [2010, 2015]);
        assert_eq!(ticks("2018-01-01", "2018-12-31", 6), [0; 0]);
    }
}
