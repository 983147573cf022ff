//! Control characters that no page may contain.

use super::byte_scan::any_byte;

/// True for a character that XML 1.0 §2.2 and HTML forbid: all of C0 but tab and line ends, and the
/// noncharacters U+FFFE and U+FFFF.
pub fn is_forbidden_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The forbidden control characters of a text with their byte offsets.
pub fn forbidden_controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    // The first byte of a forbidden character (and of some others). Most texts have none.
    let may_start_one = |byte: u8| {
        ((byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')) | (byte == 0xEF)
    };
    let text = if any_byte(text, may_start_one) { text } else { "" };
    text.char_indices().filter(|(_, c)| is_forbidden_control(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found_and_line_ends_are_allowed() {
        for (text, at) in [
            ("a\tb\r\nc", None),
            ("a\u{1}", Some(1)),
            ("é\u{b}", Some(2)),
            ("\u{7f}\u{85}\u{feff}ﬁ", None),
            ("中\u{fffe}", Some(3)),
            ("", None),
        ] {
            assert_eq!(forbidden_controls(text).next().map(|(at, _)| at), at, "{text:?}");
            let far = format!("{}{text}{text}", "x".repeat(1_000));
            let twice = at.into_iter().flat_map(|at| [at + 1_000, at + 1_000 + text.len()]);
            assert!(forbidden_controls(&far).map(|(at, _)| at).eq(twice), "{text:?}");
        }
    }
}
