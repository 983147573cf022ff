//! Sentence boundaries.

use std::ops::Range;

use super::words::is_capitalised;

/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "maj", "adm", "sen", "rep", "gov",
    "st", "no", "vs", "cf", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec",
];

const LONGEST_ABBREVIATION: usize = 4;

/// The range of the sentence around byte `at`: from the end of the previous sentence to its own full
/// stop, question or exclamation mark. A full stop after an initial ("U.S.") or a common
/// abbreviation ends a sentence only at the end of the text. `ends` comes from [`sentence_ends`].
pub fn sentence_at(ends: &[usize], text: &str, at: usize) -> Range<usize> {
    let next = ends.partition_point(|end| *end <= at);
    let start = next.checked_sub(1).map_or(0, |before| ends[before]);
    trim_range(text, start..ends.get(next).copied().unwrap_or(text.len()))
}

/// The end offsets of the sentences of a text; the last is the end of the text.
pub fn sentence_ends(text: &str) -> Vec<usize> {
    inner_sentence_ends(text).chain([text.len()]).collect()
}

fn inner_sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut stops = possible_sentence_ends(text.as_bytes());
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = stops.find(|at| *at >= from)?;
            let c = text[at..].chars().next()?;
            from = at + c.len_utf8();
            if matches!(c, '。' | '！' | '？') {
                return Some(from);
            }
            if !matches!(c, '.' | '?' | '!' | '…') || (c == '.' && is_abbreviation(&text[..at])) {
                continue;
            }
            let rest = trim_closing(&text[from..]);
            let next = rest.trim_start();
            from = text.len() - rest.len();
            if next.len() < rest.len() && next.starts_with(|c: char| !c.is_lowercase()) {
                return Some(from);
            }
        }
    })
}

/// The offsets of bytes that may begin a mark that ends sentences, in order. ASCII and other lead
/// bytes are searched separately because memchr takes at most three.
fn possible_sentence_ends(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut ascii = memchr::memchr3_iter(b'.', b'?', b'!', text).peekable();
    let mut beyond = memchr::memchr3_iter(0xE2, 0xE3, 0xEF, text).peekable();
    std::iter::from_fn(move || match (ascii.peek(), beyond.peek()) {
        (Some(one), Some(other)) if other < one => beyond.next(),
        (None, _) => beyond.next(),
        _ => ascii.next(),
    })
}

/// A text without what may follow a mark and still belongs to its sentence. In French, a space
/// precedes the quotation mark.
fn trim_closing(text: &str) -> &str {
    const CLOSING: &[char] =
        &['.', '?', '!', '"', '\'', ')', ']', '”', '’', '“', '‘', '»', '«', '›', '‹', '」', '』'];
    let rest = text.trim_start_matches(CLOSING);
    match rest.strip_prefix([' ', '\u{a0}', '\u{202f}']).and_then(|rest| rest.strip_prefix('»')) {
        Some(after) if !after.starts_with(char::is_alphanumeric) => {
            after.trim_start_matches(CLOSING)
        }
        _ => rest,
    }
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_initial = is_capitalised(word) && word.chars().nth(1).is_none();
    let is_known = || {
        word.len() <= LONGEST_ABBREVIATION
            && ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
    };
    is_initial || (is_capitalised(word) && is_known())
}

fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.end - (slice.len() - slice.trim_end().len());
    start.min(end)..end
}

/// True if a sentence, or a part that starts with a capital, begins after `before`.
pub fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty()
        || before.ends_with([
            '.', '?', '!', ':', '"', '“', '‘', '„', '‚', '«', '‹', '「', '『', '\'', '(',
            '\u{FFFC}',
        ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentence<'a>(text: &'a str, word: &str) -> &'a str {
        &text[sentence_at(&sentence_ends(text), text, text.find(word).unwrap())]
    }

    #[test]
    fn a_sentence_ends_at_its_mark_and_not_at_abbreviations() {
        let text = "They met in Hanoi. “No deal,” said Mr. Trump of the U.S. side. It cost $2.5 billion! Why?";
        assert_eq!(sentence(text, "Hanoi"), "They met in Hanoi.");
        assert_eq!(sentence(text, "Trump"), "“No deal,” said Mr. Trump of the U.S. side.");
        assert_eq!(sentence(text, "billion"), "It cost $2.5 billion!");
        assert_eq!(sentence(text, "Why"), "Why?");
    }

    #[test]
    fn a_closing_quotation_mark_belongs_to_its_sentence() {
        assert_eq!(sentence("He said “no.” She left.", "no"), "He said “no.”");
        assert_eq!(sentence("Er sagte „nein.“ Sie ging.", "nein"), "Er sagte „nein.“");
        assert_eq!(sentence("Il dit « non. » Elle part.", "non"), "Il dit « non. »");
        assert_eq!(sentence("»Nein.« »Doch.«", "Doch"), "»Doch.«");
        assert_eq!(sentence("김정은은 말했다。그는 떠났다。", "그는"), "그는 떠났다。");
    }

    proptest! {
        #[test]
        fn every_character_is_in_a_sentence_or_is_white_space_between_two(text in "[A-Za-z.?! ’”é\n]{0,60}") {
            for (at, c) in text.char_indices() {
                let range = sentence_at(&sentence_ends(&text), &text, at);
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                prop_assert!(c.is_whitespace() || range.contains(&at), "{} not in {:?}", at, range);
            }
        }
    }
}
