//! The words that a text has asked the lexicon for, in brief.

use super::lexicon::first_word;
use crate::text::{U64Bytes, strip_diacritic};

/// How many bits it has.
const FILTER_BITS: usize = 4096;

/// A set of first words, kept as a few bits: it may say that it has a word that it has not, and
/// never the reverse.
///
/// Every place of a text at which a name is looked for leaves its word here. When names change, a
/// text whose words meet none of theirs need not be looked at again.
#[derive(Clone, PartialEq, Eq)]
pub struct WordFilter(Box<[u64; FILTER_BITS / 64]>);

impl Default for WordFilter {
    fn default() -> Self {
        WordFilter(Box::new([0; FILTER_BITS / 64]))
    }
}

impl WordFilter {
    /// How many letters of a word count.
    pub const PREFIX_LETTERS: usize = 4;

    /// Adds the word that `text` begins with.
    #[inline]
    pub fn insert(&mut self, text: &str) {
        self.set(ascii_prefix_bit(text.as_bytes()).unwrap_or_else(|| unicode_prefix_bit(text)));
    }

    /// Adds the word of ASCII whose first letters, at most [`Asked::PREFIX_LETTERS`], are these;
    /// the first is the lowest byte, and behind the last there are zeros.
    #[inline]
    pub fn insert_ascii_prefix(&mut self, letters: u32) {
        self.set(hash_prefix(letters));
    }

    #[inline]
    fn set(&mut self, bit: usize) {
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// True where two sets may have a word in common.
    pub fn may_intersect(&self, other: &WordFilter) -> bool {
        self.0.iter().zip(other.0.iter()).any(|(one, other)| one & other != 0)
    }
}

impl std::fmt::Debug for WordFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asked({} bits)", self.0.iter().map(|word| word.count_ones()).sum::<u32>())
    }
}

/// The bit of the word that `text` begins with: that of its first letters without case, so that it
/// is the same for all forms that one name is found by. `None` where a letter beyond ASCII may be
/// among them.
#[inline]
fn ascii_prefix_bit(text: &[u8]) -> Option<usize> {
    let eight = U64Bytes::of(text);
    let letters = eight.ascii_alnum_prefix_len().min(WordFilter::PREFIX_LETTERS);
    let goes_on = letters < WordFilter::PREFIX_LETTERS
        && text.get(letters).is_some_and(|byte| !byte.is_ascii());
    (!goes_on).then(|| hash_prefix(eight.prefix(letters) as u32))
}

/// The same, where letters beyond ASCII are among the first: those may have other cases of another
/// length, and some have a case in ASCII, or are one with a mark.
#[cold]
fn unicode_prefix_bit(text: &str) -> usize {
    let letters = first_word(text)
        .chars()
        .map(strip_diacritic)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .take(WordFilter::PREFIX_LETTERS)
        .enumerate();
    hash_prefix(letters.fold(0, |all, (at, letter)| all ^ u32::from(letter) << (8 * at)))
}

#[inline]
fn hash_prefix(letters: u32) -> usize {
    // The bit by which small letters of ASCII differ from capitals, and which digits have too.
    // Beyond ASCII some letters become one by it, so that more words meet.
    let small = letters | 0x2020_2020;
    (small.wrapping_mul(0x9E37_79B1) >> 20) as usize % FILTER_BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{case_fold, fold_punctuation, strip_diacritics};
    use proptest::prelude::*;

    fn meets(one: &str, other: &str) -> bool {
        let (mut a, mut b) = (WordFilter::default(), WordFilter::default());
        a.insert(one);
        b.insert(other);
        a.may_intersect(&b)
    }

    #[test]
    fn a_word_meets_itself_in_any_case_and_seldom_another() {
        for (one, other) in [
            ("Kim", "KIM"),
            ("Владимир", "ВЛАДИМИР"),
            ("Weiß", "WEISS"),
            ("Åse", "ase"),
            ("김정은", "김일성"),
            ("US", "us"),
            ("Kim Jong Un", "Kim's"),
        ] {
            assert!(meets(one, other), "{one} {other}");
        }
        let words = [
            "Kim", "Moon", "Trump", "Choe", "North", "South", "Hanoi", "the", "talks", "summit",
            "김", "북", "일",
        ];
        let met = words
            .iter()
            .flat_map(|one| words.iter().map(move |other| (one, other)))
            .filter(|(one, other)| meets(one, other))
            .count();
        assert!(met <= words.len() + 2, "{met}");
    }

    proptest! {
        #[test]
        fn words_of_ascii_are_the_same_words(word in "[a-cA-C0-9]{1,6}", rest in "[ .'-][a-c]{0,4}|") {
            let text = format!("{word}{rest}");
            let (mut one, mut other) = (WordFilter::default(), WordFilter::default());
            one.insert(&text);
            other.insert_ascii_prefix(U64Bytes::of(text.as_bytes()).prefix(word.len().min(WordFilter::PREFIX_LETTERS)) as u32);
            prop_assert_eq!(one, other);
        }

        #[test]
        fn forms_that_fold_to_one_word_meet(word in "([a-zßſıéК김]|\\PC){1,8}") {
            let word: String = word.chars().map(fold_punctuation).collect();
            for other in [word.to_uppercase(), word.to_lowercase(), case_fold(&word), strip_diacritics(&word).into_owned()] {
                let bare = |word: &str| case_fold(&strip_diacritics(first_word(word)));
                if bare(&other) == bare(&word) {
                    prop_assert!(meets(&word, &other), "{word:?} {other:?}");
                }
            }
        }
    }
}
