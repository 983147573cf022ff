//! Finds names in a folded text: one pass, leftmost and longest.

use std::ops::Range;

use super::blocks::OBJECT_PLACEHOLDER;
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::NameMatch;
use crate::language::{Language, WordClasses, is_arabic_article, is_korean_ending};
use crate::text::{
    WordScanner, is_capitalised, is_han_or_kana, is_hangul, is_katakana, is_script_change,
    is_spaceless_script, is_word_char,
};

/// A byte range of a text that is one or more names.
pub(super) struct NameOccurrence<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the name before it is.
    pub(super) previous: Option<(usize, usize)>,
    /// Where the name after it begins.
    pub(super) next: Option<usize>,
    pub(super) matches: Vec<NameMatch<'a>>,
}

/// All names of a folded text outside `excluded` ranges, from left to right, the longest at each
/// position.
pub(super) fn scan_names<'a>(
    text: &str,
    excluded: &[(u32, u32)],
    language: &Language,
    lexicon: &mut TrackedLexicon<'a>,
) -> Vec<NameOccurrence<'a>> {
    let mut found: Vec<NameOccurrence<'a>> = Vec::new();
    let mut matches: Vec<NameMatch<'a>> = Vec::new();
    let mut words = WordScanner::new(text);
    let mut at = 0;
    let end_of_text = (text.len() as u32, text.len() as u32);
    for (limit, next) in excluded.iter().copied().chain([end_of_text]) {
        let limit = limit as usize;
        while let Some((start, after)) =
            next_possible_word(text, at..limit, language, &mut words, lexicon)
        {
            let previous = found.last().map(|name| (name.start, name.end));
            let previous_end = previous.map(|(_, end)| end);
            let context = ScanContext { text, limit, previous_end, language };
            at = match longest_valid_match(context, start, lexicon, &mut matches) {
                Some((start, end)) => {
                    let matches = std::mem::take(&mut matches);
                    if let Some(last) = found.last_mut() {
                        last.next = Some(start);
                    }
                    found.push(NameOccurrence { start, end, previous, next: None, matches });
                    end_with_endings(text, end)
                }
                None => after,
            };
        }
        at = at.max(next as usize);
    }
    found
}

/// The start of the first word in `from..to` that a name may begin with, and the position after it.
#[inline(never)]
fn next_possible_word(
    text: &str,
    range: Range<usize>,
    language: &Language,
    words: &mut WordScanner<'_>,
    lexicon: &mut TrackedLexicon<'_>,
) -> Option<(usize, usize)> {
    // The hot loop of linking: visits each word of the site.
    let mut at = range.start;
    while let Some(word) = words.next_word(at, range.end) {
        let (may_start_name, after) = match word.end {
            Some(end) => {
                let bytes = &text.as_bytes()[word.start..];
                (lexicon.may_start_ascii_name(bytes, end - word.start), end)
            }
            None => check_non_ascii_word(text, word.start, language, lexicon),
        };
        if may_start_name {
            return Some((word.start, after));
        }
        at = after;
    }
    None
}

/// Whether `at` is the start of a word that a name may begin with, and the position after it.
#[cold]
fn check_non_ascii_word(
    text: &str,
    at: usize,
    language: &Language,
    lexicon: &mut TrackedLexicon<'_>,
) -> (bool, usize) {
    let has_prefix =
        || language.prefixed_letters.iter().any(|prefix| text[at..].starts_with(&**prefix));
    match text[at..].chars().next() {
        Some(c) if is_word_char(c) => {
            (lexicon.may_start_name(text, at) || has_prefix(), word_end(text, at))
        }
        c => (false, at + c.map_or(1, char::len_utf8)),
    }
}

/// What decides whether a match is a name, besides the match.
#[derive(Clone, Copy)]
struct ScanContext<'a> {
    text: &'a str,
    /// Names end here at the latest.
    limit: usize,
    /// Where the name before ends.
    previous_end: Option<usize>,
    language: &'a Language,
}

