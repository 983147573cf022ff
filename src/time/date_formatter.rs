//! Dates in words. Precision is never invented.

use std::sync::LazyLock;

use edtf_core::{Date, Edtf, IntervalEndpoint, Precision, YearKind};

use super::{Day, FuzzyDate};
use crate::text::fill_placeholders;

/// How a language says dates: the names of months and seasons, and a pattern for each form that a
/// date may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormatter {
    months: Vec<Box<str>>,
    seasons: Vec<Box<str>>,
    patterns: Vec<Box<str>>,
}

/// A form that a date may have: its key in a theme's words, and how English says it.
macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident $key:literal $english:literal;)*) => {
        #[derive(Clone, Copy)]
        enum Form {
            $($(#[$doc])* $form,)*
        }

        /// The keys of the patterns, and the English ones.
        const PATTERNS: &[(&str, &str)] = &[$(($key, $english),)*];
    };
}

forms! {
    Day "day" "{day} {month} {year}";
    Month "month" "{month} {year}";
    Year "year" "{year}";
    /// The first of two days in one year.
    DayOfYear "day_of_year" "{day} {month}";
    /// Two days of one month.
    DaysOfMonth "days_of_month" "{first}–{last} {month} {year}";
    /// Two months, or seasons, of one year.
    MonthsOfYear "months_of_year" "{first}–{last} {year}";
    Years "years" "{first}–{last}";
    Span "span" "{from} – {until}";
    Since "since" "since {date}";
    Until "until" "until {date}";
    EndUnknown "end_unknown" "from {date}, end unknown";
    BeginningUnknown "beginning_unknown" "until {date}, beginning unknown";
    About "about" "c. {date}";
    Perhaps "perhaps" "perhaps {date}";
    PerhapsAbout "perhaps_about" "perhaps c. {date}";
    Decade "decade" "{year}s";
    Century "century" "{first}–{last}";
    BeforeChrist "before_christ" "{year} BC";
    UnknownYear "unknown_year" "an unknown year";
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

impl DateFormatter {
    /// How English says dates.
    pub fn english() -> &'static DateFormatter {
        static ENGLISH: LazyLock<DateFormatter> = LazyLock::new(|| DateFormatter {
            months: MONTHS.map(Into::into).to_vec(),
            seasons: SEASONS.map(Into::into).to_vec(),
            patterns: PATTERNS.iter().map(|(_, english)| (*english).into()).collect(),
        });
        &ENGLISH
    }

    /// The keys of the patterns, each with the pattern of English.
    pub fn patterns() -> impl Iterator<Item = (&'static str, &'static str)> {
        PATTERNS.iter().copied()
    }

    /// The same with another pattern, by its key; unchanged where there is no such key.
    #[must_use]
    pub fn with_pattern(mut self, key: &str, pattern: &str) -> Self {
        if let Some(at) = PATTERNS.iter().position(|(known, _)| *known == key) {
            self.patterns[at] = pattern.into();
        }
        self
    }

    /// The same with other names of months, from January; unchanged unless there are twelve.
    #[must_use]
    pub fn with_months(self, months: Vec<Box<str>>) -> Self {
        if months.len() == MONTHS.len() { DateFormatter { months, ..self } } else { self }
    }

    /// The same with other names of seasons, from spring; unchanged unless there are four.
    #[must_use]
    pub fn with_seasons(self, seasons: Vec<Box<str>>) -> Self {
        if seasons.len() == SEASONS.len() { DateFormatter { seasons, ..self } } else { self }
    }

    /// A day: "10 July 2020".
    pub fn format_day(&self, day: Day) -> String {
        let month = self
            .months
            .get(usize::try_from(day.month() - 1).unwrap_or(0))
            .map_or("", |month| month);
        self.apply(
            Form::Day,
            &[("day", &day.day().to_string()), ("month", month), ("year", &day.year().to_string())],
        )
    }

    /// A year alone: "2020".
    pub fn format_year(&self, year: i64) -> String {
        match year {
            1.. => self.apply(Form::Year, &[("year", &year.to_string())]),
            _ => self.apply(Form::BeforeChrist, &[("year", &(1 - year).to_string())]),
        }
    }

    /// A time of office: "since May 2016", "2016–April 2019", "until 2019"; empty where neither end
    /// is known.
    pub fn format_range(&self, from: Option<&FuzzyDate>, until: Option<&FuzzyDate>) -> String {
        match (from, until) {
            (None, None) => String::new(),
            (Some(from), None) => match from.to_edtf() {
                Some(Edtf::Interval(_)) => self.format_date(from),
                _ => self.apply_to_date(Form::Since, &self.format_date(from)),
            },
            (None, Some(until)) => self.apply_to_date(Form::Until, &self.format_date(until)),
            (Some(from), Some(until)) => match (single_date(from), single_date(until)) {
                (Some(from), Some(until)) => self.format_span(&from, &until),
                _ => self.apply(
                    Form::Span,
                    &[("from", &self.format_date(from)), ("until", &self.format_date(until))],
                ),
            },
        }
    }

    /// A date as precise as it is known: "27–28 February 2019", "October 2019", "c. September
    /// 2018", "since 17 December 2011".
    pub fn format_date(&self, date: &FuzzyDate) -> String {
        use IntervalEndpoint as End;
        match date.to_edtf() {
            Some(Edtf::Date(date)) => self.format_single(&date),
            Some(Edtf::DateTime(moment)) => self.format_single(&moment.date),
            Some(Edtf::Interval(interval)) => match (&interval.start, &interval.end) {
                (End::Date(a), End::Date(b)) => self.format_span(a, b),
                (End::Date(a), End::Open) => {
                    self.apply_to_date(Form::Since, &self.format_single(a))
                }
                (End::Date(a), End::Unknown) => {
                    self.apply_to_date(Form::EndUnknown, &self.format_single(a))
                }
                (End::Open, End::Date(b)) => {
                    self.apply_to_date(Form::Until, &self.format_single(b))
                }
                (End::Unknown, End::Date(b)) => {
                    self.apply_to_date(Form::BeginningUnknown, &self.format_single(b))
                }
                // The other forms are of level 2, which is not read.
                _ => date.edtf().to_owned(),
            },
            Some(Edtf::Set(_)) | None => date.edtf().to_owned(),
        }
    }

    fn apply(&self, form: Form, parts: &[(&str, &str)]) -> String {
        fill_placeholders(&self.patterns[form as usize], parts)
    }

    fn apply_to_date(&self, form: Form, date: &str) -> String {
        self.apply(form, &[("date", date)])
    }

    /// From one date to another, with what they share said once.
    fn format_span(&self, a: &Date, b: &Date) -> String {
        let plain = |d: &Date| !d.is_uncertain() && !d.is_approximate() && !d.has_unspecified();
        let month = |d: &Date| d.month.and_then(|m| m.value());
        let apart = |from: &str| {
            self.apply(Form::Span, &[("from", from), ("until", &self.format_single(b))])
        };
        if plain(a)
            && plain(b)
            && a.precision() == b.precision()
            && a.year.value() == b.year.value()
        {
            let year = self.format_year_number(a);
            match a.precision() {
                Precision::Day if month(a) == month(b) => {
                    let (first, last) = (field_value(a.day.as_ref()), field_value(b.day.as_ref()));
                    if first == last {
                        return self.format_single(a);
                    }
                    let parts = [
                        ("first", &*first.to_string()),
                        ("last", &last.to_string()),
                        ("month", self.month_name(a)),
                        ("year", &year),
                    ];
                    return self.apply(Form::DaysOfMonth, &parts);
                }
                Precision::Day => {
                    let first = self.apply(
                        Form::DayOfYear,
                        &[
                            ("day", &field_value(a.day.as_ref()).to_string()),
                            ("month", self.month_name(a)),
                            ("year", &year),
                        ],
                    );
                    return apart(&first);
                }
                Precision::Month if month(a) == month(b) => return self.format_single(a),
                Precision::Month => {
                    return self.apply(
                        Form::MonthsOfYear,
                        &[
                            ("first", self.month_name(a)),
                            ("last", self.month_name(b)),
                            ("year", &year),
                        ],
                    );
                }
                Precision::Year => return self.format_single(a),
                Precision::Season => {}
            }
        }
        let both_years = plain(a)
            && plain(b)
            && a.precision() == Precision::Year
            && b.precision() == Precision::Year;
        match (a.year.value(), b.year.value()) {
            (Some(1..), Some(1..)) if both_years => self.apply(
                Form::Years,
                &[("first", &self.format_year_number(a)), ("last", &self.format_year_number(b))],
            ),
            _ => apart(&self.format_single(a)),
        }
    }

    fn format_single(&self, date: &Date) -> String {
        let month = date.month.filter(|m| !m.has_unspecified());
        let day = date.day.filter(|d| !d.has_unspecified());
        let month_name = self.month_name(date);
        let said = match (month, day) {
            (Some(_), Some(day)) => self.apply(
                Form::Day,
                &[
                    ("day", &field_value(Some(&day)).to_string()),
                    ("month", month_name),
                    ("year", &self.format_year_number(date)),
                ],
            ),
            (Some(_), None) => self.apply(
                Form::Month,
                &[("month", month_name), ("year", &self.format_year_number(date))],
            ),
            (None, _) => self.format_edtf_year(date),
        };
        match (date.is_uncertain(), date.is_approximate()) {
            (false, false) => said,
            (false, true) => self.apply_to_date(Form::About, &said),
            (true, false) => self.apply_to_date(Form::Perhaps, &said),
            (true, true) => self.apply_to_date(Form::PerhapsAbout, &said),
        }
    }

    /// The year of a date of which more is known than the year: the number alone, where that is all
    /// there is to say.
    fn format_year_number(&self, date: &Date) -> String {
        match date.year.value() {
            Some(year @ 1..) => year.to_string(),
            _ => self.format_edtf_year(date),
        }
    }

    fn format_edtf_year(&self, date: &Date) -> String {
        if let YearKind::Standard { negative: false, digits } = date.year.kind {
            let known: String =
                digits.iter().map_while(|d| d.map(|d| char::from(b'0' + d))).collect();
            match known.len() {
                3 => return self.apply(Form::Decade, &[("year", &format!("{known}0"))]),
                2 => {
                    return self.apply(
                        Form::Century,
                        &[("first", &format!("{known}00")), ("last", &format!("{known}99"))],
                    );
                }
                0 | 1 => return self.apply(Form::UnknownYear, &[]),
                _ => {}
            }
        }
        date.year
            .value()
            .map_or_else(|| self.apply(Form::UnknownYear, &[]), |year| self.format_year(year))
    }

    fn month_name(&self, date: &Date) -> &str {
        match date.month.and_then(|m| m.value()).map(usize::from) {
            Some(month @ 1..=12) => &self.months[month - 1],
            Some(season @ 21..=24) => &self.seasons[season - 21],
            _ => "",
        }
    }
}

/// In English words, for messages.
impl std::fmt::Display for FuzzyDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&DateFormatter::english().format_date(self))
    }
}

fn single_date(date: &FuzzyDate) -> Option<Date> {
    match date.to_edtf()? {
        Edtf::Date(date) => Some(date),
        Edtf::DateTime(moment) => Some(moment.date),
        _ => None,
    }
}

fn field_value(field: Option<&edtf_core::DateField>) -> u8 {
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
        let words = DateFormatter::english();
        assert_eq!(words.format_range(Some(&may), None), "since May 2016");
        assert_eq!(words.format_range(Some(&may), Some(&april)), "May 2016 – April 2019");
        assert_eq!(words.format_range(None, Some(&april)), "until April 2019");
        assert_eq!(words.format_range(Some(&date("2016")), Some(&date("2019"))), "2016–2019");
    }
}
