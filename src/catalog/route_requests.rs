//! What pages, lists and files want: every address of the site, before it is settled who has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assets::Assets;
use super::resource::{MachineFile, Resource, limits};
use super::route_table::{RouteRequest, RouteTable, assign};
use super::{Entry, PageIx, SharedName, messages};
use crate::config::{Config, GeneratedPage, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{Head, PageKind, Section};
use crate::text::{Route, Slug, SourcePath, Span};

/// What a page asks for by its own address, and what lists count it among.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RouteInputs {
    page: PageIx,
    path: SourcePath,
    kind: PageKind,
    hidden: bool,
    route: Route,
    /// Where the slug is written.
    slug_span: Span,
    old_routes: Box<[(Route, Span)]>,
    /// It has a day of publication, and a place in feeds.
    is_dated: bool,
    /// Who wrote it, by id.
    authors: Box<[Box<str>]>,
    /// How many entries its change log has.
    update_count: usize,
    /// Of an event: its year and type.
    year: Option<i64>,
    event_type: Option<Slug>,
    /// Of an event: it is known to the day, and so has a place in a calendar.
    has_exact_day: bool,
    /// Of a topic: the letters of the A–Z it stands under, once for each name.
    letters: Box<[Box<str>]>,
}

impl RouteInputs {
    pub(super) fn from_page(head: &Head, entry: &Entry) -> Arc<Self> {
        let common = &head.common;
        Arc::new(RouteInputs {
            page: entry.page,
            path: head.path.clone(),
            kind: entry.kind.clone(),
            hidden: entry.hidden,
            route: entry.route.clone(),
            slug_span: common.slug.as_ref().map_or(Span::default(), |slug| slug.span),
            old_routes: old_routes(head),
            is_dated: entry.published.is_some() && entry.is_in_feeds(),
            authors: common.authors.iter().map(|id| id.value.clone()).collect(),
            update_count: common.updates.len(),
            year: entry.event_date.as_ref().and_then(crate::time::FuzzyDate::year),
            event_type: event_type_slug(head),
            has_exact_day: entry
                .event_date
                .as_ref()
                .and_then(crate::time::FuzzyDate::exact_days)
                .is_some(),
            letters: entry.sorted_names.iter().map(|name| name.letter.clone()).collect(),
        })
    }

    /// Where the page asks for one of its addresses.
    pub(super) fn request_location(&self, route: &Route) -> (SourcePath, Span) {
        let old = self.old_routes.iter().find(|(old, _)| old == route);
        (self.path.clone(), old.map_or(self.slug_span, |(_, span)| *span))
    }

    fn is_topic(&self) -> bool {
        matches!(self.kind, PageKind::Topic(_))
    }

    /// Pages that introduce a list are no texts of their own.
    fn has_markdown_export(&self) -> bool {
        !matches!(self.kind, PageKind::Index(_) | PageKind::GeneratedIntro(_))
    }
}

/// The old addresses of a page, each once: `/old` and `/old/` are one.
fn old_routes(head: &Head) -> Box<[(Route, Span)]> {
    let mut all: Vec<(Route, Span)> = Vec::new();
    for old in &head.common.redirect_from {
        if !all.iter().any(|(route, _)| *route == old.value) {
            all.push((old.value.clone(), old.span));
        }
    }
    all.into()
}

