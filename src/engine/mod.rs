//! The order of things: a snapshot into a site.

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
use crate::check::UnusedFiles;
use crate::config;
use crate::diagnostics::{self, Diagnostic};
use crate::graph;
use crate::input::Snapshot;
use crate::link;
use crate::page::SiteData;
use crate::render::RenderCache;
use incremental::PreviousBuild;

/// What a build is asked to be, beyond what the site says itself.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Which pages are shown.
    pub page_filter: PageFilter,
    /// Another `base_url`.
    pub base_url: Option<crate::text::BaseUrl>,
    /// Warnings are errors.
    pub strict: bool,
}

/// A site, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Build {
    /// The site. With errors among the diagnostics it is not fit to be published.
    pub site: Arc<Site>,
    /// Problems, in the order they are reported in. Those of rendering are found when an address is
    /// asked for.
    pub diagnostics: Vec<Diagnostic>,
    /// How long each stage took.
    pub stats: BuildStats,
}

/// Builds a site from what is on disk. There is no failure: what is wrong with content,
/// configuration or theme is a diagnostic.
pub fn build(snapshot: &Arc<Snapshot>, wishes: &BuildOptions) -> Build {
    Engine::new(wishes.clone()).build(snapshot)
}

/// Builds a site again and again. Its memory is the site it built last: of that, each stage keeps
/// what has the same inputs now. The result is, byte for byte, the one that [`build`] gives.
#[derive(Debug, Default)]
pub struct Engine {
    options: BuildOptions,
    previous: Option<Arc<Site>>,
}

impl Engine {
    /// An engine that has built nothing yet.
    pub fn new(wishes: BuildOptions) -> Self {
        Engine { options: wishes, previous: None }
    }

    /// Builds the site that a snapshot makes.
    pub fn build(&mut self, snapshot: &Arc<Snapshot>) -> Build {
        let build =
            build_site(snapshot, &self.options, &PreviousBuild::new(self.previous.as_deref()));
        self.previous = Some(build.site.clone());
        build
    }
}

fn build_site(
    snapshot: &Arc<Snapshot>,
    wishes: &BuildOptions,
    memory: &PreviousBuild<'_>,
) -> Build {
    let mut stats = BuildStats::default();
    let codes: Vec<&str> = all_codes().map(|code| code.name).collect();
    let (config, mut problems) = load_config(snapshot, wishes, &codes, memory);
    let theme = stats.time("theme", || memory.theme(snapshot, &config));

    let documents = stats.time("parse", || memory.documents(snapshot, config.markdown));
    stats.set_last_counts(documents.parsed_count, 0);
    let catalog = stats.time("catalog", || {
        let listings = memory.summaries(&documents.documents, &config, wishes.page_filter);
        catalog::build(listings, snapshot, &config, memory.catalog(&config))
    });
    let links =
        stats.time("link", || memory.links(&documents.documents, &catalog, config.autolink.policy));
    stats.set_last_counts(links.resolved_count, 0);
    (stats.documents_parsed, stats.pages_linked) = (documents.parsed_count, links.resolved_count);
    let (documents, linked) = (documents.into_documents(&mut problems), links.linked);
    let graph = stats.time("graph", || graph::build(&catalog, &linked, memory.graph(&catalog)));

    let cache = RenderCache::new(documents.len());
    let story = SiteData {
        documents: &documents,
        catalog: &catalog,
        linked: &linked,
        graph: &graph,
        config: &config,
        cache: cache.pages(),
    };
    let found = stats.time("check", || {
        [
            link::check_anchors(&documents, &linked, &catalog),
            crate::check::check(&story, &codes, wishes.page_filter.today),
        ]
    });
    let unused_files = UnusedFiles::find(&story, snapshot, &mut problems);
    let site_view = crate::page::site_view(
        &story,
        &theme.files().map(|(file, asset)| (file, asset.route.clone())).collect(),
        &mut problems,
    );
    let site_value = crate::render::template_globals(
        &site_view,
        config.extra.as_ref(),
        &config.locale.ui_texts,
        &theme.options,
        &mut problems,
    );

    problems.extend(found.into_iter().flatten());
    problems.extend(catalog.collisions_with_theme(theme.files().map(|(_, asset)| &asset.route)));
    let of_stages = snapshot
        .problems()
        .chain(&theme.problems)
        .chain(documents.iter().flat_map(|document| &document.problems))
        .chain(catalog.problems());
    problems.extend(of_stages.chain(linked.iter().flat_map(|links| &links.problems)).cloned());
    diagnostic_levels::apply(&mut problems, &documents, &catalog, &config, wishes.strict);
    diagnostics::sort_and_dedup(&mut problems);
    let site = Site {
        snapshot: snapshot.clone(),
        config,
        theme,
        site_value,
        unused_files,
        cache,
        documents,
        catalog,
        linked,
        graph,
    };
    Build { site: Arc::new(site), diagnostics: problems, stats }
}

/// Where a site wants to be published, below its folder.
pub fn output_dir(snapshot: &Snapshot, wishes: &BuildOptions) -> String {
    load_config(snapshot, wishes, &[], &PreviousBuild::new(None)).0.output_dir.to_string()
}

/// The configuration as the site gives it and the wishes change it. Where there is no `site.toml`,
/// that alone is the problem.
fn load_config(
    snapshot: &Snapshot,
    wishes: &BuildOptions,
    codes: &[&str],
    memory: &PreviousBuild<'_>,
) -> (Arc<config::Config>, Vec<Diagnostic>) {
    let text = snapshot.text_at("site.toml");
    let (mut config, mut problems) = config::parse(
        text.map_or("title = \"\"", |text| &**text),
        codes,
        snapshot,
        memory.locale(),
    );
    if text.is_none() {
        problems.clear();
    }
    if let Some(base) = &wishes.base_url {
        config.base = base.clone();
    }
    (memory.config(snapshot, &config.locale).unwrap_or_else(|| Arc::new(config)), problems)
}
