//! What a search knows of the languages of a site.

use rustc_hash::FxHashSet;

use crate::language::Language;

/// The words and endings of all languages of a site.
#[derive(Debug)]
pub(super) struct WordsOfLanguages {
    function_words: FxHashSet<Box<str>>,
    /// The longest first.
    endings: Vec<Box<str>>,
}

impl WordsOfLanguages {
    pub(super) fn new<'a>(languages: impl Iterator<Item = &'a Language>) -> Self {
        // Initials and other single letters say little too.
        let mut function_words: FxHashSet<Box<str>> =
            ('a'..='z').map(|letter| letter.to_string().into()).collect();
        let mut endings = FxHashSet::default();
        for language in languages {
            function_words.extend(language.function_words.iter().cloned());
            endings.extend(language.word_endings.iter().cloned());
        }
        let mut endings: Vec<Box<str>> = endings.into_iter().collect();
        endings.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        WordsOfLanguages { function_words, endings }
    }

    /// The function words in alphabetical order.
    pub(super) fn function_words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.function_words.iter().map(|word| &**word).collect();
        words.sort_unstable();
        words
    }

    pub(super) fn endings(&self) -> &[Box<str>] {
        &self.endings
    }

    /// True for a folded word that says little in a question: "what", "the".
    pub(super) fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(word)
    }

    /// True for an ending of a folded word, and for nothing.
    pub(super) fn is_ending(&self, text: &str) -> bool {
        text.is_empty() || self.endings.iter().any(|ending| **ending == *text)
    }

    /// What a word may be without its ending, the word itself first.
    pub(super) fn stems<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let without = self.endings.iter().filter_map(move |ending| word.strip_suffix(&**ending));
        std::iter::once(word).chain(without)
    }
}
