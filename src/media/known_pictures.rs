//! What earlier builds found out about picture files, kept in the site's cache, so that a file whose
//! stamp is the same need not be read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::facts::PictureFacts;
use super::picture_file::PictureFile;
use crate::cache::Cache;
use crate::input::Asset;
use crate::text::SourcePath;

const FILE_NAME: &str = "cache/pictures.json";

/// By path.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct KnownPictures {
    /// The program that found it out: another may read files otherwise.
    version: String,
    pictures: BTreeMap<String, KnownPicture>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct KnownPicture {
    stamp: String,
    content: String,
    size: u64,
    facts: PictureFacts,
    has_position: bool,
    needs_light_ground: bool,
}

impl KnownPictures {
    /// Empty if there is no such file, or if it is damaged or of another version of this program.
    pub(super) fn read(cache: &Cache) -> Self {
        let read = || serde_json::from_slice::<KnownPictures>(&cache.read(FILE_NAME)?).ok();
        read().filter(|known| known.version == version()).unwrap_or_default()
    }

    /// What is known of a file, if it is unchanged.
    pub(super) fn get(&self, path: &SourcePath, asset: &Asset) -> Option<PictureFile> {
        let known = self.pictures.get(path.as_str())?;
        (known.stamp == stamp_of(asset)?).then_some(())?;
        Some(PictureFile {
            asset: asset.clone(),
            content: blake3::Hash::from_hex(&known.content).ok()?,
            size: known.size,
            facts: Ok(known.facts),
            has_position: known.has_position,
            needs_light_ground: known.needs_light_ground,
            is_settled: true,
        })
    }

    /// Writes what is known of `files`, if it is not the same as this. Errors are ignored: files are
    /// then read again.
    pub(super) fn write_if_changed(
        &self,
        files: &BTreeMap<SourcePath, Arc<PictureFile>>,
        cache: &Cache,
    ) {
        let known = |(path, file): (&SourcePath, &Arc<PictureFile>)| {
            let stamp = stamp_of(&file.asset).filter(|_| file.is_settled)?;
            let known = KnownPicture {
                stamp,
                content: file.content.to_hex().to_string(),
                size: file.size,
                facts: *file.facts.as_ref().ok()?,
                has_position: file.has_position,
                needs_light_ground: file.needs_light_ground,
            };
            Some((path.to_string(), known))
        };
        let pictures: BTreeMap<_, _> = files.iter().filter_map(known).collect();
        let known = KnownPictures { version: version(), pictures };
        if known.pictures != self.pictures
            && let Ok(bytes) = serde_json::to_vec(&known)
        {
            let _ = cache.write(FILE_NAME, &bytes);
        }
    }
}

/// None for a file in memory.
fn stamp_of(asset: &Asset) -> Option<String> {
    match asset {
        Asset::InMemory(_) => None,
        Asset::OnDisk { stamp, .. } => Some(format!("{stamp:x}")),
    }
}

fn version() -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), super::encode::VERSION)
}
