//! Sidecar files: `photo.jpg.toml` describes `photo.jpg` wherever it is used.

use rustc_hash::FxHashMap;

use super::RouteTable;
use super::assets::Assets;
use crate::data::{decode_toml, records};
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
use crate::media::Focus;
use crate::text::Route;

records! {
    /// What a sidecar says of its picture.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    pub struct Sidecar: "a picture’s .toml" {
        /// What the picture shows, for readers who cannot see it.
        alt: Option<Box<str>>;
        /// The text below the picture.
        caption: Option<Box<str>>;
        /// Who made the picture.
        credit: Option<Box<str>>;
        /// The licence of the picture.
        license: Option<Box<str>>;
        /// The point that stays in every crop.
        focus: Option<Focus>;
        /// A video or recording in which nothing is said.
        silent: bool, else false;
        /// The web address that the picture came from; readers do not see it.
        source: Option<Box<str>> = Url;
    }
}

/// All sidecars, by the route of their picture.
pub(super) fn read_sidecars(
    assets: &Assets,
    snapshot: &Snapshot,
    routes: &RouteTable,
    problems: &mut Vec<Diagnostic>,
) -> FxHashMap<Route, Sidecar> {
    let sidecars = assets.sidecars.iter().filter_map(|path| {
        let route = routes.source_file(path.as_str().trim_end_matches(".toml"))?;
        let text = snapshot.text_at(path.as_str())?;
        let sidecar = decode_toml(Sidecar::SCHEMA, path, text, problems)?;
        Some((route.clone(), sidecar))
    });
    sidecars.collect()
}
