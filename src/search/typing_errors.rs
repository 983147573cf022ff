//! Typing errors: a letter that is missing, too much, wrong or swapped with the next.

use super::folding::is_han;

/// The number of typing errors between two words, if it is at most `most` (Damerau–Levenshtein,
/// optimal string alignment).
pub(super) fn typing_errors(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().min() > Some(&most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|errors| *errors <= most)
}

/// How many typing errors a word of this many letters may have.
pub(super) fn most_errors(word: &[char]) -> usize {
    // Three Han characters are a whole name.
    let is_han = word.iter().all(|c| is_han(*c));
    match word.len() {
        3.. if is_han => 1,
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// True for a term that a word with typing errors may mean: such words have at least five letters.
pub(super) fn may_be_mistyped(term: &str) -> bool {
    term.starts_with(char::is_alphabetic) && term.chars().nth(3).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_is_a_letter_too_much_missing_wrong_or_swapped() {
        let errors = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|text| text.chars().collect::<Vec<_>>());
            typing_errors(&one, &other, 2)
        };
        for wrong in ["pompeoo", "pompe", "pompao", "pmopeo"] {
            assert_eq!(errors(wrong, "pompeo"), Some(1), "{wrong}");
        }
        assert_eq!(errors("pompeo", "pompeo"), Some(0));
        assert_eq!(errors("bolton", "pompeo"), None);
    }
}
