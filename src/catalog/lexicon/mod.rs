//! All names of all topics, ready to be found in a text.

mod prefix_filter;
mod name;
mod topic_names;
mod name_variants;

pub use name::{CaseRule, MatchQuality, Name};
pub(super) use topic_names::{NameDecl, topic_names};

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::PageIx;
use crate::text::{
    U64Bytes, ascii_alnum_prefix_len, case_fold, fold_punctuation, is_spaceless_script,
    is_word_char, nfc, strip_diacritics,
};
use name::Separators;
use prefix_filter::PrefixFilter;

/// Why a text is a name of a topic. The order is that of trust: of two topics that one text may
/// mean, one that declares it is meant rather than one it was derived for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// Nothing is linked in it: `not_in` and `[autolink] never`.
    Excluded,
    /// Its title.
    Title,
    /// Declared in `also_known_as`.
    Alias,
    /// Its native name.
    NativeName,
    /// From the built-in table of countries, or the official name.
    BuiltIn,
    /// A form that follows from one of these mechanically: "Kim Jong-un", "Donald Trump" of "Donald
    /// J. Trump", "Bogota".
    Variant,
    /// Stands for its government: "Pyongyang".
    Metonym,
    /// Its people and things: "North Korean".
    Demonym,
    /// The family name, after the full name was said.
    FamilyName,
}

impl NameKind {
    /// True where the author wrote this very name.
    pub fn is_declared(self) -> bool {
        matches!(self, NameKind::Title | NameKind::Alias | NameKind::NativeName)
    }

    /// True for a name of the topic itself, in full.
    pub fn is_full(self) -> bool {
        self.is_declared() || matches!(self, NameKind::BuiltIn | NameKind::Variant)
    }
}

/// Who claims a name, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameClaim {
    /// The topic; `None` for a phrase in which nothing is linked.
    pub topic: Option<PageIx>,
    /// Why.
    pub kind: NameKind,
    /// Whether the topic may be linked by itself.
    pub linkable: bool,
}

/// All names, found by the first word of a text.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    names: Vec<Name>,
    by_first_word: FxHashMap<u64, Vec<BucketEntry>>,
    prefix_filter: PrefixFilter,
}

/// A name among those that have one first word: many persons have one given name, and their second
/// word tells most of them apart at a glance.
#[derive(Clone, Copy, Debug)]
struct BucketEntry {
    /// The key of its second word; `None` where the second word does not matter or may go on.
    second_word_key: Option<u32>,
    name_index: u32,
}

impl Lexicon {
    /// The names.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// False for a text that no name begins with, by its first two bytes: most words are ruled out
    /// by them.
    #[inline]
    pub fn may_start_name(&self, text: &[u8]) -> bool {
        self.prefix_filter.may_start_name(text)
    }

    /// The same of a word of ASCII, by its first two letters, the first the lower byte; the second
    /// is 0 where there is but one.
    #[inline]
    pub fn may_start_ascii_name(&self, two: u16) -> bool {
        self.prefix_filter.contains(two)
    }

    /// The names that `text` has at byte `at`, which begins a word: of those shorter than `below`
    /// characters the longest only, and of them only the nearest where some are the name itself and
    /// others want a mark on a letter more or less. Gives their length in characters.
    ///
    /// `text` is folded ([`fold_punctuation`]); that the match ends where its last word does has
    /// been looked at, unless it is of a script whose words take particles.
    pub fn longest_matches_at<'a>(
        &'a self,
        text: &str,
        at: usize,
        below: usize,
        found: &mut Vec<NameMatch<'a>>,
    ) -> Option<usize> {
        found.clear();
        let first = first_word(&text[at..]);
        let candidates = self.by_first_word.get(&word_key(first))?;
        let second = candidates
            .iter()
            .any(|candidate| candidate.second_word_key.is_some())
            .then(|| next_word_short_key(&text[at + first.len()..]));
        let possible = candidates.iter().filter(|candidate| {
            candidate.second_word_key.is_none() || candidate.second_word_key == second
        });
        for name in possible
            .map(|candidate| &self.names[candidate.name_index as usize])
            .skip_while(|name| name.char_count >= below)
        {
            if found.first().is_some_and(|longest| longest.name.char_count > name.char_count) {
                break;
            }
            if let Some((end, nearness)) = name.match_at(text, at) {
                found.push(NameMatch { name, end, quality: nearness });
            }
        }
        if found.len() > 1 {
            let nearest = found
                .iter()
                .map(|found| found.quality)
                .min()
                .filter(|nearest| *nearest < MatchQuality::DiacriticsDiffer);
            found.retain(|found| {
                nearest.is_none() || found.quality < MatchQuality::DiacriticsDiffer
            });
            let end = found[0].end;
            found.retain(|found| found.end == end);
        }
        found.first().map(|found| found.name.char_count)
    }

    /// True for a word that a person's name of several words begins with.
    pub fn starts_person_name(&self, word: &str) -> bool {
        let candidates = self.by_first_word.get(&word_key(word)).into_iter().flatten();
        candidates
            .map(|candidate| &self.names[candidate.name_index as usize])
            .any(|name| name.separators == Separators::Interchangeable && name.first_word() == word)
    }

    /// The names that are the whole of a folded text, as in `[[Choe Son Hui]]`.
    pub fn match_whole<'a>(&'a self, folded: &str) -> Vec<NameMatch<'a>> {
        let mut found = Vec::new();
        if folded.chars().next().is_some_and(is_word_char) {
            self.longest_matches_at(folded, 0, usize::MAX, &mut found);
        }
        found.retain(|found| found.end == folded.len());
        found
    }
}

