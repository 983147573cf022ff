//! Word characters and word counts.

use super::byte_scan::ByteClasses64;

/// True for letters, digits and combining marks of any script.
pub fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
}

/// True for scripts that do not separate words, or words and particles, by spaces: Han, kana, Hangul.
#[inline]
pub fn is_spaceless_script(c: char) -> bool {
    c >= '\u{1100}'
        && matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// True where one word ends and another begins without a space: between Latin letters or digits and
/// Han, kana or Hangul ("UN은").
#[inline]
pub fn is_script_change(before: char, after: char) -> bool {
    is_spaceless_script(before) != is_spaceless_script(after)
}

pub fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The number of words; in scripts without spaces, two characters count as a word.
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

fn count_ascii_words(text: &[u8]) -> usize {
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let (mut runs, mut continues) = (0, 0);
    for chunk in text.chunks(64) {
        let letters = ByteClasses64::of(chunk).alnum;
        runs += (letters & !(letters << 1 | continues)).count_ones() as usize;
        continues = letters >> 63;
    }
    // Apostrophes and hyphens join two runs into one word.
    let joiners =
        |at: usize| text[at..].iter().take_while(|byte| matches!(byte, b'\'' | b'-')).count();
    let joins = |at: &usize| *at >= 1 && is_letter(*at - 1) && is_letter(*at + joiners(*at));
    runs - memchr::memchr2_iter(b'\'', b'-', text).filter(joins).count()
}

/// True for a Hangul syllable or letter.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// True for scripts without spaces between words: Han and kana. (Hangul has spaces before words.)
pub fn is_han_or_kana(c: char) -> bool {
    is_spaceless_script(c) && !is_hangul(c)
}

/// True for a katakana letter or the prolonged sound mark.
pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}' | '\u{31F0}'..='\u{31FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_counted_as_a_reader_would() {
        assert_eq!(count_words("Jean-Luc's long letter, of 2018."), 5);
        assert_eq!(count_words("한반도 비핵화"), 3);
        assert_eq!(count_words(" — "), 0);
        assert_eq!(count_words("- don't-- 'tis a--b c- -"), 4);
        assert_eq!(count_words(""), 0);
        assert_eq!(count_words(&"Ann's ".repeat(1_000)), 1_000);
    }

    proptest! {
        #[test]
        fn ascii_and_unicode_texts_are_counted_the_same_way(text in "[a-c0'. -]{0,400}") {
            prop_assert_eq!(count_words(&text) + 1, count_words(&format!("{text} é")));
        }
    }
}
