//! Typographic quotation marks, dashes and ellipses in place of `"`, `'`, `--` and `...`.

use std::ops::Range;

use super::quotation_marks::{ALL as QUOTATION_MARKS, QuotationMarks};
use super::words::is_spaceless_script;

/// Everything that straight characters are replaced by.
pub const TYPOGRAPHIC_MARKS: [&str; 21] = [
    "’", "“", "”", "–", "—", "‘", "…", "„", "‚", "«", "»", "«\u{a0}", "\u{a0}»", "‹", "›", "「",
    "」", "『", "』", "′", "″",
];

/// A part of a text and what replaces it; `None` where it stays as it is.
pub type Piece = (Range<usize>, Option<&'static str>);

/// Replaces straight characters in the visible text of a source, block by block. What a quotation
/// mark becomes depends on the characters next to it, across inline markup, and on which marks of
/// its block are open.
pub struct Typographer<'s> {
    source: &'s str,
    marks: &'static QuotationMarks,
    has_dashes: bool,
    has_ellipses: bool,
    block_end: usize,
    /// The last visible character of the block.
    before: Option<char>,
    double_is_open: bool,
    single_is_open: bool,
    /// Whether it was opened inside of a double quotation.
    single_is_inner: bool,
    /// The next `'` that may close a quotation, if it is known; `usize::MAX` for none.
    next_single_close: usize,
    /// The second apostrophe of `'n'`.
    contraction_end: usize,
}

impl<'s> Typographer<'s> {
    pub fn new(source: &'s str, marks: &'static QuotationMarks) -> Self {
        Typographer {
            source,
            marks,
            has_dashes: find_run(b'-', 2, source.as_bytes()).is_some(),
            has_ellipses: find_run(b'.', 3, source.as_bytes()).is_some(),
            block_end: source.len(),
            before: None,
            double_is_open: false,
            single_is_open: false,
            single_is_inner: false,
            next_single_close: 0,
            contraction_end: usize::MAX,
        }
    }

    /// False where nothing of the source is replaced.
    pub fn may_replace(&self) -> bool {
        self.has_dashes
            || self.has_ellipses
            || memchr::memchr2(b'\'', b'"', self.source.as_bytes()).is_some()
    }

    /// Begins a block that ends at a byte of the source.
    pub fn start_block(&mut self, end: usize) {
        self.block_end = end;
        self.before = None;
        (self.double_is_open, self.single_is_open) = (false, false);
        self.next_single_close = 0;
    }

    /// Passes visible text that is not replaced, such as code or a line break.
    pub fn skip(&mut self, text: &str) {
        self.before = text.chars().next_back().or(self.before);
    }

    /// Divides a range of visible text that is verbatim in the source. If its first character
    /// `is_escaped`, that one stays as it is.
    pub fn divide(&mut self, range: Range<usize>, is_escaped: bool, mut act: impl FnMut(Piece)) {
        let (mut at, mut from) = (range.start, range.start);
        if is_escaped {
            from += self.source[range.clone()].chars().next().map_or(0, char::len_utf8);
        }
        self.block_end = self.block_end.max(range.end);
        while let Some(mark) = self.next_mark(from, range.end) {
            self.skip(&self.source[at..mark]);
            let (length, replacement) = match self.source.as_bytes()[mark] {
                b'-' => dash(&self.source[mark..range.end]),
                b'.' => (3, Some("…")),
                b'"' => (1, self.double_quote(mark, range.end)),
                _ => (1, self.single_quote(mark, range.end)),
            };
            from = mark + length;
            if let Some(replacement) = replacement {
                if at < mark {
                    act((at..mark, None));
                }
                act((mark..from, Some(replacement)));
                self.skip(replacement);
                at = from;
            }
        }
        if at < range.end {
            act((at..range.end, None));
            self.skip(&self.source[at..range.end]);
        }
    }

