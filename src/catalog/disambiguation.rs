//! Disambiguation pages: names that several topics declare.

use std::collections::BTreeMap;

use super::{Lexicon, PageIx};
use crate::text::Slug;

/// A name that several topics declare. Its page lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedName {
    pub slug: Slug,
    /// As it is declared first.
    pub name: Box<str>,
    /// In the order of their paths.
    pub topics: Vec<PageIx>,
}

/// In the order of slugs. Names with the same slug ("Jean Paul", "Jean-Paul") are one.
pub(super) fn find_shared_names(lexicon: &Lexicon) -> Vec<SharedName> {
    let mut by_slug: BTreeMap<Slug, (Box<str>, Vec<PageIx>)> = BTreeMap::new();
    for name in lexicon.names() {
        let Ok(slug) = Slug::from_text(&name.text) else { continue };
        let claims = name.claims.iter().filter(|claim| claim.kind.is_declared());
        let (_, topics) = by_slug.entry(slug).or_insert_with(|| (name.text.clone(), Vec::new()));
        topics.extend(claims.filter_map(|claim| claim.topic));
    }
    let shared = by_slug.into_iter().filter_map(|(slug, (name, mut topics))| {
        topics.sort_unstable();
        topics.dedup();
        (topics.len() > 1).then_some(SharedName { slug, name, topics })
    });
    shared.collect()
}
