//! The lexicon: all names of all topics, indexed for matching in a text.

mod name;
mod person_forms;
mod prefix_filter;
mod topic_names;

pub(super) use name::NameDecl;
pub use name::{CaseRule, MatchQuality, Name};
pub(super) use topic_names::topic_names;

use std::cmp::Reverse;
use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::PageIx;
use crate::text::{
    ascii_alnum_prefix_len, case_fold, first_bytes, fold_punctuation, is_script_change,
    is_spaceless_script, is_word_char, nfc, strip_diacritics,
};
use name::Separators;
use prefix_filter::PrefixFilter;

/// Why a text is a name of a topic, most trusted first: a topic that declares a name wins over one
/// for which it was derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A phrase without links: `not_in` and `[autolink] never`.
    Excluded,
    Title,
    /// Declared in `also_known_as`.
    Alias,
    NativeName,
    /// From the built-in table of countries, or the official name.
    BuiltIn,
    /// Derived from one of these: "Ban Ki Moon", "John Kennedy" for "John F. Kennedy", "Bogota".
    Variant,
    /// A phrase that contains a name and means something else, from the data of the language.
    LongerName,
    /// Stands for its government: "Canberra".
    Metonym,
    /// Its people and things: "Australian".
    Demonym,
    /// A family name, which counts once the full name has appeared.
    FamilyName,
    /// Declared as `short_name`, which counts once the full name has appeared.
    ShortName,
}

impl NameKind {
    /// True for a name that the author wrote as it is.
    pub fn is_declared(self) -> bool {
        matches!(self, NameKind::Title | NameKind::Alias | NameKind::NativeName)
    }

    /// True for a name that needs an introduction.
    pub fn is_short(self) -> bool {
        matches!(self, NameKind::FamilyName | NameKind::ShortName)
    }

    /// True for a full name of the topic itself.
    pub fn is_full(self) -> bool {
        self.is_declared() || matches!(self, NameKind::BuiltIn | NameKind::Variant)
    }
}

/// A topic that a name stands for, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameClaim {
    /// `None` for an excluded phrase.
    pub topic: Option<PageIx>,
    pub kind: NameKind,
    /// Whether this name may be linked automatically.
    pub linkable: bool,
}

/// All names, indexed by their first word.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    names: Vec<Name>,
    by_first_word: FxHashMap<u64, Vec<BucketEntry>>,
    prefix_filter: PrefixFilter,
}

/// One of the names with the same first word. Many people share a given name; the key of the second
/// word rules out most of them.
#[derive(Clone, Copy, Debug)]
struct BucketEntry {
    /// `None` if a text may match without having this very word next.
    second_word_key: Option<u64>,
    name_index: usize,
}

impl Lexicon {
    /// All names, in the order in which they were added.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// False if no name begins like `text`, by its first two bytes.
    #[inline]
    pub fn may_start_name(&self, text: &[u8]) -> bool {
        self.prefix_filter.may_start_name(text)
    }

    /// The same for an ASCII word, by its first two letters: the first in the low byte; the high
    /// byte is 0 for a word of one letter.
    #[inline]
    pub fn may_start_ascii_name(&self, prefix: u16) -> bool {
        self.prefix_filter.contains(prefix)
    }