/// A name found in a text.
#[derive(Clone, Copy, Debug)]
pub struct NameMatch<'a> {
    /// The name.
    pub name: &'a Name,
    /// The byte where it ends.
    pub end: usize,
    /// How near the text is to the name.
    pub quality: MatchQuality,
}

impl<'a> NameMatch<'a> {
    /// Who claims it, and why: a text that is not quite a declared name is a variant of it.
    pub fn claims(&self) -> impl Iterator<Item = NameClaim> + use<'a> {
        let nearness = self.quality;
        self.name.claims.iter().map(move |claim| {
            match claim.kind.is_full() && nearness > MatchQuality::Exact {
                true => NameClaim { kind: NameKind::Variant, ..*claim },
                false => *claim,
            }
        })
    }
}

fn leading_word(text: &str) -> &str {
    let ascii = ascii_alnum_prefix_len(text.as_bytes());
    let end = match text.as_bytes().get(ascii) {
        Some(0x80..) => text.find(|c: char| !is_word_char(c)).unwrap_or(text.len()),
        _ => ascii,
    };
    &text[..end]
}

/// The part of a text that names are found by: its first word, or in a script without spaces its
/// first character.
pub(super) fn first_word(text: &str) -> &str {
    match text.chars().next() {
        Some(c) if is_spaceless_script(c) => &text[..c.len_utf8()],
        _ => leading_word(text),
    }
}

fn word_key(word: &str) -> u64 {
    if word.is_ascii() { hash_word(word) } else { hash_word(&case_fold(&strip_diacritics(word))) }
}

/// The key of a word that differs from its fold by ASCII capitals at most.
fn hash_word(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for part in word.as_bytes().chunks(8) {
        // The bit by which small letters differ from capitals, and which digits have too. Other
        // words may share a key by it; names are compared in any case.
        hasher.write_u64(U64Bytes::of(part).prefix(part.len()) | 0x2020_2020_2020_2020);
    }
    hasher.finish()
}

/// The key of the word that comes next in a text.
fn next_word_short_key(rest: &str) -> u32 {
    let start = rest.find(is_word_char).unwrap_or(rest.len());
    short_word_key(leading_word(&rest[start..]))
}

fn short_word_key(word: &str) -> u32 {
    (word_key(word) >> 32) as u32
}

/// All names of a site: the phrases in which nothing is linked, then the names of each topic.
pub(super) fn build<'a>(
    never: &[Box<str>],
    names: impl IntoIterator<Item = &'a NameDecl>,
) -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for phrase in never {
        builder.add(
            phrase,
            CaseRule::Exact,
            Separators::Exact,
            NameClaim { topic: None, kind: NameKind::Excluded, linkable: false },
        );
    }
    for name in names {
        builder.add(&name.text, name.case, name.separators, name.claim);
    }
    builder.finish()
}

#[derive(Default)]
struct LexiconBuilder {
    names: Vec<Name>,
    by_form: FxHashMap<(Box<str>, CaseRule, Separators), u32>,
}

impl LexiconBuilder {
    /// Adds a name. An abbreviation in capitals is added with and without points.
    fn add(&mut self, text: &str, case: CaseRule, joints: Separators, claim: NameClaim) {
        self.add_form(text, text, case, joints, claim);
        let letters: String = text.chars().filter(|c| *c != '.').collect();
        let abbreviation =
            (2..=5).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
        if abbreviation {
            let pointed: String = letters.chars().flat_map(|c| [c, '.']).collect();
            let unpointed_end = pointed.trim_end_matches('.').to_owned();
            for form in [letters, pointed, unpointed_end] {
                if form != text {
                    self.add_form(&form, text, case, joints, claim);
                }
            }
        }
    }

    fn add_form(
        &mut self,
        form: &str,
        text: &str,
        case: CaseRule,
        joints: Separators,
        claim: NameClaim,
    ) {
        let folded: String = nfc(form.trim()).chars().map(fold_punctuation).collect();
        let Some(name) = Name::new(&folded, text, case, joints) else { return };
        let at = *self.by_form.entry((folded.into(), case, name.separators)).or_insert_with(|| {
            self.names.push(name);
            u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
        });
        let claims = &mut self.names[at as usize].claims;
        // Of two reasons for one topic to have one name, the better counts.
        match claims.iter_mut().find(|other| other.topic == claim.topic) {
            Some(other) if claim.kind < other.kind => *other = claim,
            Some(_) => {}
            None => claims.push(claim),
        }
    }

