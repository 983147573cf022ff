//! Decides from the words next to a name whether it is part of a longer one: "John Smith Jr.",
//! "Lincoln Center", "New Guinea".
//!
//! Adjacent words can only take a link away. One set of rules holds for all kinds of names; the
//! words are data of each language (`crate::language`).

use super::surroundings::{Neighbour, Surroundings, first_word};
use super::titles::{has_fitting_title, has_title};
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::{Catalog, NameKind, PageIx};
use crate::config::TopicKind;
use crate::language::WordClasses;
use crate::text::{begins_sentence, is_capitalised, is_hangul, is_spaceless_script, is_word_char};

/// What adjacent words make of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adjacent {
    NoEffect,
    /// The name may mean something else. Later mentions are not affected.
    Unclear,
    /// The name of a person, or an abbreviation, that is not a topic. So later uses are unclear.
    OtherBearer,
    /// A given name before a family name, which is that of another person unless it is the bearer's
    /// own.
    GivenName,
    /// A given name before the name of a country: a person who bears it.
    Namesake,
}

/// Classes of words after a name that make it the name of something else.
const NAMESAKE: WordClasses = WordClasses::PLACE_SUFFIX.or(WordClasses::ORGANISATION);

const PERSON_TITLE: WordClasses = WordClasses::TITLE.or(WordClasses::HONORIFIC);

/// Checks the words next to a name of a kind, of a topic of a kind.
pub(super) fn check(
    name: Surroundings<'_>,
    name_kind: NameKind,
    (topic, topic_kind): (PageIx, TopicKind),
    catalog: &Catalog,
    lexicon: &mut TrackedLexicon<'_>,
) -> Adjacent {
    if name.head().ends_with(['$', '€', '£', '¥', '@', '#']) {
        return Adjacent::Unclear;
    }
    if is_joined(&name) || is_word_in_capitals(&name) {
        return Adjacent::Unclear;
    }
    if is_after_given_name(&name) {
        return Adjacent::GivenName;
    }
    if !name_kind.is_short() && may_be_common_word(&name) || name.is_in_title_of_work() {
        return Adjacent::Unclear;
    }
    match topic_kind {
        TopicKind::Figure if has_other_profession(&name, topic, catalog) => Adjacent::Unclear,
        TopicKind::Figure if name_kind.is_short() => check_short_name(name),
        // "Victoria" is as unclear as a family name.
        TopicKind::Figure if !name.name().contains([' ', '-']) => {
            let has_other_title = has_title(&name) && !has_fitting_title(&name, topic, catalog);
            match check_short_name(name) {
                Adjacent::NoEffect if has_other_title && !catalog.offices(topic).is_empty() => {
                    Adjacent::Unclear
                }
                adjacent => adjacent,
            }
        }
        TopicKind::Figure => check_person(name, lexicon),
        TopicKind::Country => check_country(name, lexicon),
        TopicKind::Event | TopicKind::Organisation | TopicKind::Term => {
            check_thing(name, (topic, topic_kind), catalog, lexicon)
        }
    }
}

/// A name in Han or kana inside a longer word.
fn is_joined(name: &Surroundings<'_>) -> bool {
    let is_han = |c: char| is_spaceless_script(c) && !is_hangul(c);
    name.name().ends_with(is_han) && name.is_joined_to_word()
}

/// "约翰·哈佛": a dot joins the names of a person in Chinese and Japanese.
fn is_after_given_name(name: &Surroundings<'_>) -> bool {
    if !name.name().starts_with(is_spaceless_script) {
        return false;
    }
    let is_joined = |text: &str, dots: [char; 2]| {
        text.strip_suffix(dots).is_some_and(|head| head.ends_with(is_spaceless_script))
    };
    let follows_name =
        name.previous_name.is_some_and(|(_, end)| name.text[end..name.start].chars().count() == 1);
    let is_han = |c: char| is_spaceless_script(c) && !is_hangul(c);
    name.name().starts_with(is_han) && !follows_name && is_joined(name.head(), ['·', '・'])
}

/// "The composer John Adams", where the offices of the topic say nothing of a composer.
fn has_other_profession(name: &Surroundings<'_>, topic: PageIx, catalog: &Catalog) -> bool {
    let Some(before) = name.before().filter(|it| it.is(WordClasses::PROFESSION)) else {
        return false;
    };
    let offices = catalog.offices(topic);
    !before.is_capitalised
        && !offices.is_empty()
        && !offices.iter().any(|office| office.contains(before.word))
}

