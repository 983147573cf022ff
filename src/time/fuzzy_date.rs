//! EDTF dates (ISO 8601-2:2019, Annex A), levels 0 and 1.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use edtf_core::{Bound, Edtf};

use super::day::Day;
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
    /// A clause without a subject's name: "interval end precedes interval start".
    pub reason: String,
    /// The EDTF that was probably meant.
    pub suggestion: Option<String>,
}

impl FuzzyDate {
    /// Parses EDTF of level 0 or 1.
    ///
    /// # Errors
    /// The reason, and a suggestion for common other notations.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let error =
            |reason: &str| DateError { reason: reason.to_owned(), suggestion: suggest_edtf(text) };
        let edtf = Edtf::parse(text).map_err(|e| match e.message {
            message if message.starts_with("month must be") => error("months are 01 to 12"),
            message => error(message),
        })?;
        if edtf.level() > 1 {
            return Err(error("EDTF level 2 is not supported"));
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

    /// The first and last day, if both are certain and known to the day.
    pub fn exact_days(&self) -> Option<(Day, Day)> {
        let (first, last) = self.edtf.split_once('/').unwrap_or((&self.edtf, &self.edtf));
        let exact = |edtf: &str| Day::parse(edtf).filter(|_| edtf.len() == 10);
        Some((exact(first)?, exact(last)?))
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
        let backwards = FuzzyDate::parse("2019-03/2019-01").unwrap_err();
        assert_eq!(backwards.reason, "interval end precedes interval start");
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
