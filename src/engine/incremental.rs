//! Incremental builds: decides, here and nowhere else, which results of the previous build are
//! reused.
//!
//! The memory is the previous site itself, so it never grows beyond one site. A value is reused only
//! if every argument of the function that made it is equal: the same bytes, or the identical reused
//! value. Reused values carry their diagnostics.

use std::sync::Arc;

use rayon::prelude::*;

use super::site::Site;
use crate::catalog::{Catalog, CatalogDiff, PageFilter, PageIx, PageSummary};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::document::{self, Document, ParseOptions};
use crate::graph;
use crate::input::{EMBEDDED_ROOT, Snapshot};
use crate::link::{self, Linked};
use crate::locale::Locale;
use crate::text::{ArenaStr, SourcePath};
use crate::theme::{self, Theme};

/// The previous site, if there is one.
pub(super) struct PreviousBuild<'a>(pub(super) Option<&'a Site>);

pub(super) struct ParsedDocuments {
    pub(super) documents: Vec<Arc<Document>>,
    /// Problems of files that cannot be pages because of their names.
    pub(super) path_problems: Vec<Diagnostic>,
    /// Documents parsed in this build, not reused.
    pub(super) parsed_count: usize,
}

pub(super) struct ResolvedLinks {
    /// By page.
    pub(super) linked: Vec<Arc<Linked>>,
    /// Pages resolved in this build, not reused.
    pub(super) resolved_count: usize,
}

