//! The first two bytes of all names: by them most words of a text are ruled out.

use super::CaseRule;

/// Which two bytes a name may begin with: a bit for each pair.
#[derive(Clone, Debug)]
pub(super) struct PrefixFilter(Box<[u64; 1024]>);

impl Default for PrefixFilter {
    fn default() -> Self {
        PrefixFilter(Box::new([0; 1024]))
    }
}

impl PrefixFilter {
    /// Adds a first word, in all forms it may have in a text.
    pub(super) fn insert(&mut self, word: &str, case: CaseRule) {
        self.insert_form(word);
        self.insert_form(&word.to_uppercase());
        let lower = word.to_lowercase();
        let mut letters = lower.chars();
        let capitalised: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        if case == CaseRule::IgnoreCase {
            self.insert_form(&lower);
        }
        // What begins with a small letter has a capital at the beginning of a sentence.
        if case == CaseRule::IgnoreCase || word == lower {
            self.insert_form(&capitalised);
        }
    }

    fn insert_form(&mut self, word: &str) {
        let bit = usize::from(prefix_of(word.as_bytes()));
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// True where a name may begin with these two bytes, the first the lower one; the second is 0
    /// for a word of one.
    #[inline]
    pub(super) fn contains(&self, two: u16) -> bool {
        self.0[usize::from(two / 64)] & (1 << (two % 64)) != 0
    }

    /// False for a text that no name begins with.
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

/// True for a byte that letters of Latin script with marks begin with (U+00C0–U+024F,
/// U+1E00–U+1EFF).
fn may_start_accented_latin(byte: u8) -> bool {
    matches!(byte, 0xC3..=0xC9 | 0xE1)
}
