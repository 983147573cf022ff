//! The language of the site: the words of its theme, how dates are said, how names are sorted, which form goes with a number.

mod collation;
mod load;
mod messages;
mod words;

pub(crate) use load::english;
pub use load::{Wanted, load};
pub use messages::CODES;
pub use words::{Word, Words};

use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

use crate::data::{Node, Spanned};
use crate::diagnostics::Diagnostic;
use crate::text::ArenaStr;
use crate::time::DateFormatter;
use collation::Collation;

/// A language, ready to be written in.
#[derive(Debug)]
pub struct Locale {
    /// What the theme says, by key.
    pub words: Words,
    /// How dates are said.
    pub dates: DateFormatter,
    /// What is wrong with the words.
    pub problems: Vec<Diagnostic>,
    collation: Collation,
    plurals: Option<PluralRules>,
    /// What it was made from: where that is the same, it is the same.
    language: Spanned<Box<str>>,
    own: Option<Node>,
    sources: Vec<ArenaStr>,
}

impl Locale {
    fn new(wanted: Wanted<'_>, words: Words, dates: DateFormatter, sources: Vec<ArenaStr>, problems: Vec<Diagnostic>) -> Self {
        let tag = Tag::try_from_str(&wanted.language.value).unwrap_or(Tag::UNKNOWN);
        let plurals = PluralRules::try_new((&tag).into(), PluralRulesOptions::default()).ok();
        let (language, own) = (wanted.language.clone(), wanted.own.cloned());
        Locale { words, dates, problems, collation: Collation::of(&tag), plurals, language, own, sources }
    }

    /// The language itself (BCP 47).
    pub fn language(&self) -> &str {
        &self.language.value
    }

    /// What the theme says under a key; the key itself where it says nothing.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        match self.words.get(key) {
            Some(Word::Plain(text)) => text,
            Some(Word::Counted(forms)) => forms.get("other").map_or(key, |text| text),
            None => key,
        }
    }

    /// What a value of a group is called, of a kind of page ("kind", "figure"), a status, a certainty or an update; the value itself where the theme has no word for it.
    pub fn called<'a>(&'a self, group: &str, value: &'a str) -> &'a str {
        match self.words.get(&*format!("{group}_{value}")) {
            Some(Word::Plain(text)) => text,
            _ => value,
        }
    }

    /// The same with what stands between braces filled in.
    pub fn filled(&self, key: &str, parts: &[(&str, &str)]) -> String {
        crate::text::fill_placeholders(self.word(key), parts)
    }

    /// The name of the plural category of a number (CLDR plural rules).
    pub fn category(&self, number: usize) -> &'static str {
        match self.plurals.as_ref().map(|rules| rules.category_for(number)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }

    /// A key that sorts text as readers of the language expect (Unicode Collation Algorithm, CLDR): keys compare byte by byte.
    pub fn sort_key(&self, text: &str) -> Box<[u8]> {
        self.collation.key(text)
    }

    /// The letter of an A–Z that text stands under: for letters with marks, the plain one, unless the language holds them for letters of their own.
    pub fn letter(&self, text: &str) -> Box<str> {
        self.collation.letter(text)
    }
}

/// The names of plural categories (CLDR).
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
