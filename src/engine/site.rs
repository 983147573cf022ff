//! A site: a function from route to bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::diagnostic_levels;
use crate::catalog::{Catalog, Resource, ThemeFile, is_search_route, is_share_card_route};
use crate::check::PublishedFiles;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::document::Document;
use crate::graph::Graph;
use crate::input::Snapshot;
use crate::link::Linked;
use crate::media::{DerivedPicture, PictureLibrary};
use crate::page::SiteData;
use crate::render::{Body, RenderCache, Renderer, TemplateGlobals};
use crate::search::SearchIndex;
use crate::text::{Route, SourcePath};
use crate::theme::{Theme, ThemeAsset};

/// A built site. Immutable; pages are rendered when they are asked for.
#[derive(Debug)]
pub struct Site {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) config: Arc<Config>,
    pub(super) theme: Arc<Theme>,
    pub(super) globals: TemplateGlobals,
    pub(super) pictures: Arc<PictureLibrary>,
    pub(super) published_files: PublishedFiles,
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) catalog: Catalog,
    pub(super) linked: Vec<Arc<Linked>>,
    pub(super) graph: Graph,
    pub(super) cache: RenderCache,
}

impl Site {
    /// `site.toml`, resolved and checked.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The source files.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Pages, names and routes.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Sorted by path.
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// The resolved links, in the order of the documents.
    pub fn linked(&self) -> &[Arc<Linked>] {
        &self.linked
    }

    /// The route of the stylesheet, which contains the hash of its bytes.
    pub fn stylesheet(&self) -> &Route {
        &self.theme.stylesheet.route
    }

    /// Applies the levels of page and site to problems that were found after the build. `strict`
    /// turns warnings into errors.
    pub fn apply_levels(&self, problems: &mut Vec<Diagnostic>, strict: bool) {
        diagnostic_levels::apply(problems, &self.documents, &self.catalog, &self.config, strict);
    }

    /// Adds to each problem of a picture the first place that shows it, where the problem was found
    /// after the build.
    pub fn add_places(&self, problems: &mut [Diagnostic]) {
        self.published_files.add_places(problems);
    }

