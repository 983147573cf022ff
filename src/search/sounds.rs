//! Sound keys: names that are written differently but sound alike share one.
//!
//! The key is made of classes of consonants, without vowels: Kim Jong Un, Gim Jeong-eun and 김정은 are
//! all "KMCNN".

use super::romanization::romanize;

/// The sound key of a folded name, with the words together; empty if its sound is not known.
pub(super) fn sound_key(folded: &str) -> String {
    let Some(latin) = romanize(folded) else { return String::new() };
    let mut key = String::new();
    for word in latin.split(|c: char| !c.is_ascii_alphabetic() && c != '\'') {
        push_word(&word.replace('\'', ""), &mut key);
    }
    // Before P they are one in Japanese and others: "Trump" is "toranpu". Russians write "Shinzo"
    // "sindzo".
    key.replace("MP", "NP").replace("TC", "C")
}

fn push_word(word: &str, key: &mut String) {
    let letters = word.as_bytes();
    let is_vowel = |at: usize| letters.get(at).is_some_and(|c| b"aeiouy".contains(c));
    let mut at = 0;
    let mut last = 0u8;
    // "Ri", "Lee", "Yi" and "I" are one.
    if let [b'r' | b'l', rest @ ..] = letters {
        let rest = rest.strip_prefix(b"h").unwrap_or(rest);
        if rest.starts_with(b"i") || rest.starts_with(b"ee") || rest.starts_with(b"y") {
            at = letters.len() - rest.len();
        }
    }
    while at < letters.len() {
        let rest = &letters[at..];
        let starts = |text: &[u8]| rest.starts_with(text);
        let (length, class) = match rest[0] {
            b'n' if starts(b"ng") => (2, b'N'),
            b'n' => (1, b'N'),
            b'm' => (1, b'M'),
            b'k' | b'g' if starts(b"kh") || starts(b"gh") => (2, b'K'),
            b'c' if starts(b"ch") => (2, b'C'),
            b'c' if starts(b"ck") => (2, b'K'),
            b'c' if matches!(rest.get(1), Some(b'e' | b'i' | b'y')) => (1, b'C'),
            b'z' if starts(b"zh") => (2, b'C'),
            b't' if starts(b"ts") || starts(b"tz") => (2, b'C'),
            b't' | b'd' if starts(b"th") || starts(b"dh") => (2, b'T'),
            b's' if starts(b"sh") => (2, b'S'),
            b'h' if starts(b"hs") => (2, b'S'),
            b'p' if starts(b"ph") => (2, b'P'),
            b'q' if matches!(rest.get(1), Some(b'i' | b'u')) && last == 0 => (1, b'C'),
            b'k' | b'g' | b'q' | b'c' => (1, b'K'),
            // Many scripts have one letter for some of them: "Stephen" is "seutibeun" in Korean.
            b'p' | b'b' | b'f' | b'v' | b'w' => (1, b'P'),
            b't' | b'd' => (1, b'T'),
            b'j' | b'z' => (1, b'C'),
            b's' | b'x' => (1, b'S'),
            // Not spoken: "Park".
            b'r' if at > 0 && !is_vowel(at + 1) => (1, 0),
            b'l' | b'r' => (1, b'L'),
            b'h' if is_vowel(at + 1) => (1, b'H'),
            b'y' if is_vowel(at + 1) && rest[1] != b'i' && !matches!(last, b'C' | b'S') => {
                (1, b'Y')
            }
            _ => (1, 0),
        };
        if class != 0 && (class != last || is_vowel(at.wrapping_sub(1))) {
            key.push(class as char);
        }
        last = class;
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for names in [
            &[
                "kim jong un",
                "kim jong eun",
                "gim jeongeun",
                "kim chong-un",
                "kim ceng-un",
                "김정은",
            ][..],
            &["moon jae-in", "mun chaein", "문재인"],
            &["choe son hui", "choi sun hee", "ch'oe sonhui", "최선희"],
            &["ri yong ho", "lee yong-ho", "yi yongho", "리용호", "이용호"],
            &["chung eui-yong", "jung eui yong", "정의용"],
            &["park jie-won", "pak chiwon"],
            &["pyongyang", "p'yongyang", "pyeongyang", "평양"],
            &["yongbyon", "yeongbyeon", "영변"],
            &["deng xiaoping", "teng hsiao-p'ing"],
            &["zhou enlai", "chou en-lai"],
            &["gorbachev", "gorbachyov", "gorbatschow", "горбачев"],
            &[
                "donald trump",
                "どなるど とらんぷ",
                "дональд трамп",
                "دونالد ترامب",
                "도널드 트럼프",
            ],
            &["shinzo", "синдзо", "しんぞう"],
            &["stephen biegun", "стивен биган", "스티븐 비건"],
            &["kim jong un", "きむ・じょんうん", "ким чен ын", "كيم جونغ اون"],
            &["marwan rouhani", "مروان روحاني"],
        ] {
            let keys: Vec<String> = names.iter().map(|name| sound_key(name)).collect();
            assert!(keys.iter().all(|key| *key == keys[0]), "{names:?} {keys:?}");
        }
    }
}
