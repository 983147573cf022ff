//! Names of persons, in full and short: "Lincoln Center", "Müller-Schmidt", "John Smith Jr.".

use super::common_words::may_be_word;
use super::{Adjacent, NAMESAKE, PERSON_TITLE, is_opener, starts_name};
use crate::catalog::{Catalog, PageIx};
use crate::language::WordClasses;
use crate::link::surroundings::{Neighbour, Surroundings, first_word};
use crate::link::titles::{has_fitting_title, has_title};
use crate::link::tracked_lexicon::TrackedLexicon;
use crate::text::{is_capitalised, is_hangul, is_word_char};

/// The full name of a person.
pub(super) fn check_full_name(
    name: Surroundings<'_>,
    topic: PageIx,
    catalog: &Catalog,
    lexicon: &mut TrackedLexicon<'_>,
) -> Adjacent {
    if is_double_name(&name) || is_hyphenated(&name, topic, catalog) || name.follows_town() {
        return Adjacent::Unclear;
    }
    if has_generation_suffix(&name) {
        return Adjacent::OtherBearer;
    }
    if let Some(before) = name.before().filter(|before| before.is_capitalised && !before.is_name) {
        let is_first_name = before.is_given_name()
            || before.may_be_name() && lexicon.starts_person_name(before.word);
        if is_first_name && !before.is_abbreviation {
            return Adjacent::OtherBearer;
        }
        if before.is(WordClasses::NAMESAKE_PREFIX) {
            return Adjacent::Unclear;
        }
    }
    if is_namesake(&name) {
        return Adjacent::Unclear;
    }
    let Some(after) = name.after().filter(|after| after.is_capitalised) else {
        return Adjacent::NoEffect;
    };
    if starts_name(&name, &after, lexicon) {
        return Adjacent::NoEffect;
    }
    let may_continue = !after.is_abbreviation
        && !name.language.nouns_are_capitalised
        && !after.is(WordClasses::COMMON.or(WordClasses::CALENDAR))
        && !name.is_in_headline();
    if after.is(NAMESAKE) || may_continue { Adjacent::Unclear } else { Adjacent::NoEffect }
}

/// The family name or another short name of a person.
pub(super) fn check_short_name(
    name: Surroundings<'_>,
    topic: PageIx,
    catalog: &Catalog,
) -> Adjacent {
    if is_double_name(&name) {
        return Adjacent::Unclear;
    }
    let after = name.after();
    let nouns_are_capitalised = name.language.nouns_are_capitalised;
    if let Some(after) = after.filter(|after| after.is_capitalised && !after.is_abbreviation) {
        if after.is(NAMESAKE) {
            return Adjacent::Unclear;
        }
        if after.is_given_name()
            || !nouns_are_capitalised && !after.is(WordClasses::COMMON.or(WordClasses::CALENDAR))
        {
            if name.is_in_headline() && !after.is_given_name() {
                return Adjacent::NoEffect;
            }
            // "Hugo Chávez" does not have the family name of Victor Hugo.
            let is_given_name =
                !after.is_given_name() && is_other_given_name(&name, topic, catalog);
            return if is_given_name || after.is(WordClasses::TITLE.or(WordClasses::CONTEXT)) {
                Adjacent::Unclear
            } else {
                Adjacent::OtherBearer
            };
        }
    }
    if has_generation_suffix(&name) {
        return Adjacent::OtherBearer;
    }
    let before = before_particles(&name);
    let is_before = |classes: WordClasses| before.is_some_and(|before| before.is(classes));
    // "The Catholic Church": a word of faith or party shows little before a word.
    let has_title = || {
        let is_word = name.language.classes(name.name()).any(WordClasses::WORD_FAMILY_NAME);
        let person_word = WordClasses::TITLE.or(WordClasses::FORM_OF_ADDRESS);
        is_before(if is_word { person_word } else { PERSON_TITLE }) || has_title(&name)
    };
    let is_eponym =
        after.is_some_and(|after| !after.is_capitalised && after.is(WordClasses::EPONYM));
    if is_eponym
        || is_place(&name, before)
        || name.is_town_in_region()
        || name.follows_of_head()
        || name.follows_town()
        || is_before(WordClasses::NAMESAKE_PREFIX)
        || is_before(WordClasses::RELATIVE)
        || is_monarch(&name, topic, catalog)
        || is_before(WordClasses::PLACE_PREFIX) && name.name().starts_with(is_hangul)
        || is_namesake(&name)
        || may_be_word(&name, before, after) && !has_title()
    {
        return Adjacent::Unclear;
    }
    let may_be_name = |before: &Neighbour<'_>| before.may_be_name() || before.is_given_name();
    let Some(before) = before.filter(may_be_name) else { return Adjacent::NoEffect };
    if disagrees(&name, &before, topic, catalog) || follows_place(&name, &before) {
        return Adjacent::NoEffect;
    }
    if before.is_given_name() || before.is_initials() {
        return Adjacent::GivenName;
    }
    // A word at the beginning of a sentence may be a given name that is in no list: linking another
    // person to a topic is the worse mistake.
    match (before.is_abbreviation, before.begins_sentence() || nouns_are_capitalised) {
        (true, _) => Adjacent::NoEffect,
        (false, true) if is_opener(before.word) => Adjacent::NoEffect,
        (false, true) if nouns_are_capitalised => Adjacent::Unclear,
        _ => Adjacent::GivenName,
    }
}

