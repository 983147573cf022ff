//! A site: a function from address to bytes.

use std::sync::Arc;

use crate::catalog::{Address, Catalog};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::document::Document;
use crate::graph::Graph;
use crate::input::Snapshot;
use crate::link::Linked;
use crate::page::Story;
use crate::render::{Body, Renderer};
use crate::text::Route;
use crate::theme::Theme;

/// Everything a site is made of. Immutable; what it shows at an address is decided, and is written down when the address is asked for.
pub struct Site {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) config: Config,
    pub(super) theme: Theme,
    pub(super) documents: Vec<Document>,
    pub(super) catalog: Catalog,
    pub(super) linked: Vec<Linked>,
    pub(super) graph: Graph,
}

/// A site with its looking glasses laid out: made once, then asked for many addresses.
pub struct Reader<'a> {
    site: &'a Site,
    links: Vec<&'a Linked>,
}

impl Site {
    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The files it was made from.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Who exists.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The documents, in the order of paths.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// What the links of each document mean.
    pub fn linked(&self) -> &[Linked] {
        &self.linked
    }

    /// All of it turned round.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// For asking many addresses.
    pub fn reader(&self) -> Reader<'_> {
        Reader { site: self, links: self.linked.iter().collect() }
    }

    /// All addresses, in order.
    pub fn addresses(&self) -> impl Iterator<Item = (&Route, &Address)> {
        self.catalog.addresses.iter()
    }
}

impl Reader<'_> {
    /// What an address gives; `None` for an address that is none.
    ///
    /// # Errors
    /// What is wrong with the template that renders it.
    pub fn body(&self, route: &str) -> Option<Result<Body, Box<Diagnostic>>> {
        let address = self.site.catalog.addresses.get(route)?;
        let story =
            Story { documents: &self.site.documents, catalog: &self.site.catalog, linked: &self.links, graph: &self.site.graph, config: &self.site.config };
        let renderer = Renderer { story, theme: &self.site.theme, snapshot: &self.site.snapshot };
        Some(renderer.body(&Route::parse(route)?, address))
    }
}
