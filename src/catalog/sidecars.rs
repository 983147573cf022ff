//! What is known of a picture wherever it is used: `photo.jpg.toml` beside `photo.jpg`.

use rustc_hash::FxHashMap;

use super::RouteTable;
use super::assets::Assets;
use crate::data::{decode_toml, records};
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
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
    }
}

/// All sidecars, by the address of their picture.
pub(super) fn read_sidecars(
    files: &Assets,
    snapshot: &Snapshot,
    addresses: &RouteTable,
    problems: &mut Vec<Diagnostic>,
) -> FxHashMap<Route, Sidecar> {
    let mut sidecars = FxHashMap::default();
    for path in &files.sidecars {
        let Some((route, text)) = addresses
            .source_file(path.as_str().trim_end_matches(".toml"))
            .zip(snapshot.text_at(path.as_str()))
        else {
            continue;
        };
        let sidecar = decode_toml(Sidecar::SCHEMA, path, text, problems);
        sidecars.extend(sidecar.map(|sidecar| (route.clone(), sidecar)));
    }
    sidecars
}
