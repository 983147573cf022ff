//! One name, and where it stands in a text.

use super::{NameClaim, leading_word};
use crate::catalog::PageIx;
use crate::text::{
    begins_sentence, case_fold, is_capitalised, is_spaceless_script, is_word_char, strip_diacritics,
};

/// Which differences of case make no different name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseRule {
    /// None, but for words wholly in capitals.
    Exact,
    /// Those of any word but the first: "Hanoi summit", "Hanoi Summit".
    FirstWordExact,
    /// All.
    IgnoreCase,
}

/// Whether a space, hyphen or apostrophe inside a name may be another of them: "Kim Jong Un", "Kim
/// Jong-un".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Separators {
    Exact,
    Interchangeable,
}

/// How near a text is to the name that was found in it. The order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchQuality {
    /// The name itself, but for case.
    Exact,
    /// With another space, hyphen or apostrophe.
    SeparatorsDiffer,
    /// With or without a mark on a letter: "Bogota", "Bogotá".
    DiacriticsDiffer,
}

/// A name, and who claims it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it is declared.
    pub text: Box<str>,
    /// Who claims it.
    pub claims: Vec<NameClaim>,
    pub(super) case: CaseRule,
    pub(super) separators: Separators,
    pub(super) words: Vec<Word>,
    /// In characters.
    pub(super) char_count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    /// What stands between this word and the next, folded; after the last, what the name ends with.
    separator: Box<str>,
}

impl Name {
    /// A name of a folded text; `None` where that has no word.
    pub(super) fn new(
        folded: &str,
        text: &str,
        case: CaseRule,
        joints: Separators,
    ) -> Option<Self> {
        let words = split_words(folded);
        let joints = if words.len() == 1 { Separators::Exact } else { joints };
        (!words.is_empty()).then(|| Name {
            text: text.into(),
            claims: Vec::new(),
            case,
            separators: joints,
            char_count: folded.chars().count(),
            words,
        })
    }

    /// The word it is found by.
    pub(in crate::catalog) fn first_word(&self) -> &str {
        self.words.first().map_or("", |word| &word.text)
    }

    /// Its second word, where a text that has the name has that very word next: not in scripts
    /// without spaces, nor where a particle may follow.
    pub(super) fn second_word(&self) -> Option<&str> {
        let [first, second, ..] = &self.words[..] else { return None };
        let may_go_on = first.text.starts_with(is_spaceless_script)
            || second.text.ends_with(is_spaceless_script);
        (!may_go_on).then_some(&*second.text)
    }

    /// The same name where pages have other numbers; `None` where one that claims it is no more.
    pub(in crate::catalog) fn renumbered(
        &self,
        number: impl Fn(PageIx) -> Option<PageIx>,
    ) -> Option<Self> {
        let mut name = self.clone();
        for topic in name.claims.iter_mut().filter_map(|claim| claim.topic.as_mut()) {
            *topic = number(*topic)?;
        }
        Some(name)
    }

    /// Where this name ends in `text` if it stands at byte `at`, and how near the text is to it.
    pub(super) fn match_at(&self, text: &str, at: usize) -> Option<(usize, MatchQuality)> {
        let first = self.first_word();
        let has_capital_of_sentence = first.starts_with(char::is_lowercase)
            && is_capitalised_form(first, leading_word(&text[at..]))
            && begins_sentence(&text[..at]);
        let (end, nearness) = self.match_words(text, at, has_capital_of_sentence)?;
        // "Hotline Miami": there the capital is that of a longer name.
        let may_go_on =
            has_capital_of_sentence && text[end..].strip_prefix(' ').is_some_and(is_capitalised);
        (!may_go_on).then_some((end, nearness))
    }

