//! XML 1.0 (fifth edition), written element by element.

/// Appends `<name>text</name>` and a line break.
pub(super) fn element(name: &str, text: &str, out: &mut String) {
    out.extend(["<", name, ">"]);
    escape(text, out);
    out.extend(["</", name, ">\n"]);
}

/// Appends text, also for double-quoted attributes. Characters that XML does not allow are left
/// out.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\0'..'\u{20}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_invalid_characters_are_left_out() {
        let mut out = String::new();
        element("title", "a < b & \"c\"\u{1}\u{FFFE}", &mut out);
        assert_eq!(out, "<title>a &lt; b &amp; &quot;c&quot;</title>\n");
    }
}