pub(super) fn assign_routes(
    wants: &[Arc<RouteInputs>],
    files: &Assets,
    shared: &[SharedName],
    sources: usize,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> RouteTable {
    let mut claims = Vec::new();
    let shown: Vec<&RouteInputs> =
        wants.iter().map(|wants| &**wants).filter(|wants| !wants.hidden).collect();
    let feeds = config.feeds.topics && has_feed(&shown, config);
    for page in &shown {
        request_page_routes(page, &mut claims);
        request_alternate_formats(page, config, feeds, &mut claims);
    }
    request_generated_pages(&shown, config, &mut claims);
    for number in 1..=sources.div_ceil(limits::ITEMS_PER_PAGE) {
        let route = config.generated_route(GeneratedPage::Sources).nth_page(number);
        claims.push(RouteRequest {
            route,
            resource: Resource::Sources(number),
            location: None,
            description: "the page of sources",
        });
    }
    request_machine_files(&shown, files, config, &mut claims);
    let of_name = |name: &SharedName| RouteRequest {
        route: shared_name_route(&name.slug),
        resource: Resource::SharedName(name.slug.clone()),
        location: None,
        description: "a page for a name",
    };
    claims.extend(shared.iter().map(of_name));
    request_files(wants, files, config, &mut claims, problems);
    assign(claims, problems)
}

/// The address of the page for a name that more than one topic declares.
pub(crate) fn shared_name_route(slug: &Slug) -> Route {
    Route::for_page(["names", slug.as_str()])
}

fn request_page_routes(page: &RouteInputs, claims: &mut Vec<RouteRequest>) {
    let at = |span: Span| Some((page.path.clone(), span));
    // Introductions are shown by the page they introduce, which claims its address itself.
    if !matches!(page.kind, PageKind::Index(_) | PageKind::GeneratedIntro(_)) {
        claims.push(RouteRequest {
            route: page.route.clone(),
            resource: Resource::Page(page.page),
            location: at(page.slug_span),
            description: "this page",
        });
    }
    for (old, span) in &page.old_routes {
        claims.push(RouteRequest {
            route: old.clone(),
            resource: Resource::Redirect(page.page),
            location: at(*span),
            description: "this old address",
        });
    }
}

/// Other forms of a page, below its address: its Markdown, and where topics have `feeds`, the feed
/// of what is said of it.
fn request_alternate_formats(
    page: &RouteInputs,
    config: &Config,
    feeds: bool,
    claims: &mut Vec<RouteRequest>,
) {
    let mut add = |route, address, what| {
        claims.push(RouteRequest {
            route,
            resource: address,
            location: Some((page.path.clone(), page.slug_span)),
            description: what,
        })
    };
    if config.markdown_export.enabled && page.has_markdown_export() {
        add(
            markdown_export_route(&page.route),
            Resource::MarkdownExport(page.page),
            "this page as Markdown",
        );
    }
    if feeds && page.is_topic() {
        add(
            topic_feed_route(&page.route),
            Resource::TopicFeed(page.page),
            "the feed of this topic",
        );
    }
}

fn request_generated_pages(
    shown: &[&RouteInputs],
    config: &Config,
    claims: &mut Vec<RouteRequest>,
) {
    let mut add = |route: Route, address: Resource, what: &'static str| {
        claims.push(RouteRequest { route, resource: address, location: None, description: what })
    };
    if !shown.iter().any(|page| page.kind == PageKind::Home) {
        add(Route::for_page([]), Resource::Home, "the home page");
    }
    for section in Section::ALL {
        let count = shown.iter().filter(|page| is_in_section(page, section)).count();
        let route = Route::for_page([config.folder(section.folder())]);
        for number in 1..=count.div_ceil(limits::ITEMS_PER_PAGE) {
            add(route.nth_page(number), Resource::Index(section, number), "an index");
        }
    }
    request_timeline(shown, config, &mut add);
    request_a_to_z(shown, config, &mut add);
    request_author_pages(shown, config, &mut add);
    let updates: usize = shown.iter().map(|page| page.update_count).sum();
    for number in 1..=updates.div_ceil(limits::ITEMS_PER_PAGE) {
        add(
            config.generated_route(GeneratedPage::Updates).nth_page(number),
            Resource::Updates(number),
            "the page of changes",
        );
    }
    add(Route::for_file(["404.html"]), Resource::NotFound, "the page for addresses that are none");
    add(Route::for_file(["robots.txt"]), Resource::Robots, "robots.txt");
    if config.base.has_origin() {
        add(Route::for_file(["sitemap.xml"]), Resource::Sitemap, "the sitemap");
        if has_feed(shown, config) {
            add(Route::for_file(["feed.xml"]), Resource::Feed, "the feed");
        }
    }
}

