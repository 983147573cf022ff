//! The direction in which a language is written.

/// The value of the HTML attribute `dir` for a language (BCP 47): by its script where the tag names
/// one, else by the script that is usual for it (CLDR).
pub fn text_direction(language: &str) -> &'static str {
    let mut subtags = language.split('-');
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let is_script =
        |subtag: &&str| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic());
    let is_right_to_left = match subtags.next().filter(is_script) {
        Some(script) => {
            RIGHT_TO_LEFT_SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(script))
        }
        None => RIGHT_TO_LEFT_LANGUAGES.contains(&&*primary),
    };
    if is_right_to_left { "rtl" } else { "ltr" }
}

const RIGHT_TO_LEFT_SCRIPTS: [&str; 10] =
    ["Arab", "Aran", "Adlm", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"];

const RIGHT_TO_LEFT_LANGUAGES: [&str; 31] = [
    "ar", "arc", "arz", "ary", "apc", "azb", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he",
    "khw", "ks", "lrc", "luz", "mzn", "nqo", "pnb", "ps", "prs", "rhg", "sd", "skr", "syr", "ug",
    "ur", "yi", "iw",
];

#[cfg(test)]
mod tests {
    use super::text_direction;

    #[test]
    fn a_script_in_the_tag_decides_over_the_language() {
        let tags = ["ar", "AR-eg", "he", "fa-IR", "uz-Arab", "pa-Arab-PK", "ur", "nqo", "yi"];
        assert_eq!(tags.map(text_direction), ["rtl"; 9]);
        let tags = ["en", "ko", "uz", "sd-Deva", "ks-Deva-IN", "ar-Latn", "", "zh-Hant", "fr-CA"];
        assert_eq!(tags.map(text_direction), ["ltr"; 9]);
    }
}
