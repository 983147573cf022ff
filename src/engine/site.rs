//! A site: a function from address to bytes.

use std::sync::Arc;

use super::diagnostic_levels;
use crate::catalog::{Catalog, Resource, ThemeFile};
use crate::check::UnusedFiles;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::document::Document;
use crate::graph::Graph;
use crate::input::Snapshot;
use crate::link::Linked;
use crate::page::SiteData;
use crate::render::{Body, RenderCache, Renderer, TemplateGlobals};
use crate::text::{Route, SourcePath};
use crate::theme::{Theme, ThemeAsset};

/// Everything a site is made of. Immutable; what it shows at an address is decided, and is written
/// down when the address is asked for.
#[derive(Debug)]
pub struct Site {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) config: Arc<Config>,
    pub(super) theme: Arc<Theme>,
    pub(super) site_value: TemplateGlobals,
    pub(super) unused_files: UnusedFiles,
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) catalog: Catalog,
    pub(super) linked: Vec<Arc<Linked>>,
    pub(super) graph: Graph,
    pub(super) cache: RenderCache,
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
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// What the links of each document mean.
    pub fn linked(&self) -> &[Arc<Linked>] {
        &self.linked
    }

    /// The address of its stylesheet, named by the hash of its bytes.
    pub fn stylesheet(&self) -> &Route {
        &self.theme.stylesheet.route
    }

    /// Gives problems that were found after the build the levels that the page or the site wants,
    /// and takes away what is off; `strict` makes errors of warnings.
    pub fn apply_levels(&self, problems: &mut Vec<Diagnostic>, strict: bool) {
        diagnostic_levels::apply(problems, &self.documents, &self.catalog, &self.config, strict);
    }

    /// Everything that a page may be made of.
    pub fn data(&self) -> SiteData<'_> {
        SiteData {
            documents: &self.documents,
            catalog: &self.catalog,
            linked: &self.linked,
            graph: &self.graph,
            config: &self.config,
            cache: self.cache.pages(),
        }
    }

    /// All addresses, in order, and what each gives.
    pub fn resources(&self) -> Vec<(&Route, &Resource)> {
        let mut all: Vec<(&Route, &Resource)> = self
            .catalog
            .routes()
            .iter()
            .filter(|(route, _)| !self.unused_files.contains(route))
            .collect();
        for (file, asset) in self.theme_files() {
            let at = all.partition_point(|(route, _)| **route < asset.route);
            all.insert(at, (&asset.route, theme_resource(file)));
        }
        all
    }

    /// The files of its theme; without the script of pages that have moved, where none has.
    fn theme_files(&self) -> impl Iterator<Item = (ThemeFile, &ThemeAsset)> {
        self.theme.files().filter(|(file, _)| {
            *file != ThemeFile::Redirect || self.catalog.routes().has_redirects()
        })
    }

    /// What an address gives; `None` for an address that is none.
    pub fn resource(&self, route: &str) -> Option<(&Route, &Resource)> {
        match self.theme_files().find(|(_, asset)| asset.route.as_str() == route) {
            Some((file, asset)) => Some((&asset.route, theme_resource(file))),
            None => self
                .catalog
                .routes()
                .get_entry(route)
                .filter(|(route, _)| !self.unused_files.contains(route)),
        }
    }

    /// What the template of the page at an address sees as `page`; `None` for an address that is no
    /// page.
    ///
    /// # Errors
    /// What is wrong with a partial template that makes something of it.
    pub fn view(&self, route: &str) -> Option<Result<serde_json::Value, Box<Diagnostic>>> {
        let (route, address) = self.resource(route)?;
        self.renderer().view_json(route, address)
    }

    /// The bytes, or the file, at an address; `None` for an address that is none.
    ///
    /// # Errors
    /// What is wrong with the template that renders it.
    pub fn body(&self, route: &str) -> Option<Result<Body, Box<Diagnostic>>> {
        let (route, address) = self.resource(route)?;
        Some(self.renderer().body(route, address))
    }

    /// The bytes, or the file, at an address that is one of [`Site::addresses`].
    ///
    /// # Errors
    /// What is wrong with the template that renders it, or with this program.
    pub fn require_body(&self, route: &Route) -> Result<Body, Box<Diagnostic>> {
        let none = || {
            Err(Box::new(internal_error(
                &SourcePath::from_static("site.toml"),
                &format!("there is nothing at {route}"),
            )))
        };
        self.body(route.as_str()).unwrap_or_else(none)
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer {
            data: self.data(),
            theme: &self.theme,
            globals: &self.site_value,
            cache: &self.cache,
            snapshot: &self.snapshot,
        }
    }
}

fn theme_resource(file: ThemeFile) -> &'static Resource {
    match file {
        ThemeFile::Stylesheet => &Resource::ThemeFile(ThemeFile::Stylesheet),
        ThemeFile::Script => &Resource::ThemeFile(ThemeFile::Script),
        ThemeFile::Icon => &Resource::ThemeFile(ThemeFile::Icon),
        ThemeFile::Redirect => &Resource::ThemeFile(ThemeFile::Redirect),
    }
}
