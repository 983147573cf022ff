//! What pages, lists and files want: every address of the site, before it is settled who has it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::{Address, MachineFile, limits};
use super::claims::{Addresses, Claim, settle};
use super::files::Files;
use super::{Entry, PageIx, SharedName, messages};
use crate::config::{Config, GeneratedPage, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{Head, PageKind, Section};
use crate::text::{Route, Slug, SourcePath, Span};

/// What a page asks for by its own address, and what lists count it among.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wants {
    page: PageIx,
    path: SourcePath,
    kind: PageKind,
    hidden: bool,
    route: Route,
    /// Where the slug is written.
    place: Span,
    old: Box<[(Route, Span)]>,
    /// It has a day of publication, and a place in feeds.
    dated: bool,
    /// Who wrote it, by id.
    authors: Box<[Box<str>]>,
    /// How many entries its change log has.
    updates: usize,
    /// Of an event: its year and type.
    year: Option<i64>,
    event_type: Option<Slug>,
    /// Of an event: it is known to the day, and so has a place in a calendar.
    to_the_day: bool,
    /// Of a topic: the letters of the A–Z it stands under, once for each name.
    letters: Box<[Box<str>]>,
}

impl Wants {
    pub(super) fn of(head: &Head, entry: &Entry) -> Arc<Self> {
        let common = &head.common;
        Arc::new(Wants {
            page: entry.page,
            path: head.path.clone(),
            kind: entry.kind.clone(),
            hidden: entry.hidden,
            route: entry.route.clone(),
            place: common.slug.as_ref().map_or(Span::default(), |slug| slug.span),
            old: old_addresses(head),
            dated: entry.published.is_some() && entry.is_in_feeds(),
            authors: common.authors.iter().map(|id| id.value.clone()).collect(),
            updates: common.updates.len(),
            year: entry.happened.as_ref().and_then(crate::time::FuzzyDate::year),
            event_type: event_type(head),
            to_the_day: entry.happened.as_ref().and_then(crate::time::FuzzyDate::exact_days).is_some(),
            letters: entry.names.iter().map(|name| name.letter.clone()).collect(),
        })
    }

    /// Where the page asks for one of its addresses.
    pub(super) fn place_of(&self, route: &Route) -> (SourcePath, Span) {
        let old = self.old.iter().find(|(old, _)| old == route);
        (self.path.clone(), old.map_or(self.place, |(_, span)| *span))
    }

    fn is_topic(&self) -> bool {
        matches!(self.kind, PageKind::Topic(_))
    }

    /// Pages that introduce a list are no texts of their own.
    fn has_twin(&self) -> bool {
        !matches!(self.kind, PageKind::Index(_) | PageKind::GeneratedIntro(_))
    }
}

/// The old addresses of a page, each once: `/old` and `/old/` are one.
fn old_addresses(head: &Head) -> Box<[(Route, Span)]> {
    let mut all: Vec<(Route, Span)> = Vec::new();
    for old in &head.common.redirect_from {
        if !all.iter().any(|(route, _)| *route == old.value) {
            all.push((old.value.clone(), old.span));
        }
    }
    all.into()
}

pub(super) fn claim(wants: &[Arc<Wants>], files: &Files, shared: &[SharedName], sources: usize, config: &Config, problems: &mut Vec<Diagnostic>) -> Addresses {
    let mut claims = Vec::new();
    let shown: Vec<&Wants> = wants.iter().map(|wants| &**wants).filter(|wants| !wants.hidden).collect();
    let feeds = config.feeds.topics && has_feed(&shown, config);
    for page in &shown {
        of_page(page, &mut claims);
        forms(page, config, feeds, &mut claims);
    }
    generated(&shown, config, &mut claims);
    for number in 1..=sources.div_ceil(limits::PER_PAGE) {
        let route = config.generated_route(GeneratedPage::Sources).nth_page(number);
        claims.push(Claim { route, address: Address::Sources(number), place: None, what: "the page of sources" });
    }
    for_machines(&shown, files, config, &mut claims);
    let of_name =
        |name: &SharedName| Claim { route: name_route(&name.slug), address: Address::Name(name.slug.clone()), place: None, what: "a page for a name" };
    claims.extend(shared.iter().map(of_name));
    of_files(wants, files, config, &mut claims, problems);
    settle(claims, problems)
}

/// The address of the page for a name that more than one topic declares.
pub(crate) fn name_route(slug: &Slug) -> Route {
    Route::for_page(["names", slug.as_str()])
}

fn of_page(page: &Wants, claims: &mut Vec<Claim>) {
    let at = |span: Span| Some((page.path.clone(), span));
    // Introductions are shown by the page they introduce, which claims its address itself.
    if !matches!(page.kind, PageKind::Index(_) | PageKind::GeneratedIntro(_)) {
        claims.push(Claim { route: page.route.clone(), address: Address::Page(page.page), place: at(page.place), what: "this page" });
    }
    for (old, span) in &page.old {
        claims.push(Claim { route: old.clone(), address: Address::Redirect(page.page), place: at(*span), what: "this old address" });
    }
}

