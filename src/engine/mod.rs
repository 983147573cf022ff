//! The order of things: a snapshot into a site.

mod codes;
mod levels;
mod site;
mod stats;

pub use codes::all_codes;
pub use site::{Reader, Site};
pub use stats::{Stage, Stats};

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::{self, Choice, PageIx};
use crate::config;
use crate::diagnostics::{self, Diagnostic};
use crate::document::{self, Document};
use crate::graph;
use crate::input::Snapshot;
use crate::link::{self, Linked};
use crate::theme;

/// What a build is asked to be, beyond what the site says itself.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Which pages are shown.
    pub choice: Choice,
    /// Another `base_url`.
    pub base: Option<crate::text::BasePath>,
    /// Warnings are errors.
    pub strict: bool,
}

/// A site, and what is wrong with it.
pub struct Build {
    /// The site. With errors among the diagnostics it is not fit to be published.
    pub site: Site,
    /// Problems, in the order they are reported in. Those of rendering are found when an address is asked for.
    pub diagnostics: Vec<Diagnostic>,
    /// How long each stage took.
    pub stats: Stats,
}

/// Builds a site from what is on disk. There is no failure: what is wrong with content, configuration or theme is a diagnostic.
pub fn build(snapshot: Arc<Snapshot>, wishes: &Wishes) -> Build {
    let mut stats = Stats::default();
    let mut problems = snapshot.problems().to_vec();
    let codes: Vec<&str> = all_codes().map(|code| code.name).collect();

    let site_toml = snapshot.shared_text("site.toml").map_or("title = \"\"", |text| &**text);
    let (mut config, found) = config::parse(site_toml, &codes);
    problems.extend(found.into_iter().filter(|_| snapshot.shared_text("site.toml").is_some()));
    if let Some(base) = &wishes.base {
        config.base = base.clone();
    }
    let (mut theme, found) = stats.time("theme", || theme::load(&snapshot, &config));
    problems.extend(found);

    let documents = stats.time("parse", || parse(&snapshot, &config, &mut problems));
    let (mut catalog, found) = stats.time("catalog", || catalog::build(&documents, &snapshot, &config, wishes.choice));
    problems.extend(found);
    catalog.addresses.add_hashed(theme.stylesheet_route.clone(), catalog::Address::Stylesheet);

    let linked = stats.time("link", || resolve(&documents, &catalog, &config));
    let links: Vec<&Linked> = linked.iter().collect();
    problems.extend(linked.iter().zip(catalog.all_pages()).filter(|(_, entry)| !entry.hidden).flat_map(|(linked, _)| linked.problems.iter().cloned()));
    problems.extend(link::check_anchors(&documents, &links, &catalog));
    let graph = stats.time("graph", || graph::build(&documents, &catalog, &links));

    let story = crate::page::Story { documents: &documents, catalog: &catalog, linked: &links, graph: &graph, config: &config };
    problems.extend(stats.time("check", || crate::check::check(&story, &codes)));
    let site_view = crate::page::site_view(&story, &theme.stylesheet_route, &mut problems);
    theme.templates.set_global("site", crate::render::site_value(&site_view, config.extra.as_ref()));

    levels::apply(&mut problems, &documents, &config, wishes.strict);
    diagnostics::sort(&mut problems);
    Build { site: Site { snapshot, config, theme, documents, catalog, linked, graph }, diagnostics: problems, stats }
}

fn parse(snapshot: &Snapshot, config: &config::Config, problems: &mut Vec<Diagnostic>) -> Vec<Document> {
    let files: Vec<_> = snapshot.texts_below("content").filter(|(path, _)| path.extension() == "md").collect();
    let parsed: Vec<_> = files.into_par_iter().map(|(path, text)| document::parse(path, text, config.markdown)).collect();
    let mut documents = Vec::with_capacity(parsed.len());
    for document in parsed {
        match document {
            Ok(document) => {
                problems.extend(document.problems.iter().cloned());
                documents.push(document);
            }
            Err(problem) => problems.push(*problem),
        }
    }
    documents
}

fn resolve(documents: &[Document], catalog: &catalog::Catalog, config: &config::Config) -> Vec<Linked> {
    let page = |(at, document): (usize, &Document)| match catalog.all_pages()[at].hidden {
        true => Linked::nothing(document),
        false => link::resolve(document, PageIx(u32::try_from(at).unwrap_or(u32::MAX)), catalog, config),
    };
    documents.par_iter().enumerate().map(page).collect()
}
