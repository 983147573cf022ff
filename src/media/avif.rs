//! The boxes of an AVIF file (ISO/IEC 14496-12 and 23008-12) that tell its size and whether it has
//! metadata. Its pixels are never decoded: no decoder is written in Rust.

/// What an AVIF file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AvifFacts {
    /// In pixels, as shown.
    pub(super) width: u32,
    pub(super) height: u32,
    /// It has an item of Exif or XMP metadata.
    pub(super) has_metadata: bool,
}

/// Calls `act` with the type and the content of each box; stops at one that is cut off.
fn for_each_box<'a>(mut bytes: &'a [u8], mut act: impl FnMut(&[u8], &'a [u8])) {
    while bytes.len() >= 8 {
        let (head, rest) = bytes.split_at(8);
        let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (content, after) = match size {
            0 => (rest, &rest[rest.len()..]),
            1 => {
                // The size is in the next eight bytes.
                let Some((size, rest)) = rest.split_at_checked(8) else { return };
                let size = u64::from_be_bytes(size.try_into().unwrap_or_default());
                let length = usize::try_from(size).ok().and_then(|size| size.checked_sub(16));
                let Some(parts) = length.and_then(|length| rest.split_at_checked(length)) else {
                    return;
                };
                parts
            }
            2..8 => return,
            _ => match rest.split_at_checked(size - 8) {
                Some(parts) => parts,
                None => return,
            },
        };
        act(&head[4..], content);
        bytes = after;
    }
}

/// Reads the facts; `None` for a file that is damaged or has no picture.
pub(super) fn read_facts(bytes: &[u8]) -> Option<AvifFacts> {
    let mut size: Option<(u32, u32)> = None;
    let (mut has_metadata, mut is_turned) = (false, false);
    let mut properties = |kind: &[u8], content: &[u8]| match kind {
        b"ispe" => {
            let number = |at: usize| {
                let bytes = content.get(at..at + 4)?;
                Some(u32::from_be_bytes(bytes.try_into().ok()?))
            };
            // The largest: others are of thumbnails and tiles.
            if let (Some(width), Some(height)) = (number(4), number(8)) {
                size = size.max(Some((width, height)));
            }
        }
        b"irot" => is_turned |= content.first().is_some_and(|turns| turns % 2 == 1),
        _ => {}
    };
    let mut items = |kind: &[u8], content: &[u8]| {
        if kind == b"infe" {
            // Version and flags, then the number of the item (four bytes from version 3 on), its
            // protection and its type.
            let at = if content.first() >= Some(&3) { 10 } else { 8 };
            has_metadata |= matches!(content.get(at..at + 4), Some(b"Exif" | b"mime"));
        }
    };
    for_each_box(bytes, |kind, content| {
        if kind != b"meta" {
            return;
        }
        for_each_box(content.get(4..).unwrap_or_default(), |kind, content| match kind {
            b"iprp" => for_each_box(content, |kind, content| {
                if kind == b"ipco" {
                    for_each_box(content, &mut properties);
                }
            }),
            b"iinf" => {
                let count = if content.first() == Some(&0) { 6 } else { 8 };
                for_each_box(content.get(count..).unwrap_or_default(), &mut items);
            }
            _ => {}
        });
    });
    let (width, height) = size.filter(|(width, height)| *width > 0 && *height > 0)?;
    let (width, height) = if is_turned { (height, width) } else { (width, height) };
    Some(AvifFacts { width, height, has_metadata })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(width: usize, height: usize) -> Vec<u8> {
        let pixels = vec![rgb::RGB8::new(200, 30, 30); width * height];
        let picture = imgref::Img::new(&pixels[..], width, height);
        let encoder = ravif::Encoder::new().with_speed(10).with_num_threads(Some(1));
        encoder.encode_rgb(picture).expect("encoded").avif_file
    }

    #[test]
    fn the_size_is_read() {
        let facts = AvifFacts { width: 48, height: 32, has_metadata: false };
        assert_eq!(read_facts(&encoded(48, 32)), Some(facts));
    }

    #[test]
    fn metadata_is_seen() {
        let pixels = [rgb::RGB8::new(1, 2, 3); 64];
        let picture = imgref::Img::new(&pixels[..], 8, 8);
        let encoder = ravif::Encoder::new().with_speed(10).with_exif(&b"Exif"[..]);
        let bytes = encoder.encode_rgb(picture).expect("encoded").avif_file;
        assert!(read_facts(&bytes).expect("facts").has_metadata);
    }

    proptest! {
        #[test]
        fn damaged_files_are_read_without_panic(at in 0usize..300, byte: u8, end in 0usize..400) {
            let mut bytes = encoded(16, 8);
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(end);
            read_facts(&bytes);
        }
    }
}
