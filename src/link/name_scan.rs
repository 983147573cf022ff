//! Where a folded text has names: one pass, leftmost and longest.

use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::NameMatch;
use crate::text::{
    WordScanner, is_capitalised, is_hangul, is_katakana, is_korean_particles, is_spaceless_script,
    is_word_char,
};

/// A place in a text that has one or more names.
pub(super) struct NameOccurrence<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The names that end there, none longer.
    pub(super) matches: Vec<NameMatch<'a>>,
}

/// All places of a folded text that have a name, from left to right, the longest at each. Nothing
/// is looked for in `skips`.
pub(super) fn scan_names<'a>(
    text: &str,
    skips: &[(u32, u32)],
    asking: &mut TrackedLexicon<'a>,
) -> Vec<NameOccurrence<'a>> {
    let mut places: Vec<NameOccurrence<'a>> = Vec::new();
    let mut names: Vec<NameMatch<'a>> = Vec::new();
    let mut runs = WordScanner::new(text);
    let mut skips = skips.iter();
    let mut at = 0;
    loop {
        let skip = skips.next();
        let limit = skip.map_or(text.len(), |(start, _)| *start as usize);
        while let Some((start, after)) = next_possible_word(text, at, limit, &mut runs, asking) {
            at = match longest_valid_match(
                text,
                start,
                limit,
                places.last().map(|place| place.end),
                asking,
                &mut names,
            ) {
                Some(end) => {
                    places.push(NameOccurrence { start, end, matches: std::mem::take(&mut names) });
                    end
                }
                None => after,
            };
        }
        match skip {
            Some((_, end)) => at = at.max(*end as usize),
            None => return places,
        }
    }
}

/// The first word that begins in `from..to` and that a name may begin with; and where to look on,
/// if none does.
#[inline(never)]
fn next_possible_word(
    text: &str,
    from: usize,
    to: usize,
    runs: &mut WordScanner<'_>,
    asking: &mut TrackedLexicon<'_>,
) -> Option<(usize, usize)> {
    // Here is where the time of linking goes: each word of a story comes by.
    let mut at = from;
    while let Some(run) = runs.next_word(at, to) {
        let (may_begin, after) = match run.end {
            Some(end) => {
                (asking.may_start_ascii_name(&text.as_bytes()[run.start..], end - run.start), end)
            }
            None => check_non_ascii_word(text, run.start, asking),
        };
        if may_begin {
            return Some((run.start, after));
        }
        at = after;
    }
    None
}

/// Whether what stands at `at` is a word that a name may begin with, some or all of it beyond
/// ASCII; and where to look on.
#[cold]
fn check_non_ascii_word(text: &str, at: usize, asking: &mut TrackedLexicon<'_>) -> (bool, usize) {
    match text[at..].chars().next() {
        Some(c) if is_word_char(c) => (asking.may_start_name(text, at), word_end(text, at)),
        c => (false, at + c.map_or(1, char::len_utf8)),
    }
}

/// The end of the longest name at `start` that may stand there; `names` are then those of that
/// length.
fn longest_valid_match<'a>(
    text: &str,
    start: usize,
    limit: usize,
    before: Option<usize>,
    asking: &mut TrackedLexicon<'a>,
    names: &mut Vec<NameMatch<'a>>,
) -> Option<usize> {
    let mut below = usize::MAX;
    loop {
        below = asking.longest_matches_at(text, start, below, names)?;
        let end = names.first()?.end;
        if end <= limit
            && ends_at_word_boundary(text, start, end)
            && has_valid_hyphens(text, start, end, before, asking)
            && !is_in_url(text, start, end)
        {
            return Some(end);
        }
    }
}

