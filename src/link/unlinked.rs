//! Names in the prose that no topic has.

use super::Linked;
use super::adjacent_words::{is_common_word, is_month_or_weekday};
use super::blocks::blocks;
use crate::document::Document;
use crate::text::{
    Span, begins_sentence, is_capitalised, is_word_char, sentence_at, sentence_ends,
};

/// A capitalised phrase that is the name of no topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlinkedPhrase {
    /// As it stands in the text, with plain apostrophes, hyphens and spaces.
    pub phrase: String,
    /// Where it stands in the file.
    pub span: Span,
    /// The sentence around it, as plain text.
    pub sentence: String,
}

/// Small words that may stand inside a name.
const NAME_PARTICLES: [&str; 11] =
    ["of", "the", "de", "van", "von", "bin", "al", "for", "la", "del", "di"];

/// All of a document, in reading order. What is taken for a topic, kept plain or part of a phrase
/// of `not_in` is none of them; neither is a single word at the beginning of a sentence, which has
/// its capital from there.
pub fn unlinked_phrases(document: &Document, linked: &Linked) -> Vec<UnlinkedPhrase> {
    let mut found = Vec::new();
    for (piece, names) in document.text_ids().zip(&linked.names) {
        let known: Vec<Span> = names
            .iter()
            .filter(|name| name.topic.is_some() || name.name_kind.is_some())
            .map(|name| name.span)
            .collect();
        for block in blocks(document, piece) {
            let ends = sentence_ends(&block.text);
            let links: Vec<Span> = block
                .link_texts
                .iter()
                .map(|(start, end)| Span { start: *start, end: *end })
                .collect();
            for (start, end) in capitalised_phrases(&block.text) {
                let span = block.source_span(start, end);
                if links.iter().any(|link| link.overlaps(Span::new(start..end)))
                    || known.iter().any(|name| name.overlaps(span))
                {
                    continue;
                }
                let sentence =
                    block.text[sentence_at(&ends, &block.text, start)].replace('\u{FFFC}', "");
                found.push(UnlinkedPhrase {
                    phrase: block.text[start..end].to_owned(),
                    span: document.file_span(piece, span),
                    sentence,
                });
            }
        }
    }
    found
}

/// The capitalised phrases of a folded text.
fn capitalised_phrases(text: &str) -> Vec<(usize, usize)> {
    let mut phrases = Vec::new();
    let all = word_ranges(text);
    let mut words = all.iter().copied();
    while let Some((start, end)) = words.next() {
        let word = &text[start..end];
        if !is_capitalised(word) || is_common_word(word) {
            continue;
        }
        let (mut last, mut alone) = (end, true);
        // Small words count only where a capitalised one follows.
        let mut small = 0;
        let mut ahead = words.clone();
        while let Some((next, next_end)) = ahead
            .next()
            .filter(|(next, _)| is_name_separator(text, gap_start(text, last, *next), *next))
        {
            let word = &text[next..next_end];
            // "Yeon-chul": the second half of a given name.
            let half =
                small == 0 && text[..next].ends_with('-') && word.starts_with(char::is_alphabetic);
            // "Plan B. Then": a new sentence.
            let begins_anew = text[..next].ends_with(". ") && is_common_word(word);
            if half || is_capitalised(word) && !is_month_or_weekday(word) && !begins_anew {
                (last, alone, small) = (next_end, false, 0);
                words = ahead.clone();
            } else if NAME_PARTICLES.contains(&word) && small < 2 && (word != "the" || small == 1) {
                small += 1;
            } else {
                break;
            }
        }
        let single =
            alone && (begins_sentence(&text[..start]) || text[start..last].chars().count() < 3);
        if !single {
            phrases.push((start, last));
        }
    }
    phrases
}

/// True where what stands between two words does not part them: a space, a hyphen, the point of an
/// initial.
fn is_name_separator(text: &str, end: usize, next: usize) -> bool {
    match &text[end..next] {
        " " | "-" | "' " => true,
        ". " => text[..end]
            .rsplit(|c: char| !is_word_char(c))
            .next()
            .is_some_and(|word| word.chars().count() == 1 && is_capitalised(word)),
        _ => false,
    }
}

/// Where what stands before the word at `next` begins: after the word that ends at `last` or after
/// a small word later than that.
fn gap_start(text: &str, last: usize, next: usize) -> usize {
    text[last..next].rfind(is_word_char).map_or(last, |at| {
        let at = last + at;
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    })
}

/// The words of a text.
fn word_ranges(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (is_word_char(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

#[cfg(test)]
mod tests {
    use super::capitalised_phrases;

    fn found(text: &str) -> Vec<&str> {
        capitalised_phrases(text).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn capitalised_words_that_belong_together_are_one_phrase() {
        assert_eq!(
            found("In Geneva the Workers' Party of Korea met Choe Ryong-hae."),
            ["Geneva", "Workers' Party of Korea", "Choe Ryong-hae"]
        );
        assert_eq!(
            found("The Ministry of the Interior said so. However, it rained in May."),
            ["Ministry of the Interior"]
        );
        assert_eq!(found("The minister, Kim Yeon-chul, left."), ["Kim Yeon-chul"]);
        assert_eq!(
            found("The secretary, Robert S. McNamara, met John F. Kennedy. In plan B. Then"),
            ["Robert S. McNamara", "John F. Kennedy"]
        );
        assert_eq!(found("After the Hanoi Summit February was cold."), ["Hanoi Summit"]);
        assert_eq!(
            found(
                "The Bank of the Rhine met the Bank of al bin Saud; they left for Ulm, not to U2."
            ),
            ["Bank of the Rhine", "Bank", "Saud", "Ulm"]
        );
        assert_eq!(found("He met Kim. Lee left."), ["Kim"]);
        assert_eq!(
            found("Talks failed. Negotiators left for Vienna and Bonn."),
            ["Vienna", "Bonn"]
        );
    }
}
