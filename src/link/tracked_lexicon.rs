//! Questions to the lexicon, and a record of them.

use crate::catalog::{Lexicon, NameKind, NameMatch, PageIx, WordFilter};
use crate::text::{U64Bytes, fold_punctuation, nfc};

/// The only way in which this room asks for names: every question leaves its word in `asked`.
pub(super) struct TrackedLexicon<'a> {
    lexicon: &'a Lexicon,
    pub(super) lookups: WordFilter,
}

impl<'a> TrackedLexicon<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        TrackedLexicon { lexicon, lookups: WordFilter::default() }
    }

    /// False for a text that no name begins with; most words are ruled out by this.
    #[inline]
    pub(super) fn may_start_name(&mut self, text: &str, at: usize) -> bool {
        self.lookups.insert(&text[at..]);
        self.lexicon.may_start_name(&text.as_bytes()[at..])
    }

    /// The same of a text that begins with a word of so many letters and digits of ASCII.
    #[inline]
    pub(super) fn may_start_ascii_name(&mut self, text: &[u8], letters: usize) -> bool {
        let word = U64Bytes::of(text).prefix(letters.min(WordFilter::PREFIX_LETTERS)) as u32;
        self.lookups.insert_ascii_prefix(word);
        self.lexicon.may_start_ascii_name(word as u16)
    }

    /// The names that a folded text has at byte `at`: of those of less than `below` characters the
    /// longest only. Gives their length.
    pub(super) fn longest_matches_at(
        &mut self,
        text: &str,
        at: usize,
        below: usize,
        found: &mut Vec<NameMatch<'a>>,
    ) -> Option<usize> {
        self.lookups.insert(&text[at..]);
        self.lexicon.longest_matches_at(text, at, below, found)
    }

    /// True for a word that a figure's name begins with, of which it is not the whole.
    pub(super) fn starts_person_name(&mut self, word: &str) -> bool {
        self.lookups.insert(word);
        self.lexicon.starts_person_name(word)
    }

    /// The topics that the whole of a text names: those that declare the name, else those it was
    /// derived for.
    pub(super) fn topics_named(&mut self, text: &str) -> Vec<PageIx> {
        let folded: String = nfc(text).chars().map(fold_punctuation).collect();
        self.lookups.insert(&folded);
        let mut declared = Vec::new();
        let mut derived = Vec::new();
        for claim in self.lexicon.match_whole(&folded).iter().flat_map(NameMatch::claims) {
            let Some(topic) = claim.topic.filter(|_| claim.kind != NameKind::Excluded) else {
                continue;
            };
            let list = if claim.kind.is_declared() { &mut declared } else { &mut derived };
            if !list.contains(&topic) {
                list.push(topic);
            }
        }
        if declared.is_empty() { derived } else { declared }
    }
}