impl<'a> PreviousBuild<'a> {
    pub(super) fn locale(&self) -> Option<&'a Arc<Locale>> {
        self.0.map(|site| &site.config.locale)
    }

    /// The previous configuration if `site.toml` and the locale are the same.
    pub(super) fn config(&self, snapshot: &Snapshot, locale: &Arc<Locale>) -> Option<Arc<Config>> {
        let site = self.0.filter(|site| {
            site.snapshot.text_at("site.toml") == snapshot.text_at("site.toml")
                && Arc::ptr_eq(&site.config.locale, locale)
        })?;
        Some(site.config.clone())
    }

    /// The theme, reused if its options and all files that may belong to it are the same.
    pub(super) fn theme(&self, snapshot: &Snapshot, config: &Config) -> Arc<Theme> {
        let has_same_files = |previous: &Snapshot| {
            // Theme options and `[cards]` may name files of `static/`.
            let names_files = config.theme_options.is_some() || !config.cards.font.is_empty();
            let option_files = names_files.then_some("static");
            ["themes", "templates", EMBEDDED_ROOT].into_iter().chain(option_files).all(|folder| {
                previous.texts_below(folder).eq(snapshot.texts_below(folder))
                    && previous.assets_below(folder).eq(snapshot.assets_below(folder))
            })
        };
        let reusable = self.0.filter(|site| {
            site.config.theme == config.theme
                && Arc::ptr_eq(&site.config.locale, &config.locale)
                && site.config.theme_options == config.theme_options
                && site.config.cards.font == config.cards.font
                && site.config.base == config.base
                && has_same_files(&site.snapshot)
        });
        reusable.map_or_else(|| Arc::new(theme::load(snapshot, config)), |site| site.theme.clone())
    }

    /// The documents, each reused if its text and the options are the same.
    pub(super) fn documents(&self, snapshot: &Snapshot, options: ParseOptions) -> ParsedDocuments {
        let previous = self
            .0
            .filter(|site| ParseOptions::new(&site.config) == options)
            .map_or(&[][..], |site| &site.documents);
        // Both lists are sorted by path.
        let mut previous = previous.iter().peekable();
        let mut previous_at = |path: &SourcePath| {
            while previous.next_if(|document| document.path < *path).is_some() {}
            previous.next_if(|document| document.path == *path)
        };
        let files: Vec<_> =
            snapshot.pages().map(|(path, text)| (path, text, previous_at(path))).collect();
        let parse = |(path, text, previous): (&SourcePath, &ArenaStr, Option<&Arc<Document>>)| {
            if let Some(same) = previous.filter(|previous| previous.text == *text) {
                return (Ok(same.clone()), 0);
            }
            let parsed = document::parse(path, text, options);
            let parsed = parsed.map(|document| match previous {
                Some(previous) => Arc::new(document.share_head_with(previous)),
                None => Arc::new(document),
            });
            (parsed, 1)
        };
        let (parsed, counts): (Vec<_>, Vec<usize>) = files.into_par_iter().map(parse).unzip();
        let (mut documents, mut path_problems) = (Vec::with_capacity(parsed.len()), Vec::new());
        for document in parsed {
            match document {
                Ok(document) => documents.push(document),
                Err(problem) => path_problems.push(*problem),
            }
        }
        ParsedDocuments { documents, path_problems, parsed_count: counts.iter().sum() }
    }

    /// The catalog entries of pages, each reused if the page's head and index and the configuration
    /// are the same.
    pub(super) fn summaries(
        &self,
        documents: &[Arc<Document>],
        config: &Arc<Config>,
        filter: PageFilter,
    ) -> Arc<[Arc<PageSummary>]> {
        let previous = self
            .catalog(config)
            .zip(self.0)
            .map(|(catalog, site)| (catalog.summaries(), &site.documents[..]));
        let reusable = |page: PageIx, document: &Arc<Document>| {
            let (summaries, documents) = previous?;
            let is_same = Arc::ptr_eq(documents.get(page.index())?, document)
                || summaries[page.index()].is_for(page, &document.head);
            is_same.then(|| &summaries[page.index()])
        };
        let pages =
            || documents.iter().enumerate().map(|(at, document)| (PageIx::new(at), document));
        // The catalog compares whole lists by pointer, so an unchanged list is reused as a whole.
        if let Some((summaries, _)) = previous
            && summaries.len() == documents.len()
            && pages().all(|(page, document)| reusable(page, document).is_some())
        {
            return summaries.clone();
        }
        let summarize = |(page, document): (PageIx, &Arc<Document>)| {
            reusable(page, document)
                .cloned()
                .unwrap_or_else(|| Arc::new(PageSummary::new(page, &document.head, config, filter)))
        };
        let pages: Vec<_> = pages().collect();
        pages.into_par_iter().map(summarize).collect::<Vec<_>>().into()
    }

    /// The previous catalog if the configuration is the same. The page filter never changes.
    pub(super) fn catalog(&self, config: &Arc<Config>) -> Option<&'a Catalog> {
        self.0.filter(|site| Arc::ptr_eq(&site.config, config)).map(|site| &site.catalog)
    }

    /// The previous graph if the pages are the same files with the same indexes.
    pub(super) fn graph(&self, catalog: &Catalog) -> Option<graph::PreviousGraph<'a>> {
        self.0.filter(|site| site.catalog.has_same_pages(catalog)).map(|site| {
            graph::PreviousGraph {
                graph: &site.graph,
                linked: &site.linked,
                catalog: &site.catalog,
            }
        })
    }

    /// The links, reused for a page if its document and every answer that its links got from the
    /// catalog are the same.
    pub(super) fn links(
        &self,
        documents: &[Arc<Document>],
        catalog: &Catalog,
        config: &Config,
    ) -> ResolvedLinks {
        let previous = self
            .0
            .filter(|site| {
                let (old, new) = (&site.config.autolink, &config.autolink);
                (old.policy, &old.words) == (new.policy, &new.words)
                    && site.config.language == config.language
            })
            .map(|site| (site, CatalogDiff::between(&site.catalog, catalog)));
        let reuse = |page: PageIx, document: &Arc<Document>| {
            let (site, diff) = previous.as_ref()?;
            let old = diff.old_index(page)?;
            if !Arc::ptr_eq(&site.documents[old.index()], document) {
                return None;
            }
            let refs = (site.catalog.resolved_refs(old), catalog.resolved_refs(page));
            link::reuse_links(document, &site.linked[old.index()], refs, diff)
        };
        let resolve = |(at, document): (usize, &Arc<Document>)| {
            let page = PageIx::new(at);
            match reuse(page, document) {
                Some(links) => (links, 0),
                None if catalog.entry(page).hidden => (Arc::new(Linked::empty(document)), 0),
                None => (Arc::new(link::resolve(document, page, catalog, config)), 1),
            }
        };
        let (linked, counts): (Vec<_>, Vec<usize>) =
            documents.par_iter().enumerate().map(resolve).unzip();
        ResolvedLinks { linked, resolved_count: counts.iter().sum() }
    }
}