    fn match_words(
        &self,
        text: &str,
        at: usize,
        first_is_same: bool,
    ) -> Option<(usize, MatchQuality)> {
        let mut at = at;
        let mut nearness = MatchQuality::Exact;
        let (mut joint_before, mut name_joint_before) = ("", "");
        for (index, word) in self.words.iter().enumerate() {
            let last = index + 1 == self.words.len();
            let found = if last && word.text.ends_with(is_spaceless_script) {
                // A particle may follow without a space: only the beginning of the word is looked
                // at.
                text[at..].get(..word.text.len())?
            } else {
                leading_word(&text[at..])
            };
            if index > 0 || !first_is_same {
                nearness = nearness.max(self.match_word(
                    index,
                    &word.text,
                    found,
                    joint_before,
                    name_joint_before,
                )?);
            }
            at += found.len();
            if last {
                return if word.separator.is_empty() {
                    Some((at, nearness))
                } else {
                    text[at..]
                        .starts_with(&*word.separator)
                        .then(|| (at + word.separator.len(), nearness))
                };
            }
            let rest = &text[at..];
            joint_before = match self.separators {
                Separators::Interchangeable if matches!(&*word.separator, " " | "-" | "'") => {
                    rest.get(..1).filter(|joint| matches!(*joint, " " | "-" | "'"))?
                }
                _ => rest.starts_with(&*word.separator).then(|| &rest[..word.separator.len()])?,
            };
            if joint_before != &*word.separator {
                nearness = nearness.max(MatchQuality::SeparatorsDiffer);
            }
            name_joint_before = &word.separator;
            at += joint_before.len();
        }
        None
    }

    fn match_word(
        &self,
        index: usize,
        name: &str,
        text: &str,
        joint: &str,
        name_joint: &str,
    ) -> Option<MatchQuality> {
        // "Moon Jae-in", but not "Moon Jae in Seoul".
        if joint == " " && name_joint == "-" && text.starts_with(char::is_lowercase) {
            return None;
        }
        if self.letters_match(index, name, text, joint, name_joint) {
            return Some(MatchQuality::Exact);
        }
        if name.is_ascii() && text.is_ascii() {
            return None;
        }
        self.letters_match(
            index,
            &strip_diacritics(name),
            &strip_diacritics(text),
            joint,
            name_joint,
        )
        .then_some(MatchQuality::DiacriticsDiffer)
    }

    fn letters_match(
        &self,
        index: usize,
        name: &str,
        text: &str,
        joint: &str,
        name_joint: &str,
    ) -> bool {
        if name == text {
            return true;
        }
        let in_capitals = || {
            (index > 0 || text.chars().nth(1).is_some())
                && text.chars().all(|c| !c.is_lowercase())
                && name.chars().any(char::is_lowercase)
                && name.to_uppercase() == text
        };
        let free = self.case == CaseRule::IgnoreCase
            || (self.case == CaseRule::FirstWordExact && index > 0);
        (free && case_fold(name) == case_fold(text))
            || in_capitals()
            || (self.separators == Separators::Interchangeable
                && index > 0
                && differs_only_by_hyphen_case(name, text, joint, name_joint))
    }
}

/// True where a text is a name in small letters with its first in capitals.
fn is_capitalised_form(name: &str, text: &str) -> bool {
    let (mut name, mut text) = (name.chars(), text.chars());
    let first = name.next().zip(text.next());
    first.is_some_and(|(small, capital)| {
        capital.is_uppercase() && small.to_uppercase().eq([capital])
    }) && name.as_str() == text.as_str()
}

/// "un" after a hyphen is "Un" after a space: the first letter is small only where a hyphen stands
/// before it.
fn differs_only_by_hyphen_case(name: &str, text: &str, joint: &str, name_joint: &str) -> bool {
    let (Some(a), Some(b)) = (name.chars().next(), text.chars().next()) else { return false };
    let small_after_hyphen = (b.is_lowercase() && joint == "-")
        || (a.is_lowercase() && name_joint == "-" && b.is_uppercase());
    small_after_hyphen
        && name[a.len_utf8()..] == text[b.len_utf8()..]
        && a.to_lowercase().eq(b.to_lowercase())
}

/// A folded name as words and what joins them; what stands before the first word is dropped.
fn split_words(folded: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = folded.trim_start_matches(|c: char| !is_word_char(c));
    while !rest.is_empty() {
        let word = leading_word(rest);
        rest = &rest[word.len()..];
        let joint_end = rest.find(is_word_char).unwrap_or(rest.len());
        words.push(Word { text: word.into(), separator: rest[..joint_end].into() });
        rest = &rest[joint_end..];
    }
    words
}
