//! The files of a site that are no pages: which of them are published, and which may not be there.

use super::messages;
use super::svg_sanitizer::sanitize;
use crate::diagnostics::Diagnostic;
use crate::input::{Asset, MEDIA_EXTENSIONS, Snapshot};
use crate::text::SourcePath;

/// Files that are published, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Assets {
    /// In `content/`: published beside the page they lie beside.
    pub(super) beside_pages: Vec<SourcePath>,
    /// In `static/`: published at their own path.
    pub(super) static_files: Vec<SourcePath>,
    /// What is known of pictures: `photo.jpg.toml`.
    pub(super) sidecars: Vec<SourcePath>,
    /// Drawings, and why each may not be published, where that is so.
    checked_svgs: Vec<(SourcePath, Asset, Option<String>)>,
    pub(super) problems: Vec<Diagnostic>,
}

impl Assets {
    /// Sorts the files of a snapshot. A drawing that has not changed since an `earlier` sorting is
    /// not read again.
    pub(super) fn classify(snapshot: &Snapshot, earlier: Option<&Assets>) -> Self {
        let mut files = Assets::default();
        // A file that may not be there has its address all the same: that a page refers to it is no
        // second mistake.
        for (path, asset) in snapshot.assets_below("content") {
            files.beside_pages.push(path.clone());
            if !MEDIA_EXTENSIONS.contains(&path.extension().to_ascii_lowercase().as_str()) {
                files.problems.push(messages::unsupported_asset(path));
                continue;
            }
            if path.extension().eq_ignore_ascii_case("svg") {
                let known = earlier.and_then(|earlier| {
                    earlier.checked_svgs.get(
                        earlier
                            .checked_svgs
                            .binary_search_by(|(other, ..)| other.cmp(path))
                            .ok()?,
                    )
                });
                let known = known.filter(|(_, seen, _)| seen == asset);
                let look = || {
                    asset
                        .read()
                        .map_err(|error| error.to_string())
                        .and_then(|bytes| sanitize(&bytes))
                        .err()
                };
                let refused = known.map_or_else(look, |(.., refused)| refused.clone());
                files
                    .problems
                    .extend(refused.as_ref().map(|reason| messages::unsafe_svg(path, reason)));
                files.checked_svgs.push((path.clone(), asset.clone(), refused));
            }
        }
        for (path, _) in snapshot.texts_below("content") {
            let inner = path.strip_prefix("content").unwrap_or("");
            match path.extension() {
                "csv" if inner.contains('/') => files.beside_pages.push(path.clone()),
                "toml" if inner == "sources.toml" => {}
                "toml" if snapshot.asset(path.as_str().trim_end_matches(".toml")).is_some() => {
                    files.sidecars.push(path.clone())
                }
                "toml" | "csv" => {
                    files.beside_pages.push(path.clone());
                    files.problems.push(messages::unsupported_text_file(path));
                }
                _ => {}
            }
        }
        files.static_files.extend(snapshot.assets_below("static").map(|(path, _)| path.clone()));
        files
    }
}
