//! Built-in facts about countries, by ISO 3166-1 alpha-2. `generate.py` generates the tables;
//! `README.md` lists their sources.

mod flags;

use rustc_hash::FxHashMap;

use crate::text::{Route, fold_punctuation, nfc_lowercase};
use flags::FLAGS;

const FACTS: &str = include_str!("facts.tsv");
const NAMES: &str = include_str!("names.tsv");
const CAPITALS: &str = include_str!("capitals.tsv");
const EVERYDAY_NAMES: &str = include_str!("everyday.tsv");

/// All in English, except for `name` and `other_names`.
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
    /// Abbreviations and other names, in the language of the site.
    pub other_names: Vec<Box<str>>,
    pub flag: Flag,
}

/// A picture of a flag, 4:3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// ISO 3166-1 alpha-2, in capitals.
    pub iso: &'static str,
    /// Named by the hash of the bytes.
    pub route: Route,
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
    let name = localized_name(&code, language)?;
    let everyday = everyday_names(language);
    let everyday = everyday.get(&*code).into_iter().flat_map(|names| names.split(';'));
    let everyday = everyday.filter(|other| *other != name).map(Into::into);
    Some(CountryFacts {
        name: name.into(),
        official_name: cell(1).map(Into::into),
        capital: cell(2).map(Into::into),
        region: cell(3).map(Into::into),
        demonyms: list(4).collect(),
        other_names: list(5).chain(list(6)).chain(everyday).collect(),
        flag: flag(&code)?,
        iso: code.into(),
    })
}

/// The latitude and longitude of a capital, in degrees, by the code of its country in capitals.
pub fn capital_position(code: &str) -> Option<(f64, f64)> {
    let mut rows = CAPITALS.lines().skip(1).filter_map(|row| row.split_once('\t'));
    let (latitude, longitude) = rows.find(|(iso, _)| *iso == code)?.1.split_once('\t')?;
    Some((latitude.parse().ok()?, longitude.parse().ok()?))
}

/// The flag of a country, by its code in capitals.
fn flag(code: &str) -> Option<Flag> {
    let (iso, extension, bytes) = flag_file(code)?;
    let hash = blake3::hash(bytes).to_hex();
    let file_name = format!("{}.{}.{extension}", iso.to_ascii_lowercase(), &hash[..10]);
    Some(Flag { iso, route: Route::for_file(["assets", "flags", &file_name]) })
}

/// The picture of a flag, by the code of its country in capitals.
pub fn flag_bytes(code: &str) -> Option<&'static [u8]> {
    flag_file(code).map(|(.., bytes)| *bytes)
}

/// Code, extension and bytes of a flag.
fn flag_file(code: &str) -> Option<&'static (&'static str, &'static str, &'static [u8])> {
    FLAGS.iter().find(|(iso, ..)| *iso == code)
}

/// The names of each country in a language (BCP 47), or in English where it has none.
pub fn all_names(language: &str) -> Vec<Vec<&'static str>> {
    let codes = NAMES.lines().next().into_iter().flat_map(|line| line.split('\t')).enumerate();
    let is_english = shorter_tags(language).any(|tag| tag.eq_ignore_ascii_case("en"));
    let (rows, everyday) = (rows_of_names(language), everyday_names(language));
    let facts = FACTS.lines().skip(1).filter(|_| is_english).filter_map(|row| row.split_once('\t'));
    let facts: FxHashMap<&str, &str> = facts.collect();
    let names = codes.skip(1).map(|(column, code)| {
        let facts = facts.get(code).into_iter().flat_map(|row| {
            let cells = row.split('\t').enumerate().filter(|(at, _)| matches!(at, 0 | 4 | 5));
            cells.flat_map(|(_, cell)| cell.split(';'))
        });
        let name = localized_cell(&rows, column).into_iter();
        let everyday = everyday.get(code).into_iter().flat_map(|names| names.split(';'));
        let names = name.chain(facts).chain(everyday);
        names.filter(|name| !name.is_empty()).collect()
    });
    names.collect()
}

