//! The terms of a text: words, and pairs of characters where words are not divided by spaces.

use super::folding::{fold, is_han, is_kana};
use crate::text::is_hangul;

/// Longer words are cut.
const LONGEST: usize = 40;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Letters,
    Hangul,
    /// Han and kana.
    Pairs,
}

fn script(c: char) -> Option<Script> {
    // Nearly all: without this test the ranges below take 4 % of a build.
    if c.is_ascii() {
        c.is_ascii_alphanumeric().then_some(Script::Letters)
    } else if is_hangul(c) {
        Some(Script::Hangul)
    } else if is_han(c) || is_kana(c) {
        Some(Script::Pairs)
    } else {
        c.is_alphanumeric().then_some(Script::Letters)
    }
}

/// A run of letters of one kind of script.
pub(super) struct Run<'a> {
    pub(super) text: &'a str,
    pub(super) is_spaceless: bool,
}

/// The runs of a folded text. A run of letters may contain apostrophes.
pub(super) fn runs(folded: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let (start, kind) = rest.char_indices().find_map(|(at, c)| Some((at, script(c)?)))?;
        let from = &rest[start..];
        let (text, after) = from.split_at(run_length(from, kind));
        rest = after;
        Some(Run { text, is_spaceless: kind != Script::Letters })
    })
}

/// The length of the run with which a text begins, in bytes.
fn run_length(text: &str, kind: Script) -> usize {
    let is_more = |(at, c): (usize, char)| {
        let joins = c == '\'' && kind == Script::Letters;
        let of_run = if joins { text[at + 1..].chars().next() } else { Some(c) };
        of_run.and_then(script) == Some(kind)
    };
    let end = text.char_indices().find(|it| !is_more(*it));
    end.map_or(text.len(), |(at, _)| at)
}

/// A term of a text.
pub(super) enum Term<'a> {
    /// As it is in the text.
    Part(&'a str),
    /// Of several parts: "liran" of "l'iran".
    Joined(String),
}

impl Term<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Term::Part(term) => term,
            Term::Joined(term) => term,
        }
    }
}

/// Calls `act` with each term of a folded text.
pub(super) fn for_each_term<'a>(folded: &'a str, mut act: impl FnMut(Term<'a>)) {
    for run in runs(folded) {
        if run.is_spaceless {
            pairs(run.text, |pair| act(Term::Part(pair)));
        } else if run.text.contains('\'') {
            let parts: Vec<&str> = run.text.split('\'').collect();
            let parts = if parts.last() == Some(&"s") { &parts[..parts.len() - 1] } else { &parts };
            parts.iter().for_each(|part| act(Term::Part(cut(part))));
            if parts.len() > 1 {
                act(Term::Joined(cut(&parts.concat()).to_owned()));
            }
        } else {
            act(Term::Part(cut(without_arabic_article(run.text))));
        }
    }
}

/// The folded form of a text, and its terms.
pub fn fold_and_divide(text: &str) -> (String, Vec<String>) {
    let folded = fold(text);
    let mut terms = Vec::new();
    for_each_term(&folded, |term| terms.push(term.as_str().to_owned()));
    (folded, terms)
}

/// Each two characters that follow one another; a single character alone.
fn pairs<'a>(run: &'a str, mut act: impl FnMut(&'a str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    match &starts[..] {
        [_, _] => act(run),
        starts => starts.windows(3).for_each(|it| act(&run[it[0]..it[2]])),
    }
}

/// An Arabic word without its article, and without a particle before that: "بالهجره" is "هجره".
fn without_arabic_article(word: &str) -> &str {
    const FEWEST_LETTERS: usize = 3;
    if !word.starts_with(['ا', 'و', 'ف', 'ب', 'ك', 'ل']) {
        return word;
    }
    let particle = word.strip_prefix(['و', 'ف', 'ب', 'ك']).unwrap_or(word);
    let noun = particle.strip_prefix("ال").or_else(|| word.strip_prefix("لل"));
    noun.filter(|noun| noun.chars().count() >= FEWEST_LETTERS).unwrap_or(word)
}

fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

/// The words of a folded name or query, without apostrophes and possessive endings. A run of a script
/// without spaces is one word.
pub(super) fn words(folded: &str) -> Vec<String> {
    let word = |run: Run<'_>| run.text.strip_suffix("'s").unwrap_or(run.text).replace('\'', "");
    runs(folded).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(folded: &str) -> Vec<String> {
        let mut terms = Vec::new();
        for_each_term(folded, |term| terms.push(term.as_str().to_owned()));
        terms
    }

    #[test]
    fn a_text_is_divided_into_words_and_pairs() {
        assert_eq!(
            terms("kim's hwasong-15, l'iran."),
            ["kim", "hwasong", "15", "l", "iran", "liran"]
        );
        assert_eq!(terms("'no' kn-20's"), ["no", "kn", "20"]);
        assert_eq!(terms("un은 북한과 중"), ["un", "은", "북한", "한과", "중"]);
        assert_eq!(terms("安倍晋三は"), ["安倍", "倍晋", "晋三", "三は"]);
        assert_eq!(
            terms("القاهره وبالهجره والهجره للعرب الله"),
            ["قاهره", "وبالهجره", "هجره", "عرب", "الله"]
        );
        assert!(terms("?! — …").is_empty());
    }

    #[test]
    fn a_long_word_is_cut() {
        assert_eq!(terms(&"é".repeat(90)), ["é".repeat(40)]);
    }
}
