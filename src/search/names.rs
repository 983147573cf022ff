//! Finds topics by name: exact, in another order, written together, with typing errors, by sound.

use super::folding::fold;
use super::sounds::sound_key;
use super::terms::words;
use super::typing_errors::{most_errors, typing_errors};
use crate::text::is_hangul;

/// A name of a page, ready to be compared.
#[derive(Debug)]
pub(super) struct SearchName {
    words: Vec<String>,
    /// The words without spaces.
    joined: String,
    is_title: bool,
}

/// Names with a lower score are not found.
pub(super) const LEAST_SCORE: f64 = 0.45;

impl SearchName {
    pub(super) fn new(name: &str, is_title: bool) -> Self {
        let words = words(&fold(name));
        SearchName { joined: words.concat(), words, is_title }
    }

    /// How well a query names this: 1 for the name itself, 0 for another.
    pub(super) fn score(&self, query: &NameQuery) -> f64 {
        if self.joined.is_empty() || query.joined.is_empty() {
            return 0.0;
        }
        let exact = self.exact_score(query);
        let score = match exact > 0.0 {
            true => exact,
            false => self.error_score(query).max(self.sound_score(query)),
        };
        // Of equal names, the title comes first.
        if self.is_title { score * 1.04 } else { score }
    }

    fn exact_score(&self, query: &NameQuery) -> f64 {
        if self.joined == query.joined {
            return 1.0;
        }
        // With particles: "김정은이".
        let is_hangul_name =
            self.joined.chars().all(is_hangul) && self.joined.chars().nth(1).is_some();
        if is_hangul_name && query.joined.starts_with(&*self.joined) {
            return 0.9;
        }
        let coverage = self.coverage(query);
        if self.match_words(query, |at, word| f64::from(self.words[at] == query.words[word])) > 0.0
        {
            let is_first = f64::from(self.words[0] == query.words[0]);
            return 0.72 + 0.2 * coverage + 0.06 * is_first;
        }
        if self.joined.starts_with(&*query.joined) && query.joined.chars().nth(1).is_some() {
            return 0.65 + 0.2 * coverage;
        }
        let begins = |at: usize, word: usize| self.words[at].starts_with(&*query.words[word]);
        if self.match_words(query, |at, word| f64::from(begins(at, word))) > 0.0 {
            return 0.6 + 0.2 * coverage;
        }
        0.0
    }

    fn error_score(&self, query: &NameQuery) -> f64 {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let errors = |one: &str, other: &str| {
            let one = chars(one);
            let most = most_errors(&one);
            typing_errors(&one, &chars(other), most).filter(|_| most > 0)
        };
        if let Some(errors) = errors(&query.joined, &self.joined) {
            return 0.75 - 0.1 * errors as f64;
        }
        let by_word = self.match_words(query, |at, word| {
            match (self.words[at] == query.words[word], errors(&query.words[word], &self.words[at]))
            {
                (true, _) => 1.0,
                (false, Some(errors)) => 0.65 - 0.1 * errors as f64,
                (false, None) => 0.0,
            }
        });
        by_word * (0.7 + 0.3 * self.coverage(query))
    }

    fn sound_score(&self, query: &NameQuery) -> f64 {
        const LEAST_CLASSES: usize = 3;
        if query.joined.contains(|c: char| c.is_ascii_digit()) {
            return 0.0;
        }
        if query.sound.len() >= LEAST_CLASSES && sound_key(&self.words.join(" ")) == query.sound {
            return 0.7;
        }
        let is_same = |at: usize, word: usize| {
            let (sound, own) = (&query.word_sounds[word], sound_key(&self.words[at]));
            // With particles: "트럼프는".
            let begins = own.len() > LEAST_CLASSES
                && query.words[word].starts_with(is_hangul)
                && sound.starts_with(&own);
            f64::from(!sound.is_empty() && (own == **sound || begins))
        };
        let is_whole = query.words.len() == self.words.len() && query.words.len() > 1;
        // A name in another script is found by its sound or not at all.
        let fewest = LEAST_CLASSES + usize::from(query.joined.starts_with(|c: char| c.is_ascii()));
        let is_long_word = query.words.len() == 1 && query.sound.len() >= fewest;
        match (is_whole || is_long_word) && self.match_words(query, is_same) > 0.0 {
            true if is_whole => 0.68,
            true => 0.5,
            false => 0.0,
        }
    }

    /// The part of the name that the query has, by length.
    fn coverage(&self, query: &NameQuery) -> f64 {
        let letters = |text: &str| text.chars().count() as f64;
        (letters(&query.joined) / letters(&self.joined)).min(1.0)
    }

    /// Pairs each word of the query with another word of the name, the best first; the least quality,
    /// or 0 where a word has no partner.
    fn match_words(&self, query: &NameQuery, quality: impl Fn(usize, usize) -> f64) -> f64 {
        let mut free: Vec<usize> = (0..self.words.len()).collect();
        let mut least: f64 = 1.0;
        for word in 0..query.words.len() {
            let qualities = free.iter().map(|at| quality(*at, word)).enumerate();
            match qualities.max_by(|(_, a), (_, b)| a.total_cmp(b)) {
                Some((index, best)) if best > 0.0 => {
                    free.remove(index);
                    least = least.min(best);
                }
                _ => return 0.0,
            }
        }
        least
    }
}

/// A query as a name.
pub(super) struct NameQuery {
    pub(super) words: Vec<String>,
    joined: String,
    sound: String,
    word_sounds: Vec<String>,
}

impl NameQuery {
    pub(super) fn new(folded: &str) -> Self {
        let words = words(folded);
        NameQuery {
            joined: words.concat(),
            sound: sound_key(folded),
            word_sounds: words.iter().map(|word| sound_key(word)).collect(),
            words,
        }
    }
}