/// Other forms of a page, below its address: its Markdown, and where topics have `feeds`, the feed of what is said of it.
fn forms(page: &Wants, config: &Config, feeds: bool, claims: &mut Vec<Claim>) {
    let mut add = |route, address, what| claims.push(Claim { route, address, place: Some((page.path.clone(), page.place)), what });
    if config.markdown_export && page.has_twin() {
        add(twin_route(&page.route), Address::Twin(page.page), "this page as Markdown");
    }
    if feeds && page.is_topic() {
        add(topic_feed_route(&page.route), Address::TopicFeed(page.page), "the feed of this topic");
    }
}

fn generated(shown: &[&Wants], config: &Config, claims: &mut Vec<Claim>) {
    let mut add = |route: Route, address: Address, what: &'static str| claims.push(Claim { route, address, place: None, what });
    if !shown.iter().any(|page| page.kind == PageKind::Home) {
        add(Route::for_page([]), Address::Home, "the home page");
    }
    for section in Section::ALL {
        let count = shown.iter().filter(|page| belongs(page, section)).count();
        let route = Route::for_page([config.folder(section.folder())]);
        for number in 1..=count.div_ceil(limits::PER_PAGE) {
            add(route.nth_page(number), Address::Index(section, number), "an index");
        }
    }
    timeline(shown, config, &mut add);
    a_to_z(shown, config, &mut add);
    authors(shown, config, &mut add);
    let updates: usize = shown.iter().map(|page| page.updates).sum();
    for number in 1..=updates.div_ceil(limits::PER_PAGE) {
        add(config.generated_route(GeneratedPage::Updates).nth_page(number), Address::Updates(number), "the page of changes");
    }
    add(Route::for_file(["404.html"]), Address::NotFound, "the page for addresses that are none");
    add(Route::for_file(["robots.txt"]), Address::Robots, "robots.txt");
    if config.base.has_origin() {
        add(Route::for_file(["sitemap.xml"]), Address::Sitemap, "the sitemap");
        if has_feed(shown, config) {
            add(Route::for_file(["feed.xml"]), Address::Feed, "the feed");
        }
    }
}

