//! What a picture is, read from its file without decoding its pixels.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageReader};

use serde::{Deserialize, Serialize};

use super::avif;
use super::error::{PictureError, damaged};
use super::format::{PictureFormat, Sniffed, sniff};
use super::gif::count_frames;
use super::limits::{MOST_BYTES, MOST_FRAMES, MOST_HEIGHT, MOST_PIXELS};
use super::{jpeg, png, svg};

/// Pictures of fewer pixels stay PNG if they are PNG.
const SMALL: u64 = 250_000;

/// What a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PictureFacts {
    /// The format of the file.
    pub format: PictureFormat,
    /// In pixels, as shown: a picture may be stored turned.
    pub width: u32,
    /// In pixels, as shown.
    pub height: u32,
    /// How it is published.
    pub kind: PictureKind,
    /// It is an animation, of which only the first picture is published.
    pub loses_motion: bool,
}

/// How a picture is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PictureKind {
    /// As JPEG and AVIF.
    Photograph,
    /// With sharp edges, few colours or transparent parts: as PNG and AVIF.
    Drawing,
    /// A GIF of several frames: as GIF, without metadata.
    Animation,
    /// AVIF: published byte for byte, because no Rust crate decodes it.
    Avif,
    /// SVG: published as its own file.
    Vector,
}

impl PictureFacts {
    /// Reads the facts of a picture.
    ///
    /// # Errors
    /// If it cannot be published.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let format = match sniff(bytes) {
            Sniffed::Supported(format) => format,
            Sniffed::Unsupported(name) => return Err(PictureError::Unsupported(name)),
            Sniffed::Unknown => return Err(PictureError::NoPicture),
        };
        if bytes.len() > MOST_BYTES {
            return Err(PictureError::TooLong(bytes.len()));
        }
        if format == PictureFormat::Avif {
            let facts = avif::read_facts(bytes)?;
            if facts.has_metadata {
                return Err(PictureError::HasMetadata);
            }
            let (width, height, kind) = (facts.width, facts.height, PictureKind::Avif);
            return Ok(PictureFacts { format, width, height, kind, loses_motion: false });
        }
        if is_cut_off(format, bytes) {
            return Err(PictureError::CutOff);
        }
        let mut decoder = decoder(bytes)?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MOST_PIXELS {
            return Err(PictureError::TooManyPixels(width, height));
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let (width, height) =
            if is_turned(orientation) { (height, width) } else { (width, height) };
        if height > MOST_HEIGHT {
            return Err(PictureError::TooHigh(height));
        }
        let has_alpha = decoder.color_type().has_alpha();
        let kind = match format {
            PictureFormat::Jpeg => PictureKind::Photograph,
            PictureFormat::Gif => match count_frames(bytes)? {
                0 => return Err(PictureError::CutOff),
                1 => PictureKind::Drawing,
                2..=MOST_FRAMES => PictureKind::Animation,
                _ => return Err(PictureError::TooManyFrames),
            },
            PictureFormat::Webp if has_alpha || is_lossless_webp(bytes) => PictureKind::Drawing,
            PictureFormat::Webp => PictureKind::Photograph,
            // Drawings take a fraction of a byte for each pixel, photographs one or more. Of small
            // pictures it does not matter.
            _ if pixels <= SMALL || bytes.len() as u64 <= pixels => PictureKind::Drawing,
            // Programs often write photographs with opacity, too.
            _ if has_alpha && !png::is_opaque(bytes) => PictureKind::Drawing,
            _ => PictureKind::Photograph,
        };
        let loses_motion = match format {
            PictureFormat::Png => png::is_animated(bytes),
            PictureFormat::Webp => is_animated_webp(bytes),
            _ => false,
        };
        Ok(PictureFacts { format, width, height, kind, loses_motion })
    }
}

/// Reads the size of an SVG: the attributes of its root, else that of its view box, else the default
/// of CSS for pictures without a size (CSS Images 3, 4.3).
///
/// # Errors
/// If the file has no `<svg>` element.
pub fn read_svg(bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    let (width, height) = svg::read_size(bytes).ok_or(PictureError::NoPicture)?;
    let (format, kind) = (PictureFormat::Svg, PictureKind::Vector);
    Ok(PictureFacts { format, width, height, kind, loses_motion: false })
}

/// The decoder of a picture.
pub(super) fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, PictureError> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|error| PictureError::Damaged(error.to_string()))?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    reader.into_decoder().map_err(damaged)
}

fn is_turned(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// True for a file without the end that its format asks for. Decoders fill the rest with grey, or tell
/// only when they come to it.
fn is_cut_off(format: PictureFormat, bytes: &[u8]) -> bool {
    match format {
        PictureFormat::Jpeg => jpeg::is_cut_off(bytes),
        PictureFormat::Png => png::is_cut_off(bytes),
        PictureFormat::Webp => bytes.get(4..8).is_none_or(|size| {
            let size = u32::from_le_bytes(size.try_into().unwrap_or_default());
            (bytes.len() as u64) < u64::from(size) + 8
        }),
        // Its frames are counted, its boxes read.
        PictureFormat::Gif | PictureFormat::Avif | PictureFormat::Svg => false,
    }
}

fn is_lossless_webp(bytes: &[u8]) -> bool {
    image_webp::WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|mut decoder| !decoder.is_lossy())
}

fn is_animated_webp(bytes: &[u8]) -> bool {
    let decoder = image_webp::WebPDecoder::new(Cursor::new(bytes));
    decoder.is_ok_and(|decoder| decoder.is_animated() && decoder.num_frames() > 1)
}

/// True if the metadata of a file contain a GPS position, in Exif or in XMP.
pub fn has_position(bytes: &[u8]) -> bool {
    // XMP is plain text in files of all formats.
    memchr::memmem::find(bytes, b"GPSLatitude").is_some() || has_exif_position(bytes)
}

fn has_exif_position(bytes: &[u8]) -> bool {
    let read =
        exif::Reader::new().continue_on_error(true).read_from_container(&mut Cursor::new(bytes));
    let fields = read.or_else(|error| error.distill_partial_result(|_| {}));
    fields.is_ok_and(|fields| {
        let in_position = |field: &exif::Field| field.tag.context() == exif::Context::Gps;
        fields.fields().any(|field| in_position(field) && field.tag != exif::Tag::GPSVersionID)
    })
}
