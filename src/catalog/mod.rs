//! All documents into who exists: pages, topics, their names and addresses. Every collision is found here, once; after this room there are only resolved ids.

mod address;
mod addresses;
mod asked;
mod change;
mod claims;
pub mod countries;
mod svg_safety;
mod entry;
mod files;
mod identities;
mod lexicon;
mod meant;
mod messages;
mod references;
mod shared_names;
mod sidecars;

pub use address::{Address, MachineFile, ThemeFile, limits};
pub(crate) use addresses::{author_route, event_type, letter_slug, name_route, topic_feed_route, twin_route};
pub use asked::Asked;
pub use change::Change;
pub use claims::Addresses;
pub use entry::{Entry, SortedName};
pub use lexicon::{Lexicon, Match, Name, NameClaim, NameRule};
pub use messages::CODES;
pub(crate) use messages::{broken_navigation, no_picture, unsafe_address, unsafe_svg};
pub use references::Resolved;
pub use shared_names::SharedName;
pub use sidecars::Sidecar;
pub use svg_safety::cleaned;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use addresses::Wants;
use files::Files;
use identities::{Identities, Identity};
use meant::MeantPages;
use references::Resolver;

use crate::config::{Config, TopicKind};
use crate::diagnostics::{NearestMatch, Diagnostic};
use crate::document::{Head, PageKind, Source};
use crate::input::Snapshot;
use crate::text::{Route, ArenaStr, SourcePath, Span, into_exact_box};
use crate::time::Day;

/// A page with a file, by its place in the order of paths. What is kept of every link holds one or none, in four bytes: so it counts from one.
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
pub struct Choice {
    /// Drafts and future articles too, marked as such.
    pub unready: bool,
    /// The day that future begins after; without it nothing is future.
    pub now: Option<Day>,
}

/// What one page brings to the catalog, made of its head alone.
#[derive(Debug)]
pub struct Listing {
    head: Arc<Head>,
    entry: Entry,
    identity: Arc<Identity>,
    wants: Arc<Wants>,
    names: Box<[lexicon::Naming]>,
    problems: Box<[Diagnostic]>,
}

/// Lists one page.
pub fn list(page: PageIx, head: &Arc<Head>, config: &Config, choice: Choice) -> Listing {
    let mut problems = Vec::new();
    let entry = entry::entry(page, head, config, choice, &mut problems);
    Listing {
        head: head.clone(),
        identity: Identity::of(head, entry.hidden),
        wants: Wants::of(head, &entry),
        names: into_exact_box(lexicon::names_of(head, &entry, &config.autolink)),
        entry,
        problems: into_exact_box(problems),
    }
}

impl Listing {
    /// True where this is the listing of a head at a place.
    pub fn is_of(&self, page: PageIx, head: &Arc<Head>) -> bool {
        self.entry.page == page && Arc::ptr_eq(&self.head, head)
    }
}

/// Who exists.
#[derive(Debug)]
pub struct Catalog {
    listings: Arc<[Arc<Listing>]>,
    identities: Arc<Identities>,
    resolved: Arc<[Arc<Resolution>]>,
    files: Arc<Files>,
    claimed: Arc<Claimed>,
    sources: Arc<SharedSources>,
    /// All names.
    pub lexicon: Arc<Lexicon>,
    /// Names that more than one topic declares, in the order of their slugs.
    pub shared_names: Arc<[SharedName]>,
    /// What is known of pictures, by their addresses.
    pub sidecars: FxHashMap<Route, Sidecar>,
    /// The article to begin with.
    pub start_here: Option<PageIx>,
    meant: OnceLock<MeantPages>,
    own_problems: Vec<Diagnostic>,
}

/// The references of a page, resolved, and what was wrong with them.
#[derive(Debug)]
struct Resolution {
    resolved: Resolved,
    problems: Box<[Diagnostic]>,
}

/// All addresses, and what was wrong in giving them out.
#[derive(Debug)]
struct Claimed {
    addresses: Addresses,
    problems: Vec<Diagnostic>,
}

/// `sources.toml`.
#[derive(Debug, Default)]
struct SharedSources {
    text: Option<ArenaStr>,
    by_id: FxHashMap<Box<str>, Source>,
    /// True where there may be others, which could not be read.
    may_be_more: bool,
    meant: OnceLock<NearestMatch<Box<str>>>,
    problems: Vec<Diagnostic>,
}

