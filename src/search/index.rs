//! The index: which pages have which term, and what they are called.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::exclusion::is_excluded;
use super::folding::fold;
use super::page_texts::{PageTexts, page_texts};
use super::postings::{Posting, Postings, Weight};
use super::terms::{Term, for_each_term};
use super::words_of_languages::WordsOfLanguages;
use crate::catalog::PageIx;
use crate::page::SiteData;
use crate::text::into_exact_box;

/// A term that is so often in the texts of a page weighs more.
const OFTEN: u32 = 3;

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
    pub(super) postings: Postings,
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
        let mut pages: Vec<IndexedPage> = Vec::with_capacity(published.len());
        let mut terms = MergedTerms::default();
        for batch in published.chunks(BATCH) {
            let parts: Vec<(IndexedPage, PageTerms)> =
                batch.par_iter().map(|page| index_page(data, *page)).collect();
            let (indexed, page_terms): (Vec<IndexedPage>, Vec<PageTerms>) =
                parts.into_iter().unzip();
            terms.add(pages.len(), &page_terms);
            pages.extend(indexed);
        }
        let length: f64 = pages.iter().map(|page| f64::from(page.length)).sum();
        // At least 1: other lengths are divided by it.
        let mean_length = (length / pages.len().max(1) as f64).max(1.0);
        SearchIndex { pages, terms: terms.sorted(), languages, mean_length }
    }

    /// The pages that have a term.
    pub(super) fn postings(&self, term: &str) -> Option<&Postings> {
        let found = self.terms.binary_search_by(|indexed| (*indexed.term).cmp(term));
        found.ok().map(|at| &self.terms[at].postings)
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

/// The terms of so many pages are merged at a time: those of all pages would take more memory than the
/// rest of a build.
const BATCH: usize = 512;
/// They are merged in this many parts, side by side.
const BUCKETS: usize = 16;

/// The part in which a term is merged.
fn bucket(term: &str) -> usize {
    let bytes = term.as_bytes();
    let last = usize::from(bytes[bytes.len() - 1]);
    (usize::from(bytes[0]) * 7 + last * 3 + bytes.len()) % BUCKETS
}

/// The terms of the pages so far, by [`bucket`].
#[derive(Default)]
struct MergedTerms([FxHashMap<Box<str>, Postings>; BUCKETS]);

impl MergedTerms {
    /// Adds the terms of pages that follow one another, the first of which has this number.
    fn add(&mut self, first: usize, pages: &[PageTerms]) {
        self.0.par_iter_mut().enumerate().for_each(|(bucket, merged)| {
            for (terms, page) in pages.iter().zip(first as u32..) {
                for PageTerm { start, length, weight } in &terms.terms[bucket] {
                    let start = *start as usize;
                    let term = &terms.text[start..start + usize::from(*length)];
                    let posting = Posting { page, weight: *weight };
                    match merged.get_mut(term) {
                        Some(postings) => postings.push(posting),
                        None => merged.entry(term.into()).or_default().push(posting),
                    }
                }
            }
        });
    }

    fn sorted(self) -> Vec<IndexedTerm> {
        let terms = self.0.into_iter().flatten();
        let mut terms: Vec<IndexedTerm> =
            terms.map(|(term, postings)| IndexedTerm { term, postings }).collect();
        terms.par_sort_unstable_by(|a, b| a.term.cmp(&b.term));
        terms
    }
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
