//! Which pictures are made of one, and how they are named.

use std::sync::{Mutex, PoisonError};

use super::decode::{Pixels, decode};
use super::encode::{Encoding, Light, Part, encode};
use super::error::PictureError;
use super::facts::{PictureFacts, PictureKind};
use super::gif;

/// Part of every name: changes when other settings or encoders give other bytes.
pub(super) const VERSION: &str = "1";
/// No picture is published wider. Wider pictures are first reduced to it, so that little memory is
/// taken while they are encoded, which takes longest.
pub const WIDEST: u32 = 3_200;
/// The width of all pictures of a quick build, in pixels.
pub const QUICK_WIDTH: u32 = 800;
/// AVIF pictures are not wider: they take long to make.
const WIDEST_AVIF: u32 = 1_600;
/// The sides of square pictures, in pixels.
const SQUARE_SIDES: [u32; 3] = [160, 320, 640];

/// The point of a picture that stays in every crop of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Focus {
    /// From the left, in per cent of the width.
    pub across: u8,
    /// From the top, in per cent of the height.
    pub down: u8,
}

impl Default for Focus {
    /// The middle, and a little above: faces are there.
    fn default() -> Self {
        Focus { across: 50, down: 40 }
    }
}

impl Focus {
    /// Parses "30% 20%", from the left, then from the top; or the words of CSS: "top", "left bottom".
    pub fn parse(written: &str) -> Option<Self> {
        let per_cent = |part: &str| {
            let number: u8 = part.strip_suffix('%')?.parse().ok()?;
            (number <= 100).then_some(number)
        };
        let across = |part: &str| match part {
            "left" => Some(0),
            "center" => Some(50),
            "right" => Some(100),
            _ => None,
        };
        let down = |part: &str| match part {
            "top" => Some(0),
            "center" => Some(50),
            "bottom" => Some(100),
            _ => None,
        };
        let parts: Vec<&str> = written.split_whitespace().collect();
        let (across, down) = match parts[..] {
            [one] => match (across(one), down(one)) {
                (None, None) => return None,
                (across, down) => (across.unwrap_or(50), down.unwrap_or(50)),
            },
            [one, other] => {
                let in_order = || {
                    let across = per_cent(one).or_else(|| across(one))?;
                    Some((across, per_cent(other).or_else(|| down(other))?))
                };
                in_order().or_else(|| Some((across(other)?, down(one)?)))?
            }
            _ => return None,
        };
        Some(Focus { across, down })
    }
}

#[cfg(test)]
mod tests {
    use super::Focus;

    #[test]
    fn a_focus_is_two_shares_or_words() {
        for (written, across, down) in [
            ("30% 20%", 30, 20),
            ("top", 50, 0),
            ("left", 0, 50),
            ("center", 50, 50),
            ("right bottom", 100, 100),
            ("bottom right", 100, 100),
            ("left 20%", 0, 20),
        ] {
            assert_eq!(Focus::parse(written), Some(Focus { across, down }), "{written}");
        }
        for written in ["", "up", "20%", "101% 0%", "top left bottom", "left left", "top 20%"] {
            assert_eq!(Focus::parse(written), None, "{written}");
        }
    }
}

/// A picture that is made of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DerivedPicture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Of a square crop.
    focus: Option<Focus>,
    /// None for a copy without metadata.
    encoding: Option<Encoding>,
    extension: &'static str,
}

impl DerivedPicture {
    fn new(width: u32, height: u32, focus: Option<Focus>, encoding: Encoding) -> Self {
        let extension = encoding.extension();
        DerivedPicture { width, height, focus, encoding: Some(encoding), extension }
    }

    /// True if both are encoded from the same pixels.
    fn has_same_pixels(&self, other: &DerivedPicture) -> bool {
        let pixels = |picture: &DerivedPicture| (picture.width, picture.height, picture.focus);
        pixels(self) == pixels(other)
    }

