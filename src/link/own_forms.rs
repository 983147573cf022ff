//! Forms of the bearer's own name before a family name, which need not be declared: "S.G.W.
//! Benjamin", "John Fitzgerald Kennedy" for "John F. Kennedy".

use super::surroundings::{Neighbour, Surroundings};
use crate::catalog::{Catalog, PageIx};
use crate::language::Language;
use crate::text::{case_fold, is_capitalised, is_spaceless_script, is_word_char, strip_diacritics};

/// Given names and initials before a family name that are the bearer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnForm {
    /// A full name, which begins here.
    FullName { start: usize },
    /// One initial, which is too little to identify a person.
    Initial,
    /// Perhaps a full name with another middle name, perhaps somebody else.
    Unclear,
}

/// The form of a person's own name that a family name ends; `None` if a given name before it is not
/// the person's.
pub(super) fn own_form(
    name: &Surroundings<'_>,
    person: PageIx,
    catalog: &Catalog,
) -> Option<OwnForm> {
    let (start, written) = given_names_before(name);
    let own = declared_given_names(person, catalog, name.language);
    let form = |given: &Vec<&str>| match_given_names(&written, given, name.language);
    let forms: Vec<Match> = own.iter().filter_map(form).collect();
    if forms.contains(&Match::Full) {
        return Some(OwnForm::FullName { start });
    }
    forms
        .contains(&Match::Initial)
        .then_some(OwnForm::Initial)
        .or_else(|| forms.contains(&Match::OtherMiddleName).then_some(OwnForm::Unclear))
}

/// The given names and initials before a family name, and where they begin.
fn given_names_before<'a>(name: &Surroundings<'a>) -> (usize, Vec<&'a str>) {
    const MOST_GIVEN_NAMES: usize = 6;
    let (mut start, mut written) = (name.article_start().unwrap_or(name.start), Vec::new());
    let is_part = |it: &Neighbour<'_>| {
        it.is_capitalised || it.is_given_name() && !it.word.starts_with(is_spaceless_script)
    };
    while let Some(before) = name.word_before(start).filter(is_part) {
        if written.len() >= MOST_GIVEN_NAMES {
            break;
        }
        let may_be_name = before.may_be_name() || before.is_given_name();
        if before.is_name || !may_be_name && before.word.chars().nth(1).is_some() {
            break;
        }
        let given_start = compound_start(name.text, before.start);
        let given = &name.text[given_start..before.start + before.word.len()];
        written.splice(0..0, given.split('.').filter(|part| !part.is_empty()));
        start = given_start;
    }
    (start, written)
}

/// Where a given name of several parts begins: "Jean-Marie" is one name.
fn compound_start(text: &str, start: usize) -> usize {
    if !text[..start].ends_with('-') {
        return start;
    }
    let at = text[..start].trim_end_matches(|c: char| is_word_char(c) || c == '-').len();
    if is_capitalised(&text[at..]) { at } else { start }
}

/// In Russian, initials may follow the family name: "Ленин В. И.". Returns whether they are the
/// person's own; `None` if there are none.
pub(super) fn initials_after(
    name: &Surroundings<'_>,
    person: PageIx,
    catalog: &Catalog,
) -> Option<bool> {
    let rest = name.rest().strip_prefix(',').unwrap_or(name.rest()).strip_prefix(' ')?;
    let initial = |text: &'_ str| -> Option<usize> {
        let letter = text.chars().next().filter(|c| is_cyrillic_capital(*c))?;
        text[letter.len_utf8()..].starts_with('.').then_some(letter.len_utf8())
    };
    let first = initial(rest)?;
    let after = rest[first + 1..].trim_start_matches(' ');
    let second = initial(after)?;
    let written = [&rest[..first], &after[..second]];
    let own = declared_given_names(person, catalog, name.language);
    let is_own =
        |given: &Vec<&str>| match_given_names(&written, given, name.language) == Some(Match::Full);
    Some(own.iter().any(is_own))
}

fn is_cyrillic_capital(c: char) -> bool {
    matches!(c, 'А'..='Я' | 'Ё')
}

