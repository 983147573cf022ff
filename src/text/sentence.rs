//! The sentence around a place in a text.

use std::ops::Range;

use super::byte_scan::byte_table;

/// Words before a full stop that does not end a sentence.
const ABBREVIATIONS: [&str; 30] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "maj", "adm", "sen", "rep", "gov",
    "st", "no", "vs", "cf", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec",
];

/// The length of the longest of them.
const LONGEST_ABBREVIATION: usize = 4;

/// The range of the sentence of `text` that holds byte `at`: from after the sentence before it to
/// its own full stop, question or exclamation mark. A full stop after an initial ("U.S.") or a
/// common abbreviation ends a sentence only at the end of the text. `ends` is what [`sentences`]
/// found.
pub fn sentence_at(ends: &[usize], text: &str, at: usize) -> Range<usize> {
    let next = ends.partition_point(|end| *end <= at);
    let start = next.checked_sub(1).map_or(0, |before| ends[before]);
    trim_range(text, start..ends.get(next).copied().unwrap_or(text.len()))
}

/// Where the sentences of a text end: one past each last mark, and the end of the text.
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
            from += prefix_len(
                &text[from..],
                |byte| CLOSING_MARKS[usize::from(byte)],
                |c| matches!(c, '”' | '’' | '»'),
            );
            let gap = prefix_len(
                &text[from..],
                |byte| matches!(byte, b' ' | b'\t'..=b'\r'),
                char::is_whitespace,
            );
            if gap > 0 && text[from + gap..].chars().next().is_some_and(|c| !c.is_lowercase()) {
                return Some(from);
            }
        }
    })
}

/// The places of the bytes that a mark which ends sentences may begin with, in order. Those of
/// ASCII and those beyond it are looked for apart, many bytes at a time.
fn possible_sentence_ends(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut ascii = memchr::memchr3_iter(b'.', b'?', b'!', text).peekable();
    let mut beyond = memchr::memchr3_iter(0xE2, 0xE3, 0xEF, text).peekable();
    std::iter::from_fn(move || match (ascii.peek(), beyond.peek()) {
        (Some(one), Some(other)) if other < one => beyond.next(),
        (None, _) => beyond.next(),
        _ => ascii.next(),
    })
}

/// What may follow the mark and belong to its sentence.
const CLOSING_MARKS: [bool; 256] = byte_table(b".?!\"')]");

/// The length of what a text begins with, as long as it is of one sort: `ascii` tells of a byte,
/// `other` of a character beyond ASCII.
fn prefix_len(text: &str, ascii: impl Fn(u8) -> bool, other: impl Fn(char) -> bool) -> usize {
    let mut length = 0;
    while let Some(byte) = text.as_bytes().get(length) {
        if ascii(*byte) {
            length += 1;
            continue;
        }
        match text[length..].chars().next().filter(|c| !c.is_ascii() && other(*c)) {
            Some(c) => length += c.len_utf8(),
            None => break,
        }
    }
    length
}

fn is_abbreviation(before: &str) -> bool {
    let word = match before
        .bytes()
        .rev()
        .take(LONGEST_ABBREVIATION + 1)
        .take_while(u8::is_ascii_alphanumeric)
        .count()
    {
        // Too long, whatever stands before it.
        letters if letters > LONGEST_ABBREVIATION => return false,
        _ => before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(""),
    };
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    initial
        || (word.is_ascii()
            && crate::text::is_capitalised(word)
            && ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.end - (slice.len() - slice.trim_end().len());
    start.min(end)..end
}

/// True where a sentence, or a part of one that has its own capital, begins at the end of `before`.
pub fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty()
        || before
            .ends_with(['.', '?', '!', ':', '"', '\u{201C}', '\u{2018}', '\'', '(', '\u{FFFC}'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentence<'a>(text: &'a str, word: &str) -> &'a str {
        &text[sentence_at(&sentence_ends(text), text, text.find(word).unwrap())]
    }

    #[test]
    fn a_sentence_runs_from_stop_to_stop() {
        let text = "They met in Hanoi. “No deal,” said Mr. Trump of the U.S. side. It cost $2.5 billion! Why?";
        assert_eq!(sentence(text, "Hanoi"), "They met in Hanoi.");
        assert_eq!(sentence(text, "Trump"), "“No deal,” said Mr. Trump of the U.S. side.");
        assert_eq!(sentence(text, "billion"), "It cost $2.5 billion!");
        assert_eq!(sentence(text, "Why"), "Why?");
    }

    #[test]
    fn a_closing_quotation_mark_belongs_to_its_sentence() {
        assert_eq!(sentence("He said “no.” She left.", "no"), "He said “no.”");
        assert_eq!(sentence("김정은은 말했다。그는 떠났다。", "그는"), "그는 떠났다。");
    }

    proptest! {
        #[test]
        fn every_place_is_in_a_sentence_or_in_the_space_between(text in "[A-Za-z.?! ’”é\n]{0,60}") {
            for (at, c) in text.char_indices() {
                let range = sentence_at(&sentence_ends(&text), &text, at);
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                prop_assert!(c.is_whitespace() || range.contains(&at), "{} not in {:?}", at, range);
            }
        }
    }
}
