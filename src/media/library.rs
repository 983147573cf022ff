//! The pictures of a site, each with what it is.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::facts::{PictureError, PictureFacts, has_position};
use crate::input::{Asset, Snapshot};
use crate::text::SourcePath;

/// Extensions of pictures of pixels.
const EXTENSIONS: [&str; 6] = ["jpg", "jpeg", "png", "gif", "webp", "avif"];

/// A picture file.
#[derive(Debug)]
pub struct PictureFile {
    asset: Asset,
    /// Of the whole file.
    pub content: blake3::Hash,
    /// In bytes.
    pub size: usize,
    /// What it is, or why it cannot be published.
    pub facts: Result<PictureFacts, PictureError>,
    /// It says where it was made.
    pub has_position: bool,
}

/// The pictures in `content/` and `static/`, by path.
#[derive(Debug, Default)]
pub struct PictureLibrary {
    files: FxHashMap<SourcePath, Arc<PictureFile>>,
}

impl PictureLibrary {
    /// Reads all pictures of a snapshot. One that is the same as in an `earlier` library is not read
    /// again. One that cannot be read is left out: that is reported when it is published.
    pub fn read(snapshot: &Snapshot, earlier: Option<&PictureLibrary>) -> Self {
        let assets = ["content", "static"].into_iter().flat_map(|top| snapshot.assets_below(top));
        let pictures: Vec<(&SourcePath, &Asset)> = assets
            .filter(|(path, _)| EXTENSIONS.contains(&&*path.extension().to_ascii_lowercase()))
            .collect();
        let read = |(path, asset): (&SourcePath, &Asset)| {
            let known = earlier.and_then(|earlier| earlier.files.get(path));
            let file = match known.filter(|known| known.asset == *asset) {
                Some(known) => known.clone(),
                None => Arc::new(PictureFile::read(asset)?),
            };
            Some((path.clone(), file))
        };
        PictureLibrary { files: pictures.into_par_iter().filter_map(read).collect() }
    }

    /// The picture at a path.
    pub fn get(&self, path: &SourcePath) -> Option<&Arc<PictureFile>> {
        self.files.get(path)
    }

    /// True if both have the same files.
    pub fn is_same(&self, other: &PictureLibrary) -> bool {
        self.files.len() == other.files.len()
            && self.files.iter().all(|(path, file)| {
                other.files.get(path).is_some_and(|other| Arc::ptr_eq(file, other))
            })
    }
}

impl PictureFile {
    fn read(asset: &Asset) -> Option<Self> {
        let bytes = asset.read().ok()?;
        Some(PictureFile {
            asset: asset.clone(),
            content: blake3::hash(&bytes),
            size: bytes.len(),
            facts: PictureFacts::read(&bytes),
            has_position: has_position(&bytes),
        })
    }
}
