//! Slugs: the last segment of a route.

use serde::Serialize;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::normalize::nfc;

/// File systems limit names to 255 bytes, and temporary files add a suffix.
const MAX_BYTES: usize = 200;

/// A route segment: NFC, lower case, letters and digits of any script, joined by single hyphens.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Slug(Box<str>);

str_newtype!(Slug);

/// Which lower-case letters belong to I and İ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LetterCase {
    /// "i" for both.
    #[default]
    Common,
    /// "ı" for I, "i" for İ: Turkish and Azerbaijani.
    Turkic,
}

impl LetterCase {
    /// That of a language (BCP 47).
    pub fn of_language(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or("").to_ascii_lowercase().as_str() {
            "tr" | "az" => LetterCase::Turkic,
            _ => LetterCase::Common,
        }
    }

    /// The text in lower case and NFC, without the combining dot that Unicode keeps of İ.
    fn lowercase(self, text: &str) -> String {
        if text.is_ascii() && self == LetterCase::Common {
            return text.to_ascii_lowercase();
        }
        let lower = text.nfc().flat_map(|c| {
            let turkic = match c {
                'I' if self == LetterCase::Turkic => Some('ı'),
                'İ' => Some('i'),
                _ => None,
            };
            let others = turkic.is_none().then(|| c.to_lowercase());
            turkic.into_iter().chain(others.into_iter().flatten())
        });
        let mut previous = None;
        let kept = lower.filter(|c| {
            let is_dot = *c == COMBINING_DOT && previous == Some('i');
            previous = Some(*c);
            !is_dot
        });
        kept.nfc().collect()
    }
}

const COMBINING_DOT: char = '\u{307}';

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlugError {
    /// It has no letter or digit.
    Empty,
    /// The slug would be longer than 200 bytes.
    TooLong,
    /// It is not a slug; contains the slug that its text would make.
    InvalidCharacters(Slug),
}

impl Slug {
    /// Makes a slug of any text: `"Ada Lovelace"` becomes `ada-lovelace`. Apostrophes are dropped;
    /// anything else that is not a letter or digit becomes a hyphen.
    ///
    /// # Errors
    /// [`SlugError::Empty`] and [`SlugError::TooLong`].
    pub fn from_text(text: &str) -> Result<Slug, SlugError> {
        Self::from_text_in(text, LetterCase::Common)
    }

    /// The same in a language with these lower-case letters.
    ///
    /// # Errors
    /// [`SlugError::Empty`] and [`SlugError::TooLong`].
    pub fn from_text_in(text: &str, case: LetterCase) -> Result<Slug, SlugError> {
        let mut slug = String::with_capacity(text.len());
        let mut gap = false;
        // Apostrophes are dropped before NFC, which may reorder the marks on both sides of one.
        let text: String = text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ')).collect();
        for c in case.lowercase(&text).chars() {
            // `is_alphanumeric` excludes combining marks, which words of many scripts need.
            if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty() && !gap) {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.push(c);
            } else {
                gap = true;
            }
        }
        match slug.len() {
            0 => Err(SlugError::Empty),
            n if n > MAX_BYTES => Err(SlugError::TooLong),
            _ => Ok(Slug(slug.into())),
        }
    }

    /// Accepts a slug that an author wrote; only its Unicode normal form may differ.
    ///
    /// # Errors
    /// [`SlugError::InvalidCharacters`] for a text that [`Slug::from_text`] would change.
    pub fn parse(text: &str) -> Result<Slug, SlugError> {
        let slug = Slug::from_text(text)?;
        if *slug.0 == *nfc(text) { Ok(slug) } else { Err(SlugError::InvalidCharacters(slug)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slug(text: &str) -> String {
        Slug::from_text(text).map(|s| s.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_title_becomes_the_slug_a_reader_would_guess() {
        for (text, expected) in [
            ("Choe Son Hui", "choe-son-hui"),
            ("Kim Jong-un", "kim-jong-un"),
            ("Côte d’Ivoire", "côte-divoire"),
            ("김정은", "김정은"),
            ("  U.S.–North Korea:  what now? ", "u-s-north-korea-what-now"),
            ("İstanbul", "istanbul"),
            ("I\u{307}stanbul", "istanbul"),
            ("Işık", "işık"),
            ("../../etc", "etc"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn turkish_and_azerbaijani_have_an_i_without_dot() {
        let turkish = LetterCase::of_language("tr-TR");
        let slug = |text| Slug::from_text_in(text, turkish).map(|slug| slug.to_string());
        assert_eq!(slug("Işık İzmir Ali IRMAK").as_deref(), Ok("ışık-izmir-ali-ırmak"));
        assert_eq!(LetterCase::of_language("az"), LetterCase::Turkic);
        assert_eq!(LetterCase::of_language("tru"), LetterCase::Common);
    }

    #[test]
    fn a_text_without_letters_or_too_long_is_refused() {
        assert_eq!(Slug::from_text(" / .. / "), Err(SlugError::Empty));
        assert_eq!(Slug::from_text(&"x".repeat(MAX_BYTES + 1)), Err(SlugError::TooLong));
        assert!(Slug::from_text(&"x".repeat(MAX_BYTES)).is_ok());
        assert_eq!(Slug::parse("jose\u{301}").unwrap().as_str(), "jos\u{e9}");
        assert!(
            matches!(Slug::parse("Kim Jong Un"), Err(SlugError::InvalidCharacters(s)) if s.as_str() == "kim-jong-un")
        );
    }

    #[test]
    fn marks_on_both_sides_of_an_apostrophe_are_in_nfc_order() {
        let slug = Slug::from_text("\u{d54}\u{ec8}'\u{16af0}").unwrap();
        assert_eq!(Slug::from_text(slug.as_str()), Ok(slug));
    }

    proptest! {
        #[test]
        fn a_slug_of_a_slug_is_the_same_and_never_leaves_its_folder(text in "\\PC{0,40}") {
            if let Ok(first) = Slug::from_text(&text) {
                prop_assert_eq!(Slug::from_text(first.as_str()), Ok(first.clone()));
                prop_assert!(Slug::parse(first.as_str()).is_ok());
                prop_assert!(!first.as_str().contains(['/', '\\', '.', '\0', ' ']));
            }
        }

        #[test]
        fn composed_and_decomposed_texts_have_the_same_slug(text in "\\PC{0,40}") {
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(Slug::from_text(&text), Slug::from_text(&nfd));
        }
    }
}