/// The names and demonyms of all countries in English.
pub(crate) fn english_names() -> impl Iterator<Item = &'static str> {
    let english = NAMES.lines().find(|line| line.starts_with("en\t"));
    let names = english.into_iter().flat_map(|line| line.split('\t').skip(1));
    let cells = FACTS.lines().skip(1).flat_map(|row| row.split('\t').skip(4));
    names.chain(cells.flat_map(|cell| cell.split(';'))).filter(|name| !name.is_empty())
}

/// The name of a country in a language, else in the language without its last subtag, else in
/// English.
fn localized_name(code: &str, language: &str) -> Option<&'static str> {
    let column = NAMES.lines().next()?.split('\t').position(|column| column == code)?;
    localized_cell(&rows_of_names(language), column)
}

/// The rows of `NAMES` for a language, the most fitting first.
fn rows_of_names(language: &str) -> Vec<Vec<&'static str>> {
    let row = |tag: &str| {
        let has_tag =
            |line: &&str| line.split('\t').next().is_some_and(|row| row.eq_ignore_ascii_case(tag));
        Some(NAMES.lines().skip(1).find(has_tag)?.split('\t').collect())
    };
    shorter_tags(language).chain(["en"]).filter_map(row).collect()
}

fn localized_cell(rows: &[Vec<&'static str>], column: usize) -> Option<&'static str> {
    rows.iter().find_map(|row| row.get(column).copied().filter(|cell| !cell.is_empty()))
}

/// What a country is called in all languages: its names, then what prose calls it.
pub fn names_in_all_languages(iso: &str) -> Vec<&'static str> {
    let code = iso.to_ascii_uppercase();
    let column = NAMES.lines().next().into_iter().flat_map(|line| line.split('\t'));
    let Some(column) = column.into_iter().position(|column| column == code) else {
        return Vec::new();
    };
    let names = NAMES.lines().skip(1).filter_map(|line| line.split('\t').nth(column));
    let everyday = EVERYDAY_NAMES.lines().skip(1).filter_map(|line| {
        let (_, (iso, names)) =
            line.split_once('\t').and_then(|(row, rest)| Some((row, rest.split_once('\t')?)))?;
        (iso == code).then_some(names)
    });
    let mut all: Vec<&str> = names.chain(everyday.flat_map(|names| names.split(';'))).collect();
    all.retain(|name| !name.is_empty());
    all.sort_unstable();
    all.dedup();
    all
}

/// What prose calls each country besides its name: in a language, else in the language without its
/// last subtag. English has names of its own in `FACTS` too.
fn everyday_names(language: &str) -> FxHashMap<&'static str, &'static str> {
    let tags: Vec<&str> = shorter_tags(language).collect();
    let rank = |row: &str| {
        let has_tag = |tag: &&str| row.split(';').any(|row| row.eq_ignore_ascii_case(tag));
        tags.iter().position(has_tag)
    };
    let mut best: FxHashMap<&str, (usize, &str)> = FxHashMap::default();
    for line in EVERYDAY_NAMES.lines().skip(1) {
        let Some((row, (iso, names))) =
            line.split_once('\t').and_then(|(row, rest)| Some((row, rest.split_once('\t')?)))
        else {
            continue;
        };
        if let Some(rank) = rank(row)
            && best.get(iso).is_none_or(|(other, _)| rank < *other)
        {
            best.insert(iso, (rank, names));
        }
    }
    best.into_iter().map(|(iso, (_, names))| (iso, names)).collect()
}

/// The tag of a language, then without its last subtag, and so on: zh-Hant-HK, zh-Hant, zh.
fn shorter_tags(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(shorter, _)| shorter))
}

