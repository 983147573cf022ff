//! The first two bytes of all names: by them most words of a text are ruled out.

use super::Case;

/// Which two bytes a name may begin with: a bit for each pair.
#[derive(Clone, Debug)]
pub(super) struct Beginnings(Box<[u64; 1024]>);

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings(Box::new([0; 1024]))
    }
}

impl Beginnings {
    /// Adds a first word, in all forms it may have in a text.
    pub(super) fn add(&mut self, word: &str, case: Case) {
        self.add_form(word);
        self.add_form(&word.to_uppercase());
        let lower = word.to_lowercase();
        let mut letters = lower.chars();
        let capitalised: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        if case == Case::Any {
            self.add_form(&lower);
        }
        // What begins with a small letter has a capital at the beginning of a sentence.
        if case == Case::Any || word == lower {
            self.add_form(&capitalised);
        }
    }

    fn add_form(&mut self, word: &str) {
        let bit = usize::from(first_two(word.as_bytes()));
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// True where a name may begin with these two bytes, the first the lower one; the second is 0 for a word of one.
    #[inline]
    pub(super) fn has(&self, two: u16) -> bool {
        self.0[usize::from(two / 64)] & (1 << (two % 64)) != 0
    }

    /// False for a text that no name begins with.
    #[inline]
    pub(super) fn may_begin(&self, text: &[u8]) -> bool {
        self.has(first_two(text)) || text.iter().take(2).any(|byte| may_carry_mark(*byte))
    }
}

#[inline]
fn first_two(text: &[u8]) -> u16 {
    let second = text.get(1).copied().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    u16::from_le_bytes([text.first().copied().unwrap_or(0), second.unwrap_or(0)])
}

/// True for a byte that letters of Latin script with marks begin with (U+00C0–U+024F, U+1E00–U+1EFF).
fn may_carry_mark(byte: u8) -> bool {
    matches!(byte, 0xC3..=0xC9 | 0xE1)
}
