//! Folding: spellings that a search treats as one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::is_hangul;

/// Letters without a decomposition, and what they are searched as.
const LETTERS: [(char, &str); 29] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('ə', "e"),
    ('ς', "σ"),
    ('ة', "ه"),
    ('ى', "ي"),
    ('ـ', ""),
    ('’', "'"),
    ('‘', "'"),
    ('ʼ', "'"),
    ('ʻ', "'"),
    ('`', "'"),
    // Not seen: soft hyphens, joiners, and marks of direction.
    ('\u{AD}', ""),
    ('\u{200C}', ""),
    ('\u{200D}', ""),
    ('\u{200E}', ""),
    ('\u{200F}', ""),
    ('\u{2060}', ""),
    ('\u{FEFF}', ""),
];

/// [`LETTERS`] and katakana for the script: each letter with its other form, divided by spaces.
pub(super) fn letters_of_script() -> String {
    let letters = LETTERS.iter().map(|(letter, other)| format!("{letter}{other}"));
    let katakana = ('ァ'..='ヾ').filter(|c| to_hiragana(*c) != *c);
    let katakana = katakana.map(|c| format!("{c}{}", to_hiragana(c)));
    letters.chain(katakana).collect::<Vec<String>>().join(" ")
}

/// A text in the form in which it is searched: compatible forms of letters are one (NFKC), without
/// case, without marks over and under letters, katakana as hiragana. Hangul stays as it is.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // Most of a text is ASCII, whose form no neighbour changes: a mark after it is dropped.
    while !rest.is_empty() {
        let is_ascii = rest.as_bytes()[0].is_ascii();
        let end = rest.bytes().position(|byte| byte.is_ascii() != is_ascii).unwrap_or(rest.len());
        let (stretch, after) = rest.split_at(end);
        match is_ascii {
            true => folded.extend(stretch.chars().map(fold_ascii)),
            false => fold_letters(stretch, &mut folded),
        }
        rest = after;
    }
    folded
}

fn fold_ascii(c: char) -> char {
    if c == '`' { '\'' } else { c.to_ascii_lowercase() }
}

fn fold_letters(text: &str, folded: &mut String) {
    let lower: String = text.nfkc().collect::<String>().to_lowercase();
    for c in lower.chars() {
        if c.is_ascii() {
            folded.push(fold_ascii(c));
        } else if is_hangul(c) || is_kana(c) {
            folded.push(to_hiragana(c));
        } else {
            for part in std::iter::once(c).nfd().filter(|part| !is_combining_mark(*part)) {
                match LETTERS.iter().find(|(letter, _)| *letter == part) {
                    Some((_, other)) => folded.push_str(other),
                    None => folded.push(part),
                }
            }
        }
    }
}

/// True for kana and the mark of long vowels, not for the dot between words.
pub(super) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | 'ー'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')
}

fn to_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '々' | '〆')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stretches_are_folded_as_the_whole_text(text in "[a-zIÅéßΣσς가각ㄱ한がガヽ・\u{301}\u{307}\u{338}\u{3099}ﬁＫ<. '`’…]{0,12}") {
            let mut whole = String::new();
            fold_letters(&text, &mut whole);
            prop_assert_eq!(fold(&text), whole);
        }
    }

    #[test]
    fn spellings_without_case_and_marks_are_one() {
        for (text, folded) in [
            ("Kim Chŏng-ŭn", "kim chong-un"),
            ("Łódź, Ørsted, Straße, Æsir", "lodz, orsted, strasse, aesir"),
            ("İstanbul ve Diyarbakır", "istanbul ve diyarbakir"),
            ("ΑΘΉΝΑΣ", "αθηνασ"),
            ("Горбачёв", "горбачев"),
            ("أحمد فاطمة", "احمد فاطمه"),
            ("ＫＣＮＡ", "kcna"),
            ("김정은", "김정은"),
            ("ガンダム", "がんだむ"),
            ("ｷﾑ・ヴー", "きむ・ゔー"),
            ("l’Été", "l'ete"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold(&fold(text)), folded, "{text}");
        }
    }
}
