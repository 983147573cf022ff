//! What a route can serve.

use super::PageIx;
use crate::config::GeneratedPage;
use crate::document::Section;
use crate::media::DerivedPicture;
use crate::text::{Route, Slug, SourcePath};

/// A file for other programs, at the root of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineFile {
    /// The feed of articles as JSON Feed.
    JsonFeed,
    /// The events for TimelineJS.
    Timeline,
    /// The events as iCalendar (RFC 5545).
    Calendar,
    /// The contents of the site, for language models.
    LlmsTxt,
    /// HTTP headers, for hosts that read them.
    Headers,
    /// Redirects, for hosts that read them.
    Redirects,
    /// Tells GitHub Pages not to build the site again.
    NoJekyll,
    /// The feed of changes (Atom, RFC 4287).
    Updates,
    /// Which topics are mentioned together.
    Graph,
    /// Tells browsers how to search the site (OpenSearch 1.1).
    OpenSearch,
}

impl MachineFile {
    pub fn file_name(self) -> &'static str {
        match self {
            MachineFile::JsonFeed => "feed.json",
            MachineFile::Timeline => "timeline.json",
            MachineFile::Calendar => "events.ics",
            MachineFile::LlmsTxt => "llms.txt",
            MachineFile::Headers => "_headers",
            MachineFile::Redirects => "_redirects",
            MachineFile::NoJekyll => ".nojekyll",
            MachineFile::Updates => "updates.xml",
            MachineFile::Graph => "graph.json",
            MachineFile::OpenSearch => "opensearch.xml",
        }
    }
}

/// A file that a theme provides besides its templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThemeFile {
    /// The stylesheet of all pages.
    Stylesheet,
    /// The further stylesheet of pages with drawings that few pages have.
    Drawings,
    /// The further stylesheet of pages with videos, recordings or embeds.
    Media,
    /// The script of pages with embeds that play in place.
    Players,
    /// The script of all pages.
    Script,
    /// The icon of the site (SVG).
    Icon,
    /// The script of redirect pages.
    Redirect,
    /// The script of the search.
    Search,
    /// The script of the search that is loaded later: filters, sentences, marks on pages.
    SearchMore,
    /// A font (WOFF2) that the stylesheet names, by its number.
    Font(u8),
}

/// The route of the list of the files of the search.
pub const SEARCH_INDEX: &str = "/search/search.json";

/// The folder of all its other files.
pub const SEARCH_FOLDER: &str = "/assets/search/";

/// The route of the page of the search.
pub fn search_page_route() -> Route {
    Route::for_page(["search"])
}

/// True for the address of a file of the search, in any case.
pub fn is_search_route(route: &str) -> bool {
    let start = route.get(..SEARCH_FOLDER.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(SEARCH_FOLDER))
        || route.eq_ignore_ascii_case(SEARCH_INDEX)
}

/// The folder of the share cards.
pub const SHARE_CARD_FOLDER: [&str; 2] = ["assets", "cards"];

/// True for the address of a file in the folder of the share cards, in any case.
pub fn is_share_card_route(route: &str) -> bool {
    let mut parts = route.trim_start_matches('/').split('/');
    let is_next = |folder: &&str| parts.next().is_some_and(|it| it.eq_ignore_ascii_case(folder));
    SHARE_CARD_FOLDER.iter().all(is_next)
}

/// Where an old address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RedirectTarget {
    /// The page that had the address, as its file says.
    Page(PageIx),
    /// The generated page that lists what has its addresses below this one.
    Generated(GeneratedPage),
}

/// What a route serves. A `usize` is the number of a page of a list, from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// The page of a source file.
    Page(PageIx),
    /// The home page of a site without `content/_index.md`.
    Home,
    /// All articles, or all topics of a kind other than events.
    Index(Section, usize),
    /// All events in order of time.
    Timeline,
    /// The events of one year of a timeline too long for one page.
    TimelineYear(i64, usize),
    /// The events of one type.
    TimelineType(Slug, usize),
    /// All names of topics in alphabetical order.
    AToZ,
    /// The names under one letter of an A–Z too long for one page.
    AToZLetter(Box<str>, usize),
    /// A name that several topics declare.
    SharedName(Slug),
    /// The articles of an author, by the id in `[authors]`.
    Author(Box<str>, usize),
    /// All changes.
    Updates(usize),
    /// The shared sources.
    Sources(usize),
    /// Who has to do with whom.
    Relations,
    /// A further page of what mentions a topic; the first is the topic's own page. Never in the
    /// route table: how many there are is known only when all pages are linked.
    Mentions(PageIx, usize),
    /// All uses of a shared source, by its id, if the list of sources leaves some out. Never in the
    /// route table, like [`Resource::Mentions`].
    SourceUses(Box<str>, usize),
    /// The data of a chart of a page, by its number among the charts, from 1. Never in the route
    /// table, like [`Resource::Mentions`].
    ChartData(PageIx, usize),
    /// The page of the search.
    Search,
    /// What a server shows for an unknown address.
    NotFound,
    /// An address that only leads on to a page.
    Redirect(RedirectTarget),
    /// The feed of articles (Atom, RFC 4287).
    Feed,
    /// The articles that mention a topic (Atom, RFC 4287).
    TopicFeed(PageIx),
    /// A page as Markdown.
    MarkdownExport(PageIx),
    /// `sitemap.xml`: all pages, or the parts of a sitemap too long for one file.
    Sitemap,
    /// A part of the sitemap, from 1. Never in the route table, like [`Resource::Mentions`].
    SitemapPart(usize),
    /// `robots.txt`.
    Robots,
    /// A file for other programs.
    MachineFile(MachineFile),
    /// Never in the route table: its route contains a hash of the file.
    ThemeFile(ThemeFile),
    /// A file of the search. Never in the route table: the files are made when they are requested.
    SearchFile,
    /// The flag of a country, by its code (ISO 3166-1 alpha-2, in capitals).
    Flag(&'static str),
    /// A picture that is made of the file at a path. Never in the route table: which pictures are
    /// made depends on the pages that show them.
    Picture(SourcePath, DerivedPicture),
    /// The share card of a page; `None`: that of a home page without a file. Never in the route
    /// table: its route contains a hash of what it is made from.
    ShareCard(Option<PageIx>),
    /// A file published unchanged; a picture beside a page without its metadata.
    File(SourcePath),
}
