//! Names of countries, with demonyms and metonyms: "Jim Jordan", "New Guinea", "Bank of China".

use super::{Adjacent, NAMESAKE, PERSON_TITLE, is_before_family_name, is_opener, starts_name};
use crate::catalog::{Catalog, PageIx};
use crate::language::WordClasses;
use crate::link::surroundings::{Neighbour, Surroundings, first_word};
use crate::link::tracked_lexicon::TrackedLexicon;
use crate::text::{is_capitalised, is_hangul, is_word_char};

/// A country, a metonym or a demonym.
pub(super) fn check(
    name: Surroundings<'_>,
    topic: PageIx,
    catalog: &Catalog,
    lexicon: &mut TrackedLexicon<'_>,
) -> Adjacent {
    if name.follows_of_head()
        || name.has_tail()
        || name.is_town_in_region()
        || is_town(&name, topic, catalog)
        || is_river(&name)
        || is_before_family_name(&name)
        || is_in_dated_title(&name)
    {
        return Adjacent::Unclear;
    }
    if let Some(phrase) = name.abbreviated_phrase()
        && lexicon.topics_named(phrase).is_empty()
    {
        return Adjacent::OtherBearer;
    }
    match check_person(&name) {
        Adjacent::NoEffect => {}
        adjacent => return adjacent,
    }
    match check_word_before(&name) {
        Adjacent::NoEffect => check_word_after(&name, lexicon),
        adjacent => adjacent,
    }
}

/// A person who bears the name of a country, by a profession, title or given name.
fn check_person(name: &Surroundings<'_>) -> Adjacent {
    let is_profession = |word: Option<Neighbour<'_>>| {
        word.is_some_and(|word| {
            word.is(WordClasses::PROFESSION)
                || word.is(WordClasses::HONORIFIC) && !word.is(WordClasses::TITLE)
        })
    };
    let is_hangul = name.name().starts_with(is_hangul);
    // "미국 화가 조지아 오키프": a given name after a profession.
    if is_profession(name.before()) && (is_given_name(name) || is_hangul) {
        return Adjacent::Unclear;
    }
    // "작가 아나톨 프랑스".
    let follows_person = |before: Neighbour<'_>| {
        before.is_given_name() || is_profession(name.word_before(before.start))
    };
    let is_namesake = is_hangul && name.before().is_some_and(follows_person)
        || is_given_name(name) && is_before_apposition(name)
        || is_single(name) && is_after_person_word(name);
    if is_namesake { Adjacent::Namesake } else { Adjacent::NoEffect }
}

/// "Petróleos de Venezuela", "New Guinea", "Vernon Jordan".
fn check_word_before(name: &Surroundings<'_>) -> Adjacent {
    let before = name.before();
    // "Petróleos de Venezuela" in an English text.
    let is_foreign = before.is_some_and(|before| is_foreign_particle(name, &before));
    let is_ship =
        |before: Neighbour<'_>| !before.is_capitalised && before.is(WordClasses::NAMESAKE_PREFIX);
    if is_foreign || before.is_some_and(is_ship) || is_people(name, before) {
        return Adjacent::Unclear;
    }
    let Some(before) = before.filter(|before| before.may_belong() && !before.is_name) else {
        return Adjacent::NoEffect;
    };
    // "Außenminister Shigenori Togo", where a capital says little.
    let follows_title = name.language.nouns_are_capitalised
        && before.may_be_name()
        && name.word_before(before.start).is_some_and(|it| it.is(PERSON_TITLE));
    if is_single(name) && (before.is_given_name() || follows_title) {
        return Adjacent::Namesake;
    }
    // "Islamic Republic of China" is no name of China.
    let is_of_phrase = || {
        let mut of_words = name.language.of_words.iter();
        of_words.any(|of| name.name().contains(&format!(" {of} ")))
    };
    let is_unknown = before.may_be_name()
        && (is_single(name) || is_of_phrase())
        && !name.is_abbreviation()
        && !before.is_abbreviation
        && !(before.begins_sentence() && is_opener(before.word))
        && !name.language.has_genitive();
    // "Justice Jordan", but "Chief Israel negotiator".
    let may_be_title = before.is(WordClasses::TITLE) && before.is(WordClasses::TITLE_MODIFIER);
    let is_person = may_be_title && is_single(name) && is_given_name(name);
    let makes_place = before.is(WordClasses::PLACE_PREFIX.or(WordClasses::NAMESAKE_PREFIX))
        || is_german_adjective(name, &before);
    if makes_place || is_person || is_unknown || is_single(name) && name.is_after_initial() {
        return Adjacent::Unclear;
    }
    Adjacent::NoEffect
}

