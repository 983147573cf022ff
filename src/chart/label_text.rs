//! The width of labels, and their division into lines.

use super::{FONT_SIZE, LINE_HEIGHT, to_i32};
use crate::storyline::bold_width;

/// In pixels.
pub(super) fn text_width(text: &str) -> f64 {
    bold_width(text, FONT_SIZE)
}

pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    texts.into_iter().map(text_width).fold(0.0, f64::max)
}

/// The height of some lines.
pub(super) fn lines_height(count: usize) -> i32 {
    LINE_HEIGHT * to_i32(count)
}

/// Divides a text into lines of at most `width` pixels: between words, and within a word that is
/// longer. At least one line.
pub(super) fn wrap(text: &str, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut push = |part: &str, between: &str| {
        let line = lines.last_mut().expect("there is a line");
        let joined =
            if line.is_empty() { part.to_owned() } else { [&**line, between, part].concat() };
        if line.is_empty() || text_width(&joined) <= width {
            *line = joined;
        } else {
            lines.push(part.to_owned());
        }
    };
    for word in text.split_whitespace() {
        if text_width(word) <= width {
            push(word, " ");
            continue;
        }
        for (at, c) in word.chars().enumerate() {
            push(c.encode_utf8(&mut [0; 4]), if at == 0 { " " } else { "" });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_is_divided_between_words() {
        assert_eq!(wrap("United States", 200.0), ["United States"]);
        assert_eq!(wrap("United  States", 60.0), ["United", "States"]);
        assert_eq!(wrap("", 60.0), [""]);
    }

    #[test]
    fn a_word_that_is_too_long_is_divided() {
        for line in wrap("a Donaudampfschifffahrtsgesellschaft 조선민주주의인민공화국", 80.0)
        {
            assert!(text_width(&line) <= 80.0, "{line}");
        }
    }
}
