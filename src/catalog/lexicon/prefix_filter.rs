//! Two-byte prefixes of all names: rules out most words of a text.

use super::CaseRule;
use crate::catalog::bit_set::BitSet;

/// One bit for each pair of bytes that a name may begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct PrefixFilter(BitSet<1024>);

impl PrefixFilter {
    /// Adds a first word, in all forms that it may have in a text.
    pub(super) fn insert(&mut self, word: &str, case: CaseRule) {
        let lower = word.to_lowercase();
        self.insert_form(word);
        self.insert_form(&word.to_uppercase());
        if case == CaseRule::IgnoreCase {
            self.insert_form(&lower);
        }
        // A lower-case name is capitalised at the beginning of a sentence.
        if case == CaseRule::IgnoreCase || word == lower {
            let mut letters = lower.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            self.insert_form(&first.chain(letters).collect::<String>());
        }
    }

    fn insert_form(&mut self, word: &str) {
        self.0.insert(usize::from(prefix_of(word.as_bytes())));
    }

    /// `prefix` has the first byte in its low byte; the high byte is 0 for a word of one byte.
    #[inline]
    pub(super) fn contains(&self, prefix: u16) -> bool {
        self.0.contains(usize::from(prefix))
    }

    /// False if no name begins like `text`.
    #[inline]
    pub(super) fn may_start_name(&self, text: &[u8]) -> bool {
        self.contains(prefix_of(text))
            || text.iter().take(2).any(|byte| may_start_accented_latin(*byte))
    }
}

#[inline]
fn prefix_of(text: &[u8]) -> u16 {
    let second =
        text.get(1).copied().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    u16::from_le_bytes([text.first().copied().unwrap_or(0), second.unwrap_or(0)])
}

/// True for the lead bytes of Latin letters with diacritics (U+00C0–U+024F, U+1E00–U+1EFF).
fn may_start_accented_latin(byte: u8) -> bool {
    matches!(byte, 0xC3..=0xC9 | 0xE1)
}
