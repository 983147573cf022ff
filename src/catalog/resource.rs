//! What an address can give.

use super::PageIx;
use crate::document::Section;
use crate::text::{Slug, SourcePath};

/// How long lists may grow on one page.
pub mod limits {
    /// How many entries a page of a list has.
    pub const ITEMS_PER_PAGE: usize = 50;
    /// How many events the timeline shows on one page; beyond it, a page a year.
    pub const EVENTS_PER_TIMELINE_PAGE: usize = 200;
    /// How many topics the A–Z shows on one page; beyond it, a page a letter.
    pub const TOPICS_PER_A_TO_Z_PAGE: usize = 500;
}

/// A file that other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineFile {
    /// The feed of articles as JSON Feed.
    JsonFeed,
    /// The events for TimelineJS.
    Timeline,
    /// The events as a calendar (iCalendar, RFC 5545).
    Calendar,
    /// What the site has, for language models.
    LlmsTxt,
    /// Headers, for hosts that read them.
    Headers,
    /// Redirects, for hosts that read them.
    Redirects,
    /// Says that nothing is to be built any more.
    NoJekyll,
    /// The feed of changes (Atom, RFC 4287).
    Updates,
    /// Who is linked with whom.
    Graph,
}

impl MachineFile {
    /// The name of the file, at the root of the site.
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
        }
    }
}

/// A file that a theme brings beside its templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThemeFile {
    /// Its stylesheet.
    Stylesheet,
    /// Its script.
    Script,
    /// The icon of the site (SVG).
    Icon,
    /// The script of pages that have moved.
    Redirect,
}

impl ThemeFile {
    /// All there are.
    pub const ALL: [ThemeFile; 4] =
        [ThemeFile::Stylesheet, ThemeFile::Script, ThemeFile::Icon, ThemeFile::Redirect];
}

/// What an address gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// The page of a file.
    Page(PageIx),
    /// The home page of a site that has no `_index.md`.
    Home,
    /// A page of an index, from 1.
    Index(Section, usize),
    /// The timeline.
    Timeline,
    /// The events of one year, where the timeline is too long for one page; page from 1.
    TimelineYear(i64, usize),
    /// The events of one type; page from 1.
    TimelineType(Slug, usize),
    /// The A–Z.
    AToZ,
    /// The names under one letter, where the A–Z is too long for one page; page from 1.
    AToZLetter(Box<str>, usize),
    /// A name that more than one topic declares.
    SharedName(Slug),
    /// The articles of an author, by the id of `[authors]`; page from 1.
    Author(Box<str>, usize),
    /// All changes; page from 1.
    Updates(usize),
    /// The shared sources; page from 1.
    Sources(usize),
    /// What a server shows for an address that is none.
    NotFound,
    /// An old address of a page.
    Redirect(PageIx),
    /// The feed of articles (Atom, RFC 4287).
    Feed,
    /// The feed of a topic: the articles that speak of it (Atom, RFC 4287).
    TopicFeed(PageIx),
    /// A page as Markdown.
    MarkdownExport(PageIx),
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// A file for other programs.
    MachineFile(MachineFile),
    /// A file of the theme; no claim of the catalog, for it is named by its own hash.
    ThemeFile(ThemeFile),
    /// A file published as it is.
    File(SourcePath),
}
