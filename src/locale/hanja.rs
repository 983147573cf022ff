//! Chinese characters as Koreans read them.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// Sorts each character beside the syllable by which it is read (CLDR, `ko`).
static KOREAN: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Primary);
    Collator::try_new(locale!("ko").into(), options).ok()
});

const SYLLABLES: std::ops::RangeInclusive<u32> = 0xAC00..=0xD7A3;

/// The syllable of Hangul by which a Chinese character is read in Korean; `None` if none is known.
pub fn korean_reading(c: char) -> Option<char> {
    let collator = KOREAN.as_ref()?;
    let compare = |syllable: char| {
        collator.compare(syllable.encode_utf8(&mut [0; 4]), c.encode_utf8(&mut [0; 4]))
    };
    let (mut low, mut high) = (*SYLLABLES.start(), *SYLLABLES.end());
    while low <= high {
        let middle = low.midpoint(high);
        let syllable = char::from_u32(middle)?;
        match compare(syllable) {
            Ordering::Equal => return Some(syllable),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle - 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_chinese_characters_are_read_in_korean() {
        for (written, read) in [("金正恩", "김정은"), ("文在寅", "문재인"), ("崔善姬", "최선희")]
        {
            let reading: Option<String> = written.chars().map(korean_reading).collect();
            assert_eq!(reading.as_deref(), Some(read));
        }
        assert_eq!(korean_reading('a'), None);
        assert_eq!(korean_reading('习'), None);
    }
}
