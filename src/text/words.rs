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

/// Of the ends of words, those are none that a hyphen or an apostrophe joins to what follows. Both are counted in many bytes at once.
fn count_ascii_words(text: &[u8]) -> usize {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric();
    let joins = |byte: u8| byte == b'\'' || byte == b'-';
    let ends = text.windows(2).filter(|pair| is_word(pair[0]) & !is_word(pair[1])).count() + usize::from(text.last().is_some_and(|last| is_word(*last)));
    let mut joined = 0;
    let mut at = 0;
    while let Some(joiner) = text[at..].iter().position(|byte| joins(*byte)).map(|found| at + found) {
        let after = joiner + text[joiner..].iter().take_while(|byte| joins(**byte)).count();
        joined += usize::from(joiner > 0 && is_word(text[joiner - 1]) && text.get(after).is_some_and(|next| is_word(*next)));
        at = after;
    }
    ends - joined
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
