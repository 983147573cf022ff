//! A picture file of a site.

use super::error::PictureError;
use super::facts::{PictureFacts, has_position, read_svg};
use super::ground::needs_light_ground;
use crate::input::Asset;
use crate::text::SourcePath;

/// A picture file.
#[derive(Debug)]
pub struct PictureFile {
    pub(super) asset: Asset,
    /// Of the whole file.
    pub content: blake3::Hash,
    /// In bytes.
    pub size: u64,
    /// What it is, or why it cannot be published.
    pub facts: Result<PictureFacts, PictureError>,
    /// Its metadata contain a GPS position.
    pub has_position: bool,
    /// It is a drawing for light pages.
    pub needs_light_ground: bool,
    /// The stamp is old enough to identify the content; see [`Asset::is_settled`].
    pub(super) is_settled: bool,
}

impl PictureFile {
    pub(super) fn read(path: &SourcePath, asset: &Asset) -> Option<Self> {
        let bytes = asset.read().ok()?;
        let is_svg = path.extension().eq_ignore_ascii_case("svg");
        let facts = if is_svg { read_svg(&bytes) } else { PictureFacts::read(&bytes) };
        Some(PictureFile {
            asset: asset.clone(),
            content: blake3::hash(&bytes),
            size: bytes.len() as u64,
            needs_light_ground: facts.as_ref().is_ok_and(|facts| needs_light_ground(&bytes, facts)),
            facts,
            has_position: !is_svg && has_position(&bytes),
            is_settled: asset.is_settled(),
        })
    }

    /// The bytes of the file, if they are still those that were read.
    ///
    /// # Errors
    /// If the file cannot be read, or has changed.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, PictureError> {
        let bytes =
            self.asset.read().map_err(|error| PictureError::Unreadable(error.to_string()))?;
        match blake3::hash(&bytes) == self.content {
            true => Ok(bytes.into_owned()),
            false => Err(PictureError::Changed),
        }
    }
}
