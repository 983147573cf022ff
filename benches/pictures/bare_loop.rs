//! The least that a build does with a photograph: the same crates with the settings of `src/media/`,
//! called directly.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use fast_image_resize::images::Image;
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelType, ResizeAlg, ResizeOptions, Resizer,
    create_srgb_mapper,
};
use imgref::Img;
use jpeg_encoder::ChromaSubsamplingMethod;
use rayon::prelude::*;
use rgb::FromSlice;

/// In pixels: those that pages have by default.
const WIDTHS: [u32; 5] = [400, 800, 1_200, 1_600, 2_400];
const WIDEST_AVIF: u32 = 1_600;
const JPEG_QUALITY: u8 = 80;
const AVIF_QUALITY: f32 = 60.0;
const AVIF_SPEED: u8 = 9;

/// Makes all pictures of all photographs, in the threads of the current pool.
pub fn publish_all(photographs: &[PathBuf], to: &Path) -> Result<(), Box<dyn Error>> {
    let light = create_srgb_mapper();
    photographs
        .par_iter()
        // Each alone: a thread with several left at the end would keep the other waiting.
        .with_max_len(1)
        .try_for_each(|photograph| {
            publish(photograph, to, &light).map_err(|error| error.to_string())
        })
        .map_err(Into::into)
}

fn publish(
    photograph: &Path,
    to: &Path,
    light: &PixelComponentMapper,
) -> Result<(), Box<dyn Error>> {
    let name = photograph.file_stem().unwrap_or_default().to_string_lossy();
    let decoded = image::load_from_memory(&fs::read(photograph)?)?.into_rgb8();
    let (width, height) = decoded.dimensions();
    let decoded = Image::from_vec_u8(width, height, decoded.into_raw(), PixelType::U8x3)?;
    let mut linear = Image::new(width, height, PixelType::U16x3);
    light.forward_map(&decoded, &mut linear)?;
    drop(decoded);
    for to_width in WIDTHS {
        let to_height = height * to_width / width;
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        let mut resized = Image::new(to_width, to_height, PixelType::U16x3);
        Resizer::new().resize(&linear, &mut resized, &options)?;
        let mut pixels = Image::new(to_width, to_height, PixelType::U8x3);
        light.backward_map(&resized, &mut pixels)?;
        let (to_width, to_height, pixels) =
            (to_width as usize, to_height as usize, pixels.buffer());
        let jpeg = encode_jpeg(pixels, to_width, to_height)?;
        fs::write(to.join(format!("{name}-{to_width}.jpg")), jpeg)?;
        if to_width <= WIDEST_AVIF as usize {
            let avif = encode_avif(pixels, to_width, to_height)?;
            fs::write(to.join(format!("{name}-{to_width}.avif")), avif)?;
        }
    }
    Ok(())
}

fn encode_jpeg(pixels: &[u8], width: usize, height: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode(pixels, width as u16, height as u16, jpeg_encoder::ColorType::Rgb)?;
    Ok(bytes)
}

fn encode_avif(pixels: &[u8], width: usize, height: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_num_threads(Some(1));
    Ok(encoder.encode_rgb(Img::new(pixels.as_rgb(), width, height))?.avif_file)
}
