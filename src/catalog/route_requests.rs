//! Collects requests for routes: of pages, generated lists and files.

use std::collections::BTreeMap;

use super::assets::Assets;
use super::countries::Flag;
use super::list_page_limits;
use super::resource::{MachineFile, RedirectTarget, Resource, search_page_route};
use super::route_table::RouteRequest;
use super::{Entry, PageIx, SharedName, messages};
use crate::config::{Config, GeneratedPage, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind, Section};
use crate::text::{Route, Slug, SourcePath, Span};
use crate::time::FuzzyDate;

/// With fewer events of several participants and declared relations there is no page of relations.
const FEWEST_TIES: usize = 3;

/// The part of a page that decides which routes there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RouteInputs {
    page: PageIx,
    path: SourcePath,
    kind: PageKind,
    hidden: bool,
    route: Route,
    slug_span: Span,
    old_routes: Box<[(Route, Span)]>,
    /// Has a day of publication and appears in feeds.
    is_dated: bool,
    authors: Box<[Box<str>]>,
    /// Number of entries in its change log.
    update_count: usize,
    /// Of an event.
    year: Option<i64>,
    /// Of an event.
    event_type: Option<Slug>,
    /// Of an event: its date is known to the day, so that it appears in the calendar.
    has_exact_day: bool,
    /// Of a country whose flag is the built-in one.
    flag: Option<Flag>,
    /// Of an event with several participants, and of a country or figure with declared relations.
    ties_topics: bool,
    /// Of a topic: its letters in the A–Z, one for each name.
    letters: Box<[Box<str>]>,
}

impl RouteInputs {
    pub(super) fn new(head: &Head, entry: &Entry) -> Self {
        let common = &head.common;
        let date = entry.event_date.as_ref();
        // `/old` and `/old/` are the same route.
        let mut old_routes: Vec<(Route, Span)> = Vec::new();
        for old in &common.redirect_from {
            if !old_routes.iter().any(|(route, _)| *route == old.value) {
                old_routes.push((old.value.clone(), old.span));
            }
        }
        RouteInputs {
            page: entry.page,
            path: head.path.clone(),
            kind: entry.kind.clone(),
            hidden: entry.hidden,
            route: entry.route.clone(),
            slug_span: common.slug.as_ref().map_or(Span::default(), |slug| slug.span),
            old_routes: old_routes.into(),
            is_dated: entry.published.is_some() && entry.is_in_feeds(),
            authors: common.authors.iter().map(|id| id.value.clone()).collect(),
            update_count: common.updates.len(),
            year: date.and_then(FuzzyDate::year),
            event_type: event_type_slug(head),
            has_exact_day: date.and_then(FuzzyDate::exact_days).is_some(),
            flag: built_in_flag(head, entry).cloned(),
            ties_topics: ties_topics(head),
            letters: entry.sorted_names.iter().map(|name| name.letter.clone()).collect(),
        }
    }

    /// Where the page requests one of its routes.
    pub(super) fn request_location(&self, route: &Route) -> (SourcePath, Span) {
        let old = self.old_routes.iter().find(|(old, _)| old == route);
        (self.path.clone(), old.map_or(self.slug_span, |(_, span)| *span))
    }

    fn is_topic(&self) -> bool {
        matches!(self.kind, PageKind::Topic(_))
    }

    fn is_event(&self) -> bool {
        self.kind == PageKind::Topic(TopicKind::Event)
    }

    /// Introductions are shown on the generated page that they introduce, which requests the route.
    fn is_intro(&self) -> bool {
        matches!(self.kind, PageKind::Index(_) | PageKind::GeneratedIntro(_))
    }

    fn is_in(&self, section: Section) -> bool {
        match section {
            Section::Articles => self.kind == PageKind::Article,
            Section::Topics(kind) => self.kind == PageKind::Topic(kind),
        }
    }
}

/// The route of the page for a name that several topics share.
pub(crate) fn shared_name_route(slug: &Slug) -> Route {
    Route::for_page(["names", slug.as_str()])
}

/// The route of an author's page; `None` if no slug can be made of the id.
pub(crate) fn author_route(id: &str) -> Option<Route> {
    Some(Route::for_page(["authors", Slug::from_text(id).ok()?.as_str()]))
}

