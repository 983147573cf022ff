//! Bearers of a family name who are no topic: "Park Chung Hee", "Ivanka Trump".

use crate::text::{is_capitalised, is_word_char};

/// What stands beside a family name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bystander {
    /// Nothing that makes it another person's.
    None,
    /// A capitalised word that may or may not: this mention is not taken for anybody, and later ones are not touched by it.
    Doubt,
    /// A given name: somebody who is no topic bears the family name on this page.
    Stranger,
}

/// Words before a family name that are no given name.
const TITLES: &str = "President Presidents Chairman Chairwoman Chair Secretary Minister Premier Chancellor General Marshal Admiral Colonel Captain Major Ambassador Envoy \
    Negotiator Director Representative Congressman Congresswoman Senator Governor Mayor Professor Doctor Mr Mrs Ms Miss Dr Prof Sir Dame Lord Lady King Queen Prince \
    Princess Pope Comrade Leader Foreign Prime Vice Deputy Former Supreme Judge Justice Spokesman Spokeswoman Adviser Advisor Attorney Officer Chief State Commander";

/// Words that begin a sentence, or stand in one with a capital, without being a name.
const PLAIN_WORDS: &str = "A After Again All Also Although An And As At Because Before Between Both But By Can Could Despite Did Do Does Earlier Either Even For From Had Has \
    Have He Her His How However I If In Instead Is It Its Later Like May Meanwhile Might Must My Neither No Nor Not Now Of On Once Only Or Our Over Perhaps She Should \
    Since So Still That The Their Then There They This Though Through To Today Under Unlike Until Was We Were What When Where Whether Which While Who Whom Why Will With \
    Without Would Yet You January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday";

/// Words after a family name that make it part of something named after its bearer.
const NAMED_AFTER: &str = "Administration Government Cabinet Tower Towers Doctrine Plan Foundation Organization Organisation Campaign Presidency Jr Sr";

/// Looks at the words beside the family name at bytes `start..end` of a folded text.
pub(super) fn bystander(text: &str, start: usize, end: usize) -> Bystander {
    let after = text[end..].strip_prefix(' ').map_or("", |rest| rest.split(|c: char| !is_word_char(c)).next().unwrap_or(""));
    let abbreviation = after.len() > 1 && after.chars().all(char::is_uppercase);
    if is_capitalised(after) && !is_in(PLAIN_WORDS, after) && !abbreviation {
        return if is_in(NAMED_AFTER, after) { Bystander::Doubt } else { Bystander::Stranger };
    }
    let Some(head) = text[..start].strip_suffix(' ') else { return Bystander::None };
    let word = head.rsplit(|c: char| !is_word_char(c) && c != '.').next().unwrap_or("");
    let sentence = head[..head.len() - word.len()].trim_end();
    let word = word.trim_end_matches('.');
    if !is_capitalised(word) || is_in(PLAIN_WORDS, word) || is_in(TITLES, word) {
        return Bystander::None;
    }
    // The first word of a sentence has its capital from there.
    let begins_sentence = sentence.is_empty() || sentence.ends_with(['.', '?', '!', ':', '"', '\u{201C}', '\u{FFFC}']);
    if begins_sentence { Bystander::Doubt } else { Bystander::Stranger }
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(text: &str, family: &str) -> Bystander {
        let start = text.find(family).unwrap();
        bystander(text, start, start + family.len())
    }

    #[test]
    fn a_given_name_beside_it_makes_a_family_name_a_strangers() {
        for (text, family) in [("Park Chung Hee ruled", "Park"), ("he met Ivanka Trump", "Trump"), ("with Kim Hyok Chol", "Kim")] {
            assert_eq!(beside(text, family), Bystander::Stranger, "{text}");
        }
    }

    #[test]
    fn titles_and_the_beginnings_of_sentences_are_no_given_names() {
        for (text, family) in [
            ("President Trump said", "Trump"),
            ("When Kim spoke", "Kim"),
            ("Mr. Moon left", "Moon"),
            ("In June Kim wrote", "Kim"),
            ("said Kim. The", "Kim"),
            ("Secretary of State Pompeo said", "Pompeo"),
            ("National Security Adviser Bolton", "Bolton"),
            ("Neither Trump nor", "Trump"),
        ] {
            assert_eq!(beside(text, family), Bystander::None, "{text}");
        }
    }

    #[test]
    fn what_is_in_doubt_is_nobodys_and_spoils_nothing() {
        for (text, family) in [("the Trump Administration", "Trump"), ("He left. Ivanka Trump came", "Trump"), ("Asked Trump", "Trump")] {
            assert_eq!(beside(text, family), Bystander::Doubt, "{text}");
        }
    }
}
