//! Forms of names in other cases.

use serde::Deserialize;

use super::Language;
use crate::text::fold_punctuation;

/// Which names, or words of a name, inflect by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inflected {
    Country,
    Person,
    Organisation,
    Term,
    /// Any word but the last of a name of several words.
    Adjective,
}

/// The forms of words with one ending: one for each case, in the same order in every rule of a
/// language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InflectionRule {
    of: Inflected,
    ending: Box<str>,
    forms: Vec<Box<str>>,
}

/// Which words of a name inflect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InflectionStyle {
    /// In names of persons only the last word: "Angela Merkels".
    only_last_word_inflects: bool,
    /// The head of a name is its first noun, and what follows does not inflect.
    head_is_first: bool,
    /// Terms inflect in every word: "missiles balistiques".
    whole_terms_inflect: bool,
}

/// The rules of a language.
#[derive(Clone, Debug, Default)]
pub struct Inflection {
    /// The longest ending first.
    rules: Vec<InflectionRule>,
    style: InflectionStyle,
}

impl Inflection {
    pub(super) fn new(mut rules: Vec<InflectionRule>, style: InflectionStyle) -> Self {
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.ending.len()));
        Inflection { rules, style }
    }

    /// The forms of a name in the other cases: each word in the same case. Of a term only its head
    /// inflects: "weapons of mass destruction".
    pub fn forms(&self, name: &str, kind: Inflected, language: &Language) -> Vec<String> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = name.split(' ').collect();
        // "weapons of mass destruction", "coups d'état".
        let is_of = |word: &&str| {
            let folded: String = word.chars().map(fold_punctuation).collect();
            let is_elided = |of: &str| of.ends_with('\'') && folded.starts_with(of);
            language.of_words.iter().any(|of| **of == folded || is_elided(of))
        };
        let of = words.iter().position(is_of).filter(|at| *at > 0 && kind == Inflected::Term);
        // "Шанхайская организация сотрудничества": the head is the first noun.
        let is_noun = |word: &&str| self.rule(word, Inflected::Adjective).is_none();
        let head = words
            .iter()
            .position(is_noun)
            .filter(|_| self.style.head_is_first && kind != Inflected::Person);
        let last = head.or(of.map(|of| of - 1)).unwrap_or(words.len() - 1);
        let rules: Vec<Option<&InflectionRule>> = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                if at > last {
                    return None;
                }
                let is_head = at == last
                    || kind == Inflected::Term && self.style.whole_terms_inflect
                    || kind == Inflected::Person && !self.style.only_last_word_inflects;
                let is_adjective = words.len() > 1 && kind != Inflected::Person;
                let own = self.rule(word, kind).filter(|_| is_head);
                own.or_else(|| self.rule(word, Inflected::Adjective).filter(|_| is_adjective))
            })
            .collect();
        let cases = rules.iter().flatten().map(|rule| rule.forms.len()).max().unwrap_or(0);
        let mut forms: Vec<String> = Vec::new();
        for case in 0..cases {
            let word_in_case = |(word, rule): (&&str, &Option<&InflectionRule>)| {
                let form = rule.and_then(|rule| Some((rule, rule.forms.get(case)?)));
                form.map_or_else(
                    || (*word).to_owned(),
                    |(rule, form)| format!("{}{form}", &word[..word.len() - rule.ending.len()]),
                )
            };
            let form = words.iter().zip(&rules).map(word_in_case).collect::<Vec<_>>().join(" ");
            if form != name && !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    /// True if given names have cases too: "Владимира".
    pub fn given_names_inflect(&self) -> bool {
        !self.style.only_last_word_inflects
            && self.rules.iter().any(|rule| rule.of == Inflected::Person)
    }

    fn rule(&self, word: &str, kind: Inflected) -> Option<&InflectionRule> {
        self.rules.iter().find(|rule| rule.of == kind && word.ends_with(&*rule.ending))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Inflected;
    use crate::language::Languages;

    fn forms(language: &str, name: &str, kind: Inflected) -> Vec<String> {
        let languages = Languages::new(language, BTreeMap::new());
        let language = languages.of_page(None);
        language.inflection.forms(name, kind, language)
    }

    #[test]
    fn the_words_of_a_name_are_in_the_same_case() {
        assert!(
            forms("ru", "Северная Корея", Inflected::Country).contains(&"Северной Кореи".into())
        );
        assert!(
            forms("ru", "Владимир Путин", Inflected::Person).contains(&"Владимиром Путиным".into())
        );
        assert_eq!(forms("de", "Angela Merkel", Inflected::Person), ["Angela Merkels"]);
        assert!(forms("de", "Deutschland", Inflected::Country).contains(&"Deutschlands".into()));
    }

    #[test]
    fn terms_have_a_plural() {
        assert_eq!(forms("en", "ICBM", Inflected::Term), ["ICBMs"]);
        assert_eq!(forms("en", "embassy", Inflected::Term), ["embassies"]);
        assert_eq!(
            forms("en", "weapon of mass destruction", Inflected::Term),
            ["weapons of mass destruction"]
        );
        assert_eq!(forms("en", "coup d’état", Inflected::Term), ["coups d’état"]);
        assert_eq!(forms("en", "hostage crisis", Inflected::Term), ["hostage crises"]);
        assert!(forms("en", "sanctions", Inflected::Term).is_empty());
    }

    #[test]
    fn a_language_without_data_has_no_forms() {
        assert!(forms("fi", "Suomi", Inflected::Country).is_empty());
    }
}