/// A name that is also a word ("인도", "Чад"), where nothing shows that the name is meant. In a script
/// with capitals only at the beginning of a sentence.
fn may_be_common_word(name: &Surroundings<'_>) -> bool {
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
fn is_word_in_capitals(name: &Surroundings<'_>) -> bool {
    name.is_abbreviation()
        && !name.name().contains('.')
        && name.language.classes(name.name()).any(WordClasses::COMMON)
        && name.is_in_capitals()
}

/// A country, a metonym or a demonym.
fn check_country(name: Surroundings<'_>, lexicon: &mut TrackedLexicon<'_>) -> Adjacent {
    if name.follows_of_head() || name.has_tail() || name.is_town_in_region() {
        return Adjacent::Unclear;
    }
    if let Some(phrase) = name.abbreviated_phrase()
        && lexicon.topics_named(phrase).is_empty()
    {
        return Adjacent::OtherBearer;
    }
    // "미국 화가 조지아 오키프": a given name after a profession.
    let is_given_name = name.language.classes(name.name()).any(WordClasses::GIVEN_NAME);
    let is_profession = |word: Option<Neighbour<'_>>| {
        word.is_some_and(|word| {
            word.is(WordClasses::PROFESSION)
                || word.is(WordClasses::HONORIFIC) && !word.is(WordClasses::TITLE)
        })
    };
    let is_hangul = name.name().starts_with(is_hangul);
    if is_profession(name.before()) && (is_given_name || is_hangul) {
        return Adjacent::Unclear;
    }
    // "작가 아나톨 프랑스".
    if is_hangul
        && name.before().is_some_and(|before| {
            before.is_given_name() || is_profession(name.word_before(before.start))
        })
    {
        return Adjacent::Namesake;
    }
    if is_given_name && is_before_apposition(&name) {
        return Adjacent::Namesake;
    }
    let is_abbreviation = name.is_abbreviation();
    let is_single = !name.name().contains([' ', '-']);
    let nouns_are_capitalised = name.language.nouns_are_capitalised;
    let before = name.before();
    if is_single && is_after_person_word(&name) {
        return Adjacent::Namesake;
    }
    // "Petróleos de Venezuela" in an English text.
    let is_foreign = before.is_some_and(|before| is_foreign_particle(&name, &before));
    let is_ship =
        |before: Neighbour<'_>| !before.is_capitalised && before.is(WordClasses::NAMESAKE_PREFIX);
    if is_foreign || before.is_some_and(is_ship) || is_people(&name, before) {
        return Adjacent::Unclear;
    }
    if let Some(before) = before.filter(|before| before.may_belong() && !before.is_name) {
        let makes_place = before.is(WordClasses::PLACE_PREFIX.or(WordClasses::NAMESAKE_PREFIX));
        // "Islamic Republic of China" is no name of China.
        let is_of_phrase = || {
            let mut of_words = name.language.of_words.iter();
            of_words.any(|of| name.name().contains(&format!(" {of} ")))
        };
        let is_unknown = before.may_be_name()
            && (is_single || is_of_phrase())
            && !is_abbreviation
            && !before.is_abbreviation
            && !(before.begins_sentence() && is_opener(before.word))
            && !name.language.has_genitive();
        // "Außenminister Shigenori Togo", where a capital says little.
        let follows_title = nouns_are_capitalised
            && before.may_be_name()
            && name.word_before(before.start).is_some_and(|it| it.is(PERSON_TITLE));
        if is_single && (before.is_given_name() || follows_title) {
            return Adjacent::Namesake;
        }
        if makes_place || is_unknown || is_single && name.is_after_initial() {
            return Adjacent::Unclear;
        }
    }
    if is_single && is_before_particle(&name) {
        return Adjacent::Unclear;
    }
    let Some(after) = name.after().filter(Neighbour::may_belong) else {
        return Adjacent::NoEffect;
    };
    if is_abbreviation || starts_name(&name, &after, lexicon) {
        return Adjacent::NoEffect;
    }
    let is_longer = if after.is(NAMESAKE) {
        !after.is(WordClasses::CONTEXT)
    } else if after.is_abbreviation {
        // "Israel KHAN": family names may be in capitals.
        after.word.chars().count() > 3 && name.name().contains(char::is_lowercase)
    } else if is_before_title(&name, &after) {
        false
    } else if nouns_are_capitalised {
        let follows_title = before.is_some_and(|before| before.is(WordClasses::HONORIFIC));
        after.is_given_name() || follows_title && after.may_be_name()
    } else {
        after.is_given_name()
            || after.is_capitalised
                && (after.may_be_name() || after.is(WordClasses::TITLE_MODIFIER))
                && !name.is_in_headline()
    };
    match is_longer {
        false => Adjacent::NoEffect,
        // "Chad Kroeger".
        true if is_given_name && is_single && !after.is(NAMESAKE) => Adjacent::Namesake,
        true => Adjacent::Unclear,
    }
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

/// An organisation, event or term.
fn check_thing(
    name: Surroundings<'_>,
    (topic, topic_kind): (PageIx, TopicKind),
    catalog: &Catalog,
    lexicon: &mut TrackedLexicon<'_>,
) -> Adjacent {
    if let Some(phrase) = name.abbreviated_phrase()
        && lexicon.topics_named(phrase).is_empty()
    {
        return Adjacent::OtherBearer;
    }
    if is_abbreviation_of_word_before(&name, topic, catalog) {
        return Adjacent::OtherBearer;
    }
    if name.name().starts_with(char::is_lowercase) {
        return Adjacent::NoEffect;
    }
    if name.follows_of_head() && !name.name().contains(' ') {
        return Adjacent::Unclear;
    }
    let is_single = !name.name().contains([' ', '-']);
    // "the American Congress", where "Congress" is a name of another.
    let is_generic =
        is_single && name.language.classes(name.name()).any(WordClasses::CONTEXT.or(NAMESAKE));
    if let Some(before) = name.before().filter(|before| before.is_capitalised) {
        let makes_place = before.is(WordClasses::NAMESAKE_PREFIX);
        let is_person = is_single && !name.is_abbreviation() && before.is_given_name();
        let is_other = is_generic && (before.is_name || before.may_be_name());
        if makes_place && !before.is_name || is_person || is_other {
            return Adjacent::Unclear;
        }
    }
    if topic_kind == TopicKind::Event && is_of_another_year(&name, topic, catalog) {
        return Adjacent::Unclear;
    }
    if matches!(topic_kind, TopicKind::Organisation | TopicKind::Event)
        && is_one_of_many(&name, topic_kind, catalog, lexicon)
    {
        return Adjacent::Unclear;
    }
    let Some(after) = name.after().filter(|after| after.is_capitalised) else {
        return Adjacent::NoEffect;
    };
    if name.language.nouns_are_capitalised
        || starts_name(&name, &after, lexicon)
        || !is_single && lexicon.has_name_at(name.text, after.start)
        || after.is(WordClasses::CONTEXT)
    {
        return Adjacent::NoEffect;
    }
    let is_longer = after.is(NAMESAKE)
        || !name.is_abbreviation()
            && !after.is_abbreviation
            && after.may_be_name()
            && !name.is_in_headline();
    if is_longer { Adjacent::Unclear } else { Adjacent::NoEffect }
}

/// "조류인플루엔자(AI)": the abbreviation of a word that is none of the names of the topic, which has
/// others in that script.
fn is_abbreviation_of_word_before(
    name: &Surroundings<'_>,
    topic: PageIx,
    catalog: &Catalog,
) -> bool {
    let Some(head) = name.head().strip_suffix('(') else { return false };
    let is_after_name = name.previous_name.is_some_and(|(_, end)| end == head.len());
    let has_other_name = || {
        let aliases = catalog.head(topic).front.topic().into_iter();
        let aliases = aliases.flat_map(|keys| &keys.also_known_as).map(|alias| &*alias.name.value);
        let mut names = std::iter::once(&*catalog.entry(topic).title).chain(aliases);
        names.any(|other| other.starts_with(is_spaceless_script))
    };
    name.rest().starts_with(')')
        && name.is_abbreviation()
        && head.ends_with(is_spaceless_script)
        && !is_after_name
        && has_other_name()
}

/// "The London Olympics of 1948": an event of that name in another year.
fn is_of_another_year(name: &Surroundings<'_>, topic: PageIx, catalog: &Catalog) -> bool {
    let Some(date) = &catalog.entry(topic).event_date else { return false };
    let before = name.head().trim_end().rsplit(' ').next();
    let mut words = name.rest().split(' ').skip(1);
    let follows_of = words.next().filter(|of| matches!(*of, "of" | "von" | "de" | "du"));
    // "The Hanoi summit of ASEAN in October 2010".
    let after = words.take(5).take_while(|_| follows_of.is_some()).find_map(year);
    let years: Vec<i64> = before.and_then(year).into_iter().chain(after).collect();
    let (first, last) = (date.first_day(), date.last_day());
    years.iter().any(|year| {
        first.is_some_and(|day| i64::from(day.year()) > *year)
            || last.is_some_and(|day| i64::from(day.year()) < *year)
    })
}

fn year(word: &str) -> Option<i64> {
    let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
    (digits.len() == 4).then(|| digits.parse().ok()).flatten()
}

/// "Supreme Court of Canada": another organisation of that name.
fn is_one_of_many(
    name: &Surroundings<'_>,
    topic_kind: TopicKind,
    catalog: &Catalog,
    lexicon: &mut TrackedLexicon<'_>,
) -> bool {
    if !name.name().contains(' ') {
        return false;
    }
    let rest = name.rest();
    let object = |of: &str| {
        let object = rest.strip_prefix(' ')?.strip_prefix(of)?.strip_prefix(' ')?;
        let is_name = is_capitalised(object)
            && !name.language.classes(first_word(object)).any(WordClasses::CALENDAR);
        is_name.then_some(name.text.len() - object.len())
    };
    let Some(at) = name.language.of_words.iter().find_map(|of| object(of)) else { return false };
    let is_country =
        |topic: &PageIx| catalog.entry(*topic).topic_kind() == Some(TopicKind::Country);
    let topics = lexicon.full_name_topics_at(name.text, at);
    topic_kind == TopicKind::Event || topics.is_empty() || topics.iter().any(is_country)
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

/// The full name of a person.
fn check_person(name: Surroundings<'_>, lexicon: &mut TrackedLexicon<'_>) -> Adjacent {
    if is_double_name(&name) {
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

/// A ship or building: "the carrier Charles de Gaulle", "Charles de Gaulle airport".
fn is_namesake(name: &Surroundings<'_>) -> bool {
    let lower = |word: Option<Neighbour<'_>>, classes| {
        word.is_some_and(|word| !word.is_capitalised && word.is(classes))
    };
    lower(name.before(), WordClasses::NAMESAKE_PREFIX)
        || lower(name.after(), WordClasses::PLACE_SUFFIX)
}

/// The family name or another short name of a person.
fn check_short_name(name: Surroundings<'_>) -> Adjacent {
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
            return if after.is(WordClasses::TITLE.or(WordClasses::CONTEXT)) {
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
        || is_before(WordClasses::NAMESAKE_PREFIX)
        || is_before(WordClasses::PLACE_PREFIX) && name.name().starts_with(is_hangul)
        || is_namesake(&name)
        || may_be_word(&name, before, after) && !has_title()
    {
        return Adjacent::Unclear;
    }
    let may_be_name = |before: &Neighbour<'_>| before.may_be_name() || before.is_given_name();
    let Some(before) = before.filter(may_be_name) else { return Adjacent::NoEffect };
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
        || before.is_some_and(|before| PREPOSITIONS.contains(&before.word))
            && !name.rest().starts_with('\'')
}

/// A family name that is also a word or month, where nothing shows that a person is meant.
fn may_be_word(
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
    if is_after_adjective || before.is_some_and(|before| before.is(WordClasses::DETERMINER)) {
        return true;
    }
    if name.rest().starts_with('\'') {
        return begins_sentence && before.is_some();
    }
    let shows_person = after.is_some_and(|after| after.is(WordClasses::PERSON_VERB));
    let is_followed_by_noun =
        after.is_some_and(|after| !after.is_capitalised && !after.is(WordClasses::COMMON));
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

/// Words that open a sentence without being a given name: "Ironically", "Visiting", "Asked".
fn is_opener(word: &str) -> bool {
    word.len() > 5 && ["ly", "ing", "ed"].iter().any(|ending| word.ends_with(ending))
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

/// True if a full name of a topic begins at the word after: "Russia China talks".
fn starts_name(
    name: &Surroundings<'_>,
    after: &Neighbour<'_>,
    lexicon: &mut TrackedLexicon<'_>,
) -> bool {
    !lexicon.full_name_topics_at(name.text, after.start).is_empty()
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

/// The given name after a family name in a bibliography: "Barclay, Harold." at the beginning of a
/// text or after a semicolon.
pub(super) fn given_name_after_comma<'a>(name: &Surroundings<'a>) -> Option<&'a str> {
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
