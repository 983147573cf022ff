//! The last part of an address.

use std::fmt;

use serde::Serialize;

use super::normalize::{nfc, nfc_lowercase};

/// The longest slug, in bytes: file systems allow a name 255, and `.tmp` suffixes want a few.
const MAX_BYTES: usize = 200;

/// One part of an address: NFC, lower case, letters and digits of any script, joined by single
/// hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Slug(Box<str>);

/// Why a text is no slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlugError {
    /// Nothing of it can stand in an address.
    Empty,
    /// It is longer than 200 bytes.
    TooLong,
    /// It has characters that an address does not; the slug it could be instead is given.
    InvalidCharacters(Slug),
}

impl Slug {
    /// Makes a slug of any text: `"Choe Son Hui"` becomes `choe-son-hui`. Apostrophes vanish,
    /// whatever else is no letter or digit becomes a hyphen.
    ///
    /// # Errors
    /// [`SlugError::Empty`] and [`SlugError::TooLong`].
    pub fn from_text(text: &str) -> Result<Slug, SlugError> {
        let mut slug = String::with_capacity(text.len());
        let mut gap = false;
        // Apostrophes go first: marks on both sides of one come together, and are then in the order
        // of NFC.
        let text: String = text.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ')).collect();
        for c in nfc_lowercase(&text).chars() {
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

    /// Takes a slug that an author wrote, as it is but for how its letters are composed.
    ///
    /// # Errors
    /// [`SlugError::InvalidCharacters`] for one that [`Slug::from_text`] would change, and what
    /// that gives.
    pub fn parse(text: &str) -> Result<Slug, SlugError> {
        let slug = Slug::from_text(text)?;
        if *slug.0 == *nfc(text) { Ok(slug) } else { Err(SlugError::InvalidCharacters(slug)) }
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Combining marks, which `char::is_alphanumeric` leaves out though words of many scripts need
/// them.
fn is_combining_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn slug(text: &str) -> String {
        Slug::from_text(text).map(|s| s.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_file_name_becomes_the_slug_a_reader_would_guess() {
        for (text, expected) in [
            ("Choe Son Hui", "choe-son-hui"),
            ("Kim Jong-un", "kim-jong-un"),
            ("Côte d’Ivoire", "côte-divoire"),
            ("김정은", "김정은"),
            ("  U.S.–North Korea:  what now? ", "u-s-north-korea-what-now"),
            ("İstanbul", "i̇stanbul"),
            ("../../etc", "etc"),
        ] {
            assert_eq!(slug(text), expected);
        }
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
    fn marks_on_both_sides_of_an_apostrophe_come_in_the_order_of_composition() {
        let slug = Slug::from_text("\u{d54}\u{ec8}'\u{16af0}").unwrap();
        assert_eq!(Slug::from_text(slug.as_str()), Ok(slug));
    }

    proptest! {
        #[test]
        fn a_slug_is_a_fixed_point_and_never_leaves_its_folder(text in "\\PC{0,40}") {
            if let Ok(first) = Slug::from_text(&text) {
                prop_assert_eq!(Slug::from_text(first.as_str()), Ok(first.clone()));
                prop_assert!(Slug::parse(first.as_str()).is_ok());
                prop_assert!(!first.as_str().contains(['/', '\\', '.', '\0', ' ']));
            }
        }

        #[test]
        fn composed_and_decomposed_texts_have_one_slug(text in "\\PC{0,40}") {
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(Slug::from_text(&text), Slug::from_text(&nfd));
        }
    }
}
