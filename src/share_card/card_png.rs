//! Opaque pixels as a small PNG.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

/// The most colours of a palette.
const COLOURS: usize = 256;

type Colour = [u8; 3];

/// Encodes opaque RGBA pixels with a palette. Beyond 256 colours, a rare one becomes the nearest of
/// the others: a card has few colours and the shades at the edges of its letters.
pub(super) fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, String> {
    let palette = Palette::of(pixels);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.colours.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let numbers: Vec<u8> = pixels.chunks_exact(4).map(|pixel| palette.number(pixel)).collect();
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&numbers).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}

struct Palette {
    colours: Vec<Colour>,
    /// Of all colours of the pixels.
    numbers: FxHashMap<Colour, u8>,
}

impl Palette {
    fn of(pixels: &[u8]) -> Self {
        let mut counts: FxHashMap<Colour, u32> = FxHashMap::default();
        for pixel in pixels.chunks_exact(4) {
            *counts.entry(colour(pixel)).or_default() += 1;
        }
        let mut all: Vec<(Colour, u32)> = counts.into_iter().collect();
        all.sort_unstable_by_key(|(colour, count)| (Reverse(*count), *colour));
        let colours: Vec<Colour> = all.iter().take(COLOURS).map(|(colour, _)| *colour).collect();
        let nearest = |colour: &Colour| {
            let distances = colours.iter().map(|other| distance(colour, other));
            distances.zip(0..=u8::MAX).min().map_or(0, |(_, number)| number)
        };
        let numbers = all.iter().map(|(colour, _)| (*colour, nearest(colour))).collect();
        Palette { colours, numbers }
    }

    fn number(&self, pixel: &[u8]) -> u8 {
        self.numbers[&colour(pixel)]
    }
}

fn colour(pixel: &[u8]) -> Colour {
    [pixel[0], pixel[1], pixel[2]]
}

fn distance(one: &Colour, other: &Colour) -> u32 {
    one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
}
