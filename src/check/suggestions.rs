//! What would help the story most: names that have no topic, topics and names that are not used.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalog::{NameKind, PageIx};
use crate::link::{explain, unlinked_phrases};
use crate::page::SiteData;
use crate::text::Span;

/// A phrase that could be a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The phrase.
    pub phrase: String,
    /// On how many pages it stands.
    pub pages: usize,
    /// How often.
    pub times: usize,
    /// Where it stands for the first time: the page, the place in its file and the sentence.
    pub first: (PageIx, Span, String),
}

/// The phrases that could be topics: first those on most pages. A family name alone counts for the
/// one full name that ends or begins with it.
pub fn suggestions(story: &SiteData<'_>) -> Vec<Suggestion> {
    let mut all: BTreeMap<String, (FxHashSet<PageIx>, Suggestion)> = BTreeMap::new();
    for entry in story.catalog.pages() {
        for found in unlinked_phrases(story.document(entry.page), story.linked(entry.page)) {
            let first = || Suggestion {
                phrase: found.phrase.clone(),
                pages: 0,
                times: 0,
                first: (entry.page, found.span, found.sentence.clone()),
            };
            let (pages, suggestion) =
                all.entry(found.phrase.clone()).or_insert_with(|| (FxHashSet::default(), first()));
            pages.insert(entry.page);
            suggestion.times += 1;
        }
    }
    let mut longer: FxHashMap<String, Vec<String>> = FxHashMap::default();
    // "Party of Korea" is no longer form of "Korea".
    let is_full_name = |phrase: &&String| {
        phrase.contains(' ') && phrase.split(' ').all(crate::text::is_capitalised)
    };
    for phrase in all.keys().filter(is_full_name) {
        for end in [phrase.split(' ').next(), phrase.rsplit(' ').next()].into_iter().flatten() {
            longer.entry(end.to_owned()).or_default().push(phrase.clone());
        }
    }
    let alone: Vec<String> = all.keys().filter(|phrase| !phrase.contains(' ')).cloned().collect();
    for word in alone {
        if let Some([full]) = longer.get(&word).map(Vec::as_slice)
            && let Some((pages, suggestion)) = all.remove(&word)
            && let Some((of_full, whole)) = all.get_mut(full)
        {
            of_full.extend(pages);
            whole.times += suggestion.times;
        }
    }
    let mut all: Vec<Suggestion> = all
        .into_values()
        .map(|(pages, suggestion)| Suggestion { pages: pages.len(), ..suggestion })
        .collect();
    all.sort_by(|a, b| {
        (b.pages, b.times).cmp(&(a.pages, a.times)).then_with(|| a.phrase.cmp(&b.phrase))
    });
    all
}

/// Topics with neither description nor text, and how many pages mention each: those first that
/// readers meet most.
pub fn stubs(story: &SiteData<'_>) -> Vec<(PageIx, usize)> {
    let bare = story.catalog.pages().filter(|entry| entry.topic_kind().is_some() && entry.is_stub);
    let mut stubs: Vec<(PageIx, usize)> =
        bare.map(|entry| (entry.page, story.graph.mentions.of_page(entry.page).len())).collect();
    stubs.sort_by_key(|(_, pages)| std::cmp::Reverse(*pages));
    stubs
}

/// Topics that no text mentions.
pub fn unmentioned_topics(story: &SiteData<'_>) -> Vec<PageIx> {
    story
        .catalog
        .pages()
        .filter(|entry| {
            entry.topic_kind().is_some() && story.graph.mentions.of_page(entry.page).is_empty()
        })
        .map(|entry| entry.page)
        .collect()
}

/// Names under `also_known_as` that no text uses, of topics that are mentioned.
pub fn unused_names(story: &SiteData<'_>) -> Vec<(PageIx, Box<str>)> {
    let mut used: FxHashSet<(PageIx, Box<str>)> = FxHashSet::default();
    for entry in story.catalog.pages() {
        for name in explain(story.document(entry.page), story.linked(entry.page), story.catalog) {
            if let Some(topic) = name.topic {
                used.insert((topic, name.declared_name.unwrap_or_else(|| name.written.into())));
            }
        }
    }
    let mut unused = Vec::new();
    for name in story.catalog.lexicon.names() {
        for topic in name
            .claims
            .iter()
            .filter(|claim| claim.kind == NameKind::Alias)
            .filter_map(|claim| claim.topic)
        {
            let mentioned = !story.graph.mentions.of_page(topic).is_empty();
            if mentioned
                && !used.contains(&(topic, name.text.clone()))
                && !unused.contains(&(topic, name.text.clone()))
            {
                unused.push((topic, name.text.clone()));
            }
        }
    }
    unused
}
