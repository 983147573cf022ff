//! Generated photographs, the same for the same number. They cost an encoder about what real ones
//! do: shapes with sharp edges that hide each other, with sizes by a power law (the "dead leaves"
//! model of natural images), each with its own colour, shading and fractal texture, blurred a little
//! as by a lens, with the noise of a sensor. As JPEG they have 1.9 to 2.4 bits per pixel; 1,600 pixels
//! wide, as AVIF of quality 60, 0.5 to 0.8.

use std::error::Error;
use std::io::Cursor;

use exif::{Field, In, Rational, Tag, Value};

use super::generate::random::Rng;

pub const WIDTH: usize = 4_000;
pub const HEIGHT: usize = 3_000;
/// Of the JPEG, on the usual scale to 100: as cameras have it.
const QUALITY: u8 = 90;
/// The side of the texture that all photographs share parts of. A power of two.
const TEXTURE_SIDE: usize = 1_024;

/// Makes photographs.
pub struct Camera {
    /// Fractal noise with a mean of 0 and a deviation of 1, which repeats without a seam.
    texture: Vec<f32>,
    /// Noise without correlation, in the same units.
    noise: Vec<f32>,
}

/// A shape of one colour: a convex polygon.
struct Leaf {
    corners: Vec<(f32, f32)>,
    surface: Surface,
}

/// How light a shape is at each of its pixels.
struct Surface {
    /// Red, green and blue at the middle.
    colour: [f32; 3],
    middle: (f32, f32),
    /// What a pixel to the right and one below add.
    shading: (f32, f32),
    /// What a deviation of the texture adds to each colour.
    contrast: [f32; 3],
    /// Where in the texture it begins, and the step for a pixel to the right; for a pixel below it is
    /// the same, turned by a right angle. In 256ths.
    start: (i32, i32),
    step: (i32, i32),
}

impl Camera {
    pub fn new() -> Self {
        let mut random = Rng(0);
        let noise = (0..TEXTURE_SIDE * TEXTURE_SIDE).map(|_| normal(&mut random)).collect();
        Camera { texture: fractal(&mut random), noise }
    }

    /// A photograph as JPEG, with the position of its camera.
    pub fn take(&self, number: usize) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut random = Rng(0x5EED_0000 + number as u64);
        let sharp = self.expose(&mut random);
        let mut pixels = vec![0; sharp.len()];
        blur(&sharp, &mut pixels);
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, QUALITY);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
        encoder.add_exif_metadata(&position(&mut random)?)?;
        encoder.encode(&pixels, WIDTH as u16, HEIGHT as u16, jpeg_encoder::ColorType::Rgb)?;
        Ok(bytes)
    }

    /// The pixels before the lens.
    fn expose(&self, random: &mut Rng) -> Vec<u8> {
        // Some photographs show more than others.
        let detail = 0.5 + unit(random);
        let grain = 4.5 + 3.5 * unit(random);
        let mut surfaces = vec![surface(random, (0.0, 0.0), WIDTH as f32, 0.3)];
        let mut shown = vec![0u16; WIDTH * HEIGHT];
        for _ in 0..(8_000.0 * detail) as usize {
            let leaf = leaf(random, detail);
            let number = surfaces.len() as u16;
            for (row, from, to) in leaf.spans() {
                shown[row * WIDTH + from..row * WIDTH + to].fill(number);
            }
            surfaces.push(leaf.surface);
        }
        let mut pixels = Vec::with_capacity(WIDTH * HEIGHT * 3);
        for (y, row) in shown.chunks_exact(WIDTH).enumerate() {
            // A row of noise begins anywhere.
            let mut at = random.below(self.noise.len());
            for (x, number) in row.iter().enumerate() {
                let surface = &surfaces[usize::from(*number)];
                let light = surface.light(x, y) + grain * self.noise[at];
                at = (at + 1) % self.noise.len();
                let texture = self.texture[surface.texture_at(x, y)];
                for (colour, contrast) in surface.colour.iter().zip(surface.contrast) {
                    pixels.push((colour + light + contrast * texture) as u8);
                }
            }
        }
        pixels
    }
}

fn leaf(random: &mut Rng, detail: f32) -> Leaf {
    // Radii with a density of 1/r³, the only one whose pictures look the same at every scale.
    let (smallest, largest): (f32, f32) = (10.0 / detail, 1_500.0);
    let share = unit(random);
    let radius = (smallest.powi(-2) * (1.0 - share) + largest.powi(-2) * share).powf(-0.5);
    let middle = (unit(random) * WIDTH as f32, unit(random) * HEIGHT as f32);
    let (flatness, turn) = (0.3 + 0.7 * unit(random), unit(random) * std::f32::consts::TAU);
    let count = 3 + random.below(14);
    let corners = (0..count)
        .map(|corner| {
            let angle = std::f32::consts::TAU * corner as f32 / count as f32;
            let (x, y) = (radius * angle.cos(), radius * flatness * angle.sin());
            let (sine, cosine) = turn.sin_cos();
            (middle.0 + x * cosine - y * sine, middle.1 + x * sine + y * cosine)
        })
        .collect();
    Leaf { corners, surface: surface(random, middle, radius, detail) }
}

