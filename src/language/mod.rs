//! What the linker knows of each language: words that matter next to a name, endings, inflection.
//!
//! The words are data, one file per language in `data/`; a site adds to them in
//! `[autolink.words.<language>]`.

mod additions;
mod arabic_articles;
mod event_class;
mod inflection;
mod language_file;
mod word_classes;

pub use additions::WordAdditions;
pub use arabic_articles::{arabic_articles_before, is_arabic_article, split_arabic_article};
pub use event_class::{EventClass, is_face_to_face};
pub use inflection::{Inflected, Inflection};
pub use word_classes::WordClasses;

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use language_file::{LISTS, LanguageFile};

use crate::text::{is_hangul, strip_diacritics};

const ENGLISH_FILE: &str = include_str!("data/en.toml");
const KOREAN_FILE: &str = include_str!("data/ko.toml");

const FILES: &[(&str, &str)] = &[
    ("ar", include_str!("data/ar.toml")),
    ("de", include_str!("data/de.toml")),
    ("en", ENGLISH_FILE),
    ("es", include_str!("data/es.toml")),
    ("fr", include_str!("data/fr.toml")),
    ("ja", include_str!("data/ja.toml")),
    ("ko", KOREAN_FILE),
    ("ru", include_str!("data/ru.toml")),
    ("tr", include_str!("data/tr.toml")),
    ("zh", include_str!("data/zh.toml")),
];

/// Longer words are in no list.
const MAX_ASCII_WORD: usize = 32;

/// The words and endings of one language.
#[derive(Debug, Default)]
pub struct Language {
    /// By [`class_key`].
    classes: FxHashMap<Box<str>, WordClasses>,
    /// Offices, lower-case, the longest first.
    titles: Vec<Box<str>>,
    /// Phrases that contain a name of a country and do not mean it.
    pub longer_names: Vec<Box<str>>,
    /// Regions after a comma, some of several words.
    pub regions: Vec<Box<str>>,
    /// Lower-case entries match any case, others only as written.
    of_heads: FxHashSet<Box<str>>,
    /// Prepositions between a head and a name: "of", "of the".
    pub of_words: Vec<Box<str>>,
    /// Full given names by nickname: "Bill" for "William".
    nicknames: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// What may follow a name within its word.
    pub endings: Vec<Box<str>>,
    /// What may follow a name after an apostrophe.
    pub apostrophe_endings: Vec<Box<str>>,
    /// What may be written together before a name.
    pub prefixed_letters: Vec<Box<str>>,
    /// Phrases after a name that make it another one: "du Nord".
    pub tails: Vec<Box<str>>,
    /// In a script without spaces: what makes another name when it is directly before or after.
    pub joined_prefixes: Vec<Box<str>>,
    pub joined_suffixes: Vec<Box<str>>,
    /// Endings that show that a name is that of a place.
    pub place_endings: Vec<Box<str>>,
    /// Words before an apostrophe and a name: "l" in "l'Iran".
    pub elisions: Vec<Box<str>>,
    /// Every noun has a capital, so that a capital says little.
    pub nouns_are_capitalised: bool,
    /// A noun before another may belong to it: "rice prices".
    pub nouns_modify_nouns: bool,
    /// Endings of verbs of which a person is the subject: "retiró".
    pub person_verb_endings: Vec<Box<str>>,
    pub inflection: Inflection,
    /// Words that say little in a question, folded for search: "what", "the".
    pub function_words: Vec<Box<str>>,
    /// Endings by which forms of one word differ, folded for search.
    pub word_endings: Vec<Box<str>>,
}

