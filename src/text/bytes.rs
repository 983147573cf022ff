//! Looking at many bytes at once.

/// How many are looked at before it is asked whether one was found.
const STRETCH: usize = 64;

/// The bytes that are looked for, as a table with a place for each byte.
pub const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// True where any byte of `text` is one that is looked for. Unlike `bytes().any`, it looks at stretches without stopping within one, so that the compiler can look at
/// many bytes with one instruction.
pub fn any_byte(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(STRETCH).any(|stretch| stretch.iter().fold(false, |found, byte| found | is(*byte)))
}

/// True where any two bytes side by side are what is looked for; as [`any_byte`].
pub fn any_pair(text: &str, is: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let mut pairs = bytes.chunks(STRETCH).zip(bytes.get(1..).unwrap_or_default().chunks(STRETCH));
    pairs.any(|(one, other)| one.iter().zip(other).fold(false, |found, (one, other)| found | is(*one, *other)))
}

/// Eight bytes of a text, in a register.
#[derive(Clone, Copy)]
pub struct Eight {
    bytes: u64,
    /// The highest bit of each byte that is a letter or digit of ASCII.
    letters: u64,
}

/// One byte in all eight places.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

impl Eight {
    /// The bytes of `text` from `at`; after its end there are zeros.
    #[inline]
    pub fn at(text: &[u8], at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            last
        });
        let bytes = u64::from_le_bytes(bytes);
        // Sums of seven bits set the eighth where a byte is not less than a bound; no sum runs over into the next byte.
        let seven = bytes & all(0x7F);
        let small = seven | all(0x20);
        let not_less = |bytes: u64, bound: u8| bytes + all(0x80 - bound);
        let letter = not_less(small, b'a') & !not_less(small, b'z' + 1);
        let digit = not_less(seven, b'0') & !not_less(seven, b'9' + 1);
        Eight { bytes, letters: (letter | digit) & !bytes & all(0x80) }
    }

    /// How many letters or digits of ASCII they begin with, 0 to 8.
    #[inline]
    pub fn letters(self) -> usize {
        ((!self.letters & all(0x80)).trailing_zeros() / 8) as usize
    }

    /// The first letter or digit from place `from` on, or the first byte beyond ASCII; `None` where there is neither.
    #[inline]
    pub fn next(self, from: usize) -> Option<usize> {
        let those = ((self.letters | self.bytes) & all(0x80)).checked_shr(8 * from as u32).unwrap_or(0);
        (those != 0).then(|| from + (those.trailing_zeros() / 8) as usize)
    }

    /// The first `count` of the first four, at least one, with small letters for capitals, as long as they are letters and digits; the others are 0.
    #[inline]
    pub fn small(self, count: usize) -> u32 {
        (self.bytes as u32 | all(0x20) as u32) & (u32::MAX >> (32 - 8 * count.clamp(1, 4)))
    }

    /// One of the bytes.
    #[inline]
    pub fn byte(self, at: usize) -> u8 {
        (self.bytes >> (8 * at)) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::{Eight, any_byte, any_pair};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_bytes_are_looked_at_as_one_by_one(bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"az09AZ@[`{/:".to_vec())], 0..10), from in 0usize..9) {
            let eight = Eight::at(&bytes, 0);
            let first: Vec<u8> = bytes.iter().copied().chain([0; 8]).take(8).collect();
            prop_assert_eq!(eight.letters(), first.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count());
            prop_assert_eq!(eight.next(from), (from..8).find(|at| first[*at].is_ascii_alphanumeric() || !first[*at].is_ascii()));
            if let count @ 1.. = eight.letters().min(4) {
                let small: Vec<u8> = first[..count].iter().map(u8::to_ascii_lowercase).chain([0; 4]).take(4).collect();
                prop_assert_eq!(eight.small(count).to_le_bytes().to_vec(), small);
            }
            prop_assert_eq!((0..8).map(|at| eight.byte(at)).collect::<Vec<u8>>(), first);
        }
    }

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for at in [0, 1, 63, 64, 65, 127, 200] {
            let text = format!("{}!{}", "x".repeat(at), "x".repeat(200 - at));
            assert!(any_byte(&text, |byte| byte == b'!'), "{at}");
            assert!(!any_byte(&text, |byte| byte == b'?'), "{at}");
        }
        assert!(!any_byte("", |_| true));
    }

    #[test]
    fn a_pair_is_found_wherever_it_stands() {
        for at in [0, 1, 62, 63, 64, 65, 127, 200] {
            let text = format!("{}!?{}", "x".repeat(at), "x".repeat(200 - at));
            assert!(any_pair(&text, |one, other| one == b'!' && other == b'?'), "{at}");
            assert!(!any_pair(&text, |one, other| one == b'?' && other == b'!'), "{at}");
        }
        assert!(!any_pair("", |_, _| true) && !any_pair("a", |_, _| true));
    }
}
