//! Fingerprint of everything a site depends on.

use rayon::prelude::*;

use super::BuildOptions;
use crate::input::{Asset, FileContent, Snapshot};
use crate::media::PictureLibrary;
use crate::text::SourcePath;

/// Hash of the source files, the options and `program`, which identifies the version of this
/// program. `None` if a file is being written or could not be read.
///
/// Pictures have been hashed before, when they were read.
pub fn fingerprint(
    snapshot: &Snapshot,
    pictures: &PictureLibrary,
    options: &BuildOptions,
    program: &[u8],
) -> Option<String> {
    if !snapshot.being_written().is_empty() || snapshot.problems().next().is_some() {
        return None;
    }
    let hash = |path: &SourcePath, file: &FileContent<'_>| match file {
        _ if let Some(picture) = pictures.get(path.as_str()) => Some(picture.content),
        FileContent::InMemory(bytes) => Some(blake3::hash(bytes)),
        // In chunks: a video need not fit into memory.
        FileContent::OnDisk(path) => {
            Some(blake3::Hasher::new().update_reader(Asset::open(path).ok()?.file).ok()?.finalize())
        }
    };
    let files: Vec<_> = snapshot.files().collect();
    let hashes = files
        .par_iter()
        .map(|(path, file)| Some((path.as_str(), hash(path, file)?)))
        .collect::<Option<Vec<_>>>()?;
    let mut hasher = blake3::Hasher::new();
    // Each part is prefixed with its length, so that different lists never hash the same bytes.
    let mut add = |part: &[u8]| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    add(program);
    add(format!("{options:?}").as_bytes());
    for (path, hash) in hashes {
        add(path.as_bytes());
        add(hash.as_bytes());
    }
    Some(hasher.finalize().to_hex().to_string())
}