impl Language {
    fn new(text: &str, additions: Option<&WordAdditions>) -> Self {
        let mut file: LanguageFile = toml::from_str(text).expect("language files are valid");
        if let Some(additions) = additions {
            file.extend(additions);
        }
        if file.uses_english_given_names {
            file.given_names.extend(english_given_names());
        }
        let mut classes: FxHashMap<Box<str>, WordClasses> = FxHashMap::default();
        for list in LISTS {
            for word in (list.words)(&file) {
                let known = classes.entry(class_key(word.trim_end_matches('.'))).or_default();
                *known = known.or(list.class);
            }
        }
        let mut titles: Vec<Box<str>> =
            file.titles.iter().map(|title| title.to_lowercase().into()).collect();
        titles.sort_by_key(|title| std::cmp::Reverse(title.len()));
        let joined = |lists: [&Vec<Box<str>>; 2]| lists.into_iter().flatten().cloned().collect();
        Language {
            inflection: Inflection::new(file.inflection, file.inflection_style),
            classes,
            titles,
            joined_prefixes: joined([&file.place_prefixes, &file.namesake_prefixes]),
            joined_suffixes: joined([&file.place_suffixes, &file.organisations]),
            regions: file.regions_after_comma,
            of_heads: file.of_heads.into_iter().collect(),
            nicknames: file.nicknames,
            longer_names: file.longer_names,
            of_words: file.of_words,
            endings: longest_first(file.endings),
            apostrophe_endings: file.apostrophe_endings,
            prefixed_letters: longest_first(file.prefixed_letters),
            tails: file.tails,
            place_endings: file.place_endings,
            elisions: file.elisions,
            nouns_are_capitalised: file.nouns_are_capitalised,
            function_words: file.function_words,
            word_endings: file.word_endings,
            nouns_modify_nouns: file.nouns_modify_nouns,
            person_verb_endings: file.person_verb_endings,
        }
    }

    /// A language of which nothing is known.
    pub fn without_words() -> &'static Language {
        static NONE: LazyLock<Language> = LazyLock::new(Language::default);
        &NONE
    }

    /// The classes of a word, in any case; of an abbreviation in a list ("MS") only in capitals.
    pub fn classes(&self, word: &str) -> WordClasses {
        let known = |word: &str| self.classes.get(word).copied();
        let abbreviation = is_in_capitals(word).then(|| known(word)).flatten();
        if word.is_ascii() && word.len() <= MAX_ASCII_WORD && !self.nouns_are_capitalised {
            // The usual case, without an allocation.
            let mut lower = [0; MAX_ASCII_WORD];
            let lower = &mut lower[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let any_case = str::from_utf8(lower).ok().and_then(known).unwrap_or_default();
            return any_case.or(abbreviation.unwrap_or_default());
        }
        let word = word.to_lowercase();
        // "Raúl" in an English text.
        let any_case = known(&word)
            .or_else(|| known(&strip_diacritics(&word)))
            .or_else(|| without_korean_endings(&word).find_map(known))
            .unwrap_or_default();
        let classes = any_case.or(abbreviation.unwrap_or_default());
        match self.nouns_are_capitalised && self.title_in(&word).is_some() {
            true => classes.or(WordClasses::TITLE),
            false => classes,
        }
    }

    /// True for the head of a longer name with "of": "Gulf".
    pub fn is_of_head(&self, word: &str) -> bool {
        self.of_heads.contains(word) || self.of_heads.contains(&*word.to_lowercase())
    }

    /// The full given names for which a nickname stands, and the reverse.
    pub fn other_given_names(&self, given: &str) -> Vec<&str> {
        let full = self.nicknames.get(given).into_iter().flatten();
        let short = self.nicknames.iter().filter(|(_, full)| full.iter().any(|it| **it == *given));
        full.map(|name| &**name).chain(short.map(|(nickname, _)| &**nickname)).collect()
    }

    /// True where a name may follow a noun without a preposition: "Парламент Украины".
    pub fn has_genitive(&self) -> bool {
        self.nouns_are_capitalised || self.of_words.is_empty()
    }

    /// How many words at the beginning of a person's name are titles and forms of address: "Crown
    /// Prince Mohammed bin Salman". At least two words are left.
    pub fn leading_titles(&self, words: &[&str]) -> usize {
        let (mut titles, mut follows_of) = (0, false);
        for (at, word) in words.iter().enumerate().take(words.len().saturating_sub(2)) {
            let classes = self.classes(word.trim_end_matches('.'));
            let is_of = self.of_words.iter().any(|of| **of == **word);
            let is_title = word.chars().nth(1).is_some()
                && classes.any(WordClasses::TITLE.or(WordClasses::HONORIFIC))
                && !classes.any(WordClasses::GIVEN_NAME);
            let is_modifier = classes.any(WordClasses::TITLE_MODIFIER);
            let is_article = at == 0 && classes.any(WordClasses::COMMON);
            if is_title || is_modifier && follows_of {
                titles = at + 1;
            } else if !is_modifier && !is_of && !is_article {
                break;
            }
            follows_of |= is_of;
        }
        titles
    }

    /// True for a capitalised word that is no name by itself.
    pub fn is_common_word(&self, word: &str) -> bool {
        self.classes(word).any(WordClasses::COMMON.or(WordClasses::CALENDAR))
    }

    /// The title that a lower-case word is or, in a language that joins words, ends with.
    pub fn title_in<'a>(&'a self, word: &str) -> Option<&'a str> {
        let is_joined = self.nouns_are_capitalised;
        let is_title = |title: &&str| word == *title || is_joined && word.ends_with(title);
        self.titles.iter().map(|title| &**title).find(is_title)
    }

    /// The title that a text without spaces ends with.
    pub fn title_before_name<'a>(&'a self, text: &str) -> Option<&'a str> {
        self.titles.iter().find(|title| text.ends_with(&***title)).map(|title| &**title)
    }

    /// The title that a text begins with or, after at most a few letters, contains, as in Korean,
    /// Japanese and Chinese after a name.
    pub fn title_after_name<'a>(&'a self, word: &str) -> Option<&'a str> {
        self.titles.iter().find(|title| word.contains(&***title)).map(|title| &**title)
    }
}

