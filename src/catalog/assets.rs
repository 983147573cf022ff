//! Classifies the files of a site that are not pages.

use super::messages;
use super::svg_sanitizer::sanitize;
use crate::diagnostics::Diagnostic;
use crate::input::{Asset, Snapshot, is_media};
use crate::text::SourcePath;

/// All lists are in the order of paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Assets {
    /// In `content/`: published with the page in whose folder they are.
    pub(super) beside_pages: Vec<SourcePath>,
    /// In `static/`: published at their own path, but for sidecars.
    pub(super) static_files: Vec<SourcePath>,
    /// `photo.jpg.toml` beside `photo.jpg`.
    pub(super) sidecars: Vec<SourcePath>,
    /// Each SVG with the reason why it cannot be published, if there is one.
    checked_svgs: Vec<(SourcePath, Asset, Option<String>)>,
    pub(super) problems: Vec<Diagnostic>,
}

impl Assets {
    /// Classifies the files of a snapshot. An SVG unchanged since `earlier` is not read again.
    pub(super) fn classify(snapshot: &Snapshot, earlier: Option<&Assets>) -> Self {
        let mut assets = Assets::default();
        for (path, asset) in snapshot.assets_below("content") {
            // Unsupported files get a route too, so that links to them are not reported as well.
            assets.beside_pages.push(path.clone());
            if !is_media(path) {
                assets.problems.push(messages::unsupported_asset(path));
            } else if path.extension().eq_ignore_ascii_case("svg") {
                let checked = earlier.and_then(|earlier| {
                    let svgs = &earlier.checked_svgs;
                    let at = svgs.binary_search_by(|(other, ..)| other.cmp(path)).ok()?;
                    (svgs[at].1 == *asset).then(|| svgs[at].2.clone())
                });
                let check = || {
                    let bytes = asset.read().map_err(|error| error.to_string());
                    bytes.and_then(|bytes| sanitize(&bytes)).err()
                };
                let refusal = checked.unwrap_or_else(check);
                let problem = refusal.as_ref().map(|reason| messages::unsafe_svg(path, reason));
                assets.problems.extend(problem);
                assets.checked_svgs.push((path.clone(), asset.clone(), refusal));
            }
        }
        for (path, _) in snapshot.texts_below("content") {
            let inner = path.strip_prefix("content").unwrap_or("");
            match path.extension() {
                "csv" if inner.contains('/') => assets.beside_pages.push(path.clone()),
                "toml" if inner == "sources.toml" => {}
                "toml" if snapshot.asset(path.as_str().trim_end_matches(".toml")).is_some() => {
                    assets.sidecars.push(path.clone());
                }
                // The picture could not be read, and that has been reported.
                "toml"
                    if SourcePath::new(path.as_str().trim_end_matches(".toml"))
                        .is_some_and(|picture| snapshot.contains(&picture)) => {}
                "toml" | "csv" => {
                    assets.beside_pages.push(path.clone());
                    assets.problems.push(messages::unsupported_text_file(path));
                }
                _ => {}
            }
        }
        assets.static_files.extend(snapshot.assets_below("static").map(|(path, _)| path.clone()));
        for (path, _) in snapshot.texts_below("static") {
            match snapshot.asset(path.as_str().trim_end_matches(".toml")) {
                Some(_) => assets.sidecars.push(path.clone()),
                None => assets.static_files.push(path.clone()),
            }
        }
        assets.static_files.sort_unstable();
        assets
    }

    /// True for an SVG that cannot be published, which has been reported.
    pub(super) fn refuses_svg(&self, path: &SourcePath) -> bool {
        let found = self.checked_svgs.binary_search_by(|(other, ..)| other.cmp(path));
        found.is_ok_and(|at| self.checked_svgs[at].2.is_some())
    }
}
