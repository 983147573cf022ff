//! The bytes of derived pictures: made once, and kept in the site's cache.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::PictureError;
use super::library::PictureLibrary;
use super::make::{make_pictures, verify_picture};
use super::picture_file::PictureFile;
use super::sizes::DerivedPicture;
use crate::cache::Cache;
use crate::text::SourcePath;

/// A derived picture, made when its bytes are asked for.
#[derive(Clone, Debug)]
pub struct PictureBody {
    /// The file that it is made of.
    pub path: SourcePath,
    file: Arc<PictureFile>,
    derived: DerivedPicture,
    cache: Option<Cache>,
}

impl PictureBody {
    /// The length of the picture in bytes, if it is kept.
    pub fn kept_size(&self) -> Option<u64> {
        self.cache.as_ref()?.kept_size(&kept_path(&self.file, &self.derived))
    }

    /// The bytes.
    ///
    /// # Errors
    /// If the picture is damaged, or has changed since it was read.
    pub fn bytes(&self) -> Result<Vec<u8>, PictureError> {
        let kept = kept_path(&self.file, &self.derived);
        if let Some(bytes) = self.cache.as_ref().and_then(|cache| cache.read_kept(&kept)) {
            return Ok(bytes);
        }
        make_and_keep(&self.file, &[self.derived], self.cache.as_ref(), |bytes| bytes)
            .map(|mut made| made.swap_remove(0))
    }
}

impl PictureLibrary {
    /// A derived picture of the file at a path; `None` if there is no such file.
    pub fn body(&self, path: &SourcePath, derived: DerivedPicture) -> Option<PictureBody> {
        let (file, cache) = (self.get(path.as_str())?.clone(), self.cache().cloned());
        Some(PictureBody { path: path.clone(), file, derived, cache })
    }

    /// Those pictures of a file that are not kept. None without a cache: they would be lost.
    pub fn missing(&self, path: &str, wanted: &[DerivedPicture]) -> Vec<DerivedPicture> {
        let (Some(file), Some(cache)) = (self.get(path), self.cache()) else { return Vec::new() };
        let is_missing =
            |derived: &&DerivedPicture| cache.kept_size(&kept_path(file, derived)).is_none();
        wanted.iter().filter(is_missing).copied().collect()
    }

    /// Makes pictures of a file together, which is faster than one by one, and keeps them. An error
    /// is found again when the bytes are asked for.
    pub fn make(&self, path: &str, wanted: &[DerivedPicture]) {
        if let Some(file) = self.get(path) {
            let _ = make_and_keep(file, wanted, self.cache(), drop);
        }
    }

    /// Decodes a file, unless everything that is wanted of it is kept.
    ///
    /// # Errors
    /// If the picture is damaged, or has changed since it was read.
    pub fn verify(&self, path: &str, wanted: &[DerivedPicture]) -> Result<(), PictureError> {
        let Some(file) = self.get(path) else { return Ok(()) };
        let is_kept = self.cache().is_some() && self.missing(path, wanted).is_empty();
        match &file.facts {
            Ok(facts) if !is_kept => verify_picture(&file.bytes()?, facts),
            _ => Ok(()),
        }
    }

    /// Deletes kept pictures that are not among `used` and take more room than those.
    pub fn trim(&self, used: &BTreeMap<&SourcePath, Vec<DerivedPicture>>) {
        let Some(cache) = self.cache() else { return };
        let names = |(path, made): (&&SourcePath, &Vec<DerivedPicture>)| {
            let content = self.get(path.as_str())?.content;
            Some(made.iter().map(|derived| derived.file_name(&content)).collect::<Vec<String>>())
        };
        cache.trim(FOLDER, &used.iter().filter_map(names).flatten().collect());
    }
}

const FOLDER: &str = "cache/pictures";

fn kept_path(file: &PictureFile, derived: &DerivedPicture) -> String {
    format!("{FOLDER}/{}", derived.file_name(&file.content))
}

fn make_and_keep<T>(
    file: &PictureFile,
    wanted: &[DerivedPicture],
    cache: Option<&Cache>,
    result: impl Fn(Vec<u8>) -> T,
) -> Result<Vec<T>, PictureError> {
    let bytes = file.bytes()?;
    let mut results = Vec::with_capacity(wanted.len());
    make_pictures(&bytes, wanted, |derived, made| {
        if let Some(cache) = cache {
            // If this fails, the picture is made again by the next build.
            let _ = cache.keep(&kept_path(file, derived), &made);
        }
        results.push(result(made));
    })?;
    Ok(results)
}
