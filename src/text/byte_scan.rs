//! Looking at many bytes at once.

/// How many are looked at before it is asked whether one was found.
const CHUNK_LEN: usize = 64;

/// The bytes that are looked for, as a table with a place for each byte.
pub const fn byte_table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// True where any byte of `text` is one that is looked for. Unlike `bytes().any`, it looks at
/// stretches without stopping within one, so that the compiler can look at many bytes with one
/// instruction.
pub fn any_byte(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.as_bytes()
        .chunks(CHUNK_LEN)
        .any(|stretch| stretch.iter().fold(false, |found, byte| found | is(*byte)))
}

/// True where any two bytes side by side are what is looked for; as [`any_byte`].
pub fn any_byte_pair(text: &str, is: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let mut pairs =
        bytes.chunks(CHUNK_LEN).zip(bytes.get(1..).unwrap_or_default().chunks(CHUNK_LEN));
    pairs.any(|(one, other)| {
        one.iter().zip(other).fold(false, |found, (one, other)| found | is(*one, *other))
    })
}

/// Eight bytes of a text, in a register.
#[derive(Clone, Copy)]
pub struct U64Bytes(u64);

/// One byte in all eight places.
const fn splat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

impl U64Bytes {
    /// The first eight bytes of `text`; after its end there are zeros.
    #[inline]
    pub fn of(text: &[u8]) -> Self {
        U64Bytes(u64::from_le_bytes(
            text.first_chunk().copied().unwrap_or_else(|| zero_padded(text)),
        ))
    }

    /// How many letters or digits of ASCII they begin with, 0 to 8.
    #[inline]
    pub fn ascii_alnum_prefix_len(self) -> usize {
        // Sums of seven bits set the eighth where a byte is not less than a bound; no sum runs over
        // into the next byte.
        let seven = self.0 & splat(0x7F);
        let small = seven | splat(0x20);
        let not_less = |bytes: u64, bound: u8| bytes + splat(0x80 - bound);
        let letter = not_less(small, b'a') & !not_less(small, b'z' + 1);
        let digit = not_less(seven, b'0') & !not_less(seven, b'9' + 1);
        let letters = (letter | digit) & !self.0 & splat(0x80);
        ((!letters & splat(0x80)).trailing_zeros() / 8) as usize
    }

    /// The first `count` of them; the others are 0.
    #[inline]
    pub fn prefix(self, count: usize) -> u64 {
        self.0 & 1_u64.checked_shl(8 * count as u32).map_or(u64::MAX, |above| above - 1)
    }
}

/// How many letters and digits of ASCII a text begins with.
pub fn ascii_alnum_prefix_len(text: &[u8]) -> usize {
    let mut count = 0;
    loop {
        let letters = U64Bytes::of(&text[count..]).ascii_alnum_prefix_len();
        count += letters;
        if letters < 8 {
            return count;
        }
    }
}

/// A text of less than `N` bytes, with zeros behind it.
fn zero_padded<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..text.len()].copy_from_slice(text);
    bytes
}

/// What sixty-four bytes of a text are: of each a bit, the first the lowest.
#[derive(Clone, Copy)]
pub struct ByteClasses64 {
    /// Letters and digits of ASCII.
    pub alnum: u64,
    /// What is beyond ASCII.
    pub non_ascii: u64,
}

impl ByteClasses64 {
    /// The first sixty-four bytes of `text`; after its end there is nothing.
    #[inline]
    pub fn of(text: &[u8]) -> Self {
        match text.first_chunk() {
            Some(bytes) => Self::from_chunk(bytes),
            None => Self::from_chunk(&zero_padded(text)),
        }
    }

    #[inline]
    fn from_chunk(bytes: &[u8; 64]) -> Self {
        let letters = bitmask(bytes, |byte| {
            u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10)
        });
        let beyond = if bytes.is_ascii() { 0 } else { bitmask(bytes, |byte| byte >> 7) };
        ByteClasses64 { alnum: letters, non_ascii: beyond }
    }
}

/// Of each byte the bit that `of` gives, 0 or 1.
#[inline]
fn bitmask(bytes: &[u8; 64], of: impl Fn(u8) -> u8) -> u64 {
    // First all, so that the compiler can look at many with one instruction; then those of eight
    // bytes are moved into one by a product, in which no two meet.
    let each = bytes.map(of);
    let (eights, _) = each.as_chunks::<8>();
    eights.iter().rev().fold(0, |bits, eight| {
        bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::{ByteClasses64, U64Bytes, any_byte, any_byte_pair};
    use proptest::prelude::*;

    /// Bytes of which many stand at the bounds of what is looked for.
    fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(b"azAZ09@[`{/:".to_vec())],
            0..most,
        )
    }

    proptest! {
        #[test]
        fn eight_bytes_are_looked_at_as_one_by_one(bytes in bytes(10)) {
            let eight = U64Bytes::of(&bytes);
            let first: Vec<u8> = bytes.iter().copied().chain([0; 8]).take(8).collect();
            prop_assert_eq!(eight.ascii_alnum_prefix_len(), first.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count());
            for count in 0..=8 {
                let some: Vec<u8> = first[..count].iter().copied().chain([0; 8]).take(8).collect();
                prop_assert_eq!(eight.prefix(count).to_le_bytes().to_vec(), some);
            }
        }

        #[test]
        fn sixty_four_bytes_are_looked_at_as_one_by_one(bytes in bytes(70)) {
            let known = ByteClasses64::of(&bytes);
            for at in 0..64 {
                let byte = bytes.get(at).copied().unwrap_or(0);
                prop_assert_eq!(known.alnum >> at & 1 == 1, byte.is_ascii_alphanumeric());
                prop_assert_eq!(known.non_ascii >> at & 1 == 1, !byte.is_ascii());
            }
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
            assert!(any_byte_pair(&text, |one, other| one == b'!' && other == b'?'), "{at}");
            assert!(!any_byte_pair(&text, |one, other| one == b'?' && other == b'!'), "{at}");
        }
        assert!(!any_byte_pair("", |_, _| true) && !any_byte_pair("a", |_, _| true));
    }
}
