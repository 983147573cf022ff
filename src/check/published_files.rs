//! Which files are published: those that a published page uses, and the pictures that are made of
//! them. Others may be photographs of a draft, or working files.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::html_tags::html_addresses;
use super::media_files;
use super::messages;
use super::picture_files::{self, Place};
use crate::catalog::{Entry, Picture, PictureVersion, Resource};
use crate::config::{Config, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{BlockData, Document, FrontMatter, LinkForm};
use crate::input::Snapshot;
use crate::link::LinkTarget;
use crate::media::{Focus, PictureKind};
use crate::page::SiteData;
use crate::text::{Route, SourcePath, resolve_relative_path};

/// Longer texts are no paths, in bytes.
const LONGEST_PATH: usize = 1_000;

/// Which files of `content/` are left out, and which pictures are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedFiles {
    left_out: BTreeSet<Route>,
    pictures: BTreeMap<Route, Resource>,
    /// Where each file is first shown.
    shown_at: BTreeMap<SourcePath, Place>,
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
        let reported_before = problems.len();
        picture_files::check(data, &uses.shown, problems);
        media_files::check_captions(snapshot, &uses.captions, problems);
        // Files of drafts need no note, and files that are not allowed have been reported.
        let reported: BTreeSet<&SourcePath> = snapshot
            .problems()
            .chain(data.catalog.problems())
            .chain(&problems[reported_before..])
            .filter_map(|problem| Some(&problem.primary_label()?.path))
            .collect();
        let is_used = |route: &Route| uses.files.contains(route);
        let misused = misused_files(data);
        let noted: Vec<&SourcePath> = files
            .iter()
            .filter(|(path, route)| {
                !is_used(route)
                    && !used_by_drafts.contains(route)
                    && !misused.contains(route)
                    && !reported.contains(path)
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
        let shown_at = uses.shown.into_iter().filter_map(|(route, place)| {
            let Resource::File(path) = routes.get(route.as_str())? else { return None };
            Some((path.clone(), place))
        });
        PublishedFiles {
            left_out: left_out.collect(),
            pictures: uses.pictures,
            shown_at: shown_at.collect(),
        }
    }

    /// Adds to each problem of a file as a whole the first place that shows it.
    pub fn add_places(&self, problems: &mut [Diagnostic]) {
        for problem in problems {
            let [label] = &problem.labels[..] else { continue };
            let Some((path, span)) = self.shown_at.get(&label.path) else { continue };
            if label.span.is_empty() {
                *problem = problem.clone().label_at(path, *span, "shown here");
            }
        }
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
    /// Those of pictures that pages show, with the first place of each.
    shown: BTreeMap<&'a Route, Place>,
    /// The captions of videos, with the first place of each.
    captions: BTreeMap<&'a SourcePath, Place>,
    /// Those that are needed at their own route, because raw HTML stays as it is.
    at_own_route: BTreeSet<&'a Route>,
    pictures: BTreeMap<Route, Resource>,
}

impl<'a> FileUses<'a> {
    fn new(data: &'a SiteData<'a>) -> Self {
        FileUses {
            data,
            files: BTreeSet::new(),
            shown: BTreeMap::new(),
            captions: BTreeMap::new(),
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
        let path = SourcePath::from_static("site.toml");
        let logo = config.publisher.as_ref().and_then(|publisher| publisher.logo.as_ref());
        if let Some(logo) = logo
            && let Some(route) = routes.file_at(&logo.value)
        {
            self.add_small(route, (path.clone(), logo.span));
        }
        for image in config.authors.values().filter_map(|author| author.image.as_ref()) {
            if let Some(route) = routes.file_at(&image.value) {
                self.add_portrait(route, None, (path.clone(), image.span));
            }
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
            let place = (path.clone(), image.src.span);
            match entry.topic_kind() {
                Some(TopicKind::Figure) => self.add_portrait(route, image.focus, place),
                _ => self.add_sizes(route, place),
            }
        }
        for image in document.block_pictures() {
            if let Some(route) = routes.linked_file(path, &image.src.value) {
                self.add_sizes(route, (path.clone(), image.src.span));
            }
        }
        if let Some(flag) = document.front.flag()
            && let Some(route) = routes.linked_file(path, &flag.value)
        {
            self.add_small(route, (path.clone(), flag.span));
        }
        for (text, targets) in document.text_ids().zip(&data.linked(entry.page).targets) {
            for (link, target) in document.outline(text).links.iter().zip(targets) {
                let LinkTarget::Resource { route, .. } = target else { continue };
                match link.form {
                    LinkForm::Image => {
                        let place = (path.clone(), document.file_span(text, link.span));
                        self.add_sizes(route, place.clone());
                        self.add_media(route, data.language_tag(data.head(entry.page)), place);
                    }
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
    fn add_sizes(&mut self, route: &'a Route, place: Place) {
        self.files.insert(route);
        self.shown.entry(route).or_insert(place);
        if let Some(picture) = self.data.catalog.pictures.get(route) {
            self.add_versions(picture, picture.sizes.iter());
        }
    }

    /// What belongs to a video or recording: its poster, captions and transcript.
    fn add_media(&mut self, route: &Route, language: &str, place: Place) {
        let catalog = self.data.catalog;
        let Some(media) = catalog.media_files(route, language) else { return };
        if let Some(poster) = media.poster {
            self.files.insert(poster);
            self.shown.entry(poster).or_insert(place.clone());
            if let Some(picture) = catalog.pictures.get(poster) {
                self.add_versions(picture, catalog.poster(poster));
            }
        }
        self.files.extend(media.texts());
        for captions in &media.captions {
            self.captions.entry(captions.path).or_insert(place.clone());
        }
    }

    /// A logo or flag.
    fn add_small(&mut self, route: &'a Route, place: Place) {
        self.files.insert(route);
        self.shown.entry(route).or_insert(place);
        if let Some(picture) = self.data.catalog.pictures.get(route) {
            self.add_versions(picture, picture.narrowest());
        }
    }

    fn add_portrait(&mut self, route: &'a Route, focus: Option<Focus>, place: Place) {
        self.files.insert(route);
        self.shown.entry(route).or_insert(place);
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
        .chain(document.key_pictures().map(|picture| &*picture.value))
        .chain(document_urls(document))
        .filter_map(|url| routes.linked_file(&document.path, url))
        .flat_map(|route| with_media(data, entry, route))
        .chain(raw_html_files(data, entry, document))
}

/// A file with what belongs to it, if it is a video or recording.
fn with_media<'a>(data: &SiteData<'a>, entry: &Entry, route: &'a Route) -> Vec<&'a Route> {
    let language = data.language_tag(data.head(entry.page));
    let media = data.catalog.media_files(route, language);
    let parts = media.iter().flat_map(|media| media.poster.into_iter().chain(media.texts()));
    std::iter::once(route).chain(parts).collect()
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

/// The files that are written where a page has an error, which keeps them from being used.
fn misused_files<'a>(data: &SiteData<'a>) -> BTreeSet<&'a Route> {
    let routes = data.catalog.routes();
    let misused = data.documents.iter().flat_map(|document| {
        document.problems.iter().filter_map(|problem| {
            let label = problem.primary_label().filter(|label| label.path == document.path)?;
            let written = document.text.get(label.span.range())?;
            let written =
                (written.len() < LONGEST_PATH).then_some(written)?.trim_matches(['"', '\'']);
            routes.linked_file(&document.path, written)
        })
    });
    misused.collect()
}

/// The documents of an event, and the data of charts.
fn document_urls(document: &Document) -> impl Iterator<Item = &str> {
    let charts = document.blocks.iter().filter_map(|block| match &block.data {
        BlockData::Chart(chart) => Some(&*chart.data.as_ref()?.value),
        _ => None,
    });
    let documents = match &document.front {
        FrontMatter::Event(_, event) => &event.documents[..],
        _ => &[],
    };
    documents.iter().filter_map(|document| Some(&*document.url.as_ref()?.value)).chain(charts)
}

/// The values in `site.toml` that may be files of the site.
fn site_toml_urls(config: &Config) -> impl Iterator<Item = &str> {
    let publisher = config
        .publisher
        .iter()
        .flat_map(|publisher| [&publisher.contact, &publisher.corrections].into_iter().flatten());
    let navigation = [&config.navigation.main, &config.navigation.footer].into_iter().flatten();
    let navigation = navigation.flatten().map(|entry| &entry.to);
    publisher.chain(navigation).map(|url| &*url.value)
}
