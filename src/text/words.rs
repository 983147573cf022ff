//! What a word is.

/// A character that belongs to a word: letters, digits and combining marks of any script.
pub fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
}

/// A character of a script whose words are not set apart by spaces, or take particles without one: Han, kana, Hangul.
pub fn is_spaceless_script(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// True for a word that begins with a capital letter.
pub fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The number of words: runs of letters and digits; of scripts written without spaces, every two characters.
pub fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        return count_ascii_words(text.as_bytes());
    }
    let (mut words, mut spaceless, mut inside) = (0, 0, false);
    for c in text.chars() {
        if is_spaceless_script(c) {
            spaceless += 1;
            inside = false;
        } else if is_word_char(c) {
            words += usize::from(!inside);
            inside = true;
        } else if !matches!(c, '\'' | '’' | '-') {
            inside = false;
        }
    }
    words + spaceless / 2
}

/// What each ASCII byte is to a word: 1 part of it, 2 part of it where it stands inside.
const IN_WORDS: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = 1;
        }
        byte += 1;
    }
    table[b'\'' as usize] = 2;
    table[b'-' as usize] = 2;
    table
};

fn count_ascii_words(text: &[u8]) -> usize {
    let (mut words, mut inside) = (0, 0);
    for byte in text {
        let kind = IN_WORDS[usize::from(*byte & 127)];
        words += usize::from(kind & 1 & !inside);
        inside = (kind & 1) | (inside & (kind >> 1));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!(count_words("Kim Jong-un's letter, of 2018."), 5);
        assert_eq!(count_words("한반도 비핵화"), 3);
        assert_eq!(count_words(" — "), 0);
        assert_eq!(count_words("- don't-- 'tis a--b c- -"), 4);
        assert_eq!(count_words(""), 0);
    }
}
