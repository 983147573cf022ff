//! Answers a query: topics by name, then pages by their words.

use rustc_hash::FxHashMap;

use super::folding::fold;
use super::han::read_in_korean;
use super::index::SearchIndex;
use super::names::{LEAST_SCORE, NameQuery, SearchName};
use super::postings::{Posting, Postings, Weight};
use super::terms::{for_each_term, words as words_of};
use super::word_forms::{WordForm, divide_word, word_forms};
use crate::catalog::PageIx;

/// The answer to a query.
#[derive(Debug)]
pub struct SearchResults {
    /// The best first.
    pub results: Vec<SearchResult>,
    /// Words that no page has, with the nearest words that were searched instead; none for a word that
    /// was left out.
    pub corrections: Vec<(String, Option<String>)>,
    /// Each page lacks a word of the query that another page has.
    pub is_partial: bool,
}

/// A page that answers a query.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchResult {
    /// The page.
    pub page: PageIx,
    /// How well it answers; only the order matters.
    pub score: f64,
    /// The query names the page.
    pub is_named: bool,
    /// The terms of the page that were searched, folded; without function words beside others.
    pub terms: Vec<String>,
}

/// The part of a query's words, by how much they say, that a page must have to be found among pages
/// that have all.
const NEARLY_ALL: f64 = 0.93;
/// The part that a page must have to be found after those.
const ENOUGH: f64 = 0.25;
/// The least score of a name that surely is meant.
const GOOD_NAME: f64 = 0.6;
/// Function words count little beside others.
const FUNCTION_WORD: f64 = 0.1;
/// A name for a query without the function words at its beginning.
const OF_OTHER_WORDING: f64 = 0.95;

