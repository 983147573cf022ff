//! Suggests the EDTF that an author may have meant.

use edtf_core::Edtf;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASONS: [(&str, u8); 5] =
    [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];

/// The EDTF for a date in words or numbers ("Sept 2018", "circa 1964", "27/02/2019"); `None` if it
/// is ambiguous or no date.
pub fn suggest_edtf(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let edtf = from_numbers(&words).or_else(|| from_words(&words))?;
    (edtf != text && Edtf::parse(&edtf).is_ok()).then_some(edtf)
}

/// "2019/10", "2019/02/27", "27.02.2019". `None` if two numbers could be the month ("02/03/2019").
fn from_numbers(words: &[&str]) -> Option<String> {
    let numbers: Vec<u16> = words.iter().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    let is_year = |at: usize| words[at].len() == 4;
    let (year, month, day) = match numbers[..] {
        [year, month] if is_year(0) => (year, month, None),
        [month, year] if is_year(1) => (year, month, None),
        [year, month, day] if is_year(0) => (year, month, Some(day)),
        [day, month, year] if is_year(2) && day > 12 => (year, month, Some(day)),
        [month, day, year] if is_year(2) && day > 12 => (year, month, Some(day)),
        _ => return None,
    };
    let day = day.map_or(String::new(), |day| format!("-{day:02}"));
    Some(format!("{year:04}-{month:02}{day}"))
}

/// "27 February 2019", "circa 1964", "spring 2019".
fn from_words(words: &[&str]) -> Option<String> {
    let mut mark = "";
    let (mut year, mut month, mut day, mut season) = (None, None, None, None);
    for word in words {
        let digits = word.trim_end_matches(char::is_alphabetic);
        let is_ordinal = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        let number = digits.parse::<u16>().ok().filter(|_| is_ordinal);
        let is_month =
            |month: &&str| word.starts_with(month) && word.chars().all(char::is_alphabetic);
        let named = MONTHS.iter().position(is_month);
        let seasonal = SEASONS.iter().find(|(name, _)| name == word);
        match (number, named, seasonal) {
            (Some(n), _, _) if digits.len() == 4 && year.is_none() => year = Some(n),
            (Some(n), _, _) if (1..=31).contains(&n) && day.is_none() => day = Some(n),
            (None, Some(at), _) if month.is_none() => month = Some(at + 1),
            (None, _, Some((_, code))) if season.is_none() => season = Some(*code),
            _ => match *word {
                "c" | "ca" | "circa" | "about" | "around" | "approximately" => mark = "~",
                "perhaps" | "maybe" | "possibly" | "probably" => mark = "?",
                "in" | "of" | "on" | "the" | "early" | "late" | "mid" => {}
                _ => return None,
            },
        }
    }
    let year = year?;
    match (month, day, season) {
        (None, None, None) => Some(format!("{year:04}{mark}")),
        (None, None, Some(code)) => Some(format!("{year:04}-{code}{mark}")),
        (Some(month), None, None) => Some(format!("{year:04}-{month:02}{mark}")),
        (Some(month), Some(day), None) => Some(format!("{year:04}-{month:02}-{day:02}{mark}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unambiguous_dates_in_words_get_a_suggestion() {
        for (written, meant) in [
            ("Sept 2018", Some("2018-09")),
            ("circa 1964", Some("1964~")),
            ("c. September 2018", Some("2018-09~")),
            ("27 February 2019", Some("2019-02-27")),
            ("February 27th, 2019", Some("2019-02-27")),
            ("27/02/2019", Some("2019-02-27")),
            ("2019/02/27", Some("2019-02-27")),
            ("2019/10", Some("2019-10")),
            ("spring 2019", Some("2019-21")),
            ("02/03/2019", None),
            ("30 February 2019", None),
            ("the day before", None),
        ] {
            assert_eq!(suggest_edtf(written).as_deref(), meant, "{written}");
        }
    }
}
