//! The lexicon, with a record of all lookups.

use crate::catalog::{Lexicon, NameKind, NameMatch, PageIx, WordFilter, fold_name};
use crate::text::first_bytes;

/// The only access of this room to the lexicon: every lookup adds its word to `lookups`.
pub(super) struct TrackedLexicon<'a> {
    lexicon: &'a Lexicon,
    pub(super) lookups: WordFilter,
}

impl<'a> TrackedLexicon<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        TrackedLexicon { lexicon, lookups: WordFilter::default() }
    }

    /// See [`Lexicon::may_start_name`].
    #[inline]
    pub(super) fn may_start_name(&mut self, text: &str, at: usize) -> bool {
        self.lookups.insert(&text[at..]);
        self.lexicon.may_start_name(&text.as_bytes()[at..])
    }

    /// The same for a text that begins with a word of this many ASCII letters and digits.
    #[inline]
    pub(super) fn may_start_ascii_name(&mut self, text: &[u8], letters: usize) -> bool {
        let word = first_bytes(text, letters.min(WordFilter::PREFIX_LETTERS)) as u32;
        self.lookups.insert_ascii_prefix(word);
        self.lexicon.may_start_ascii_name(word as u16)
    }

    /// See [`Lexicon::longest_matches_at`].
    pub(super) fn longest_matches_at(
        &mut self,
        text: &str,
        at: usize,
        below: usize,
        matches: &mut Vec<NameMatch<'a>>,
    ) -> Option<usize> {
        self.lookups.insert(&text[at..]);
        self.lexicon.longest_matches_at(text, at, below, matches)
    }

    /// See [`Lexicon::starts_person_name`].
    pub(super) fn starts_person_name(&mut self, word: &str) -> bool {
        self.lookups.insert(word);
        self.lexicon.starts_person_name(word)
    }

    /// See [`Lexicon::has_name_at`].
    pub(super) fn has_name_at(&mut self, text: &str, at: usize) -> bool {
        self.lookups.insert(&text[at..]);
        self.lexicon.has_name_at(text, at)
    }

    /// See [`Lexicon::full_name_topics_at`].
    pub(super) fn full_name_topics_at(&mut self, text: &str, at: usize) -> Vec<PageIx> {
        self.lookups.insert(&text[at..]);
        self.lexicon.full_name_topics_at(text, at)
    }

    /// The topics that have this name: those that declare it, else those for which it is derived.
    pub(super) fn topics_named(&mut self, text: &str) -> Vec<PageIx> {
        let folded = fold_name(text);
        self.lookups.insert(&folded);
        let (mut declared, mut derived) = (Vec::new(), Vec::new());
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

    /// The topic that has this name, if there is only one.
    pub(super) fn topic_named(&mut self, text: &str) -> Option<PageIx> {
        match self.topics_named(text)[..] {
            [topic] => Some(topic),
            _ => None,
        }
    }
}
