//! All documents into who exists: pages, topics, their names and addresses. Every collision is
//! found here, once; after this room there are only resolved ids.

mod resource;
mod route_requests;
mod word_filter;
mod diff;
mod route_table;
pub mod countries;
mod svg_sanitizer;
mod entry;
mod assets;
mod page_lookup;
mod lexicon;
mod did_you_mean;
mod messages;
mod references;
mod shared_names;
mod sidecars;

pub use diff::CatalogDiff;
pub use entry::{Entry, SortedName};
pub use lexicon::{Lexicon, Name, NameClaim, NameKind, NameMatch};
pub use messages::CODES;
pub(crate) use messages::{broken_navigation, unsafe_address, unsafe_svg, unusable_picture};
pub use references::ResolvedRefs;
pub use resource::{MachineFile, Resource, ThemeFile, limits};
pub(crate) use route_requests::{
    author_route, event_type_slug, letter_slug, markdown_export_route, shared_name_route,
    topic_feed_route,
};
pub use route_table::RouteTable;
pub use shared_names::SharedName;
pub use sidecars::Sidecar;
pub use svg_sanitizer::sanitize;
pub use word_filter::WordFilter;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use assets::Assets;
use did_you_mean::LinkSuggestions;
use page_lookup::{PageKey, PageLookup};
use references::RefResolver;
use route_requests::RouteInputs;

use crate::config::{Config, TopicKind};
use crate::diagnostics::{Diagnostic, NearestMatch};
use crate::document::{Head, PageKind, Source};
use crate::input::Snapshot;
use crate::text::{ArenaStr, Route, SourcePath, Span, into_exact_box};
use crate::time::Day;

/// A page with a file, by its place in the order of paths. What is kept of every link holds one or
/// none, in four bytes: so it counts from one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageIx(pub(crate) NonZeroU32);

impl fmt::Debug for PageIx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageIx({})", self.index())
    }
}

impl PageIx {
    /// The page at a place in the order of paths.
    pub fn new(at: usize) -> Self {
        PageIx(u32::try_from(at).map_or(NonZeroU32::MAX, |at| NonZeroU32::MIN.saturating_add(at)))
    }

    /// For indexing.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Which pages are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageFilter {
    /// Drafts and future articles too, marked as such.
    pub include_drafts: bool,
    /// The day that future begins after; without it nothing is future.
    pub today: Option<Day>,
}

/// What one page brings to the catalog, made of its head alone.
#[derive(Debug)]
pub struct PageSummary {
    head: Arc<Head>,
    entry: Entry,
    key: Arc<PageKey>,
    route_inputs: Arc<RouteInputs>,
    names: Box<[lexicon::NameDecl]>,
    problems: Box<[Diagnostic]>,
}

/// Lists one page.
pub fn summarize(
    page: PageIx,
    head: &Arc<Head>,
    config: &Config,
    choice: PageFilter,
) -> PageSummary {
    let mut problems = Vec::new();
    let entry = entry::build_entry(page, head, config, choice, &mut problems);
    PageSummary {
        head: head.clone(),
        key: PageKey::from_head(head, entry.hidden),
        route_inputs: RouteInputs::from_page(head, &entry),
        names: into_exact_box(lexicon::topic_names(head, &entry, &config.autolink)),
        entry,
        problems: into_exact_box(problems),
    }
}

impl PageSummary {
    /// True where this is the listing of a head at a place.
    pub fn is_for(&self, page: PageIx, head: &Arc<Head>) -> bool {
        self.entry.page == page && Arc::ptr_eq(&self.head, head)
    }
}

/// Who exists.
#[derive(Debug)]
pub struct Catalog {
    summaries: Arc<[Arc<PageSummary>]>,
    page_lookup: Arc<PageLookup>,
    resolutions: Arc<[Arc<RefResolution>]>,
    assets: Arc<Assets>,
    assigned: Arc<AssignedRoutes>,
    sources: Arc<SharedSources>,
    /// All names.
    pub lexicon: Arc<Lexicon>,
    /// Names that more than one topic declares, in the order of their slugs.
    pub shared_names: Arc<[SharedName]>,
    /// What is known of pictures, by their addresses.
    pub sidecars: FxHashMap<Route, Sidecar>,
    /// The article to begin with.
    pub start_here: Option<PageIx>,
    link_suggestions: OnceLock<LinkSuggestions>,
    own_problems: Vec<Diagnostic>,
}

/// The references of a page, resolved, and what was wrong with them.
#[derive(Debug)]
struct RefResolution {
    refs: ResolvedRefs,
    problems: Box<[Diagnostic]>,
}

/// All addresses, and what was wrong in giving them out.
#[derive(Debug)]
struct AssignedRoutes {
    table: RouteTable,
    problems: Vec<Diagnostic>,
}

/// `sources.toml`.
#[derive(Debug, Default)]
struct SharedSources {
    text: Option<ArenaStr>,
    by_id: FxHashMap<Box<str>, Source>,
    /// True where there may be others, which could not be read.
    is_incomplete: bool,
    id_suggestions: OnceLock<NearestMatch<Box<str>>>,
    problems: Vec<Diagnostic>,
}

