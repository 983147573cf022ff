//! The boxes of an AVIF file (ISO/IEC 14496-12 and 23008-12) that tell its size and whether it has
//! metadata. Its pixels are never decoded: no decoder is written in Rust.

use super::error::PictureError;

/// What an AVIF file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AvifFacts {
    /// In pixels, as shown.
    pub(super) width: u32,
    pub(super) height: u32,
    /// It has Exif, XMP or other metadata.
    pub(super) has_metadata: bool,
}

/// Calls `act` with the type and the content of each box.
///
/// # Errors
/// If a box is cut off, or if `act` fails.
fn for_each_box<'a>(
    mut bytes: &'a [u8],
    mut act: impl FnMut(&[u8], &'a [u8]) -> Result<(), PictureError>,
) -> Result<(), PictureError> {
    while !bytes.is_empty() {
        let (head, rest) = bytes.split_at_checked(8).ok_or(PictureError::CutOff)?;
        let (content, after) = match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
            // To the end of the file.
            0 => (rest, &rest[rest.len()..]),
            1 => {
                // The size is in the next eight bytes.
                let (size, rest) = rest.split_at_checked(8).ok_or(PictureError::CutOff)?;
                let size = u64::from_be_bytes(size.try_into().unwrap_or_default());
                let length = usize::try_from(size).ok().and_then(|size| size.checked_sub(16));
                length
                    .and_then(|length| rest.split_at_checked(length))
                    .ok_or(PictureError::CutOff)?
            }
            size @ 2..8 => {
                return Err(PictureError::Damaged(format!("a box of {size} bytes")));
            }
            size => rest.split_at_checked(size as usize - 8).ok_or(PictureError::CutOff)?,
        };
        act(&head[4..], content)?;
        bytes = after;
    }
    Ok(())
}

/// Reads the facts.
///
/// # Errors
/// If the file is damaged or has no picture.
pub(super) fn read_facts(bytes: &[u8]) -> Result<AvifFacts, PictureError> {
    let mut reader = FactsReader::default();
    for_each_box(bytes, |kind, content| {
        match kind {
            b"meta" => reader.read_meta(content)?,
            b"mdat" => reader.has_pixels = true,
            b"ftyp" | b"free" | b"skip" => {}
            // `uuid` has XMP, `udta` texts, `moov` the times of a film. Others may have anything.
            _ => reader.has_metadata = true,
        }
        Ok(())
    })?;
    if !reader.has_pixels {
        return Err(PictureError::CutOff);
    }
    let size = reader.size.filter(|(width, height)| *width > 0 && *height > 0);
    let (width, height) =
        size.ok_or_else(|| PictureError::Damaged("it does not give its size".to_owned()))?;
    let (width, height) = if reader.is_turned { (height, width) } else { (width, height) };
    Ok(AvifFacts { width, height, has_metadata: reader.has_metadata })
}

#[derive(Default)]
struct FactsReader {
    /// As stored.
    size: Option<(u32, u32)>,
    is_turned: bool,
    has_metadata: bool,
    has_pixels: bool,
}

impl FactsReader {
    fn read_meta(&mut self, content: &[u8]) -> Result<(), PictureError> {
        for_each_box(after_head(content, 4), |kind, content| match kind {
            b"iprp" => for_each_box(content, |kind, content| match kind {
                b"ipco" => for_each_box(content, |kind, content| {
                    self.add_property(kind, content);
                    Ok(())
                }),
                _ => Ok(()),
            }),
            b"iinf" => {
                let head = if content.first() == Some(&0) { 6 } else { 8 };
                for_each_box(after_head(content, head), |kind, content| {
                    self.add_item(kind, content);
                    Ok(())
                })
            }
            b"idat" => {
                self.has_pixels = true;
                Ok(())
            }
            b"uuid" | b"udta" | b"xml " | b"bxml" => {
                self.has_metadata = true;
                Ok(())
            }
            _ => Ok(()),
        })
    }

    fn add_property(&mut self, kind: &[u8], content: &[u8]) {
        match kind {
            b"ispe" => {
                let number = |at: usize| {
                    let bytes = content.get(at..at + 4)?;
                    Some(u32::from_be_bytes(bytes.try_into().ok()?))
                };
                // The largest: others are of thumbnails and tiles.
                if let (Some(width), Some(height)) = (number(4), number(8)) {
                    self.size = self.size.max(Some((width, height)));
                }
            }
            b"irot" => self.is_turned |= content.first().is_some_and(|turns| turns % 2 == 1),
            _ => {}
        }
    }

    fn add_item(&mut self, kind: &[u8], content: &[u8]) {
        if kind == b"infe" {
            // Version and flags, then the number of the item (four bytes from version 3 on), its
            // protection and its type.
            let at = if content.first() >= Some(&3) { 10 } else { 8 };
            self.has_metadata |=
                matches!(content.get(at..at + 4), Some(b"Exif" | b"mime" | b"uri "));
        }
    }
}

/// The content of a box after some bytes with which it begins.
fn after_head(content: &[u8], head: usize) -> &[u8] {
    content.get(head..).unwrap_or_default()
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
        assert_eq!(read_facts(&encoded(48, 32)), Ok(facts));
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused() {
        let bytes = encoded(16, 8);
        for end in 0..bytes.len() {
            assert_eq!(read_facts(&bytes[..end]), Err(PictureError::CutOff), "after {end} bytes");
        }
    }

    #[test]
    fn other_boxes_are_metadata() {
        for kind in [b"uuid", b"udta", b"moov"] {
            let bytes = [&encoded(16, 8)[..], &[0, 0, 0, 10], kind, b"ab"].concat();
            assert!(read_facts(&bytes).expect("facts").has_metadata);
        }
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
            let _ = read_facts(&bytes);
        }
    }
}
