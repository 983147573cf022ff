//! Numbers with the signs of a language: 12,345.6 or 12.345,6.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale as Tag;

/// Formats numbers for one language (CLDR).
pub struct NumberFormatter(Option<DecimalFormatter>);

impl NumberFormatter {
    /// `language` is a tag (BCP 47).
    pub fn new(language: &str) -> Self {
        let tag = Tag::try_from_str(language).unwrap_or(Tag::UNKNOWN);
        NumberFormatter(DecimalFormatter::try_new((&tag).into(), Default::default()).ok())
    }

    /// Formats digits with at most one point, and a hyphen before a negative number. All decimals
    /// stay.
    pub fn format(&self, digits: &str) -> String {
        let formatted = self.0.as_ref().zip(Decimal::try_from_str(digits).ok());
        let text = formatted.map(|(formatter, number)| formatter.format(&number).to_string());
        text.unwrap_or_else(|| digits.to_owned()).replace('-', "\u{2212}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_those_of_the_language() {
        for (language, number, text) in [
            ("en", "1234567.50", "1,234,567.50"),
            ("de", "1234567.5", "1.234.567,5"),
            ("fr", "12345", "12\u{202f}345"),
            ("ko", "12345", "12,345"),
            ("es", "1234", "1234"),
            ("en", "-0.5", "\u{2212}0.5"),
            ("en", "2", "2"),
            ("xx", "1234", "1,234"),
        ] {
            assert_eq!(NumberFormatter::new(language).format(number), text, "{language}");
        }
    }
}