impl SearchIndex {
    /// Pages for a query.
    pub fn search(&self, query: &str) -> SearchResults {
        let folded = fold(query);
        let names = self.name_scores(&folded);
        let texts = self.text_matches(&folded);
        let best_name = names.values().copied().fold(0.0, f64::max);
        let best_share = texts.pages.values().map(|it| it.share).fold(0.0, f64::max);
        let is_dated = folded.split(' ').any(|word| {
            word.len() == 4
                && word.starts_with(['1', '2'])
                && word.bytes().all(|it| it.is_ascii_digit())
        });
        // The words of a name in another spelling need not be in any text, and pages that have one of
        // them are not looked for.
        let is_other_spelling = best_name >= GOOD_NAME
            && texts.corrections.iter().any(|(_, nearest)| nearest.is_none());
        let mut results: Vec<SearchResult> = Vec::new();
        for (number, page) in (0..).zip(&self.pages) {
            let name = names.get(&number).copied().filter(|score| *score >= LEAST_SCORE);
            let text = texts.pages.get(&number);
            let mut score = name.map_or(0.0, |name| 40.0 * name);
            if let Some(text) = text {
                // Long pages have many words.
                let length = f64::from(page.length) / self.mean_length;
                let value = text.score / (0.85 + 0.15 * length.sqrt());
                if text.share > NEARLY_ALL && is_other_spelling {
                    score += 0.3 * value;
                } else if text.share > NEARLY_ALL {
                    score += value + 4.0;
                } else if best_name < GOOD_NAME && text.share > ENOUGH {
                    score += value * text.share * text.share;
                } else if name.is_some() {
                    score += 0.3 * value;
                }
            }
            if score == 0.0 {
                continue;
            }
            if is_dated && page.is_event {
                score *= 1.25;
            }
            if page.is_stub {
                score *= 0.5;
            }
            score *= 1.0 + 0.03 * page.importance;
            let terms = text.map(|text| text.terms.clone()).unwrap_or_default();
            results.push(SearchResult { page: page.page, score, is_named: name.is_some(), terms });
        }
        results.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.page.cmp(&b.page)));
        let mut corrections = texts.corrections;
        if is_other_spelling {
            corrections.retain(|(_, nearest)| nearest.is_some());
        }
        let is_partial = best_share < NEARLY_ALL && best_name < GOOD_NAME && !results.is_empty();
        SearchResults { results, corrections, is_partial }
    }

    fn name_scores(&self, folded: &str) -> FxHashMap<u32, f64> {
        let query = NameQuery::new(folded);
        // "Who is Biegun?"
        let is_function_word = |word: &&String| self.languages.is_function_word(word);
        let first = query.words.iter().take_while(is_function_word).count();
        let is_question = (1..query.words.len()).contains(&first);
        let shorter = is_question.then(|| query.words[first..].join(" "));
        let others = shorter.into_iter().chain(read_in_korean(folded));
        let others: Vec<NameQuery> = others.map(|text| NameQuery::new(&text)).collect();
        let mut scores: FxHashMap<u32, f64> = FxHashMap::default();
        let mut add = |page: u32, score: f64| {
            let best = scores.entry(page).or_default();
            *best = best.max(score);
        };
        for (number, page) in (0..).zip(&self.pages) {
            for (name, at) in page.names.iter().zip(0..) {
                let name = SearchName::new(name, at == 0);
                let of_others = others.iter().map(|other| OF_OTHER_WORDING * name.score(other));
                let score = of_others.fold(name.score(&query), f64::max);
                if score > 0.0 {
                    add(number, score);
                }
            }
        }
        // "President of South Korea".
        let words = query.words.iter().filter(|word| !is_function_word(word));
        let words: Vec<&String> = words.collect();
        for (number, page) in (0..).zip(&self.pages).filter(|_| words.len() > 1) {
            for phrase in &page.in_brief {
                let mut phrase = words_of(&fold(phrase));
                phrase.retain(|word| !self.languages.is_function_word(word));
                if words.iter().all(|word| phrase.contains(word)) {
                    add(number, 0.45 + 0.35 * words.len() as f64 / phrase.len() as f64);
                }
            }
        }
        scores
    }

    fn text_matches(&self, folded: &str) -> TextMatches {
        let mut words: Vec<String> = Vec::new();
        for_each_term(folded, |term| {
            for word in divide_word(self, term.as_str()) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
        });
        let forms = |(at, word): (usize, &String)| word_forms(self, word, at + 1 == words.len());
        let forms: Vec<Vec<WordForm<'_>>> = words.iter().enumerate().map(forms).collect();
        let is_content = |word: &str| !self.languages.is_function_word(word);
        let has_content = words.iter().any(|word| is_content(word));
        let mut matches = TextMatches::default();
        let mut total = 0.0;
        for (word, forms) in words.iter().zip(&forms) {
            let mut best: FxHashMap<u32, (f64, &str)> = FxHashMap::default();
            for form in forms {
                for Posting { page, weight } in
                    self.postings(form.term).into_iter().flat_map(Postings::iter)
                {
                    let score = form.quality * value_of(weight);
                    let known = best.entry(page).or_insert((0.0, form.term));
                    if score > known.0 {
                        *known = (score, form.term);
                    }
                }
            }
            let correction = forms.first().filter(|form| form.is_correction);
            if best.is_empty() || correction.is_some() {
                let nearest = correction.map(|form| form.term.to_owned());
                matches.corrections.push((word.clone(), nearest));
            }
            if best.is_empty() {
                continue;
            }
            // Inverse document frequency: a word that few pages have says much.
            let rarity = (1.0 + self.pages.len() as f64 / best.len() as f64).ln();
            // A page that has all other words has all that is looked for.
            let counts = !has_content || is_content(word);
            let factor = if counts { 1.0 } else { FUNCTION_WORD };
            let share = if counts { rarity } else { 0.0 };
            total += share;
            for (page, (score, term)) in best {
                let text = matches.pages.entry(page).or_default();
                text.score += score * rarity * factor;
                text.share += share;
                text.terms.extend(counts.then(|| term.to_owned()));
            }
        }
        // Zero where only function words were found: their pages are not looked for.
        let total = total.max(f64::MIN_POSITIVE);
        matches.pages.values_mut().for_each(|text| text.share /= total);
        matches
    }
}

#[derive(Default)]
struct TextMatches {
    pages: FxHashMap<u32, TextMatch>,
    corrections: Vec<(String, Option<String>)>,
}

/// What the texts of a page have of a query.
#[derive(Default)]
struct TextMatch {
    score: f64,
    /// The part of the words that it has, by how much they say.
    share: f64,
    terms: Vec<String>,
}

fn value_of(weight: Weight) -> f64 {
    match weight {
        Weight::Once => 1.0,
        Weight::Often => 1.5,
        Weight::Lead => 3.0,
        Weight::Name => 5.0,
    }
}
