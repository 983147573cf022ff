//! What is known of a picture wherever it is used: `photo.jpg.toml` beside `photo.jpg`.

use rustc_hash::FxHashMap;

use super::RouteTable;
use super::assets::Assets;
use crate::data::{Format, Record, parse};
use crate::diagnostics::Diagnostic;
use crate::document::schema::SIDECAR;
use crate::input::Snapshot;
use crate::text::{Route, Span};

/// What a sidecar says of its picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sidecar {
    /// What it shows, for those who do not see it.
    pub alt: Option<Box<str>>,
    /// What is said below it.
    pub caption: Option<Box<str>>,
    /// Who made it.
    pub credit: Option<Box<str>>,
    /// How it may be used.
    pub license: Option<Box<str>>,
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
        let parsed = parse(&SIDECAR, Format::Toml, path, text, Span::whole(text), problems);
        let record = Record::new(&SIDECAR, &parsed, path, text);
        let sidecar = Sidecar {
            alt: record.text("alt"),
            caption: record.text("caption"),
            credit: record.text("credit"),
            license: record.text("license"),
        };
        sidecars.insert(route.clone(), sidecar);
    }
    sidecars
}
