//! Bloom filter of the words that the linker looked up in the lexicon.

use super::bit_set::BitSet;
use super::lexicon::first_word;
use crate::text::{ascii_alnum_prefix_len, first_bytes, strip_diacritic};

const FILTER_BITS: usize = 4096;

/// Bloom filter of first words: false positives are possible, false negatives are not.
///
/// Every lookup for a name adds its word. A page whose words do not intersect those of changed
/// names need not be linked again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordFilter(BitSet<{ FILTER_BITS / 64 }>);

impl WordFilter {
    /// Only this many letters of a word are hashed.
    pub const PREFIX_LETTERS: usize = 4;

    /// Adds the word that `text` begins with.
    #[inline]
    pub fn insert(&mut self, text: &str) {
        let bit = ascii_prefix_bit(text.as_bytes());
        self.0.insert(bit.unwrap_or_else(|| unicode_prefix_bit(text)));
    }

    /// Adds an ASCII word by its first letters, at most [`Self::PREFIX_LETTERS`], the first in the
    /// lowest byte and padded with zeros.
    #[inline]
    pub fn insert_ascii_prefix(&mut self, letters: u32) {
        self.0.insert(hash_prefix(letters));
    }

    pub fn may_intersect(&self, other: &WordFilter) -> bool {
        self.0.intersects(&other.0)
    }
}

/// The bit for the word that `text` begins with: of its first letters, ignoring case, so that all
/// forms that match one name share it. `None` if one of the letters may not be ASCII.
#[inline]
fn ascii_prefix_bit(text: &[u8]) -> Option<usize> {
    let letters = ascii_alnum_prefix_len(text.get(..WordFilter::PREFIX_LETTERS).unwrap_or(text));
    let continues = letters < WordFilter::PREFIX_LETTERS
        && text.get(letters).is_some_and(|byte| !byte.is_ascii());
    (!continues).then(|| hash_prefix(first_bytes(text, letters) as u32))
}

/// The same for letters beyond ASCII, whose other case may have another length or be ASCII, and
/// which may have a diacritic.
#[cold]
fn unicode_prefix_bit(text: &str) -> usize {
    let letters = first_word(text).chars().map(strip_diacritic);
    let letters = letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let prefix = letters.take(WordFilter::PREFIX_LETTERS).enumerate();
    hash_prefix(prefix.fold(0, |all, (at, letter)| all ^ (u32::from(letter) << (8 * at))))
}

#[inline]
fn hash_prefix(letters: u32) -> usize {
    // Sets the bit by which lower case differs from upper case in ASCII; digits have it. Beyond
    // ASCII it merges some letters, which only adds false positives.
    let lower = letters | 0x2020_2020;
    (lower.wrapping_mul(0x9E37_79B1) >> 20) as usize % FILTER_BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{case_fold, fold_punctuation, strip_diacritics};
    use proptest::prelude::*;

    fn intersects(one: &str, other: &str) -> bool {
        let (mut a, mut b) = (WordFilter::default(), WordFilter::default());
        a.insert(one);
        b.insert(other);
        a.may_intersect(&b)
    }

    #[test]
    fn a_word_intersects_itself_in_any_case_and_rarely_another() {
        for (one, other) in [
            ("Kim", "KIM"),
            ("Владимир", "ВЛАДИМИР"),
            ("Weiß", "WEISS"),
            ("Åse", "ase"),
            ("김정은", "김일성"),
            ("US", "us"),
            ("Kim Jong Un", "Kim's"),
        ] {
            assert!(intersects(one, other), "{one} {other}");
        }
        let words = [
            "Kim", "Moon", "Trump", "Choe", "North", "South", "Hanoi", "the", "talks", "summit",
            "김", "북", "일",
        ];
        let met = words
            .iter()
            .flat_map(|one| words.iter().map(move |other| (one, other)))
            .filter(|(one, other)| intersects(one, other))
            .count();
        assert!(met <= words.len() + 2, "{met}");
    }

    proptest! {
        #[test]
        fn ascii_prefixes_set_the_same_bits_as_their_text(word in "[a-cA-C0-9]{1,6}", rest in "[ .'-][a-c]{0,4}|") {
            let text = format!("{word}{rest}");
            let (mut one, mut other) = (WordFilter::default(), WordFilter::default());
            one.insert(&text);
            other.insert_ascii_prefix(first_bytes(text.as_bytes(), word.len().min(WordFilter::PREFIX_LETTERS)) as u32);
            prop_assert_eq!(one, other);
        }

        #[test]
        fn forms_of_one_word_intersect(word in "([a-zßſıéК김]|\\PC){1,8}") {
            let word: String = word.chars().map(fold_punctuation).collect();
            for other in [word.to_uppercase(), word.to_lowercase(), case_fold(&word), strip_diacritics(&word).into_owned()] {
                let bare = |word: &str| case_fold(&strip_diacritics(first_word(word)));
                if bare(&other) == bare(&word) {
                    prop_assert!(intersects(&word, &other), "{word:?} {other:?}");
                }
            }
        }
    }
}