/// The feed of the topic at a route.
pub(crate) fn topic_feed_route(page: &Route) -> Route {
    Route::for_file([page.as_str(), "feed.xml"])
}

/// The Markdown export of the page at a route.
pub(crate) fn markdown_export_route(page: &Route) -> Route {
    Route::for_file([page.as_str(), "index.md"])
}

/// The data of a chart of the page at a route, by its number among the charts of the page, from 1.
pub(crate) fn chart_data_route(page: &Route, number: usize) -> Route {
    Route::for_file([page.as_str(), &format!("chart-{number}.csv")])
}

/// The flag of a country by its `iso`, unless the author names a picture in its place.
pub(crate) fn built_in_flag<'a>(head: &Head, entry: &'a Entry) -> Option<&'a Flag> {
    let facts = entry.country_facts.as_ref()?;
    head.front.flag().is_none().then_some(&facts.flag)
}

/// See [`RouteInputs::ties_topics`].
fn ties_topics(head: &Head) -> bool {
    match &head.front {
        FrontMatter::Event(_, event) => event.participants.len() > 1,
        FrontMatter::Country(topic, _) | FrontMatter::Figure(topic, _) => {
            !topic.relations.is_empty()
        }
        _ => false,
    }
}

pub(crate) fn event_type_slug(head: &Head) -> Option<Slug> {
    let FrontMatter::Event(_, event) = &head.front else { return None };
    Slug::from_text(event.kind.as_deref()?).ok()
}

/// The segment of a route for a letter of the A–Z.
pub(crate) fn letter_slug(letter: &str) -> String {
    Slug::from_text(letter).map_or_else(|_| "other".to_owned(), |slug| slug.to_string())
}

pub(super) fn collect(
    pages: &[&RouteInputs],
    assets: &Assets,
    shared_names: &[SharedName],
    source_count: usize,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<RouteRequest> {
    let published: Vec<&RouteInputs> = pages.iter().copied().filter(|page| !page.hidden).collect();
    // Feeds need an absolute base URL and a dated article.
    let has_feed = config.base.has_origin()
        && config.feeds.enabled
        && published.iter().any(|page| page.kind == PageKind::Article && page.is_dated);
    let mut collector = Collector { published: &published, config, has_feed, requests: Vec::new() };
    for page in &published {
        collector.add_page(page);
    }
    collector.add_generated_pages(source_count);
    collector.add_timeline();
    collector.add_a_to_z();
    collector.add_flags();
    collector.add_machine_files(assets);
    for name in shared_names {
        let resource = Resource::SharedName(name.slug.clone());
        collector.add(shared_name_route(&name.slug), resource, "the page of a shared name");
    }
    collector.add_files(pages, assets, problems);
    collector.requests
}

struct Collector<'a> {
    published: &'a [&'a RouteInputs],
    config: &'a Config,
    has_feed: bool,
    requests: Vec<RouteRequest>,
}