    /// Read access to all stages, for making page views.
    pub fn data(&self) -> SiteData<'_> {
        SiteData {
            documents: &self.documents,
            catalog: &self.catalog,
            linked: &self.linked,
            graph: &self.graph,
            config: &self.config,
            picture_sizes: &self.theme.picture_sizes,
            cards: &self.theme.cards,
            cache: self.cache.pages(),
        }
    }

    /// The index of names and words of all pages.
    pub fn search_index(&self) -> SearchIndex {
        SearchIndex::new(&self.data())
    }

    /// The routes of the files of the search, which are made now.
    pub fn search_routes(&self) -> impl Iterator<Item = &Route> {
        self.cache.search_files(&self.data()).keys()
    }

    /// All routes with what they serve, sorted by route; without those of the search, which exist only
    /// when its index is made.
    pub fn resources(&self) -> Vec<(&Route, &Resource)> {
        let used = |(route, _): &(&Route, &Resource)| !self.published_files.leaves_out(route);
        let mut all: Vec<_> = self.catalog.routes().iter().filter(used).collect();
        let (later, pictures) = (self.data().later_routes(), self.published_files.pictures());
        let cards = self.share_card_routes();
        if !later.is_empty() || !pictures.is_empty() || !cards.is_empty() {
            all.extend(later);
            all.extend(pictures);
            all.extend(cards);
            all.sort_unstable_by_key(|(route, _)| *route);
        }
        for asset in self.theme_files() {
            let at = all.partition_point(|(route, _)| **route < asset.route);
            all.insert(at, (&asset.route, &asset.resource));
        }
        all
    }

    /// The names of the files of all share cards.
    pub fn share_card_names(&self) -> BTreeSet<String> {
        let data = self.data();
        let cards = data.share_card_pages().iter().filter_map(|page| data.share_card(*page));
        cards.map(|card| card.file_name.to_string()).collect()
    }

    /// The share cards. Their texts are made by several threads.
    fn share_card_routes(&self) -> &BTreeMap<Route, Resource> {
        let data = self.data();
        data.share_card_pages().par_iter().for_each(|page| {
            let _ = data.share_card(*page);
        });
        data.share_card_routes()
    }

    /// The pictures that are published of each file, by its path.
    pub fn derived_pictures(&self) -> BTreeMap<&SourcePath, Vec<DerivedPicture>> {
        let mut pictures: BTreeMap<&SourcePath, Vec<DerivedPicture>> = BTreeMap::new();
        for resource in self.published_files.pictures().values() {
            if let Resource::Picture(path, derived) = resource {
                pictures.entry(path).or_default().push(*derived);
            }
        }
        pictures
    }

    /// The pictures of the site, and what is made of them.
    pub fn pictures(&self) -> &Arc<PictureLibrary> {
        &self.pictures
    }

    /// The number of pages, without redirects.
    pub fn page_count(&self) -> usize {
        let is_page = |(route, resource): &(&Route, &Resource)| {
            route.is_page() && !matches!(resource, Resource::Redirect(_))
        };
        self.resources().into_iter().filter(is_page).count()
    }

    /// The theme's files; those that only some pages need only if there are such pages.
    fn theme_files(&self) -> impl Iterator<Item = &ThemeAsset> {
        let has_redirects = self.catalog.routes().has_redirects();
        let has_search = self.config.search.enabled;
        let data = self.data();
        let has_drawings = data.has_drawings();
        let media = data.media_use_of_site();
        let (has_media, has_players) = (media.has_media, !media.players.is_empty());
        let is_needed = move |file: ThemeFile| match file {
            ThemeFile::Redirect => has_redirects,
            ThemeFile::Search | ThemeFile::SearchMore => has_search,
            ThemeFile::Drawings => has_drawings,
            ThemeFile::Media => has_media,
            ThemeFile::Players => has_players,
            _ => true,
        };
        self.theme.files().filter(move |(file, _)| is_needed(*file)).map(|(_, asset)| asset)
    }

    /// What a route serves; `None` if the site has no such route.
    pub fn resource(&self, route: &str) -> Option<(&Route, &Resource)> {
        if let Some(asset) = self.theme_files().find(|asset| asset.route.as_str() == route) {
            return Some((&asset.route, &asset.resource));
        }
        if is_search_route(route) {
            let files = self.cache.search_files(&self.data());
            return files.get_key_value(route).map(|(route, _)| (route, &Resource::SearchFile));
        }
        if is_share_card_route(route) {
            let card = self.data().share_card_routes().get_key_value(route);
            if card.is_some() {
                return card;
            }
        }
        if let Some(picture) = self.published_files.pictures().get_key_value(route) {
            return Some(picture);
        }
        let found = self.catalog.routes().get_entry(route);
        let later = || self.data().later_routes().get_key_value(route);
        found.filter(|(route, _)| !self.published_files.leaves_out(route)).or_else(later)
    }

    /// What the page's template sees as `page`; `None` if the route is not a page.
    ///
    /// # Errors
    /// A problem in a partial template.
    pub fn view(&self, route: &str) -> Option<Result<serde_json::Value, Box<Diagnostic>>> {
        let (route, resource) = self.resource(route)?;
        self.renderer().view_json(route, resource)
    }

    /// The bytes or the file at a route; `None` if the site has no such route.
    ///
    /// # Errors
    /// A problem in the page's template.
    pub fn body(&self, route: &str) -> Option<Result<Body, Box<Diagnostic>>> {
        let (route, resource) = self.resource(route)?;
        Some(self.renderer().body(route, resource))
    }

    /// The bytes or the file at one of [`Site::resources`].
    ///
    /// # Errors
    /// A problem in the page's template; an internal error if the site has no such route.
    pub fn require_body(&self, route: &Route) -> Result<Body, Box<Diagnostic>> {
        self.body(route.as_str()).unwrap_or_else(|| {
            let path = SourcePath::from_static("site.toml");
            Err(Box::new(internal_error(&path, &format!("the site has no route {route}"))))
        })
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer {
            data: self.data(),
            theme: &self.theme,
            globals: &self.globals,
            cache: &self.cache,
            snapshot: &self.snapshot,
            pictures: &self.pictures,
        }
    }
}