impl Catalog {
    /// Collisions with files of the theme, whose addresses are known only when it has been read.
    pub fn collisions_with_theme<'a>(
        &self,
        files: impl Iterator<Item = &'a Route>,
    ) -> Vec<Diagnostic> {
        let files: Vec<&Route> = files.collect();
        route_table::find_theme_collisions(self.routes(), &files, |route, address| match address {
            Resource::File(path) => Some((path.clone(), Span::default())),
            Resource::Page(page)
            | Resource::Redirect(page)
            | Resource::MarkdownExport(page)
            | Resource::TopicFeed(page) => {
                Some(self.summaries[page.index()].route_inputs.request_location(route))
            }
            _ => None,
        })
    }

    /// All pages that are shown, in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = &Entry> {
        self.all_pages().filter(|entry| !entry.hidden)
    }

    /// All pages, hidden ones too.
    pub fn all_pages(&self) -> impl Iterator<Item = &Entry> {
        self.summaries.iter().map(|listing| &listing.entry)
    }

    /// What each page brought.
    pub fn summaries(&self) -> &Arc<[Arc<PageSummary>]> {
        &self.summaries
    }

    /// The page at an index.
    pub fn entry(&self, page: PageIx) -> &Entry {
        &self.summaries[page.index()].entry
    }

    /// What the file of a page says apart from its prose.
    pub fn head(&self, page: PageIx) -> &Head {
        &self.summaries[page.index()].head
    }

    /// What the references of a page lead to.
    pub fn resolved_refs(&self, page: PageIx) -> &ResolvedRefs {
        &self.resolutions[page.index()].refs
    }

    /// What each address gives.
    pub fn routes(&self) -> &RouteTable {
        &self.assigned.table
    }

    /// The source that all pages share under an id.
    pub fn shared_source(&self, id: &str) -> Option<&Source> {
        self.sources.by_id.get(id)
    }

    /// False where there may be shared sources that could not be read.
    pub fn has_all_shared_sources(&self) -> bool {
        !self.sources.is_incomplete
    }

    /// All shared sources with their ids, in no order.
    pub fn shared_sources(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.sources.by_id.iter().map(|(id, source)| (&**id, source))
    }

    /// The page of an id, hidden or not.
    pub fn by_id(&self, id: &str) -> Option<PageIx> {
        self.page_lookup.by_id(id)
    }

    /// The page of a file, hidden or not.
    pub fn by_path(&self, path: &str) -> Option<PageIx> {
        self.page_lookup.by_path(path)
    }

    /// The topics of a kind that are shown, in the order of their paths.
    pub fn topics(&self, kind: TopicKind) -> impl Iterator<Item = &Entry> {
        self.pages().filter(move |entry| entry.kind == PageKind::Topic(kind))
    }

    /// True where the same files stand in the same places in both.
    pub fn has_same_pages(&self, other: &Catalog) -> bool {
        let same = |(one, other): (&PageKey, &PageKey)| one.path == other.path;
        Arc::ptr_eq(&self.page_lookup, &other.page_lookup)
            || self.summaries.len() == other.summaries.len()
                && self.page_lookup.iter().zip(other.page_lookup.iter()).all(same)
    }

    /// True where the very same heads stand in the same places in both, and refer to the same
    /// pages.
    pub fn has_same_heads(&self, other: &Catalog) -> bool {
        // References are only kept where the head that makes them is.
        let same =
            |(one, other): (&Arc<RefResolution>, &Arc<RefResolution>)| Arc::ptr_eq(one, other);
        Arc::ptr_eq(&self.resolutions, &other.resolutions)
            || self.resolutions.len() == other.resolutions.len()
                && self.resolutions.iter().zip(&*other.resolutions).all(same)
    }

    /// Problems that no page has by itself.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_pages = self
            .summaries
            .iter()
            .flat_map(|listing| &listing.problems)
            .chain(self.resolutions.iter().flat_map(|page| &page.problems));
        of_pages
            .chain(&self.page_lookup.problems)
            .chain(&self.assets.problems)
            .chain(&self.assigned.problems)
            .chain(&self.sources.problems)
            .chain(&self.own_problems)
    }
}

