//! Names of organisations, events and terms: "Supreme Court of Canada", "the London Olympics of 1948".

use super::{Adjacent, NAMESAKE, starts_name};
use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::language::WordClasses;
use crate::link::surroundings::{Neighbour, Surroundings, first_word};
use crate::link::tracked_lexicon::TrackedLexicon;
use crate::text::{is_capitalised, is_spaceless_script};

/// An organisation, event or term.
pub(super) fn check(
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
    if is_number_or_unit(&name) {
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

/// "RN 116", "40 AU from the Sun": an abbreviation with a number that is no year.
fn is_number_or_unit(name: &Surroundings<'_>) -> bool {
    const LONGEST_NUMBER: usize = 3;
    let is_number = |word: &Neighbour<'_>| {
        word.word.len() <= LONGEST_NUMBER && word.word.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !name.is_abbreviation() {
        return false;
    }
    // No "2,000" or "5 %", nor "UN 500 trucks".
    let is_numbered = name.after().filter(is_number).is_some_and(|number| {
        let rest = &name.text[number.start + number.word.len()..];
        let mut after = rest.chars();
        let is_decimal = rest.starts_with(['.', ','])
            && after.nth(1).is_some_and(|digit| digit.is_ascii_digit());
        !is_decimal && !rest.starts_with([' ', '%', '-'])
    });
    // No "5. NATO" nor "5 NATO-Staaten".
    let follows_number = name.before().is_some_and(|number| {
        is_number(&number) && number.start + number.word.len() + 1 == name.start
    });
    let is_unit = || {
        let is_small = |after: Neighbour<'_>| {
            !after.is_capitalised && after.is(WordClasses::COMMON.or(WordClasses::PREPOSITION))
        };
        !name.rest().starts_with('-') && name.after().is_none_or(is_small)
    };
    is_numbered || follows_number && is_unit()
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