fn surface(random: &mut Rng, middle: (f32, f32), radius: f32, detail: f32) -> Surface {
    let light = 125.0 + 36.0 * normal(random);
    // Most colours are near grey.
    let tint = [(); 3].map(|()| normal(random) * 9.0);
    let mut slope = || (unit(random) - 0.5) * 60.0 / radius;
    let shading = (slope(), slope());
    // Half of all surfaces are nearly smooth.
    let strength = detail * 32.0 * unit(random).powi(2);
    let contrast = [(); 3].map(|()| strength * (0.8 + 0.4 * unit(random)));
    let (sine, cosine) = (unit(random) * std::f32::consts::TAU).sin_cos();
    let scale = 256.0 * (0.5 + 0.5 * unit(random));
    Surface {
        colour: tint.map(|tint| light + tint),
        middle,
        shading,
        contrast,
        start: (random.below(1 << 18) as i32, random.below(1 << 18) as i32),
        step: ((scale * cosine) as i32, (scale * sine) as i32),
    }
}

impl Surface {
    fn light(&self, x: usize, y: usize) -> f32 {
        (x as f32 - self.middle.0) * self.shading.0 + (y as f32 - self.middle.1) * self.shading.1
    }

    fn texture_at(&self, x: usize, y: usize) -> usize {
        let (x, y) = (x as i32, y as i32);
        let column = (self.start.0 + x * self.step.0 - y * self.step.1) >> 8;
        let row = (self.start.1 + x * self.step.1 + y * self.step.0) >> 8;
        let within = |at: i32| at as usize % TEXTURE_SIDE;
        within(row) * TEXTURE_SIDE + within(column)
    }
}

impl Leaf {
    /// The pixels of the shape: row, first column and the column after the last.
    fn spans(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let rows = self.corners.iter().map(|corner| corner.1);
        let top = rows.clone().fold(f32::MAX, f32::min).max(0.0) as usize;
        let bottom = rows.fold(0.0, f32::max).min(HEIGHT as f32) as usize;
        (top..bottom).filter_map(|row| {
            let y = row as f32 + 0.5;
            let (mut from, mut to) = (f32::MAX, f32::MIN);
            for (at, one) in self.corners.iter().enumerate() {
                let other = &self.corners[(at + 1) % self.corners.len()];
                if (one.1 <= y) != (other.1 <= y) {
                    let x = one.0 + (other.0 - one.0) * (y - one.1) / (other.1 - one.1);
                    (from, to) = (from.min(x), to.max(x));
                }
            }
            let (from, to) = (from.max(0.0) as usize, to.clamp(0.0, WIDTH as f32) as usize);
            (from < to).then_some((row, from, to))
        })
    }
}

/// Each pixel becomes the mean of itself and its eight neighbours, weighted 36, 6 and 1.
fn blur(pixels: &[u8], blurred: &mut [u8]) {
    let length = WIDTH * 3;
    let row = |y: usize| &pixels[y * length..][..length];
    let mut sums = vec![0u16; length];
    for (y, blurred) in blurred.chunks_exact_mut(length).enumerate() {
        let (above, here, below) = (row(y.saturating_sub(1)), row(y), row((y + 1).min(HEIGHT - 1)));
        for (sum, ((above, here), below)) in sums.iter_mut().zip(above.iter().zip(here).zip(below))
        {
            *sum = u16::from(*above) + 6 * u16::from(*here) + u16::from(*below);
        }
        blurred.copy_from_slice(here);
        let neighbours = sums.iter().zip(&sums[3..]).zip(&sums[6..]);
        for (pixel, ((left, middle), right)) in blurred[3..].iter_mut().zip(neighbours) {
            *pixel = ((left + 6 * middle + right + 32) >> 6) as u8;
        }
    }
}

/// Noise at every scale, each finer one a little weaker.
fn fractal(random: &mut Rng) -> Vec<f32> {
    let (mut side, mut noise) = (4, (0..16).map(|_| normal(random)).collect::<Vec<f32>>());
    let mut strength = 1.0;
    while side < TEXTURE_SIDE {
        side *= 2;
        strength *= 0.95;
        let coarse =
            |x: usize, y: usize| noise[y / 2 % (side / 2) * (side / 2) + x / 2 % (side / 2)];
        let finer = |at: usize| {
            let (x, y) = (at % side, at / side);
            // The mean of four neighbours of which some are the same.
            let sum = coarse(x, y) + coarse(x + 1, y) + coarse(x, y + 1) + coarse(x + 1, y + 1);
            sum / 4.0
        };
        let smooth: Vec<f32> = (0..side * side).map(finer).collect();
        noise = smooth.into_iter().map(|value| value + strength * normal(random)).collect();
    }
    let mean_square = noise.iter().map(|it| it * it).sum::<f32>() / noise.len() as f32;
    noise.iter().map(|it| it / mean_square.sqrt()).collect()
}

/// From 0 to 1.
fn unit(random: &mut Rng) -> f32 {
    (random.next() >> 40) as f32 / (1u64 << 24) as f32
}

/// About normally distributed, with a mean of 0 and a deviation of 1.
fn normal(random: &mut Rng) -> f32 {
    (0..4).map(|_| unit(random) - 0.5).sum::<f32>() * 3.0f32.sqrt()
}

/// Exif metadata with a position.
fn position(random: &mut Rng) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut angle = |degrees: usize| {
        let parts = [(degrees, 1), (60, 1), (6_000, 100)];
        Value::Rational(
            parts.map(|(below, denom)| Rational { num: random.below(below) as u32, denom }).into(),
        )
    };
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let fields = [
        (Tag::Model, text("A camera")),
        (Tag::GPSLatitudeRef, text("N")),
        (Tag::GPSLatitude, angle(90)),
        (Tag::GPSLongitudeRef, text("E")),
        (Tag::GPSLongitude, angle(180)),
    ]
    .map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value });
    let mut writer = exif::experimental::Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false)?;
    Ok(bytes.into_inner())
}
