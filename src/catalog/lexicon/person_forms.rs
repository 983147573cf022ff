//! Derives other forms of a person's full name.

use crate::language::{Language, WordClasses, arabic_articles_before, split_arabic_article};
use crate::text::{is_quotation_mark, is_spaceless_script, nfc};

/// The parts of a full name: "Dr. Ana Maria “Mia” Silva Costa Jr." with the family name "Silva".
struct NameParts<'a> {
    given: Vec<&'a str>,
    nicknames: Vec<&'a str>,
    family: String,
    /// "Jr."; empty for most.
    suffix: &'a str,
    /// The family name is written first.
    is_family_first: bool,
}

/// Derived forms of a full name: without titles and forms of address, with `nicknames` for the given name,
/// middle names dropped or initialled, a second family name dropped, a generation suffix with and
/// without comma and point, and in western order for a name that begins with the family name.
///
/// Without a family name only what needs none.
pub(super) fn person_forms(
    name: &str,
    family: Option<&str>,
    nicknames: &[&str],
    language: &Language,
) -> Vec<String> {
    // French sets spaces inside of quotation marks.
    let name = &*nfc(name).replace("«\u{a0}", "«").replace("\u{a0}»", "»");
    let mut forms = match family.and_then(|family| NameParts::split(name, family, language)) {
        Some(parts) => parts.forms(nicknames),
        None => without_family_name(name, language),
    };
    let with_articles: Vec<String> = forms
        .iter()
        .map(String::as_str)
        .chain([name])
        .flat_map(|form| article_forms(form, "-"))
        .collect();
    forms.extend(with_articles);
    let mut unique: Vec<String> = Vec::new();
    for form in forms {
        if form != name && !unique.contains(&form) {
            unique.push(form);
        }
    }
    unique
}

impl<'a> NameParts<'a> {
    /// None if the name does not contain the family name, or nothing else.
    fn split(name: &'a str, family: &str, language: &Language) -> Option<Self> {
        let family = nfc(family.trim());
        let family_words: Vec<&str> = family.split_whitespace().collect();
        let (mut words, suffix) = split_suffix(name, language);
        // "Son" is a form of address, and a family name.
        if !words.starts_with(&family_words) {
            words.drain(..language.leading_titles(&words));
        }
        if family_words.is_empty() || words.len() <= family_words.len() {
            return None;
        }
        // The last occurrence, except in names that begin with it.
        let at = words.windows(family_words.len()).rposition(|window| window == family_words)?;
        let after = &words[at + family_words.len()..];
        let (given, is_family_first) = match at {
            0 => (after, true),
            _ => (&words[..at], false),
        };
        // Of the marks, "’" is an apostrophe: "’t".
        let is_opening = |c| matches!(c, '\'' | '(') || c != '’' && is_quotation_mark(c);
        let is_nickname = |word: &&&str| word.starts_with(is_opening);
        let trim = |word: &&'a str| word.trim_matches(|c: char| !c.is_alphanumeric());
        Some(NameParts {
            nicknames: given.iter().filter(is_nickname).map(trim).collect(),
            given: given.iter().filter(|word| !is_nickname(word)).copied().collect(),
            family: family_words.join(" "),
            suffix,
            is_family_first,
        })
    }

    fn forms(&self, nicknames: &[&str]) -> Vec<String> {
        let mut givens = Vec::new();
        if self.is_family_first {
            givens.push(self.given.join(" "));
        } else {
            givens.extend(given_forms(&self.given));
            // Without titles, nicknames and a second family name.
            givens.push(self.given.join(" "));
            let nicknames = nicknames.iter().chain(&self.nicknames);
            givens.extend(nicknames.filter(|name| **name != self.family).map(|it| (*it).into()));
        }
        givens.retain(|given| !given.is_empty());
        let full = givens.iter().map(|given| format!("{given} {}", self.family));
        match self.suffix {
            "" => full.collect(),
            suffix => full.flat_map(|name| suffix_forms(&name, suffix)).collect(),
        }
    }
}

/// The words of a name and its generation suffix.
fn split_suffix<'a>(name: &'a str, language: &Language) -> (Vec<&'a str>, &'a str) {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let is_suffix = |word: &str| {
        language.classes(word.trim_end_matches('.')).any(WordClasses::GENERATION_SUFFIX)
    };
    let mut suffix = "";
    if let Some(last) = words.last().filter(|last| words.len() > 2 && is_suffix(last)) {
        suffix = last;
        words.pop();
        if let Some(family) = words.last_mut() {
            *family = family.trim_end_matches(',');
        }
    }
    (words, suffix)
}

