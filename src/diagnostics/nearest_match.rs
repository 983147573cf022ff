//! "Did you mean …?"

use rustc_hash::FxHashMap;

/// The most letters in which what was written may differ from what was meant: texts that differ in
/// more are others, however long.
const MAX_DISTANCE: usize = 8;

/// The longest text that anything is looked for, in letters.
const MAX_PATTERN_LETTERS: usize = 80;

/// Texts that an unknown one is compared with, made ready for many questions: a story of ten
/// thousand pages may have thousands of links that lead nowhere.
#[derive(Clone, Debug)]
pub struct NearestMatch<T> {
    entries: Vec<MatchEntry<T>>,
}

#[derive(Clone, Debug)]
struct MatchEntry<T> {
    letters: FoldedText,
    value: T,
}

impl<T> NearestMatch<T> {
    /// These texts, each with what it stands for.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        NearestMatch {
            entries: texts
                .into_iter()
                .map(|(text, what)| MatchEntry { letters: FoldedText::of(text), value: what })
                .collect(),
        }
    }

    /// What stands for the text most like `wanted`, if any is like enough to be what was meant: at
    /// most a third of its letters differ, and no more than eight; a word of two letters may have
    /// them swapped. Of equals, the first. Only those that `may_be` meant count.
    pub fn find(&self, wanted: &str, may_be: impl Fn(&T) -> bool) -> Option<&T> {
        let wanted = Pattern::of(wanted)?;
        let mut best: Option<(usize, &T)> = None;
        for MatchEntry { letters, value: what } in &self.entries {
            let least = wanted.letters.distance_lower_bound(letters);
            // The two letters of a word may have been swapped.
            let swapped = least == 0
                && wanted.letters.len() == 2
                && wanted.letters.letters.iter().rev().eq(&letters.letters);
            let allowed = (wanted.letters.len().max(letters.len()) / 3)
                .clamp(usize::from(swapped), MAX_DISTANCE);
            let limit = match best {
                // Nothing is nearer than this.
                Some((0, _)) => break,
                Some((distance, _)) => allowed.min(distance - 1),
                None => allowed,
            };
            if least > limit || !may_be(what) {
                continue;
            }
            let distance = wanted.distance(letters);
            if distance <= limit {
                best = Some((distance, what));
            }
        }
        best.map(|(_, what)| what)
    }
}

/// The candidate most like `wanted`, as [`Candidates::nearest`] has it.
pub fn nearest_match<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    NearestMatch::new(candidates.into_iter().map(|text| (text, text)))
        .find(wanted, |_| true)
        .copied()
}

/// How many kinds of letters are counted apart.
const COUNT_BUCKETS: usize = 32;

/// The letters of a text without case.
#[derive(Clone, Debug)]
struct FoldedText {
    letters: Box<[char]>,
    /// How many there are of each kind. Some letters share a kind, so that two texts may differ in
    /// more than their kinds, and never in less.
    letter_counts: [u8; COUNT_BUCKETS],
}

impl FoldedText {
    fn of(text: &str) -> Self {
        let all: Box<[char]> = text.to_lowercase().chars().collect();
        let mut kinds = [0_u8; COUNT_BUCKETS];
        for letter in &all {
            let kind = &mut kinds[*letter as usize % COUNT_BUCKETS];
            *kind = kind.saturating_add(1);
        }
        FoldedText { letters: all, letter_counts: kinds }
    }

    fn len(&self) -> usize {
        self.letters.len()
    }

    /// In how many letters two texts differ at least: each change takes one letter away, or adds
    /// one, or both.
    fn distance_lower_bound(&self, other: &Self) -> usize {
        let more = |these: &[u8; COUNT_BUCKETS], those: &[u8; COUNT_BUCKETS]| {
            these.iter().zip(those).map(|(a, b)| u16::from(a.saturating_sub(*b))).sum::<u16>()
        };
        usize::from(
            more(&self.letter_counts, &other.letter_counts)
                .max(more(&other.letter_counts, &self.letter_counts)),
        )
    }
}

/// What is compared with all candidates: the places at which it has each letter, a bit for each.
struct Pattern {
    letters: FoldedText,
    ascii_positions: [u128; 128],
    other_positions: FxHashMap<char, u128>,
}

impl Pattern {
    /// `None` for a text of more than [`LONGEST`] letters, which is more than there are bits for.
    fn of(text: &str) -> Option<Self> {
        let mut wanted = Pattern {
            letters: FoldedText::of(text),
            ascii_positions: [0; 128],
            other_positions: FxHashMap::default(),
        };
        if wanted.letters.len() > MAX_PATTERN_LETTERS {
            return None;
        }
        for (at, letter) in wanted.letters.letters.iter().enumerate() {
            let places = match wanted.ascii_positions.get_mut(*letter as usize) {
                Some(places) => places,
                None => wanted.other_positions.entry(*letter).or_default(),
            };
            *places |= 1 << at;
        }
        Some(wanted)
    }