/// The key of a word of a list: as it is if it is in capitals, else in lower case.
fn class_key(word: &str) -> Box<str> {
    if is_in_capitals(word) { word.into() } else { word.to_lowercase().into() }
}

/// True for a word of several letters, all capitals.
fn is_in_capitals(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}

/// True for what may follow a Hangul name within its word: nothing, or a sequence of endings ("이",
/// "에서" + "는"), those of Korean or of the language of the page.
pub fn is_korean_ending(text: &str, language: &Language) -> bool {
    static KOREAN: LazyLock<Language> = LazyLock::new(|| Language::new(KOREAN_FILE, None));
    text.is_empty()
        || KOREAN.endings.iter().chain(&language.endings).any(|ending| {
            text.strip_prefix(&**ending).is_some_and(|rest| is_korean_ending(rest, language))
        })
}

/// Given names occur in all languages in Latin letters.
fn english_given_names() -> Vec<Box<str>> {
    let file: LanguageFile = toml::from_str(ENGLISH_FILE).expect("language files are valid");
    file.given_names
}

/// A Hangul word without the last one or two letters, if these are endings: "공항" of "공항으로".
fn without_korean_endings(word: &str) -> impl Iterator<Item = &str> {
    let cuts = word.char_indices().rev().take(2).filter(|(at, c)| *at > 0 && is_hangul(*c));
    let cuts: Vec<usize> = cuts.map(|(at, _)| at).collect();
    cuts.into_iter()
        .filter(|at| is_korean_ending(&word[*at..], Language::without_words()))
        .map(|at| &word[..at])
}

fn longest_first(mut words: Vec<Box<str>>) -> Vec<Box<str>> {
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The languages of a site.
#[derive(Debug)]
pub struct Languages {
    /// The primary subtag of the site's language.
    site: Box<str>,
    additions: BTreeMap<Box<str>, WordAdditions>,
    /// By primary subtag: the languages of the program, and those to which the site adds words.
    loaded: BTreeMap<Box<str>, OnceLock<Language>>,
}

impl Languages {
    /// `language` is the site's (BCP 47). `additions` are by language.
    pub fn new(language: &str, additions: BTreeMap<Box<str>, WordAdditions>) -> Self {
        let additions: BTreeMap<Box<str>, WordAdditions> = additions
            .into_iter()
            .map(|(language, words)| (primary_subtag(&language).into(), words))
            .collect();
        let built_in = FILES.iter().map(|(tag, _)| Box::from(*tag));
        let tags = built_in.chain(additions.keys().cloned());
        let loaded = tags.map(|tag| (tag, OnceLock::new())).collect();
        Languages { site: primary_subtag(language).into(), additions, loaded }
    }

    /// The language of a page, or of the site if the page has none of its own.
    pub fn of_page(&self, language: Option<&str>) -> &Language {
        let tag = language.map_or_else(|| self.site.to_string(), primary_subtag);
        let Some(loaded) = self.loaded.get(&*tag) else { return Language::without_words() };
        loaded.get_or_init(|| Language::new(built_in_words(&tag), self.additions.get(&*tag)))
    }

    /// True if there are words for a language (BCP 47): of the program, or added by the site.
    pub fn has_words(&self, language: &str) -> bool {
        self.loaded.contains_key(&*primary_subtag(language))
    }
}

/// The file of words of a language; empty for a language without one.
fn built_in_words(tag: &str) -> &'static str {
    FILES.iter().find(|(known, _)| *known == tag).map_or("", |(_, text)| text)
}

/// The language of a tag without region and script: "pt" of "pt-BR".
pub fn primary_subtag(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}
