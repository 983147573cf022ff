//! Text of an author, made short enough for a message.

/// The longest word that is shown whole, in characters: a longer one is no word but data.
const MAX_WORD_CHARS: usize = 200;
/// How much of a longer word is shown, in characters: of its beginning and of its end.
const KEPT_WORD_CHARS: (usize, usize) = (120, 40);

/// The longest text that is shown whole, in characters.
const MAX_TEXT_CHARS: usize = 2_000;
/// How much of a longer text is shown, in characters: of its beginning and of its end.
const KEPT_TEXT_CHARS: (usize, usize) = (1_200, 400);

/// A text of a diagnostic with `…` for the middle of words longer than [`WORD`], and of a text that
/// is still longer than [`MAX_TEXT_CHARS`].
pub(super) fn truncate_middle(text: String) -> String {
    // Fewer bytes than characters that are allowed: nothing can be too long.
    if text.len() <= MAX_WORD_CHARS {
        return text;
    }
    let words: String = text
        .split_inclusive(char::is_whitespace)
        .map(|word| cut_middle(word, MAX_WORD_CHARS, KEPT_WORD_CHARS))
        .collect();
    cut_middle(&words, MAX_TEXT_CHARS, KEPT_TEXT_CHARS).into()
}

/// A text without its middle, where it has more than `most` characters.
fn cut_middle(text: &str, most: usize, (first, last): (usize, usize)) -> std::borrow::Cow<'_, str> {
    if text.char_indices().nth(most).is_none() {
        return text.into();
    }
    let beginning = text.char_indices().nth(first).map_or(text.len(), |(at, _)| at);
    let end = text.char_indices().nth_back(last - 1).map_or(0, |(at, _)| at);
    format!("{}…{}", &text[..beginning], &text[end..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_word_loses_its_middle_and_its_neighbours_nothing() {
        let shown = truncate_middle(format!(
            "`data:image/png;base64,{}` is no address",
            "A".repeat(400_000)
        ));
        assert!(
            shown.starts_with("`data:image/png;base64,AAA")
                && shown.ends_with("AAA` is no address")
                && shown.contains("A…A"),
            "{shown}"
        );
        assert!(shown.len() < 300, "{shown}");
        let sentence = "A sentence of words that are words. ".repeat(20);
        assert_eq!(truncate_middle(sentence.clone()), sentence);
    }

    #[test]
    fn a_text_of_many_words_keeps_its_beginning_and_its_end() {
        let shown = truncate_middle(format!("`{}` is not one day", "word ".repeat(50_000)));
        assert!(
            shown.starts_with("`word word")
                && shown.ends_with("word ` is not one day")
                && shown.chars().count() < MAX_TEXT_CHARS,
            "{shown}"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_said_stays_short(text in "(\\PC|é|한| |\n){0,300}", times in 1_usize..30) {
            let shown = truncate_middle(text.repeat(times));
            prop_assert!(shown.chars().count() <= MAX_TEXT_CHARS);
            prop_assert!(shown.split(char::is_whitespace).all(|word| word.chars().count() <= 2 * MAX_WORD_CHARS));
        }
    }
}
