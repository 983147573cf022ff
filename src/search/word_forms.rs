//! The terms that a word of a query may mean: the word itself, its other forms, longer words that
//! begin with it; where there is none, words with typing errors.

use super::index::SearchIndex;
use super::postings::Postings;
use super::typing_errors::{may_be_mistyped, most_errors, typing_errors};

/// A term of the index for a word of the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WordForm<'a> {
    pub(super) term: &'a str,
    /// 1 for the word itself, less for other words.
    pub(super) quality: f64,
    /// It differs by typing errors.
    pub(super) is_correction: bool,
}

/// Shorter words have no other forms.
const SHORTEST_STEM: usize = 4;

/// The terms for a word. The last word of a query may still be incomplete, and so may another that
/// is no term.
pub(super) fn word_forms<'a>(
    index: &'a SearchIndex,
    word: &str,
    is_last: bool,
) -> Vec<WordForm<'a>> {
    let form = |term: &'a str, quality: f64| WordForm { term, quality, is_correction: false };
    let letters = word.chars().count();
    let mut forms: Vec<WordForm<'a>> = Vec::new();
    let mut begin_alike = index.terms_with_prefix(word).peekable();
    forms.extend(begin_alike.next_if(|term| *term == word).map(|term| form(term, 1.0)));
    let is_known = !forms.is_empty();
    for term in begin_alike {
        let is_form =
            letters + 1 >= SHORTEST_STEM && index.languages.is_ending(&term[word.len()..]);
        let is_longer = match is_known {
            true => is_last && letters >= 4,
            // Two letters begin too many words to load.
            false => letters >= 3,
        };
        if is_form {
            forms.push(form(term, 0.8));
        } else if is_longer {
            forms.push(form(term, 0.5));
        }
    }
    for stem in
        index.languages.stems(word).skip(1).filter(|stem| stem.chars().count() >= SHORTEST_STEM)
    {
        let others = index.terms_with_prefix(stem);
        let others = others.filter(|term| index.languages.is_ending(&term[stem.len()..]));
        forms.extend(others.map(|term| form(term, 0.75)));
    }
    if forms.is_empty() { corrections(index, word) } else { forms }
}

/// The terms with the fewest typing errors, those of most pages first.
fn corrections<'a>(index: &'a SearchIndex, word: &str) -> Vec<WordForm<'a>> {
    let letters: Vec<char> = word.chars().collect();
    let most = most_errors(&letters);
    if most == 0 || !letters[0].is_alphabetic() {
        return Vec::new();
    }
    let near = |term: &'a str| {
        let other: Vec<char> = term.chars().collect();
        typing_errors(&letters, &other, most).map(|errors| (term, errors))
    };
    // Few mistype the first letter, and each letter is in other files.
    let first = &word[..letters[0].len_utf8()];
    let terms = index.terms_with_prefix(first).filter(|term| may_be_mistyped(term));
    let near: Vec<(&str, usize)> = terms.filter_map(near).collect();
    let least = near.iter().map(|(_, errors)| *errors).min();
    let nearest = near.into_iter().filter(|(_, errors)| Some(*errors) == least);
    let correction = |(term, errors): (&'a str, usize)| WordForm {
        term,
        quality: 0.6 - 0.15 * errors as f64,
        is_correction: true,
    };
    let mut nearest: Vec<WordForm<'a>> = nearest.map(correction).collect();
    let pages = |form: &WordForm<'_>| index.postings(form.term).map_or(0, Postings::len);
    nearest.sort_by_key(|form| std::cmp::Reverse(pages(form)));
    nearest
}

/// The two words of which a word that no page has may be made: "berlinermauer", "hwasong15".
pub(super) fn divide_word(index: &SearchIndex, word: &str) -> Vec<String> {
    const SHORTEST_PART: usize = 3;
    let is_term =
        |part: &str| part.chars().count() >= SHORTEST_PART && index.postings(part).is_some();
    if index.terms_with_prefix(word).next().is_some() {
        return vec![word.to_owned()];
    }
    let cuts = || word.char_indices().map(|(at, _)| word.split_at(at));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let between_kinds = |(one, other): &(&str, &str)| {
        !one.is_empty()
            && is_number(one) != is_number(other)
            && (is_number(one) || is_number(other))
    };
    let cut = cuts().find(between_kinds);
    match cut.or_else(|| cuts().find(|(one, other)| is_term(one) && is_term(other))) {
        Some((one, other)) => vec![one.to_owned(), other.to_owned()],
        None => vec![word.to_owned()],
    }
}
