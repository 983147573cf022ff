//! Titles next to a short name: "Chancellor Merkel" can mean only a chancellor.

use super::surroundings::Surroundings;
use crate::catalog::{Catalog, PageIx};
use crate::language::WordClasses;
use crate::text::{is_hangul, is_spaceless_script, is_word_char};

/// How many words before a name may belong to a title: "Secretary of State".
const MAX_TITLE_WORDS: usize = 5;

/// True if the title next to a name is in one of the offices of a person.
pub(super) fn has_fitting_title(
    name: &Surroundings<'_>,
    person: PageIx,
    catalog: &Catalog,
) -> bool {
    let Some(title) = title_before(name).or_else(|| title_after(name)) else { return false };
    catalog.offices(person).iter().any(|office| fits(&title, office))
}

/// True for a name directly before or after a title.
pub(super) fn has_title(name: &Surroundings<'_>) -> bool {
    title_before(name).is_some() || title_after(name).is_some()
}

/// The head of the title before a name, in lower case; in "Presidents Trump and Putin" of both.
fn title_before(name: &Surroundings<'_>) -> Option<String> {
    let is_and =
        |text: &str| matches!(text, " and " | ", " | ", and " | " und " | " et " | " y " | " и ");
    let listed_name = name.previous_name.filter(|(_, end)| is_and(&name.text[*end..name.start]));
    title_ending_at(name, name.start).or_else(|| {
        let (start, _) = listed_name?;
        title_ending_at(name, start).filter(|title| title.ends_with('s'))
    })
}

fn title_ending_at(name: &Surroundings<'_>, end: usize) -> Option<String> {
    // "总统普京".
    if name.name().starts_with(is_spaceless_script) && !name.head().ends_with(' ') {
        let title = name.language.title_before_name(&name.text[..end]);
        return title.map(str::to_owned);
    }
    let mut at = end;
    for _ in 0..MAX_TITLE_WORDS {
        let before = if at == name.start { name.before() } else { name.word_before(at) }?;
        if before.is(WordClasses::TITLE)
            && let Some(title) = name.language.title_in(&before.word.to_lowercase())
        {
            return Some(title.to_owned());
        }
        let is_of = name.language.of_words.iter().any(|of| of.eq_ignore_ascii_case(before.word));
        if !is_of && !before.is(WordClasses::TITLE_MODIFIER) {
            return None;
        }
        at = before.start;
    }
    None
}

/// The title after a name in a language that writes it there: "문 대통령", "习主席".
fn title_after(name: &Surroundings<'_>) -> Option<String> {
    if !name.name().ends_with(is_spaceless_script) {
        return None;
    }
    let mut rest = name.rest();
    // "바이든 미국 대통령", "아베 전 총리".
    for _ in 0..MAX_WORDS_BEFORE_TITLE {
        let word = rest.strip_prefix(' ').unwrap_or(rest);
        let word = &word[..word.find(|c: char| !is_word_char(c)).unwrap_or(word.len())];
        if let Some(title) = name.language.title_after_name(word) {
            return Some(title.to_owned());
        }
        // Of a name of one letter only what is part of the title may stand between.
        let is_letter = name.name().chars().nth(1).is_none();
        let may_continue = !word.is_empty()
            && is_hangul(word.chars().next()?)
            && !has_particle(word)
            && (!is_letter || name.language.classes(word).any(WordClasses::TITLE_MODIFIER));
        rest = may_continue.then(|| rest.trim_start_matches(' ').strip_prefix(word))??;
    }
    None
}

/// How many words after a name may hold its title, with what stands before it.
const MAX_WORDS_BEFORE_TITLE: usize = 3;

/// True if a word ends like one with a particle, after which no title follows.
fn has_particle(word: &str) -> bool {
    word.chars().count() > 1
        && word.ends_with(['은', '는', '이', '가', '을', '를', '의', '에', '와', '과', '도'])
}

/// True if an office contains a title, whatever their endings: "президента" and "президент".
fn fits(title: &str, office: &str) -> bool {
    let stem_length = title.chars().count().saturating_sub(2).max(5);
    let stem: String = title.chars().take(stem_length).collect();
    office.contains(&stem)
}
