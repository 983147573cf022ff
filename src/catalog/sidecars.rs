//! Sidecar files: `photo.jpg.toml` describes `photo.jpg` wherever it is used.

use rustc_hash::FxHashMap;

use super::RouteTable;
use super::assets::Assets;
use crate::data::{Format, Record, parse};
use crate::diagnostics::Diagnostic;
use crate::document::schema::SIDECAR;
use crate::input::Snapshot;
use crate::text::{Route, Span};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sidecar {
    pub alt: Option<Box<str>>,
    pub caption: Option<Box<str>>,
    pub credit: Option<Box<str>>,
    pub license: Option<Box<str>>,
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
        let parsed = parse(&SIDECAR, Format::Toml, path, text, Span::whole(text), problems);
        let record = Record::new(&SIDECAR, &parsed, path, text);
        let sidecar = Sidecar {
            alt: record.text("alt"),
            caption: record.text("caption"),
            credit: record.text("credit"),
            license: record.text("license"),
        };
        Some((route.clone(), sidecar))
    });
    sidecars.collect()
}
