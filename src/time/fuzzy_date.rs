use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use edtf_core::{Bound, Date, Edtf, IntervalEndpoint};

use super::date_end::DateEnd;
use super::day::{Day, day_of_timestamp};
use super::suggest_edtf::suggest_edtf;

/// A date as precise as its source: a day, month, year or season, perhaps approximate or uncertain,
/// or an interval between two such, perhaps open.
///
/// Order and equality are those of the bounds: `2018` equals `2018~`.
#[derive(Clone, Debug)]
pub struct FuzzyDate {
    /// Canonical. Parsed again for display, because [`Edtf`] takes ten times the memory.
    edtf: Box<str>,
    /// As `yyyymmdd`; `i64::MIN` if open or unknown.
    earliest: i64,
    /// As `yyyymmdd`; `i64::MAX` if open or unknown.
    latest: i64,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// A clause: "months are 01 to 12". `None` where only the notation is unknown.
    pub reason: Option<&'static str>,
    /// What was probably meant, in EDTF: several where the text is ambiguous.
    pub suggestions: Vec<String>,
}

/// An error of the EDTF parser in plain words.
fn plain_reason(message: &str, text: &str) -> Option<&'static str> {
    Some(match message {
        message if message.starts_with("year must have") && text.contains('/') => {
            "both ends must be whole dates"
        }
        message if message.starts_with("month must be 01-12") => "months are 01 to 12",
        message if message.starts_with("year must have") => "a year has four digits",
        message if message.starts_with("day is out of range") => "there is no such day",
        message if message.ends_with("must be two digits (or X)") => {
            "months and days have two digits"
        }
        "interval end precedes interval start" => "it ends before it begins",
        "-0000 is not a valid year" => "the year before 0001 is 0000 (1 BC)",
        _ => return None,
    })
}

impl FuzzyDate {
    /// Parses EDTF of level 0 or 1. A time of day after a day is ignored.
    ///
    /// # Errors
    /// The reason, and suggestions for common other notations.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let error = |reason| DateError { reason, suggestions: suggest_edtf(text) };
        let edtf = Edtf::parse(day_of_timestamp(text).unwrap_or(text))
            .map_err(|e| error(plain_reason(e.message, text)))?;
        if edtf.level() > 1 || matches!(edtf, Edtf::DateTime(_)) {
            return Err(error(None));
        }
        let key = |bound: Bound, unknown: i64| match bound {
            Bound::NegativeInfinity => i64::MIN,
            Bound::PositiveInfinity => i64::MAX,
            Bound::Unknown => unknown,
            Bound::Date(day) => {
                let month_and_day = i64::from(day.month) * 100 + i64::from(day.day);
                day.year.saturating_mul(10_000).saturating_add(month_and_day)
            }
        };
        let bounds = edtf.bounds();
        let (earliest, latest) = (key(bounds.earliest, i64::MIN), key(bounds.latest, i64::MAX));
        Ok(FuzzyDate { edtf: edtf.to_string().into(), earliest, latest })
    }

    /// The canonical EDTF.
    pub fn edtf(&self) -> &str {
        &self.edtf
    }

    /// Never `None`: canonical EDTF parses back to the same date.
    pub(super) fn to_edtf(&self) -> Option<Edtf> {
        Edtf::parse(&self.edtf).ok()
    }

    /// The first and last date, as far as they are known; the same date twice where this is no
    /// interval. `None` for an end that is open or unknown.
    pub fn ends(&self) -> [Option<DateEnd>; 2] {
        let single = |date: &Date, bound: i64| {
            let is_known = bound != i64::MIN && bound != i64::MAX;
            is_known.then(|| DateEnd::new(date, bound.div_euclid(10_000)))
        };
        let of_endpoint = |endpoint: &IntervalEndpoint, bound: i64| match endpoint {
            IntervalEndpoint::Date(date) => single(date, bound),
            _ => None,
        };
        match self.to_edtf() {
            Some(Edtf::Date(date)) => [single(&date, self.earliest), single(&date, self.latest)],
            Some(Edtf::Interval(interval)) => [
                of_endpoint(&interval.start, self.earliest),
                of_endpoint(&interval.end, self.latest),
            ],
            _ => [None, None],
        }
    }

    /// The first and last day, if both are certain and known to the day.
    pub fn exact_days(&self) -> Option<(Day, Day)> {
        let [first, last] = self.ends();
        Some((first?.exact_day()?, last?.exact_day()?))
    }

    /// In ISO 8601, for HTML and schema.org: a day, month or year that is certain; no interval.
    pub fn to_iso(&self) -> Option<String> {
        // Level 0 of EDTF without seasons is ISO 8601.
        let is_plain = self.edtf.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-'));
        let is_in_range = !self.edtf.starts_with('-') && !self.edtf.starts_with("0000");
        let is_season = self.edtf.get(5..7).is_some_and(|month| month > "12");
        (is_plain && is_in_range && !is_season).then(|| self.edtf.to_string())
    }

    /// True if it has a season: spring, summer, autumn or winter of a year.
    pub fn has_season(&self) -> bool {
        self.ends().into_iter().flatten().any(|end| end.is_season)
    }

    /// True for an interval, open or not.
    pub fn is_interval(&self) -> bool {
        self.edtf.contains('/')
    }

    /// The earliest possible first day; `None` if open or unknown.
    pub fn first_day(&self) -> Option<Day> {
        day_from_yyyymmdd(self.earliest)
    }

    /// The latest possible last day; `None` if open or unknown.
    pub fn last_day(&self) -> Option<Day> {
        day_from_yyyymmdd(self.latest)
    }

    /// The first day, else the last.
    pub fn representative_day(&self) -> Option<Day> {
        self.first_day().or_else(|| self.last_day())
    }

    /// The first year, else the last, in astronomical numbering: 0 is 1 BC.
    pub fn year(&self) -> Option<i64> {
        let mut bounds = [self.earliest, self.latest].into_iter();
        Some(bounds.find(|key| *key != i64::MIN && *key != i64::MAX)?.div_euclid(10_000))
    }

    /// True if it may have begun by `day`.
    pub fn may_begin_by(&self, day: Day) -> bool {
        self.earliest <= day.to_yyyymmdd()
    }

    /// True if it may last until `day` or longer.
    pub fn may_last_until(&self, day: Day) -> bool {
        self.latest >= day.to_yyyymmdd()
    }

    /// True if it is certainly after `day`.
    pub fn is_after(&self, day: Day) -> bool {
        self.earliest > day.to_yyyymmdd()
    }

    /// True if it certainly ends before another begins. False if an approximate date may be meant
    /// more widely than its bounds say.
    pub fn certainly_precedes(&self, other: &FuzzyDate) -> bool {
        let is_exact = |date: &FuzzyDate| !date.edtf.contains(['~', '?', '%']);
        self.latest < other.earliest && is_exact(self) && is_exact(other)
    }
}

