//! All names of all topics, ready to be found in a text.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use unicode_normalization::UnicodeNormalization;

use super::{Entry, PageIx};
use crate::config::Autolink;
use crate::document::{FrontKind, Head};
use crate::text::{case_fold, fold_char, is_spaceless_script, is_word_char};

/// Why a text is a name of a topic. The order is that of trust: of two topics that one text may mean, one that declares it is meant rather than one it was derived for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameRule {
    /// Nothing is linked in it: `not_in` and `[autolink] never`.
    Veto,
    /// Its title.
    Title,
    /// Declared in `also_known_as`.
    Declared,
    /// Its native name.
    Native,
    /// From the built-in table of countries, or the official name.
    BuiltIn,
    /// Stands for its government: "Pyongyang".
    Metonym,
    /// Its people and things: "North Korean".
    Demonym,
    /// The family name, after the full name was said.
    Short,
}

impl NameRule {
    /// True where the author wrote this very name.
    pub fn is_declared(self) -> bool {
        matches!(self, NameRule::Title | NameRule::Declared | NameRule::Native)
    }
}

/// Which differences of case make no different name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// None, but for words wholly in capitals.
    Exact,
    /// Those of any word but the first: "Hanoi summit", "Hanoi Summit".
    LaterWordsFree,
    /// All.
    Any,
}

/// Whether a space, hyphen or apostrophe inside a name may be another of them: "Kim Jong Un", "Kim Jong-un".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Joints {
    Exact,
    Free,
}

/// Who claims a name, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameClaim {
    /// The topic; `None` for a phrase in which nothing is linked.
    pub topic: Option<PageIx>,
    /// Why.
    pub rule: NameRule,
    /// Whether the topic may be linked by itself.
    pub linkable: bool,
}

/// A name, and who claims it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it is declared.
    pub text: Box<str>,
    /// Who claims it.
    pub claims: Vec<NameClaim>,
    case: Case,
    joints: Joints,
    words: Vec<Word>,
    length: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Word {
    text: Box<str>,
    /// What stands between this word and the next, folded; after the last, what the name ends with.
    joint: Box<str>,
}

/// All names, found by the first word of a text.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    names: Vec<Name>,
    by_first_word: FxHashMap<u64, Vec<u32>>,
    beginnings: Beginnings,
}

impl Lexicon {
    /// The names.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// False for a text that no name begins with, by its first two bytes: most words are ruled out by them.
    #[inline]
    pub fn may_begin(&self, text: &[u8]) -> bool {
        self.beginnings.may_begin(text)
    }

    /// The names that `text` has at byte `at`, which begins a word: the longest only, with the byte where they end.
    /// `text` is folded ([`fold_char`]); whether the match ends at a word's end has been looked at.
    pub fn longest_at<'a>(&'a self, text: &str, at: usize, found: &mut Vec<&'a Name>) -> Option<usize> {
        found.clear();
        let candidates = self.by_first_word.get(&key(first_word(&text[at..])))?;
        let mut end = None;
        for name in candidates.iter().map(|index| &self.names[*index as usize]) {
            if found.first().is_some_and(|longest| longest.length > name.length) {
                break;
            }
            if let Some(stop) = name.end_in(text, at) {
                found.push(name);
                end = Some(stop);
            }
        }
        end
    }

    /// The names that are the whole of a folded text, as in `[[Choe Son Hui]]`.
    pub fn whole<'a>(&'a self, folded: &str) -> Vec<&'a Name> {
        let mut found = Vec::new();
        match folded.chars().next().filter(|c| is_word_char(*c)) {
            Some(_) if self.longest_at(folded, 0, &mut found) == Some(folded.len()) => found,
            _ => Vec::new(),
        }
    }
}

impl Name {
    /// The word it is found by.
    pub(super) fn first_word(&self) -> &str {
        self.words.first().map_or("", |word| &word.text)
    }

    /// The same name where pages have other numbers; `None` where one that claims it is no more.
    pub(super) fn renumbered(&self, number: impl Fn(PageIx) -> Option<PageIx>) -> Option<Self> {
        let mut name = self.clone();
        for topic in name.claims.iter_mut().filter_map(|claim| claim.topic.as_mut()) {
            *topic = number(*topic)?;
        }
        Some(name)
    }