    fn finish(self) -> Lexicon {
        let mut lexicon = Lexicon { names: self.names, ..Lexicon::default() };
        for (index, name) in lexicon.names.iter().enumerate() {
            let first = first_word(&name.words[0].text);
            let candidate = BucketEntry {
                second_word_key: name.second_word().map(short_word_key),
                name_index: u32::try_from(index).unwrap_or(u32::MAX),
            };
            lexicon.by_first_word.entry(word_key(first)).or_default().push(candidate);
            lexicon.prefix_filter.insert(first, name.case);
            lexicon.prefix_filter.insert(&strip_diacritics(first), name.case);
        }
        let names = &lexicon.names;
        for candidates in lexicon.by_first_word.values_mut() {
            candidates.sort_by_key(|candidate| {
                (
                    std::cmp::Reverse(names[candidate.name_index as usize].char_count),
                    candidate.name_index,
                )
            });
        }
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: NameClaim = NameClaim { topic: None, kind: NameKind::Title, linkable: true };

    fn lexicon(names: &[(&str, CaseRule, Separators)]) -> Lexicon {
        let mut builder = LexiconBuilder::default();
        for (at, (name, case, joints)) in names.iter().enumerate() {
            builder.add(name, *case, *joints, NameClaim { topic: Some(PageIx::new(at)), ..CLAIM });
        }
        builder.finish()
    }

    fn found(lexicon: &Lexicon, text: &str) -> Option<String> {
        let folded: String = text.chars().map(fold_punctuation).collect();
        let mut matches = Vec::new();
        lexicon.longest_matches_at(&folded, 0, usize::MAX, &mut matches)?;
        Some(folded[..matches[0].end].to_owned())
    }

    #[test]
    fn the_longest_name_is_found() {
        let lexicon = lexicon(&[
            ("Korea", CaseRule::Exact, Separators::Exact),
            ("Korea Bay", CaseRule::Exact, Separators::Exact),
        ]);
        assert_eq!(found(&lexicon, "Korea Bay is wide").as_deref(), Some("Korea Bay"));
        assert_eq!(found(&lexicon, "Korea is").as_deref(), Some("Korea"));
        assert_eq!(found(&lexicon, "Koreans"), None);
    }

    #[test]
    fn a_word_is_one_however_long_it_is() {
        let lexicon = lexicon(&[
            ("Denuclearisation talks", CaseRule::Exact, Separators::Exact),
            ("Denuclea", CaseRule::Exact, Separators::Exact),
        ]);
        assert_eq!(
            found(&lexicon, "Denuclearisation talks began").as_deref(),
            Some("Denuclearisation talks")
        );
        assert_eq!(found(&lexicon, "Denuclearisation began"), None);
    }

    #[test]
    fn a_persons_name_may_be_written_with_hyphen_or_space() {
        let lexicon = lexicon(&[
            ("Kim Jong Un", CaseRule::Exact, Separators::Interchangeable),
            ("Moon Jae-in", CaseRule::Exact, Separators::Interchangeable),
        ]);
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
    fn later_words_of_an_event_may_differ_in_case_and_names_in_capitals_may_not() {
        let lexicon = lexicon(&[
            ("Hanoi Summit", CaseRule::FirstWordExact, Separators::Exact),
            ("US", CaseRule::Exact, Separators::Exact),
        ]);
        assert!(found(&lexicon, "Hanoi summit").is_some());
        assert_eq!(found(&lexicon, "hanoi summit"), None);
        assert_eq!(found(&lexicon, "us"), None);
        assert_eq!(found(&lexicon, "U.S. envoy").as_deref(), Some("U.S."));
        assert_eq!(found(&lexicon, "U.S").as_deref(), Some("U.S"));
    }

    #[test]
    fn a_name_in_hangul_may_be_followed_by_a_particle() {
        let lexicon = lexicon(&[("김정은", CaseRule::Exact, Separators::Exact)]);
        assert_eq!(found(&lexicon, "김정은이 말했다").as_deref(), Some("김정은"));
    }

    #[test]
    fn marks_on_letters_make_no_difference_unless_they_tell_two_names_apart() {
        let lexicon = lexicon(&[
            ("Côte d’Ivoire", CaseRule::Exact, Separators::Exact),
            ("Peña", CaseRule::Exact, Separators::Exact),
            ("Pena", CaseRule::Exact, Separators::Exact),
        ]);
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
    fn apostrophes_and_dashes_of_any_shape_are_one() {
        let lexicon = lexicon(&[
            ("Côte d’Ivoire", CaseRule::Exact, Separators::Exact),
            ("Guinea-Bissau", CaseRule::Exact, Separators::Exact),
        ]);
        assert!(found(&lexicon, "Côte d'Ivoire's").is_some());
        assert!(found(&lexicon, "Guinea‑Bissau").is_some());
    }
}