/// "Chad le Clos", "Jordan River", "Israel KHAN".
fn check_word_after(name: &Surroundings<'_>, lexicon: &mut TrackedLexicon<'_>) -> Adjacent {
    if is_single(name) && is_before_particle(name) {
        return Adjacent::Unclear;
    }
    let Some(after) = name.after().filter(Neighbour::may_belong) else {
        return Adjacent::NoEffect;
    };
    if name.is_abbreviation() || is_after_title(name) || starts_name(name, &after, lexicon) {
        return Adjacent::NoEffect;
    }
    let may_be_person = is_given_name(name) && is_single(name) && !after.is(NAMESAKE);
    // In a headline, most words have capitals. "Chad Smith, Jordan Peele" looks like one.
    let is_in_headline = || name.is_in_headline();
    let is_longer = if after.is(NAMESAKE) {
        !after.is(WordClasses::CONTEXT)
    } else if after.is_abbreviation {
        // "Israel KHAN": family names may be in capitals.
        after.word.chars().count() > 3 && name.name().contains(char::is_lowercase)
    } else if is_before_title(name, &after) {
        false
    } else if name.language.nouns_are_capitalised {
        let follows_title = name.before().is_some_and(|before| before.is(WordClasses::HONORIFIC));
        after.is_given_name() || follows_title && after.may_be_name()
    } else {
        after.is_given_name()
            || after.is_capitalised
                && (after.may_be_name() || after.is(WordClasses::TITLE_MODIFIER))
                && (may_be_person || !is_in_headline())
    };
    match is_longer {
        false => Adjacent::NoEffect,
        // "Chad Kroeger".
        true if may_be_person && !is_in_headline() => Adjacent::Namesake,
        true => Adjacent::Unclear,
    }
}

/// "Stadt Luxemburg", "город Тунис"; but "город Туниса", "Städte Polens".
fn is_town(name: &Surroundings<'_>, topic: PageIx, catalog: &Catalog) -> bool {
    name.before().is_some_and(|before| before.is(WordClasses::TOWN))
        && *catalog.entry(topic).title == *name.name()
}

/// "Der Niger fließt"; but not "Öl aus Russland fließt".
fn is_river(name: &Surroundings<'_>) -> bool {
    let is_article = |before: Neighbour<'_>| {
        before.is(WordClasses::DETERMINER)
            && !name.language.of_words.iter().any(|of| **of == *before.word)
    };
    name.after().is_some_and(|after| after.is(WordClasses::RIVER_VERB))
        && name.before().is_none_or(is_article)
}

/// "A Passage to India (1924)".
fn is_in_dated_title(name: &Surroundings<'_>) -> bool {
    const SHORT_WORD: usize = 4;
    let Some(year) = name.rest().strip_prefix(" (") else { return false };
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 4 || !year[digits..].starts_with([')', ',']) || name.language.nouns_are_capitalised
    {
        return false;
    }
    let is_small = |word: &str| !is_capitalised(word) && word.chars().nth(SHORT_WORD).is_none();
    let mut words = name.head().trim_end().rsplit(' ').skip_while(|word| is_small(word)).take(2);
    words.all(|word| is_capitalised(word) && word.chars().all(is_word_char))
        && name.head().contains(' ')
}

