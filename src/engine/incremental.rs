//! What of the last build still holds. Here, and nowhere else, is decided what need not be done
//! again.
//!
//! The memory is the last site itself, so it never grows beyond one. A value is kept only where
//! every argument of the function that made it is the same: the same bytes, or the very value that
//! was kept for the same reason. Kept values carry their diagnostics.

use std::sync::Arc;

use rayon::prelude::*;

use super::site::Site;
use crate::catalog::{Catalog, CatalogDiff, PageFilter, PageIx, PageSummary};
use crate::config::{AutolinkPolicy, Config, MarkdownOptions};
use crate::diagnostics::Diagnostic;
use crate::document::{self, Document};
use crate::graph;
use crate::input::{EMBEDDED_ROOT, Snapshot};
use crate::link::{self, Linked};
use crate::locale::Locale;
use crate::text::{ArenaStr, SourcePath};
use crate::theme::{self, Theme};

/// The last site, if there is one.
pub(super) struct PreviousBuild<'a> {
    site: Option<&'a Site>,
}

/// The documents of a site.
pub(super) struct ParsedDocuments {
    pub(super) documents: Vec<Arc<Document>>,
    /// Files whose names give no page.
    path_problems: Vec<Diagnostic>,
    /// How many were read.
    pub(super) parsed_count: usize,
}

impl ParsedDocuments {
    pub(super) fn into_documents(self, problems: &mut Vec<Diagnostic>) -> Vec<Arc<Document>> {
        problems.extend(self.path_problems);
        self.documents
    }
}

/// The links of a site, by page.
pub(super) struct ResolvedLinks {
    pub(super) linked: Vec<Arc<Linked>>,
    /// Of how many pages they were decided anew.
    pub(super) resolved_count: usize,
}

impl<'a> PreviousBuild<'a> {
    pub(super) fn new(last: Option<&'a Site>) -> Self {
        PreviousBuild { site: last }
    }