/// Finds who exists.
///
/// Of an `earlier` catalog, made with the same configuration and choice, those parts are kept whose
/// every input is the same; the result is the one it would be without.
pub fn build(
    listings: Arc<[Arc<PageSummary>]>,
    snapshot: &Snapshot,
    config: &Config,
    earlier: Option<&Catalog>,
) -> Catalog {
    let mut own_problems = Vec::new();

    let same_pages =
        earlier.filter(|earlier| is_unchanged(earlier, &listings, |listing| &listing.key));
    let identities =
        || PageLookup::build(listings.iter().map(|listing| listing.key.clone()).collect());
    let identities =
        same_pages.map_or_else(|| Arc::new(identities()), |earlier| earlier.page_lookup.clone());

    let resolver = RefResolver { page_lookup: &identities };
    let resolve = |listing: &Arc<PageSummary>| {
        let mut problems = Vec::new();
        Arc::new(RefResolution {
            refs: resolver.resolve(&listing.head, &mut problems),
            problems: problems.into(),
        })
    };
    let resolved = match same_pages {
        Some(earlier) if Arc::ptr_eq(&earlier.summaries, &listings) => earlier.resolutions.clone(),
        Some(earlier) => {
            let again = |(at, listing): (usize, &Arc<PageSummary>)| match Arc::ptr_eq(
                &earlier.summaries[at],
                listing,
            ) {
                true => earlier.resolutions[at].clone(),
                false => resolve(listing),
            };
            listings.iter().enumerate().map(again).collect()
        }
        None => listings.iter().map(resolve).collect(),
    };
    let start_here = match (&config.start_here, earlier) {
        (Some(written), _) => resolver.resolve_page(
            &SourcePath::from_static("site.toml"),
            "start_here",
            written,
            &mut own_problems,
        ),
        (None, Some(earlier)) if Arc::ptr_eq(&earlier.summaries, &listings) => earlier.start_here,
        (None, _) => first_article(&listings),
    };

    let files = Assets::classify(snapshot, earlier.map(|earlier| &*earlier.assets));
    let same_files = earlier.filter(|earlier| *earlier.assets == files);
    let files = same_files.map_or_else(|| Arc::new(files), |earlier| earlier.assets.clone());
    let same_names =
        earlier.filter(|earlier| is_unchanged(earlier, &listings, |listing| &listing.names));
    let lexicon = same_names.map_or_else(
        || {
            Arc::new(lexicon::build(
                &config.autolink.never,
                listings.iter().flat_map(|listing| &listing.names),
            ))
        },
        |earlier| earlier.lexicon.clone(),
    );
    let shared_names = same_names.map_or_else(
        || shared_names::find_shared_names(&lexicon).into(),
        |earlier| earlier.shared_names.clone(),
    );

    let text = snapshot.text_at(SOURCES_PATH);
    let same_sources = earlier.filter(|earlier| earlier.sources.text.as_ref() == text);
    let sources = same_sources
        .map_or_else(|| Arc::new(shared_sources(text)), |earlier| earlier.sources.clone());

    let same_shared = same_files.filter(|earlier| {
        earlier.shared_names == shared_names && earlier.sources.by_id.len() == sources.by_id.len()
    });
    let claimed = same_shared
        .filter(|earlier| is_unchanged(earlier, &listings, |listing| &listing.route_inputs))
        .map(|earlier| earlier.assigned.clone());
    let claimed = claimed.unwrap_or_else(|| {
        let wants: Vec<Arc<RouteInputs>> =
            listings.iter().map(|listing| listing.route_inputs.clone()).collect();
        let mut problems = Vec::new();
        Arc::new(AssignedRoutes {
            table: route_requests::assign_routes(
                &wants,
                &files,
                &shared_names,
                sources.by_id.len(),
                config,
                &mut problems,
            ),
            problems,
        })
    });

    let sidecars = sidecars::read_sidecars(&files, snapshot, &claimed.table, &mut own_problems);
    Catalog {
        summaries: listings,
        page_lookup: identities,
        resolutions: resolved,
        assets: files,
        assigned: claimed,
        sources,
        lexicon,
        shared_names,
        sidecars,
        start_here,
        link_suggestions: OnceLock::new(),
        own_problems,
    }
}

/// True where one thing that pages bring is the same for each of them.
fn is_unchanged<T: PartialEq>(
    earlier: &Catalog,
    listings: &Arc<[Arc<PageSummary>]>,
    part: impl Fn(&PageSummary) -> &T,
) -> bool {
    let same = |(one, other): (&Arc<PageSummary>, &Arc<PageSummary>)| {
        Arc::ptr_eq(one, other) || part(one) == part(other)
    };
    Arc::ptr_eq(&earlier.summaries, listings)
        || earlier.summaries.len() == listings.len()
            && earlier.summaries.iter().zip(&**listings).all(same)
}

const SOURCES_PATH: &str = "content/sources.toml";

fn shared_sources(text: Option<&ArenaStr>) -> SharedSources {
    let Some(text) = text else { return SharedSources::default() };
    let (sources, problems) =
        crate::document::parse_shared_sources(&SourcePath::from_static(SOURCES_PATH), text);
    let is_incomplete = !sources.is_complete;
    let by_id = sources
        .list
        .into_iter()
        .filter_map(|source| Some((source.id.clone()?.value, source)))
        .collect();
    SharedSources {
        text: Some(text.clone()),
        by_id,
        is_incomplete,
        id_suggestions: OnceLock::new(),
        problems,
    }
}

/// The shown article of lowest `order`.
fn first_article(listings: &[Arc<PageSummary>]) -> Option<PageIx> {
    let shown = listings.iter().filter(|listing| !listing.entry.hidden);
    shown
        .filter_map(|listing| Some((listing.head.order()?, listing.entry.page)))
        .min()
        .map(|(_, page)| page)
}
