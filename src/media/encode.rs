//! Resizes pixels and encodes them. The same pixels give the same bytes with any number of threads.

use std::sync::LazyLock;

use fast_image_resize::images::Image;
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelType, ResizeAlg, ResizeOptions, Resizer,
    create_srgb_mapper,
};
use imgref::Img;
use jpeg_encoder::ChromaSubsamplingMethod;
use rgb::FromSlice;

use super::decode::Pixels;

/// Part of the name of every picture that is made. Raise it when other encoders, decoders or filters
/// give other bytes; a test compares them.
pub(super) const VERSION: &str = "2";
/// JPEG quality, 1 to 100.
const JPEG_QUALITY: u8 = 80;
/// AVIF quality, 1 to 100. Looks a little worse than JPEG at [`JPEG_QUALITY`], in less than half the
/// bytes.
const AVIF_QUALITY: f32 = 60.0;
/// AVIF quality of drawings: sharp edges show artefacts sooner.
const AVIF_DRAWING_QUALITY: f32 = 75.0;
/// From 1, slow and small, to 10.
const AVIF_SPEED: u8 = 9;

/// Converts sRGB to linear light and back. Resizing averages pixels, which is right only in linear
/// light.
static SRGB_TO_LINEAR: LazyLock<PixelComponentMapper> = LazyLock::new(create_srgb_mapper);

/// A picture in linear light, from which all its sizes are made.
pub(super) struct LinearImage {
    image: Image<'static>,
    has_alpha: bool,
}

/// How a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Encoding {
    AvifPhotograph,
    AvifDrawing,
    Jpeg,
    Png,
}

impl Encoding {
    /// Of the file name.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Encoding::AvifPhotograph | Encoding::AvifDrawing => "avif",
            Encoding::Jpeg => "jpg",
            Encoding::Png => "png",
        }
    }

    /// What it is called in the hash that names a picture: all settings.
    pub(super) fn settings(self) -> String {
        match self {
            Encoding::AvifPhotograph => format!("avif {AVIF_QUALITY} {AVIF_SPEED}"),
            Encoding::AvifDrawing => format!("avif {AVIF_DRAWING_QUALITY} {AVIF_SPEED}"),
            Encoding::Jpeg => format!("jpeg {JPEG_QUALITY}"),
            Encoding::Png => "png".to_owned(),
        }
    }
}

/// A part of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Crop {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl LinearImage {
    pub(super) fn new(pixels: Pixels) -> Result<Self, String> {
        let Pixels { width, height, bytes, has_alpha } = pixels;
        let (from, to) = match has_alpha {
            true => (PixelType::U8x4, PixelType::U16x4),
            false => (PixelType::U8x3, PixelType::U16x3),
        };
        let bytes = Image::from_vec_u8(width, height, bytes, from).map_err(|it| it.to_string())?;
        let mut image = Image::new(width, height, to);
        SRGB_TO_LINEAR.forward_map(&bytes, &mut image).map_err(|error| error.to_string())?;
        Ok(LinearImage { image, has_alpha })
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.image.width(), self.image.height())
    }

    /// The whole picture, smaller.
    pub(super) fn reduced(&self, width: u32, height: u32) -> Result<Self, String> {
        let pixel_type = if self.has_alpha { PixelType::U16x4 } else { PixelType::U16x3 };
        let mut image = Image::new(width, height, pixel_type);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new()
            .resize(&self.image, &mut image, &options)
            .map_err(|error| error.to_string())?;
        Ok(LinearImage { image, has_alpha: self.has_alpha })
    }

    /// A part of the picture in another size.
    pub(super) fn resize(&self, crop: Crop, width: u32, height: u32) -> Result<Pixels, String> {
        let [left, top, crop_width, crop_height] =
            [crop.left, crop.top, crop.width, crop.height].map(f64::from);
        let (wide, eight_bit) = match self.has_alpha {
            true => (PixelType::U16x4, PixelType::U8x4),
            false => (PixelType::U16x3, PixelType::U8x3),
        };
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(left, top, crop_width, crop_height);
        let mut resized = Image::new(width, height, wide);
        Resizer::new()
            .resize(&self.image, &mut resized, &options)
            .map_err(|error| error.to_string())?;
        let mut pixels = Image::new(width, height, eight_bit);
        SRGB_TO_LINEAR.backward_map(&resized, &mut pixels).map_err(|error| error.to_string())?;
        Ok(Pixels { width, height, bytes: pixels.into_vec(), has_alpha: self.has_alpha })
    }
}

