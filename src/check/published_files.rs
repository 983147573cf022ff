//! Which files are published: those that a published page uses, and the pictures that are made of
//! them. Others may be photographs of a draft, or working files.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::html_tags::html_addresses;
use super::{messages, picture_files};
use crate::catalog::{Entry, Picture, PictureVersion, Resource};
use crate::config::{Config, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, FrontMatter, LinkForm};
use crate::input::Snapshot;
use crate::link::LinkTarget;
use crate::media::{Focus, PictureKind};
use crate::page::SiteData;
use crate::text::{Route, SourcePath, resolve_relative_path};

/// Which files of `content/` are left out, and which pictures are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedFiles {
    left_out: BTreeSet<Route>,
    pictures: BTreeMap<Route, Resource>,
}

impl PublishedFiles {
    /// Finds the files, and reports those that nothing uses in one note.
    pub fn find(data: &SiteData<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) -> Self {
        let routes = data.catalog.routes();
        let files: Vec<(&SourcePath, &Route)> =
            routes.files().filter(|(path, _)| path.as_str().starts_with("content/")).collect();
        if files.is_empty() && data.catalog.pictures.is_empty() {
            return PublishedFiles::default();
        }
        let mut uses = FileUses::new(data);
        uses.add_site();
        let mut used_by_drafts = BTreeSet::new();
        for entry in data.catalog.all_pages() {
            let document = data.document(entry.page);
            if entry.hidden {
                used_by_drafts.extend(draft_references(data, entry, document));
            } else {
                uses.add_page(entry, document);
            }
        }
        picture_files::check(data, uses.shown.iter().copied(), problems);
        // Files of drafts need no note, and files that are not allowed have been reported.
        let reported: BTreeSet<&SourcePath> = snapshot
            .problems()
            .chain(data.catalog.problems())
            .filter_map(|problem| Some(&problem.primary_label()?.path))
            .collect();
        let is_used = |route: &Route| uses.files.contains(route);
        let noted: Vec<&SourcePath> = files
            .iter()
            .filter(|(path, route)| {
                !is_used(route) && !used_by_drafts.contains(route) && !reported.contains(path)
            })
            .map(|(path, _)| *path)
            .collect();
        problems.extend(messages::unused_files(&noted));
        // In place of a picture beside a page, others that are made of it are published.
        let is_replaced = |route: &Route| {
            let picture = data.catalog.pictures.get(route);
            picture.is_some_and(|picture| picture.kind() != PictureKind::Vector)
                && !uses.at_own_route.contains(route)
        };
        let left_out = files.into_iter().map(|(_, route)| route);
        let left_out = left_out.filter(|route| !is_used(route) || is_replaced(route)).cloned();
        PublishedFiles { left_out: left_out.collect(), pictures: uses.pictures }
    }

    /// True for the route of a file that is not published.
    pub fn leaves_out(&self, route: &Route) -> bool {
        self.left_out.contains(route)
    }

    /// The pictures that are made of others.
    pub fn pictures(&self) -> &BTreeMap<Route, Resource> {
        &self.pictures
    }
}

/// What published pages use.
struct FileUses<'a> {
    data: &'a SiteData<'a>,
    /// The routes of all files.
    files: BTreeSet<&'a Route>,
    /// Those of pictures that pages show.
    shown: BTreeSet<&'a Route>,
    /// Those that are needed at their own route, because raw HTML stays as it is.
    at_own_route: BTreeSet<&'a Route>,
    pictures: BTreeMap<Route, Resource>,
}

impl<'a> FileUses<'a> {
    fn new(data: &'a SiteData<'a>) -> Self {
        FileUses {
            data,
            files: BTreeSet::new(),
            shown: BTreeSet::new(),
            at_own_route: BTreeSet::new(),
            pictures: BTreeMap::new(),
        }
    }

    /// The files that `site.toml` refers to.
    fn add_site(&mut self) {
        let (config, routes) = (self.data.config, self.data.catalog.routes());
        for route in site_toml_urls(config).filter_map(|url| routes.file_at(url)) {
            self.add_link(route);
        }
        let authors = config.authors.values().filter_map(|author| author.image.as_ref());
        for route in authors.filter_map(|image| routes.file_at(&image.value)) {
            self.add_portrait(route, None);
        }
    }

