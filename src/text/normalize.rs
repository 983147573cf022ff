//! Normalization: spellings that count as the same name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Folds apostrophes to `'`, hyphens and dashes to `-`, white space to a space. For comparison only;
/// displayed text never changes.
pub fn fold_punctuation(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '＇' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The text in NFC (UAX #15).
pub fn nfc(text: &str) -> Cow<'_, str> {
    // Most texts are ASCII, which is NFC.
    if text.is_ascii() { text.into() } else { text.nfc().collect::<String>().into() }
}

/// An anchor in NFC, without the combining dot that other tools keep of İ in lower case.
pub fn normalize_anchor(anchor: &str) -> Cow<'_, str> {
    const DOTTED_I: &str = "i\u{307}";
    let anchor = nfc(anchor);
    if anchor.contains(DOTTED_I) { anchor.replace(DOTTED_I, "i").into() } else { anchor }
}

pub fn nfc_lowercase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Case folding: full Unicode lower case of the upper case.
pub fn case_fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// Removes the diacritics of Latin letters: "Côte" becomes "Cote", "Ōsaka" "Osaka". In other scripts
/// marks make different letters, so they stay.
pub fn strip_diacritics(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.chars().map(strip_diacritic).collect::<String>().into()
}

/// The letter without its diacritic, if it is a Latin letter with one.
pub fn strip_diacritic(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        // Unicode has no decomposition for strokes.
        // In Arabic hamza over or under alif is often left out.
        'أ' | 'إ' | 'آ' => 'ا',
        // In Russian the dots are mostly left out.
        'ё' => 'е',
        'Ё' => 'Е',
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'ħ' => 'h',
        'Ħ' => 'H',
        c => {
            let mut base = None;
            unicode_normalization::char::decompose_canonical(c, |part| {
                base.get_or_insert(part);
            });
            base.filter(char::is_ascii_alphabetic).unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::strip_diacritics;

    #[test]
    fn only_latin_letters_lose_their_diacritics() {
        assert_eq!(strip_diacritics("Côte São Łódź Hồ Ångström"), "Cote Sao Lodz Ho Angstrom");
        assert_eq!(strip_diacritics("й が 김 ß"), "й が 김 ß");
    }
}
