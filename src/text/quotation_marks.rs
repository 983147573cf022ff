//! Quotation marks by language, from `delimiters` of Unicode CLDR 48.

/// The marks that replace `"…"` and `'…'`.
#[derive(Debug, PartialEq, Eq)]
pub struct QuotationMarks {
    pub(super) double: [&'static str; 2],
    pub(super) single: [&'static str; 2],
}

const fn marks([open, close, inner_open, inner_close]: [&'static str; 4]) -> QuotationMarks {
    QuotationMarks { double: [open, close], single: [inner_open, inner_close] }
}

const ENGLISH_MARKS: QuotationMarks = marks(["“", "”", "‘", "’"]);
static ENGLISH: QuotationMarks = ENGLISH_MARKS;

/// Languages that differ from English, and Spanish in America, which does not. Other than in CLDR,
/// French has no-break spaces, Spanish the marks of its academies, Swiss German those of its press,
/// and Dutch is like English.
static BY_LANGUAGE: [(&str, QuotationMarks); 19] = [
    ("cs de dsb et hr hsb is lb mk sk sl", marks(["„", "“", "‚", "‘"])),
    ("bg lt", marks(["„", "“", "„", "“"])),
    ("ka", marks(["„", "“", "«", "»"])),
    ("pl ro", marks(["„", "”", "«", "»"])),
    ("hu", marks(["„", "”", "»", "«"])),
    ("bs", marks(["„", "”", "‘", "’"])),
    ("sr", marks(["„", "”", "’", "’"])),
    ("fi he se sv yi", marks(["”", "”", "’", "’"])),
    ("be ky os ru sah uk", marks(["«", "»", "„", "“"])),
    ("ast br ca el es eu it kk pt-pt", marks(["«", "»", "“", "”"])),
    ("nb nn no", marks(["«", "»", "‘", "’"])),
    ("am de-ch de-li fa fr-ch gsw rm", marks(["«", "»", "‹", "›"])),
    ("hy oc", marks(["«", "»", "«", "»"])),
    ("fr", marks(["«\u{a0}", "\u{a0}»", "“", "”"])),
    ("ug", marks(["»", "«", "›", "‹"])),
    ("ar ur", marks(["”", "“", "’", "‘"])),
    ("ja yue zh-hant zh-hk zh-mo zh-tw", marks(["「", "」", "『", "』"])),
    ("es-419 es-ar es-cl es-co es-ec es-mx es-pe es-us es-uy es-ve", ENGLISH_MARKS),
    ("eo", marks(["“", "”", "«", "»"])),
];

/// All characters that are marks of some language, without the no-break spaces.
pub(super) const ALL: [char; 14] =
    ['“', '”', '‘', '’', '„', '‚', '«', '»', '‹', '›', '「', '」', '『', '』'];

/// True for a quotation mark of any language, or a straight double one.
pub fn is_quotation_mark(c: char) -> bool {
    c == '"' || ALL.contains(&c)
}

impl QuotationMarks {
    /// The marks of a language (BCP 47), or of its longest known prefix.
    pub fn of_language(language: &str) -> &'static QuotationMarks {
        let language = language.to_ascii_lowercase();
        let mut tag = &*language;
        loop {
            let has_tag = |tags: &str| tags.split(' ').any(|known| known == tag);
            if let Some((_, marks)) = BY_LANGUAGE.iter().find(|(tags, _)| has_tag(tags)) {
                return marks;
            }
            match tag.rfind('-') {
                Some(at) => tag = &tag[..at],
                None => return &ENGLISH,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_the_marks_of_its_longest_known_prefix() {
        let double = |language| QuotationMarks::of_language(language).double.concat();
        let languages =
            ["en", "ko-KR", "de", "de-AT", "de-CH", "DE-ch-1996", "zh-TW", "zh", "", "xx"];
        let marks = languages.map(double);
        assert_eq!(marks, ["“”", "“”", "„“", "„“", "«»", "«»", "「」", "“”", "“”", "“”"]);
    }

    #[test]
    fn no_language_is_listed_twice_and_every_mark_is_in_the_list_of_all() {
        let tags: Vec<&str> = BY_LANGUAGE.iter().flat_map(|(tags, _)| tags.split(' ')).collect();
        let mut unique = tags.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), tags.len());
        for (_, marks) in &BY_LANGUAGE {
            for mark in marks.double.iter().chain(&marks.single) {
                assert!(ALL.contains(&mark.trim_matches('\u{a0}').chars().next().unwrap()));
            }
        }
    }
}
