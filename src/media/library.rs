//! The pictures of a site, each with what it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::known_pictures::KnownPictures;
use super::picture_file::PictureFile;
use crate::cache::Cache;
use crate::input::{Asset, Snapshot};
use crate::text::SourcePath;

/// Extensions of pictures.
const EXTENSIONS: [&str; 7] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg"];

/// The pictures in `content/` and `static/`, by path.
#[derive(Clone, Debug, Default)]
pub struct PictureLibrary {
    files: BTreeMap<SourcePath, Arc<PictureFile>>,
    /// Where what is known of files and what is made of them is kept.
    cache: Option<Cache>,
}

impl PictureLibrary {
    /// A library that keeps what it makes.
    pub fn with_cache(cache: Cache) -> Self {
        PictureLibrary { files: BTreeMap::new(), cache: Some(cache) }
    }

    /// The pictures of a snapshot, with the cache of this library. Files that are the same as in this
    /// library, or as when they were read by an earlier build, are not read again. A file that cannot
    /// be read is left out: that is reported when it is published.
    pub fn read(&self, snapshot: &Snapshot) -> Self {
        let assets = ["content", "static"].into_iter().flat_map(|top| snapshot.assets_below(top));
        let pictures: Vec<(&SourcePath, &Asset)> = assets
            .filter(|(path, _)| EXTENSIONS.contains(&&*path.extension().to_ascii_lowercase()))
            .collect();
        let cache = self.cache.clone();
        if pictures.is_empty() {
            return PictureLibrary { files: BTreeMap::new(), cache };
        }
        let is_same = |path: &SourcePath, asset: &Asset| {
            self.files.get(path).filter(|known| known.asset == *asset)
        };
        let is_known = pictures.iter().all(|(path, asset)| is_same(path, asset).is_some());
        let known = match &cache {
            Some(cache) if !is_known => KnownPictures::read(cache),
            _ => KnownPictures::default(),
        };
        let read = |(path, asset): (&SourcePath, &Asset)| {
            let file = is_same(path, asset)
                .cloned()
                .or_else(|| known.get(path, asset).map(Arc::new))
                .or_else(|| PictureFile::read(path, asset).map(Arc::new))?;
            Some((path.clone(), file))
        };
        let library =
            PictureLibrary { files: pictures.into_par_iter().filter_map(read).collect(), cache };
        if let (false, Some(cache)) = (is_known, &library.cache) {
            known.write_if_changed(&library.files, cache);
        }
        library
    }

    /// All pictures, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<PictureFile>)> {
        self.files.iter()
    }

    /// The picture at a path.
    pub fn get(&self, path: &str) -> Option<&Arc<PictureFile>> {
        self.files.get(path)
    }

    /// Where derived files are kept.
    pub fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
    }

    /// True if both have the same files.
    pub fn is_same(&self, other: &PictureLibrary) -> bool {
        self.files.len() == other.files.len()
            && self.files.iter().all(|(path, file)| {
                other.files.get(path).is_some_and(|other| Arc::ptr_eq(file, other))
            })
    }
}
