//! Suggests the EDTF that an author may have meant.

use edtf_core::Edtf;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASONS: [(&str, u8); 5] =
    [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];

/// Longer texts are no dates.
const MAX_BYTES: usize = 80;

/// The EDTF for a date in words or numbers ("Sept 2018", "circa 1964", "27/02/2019", "June–July
/// 2020"). Two where it has two meanings ("02/03/2019"), none where it is no date.
pub fn suggest_edtf(text: &str) -> Vec<String> {
    let is_quote = |c: char| matches!(c, '`' | '"' | '\'' | '“' | '”' | '„' | '‘' | '’');
    let lower = text.trim_matches(|c: char| is_quote(c) || c.is_whitespace()).to_lowercase();
    let mut found = Vec::new();
    if lower.len() <= MAX_BYTES {
        let candidates = Some(lower.clone())
            .into_iter()
            .chain(single_dates(&lower))
            .chain(decades(&lower))
            .chain(open_interval(&lower))
            .chain(interval(&lower));
        for edtf in candidates {
            let is_valid = Edtf::parse(&edtf).is_ok_and(|edtf| edtf.level() <= 1);
            if is_valid && edtf != text && !found.contains(&edtf) {
                found.push(edtf);
            }
        }
    }
    found
}

/// What is known of a date.
#[derive(Clone, Copy, Default)]
struct PartialDate {
    year: Option<i64>,
    month: Option<u8>,
    day: Option<u8>,
    season: Option<u8>,
    /// `~`, `?`, `%` or nothing.
    mark: &'static str,
}

impl PartialDate {
    fn of_numbers(year: i64, month: i64, day: Option<i64>) -> Option<Self> {
        let part = |number: i64| u8::try_from(number).ok();
        let day = match day {
            Some(day) => Some(part(day)?),
            None => None,
        };
        Some(PartialDate { year: Some(year), month: Some(part(month)?), day, ..Self::default() })
    }

    fn to_edtf(self) -> Option<String> {
        let PartialDate { year, month, day, season, mark } = self;
        let year = match year? {
            year @ 10_000.. => format!("Y{year}"),
            year @ 0.. => format!("{year:04}"),
            year => format!("-{:04}", -year),
        };
        Some(match (month, day, season) {
            (None, None, None) => format!("{year}{mark}"),
            (None, None, Some(code)) => format!("{year}-{code}{mark}"),
            (Some(month), None, None) => format!("{year}-{month:02}{mark}"),
            (Some(month), Some(day), None) => format!("{year}-{month:02}-{day:02}{mark}"),
            _ => return None,
        })
    }
}

fn single_dates(text: &str) -> Vec<String> {
    let dates = match from_numbers(text) {
        dates if dates.is_empty() => from_words(text).into_iter().collect(),
        dates => dates,
    };
    dates.into_iter().filter_map(PartialDate::to_edtf).collect()
}

/// "2019/10", "2019/02/27", "27.02.2019", "2019년 2월 27일". Of three numbers that may be two days
/// ("02/03/2019"), both.
fn from_numbers(text: &str) -> Vec<PartialDate> {
    // Numbers with different separators are an interval: "2020-06/07".
    let mut separators: Vec<&str> =
        text.split(|c: char| c.is_ascii_digit()).map(str::trim).filter(|s| !s.is_empty()).collect();
    separators.dedup();
    let is_uniform = match separators[..] {
        [] => true,
        [separator] => separator.len() == 1,
        ref units => units.iter().all(|unit| ["년", "월", "일", "年", "月", "日"].contains(unit)),
    };
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty()).collect();
    let numbers: Option<Vec<i64>> = words.iter().map(|word| word.parse().ok()).collect();
    let Some(numbers) = numbers.filter(|_| is_uniform) else { return Vec::new() };
    let is_year = |at: usize| words[at].len() == 4;
    let candidates = match numbers[..] {
        [year, month] if is_year(0) => [Some((year, month, None)), None],
        [month, year] if is_year(1) => [Some((year, month, None)), None],
        // "2019-27-02" has its day and month swapped.
        [year, month, day] if is_year(0) && month > 12 => [Some((year, day, Some(month))), None],
        [year, month, day] if is_year(0) => [Some((year, month, Some(day))), None],
        [first, second, year] if is_year(2) => {
            [Some((year, second, Some(first))), Some((year, first, Some(second)))]
        }
        _ => [None, None],
    };
    let dates = candidates.into_iter().flatten();
    dates
        .filter(|(_, month, _)| (1..=12).contains(month))
        .filter_map(|(year, month, day)| PartialDate::of_numbers(year, month, day))
        .collect()
}

/// "27 February 2019", "circa 1964", "spring 2019", "747", "44 BC".
fn from_words(text: &str) -> Option<PartialDate> {
    let date = partial_from_words(text)?;
    date.year.map(|_| date)
}

