//! Word scanner: finds words 64 bytes at a time.

use super::byte_scan::{ByteClasses64, ascii_alnum_prefix_len};

/// A run of ASCII letters and digits, or the start of a word that is not pure ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScannedWord {
    pub start: usize,
    /// `None` if a non-ASCII character is at the start or follows the run: then the caller must
    /// look at characters.
    pub end: Option<usize>,
}

/// Scans a text for words. It keeps the byte classes of a window of 64 bytes, so that successive
/// calls are cheap.
pub struct WordScanner<'a> {
    text: &'a [u8],
    window_start: usize,
    window: ByteClasses64,
}

impl<'a> WordScanner<'a> {
    pub fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        WordScanner { text, window_start: 0, window: ByteClasses64::of(text) }
    }

    /// The first word that starts in `from..to`, as if the text began at `from`. Its end may be
    /// beyond `to`.
    #[inline]
    pub fn next_word(&mut self, from: usize, to: usize) -> Option<ScannedWord> {
        let (mut from, to) = (from, to.min(self.text.len()));
        while from < to {
            let offset = from.wrapping_sub(self.window_start);
            if offset >= 64 {
                self.load_window(from);
                continue;
            }
            let ByteClasses64 { alnum, non_ascii } = self.window;
            let words = (alnum | non_ascii) >> offset;
            if words == 0 {
                from = self.window_start + 64;
                continue;
            }
            let start = offset + words.trailing_zeros() as usize;
            let end = start + (alnum >> start).trailing_ones() as usize;
            let at = self.window_start + start;
            if at >= to {
                return None;
            }
            if end < 64 {
                let is_ascii = non_ascii >> end & 1 == 0;
                let end = is_ascii.then_some(self.window_start + end);
                return Some(ScannedWord { start: at, end });
            }
            // The word may continue after the window.
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

    /// Reference implementation, byte by byte.
    fn one_by_one(text: &str, from: usize) -> Option<ScannedWord> {
        let bytes = text.as_bytes();
        let is_word_byte = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let start = from + bytes.get(from..)?.iter().position(is_word_byte)?;
        let end = start + ascii_alnum_prefix_len(&bytes[start..]);
        let is_ascii = end > start && bytes.get(end).is_none_or(u8::is_ascii);
        Some(ScannedWord { start, end: is_ascii.then_some(end) })
    }

    fn text() -> impl Strategy<Value = String> {
        let short = prop_oneof!["[a-zA-Z0-9]{1,9}", "[ .'@`{/:\\[-]{1,3}", "[é한—]"];
        let part = prop_oneof![3 => short, 2 => "[a-z]{60,140}| {60,140}"];
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn words_are_the_same_as_byte_by_byte(text in text()) {
            let mut scanner = WordScanner::new(&text);
            let mut at = 0;
            while let Some(word) = scanner.next_word(at, text.len()) {
                prop_assert_eq!(Some(word), one_by_one(&text, at));
                // Sometimes continue within a word, as after a name.
                let next = word.end.filter(|end| end % 3 > 0).unwrap_or(word.start + 1);
                at = text.ceil_char_boundary(next);
            }
            prop_assert_eq!(None, one_by_one(&text, at));
        }

        #[test]
        fn words_do_not_depend_on_earlier_calls(
            text in text(),
            calls in prop::collection::vec((0usize..600, 0usize..200), 1..20),
        ) {
            let mut scanner = WordScanner::new(&text);
            for (from, length) in calls {
                let from = text.ceil_char_boundary(from.min(text.len()));
                let to = from + length;
                let expected = one_by_one(&text, from).filter(|word| word.start < to);
                prop_assert_eq!(scanner.next_word(from, to), expected);
            }
        }
    }
}
