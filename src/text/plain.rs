//! Prose without its line breaks.

/// The text with every run of white space as one space, and none at the ends.
pub fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The beginning of a text of at most `longest` characters, cut between words and then marked with `…`.
pub fn excerpt(text: &str, longest: usize) -> String {
    let text = collapse(text);
    let Some((limit, _)) = text.char_indices().nth(longest) else { return text };
    let cut = text[..limit].rfind(' ').unwrap_or(limit);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', '—', '–', '-', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_between_words() {
        assert_eq!(excerpt("one two, three", 10), "one two…");
        assert_eq!(excerpt("one  two", 10), "one two");
        assert_eq!(excerpt("한반도비핵화", 3), "한반도…");
    }
}