    /// The next character in a range that may be replaced.
    fn next_mark(&self, from: usize, end: usize) -> Option<usize> {
        let bytes = self.source.as_bytes().get(from..end)?;
        let mut found = memchr::memchr2(b'\'', b'"', bytes);
        for (is_used, byte, count) in [(self.has_dashes, b'-', 2), (self.has_ellipses, b'.', 3)] {
            if is_used {
                let before = &bytes[..found.unwrap_or(bytes.len())];
                found = find_run(byte, count, before).or(found);
            }
        }
        found.map(|at| from + at)
    }

    fn double_quote(&mut self, at: usize, text_end: usize) -> Option<&'static str> {
        let [open, close] = self.marks.double;
        let (before, after) = (self.before, self.char_after(at, text_end));
        if before.is_some_and(is_hebrew) && after.is_some_and(is_hebrew) {
            // An acronym.
            return None;
        }
        if !self.double_is_open && self.is_measure(at, after) {
            return Some("″");
        }
        let opens = match (may_precede_quotation(before), may_begin_quotation(after)) {
            (true, true) => true,
            (false, false) => false,
            _ => !self.double_is_open,
        };
        self.double_is_open = opens;
        if !opens {
            // What was opened inside is closed, too.
            self.single_is_open &= !self.single_is_inner;
        }
        Some(if opens { open } else { close })
    }

    fn single_quote(&mut self, at: usize, text_end: usize) -> Option<&'static str> {
        const APOSTROPHE: Option<&str> = Some("’");
        let [open, close] = self.marks.single;
        let (before, after) = (self.before, self.char_after(at, text_end));
        if !self.single_is_open && self.is_measure(at, after) {
            return Some("′");
        }
        if at == self.contraction_end || joins_letters(before, after) {
            return APOSTROPHE;
        }
        if self.single_is_open {
            let closes = !may_precede_quotation(before) || !may_begin_quotation(after);
            self.single_is_open = !closes;
            return if closes { Some(close) } else { APOSTROPHE };
        }
        if let Some(length) = contraction_length(&self.source[at + 1..text_end]) {
            self.contraction_end = at + 1 + length;
            return APOSTROPHE;
        }
        let may_follow = may_precede_quotation(before)
            || before.is_some_and(|c| is_spaceless_script(c) || "-–—/=:".contains(c));
        // `'...and so'`, but not after the end of an inner quotation.
        let is_text = after.is_some_and(|c| !c.is_whitespace())
            && before.is_none_or(|c| !QUOTATION_MARKS.contains(&c));
        if may_follow && (may_begin_quotation(after) || is_text) && self.closes_after(at) {
            self.single_is_open = true;
            self.single_is_inner = self.double_is_open;
            return Some(open);
        }
        APOSTROPHE
    }

    /// The character after byte `at`, in a text or beyond its end, where markup is skipped.
    fn char_after(&self, at: usize, text_end: usize) -> Option<char> {
        match self.source[at + 1..text_end].chars().next() {
            Some(next) => Some(next),
            None => self
                .source
                .get(text_end..self.block_end)?
                .chars()
                .find(|c| !"*_~`[\\=".contains(*c)),
        }
    }

    /// True if `'` at byte `at` can be closed later in its block. Each byte is looked at once, for
    /// all calls in the block.
    fn closes_after(&mut self, at: usize) -> bool {
        if self.next_single_close <= at + 1 {
            let rest = self.source.as_bytes().get(at + 2..self.block_end).unwrap_or_default();
            let candidates = memchr::memchr_iter(b'\'', rest);
            let closes = |mark: &usize| {
                let before = self.source[..*mark].chars().next_back();
                let after = self.source[mark + 1..self.block_end].chars().next();
                !before.is_none_or(char::is_whitespace) && !joins_letters(before, after)
            };
            let next = candidates.map(|found| at + 2 + found).find(closes);
            self.next_single_close = next.unwrap_or(usize::MAX);
        }
        self.next_single_close != usize::MAX
    }

    /// True if a mark at byte `at` stands for feet or inches: after a short number, and not before
    /// a word or the thousands of a number.
    fn is_measure(&self, at: usize, after: Option<char>) -> bool {
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let bytes = self.source.as_bytes();
        let digits = bytes[..at].iter().rev().take_while(|byte| is_digit(byte)).count();
        let before = self.source[..at - digits].chars().next_back();
        (1..=3).contains(&digits)
            && before.is_none_or(|c| c == 'x' || !c.is_alphanumeric())
            && after.is_none_or(|c| c == 'x' || !c.is_alphabetic())
            && bytes[at + 1..].iter().take(3).take_while(|byte| is_digit(byte)).count() < 3
    }
}

