//! The language of the site: the words of its theme, how dates are said, how names are sorted,
//! which form goes with a number.

mod collation;
mod load;
mod messages;
mod ui_text;

pub(crate) use load::default_language;
pub use load::{LocaleRequest, load};
pub use messages::CODES;
pub use ui_text::{UiText, UiTexts};

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
    pub ui_texts: UiTexts,
    /// How dates are said.
    pub dates: DateFormatter,
    /// What is wrong with the words.
    pub problems: Vec<Diagnostic>,
    collation: Collation,
    plurals: Option<PluralRules>,
    /// What it was made from: where that is the same, it is the same.
    language: Spanned<Box<str>>,
    overrides: Option<Node>,
    sources: Vec<ArenaStr>,
}

impl Locale {
    fn new(
        wanted: LocaleRequest<'_>,
        words: UiTexts,
        dates: DateFormatter,
        sources: Vec<ArenaStr>,
        problems: Vec<Diagnostic>,
    ) -> Self {
        let tag = Tag::try_from_str(&wanted.language.value).unwrap_or(Tag::UNKNOWN);
        let plurals = PluralRules::try_new((&tag).into(), PluralRulesOptions::default()).ok();
        let (language, own) = (wanted.language.clone(), wanted.overrides.cloned());
        Locale {
            ui_texts: words,
            dates,
            problems,
            collation: Collation::new(&tag),
            plurals,
            language,
            overrides: own,
            sources,
        }
    }

    /// The language itself (BCP 47).
    pub fn language(&self) -> &str {
        &self.language.value
    }

    /// What the theme says under a key; the key itself where it says nothing.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.ui_texts.get(key) {
            Some(UiText::Plain(text)) => text,
            Some(UiText::Plural(forms)) => forms.get("other").map_or(key, |text| text),
            None => key,
        }
    }

    /// What a value of a group is called, of a kind of page ("kind", "figure"), a status, a
    /// certainty or an update; the value itself where the theme has no word for it.
    pub fn label<'a>(&'a self, group: &str, value: &'a str) -> &'a str {
        match self.ui_texts.get(&*format!("{group}_{value}")) {
            Some(UiText::Plain(text)) => text,
            _ => value,
        }
    }

    /// The same with what stands between braces filled in.
    pub fn format(&self, key: &str, parts: &[(&str, &str)]) -> String {
        crate::text::fill_placeholders(self.text(key), parts)
    }

    /// The name of the plural category of a number (CLDR plural rules).
    pub fn plural_category(&self, number: usize) -> &'static str {
        match self.plurals.as_ref().map(|rules| rules.category_for(number)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            Some(PluralCategory::Other) | None => "other",
        }
    }

    /// A key that sorts text as readers of the language expect (Unicode Collation Algorithm, CLDR):
    /// keys compare byte by byte.
    pub fn sort_key(&self, text: &str) -> Box<[u8]> {
        self.collation.sort_key(text)
    }

    /// The letter of an A–Z that text stands under: for letters with marks, the plain one, unless
    /// the language holds them for letters of their own.
    pub fn index_letter(&self, text: &str) -> Box<str> {
        self.collation.index_letter(text)
    }
}

/// The names of plural categories (CLDR).
pub const PLURAL_CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
