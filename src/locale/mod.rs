//! The language of the site: the texts of its theme, date formats, sort order and plural forms.

mod collation;
mod hanja;
mod load;
mod messages;
mod numbers;
mod ui_text;

pub use hanja::korean_reading;
pub(crate) use load::default_language;
pub use load::{LocaleRequest, load};
pub use messages::CODES;
pub use numbers::NumberFormatter;
pub use ui_text::{UiText, UiTexts};

use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

use crate::data::{Node, Spanned};
use crate::diagnostics::Diagnostic;
use crate::text::ArenaStr;
use crate::time::DateFormatter;
use collation::Collation;

#[derive(Debug)]
pub struct Locale {
    pub ui_texts: UiTexts,
    pub dates: DateFormatter,
    pub problems: Vec<Diagnostic>,
    collation: Collation,
    plurals: Option<PluralRules>,
    inputs: LocaleInputs,
}

/// What a locale is made from.
#[derive(Debug, PartialEq)]
struct LocaleInputs {
    language: Spanned<Box<str>>,
    overrides: Option<Node>,
    files: Vec<ArenaStr>,
}

impl Locale {
    fn new(
        inputs: LocaleInputs,
        ui_texts: UiTexts,
        dates: DateFormatter,
        problems: Vec<Diagnostic>,
    ) -> Self {
        let tag = Tag::try_from_str(&inputs.language.value).unwrap_or(Tag::UNKNOWN);
        let plurals = PluralRules::try_new((&tag).into(), PluralRulesOptions::default()).ok();
        let collation = Collation::new(&tag);
        Locale { ui_texts, dates, problems, collation, plurals, inputs }
    }

    /// BCP 47.
    pub fn language(&self) -> &str {
        &self.inputs.language.value
    }

    /// The text of a key; the key itself where the theme has none.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.ui_texts.get(key) {
            Some(UiText::Plain(text)) => text,
            Some(UiText::Plural(forms)) => forms.get("other").map_or(key, |text| text),
            None => key,
        }
    }

    /// The label of a value of a group: of a kind of page (`kind`, `figure`), a status, a certainty
    /// or an update. The value itself where the theme has no label for it.
    pub fn label<'a>(&'a self, group: &str, value: &'a str) -> &'a str {
        match self.ui_texts.get(&*format!("{group}_{value}")) {
            Some(UiText::Plain(text)) => text,
            _ => value,
        }
    }

    /// The text of a key with its placeholders filled in.
    pub fn format(&self, key: &str, parts: &[(&str, &str)]) -> String {
        crate::text::fill_placeholders(self.text(key), parts)
    }

    /// The plural category of a number (CLDR plural rules).
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

    /// A key by which texts sort as readers of the language expect (Unicode Collation Algorithm,
    /// CLDR). Keys compare byte by byte.
    pub fn sort_key(&self, text: &str) -> Box<[u8]> {
        self.collation.sort_key(text)
    }

    /// The heading of a name in an A–Z index: its letter. Letters with diacritics go under the plain
    /// letter, unless they are letters of their own in the language. Names in scripts that the
    /// language does not use share one heading.
    pub fn index_letter(&self, text: &str) -> Box<str> {
        let letter = self.collation.index_letter(text);
        letter.unwrap_or_else(|| self.text("other_scripts").into())
    }
}

/// CLDR.
pub const PLURAL_CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
