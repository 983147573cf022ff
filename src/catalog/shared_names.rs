//! Names that more than one topic declares.

use std::collections::BTreeMap;

use super::{Lexicon, PageIx};
use crate::text::Slug;

/// A name that more than one topic declares: it has a page of its own that tells them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedName {
    /// The last part of the address of its page.
    pub slug: Slug,
    /// As it is declared first.
    pub name: Box<str>,
    /// Who declares it, in the order of their paths.
    pub topics: Vec<PageIx>,
}

/// All of them, in the order of their slugs. Names that have one slug ("Ri Yong Ho", "Ri Yong-ho")
/// are one.
pub(super) fn find_shared_names(lexicon: &Lexicon) -> Vec<SharedName> {
    let mut by_slug: BTreeMap<Slug, (Box<str>, Vec<PageIx>)> = BTreeMap::new();
    for name in lexicon.names() {
        let topics = name
            .claims
            .iter()
            .filter(|claim| claim.kind.is_declared())
            .filter_map(|claim| claim.topic);
        let Ok(slug) = Slug::from_text(&name.text) else { continue };
        by_slug.entry(slug).or_insert_with(|| (name.text.clone(), Vec::new())).1.extend(topics);
    }
    let shared = by_slug.into_iter().filter_map(|(slug, (name, mut topics))| {
        topics.sort_unstable();
        topics.dedup();
        (topics.len() > 1).then_some(SharedName { slug, name, topics })
    });
    shared.collect()
}