impl Collector<'_> {
    fn add(&mut self, route: Route, resource: Resource, description: &'static str) {
        self.requests.push(RouteRequest { route, resource, location: None, description });
    }

    /// Requests the pages of a list that is cut after `per_page` entries.
    fn add_list(
        &mut self,
        route: &Route,
        (entries, per_page): (usize, usize),
        resource: impl Fn(usize) -> Resource,
        description: &'static str,
    ) {
        for number in 1..=entries.div_ceil(per_page) {
            self.add(route.nth_page(number), resource(number), description);
        }
    }

    fn count(&self, is_counted: impl Fn(&RouteInputs) -> bool) -> usize {
        self.published.iter().filter(|page| is_counted(page)).count()
    }

    fn any(&self, is_wanted: impl Fn(&RouteInputs) -> bool) -> bool {
        self.published.iter().any(|page| is_wanted(page))
    }

    fn add_page(&mut self, page: &RouteInputs) {
        let mut add = |route, span, resource, description| {
            let location = Some((page.path.clone(), span));
            self.requests.push(RouteRequest { route, resource, location, description });
        };
        let (route, span) = (&page.route, page.slug_span);
        if !page.is_intro() {
            add(route.clone(), span, Resource::Page(page.page), "this page");
        }
        for (old, span) in &page.old_routes {
            let resource = Resource::Redirect(RedirectTarget::Page(page.page));
            add(old.clone(), *span, resource, messages::OLD_ADDRESS);
        }
        if self.config.markdown_export.enabled && !page.is_intro() {
            let resource = Resource::MarkdownExport(page.page);
            add(markdown_export_route(route), span, resource, "this page as Markdown");
        }
        if self.config.feeds.topics && self.has_feed && page.is_topic() {
            let resource = Resource::TopicFeed(page.page);
            add(topic_feed_route(route), span, resource, "the feed of this topic");
        }
    }

    fn add_generated_pages(&mut self, source_count: usize) {
        let config = self.config;
        if !self.any(|page| page.kind == PageKind::Home) {
            self.add(Route::for_page([]), Resource::Home, "the home page");
        }
        for section in Section::ALL {
            if section.generated_index().is_some() {
                continue;
            }
            let route = Route::for_page([config.folder(section.folder())]);
            let size = (self.count(|page| page.is_in(section)), list_page_limits::ITEMS_PER_PAGE);
            self.add_list(&route, size, |number| Resource::Index(section, number), "an index");
        }
        for id in config.authors.keys() {
            let Some(route) = author_route(id) else { continue };
            let is_theirs =
                |page: &RouteInputs| page.is_in(Section::Articles) && page.authors.contains(id);
            let size = (self.count(is_theirs), list_page_limits::ITEMS_PER_PAGE);
            let resource = |number| Resource::Author(id.clone(), number);
            self.add_list(&route, size, resource, "the page of an author");
        }
        let updates = self.published.iter().map(|page| page.update_count).sum();
        let route = config.generated_route(GeneratedPage::Updates);
        let size = (updates, list_page_limits::ITEMS_PER_PAGE);
        self.add_list(&route, size, Resource::Updates, "the page of changes");
        let route = config.generated_route(GeneratedPage::Sources);
        let size = (source_count, list_page_limits::ITEMS_PER_PAGE);
        self.add_list(&route, size, Resource::Sources, "the page of sources");
        let ties = self.count(|page| page.ties_topics);
        if config.relations.enabled && ties >= FEWEST_TIES {
            let route = config.generated_route(GeneratedPage::Relations);
            self.add(route, Resource::Relations, "the page of relations");
        }
        if config.search.enabled {
            self.add(search_page_route(), Resource::Search, "the page of the search");
        }
        self.add(Route::for_file(["404.html"]), Resource::NotFound, "the “not found” page");
        self.add(Route::for_file(["robots.txt"]), Resource::Robots, "robots.txt");
        if config.base.has_origin() {
            self.add(Route::for_file(["sitemap.xml"]), Resource::Sitemap, "the sitemap");
        }
        if self.has_feed {
            self.add(Route::for_file(["feed.xml"]), Resource::Feed, "the feed");
        }
    }

    fn add_timeline(&mut self) {
        let events = || self.published.iter().filter(|page| page.is_event());
        let event_count = events().count();
        if event_count == 0 {
            return;
        }
        let types = count_each(events().filter_map(|event| event.event_type.as_ref()));
        let years = count_each(events().filter_map(|event| event.year));
        let route = self.config.generated_route(GeneratedPage::Timeline);
        for (slug, count) in types {
            let of_type = Route::for_page([route.as_str(), "type", slug.as_str()]);
            let resource = |number| Resource::TimelineType(slug.clone(), number);
            let size = (count, list_page_limits::ITEMS_PER_PAGE);
            self.add_list(&of_type, size, resource, "the timeline of one type");
        }
        let per_page = list_page_limits::EVENTS_PER_TIMELINE_PAGE;
        for (year, count) in years.into_iter().filter(|_| event_count > per_page) {
            let of_year = Route::for_page([route.as_str(), &year.to_string()]);
            let resource = |number| Resource::TimelineYear(year, number);
            self.add_list(&of_year, (count, per_page), resource, "a year of the timeline");
        }
        self.add(route, Resource::Timeline, "the timeline");
        // Events have no other index; whoever looks for one below their addresses is led on.
        let folder = Route::for_page([self.config.folder(TopicKind::Event.folder())]);
        let to_timeline = RedirectTarget::Generated(GeneratedPage::Timeline);
        self.add(folder, Resource::Redirect(to_timeline), "a way to the timeline");
    }

    fn add_a_to_z(&mut self) {
        let per_page = list_page_limits::TOPICS_PER_A_TO_Z_PAGE;
        let topics = || self.published.iter().filter(|page| page.is_topic());
        let topic_count = topics().count();
        if topic_count == 0 {
            return;
        }
        let letters = count_each(topics().flat_map(|topic| &topic.letters));
        let route = self.config.generated_route(GeneratedPage::AToZ);
        for (letter, count) in letters.into_iter().filter(|_| topic_count > per_page) {
            let of_letter = Route::for_page([route.as_str(), &letter_slug(letter)]);
            let resource = |number| Resource::AToZLetter(letter.clone(), number);
            self.add_list(&of_letter, (count, per_page), resource, "a letter of the A–Z");
        }
        self.add(route, Resource::AToZ, "the A–Z");
    }

    /// Requests each flag once: several pages may be about one country.
    fn add_flags(&mut self) {
        let flags: BTreeMap<&str, &Flag> = self
            .published
            .iter()
            .filter_map(|page| page.flag.as_ref())
            .map(|it| (it.iso, it))
            .collect();
        for flag in flags.into_values() {
            self.add(flag.route.clone(), Resource::Flag(flag.iso), "the flag of a country");
        }
    }

    /// Requests files for other programs, except those that the author put into `static/`.
    fn add_machine_files(&mut self, assets: &Assets) {
        for (file, is_wanted) in [
            (MachineFile::JsonFeed, self.has_feed),
            (MachineFile::Timeline, self.any(RouteInputs::is_event)),
            (MachineFile::Calendar, self.any(|page| page.has_exact_day)),
            (MachineFile::LlmsTxt, true),
            (MachineFile::Headers, true),
            (MachineFile::Redirects, true),
            (MachineFile::NoJekyll, true),
            (MachineFile::Updates, self.has_feed && self.any(|page| page.update_count > 0)),
            (MachineFile::OpenSearch, self.config.search.enabled && self.config.base.has_origin()),
            (MachineFile::Graph, self.config.relations.enabled && self.any(RouteInputs::is_topic)),
        ] {
            let name = file.file_name();
            let mut own = assets.static_files.iter().map(|path| path.strip_prefix("static"));
            if is_wanted && !own.any(|own| own == Some(name)) {
                let resource = Resource::MachineFile(file);
                self.add(Route::for_file([name]), resource, "a file for other programs");
            }
        }
    }

    /// Requests the routes of assets. A file is published below the page whose folder contains it,
    /// else below the folder of its section; not at all if that page is hidden.
    fn add_files(
        &mut self,
        pages: &[&RouteInputs],
        assets: &Assets,
        problems: &mut Vec<Diagnostic>,
    ) {
        // `index.md` in place of `_index.md` is no page with a folder of its own.
        let is_owner = |page: &&&RouteInputs| {
            page.path.stem() == "index" && !page.is_intro() && page.kind != PageKind::Home
        };
        let owners = pages.iter().filter(is_owner);
        let owners: BTreeMap<&str, &&RouteInputs> =
            owners.map(|page| (page.path.folder(), page)).collect();
        let beside_pages = assets.beside_pages.iter().filter_map(|path| {
            let folders = std::iter::successors(Some(path.folder()), |folder| {
                folder.rsplit_once('/').map(|(above, _)| above)
            });
            let owner = folders.filter_map(|folder| Some((folder, *owners.get(folder)?))).next();
            let written = match owner {
                Some((_, page)) if page.hidden => return None,
                Some((folder, page)) => {
                    path.strip_prefix(folder).map(|inner| format!("{}{inner}", page.route))
                }
                None => path.strip_prefix("content").map(|inner| match inner.split_once('/') {
                    Some((first, rest)) => format!("/{}/{rest}", self.config.folder(first)),
                    None => format!("/{inner}"),
                }),
            };
            Some((path, written))
        });
        let static_files = assets.static_files.iter();
        let static_files = static_files
            .map(|path| (path, path.strip_prefix("static").map(|inner| format!("/{inner}"))));
        for (path, written) in beside_pages.chain(static_files) {
            match written.and_then(|written| Route::parse(&written)) {
                Some(route) => self.requests.push(RouteRequest {
                    route,
                    resource: Resource::File(path.clone()),
                    location: Some((path.clone(), Span::default())),
                    description: "this file",
                }),
                None => problems.push(messages::invalid_file_name(path)),
            }
        }
    }
}

fn count_each<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
