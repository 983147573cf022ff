//! A calendar day.

use std::fmt;

use jiff::civil::Date;

/// A day of the proleptic Gregorian calendar (ISO 8601), without time or zone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// Parses `2020-07-10`, or the date of `2020-07-10T09:30`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.trim().split_at_checked(10)?;
        let is_time = rest.starts_with(['T', 't', ' '])
            && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        // jiff reads other forms, such as `20200710`, too.
        let is_iso = date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-';
        if !is_iso || !(rest.is_empty() || is_time) {
            return None;
        }
        date.parse().ok().map(Day)
    }

    /// `None` if there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// 1–12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// 1–31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The number of days from `earlier` to this day; negative if that is later.
    pub fn days_since(self, earlier: Day) -> i64 {
        i64::from((self.0 - earlier.0).get_days())
    }

    /// The day after; the last possible day is its own successor.
    pub fn next_day(self) -> Day {
        self.0.tomorrow().map_or(self, Day)
    }

    /// 20200710, for comparison.
    pub(super) fn to_yyyymmdd(self) -> i64 {
        i64::from(self.year()) * 10_000 + i64::from(self.month()) * 100 + i64::from(self.day())
    }

    /// Midnight UTC (RFC 3339), for feeds.
    pub fn to_rfc3339(self) -> String {
        format!("{self}T00:00:00Z")
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
    fn only_iso_days_are_parsed() {
        for (text, day) in [
            ("2020-07-10", Some("2020-07-10")),
            ("2020-07-10T09:30:00+09:00", Some("2020-07-10")),
            ("2020-02-30", None),
            ("10 July 2020", None),
            ("2020-07", None),
            ("2020/07/10", None),
            ("2020-07-10x", None),
            ("éééééé", None),
            ("", None),
        ] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), day, "{text}");
        }
    }
}