    /// True for a picture that not all browsers show.
    pub fn is_avif(&self) -> bool {
        self.extension == "avif"
    }

    /// The name of its file, from the hash of the file that it is made of.
    pub fn file_name(&self, content: &blake3::Hash) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(content.as_bytes());
        let settings = format!(
            "{VERSION} {}×{} {:?} {:?}",
            self.width, self.height, self.focus, self.encoding
        );
        hasher.update(settings.as_bytes());
        format!("{}.{}", &hasher.finalize().to_hex()[..12], self.extension)
    }
}

/// Which pictures are made of each, from `[images]` of `site.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSettings {
    /// Widths in pixels, from the smallest.
    pub widths: Box<[u32]>,
    /// Each size is published as AVIF too.
    pub avif: bool,
}

/// The pictures that are made of one, each list from the narrowest to the widest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureSet {
    /// For browsers that show AVIF; may be empty.
    pub avif: Vec<DerivedPicture>,
    /// In a format that all browsers show. Empty for a picture that is published as its own file.
    pub fallback: Vec<DerivedPicture>,
}

impl PictureSet {
    /// The pictures of different sizes that are published for one, never wider than it.
    pub fn sizes(facts: &PictureFacts, settings: &PictureSettings) -> Self {
        let Some((avif, fallback)) = encodings(facts.kind) else {
            return PictureSet { avif: Vec::new(), fallback: copies(facts) };
        };
        let widest = settings.widths.last().copied().unwrap_or(WIDEST).min(facts.width).min(WIDEST);
        // A size of nearly the widest saves nothing.
        let smaller = settings.widths.iter().copied().filter(|width| width * 10 <= widest * 9);
        let widths: Vec<u32> = smaller.chain([widest]).collect();
        let derived = |width: u32, encoding: Encoding| {
            let height = u64::from(facts.height) * u64::from(width) / u64::from(facts.width);
            let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
            DerivedPicture::new(width, height, None, encoding)
        };
        // A smaller PNG of a drawing is often the longer file.
        let fallback_widths = match facts.kind {
            PictureKind::Drawing => &widths[widths.len() - 1..],
            _ => &widths,
        };
        let avif_widths = widths.iter().filter(|width| settings.avif && **width <= WIDEST_AVIF);
        PictureSet {
            avif: avif_widths.map(|width| derived(*width, avif)).collect(),
            fallback: fallback_widths.iter().map(|width| derived(*width, fallback)).collect(),
        }
    }

