//! Derives other forms of a person's full name.

use crate::text::nfc;

/// Derived forms: middle names dropped or initialled; western order for a name that begins with the
/// family name. None if the family name is at neither end.
pub(super) fn name_variants(name: &str, family: &str) -> Vec<String> {
    let (name, family) = (&*nfc(name), &*nfc(family.trim()));
    let words: Vec<&str> = name.split_whitespace().collect();
    let family_words: Vec<&str> = family.split_whitespace().collect();
    if family_words.is_empty() || words.len() <= family_words.len() {
        return Vec::new();
    }
    let mut forms = match (words.starts_with(&family_words), words.ends_with(&family_words)) {
        (false, true) => {
            with_shortened_given_names(&words[..words.len() - family_words.len()], family)
        }
        (true, false) => vec![format!("{} {family}", words[family_words.len()..].join(" "))],
        _ => Vec::new(),
    };
    forms.retain(|form| form != name);
    forms
}

fn with_shortened_given_names(given: &[&str], family: &str) -> Vec<String> {
    let Some((first, middle)) = given.split_first() else { return Vec::new() };
    // Particles ("van", "bin") are not middle names; an initial and a family name are too little to
    // identify a person.
    let is_name = |word: &&&str| word.starts_with(char::is_uppercase);
    let is_nickname = |word: &&str| word.starts_with(['"', '“', '‘', '\'', '(']);
    let all_known = middle.iter().all(|word| is_name(&word) || is_nickname(word));
    if middle.is_empty() || !all_known || is_initial(first) {
        return Vec::new();
    }
    let letters = middle.iter().filter(is_name).filter_map(|word| word.chars().next());
    let letters: Vec<String> = letters.map(String::from).collect();
    let mut forms = vec![format!("{first} {family}")];
    if !letters.is_empty() {
        forms.push(format!("{first} {}. {family}", letters.join(". ")));
        forms.push(format!("{first} {} {family}", letters.join(" ")));
    }
    if letters.len() > 1 {
        forms.push(format!("{first} {}. {family}", letters.join(".")));
    }
    forms
}

fn is_initial(word: &str) -> bool {
    let letters = word.trim_end_matches('.');
    letters.chars().count() == 1 || letters.contains('.')
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
    fn western_order_is_derived_only_for_names_that_begin_with_the_family_name() {
        assert_eq!(name_variants("Kim Jong Un", "Kim"), ["Jong Un Kim"]);
        assert_eq!(name_variants("Moon Jae-in", "Moon"), ["Jae-in Moon"]);
        assert!(name_variants("Shinzo Abe", "Abe").is_empty());
    }

    #[test]
    fn a_name_without_a_plain_given_and_family_name_has_no_variants() {
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
