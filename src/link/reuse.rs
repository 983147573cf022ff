//! Reuses the links of the previous build where they would be decided the same again.

use std::sync::Arc;

use super::{LinkTarget, Linked, SourceOrigin, source_ids_in_keys};
use crate::catalog::{CatalogDiff, PageIx, ResolvedRefs};
use crate::data::Spanned;
use crate::document::{BlockData, Document, ThemeBlock};

/// The earlier links of an unchanged document, with new page indexes, if every lookup in the catalog
/// that they depend on still has the same result. `references` are those of its front matter,
/// before and now.
pub fn reuse_links(
    document: &Document,
    links: &Arc<Linked>,
    references: (&ResolvedRefs, &ResolvedRefs),
    diff: &CatalogDiff,
) -> Option<Arc<Linked>> {
    if diff.is_empty() {
        return Some(links.clone());
    }
    let is_quote = |block: &ThemeBlock| matches!(block.data, BlockData::Quote(_));
    // A quotation names its speaker by a reference.
    let has_references = || {
        document.outlines.iter().any(|outline| !outline.links.is_empty())
            || document.blocks.iter().any(is_quote)
    };
    let is_shared = |origin: &SourceOrigin| matches!(origin, SourceOrigin::Shared(_));
    // An unknown source may have become a shared one.
    let may_cite_shared = || {
        links.sources.iter().any(|source| is_shared(&source.origin))
            || cites_unknown_source(document, links)
    };
    // A message may name any page or title.
    let is_valid = links.problems.is_empty()
        && diff.refs_are_equal(references.0, references.1)
        && !diff.affects_lookups(&links.lookups)
        && !(diff.pages_or_routes_changed && has_references())
        && !(diff.sources_changed && may_cite_shared());
    match (is_valid, diff.renumbers_pages()) {
        (false, _) => None,
        (true, false) => Some(links.clone()),
        (true, true) => links.renumbered(diff).map(Arc::new),
    }
}

/// Unknown sources are not reported while the shared sources cannot be read.
fn cites_unknown_source(document: &Document, links: &Linked) -> bool {
    let is_known = |id: &Spanned<Box<str>>| {
        links.sources.iter().any(|source| source.origin.has_id(&id.value, document))
    };
    links.citations.iter().flatten().any(|citation| citation.source_number.is_none())
        || !source_ids_in_keys(document).all(is_known)
}

impl Linked {
    /// The same links with new page indexes; `None` if one of the pages was removed.
    fn renumbered(&self, diff: &CatalogDiff) -> Option<Linked> {
        let mut links = self.clone();
        let topics = links.names.iter_mut().flatten().filter_map(|name| name.topic.as_mut());
        let speakers = links.speakers.iter_mut().flatten().flatten();
        let targets = links.targets.iter_mut().flatten().filter_map(|target| match target {
            LinkTarget::Page { page, .. } | LinkTarget::Draft { page, .. } => Some(page),
            LinkTarget::Resource { .. }
            | LinkTarget::Anchor(_)
            | LinkTarget::External(_)
            | LinkTarget::Unlinked => None,
        });
        let lists = links.topics.iter_mut().chain(&mut links.about);
        let mut pages = topics.chain(speakers).chain(targets).chain(lists);
        pages.try_for_each(|page: &mut PageIx| {
            *page = diff.new_index(*page)?;
            Some(())
        })?;
        Some(links)
    }
}