/// `None` for open bounds and years beyond those of [`Day`].
fn day_from_yyyymmdd(key: i64) -> Option<Day> {
    let year = i16::try_from(key.div_euclid(10_000)).ok()?;
    let month_and_day = key.rem_euclid(10_000);
    Day::new(year, (month_and_day / 100) as i8, (month_and_day % 100) as i8)
}

impl Ord for FuzzyDate {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.earliest, self.latest).cmp(&(other.earliest, other.latest))
    }
}

impl PartialOrd for FuzzyDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for FuzzyDate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for FuzzyDate {}

impl Hash for FuzzyDate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.earliest, self.latest).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> FuzzyDate {
        FuzzyDate::parse(text).unwrap_or_else(|e| panic!("{text}: {e:?}"))
    }

    #[test]
    fn dates_are_ordered_by_their_earliest_then_their_latest_bound() {
        let sorted = "../2018 2011-12-17/.. 2018-09~ 2019 2019-02 2019-02-27 2019-02-27/2019-02-28 \
            2019-02-28";
        let mut dates: Vec<FuzzyDate> = sorted.split_whitespace().rev().map(date).collect();
        dates.sort();
        assert_eq!(dates.iter().map(FuzzyDate::edtf).collect::<Vec<_>>().join(" "), sorted);
    }

    #[test]
    fn what_is_not_a_date_is_refused_with_a_reason() {
        let bad = ["2019-02-30", "2019-13", "Sept 2018", "", "{2018,2019}", "yesterday"];
        bad.iter().for_each(|bad| assert!(FuzzyDate::parse(bad).is_err(), "{bad}"));
        for (text, reason) in [
            ("2019-03/2019-01", Some("it ends before it begins")),
            ("2019-13-01", Some("months are 01 to 12")),
            ("2019-02-30", Some("there is no such day")),
            ("747", Some("a year has four digits")),
            ("2020-06/07", Some("both ends must be whole dates")),
            ("2019-2", Some("months and days have two digits")),
            ("2019 2", None),
            ("2010-04-23T25:00", None),
        ] {
            assert_eq!(FuzzyDate::parse(text).unwrap_err().reason, reason, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_is_ignored() {
        for text in [
            "2010-04-23T00:00:00.000Z",
            "2010-04-23T09:30",
            "2010-04-23 09:30:00 +0900",
            "2010-04-23t09:30:00-05:00",
            "2010-04-23T23:59:60Z",
        ] {
            assert_eq!(date(text).edtf(), "2010-04-23", "{text}");
        }
    }

    #[test]
    fn ends_are_known_as_far_as_they_are_written() {
        let end = |end: &Option<DateEnd>| match end {
            Some(DateEnd { year, month, day, .. }) => {
                let parts = [month, day].into_iter().flatten();
                parts.fold(year.to_string(), |text, part| format!("{text} {part}"))
            }
            None => "-".to_owned(),
        };
        for (edtf, first, last, iso) in [
            ("2019", "2019", "2019", Some("2019")),
            ("2019-10", "2019 10", "2019 10", Some("2019-10")),
            ("2019-02-27", "2019 2 27", "2019 2 27", Some("2019-02-27")),
            ("0747", "747", "747", Some("0747")),
            ("2019-02-27~", "2019 2 27", "2019 2 27", None),
            ("2019-02-XX", "2019 2", "2019 2", None),
            ("2019-XX", "2019", "2019", None),
            ("2019-21", "2019", "2019", None),
            ("201X", "2010", "2019", None),
            ("18XX", "1800", "1899", None),
            ("Y12000", "12000", "12000", None),
            ("-0043-03-15", "-43 3 15", "-43 3 15", None),
            ("0000", "0", "0", None),
            ("-0026/0014", "-26", "14", None),
            ("2019/2019", "2019", "2019", None),
            ("../1971", "-", "1971", None),
            ("2011-12-17/..", "2011 12 17", "-", None),
            ("2009/", "2009", "-", None),
            ("/2019-05", "-", "2019 5", None),
        ] {
            let date = date(edtf);
            assert_eq!(date.ends().each_ref().map(end), [first, last], "{edtf}");
            assert_eq!(date.to_iso().as_deref(), iso, "{edtf}");
        }
    }

    #[test]
    fn only_certain_dates_precede_each_other() {
        let precedes = |one: &str, other: &str| date(one).certainly_precedes(&date(other));
        assert!(precedes("1950", "1960") && precedes("1960-01", "1960-02"));
        assert!(precedes("../1950", "1960/.."));
        for (one, other) in
            [("1960", "1960"), ("1960", "1960-02"), ("1950~", "1960"), ("1950/..", "1960")]
        {
            assert!(!precedes(one, other), "{one} {other}");
        }
    }

    #[test]
    fn bounds_are_the_first_and_last_possible_day() {
        assert_eq!(date("2019-02").first_day(), Day::new(2019, 2, 1));
        assert_eq!(date("2019-02").last_day(), Day::new(2019, 2, 28));
        assert_eq!(date("2011-12-17/..").last_day(), None);
        assert_eq!(date("../2018").year(), Some(2018));
    }

    fn any_date() -> impl Strategy<Value = String> {
        let mark = prop::sample::select(vec!["", "~", "?", "%"]);
        let simple = (1900i32..2100, 1u8..=12, 1u8..=28, 21u8..=24, 0..9, mark).prop_map(
            |(y, m, d, season, form, mark)| match form {
                0 => format!("{y}{mark}"),
                1 => format!("{y}-{m:02}{mark}"),
                2 => format!("{y}-{season}{mark}"),
                3 => format!("{}X", y / 10),
                4 => format!("{y}-XX"),
                5 => format!("{y}-{m:02}-XX"),
                6 => format!("-{y}{mark}"),
                7 => format!("Y{y}00"),
                _ => format!("{y}-{m:02}-{d:02}{mark}"),
            },
        );
        (simple.clone(), simple, 0..6).prop_map(|(a, b, form)| match form {
            0 => a,
            1 => format!("{a}/.."),
            2 => format!("../{a}"),
            3 => format!("{a}/"),
            4 => format!("/{a}"),
            _ => format!("{a}/{b}"),
        })
    }

    proptest! {
        #[test]
        fn the_order_of_dates_is_total_and_agrees_with_equality(
            a in any_date(),
            b in any_date(),
            c in any_date(),
        ) {
            let [Ok(a), Ok(b), Ok(c)] = [a, b, c].map(|text| FuzzyDate::parse(&text)) else {
                return Ok(());
            };
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
            prop_assert!(!(a <= b && b <= c) || a <= c);
        }

        #[test]
        fn canonical_edtf_parses_back_to_the_same_date(text in any_date()) {
            if let Ok(date) = FuzzyDate::parse(&text) {
                prop_assert_eq!(&FuzzyDate::parse(date.edtf()).unwrap(), &date);
                let edtf = date.to_edtf().map(|edtf| edtf.to_string());
                prop_assert_eq!(edtf.as_deref(), Some(date.edtf()));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,20}") {
            let _ = FuzzyDate::parse(&text);
        }
    }
}