    /// The files that a published page uses: in links and images, in front matter, and in raw HTML
    /// if the site allows it.
    fn add_page(&mut self, entry: &Entry, document: &'a Document) {
        let (data, path) = (self.data, &document.path);
        let routes = data.catalog.routes();
        for url in document_urls(document) {
            if let Some(route) = routes.linked_file(path, url) {
                self.add_link(route);
            }
        }
        if let Some(image) = &document.common.image
            && let Some(route) = routes.linked_file(path, &image.src.value)
        {
            match entry.topic_kind() {
                Some(TopicKind::Figure) => self.add_portrait(route, image.focus),
                _ => self.add_sizes(route),
            }
        }
        for (text, targets) in document.text_ids().zip(&data.linked(entry.page).targets) {
            for (link, target) in document.outline(text).links.iter().zip(targets) {
                let LinkTarget::Resource { route, .. } = target else { continue };
                match link.form {
                    LinkForm::Image => self.add_sizes(route),
                    _ => self.add_link(route),
                }
            }
        }
        for route in raw_html_files(data, entry, document) {
            self.files.insert(route);
            self.at_own_route.insert(route);
        }
    }

    /// A link to a file: for a picture, to its largest copy.
    fn add_link(&mut self, route: &'a Route) {
        self.files.insert(route);
        if let Some(picture) = self.data.catalog.pictures.get(route)
            && self.data.catalog.pictures.link_target(route) != route
        {
            self.add_versions(picture, picture.sizes.fallback.last());
        }
    }

    /// A picture in a text, or at the top of a page.
    fn add_sizes(&mut self, route: &'a Route) {
        self.files.insert(route);
        self.shown.insert(route);
        if let Some(picture) = self.data.catalog.pictures.get(route) {
            self.add_versions(picture, picture.sizes.iter());
        }
    }

    fn add_portrait(&mut self, route: &'a Route, focus: Option<Focus>) {
        self.files.insert(route);
        self.shown.insert(route);
        if let Some(picture) = self.data.catalog.pictures.get(route) {
            let squares = self.data.catalog.squares(picture, focus);
            self.add_versions(picture, squares.iter());
        }
    }

    fn add_versions<'v>(
        &mut self,
        picture: &Picture,
        versions: impl IntoIterator<Item = &'v PictureVersion>,
    ) {
        for version in versions {
            let resource = Resource::Picture(picture.path.clone(), version.derived);
            self.pictures.insert(version.route.clone(), resource);
        }
    }
}

/// The files that a draft uses. Its links have not been resolved.
fn draft_references<'a>(
    data: &SiteData<'a>,
    entry: &Entry,
    document: &'a Document,
) -> impl Iterator<Item = &'a Route> {
    let routes = data.catalog.routes();
    let links = document.outlines.iter().flat_map(|outline| &outline.links);
    links
        .map(|link| &*link.target)
        .chain(document.common.image.iter().map(|image| &*image.src.value))
        .chain(document_urls(document))
        .filter_map(|url| routes.linked_file(&document.path, url))
        .chain(raw_html_files(data, entry, document))
}

/// The files that raw HTML names, if the site allows it: browsers resolve their addresses from the
/// page; authors may also have meant a file beside the source.
fn raw_html_files<'a>(data: &SiteData<'a>, entry: &Entry, document: &Document) -> Vec<&'a Route> {
    if !data.config.markdown.raw_html {
        return Vec::new();
    }
    let routes = data.catalog.routes();
    let at_root = |path: &str| routes.file_at(&format!("/{path}"));
    let files_at = |address: String| {
        let address = address.split(['#', '?']).next().unwrap_or_default();
        let address = percent_decode_str(address).decode_utf8().unwrap_or_default();
        let from_page = (!address.starts_with('/'))
            .then(|| resolve_relative_path(entry.route.as_str(), &address))
            .flatten();
        [
            from_page.and_then(|path| at_root(&path)),
            address.strip_prefix(data.config.base.path()).and_then(at_root),
            routes.linked_file(&document.path, &address),
        ]
    };
    html_addresses(document).into_iter().flat_map(files_at).flatten().collect()
}

/// The documents of an event.
fn document_urls(document: &Document) -> impl Iterator<Item = &str> {
    let documents = match &document.front {
        FrontMatter::Event(_, event) => &event.documents[..],
        _ => &[],
    };
    documents.iter().filter_map(|document| Some(&*document.url.as_ref()?.value))
}

/// The values in `site.toml` that may be files of the site.
fn site_toml_urls(config: &Config) -> impl Iterator<Item = &str> {
    let publisher = config.publisher.iter().flat_map(|publisher| {
        [&publisher.logo, &publisher.contact, &publisher.corrections].into_iter().flatten()
    });
    let navigation = [&config.navigation.main, &config.navigation.footer].into_iter().flatten();
    let navigation = navigation.flatten().map(|entry| &entry.to);
    publisher.chain(navigation).map(|url| &*url.value)
}