    /// Finds the longest names of fewer than `below` characters that match the folded `text`
    /// ([`fold_punctuation`]) at byte `at`, the start of a word. Returns their length in characters.
    ///
    /// If some match letter by letter, those that differ in diacritics are dropped. The caller
    /// checks that a match in Hangul ends where its word does.
    pub fn longest_matches_at<'a>(
        &'a self,
        text: &str,
        at: usize,
        below: usize,
        matches: &mut Vec<NameMatch<'a>>,
    ) -> Option<usize> {
        matches.clear();
        let first = first_word(&text[at..]);
        let bucket = self.by_first_word.get(&word_key(first))?;
        let has_second = bucket.iter().any(|entry| entry.second_word_key.is_some());
        let second = has_second.then(|| next_word_key(&text[at + first.len()..]));
        let possible = bucket
            .iter()
            .filter(|entry| entry.second_word_key.is_none() || entry.second_word_key == second);
        let names = possible.map(|entry| &self.names[entry.name_index]);
        for name in names.skip_while(|name| name.char_count >= below) {
            if matches.first().is_some_and(|longest| longest.name.char_count > name.char_count) {
                break;
            }
            if let Some((end, quality)) = name.match_at(text, at) {
                matches.push(NameMatch { name, end, quality });
            }
        }
        if matches.len() > 1 {
            if matches.iter().any(|found| found.quality < MatchQuality::DiacriticsDiffer) {
                matches.retain(|found| found.quality < MatchQuality::DiacriticsDiffer);
            }
            let end = matches[0].end;
            matches.retain(|found| found.end == end);
        }
        matches.first().map(|found| found.name.char_count)
    }

    /// True if the phrase contains a name of a topic and is none itself.
    fn has_name_inside(&self, phrase: &str) -> bool {
        let folded = fold_name(phrase);
        let mut matches = Vec::new();
        let starts = folded.char_indices().filter(|(at, c)| {
            is_word_char(*c) && (is_spaceless_script(*c) || !folded[..*at].ends_with(is_word_char))
        });
        let found = starts
            .map(|(at, _)| at)
            .any(|at| self.longest_matches_at(&folded, at, usize::MAX, &mut matches).is_some());
        found && self.match_whole(&folded).is_empty()
    }

    /// True if a person's name of several words begins with this word.
    pub fn starts_person_name(&self, word: &str) -> bool {
        let bucket = self.by_first_word.get(&word_key(word)).into_iter().flatten();
        bucket
            .map(|entry| &self.names[entry.name_index])
            .any(|name| name.separators == Separators::Interchangeable && name.first_word() == word)
    }

    /// True if a name of any kind is at byte `at` of a folded text.
    pub fn has_name_at(&self, text: &str, at: usize) -> bool {
        let mut matches = Vec::new();
        self.longest_matches_at(text, at, usize::MAX, &mut matches);
        matches.iter().any(|found| !text[found.end..].starts_with(is_word_char))
    }

    /// The topics of the longest full name at byte `at` of a folded text.
    pub fn full_name_topics_at(&self, text: &str, at: usize) -> Vec<PageIx> {
        let mut matches = Vec::new();
        self.longest_matches_at(text, at, usize::MAX, &mut matches);
        let ends = |found: &NameMatch<'_>| !text[found.end..].starts_with(is_word_char);
        let claims = matches.iter().filter(|found| ends(found)).flat_map(NameMatch::claims);
        claims.filter(|claim| claim.kind.is_full()).filter_map(|claim| claim.topic).collect()
    }

    /// The names that match a folded text from end to end, as in `[[Name]]`.
    pub fn match_whole<'a>(&'a self, folded: &str) -> Vec<NameMatch<'a>> {
        let mut matches = Vec::new();
        if folded.chars().next().is_some_and(is_word_char) {
            self.longest_matches_at(folded, 0, usize::MAX, &mut matches);
        }
        matches.retain(|found| found.end == folded.len());
        matches
    }
}

/// A name that matches a text.
#[derive(Clone, Copy, Debug)]
pub struct NameMatch<'a> {
    pub name: &'a Name,
    /// End of the match, in bytes.
    pub end: usize,
    pub quality: MatchQuality,
}

impl<'a> NameMatch<'a> {
    /// The topics of the name. An inexact match of a full name is a variant of it.
    pub fn claims(&self) -> impl Iterator<Item = NameClaim> + use<'a> {
        let is_exact = self.quality == MatchQuality::Exact;
        self.name.claims.iter().map(move |claim| match claim.kind.is_full() && !is_exact {
            true => NameClaim { kind: NameKind::Variant, ..*claim },
            false => *claim,
        })
    }
}

/// A name in the form in which texts are matched: NFC with folded punctuation.
pub fn fold_name(name: &str) -> String {
    nfc(name).chars().map(fold_punctuation).collect()
}

/// The word that a text begins with.
fn leading_word(text: &str) -> &str {
    let ascii = ascii_alnum_prefix_len(text.as_bytes());
    let end = match text.as_bytes().get(ascii) {
        Some(0x80..) => non_ascii_word_len(text),
        _ => ascii,
    };
    &text[..end]
}

/// The length of the word that a text begins with, which ends where the script changes.
fn non_ascii_word_len(text: &str) -> usize {
    let mut previous = None;
    let ends = |(_, c): &(usize, char)| {
        let is_change = previous.is_some_and(|previous| is_script_change(previous, *c));
        previous = Some(*c);
        is_change || !is_word_char(*c)
    };
    text.char_indices().find(ends).map_or(text.len(), |(at, _)| at)
}

/// The part of a text that names are indexed by: its first word, or in a script without spaces its
/// first character.
pub(super) fn first_word(text: &str) -> &str {
    match text.chars().next() {
        Some(c) if is_spaceless_script(c) => &text[..c.len_utf8()],
        _ => leading_word(text),
    }
}

/// A hash that ignores case and diacritics.
fn word_key(word: &str) -> u64 {
    if word.is_ascii() { hash_word(word) } else { hash_word(&case_fold(&strip_diacritics(word))) }
}

/// Hashes a word that is case-folded except for ASCII letters.
fn hash_word(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for part in word.as_bytes().chunks(8) {
        // Sets the bit by which lower case differs from upper case in ASCII; digits have it. Other
        // words may collide by it, but candidates are compared letter by letter.
        hasher.write_u64(first_bytes(part, 8) | 0x2020_2020_2020_2020);
    }
    hasher.finish()
}