    /// Where this name ends in `text` if it stands at byte `at`.
    fn end_in(&self, text: &str, at: usize) -> Option<usize> {
        let mut at = at;
        let mut joint_before: &str = "";
        let mut name_joint_before: &str = "";
        for (index, word) in self.words.iter().enumerate() {
            let last = index + 1 == self.words.len();
            let found = if last && word.text.ends_with(is_spaceless_script) {
                // A particle may follow without a space: only the beginning of the word is looked at.
                text[at..].get(..word.text.len())?
            } else {
                run_of_word(&text[at..])
            };
            if !self.same_word(index, &word.text, found, joint_before, name_joint_before) {
                return None;
            }
            at += found.len();
            if last {
                return if word.joint.is_empty() { Some(at) } else { text[at..].starts_with(&*word.joint).then(|| at + word.joint.len()) };
            }
            let rest = &text[at..];
            joint_before = match self.joints {
                Joints::Free if matches!(&*word.joint, " " | "-" | "'") => rest.get(..1).filter(|joint| matches!(*joint, " " | "-" | "'"))?,
                _ => rest.starts_with(&*word.joint).then(|| &rest[..word.joint.len()])?,
            };
            name_joint_before = &word.joint;
            at += joint_before.len();
        }
        None
    }

    fn same_word(&self, index: usize, name: &str, text: &str, joint: &str, name_joint: &str) -> bool {
        // "Moon Jae-in", but not "Moon Jae in Seoul".
        if joint == " " && name_joint == "-" && text.starts_with(char::is_lowercase) {
            return false;
        }
        if name == text {
            return true;
        }
        let in_capitals =
            || text.chars().nth(1).is_some() && text.chars().all(|c| !c.is_lowercase()) && name.chars().any(char::is_lowercase) && name.to_uppercase() == text;
        let free = self.case == Case::Any || (self.case == Case::LaterWordsFree && index > 0);
        (free && case_fold(name) == case_fold(text))
            || in_capitals()
            || (self.joints == Joints::Free && index > 0 && differs_by_hyphen(name, text, joint, name_joint))
    }
}

/// "un" after a hyphen is "Un" after a space: the first letter is small only where a hyphen stands before it.
fn differs_by_hyphen(name: &str, text: &str, joint: &str, name_joint: &str) -> bool {
    let (Some(a), Some(b)) = (name.chars().next(), text.chars().next()) else { return false };
    let small_after_hyphen = (b.is_lowercase() && joint == "-") || (a.is_lowercase() && name_joint == "-" && b.is_uppercase());
    small_after_hyphen && name[a.len_utf8()..] == text[b.len_utf8()..] && a.to_lowercase().eq(b.to_lowercase())
}

fn run_of_word(text: &str) -> &str {
    let end = text.find(|c: char| !is_word_char(c)).unwrap_or(text.len());
    &text[..end]
}

/// The part of a text that names are found by: its first word, or in a script without spaces its first character.
pub(super) fn first_word(text: &str) -> &str {
    match text.chars().next() {
        Some(c) if is_spaceless_script(c) => &text[..c.len_utf8()],
        _ => run_of_word(text),
    }
}

fn key(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    if word.is_ascii() {
        for byte in word.bytes() {
            hasher.write_u8(byte.to_ascii_lowercase());
        }
    } else {
        for byte in case_fold(word).bytes() {
            hasher.write_u8(byte);
        }
    }
    hasher.finish()
}

/// Which two bytes a name may begin with.
#[derive(Clone, Debug)]
struct Beginnings(Box<[u64; 1024]>);

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings(Box::new([0; 1024]))
    }
}

impl Beginnings {
    #[inline]
    fn bit(bytes: &[u8]) -> usize {
        let first = usize::from(bytes.first().copied().unwrap_or(0));
        let second = bytes.get(1).copied().filter(|b| b.is_ascii_alphanumeric() || !b.is_ascii()).unwrap_or(0);
        first << 8 | usize::from(second)
    }

