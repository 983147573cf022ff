//! Makes the derived pictures of a file.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::decode::{Pixels, decode};
use super::encode::{Crop, LinearImage, encode};
use super::error::PictureError;
use super::facts::{PictureFacts, PictureKind};
use super::focus::Focus;
use super::gif;
use super::sizes::{DerivedPicture, Production, WIDEST};

/// Pictures of more pixels are in memory one at a time. So many take 60 MB.
const LARGE: u32 = 10_000_000;

/// Makes pictures of one, and passes each with its bytes to `act`, those of the same size together.
///
/// # Errors
/// If the picture is damaged.
pub fn make_pictures(
    bytes: &[u8],
    wanted: &[DerivedPicture],
    mut act: impl FnMut(&DerivedPicture, Vec<u8>),
) -> Result<(), PictureError> {
    let mut source: Option<Source> = None;
    let mut resized: Option<(&DerivedPicture, Pixels)> = None;
    let mut wanted: Vec<&DerivedPicture> = wanted.iter().collect();
    // Pictures of the same size follow each other, so that each size is made once.
    wanted.sort_unstable();
    for picture in wanted {
        let encoding = match picture.production {
            Production::Encoded(encoding) => encoding,
            Production::CopiedGif => {
                act(picture, gif::without_metadata(bytes)?);
                continue;
            }
            Production::CopiedAvif => {
                act(picture, bytes.to_vec());
                continue;
            }
        };
        let source = match &mut source {
            Some(source) => source,
            empty => empty.insert(Source::read(bytes)?),
        };
        let pixels = match resized.take().filter(|(of, _)| of.has_same_pixels(picture)) {
            Some((_, pixels)) => pixels,
            None => resize(&source.image, picture).map_err(PictureError::Damaged)?,
        };
        act(picture, encode(&pixels, encoding).map_err(PictureError::Damaged)?);
        resized = Some((picture, pixels));
    }
    Ok(())
}

/// Decodes a picture, only to see whether it can be decoded.
///
/// # Errors
/// If the picture is damaged.
pub fn verify_picture(bytes: &[u8], facts: &PictureFacts) -> Result<(), PictureError> {
    match facts.kind {
        PictureKind::Photograph | PictureKind::Drawing => {
            let _alone = wait_for_memory();
            decode(bytes).map(drop)
        }
        PictureKind::Animation => gif::without_metadata(bytes).map(drop),
        PictureKind::Avif | PictureKind::Vector => Ok(()),
    }
}

/// Held while a large picture is in memory: decoding one of 12 million pixels takes 110 MB. Whoever
/// holds it must not wait for other tasks of the thread pool, which may wait for it.
fn wait_for_memory() -> MutexGuard<'static, ()> {
    static MEMORY: Mutex<()> = Mutex::new(());
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A picture, reduced to the size from which all others are made, whichever are wanted: so each has
/// the same bytes alone and together with others.
struct Source {
    image: LinearImage,
    /// Of a picture that is still large: high and narrow.
    _alone: Option<MutexGuard<'static, ()>>,
}

impl Source {
    fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let alone = wait_for_memory();
        let mut image = LinearImage::new(decode(bytes)?).map_err(PictureError::Damaged)?;
        let (width, height) = image.size();
        if width > WIDEST {
            let height = u64::from(height) * u64::from(WIDEST) / u64::from(width);
            image = image.reduced(WIDEST, (height as u32).max(1)).map_err(PictureError::Damaged)?;
        }
        let (width, height) = image.size();
        let is_large = width.saturating_mul(height) > LARGE;
        Ok(Source { image, _alone: is_large.then_some(alone) })
    }
}

fn resize(image: &LinearImage, picture: &DerivedPicture) -> Result<Pixels, String> {
    let (width, height) = image.size();
    let crop = match picture.focus {
        Some(focus) => square((width, height), focus),
        None => Crop { left: 0, top: 0, width, height },
    };
    image.resize(crop, picture.width, picture.height)
}

/// The largest square whose middle is as near to the focus as the edges allow.
fn square((width, height): (u32, u32), focus: Focus) -> Crop {
    let side = width.min(height);
    let start = |length: u32, per_cent: u8| {
        let middle = u64::from(length) * u64::from(per_cent) / 100;
        (middle as u32).saturating_sub(side / 2).min(length - side)
    };
    let (left, top) = (start(width, focus.across), start(height, focus.down));
    Crop { left, top, width: side, height: side }
}