/// "Holsteinische Schweiz": an adjective with a capital, where nouns have capitals.
fn is_german_adjective(name: &Surroundings<'_>, before: &Neighbour<'_>) -> bool {
    const ENDINGS: [&str; 4] = ["ische", "ischen", "ischer", "ischem"];
    name.language.nouns_are_capitalised
        && before.is_capitalised
        && ENDINGS.iter().any(|ending| before.word.ends_with(ending))
}

/// "Президент Сирии Башар", "Князь Монако Альбер": a country that belongs to the title before it,
/// so that a person may begin after it.
fn is_after_title(name: &Surroundings<'_>) -> bool {
    name.language.has_genitive()
        && !name.language.nouns_are_capitalised
        && name.before().is_some_and(|before| before.is(PERSON_TITLE.or(WordClasses::CONTEXT)))
}

fn is_given_name(name: &Surroundings<'_>) -> bool {
    name.language.classes(name.name()).any(WordClasses::GIVEN_NAME)
}

fn is_single(name: &Surroundings<'_>) -> bool {
    !name.name().contains([' ', '-'])
}

/// "جورجيا ميلوني، رئيسة": a given name in a script without capitals, a word, and a title.
fn is_before_apposition(name: &Surroundings<'_>) -> bool {
    let has_case = |c: char| c.is_uppercase() || c.is_lowercase();
    let Some(after) = name.after().filter(|after| !after.word.contains(has_case)) else {
        return false;
    };
    let rest = &name.text[after.start + after.word.len()..];
    let apposition = rest.strip_prefix(", ").or_else(|| rest.strip_prefix("، "));
    apposition.is_some_and(|title| name.language.classes(first_word(title)).any(PERSON_TITLE))
}

/// "Sen. Jordan", "Coach Jordan": a person with the name of a country.
fn is_after_person_word(name: &Surroundings<'_>) -> bool {
    let is_title = |before: Neighbour<'_>| {
        before.is_capitalised
            && before.is(WordClasses::TITLE)
            && !before.is(WordClasses::TITLE_MODIFIER)
            && !name.language.has_genitive()
    };
    let is_before =
        |before: Neighbour<'_>| before.is(WordClasses::FORM_OF_ADDRESS) || is_title(before);
    name.before().is_some_and(is_before)
}

/// "de" in an English text, which is part of a name; not an article or preposition of the language.
fn is_foreign_particle(name: &Surroundings<'_>, word: &Neighbour<'_>) -> bool {
    word.is(WordClasses::PARTICLE)
        && !word.is_capitalised
        && !word.is(WordClasses::COMMON)
        && !name.language.of_words.iter().any(|of| **of == *word.word)
}

/// "Chad le Clos", "Dominique de Villepin": a given name.
fn is_before_particle(name: &Surroundings<'_>) -> bool {
    let Some(after) = name.after().filter(|after| after.is(WordClasses::PARTICLE)) else {
        return false;
    };
    let is_given_name = name.language.classes(name.name()).any(WordClasses::GIVEN_NAME);
    let next = name.word_after(after.start + after.word.len());
    !after.is_capitalised
        && (is_given_name || is_foreign_particle(name, &after))
        && next.is_some_and(|next| next.is_capitalised)
}

/// "die Schweden": the people of a country that has the same name.
fn is_people(name: &Surroundings<'_>, before: Option<Neighbour<'_>>) -> bool {
    name.language.classes(name.name()).any(WordClasses::PEOPLE)
        && before.is_some_and(|before| before.is(WordClasses::DETERMINER))
}

/// True before a title with its modifiers: "Israel Defense Minister".
fn is_before_title(name: &Surroundings<'_>, after: &Neighbour<'_>) -> bool {
    let mut word = *after;
    for _ in 0..4 {
        if word.is_capitalised && word.is(WordClasses::TITLE) {
            return true;
        }
        let is_modifier = word.is(WordClasses::TITLE_MODIFIER) && word.is_capitalised;
        let Some(next) = name.word_after(word.start + word.word.len()).filter(|_| is_modifier)
        else {
            return false;
        };
        word = next;
    }
    false
}
