//! The index: which pages have which term, and what they are called.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::exclusion::is_excluded;
use super::folding::fold;
use super::page_texts::{PageTexts, page_texts};
use super::terms::{Term, for_each_term};
use super::words_of_languages::WordsOfLanguages;
use crate::catalog::PageIx;
use crate::page::SiteData;
use crate::text::into_exact_box;

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
    /// Of a topic: its title and other names.
    pub(super) names: Vec<String>,
    /// What a topic is in a few words.
    pub(super) in_brief: Vec<String>,
}

/// Everything that is searched.
#[derive(Debug)]
pub struct SearchIndex {
    /// In the order of their paths.
    pub(super) pages: Vec<IndexedPage>,
    /// In alphabetical order.
    pub(super) terms: Vec<IndexedTerm>,
    pub(super) languages: WordsOfLanguages,
    pub(super) mean_length: f64,
}

/// A term and the pages that have it.
#[derive(Debug)]
pub(super) struct IndexedTerm {
    pub(super) term: Box<str>,
    /// In the order of the pages.
    pub(super) postings: Vec<Posting>,
}

impl SearchIndex {
    /// The index of all pages that are published and not excluded.
    pub fn new(data: &SiteData<'_>) -> Self {
        let tags = data.documents.iter().filter_map(|document| document.language());
        let tags: BTreeSet<&str> = tags.chain([&*data.config.language]).collect();
        let languages = WordsOfLanguages::new(
            tags.into_iter().map(|tag| data.config.languages.of_page(Some(tag))),
        );
        let published = data.catalog.pages().map(|entry| entry.page);
        let published: Vec<PageIx> =
            published.filter(|page| !is_excluded(data.config, data.head(*page))).collect();
        let parts: Vec<(IndexedPage, PageTerms)> =
            published.par_iter().map(|page| index_page(data, *page)).collect();
        let (pages, page_terms): (Vec<IndexedPage>, Vec<PageTerms>) = parts.into_iter().unzip();
        let length: f64 = pages.iter().map(|page| f64::from(page.length)).sum();
        // At least 1: other lengths are divided by it.
        let mean_length = (length / pages.len().max(1) as f64).max(1.0);
        SearchIndex { pages, terms: merge_terms(&page_terms), languages, mean_length }
    }

    /// The pages that have a term.
    pub(super) fn postings(&self, term: &str) -> &[Posting] {
        let found = self.terms.binary_search_by(|indexed| (*indexed.term).cmp(term));
        found.map_or(&[], |at| &self.terms[at].postings)
    }

    /// The terms that begin with a prefix, in alphabetical order.
    pub(super) fn terms_with_prefix(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let from = self.terms.partition_point(|indexed| *indexed.term < *prefix);
        let terms = self.terms[from..].iter().map(|indexed| &*indexed.term);
        terms.take_while(move |term| term.starts_with(prefix))
    }
}

/// The terms of one page, in one text: an allocation for each would cost more than the rest.
struct PageTerms {
    text: Box<str>,
    /// By [`bucket`].
    terms: [Box<[PageTerm]>; BUCKETS],
}

/// A term of `length` bytes in the text of its page.
struct PageTerm {
    start: u32,
    length: u8,
    weight: Weight,
}

/// The terms of all pages are merged in this many parts, side by side.
const BUCKETS: usize = 16;

/// The part in which a term is merged.
fn bucket(term: &str) -> usize {
    term.bytes().fold(0, |hash, byte| (hash + usize::from(byte)) * 31 % 1_021) % BUCKETS
}

fn merge_terms(pages: &[PageTerms]) -> Vec<IndexedTerm> {
    let merge = |bucket: usize| {
        let mut merged: FxHashMap<&str, Vec<Posting>> = FxHashMap::default();
        for (terms, page) in pages.iter().zip(0..) {
            for PageTerm { start, length, weight } in &terms.terms[bucket] {
                let start = *start as usize;
                let term = &terms.text[start..start + usize::from(*length)];
                merged.entry(term).or_default().push(Posting { page, weight: *weight });
            }
        }
        let term = |(term, postings): (&str, _)| IndexedTerm { term: term.into(), postings };
        merged.into_iter().map(term).collect::<Vec<IndexedTerm>>()
    };
    let mut terms: Vec<IndexedTerm> = (0..BUCKETS).into_par_iter().flat_map(merge).collect();
    terms.par_sort_unstable_by(|a, b| a.term.cmp(&b.term));
    terms
}

fn index_page(data: &SiteData<'_>, page: PageIx) -> (IndexedPage, PageTerms) {
    let texts = page_texts(data, page);
    let (terms, length) = weigh_terms(&texts);
    let entry = data.entry(page);
    let (about, mentions) = (data.graph.about.of_page(page), data.graph.mentions.of_page(page));
    let is_topic = entry.topic_kind().is_some();
    let indexed = IndexedPage {
        page,
        importance: (1.0 + (3 * about.len() + mentions.len()) as f64).ln(),
        length,
        is_event: entry.event_date.is_some(),
        is_stub: entry.is_stub,
        names: if is_topic { texts.names } else { Vec::new() },
        in_brief: texts.in_brief,
    };
    (indexed, terms)
}

/// The terms of a page with their weights, and how many its texts have.
fn weigh_terms(texts: &PageTexts) -> (PageTerms, u32) {
    let folded: Vec<String> = texts.texts.iter().map(|text| fold(text)).collect();
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    let mut joined: FxHashMap<String, u32> = FxHashMap::default();
    let mut length = 0;
    for text in &folded {
        for_each_term(text, |term| {
            length += 1;
            match term {
                Term::Part(term) => *counts.entry(term).or_default() += 1,
                Term::Joined(term) => *joined.entry(term).or_default() += 1,
            }
        });
    }
    let weight = |count: u32| if count >= OFTEN { Weight::Often } else { Weight::Once };
    let leads = texts.leads.iter().chain(&texts.in_brief).chain([&texts.dates]);
    let leads = leads.map(|text| (&**text, Weight::Lead));
    let names = texts.names.iter().map(String::as_str).chain(texts.built_in_names.iter().copied());
    let mut weighty: FxHashMap<String, Weight> = FxHashMap::default();
    for (text, weight) in leads.chain(names.map(|name| (name, Weight::Name))) {
        for_each_term(&fold(text), |term| {
            let known = weighty.entry(term.as_str().to_owned()).or_default();
            *known = (*known).max(weight);
        });
    }
    let counts = counts.into_iter().chain(joined.iter().map(|(term, count)| (&**term, *count)));
    let counts = counts.filter(|(term, _)| !weighty.contains_key(*term));
    let weighted = counts.map(|(term, count)| (term, weight(count)));
    let weighty = weighty.iter().map(|(term, weight)| (&**term, *weight));
    (PageTerms::new(weighted.chain(weighty)), length)
}

impl PageTerms {
    fn new<'a>(weighted: impl Iterator<Item = (&'a str, Weight)>) -> Self {
        let mut text = String::new();
        let mut terms: [Vec<PageTerm>; BUCKETS] = Default::default();
        for (term, weight) in weighted {
            // A term has at most 40 characters.
            let (start, length) = (text.len() as u32, term.len() as u8);
            text.push_str(term);
            terms[bucket(term)].push(PageTerm { start, length, weight });
        }
        PageTerms { text: text.into(), terms: terms.map(into_exact_box) }
    }
}