impl Catalog {
    /// Collisions with files of the theme, whose addresses are known only when it has been read.
    pub fn collisions_with_theme<'a>(&self, files: impl Iterator<Item = &'a Route>) -> Vec<Diagnostic> {
        let files: Vec<&Route> = files.collect();
        claims::against_theme(self.addresses(), &files, |route, address| match address {
            Address::File(path) => Some((path.clone(), Span::default())),
            Address::Page(page) | Address::Redirect(page) | Address::Twin(page) | Address::TopicFeed(page) => {
                Some(self.listings[page.index()].wants.place_of(route))
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
        self.listings.iter().map(|listing| &listing.entry)
    }

    /// What each page brought.
    pub fn listings(&self) -> &Arc<[Arc<Listing>]> {
        &self.listings
    }

    /// The page at an index.
    pub fn entry(&self, page: PageIx) -> &Entry {
        &self.listings[page.index()].entry
    }

    /// What the file of a page says apart from its prose.
    pub fn head(&self, page: PageIx) -> &Head {
        &self.listings[page.index()].head
    }

    /// What the references of a page lead to.
    pub fn resolved(&self, page: PageIx) -> &Resolved {
        &self.resolved[page.index()].resolved
    }

    /// What each address gives.
    pub fn addresses(&self) -> &Addresses {
        &self.claimed.addresses
    }

    /// The source that all pages share under an id.
    pub fn shared_source(&self, id: &str) -> Option<&Source> {
        self.sources.by_id.get(id)
    }

    /// False where there may be shared sources that could not be read.
    pub fn has_all_shared_sources(&self) -> bool {
        !self.sources.may_be_more
    }

    /// All shared sources with their ids, in no order.
    pub fn shared_sources(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.sources.by_id.iter().map(|(id, source)| (&**id, source))
    }

    /// The page of an id, hidden or not.
    pub fn by_id(&self, id: &str) -> Option<PageIx> {
        self.identities.by_id(id)
    }

    /// The page of a file, hidden or not.
    pub fn by_path(&self, path: &str) -> Option<PageIx> {
        self.identities.by_path(path)
    }

    /// The topics of a kind that are shown, in the order of their paths.
    pub fn topics(&self, kind: TopicKind) -> impl Iterator<Item = &Entry> {
        self.pages().filter(move |entry| entry.kind == PageKind::Topic(kind))
    }

    /// True where the same files stand in the same places in both.
    pub fn has_pages_of(&self, other: &Catalog) -> bool {
        let same = |(one, other): (&Identity, &Identity)| one.path == other.path;
        Arc::ptr_eq(&self.identities, &other.identities)
            || self.listings.len() == other.listings.len() && self.identities.iter().zip(other.identities.iter()).all(same)
    }

    /// True where the very same heads stand in the same places in both, and refer to the same pages.
    pub fn has_heads_of(&self, other: &Catalog) -> bool {
        // References are only kept where the head that makes them is.
        let same = |(one, other): (&Arc<Resolution>, &Arc<Resolution>)| Arc::ptr_eq(one, other);
        Arc::ptr_eq(&self.resolved, &other.resolved) || self.resolved.len() == other.resolved.len() && self.resolved.iter().zip(&*other.resolved).all(same)
    }

    /// Problems that no page has by itself.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_pages = self.listings.iter().flat_map(|listing| &listing.problems).chain(self.resolved.iter().flat_map(|page| &page.problems));
        of_pages
            .chain(&self.identities.problems)
            .chain(&self.files.problems)
            .chain(&self.claimed.problems)
            .chain(&self.sources.problems)
            .chain(&self.own_problems)
    }
}

/// Finds who exists.
///
/// Of an `earlier` catalog, made with the same configuration and choice, those parts are kept whose every input is the same; the result is the one it would be
/// without.
pub fn build(listings: Arc<[Arc<Listing>]>, snapshot: &Snapshot, config: &Config, earlier: Option<&Catalog>) -> Catalog {
    let mut own_problems = Vec::new();

    let same_pages = earlier.filter(|earlier| is_same(earlier, &listings, |listing| &listing.identity));
    let identities = || Identities::build(listings.iter().map(|listing| listing.identity.clone()).collect());
    let identities = same_pages.map_or_else(|| Arc::new(identities()), |earlier| earlier.identities.clone());

    let resolver = Resolver { identities: &identities };
    let resolve = |listing: &Arc<Listing>| {
        let mut problems = Vec::new();
        Arc::new(Resolution { resolved: resolver.resolve(&listing.head, &mut problems), problems: problems.into() })
    };
    let resolved = match same_pages {
        Some(earlier) if Arc::ptr_eq(&earlier.listings, &listings) => earlier.resolved.clone(),
        Some(earlier) => {
            let again = |(at, listing): (usize, &Arc<Listing>)| match Arc::ptr_eq(&earlier.listings[at], listing) {
                true => earlier.resolved[at].clone(),
                false => resolve(listing),
            };
            listings.iter().enumerate().map(again).collect()
        }
        None => listings.iter().map(resolve).collect(),
    };
    let start_here = match (&config.start_here, earlier) {
        (Some(written), _) => resolver.page(&SourcePath::from_static("site.toml"), "start_here", written, &mut own_problems),
        (None, Some(earlier)) if Arc::ptr_eq(&earlier.listings, &listings) => earlier.start_here,
        (None, _) => first_in_order(&listings),
    };

    let files = Files::sort(snapshot, earlier.map(|earlier| &*earlier.files));
    let same_files = earlier.filter(|earlier| *earlier.files == files);
    let files = same_files.map_or_else(|| Arc::new(files), |earlier| earlier.files.clone());
    let same_names = earlier.filter(|earlier| is_same(earlier, &listings, |listing| &listing.names));
    let lexicon = same_names.map_or_else(
        || Arc::new(lexicon::build(&config.autolink.never, listings.iter().flat_map(|listing| &listing.names))),
        |earlier| earlier.lexicon.clone(),
    );
    let shared_names = same_names.map_or_else(|| shared_names::shared_names(&lexicon).into(), |earlier| earlier.shared_names.clone());

    let text = snapshot.text_at(SOURCES);
    let same_sources = earlier.filter(|earlier| earlier.sources.text.as_ref() == text);
    let sources = same_sources.map_or_else(|| Arc::new(shared_sources(text)), |earlier| earlier.sources.clone());

    let same_shared = same_files.filter(|earlier| earlier.shared_names == shared_names && earlier.sources.by_id.len() == sources.by_id.len());
    let claimed = same_shared.filter(|earlier| is_same(earlier, &listings, |listing| &listing.wants)).map(|earlier| earlier.claimed.clone());
    let claimed = claimed.unwrap_or_else(|| {
        let wants: Vec<Arc<Wants>> = listings.iter().map(|listing| listing.wants.clone()).collect();
        let mut problems = Vec::new();
        Arc::new(Claimed { addresses: addresses::claim(&wants, &files, &shared_names, sources.by_id.len(), config, &mut problems), problems })
    });

    let sidecars = sidecars::read(&files, snapshot, &claimed.addresses, &mut own_problems);
    Catalog { listings, identities, resolved, files, claimed, sources, lexicon, shared_names, sidecars, start_here, meant: OnceLock::new(), own_problems }
}

/// True where one thing that pages bring is the same for each of them.
fn is_same<T: PartialEq>(earlier: &Catalog, listings: &Arc<[Arc<Listing>]>, part: impl Fn(&Listing) -> &T) -> bool {
    let same = |(one, other): (&Arc<Listing>, &Arc<Listing>)| Arc::ptr_eq(one, other) || part(one) == part(other);
    Arc::ptr_eq(&earlier.listings, listings) || earlier.listings.len() == listings.len() && earlier.listings.iter().zip(&**listings).all(same)
}

const SOURCES: &str = "content/sources.toml";

fn shared_sources(text: Option<&ArenaStr>) -> SharedSources {
    let Some(text) = text else { return SharedSources::default() };
    let read = crate::document::parse_shared_sources(&SourcePath::from_static(SOURCES), text);
    let by_id = read.sources.into_iter().filter_map(|source| Some((source.id.clone()?.value, source))).collect();
    SharedSources { text: Some(text.clone()), by_id, may_be_more: !read.is_complete, meant: OnceLock::new(), problems: read.problems }
}

/// The shown article of lowest `order`.
fn first_in_order(listings: &[Arc<Listing>]) -> Option<PageIx> {
    let shown = listings.iter().filter(|listing| !listing.entry.hidden);
    shown.filter_map(|listing| Some((listing.head.order()?, listing.entry.page))).min().map(|(_, page)| page)
}
