//! Differences in writing that do not make a different name.

/// The character a name is compared by: every apostrophe is `'`, every hyphen and short dash `-`, every space and line break a space.
/// For comparing only; what a reader sees is never changed.
pub fn fold_char(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '＇' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The text in a form in which case makes no difference: full Unicode lower case of its upper case.
pub fn case_fold(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}
