//! Questions to the lexicon, and a record of them.

use crate::catalog::{Asked, Lexicon, Match, NameRule, PageIx};
use crate::text::{U64Bytes, nfc, fold_punctuation};

/// The only way in which this room asks for names: every question leaves its word in `asked`.
pub(super) struct Asking<'a> {
    lexicon: &'a Lexicon,
    pub(super) asked: Asked,
}

impl<'a> Asking<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Asking { lexicon, asked: Asked::default() }
    }

    /// False for a text that no name begins with; most words are ruled out by this.
    #[inline]
    pub(super) fn may_begin(&mut self, text: &str, at: usize) -> bool {
        self.asked.add(&text[at..]);
        self.lexicon.may_begin(&text.as_bytes()[at..])
    }

    /// The same of a text that begins with a word of so many letters and digits of ASCII.
    #[inline]
    pub(super) fn ascii_may_begin(&mut self, text: &[u8], letters: usize) -> bool {
        let word = U64Bytes::of(text).prefix(letters.min(Asked::LETTERS)) as u32;
        self.asked.add_letters(word);
        self.lexicon.ascii_may_begin(word as u16)
    }

    /// The names that a folded text has at byte `at`: of those of less than `below` characters the longest only. Gives their length.
    pub(super) fn longest_at(&mut self, text: &str, at: usize, below: usize, found: &mut Vec<Match<'a>>) -> Option<usize> {
        self.asked.add(&text[at..]);
        self.lexicon.longest_at(text, at, below, found)
    }

    /// True for a word that a figure's name begins with, of which it is not the whole.
    pub(super) fn begins_a_figure(&mut self, word: &str) -> bool {
        self.asked.add(word);
        self.lexicon.begins_a_figure(word)
    }

    /// The topics that the whole of a text names: those that declare the name, else those it was derived for.
    pub(super) fn named(&mut self, text: &str) -> Vec<PageIx> {
        let folded: String = nfc(text).chars().map(fold_punctuation).collect();
        self.asked.add(&folded);
        let mut declared = Vec::new();
        let mut derived = Vec::new();
        for claim in self.lexicon.whole(&folded).iter().flat_map(Match::claims) {
            let Some(topic) = claim.topic.filter(|_| claim.rule != NameRule::Veto) else { continue };
            let list = if claim.rule.is_declared() { &mut declared } else { &mut derived };
            if !list.contains(&topic) {
                list.push(topic);
            }
        }
        if declared.is_empty() { derived } else { declared }
    }
}
