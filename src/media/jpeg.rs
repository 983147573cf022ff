//! Whether a JPEG is whole (ITU-T T.81, annex B).

use memchr::{memchr, memmem};

/// True for a JPEG without an end of image after the start of its first scan. Decoders fill the rest
/// with grey. Thumbnails before the scan, and films that cameras append, are not looked at.
pub(super) fn is_cut_off(bytes: &[u8]) -> bool {
    first_scan(bytes).is_none_or(|scan| memmem::find(scan, &[0xFF, 0xD9]).is_none())
}

/// The file from the start of its first scan.
fn first_scan(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(2..)?;
    loop {
        // Decoders skip bytes between segments.
        rest = &rest[memchr(0xFF, rest)?..];
        let length = match *rest.get(1)? {
            // A byte of filling before the marker.
            0xFF => 1,
            // Markers without a segment.
            0x00 | 0x01 | 0xD0..=0xD8 => 2,
            0xD9 => return None,
            0xDA => return Some(rest),
            _ => 2 + usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?])),
        };
        rest = rest.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::is_cut_off;

    #[test]
    fn only_an_end_after_the_first_scan_counts() {
        let start = b"\xFF\xD8";
        // With a thumbnail, which is a whole JPEG.
        let exif = b"\xFF\xE1\x00\x0C\xFF\xD8\xFF\xDA\x00\x02\xFF\xD9ab";
        let scan = b"\xFF\xDA\x00\x02abc";
        let end = b"\xFF\xD9";
        for (parts, expected) in [
            (&[&start[..], exif, scan, end][..], false),
            (&[start, b"ab\xFF", exif, scan, end], false),
            (&[start, scan, end, b"ab\xFF\xDA"], false),
            (&[start, exif, scan], true),
            (&[start, exif], true),
            (&[start, exif, end], true),
            (&[start, b"\xFF\xE1\xFF"], true),
            (&[start], true),
        ] {
            assert_eq!(is_cut_off(&parts.concat()), expected, "{parts:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(0xD0u8.., 0..40)) {
            is_cut_off(&bytes);
        }
    }
}
