//! Sources that all pages share: `content/sources.toml`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, NearestMatch};
use crate::document::{Source, parse_shared_sources};
use crate::text::{ArenaStr, SourcePath};

pub(super) const SOURCES_PATH: &str = "content/sources.toml";

#[derive(Debug, Default)]
pub(super) struct SharedSources {
    pub(super) text: Option<ArenaStr>,
    pub(super) by_id: FxHashMap<Box<str>, Source>,
    /// True if some sources of the file could not be read.
    pub(super) is_incomplete: bool,
    suggestions: OnceLock<NearestMatch<Box<str>>>,
    pub(super) problems: Vec<Diagnostic>,
}

impl SharedSources {
    /// Of a file that could not be read.
    pub(super) fn unreadable() -> Self {
        SharedSources { is_incomplete: true, ..Self::default() }
    }

    pub(super) fn parse(text: &ArenaStr) -> Self {
        let path = SourcePath::from_static(SOURCES_PATH);
        let (sources, problems) = parse_shared_sources(&path, text);
        let is_incomplete = !sources.is_complete;
        let by_id = sources.list.into_iter();
        SharedSources {
            text: Some(text.clone()),
            by_id: by_id.filter_map(|source| Some((source.id.clone()?.value, source))).collect(),
            is_incomplete,
            suggestions: OnceLock::new(),
            problems,
        }
    }

    /// The id most like an unknown one.
    pub(super) fn suggest(&self, written: &str) -> Option<&str> {
        let suggestions = self.suggestions.get_or_init(|| {
            let mut ids: Vec<&Box<str>> = self.by_id.keys().collect();
            ids.sort_unstable();
            NearestMatch::new(ids.into_iter().map(|id| (&**id, id.clone())))
        });
        suggestions.find(written, |_| true).map(|id| &**id)
    }
}