/// A page for each author who has written an article.
fn authors(shown: &[&Wants], config: &Config, add: &mut impl FnMut(Route, Address, &'static str)) {
    for id in config.authors.keys() {
        let count = shown.iter().filter(|page| page.kind == PageKind::Article && page.authors.contains(id)).count();
        let Some(route) = author_route(id) else { continue };
        for number in 1..=count.div_ceil(limits::PER_PAGE) {
            add(route.nth_page(number), Address::Author(id.clone(), number), "the page of an author");
        }
    }
}

/// The address of an author's page; `None` for an id that nothing of an address can be made of.
pub(crate) fn author_route(id: &str) -> Option<Route> {
    Some(Route::for_page(["authors", Slug::from_text(id).ok()?.as_str()]))
}

/// Feeds need whole addresses, and articles with a date.
fn has_feed(shown: &[&Wants], config: &Config) -> bool {
    config.base.has_origin() && config.feeds.enabled && shown.iter().any(|page| page.kind == PageKind::Article && page.dated)
}

/// The address of the feed of the topic at an address.
pub(crate) fn topic_feed_route(page: &Route) -> Route {
    Route::for_file([page.as_str(), "feed.xml"])
}

/// The address of the page at an address as Markdown.
pub(crate) fn twin_route(page: &Route) -> Route {
    Route::for_file([page.as_str(), "index.md"])
}

/// Files for other programs. One that the author has put into `static/` is the author's.
fn for_machines(shown: &[&Wants], files: &Files, config: &Config, claims: &mut Vec<Claim>) {
    let events = shown.iter().any(|page| page.kind == PageKind::Topic(TopicKind::Event));
    let feed = has_feed(shown, config);
    for (file, wanted) in [
        (MachineFile::JsonFeed, feed),
        (MachineFile::Timeline, events),
        (MachineFile::Calendar, shown.iter().any(|page| page.to_the_day)),
        (MachineFile::Llms, true),
        (MachineFile::Headers, true),
        (MachineFile::Redirects, true),
        (MachineFile::NoJekyll, true),
        (MachineFile::Updates, feed && shown.iter().any(|page| page.updates > 0)),
        (MachineFile::Graph, config.relations && shown.iter().any(|page| page.is_topic())),
    ] {
        let own = files.fixed.iter().any(|path| path.strip_prefix("static") == Some(file.name()));
        if wanted && !own {
            claims.push(Claim { route: Route::for_file([file.name()]), address: Address::Machines(file), place: None, what: "a file for other programs" });
        }
    }
}

fn belongs(page: &Wants, section: Section) -> bool {
    match section {
        Section::Articles => page.kind == PageKind::Article,
        Section::Topics(kind) => page.kind == PageKind::Topic(kind),
    }
}

fn timeline(shown: &[&Wants], config: &Config, add: &mut impl FnMut(Route, Address, &'static str)) {
    let events: Vec<&&Wants> = shown.iter().filter(|page| page.kind == PageKind::Topic(TopicKind::Event)).collect();
    if events.is_empty() {
        return;
    }
    let route = config.generated_route(GeneratedPage::Timeline);
    add(route.clone(), Address::Timeline, "the timeline");
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
        for number in 1..=count.div_ceil(limits::PER_PAGE) {
            add(of_type.nth_page(number), Address::TimelineType(slug.clone(), number), "a timeline of one type");
        }
    }
    if events.len() > limits::TIMELINE {
        for (year, count) in years {
            let of_year = Route::for_page([route.as_str(), &year.to_string()]);
            for number in 1..=count.div_ceil(limits::TIMELINE) {
                add(of_year.nth_page(number), Address::TimelineYear(year, number), "a year of the timeline");
            }
        }
    }
}

/// The slug of the type of an event.
pub(crate) fn event_type(head: &Head) -> Option<Slug> {
    match &head.front {
        crate::document::FrontMatter::Event(_, event) => Slug::from_text(event.kind.as_deref()?).ok(),
        _ => None,
    }
}

fn a_to_z(shown: &[&Wants], config: &Config, add: &mut impl FnMut(Route, Address, &'static str)) {
    let topics = || shown.iter().filter(|page| page.is_topic());
    let route = config.generated_route(GeneratedPage::AToZ);
    match topics().count() {
        0 => return,
        1..=limits::A_TO_Z => return add(route, Address::AToZ, "the A–Z"),
        _ => add(route.clone(), Address::AToZ, "the A–Z"),
    }
    let mut letters: BTreeMap<&str, usize> = BTreeMap::new();
    for letter in topics().flat_map(|topic| &topic.letters) {
        *letters.entry(letter).or_default() += 1;
    }
    for (letter, count) in letters {
        let of_letter = Route::for_page([route.as_str(), &letter_slug(letter)]);
        for number in 1..=count.div_ceil(limits::A_TO_Z) {
            add(of_letter.nth_page(number), Address::AToZLetter(letter.into(), number), "a letter of the A–Z");
        }
    }
}

/// The part of an address for a letter.
pub(crate) fn letter_slug(letter: &str) -> String {
    Slug::from_text(letter).map_or_else(|_| "other".to_owned(), |slug| slug.to_string())
}

fn of_files(wants: &[Arc<Wants>], files: &Files, config: &Config, claims: &mut Vec<Claim>, problems: &mut Vec<Diagnostic>) {
    let own_folders = wants.iter().map(|wants| &**wants).filter(|page| page.path.stem() == "index");
    let folders: BTreeMap<&str, &Wants> = own_folders.map(|page| (page.path.folder(), page)).collect();
    let claim = |path: &SourcePath, route: Route| Claim {
        route,
        address: Address::File(path.clone()),
        place: Some((path.clone(), Span::default())),
        what: "this file",
    };
    for path in &files.beside_pages {
        match beside_page(path, &folders, config) {
            Beside::Address(route) => claims.push(claim(path, route)),
            Beside::Hidden => {}
            Beside::NoAddress => problems.push(messages::bad_file_name(path)),
        }
    }
    for path in &files.fixed {
        match path.strip_prefix("static").and_then(|inner| Route::parse(&format!("/{inner}"))) {
            Some(route) => claims.push(claim(path, route)),
            None => problems.push(messages::bad_file_name(path)),
        }
    }
}

/// Where a file beside a page is published.
enum Beside {
    Address(Route),
    /// Nowhere: its page is left out, and it with it.
    Hidden,
    /// Its name cannot be an address.
    NoAddress,
}

/// A file is published below the page whose folder it lies in, else below the folder of its kind.
fn beside_page(path: &SourcePath, folders: &BTreeMap<&str, &Wants>, config: &Config) -> Beside {
    let above = std::iter::successors(Some(path.folder()), |folder| folder.rsplit_once('/').map(|(above, _)| above));
    let own = above.filter_map(|folder| Some((folder, *folders.get(folder)?))).next();
    let route = match own {
        Some((_, page)) if page.hidden => return Beside::Hidden,
        Some((folder, page)) => path.strip_prefix(folder).and_then(|inner| Route::parse(&format!("{}{inner}", page.route))),
        None => path.strip_prefix("content").and_then(|inner| match inner.split_once('/') {
            Some((first, rest)) => Route::parse(&format!("/{}/{rest}", config.folder(first))),
            None => Route::parse(&format!("/{inner}")),
        }),
    };
    route.map_or(Beside::NoAddress, Beside::Address)
}
