//! One end of a date.

use edtf_core::{Date, YearKind};

use super::day::Day;

/// The first or last date of a [`FuzzyDate`](super::FuzzyDate), as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateEnd {
    /// In astronomical numbering: 0 is 1 BC. Of a decade or century, its first or last year.
    pub year: i64,
    /// 1–12.
    pub month: Option<u8>,
    /// 1–31.
    pub day: Option<u8>,
    pub(super) is_season: bool,
    /// False where it is approximate, uncertain or partly unknown.
    is_exact: bool,
}

impl DateEnd {
    /// `year` is that of the bound, for dates whose year is partly unknown.
    pub(super) fn new(date: &Date, year: i64) -> Self {
        let month = date.month.and_then(|month| month.value());
        let day = date.day.and_then(|day| day.value());
        // Numbers above 12 are seasons.
        let is_season = month.is_some_and(|month| month > 12);
        let is_qualified = date.is_uncertain() || date.is_approximate() || date.has_unspecified();
        DateEnd {
            year,
            month: month.filter(|_| !is_season),
            day,
            is_season,
            is_exact: !is_qualified
                && !is_season
                && matches!(date.year.kind, YearKind::Standard { .. }),
        }
    }

    /// The day, if it is certain.
    pub(super) fn exact_day(self) -> Option<Day> {
        let (month, day) = self.month.zip(self.day).filter(|_| self.has_iso_form())?;
        Day::new(i16::try_from(self.year).ok()?, month as i8, day as i8)
    }

    /// In ISO 8601, as HTML (HTML Standard §2.3.5), iCalendar and schema.org read it: a day, month
    /// or year from 0001 to 9999 that is certain.
    pub fn to_iso(self) -> Option<String> {
        self.has_iso_form().then(|| {
            let parts = [self.month, self.day].into_iter().flatten();
            parts.fold(format!("{:04}", self.year), |text, part| format!("{text}-{part:02}"))
        })
    }

    fn has_iso_form(self) -> bool {
        self.is_exact && (1..=9999).contains(&self.year)
    }
}