/// A whole text, which is one block, with the marks of a language.
pub fn with_typographic_marks(text: &str, marks: &'static QuotationMarks) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut typographer = Typographer::new(text, marks);
    typographer.divide(0..text.len(), false, |(range, replacement)| {
        out.push_str(replacement.unwrap_or(&text[range]));
    });
    out
}

/// The first place with at least `count` equal bytes. For short runs of rare bytes.
fn find_run(byte: u8, count: usize, bytes: &[u8]) -> Option<usize> {
    let is_run = |at: &usize| {
        bytes.get(*at..at + count).is_some_and(|run| run.iter().all(|next| *next == byte))
    };
    memchr::memchr_iter(byte, bytes).find(is_run)
}

/// The length and the replacement of the first dash of a run of hyphens; of a single hyphen none.
fn dash(text: &str) -> (usize, Option<&'static str>) {
    match text.bytes().take_while(|byte| *byte == b'-').count() {
        1 => (1, None),
        2 | 4 => (2, Some("–")),
        _ => (3, Some("—")),
    }
}

/// True for white space, opening brackets and quotation marks, and at the beginning of a block.
fn may_precede_quotation(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace() || "([{<¿¡（「『【《".contains(c) || QUOTATION_MARKS.contains(&c)
    })
}

/// True for a character with which a quotation may begin: not white space, a closing bracket, or
/// punctuation that ends a clause.
fn may_begin_quotation(after: Option<char>) -> bool {
    after.is_some_and(|c| {
        !c.is_whitespace() && !".,;:!?…)]}>-–—|。，、；：！？）」』】》".contains(c)
    })
}

/// True for an apostrophe inside a word. Scripts without spaces have none.
fn joins_letters(before: Option<char>, after: Option<char>) -> bool {
    [before, after]
        .iter()
        .all(|c| c.is_some_and(|c| c.is_alphanumeric() && !is_spaceless_script(c)))
}

/// The length of a word or number that an apostrophe shortens, if the text after the apostrophe
/// begins with one: `n'`, `tis`, `90s`. With a closing mark after it, it is a quotation.
fn contraction_length(text: &str) -> Option<usize> {
    if text.starts_with("n'") || text.starts_with("N'") {
        return Some(1);
    }
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = &text[..length];
    let decade = word.strip_suffix('s').unwrap_or(word);
    let is_year = decade.len() == 2 && decade.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = ["em", "til", "tis", "twas", "twere", "twill"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known));
    ((is_year || is_word) && !text[length..].starts_with('\'')).then_some(length)
}

