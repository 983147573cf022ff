//! The whole name of somebody who bears a name that was found: "Ivanka Trump" around "Trump".

use std::ops::Range;

use super::surroundings::{Neighbour, Surroundings, first_word};
use crate::language::WordClasses;
use crate::text::{is_capitalised, is_word_char};

/// How many names before and how many after may belong to one.
const MOST_NAMES: usize = 8;

/// Where the name stands with the names before and after it, or with the phrase that it abbreviates.
pub(super) fn longer_name(name: &Surroundings<'_>) -> Range<usize> {
    if let Some(phrase) = name.abbreviated_phrase() {
        let start = name.head().trim_end_matches(['(', ' ']).len() - phrase.len();
        return start..name.end;
    }
    match (start_of_names(name), end_of_names(name)) {
        (start, end) if (start, end) == (name.start, name.end) => start..end_after_comma(name),
        (start, end) => start..end,
    }
}

/// Where the given names before begin, with the particles between them and the name.
fn start_of_names(name: &Surroundings<'_>) -> usize {
    let mut start = name.start;
    for _ in 0..MOST_NAMES {
        let after_given = particle_before(name, start).unwrap_or(start);
        match given_name_before(name, after_given).or_else(|| given_name_before(name, start)) {
            Some(given) => start = given.start,
            None => break,
        }
    }
    start
}

fn given_name_before<'a>(name: &Surroundings<'a>, at: usize) -> Option<Neighbour<'a>> {
    name.word_before(at).filter(|it| !it.is_name && (it.may_be_name() || it.is_given_name()))
}

/// Where a particle before begins: "bin" of "Faisal bin Salman", "al" of "Maher al-Assad".
fn particle_before(name: &Surroundings<'_>, at: usize) -> Option<usize> {
    if let Some(head) = name.text[..at].strip_suffix('-') {
        let word = head.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
        let is_particle = name.language.classes(word).any(WordClasses::PARTICLE);
        return is_particle.then_some(head.len() - word.len());
    }
    let before = name.word_before(at)?;
    (before.is(WordClasses::PARTICLE) && !before.is_capitalised).then_some(before.start)
}

fn end_of_names(name: &Surroundings<'_>) -> usize {
    let mut end = name.end;
    for _ in 0..MOST_NAMES {
        let Some(after) = name.word_after(end).filter(Neighbour::may_be_name) else { break };
        end = after.start + after.word.len();
    }
    end
}

/// "Barclay, Harold" and "John Smith, Jr".
fn end_after_comma(name: &Surroundings<'_>) -> usize {
    let word = name.rest().strip_prefix(", ").map_or("", first_word);
    if is_capitalised(word) { name.end + ", ".len() + word.len() } else { name.end }
}
