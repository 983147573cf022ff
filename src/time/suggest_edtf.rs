//! The EDTF that somebody may have meant.

use super::fuzzy_date::FuzzyDate;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASONS: [(&str, u8); 5] =
    [("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)];

/// The EDTF for a date in words ("Sept 2018", "circa 1964", "27 February 2019", "27/02/2019"),
/// where only one can be meant.
pub fn suggest_edtf(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut mark = "";
    let (mut year, mut month, mut day, mut season) = (None, None, None, None);
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if let Some(edtf) = from_numbers(&words) {
        return if_valid_edtf(edtf, text);
    }
    for word in &words {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let number = digits
            .parse::<u16>()
            .ok()
            .filter(|_| matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th"));
        let named = MONTHS
            .iter()
            .position(|m| word.starts_with(m) && word.chars().all(char::is_alphabetic));
        let seasonal = SEASONS.iter().find(|(name, _)| name == word);
        match (number, named, seasonal) {
            (Some(n), _, _) if digits.len() == 4 && year.is_none() => year = Some(n),
            (Some(n), _, _) if (1..=31).contains(&n) && day.is_none() => day = Some(n),
            (None, Some(at), _) if month.is_none() => month = Some(at + 1),
            (None, _, Some((_, code))) if season.is_none() => season = Some(*code),
            _ if matches!(*word, "c" | "ca" | "circa" | "about" | "around" | "approximately") => {
                mark = "~"
            }
            _ if matches!(*word, "perhaps" | "maybe" | "possibly" | "probably") => mark = "?",
            _ if matches!(*word, "in" | "of" | "on" | "the" | "early" | "late" | "mid") => {}
            _ => return None,
        }
    }
    let year = year?;
    let edtf = match (month, day, season) {
        (None, None, None) => format!("{year:04}{mark}"),
        (None, None, Some(code)) => format!("{year:04}-{code}{mark}"),
        (Some(month), None, None) => format!("{year:04}-{month:02}{mark}"),
        (Some(month), Some(day), None) => format!("{year:04}-{month:02}-{day:02}{mark}"),
        _ => return None,
    };
    if_valid_edtf(edtf, text)
}

/// "2019/10", "2019/02/27", "27.02.2019". Where two numbers could be the month ("02/03/2019"),
/// nobody knows which was meant.
fn from_numbers(words: &[&str]) -> Option<String> {
    let numbers: Vec<u16> = words.iter().map(|w| w.parse().ok()).collect::<Option<_>>()?;
    match (words, &numbers[..]) {
        ([y, _], [year, month]) if y.len() == 4 => Some(format!("{year:04}-{month:02}")),
        ([_, y], [month, year]) if y.len() == 4 => Some(format!("{year:04}-{month:02}")),
        ([y, ..], [year, month, day]) if y.len() == 4 => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        ([_, _, y], [day, month, year]) if y.len() == 4 && *day > 12 => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        ([_, _, y], [month, day, year]) if y.len() == 4 && *day > 12 => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

fn if_valid_edtf(edtf: String, written: &str) -> Option<String> {
    (edtf != written && FuzzyDate::parse(&edtf).is_ok()).then_some(edtf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_are_understood_for_the_help_only() {
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
