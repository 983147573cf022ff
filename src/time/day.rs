//! A calendar day.

use std::fmt;
use std::hash::{Hash, Hasher};

use jiff::civil::Date;

/// A day of the proleptic Gregorian calendar (ISO 8601), without a time or zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// Reads `2020-07-10`; of a date with a time of day, the date. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = text.get(..10)?;
        let rest = &text[10..];
        let timed = rest.starts_with(['T', 't', ' '])
            && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if !(rest.is_empty() || timed) || date.as_bytes()[4] != b'-' || date.as_bytes()[7] != b'-' {
            return None;
        }
        date.parse().ok().map(Day)
    }

    /// The day of a year, month (1–12) and day of the month (1–31), where there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1–12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// How many days lie between an earlier day and this one; negative where that is later.
    pub fn days_since(self, earlier: Day) -> i64 {
        i64::from((self.0 - earlier.0).get_days())
    }

    /// The day after; the last day there is stays itself.
    pub fn next_day(self) -> Day {
        self.0.tomorrow().map_or(self, Day)
    }

    /// The number that orders days: 20200710.
    pub(super) fn to_yyyymmdd(self) -> i64 {
        i64::from(self.year()) * 10_000 + i64::from(self.month()) * 100 + i64::from(self.day())
    }

    /// Midnight UTC of this day in the form of RFC 3339, for feeds.
    pub fn to_rfc3339(self) -> String {
        format!("{self}T00:00:00Z")
    }
}

impl Hash for Day {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to_yyyymmdd().hash(state);
    }
}

/// ISO 8601: `2020-07-10`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_iso_form_only() {
        assert_eq!(Day::parse("2020-07-10").map(|d| d.to_string()).as_deref(), Some("2020-07-10"));
        assert_eq!(
            Day::parse("2020-07-10T09:30:00+09:00").map(|d| d.to_string()).as_deref(),
            Some("2020-07-10")
        );
        for bad in
            ["2020-02-30", "10 July 2020", "2020-07", "2020/07/10", "2020-07-10x", "éééééé", ""]
        {
            assert!(Day::parse(bad).is_none(), "{bad}");
        }
    }
}