    /// The square pictures of a person or an author. Animations, and pictures that cannot be decoded,
    /// are not cropped.
    pub fn squares(facts: &PictureFacts, focus: Focus, settings: &PictureSettings) -> Self {
        let Some((avif, fallback)) = encodings(facts.kind) else {
            return PictureSet { avif: Vec::new(), fallback: copies(facts) };
        };
        let widest = facts.width.min(facts.height);
        let mut sides: Vec<u32> = SQUARE_SIDES.iter().map(|side| *side.min(&widest)).collect();
        sides.dedup();
        let derived = |encoding: Encoding| {
            let square = |side: &u32| DerivedPicture::new(*side, *side, Some(focus), encoding);
            sides.iter().map(square).collect()
        };
        let avif = if settings.avif { derived(avif) } else { Vec::new() };
        PictureSet { avif, fallback: derived(fallback) }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &DerivedPicture> {
        self.avif.iter().chain(&self.fallback)
    }
}

/// How pictures of a kind are encoded: as AVIF, and for other browsers. `None` if they are copied.
fn encodings(kind: PictureKind) -> Option<(Encoding, Encoding)> {
    match kind {
        PictureKind::Photograph => Some((Encoding::AvifPhotograph, Encoding::Jpeg)),
        PictureKind::Drawing => Some((Encoding::AvifDrawing, Encoding::Png)),
        PictureKind::Animation | PictureKind::Finished | PictureKind::Vector => None,
    }
}

/// The copy without metadata of a picture that is not encoded again.
fn copies(facts: &PictureFacts) -> Vec<DerivedPicture> {
    let extension = match facts.kind {
        PictureKind::Animation => "gif",
        PictureKind::Finished => "avif",
        _ => return Vec::new(),
    };
    let (width, height) = (facts.width, facts.height);
    vec![DerivedPicture { width, height, focus: None, encoding: None, extension }]
}

/// Makes pictures of one, and passes each with its bytes to `act`, those of the same size together.
///
/// # Errors
/// If the picture is damaged.
pub fn make_pictures(
    bytes: &[u8],
    wanted: &[DerivedPicture],
    mut act: impl FnMut(&DerivedPicture, Vec<u8>),
) -> Result<(), PictureError> {
    let mut light: Option<Light> = None;
    let mut resized: Option<(&DerivedPicture, Pixels)> = None;
    let mut wanted: Vec<&DerivedPicture> = wanted.iter().collect();
    // Pictures of the same size follow each other, so that each size is made once.
    wanted.sort_unstable();
    for picture in wanted {
        let Some(encoding) = picture.encoding else {
            act(picture, copy(bytes, picture)?);
            continue;
        };
        let light = match &mut light {
            Some(light) => light,
            empty => empty.insert(read_light(bytes)?),
        };
        let pixels = match resized.take().filter(|(of, _)| of.has_same_pixels(picture)) {
            Some((_, pixels)) => pixels,
            None => resize(light, picture).map_err(PictureError::Damaged)?,
        };
        act(picture, encode(&pixels, encoding).map_err(PictureError::Damaged)?);
        resized = Some((picture, pixels));
    }
    Ok(())
}

fn resize(light: &Light, picture: &DerivedPicture) -> Result<Pixels, String> {
    let (width, height) = light.size();
    let part = match picture.focus {
        Some(focus) => square_part((width, height), focus),
        None => (0, 0, width, height),
    };
    light.resize(part, picture.width, picture.height)
}

/// The picture without metadata.
fn copy(bytes: &[u8], picture: &DerivedPicture) -> Result<Vec<u8>, PictureError> {
    match picture.extension {
        "gif" => gif::without_metadata(bytes),
        _ => Ok(bytes.to_vec()),
    }
}

/// Decodes a picture and reduces it to the size from which all others are made, whichever are wanted:
/// so each has the same bytes alone and together with others.
///
/// # Errors
/// If the picture is damaged.
fn read_light(bytes: &[u8]) -> Result<Light, PictureError> {
    /// Held while whole pictures are in memory: 12 million pixels take 110 MB.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let light = Light::new(decode(bytes)?).map_err(PictureError::Damaged)?;
    let (width, height) = light.size();
    if width <= WIDEST {
        return Ok(light);
    }
    let height = u64::from(height) * u64::from(WIDEST) / u64::from(width);
    light.reduced(WIDEST, (height as u32).max(1)).map_err(PictureError::Damaged)
}

/// Decodes a picture, only to see whether it can be decoded.
///
/// # Errors
/// If the picture is damaged.
pub fn verify_picture(bytes: &[u8], facts: &PictureFacts) -> Result<(), PictureError> {
    match facts.kind {
        PictureKind::Photograph | PictureKind::Drawing => decode(bytes).map(drop),
        PictureKind::Animation => gif::without_metadata(bytes).map(drop),
        PictureKind::Finished | PictureKind::Vector => Ok(()),
    }
}

/// The largest square whose middle is as near to the focus as the edges allow.
fn square_part((width, height): (u32, u32), focus: Focus) -> Part {
    let side = width.min(height);
    let start = |length: u32, per_cent: u8| {
        let middle = u64::from(length) * u64::from(per_cent) / 100;
        (middle as u32).saturating_sub(side / 2).min(length - side)
    };
    (start(width, focus.across), start(height, focus.down), side, side)
}
