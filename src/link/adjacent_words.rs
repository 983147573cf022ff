//! Decides from the words next to a name whether it is part of a longer one: "John Smith Jr.",
//! "Lincoln Center", "New Guinea".

use super::tracked_lexicon::TrackedLexicon;
use super::word_lists::*;
use crate::config::TopicKind;
use crate::text::{begins_sentence, is_capitalised, is_word_char};

/// What adjacent words make of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adjacent {
    NoEffect,
    /// The name may mean something else. Later mentions are not affected.
    Unclear,
    /// The name of a person who is not a topic.
    OtherPerson,
}

pub fn is_common_word(word: &str) -> bool {
    COMMON_WORDS.contains(word)
}

pub(super) fn is_month_or_weekday(word: &str) -> bool {
    CALENDAR.contains(word)
}

/// Checks the words next to the family name at bytes `start..end` of a folded text.
pub(super) fn check_family_name(text: &str, start: usize, end: usize) -> Adjacent {
    let (before, after) = (word_before(text, start), word_after(text, end));
    if let Some(after) = after.filter(|word| may_be_given_name(word)) {
        return match NAMESAKE_SUFFIXES.contains(after) {
            true => Adjacent::Unclear,
            false => Adjacent::OtherPerson,
        };
    }
    if has_generation_suffix(text, end) {
        return Adjacent::OtherPerson;
    }
    let name = &text[start..end];
    let is_after =
        |list: &WordSet| before.as_ref().is_some_and(|before| list.contains(before.word));
    // "in Washington", "south of Lincoln".
    let is_place = is_after(&PLACE_PREPOSITIONS) && !text[end..].starts_with('\'')
        || ends_with_direction_of(&text[..start]);
    // "So", "Will", "May": may be common words here.
    let is_common_word = is_common_word(name)
        && (is_month_or_weekday(name) || begins_sentence(&text[..start]))
        && !is_after(&TITLES);
    if after.is_some_and(|word| EPONYMS.contains(word))
        || is_place
        || is_after(&NAMESAKE_PREFIXES)
        || is_common_word
    {
        return Adjacent::Unclear;
    }
    match before.filter(|before| is_given_name(before.word)) {
        // An adverb at the beginning of a sentence. Any other word there counts as a given name:
        // linking another person to a topic is the worse mistake.
        Some(before)
            if before.begins_sentence && before.word.ends_with("ly") && before.word.len() > 5 =>
        {
            Adjacent::NoEffect
        }
        Some(_) => Adjacent::OtherPerson,
        None => Adjacent::NoEffect,
    }
}

/// The given name after a family name in a bibliography: "Barclay, Harold." at the beginning of a
/// text or after a semicolon.
pub(super) fn given_name_after_comma(text: &str, start: usize, end: usize) -> Option<&str> {
    let head = text[..start].trim_end();
    let rest = text[end..].strip_prefix(", ").filter(|_| head.is_empty() || head.ends_with(';'))?;
    let given = first_word(rest);
    // "Pence, Mike Pompeo" lists two people.
    let is_two_people = word_after(rest, given.len())
        .is_some_and(|word| is_capitalised(word) && word.chars().nth(1).is_some());
    (is_given_name(given) && !is_two_people).then_some(given)
}

/// True after "south of", "outside of" and the like.
fn ends_with_direction_of(before: &str) -> bool {
    let mut words = before.trim_end().rsplit(' ');
    words.next() == Some("of")
        && words.next().is_some_and(|word| DIRECTIONS.contains(&*word.to_lowercase()))
}

