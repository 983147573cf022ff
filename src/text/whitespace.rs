//! White space in prose.

/// Replaces each run of white space by one space and trims the ends.
pub fn collapse_whitespace(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first `longest` characters of a text; if it is longer, cut between words and ended with `…`.
pub fn excerpt(text: &str, longest: usize) -> String {
    let text = collapse_whitespace(text);
    let Some((limit, _)) = text.char_indices().nth(longest) else { return text };
    let cut = text[..limit].rfind(' ').unwrap_or(limit);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', '—', '–', '-', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_any_kind_and_length_becomes_one_space() {
        for text in
            ["a b", "a\nb", " a b", "a b ", "a  b", "a \t\u{b}b\n", "a\u{a0}b", "\ra\u{3000}\n b"]
        {
            assert_eq!(collapse_whitespace(text), "a b", "{text:?}");
        }
        assert_eq!([collapse_whitespace(""), collapse_whitespace(" \n")], ["", ""]);
    }

    #[test]
    fn an_excerpt_is_cut_between_words() {
        assert_eq!(excerpt("one two, three", 10), "one two…");
        assert_eq!(excerpt("one  two", 10), "one two");
        assert_eq!(excerpt("한반도비핵화", 3), "한반도…");
    }
}
