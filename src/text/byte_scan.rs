//! Tests of many bytes at once, written so that the compiler vectorizes them.

/// Bytes tested between two checks for a hit.
const CHUNK_LEN: usize = 64;

/// True if `is` holds for any byte. Unlike `bytes().any`, it does not stop within a chunk, so the
/// loop vectorizes.
pub fn any_byte(text: &str, is: impl Fn(u8) -> bool) -> bool {
    let any_in = |chunk: &[u8]| chunk.iter().fold(false, |any, byte| any | is(*byte));
    text.as_bytes().chunks(CHUNK_LEN).any(any_in)
}

/// True if `is` holds for any two adjacent bytes; vectorizes like [`any_byte`].
pub fn any_byte_pair(text: &str, is: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    bytes.chunks(CHUNK_LEN).zip(next.chunks(CHUNK_LEN)).any(|(chunk, next)| {
        chunk.iter().zip(next).fold(false, |any, (byte, next)| any | is(*byte, *next))
    })
}

/// The first `count` bytes of a text, at most eight, as a little-endian number.
#[inline]
pub fn first_bytes(text: &[u8], count: usize) -> u64 {
    let bytes = text.first_chunk().copied().unwrap_or_else(|| zero_padded(text));
    let mask = 1_u64.checked_shl(8 * count as u32).map_or(u64::MAX, |above| above - 1);
    u64::from_le_bytes(bytes) & mask
}

/// The number of ASCII letters and digits at the start of a text.
#[inline]
pub fn ascii_alnum_prefix_len(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// A text of less than `N` bytes, padded with zeros.
fn zero_padded<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..text.len()].copy_from_slice(text);
    bytes
}

/// Classes of 64 bytes of a text: bit `n` of a mask belongs to byte `n`.
#[derive(Clone, Copy)]
pub struct ByteClasses64 {
    /// ASCII letters and digits.
    pub alnum: u64,
    pub non_ascii: u64,
}

impl ByteClasses64 {
    /// The classes of the first 64 bytes of `text`, padded with zeros.
    #[inline]
    pub fn of(text: &[u8]) -> Self {
        match text.first_chunk() {
            Some(bytes) => Self::of_chunk(bytes),
            None => Self::of_chunk(&zero_padded(text)),
        }
    }

    #[inline]
    fn of_chunk(bytes: &[u8; 64]) -> Self {
        let alnum = bitmask(bytes, |byte| {
            u8::from((byte | 0x20).wrapping_sub(b'a') < 26) | u8::from(byte.wrapping_sub(b'0') < 10)
        });
        let non_ascii = if bytes.is_ascii() { 0 } else { bitmask(bytes, |byte| byte >> 7) };
        ByteClasses64 { alnum, non_ascii }
    }
}

/// The bits that `bit` (0 or 1) gives for each byte.
#[inline]
fn bitmask(bytes: &[u8; 64], bit: impl Fn(u8) -> u8) -> u64 {
    // The map vectorizes; the product then gathers eight bits in its top byte without carries.
    let bits = bytes.map(bit);
    bits.as_chunks::<8>().0.iter().rev().fold(0, |mask, eight| {
        mask << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Random bytes, many of them next to the bounds of letters and digits.
    fn bytes(max: usize) -> impl Strategy<Value = Vec<u8>> {
        let bounds = prop::sample::select(b"azAZ09@[`{/:".to_vec());
        prop::collection::vec(prop_oneof![any::<u8>(), bounds], 0..max)
    }

    proptest! {
        #[test]
        fn eight_bytes_give_the_same_result_as_one_by_one(bytes in bytes(10)) {
            for count in 0..=8 {
                let mut expected = [0; 8];
                bytes.iter().zip(&mut expected).take(count).for_each(|(byte, out)| *out = *byte);
                prop_assert_eq!(first_bytes(&bytes, count).to_le_bytes(), expected);
            }
        }

        #[test]
        fn sixty_four_bytes_give_the_same_result_as_one_by_one(bytes in bytes(70)) {
            let classes = ByteClasses64::of(&bytes);
            for at in 0..64 {
                let byte = bytes.get(at).copied().unwrap_or(0);
                prop_assert_eq!(classes.alnum >> at & 1 == 1, byte.is_ascii_alphanumeric());
                prop_assert_eq!(classes.non_ascii >> at & 1 == 1, !byte.is_ascii());
            }
        }
    }

    #[test]
    fn a_byte_or_pair_is_found_at_any_offset() {
        for at in [0, 1, 62, 63, 64, 65, 127, 200] {
            let text = format!("{}!?{}", "x".repeat(at), "x".repeat(200 - at));
            assert!(any_byte(&text, |byte| byte == b'!') && !any_byte(&text, |byte| byte == b'.'));
            assert!(any_byte_pair(&text, |one, other| one == b'!' && other == b'?'), "{at}");
            assert!(!any_byte_pair(&text, |one, other| one == b'?' && other == b'!'), "{at}");
        }
        assert!(!any_byte("", |_| true));
        assert!(!any_byte_pair("", |_, _| true) && !any_byte_pair("a", |_, _| true));
    }
}
