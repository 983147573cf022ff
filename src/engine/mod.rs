//! The pipeline: turns a snapshot into a site.

mod incremental;
mod diagnostic_codes;
mod fingerprint;
mod diagnostic_levels;
mod site;
mod stats;

pub use diagnostic_codes::all_codes;
pub use fingerprint::fingerprint;
pub use site::Site;
pub use stats::{BuildStats, StageStats};

use std::sync::Arc;

use crate::catalog::{self, PageFilter};
use crate::check::PublishedFiles;
use crate::config::{self, Config};
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::document::ParseOptions;
use crate::graph;
use crate::input::Snapshot;
use crate::link;
use crate::media::{PictureLibrary, PictureSettings, QUICK_WIDTH};
use crate::page::SiteData;
use crate::render::RenderCache;
use crate::text::BaseUrl;
use incremental::PreviousBuild;

/// Which pictures are made of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureQuality {
    /// As `[images]` of `site.toml` says.
    #[default]
    Full,
    /// One, in its own format: for a quick look.
    Quick,
}

/// Options of a build, in addition to `site.toml`.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Which pictures are made.
    pub pictures: PictureQuality,
    /// Which pages are included.
    pub page_filter: PageFilter,
    /// Replaces `base_url` of `site.toml`.
    pub base_url: Option<BaseUrl>,
    /// Turns warnings into errors.
    pub strict: bool,
}

/// A site and its problems.
#[derive(Clone, Debug)]
pub struct Build {
    /// Must not be published if there are errors among the diagnostics.
    pub site: Arc<Site>,
    /// Sorted as they are reported. Rendering problems are found when a route is rendered.
    pub diagnostics: Vec<Diagnostic>,
    /// Time and work per stage.
    pub stats: BuildStats,
}

impl Build {
    pub(crate) fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// All problems but notes, which only `check` shows.
    pub(crate) fn errors_and_warnings(&self) -> Vec<Diagnostic> {
        let is_shown = |problem: &&Diagnostic| problem.severity != Severity::Note;
        self.diagnostics.iter().filter(is_shown).cloned().collect()
    }
}

pub(crate) fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Builds a site. Never fails: problems in content, configuration or theme are diagnostics.
pub fn build(snapshot: &Arc<Snapshot>, options: &BuildOptions) -> Build {
    Engine::new(options.clone()).build(snapshot)
}

/// Builds a site repeatedly. Each stage reuses what has the same inputs as in the previous build;
/// the result is, byte for byte, that of [`build`].
#[derive(Debug, Default)]
pub struct Engine {
    options: BuildOptions,
    /// Those of the last build, and what is made of them.
    pictures: Arc<PictureLibrary>,
    previous: Option<Arc<Site>>,
}

impl Engine {
    /// An engine without a previous build.
    pub fn new(options: BuildOptions) -> Self {
        Engine { options, ..Engine::default() }
    }

    /// The same with pictures that have been read before, and their cache.
    pub fn with_pictures(self, pictures: PictureLibrary) -> Self {
        Engine { pictures: Arc::new(pictures), ..self }
    }

    /// Builds the site of a snapshot.
    pub fn build(&mut self, snapshot: &Arc<Snapshot>) -> Build {
        let pictures = self.pictures.read(snapshot);
        if !pictures.is_same(&self.pictures) {
            self.pictures = Arc::new(pictures);
        }
        let previous = PreviousBuild(self.previous.as_deref());
        let build = build_site(snapshot, &self.pictures, &self.options, &previous);
        self.previous = Some(build.site.clone());
        build
    }
}