/// The code of the country with this name in any language, or with this English abbreviation or
/// other name. Case, kinds of apostrophes and hyphens, and an English article make no difference.
pub fn code_of(name: &str) -> Option<&'static str> {
    let fold = |name: &str| {
        let folded: String = nfc_lowercase(name).chars().map(fold_punctuation).collect();
        folded.trim_start_matches("the ").to_owned()
    };
    let name = fold(name.trim());
    let is_name = |cell: &str| fold(cell) == name;
    let codes: Vec<&str> = NAMES.lines().next()?.split('\t').collect();
    let in_table = NAMES.lines().skip(1).find_map(|line| {
        let column = line.split('\t').skip(1).position(is_name)?;
        codes.get(column + 1).copied()
    });
    let in_facts = || {
        FACTS.lines().skip(1).find_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let official = cells.get(1).copied();
            let others = cells.iter().skip(5).flat_map(|cell| cell.split(';'));
            official.into_iter().chain(others).any(is_name).then(|| cells[0])
        })
    };
    in_table.or_else(in_facts).filter(|_| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_names_have_those_of_each_country() {
        let all = super::all_names("en-GB");
        assert_eq!(all.len(), 249);
        let of = |name: &str| all.iter().find(|names| names.contains(&name)).expect("a country");
        assert_eq!(of("Vietnam")[..2], ["Vietnam", "Socialist Republic of Vietnam"]);
        assert!(of("Equatorial Guinea").iter().all(|name| !name.is_empty()));
        assert!(super::all_names("de").iter().any(|names| names.contains(&"Weißrussland")));
    }

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
        assert_eq!((german.capital, german.official_name), (None, None));
        assert!(!german.other_names.contains(&"DPRK".into()));
    }

    #[test]
    fn everyday_names_follow_the_language_of_the_site() {
        let others = |iso, language| lookup(iso, language).unwrap().other_names;
        for (iso, language, name) in [
            ("US", "en", "America"),
            ("US", "en", "USA"),
            ("CD", "en-GB", "DRC"),
            ("US", "de-AT", "Amerika"),
            ("CI", "de", "Elfenbeinküste"),
            ("US", "es-MX", "EE.UU."),
            ("RU", "ru", "РФ"),
            ("KR", "ko", "한국"),
            ("US", "ko", "美"),
            ("KP", "ja", "朝鮮民主主義人民共和国"),
            ("CN", "zh-hant-hk", "中華人民共和國"),
            ("CN", "zh-TW", "中華人民共和國"),
            ("CN", "zh-Hans", "中华人民共和国"),
            ("MM", "sv", "Burma"),
        ] {
            assert!(others(iso, language).contains(&name.into()), "{name} of {iso} in {language}");
        }
        // Nothing in English for a language without names, and never the name itself.
        assert!(others("US", "tlh").is_empty());
        assert!(!others("US", "de").contains(&"America".into()));
        assert!(!others("IR", "pt-PT").contains(&"Irão".into()));
    }

    #[test]
    fn everyday_names_are_those_of_one_country() {
        let by_hand = "en de fr es it pt nl pl ru uk tr ar fa he hi id vi th ko ja zh zh-Hant";
        for tag in by_hand.split(' ') {
            let mut owners = std::collections::HashMap::new();
            for code in codes() {
                let facts = lookup(code, tag).unwrap();
                for name in std::iter::once(facts.name).chain(facts.other_names) {
                    let owner = *owners.entry(name.clone()).or_insert(code);
                    assert_eq!(owner, code, "{name} in {tag}");
                }
            }
        }
    }

    #[test]
    fn a_country_is_found_by_its_name_in_any_language() {
        for (name, code) in [
            ("Ethiopia", Some("ET")),
            ("south korea", Some("KR")),
            ("북한", Some("KP")),
            ("Deutschland", Some("DE")),
            ("DPRK", Some("KP")),
            ("Narnia", None),
            ("", None),
        ] {
            assert_eq!(code_of(name), code, "{name}");
        }
    }

    #[test]
    fn every_country_has_a_small_flag_that_is_only_a_picture() {
        for code in codes() {
            let route = flag(code).unwrap_or_else(|| panic!("{code}")).route;
            let bytes = flag_bytes(code).unwrap();
            match route.as_str().ends_with(".svg") {
                true => {
                    assert!(bytes.len() <= 4096, "{code}");
                    let svg = std::str::from_utf8(bytes).unwrap();
                    assert!(svg.contains(r#"viewBox="0 0 640 480""#), "{code}");
                    let unwanted = ["<script", "<style", "<image", "<foreignObject", "://"];
                    let is_wanted = |part: &&str| svg.replace(SVG_NAMESPACE, "").contains(*part);
                    assert_eq!(unwanted.iter().find(|part| is_wanted(part)), None, "{code}");
                }
                false => assert!(bytes.starts_with(b"\x89PNG"), "{code}"),
            }
        }
        assert_eq!(flag("K1"), None);
    }

    const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";
}
