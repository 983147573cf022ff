//! Numbers as authors write them.

/// Larger numbers are mistakes, or have another unit.
const LARGEST: f64 = 1e15;
/// Longer texts are shortened to the digits that tell the number.
const MOST_DIGITS: usize = 18;
/// What stands for a value that is missing.
const MISSING: [&str; 9] = ["", "-", "–", "—", "..", "…", "n/a", "N/A", "NA"];

/// A number with the digits that the author wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartNumber {
    pub value: f64,
    /// Digits with at most one point between them, and a hyphen before them if it is negative.
    pub digits: Box<str>,
}

impl ChartNumber {
    /// Reads "12", "-1.5", "−3" or "1e3"; "1,5" where a comma may be the decimal point.
    pub(super) fn parse(text: &str, allows_comma: bool) -> Option<Self> {
        let text = text.trim();
        let (sign, rest) = match text.strip_prefix(['-', '−']) {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let has_comma = allows_comma && !rest.contains('.') && rest.matches(',').count() == 1;
        // TOML allows 1_000.
        let rest = rest.replace('_', "");
        let rest = if has_comma { rest.replace(',', ".") } else { rest };
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && rest
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
        let written = [sign, &rest].concat();
        let value: f64 = is_number.then(|| written.parse().ok()).flatten()?;
        if value.abs() >= LARGEST {
            return None;
        }
        let is_plain = written.len() <= MOST_DIGITS
            && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !rest.starts_with('.')
            && !rest.ends_with('.');
        let digits = if is_plain { written } else { value.to_string() };
        Some(ChartNumber { value, digits: digits.into() })
    }
}

/// True for a cell without a value.
pub(super) fn is_missing(text: &str) -> bool {
    MISSING.contains(&text.trim())
}

/// The number that "12 %" or "1,234" is meant to be, and what else it says.
pub(super) fn suggest_number(text: &str) -> Option<(String, String)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)?);
    let before = &text[..first];
    let sign = before.chars().next_back().filter(|sign| matches!(sign, '-' | '−'));
    let other = [before.trim_end_matches(['-', '−']).trim(), text[last + 1..].trim()].concat();
    let digits: String = text[first..=last]
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_'))
        .collect();
    let parts: Vec<&str> = digits.split([',', '.']).collect();
    let (whole, ends) = parts.split_first()?;
    // "1,234,567": groups of three. A single group may be decimals: then only a comma says which.
    let is_group = |part: &&str| part.len() == 3;
    let number = match ends {
        [] => digits.clone(),
        [end] if digits.contains('.') || end.len() != 3 => format!("{whole}.{end}"),
        [end] => format!("{whole}{end}"),
        [groups @ .., end] if groups.iter().all(is_group) => match is_group(end) {
            true => parts.concat(),
            false => format!("{whole}{}.{end}", groups.concat()),
        },
        _ => return None,
    };
    let number = format!("{}{number}", if sign.is_some() { "-" } else { "" });
    ChartNumber::parse(&number, false)?;
    Some((number, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str, allows_comma: bool) -> Option<String> {
        ChartNumber::parse(text, allows_comma).map(|number| number.digits.into())
    }

    #[test]
    fn digits_stay_as_they_are_written() {
        for (text, read) in [
            ("12", Some("12")),
            (" 1.50 ", Some("1.50")),
            ("−3", Some("-3")),
            ("+3", Some("3")),
            (".5", Some("0.5")),
            ("1_000", Some("1000")),
            ("1.5e3", Some("1500")),
            ("1,5", None),
            ("12 %", None),
            ("inf", None),
            ("nan", None),
            ("1e300", None),
            ("--1", None),
            ("1-2", None),
            ("", None),
        ] {
            assert_eq!(digits(text, false).as_deref(), read, "{text:?}");
        }
        assert_eq!(digits("1,5", true).as_deref(), Some("1.5"));
        assert_eq!(digits("1.234,5", true), None);
    }

    #[test]
    fn the_number_that_is_meant_is_suggested() {
        for (text, number, other) in [
            ("12 %", "12", "%"),
            ("$5", "5", "$"),
            ("-5 °C", "-5", "°C"),
            ("1,234", "1234", ""),
            ("1,234,567.8", "1234567.8", ""),
            ("1.234.567", "1234567", ""),
            ("1 234", "1234", ""),
            ("12,5", "12.5", ""),
            ("1.234,5 km", "1234.5", "km"),
        ] {
            assert_eq!(suggest_number(text), Some((number.to_owned(), other.to_owned())), "{text}");
        }
        for text in ["many", "2006-10-09", "1,2,3"] {
            assert_eq!(suggest_number(text).map(|(number, _)| number), None, "{text}");
        }
    }
}