/// The same where the year may be missing. A lone number of up to two digits is a day.
fn partial_from_words(text: &str) -> Option<PartialDate> {
    let mut date = PartialDate { mark: mark_in(text), ..PartialDate::default() };
    // "44 BC", "AD 71": with its era, a year may have any number of digits.
    let (mut era, mut short_year) = (None, None);
    let text = text.replace("b.c.e.", "bc").replace("b.c.", "bc").replace("a.d.", "ad");
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        // "c1964"
        let word = match word.strip_prefix('c') {
            Some(year) if year.starts_with(|c: char| c.is_ascii_digit()) => {
                date.mark = "~";
                year
            }
            _ => word,
        };
        let digits = word.trim_end_matches(char::is_alphabetic);
        let is_ordinal = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        let number = digits.parse::<i64>().ok().filter(|_| is_ordinal);
        let is_month =
            |month: &&str| word.starts_with(month) && word.chars().all(char::is_alphabetic);
        let named = MONTHS.iter().position(is_month);
        let seasonal = SEASONS.iter().find(|(name, _)| name == &word);
        match (number, named, seasonal) {
            (Some(n), _, _) if digits.len() > 2 && date.year.is_none() => date.year = Some(n),
            (Some(n @ 1..=31), _, _) if date.day.is_none() => date.day = Some(n as u8),
            (Some(n), _, _) if short_year.is_none() => short_year = Some(n),
            (None, Some(at), _) if date.month.is_none() => date.month = Some(at as u8 + 1),
            (None, _, Some((_, code))) if date.season.is_none() => date.season = Some(*code),
            _ => match word {
                "c" | "ca" | "circa" | "about" | "around" | "approximately" => date.mark = "~",
                "perhaps" | "maybe" | "possibly" | "probably" => date.mark = "?",
                "bc" | "bce" => era = Some(Era::BeforeChrist),
                "ad" | "ce" => era = Some(Era::AnnoDomini),
                "in" | "of" | "on" | "the" | "early" | "late" | "mid" => {}
                _ => return None,
            },
        }
    }
    let Some(era) = era else { return Some(date).filter(|_| short_year.is_none()) };
    let year = date.year.or(short_year).or_else(|| date.day.take().map(i64::from))?;
    date.year = Some(match era {
        Era::BeforeChrist => 1 - year,
        Era::AnnoDomini => year,
    });
    Some(date)
}

enum Era {
    BeforeChrist,
    AnnoDomini,
}

fn mark_in(text: &str) -> &'static str {
    match (text.contains('?'), text.contains('~')) {
        _ if text.contains('%') => "%",
        (true, true) => "%",
        (true, false) => "?",
        (false, true) => "~",
        (false, false) => "",
    }
}

/// "1960s", "19th century". The 1900s may be ten or a hundred years.
fn decades(text: &str) -> Vec<String> {
    let text = text.trim_start_matches("the ").trim_start_matches("in the ");
    if let Some(digits) = text.strip_suffix('s').map(|text| text.trim_end_matches(['\'', '’']))
        && digits.len() == 4
        && digits.ends_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        let century = digits.strip_suffix("00").map(|century| format!("{century}XX"));
        return [Some(format!("{}X", &digits[..3])), century].into_iter().flatten().collect();
    }
    let century = text.strip_suffix("century").map(str::trim);
    let ordinal = century.map(|text| text.trim_end_matches(char::is_alphabetic));
    let number = ordinal.and_then(|number| number.parse::<u8>().ok());
    number
        .filter(|number| (1..=99).contains(number))
        .map(|number| format!("{:02}XX", number - 1))
        .into_iter()
        .collect()
}

/// "since 2011", "2011–present", "until April 2018".
fn open_interval(text: &str) -> Option<String> {
    let single = |text: &str| match &single_dates(text.trim())[..] {
        [date] => Some(date.clone()),
        _ => Edtf::parse(text.trim()).ok().map(|_| text.trim().to_owned()),
    };
    if let Some(date) = ["since ", "from "].iter().find_map(|word| text.strip_prefix(word)) {
        return Some(format!("{}/..", single(date)?));
    }
    if let Some(date) =
        ["until ", "till ", "before ", "to "].iter().find_map(|w| text.strip_prefix(w))
    {
        return Some(format!("../{}", single(date)?));
    }
    let date =
        ["present", "today", "now", "..."].iter().find_map(|word| text.strip_suffix(word))?;
    let date = date.trim_end().trim_end_matches(" to").trim_end_matches(['/', '-', '–', '—']);
    Some(format!("{}/..", single(date)?))
}