fn next_word_key(rest: &str) -> u64 {
    let start = rest.find(is_word_char).unwrap_or(rest.len());
    word_key(leading_word(&rest[start..]))
}

/// Builds the lexicon: first the phrases in which `never` to link, then the names of each topic.
///
/// `longer_names` are phrases of the language that contain a name and do not mean its topic, such as
/// "North Pole"; those that contain no name of this site are left out. `countries` are the names of
/// each country; those of countries without a topic are longer names too.
pub(super) fn build<'a>(
    never: &[Box<str>],
    longer_names: &[Box<str>],
    countries: &[Vec<&str>],
    names: impl IntoIterator<Item = &'a NameDecl>,
) -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for phrase in never {
        builder.add(&NameDecl {
            text: phrase.clone(),
            case: CaseRule::Exact,
            separators: Separators::Exact,
            claim: NameClaim { topic: None, kind: NameKind::Excluded, linkable: false },
        });
    }
    for name in names {
        builder.add(name);
    }
    let lexicon = builder.finish();
    let is_topic = |name: &&str| !lexicon.match_whole(&fold_name(name)).is_empty();
    let others = countries.iter().filter(|names| !names.iter().any(is_topic));
    let phrases = longer_names.iter().map(|phrase| &**phrase).chain(others.flatten().copied());
    let longer: Vec<&str> = phrases.filter(|phrase| lexicon.has_name_inside(phrase)).collect();
    if longer.is_empty() {
        return lexicon;
    }
    let mut builder = LexiconBuilder::from(lexicon);
    for phrase in longer {
        builder.add(&NameDecl {
            text: phrase.into(),
            case: CaseRule::Exact,
            separators: Separators::Exact,
            claim: NameClaim { topic: None, kind: NameKind::LongerName, linkable: false },
        });
    }
    builder.finish()
}

impl From<Lexicon> for LexiconBuilder {
    fn from(lexicon: Lexicon) -> Self {
        let keys = lexicon.names.iter().enumerate().map(|(at, name)| {
            ((fold_name(name.text.trim()).into(), name.case, name.separators), at)
        });
        LexiconBuilder { by_form: keys.collect(), names: lexicon.names }
    }
}

#[derive(Default)]
struct LexiconBuilder {
    names: Vec<Name>,
    by_form: FxHashMap<(Box<str>, CaseRule, Separators), usize>,
}

