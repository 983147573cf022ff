//! Bearers of a family name who are no topic: "Park Chung Hee", "Ivanka Trump".

use crate::text::{is_capitalised, is_word_char};

/// What stands beside a family name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bystander {
    /// Nothing that makes it another person's.
    None,
    /// A capitalised word that makes it the name of somebody who is no topic.
    Stranger,
}

/// Words before a family name that are no given name.
const TITLES: [&str; 46] = [
    "President",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Secretary",
    "Minister",
    "Premier",
    "Chancellor",
    "General",
    "Marshal",
    "Admiral",
    "Colonel",
    "Ambassador",
    "Envoy",
    "Director",
    "Representative",
    "Senator",
    "Governor",
    "Professor",
    "Doctor",
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Prof",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Pope",
    "Comrade",
    "Leader",
    "Foreign",
    "Prime",
    "Vice",
    "Deputy",
    "Former",
    "Supreme",
    "Judge",
    "Justice",
    "Spokesman",
];

/// Words that begin a sentence, or stand in one with a capital, without being a name.
const PLAIN_WORDS: [&str; 70] = [
    "A",
    "After",
    "Again",
    "All",
    "Also",
    "Although",
    "And",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Can",
    "Could",
    "Did",
    "Does",
    "Earlier",
    "Even",
    "For",
    "From",
    "Had",
    "Has",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Later",
    "Like",
    "Meanwhile",
    "No",
    "Nor",
    "Not",
    "Now",
    "Of",
    "On",
    "Once",
    "Only",
    "Or",
    "Over",
    "Perhaps",
    "She",
    "Should",
    "Since",
    "So",
    "Still",
    "That",
    "The",
    "Their",
    "Then",
    "This",
    "To",
    "Today",
    "Under",
    "Until",
    "Was",
    "What",
    "When",
    "Where",
    "While",
    "Why",
    "With",
    "Yet",
];

const MONTHS_AND_DAYS: [&str; 19] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Looks at the words beside the family name at bytes `start..end` of a folded text.
pub(super) fn bystander(text: &str, start: usize, end: usize) -> Bystander {
    let after = text[end..].strip_prefix(' ').map(|rest| rest.split(|c: char| !is_word_char(c)).next().unwrap_or(""));
    if after.is_some_and(is_capitalised) && !after.is_some_and(|word| is_plain(word) || word.chars().all(char::is_uppercase) && word.len() > 1) {
        return Bystander::Stranger;
    }
    let Some(head) = text[..start].strip_suffix(' ') else { return Bystander::None };
    let word = head.rsplit(|c: char| !is_word_char(c) && c != '.').next().unwrap_or("").trim_end_matches('.');
    if is_capitalised(word) && !is_plain(word) && !TITLES.contains(&word) { Bystander::Stranger } else { Bystander::None }
}

fn is_plain(word: &str) -> bool {
    PLAIN_WORDS.contains(&word) || MONTHS_AND_DAYS.contains(&word)
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
        for (text, family) in
            [("President Trump said", "Trump"), ("When Kim spoke", "Kim"), ("Mr. Moon left", "Moon"), ("In June Kim wrote", "Kim"), ("said Kim. The", "Kim")]
        {
            assert_eq!(beside(text, family), Bystander::None, "{text}");
        }
    }
}
