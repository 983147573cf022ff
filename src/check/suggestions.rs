//! What would improve a site most: names without a topic, topics and names that are not used.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::topic_name_ends::TopicNameEnds;
use crate::catalog::{Entry, NameKind, PageIx};
use crate::link::{explain, unlinked_phrases};
use crate::page::SiteData;
use crate::text::Span;

/// A phrase that could be a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub phrase: String,
    /// On how many pages it appears.
    pub pages: usize,
    /// How often it appears.
    pub times: usize,
    /// Where it appears first: the page, the place in its file, and the sentence.
    pub first: (PageIx, Span, String),
}

/// Phrases that could be topics, those on most pages first; without those that the name of a topic
/// ends with ([`super::undeclared_names`]).
pub fn suggestions(data: &SiteData<'_>) -> Vec<Suggestion> {
    let ends = TopicNameEnds::new(data);
    let mut all: BTreeMap<String, (FxHashSet<PageIx>, Suggestion)> = BTreeMap::new();
    for entry in data.catalog.pages() {
        let document = data.document(entry.page);
        let language = data.language_of(document);
        let phrases = unlinked_phrases(document, data.linked(entry.page), language);
        for found in phrases.into_iter().filter(|it| ends.topic_of(&it.phrase, language).is_none())
        {
            let (pages, suggestion) = all.entry(found.phrase.clone()).or_insert_with(|| {
                let first = (entry.page, found.span, found.sentence);
                let suggestion = Suggestion { phrase: found.phrase, pages: 0, times: 0, first };
                (FxHashSet::default(), suggestion)
            });
            pages.insert(entry.page);
            suggestion.times += 1;
        }
    }
    let with_pages = |(pages, suggestion): (FxHashSet<PageIx>, Suggestion)| Suggestion {
        pages: pages.len(),
        ..suggestion
    };
    let mut all: Vec<Suggestion> = all.into_values().map(with_pages).collect();
    // Stable: equal ones stay in alphabetical order.
    all.sort_by_key(|suggestion| Reverse((suggestion.pages, suggestion.times)));
    all
}

fn topics<'a>(data: &SiteData<'a>) -> impl Iterator<Item = &'a Entry> {
    data.catalog.pages().filter(|entry| entry.topic_kind().is_some())
}

fn mentions(data: &SiteData<'_>, topic: PageIx) -> usize {
    data.graph.mentions.of_page(topic).len()
}

/// Topics without description and text, and how many pages mention each; the most mentioned first.
pub fn stubs(data: &SiteData<'_>) -> Vec<(PageIx, usize)> {
    let mut stubs: Vec<(PageIx, usize)> = topics(data)
        .filter(|entry| entry.is_stub)
        .map(|entry| (entry.page, mentions(data, entry.page)))
        .collect();
    stubs.sort_by_key(|(_, pages)| Reverse(*pages));
    stubs
}

/// Topics that no text mentions.
pub fn unmentioned_topics(data: &SiteData<'_>) -> Vec<PageIx> {
    topics(data).map(|entry| entry.page).filter(|page| mentions(data, *page) == 0).collect()
}

/// Names in `also_known_as` that no text uses, of topics that are mentioned.
pub fn unused_names(data: &SiteData<'_>) -> Vec<(PageIx, Box<str>)> {
    // Names that are used; later also those that have been listed.
    let mut seen: FxHashSet<(PageIx, Box<str>)> = FxHashSet::default();
    for entry in data.catalog.pages() {
        for name in explain(data.document(entry.page), data.linked(entry.page), data.catalog) {
            if let Some(topic) = name.topic {
                seen.insert((topic, name.declared_name.unwrap_or_else(|| name.written.into())));
            }
        }
    }
    let mut unused = Vec::new();
    for name in data.catalog.lexicon.names() {
        let aliases = name.claims.iter().filter(|claim| claim.kind == NameKind::Alias);
        for topic in aliases.filter_map(|claim| claim.topic) {
            if mentions(data, topic) > 0 && seen.insert((topic, name.text.clone())) {
                unused.push((topic, name.text.clone()));
            }
        }
    }
    unused
}
