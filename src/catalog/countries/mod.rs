//! Built-in facts about countries, by ISO 3166-1 alpha-2. `generate.py` generates the tables;
//! `README.md` lists their sources.

const FACTS: &str = include_str!("facts.tsv");
const NAMES: &str = include_str!("names.tsv");

/// All in English, except for `name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryFacts {
    /// ISO 3166-1 alpha-2, in capitals.
    pub iso: Box<str>,
    /// In the language of the site, if known.
    pub name: Box<str>,
    pub official_name: Option<Box<str>>,
    pub capital: Option<Box<str>>,
    pub region: Option<Box<str>>,
    pub demonyms: Vec<Box<str>>,
    /// Abbreviations and other names.
    pub other_names: Vec<Box<str>>,
}

/// The facts about a country for a site in this language (BCP 47). Facts known only in English are
/// left out for other languages.
pub fn lookup(iso: &str, language: &str) -> Option<CountryFacts> {
    let code = iso.to_ascii_uppercase();
    let mut rows = FACTS.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let row = rows.find(|row| row[0] == code)?;
    let english =
        language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"));
    let cell = |at: usize| row.get(at).copied().filter(|cell| english && !cell.is_empty());
    let list = |at: usize| cell(at).into_iter().flat_map(|cell| cell.split(';')).map(Into::into);
    Some(CountryFacts {
        name: localized_name(&code, language)?.into(),
        official_name: cell(1).map(Into::into),
        capital: cell(2).map(Into::into),
        region: cell(3).map(Into::into),
        demonyms: list(4).collect(),
        other_names: list(5).chain(list(6)).collect(),
        iso: code.into(),
    })
}

/// The name of a country in a language, else in the language without its last subtag, else in
/// English.
fn localized_name(code: &str, language: &str) -> Option<&'static str> {
    let column = NAMES.lines().next()?.split('\t').position(|column| column == code)?;
    let mut tag = language;
    loop {
        let row = NAMES
            .lines()
            .skip(1)
            .find(|line| line.split('\t').next().is_some_and(|row| row.eq_ignore_ascii_case(tag)));
        let cell = row.and_then(|row| row.split('\t').nth(column)).filter(|cell| !cell.is_empty());
        match (cell, tag.rsplit_once('-')) {
            (Some(cell), _) => return Some(cell),
            (None, Some((shorter, _))) => tag = shorter,
            (None, None) if tag.eq_ignore_ascii_case("en") => return None,
            (None, None) => tag = "en",
        }
    }
}

/// The flag as an emoji: two regional indicators (Unicode Technical Standard 51, annex B).
pub fn flag(iso: &str) -> Option<String> {
    let letters: Vec<u8> = iso.bytes().map(|b| b.to_ascii_uppercase()).collect();
    if letters.len() != 2 || !letters.iter().all(u8::is_ascii_uppercase) {
        return None;
    }
    letters.iter().map(|letter| char::from_u32(0x1F1E6 + u32::from(letter - b'A'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All codes, in order.
    fn codes() -> impl Iterator<Item = &'static str> {
        FACTS.lines().skip(1).filter_map(|line| line.split('\t').next())
    }

    #[test]
    fn every_country_has_a_name_in_english_and_its_own_row() {
        assert_eq!(codes().count(), 249);
        for code in codes() {
            let facts = lookup(code, "en").unwrap_or_else(|| panic!("{code}"));
            assert!(!facts.name.is_empty());
        }
    }

    #[test]
    fn names_follow_the_language_of_the_site() {
        let korea = |language| lookup("kp", language).map(|facts| facts.name.to_string());
        assert_eq!(korea("en").as_deref(), Some("North Korea"));
        assert_eq!(korea("en-GB").as_deref(), Some("North Korea"));
        assert_eq!(korea("ko").as_deref(), Some("북한"));
        assert_eq!(korea("de-AT").as_deref(), Some("Nordkorea"));
        assert_eq!(korea("tlh").as_deref(), Some("North Korea"));
    }

    #[test]
    fn what_is_known_in_english_only_is_left_out_of_other_languages() {
        let english = lookup("KP", "en").unwrap();
        assert_eq!(english.capital.as_deref(), Some("Pyongyang"));
        assert!(english.other_names.contains(&"DPRK".into()));
        let german = lookup("KP", "de").unwrap();
        assert_eq!((german.capital, german.other_names.len()), (None, 0));
    }

    #[test]
    fn a_flag_is_two_regional_indicators() {
        assert_eq!(flag("KP").as_deref(), Some("🇰🇵"));
        assert_eq!(flag("K1"), None);
    }
}
