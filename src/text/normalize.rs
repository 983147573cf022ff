//! Differences in writing that do not make a different name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The character a name is compared by: every apostrophe is `'`, every hyphen and short dash `-`,
/// every space and line break a space. For comparing only; what a reader sees is never changed.
pub fn fold_punctuation(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '＇' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The text with each letter and its marks as one character, where there is one (NFC, UAX #15).
pub fn nfc(text: &str) -> Cow<'_, str> {
    // ASCII has nothing to compose, and most texts are ASCII.
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The text composed and in lower case.
pub fn nfc_lowercase(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfc().flat_map(char::to_lowercase).nfc().collect()
    }
}

/// The text in a form in which case makes no difference: full Unicode lower case of its upper case.
pub fn case_fold(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// The text with bare letters of Latin script in place of those with marks: "Côte" is "Cote",
/// "Ōsaka" "Osaka". Marks of other scripts make other letters, and stay.
pub fn strip_diacritics(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(strip_diacritic).collect())
    }
}

/// The letter without its mark, where it is of Latin script and has one.
pub fn strip_diacritic(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        // Strokes are no combining marks in Unicode.
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        'ħ' => 'h',
        'Ħ' => 'H',
        c => {
            let mut base = c;
            let mut first = true;
            unicode_normalization::char::decompose_canonical(c, |part| {
                if std::mem::take(&mut first) {
                    base = part;
                }
            });
            if base.is_ascii_alphabetic() { base } else { c }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::strip_diacritics;

    #[test]
    fn marks_are_taken_off_latin_letters_only() {
        assert_eq!(strip_diacritics("Côte São Łódź Hồ Ångström"), "Cote Sao Lodz Ho Angstrom");
        assert_eq!(strip_diacritics("й が 김 ß"), "й が 김 ß");
    }
}
