//! Han characters in their simplified and traditional forms.
//!
//! `generate.py` makes the table from OpenCC (Apache-2.0, `LICENSE-OpenCC.txt`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::folding::is_han;
use crate::locale::korean_reading;

/// Pairs of a simplified or Japanese character with its traditional form; in the second line of a
/// traditional character with its simplified form.
const FORMS: &str = include_str!("forms.txt");

type Forms = FxHashMap<char, char>;

static TRADITIONAL: LazyLock<Forms> = LazyLock::new(|| forms(0));
static SIMPLIFIED: LazyLock<Forms> = LazyLock::new(|| forms(1));

fn forms(line: usize) -> Forms {
    let mut chars = FORMS.lines().nth(line).unwrap_or_default().chars();
    std::iter::from_fn(|| chars.next().zip(chars.next())).collect()
}

/// A name with Han characters in traditional and in simplified form, character by character, where
/// they differ from how it is written.
pub(super) fn other_forms(name: &str) -> Vec<String> {
    if !name.chars().any(is_han) {
        return Vec::new();
    }
    let convert = |text: &str, forms: &Forms| -> String {
        text.chars().map(|c| forms.get(&c).copied().unwrap_or(c)).collect()
    };
    let traditional = convert(name, &TRADITIONAL);
    let mut others = vec![convert(&traditional, &SIMPLIFIED), traditional];
    others.dedup();
    others.retain(|form| form != name);
    others
}

/// A folded text with its Han characters as Koreans read them; `None` if it has none that they read.
/// "金正恩" is the name that is "김정은" in Hangul.
pub(super) fn read_in_korean(folded: &str) -> Option<String> {
    let read = |c: char| if is_han(c) { korean_reading(c).unwrap_or(c) } else { c };
    let text: String = folded.chars().map(read).collect();
    (text != folded).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::other_forms;

    #[test]
    fn a_name_has_its_simplified_and_traditional_forms() {
        assert_eq!(other_forms("习近平"), ["習近平"]);
        assert_eq!(other_forms("鄧小平"), ["邓小平"]);
        assert_eq!(other_forms("広島"), ["广岛", "廣島"]);
        assert_eq!(other_forms("毛泽东 (Mao)"), ["毛澤東 (Mao)"]);
        assert!(other_forms("北京").is_empty() && other_forms("Deng").is_empty());
    }
}
