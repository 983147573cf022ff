//! A calendar day.

use std::fmt;

use jiff::civil::{Date, Time};

/// A day of the proleptic Gregorian calendar (ISO 8601), without time or zone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// Parses `2020-07-10`, or the date of `2020-07-10T09:30`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = day_of_timestamp(text).unwrap_or(text);
        // jiff reads other forms, such as `20200710`, too.
        let is_iso = matches!(*date.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]);
        is_iso.then(|| date.parse().ok().map(Day)).flatten()
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

/// The date of a timestamp: `2020-07-10` of `2020-07-10T09:30:00.000Z`. `None` for other texts.
pub(super) fn day_of_timestamp(text: &str) -> Option<&str> {
    let (date, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix(['T', 't', ' '])?;
    let (time, offset) = time.split_at(time.find(['Z', 'z', '+', '-']).unwrap_or(time.len()));
    let is_offset = match *offset.as_bytes() {
        [] | [b'Z' | b'z'] => true,
        [_, ref hours_and_minutes @ ..] => {
            let is_digit_or_colon = |b: &u8| b.is_ascii_digit() || *b == b':';
            (2..=5).contains(&hours_and_minutes.len())
                && hours_and_minutes.iter().all(is_digit_or_colon)
        }
    };
    let is_time = time.contains(':') && time.trim_end().parse::<Time>().is_ok();
    (is_time && is_offset).then_some(date)
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
            ("2020-07-10 09:30:00 +0900", Some("2020-07-10")),
            ("2020-07-10T09:30:00.123Z", Some("2020-07-10")),
            ("2020-07-10T", None),
            ("2020-07-10T9", None),
            ("2020-07-10T25:00", None),
            ("2020-07-10T09:30Zulu", None),
            ("2020-07-10T09:30+later", None),
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
