//! The index: which pages have which term, and what they are called.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::folding::fold;
use super::names::SearchName;
use super::page_texts::{PageTexts, page_texts};
use super::terms::{for_each_term, words};
use super::words_of_languages::WordsOfLanguages;
use crate::catalog::PageIx;
use crate::page::SiteData;

/// How much a term says about a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    #[default]
    Once,
    /// At least [`OFTEN`] times in the texts.
    Often,
    /// In a heading, the description or another phrase that says what the page is about.
    Lead,
    /// In the title or a name.
    Name,
}

const OFTEN: u32 = 3;

/// A page that has a term, by its place in [`SearchIndex::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) page: u32,
    pub(super) weight: Weight,
}

/// What ranking knows of a page.
#[derive(Debug)]
pub(super) struct IndexedPage {
    pub(super) page: PageIx,
    /// How important it is in the story, from 0: grows with the pages that mention it.
    pub(super) importance: f64,
    /// The length of its texts in terms.
    pub(super) length: u32,
    pub(super) is_event: bool,
    pub(super) is_stub: bool,
    /// What the page is in a few words, each without function words.
    pub(super) in_brief: Vec<Vec<String>>,
}

/// Everything that is searched.
#[derive(Debug)]
pub struct SearchIndex {
    /// In the order of their paths.
    pub(super) pages: Vec<IndexedPage>,
    pub(super) terms: BTreeMap<Box<str>, Vec<Posting>>,
    pub(super) names: Vec<SearchName>,
    pub(super) languages: WordsOfLanguages,
    pub(super) mean_length: f64,
}

impl SearchIndex {
    /// The index of all pages that are published.
    pub fn new(data: &SiteData<'_>) -> Self {
        let tags = data.documents.iter().filter_map(|document| document.language());
        let tags: BTreeSet<&str> = tags.chain([&*data.config.language]).collect();
        let languages = WordsOfLanguages::new(
            tags.into_iter().map(|tag| data.config.languages.of_page(Some(tag))),
        );
        let visible = data.catalog.pages().filter(|entry| !entry.hidden).map(|entry| entry.page);
        let visible: Vec<PageIx> = visible.collect();
        let parts: Vec<PageIndex> = visible
            .par_iter()
            .enumerate()
            .map(|(number, page)| PageIndex::new(data, *page, number as u32, &languages))
            .collect();
        let mut terms: BTreeMap<Box<str>, Vec<Posting>> = BTreeMap::new();
        let (mut pages, mut names) = (Vec::new(), Vec::new());
        for (part, page) in parts.into_iter().zip(0..) {
            for (term, weight) in part.terms {
                terms.entry(term).or_default().push(Posting { page, weight });
            }
            pages.push(part.page);
            names.extend(part.names);
        }
        let length: f64 = pages.iter().map(|page| f64::from(page.length)).sum();
        let mean_length = length / pages.len().max(1) as f64;
        SearchIndex { pages, terms, names, languages, mean_length }
    }

    /// The terms that begin with a prefix, in alphabetical order.
    pub(super) fn terms_with_prefix(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let from = self
            .terms
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded));
        from.map(|(term, _)| &**term).take_while(move |term| term.starts_with(prefix))
    }
}

/// The part of one page.
struct PageIndex {
    page: IndexedPage,
    terms: FxHashMap<Box<str>, Weight>,
    names: Vec<SearchName>,
}

impl PageIndex {
    fn new(data: &SiteData<'_>, page: PageIx, number: u32, languages: &WordsOfLanguages) -> Self {
        let texts = page_texts(data, page);
        let (terms, length) = weigh_terms(&texts);
        let entry = data.entry(page);
        let (about, mentions) = (data.graph.about.of_page(page), data.graph.mentions.of_page(page));
        let in_brief = |text: &String| {
            let mut words = words(&fold(text));
            words.retain(|word| !languages.is_function_word(word));
            words
        };
        let names = texts.names.iter().zip(0..);
        let names = names.map(|(name, at)| SearchName::new(number, name, at == 0));
        PageIndex {
            page: IndexedPage {
                page,
                importance: (1.0 + (3 * about.len() + mentions.len()) as f64).ln(),
                length,
                is_event: entry.event_date.is_some(),
                is_stub: entry.is_stub,
                in_brief: texts.in_brief.iter().map(in_brief).collect(),
            },
            names: names.collect(),
            terms,
        }
    }
}

/// The terms of a page with their weights, and how many its texts have.
fn weigh_terms(texts: &PageTexts) -> (FxHashMap<Box<str>, Weight>, u32) {
    let mut counts: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut length = 0;
    for text in &texts.texts {
        for_each_term(&fold(text), |term| {
            length += 1;
            match counts.get_mut(term) {
                Some(count) => *count += 1,
                None => drop(counts.insert(term.into(), 1)),
            }
        });
    }
    let weight = |count: u32| if count >= OFTEN { Weight::Often } else { Weight::Once };
    let mut terms: FxHashMap<Box<str>, Weight> =
        counts.into_iter().map(|(term, count)| (term, weight(count))).collect();
    let leads = texts.leads.iter().chain(&texts.in_brief).map(|text| (&**text, Weight::Lead));
    let names = texts.names.iter().map(String::as_str).chain(texts.built_in_names.iter().copied());
    for (text, weight) in leads.chain(names.map(|name| (name, Weight::Name))) {
        for_each_term(&fold(text), |term| {
            let known = terms.entry(term.into()).or_default();
            *known = (*known).max(weight);
        });
    }
    (terms, length)
}