/// Past the word that begins at `at`; in a script without spaces, past its first character (Hangul
/// words begin only after a space).
#[cold]
fn word_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices();
    let Some((_, first)) = chars.next() else { return text.len() };
    if is_spaceless_script(first) && !is_hangul(first) {
        return at + first.len_utf8();
    }
    chars
        .find(|(_, c)| !is_word_char(*c) || (is_spaceless_script(*c) && !is_hangul(*c)))
        .map_or(text.len(), |(offset, _)| at + offset)
}

/// A name ends where its word ends. After Hangul, particles may follow within the word; Han and
/// kana have no spaces between words, and katakana is one word as long as it lasts.
fn ends_at_word_boundary(text: &str, start: usize, end: usize) -> bool {
    let Some(last) = text[start..end].chars().next_back() else { return false };
    let rest = &text[end..];
    let next = rest.chars().next();
    match last {
        c if !is_word_char(c) => true,
        c if is_hangul(c) => is_korean_particles(
            &rest[..rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len())],
        ),
        c if is_katakana(c) => {
            let before = text[..start]
                .chars()
                .next_back()
                .filter(|_| text[start..].starts_with(is_katakana));
            !next.is_some_and(is_katakana) && !before.is_some_and(is_katakana)
        }
        c if is_spaceless_script(c) => true,
        // "US$5 million" is a sum.
        _ => next.is_none_or(|c| !is_word_char(c) && !matches!(c, '_' | '$')),
    }
}

/// What may stand before a name with a hyphen, at the beginning of a sentence with a capital.
const HYPHENATED_PREFIXES: &str =
    "Anti Counter Cross Ex Extra Inter Intra Mid Non Post Pre Pro Quasi Semi Sub Trans";

/// A hyphen is a boundary, unless a capitalised word that is no name stands on its other side:
/// "Guinea-Bissau" is never "Guinea". The dash that sets off a clause has been folded to a hyphen
/// too; it stands between spaces or joins two names.
fn has_valid_hyphens(
    text: &str,
    start: usize,
    end: usize,
    before: Option<usize>,
    asking: &mut TrackedLexicon<'_>,
) -> bool {
    let mut begins_name = |at: usize| {
        let mut names = Vec::new();
        asking
            .longest_matches_at(text, at, usize::MAX, &mut names)
            .and_then(|_| Some(names.first()?.end))
    };
    let after = text[end..].strip_prefix('-').filter(|rest| is_capitalised(rest));
    if after.is_some() && begins_name(end + 1).is_none() {
        return false;
    }
    let Some(head) = text[..start].strip_suffix('-') else { return true };
    let word_start = head
        .rfind(|c: char| !is_word_char(c))
        .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let before_is_name = before.is_some_and(|before| before + 1 == start);
    let word = &head[word_start..];
    before_is_name
        || !is_capitalised(word)
        || HYPHENATED_PREFIXES.split_whitespace().any(|prefix| prefix == word)
        || begins_name(word_start).is_some_and(|end| end + 1 == start)
}

/// How far round a name an address is looked for, in bytes.
const URL_CONTEXT_BYTES: usize = 200;

/// Names inside web and mail addresses are none.
fn is_in_url(text: &str, start: usize, end: usize) -> bool {
    let edge = |c: char| c.is_whitespace() || c == '\u{FFFC}';
    let from = text.floor_char_boundary(start.saturating_sub(URL_CONTEXT_BYTES));
    let to = text.floor_char_boundary((end + URL_CONTEXT_BYTES).min(text.len()));
    let before = text[from..start].rsplit(edge).next().unwrap_or_default();
    let after = text[end..to].split(edge).next().unwrap_or_default();
    let after_point = after.strip_prefix('.').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
    });
    // "North Korea/Guinea" is no path; "~/Guinea" and "example.org/Guinea" are.
    let path = before
        .strip_suffix('/')
        .is_some_and(|head| head.is_empty() || head.contains(['/', '.', '~', ':']));
    after_point
        || path
        || before.contains("://")
        || before.contains('@')
        || after.contains('@')
        || before.starts_with("www.")
        || before.ends_with(['\\', '_'])
}
