//! Whether a picture is drawn on a light page: black lines without a ground vanish on a dark one.

use image::{DynamicImage, ImageDecoder};

use super::facts::{PictureFacts, PictureKind, decoder};
use super::format::PictureFormat;

/// Pictures of more pixels are not decoded to see whether any of them is transparent.
const MOST_DECODED: u64 = 4_000_000;

/// True for a drawing whose ground is transparent, and which does not adapt to dark pages itself.
pub(super) fn needs_light_ground(bytes: &[u8], facts: &PictureFacts) -> bool {
    let contains = |text: &str| memchr::memmem::find(bytes, text.as_bytes()).is_some();
    match facts.kind {
        PictureKind::Vector => !contains("prefers-color-scheme") && !contains("light-dark("),
        // The type of an auxiliary picture of opacity (ISO/IEC 23008-12, 6.6.2.1).
        PictureKind::Avif => contains("auxiliary:alpha") || contains("auxid:1"),
        PictureKind::Animation => has_transparent_frame(bytes),
        PictureKind::Drawing => has_transparent_pixel(bytes, facts),
        PictureKind::Photograph => false,
    }
}

/// True if the first graphic control extension names a transparent colour (GIF89a, 23). In later frames
/// such a colour means what has not changed.
fn has_transparent_frame(gif: &[u8]) -> bool {
    let extension = memchr::memmem::find(gif, &[0x21, 0xF9, 0x04]);
    extension.and_then(|at| gif.get(at + 3)).is_some_and(|flags| flags & 1 == 1)
}

fn has_transparent_pixel(bytes: &[u8], facts: &PictureFacts) -> bool {
    if facts.format == PictureFormat::Gif && !has_transparent_frame(bytes) {
        return false;
    }
    let Ok(decoder) = decoder(bytes) else { return false };
    if !decoder.color_type().has_alpha() {
        return false;
    }
    if u64::from(facts.width) * u64::from(facts.height) > MOST_DECODED {
        return true;
    }
    let pixels = DynamicImage::from_decoder(decoder);
    pixels.is_ok_and(|pixels| pixels.into_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX))
}
