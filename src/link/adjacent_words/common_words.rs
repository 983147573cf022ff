//! Names that are also words of the language: "Moon", "May", "인도".

use super::PERSON_TITLE;
use crate::language::WordClasses;
use crate::link::surroundings::{Neighbour, Surroundings};
use crate::link::titles::has_title;
use crate::text::{begins_sentence, is_capitalised, is_spaceless_script, is_word_char};

/// A name that is also a word ("인도", "Чад"), where nothing shows that the name is meant. In a script
/// with capitals only at the beginning of a sentence.
pub(super) fn may_be_common_word(name: &Surroundings<'_>) -> bool {
    if name.name().contains(' ')
        || is_capitalised(name.name()) && !begins_sentence(name.head())
        || !name.language.classes(name.name()).any(WordClasses::WORD_NAME)
    {
        return false;
    }
    let (before, after) = (name.before(), name.after());
    let sign_after = WordClasses::TITLE
        .or(WordClasses::CONTEXT)
        .or(WordClasses::PERSON_VERB)
        .or(WordClasses::DIRECTION);
    let has_sign = before.is_some_and(|it| it.is(PERSON_TITLE.or(WordClasses::PREPOSITION)))
        || after.is_some_and(|it| it.is(sign_after))
        || has_title(name)
        || name.is_in_list_of_names()
        || name.language.place_endings.iter().any(|ending| name.rest().starts_with(&**ending));
    !has_sign
}

/// "WHO" and "US" in a text all in capitals may be words.
pub(super) fn is_word_in_capitals(name: &Surroundings<'_>) -> bool {
    name.is_abbreviation()
        && !name.name().contains('.')
        && name.language.classes(name.name()).any(WordClasses::COMMON)
        && name.is_in_capitals()
}

/// A family name that is also a word or month, where nothing shows that a person is meant.
pub(super) fn may_be_word(
    name: &Surroundings<'_>,
    before: Option<Neighbour<'_>>,
    after: Option<Neighbour<'_>>,
) -> bool {
    let classes = name.language.classes(name.name());
    let begins_sentence = begins_sentence(name.head());
    if classes.any(WordClasses::CALENDAR) && (begins_sentence || is_in_date(name, before)) {
        return true;
    }
    if classes.any(WordClasses::COMMON) && begins_sentence {
        return true;
    }
    if name.name().starts_with(is_spaceless_script) {
        return classes.any(WordClasses::WORD_NAME);
    }
    if !classes.any(WordClasses::WORD_FAMILY_NAME) {
        return false;
    }
    // An unknown word may be a given name.
    let is_after_adjective = before.is_some_and(|before| {
        before.is_capitalised
            && !before.may_be_name()
            && !before.is(WordClasses::COMMON.or(WordClasses::CALENDAR))
            && !before.is_given_name()
            && !name.language.nouns_are_capitalised
    });
    let is_after_determiner =
        [before, name.before()].iter().flatten().any(|before| before.is(WordClasses::DETERMINER));
    if is_after_adjective || is_after_determiner {
        return true;
    }
    if name.rest().starts_with('\'') {
        return begins_sentence && before.is_some();
    }
    let has_verb_ending = |word: &str| {
        let endings = &name.language.person_verb_endings;
        endings.iter().any(|ending| word.len() > ending.len() && word.ends_with(&**ending))
    };
    let shows_person = after.is_some_and(|after| {
        after.is(WordClasses::PERSON_VERB) || !after.is_capitalised && has_verb_ending(after.word)
    });
    let is_followed_by_noun = name.language.nouns_modify_nouns
        && after.is_some_and(|after| !after.is_capitalised && !after.is(WordClasses::COMMON));
    !shows_person && (begins_sentence || is_followed_by_noun)
}

/// "in May", "May 2019", "5 May", "April and May", "mid-May".
fn is_in_date(name: &Surroundings<'_>, before: Option<Neighbour<'_>>) -> bool {
    let head = name.head();
    let ends_with = |text: &str, classes: WordClasses| {
        let text = text.trim_end_matches([' ', ',', '-']);
        let word = text.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
        name.language.classes(word).any(classes)
    };
    let is_after_number =
        before.is_some_and(|it| it.word.starts_with(|c: char| c.is_ascii_digit()));
    let follows_date_word = before.is_some_and(|before| before.is(WordClasses::DATE_WORD))
        || head.ends_with('-') && ends_with(head, WordClasses::DATE_WORD);
    // With one word between: "April and May".
    let follows_month = ends_with(head, WordClasses::CALENDAR)
        || before.is_some_and(|and| {
            !and.is_capitalised && ends_with(&name.text[..and.start], WordClasses::CALENDAR)
        });
    let mut words = name.rest().split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty());
    let precedes_month =
        words.by_ref().take(2).any(|word| name.language.classes(word).any(WordClasses::CALENDAR));
    let is_followed_by_day =
        name.rest().trim_start_matches([' ', ',']).starts_with(|c: char| c.is_ascii_digit());
    is_after_number || follows_date_word || follows_month || precedes_month || is_followed_by_day
}
