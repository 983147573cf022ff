//! The pixels of a picture: turned as it is shown, in sRGB, eight bits a channel.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::error::{PictureError, damaged};
use super::facts::decoder;

/// Pixels row by row: red, green, blue, and opacity if there is any.
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: Vec<u8>,
    pub(super) has_alpha: bool,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Pixels, PictureError> {
    let mut decoder = decoder(bytes)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let has_alpha = image.color().has_alpha() && {
        // Opacity that is everywhere full is left out.
        let pixels = image.into_rgba8();
        let has_alpha = pixels.pixels().any(|pixel| pixel.0[3] != u8::MAX);
        image = DynamicImage::ImageRgba8(pixels);
        has_alpha
    };
    let bytes =
        if has_alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    let mut pixels = Pixels { width, height, bytes, has_alpha };
    if let Some(profile) = profile {
        convert_to_srgb(&mut pixels, &profile);
    }
    Ok(pixels)
}

/// Converts colours from those of an ICC profile. One that is damaged, or of another model than RGB,
/// is ignored, as browsers do.
fn convert_to_srgb(pixels: &mut Pixels, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if pixels.has_alpha { Layout::Rgba } else { Layout::Rgb };
    let options = TransformOptions::default();
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else {
        return;
    };
    let mut converted = vec![0; pixels.bytes.len()];
    if transform.transform(&pixels.bytes, &mut converted).is_ok() {
        pixels.bytes = converted;
    }
}
