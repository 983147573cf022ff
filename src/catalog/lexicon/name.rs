//! One name, and where it stands in a text.

use super::{NameClaim, run_of_word};
use crate::catalog::PageIx;
use crate::text::{begins_sentence, case_fold, is_capitalised, is_spaceless_script, is_word_char, strip_diacritics};

/// Which differences of case make no different name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// None, but for words wholly in capitals.
    Exact,
    /// Those of any word but the first: "Hanoi summit", "Hanoi Summit".
    LaterWordsFree,
    /// All.
    Any,
}

/// Whether a space, hyphen or apostrophe inside a name may be another of them: "Kim Jong Un", "Kim Jong-un".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Joints {
    Exact,
    Free,
}

/// How near a text is to the name that was found in it. The order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nearness {
    /// The name itself, but for case.
    Itself,
    /// With another space, hyphen or apostrophe.
    OtherJoints,
    /// With or without a mark on a letter: "Bogota", "Bogotá".
    OtherMarks,
}

/// A name, and who claims it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it is declared.
    pub text: Box<str>,
    /// Who claims it.
    pub claims: Vec<NameClaim>,
    pub(super) case: Case,
    pub(super) joints: Joints,
    pub(super) words: Vec<Word>,
    /// In characters.
    pub(super) length: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    /// What stands between this word and the next, folded; after the last, what the name ends with.
    joint: Box<str>,
}

impl Name {
    /// A name of a folded text; `None` where that has no word.
    pub(super) fn new(folded: &str, text: &str, case: Case, joints: Joints) -> Option<Self> {
        let words = words(folded);
        let joints = if words.len() == 1 { Joints::Exact } else { joints };
        (!words.is_empty()).then(|| Name { text: text.into(), claims: Vec::new(), case, joints, length: folded.chars().count(), words })
    }

    /// The word it is found by.
    pub(in crate::catalog) fn first_word(&self) -> &str {
        self.words.first().map_or("", |word| &word.text)
    }

    /// Its second word, where a text that has the name has that very word next: not in scripts without spaces, nor where a particle may follow.
    pub(super) fn second_word(&self) -> Option<&str> {
        let [first, second, ..] = &self.words[..] else { return None };
        let may_go_on = first.text.starts_with(is_spaceless_script) || second.text.ends_with(is_spaceless_script);
        (!may_go_on).then_some(&*second.text)
    }

    /// The same name where pages have other numbers; `None` where one that claims it is no more.
    pub(in crate::catalog) fn renumbered(&self, number: impl Fn(PageIx) -> Option<PageIx>) -> Option<Self> {
        let mut name = self.clone();
        for topic in name.claims.iter_mut().filter_map(|claim| claim.topic.as_mut()) {
            *topic = number(*topic)?;
        }
        Some(name)
    }

    /// Where this name ends in `text` if it stands at byte `at`, and how near the text is to it.
    pub(super) fn end_in(&self, text: &str, at: usize) -> Option<(usize, Nearness)> {
        let first = self.first_word();
        let has_capital_of_sentence = first.starts_with(char::is_lowercase) && is_capital_form(first, run_of_word(&text[at..])) && begins_sentence(&text[..at]);
        let (end, nearness) = self.end_of_words(text, at, has_capital_of_sentence)?;
        // "Hotline Miami": there the capital is that of a longer name.
        let may_go_on = has_capital_of_sentence && text[end..].strip_prefix(' ').is_some_and(is_capitalised);
        (!may_go_on).then_some((end, nearness))
    }

