//! Dates in words. Precision is never invented.

use edtf_core::{Date, Edtf, IntervalEndpoint, Precision, YearKind};

use super::{Day, FuzzyDate};

const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// A day in words: "10 July 2020".
pub fn display_day(day: Day) -> String {
    format!("{} {} {}", day.day(), MONTHS[usize::try_from(day.month() - 1).unwrap_or(0)], day.year())
}

/// A time of office in words: "since May 2016", "2016–April 2019", "until 2019"; empty where neither end is known.
pub fn display_range(from: Option<&FuzzyDate>, until: Option<&FuzzyDate>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (Some(from), None) => match from.inner() {
            Edtf::Interval(_) => from.to_string(),
            _ => format!("since {from}"),
        },
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => match (single(from), single(until)) {
            (Some(from), Some(until)) => span(from, until),
            _ => format!("{from} – {until}"),
        },
    }
}

/// In words: "27–28 February 2019", "October 2019", "c. September 2018", "since 17 December 2011".
impl std::fmt::Display for FuzzyDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use IntervalEndpoint as End;
        let text = match self.inner() {
            Edtf::Date(date) => in_words(date),
            Edtf::DateTime(moment) => in_words(&moment.date),
            Edtf::Interval(interval) => match (&interval.start, &interval.end) {
                (End::Date(a), End::Date(b)) => span(a, b),
                (End::Date(a), End::Open) => format!("since {}", in_words(a)),
                (End::Date(a), End::Unknown) => format!("from {}, end unknown", in_words(a)),
                (End::Open, End::Date(b)) => format!("until {}", in_words(b)),
                (End::Unknown, End::Date(b)) => format!("until {}, beginning unknown", in_words(b)),
                // The other forms are of level 2, which is not read.
                _ => self.edtf(),
            },
            Edtf::Set(_) => self.edtf(),
        };
        f.write_str(&text)
    }
}

fn single(date: &FuzzyDate) -> Option<&Date> {
    match date.inner() {
        Edtf::Date(date) => Some(date),
        Edtf::DateTime(moment) => Some(&moment.date),
        _ => None,
    }
}

/// From one date to another, with what they share said once.
fn span(a: &Date, b: &Date) -> String {
    let plain = |d: &Date| !d.is_uncertain() && !d.is_approximate() && !d.has_unspecified();
    let month = |d: &Date| d.month.and_then(|m| m.value());
    if plain(a) && plain(b) && a.precision() == b.precision() && a.year.value() == b.year.value() {
        match a.precision() {
            Precision::Day if month(a) == month(b) => {
                let (first, last) = (number(a.day.as_ref()), number(b.day.as_ref()));
                if first == last {
                    return in_words(a);
                }
                return format!("{first}–{}", in_words(b));
            }
            Precision::Day => return format!("{} {} – {}", number(a.day.as_ref()), month_name(a), in_words(b)),
            Precision::Month if month(a) == month(b) => return in_words(a),
            Precision::Month => return format!("{}–{}", month_name(a), in_words(b)),
            Precision::Year => return in_words(a),
            Precision::Season => {}
        }
    }
    let both_years = plain(a) && plain(b) && a.precision() == Precision::Year && b.precision() == Precision::Year;
    if both_years { format!("{}–{}", in_words(a), in_words(b)) } else { format!("{} – {}", in_words(a), in_words(b)) }
}

fn in_words(date: &Date) -> String {
    let mark = match (date.is_uncertain(), date.is_approximate()) {
        (false, false) => "",
        (false, true) => "c. ",
        (true, false) => "perhaps ",
        (true, true) => "perhaps c. ",
    };
    let year = year_in_words(date);
    let month = date.month.filter(|m| !m.has_unspecified());
    let day = date.day.filter(|d| !d.has_unspecified());
    match (month, day) {
        (Some(_), Some(day)) => format!("{mark}{} {} {year}", number(Some(&day)), month_name(date)),
        (Some(_), None) => format!("{mark}{} {year}", month_name(date)),
        (None, _) => format!("{mark}{year}"),
    }
}

fn year_in_words(date: &Date) -> String {
    if let YearKind::Standard { negative: false, digits } = date.year.kind {
        let known: String = digits.iter().map_while(|d| d.map(|d| char::from(b'0' + d))).collect();
        match known.len() {
            3 => return format!("{known}0s"),
            2 => return format!("{known}00–{known}99"),
            0 | 1 => return "an unknown year".to_owned(),
            _ => {}
        }
    }
    match date.year.value() {
        Some(year) if year <= 0 => format!("{} BC", 1 - year),
        Some(year) => year.to_string(),
        None => "an unknown year".to_owned(),
    }
}

fn month_name(date: &Date) -> &'static str {
    match date.month.and_then(|m| m.value()).map(usize::from) {
        Some(month @ 1..=12) => MONTHS[month - 1],
        Some(season @ 21..=24) => SEASONS[season - 21],
        _ => "",
    }
}

fn number(field: Option<&edtf_core::DateField>) -> u8 {
    field.and_then(|f| f.value()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> FuzzyDate {
        FuzzyDate::parse(text).unwrap()
    }

    #[test]
    fn dates_are_said_as_precisely_as_they_are_known_and_no_more() {
        for (edtf, words) in [
            ("2017", "2017"),
            ("2019-10", "October 2019"),
            ("2019-02-27", "27 February 2019"),
            ("2019-02-27/2019-02-28", "27–28 February 2019"),
            ("2020-01-30/2020-02-04", "30 January – 4 February 2020"),
            ("2019-12-28/2020-01-01", "28 December 2019 – 1 January 2020"),
            ("2018-03/2018-06", "March–June 2018"),
            ("1950/1953", "1950–1953"),
            ("2018-09~", "c. September 2018"),
            ("1984?", "perhaps 1984"),
            ("1984%", "perhaps c. 1984"),
            ("2011-12-17/..", "since 17 December 2011"),
            ("../2018-04", "until April 2018"),
            ("2009/", "from 2009, end unknown"),
            ("/2019", "until 2019, beginning unknown"),
            ("201X", "2010s"),
            ("2019-XX", "2019"),
            ("2019-02-XX", "February 2019"),
            ("2019-21", "spring 2019"),
            ("-0043", "44 BC"),
            ("2018-09~/2019", "c. September 2018 – 2019"),
            ("2020-06-16T14:49:00", "16 June 2020"),
        ] {
            assert_eq!(date(edtf).to_string(), words, "{edtf}");
        }
    }

    #[test]
    fn a_time_of_office_is_said_in_one_phrase() {
        let (may, april) = (date("2016-05"), date("2019-04"));
        assert_eq!(display_range(Some(&may), None), "since May 2016");
        assert_eq!(display_range(Some(&may), Some(&april)), "May 2016 – April 2019");
        assert_eq!(display_range(None, Some(&april)), "until April 2019");
        assert_eq!(display_range(Some(&date("2016")), Some(&date("2019"))), "2016–2019");
    }
}
