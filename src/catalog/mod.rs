//! All documents into who exists: pages, topics, their names and addresses. Every collision is found here, once; after this room there are only resolved ids.

mod addresses;
pub mod countries;
mod drawing;
mod entry;
mod lexicon;
mod messages;
mod references;
mod sidecars;

pub use addresses::{Address, Addresses, limits};
pub(crate) use addresses::{a_to_z_names, event_type, letter, letter_slug};
pub use entry::Entry;
pub use lexicon::{Case, Lexicon, Name, NameClaim, NameRule};
pub use messages::CODES;
pub(crate) use messages::broken_navigation;
pub use references::{Resolved, ResolvedRole};
pub use sidecars::Sidecar;

use rustc_hash::FxHashMap;

use crate::config::{Config, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, PageKind, Source};
use crate::input::Snapshot;
use crate::text::{Route, SourcePath};
use crate::time::Day;

/// A page with a file, by its place in the order of paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageIx(pub u32);

impl PageIx {
    /// For indexing.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which pages are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Choice {
    /// Drafts and future articles too, marked as such.
    pub unready: bool,
    /// The day that future begins after; without it nothing is future.
    pub now: Option<Day>,
}

/// Who exists.
#[derive(Clone, Debug)]
pub struct Catalog {
    entries: Vec<Entry>,
    resolved: Vec<Resolved>,
    by_id: FxHashMap<Box<str>, PageIx>,
    by_path: FxHashMap<SourcePath, PageIx>,
    /// What each address gives.
    pub addresses: Addresses,
    /// All names.
    pub lexicon: Lexicon,
    /// Sources that all pages share, by id.
    pub shared_sources: FxHashMap<Box<str>, Source>,
    /// What is known of pictures, by their addresses.
    pub sidecars: FxHashMap<Route, Sidecar>,
    /// The article to begin with.
    pub start_here: Option<PageIx>,
}

impl Catalog {
    /// All pages that are shown, in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.hidden)
    }

    /// All pages, hidden ones too.
    pub fn all_pages(&self) -> &[Entry] {
        &self.entries
    }

    /// The page at an index.
    pub fn entry(&self, page: PageIx) -> &Entry {
        &self.entries[page.index()]
    }

    /// What the references of a page lead to.
    pub fn resolved(&self, page: PageIx) -> &Resolved {
        &self.resolved[page.index()]
    }

    /// The page of an id, hidden or not.
    pub fn by_id(&self, id: &str) -> Option<PageIx> {
        self.by_id.get(id).copied()
    }

    /// The page of a file, hidden or not.
    pub fn by_path(&self, path: &str) -> Option<PageIx> {
        self.by_path.get(path).copied()
    }

    /// The topics of a kind that are shown, in the order of their paths.
    pub fn topics(&self, kind: TopicKind) -> impl Iterator<Item = &Entry> {
        self.pages().filter(move |entry| entry.kind == PageKind::Topic(kind))
    }
}

/// Finds who exists. Problems are those that no page has by itself.
pub fn build(documents: &[Document], snapshot: &Snapshot, config: &Config, choice: Choice) -> (Catalog, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let entries: Vec<Entry> = documents
        .iter()
        .enumerate()
        .map(|(at, document)| entry::entry(PageIx(u32::try_from(at).unwrap_or(u32::MAX)), document, config, choice, &mut problems))
        .collect();
    let mut by_id: FxHashMap<Box<str>, PageIx> = FxHashMap::default();
    for entry in &entries {
        match by_id.entry(documents[entry.page.index()].id.clone()) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(entry.page);
            }
            std::collections::hash_map::Entry::Occupied(place) => {
                let (first, second) = (&documents[place.get().index()], &documents[entry.page.index()]);
                problems.push(messages::duplicate_id(first, second));
            }
        }
    }
    let by_path = entries.iter().map(|entry| (documents[entry.page.index()].path.clone(), entry.page)).collect();
    let (shared_sources, source_problems) = shared_sources(snapshot);
    problems.extend(source_problems);
    let resolver = references::Resolver::new(documents, &entries, &by_id);
    let resolved: Vec<Resolved> = documents.iter().map(|document| resolver.resolve(document, &mut problems)).collect();
    let start_here = start_here(documents, &entries, &resolver, config, &mut problems);
    let addresses = addresses::claim(documents, &entries, snapshot, config, &mut problems);
    let sidecars = sidecars::read(snapshot, &addresses, &mut problems);
    let lexicon = lexicon::build(documents, &entries, config);
    (Catalog { entries, resolved, by_id, by_path, addresses, lexicon, shared_sources, sidecars, start_here }, problems)
}

fn shared_sources(snapshot: &Snapshot) -> (FxHashMap<Box<str>, Source>, Vec<Diagnostic>) {
    let path = SourcePath::constant("content/sources.toml");
    let Some(text) = snapshot.shared_text(path.as_str()) else { return Default::default() };
    let (sources, problems) = crate::document::parse_shared_sources(&path, text);
    (sources.into_iter().filter_map(|source| Some((source.id.clone()?.value, source))).collect(), problems)
}

fn start_here(
    documents: &[Document],
    entries: &[Entry],
    resolver: &references::Resolver<'_>,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<PageIx> {
    if let Some(written) = &config.start_here {
        return resolver.page(&SourcePath::constant("site.toml"), "start_here", written, problems);
    }
    let first = entries.iter().filter(|entry| !entry.hidden).filter_map(|entry| Some((documents[entry.page.index()].order()?, entry.page)));
    first.min().map(|(_, page)| page)
}
