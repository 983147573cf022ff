//! All documents into who exists: pages, topics, their names and routes. Finds every collision
//! between pages; later stages see only resolved page indexes.

mod assets;
mod bit_set;
mod block_references;
mod broken_files;
pub mod countries;
mod did_you_mean;
mod disambiguation;
mod diff;
mod entry;
mod lexicon;
pub mod list_page_limits;
mod media_files;
mod messages;
mod page_ix;
mod page_lookup;
mod pictures;
mod references;
mod resource;
mod route_requests;
mod route_table;
mod shared_sources;
mod sidecars;
mod svg_sanitizer;
mod word_filter;

pub use block_references::{MapRefs, RelationsRefs, StorylineRefs, TimelineRefs};
pub use countries::capital_position;
pub use diff::CatalogDiff;
pub use disambiguation::SharedName;
pub use entry::{Entry, SortedName};
pub use lexicon::{Lexicon, Name, NameClaim, NameKind, NameMatch, fold_name};
pub use media_files::{Captions, MediaFiles};
pub use messages::CODES;
pub(crate) use messages::{
    broken_navigation, broken_picture, picture_with_position, unsafe_address, unsafe_svg,
    unshowable_file, unshowable_image, unusable_picture,
};
pub use page_ix::{PageFilter, PageIx};
pub use pictures::{Picture, PictureVersion, PictureVersions, Pictures};
pub use references::ResolvedRefs;
pub use resource::{
    MachineFile, RedirectTarget, Resource, SEARCH_FOLDER, SEARCH_INDEX, SHARE_CARD_FOLDER,
    ThemeFile, is_search_route, is_share_card_route, search_page_route,
};
pub(crate) use route_requests::{
    author_route, built_in_flag, chart_data_route, event_type_slug, letter_slug,
    markdown_export_route, shared_name_route, topic_feed_route,
};
pub use route_table::RouteTable;
pub use sidecars::Sidecar;
pub use svg_sanitizer::sanitize;
pub use word_filter::WordFilter;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use assets::Assets;
use broken_files::BrokenFiles;
use did_you_mean::{DraftNames, LinkSuggestions};
use page_lookup::{PageKey, PageLookup};
use pictures::is_picture_route;
use references::RefResolution;
use route_requests::RouteInputs;
use shared_sources::{SOURCES_PATH, SharedSources};

