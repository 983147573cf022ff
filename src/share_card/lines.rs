//! Where a text may be broken, and lines of about equal length.

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter};

/// Ends a text that is shortened.
const ELLIPSIS: char = '…';

/// Breaks a text into lines that are no wider than `widest`. A word that is wider is broken
/// between any two letters, and so are Thai, Lao, Khmer and Burmese, which need a dictionary.
pub(super) fn break_lines(text: &str, widest: f64, width: &dyn Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let longer = format!("{line}{piece}");
        if width(longer.trim_end()) <= widest {
            line = longer;
            continue;
        }
        push_line(&mut lines, &line);
        line = String::new();
        for letter in letters(piece) {
            let is_space = letter.trim().is_empty();
            if !line.is_empty() && !is_space && width(&format!("{line}{letter}")) > widest {
                push_line(&mut lines, &line);
                line = String::new();
            }
            line.push_str(letter);
        }
    }
    push_line(&mut lines, &line);
    lines
}

fn push_line(lines: &mut Vec<String>, line: &str) {
    let line = line.trim();
    if !line.is_empty() {
        lines.push(line.to_owned());
    }
}

/// The same number of lines, as equal in width as the words allow.
pub(super) fn balanced(text: &str, widest: f64, width: &dyn Fn(&str) -> f64) -> Vec<String> {
    let lines = break_lines(text, widest, width);
    let (mut low, mut high) = (widest / 2.0, widest);
    let mut best = lines;
    // Within four pixels.
    while best.len() > 1 && high - low > 4.0 {
        let middle = f64::midpoint(low, high);
        let narrower = break_lines(text, middle, width);
        if narrower.len() > best.len() {
            low = middle;
        } else {
            (high, best) = (middle, narrower);
        }
    }
    best
}

/// The first lines of a text; the last of them ends in an ellipsis.
pub(super) fn shortened(
    lines: &[String],
    most: usize,
    widest: f64,
    width: &dyn Fn(&str) -> f64,
) -> Vec<String> {
    let mut kept: Vec<String> = lines.iter().take(most).cloned().collect();
    if let Some(last) = kept.last_mut() {
        let mut ends: Vec<usize> = cuts(last).collect();
        let fits = |end: &usize| width(&with_ellipsis(&last[..*end])) <= widest;
        ends.reverse();
        *last = with_ellipsis(&last[..ends.into_iter().find(fits).unwrap_or_default()]);
    }
    kept
}

fn with_ellipsis(text: &str) -> String {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-.،。、".contains(c));
    format!("{text}{ELLIPSIS}")
}

/// Where a line may end: between words, else anywhere in its first word.
fn cuts(line: &str) -> impl Iterator<Item = usize> {
    let first_word = pieces(line).next().map_or(0, str::len);
    let inside = letters(&line[..first_word]).scan(0, |end, letter| {
        let start = *end;
        *end += letter.len();
        Some(start)
    });
    let words = pieces(line).scan(0, |end, piece| {
        *end += piece.len();
        Some(*end)
    });
    inside.chain(words)
}

/// The letters of a text with their accents and vowel signs (UAX #29).
fn letters(text: &str) -> impl Iterator<Item = &str> {
    let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
    let pairs: Vec<(usize, usize)> = ends.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(|(from, until)| &text[from..until])
}

/// The parts of a text between which it may be broken (UAX #14). Korean is broken at spaces only.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut options = LineBreakOptions::default();
    if text.chars().any(is_hangul) {
        options.word_option = Some(LineBreakWordOption::KeepAll);
    }
    let breaks: Vec<usize> =
        LineSegmenter::new_for_non_complex_scripts(options).segment_str(text).collect();
    let pairs: Vec<(usize, usize)> = breaks.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(|(from, until)| &text[from..until])
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each character is as wide as ten pixels.
    fn width(text: &str) -> f64 {
        text.chars().count() as f64 * 10.0
    }

    #[test]
    fn lines_break_between_words_and_have_about_equal_widths() {
        let text = "Why the talks stopped after Hanoi";
        assert_eq!(break_lines(text, 300.0, &width), ["Why the talks stopped after", "Hanoi"]);
        assert_eq!(balanced(text, 300.0, &width), ["Why the talks", "stopped after Hanoi"]);
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_anywhere() {
        let lines = break_lines("a Donaudampfschifffahrt", 100.0, &width);
        assert_eq!(lines, ["a", "Donaudampf", "schifffahr", "t"]);
    }

    #[test]
    fn korean_breaks_at_spaces_and_japanese_between_characters() {
        assert_eq!(break_lines("하노이 정상회담은", 50.0, &width), ["하노이", "정상회담은"]);
        assert_eq!(break_lines("米朝首脳会談の後", 50.0, &width), ["米朝首脳会", "談の後"]);
    }

    #[test]
    fn a_shortened_text_ends_after_a_word() {
        let lines = ["One two".to_owned(), "three four,".to_owned(), "five".to_owned()];
        assert_eq!(shortened(&lines, 2, 110.0, &width), ["One two", "three four…"]);
        assert_eq!(shortened(&lines, 2, 90.0, &width), ["One two", "three…"]);
        assert_eq!(shortened(&lines, 2, 30.0, &width), ["One two", "th…"]);
    }
}