pub(super) fn encode(pixels: &Pixels, encoding: Encoding) -> Result<Vec<u8>, String> {
    match encoding {
        Encoding::Jpeg => encode_jpeg(pixels),
        Encoding::Png => encode_png(pixels),
        Encoding::AvifPhotograph => encode_avif(pixels, AVIF_QUALITY),
        Encoding::AvifDrawing => encode_avif(pixels, AVIF_DRAWING_QUALITY),
    }
}

/// Baseline, with the standard tables: progressive files of this encoder are 5 % longer, and with tables
/// of their own, 1.5 % shorter, pictures of one colour are read wrongly by some decoders.
fn encode_jpeg(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    let colours = match pixels.has_alpha {
        true => jpeg_encoder::ColorType::Rgba,
        false => jpeg_encoder::ColorType::Rgb,
    };
    let side = |length: u32| u16::try_from(length).map_err(|error| error.to_string());
    encoder
        .encode(&pixels.bytes, side(pixels.width)?, side(pixels.height)?, colours)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn encode_avif(pixels: &Pixels, quality: f32) -> Result<Vec<u8>, String> {
    // More threads would cut the picture into more tiles, and so change the bytes.
    let encoder = ravif::Encoder::new()
        .with_quality(quality)
        .with_alpha_quality(quality)
        .with_speed(AVIF_SPEED)
        .with_num_threads(Some(1));
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let encoded = match pixels.has_alpha {
        true => encoder.encode_rgba(Img::new(pixels.bytes.as_rgba(), width, height)),
        false => encoder.encode_rgb(Img::new(pixels.bytes.as_rgb(), width, height)),
    };
    encoded.map(|encoded| encoded.avif_file).map_err(|error| error.to_string())
}

/// Lossless; with a palette if there are few colours.
fn encode_png(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_compression(png::Compression::High);
    let palette = Palette::of(pixels);
    let data = match &palette {
        Some(palette) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.colours.clone());
            encoder.set_trns(palette.opacities.clone());
            encoder.set_filter(png::Filter::NoFilter);
            &palette.pixels
        }
        None => {
            let colours = if pixels.has_alpha { png::ColorType::Rgba } else { png::ColorType::Rgb };
            encoder.set_color(colours);
            &pixels.bytes
        }
    };
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(data).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// The colours of a picture that has at most 256, and each pixel as the number of its colour.
struct Palette {
    colours: Vec<u8>,
    opacities: Vec<u8>,
    pixels: Vec<u8>,
}

impl Palette {
    fn of(pixels: &Pixels) -> Option<Self> {
        let size = if pixels.has_alpha { 4 } else { 3 };
        let mut numbers: rustc_hash::FxHashMap<&[u8], u8> = rustc_hash::FxHashMap::default();
        let mut palette =
            Palette { colours: Vec::new(), opacities: Vec::new(), pixels: Vec::new() };
        for pixel in pixels.bytes.chunks_exact(size) {
            let number = match numbers.get(pixel) {
                Some(number) => *number,
                None => {
                    let number = u8::try_from(numbers.len()).ok()?;
                    numbers.insert(pixel, number);
                    palette.colours.extend(&pixel[..3]);
                    palette.opacities.push(pixel.get(3).copied().unwrap_or(u8::MAX));
                    number
                }
            };
            palette.pixels.push(number);
        }
        Some(palette)
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_version_stay() {
        // Not decoded and resized, since that may use instructions that another machine lacks.
        let (width, height) = (96u32, 64u32);
        let colour = |at: u32| [(at * 7) as u8, (at / width * 3) as u8, (at * at / 96) as u8];
        let bytes = (0..width * height).flat_map(colour).collect();
        let pixels = Pixels { width, height, bytes, has_alpha: false };
        let hash = |encoding: Encoding| {
            let bytes = encode(&pixels, encoding).expect("encoded");
            blake3::hash(&bytes).to_hex()[..16].to_owned()
        };
        let hashes = [Encoding::Jpeg, Encoding::Png, Encoding::AvifPhotograph].map(hash);
        let expected = ["dc8101bbcefff094", "8ebf705594f74d7c", "da01c2dfc2c98167"];
        assert_eq!(hashes, expected, "Other bytes? Raise VERSION.");
    }
}