use crate::config::{Config, GeneratedPage, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{Head, PageKind, Section, Source};
use crate::input::Snapshot;
use crate::media::{Focus, PictureLibrary};
use crate::text::{
    ArenaStr, LetterCase, Route, SourcePath, Span, into_exact_box, nfc_lowercase,
    resolve_relative_path,
};

/// What one page contributes to the catalog, computed from its head alone.
#[derive(Debug)]
pub struct PageSummary {
    head: Arc<Head>,
    entry: Entry,
    key: Arc<PageKey>,
    route_inputs: RouteInputs,
    names: Box<[lexicon::NameDecl]>,
    /// The offices of a person, on which titles next to a short name depend.
    offices: Box<[Box<str>]>,
    /// The names of a topic that is left out, which links by name may refer to.
    draft_names: Box<[Box<str>]>,
    problems: Box<[Diagnostic]>,
}

impl PageSummary {
    pub fn new(page: PageIx, head: &Arc<Head>, config: &Config, filter: PageFilter) -> Self {
        let mut problems = Vec::new();
        let entry = Entry::new(page, head, config, filter, &mut problems);
        PageSummary {
            head: head.clone(),
            key: Arc::new(PageKey::new(head, entry.hidden)),
            route_inputs: RouteInputs::new(head, &entry),
            names: into_exact_box(lexicon::topic_names(head, &entry, config)),
            draft_names: did_you_mean::draft_names(head, &entry),
            entry,
            offices: head.offices().map(|office| office.to_lowercase().into()).collect(),
            problems: into_exact_box(problems),
        }
    }

    /// True if this summary was made of this very head, at this index.
    pub fn is_for(&self, page: PageIx, head: &Arc<Head>) -> bool {
        self.entry.page == page && Arc::ptr_eq(&self.head, head)
    }
}

/// All pages, their names and their routes.
#[derive(Debug)]
pub struct Catalog {
    summaries: Arc<[Arc<PageSummary>]>,
    page_lookup: Arc<PageLookup>,
    resolutions: Arc<[Arc<RefResolution>]>,
    assets: Arc<Assets>,
    assigned: Arc<AssignedRoutes>,
    sources: Arc<SharedSources>,
    pub lexicon: Arc<Lexicon>,
    /// In the order of their slugs.
    pub shared_names: Arc<[SharedName]>,
    /// By the route of their picture.
    pub sidecars: FxHashMap<Route, Sidecar>,
    pub pictures: Pictures,
    /// The article that the home page recommends first.
    pub start_here: Option<PageIx>,
    pub storyline: StorylineRefs,
    /// The texts of CSV files beside pages.
    csv_texts: BTreeMap<SourcePath, ArenaStr>,
    link_suggestions: OnceLock<LinkSuggestions>,
    draft_names: OnceLock<DraftNames>,
    own_problems: Vec<Diagnostic>,
}

#[derive(Debug)]
struct AssignedRoutes {
    table: RouteTable,
    problems: Vec<Diagnostic>,
}

impl Catalog {
    /// Collisions with files of the theme, whose routes are known only once it has been read.
    pub fn collisions_with_theme<'a>(
        &self,
        files: impl Iterator<Item = &'a Route>,
    ) -> Vec<Diagnostic> {
        let files: Vec<_> = files.map(|route| (route, "a file of the theme")).collect();
        // The folder of a theme file is ASCII, since the name of a theme is a slug: comparing its
        // bytes first rules out most routes.
        let folder_of = |route: &Route| route.as_str().rfind('/').unwrap_or_default();
        let is_near = |(route, _): &(&Route, &Resource)| {
            files.iter().any(|(file, _)| {
                let folder = &file.as_str()[..folder_of(file)];
                let start = route.as_str().get(..folder.len());
                start.is_some_and(|start| start.eq_ignore_ascii_case(folder))
            })
        };
        self.outside_collisions(self.routes().iter().filter(is_near), &files)
    }

    /// Collisions with files of the search, to which all of their folder belongs.
    pub fn collisions_with_search(&self) -> Vec<Diagnostic> {
        let is_taken = |(route, _): &(&Route, &Resource)| {
            is_search_route(route.as_str().trim_end_matches('/'))
        };
        let taken: Vec<(&Route, &Resource)> = self.routes().iter().filter(is_taken).collect();
        let files: Vec<_> =
            taken.iter().map(|(route, _)| (*route, "a file of the search")).collect();
        self.outside_collisions(taken.into_iter(), &files)
    }

    /// Collisions with pictures that are made of others, to which all of their folder belongs.
    pub fn collisions_with_pictures(&self) -> Vec<Diagnostic> {
        let is_taken = |(route, _): &(&Route, &Resource)| is_picture_route(route.as_str());
        let taken: Vec<(&Route, &Resource)> = self.routes().iter().filter(is_taken).collect();
        let files: Vec<_> = taken.iter().map(|(route, _)| (*route, "a picture")).collect();
        self.outside_collisions(taken.into_iter(), &files)
    }

    /// Collisions with share cards, to which all of their folder belongs.
    pub fn collisions_with_share_cards(&self) -> Vec<Diagnostic> {
        let is_taken = |(route, _): &(&Route, &Resource)| is_share_card_route(route.as_str());
        let taken: Vec<(&Route, &Resource)> = self.routes().iter().filter(is_taken).collect();
        let files: Vec<_> = taken.iter().map(|(route, _)| (*route, "a share card")).collect();
        self.outside_collisions(taken.into_iter(), &files)
    }

    /// Collisions with routes that are known only when all pages are linked: pages of a list, uses of
    /// a source, and parts of the sitemap. Asks for them only if an author's address might be one.
    pub fn collisions_with_later_routes<'a>(
        &self,
        config: &Config,
        later: impl FnOnce() -> &'a BTreeMap<Route, Resource>,
    ) -> Vec<Diagnostic> {
        let sources = config.generated_route(GeneratedPage::Sources);
        let parts = ["/page", "/sitemap-", "/chart-", sources.as_str()].map(nfc_lowercase);
        let is_near = |(route, resource): &(&Route, &Resource)| match resource {
            Resource::Page(_) => {
                let path = route.as_str();
                path.starts_with(sources.as_str())
                    || path.contains("/page/")
                    || path.contains("/chart-")
            }
            Resource::File(_) | Resource::Redirect(_) => {
                let path = nfc_lowercase(route.as_str());
                parts.iter().any(|part| path.contains(&**part))
            }
            _ => false,
        };
        let near: Vec<(&Route, &Resource)> = self.routes().iter().filter(is_near).collect();
        if near.is_empty() {
            return Vec::new();
        }
        let description = |resource: &Resource| match resource {
            Resource::SitemapPart(_) => "a part of the sitemap",
            Resource::SourceUses(..) => "the uses of a source",
            Resource::ChartData(..) => "the data of a chart",
            _ => "a page of what mentions a topic",
        };
        let later: Vec<_> =
            later().iter().map(|(route, resource)| (route, description(resource))).collect();
        self.outside_collisions(near.into_iter(), &later)
    }

    fn outside_collisions<'a>(
        &'a self,
        routes: impl Iterator<Item = (&'a Route, &'a Resource)>,
        outside: &[route_table::OutsideRoute<'_>],
    ) -> Vec<Diagnostic> {
        route_table::find_outside_collisions(routes, outside, |route, resource| match resource {
            Resource::File(path) => Some((path.clone(), Span::default())),
            Resource::Page(page)
            | Resource::Redirect(RedirectTarget::Page(page))
            | Resource::MarkdownExport(page)
            | Resource::TopicFeed(page) => {
                Some(self.summaries[page.index()].route_inputs.request_location(route))
            }
            _ => None,
        })
    }

    /// All published pages, in the order of their paths.
    pub fn pages(&self) -> impl Iterator<Item = &Entry> {
        self.all_pages().filter(|entry| !entry.hidden && !self.is_duplicate(entry.page))
    }

    /// True for a page whose id an earlier page has: it has no name and no route.
    pub fn is_duplicate(&self, page: PageIx) -> bool {
        self.page_lookup.duplicates.contains(&page)
    }

    /// True if a file could not be read, or cannot be a page. That has been reported.
    pub fn is_broken_file(&self, path: &str) -> bool {
        self.page_lookup.broken_files.has_path(path)
    }

    /// True if a reference that leads nowhere may mean a page that could not be read.
    pub fn may_mean_broken_page(&self, written: &str) -> bool {
        self.page_lookup.broken_files.may_be_meant(written)
    }

    /// True if there is no such file because it could not be read: a file that a page refers to,
    /// relative to the page or from the root of the site.
    pub fn is_broken_link(&self, page: &SourcePath, written: &str) -> bool {
        let path = match written.strip_prefix('/') {
            Some(inner) => Some(format!("static/{inner}")),
            None => resolve_relative_path(page.folder(), written),
        };
        path.is_some_and(|path| self.is_broken_file(&path))
    }

    /// True for the route of a file that pages cannot show or that cannot be published, which has been
    /// reported.
    pub fn is_refused_file(&self, route: &Route, path: &SourcePath) -> bool {
        let is_about =
            |problem: &Diagnostic| problem.primary_label().is_some_and(|label| label.path == *path);
        self.pictures.is_broken(route) || self.assets.problems.iter().any(is_about)
    }

    /// The square crops of a picture around the point that the page names, else its sidecar; none of
    /// an SVG.
    pub fn squares(&self, picture: &Picture, focus: Option<Focus>) -> PictureVersions {
        let of_sidecar = || self.sidecars.get(&picture.route)?.focus;
        self.pictures.squares(picture, focus.or_else(of_sidecar))
    }

    /// All pages, hidden ones too.
    pub fn all_pages(&self) -> impl Iterator<Item = &Entry> {
        self.summaries.iter().map(|page| &page.entry)
    }

    pub fn summaries(&self) -> &Arc<[Arc<PageSummary>]> {
        &self.summaries
    }

    pub fn entry(&self, page: PageIx) -> &Entry {
        &self.summaries[page.index()].entry
    }

    pub fn head(&self, page: PageIx) -> &Head {
        &self.summaries[page.index()].head
    }

    /// The offices of a person, in lower case.
    pub fn offices(&self, page: PageIx) -> &[Box<str>] {
        &self.summaries[page.index()].offices
    }

    /// The short names of a topic.
    pub fn short_names(&self, page: PageIx) -> impl Iterator<Item = &str> {
        let names = self.summaries[page.index()].names.iter();
        names.filter(|name| name.claim.kind.is_short()).map(|name| &*name.text)
    }

    pub fn resolved_refs(&self, page: PageIx) -> &ResolvedRefs {
        &self.resolutions[page.index()].refs
    }

    pub fn routes(&self) -> &RouteTable {
        &self.assigned.table
    }

    pub fn shared_source(&self, id: &str) -> Option<&Source> {
        self.sources.by_id.get(id)
    }

    /// False if some shared sources could not be read.
    pub fn has_all_shared_sources(&self) -> bool {
        !self.sources.is_incomplete
    }

    /// All shared sources with their ids, in no order.
    pub fn shared_sources(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.sources.by_id.iter().map(|(id, source)| (&**id, source))
    }

    /// The page with an id, hidden or not.
    pub fn by_id(&self, id: &str) -> Option<PageIx> {
        self.page_lookup.by_id(id)
    }

    /// The published page that introduces a generated page: of its name, or `_index.md` in the folder
    /// of the topics that it lists.
    pub fn introduction(&self, page: GeneratedPage) -> Option<PageIx> {
        let in_folder =
            Section::ALL.into_iter().find(|section| section.generated_index() == Some(page));
        let ids = [Some(page.slug().to_owned()), in_folder.map(Section::introduction_id)];
        ids.iter().flatten().filter_map(|id| self.by_id(id)).find(|intro| {
            let entry = self.entry(*intro);
            entry.kind == PageKind::GeneratedIntro(page) && !entry.hidden
        })
    }

    /// The id of a file of this name, in any case: "USA", "figures/Choe Son Hui".
    pub fn id_of_file_name(&self, written: &str) -> Option<String> {
        self.page_lookup.id_of_file_name(written)
    }

    /// The CSV file that a page names, and its text; `None` if there is no such file beside a page.
    pub fn csv_file(&self, page: &SourcePath, written: &str) -> Option<(&SourcePath, &str)> {
        let route = self.routes().linked_file(page, written)?;
        let path = match self.routes().get(route.as_str())? {
            Resource::File(path) => path,
            _ => return None,
        };
        self.csv_texts.get_key_value(path).map(|(path, text)| (path, &**text))
    }

    /// The page of a source path, hidden or not.
    pub fn by_path(&self, path: &str) -> Option<PageIx> {
        self.page_lookup.by_path(path)
    }

    /// The published topics of a kind, in the order of their paths.
    pub fn topics(&self, kind: TopicKind) -> impl Iterator<Item = &Entry> {
        self.pages().filter(move |entry| entry.kind == PageKind::Topic(kind))
    }

    /// True if both have the same source paths, so that page indexes agree.
    pub fn has_same_pages(&self, other: &Catalog) -> bool {
        all_same(&self.summaries, &other.summaries, |one, other| one.key.path == other.key.path)
    }

    /// True if both have the very same heads, and these refer to the same pages.
    pub fn has_same_heads(&self, other: &Catalog) -> bool {
        // A resolution is reused only together with its head.
        all_same(&self.resolutions, &other.resolutions, |_, _| false)
    }

    /// True if one part of every summary is unchanged in later `summaries`.
    fn is_unchanged<T: PartialEq>(
        &self,
        summaries: &Arc<[Arc<PageSummary>]>,
        part: impl Fn(&PageSummary) -> &T,
    ) -> bool {
        all_same(&self.summaries, summaries, |one, other| part(one) == part(other))
    }

    /// Problems found by comparing pages, and those of summaries.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_summaries = self.summaries.iter().flat_map(|page| &page.problems);
        of_summaries
            .chain(self.resolutions.iter().flat_map(|page| &page.problems))
            .chain(&self.page_lookup.problems)
            .chain(&self.assets.problems)
            .chain(&self.assigned.problems)
            .chain(&self.sources.problems)
            .chain(&self.own_problems)
    }
}

