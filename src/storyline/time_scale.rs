//! Positions of days. Events follow one another in even steps, and a long time without events takes
//! no more than a few steps, so that three years and twelve days can both be read.

use crate::time::Day;

/// In days: longer gaps are drawn like this one.
const LONGEST_GAP: f64 = 60.0;
/// How many steps the longest gap takes. The shortest takes one.
const STEPS_OF_LONGEST_GAP: f64 = 3.0;
/// In days: a shorter story is divided by months.
const SHORTEST_IN_YEARS: i64 = 400;

/// What the scale is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Year,
    Month,
}

/// Positions of days.
#[derive(Clone, Debug)]
pub(super) struct TimeScale {
    /// Days in order, each with its position.
    stops: Vec<(Day, f64)>,
}

impl TimeScale {
    /// Spreads days, in order, between two positions. The same day may occur several times.
    pub(super) fn new(days: &[Day], from: f64, until: f64) -> Self {
        let gaps = days.windows(2).map(|pair| steps(pair[1].days_since(pair[0])));
        let sums = std::iter::once(0.0).chain(gaps.scan(0.0, |sum, gap| {
            *sum += gap;
            Some(*sum)
        }));
        let sums: Vec<f64> = sums.take(days.len()).collect();
        let all = sums.last().copied().unwrap_or(0.0);
        let position = |sum: &f64| match all {
            0.0 => f64::midpoint(from, until),
            all => from + (until - from) * sum / all,
        };
        let stops = days.iter().copied().zip(sums.iter().map(position)).collect();
        TimeScale { stops }
    }

    /// The position of the `index`-th day.
    pub(super) fn stop(&self, index: usize) -> f64 {
        self.stops[index].1
    }

    /// The position of any day: between those of the days around it, in proportion; days outside are
    /// at the ends.
    pub(super) fn at(&self, day: Day) -> f64 {
        let after = self.stops.partition_point(|(stop, _)| *stop <= day);
        let before = after.checked_sub(1).map(|index| self.stops[index]);
        match (before, self.stops.get(after).copied()) {
            (Some((first, from)), Some((last, until))) => {
                let share = day.days_since(first) as f64 / last.days_since(first) as f64;
                from + (until - from) * share
            }
            (Some((_, at)), None) | (None, Some((_, at))) => at,
            (None, None) => 0.0,
        }
    }

    /// Years, or months of a short story.
    pub(super) fn period(&self) -> Period {
        let ends = self.stops.first().zip(self.stops.last());
        let days = ends.map_or(0, |((first, _), (last, _))| last.days_since(*first));
        if days < SHORTEST_IN_YEARS { Period::Month } else { Period::Year }
    }

    /// The first day of each period that has one, with the position at which the period begins:
    /// between that day and the one before, or at the very first.
    pub(super) fn periods(&self) -> Vec<(Day, f64)> {
        let name = |day: Day| match self.period() {
            Period::Year => (day.year(), 0),
            Period::Month => (day.year(), day.month()),
        };
        let mut periods: Vec<(Day, f64)> = Vec::new();
        let mut previous: Option<f64> = None;
        for (day, at) in &self.stops {
            if periods.last().is_none_or(|(first, _)| name(*first) != name(*day)) {
                periods.push((*day, previous.map_or(*at, |before| f64::midpoint(before, *at))));
            }
            previous = Some(*at);
        }
        periods
    }
}

fn steps(days: i64) -> f64 {
    1.0 + (STEPS_OF_LONGEST_GAP - 1.0) * (days as f64 / LONGEST_GAP).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Vec<Day> {
        texts.iter().map(|text| Day::parse(text).expect("a day")).collect()
    }

    #[test]
    fn gaps_grow_with_time_up_to_a_limit() {
        let days = days(&["2020-01-01", "2020-01-01", "2020-01-31", "2020-03-31", "2029-01-01"]);
        let scale = TimeScale::new(&days, 0.0, 90.0);
        let positions: Vec<f64> = (0..5).map(|index| scale.stop(index)).collect();
        assert_eq!(positions, [0.0, 10.0, 30.0, 60.0, 90.0]);
    }

    #[test]
    fn days_between_stops_are_placed_in_proportion_and_others_at_the_ends() {
        let scale = TimeScale::new(&days(&["2020-01-01", "2020-01-11"]), 100.0, 200.0);
        for (day, at) in [("2020-01-06", 150.0), ("2019-01-01", 100.0), ("2021-01-01", 200.0)] {
            assert_eq!(scale.at(Day::parse(day).expect("a day")), at, "{day}");
        }
    }

    #[test]
    fn a_year_begins_between_its_first_event_and_the_one_before() {
        let days = days(&["2017-07-04", "2018-02-09", "2018-03-05", "2020-06-16"]);
        let scale = TimeScale::new(&days, 0.0, 100.0);
        let years: Vec<i16> = scale.periods().iter().map(|(day, _)| day.year()).collect();
        assert_eq!((scale.period(), years), (Period::Year, vec![2017, 2018, 2020]));
        let (_, begin) = scale.periods()[1];
        assert!(scale.stop(0) < begin && begin < scale.stop(1));
    }

    #[test]
    fn a_story_of_some_weeks_is_divided_by_months() {
        let days = days(&["2020-06-04", "2020-06-16", "2020-07-04"]);
        let scale = TimeScale::new(&days, 0.0, 100.0);
        let months: Vec<i8> = scale.periods().iter().map(|(day, _)| day.month()).collect();
        assert_eq!((scale.period(), months), (Period::Month, vec![6, 7]));
    }

    #[test]
    fn one_day_is_in_the_middle() {
        let scale = TimeScale::new(&days(&["2020-01-01"]), 0.0, 10.0);
        assert_eq!(scale.stop(0), 5.0);
    }
}