fn build_site(
    snapshot: &Arc<Snapshot>,
    pictures: &Arc<PictureLibrary>,
    options: &BuildOptions,
    previous: &PreviousBuild<'_>,
) -> Build {
    let mut stats = BuildStats::default();
    let codes: Vec<&str> = all_codes().map(|code| code.name).collect();
    let (config, mut problems) = load_config(snapshot, options, &codes, previous);
    let theme = stats.time("theme", || previous.theme(snapshot, &config));

    let parsed = stats.time("parse", || previous.documents(snapshot, ParseOptions::new(&config)));
    stats.set_last_counts(parsed.parsed_count, 0);
    let documents = parsed.documents;
    problems.extend(parsed.path_problems);
    let catalog = stats.time("catalog", || {
        let summaries = previous.summaries(&documents, &config, options.page_filter);
        catalog::build(summaries, snapshot, pictures, &config, previous.catalog(&config))
    });
    let links = stats.time("link", || previous.links(&documents, &catalog, &config));
    stats.set_last_counts(links.resolved_count, 0);
    (stats.documents_parsed, stats.pages_linked) = (parsed.parsed_count, links.resolved_count);
    let linked = links.linked;
    let graph = stats.time("graph", || graph::build(&catalog, &linked, previous.graph(&catalog)));

    let cache = RenderCache::new(documents.len());
    let data = SiteData {
        documents: &documents,
        catalog: &catalog,
        linked: &linked,
        graph: &graph,
        config: &config,
        picture_sizes: &theme.picture_sizes,
        cards: &theme.cards,
        cache: cache.pages(),
    };
    stats.time("check", || {
        problems.extend(link::check_anchors(&documents, &linked, &catalog));
        problems.extend(crate::check::check(&data, &codes, options.page_filter.today));
    });
    let published_files = PublishedFiles::find(&data, snapshot, &mut problems);
    let site_view = crate::page::site_view(
        &data,
        &theme.files().map(|(file, asset)| (file, asset.route.clone())).collect(),
        &mut problems,
    );
    let globals = crate::render::template_globals(
        &site_view,
        config.extra.as_ref(),
        &config.locale.ui_texts,
        &theme.options,
        &mut problems,
    );

    problems.extend(catalog.collisions_with_theme(theme.files().map(|(_, asset)| &asset.route)));
    problems.extend(catalog.collisions_with_pictures());
    problems.extend(catalog.collisions_with_share_cards());
    if config.search.enabled {
        problems.extend(catalog.collisions_with_search());
    }
    problems.extend(catalog.collisions_with_later_routes(&config, || data.later_routes()));
    let stage_problems = snapshot
        .problems()
        .chain(&theme.problems)
        .chain(documents.iter().flat_map(|document| &document.problems))
        .chain(catalog.problems())
        .chain(linked.iter().flat_map(|links| &links.problems));
    problems.extend(stage_problems.cloned());
    published_files.add_places(&mut problems);
    diagnostic_levels::apply(&mut problems, &documents, &catalog, &config, options.strict);
    diagnostics::sort_and_dedup(&mut problems);
    let site = Site {
        snapshot: snapshot.clone(),
        config,
        theme,
        globals,
        pictures: pictures.clone(),
        published_files,
        cache,
        documents,
        catalog,
        linked,
        graph,
    };
    Build { site: Arc::new(site), diagnostics: problems, stats }
}

/// `output_dir` of `site.toml` or its default, relative to the site's folder.
pub fn output_dir(snapshot: &Snapshot, options: &BuildOptions) -> String {
    load_config(snapshot, options, &[], &PreviousBuild(None)).0.output_dir.to_string()
}

/// The configuration with the options applied, and its problems. A missing `site.toml` is reported
/// with the snapshot, so it has no problems here.
fn load_config(
    snapshot: &Snapshot,
    options: &BuildOptions,
    codes: &[&str],
    previous: &PreviousBuild<'_>,
) -> (Arc<Config>, Vec<Diagnostic>) {
    let text = snapshot.text_at("site.toml");
    let (mut config, mut problems) = config::parse(
        text.map_or("title = \"\"", |text| &**text),
        codes,
        snapshot,
        previous.locale(),
    );
    if text.is_none() {
        problems.clear();
        // Pages may name any author of a file that could not be read.
        config.authors_complete = false;
    }
    if let Some(base_url) = &options.base_url {
        config.base = base_url.clone();
    }
    if options.pictures == PictureQuality::Quick {
        config.pictures = PictureSettings { widths: Box::new([QUICK_WIDTH]), avif: false };
    }
    (previous.config(snapshot, &config.locale).unwrap_or_else(|| Arc::new(config)), problems)
}