/// "The composer John Adams", where the offices of the topic say nothing of a composer.
pub(super) fn has_other_profession(
    name: &Surroundings<'_>,
    topic: PageIx,
    catalog: &Catalog,
) -> bool {
    let Some(before) = name.before().filter(|it| it.is(WordClasses::PROFESSION)) else {
        return false;
    };
    let offices = catalog.offices(topic);
    !before.is_capitalised
        && !offices.is_empty()
        && !offices.iter().any(|office| office.contains(before.word))
}

/// "Müller-Schmidt" is another family name, "Merkel-Regierung" is not.
fn is_double_name(name: &Surroundings<'_>) -> bool {
    if !name.language.nouns_are_capitalised {
        return false;
    }
    let after = first_word(name.rest().strip_prefix('-').unwrap_or(""));
    let before = name.head().strip_suffix('-');
    let before =
        before.map_or("", |head| head.rsplit(|c: char| !is_word_char(c)).next().unwrap_or(""));
    let noun = WordClasses::COMPOUND_NOUN.or(WordClasses::ORGANISATION).or(WordClasses::TITLE);
    let is_name = |word: &str| is_capitalised(word) && !name.language.classes(word).any(noun);
    let is_compound = name.name().contains('-') && name.rest().starts_with('-');
    name.language.nouns_are_capitalised
        && (is_compound
            || is_name(after) && name.language.title_in(&after.to_lowercase()).is_none()
            || is_name(before))
}

/// A ship or building: "the carrier Charles de Gaulle", "Charles de Gaulle airport".
fn is_namesake(name: &Surroundings<'_>) -> bool {
    let lower = |word: Option<Neighbour<'_>>, classes| {
        word.is_some_and(|word| !word.is_capitalised && word.is(classes))
    };
    lower(name.before(), WordClasses::NAMESAKE_PREFIX)
        || lower(name.after(), WordClasses::PLACE_SUFFIX)
}

/// "L'hôpital européen Georges-Pompidou": in the names of things, hyphens join the names of a
/// person who is written without them.
fn is_hyphenated(name: &Surroundings<'_>, topic: PageIx, catalog: &Catalog) -> bool {
    if name.name().contains(' ') || !name.name().contains('-') {
        return false;
    }
    let title = &catalog.entry(topic).title;
    title.contains(' ')
        && title.chars().map(|c| if c == ' ' { '-' } else { c }).eq(name.name().chars())
}

/// True for a family name that is also a given name, of a person with the given name first.
fn is_other_given_name(name: &Surroundings<'_>, topic: PageIx, catalog: &Catalog) -> bool {
    let title = &catalog.entry(topic).title;
    let second = name.name().char_indices().nth(2).map_or(name.name().len(), |(at, _)| at);
    name.language.classes(name.name()).any(WordClasses::GIVEN_NAME)
        && !title.starts_with(&name.name()[..second])
}

/// "Le roi Philippe": a monarch has only a given name.
fn is_monarch(name: &Surroundings<'_>, topic: PageIx, catalog: &Catalog) -> bool {
    name.before().is_some_and(|before| before.is(WordClasses::REGNAL_TITLE))
        && name.language.classes(name.name()).any(WordClasses::GIVEN_NAME)
        && !has_fitting_title(name, topic, catalog)
}