    fn end_of_words(&self, text: &str, at: usize, first_is_same: bool) -> Option<(usize, Nearness)> {
        let mut at = at;
        let mut nearness = Nearness::Itself;
        let (mut joint_before, mut name_joint_before) = ("", "");
        for (index, word) in self.words.iter().enumerate() {
            let last = index + 1 == self.words.len();
            let found = if last && word.text.ends_with(is_spaceless_script) {
                // A particle may follow without a space: only the beginning of the word is looked at.
                text[at..].get(..word.text.len())?
            } else {
                run_of_word(&text[at..])
            };
            if index > 0 || !first_is_same {
                nearness = nearness.max(self.same_word(index, &word.text, found, joint_before, name_joint_before)?);
            }
            at += found.len();
            if last {
                return if word.joint.is_empty() {
                    Some((at, nearness))
                } else {
                    text[at..].starts_with(&*word.joint).then(|| (at + word.joint.len(), nearness))
                };
            }
            let rest = &text[at..];
            joint_before = match self.joints {
                Joints::Free if matches!(&*word.joint, " " | "-" | "'") => rest.get(..1).filter(|joint| matches!(*joint, " " | "-" | "'"))?,
                _ => rest.starts_with(&*word.joint).then(|| &rest[..word.joint.len()])?,
            };
            if joint_before != &*word.joint {
                nearness = nearness.max(Nearness::OtherJoints);
            }
            name_joint_before = &word.joint;
            at += joint_before.len();
        }
        None
    }

    fn same_word(&self, index: usize, name: &str, text: &str, joint: &str, name_joint: &str) -> Option<Nearness> {
        // "Moon Jae-in", but not "Moon Jae in Seoul".
        if joint == " " && name_joint == "-" && text.starts_with(char::is_lowercase) {
            return None;
        }
        if self.same_letters(index, name, text, joint, name_joint) {
            return Some(Nearness::Itself);
        }
        if name.is_ascii() && text.is_ascii() {
            return None;
        }
        self.same_letters(index, &strip_diacritics(name), &strip_diacritics(text), joint, name_joint).then_some(Nearness::OtherMarks)
    }

    fn same_letters(&self, index: usize, name: &str, text: &str, joint: &str, name_joint: &str) -> bool {
        if name == text {
            return true;
        }
        let in_capitals = || {
            (index > 0 || text.chars().nth(1).is_some())
                && text.chars().all(|c| !c.is_lowercase())
                && name.chars().any(char::is_lowercase)
                && name.to_uppercase() == text
        };
        let free = self.case == Case::Any || (self.case == Case::LaterWordsFree && index > 0);
        (free && case_fold(name) == case_fold(text))
            || in_capitals()
            || (self.joints == Joints::Free && index > 0 && differs_by_hyphen(name, text, joint, name_joint))
    }
}

/// True where a text is a name in small letters with its first in capitals.
fn is_capital_form(name: &str, text: &str) -> bool {
    let (mut name, mut text) = (name.chars(), text.chars());
    let first = name.next().zip(text.next());
    first.is_some_and(|(small, capital)| capital.is_uppercase() && small.to_uppercase().eq([capital])) && name.as_str() == text.as_str()
}

/// "un" after a hyphen is "Un" after a space: the first letter is small only where a hyphen stands before it.
fn differs_by_hyphen(name: &str, text: &str, joint: &str, name_joint: &str) -> bool {
    let (Some(a), Some(b)) = (name.chars().next(), text.chars().next()) else { return false };
    let small_after_hyphen = (b.is_lowercase() && joint == "-") || (a.is_lowercase() && name_joint == "-" && b.is_uppercase());
    small_after_hyphen && name[a.len_utf8()..] == text[b.len_utf8()..] && a.to_lowercase().eq(b.to_lowercase())
}

/// A folded name as words and what joins them; what stands before the first word is dropped.
fn words(folded: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = folded.trim_start_matches(|c: char| !is_word_char(c));
    while !rest.is_empty() {
        let word = run_of_word(rest);
        rest = &rest[word.len()..];
        let joint_end = rest.find(is_word_char).unwrap_or(rest.len());
        words.push(Word { text: word.into(), joint: rest[..joint_end].into() });
        rest = &rest[joint_end..];
    }
    words
}