/// "2020-06/07", "27–28 February 2019", "from 1914 to 1918", "2011/12".
fn interval(text: &str) -> Option<String> {
    let text = text.strip_prefix("from ").or_else(|| text.strip_prefix("between ")).unwrap_or(text);
    let separators = ["/", "–", "—", " to ", " until ", " and ", " - ", "-"];
    separators.into_iter().find_map(|separator| {
        let (first, last) = text.split_once(separator)?;
        let [first, last] = [first, last].map(str::trim);
        let is_single = |text: &str| !text.is_empty() && !text.contains(separator);
        if !is_single(first) || !is_single(last) {
            return None;
        }
        let (mut first, mut last) = (partial(first)?, partial(last)?);
        complete(&mut first, &mut last);
        // "2018-Sept" is no interval.
        let precision = |date: &PartialDate| (date.month.is_some(), date.day.is_some());
        if precision(&first) != precision(&last) {
            return None;
        }
        Some(format!("{}/{}", first.to_edtf()?, last.to_edtf()?))
    })
}

/// A date in EDTF, numbers or words, perhaps without its year or month.
fn partial(text: &str) -> Option<PartialDate> {
    if let Ok(Edtf::Date(date)) = Edtf::parse(text) {
        let part = |field: Option<edtf_core::DateField>| field.and_then(|field| field.value());
        let month = part(date.month);
        return Some(PartialDate {
            year: Some(date.year.value()?),
            month: month.filter(|month| *month <= 12),
            day: part(date.day),
            season: month.filter(|month| *month > 12),
            mark: mark_in(text),
        });
    }
    match &from_numbers(text)[..] {
        [date] => Some(*date),
        [] => match text.split_once('-') {
            // "02-28"
            Some((month, day)) if text.len() <= 5 => Some(PartialDate {
                month: Some(month.parse().ok()?),
                day: Some(day.parse().ok()?),
                ..PartialDate::default()
            }),
            _ => partial_from_words(text),
        },
        _ => None,
    }
}

/// Fills in what only one end of an interval says.
fn complete(first: &mut PartialDate, last: &mut PartialDate) {
    let is_lone_number =
        last.day.is_some() && last.month.is_none() && last.year.is_none() && first.year.is_some();
    if is_lone_number && first.day.is_none() {
        let number = last.day.take();
        match (first.month, first.year) {
            (Some(_), _) => last.month = number,
            // "1914/18"
            (None, Some(year)) => last.year = number.map(|n| year / 100 * 100 + i64::from(n)),
            (None, None) => {}
        }
    }
    last.year = last.year.or(first.year);
    first.year = first.year.or(last.year);
    if last.day.is_some() {
        last.month = last.month.or(first.month);
    }
    if first.day.is_some() {
        first.month = first.month.or(last.month);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_and_numbers_get_a_suggestion() {
        for (written, meant) in [
            ("Sept 2018", "2018-09"),
            ("2018-Sept", "2018-09"),
            ("circa 1964", "1964~"),
            ("c1964", "1964~"),
            ("c. September 2018", "2018-09~"),
            ("1964 (?)", "1964?"),
            ("27 February 2019", "2019-02-27"),
            ("February 27th, 2019", "2019-02-27"),
            ("27/02/2019", "2019-02-27"),
            ("2019/02/27", "2019-02-27"),
            ("2019-2-7", "2019-02-07"),
            ("1980-13-01", "1980-01-13"),
            ("2019/10", "2019-10"),
            ("spring 2019", "2019-21"),
            ("2019년 2월 27일", "2019-02-27"),
            ("`2019-02-27`", "2019-02-27"),
            ("“2019-02”", "2019-02"),
            ("747", "0747"),
            ("c. 747", "0747~"),
            ("AD 747", "0747"),
            ("71 CE", "0071"),
            ("44 BC", "-0043"),
            ("15 March 44 B.C.", "-0043-03-15"),
            ("12000", "Y12000"),
            ("1960s", "196X"),
            ("the 1960’s", "196X"),
            ("19th century", "18XX"),
            ("2020-06/07", "2020-06/2020-07"),
            ("2019-02-27/28", "2019-02-27/2019-02-28"),
            ("2019-02-27/03-01", "2019-02-27/2019-03-01"),
            ("1914/18", "1914/1918"),
            ("1914-1918", "1914/1918"),
            ("27–28 February 2019", "2019-02-27/2019-02-28"),
            ("February 27–28, 2019", "2019-02-27/2019-02-28"),
            ("27 February – 1 March 2019", "2019-02-27/2019-03-01"),
            ("June–July 2020", "2020-06/2020-07"),
            ("2019-02-27 to 2019-02-28", "2019-02-27/2019-02-28"),
            ("from 1914 to 1918", "1914/1918"),
            ("since 2011", "2011/.."),
            ("2011-12-17 – present", "2011-12-17/.."),
            ("until April 2018", "../2018-04"),
            ("02/03/2019", "2019-03-02 2019-02-03"),
            ("2011/12", "2011-12 2011/2012"),
            ("1900s", "190X 19XX"),
        ] {
            assert_eq!(suggest_edtf(written).join(" "), meant, "{written}");
        }
    }

    #[test]
    fn texts_that_are_no_dates_get_none() {
        for text in
            ["30 February 2019", "the day before", "71", "-44", "1980/1970", "2019-02/27", ""]
        {
            assert_eq!(suggest_edtf(text), Vec::<String>::new(), "{text}");
        }
    }
}