fn is_hebrew(c: char) -> bool {
    ('\u{0590}'..='\u{05FF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_language(language: &str, text: &str) -> String {
        with_typographic_marks(text, QuotationMarks::of_language(language))
    }

    #[test]
    fn quotation_marks_open_and_close() {
        for (text, expected) in [
            ("\"Yes,\" she said.", "“Yes,” she said."),
            ("A \"word\"; (\"word\")—\"word\"!", "A “word”; (“word”)—“word”!"),
            ("\"a\"-\"b\"/\"c\"", "“a”-“b”/“c”"),
            ("'He said \"no\"', \"'So' it was\"", "‘He said “no”’, “‘So’ it was”"),
            ("\" so \" and ' so '", "“ so ” and ’ so ’"),
            ("\"...and on...\"", "“…and on…”"),
            ("'..' and '...so'", "‘..’ and ‘…so’"),
            ("\"non-\"free", "“non-”free"),
            ("\"", "“"),
            ("'", "’"),
            ("\"a\" \"b\"", "“a” “b”"),
            (
                "그는 \"협상은 끝났다\"고 말했다. '비핵화'라는 말",
                "그는 “협상은 끝났다”고 말했다. ‘비핵화’라는 말",
            ),
            ("이'US'의 그는\"NATO\"라고", "이‘US’의 그는“NATO”라고"),
        ] {
            assert_eq!(in_language("en", text), expected);
        }
    }

    #[test]
    fn an_apostrophe_opens_nothing() {
        for (text, expected) in [
            ("don't; Ann's; the officials' cars", "don’t; Ann’s; the officials’ cars"),
            ("rock 'n' roll in the '90s", "rock ’n’ roll in the ’90s"),
            ("'rock 'n' roll'", "‘rock ’n’ roll’"),
            ("of '18, and '18", "of ’18, and ’18"),
            ("the '90' series", "the ‘90’ series"),
            ("'Tis 'em, 'til", "’Tis ’em, ’til"),
            ("the 'Ndrangheta and 'Abd", "the ’Ndrangheta and ’Abd"),
            ("l'homme, п'ять", "l’homme, п’ять"),
        ] {
            assert_eq!(in_language("en", text), expected);
        }
    }

    #[test]
    fn feet_and_inches_follow_short_numbers() {
        for (text, expected) in [
            ("a 5\" gun", "a 5″ gun"),
            ("5'10\" and 5\"x7\"", "5′10″ and 5″x7″"),
            ("\"the top 5\" and 'the 5'", "“the top 5” and ‘the 5’"),
            ("since 1953\"", "since 1953”"),
            ("CHF 1'000'000", "CHF 1’000’000"),
        ] {
            assert_eq!(in_language("en", text), expected);
        }
    }

    #[test]
    fn marks_follow_the_language() {
        for (language, expected) in [
            ("de", "„Ja ‚so‘“, don’t"),
            ("fr", "«\u{a0}Ja “so”\u{a0}», don’t"),
            ("ru", "«Ja „so“», don’t"),
            ("es", "«Ja “so”», don’t"),
            ("ko", "“Ja ‘so’”, don’t"),
            ("pl", "„Ja «so»”, don’t"),
            ("sv", "”Ja ’so’”, don’t"),
            ("ja", "「Ja 『so』」, don’t"),
        ] {
            assert_eq!(in_language(language, "\"Ja 'so'\", don't"), expected);
        }
        assert_eq!(in_language("he", "צה\"ל אמר \"כן\""), "צה\"ל אמר ”כן”");
    }

    #[test]
    fn hyphens_become_dashes_and_points_an_ellipsis() {
        assert_eq!(
            in_language("en", "a - b -- c --- d ---- e----- f ..."),
            "a - b – c — d –– e—– f …"
        );
        assert_eq!(in_language("en", "1.5.2 .. plain"), "1.5.2 .. plain");
    }

    /// The visible text of pieces of a source that has markup between them.
    fn across(source: &str, texts: &[&str]) -> String {
        let mut typographer = Typographer::new(source, QuotationMarks::of_language("en"));
        let (mut out, mut at) = (String::new(), 0);
        for text in texts {
            let start = at + source[at..].find(text).unwrap();
            at = start + text.len();
            typographer.divide(
                start..at,
                source[..start].ends_with('\\'),
                |(range, replacement)| {
                    out.push_str(replacement.unwrap_or(&source[range]));
                },
            );
        }
        out
    }

    #[test]
    fn characters_beyond_markup_count() {
        assert_eq!(across("\"*quoted*\"s", &["\"", "quoted", "\"s"]), "“quoted”s");
        assert_eq!(across("*\"a*\" b", &["\"a", "\" b"]), "“a” b");
        assert_eq!(across("a\\\"b \"c\"", &["a", "\"b \"c\""]), "a\"b “c”");
    }

    #[test]
    fn many_open_marks_take_linear_time() {
        let text = " 'a".repeat(200_000);
        let started = std::time::Instant::now();
        assert_eq!(in_language("en", &text), " ’a".repeat(200_000));
        assert!(started.elapsed().as_secs() < 2);
    }
}
