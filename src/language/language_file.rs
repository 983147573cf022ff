//! The file of a language.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::inflection::{InflectionRule, InflectionStyle};
use super::{WordAdditions, WordClasses};

/// The lists of a language, as in `data/*.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LanguageFile {
    pub(super) given_names: Vec<Box<str>>,
    pub(super) titles: Vec<Box<str>>,
    pub(super) title_modifiers: Vec<Box<str>>,
    pub(super) honorifics: Vec<Box<str>>,
    pub(super) forms_of_address: Vec<Box<str>>,
    pub(super) common_words: Vec<Box<str>>,
    pub(super) calendar: Vec<Box<str>>,
    pub(super) word_family_names: Vec<Box<str>>,
    pub(super) place_prefixes: Vec<Box<str>>,
    pub(super) directions: Vec<Box<str>>,
    pub(super) place_suffixes: Vec<Box<str>>,
    pub(super) organisations: Vec<Box<str>>,
    pub(super) eponyms: Vec<Box<str>>,
    pub(super) of_heads: Vec<Box<str>>,
    pub(super) namesake_prefixes: Vec<Box<str>>,
    pub(super) generation_suffixes: Vec<Box<str>>,
    pub(super) particles: Vec<Box<str>>,
    pub(super) regions_after_comma: Vec<Box<str>>,
    pub(super) capitalised_contexts: Vec<Box<str>>,
    pub(super) person_verbs: Vec<Box<str>>,
    pub(super) word_names: Vec<Box<str>>,
    pub(super) place_endings: Vec<Box<str>>,
    pub(super) professions: Vec<Box<str>>,
    pub(super) towns: Vec<Box<str>>,
    pub(super) river_verbs: Vec<Box<str>>,
    pub(super) regnal_titles: Vec<Box<str>>,
    pub(super) relatives: Vec<Box<str>>,
    pub(super) place_prepositions: Vec<Box<str>>,
    pub(super) person_verb_endings: Vec<Box<str>>,
    pub(super) peoples: Vec<Box<str>>,
    pub(super) determiners: Vec<Box<str>>,
    pub(super) compound_nouns: Vec<Box<str>>,
    pub(super) longer_names: Vec<Box<str>>,
    pub(super) nicknames: BTreeMap<Box<str>, Vec<Box<str>>>,
    pub(super) prepositions: Vec<Box<str>>,
    pub(super) date_words: Vec<Box<str>>,
    pub(super) of_words: Vec<Box<str>>,
    pub(super) endings: Vec<Box<str>>,
    pub(super) apostrophe_endings: Vec<Box<str>>,
    pub(super) prefixed_letters: Vec<Box<str>>,
    pub(super) articles: Vec<Box<str>>,
    pub(super) elisions: Vec<Box<str>>,
    pub(super) tails: Vec<Box<str>>,
    pub(super) function_words: Vec<Box<str>>,
    pub(super) word_endings: Vec<Box<str>>,
    pub(super) nouns_are_capitalised: bool,
    pub(super) nouns_modify_nouns: bool,
    pub(super) uses_english_given_names: bool,
    pub(super) inflection_style: InflectionStyle,
    pub(super) inflection: Vec<InflectionRule>,
}

/// A list of words of one class.
pub(super) struct WordList {
    pub(super) class: WordClasses,
    pub(super) words: fn(&LanguageFile) -> &Vec<Box<str>>,
}

macro_rules! word_lists {
    ($($list:ident = $class:ident;)*) => {
        /// The lists whose words have a class.
        pub(super) const LISTS: &[WordList] = &[$(WordList {
            class: WordClasses::$class,
            words: |file| &file.$list,
        }),*];
    };
}

word_lists! {
    given_names = GIVEN_NAME;
    titles = TITLE;
    title_modifiers = TITLE_MODIFIER;
    honorifics = HONORIFIC;
    forms_of_address = HONORIFIC;
    forms_of_address = FORM_OF_ADDRESS;
    common_words = COMMON;
    calendar = CALENDAR;
    word_family_names = WORD_FAMILY_NAME;
    place_prefixes = PLACE_PREFIX;
    directions = DIRECTION;
    place_suffixes = PLACE_SUFFIX;
    organisations = ORGANISATION;
    eponyms = EPONYM;
    prepositions = PREPOSITION;
    date_words = DATE_WORD;
    namesake_prefixes = NAMESAKE_PREFIX;
    generation_suffixes = GENERATION_SUFFIX;
    particles = PARTICLE;
    professions = PROFESSION;
    capitalised_contexts = CONTEXT;
    person_verbs = PERSON_VERB;
    compound_nouns = COMPOUND_NOUN;
    peoples = PEOPLE;
    determiners = DETERMINER;
    word_names = WORD_NAME;
    towns = TOWN;
    river_verbs = RIVER_VERB;
    regnal_titles = REGNAL_TITLE;
    relatives = RELATIVE;
    place_prepositions = PLACE_PREPOSITION;
}

impl LanguageFile {
    /// Adds a site's words.
    pub(super) fn extend(&mut self, additions: &WordAdditions) {
        let WordAdditions { given_names, titles, places, organisations, particles, endings } =
            additions;
        for (list, words) in [
            (&mut self.given_names, given_names),
            (&mut self.titles, titles),
            (&mut self.place_prefixes, places),
            (&mut self.place_suffixes, places),
            (&mut self.organisations, organisations),
            (&mut self.particles, particles),
            (&mut self.endings, endings),
        ] {
            list.extend(words.iter().cloned());
        }
    }
}
