//! Typographic quotes, dashes and ellipses in plain text, like Markdown's smart punctuation.

/// Replaces straight by curly quotes and apostrophes, `--` by an en dash, `---` by an em dash, `...`
/// by an ellipsis.
pub fn smart_punctuation(text: &str) -> String {
    let text = text.replace("---", "—").replace("--", "–").replace("...", "…");
    let mut out = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\'', b'"', text.as_bytes()) {
        let (before, after) = (text[..at].chars().next_back(), text.as_bytes().get(at + 1));
        let opens = before.is_none_or(|c| c.is_whitespace() || "([—–“‘".contains(c));
        let is_year = after.is_some_and(u8::is_ascii_digit);
        out.push_str(&text[from..at]);
        out.push(match text.as_bytes()[at] {
            b'"' if opens => '“',
            b'"' => '”',
            _ if opens && !is_year => '‘',
            _ => '’',
        });
        from = at + 1;
    }
    out + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::smart_punctuation;

    #[test]
    fn quotes_open_and_close_and_apostrophes_do_not_open() {
        assert_eq!(
            smart_punctuation("Ann's \"visit\" ('short') of '18 -- and on..."),
            "Ann’s “visit” (‘short’) of ’18 – and on…"
        );
        assert_eq!(smart_punctuation("plain"), "plain");
    }
}
