//! Dates in the words of a language, exactly as precise as they are known.

use std::sync::LazyLock;

use edtf_core::{Date, Edtf, IntervalEndpoint, Precision, YearKind};

use super::day::Day;
use super::fuzzy_date::FuzzyDate;
use crate::text::fill_placeholders;

/// The names of months and seasons and a pattern for each form of a date, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFormatter {
    months: Vec<Box<str>>,
    seasons: Vec<Box<str>>,
    patterns: Vec<Box<str>>,
}

/// Declares the forms of a date: name, key in a theme's words, English pattern.
macro_rules! forms {
    ($($(#[$doc:meta])* $form:ident $key:literal $english:literal;)*) => {
        #[derive(Clone, Copy)]
        enum Form {
            $($(#[$doc])* $form,)*
        }

        /// Keys and English patterns, in the order of [`Form`].
        const PATTERNS: &[(&str, &str)] = &[$(($key, $english),)*];
    };
}

forms! {
    Day "day" "{day} {month} {year}";
    Month "month" "{month} {year}";
    Year "year" "{year}";
    /// The first of two days in the same year.
    DayOfYear "day_of_year" "{day} {month}";
    /// Two days of the same month.
    DaysOfMonth "days_of_month" "{first}–{last} {month} {year}";
    /// Two months of the same year.
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

const MONTHS: &str =
    "January February March April May June July August September October November December";
const SEASONS: &str = "spring summer autumn winter";

impl DateFormatter {
    /// The formatter for English.
    pub fn english() -> &'static DateFormatter {
        static ENGLISH: LazyLock<DateFormatter> = LazyLock::new(|| DateFormatter {
            months: MONTHS.split(' ').map(Into::into).collect(),
            seasons: SEASONS.split(' ').map(Into::into).collect(),
            patterns: PATTERNS.iter().map(|(_, english)| (*english).into()).collect(),
        });
        &ENGLISH
    }

    /// The keys of the patterns with the English patterns.
    pub fn patterns() -> impl Iterator<Item = (&'static str, &'static str)> {
        PATTERNS.iter().copied()
    }

    /// Replaces a pattern; an unknown key changes nothing.
    pub fn set_pattern(&mut self, key: &str, pattern: &str) {
        if let Some(at) = PATTERNS.iter().position(|(known, _)| *known == key) {
            self.patterns[at] = pattern.into();
        }
    }

    /// Replaces the names of the `months`, from January, or of the `seasons`, from spring. False if
    /// the key or their number is wrong.
    pub fn set_names(&mut self, key: &str, names: Vec<Box<str>>) -> bool {
        let known = match key {
            "months" => &mut self.months,
            "seasons" => &mut self.seasons,
            _ => return false,
        };
        let is_complete = names.len() == known.len();
        if is_complete {
            *known = names;
        }
        is_complete
    }

    /// "10 July 2020".
    pub fn format_day(&self, day: Day) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|at| self.months.get(at));
        let (number, year) = (day.day().to_string(), day.year().to_string());
        let month = month.map_or("", |name| name);
        self.apply(Form::Day, &[("day", &*number), ("month", month), ("year", &year)])
    }

    /// "July 2020": the month of a day.
    pub fn format_month(&self, day: Day) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|at| self.months.get(at));
        let (month, year) = (month.map_or("", |name| name), day.year().to_string());
        self.apply(Form::Month, &[("month", month), ("year", &year)])
    }

    /// "2020", "44 BC".
    pub fn format_year(&self, year: i64) -> String {
        match year {
            1.. => self.apply(Form::Year, &[("year", year.to_string())]),
            _ => self.apply(Form::BeforeChrist, &[("year", (1 - year).to_string())]),
        }
    }

    /// A time in office: "since May 2016", "May 2016 – April 2019", "until 2019"; empty if both ends
    /// are unknown.
    pub fn format_range(&self, from: Option<&FuzzyDate>, until: Option<&FuzzyDate>) -> String {
        match (from, until) {
            (None, None) => String::new(),
            (Some(from), None) => match from.to_edtf() {
                Some(Edtf::Interval(_)) => self.format_date(from),
                _ => self.apply(Form::Since, &[("date", self.format_date(from))]),
            },
            (None, Some(until)) => self.apply(Form::Until, &[("date", self.format_date(until))]),
            (Some(from), Some(until)) => match (single_date(from), single_date(until)) {
                (Some(from), Some(until)) => self.format_span(&from, &until),
                _ => {
                    let (from, until) = (self.format_date(from), self.format_date(until));
                    self.apply(Form::Span, &[("from", from), ("until", until)])
                }
            },
        }
    }

    /// "27–28 February 2019", "October 2019", "c. September 2018", "since 17 December 2011".
    pub fn format_date(&self, date: &FuzzyDate) -> String {
        use IntervalEndpoint as End;
        let open = |form, date| self.apply(form, &[("date", self.format_single(date))]);
        match date.to_edtf() {
            Some(Edtf::Date(date)) => self.format_single(&date),
            Some(Edtf::Interval(interval)) => match (&interval.start, &interval.end) {
                (End::Date(a), End::Date(b)) => self.format_span(a, b),
                (End::Date(a), End::Open) => open(Form::Since, a),
                (End::Date(a), End::Unknown) => open(Form::EndUnknown, a),
                (End::Open, End::Date(b)) => open(Form::Until, b),
                (End::Unknown, End::Date(b)) => open(Form::BeginningUnknown, b),
                // Other intervals are EDTF level 2, which `FuzzyDate::parse` refuses.
                _ => date.edtf().to_owned(),
            },
            // `FuzzyDate::parse` reduces a time to its day, and refuses sets.
            Some(Edtf::DateTime(_) | Edtf::Set(_)) | None => date.edtf().to_owned(),
        }
    }

    fn apply<S: AsRef<str>>(&self, form: Form, values: &[(&str, S)]) -> String {
        fill_placeholders(&self.patterns[form as usize], values)
    }

    /// The placeholders of a single date.
    fn values(&self, date: &Date) -> [(&'static str, String); 3] {
        // A positive year is just its number; others need words.
        let year = match date.year.value() {
            Some(year @ 1..) => year.to_string(),
            _ => self.format_edtf_year(date),
        };
        let day = field_value(date.day).to_string();
        [("day", day), ("month", self.month_name(date).to_owned()), ("year", year)]
    }

    /// From one date to another; a common month or year appears once.
    fn format_span(&self, a: &Date, b: &Date) -> String {
        let is_exact = |d: &Date| !(d.is_uncertain() || d.is_approximate() || d.has_unspecified());
        let comparable = is_exact(a) && is_exact(b) && a.precision() == b.precision();
        let same_year = a.year.value() == b.year.value();
        let same_month = same_year && field_value(a.month) == field_value(b.month);
        let same_day = same_month && field_value(a.day) == field_value(b.day);
        let [(_, day), month, year] = self.values(a);
        let [(_, other_day), (_, other_month), (_, other_year)] = self.values(b);
        let from = match a.precision() {
            Precision::Day if comparable && same_day => return self.format_single(a),
            Precision::Day if comparable && same_month => {
                let values = [("first", day), ("last", other_day), month, year];
                return self.apply(Form::DaysOfMonth, &values);
            }
            Precision::Day if comparable && same_year => {
                self.apply(Form::DayOfYear, &[("day", day), month, year])
            }
            Precision::Month if comparable && same_month => return self.format_single(a),
            Precision::Month if comparable && same_year => {
                let values = [("first", month.1), ("last", other_month), year];
                return self.apply(Form::MonthsOfYear, &values);
            }
            Precision::Year if comparable && same_year => return self.format_single(a),
            Precision::Year
                if comparable && a.year.value() > Some(0) && b.year.value() > Some(0) =>
            {
                return self.apply(Form::Years, &[("first", year.1), ("last", other_year)]);
            }
            _ => self.format_single(a),
        };
        self.apply(Form::Span, &[("from", from), ("until", self.format_single(b))])
    }

    fn format_single(&self, date: &Date) -> String {
        let has_month = date.month.is_some_and(|month| !month.has_unspecified());
        let has_day = date.day.is_some_and(|day| !day.has_unspecified());
        let text = match (has_month, has_day) {
            (true, true) => self.apply(Form::Day, &self.values(date)),
            (true, false) => self.apply(Form::Month, &self.values(date)),
            (false, _) => self.format_edtf_year(date),
        };
        let form = match (date.is_uncertain(), date.is_approximate()) {
            (false, false) => return text,
            (false, true) => Form::About,
            (true, false) => Form::Perhaps,
            (true, true) => Form::PerhapsAbout,
        };
        self.apply(form, &[("date", text)])
    }

    fn format_edtf_year(&self, date: &Date) -> String {
        let unknown = || self.apply::<&str>(Form::UnknownYear, &[]);
        if let YearKind::Standard { negative: false, digits } = date.year.kind {
            let known: String =
                digits.iter().map_while(|d| d.map(|d| char::from(b'0' + d))).collect();
            match known.len() {
                3 => return self.apply(Form::Decade, &[("year", known + "0")]),
                2 => {
                    let (first, last) = (format!("{known}00"), format!("{known}99"));
                    return self.apply(Form::Century, &[("first", first), ("last", last)]);
                }
                0 | 1 => return unknown(),
                _ => {}
            }
        }
        date.year.value().map_or_else(unknown, |year| self.format_year(year))
    }

    fn month_name(&self, date: &Date) -> &str {
        match date.month.and_then(|m| m.value()).map(usize::from) {
            Some(month @ 1..=12) => &self.months[month - 1],
            Some(season @ 21..=24) => &self.seasons[season - 21],
            _ => "",
        }
    }
}

/// In English, for messages.
impl std::fmt::Display for FuzzyDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&DateFormatter::english().format_date(self))
    }
}

fn single_date(date: &FuzzyDate) -> Option<Date> {
    match date.to_edtf()? {
        Edtf::Date(date) => Some(date),
        _ => None,
    }
}

fn field_value(field: Option<edtf_core::DateField>) -> u8 {
    field.and_then(|field| field.value()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> FuzzyDate {
        FuzzyDate::parse(text).unwrap()
    }

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
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
    fn a_time_in_office_is_one_phrase() {
        for (from, until, words) in [
            (Some("2016-05"), None, "since May 2016"),
            (Some("2016-05"), Some("2019-04"), "May 2016 – April 2019"),
            (None, Some("2019-04"), "until April 2019"),
            (Some("2016"), Some("2019"), "2016–2019"),
        ] {
            let [from, until] = [from, until].map(|text| text.map(date));
            let range = DateFormatter::english().format_range(from.as_ref(), until.as_ref());
            assert_eq!(range, words);
        }
    }
}
