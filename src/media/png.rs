//! What the chunks of a PNG say (W3C PNG 3, 5), and whether it has transparent parts.

use std::io::Cursor;

use png::{Decoder, Transformations};

/// The type and the content of each chunk; stops at one that is cut off.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, after) = rest.split_at_checked(8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (content, after) = after.split_at_checked(length)?;
        // The checksum.
        rest = after.get(4..)?;
        Some((&head[4..], content))
    })
}

/// True for a file that ends before the picture does.
pub(super) fn is_cut_off(bytes: &[u8]) -> bool {
    !chunks(bytes).any(|(kind, _)| kind == b"IEND")
}

/// True for an animation of several frames.
pub(super) fn is_animated(bytes: &[u8]) -> bool {
    let mut head = chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT");
    let control = head.find(|(kind, _)| *kind == b"acTL");
    control.is_some_and(|(_, content)| {
        let frames = content.get(..4).and_then(|frames| frames.try_into().ok());
        frames.is_some_and(|frames| u32::from_be_bytes(frames) > 1)
    })
}

/// True for a PNG without a transparent pixel. Decodes row by row up to the first one, so it takes
/// little memory.
pub(super) fn is_opaque(bytes: &[u8]) -> bool {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let Ok(mut reader) = decoder.read_info() else { return false };
    let samples = reader.output_color_type().0.samples();
    while let Ok(row) = reader.next_row() {
        let Some(row) = row else { return true };
        if row.data().chunks_exact(samples).any(|pixel| pixel[samples - 1] != u8::MAX) {
            return false;
        }
    }
    false
}
