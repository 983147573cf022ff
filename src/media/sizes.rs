//! Which versions of a picture are published, and their file names.

use super::encode::{Encoding, VERSION};
use super::facts::{PictureFacts, PictureKind};
use super::focus::Focus;

/// No picture is published wider. Wider pictures are reduced to it first: encoding takes longest, and
/// then needs less memory.
pub const WIDEST: u32 = 3_200;
/// The width of all pictures of a quick build, in pixels.
pub const QUICK_WIDTH: u32 = 800;
/// AVIF pictures are not wider: they take long to make.
const WIDEST_AVIF: u32 = 1_600;
/// The sides of square pictures, in pixels.
const SQUARE_SIDES: [u32; 3] = [160, 320, 640];

/// A picture that is made of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DerivedPicture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Of a square crop.
    pub(super) focus: Option<Focus>,
    pub(super) production: Production,
}

/// How the bytes of a derived picture come from its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Production {
    Encoded(Encoding),
    /// A copy without metadata.
    CopiedGif,
    /// The same bytes, which have no metadata.
    CopiedAvif,
}

impl Production {
    /// Of the file name.
    fn extension(self) -> &'static str {
        match self {
            Production::Encoded(encoding) => encoding.extension(),
            Production::CopiedGif => "gif",
            Production::CopiedAvif => "avif",
        }
    }

    /// What it is called in the hash that names a picture.
    fn settings(self) -> String {
        match self {
            Production::Encoded(encoding) => encoding.settings(),
            Production::CopiedGif => "copied gif".to_owned(),
            Production::CopiedAvif => "copied avif".to_owned(),
        }
    }
}

impl DerivedPicture {
    /// True if both are encoded from the same pixels.
    pub(super) fn has_same_pixels(&self, other: &DerivedPicture) -> bool {
        let pixels = |picture: &DerivedPicture| (picture.width, picture.height, picture.focus);
        pixels(self) == pixels(other)
    }

    /// True for a picture that not all browsers show.
    pub fn is_avif(&self) -> bool {
        self.production.extension() == "avif"
    }

    /// The name of its file, from the hash of the file that it is made of.
    pub fn file_name(&self, content: &blake3::Hash) -> String {
        let part = match self.focus {
            Some(Focus { across, down }) => format!("square at {across}% {down}%"),
            None => "whole".to_owned(),
        };
        let (width, height) = (self.width, self.height);
        let settings = format!("{VERSION} {width}×{height} {part} {}", self.production.settings());
        let mut hasher = blake3::Hasher::new();
        hasher.update(content.as_bytes());
        hasher.update(settings.as_bytes());
        format!("{}.{}", &hasher.finalize().to_hex()[..12], self.production.extension())
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

impl PictureSettings {
    /// The widths of a picture that may be at most `limit` pixels wide, from the smallest.
    fn widths_of(&self, facts: &PictureFacts, limit: u32) -> Vec<u32> {
        let widest = self.widths.last().copied().unwrap_or(WIDEST).min(facts.width).min(limit);
        // A size of nearly the widest saves nothing.
        let smaller = self.widths.iter().copied().filter(|width| width * 10 <= widest * 9);
        smaller.chain([widest]).collect()
    }
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
        let derived = |width: u32, encoding: Encoding| {
            let height = u64::from(facts.height) * u64::from(width) / u64::from(facts.width);
            let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
            DerivedPicture { width, height, focus: None, production: Production::Encoded(encoding) }
        };
        let fallback_widths = settings.widths_of(facts, WIDEST);
        // A smaller PNG of a drawing is often the longer file.
        let fallback_widths = match facts.kind {
            PictureKind::Drawing => &fallback_widths[fallback_widths.len() - 1..],
            _ => &fallback_widths,
        };
        let avif_widths = match settings.avif {
            true => settings.widths_of(facts, WIDEST_AVIF),
            false => Vec::new(),
        };
        PictureSet {
            avif: avif_widths.iter().map(|width| derived(*width, avif)).collect(),
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
            let square = |side: &u32| DerivedPicture {
                width: *side,
                height: *side,
                focus: Some(focus),
                production: Production::Encoded(encoding),
            };
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
        PictureKind::Animation | PictureKind::Avif | PictureKind::Vector => None,
    }
}

/// The copy without metadata of a picture that is not encoded again.
fn copies(facts: &PictureFacts) -> Vec<DerivedPicture> {
    let production = match facts.kind {
        PictureKind::Animation => Production::CopiedGif,
        PictureKind::Avif => Production::CopiedAvif,
        _ => return Vec::new(),
    };
    let (width, height) = (facts.width, facts.height);
    vec![DerivedPicture { width, height, focus: None, production }]
}
