//! Other forms of a person's name that follow from it mechanically.

use crate::text::nfc;

/// The forms that follow from a person's full name and family name: middle names dropped, or
/// initialled; of a name that begins with the family name, the western order. Never the reverse,
/// and none where the family name does not stand at one end.
pub(super) fn name_variants(name: &str, family: &str) -> Vec<String> {
    let (name, family) = (&*nfc(name), &*nfc(family.trim()));
    let words: Vec<&str> = name.split_whitespace().collect();
    let of_family: Vec<&str> = family.split_whitespace().collect();
    if of_family.is_empty() || words.len() <= of_family.len() {
        return Vec::new();
    }
    let (begins, ends) = (words.starts_with(&of_family), words.ends_with(&of_family));
    let mut forms = match (begins, ends) {
        (false, true) => {
            with_shortened_given_names(&words[..words.len() - of_family.len()], family)
        }
        (true, false) => vec![format!("{} {family}", words[of_family.len()..].join(" "))],
        _ => Vec::new(),
    };
    forms.retain(|form| form != name);
    forms
}

/// Given names with the middle ones dropped, and with them initialled.
fn with_shortened_given_names(given: &[&str], family: &str) -> Vec<String> {
    let Some((first, middle)) = given.split_first() else { return Vec::new() };
    // "van", "bin" and the like are no middle names, and an initial and a family name are too
    // little to know a person by.
    let is_name = |word: &&str| word.starts_with(char::is_uppercase);
    if middle.is_empty()
        || !middle.iter().all(|word| is_name(word) || is_nickname(word))
        || is_initial(first)
    {
        return Vec::new();
    }
    let initials: Vec<String> = middle
        .iter()
        .filter(|word| is_name(word))
        .filter_map(|word| word.chars().next())
        .map(|letter| format!("{letter}."))
        .collect();
    let bare: Vec<String> =
        initials.iter().map(|initial| initial.trim_end_matches('.').to_owned()).collect();
    let mut forms = vec![format!("{first} {family}")];
    if !initials.is_empty() {
        forms.push(format!("{first} {} {family}", initials.join(" ")));
        forms.push(format!("{first} {} {family}", bare.join(" ")));
    }
    if initials.len() > 1 {
        forms.push(format!("{first} {} {family}", initials.concat()));
    }
    forms
}

fn is_initial(word: &str) -> bool {
    let letters = word.trim_end_matches('.');
    letters.chars().count() == 1 || letters.contains('.')
}

/// "“Bill”", "(Bill)".
fn is_nickname(word: &str) -> bool {
    word.starts_with(['"', '“', '‘', '\'', '('])
}

#[cfg(test)]
mod tests {
    use super::name_variants;

    #[test]
    fn middle_names_are_dropped_and_initialled() {
        assert_eq!(
            name_variants("John Robert Bolton", "Bolton"),
            ["John Bolton", "John R. Bolton", "John R Bolton"]
        );
        assert_eq!(name_variants("Donald J. Trump", "Trump"), ["Donald Trump", "Donald J Trump"]);
        assert_eq!(
            name_variants("George Herbert Walker Bush", "Bush"),
            ["George Bush", "George H. W. Bush", "George H W Bush", "George H.W. Bush"]
        );
        assert_eq!(name_variants("William “Bill” Perry", "Perry"), ["William Perry"]);
        assert_eq!(
            name_variants("Jean E\u{301}lie Lefe\u{300}vre", "Lef\u{e8}vre"),
            ["Jean Lefèvre", "Jean É. Lefèvre", "Jean É Lefèvre"]
        );
    }

    #[test]
    fn a_name_that_begins_with_the_family_name_has_the_western_order_too_and_never_the_reverse() {
        assert_eq!(name_variants("Kim Jong Un", "Kim"), ["Jong Un Kim"]);
        assert_eq!(name_variants("Moon Jae-in", "Moon"), ["Jae-in Moon"]);
        assert!(name_variants("Shinzo Abe", "Abe").is_empty());
    }

    #[test]
    fn what_is_no_plain_full_name_has_no_variants() {
        for (name, family) in [
            ("Kim", "Kim"),
            ("Little Rocket Man", "Kim"),
            ("Charles de Gaulle", "Gaulle"),
            ("J. Robert Oppenheimer", "Oppenheimer"),
            ("Kim Kim", "Kim"),
            ("Kim", ""),
        ] {
            assert!(name_variants(name, family).is_empty(), "{name}");
        }
    }
}
