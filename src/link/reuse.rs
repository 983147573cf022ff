//! What of an earlier linking still holds.

use std::sync::Arc;

use super::{LinkTarget, Linked, SourceOrigin, source_ids_in_front_matter};
use crate::catalog::{CatalogDiff, PageIx, ResolvedRefs};
use crate::data::Spanned;
use crate::document::Document;

/// The links of a document as they were decided before, if they would be decided so again: nothing
/// that they asked of the catalog has another answer. `references` are those of its front matter,
/// before and now. Pages that have other numbers now have them in the result.
pub fn reuse_links(
    document: &Document,
    links: &Arc<Linked>,
    references: (&ResolvedRefs, &ResolvedRefs),
    change: &CatalogDiff,
) -> Option<Arc<Linked>> {
    if change.is_empty() {
        return Some(links.clone());
    }
    // A message may name any page or title.
    let silent = links.problems.is_empty();
    let by_hand = || document.outlines.iter().any(|outline| !outline.links.is_empty());
    // What is cited and not known may be shared later.
    let may_cite_shared = || {
        links.sources.iter().any(|used| matches!(used.origin, SourceOrigin::Shared(_)))
            || cites_unknown_source(document, links)
    };
    let holds = silent
        && change.refs_are_equal(references.0, references.1)
        && !change.affects_lookups(&links.lookups)
        && !(change.changes_pages_or_routes() && by_hand())
        && !(change.changes_sources() && may_cite_shared());
    match (holds, change.renumbers_pages()) {
        (false, _) => None,
        (true, false) => Some(links.clone()),
        (true, true) => links.renumbered(change).map(Arc::new),
    }
}

/// True where a source is cited that nobody gives. It is not reported while the sources that all
/// pages share cannot be read.
fn cites_unknown_source(document: &Document, links: &Linked) -> bool {
    let is_known = |id: &Spanned<Box<str>>| {
        links.sources.iter().any(|used| used.origin.has_id(&id.value, document))
    };
    links.citations.iter().flatten().any(|mark| mark.source_number.is_none())
        || !source_ids_in_front_matter(document).all(is_known)
}

impl Linked {
    /// The same links with the later numbers of pages; `None` where one of them is no more.
    fn renumbered(&self, change: &CatalogDiff) -> Option<Linked> {
        let mut links = self.clone();
        let topics = links.names.iter_mut().flatten().filter_map(|name| name.topic.as_mut());
        let speakers = links.speakers.iter_mut().flatten().filter_map(Option::as_mut);
        let targets = links.targets.iter_mut().flatten().filter_map(|target| match target {
            LinkTarget::Page { page, .. } | LinkTarget::Draft { page, .. } => Some(page),
            LinkTarget::Resource { .. }
            | LinkTarget::Anchor(_)
            | LinkTarget::External(_)
            | LinkTarget::Unlinked => None,
        });
        let pages: Vec<&mut PageIx> = topics
            .chain(speakers)
            .chain(targets)
            .chain(&mut links.topics)
            .chain(&mut links.about)
            .collect();
        for page in pages {
            *page = change.new_index(*page)?;
        }
        Some(links)
    }
}