impl LexiconBuilder {
    /// Adds a name; an abbreviation in capitals with and without periods: "MP", "M.P.", "M.P.s".
    fn add(&mut self, name: &NameDecl) {
        self.add_form(&name.text, name);
        let letters = name.text.replace('.', "");
        let (letters, plural) = letters.strip_suffix('s').map_or((&*letters, ""), |it| (it, "s"));
        if (2..=5).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase()) {
            let with_periods: String = letters.chars().flat_map(|c| [c, '.']).collect();
            let without_last = with_periods.trim_end_matches('.');
            for form in [letters, &with_periods, without_last] {
                let form = format!("{form}{plural}");
                if form != *name.text {
                    self.add_form(&form, name);
                }
            }
        }
    }

    fn add_form(&mut self, form: &str, decl: &NameDecl) {
        let folded = fold_name(form.trim());
        let Some(name) = Name::new(&folded, decl) else { return };
        let key = (folded.into(), name.case, name.separators);
        let at = *self.by_form.entry(key).or_insert_with(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        let claims = &mut self.names[at].claims;
        // Of several claims of one topic, the most trusted counts.
        match claims.iter_mut().find(|other| other.topic == decl.claim.topic) {
            Some(other) if decl.claim.kind < other.kind => *other = decl.claim,
            Some(_) => {}
            None => claims.push(decl.claim),
        }
    }

    fn finish(self) -> Lexicon {
        let mut lexicon = Lexicon { names: self.names, ..Lexicon::default() };
        for (index, name) in lexicon.names.iter().enumerate() {
            let first = first_word(name.first_word());
            let second_word_key = name.second_word().map(word_key);
            let entry = BucketEntry { second_word_key, name_index: index };
            lexicon.by_first_word.entry(word_key(first)).or_default().push(entry);
            lexicon.prefix_filter.insert(first, name.case);
            lexicon.prefix_filter.insert(&strip_diacritics(first), name.case);
        }
        for bucket in lexicon.by_first_word.values_mut() {
            // Stable: names of the same length stay in the order in which they were added.
            bucket.sort_by_key(|entry| Reverse(lexicon.names[entry.name_index].char_count));
        }
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXACT: (CaseRule, Separators) = (CaseRule::Exact, Separators::Exact);
    const PERSON: (CaseRule, Separators) = (CaseRule::Exact, Separators::Interchangeable);
    const EVENT: (CaseRule, Separators) = (CaseRule::FirstWordExact, Separators::Exact);

    fn lexicon(names: &[(&str, (CaseRule, Separators))]) -> Lexicon {
        let mut builder = LexiconBuilder::default();
        for (at, (name, (case, separators))) in names.iter().enumerate() {
            let topic = Some(PageIx::new(at));
            let claim = NameClaim { topic, kind: NameKind::Title, linkable: true };
            let (text, case, separators) = ((*name).into(), *case, *separators);
            builder.add(&NameDecl { text, case, separators, claim });
        }
        builder.finish()
    }

    fn found(lexicon: &Lexicon, text: &str) -> Option<String> {
        let folded = fold_name(text);
        let mut matches = Vec::new();
        lexicon.longest_matches_at(&folded, 0, usize::MAX, &mut matches)?;
        Some(folded[..matches[0].end].to_owned())
    }

    #[test]
    fn the_longest_name_is_found() {
        let lexicon = lexicon(&[("Korea", EXACT), ("Korea Bay", EXACT)]);
        assert_eq!(found(&lexicon, "Korea Bay is wide").as_deref(), Some("Korea Bay"));
        assert_eq!(found(&lexicon, "Korea is").as_deref(), Some("Korea"));
        assert_eq!(found(&lexicon, "Koreans"), None);
    }

    #[test]
    fn long_words_match_only_as_a_whole() {
        let lexicon = lexicon(&[("Denuclearisation talks", EXACT), ("Denuclea", EXACT)]);
        assert_eq!(
            found(&lexicon, "Denuclearisation talks began").as_deref(),
            Some("Denuclearisation talks")
        );
        assert_eq!(found(&lexicon, "Denuclearisation began"), None);
    }

    #[test]
    fn a_persons_name_may_be_written_with_hyphen_or_space() {
        let lexicon = lexicon(&[("Kim Jong Un", PERSON), ("Moon Jae-in", PERSON)]);
        for text in [
            "Kim Jong Un",
            "Kim Jong-un",
            "Kim Jong-Un",
            "KIM Jong Un",
            "KIM JONG UN",
            "Moon Jae-in",
            "Moon Jae In",
            "Moon Jae‑in",
        ] {
            assert!(found(&lexicon, text).is_some(), "{text}");
        }
        for text in ["Kim Jong un", "Moon Jae in Seoul", "kim jong un", "Kim, Jong Un"] {
            assert_eq!(found(&lexicon, text), None, "{text}");
        }
    }

    #[test]
    fn case_may_differ_in_later_words_of_an_event_but_not_in_abbreviations() {
        let lexicon = lexicon(&[("Hanoi Summit", EVENT), ("US", EXACT)]);
        assert!(found(&lexicon, "Hanoi summit").is_some());
        assert_eq!(found(&lexicon, "hanoi summit"), None);
        assert_eq!(found(&lexicon, "us"), None);
        assert_eq!(found(&lexicon, "U.S. envoy").as_deref(), Some("U.S."));
        assert_eq!(found(&lexicon, "U.S").as_deref(), Some("U.S"));
    }

    #[test]
    fn a_name_in_hangul_may_be_followed_by_a_particle() {
        let lexicon = lexicon(&[("김정은", EXACT)]);
        assert_eq!(found(&lexicon, "김정은이 말했다").as_deref(), Some("김정은"));
    }

    #[test]
    fn diacritics_are_ignored_unless_they_distinguish_two_names() {
        let lexicon = lexicon(&[("Côte d’Ivoire", EXACT), ("Peña", EXACT), ("Pena", EXACT)]);
        assert_eq!(found(&lexicon, "Cote d'Ivoire").as_deref(), Some("Cote d'Ivoire"));
        assert_eq!(found(&lexicon, "COTE D'IVOIRE").as_deref(), Some("COTE D'IVOIRE"));
        for (text, topics) in [("Peña", vec![1]), ("Pena", vec![2]), ("Péna", vec![1, 2])] {
            let mut matches = Vec::new();
            lexicon.longest_matches_at(text, 0, usize::MAX, &mut matches);
            let found: Vec<usize> = matches
                .iter()
                .flat_map(NameMatch::claims)
                .filter_map(|claim| Some(claim.topic?.index()))
                .collect();
            assert_eq!(found, topics, "{text}");
        }
    }

    #[test]
    fn all_forms_of_apostrophes_and_dashes_match() {
        let lexicon = lexicon(&[("Côte d’Ivoire", EXACT), ("Guinea-Bissau", EXACT)]);
        assert!(found(&lexicon, "Côte d'Ivoire's").is_some());
        assert!(found(&lexicon, "Guinea‑Bissau").is_some());
    }
}
