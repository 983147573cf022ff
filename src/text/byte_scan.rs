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
    let bytes = text.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        padded[..text.len()].copy_from_slice(text);
        padded
    });
    let mask = 1_u64.checked_shl(8 * count as u32).map_or(u64::MAX, |above| above - 1);
    u64::from_le_bytes(bytes) & mask
}

/// The number of ASCII letters and digits at the start of a text.
#[inline]
pub fn ascii_alnum_prefix_len(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_bytes_give_the_same_result_as_one_by_one(
            bytes in prop::collection::vec(any::<u8>(), 0..10),
        ) {
            for count in 0..=8 {
                let mut expected = [0; 8];
                bytes.iter().zip(&mut expected).take(count).for_each(|(byte, out)| *out = *byte);
                prop_assert_eq!(first_bytes(&bytes, count).to_le_bytes(), expected);
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
