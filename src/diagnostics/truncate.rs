//! Truncation of authors' texts for messages.

use std::borrow::Cow;

/// The maximum length of a text and the lengths kept of a longer one's start and end, in characters.
struct Limit {
    max: usize,
    start: usize,
    end: usize,
}

/// A longer word is data, such as a pasted picture.
const WORD: Limit = Limit { max: 200, start: 120, end: 40 };
const TEXT: Limit = Limit { max: 2_000, start: 1_200, end: 400 };

/// Replaces the middle of words beyond [`WORD`] by `…`, then that of the text if it is beyond
/// [`TEXT`].
pub(super) fn truncate_middle(text: String) -> String {
    if text.len() <= WORD.max {
        return text;
    }
    let words = text.split_inclusive(char::is_whitespace).map(|word| cut_middle(word, &WORD));
    cut_middle(&words.collect::<String>(), &TEXT).into()
}

fn cut_middle<'a>(text: &'a str, limit: &Limit) -> Cow<'a, str> {
    let mut offsets = text.char_indices().map(|(at, _)| at);
    let (Some(start), Some(_)) =
        (offsets.nth(limit.start), offsets.nth(limit.max - limit.start - 1))
    else {
        return text.into();
    };
    let end = text.char_indices().nth_back(limit.end - 1).map_or(0, |(at, _)| at);
    format!("{}…{}", &text[..start], &text[end..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_word_is_cut_and_other_words_are_not() {
        let data = "A".repeat(400_000);
        let shown = truncate_middle(format!("`data:image/png;base64,{data}` is wrong"));
        assert!(
            shown.starts_with("`data:image/png;base64,AAA") && shown.contains("A…A"),
            "{shown}"
        );
        assert!(shown.ends_with("AAA` is wrong") && shown.len() < 300, "{shown}");
        let sentence = "A sentence of words that are words. ".repeat(20);
        assert_eq!(truncate_middle(sentence.clone()), sentence);
    }

    #[test]
    fn a_long_text_keeps_its_start_and_its_end() {
        let shown = truncate_middle(format!("`{}` is not one day", "word ".repeat(50_000)));
        assert!(shown.starts_with("`word word") && shown.ends_with("word ` is not one day"));
        assert!(shown.chars().count() < TEXT.max, "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_stays_short(text in "(\\PC|é|한| |\n){0,300}", times in 1_usize..30) {
            let shown = truncate_middle(text.repeat(times));
            prop_assert!(shown.chars().count() <= TEXT.max);
            prop_assert!(shown.split(char::is_whitespace).all(|word| word.chars().count() <= 2 * WORD.max));
        }
    }
}
