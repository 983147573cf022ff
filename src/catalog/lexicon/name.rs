//! One name, and how it matches a text.

use super::{NameClaim, leading_word};
use crate::catalog::PageIx;
use crate::text::{
    begins_sentence, case_fold, is_capitalised, is_spaceless_script, is_word_char, strip_diacritics,
};

/// How the case of a text may differ from the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseRule {
    /// Not at all, except for words all in capitals.
    Exact,
    /// In any word except the first: "Paris agreement", "Paris Agreement".
    FirstWordExact,
    IgnoreCase,
}

/// Whether a space, hyphen or apostrophe between words may be replaced by another of them: "Ban Ki
/// Moon", "Ban Ki-moon".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Separators {
    Exact,
    Interchangeable,
}

/// How well a text matches a name, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchQuality {
    /// Except for case.
    Exact,
    SeparatorsDiffer,
    /// "Bogota", "Bogotá".
    DiacriticsDiffer,
}

/// A name declared or implied by one topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) struct NameDecl {
    pub(in crate::catalog) text: Box<str>,
    pub(super) case: CaseRule,
    pub(super) separators: Separators,
    pub(in crate::catalog) claim: NameClaim,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it is declared.
    pub text: Box<str>,
    pub claims: Vec<NameClaim>,
    pub(super) case: CaseRule,
    pub(super) separators: Separators,
    words: Vec<Word>,
    pub(super) char_count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Word {
    text: Box<str>,
    /// What follows, folded: up to the next word, or at the end of the name.
    separator: Box<str>,
}

/// Where a word of a name is, which decides how it may differ from the text.
#[derive(Clone, Copy)]
struct WordContext<'a> {
    is_first: bool,
    /// The separators before the word, in the text and in the name.
    text_separator: &'a str,
    name_separator: &'a str,
}

fn is_separator(text: &str) -> bool {
    matches!(text, " " | "-" | "'")
}

impl Name {
    /// `None` if the folded text has no word. Characters before the first word are dropped.
    pub(super) fn new(folded: &str, decl: &NameDecl) -> Option<Self> {
        let mut words = Vec::new();
        let mut rest = folded.trim_start_matches(|c: char| !is_word_char(c));
        while !rest.is_empty() {
            let (word, after) = rest.split_at(leading_word(rest).len());
            let (separator, next) = after.split_at(after.find(is_word_char).unwrap_or(after.len()));
            words.push(Word { text: word.into(), separator: separator.into() });
            rest = next;
        }
        let is_single = words.len() == 1;
        (!words.is_empty()).then(|| Name {
            text: decl.text.clone(),
            claims: Vec::new(),
            case: decl.case,
            separators: if is_single { Separators::Exact } else { decl.separators },
            words,
            char_count: folded.chars().count(),
        })
    }

    pub(in crate::catalog) fn first_word(&self) -> &str {
        self.words.first().map_or("", |word| &word.text)
    }

    /// The second word, if every matching text has it next: not in scripts without spaces, nor
    /// where a particle may follow.
    pub(super) fn second_word(&self) -> Option<&str> {
        let [first, second, ..] = &self.words[..] else { return None };
        let may_continue = first.text.starts_with(is_spaceless_script)
            || second.text.ends_with(is_spaceless_script);
        (!may_continue).then_some(&*second.text)
    }

    /// The same name with new page indexes; `None` if one of its topics was removed.
    pub(in crate::catalog) fn renumbered(
        &self,
        new_index: impl Fn(PageIx) -> Option<PageIx>,
    ) -> Option<Self> {
        let mut name = self.clone();
        for topic in name.claims.iter_mut().filter_map(|claim| claim.topic.as_mut()) {
            *topic = new_index(*topic)?;
        }
        Some(name)
    }

    /// The end of the match at byte `at` of a folded text, and its quality.
    pub(super) fn match_at(&self, text: &str, at: usize) -> Option<(usize, MatchQuality)> {
        let first = self.first_word();
        let starts_sentence = first.starts_with(char::is_lowercase)
            && is_capitalised_form(first, leading_word(&text[at..]))
            && begins_sentence(&text[..at]);
        let (end, quality) = self.match_words(text, at, starts_sentence)?;
        // In "Hotline Miami", the capital may be that of a longer name.
        let may_continue =
            starts_sentence && text[end..].strip_prefix(' ').is_some_and(is_capitalised);
        (!may_continue).then_some((end, quality))
    }

