//! EDTF dates (ISO 8601-2:2019, Annex A), levels 0 and 1.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use edtf_core::{Bound, Edtf};

use super::Day;
use super::suggest_edtf::suggest_edtf;

/// A date as precise as its source: a day, month, year or season, about or perhaps, or an interval
/// between two such, open or closed.
#[derive(Clone, Debug)]
pub struct FuzzyDate {
    /// Its canonical text: a tenth of what the value takes that it is read into, which is wanted
    /// only where the date is shown.
    edtf: Box<str>,
    earliest: i64,
    latest: i64,
}

/// Why a text is no date, and the date it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, as the end of the sentence "this is no date: …".
    pub reason: String,
    /// The EDTF that may have been meant.
    pub suggestion: Option<String>,
}

impl FuzzyDate {
    /// The first and the last day, where both are known to the day and beyond doubt.
    pub fn exact_days(&self) -> Option<(Day, Day)> {
        let edtf = self.edtf();
        let (first, last) = edtf.split_once('/').unwrap_or((edtf, edtf));
        let exact = |edtf: &str| Day::parse(edtf).filter(|_| edtf.len() == 10);
        Some((exact(first)?, exact(last)?))
    }

    /// Reads EDTF of level 0 or 1.
    ///
    /// # Errors
    /// What is wrong with the text, with a suggestion for what people commonly write instead.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let error = |reason: String| DateError { reason, suggestion: suggest_edtf(text) };
        let edtf = Edtf::parse(text).map_err(|e| error(e.message.to_owned()))?;
        if edtf.level() > 1 {
            return Err(error("it is of EDTF level 2; levels 0 and 1 are read".to_owned()));
        }
        let bounds = edtf.bounds();
        let key = |bound: Bound, unknown: i64| match bound {
            Bound::NegativeInfinity => i64::MIN,
            Bound::PositiveInfinity => i64::MAX,
            Bound::Unknown => unknown,
            Bound::Date(day) => day
                .year
                .saturating_mul(10_000)
                .saturating_add(i64::from(day.month) * 100 + i64::from(day.day)),
        };
        let (earliest, latest) = (key(bounds.earliest, i64::MIN), key(bounds.latest, i64::MAX));
        Ok(FuzzyDate { edtf: edtf.to_string().into(), earliest, latest })
    }

    /// The date in EDTF's own canonical form.
    pub fn edtf(&self) -> &str {
        &self.edtf
    }

    /// What the text says; never `None`, for its canonical form reads back as the same date.
    pub(super) fn to_edtf(&self) -> Option<Edtf> {
        Edtf::parse(&self.edtf).ok()
    }

    /// The first day it may be, or of an interval the first day of its beginning; `None` where it
    /// has no beginning that is known.
    pub fn first_day(&self) -> Option<Day> {
        day_from_yyyymmdd(self.earliest)
    }

    /// The last day it may be; `None` where it is open or its end unknown.
    pub fn last_day(&self) -> Option<Day> {
        day_from_yyyymmdd(self.latest)
    }

    /// The day that stands for it where one is wanted: its first, else its last.
    pub fn representative_day(&self) -> Option<Day> {
        self.first_day().or_else(|| self.last_day())
    }

    /// The year it begins in (or ends, where only that is known); astronomical numbering, so 0 is 1
    /// BC.
    pub fn year(&self) -> Option<i64> {
        [self.earliest, self.latest]
            .into_iter()
            .find(|key| *key != i64::MIN && *key != i64::MAX)
            .map(|key| key.div_euclid(10_000))
    }

    /// True where it may have begun by `day`.
    pub fn may_begin_by(&self, day: Day) -> bool {
        self.earliest <= day.to_yyyymmdd()
    }

    /// True where it may not yet be over on `day`.
    pub fn may_last_until(&self, day: Day) -> bool {
        self.latest >= day.to_yyyymmdd()
    }

    /// True where it certainly lies after `day`.
    pub fn is_after(&self, day: Day) -> bool {
        self.earliest > day.to_yyyymmdd()
    }
}

fn day_from_yyyymmdd(key: i64) -> Option<Day> {
    if key == i64::MIN || key == i64::MAX {
        return None;
    }
    let (year, rest) = (key.div_euclid(10_000), key.rem_euclid(10_000));
    Day::new(
        i16::try_from(year).ok()?,
        i8::try_from(rest / 100).ok()?,
        i8::try_from(rest % 100).ok()?,
    )
}

/// Order in time: by the earliest bound, then by the latest.
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

/// Equal are dates with the same bounds: `2018` and `2018~` stand at one place in time.
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
        let mut dates = [
            "2019-02-28",
            "2019",
            "2018-09~",
            "2019-02-27/2019-02-28",
            "2011-12-17/..",
            "2019-02-27",
            "../2018",
            "2019-02",
        ]
        .map(date);
        dates.sort();
        let sorted = dates.each_ref().map(FuzzyDate::edtf);
        assert_eq!(
            sorted,
            [
                "../2018",
                "2011-12-17/..",
                "2018-09~",
                "2019",
                "2019-02",
                "2019-02-27",
                "2019-02-27/2019-02-28",
                "2019-02-28"
            ]
        );
    }

    #[test]
    fn what_is_no_date_is_refused_with_a_reason() {
        for bad in [
            "2019-02-30",
            "2019-13",
            "Sept 2018",
            "",
            "2019-03/2019-01",
            "{2018,2019}",
            "yesterday",
        ] {
            assert!(FuzzyDate::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            FuzzyDate::parse("2019-03/2019-01").unwrap_err().reason,
            "interval end precedes interval start"
        );
    }

    #[test]
    fn bounds_are_the_first_and_last_day_it_may_be() {
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
        fn the_order_of_dates_is_total_and_agrees_with_equality(a in any_date(), b in any_date(), c in any_date()) {
            let (Ok(a), Ok(b), Ok(c)) = (FuzzyDate::parse(&a), FuzzyDate::parse(&b), FuzzyDate::parse(&c)) else { return Ok(()) };
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
            if a <= b && b <= c { prop_assert!(a <= c); }
        }

        #[test]
        fn canonical_form_reads_back_as_the_same_date(text in any_date()) {
            if let Ok(date) = FuzzyDate::parse(&text) {
                prop_assert_eq!(&FuzzyDate::parse(date.edtf()).unwrap(), &date);
                prop_assert_eq!(date.to_edtf().map(|said| said.to_string()), Some(date.edtf().to_owned()));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,20}") {
            let _ = FuzzyDate::parse(&text);
        }
    }
}
