//! Control characters, which no page may hold.

use super::byte_scan::any_byte;

/// True for a control character that neither HTML nor XML may hold: all of C0 but tab and the ends
/// of lines, and the two noncharacters that XML excludes (XML 1.0 §2.2).
pub fn is_forbidden_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The control characters of a text, and where they stand.
pub fn forbidden_controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    // The first byte of a control character, and of some other signs; most texts have none.
    let may_begin_one = |byte: u8| {
        ((byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')) | (byte == 0xEF)
    };
    let signs = any_byte(text, may_begin_one)
        .then(|| text.char_indices().filter(|(_, sign)| is_forbidden_control(*sign)));
    signs.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found_and_ends_of_lines_are_none() {
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
            let twice: Vec<usize> =
                at.into_iter().flat_map(|at| [at + 1_000, at + 1_000 + text.len()]).collect();
            assert_eq!(forbidden_controls(&far).map(|(at, _)| at).collect::<Vec<_>>(), twice);
        }
    }
}
