//! Romanization: how a name in another script sounds, in Latin letters.
//!
//! Rough, for comparing sounds: Hangul after the Revised Romanization of Korean, without assimilation;
//! Cyrillic after BGN/PCGN; kana after Hepburn; Arabic without short vowels.

const INITIALS: [&str; 19] = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
];
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p",
    "t", "t", "ng", "t", "t", "k", "t", "p", "t",
];

const CYRILLIC: [(char, &str); 37] = [
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "sh"),
    ('ъ', ""),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "yu"),
    ('я', "ya"),
    ('і', "i"),
    ('ї', "yi"),
    ('є', "ye"),
    ('ґ', "g"),
    ('ј', "j"),
    ('ћ', "ch"),
];

const ARABIC: [(char, &str); 34] = [
    ('ا', "a"),
    ('ب', "b"),
    ('ت', "t"),
    ('ث', "th"),
    ('ج', "j"),
    ('ح', "h"),
    ('خ', "kh"),
    ('د', "d"),
    ('ذ', "dh"),
    ('ر', "r"),
    ('ز', "z"),
    ('س', "s"),
    ('ش', "sh"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "z"),
    ('ع', "a"),
    ('غ', "gh"),
    ('ف', "f"),
    ('ق', "q"),
    ('ك', "k"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ه', "h"),
    ('و', "w"),
    ('ي', "y"),
    ('پ', "p"),
    ('چ', "ch"),
    ('ژ', "zh"),
    ('گ', "g"),
    ('ک', "k"),
    ('ی', "y"),
];

const KANA: &str = "あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo たta ちchi つtsu てte とto だda ぢji づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をo んn ゔvu ゃya ゅyu ょyo ぁa ぃi ぅu ぇe ぉo っ ーa";

/// A folded name in Latin letters; `None` if there is a letter whose sound is not known.
pub(super) fn romanize(folded: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let code = c as u32;
        if c.is_ascii() {
            out.push(c);
        } else if (0xAC00..=0xD7A3).contains(&code) {
            let at = (code - 0xAC00) as usize;
            // Syllables stay apart: "ban-gi" is not "bang-i".
            out.push('-');
            out.push_str(INITIALS[at / 588]);
            out.push_str(VOWELS[at % 588 / 28]);
            out.push_str(FINALS[at % 28]);
        } else if c == 'е' && !out.ends_with(char::is_alphabetic) {
            out.push_str("ye");
        } else if c == 'و' && out.ends_with(char::is_alphabetic) && chars.peek() != Some(&'ا') {
            // Within a word mostly a vowel, but not in "Marwan".
            out.push('u');
        } else if let Some((_, sound)) = CYRILLIC.iter().chain(&ARABIC).find(|(it, _)| *it == c) {
            out.push_str(sound);
        } else if let Some(sound) = kana_sound(c) {
            if matches!(c, 'ゃ' | 'ゅ' | 'ょ') && out.ends_with('i') {
                out.pop();
            }
            out.push_str(sound);
        } else if c.is_alphabetic() {
            return None;
        } else {
            out.push(' ');
        }
    }
    Some(out)
}

/// The sounds of letters for the script: each letter with its sound, divided by spaces.
pub(super) fn sounds_of_script() -> String {
    let letters = CYRILLIC.iter().chain(&ARABIC).map(|(letter, sound)| format!("{letter}{sound}"));
    letters.chain([KANA.to_owned()]).collect::<Vec<_>>().join(" ")
}

/// The sounds of the parts of Hangul syllables for the script.
pub(super) fn hangul_of_script() -> [&'static [&'static str]; 3] {
    [&INITIALS, &VOWELS, &FINALS]
}

fn kana_sound(c: char) -> Option<&'static str> {
    let entry = KANA.split(' ').find(|entry| entry.starts_with(c))?;
    Some(&entry[c.len_utf8()..])
}
