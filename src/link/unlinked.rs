//! Finds capitalised phrases that are not names of topics.

use std::ops::Range;

use super::Linked;
use super::blocks::{OBJECT_PLACEHOLDER, blocks};
use crate::document::Document;
use crate::language::{Language, WordClasses, split_arabic_article};
use crate::text::{
    Span, begins_sentence, is_capitalised, is_word_char, sentence_at, sentence_ends,
};

/// A capitalised phrase that may be the name of a missing topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlinkedPhrase {
    /// With folded punctuation.
    pub phrase: String,
    /// Position in the file.
    pub span: Span,
    /// The sentence around it, as plain text.
    pub sentence: String,
}

/// Lower-case words inside names.
const NAME_PARTICLES: [&str; 11] =
    ["of", "the", "de", "van", "von", "bin", "al", "for", "la", "del", "di"];

/// All such phrases of a document, in reading order: without names of topics, suppressed names,
/// excluded phrases, texts of links, and single words at the beginning of a sentence.
pub fn unlinked_phrases(
    document: &Document,
    linked: &Linked,
    language: &Language,
) -> Vec<UnlinkedPhrase> {
    let mut found = Vec::new();
    for (text, names) in document.text_ids().zip(&linked.names) {
        let known = names.iter().filter(|name| name.topic.is_some() || name.name_kind.is_some());
        let known: Vec<Span> = known.map(|name| name.span).collect();
        for block in blocks(document, text) {
            let ends = sentence_ends(&block.text);
            let links =
                block.link_texts.iter().map(|(start, end)| Span { start: *start, end: *end });
            for phrase in capitalised_phrases(&block.text, language) {
                let span = block.source_span(phrase.start, phrase.end);
                if links.clone().any(|link| link.overlaps(Span::new(phrase.clone())))
                    || known.iter().any(|name| name.overlaps(span))
                {
                    continue;
                }
                let sentence = &block.text[sentence_at(&ends, &block.text, phrase.start)];
                found.push(UnlinkedPhrase {
                    phrase: block.text[phrase].to_owned(),
                    span: document.file_span(text, span),
                    sentence: sentence.replace(OBJECT_PLACEHOLDER, ""),
                });
            }
        }
    }
    found
}

fn capitalised_phrases(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut phrases = Vec::new();
    let mut words = word_ranges(text);
    while let Some(Range { start, end }) = words.next() {
        let word = &text[start..end];
        if !is_name_word(word) || language.is_common_word(word) {
            continue;
        }
        let (mut last, mut is_single) = (end, true);
        // Particles belong to the phrase only if a capitalised word follows.
        let (mut particles, mut gap) = (0, end);
        let mut ahead = words.clone();
        while let Some(next) = ahead.next().filter(|next| is_name_separator(text, gap..next.start))
        {
            let word = &text[next.clone()];
            gap = next.end;
            // "Jae-in": the second half of a given name.
            let is_second_half = particles == 0
                && text[..next.start].ends_with('-')
                && word.starts_with(char::is_alphabetic);
            // "Plan B. Then": a new sentence.
            let starts_sentence =
                text[..next.start].ends_with(". ") && language.is_common_word(word);
            let is_name = is_name_word(word)
                && !language.classes(word).any(WordClasses::CALENDAR)
                && !starts_sentence;
            if is_second_half || is_name {
                (last, is_single, particles) = (next.end, false, 0);
                words = ahead.clone();
            } else if NAME_PARTICLES.contains(&word)
                && particles < 2
                && (word != "the" || particles == 1)
            {
                particles += 1;
            } else {
                break;
            }
        }
        let is_short = || text[start..last].chars().count() < 3;
        if !is_single || !begins_sentence(&text[..start]) && !is_short() {
            phrases.push(start..last);
        }
    }
    phrases
}

/// True for a word that may be part of a name: capitalised, or after an Arabic article ("el-Sisi").
fn is_name_word(word: &str) -> bool {
    is_capitalised(word) || has_article(word)
}

/// True for a name with its Arabic article: "el-Sisi".
fn has_article(word: &str) -> bool {
    split_arabic_article(word).is_some_and(|(_, bare)| is_capitalised(bare))
}

/// True if the gap does not end a name: a space, a hyphen, the period of an initial.
fn is_name_separator(text: &str, gap: Range<usize>) -> bool {
    match &text[gap.clone()] {
        " " | "-" | "' " => true,
        ". " => {
            let word = text[..gap.start].rsplit(|c: char| !is_word_char(c)).next();
            word.is_some_and(|word| word.chars().count() == 1 && is_capitalised(word))
        }
        _ => false,
    }
}

/// The words of a text. An Arabic article in lower case and the word after it are one.
fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + Clone {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_word_char)?;
        rest = word_end(text, start);
        if let Some(next) = text[rest..].strip_prefix('-') {
            let end = word_end(text, text.len() - next.len());
            let is_article = !is_capitalised(&text[start..rest]);
            if is_article && has_article(&text[start..end]) {
                rest = end;
            }
        }
        Some(start..rest)
    })
}

fn word_end(text: &str, start: usize) -> usize {
    let length = text[start..].find(|c: char| !is_word_char(c));
    length.map_or(text.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::capitalised_phrases;
    use crate::language::Languages;

    fn found(text: &str) -> Vec<&str> {
        let languages = Languages::new("en", BTreeMap::new());
        let language = languages.of_page(None);
        capitalised_phrases(text, language).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_name_of_several_words_is_one_phrase() {
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
            found("There Abdel Fattah el-Sisi and a pro-Russian group met el-Sisi and as-Sadr."),
            ["Abdel Fattah el-Sisi", "Russian", "el-Sisi", "as-Sadr"]
        );
        assert_eq!(
            found("Talks failed. Negotiators left for Vienna and Bonn."),
            ["Vienna", "Bonn"]
        );
    }
}
