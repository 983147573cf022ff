//! The words of a text, one after the other, without looking at its bytes one by one.

use super::byte_scan::{ByteClasses64, ascii_alnum_prefix_len};

/// Letters and digits of ASCII side by side, or the beginning of what is not only that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScannedWord {
    /// Its first byte.
    pub start: usize,
    /// Where it ends; `None` where something beyond ASCII stands there or at its end, so that one
    /// has to look at characters.
    pub end: Option<usize>,
}

/// Finds the runs of a text. It holds what is known of sixty-four bytes, so asking for one run
/// after the other takes little.
pub struct WordScanner<'a> {
    text: &'a [u8],
    /// The first of the bytes that are known.
    window_start: usize,
    window: ByteClasses64,
}

impl<'a> WordScanner<'a> {
    /// The runs of `text`.
    pub fn new(text: &'a str) -> Self {
        WordScanner {
            text: text.as_bytes(),
            window_start: 0,
            window: ByteClasses64::of(text.as_bytes()),
        }
    }

    /// The first run that begins in `from..to`; what stands before `from` is no part of it. Nothing
    /// behind `to` is looked at but the end of such a run.
    #[inline]
    pub fn next_word(&mut self, from: usize, to: usize) -> Option<ScannedWord> {
        let (mut from, to) = (from, to.min(self.text.len()));
        while from < to {
            let offset = from.wrapping_sub(self.window_start);
            if offset >= 64 {
                self.load_window(from);
                continue;
            }
            let ByteClasses64 { alnum: letters, non_ascii: beyond } = self.window;
            let words = (letters | beyond) >> offset;
            if words == 0 {
                from = self.window_start + 64;
                continue;
            }
            let start = offset + words.trailing_zeros() as usize;
            let end = start + (letters >> start).trailing_ones() as usize;
            let at = self.window_start + start;
            if at >= to {
                return None;
            }
            if end < 64 {
                let is_ascii = beyond >> end & 1 == 0;
                return Some(ScannedWord {
                    start: at,
                    end: is_ascii.then_some(self.window_start + end),
                });
            }
            // It may go on behind what is known.
            if start == 0 {
                return Some(ScannedWord { start: at, end: self.end_of_long_word(at) });
            }
            self.load_window(at);
            from = at;
        }
        None
    }

    fn load_window(&mut self, base: usize) {
        self.window_start = base;
        self.window = ByteClasses64::of(&self.text[base..]);
    }

    #[cold]
    fn end_of_long_word(&self, start: usize) -> Option<usize> {
        let end = start + ascii_alnum_prefix_len(&self.text[start..]);
        self.text.get(end).is_none_or(u8::is_ascii).then_some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, byte by byte.
    fn one_by_one(text: &str, from: usize) -> Option<ScannedWord> {
        let bytes = text.as_bytes();
        let start = from
            + bytes
                .get(from..)?
                .iter()
                .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
        let end =
            start + bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        Some(ScannedWord {
            start,
            end: (end > start && bytes.get(end).is_none_or(u8::is_ascii)).then_some(end),
        })
    }

    fn text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            "[a-zA-Z0-9]{1,9}",
            "[ .'@`{/:\\[-]{1,3}",
            "[é한—]",
            "[a-z]{60,140}",
            " {60,140}"
        ];
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn runs_are_what_one_finds_byte_by_byte(text in text()) {
            let mut runs = WordScanner::new(&text);
            let mut at = 0;
            while let Some(run) = runs.next_word(at, text.len()) {
                prop_assert_eq!(Some(run), one_by_one(&text, at));
                // Sometimes on in the middle of a run, as after a name.
                at = text.ceil_char_boundary(run.end.filter(|end| end % 3 > 0).unwrap_or(run.start + 1));
            }
            prop_assert_eq!(None, one_by_one(&text, at));
        }

        #[test]
        fn runs_are_the_same_wherever_one_asks(text in text(), asked in prop::collection::vec((0usize..600, 0usize..200), 1..20)) {
            let mut runs = WordScanner::new(&text);
            for (from, length) in asked {
                let from = text.ceil_char_boundary(from.min(text.len()));
                let to = from + length;
                prop_assert_eq!(runs.next_word(from, to), one_by_one(&text, from).filter(|run| run.start < to));
            }
        }
    }
}
