//! Which pictures are made of one, and how they are named.

use super::decode::decode;
use super::encode::{Light, Part, encode};
use super::facts::{PictureError, PictureFacts, PictureKind};
use super::gif;

/// Part of every name: changes when other settings or encoders give other bytes.
const VERSION: &str = "1";
/// AVIF pictures are not wider: they take long to make.
const WIDEST_AVIF: u32 = 1_600;
/// The sides of portraits, in pixels.
const PORTRAIT_SIDES: [u32; 3] = [160, 320, 640];

/// How a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Encoding {
    AvifPhotograph,
    AvifDrawing,
    Jpeg,
    Png,
}

/// A square part of a picture, as large as it can be, around a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Crop {
    /// The point that must be in it, from the left and the top, in thousandths of the picture.
    pub focus: (u16, u16),
}

/// A picture that is made of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DerivedPicture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    crop: Option<Crop>,
    /// None for a copy without metadata.
    encoding: Option<Encoding>,
    extension: &'static str,
}

impl DerivedPicture {
    /// Its media type (IANA).
    pub fn media_type(&self) -> &'static str {
        match self.extension {
            "avif" => "image/avif",
            "jpg" => "image/jpeg",
            "gif" => "image/gif",
            _ => "image/png",
        }
    }

    /// True for a picture that all browsers show.
    pub fn is_fallback(&self) -> bool {
        self.encoding.is_none() || self.extension != "avif"
    }

    /// The name of its file, from the hash of the file that it is made of.
    pub fn file_name(&self, content: &blake3::Hash) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(content.as_bytes());
        let crop = self.crop.map(|crop| crop.focus);
        let settings =
            format!("{VERSION} {}×{} {crop:?} {:?}", self.width, self.height, self.encoding);
        hasher.update(settings.as_bytes());
        format!("{}.{}", &hasher.finalize().to_hex()[..12], self.extension)
    }
}

/// The pictures of different sizes that are published for one: for each format from the narrowest to
/// the widest, never wider than the picture itself. `sizes` are widths in pixels, from the smallest.
pub fn derived_pictures(facts: &PictureFacts, sizes: &[u32]) -> Vec<DerivedPicture> {
    let copy = |extension| DerivedPicture {
        width: facts.width,
        height: facts.height,
        crop: None,
        encoding: None,
        extension,
    };
    let (avif, fallback) = match facts.kind {
        PictureKind::Animation => return vec![copy("gif")],
        PictureKind::Finished => return vec![copy("avif")],
        PictureKind::Photograph => (Encoding::AvifPhotograph, Encoding::Jpeg),
        PictureKind::Drawing => (Encoding::AvifDrawing, Encoding::Png),
    };
    let widest = sizes.last().copied().unwrap_or(facts.width).min(facts.width);
    // A size of nearly the widest saves nothing.
    let smaller = sizes.iter().copied().filter(|size| size * 10 <= widest * 9);
    let widths: Vec<u32> = smaller.chain([widest]).collect();
    let derived = |width: u32, encoding: Encoding| {
        let height = u64::from(facts.height) * u64::from(width) / u64::from(facts.width);
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        DerivedPicture {
            width,
            height,
            crop: None,
            encoding: Some(encoding),
            extension: encoding.extension(),
        }
    };
    let avif_widths = widths.iter().filter(|width| **width <= WIDEST_AVIF);
    // A smaller PNG of a drawing is often the longer file.
    let fallback_widths = match facts.kind {
        PictureKind::Drawing => &widths[widths.len() - 1..],
        _ => &widths,
    };
    avif_widths
        .map(|width| derived(*width, avif))
        .chain(fallback_widths.iter().map(|width| derived(*width, fallback)))
        .collect()
}

/// The square pictures of a person, from the smallest; none of an animation or a picture that cannot
/// be decoded.
pub fn portraits(facts: &PictureFacts, crop: Crop) -> Vec<DerivedPicture> {
    let (avif, fallback) = match facts.kind {
        PictureKind::Animation | PictureKind::Finished => return Vec::new(),
        PictureKind::Photograph => (Encoding::AvifPhotograph, Encoding::Jpeg),
        PictureKind::Drawing => (Encoding::AvifDrawing, Encoding::Png),
    };
    let widest = facts.width.min(facts.height);
    let smaller = PORTRAIT_SIDES.into_iter().filter(|side| *side < widest);
    let last = PORTRAIT_SIDES[PORTRAIT_SIDES.len() - 1].min(widest);
    let mut sides: Vec<u32> = smaller.chain([last]).collect();
    sides.dedup();
    let square = |encoding: Encoding| {
        move |side: &u32| DerivedPicture {
            width: *side,
            height: *side,
            crop: Some(crop),
            encoding: Some(encoding),
            extension: encoding.extension(),
        }
    };
    sides.iter().map(square(avif)).chain(sides.iter().map(square(fallback))).collect()
}

impl Encoding {
    fn extension(self) -> &'static str {
        match self {
            Encoding::AvifPhotograph | Encoding::AvifDrawing => "avif",
            Encoding::Jpeg => "jpg",
            Encoding::Png => "png",
        }
    }
}

/// Makes pictures of one: the bytes of each, in order.
///
/// # Errors
/// If the picture is damaged.
pub fn make_pictures(
    bytes: &[u8],
    wanted: &[DerivedPicture],
) -> Result<Vec<Vec<u8>>, PictureError> {
    let mut light: Option<Light> = None;
    let mut made = Vec::with_capacity(wanted.len());
    for picture in wanted {
        let Some(encoding) = picture.encoding else {
            made.push(match picture.extension {
                "gif" => gif::without_metadata(bytes)?,
                _ => bytes.to_vec(),
            });
            continue;
        };
        let light = match &mut light {
            Some(light) => light,
            empty => empty.insert(Light::new(decode(bytes)?).map_err(PictureError::Damaged)?),
        };
        let part = match picture.crop {
            Some(crop) => square_part(light.size(), crop),
            None => (0, 0, light.size().0, light.size().1),
        };
        let pixels = light.resize(part, picture.width, picture.height);
        let encoded = pixels.and_then(|pixels| encode(&pixels, encoding));
        made.push(encoded.map_err(PictureError::Damaged)?);
    }
    Ok(made)
}

/// The largest square whose middle is as near to the focus as the edges allow.
fn square_part((width, height): (u32, u32), crop: Crop) -> Part {
    let side = width.min(height);
    let start = |length: u32, focus: u16| {
        let middle = u64::from(length) * u64::from(focus) / 1_000;
        (middle as u32).saturating_sub(side / 2).min(length - side)
    };
    (start(width, crop.focus.0), start(height, crop.focus.1), side, side)
}
