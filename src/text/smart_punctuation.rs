//! Typographic quotes, dashes and points in plain text, as smart punctuation makes them in
//! Markdown.

use std::borrow::Cow;

use super::byte_scan::any_byte_pair;

/// The text with curly quotes and apostrophes, `--` as an en dash, `---` as an em dash and `...` as
/// an ellipsis.
pub fn smart_punctuation(text: &str) -> String {
    let text = match any_byte_pair(text, |one, other| one == other && matches!(one, b'-' | b'.')) {
        true => Cow::Owned(text.replace("---", "—").replace("--", "–").replace("...", "…")),
        false => Cow::Borrowed(text),
    };
    let mut out = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\'', b'"', text.as_bytes()) {
        let (before, after) = (text[..at].chars().next_back(), text.as_bytes().get(at + 1));
        let opens = before
            .is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '[' | '—' | '–' | '“' | '‘'));
        let year = after.is_some_and(u8::is_ascii_digit);
        out.push_str(&text[from..at]);
        out.push(match text.as_bytes()[at] {
            b'"' if opens => '“',
            b'"' => '”',
            _ if opens && !year => '‘',
            _ => '’',
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::smart_punctuation;

    #[test]
    fn quotes_turn_towards_what_they_enclose() {
        assert_eq!(
            smart_punctuation("Biegun's \"visit\" ('short') of '18 -- and on..."),
            "Biegun’s “visit” (‘short’) of ’18 – and on…"
        );
        assert_eq!(smart_punctuation("plain"), "plain");
    }
}