/// Checks the words next to the full name, of a topic of this kind, at bytes `start..end` of a
/// folded text.
pub(super) fn check_full_name(
    kind: TopicKind,
    text: &str,
    start: usize,
    end: usize,
    lexicon: &mut TrackedLexicon<'_>,
) -> Adjacent {
    let before = word_before(text, start).map(|before| before.word);
    let after = word_after(text, end);
    let is_in = |word: Option<&str>, list: &WordSet| word.is_some_and(|word| list.contains(word));
    let is_unclear = match kind {
        TopicKind::Figure => {
            let is_longer = before
                .is_some_and(|before| is_given_name(before) && lexicon.starts_person_name(before));
            if is_longer || has_generation_suffix(text, end) {
                return Adjacent::OtherPerson;
            }
            is_in(before, &NAMESAKE_PREFIXES) || is_in(after, &NAMESAKE_SUFFIXES)
        }
        TopicKind::Country => {
            // "Israel KHAN": family names may be in capitals.
            let is_family_name = |word: &str| {
                word.chars().count() > 3
                    && word.chars().all(char::is_uppercase)
                    && text[start..end].contains(char::is_lowercase)
            };
            is_in(before, &PLACE_PREFIXES)
                || is_in(after, &PLACE_SUFFIXES)
                || after.is_some_and(is_family_name)
        }
        TopicKind::Event | TopicKind::Organisation | TopicKind::Term => false,
    };
    if is_unclear { Adjacent::Unclear } else { Adjacent::NoEffect }
}

struct PrecedingWord<'a> {
    word: &'a str,
    begins_sentence: bool,
}

/// The word before a position, if only a space is between.
fn word_before(text: &str, start: usize) -> Option<PrecedingWord<'_>> {
    let head = text[..start].strip_suffix(' ')?;
    let written = head.rsplit(|c: char| !is_word_char(c) && c != '.').next().unwrap_or("");
    let begins_sentence = begins_sentence(&head[..head.len() - written.len()]);
    let word = written.trim_end_matches('.');
    // "said. Kim" ends a sentence; "J. Kim" and "Gen. Kim" do not.
    let ends_sentence = word.len() < written.len()
        && word.chars().nth(1).is_some()
        && !word.contains('.')
        && !TITLES.contains(word);
    (!word.is_empty() && !ends_sentence).then_some(PrecedingWord { word, begins_sentence })
}

/// The word after a position, if only a space is between.
fn word_after(text: &str, end: usize) -> Option<&str> {
    let word = first_word(text[end..].strip_prefix(' ')?);
    (!word.is_empty()).then_some(word)
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !is_word_char(c)).next().unwrap_or("")
}

/// Capitalised, and neither a common word nor an abbreviation.
fn may_be_given_name(word: &str) -> bool {
    let is_abbreviation = word.len() > 1 && word.chars().all(char::is_uppercase);
    is_capitalised(word) && !is_abbreviation && !is_common_word(word)
}

fn is_given_name(word: &str) -> bool {
    may_be_given_name(word) && !TITLES.contains(word)
}