/// The longest valid match at the word at `start`, or after letters that are written together with
/// the next word; and in `matches` all names that end there.
fn longest_valid_match<'a>(
    context: ScanContext<'_>,
    start: usize,
    lexicon: &mut TrackedLexicon<'a>,
    matches: &mut Vec<NameMatch<'a>>,
) -> Option<(usize, usize)> {
    let word = &context.text[start..];
    let prefixes = context.language.prefixed_letters.iter();
    let prefix_lengths = prefixes.filter(|prefix| word.starts_with(&***prefix)).map(|it| it.len());
    std::iter::once(0).chain(prefix_lengths).find_map(|length| {
        let start = start + length;
        Some((start, longest_valid_match_at(context, start, lexicon, matches)?))
    })
}

fn longest_valid_match_at<'a>(
    context: ScanContext<'_>,
    start: usize,
    lexicon: &mut TrackedLexicon<'a>,
    matches: &mut Vec<NameMatch<'a>>,
) -> Option<usize> {
    let ScanContext { text, limit, language, .. } = context;
    let mut below = usize::MAX;
    loop {
        below = lexicon.longest_matches_at(text, start, below, matches)?;
        let end = matches.first()?.end;
        if end <= limit
            && begins_at_word_boundary(text, start, language)
            && ends_at_word_boundary(text, start, end, language)
            && has_valid_hyphens(context, start, end, lexicon)
            && !is_in_url(text, start, end)
        {
            return Some(end);
        }
    }
}

/// The end of the word at `at`; in a script without spaces, of its first character. (Hangul has
/// spaces before words.)
#[cold]
fn word_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices();
    match chars.next() {
        Some((_, first)) if is_han_or_kana(first) => at + first.len_utf8(),
        Some((_, first)) => chars
            .find(|(_, c)| !is_word_char(*c) || is_han_or_kana(*c) || is_script_change(first, *c))
            .map_or(text.len(), |(offset, _)| at + offset),
        None => text.len(),
    }
}

/// Where to search for the next name after one that ends at `end`: the endings of a word are not
/// names ("미국이란").
fn end_with_endings(text: &str, end: usize) -> usize {
    let continues = |c: char| is_hangul(c) && is_word_char(c);
    let rest = text[end..].trim_start_matches(continues);
    text.len() - rest.len()
}

/// "D'Souza" is not "Souza"; "l'Iran" is "Iran".
fn begins_at_word_boundary(text: &str, start: usize, language: &Language) -> bool {
    let Some(head) = text[..start].strip_suffix('\'') else { return true };
    let before = head.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
    before.is_empty()
        || head.ends_with(is_spaceless_script)
        || language.elisions.iter().any(|elision| **elision == *before.to_lowercase())
}

/// A name must end where its word ends. Hangul endings may follow within the word; Han and kana
/// have no spaces, but a run of katakana is one word.
fn ends_at_word_boundary(text: &str, start: usize, end: usize, language: &Language) -> bool {
    let Some(last) = text[start..end].chars().next_back() else { return false };
    let rest = &text[end..];
    let next = rest.chars().next();
    let has_korean_ending = || {
        let word = rest.split(|c: char| !is_word_char(c)).next();
        word.is_none_or(|word| is_korean_ending(word, language))
    };
    match (last, next) {
        (last, _) if !is_word_char(last) => true,
        (last, _) if is_hangul(last) => has_korean_ending() && !is_ending_itself(text, start, end),
        (last, next) if is_katakana(last) => {
            let continues_before =
                text[start..].starts_with(is_katakana) && text[..start].ends_with(is_katakana);
            !next.is_some_and(is_katakana) && !continues_before
        }
        // A single letter is a country in Korean headlines: "美·中", "北 미사일".
        (last, next) if is_spaceless_script(last) && text[start..end].chars().nth(1).is_none() => {
            next.is_none_or(|next| matches!(next, ' ' | '·' | ',' | '-'))
                && !text[..start].ends_with(is_word_char)
        }
        (last, _) if is_spaceless_script(last) => true,
        // "UN은", "NATO軍".
        (_, Some(next)) if is_hangul(next) => has_korean_ending(),
        (_, Some(next)) if is_spaceless_script(next) => true,
        (_, Some('\'')) => has_valid_apostrophe(&rest[1..], language),
        // "US$5 million" is an amount.
        (_, next) => next.is_none_or(|c| !is_word_char(c) && !matches!(c, '_' | '$')),
    }
}