    fn positions(&self, letter: char) -> u128 {
        self.ascii_positions
            .get(letter as usize)
            .copied()
            .unwrap_or_else(|| self.other_positions.get(&letter).copied().unwrap_or(0))
    }

    /// Damerau–Levenshtein distance, optimal string alignment (insert, delete, replace, swap
    /// neighbours): H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit
    /// Distances", 2003. It is the usual table with a column in a few words: what each row adds to
    /// the one above it, as bits.
    fn distance(&self, other: &FoldedText) -> usize {
        let count = self.letters.len();
        let Some(last) = count.checked_sub(1) else { return other.len() };
        let (mut more, mut less, mut same, mut before) = (u128::MAX, 0_u128, 0_u128, 0_u128);
        let mut distance = count;
        for letter in &other.letters {
            let places = self.positions(*letter);
            let swapped = ((!same & places) << 1) & before;
            same = ((places & more).wrapping_add(more) ^ more) | places | less | swapped;
            let (grows, shrinks) = (less | !(same | more), same & more);
            distance = distance + (grows >> last & 1) as usize - (shrinks >> last & 1) as usize;
            let grows = grows << 1 | 1;
            more = shrinks << 1 | !(same | grows);
            less = grows & same;
            before = places;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_a_different_word_is_not() {
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
    fn a_long_text_may_differ_in_eight_letters_and_no_more() {
        let title = "Donald Trump meets Kim Jong Un at Panmunjom";
        assert_eq!(
            nearest_match("Donald Trump met Kim Jong-un in Panmunjom", [title]),
            Some(title)
        );
        assert_eq!(nearest_match("Trump met Kim Jong-un in Panmunjom", [title]), None);
    }

    #[test]
    fn those_that_may_not_be_meant_do_not_count() {
        let candidates = NearestMatch::new([("kim", 1), ("kin", 2), ("kit", 3)]);
        assert_eq!(candidates.find("kim", |n| *n != 1), Some(&2));
        assert_eq!(candidates.find("kim", |_| true), Some(&1));
        assert_eq!(candidates.find("kim", |_| false), None);
    }

    /// The distance as it is defined, by the table of all beginnings of both.
    fn by_table(a: &[char], b: &[char]) -> usize {
        let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
        for i in 1..=a.len() {
            let mut row = vec![i];
            for j in 1..=b.len() {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                row.push(if swapped { least.min(rows[i - 2][j - 2] + 1) } else { least });
            }
            rows.push(row);
        }
        rows[a.len()][b.len()]
    }

    fn letters(text: &str) -> Vec<char> {
        text.to_lowercase().chars().collect()
    }

    proptest! {
        #[test]
        fn the_nearest_is_the_one_that_asking_each_would_find(wanted in "[a-dA-D Éé中]{0,24}", candidates in prop::collection::vec("[a-dA-D Éé中]{0,24}", 0..12)) {
            let distances = candidates.iter().map(|candidate| (by_table(&letters(&wanted), &letters(candidate)), candidate));
            let are_swapped = |candidate: &str| matches!((&letters(&wanted)[..], &letters(candidate)[..]), ([a, b], [c, d]) if a == d && b == c);
            let allowed = |candidate: &str| (letters(&wanted).len().max(letters(candidate).len()) / 3).clamp(usize::from(are_swapped(candidate)), MAX_DISTANCE);
            let first_of_the_least = distances.filter(|(distance, candidate)| *distance <= allowed(candidate)).min_by_key(|(distance, _)| *distance);
            prop_assert_eq!(nearest_match(&wanted, candidates.iter().map(String::as_str)), first_of_the_least.map(|(_, candidate)| candidate.as_str()));
        }

        #[test]
        fn texts_differ_as_the_table_says_and_in_no_less_than_is_said_at_once(one in "[ab中]{0,20}|[a-c ]{60,80}|\\PC{0,20}", other in "[ab中]{0,20}|[a-c ]{60,99}|\\PC{0,20}") {
            let distance = by_table(&letters(&one), &letters(&other));
            if let Some(wanted) = Pattern::of(&one) {
                prop_assert_eq!(wanted.distance(&FoldedText::of(&other)), distance);
            }
            prop_assert!(FoldedText::of(&one).distance_lower_bound(&FoldedText::of(&other)) <= distance);
        }
    }
}