    fn match_words(
        &self,
        text: &str,
        start: usize,
        first_matches: bool,
    ) -> Option<(usize, MatchQuality)> {
        let mut at = start;
        let mut quality = MatchQuality::Exact;
        let mut context = WordContext { is_first: true, text_separator: "", name_separator: "" };
        let (last, others) = self.words.split_last()?;
        for word in others {
            let found = leading_word(&text[at..]);
            if !(context.is_first && first_matches) {
                quality = quality.max(self.match_word(&word.text, found, context)?);
            }
            at += found.len();
            let (rest, name_separator) = (&text[at..], &*word.separator);
            let interchangeable = self.separators == Separators::Interchangeable;
            let text_separator = match interchangeable && is_separator(name_separator) {
                true => rest.get(..1).filter(|found| is_separator(found))?,
                false => {
                    rest.get(..name_separator.len()).filter(|found| *found == name_separator)?
                }
            };
            if text_separator != name_separator {
                quality = quality.max(MatchQuality::SeparatorsDiffer);
            }
            context = WordContext { is_first: false, text_separator, name_separator };
            at += text_separator.len();
        }
        // A particle may follow without a space: compares only the beginning of the word.
        let found = match last.text.ends_with(is_spaceless_script) {
            true => text[at..].get(..last.text.len())?,
            false => leading_word(&text[at..]),
        };
        if !(context.is_first && first_matches) {
            quality = quality.max(self.match_word(&last.text, found, context)?);
        }
        at += found.len();
        let ends_alike = text[at..].starts_with(&*last.separator);
        ends_alike.then(|| (at + last.separator.len(), quality))
    }

    fn match_word(&self, name: &str, text: &str, context: WordContext<'_>) -> Option<MatchQuality> {
        // "Ban Ki-moon" does not match "Ban Ki moon".
        let WordContext { text_separator, name_separator, .. } = context;
        if text_separator == " " && name_separator == "-" && text.starts_with(char::is_lowercase) {
            return None;
        }
        if self.letters_match(name, text, context) {
            return Some(MatchQuality::Exact);
        }
        if name.is_ascii() && text.is_ascii() {
            return None;
        }
        self.letters_match(&strip_diacritics(name), &strip_diacritics(text), context)
            .then_some(MatchQuality::DiacriticsDiffer)
    }

    fn letters_match(&self, name: &str, text: &str, context: WordContext<'_>) -> bool {
        let WordContext { is_first, text_separator, name_separator } = context;
        let ignores_case = match self.case {
            CaseRule::Exact => false,
            CaseRule::FirstWordExact => !is_first,
            CaseRule::IgnoreCase => true,
        };
        let in_capitals = || {
            (!is_first || text.chars().nth(1).is_some())
                && text.chars().all(|c| !c.is_lowercase())
                && name.chars().any(char::is_lowercase)
                && name.to_uppercase() == text
        };
        // "moon" after a hyphen is "Moon" after a space.
        let differs_by_hyphen = || {
            let (mut name, mut text) = (name.chars(), text.chars());
            name.next().zip(text.next()).is_some_and(|(n, t)| {
                let lower_after_hyphen = t.is_lowercase() && text_separator == "-"
                    || n.is_lowercase() && name_separator == "-" && t.is_uppercase();
                lower_after_hyphen && n.to_lowercase().eq(t.to_lowercase())
            }) && name.as_str() == text.as_str()
        };
        name == text
            || ignores_case && case_fold(name) == case_fold(text)
            || in_capitals()
            || self.separators == Separators::Interchangeable && !is_first && differs_by_hyphen()
    }
}

/// True if `text` is the lower-case `name` with its first letter capitalised.
fn is_capitalised_form(name: &str, text: &str) -> bool {
    let (mut name, mut text) = (name.chars(), text.chars());
    let first = name.next().zip(text.next());
    first.is_some_and(|(lower, upper)| upper.is_uppercase() && lower.to_uppercase().eq([upper]))
        && name.as_str() == text.as_str()
}
