//! Finds names in a folded text: one pass, leftmost and longest.

use super::blocks::OBJECT_PLACEHOLDER;
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::NameMatch;
use crate::text::{
    WordScanner, is_capitalised, is_hangul, is_katakana, is_korean_particles, is_spaceless_script,
    is_word_char,
};

/// A byte range of a text that is one or more names.
pub(super) struct NameOccurrence<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) matches: Vec<NameMatch<'a>>,
}

/// All names of a folded text outside `excluded` ranges, from left to right, the longest at each
/// position.
pub(super) fn scan_names<'a>(
    text: &str,
    excluded: &[(u32, u32)],
    lexicon: &mut TrackedLexicon<'a>,
) -> Vec<NameOccurrence<'a>> {
    let mut found: Vec<NameOccurrence<'a>> = Vec::new();
    let mut matches: Vec<NameMatch<'a>> = Vec::new();
    let mut words = WordScanner::new(text);
    let mut at = 0;
    let end_of_text = (text.len() as u32, text.len() as u32);
    for (limit, next) in excluded.iter().copied().chain([end_of_text]) {
        let limit = limit as usize;
        while let Some((start, after)) = next_possible_word(text, at, limit, &mut words, lexicon) {
            let before = found.last().map(|name| name.end);
            at = match longest_valid_match(text, start..limit, before, lexicon, &mut matches) {
                Some(end) => {
                    found.push(NameOccurrence {
                        start,
                        end,
                        matches: std::mem::take(&mut matches),
                    });
                    end
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
    from: usize,
    to: usize,
    words: &mut WordScanner<'_>,
    lexicon: &mut TrackedLexicon<'_>,
) -> Option<(usize, usize)> {
    // The hot loop of linking: visits each word of the site.
    let mut at = from;
    while let Some(word) = words.next_word(at, to) {
        let (may_start_name, after) = match word.end {
            Some(end) => {
                let bytes = &text.as_bytes()[word.start..];
                (lexicon.may_start_ascii_name(bytes, end - word.start), end)
            }
            None => check_non_ascii_word(text, word.start, lexicon),
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
fn check_non_ascii_word(text: &str, at: usize, lexicon: &mut TrackedLexicon<'_>) -> (bool, usize) {
    match text[at..].chars().next() {
        Some(c) if is_word_char(c) => (lexicon.may_start_name(text, at), word_end(text, at)),
        c => (false, at + c.map_or(1, char::len_utf8)),
    }
}

/// The end of the longest valid match at the start of `range`, and in `matches` all names that end
/// there. `before` is the end of the previous name.
fn longest_valid_match<'a>(
    text: &str,
    range: std::ops::Range<usize>,
    before: Option<usize>,
    lexicon: &mut TrackedLexicon<'a>,
    matches: &mut Vec<NameMatch<'a>>,
) -> Option<usize> {
    let start = range.start;
    let mut below = usize::MAX;
    loop {
        below = lexicon.longest_matches_at(text, start, below, matches)?;
        let end = matches.first()?.end;
        if end <= range.end
            && ends_at_word_boundary(text, start, end)
            && has_valid_hyphens(text, start, end, before, lexicon)
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
    let splits = |c: char| is_spaceless_script(c) && !is_hangul(c);
    let mut chars = text[at..].char_indices();
    match chars.next() {
        Some((_, first)) if splits(first) => at + first.len_utf8(),
        _ => chars
            .find(|(_, c)| !is_word_char(*c) || splits(*c))
            .map_or(text.len(), |(offset, _)| at + offset),
    }
}

/// A name must end where its word ends. Hangul particles may follow within the word; Han and kana
/// have no spaces, but a run of katakana is one word.
fn ends_at_word_boundary(text: &str, start: usize, end: usize) -> bool {
    let Some(last) = text[start..end].chars().next_back() else { return false };
    let rest = &text[end..];
    let next = rest.chars().next();
    match last {
        c if !is_word_char(c) => true,
        c if is_hangul(c) => {
            let word = rest.split(|c: char| !is_word_char(c)).next();
            word.is_none_or(is_korean_particles)
        }
        c if is_katakana(c) => {
            let continues_before =
                text[start..].starts_with(is_katakana) && text[..start].ends_with(is_katakana);
            !next.is_some_and(is_katakana) && !continues_before
        }
        c if is_spaceless_script(c) => true,
        // "US$5 million" is an amount.
        _ => next.is_none_or(|c| !is_word_char(c) && !matches!(c, '_' | '$')),
    }
}

/// Prefixes before a hyphen and a name, as written at the beginning of a sentence.
const HYPHENATED_PREFIXES: &str =
    "Anti Counter Cross Ex Extra Inter Intra Mid Non Post Pre Pro Quasi Semi Sub Trans";

/// A hyphen ends a name, unless a capitalised word that is not a name is on its other side:
/// "Guinea-Bissau" is not "Guinea". (Folding has turned dashes into hyphens too; they have spaces
/// around them or join two names.)
fn has_valid_hyphens(
    text: &str,
    start: usize,
    end: usize,
    before: Option<usize>,
    lexicon: &mut TrackedLexicon<'_>,
) -> bool {
    let mut name_end = |at: usize| {
        let mut matches = Vec::new();
        lexicon.longest_matches_at(text, at, usize::MAX, &mut matches)?;
        Some(matches.first()?.end)
    };
    let after = text[end..].strip_prefix('-').filter(|rest| is_capitalised(rest));
    if after.is_some() && name_end(end + 1).is_none() {
        return false;
    }
    let Some(head) = text[..start].strip_suffix('-') else { return true };
    let word = head.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
    before.is_some_and(|before| before + 1 == start)
        || !is_capitalised(word)
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