/// "Визит Путина": a given name would have an ending of the same case.
fn disagrees(
    name: &Surroundings<'_>,
    before: &Neighbour<'_>,
    topic: PageIx,
    catalog: &Catalog,
) -> bool {
    const CONSONANTS: &str = "бвгджзклмнпрстфхцчшщ";
    before.word.ends_with(|c| CONSONANTS.contains(c))
        && !before.is_given_name()
        && !catalog.entry(topic).title.contains(name.name())
}

/// "В Пекине Путин": the word before is that of a place.
fn follows_place(name: &Surroundings<'_>, before: &Neighbour<'_>) -> bool {
    let preposition = name.word_before(before.start);
    !before.is_given_name() && preposition.is_some_and(|it| it.is(WordClasses::PLACE_PREPOSITION))
}

/// The word before a family name and its particles: "Faisal" in "Faisal bin Salman", "Maher" in
/// "Maher al-Assad".
fn before_particles<'a>(name: &Surroundings<'a>) -> Option<Neighbour<'a>> {
    if let Some(at) = name.article_start() {
        return name.word_before(at);
    }
    let before = name.before()?;
    match before.is(WordClasses::PARTICLE) && !before.is_capitalised {
        true => name.word_before(before.start).or(Some(before)),
        false => Some(before),
    }
}

/// "in Washington", "south of Lincoln".
fn is_place(name: &Surroundings<'_>, before: Option<Neighbour<'_>>) -> bool {
    const PREPOSITIONS: [&str; 5] = ["in", "near", "outside", "throughout", "downtown"];
    const DIRECTIONS: &str = "north south east west northeast northwest southeast southwest \
        outside city town village port harbour harbor suburb";
    let mut words = name.head().trim_end().rsplit(' ');
    let follows_direction = words.next() == Some("of")
        && words
            .next()
            .is_some_and(|word| DIRECTIONS.split(' ').any(|it| *it == word.to_lowercase()));
    // "Darwin, in the north of Australia".
    let is_located =
        [", in the ", ", a city", ", a town", ", the capital", ", north of", ", south of"]
            .iter()
            .any(|place| name.rest().starts_with(place));
    follows_direction
        || is_located
        || before.is_some_and(|before| {
            PREPOSITIONS.contains(&before.word) || before.is(WordClasses::PLACE_PREPOSITION)
        }) && !name.rest().starts_with('\'')
}

/// "John Smith Jr.", "John Smith, Sr.", "John Smith III".
fn has_generation_suffix(name: &Surroundings<'_>) -> bool {
    let rest = name.rest();
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    let word = first_word(rest.strip_prefix(' ').unwrap_or(""));
    let is_suffix = |word: &str| name.language.classes(word).any(WordClasses::GENERATION_SUFFIX);
    match word.chars().next_back() {
        // "주니어는", with a particle.
        Some(last) if is_hangul(last) => {
            is_suffix(word) || is_suffix(&word[..word.len() - last.len_utf8()])
        }
        _ => is_capitalised(word) && is_suffix(word),
    }
}

/// The given name after a family name in a bibliography: "Barclay, Harold." at the beginning of a
/// text or after a semicolon.
pub(in crate::link) fn given_name_after_comma<'a>(name: &Surroundings<'a>) -> Option<&'a str> {
    let head = name.head().trim_end();
    let rest = name.rest().strip_prefix(", ")?;
    if !head.is_empty() && !head.ends_with(';') {
        return None;
    }
    let given = first_word(rest);
    let after = first_word(rest[given.len()..].strip_prefix(' ').unwrap_or(""));
    // "Pence, Mike Pompeo" lists two people.
    let is_two_people = is_capitalised(after) && after.chars().nth(1).is_some();
    let no_name = WordClasses::COMMON
        .or(WordClasses::TITLE)
        .or(WordClasses::TITLE_MODIFIER)
        .or(WordClasses::HONORIFIC);
    let is_name = is_capitalised(given)
        && !(given.len() > 1 && given.chars().all(char::is_uppercase))
        && !name.language.classes(given).any(no_name);
    (is_name && !is_two_people).then_some(given)
}