/// A name whose family name is not known: without titles, unless they may be family names, and its
/// generation suffix in all forms.
fn without_family_name(name: &str, language: &Language) -> Vec<String> {
    let (mut words, suffix) = split_suffix(name, language);
    let is_family_name = |word: &&str| language.classes(word).any(WordClasses::WORD_FAMILY_NAME);
    if !words.first().is_some_and(is_family_name) {
        words.drain(..language.leading_titles(&words));
    }
    let base = words.join(" ");
    match suffix {
        "" if words.len() > 1 => vec![base],
        "" => Vec::new(),
        suffix => suffix_forms(&base, suffix),
    }
}

/// "Ann Lee Jr", "Ann Lee Jr.", "Ann Lee, Jr", "Ann Lee, Jr.".
fn suffix_forms(name: &str, suffix: &str) -> Vec<String> {
    let bare = suffix.trim_end_matches('.');
    let has_point = bare.chars().any(char::is_lowercase);
    let points: &[&str] = if has_point { &["", "."] } else { &[""] };
    let forms = points
        .iter()
        .flat_map(|point| [" ", ", "].map(|separator| format!("{name}{separator}{bare}{point}")));
    forms.collect()
}

/// Given names with later ones dropped or initialled. (Forms of initials alone, "J. R. R. Tolkien",
/// are recognised at the family name: as names they would all begin with one of a few letters, and
/// each of these letters in a text would cost a search among thousands.)
fn given_forms(given: &[&str]) -> Vec<String> {
    let Some((first, middle)) = given.split_first() else { return Vec::new() };
    // Particles ("van", "bin") are not middle names; an initial and a family name are too little to
    // identify a person.
    let may_be_given = |c: char| c.is_uppercase() || is_spaceless_script(c);
    if !given.iter().all(|word| word.starts_with(may_be_given)) {
        return Vec::new();
    }
    let mut forms = Vec::new();
    if is_initial(first) {
        // "Robert Oppenheimer" for "J. Robert Oppenheimer".
        if middle.first().is_some_and(|word| !is_initial(word)) {
            forms.push(middle.join(" "));
            forms.push(format!("{} {}", first.trim_end_matches('.'), middle.join(" ")));
        }
        return forms;
    }
    if !middle.is_empty() {
        let letters: Vec<String> = middle.iter().flat_map(|word| initials(word)).collect();
        forms.push((*first).to_owned());
        forms.push(format!("{first} {}", with_points(&letters, " ")));
        forms.push(format!("{first} {}", letters.join(" ")));
        if letters.len() > 1 {
            forms.push(format!("{first} {}", with_points(&letters, "")));
            forms.push(format!("{first} {}", with_points(&letters[..1], "")));
        }
    }
    forms
}

fn with_points(letters: &[String], separator: &str) -> String {
    format!("{}.", letters.join(&format!(".{separator}")))
}

/// The initials of a word: of "J.R." both, of "Jean-Luc" the first.
fn initials(word: &str) -> Vec<String> {
    match is_initial(word) {
        true => word.chars().filter(|c| c.is_alphabetic()).map(String::from).collect(),
        false => word.chars().next().map(String::from).into_iter().collect(),
    }
}

fn is_initial(word: &str) -> bool {
    let letters = word.trim_end_matches('.');
    letters.chars().count() == 1 || letters.contains('.')
}

/// A name with its Arabic article in every form, joined by a hyphen or space, and without it after a
/// given name.
pub(super) fn article_forms(name: &str, joint: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let bare = |word: &str| {
        let (_, bare) = split_arabic_article(word)?;
        bare.starts_with(char::is_uppercase).then(|| bare.to_owned())
    };
    let Some((at, bare)) = words.iter().enumerate().find_map(|(at, word)| Some((at, bare(word)?)))
    else {
        return Vec::new();
    };
    let with = |word: &str| {
        let mut words = words.clone();
        words[at] = word;
        words.join(" ")
    };
    let mut forms: Vec<String> =
        arabic_articles_before(&bare).map(|it| with(&format!("{it}{joint}{bare}"))).collect();
    if words.len() > 1 {
        forms.push(with(&bare));
    }
    forms
}

