//! "Did you mean …?": the nearest of many texts.

use rapidfuzz::distance::osa;

/// The maximum distance of a match, however long the texts are.
const MAX_DISTANCE: usize = 8;

/// Longer texts, in characters, have no match.
const MAX_LETTERS: usize = 80;

/// An index of texts with values, for many lookups: a site of ten thousand pages may have thousands
/// of broken links.
#[derive(Clone, Debug)]
pub struct NearestMatch<T> {
    entries: Vec<(FoldedText, T)>,
}

impl<T> NearestMatch<T> {
    /// Indexes these texts.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let entries = texts.into_iter().map(|(text, value)| (FoldedText::of(text), value));
        NearestMatch { entries: entries.collect() }
    }

    /// The value of the text nearest to `written` among those that `may_match`; the first of equals.
    /// At most a third of the letters may differ, and at most eight; a word of two letters may have
    /// them swapped. Case is ignored. The distance is optimal string alignment (insert, delete,
    /// replace, swap neighbours).
    pub fn find(&self, written: &str, may_match: impl Fn(&T) -> bool) -> Option<&T> {
        let written = FoldedText::of(written);
        if written.letters > MAX_LETTERS {
            return None;
        }
        let comparator = osa::BatchComparator::new(written.text.chars());
        let mut best: Option<(usize, &T)> = None;
        for (text, value) in &self.entries {
            let lower_bound = written.distance_lower_bound(text);
            let is_swapped =
                written.letters == 2 && written.text.chars().rev().eq(text.text.chars());
            let allowed = written.letters.max(text.letters) / 3;
            let allowed = allowed.clamp(usize::from(is_swapped), MAX_DISTANCE);
            let limit = match best {
                Some((0, _)) => break,
                Some((distance, _)) => allowed.min(distance - 1),
                None => allowed,
            };
            if lower_bound > limit || !may_match(value) {
                continue;
            }
            let distance = comparator.distance(text.text.chars());
            if distance <= limit {
                best = Some((distance, value));
            }
        }
        best.map(|(_, value)| value)
    }
}

/// The candidate nearest to `written`, by the rules of [`NearestMatch::find`].
pub fn nearest_match<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let index = NearestMatch::new(candidates.into_iter().map(|text| (text, text)));
    index.find(written, |_| true).copied()
}

/// True if `written` is `meant` with one typing error: a letter inserted, missing, replaced, or
/// swapped with its neighbour. Case, hyphens and underscores make no difference.
pub fn is_typing_error(written: &str, meant: &str) -> bool {
    let fold = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let (written, meant) = (fold(written), fold(meant));
    written.chars().count() > 1 && osa::distance(written.chars(), meant.chars()) <= 1
}

const COUNT_BUCKETS: usize = 32;

/// A text in lower case.
#[derive(Clone, Debug)]
struct FoldedText {
    text: Box<str>,
    letters: usize,
    /// Letters per bucket. Different letters may share one.
    letter_counts: [u8; COUNT_BUCKETS],
}

impl FoldedText {
    fn of(text: &str) -> Self {
        let text = text.to_lowercase();
        let mut letter_counts = [0_u8; COUNT_BUCKETS];
        for letter in text.chars() {
            let count = &mut letter_counts[letter as usize % COUNT_BUCKETS];
            *count = count.saturating_add(1);
        }
        FoldedText { letters: text.chars().count(), text: text.into(), letter_counts }
    }

    /// A cheap lower bound of the distance, which rules out most texts: each edit removes at most
    /// one letter and adds at most one.
    fn distance_lower_bound(&self, other: &Self) -> usize {
        let surplus = |of: &Self, over: &Self| -> u16 {
            let counts = of.letter_counts.iter().zip(over.letter_counts);
            counts.map(|(of, over)| u16::from(of.saturating_sub(over))).sum()
        };
        usize::from(surplus(self, other).max(surplus(other, self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_typo_is_recognised_and_a_different_word_is_not() {
        let keys = ["title", "description", "participants", "sources"];
        assert_eq!(nearest_match("titel", keys), Some("title"));
        assert_eq!(nearest_match("Discription", keys), Some("description"));
        assert_eq!(nearest_match("participant", keys), Some("participants"));
        assert_eq!(nearest_match("colour", keys), None);
        assert_eq!(nearest_match("", keys), None);
        assert_eq!(nearest_match("b", ["a", "ab"]), None);
        assert_eq!(nearest_match("di", ["it", "id"]), Some("id"));
    }

    #[test]
    fn a_typing_error_is_one_letter_or_two_swapped() {
        for (written, meant) in
            [("titel", "title"), ("Date", "date"), ("lead-to", "led_to"), ("di", "id")]
        {
            assert!(is_typing_error(written, meant), "{written}");
        }
        for (written, meant) in
            [("layout", "about"), ("actors", "authors"), ("citations", "relations"), ("t", "to")]
        {
            assert!(!is_typing_error(written, meant), "{written}");
        }
    }

    #[test]
    fn a_long_text_may_differ_in_eight_letters_at_most() {
        let title = "Lady Lovelace meets Mary Somerville at Ockham";
        let near = "Lady Lovelace met Mary Sommervile in Ockham";
        assert_eq!(nearest_match(near, [title]), Some(title));
        assert_eq!(nearest_match("Lovelace met Mary Sommervile in Ockham", [title]), None);
    }

    #[test]
    fn values_that_may_not_match_are_skipped() {
        let candidates = NearestMatch::new([("kim", 1), ("kin", 2), ("kit", 3)]);
        assert_eq!(candidates.find("kim", |n| *n != 1), Some(&2));
        assert_eq!(candidates.find("kim", |_| true), Some(&1));
        assert_eq!(candidates.find("kim", |_| false), None);
    }

    proptest! {
        #[test]
        fn the_nearest_is_the_first_with_the_least_allowed_distance(
            written in "[a-dA-D Éé中]{0,24}",
            candidates in prop::collection::vec("[a-dA-D Éé中]{0,24}", 0..12),
        ) {
            let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<_>>();
            let allowed = |candidate: &str| {
                let (a, b) = (letters(&written), letters(candidate));
                let swapped = a.len() == 2 && b.iter().rev().eq(&a);
                (a.len().max(b.len()) / 3).clamp(usize::from(swapped), MAX_DISTANCE)
            };
            let distance = |candidate: &str| {
                osa::distance(letters(&written), letters(candidate))
            };
            let candidates = || candidates.iter().map(String::as_str);
            let expected = candidates().filter(|other| distance(other) <= allowed(other));
            let expected = expected.min_by_key(|other| distance(other));
            prop_assert_eq!(nearest_match(&written, candidates()), expected);
        }

        #[test]
        fn the_lower_bound_is_never_above_the_distance(
            one in "[ab中]{0,20}|[a-c ]{60,80}|\\PC{0,20}",
            other in "[ab中]{0,20}|[a-c ]{60,99}|\\PC{0,20}",
        ) {
            let [one, other] = [one, other].map(|text| FoldedText::of(&text));
            let distance = osa::distance(one.text.chars(), other.text.chars());
            prop_assert!(one.distance_lower_bound(&other) <= distance);
        }
    }
}