/// After an apostrophe a word may only be an ending: "Xi's", not "Xi'an".
fn has_valid_apostrophe(after: &str, language: &Language) -> bool {
    let word = after.split(|c: char| !is_word_char(c)).next().unwrap_or("");
    let mut endings = language.apostrophe_endings.iter().chain(&language.endings);
    word.is_empty()
        || word.starts_with(is_spaceless_script)
        || matches!(word, "s" | "S")
        || endings.any(|ending| **ending == *word)
}

/// A Hangul name that is also an ending, directly after a quotation mark or bracket, is one:
/// "'통일'이란".
fn is_ending_itself(text: &str, start: usize, end: usize) -> bool {
    let follows_mark = text[..start].ends_with(['\'', '"', '”', '’', ')', '」', '』', '》']);
    follows_mark && is_korean_ending(&text[start..end], Language::without_words())
}

/// Prefixes before a hyphen and a name, as written at the beginning of a sentence.
const HYPHENATED_PREFIXES: &str =
    "Anti Counter Cross Ex Extra Inter Intra Mid Non Post Pre Pro Quasi Semi Sub Trans";

/// A hyphen ends a name, unless a capitalised word that is not a name is on its other side:
/// "Guinea-Bissau" is not "Guinea". (Folding has turned dashes into hyphens too; they have spaces
/// around them or join two names.)
fn has_valid_hyphens(
    context: ScanContext<'_>,
    start: usize,
    end: usize,
    lexicon: &mut TrackedLexicon<'_>,
) -> bool {
    let ScanContext { text, previous_end: before, language, .. } = context;
    let mut name_end = |at: usize| {
        let mut matches = Vec::new();
        lexicon.longest_matches_at(text, at, usize::MAX, &mut matches)?;
        Some(matches.first()?.end)
    };
    let after = text[end..].strip_prefix('-').filter(|rest| is_capitalised(rest));
    // "Iran-Abkommen": in German the other word is a common noun.
    let may_be_noun = language.nouns_are_capitalised;
    if after.is_some() && !may_be_noun && name_end(end + 1).is_none() {
        return false;
    }
    let Some(head) = text[..start].strip_suffix('-') else { return true };
    let last_word = |text: &str| {
        let word = text.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
        (text.len() - word.len(), word.len())
    };
    let (at, length) = last_word(head);
    let word = &head[at..at + length];
    // "Île-de-France".
    let is_particle = language.classes(word).any(WordClasses::PARTICLE) && !is_capitalised(word);
    if let Some(longer) = text[..at].strip_suffix('-').filter(|_| is_particle) {
        return !is_capitalised(&longer[last_word(longer).0..]);
    }
    before.is_some_and(|before| before + 1 == start)
        || !is_capitalised(word)
        || is_arabic_article(word, &text[start..end])
        || HYPHENATED_PREFIXES.split_whitespace().any(|prefix| prefix == word)
        || name_end(head.len() - word.len()).is_some_and(|end| end + 1 == start)
}

/// How far to look for a URL around a name.
const URL_CONTEXT_BYTES: usize = 200;

/// Names inside web and mail addresses and paths do not count.
fn is_in_url(text: &str, start: usize, end: usize) -> bool {
    let is_edge = |c: char| c.is_whitespace() || c == OBJECT_PLACEHOLDER;
    let from = text.floor_char_boundary(start.saturating_sub(URL_CONTEXT_BYTES));
    let to = text.floor_char_boundary((end + URL_CONTEXT_BYTES).min(text.len()));
    let before = text[from..start].rsplit(is_edge).next().unwrap_or_default();
    let after = text[end..to].split(is_edge).next().unwrap_or_default();
    let has_domain_after = after.strip_prefix('.').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
    });
    // "~/Guinea" and "example.org/Guinea" are paths; "Chad/Guinea" is not.
    let is_path = before
        .strip_suffix('/')
        .is_some_and(|head| head.is_empty() || head.contains(['/', '.', '~', ':']));
    has_domain_after
        || is_path
        || before.contains("://")
        || before.contains('@')
        || after.contains('@')
        || before.starts_with("www.")
        || before.ends_with(['\\', '_'])
}
