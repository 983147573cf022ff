//! What a site depends on, in a hash.

use rayon::prelude::*;

use super::BuildOptions;
use crate::input::{Asset, FileContent, Snapshot};

/// A hash of all that the site of a snapshot depends on: its files, what was wished, and the
/// `program` that makes it, in some bytes that no other version has. `None` where a file could not
/// be read: then nobody knows what it will be next time.
pub fn fingerprint(snapshot: &Snapshot, wishes: &BuildOptions, program: &[u8]) -> Option<String> {
    if !snapshot.being_written().is_empty() || snapshot.problems().next().is_some() {
        return None;
    }
    let files: Vec<_> = snapshot.files().collect();
    let hash = |file: &FileContent<'_>| match file {
        FileContent::InMemory(bytes) => Some(blake3::hash(bytes)),
        // Piece by piece: a video need not fit into memory.
        FileContent::OnDisk(path) => {
            Some(blake3::Hasher::new().update_reader(Asset::open(path).ok()?.file).ok()?.finalize())
        }
    };
    let hashes = files
        .par_iter()
        .map(|(path, file)| Some((path.as_str(), hash(file)?)))
        .collect::<Option<Vec<_>>>()?;
    let mut all = blake3::Hasher::new();
    // Every part says how long it is, so that no two lists of parts are the same bytes.
    let mut part = |bytes: &[u8]| {
        all.update(&(bytes.len() as u64).to_le_bytes());
        all.update(bytes);
    };
    part(program);
    let BuildOptions { page_filter: choice, base_url: base, strict } = wishes;
    part(
        format!(
            "{} {:?} {:?} {strict}",
            choice.include_drafts,
            choice.today.map(|day| day.to_string()),
            base.as_ref().map(|base| (base.origin(), base.path()))
        )
        .as_bytes(),
    );
    for (path, hash) in hashes {
        part(path.as_bytes());
        part(hash.as_bytes());
    }
    Some(all.finalize().to_hex().to_string())
}