    fn add(&mut self, word: &str) {
        let bit = Self::bit(word.as_bytes());
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    fn may_begin(&self, text: &[u8]) -> bool {
        let bit = Self::bit(text);
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// A name as one topic brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    text: Box<str>,
    case: Case,
    joints: Joints,
    claim: NameClaim,
}

/// The names of a topic; none for a page that is no topic or is left out.
pub(super) fn names_of(head: &Head, entry: &Entry, autolink: &Autolink) -> Vec<Naming> {
    let Some(topic) = head.front.topic().filter(|_| !entry.hidden) else { return Vec::new() };
    let mut names = Vec::new();
    let mut add = |text: &str, case, joints, rule, allowed: bool| {
        let claim = NameClaim { topic: (rule != NameRule::Veto).then_some(entry.page), rule, linkable: allowed && topic.autolink_target };
        names.push(Naming { text: text.into(), case, joints, claim });
    };
    let (title_case, joints) = match head.front {
        FrontKind::Event(..) => (Case::LaterWordsFree, Joints::Exact),
        FrontKind::Figure(..) => (Case::Exact, Joints::Free),
        _ => (Case::Exact, Joints::Exact),
    };
    add(&entry.title, title_case, joints, NameRule::Title, true);
    for name in &topic.also_known_as {
        add(&name.name.value, if name.any_case { Case::Any } else { title_case }, joints, NameRule::Declared, true);
    }
    if let Some(native) = &topic.native_name {
        add(&native.text.value, Case::Exact, Joints::Exact, NameRule::Native, true);
    }
    for phrase in &topic.not_in {
        add(phrase, Case::Exact, Joints::Exact, NameRule::Veto, false);
    }
    match &head.front {
        FrontKind::Country(_, country) => {
            let facts = entry.facts.as_ref();
            let official = country.official_name.as_deref().or(facts.and_then(|facts| facts.official_name.as_deref()));
            let built_in = facts.into_iter().flat_map(|facts| std::iter::once(&facts.name).chain(&facts.other_names)).map(|name| &**name);
            for name in official.into_iter().chain(built_in) {
                add(name, Case::Exact, Joints::Exact, NameRule::BuiltIn, true);
            }
            for name in &country.metonyms {
                add(&name.value, Case::Exact, Joints::Exact, NameRule::Metonym, autolink.metonyms);
            }
            let declared = country.demonyms.as_ref().map(|names| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>());
            for name in declared.or_else(|| facts.map(|facts| facts.demonyms.clone())).unwrap_or_default() {
                add(&name, Case::Exact, Joints::Exact, NameRule::Demonym, autolink.demonyms);
            }
        }
        FrontKind::Figure(_, figure) if autolink.short_names => {
            // In a script without spaces a family name of one syllable would be found inside other words.
            if let Some(family) = figure.family_name.as_deref().filter(|family| !family.contains(is_spaceless_script)) {
                add(family, Case::Exact, Joints::Exact, NameRule::Short, true);
            }
        }
        _ => {}
    }
    names
}

/// All names of a site: the phrases in which nothing is linked, then the names of each topic.
pub(super) fn build<'a>(never: &[Box<str>], names: impl IntoIterator<Item = &'a Naming>) -> Lexicon {
    let mut builder = Builder::default();
    for phrase in never {
        builder.add(phrase, Case::Exact, Joints::Exact, NameClaim { topic: None, rule: NameRule::Veto, linkable: false });
    }
    for name in names {
        builder.add(&name.text, name.case, name.joints, name.claim);
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    names: Vec<Name>,
    by_form: FxHashMap<(Box<str>, Case, Joints), u32>,
}

impl Builder {
    /// Adds a name. An abbreviation in capitals is added with and without points.
    fn add(&mut self, text: &str, case: Case, joints: Joints, claim: NameClaim) {
        self.add_form(text, text, case, joints, claim);
        let letters: String = text.chars().filter(|c| *c != '.').collect();
        let abbreviation = (2..=5).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
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

    fn add_form(&mut self, form: &str, text: &str, case: Case, joints: Joints, claim: NameClaim) {
        let folded: String = form.trim().nfc().map(fold_char).collect();
        let words = words(&folded);
        if words.is_empty() {
            return;
        }
        let joints = if words.len() == 1 { Joints::Exact } else { joints };
        let at = *self.by_form.entry((folded.as_str().into(), case, joints)).or_insert_with(|| {
            self.names.push(Name { text: text.into(), claims: Vec::new(), case, joints, length: folded.chars().count(), words });
            u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
        });
        let claims = &mut self.names[at as usize].claims;
        // Of two reasons for one topic to have one name, the better counts.
        match claims.iter_mut().find(|other| other.topic == claim.topic) {
            Some(other) if claim.rule < other.rule => *other = claim,
            Some(_) => {}
            None => claims.push(claim),
        }
    }

    fn finish(self) -> Lexicon {
        let mut lexicon = Lexicon { names: self.names, ..Lexicon::default() };
        for (index, name) in lexicon.names.iter().enumerate() {
            let first = first_word(&name.words[0].text);
            lexicon.by_first_word.entry(key(first)).or_default().push(u32::try_from(index).unwrap_or(u32::MAX));
            lexicon.beginnings.add(first);
            lexicon.beginnings.add(&first.to_uppercase());
            if name.case == Case::Any {
                let lower = first.to_lowercase();
                let mut letters = lower.chars();
                let capitalised: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
                lexicon.beginnings.add(&lower);
                lexicon.beginnings.add(&capitalised);
            }
        }
        let names = &lexicon.names;
        for candidates in lexicon.by_first_word.values_mut() {
            candidates.sort_by_key(|index| (std::cmp::Reverse(names[*index as usize].length), *index));
        }
        lexicon
    }
}

/// A folded name as words and what joins them; what stands before the first word is dropped.
fn words(folded: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = folded.trim_start_matches(|c: char| !is_word_char(c));
    while !rest.is_empty() {
        let word = run_of_word(rest);
        rest = &rest[word.len()..];
        let joint_end = rest.find(is_word_char).unwrap_or(rest.len());
        words.push(Word { text: word.into(), joint: rest[..joint_end].into() });
        rest = &rest[joint_end..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: NameClaim = NameClaim { topic: Some(PageIx(0)), rule: NameRule::Title, linkable: true };

    fn lexicon(names: &[(&str, Case, Joints)]) -> Lexicon {
        let mut builder = Builder::default();
        for (at, (name, case, joints)) in names.iter().enumerate() {
            builder.add(name, *case, *joints, NameClaim { topic: Some(PageIx(at as u32)), ..CLAIM });
        }
        builder.finish()
    }

    fn found(lexicon: &Lexicon, text: &str) -> Option<String> {
        let folded: String = text.chars().map(fold_char).collect();
        lexicon.longest_at(&folded, 0, &mut Vec::new()).map(|end| folded[..end].to_owned())
    }

    #[test]
    fn the_longest_name_is_found() {
        let lexicon = lexicon(&[("Korea", Case::Exact, Joints::Exact), ("Korea Bay", Case::Exact, Joints::Exact)]);
        assert_eq!(found(&lexicon, "Korea Bay is wide").as_deref(), Some("Korea Bay"));
        assert_eq!(found(&lexicon, "Korea is").as_deref(), Some("Korea"));
        assert_eq!(found(&lexicon, "Koreans"), None);
    }

    #[test]
    fn a_persons_name_may_be_written_with_hyphen_or_space() {
        let lexicon = lexicon(&[("Kim Jong Un", Case::Exact, Joints::Free), ("Moon Jae-in", Case::Exact, Joints::Free)]);
        for text in ["Kim Jong Un", "Kim Jong-un", "Kim Jong-Un", "KIM Jong Un", "KIM JONG UN", "Moon Jae-in", "Moon Jae In", "Moon Jae‑in"] {
            assert!(found(&lexicon, text).is_some(), "{text}");
        }
        for text in ["Kim Jong un", "Moon Jae in Seoul", "kim jong un", "Kim, Jong Un"] {
            assert_eq!(found(&lexicon, text), None, "{text}");
        }
    }

    #[test]
    fn later_words_of_an_event_may_differ_in_case_and_names_in_capitals_may_not() {
        let lexicon = lexicon(&[("Hanoi Summit", Case::LaterWordsFree, Joints::Exact), ("US", Case::Exact, Joints::Exact)]);
        assert!(found(&lexicon, "Hanoi summit").is_some());
        assert_eq!(found(&lexicon, "hanoi summit"), None);
        assert_eq!(found(&lexicon, "us"), None);
        assert_eq!(found(&lexicon, "U.S. envoy").as_deref(), Some("U.S."));
        assert_eq!(found(&lexicon, "U.S").as_deref(), Some("U.S"));
    }

    #[test]
    fn a_name_in_hangul_may_be_followed_by_a_particle() {
        let lexicon = lexicon(&[("김정은", Case::Exact, Joints::Exact)]);
        assert_eq!(found(&lexicon, "김정은이 말했다").as_deref(), Some("김정은"));
    }

    #[test]
    fn apostrophes_and_dashes_of_any_shape_are_one() {
        let lexicon = lexicon(&[("Côte d’Ivoire", Case::Exact, Joints::Exact), ("Guinea-Bissau", Case::Exact, Joints::Exact)]);
        assert!(found(&lexicon, "Côte d'Ivoire's").is_some());
        assert!(found(&lexicon, "Guinea‑Bissau").is_some());
    }
}