/// "John Smith Jr.", "John Smith, Sr.", "John Smith III".
fn has_generation_suffix(text: &str, end: usize) -> bool {
    let rest = &text[end..];
    word_after(rest.strip_prefix(',').unwrap_or(rest), 0)
        .is_some_and(|word| GENERATION_SUFFIXES.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lexicon;

    fn family_name(text: &str, family: &str) -> Adjacent {
        let start = text.find(family).unwrap();
        check_family_name(text, start, start + family.len())
    }

    fn full_name(kind: TopicKind, text: &str, name: &str) -> Adjacent {
        let start = text.find(name).unwrap();
        let lexicon = Lexicon::default();
        let mut lexicon = TrackedLexicon::new(&lexicon);
        check_full_name(kind, text, start, start + name.len(), &mut lexicon)
    }

    #[test]
    fn an_adjacent_given_name_means_another_person() {
        for (text, family) in [
            ("Park Chung Hee ruled", "Park"),
            ("he met Ivanka Trump", "Trump"),
            ("with Kim Hyok Chol", "Kim"),
            ("said J. Kim", "Kim"),
            ("Trump Jr. said", "Trump"),
            ("He left. Ivanka Trump came", "Trump"),
        ] {
            assert_eq!(family_name(text, family), Adjacent::OtherPerson, "{text}");
        }
    }

    #[test]
    fn titles_and_first_words_of_sentences_are_not_given_names() {
        for (text, family) in [
            ("President Trump said", "Trump"),
            ("When Kim spoke", "Kim"),
            ("Mr. Moon left", "Moon"),
            ("In June Kim wrote", "Kim"),
            ("said Kim. The", "Kim"),
            ("He left Seoul. Kim stayed", "Kim"),
            ("Secretary of State Pompeo said", "Pompeo"),
            ("National Security Adviser Bolton", "Bolton"),
            ("Neither Trump nor", "Trump"),
            ("the US Trump knew", "Trump"),
            ("Asked Trump", "Trump"),
            ("He left. Ironically Trump stayed", "Trump"),
            ("Secretary of Defense Trump", "Trump"),
        ] {
            assert_eq!(family_name(text, family), Adjacent::NoEffect, "{text}");
        }
    }

    #[test]
    fn names_of_things_are_unclear() {
        for (text, family) in [
            ("the Trump Administration", "Trump"),
            ("the USS Trump", "Trump"),
            ("the Trump effect", "Trump"),
            ("at Cape Trump", "Trump"),
            ("So the talks", "So"),
            ("in May 2018", "May"),
        ] {
            assert_eq!(family_name(text, family), Adjacent::Unclear, "{text}");
        }
    }

    #[test]
    fn a_common_word_is_a_family_name_inside_a_sentence_or_after_a_title() {
        for (text, family) in
            [("and then So left", "So"), ("Minister An said", "An"), ("Mrs May said", "May")]
        {
            assert_eq!(family_name(text, family), Adjacent::NoEffect, "{text}");
        }
    }

    #[test]
    fn a_family_name_after_a_preposition_of_place_is_unclear() {
        for (text, family, expected) in [
            ("south of Washington", "Washington", Adjacent::Unclear),
            ("he lived in Lincoln", "Lincoln", Adjacent::Unclear),
            ("interest in Lincoln's life", "Lincoln", Adjacent::NoEffect),
        ] {
            assert_eq!(family_name(text, family), expected, "{text}");
        }
    }

    #[test]
    fn the_given_name_may_follow_in_a_bibliography() {
        let given = |text: &str, family: &str| {
            let start = text.find(family).unwrap();
            given_name_after_comma(text, start, start + family.len()).map(str::to_owned)
        };
        assert_eq!(given("Barclay, Harold, People", "Barclay").as_deref(), Some("Harold"));
        assert_eq!(given("Cox, David R. & Reid", "Cox").as_deref(), Some("David"));
        assert_eq!(given("Ehret, C.; Barclay, Harold", "Barclay").as_deref(), Some("Harold"));
        assert_eq!(given("Pence, Mike Pompeo and others", "Pence"), None);
        assert_eq!(given("met Pence, Mike said", "Pence"), None);
        assert_eq!(given("Pence, President of", "Pence"), None);
    }

    #[test]
    fn a_full_name_may_be_part_of_a_longer_name() {
        use TopicKind::{Country, Figure};
        for (kind, text, name, expected) in [
            (Figure, "John Smith Jr. said", "John Smith", Adjacent::OtherPerson),
            (Figure, "John Smith, III, said", "John Smith", Adjacent::OtherPerson),
            (Figure, "in Kim Il Sung Square", "Kim Il Sung", Adjacent::Unclear),
            (Figure, "President Kim Il Sung said", "Kim Il Sung", Adjacent::NoEffect),
            (Country, "in New Guinea", "Guinea", Adjacent::Unclear),
            (Country, "the Jordan River", "Jordan", Adjacent::Unclear),
            (Country, "for Israel KHAN (UNC)", "Israel", Adjacent::Unclear),
            (Country, "in eastern Guinea", "Guinea", Adjacent::NoEffect),
        ] {
            assert_eq!(full_name(kind, text, name), expected, "{text}");
        }
    }
}
