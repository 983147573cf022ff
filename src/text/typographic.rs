//! Typographic quotes, dashes and points in plain text, as smart punctuation makes them in Markdown.

/// The text with curly quotes and apostrophes, `--` as an en dash, `---` as an em dash and `...` as an ellipsis.
pub fn typographic(text: &str) -> String {
    if !text.contains(['\'', '"']) && !text.contains("--") && !text.contains("...") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let dashed = text.replace("---", "—").replace("--", "–").replace("...", "…");
    let mut before: Option<char> = None;
    let mut chars = dashed.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '—' | '–' | '“' | '‘'));
        let year = chars.peek().is_some_and(char::is_ascii_digit);
        out.push(match c {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens && !year => '‘',
            '\'' => '’',
            c => c,
        });
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::typographic;

    #[test]
    fn quotes_turn_towards_what_they_enclose() {
        assert_eq!(typographic("Biegun's \"visit\" ('short') of '18 -- and on..."), "Biegun’s “visit” (‘short’) of ’18 – and on…");
        assert_eq!(typographic("plain"), "plain");
    }
}