/// The forms in which a family name is used alone.
pub(super) fn family_name_forms(family: &str) -> Vec<String> {
    let mut forms = vec![family.to_owned()];
    forms.extend(article_forms(family, "-"));
    forms.extend(split_arabic_article(family).map(|(_, bare)| bare.to_owned()));
    forms
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::language::Languages;

    fn forms(name: &str, family: &str) -> Vec<String> {
        let languages = Languages::new("en", BTreeMap::new());
        let family = Some(family).filter(|family| !family.is_empty());
        person_forms(name, family, &[], languages.of_page(None))
    }

    fn has(name: &str, family: &str, expected: &[&str]) {
        let forms = forms(name, family);
        for form in expected {
            assert!(forms.iter().any(|it| it == form), "{form} is not in {forms:?}");
        }
    }

    #[test]
    fn middle_names_are_dropped_and_initialled() {
        has("John Robert Bolton", "Bolton", &["John Bolton", "John R. Bolton", "John R Bolton"]);
        has("Donald J. Trump", "Trump", &["Donald Trump", "Donald J Trump"]);
        has(
            "George Herbert Walker Bush",
            "Bush",
            &["George Bush", "George H. W. Bush", "George H W Bush", "George H.W. Bush"],
        );
        has("William “Bill” Perry", "Perry", &["William Perry", "Bill Perry"]);
        has("William „Bill“ Perry", "Perry", &["William Perry", "Bill Perry"]);
        has("William «\u{a0}Bill\u{a0}» Perry", "Perry", &["William Perry", "Bill Perry"]);
        has(
            "Jean E\u{301}lie Lefe\u{300}vre",
            "Lef\u{e8}vre",
            &["Jean Lefèvre", "Jean É. Lefèvre"],
        );
    }

    #[test]
    fn an_initial_before_a_given_name_is_dropped() {
        has(
            "J. Robert Oppenheimer",
            "Oppenheimer",
            &["Robert Oppenheimer", "J Robert Oppenheimer"],
        );
    }

    #[test]
    fn titles_are_dropped() {
        has("Hon. Stephen J. Rapp", "Rapp", &["Stephen J. Rapp", "Stephen Rapp"]);
        has("The Honorable Ann Lee", "Lee", &["Ann Lee"]);
        has("President Ann Lee", "Lee", &["Ann Lee"]);
        assert!(!forms("President Ann Lee", "Lee").contains(&"President Lee".into()));
        has("Crown Prince Mohammed bin Salman", "bin Salman", &["Mohammed bin Salman"]);
        has("Secretary of State John Forbes Kerry", "Kerry", &["John Kerry"]);
        has("Prof. Noam Levin", "", &["Noam Levin"]);
        has("Son Heung Min", "Son", &["Heung Min Son"]);
        assert!(forms("Son Heung Min", "").is_empty());
        assert!(forms("Elton John", "John").iter().all(|form| form == "Elton John"));
    }

    #[test]
    fn suffixes_are_varied() {
        has(
            "Robert F. Kennedy Jr.",
            "Kennedy",
            &["Robert F. Kennedy, Jr.", "Robert F. Kennedy Jr", "Robert Kennedy Jr."],
        );
        assert!(!forms("Robert F. Kennedy Jr.", "Kennedy").contains(&"Robert F. Kennedy".into()));
        has("Robert F. Kennedy, Jr.", "", &["Robert F. Kennedy Jr."]);
    }

    #[test]
    fn arabic_articles_are_one() {
        has("Bashar al-Assad", "al-Assad", &["Bashar el-Assad", "Bashar Al-Assad", "Bashar Assad"]);
        let family = family_name_forms("el-Sisi");
        for form in ["el-Sisi", "al-Sisi", "Al-Sisi", "El-Sisi", "Sisi"] {
            assert!(family.iter().any(|it| it == form), "{form}");
        }
        has("Ahmed al-Sharaa", "al-Sharaa", &["Ahmed ash-Sharaa", "Ahmed Sharaa"]);
        assert!(article_forms("ad-hoc tribunal", "-").is_empty());
    }

    #[test]
    fn a_second_family_name_is_dropped() {
        has("Pedro Sánchez Pérez-Castejón", "Sánchez", &["Pedro Sánchez"]);
    }

    #[test]
    fn western_order_is_derived_only_for_names_that_begin_with_the_family_name() {
        assert_eq!(forms("Kim Jong Un", "Kim"), ["Jong Un Kim"]);
        assert_eq!(forms("Moon Jae-in", "Moon"), ["Jae-in Moon"]);
        assert!(forms("Shinzo Abe", "Abe").is_empty());
    }

    #[test]
    fn a_name_without_a_plain_given_and_family_name_has_no_variants() {
        for (name, family) in
            [("Kim", "Kim"), ("Little Rocket Man", "Kim"), ("Kim Kim", "Kim"), ("Kim", "")]
        {
            assert!(forms(name, family).is_empty(), "{name}: {:?}", forms(name, family));
        }
    }
}
