//! Sort order of names (Unicode Technical Standard 10, with the tailorings of CLDR).

use std::convert::Infallible;
use std::fmt;

use icu_collator::options::{AlternateHandling, CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale as Tag;
use unicode_normalization::UnicodeNormalization;

pub(super) struct Collation {
    /// For sorting: spaces and punctuation sort before letters.
    sort_collator: Option<CollatorBorrowed<'static>>,
    /// For comparing base letters.
    letter_collator: Option<CollatorBorrowed<'static>>,
}

impl fmt::Debug for Collation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collation")
    }
}

/// The index letters of Korean, by the initial consonant of a syllable (Unicode Standard §3.12).
/// Doubled consonants are listed under the plain ones.
const KOREAN_INDEX_LETTERS: [&str; 19] = [
    "ㄱ", "ㄱ", "ㄴ", "ㄷ", "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅂ", "ㅅ", "ㅅ", "ㅇ", "ㅈ", "ㅈ", "ㅊ", "ㅋ",
    "ㅌ", "ㅍ", "ㅎ",
];

impl Collation {
    pub(super) fn new(tag: &Tag) -> Self {
        let with = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            options.alternate_handling = Some(AlternateHandling::NonIgnorable);
            let mut wanted: CollatorPreferences = tag.into();
            // "Article 2" sorts before "Article 10".
            wanted.numeric_ordering = Some(CollationNumericOrdering::True);
            Collator::try_new(wanted, options).ok()
        };
        Collation {
            sort_collator: with(Strength::Tertiary),
            letter_collator: with(Strength::Primary),
        }
    }

    pub(super) fn sort_key(&self, text: &str) -> Box<[u8]> {
        let mut key = Vec::with_capacity(text.len() * 2);
        match &self.sort_collator {
            Some(collator) => {
                let Ok::<(), Infallible>(()) = collator.write_sort_key_to(text, &mut key);
            }
            None => key.extend_from_slice(text.as_bytes()),
        }
        key.into()
    }

    /// The heading of a name in an index; `None` for a name in a script that neither the language
    /// nor the Latin alphabet uses.
    pub(super) fn index_letter(&self, text: &str) -> Option<Box<str>> {
        let Some(first) = text.chars().find(|c| c.is_alphanumeric()) else {
            return Some("0–9".into());
        };
        if !first.is_alphabetic() {
            return Some("0–9".into());
        }
        if !self.is_of_language(first) {
            return None;
        }
        if let Some(syllable) = u32::from(first).checked_sub(0xAC00).filter(|at| *at < 11_172) {
            return Some(KOREAN_INDEX_LETTERS[syllable as usize / 588].into());
        }
        let capital: String = first.to_uppercase().nfc().collect();
        let plain: String = capital.nfd().take(1).collect();
        let same = self
            .letter_collator
            .as_ref()
            .is_some_and(|letters| letters.compare(&plain, &capital).is_eq());
        Some(if same { plain.into() } else { capital.into() })
    }

    /// True for a Latin letter, and for one of a script that the language uses. The order of the
    /// language tells: in the root order, Latin and Greek are the first scripts, and each language
    /// moves its own scripts before the others.
    fn is_of_language(&self, letter: char) -> bool {
        let is_latin = matches!(letter,
            'A'..='Z' | 'a'..='z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'
            | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{FF21}'..='\u{FF5A}');
        let Some(collator) = &self.letter_collator else { return true };
        let is_before =
            |other: &str| collator.compare(letter.encode_utf8(&mut [0; 4]), other).is_lt();
        is_latin || is_before("a") || is_before("α")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, mut names: Vec<&'static str>) -> Vec<&'static str> {
        let collation = Collation::new(&Tag::try_from_str(language).unwrap());
        names.sort_by_key(|name| collation.sort_key(name));
        names
    }

    #[test]
    fn names_sort_by_the_rules_of_the_language() {
        assert_eq!(
            sorted("en", vec!["Zola", "Äther", "abe", "Abe", "Ōta", "Pak"]),
            ["abe", "Abe", "Äther", "Ōta", "Pak", "Zola"]
        );
        assert_eq!(sorted("en", vec!["Test 10", "Test 9"]), ["Test 9", "Test 10"]);
        assert_eq!(
            sorted("sv", vec!["Zorn", "Ärlig", "Adam", "Åke"]),
            ["Adam", "Zorn", "Åke", "Ärlig"]
        );
        assert_eq!(
            sorted("ko", vec!["미국", "김정은", "Trump", "강경화"]),
            ["강경화", "김정은", "미국", "Trump"]
        );
    }

    #[test]
    fn index_letters_follow_the_language() {
        let letter = |language: &str, text: &str| {
            let letter = Collation::new(&Tag::try_from_str(language).unwrap()).index_letter(text);
            letter.map_or_else(|| "other".to_owned(), |letter| letter.to_string())
        };
        assert_eq!(
            [letter("en", "Ōta"), letter("en", "“Übung”"), letter("en", "3rd"), letter("en", "…")],
            ["O", "U", "0–9", "0–9"]
        );
        assert_eq!([letter("sv", "Åke"), letter("sv", "Élan")], ["Å", "E"]);
        assert_eq!(
            [letter("ko", "김정은"), letter("ko", "까치"), letter("ko", "Trump")],
            ["ㄱ", "ㄱ", "T"]
        );
        let names = ["Ann", "김정은", "Анна", "Άννα", "安倍", "アベ", "أحمد", "แอน", "3rd"];
        for (language, expected) in [
            ("en", ["A", "other", "other", "other", "other", "other", "other", "other", "0–9"]),
            ("ko", ["A", "ㄱ", "other", "other", "安", "other", "other", "other", "0–9"]),
            ("ru", ["A", "other", "А", "other", "other", "other", "other", "other", "0–9"]),
            ("el", ["A", "other", "other", "Α", "other", "other", "other", "other", "0–9"]),
            ("ja", ["A", "other", "other", "other", "安", "ア", "other", "other", "0–9"]),
            ("zh", ["A", "other", "other", "other", "安", "other", "other", "other", "0–9"]),
            ("ar", ["A", "other", "other", "other", "other", "other", "ا", "other", "0–9"]),
            ("th", ["A", "other", "other", "other", "other", "other", "other", "แ", "0–9"]),
        ] {
            assert_eq!(names.map(|name| letter(language, name)), expected, "{language}");
        }
    }
}