    /// The language of the last site.
    pub(super) fn locale(&self) -> Option<&'a Arc<Locale>> {
        self.site.map(|last| &last.config.locale)
    }

    /// The configuration, where `site.toml` and the words of the theme are the same.
    pub(super) fn config(&self, snapshot: &Snapshot, locale: &Arc<Locale>) -> Option<Arc<Config>> {
        let last = self.site?;
        let same = last.snapshot.text_at("site.toml") == snapshot.text_at("site.toml")
            && Arc::ptr_eq(&last.config.locale, locale);
        same.then(|| last.config.clone())
    }

    /// The theme: the same where its name and all files that may belong to one are.
    pub(super) fn theme(&self, snapshot: &Snapshot, config: &Config) -> Arc<Theme> {
        let same_files = |last: &Site| {
            // Options may name files of `static/`.
            let of_options = config.theme_options.as_ref().map(|_| "static");
            ["themes", "templates", EMBEDDED_ROOT].into_iter().chain(of_options).all(|folder| {
                last.snapshot.texts_below(folder).eq(snapshot.texts_below(folder))
                    && last.snapshot.assets_below(folder).eq(snapshot.assets_below(folder))
            })
        };
        let last = self.site.filter(|last| {
            last.config.theme == config.theme
                && Arc::ptr_eq(&last.config.locale, &config.locale)
                && last.config.theme_options == config.theme_options
                && last.config.base == config.base
                && same_files(last)
        });
        last.map_or_else(|| Arc::new(theme::load(snapshot, config)), |last| last.theme.clone())
    }

    /// The documents: each the same where its file and the way to read it are.
    pub(super) fn documents(
        &self,
        snapshot: &Snapshot,
        markdown: MarkdownOptions,
    ) -> ParsedDocuments {
        let earlier = self
            .site
            .filter(|last| last.config.markdown == markdown)
            .map_or(&[][..], |last| &last.documents);
        // Both are in the order of paths.
        let mut earlier = earlier.iter().peekable();
        let mut same_path = |path: &SourcePath| {
            while earlier.next_if(|document| document.path < *path).is_some() {}
            earlier.next_if(|document| document.path == *path)
        };
        let files: Vec<_> =
            snapshot.pages().map(|(path, text)| (path, text, same_path(path))).collect();
        let parse =
            |(path, text, earlier): (&SourcePath, &ArenaStr, Option<&Arc<Document>>)| match earlier
            {
                Some(earlier) if earlier.text == *text => (Ok(earlier.clone()), 0),
                Some(earlier) => (
                    document::parse(path, text, markdown)
                        .map(|document| Arc::new(document.share_head_with(earlier))),
                    1,
                ),
                None => (document::parse(path, text, markdown).map(Arc::new), 1),
            };
        let parsed: Vec<_> = files.into_par_iter().map(parse).collect();
        let mut documents = ParsedDocuments {
            documents: Vec::with_capacity(parsed.len()),
            path_problems: Vec::new(),
            parsed_count: 0,
        };
        for (document, read) in parsed {
            documents.parsed_count += read;
            match document {
                Ok(document) => documents.documents.push(document),
                Err(problem) => documents.path_problems.push(*problem),
            }
        }
        documents
    }

    /// What pages bring to the catalog: the same where the head, the place of the page and the
    /// configuration are.
    pub(super) fn summaries(
        &self,
        documents: &[Arc<Document>],
        config: &Arc<Config>,
        choice: PageFilter,
    ) -> Arc<[Arc<PageSummary>]> {
        let earlier = self
            .catalog(config)
            .zip(self.site)
            .map(|(catalog, last)| (catalog.summaries(), &last.documents[..]));
        let kept = |page: PageIx, document: &Arc<Document>| {
            let (listings, documents) = earlier?;
            let same = Arc::ptr_eq(documents.get(page.index())?, document)
                || listings[page.index()].is_for(page, &document.head);
            same.then(|| &listings[page.index()])
        };
        let pages =
            || documents.iter().enumerate().map(|(at, document)| (PageIx::new(at), document));
        match earlier {
            Some((listings, _))
                if listings.len() == documents.len()
                    && pages().all(|(page, document)| kept(page, document).is_some()) =>
            {
                listings.clone()
            }
            _ => {
                let list = |(page, document): (PageIx, &Arc<Document>)| {
                    kept(page, document).cloned().unwrap_or_else(|| {
                        Arc::new(PageSummary::new(page, &document.head, config, choice))
                    })
                };
                let pages: Vec<_> = pages().collect();
                pages.into_par_iter().map(list).collect::<Vec<_>>().into()
            }
        }
    }

    /// The last catalog, where it was made with the same configuration. The choice of pages never
    /// changes.
    pub(super) fn catalog(&self, config: &Arc<Config>) -> Option<&'a Catalog> {
        self.site.filter(|last| Arc::ptr_eq(&last.config, config)).map(|last| &last.catalog)
    }

    /// The last story seen from its topics, where the same files stand in the same places.
    pub(super) fn graph(&self, catalog: &Catalog) -> Option<graph::PreviousGraph<'a>> {
        let last = self.site.filter(|last| last.catalog.has_same_pages(catalog))?;
        Some(graph::PreviousGraph {
            graph: &last.graph,
            linked: &last.linked,
            catalog: &last.catalog,
        })
    }

    /// The links: of a page the same where its document is, and all that its links asked of the
    /// catalog.
    pub(super) fn links(
        &self,
        documents: &[Arc<Document>],
        catalog: &Catalog,
        policy: AutolinkPolicy,
    ) -> ResolvedLinks {
        let last = self.site.filter(|last| last.config.autolink.policy == policy);
        let last = last.map(|last| (last, CatalogDiff::between(&last.catalog, catalog)));
        let kept = |page: PageIx, document: &Arc<Document>| {
            let (last, change) = last.as_ref()?;
            let earlier = change.old_index(page)?;
            let links = &last.linked[earlier.index()];
            let same = Arc::ptr_eq(&last.documents[earlier.index()], document);
            link::reuse_links(
                document,
                links,
                (last.catalog.resolved_refs(earlier), catalog.resolved_refs(page)),
                change,
            )
            .filter(|_| same)
        };
        let resolve = |(at, document): (usize, &Arc<Document>)| {
            let page = PageIx::new(at);
            match kept(page, document) {
                Some(links) => (links, 0),
                None if catalog.entry(page).hidden => (Arc::new(Linked::empty(document)), 0),
                None => (Arc::new(link::resolve(document, page, catalog, policy)), 1),
            }
        };
        let (all, resolved): (Vec<Arc<Linked>>, Vec<usize>) =
            documents.par_iter().enumerate().map(resolve).unzip();
        ResolvedLinks { linked: all, resolved_count: resolved.iter().sum() }
    }
}
