//! Decides from the words next to a name whether it is part of a longer one: "John Smith Jr.",
//! "Lincoln Center", "New Guinea".
//!
//! Adjacent words can only take a link away. One set of rules holds for all kinds of names; the
//! words are data of each language (`crate::language`).

mod common_words;
mod country;
mod person;
mod thing;

use self::common_words::{is_word_in_capitals, may_be_common_word};
pub(super) use self::person::given_name_after_comma;
use super::surroundings::{Neighbour, Surroundings};
use super::titles::{has_fitting_title, has_title};
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::{Catalog, NameKind, PageIx};
use crate::config::TopicKind;
use crate::language::WordClasses;
use crate::text::{is_han_or_kana, is_spaceless_script};

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
    // "отель «Украина»", "Airbus »Konrad Adenauer«". Terms, events, organisations, official names
    // and abbreviations are quoted for other reasons.
    let may_be_ship = match topic_kind {
        TopicKind::Figure => true,
        TopicKind::Country => !name.name().contains(' ') && !name.is_abbreviation(),
        TopicKind::Event | TopicKind::Organisation | TopicKind::Term => false,
    };
    if may_be_ship && name.fills_quotation_marks() {
        return Adjacent::Unclear;
    }
    match topic_kind {
        TopicKind::Figure if person::has_other_profession(&name, topic, catalog) => {
            Adjacent::Unclear
        }
        TopicKind::Figure if name_kind.is_short() => person::check_short_name(name, topic, catalog),
        // "Victoria" is as unclear as a family name.
        TopicKind::Figure if !name.name().contains([' ', '-']) => {
            let has_other_title = has_title(&name) && !has_fitting_title(&name, topic, catalog);
            match person::check_short_name(name, topic, catalog) {
                Adjacent::NoEffect if has_other_title && !catalog.offices(topic).is_empty() => {
                    Adjacent::Unclear
                }
                adjacent => adjacent,
            }
        }
        TopicKind::Figure => person::check_full_name(name, topic, catalog, lexicon),
        TopicKind::Country => country::check(name, topic, catalog, lexicon),
        TopicKind::Event | TopicKind::Organisation | TopicKind::Term => {
            thing::check(name, (topic, topic_kind), catalog, lexicon)
        }
    }
}

/// A name in Han or kana inside a longer word.
fn is_joined(name: &Surroundings<'_>) -> bool {
    name.name().ends_with(is_han_or_kana) && name.is_joined_to_word()
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
    name.name().starts_with(is_han_or_kana) && !follows_name && is_joined(name.head(), ['·', '・'])
}

/// "多米尼克·斯特劳斯-卡恩": the given name of a person in Chinese and Japanese.
fn is_before_family_name(name: &Surroundings<'_>) -> bool {
    let after = name.rest().strip_prefix(['·', '・']);
    name.name().ends_with(is_han_or_kana)
        && after.is_some_and(|after| after.starts_with(is_han_or_kana))
        && name.next_name.is_none_or(|next| name.text[name.end..next].chars().nth(1).is_some())
}

/// True if a full name of a topic begins at the word after: "Russia China talks".
fn starts_name(
    name: &Surroundings<'_>,
    after: &Neighbour<'_>,
    lexicon: &mut TrackedLexicon<'_>,
) -> bool {
    !lexicon.full_name_topics_at(name.text, after.start).is_empty()
}

/// Words that open a sentence without being a given name: "Ironically", "Visiting", "Asked",
/// "Решение".
fn is_opener(word: &str) -> bool {
    const ENDINGS: [&str; 9] = ["ly", "ing", "ed", "ание", "ение", "ище", "ство", "ость", "ация"];
    word.len() > 5 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}