/// True if two lists are equal item by item: the same allocation, or the `same` by comparison.
fn all_same<T>(one: &Arc<[Arc<T>]>, other: &Arc<[Arc<T>]>, same: impl Fn(&T, &T) -> bool) -> bool {
    let pairs = || one.iter().zip(&**other);
    Arc::ptr_eq(one, other)
        || one.len() == other.len()
            && pairs().all(|(one, other)| Arc::ptr_eq(one, other) || same(one, other))
}

/// Builds the catalog. Reuses each part of an `earlier` one, built with the same configuration and
/// filter, whose inputs are all unchanged; the result is the same as without it.
pub fn build(
    summaries: Arc<[Arc<PageSummary>]>,
    snapshot: &Snapshot,
    library: &PictureLibrary,
    config: &Config,
    earlier: Option<&Catalog>,
) -> Catalog {
    let mut own_problems = Vec::new();

    let letter_case = LetterCase::of_language(&config.language);
    let paths = summaries.iter().map(|page| &page.key.path);
    let broken_files = BrokenFiles::find(snapshot, paths, letter_case);
    let same_broken = earlier.filter(|it| it.page_lookup.broken_files == broken_files);
    let same_keys = same_broken.filter(|it| it.is_unchanged(&summaries, |page| &page.key));
    let page_lookup = reuse(same_keys.map(|it| &it.page_lookup), || {
        let keys = summaries.iter().map(|page| page.key.clone()).collect();
        PageLookup::new(keys, broken_files, letter_case)
    });
    let is_duplicate = |page: &PageSummary| page_lookup.duplicates.contains(&page.entry.page);
    let same_duplicates = earlier.filter(|it| it.page_lookup.duplicates == page_lookup.duplicates);
    let same_summaries = same_keys.filter(|it| Arc::ptr_eq(&it.summaries, &summaries));
    let resolve = |(at, page): (usize, &Arc<PageSummary>)| match same_keys {
        Some(it) if Arc::ptr_eq(&it.summaries[at], page) => it.resolutions[at].clone(),
        _ => Arc::new(references::resolve_refs(&page.head, &page_lookup)),
    };
    let resolutions = same_summaries.map_or_else(
        || summaries.iter().enumerate().map(resolve).collect(),
        |it| it.resolutions.clone(),
    );
    let start_here = match (&config.start_here, same_summaries) {
        (Some(written), _) => {
            references::resolve_config_ref("start_here", written, &page_lookup, &mut own_problems)
        }
        (None, Some(it)) => it.start_here,
        (None, None) => first_article(&summaries),
    };

    let storyline = block_references::resolve_storyline(
        &SourcePath::from_static("site.toml"),
        [&config.storyline.lanes, &config.storyline.events],
        &page_lookup,
        &mut own_problems,
    );

    let assets = Assets::classify(snapshot, earlier.map(|it| &*it.assets));
    let same_assets = earlier.filter(|it| *it.assets == assets);
    let assets = reuse(same_assets.map(|it| &it.assets), || assets);

    let same_names = same_duplicates.filter(|it| it.is_unchanged(&summaries, |page| &page.names));
    let lexicon = reuse(same_names.map(|it| &it.lexicon), || {
        let pages = summaries.iter().filter(|page| !is_duplicate(page));
        let names = pages.flat_map(|page| &page.names);
        let language = config.languages.of_page(None);
        let countries = countries::all_names(&config.language);
        lexicon::build(&config.autolink.never, &language.longer_names, &countries, names)
    });
    let shared_names = same_names.map_or_else(
        || disambiguation::find_shared_names(&lexicon).into(),
        |it| it.shared_names.clone(),
    );

    let sources = snapshot.text_at(SOURCES_PATH);
    let same_sources = same_broken.filter(|it| it.sources.text.as_ref() == sources);
    let sources = reuse(same_sources.map(|it| &it.sources), || match sources {
        Some(text) => SharedSources::parse(text),
        None if page_lookup.broken_files.has_path(SOURCES_PATH) => SharedSources::unreadable(),
        None => SharedSources::default(),
    });

    let same_routes = same_assets.and(same_duplicates).filter(|it| {
        it.shared_names == shared_names
            && it.sources.by_id.len() == sources.by_id.len()
            && it.is_unchanged(&summaries, |page| &page.route_inputs)
    });
    let assigned = reuse(same_routes.map(|it| &it.assigned), || {
        let pages = summaries.iter().filter(|page| !is_duplicate(page));
        let pages: Vec<&RouteInputs> = pages.map(|page| &page.route_inputs).collect();
        let sources = sources.by_id.len();
        let mut problems = Vec::new();
        let requests =
            route_requests::collect(&pages, &assets, &shared_names, sources, config, &mut problems);
        AssignedRoutes { table: RouteTable::assign(requests, &mut problems), problems }
    });

    let sidecars = sidecars::read_sidecars(&assets, snapshot, &assigned.table, &mut own_problems);
    let csv_files = assets.beside_pages.iter().filter(|path| path.extension() == "csv");
    let csv_texts = csv_files
        .filter_map(|path| Some((path.clone(), snapshot.text_at(path.as_str())?.clone())))
        .collect();
    let pictures = Pictures::new(library, &assets, &assigned.table, &config.pictures);
    Catalog {
        summaries,
        page_lookup,
        resolutions,
        assets,
        assigned,
        sources,
        lexicon,
        shared_names,
        sidecars,
        pictures,
        start_here,
        storyline,
        csv_texts,
        link_suggestions: OnceLock::new(),
        draft_names: OnceLock::new(),
        own_problems,
    }
}

fn reuse<T>(earlier: Option<&Arc<T>>, make: impl FnOnce() -> T) -> Arc<T> {
    earlier.cloned().unwrap_or_else(|| Arc::new(make()))
}

/// The published article of lowest `order`.
fn first_article(summaries: &[Arc<PageSummary>]) -> Option<PageIx> {
    let published = summaries.iter().filter(|page| !page.entry.hidden);
    published
        .filter_map(|page| Some((page.head.order()?, page.entry.page)))
        .min()
        .map(|(_, page)| page)
}