/// A page for each author who has written an article.
fn request_author_pages(
    shown: &[&RouteInputs],
    config: &Config,
    add: &mut impl FnMut(Route, Resource, &'static str),
) {
    for id in config.authors.keys() {
        let count = shown
            .iter()
            .filter(|page| page.kind == PageKind::Article && page.authors.contains(id))
            .count();
        let Some(route) = author_route(id) else { continue };
        for number in 1..=count.div_ceil(limits::ITEMS_PER_PAGE) {
            add(
                route.nth_page(number),
                Resource::Author(id.clone(), number),
                "the page of an author",
            );
        }
    }
}

/// The address of an author's page; `None` for an id that nothing of an address can be made of.
pub(crate) fn author_route(id: &str) -> Option<Route> {
    Some(Route::for_page(["authors", Slug::from_text(id).ok()?.as_str()]))
}

/// Feeds need whole addresses, and articles with a date.
fn has_feed(shown: &[&RouteInputs], config: &Config) -> bool {
    config.base.has_origin()
        && config.feeds.enabled
        && shown.iter().any(|page| page.kind == PageKind::Article && page.is_dated)
}

/// The address of the feed of the topic at an address.
pub(crate) fn topic_feed_route(page: &Route) -> Route {
    Route::for_file([page.as_str(), "feed.xml"])
}

/// The address of the page at an address as Markdown.
pub(crate) fn markdown_export_route(page: &Route) -> Route {
    Route::for_file([page.as_str(), "index.md"])
}

/// Files for other programs. One that the author has put into `static/` is the author's.
fn request_machine_files(
    shown: &[&RouteInputs],
    files: &Assets,
    config: &Config,
    claims: &mut Vec<RouteRequest>,
) {
    let events = shown.iter().any(|page| page.kind == PageKind::Topic(TopicKind::Event));
    let feed = has_feed(shown, config);
    for (file, wanted) in [
        (MachineFile::JsonFeed, feed),
        (MachineFile::Timeline, events),
        (MachineFile::Calendar, shown.iter().any(|page| page.has_exact_day)),
        (MachineFile::LlmsTxt, true),
        (MachineFile::Headers, true),
        (MachineFile::Redirects, true),
        (MachineFile::NoJekyll, true),
        (MachineFile::Updates, feed && shown.iter().any(|page| page.update_count > 0)),
        (MachineFile::Graph, config.relations.enabled && shown.iter().any(|page| page.is_topic())),
    ] {
        let own = files
            .static_files
            .iter()
            .any(|path| path.strip_prefix("static") == Some(file.file_name()));
        if wanted && !own {
            claims.push(RouteRequest {
                route: Route::for_file([file.file_name()]),
                resource: Resource::MachineFile(file),
                location: None,
                description: "a file for other programs",
            });
        }
    }
}

fn is_in_section(page: &RouteInputs, section: Section) -> bool {
    match section {
        Section::Articles => page.kind == PageKind::Article,
        Section::Topics(kind) => page.kind == PageKind::Topic(kind),
    }
}

fn request_timeline(
    shown: &[&RouteInputs],
    config: &Config,
    add: &mut impl FnMut(Route, Resource, &'static str),
) {
    let events: Vec<&&RouteInputs> =
        shown.iter().filter(|page| page.kind == PageKind::Topic(TopicKind::Event)).collect();
    if events.is_empty() {
        return;
    }
    let route = config.generated_route(GeneratedPage::Timeline);
    add(route.clone(), Resource::Timeline, "the timeline");
    let mut types: BTreeMap<&Slug, usize> = BTreeMap::new();
    let mut years: BTreeMap<i64, usize> = BTreeMap::new();
    for event in &events {
        if let Some(slug) = &event.event_type {
            *types.entry(slug).or_default() += 1;
        }
        if let Some(year) = event.year {
            *years.entry(year).or_default() += 1;
        }
    }
    for (slug, count) in types {
        let of_type = Route::for_page([route.as_str(), "type", slug.as_str()]);
        for number in 1..=count.div_ceil(limits::ITEMS_PER_PAGE) {
            add(
                of_type.nth_page(number),
                Resource::TimelineType(slug.clone(), number),
                "a timeline of one type",
            );
        }
    }
    if events.len() > limits::EVENTS_PER_TIMELINE_PAGE {
        for (year, count) in years {
            let of_year = Route::for_page([route.as_str(), &year.to_string()]);
            for number in 1..=count.div_ceil(limits::EVENTS_PER_TIMELINE_PAGE) {
                add(
                    of_year.nth_page(number),
                    Resource::TimelineYear(year, number),
                    "a year of the timeline",
                );
            }
        }
    }
}

/// The slug of the type of an event.
pub(crate) fn event_type_slug(head: &Head) -> Option<Slug> {
    match &head.front {
        crate::document::FrontMatter::Event(_, event) => {
            Slug::from_text(event.kind.as_deref()?).ok()
        }
        _ => None,
    }
}

fn request_a_to_z(
    shown: &[&RouteInputs],
    config: &Config,
    add: &mut impl FnMut(Route, Resource, &'static str),
) {
    let topics = || shown.iter().filter(|page| page.is_topic());
    let route = config.generated_route(GeneratedPage::AToZ);
    match topics().count() {
        0 => return,
        1..=limits::TOPICS_PER_A_TO_Z_PAGE => return add(route, Resource::AToZ, "the A–Z"),
        _ => add(route.clone(), Resource::AToZ, "the A–Z"),
    }
    let mut letters: BTreeMap<&str, usize> = BTreeMap::new();
    for letter in topics().flat_map(|topic| &topic.letters) {
        *letters.entry(letter).or_default() += 1;
    }
    for (letter, count) in letters {
        let of_letter = Route::for_page([route.as_str(), &letter_slug(letter)]);
        for number in 1..=count.div_ceil(limits::TOPICS_PER_A_TO_Z_PAGE) {
            add(
                of_letter.nth_page(number),
                Resource::AToZLetter(letter.into(), number),
                "a letter of the A–Z",
            );
        }
    }
}

/// The part of an address for a letter.
pub(crate) fn letter_slug(letter: &str) -> String {
    Slug::from_text(letter).map_or_else(|_| "other".to_owned(), |slug| slug.to_string())
}

fn request_files(
    wants: &[Arc<RouteInputs>],
    files: &Assets,
    config: &Config,
    claims: &mut Vec<RouteRequest>,
    problems: &mut Vec<Diagnostic>,
) {
    let own_folders = wants.iter().map(|wants| &**wants).filter(|page| page.path.stem() == "index");
    let folders: BTreeMap<&str, &RouteInputs> =
        own_folders.map(|page| (page.path.folder(), page)).collect();
    let claim = |path: &SourcePath, route: Route| RouteRequest {
        route,
        resource: Resource::File(path.clone()),
        location: Some((path.clone(), Span::default())),
        description: "this file",
    };
    for path in &files.beside_pages {
        match place_file(path, &folders, config) {
            FilePlacement::At(route) => claims.push(claim(path, route)),
            FilePlacement::Hidden => {}
            FilePlacement::InvalidName => problems.push(messages::invalid_file_name(path)),
        }
    }
    for path in &files.static_files {
        match path.strip_prefix("static").and_then(|inner| Route::parse(&format!("/{inner}"))) {
            Some(route) => claims.push(claim(path, route)),
            None => problems.push(messages::invalid_file_name(path)),
        }
    }
}

/// Where a file beside a page is published.
enum FilePlacement {
    At(Route),
    /// Nowhere: its page is left out, and it with it.
    Hidden,
    /// Its name cannot be an address.
    InvalidName,
}

/// A file is published below the page whose folder it lies in, else below the folder of its kind.
fn place_file(
    path: &SourcePath,
    folders: &BTreeMap<&str, &RouteInputs>,
    config: &Config,
) -> FilePlacement {
    let above = std::iter::successors(Some(path.folder()), |folder| {
        folder.rsplit_once('/').map(|(above, _)| above)
    });
    let own = above.filter_map(|folder| Some((folder, *folders.get(folder)?))).next();
    let route = match own {
        Some((_, page)) if page.hidden => return FilePlacement::Hidden,
        Some((folder, page)) => path
            .strip_prefix(folder)
            .and_then(|inner| Route::parse(&format!("{}{inner}", page.route))),
        None => path.strip_prefix("content").and_then(|inner| match inner.split_once('/') {
            Some((first, rest)) => Route::parse(&format!("/{}/{rest}", config.folder(first))),
            None => Route::parse(&format!("/{inner}")),
        }),
    };
    route.map_or(FilePlacement::InvalidName, FilePlacement::At)
}