/// The words of each declared name, without titles; a single word may be a nickname.
fn declared_given_names<'a>(
    person: PageIx,
    catalog: &'a Catalog,
    language: &Language,
) -> Vec<Vec<&'a str>> {
    let head = catalog.head(person);
    let aliases = head.front.topic().into_iter().flat_map(|topic| &topic.also_known_as);
    let names = std::iter::once(&*catalog.entry(person).title)
        .chain(aliases.map(|alias| &*alias.name.value));
    names
        .map(|name| {
            let words: Vec<&str> = name.split_whitespace().collect();
            let words = words[language.leading_titles(&words)..].iter();
            let words = words.flat_map(|word| word.split('.'));
            let words = words.map(|word| word.trim_matches(|c: char| !is_word_char(c)));
            words.filter(|word| !word.is_empty()).collect()
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    Full,
    /// Only one initial.
    Initial,
    /// The first given name, and another middle name: "Barack Hussein" for "Barack".
    OtherMiddleName,
}

/// Compares given names as written with those of a declared name: in order, the first with the first.
fn match_given_names(written: &[&str], own: &[&str], language: &Language) -> Option<Match> {
    let (first, others) = written.split_first()?;
    let (own_first, own_others) = own.split_first()?;
    // "Robert Oppenheimer" for "J. Robert Oppenheimer".
    if is_initial(own_first)
        && !is_initial(first)
        && own_others.first().is_some_and(|own| is_same(first, own, language))
    {
        return match_given_names(written, own_others, language);
    }
    let is_nickname = || {
        let others = language.other_given_names(own_first);
        others.iter().any(|other| fold(other) == fold(first))
    };
    if !is_same(first, own_first, language) && !is_nickname() {
        return None;
    }
    let mut rest = own_others.iter();
    let unknown: Vec<&&str> = others
        .iter()
        .filter(|word| {
            !rest.clone().any(|own| is_same(word, own, language)) || {
                rest.by_ref().find(|own| is_same(word, own, language));
                false
            }
        })
        .collect();
    match unknown[..] {
        [] if written.len() == 1 && is_initial(first) => Some(Match::Initial),
        [] => Some(Match::Full),
        // "Donald J. Trump" where only "Donald Trump" is declared.
        [middle] if may_be_middle_name(middle) && !is_initial(first) => Some(Match::Full),
        // "В. В. Путин": Russian initials include that of the patronymic.
        [middle] if is_initial(first) && is_initial(middle) && is_cyrillic(middle) => {
            Some(Match::Full)
        }
        _ if !is_initial(first) => Some(Match::OtherMiddleName),
        _ => None,
    }
}

fn is_cyrillic(word: &str) -> bool {
    word.starts_with(is_cyrillic_capital)
}

fn is_initial(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// The same word, perhaps in another case; or one is an initial of the other.
fn is_same(written: &str, own: &str, language: &Language) -> bool {
    let (written, own) = (fold(written), fold(own));
    written == own
        || is_initial(&written) && own.starts_with(&written)
        || is_initial(&own) && written.starts_with(&own)
        || language.inflection.given_names_inflect() && differs_by_ending(&own, &written)
}

/// "антон" and "антона": the same but for at most the last two letters.
fn differs_by_ending(one: &str, other: &str) -> bool {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longest = one.chars().count().max(other.chars().count());
    same >= 4 && longest - same <= 2
}

/// An initial or a patronymic, which the declared name may leave out.
fn may_be_middle_name(word: &str) -> bool {
    word.chars().nth(1).is_none()
        || ["ovich", "evich", "ovna", "evna", "ович", "евич", "овна", "евна"].iter().any(|ending| {
            // With the ending of another case.
            word.ends_with(ending)
                || word.rfind(&ending[..ending.len() - 2]).is_some_and(|at| {
                    at > 0 && word[at..].chars().count() <= ending.chars().count() + 2
                })
        })
}

fn fold(word: &str) -> String {
    case_fold(&strip_diacritics(word))
}
