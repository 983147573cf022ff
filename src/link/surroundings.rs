//! A name in a text, and the words around it.

use super::name_scan::NameOccurrence;
use crate::language::{Language, WordClasses, is_arabic_article};
use crate::text::{
    begins_sentence, is_capitalised, is_hangul, is_script_change, is_word_char, sentence_at,
    sentence_ends,
};

/// The bytes `start..end` of a folded text.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) language: &'a Language,
    /// Where the name before this one is.
    pub(super) previous_name: Option<(usize, usize)>,
    /// Where the name after this one begins.
    pub(super) next_name: Option<usize>,
    before: Option<Neighbour<'a>>,
    after: Option<Neighbour<'a>>,
}

/// A word next to the name, with only a space between.
#[derive(Clone, Copy)]
pub(super) struct Neighbour<'a> {
    pub(super) word: &'a str,
    /// Where the word begins in the text.
    pub(super) start: usize,
    pub(super) classes: WordClasses,
    pub(super) is_capitalised: bool,
    /// All in capitals, of at least two letters.
    pub(super) is_abbreviation: bool,
    /// The text before it.
    pub(super) head: &'a str,
    /// Part of the name of a topic.
    pub(super) is_name: bool,
}

/// Classes of words that have a capital for another reason than being part of the name.
const NO_NAME: WordClasses = WordClasses::TITLE
    .or(WordClasses::TITLE_MODIFIER)
    .or(WordClasses::HONORIFIC)
    .or(WordClasses::COMMON)
    .or(WordClasses::CALENDAR)
    .or(WordClasses::CONTEXT)
    .or(WordClasses::DIRECTION);

/// Classes of words of which an initial may be one: "В".
const SMALL_WORD: WordClasses =
    WordClasses::COMMON.or(WordClasses::PREPOSITION).or(WordClasses::PLACE_PREPOSITION);

impl Neighbour<'_> {
    pub(super) fn begins_sentence(&self) -> bool {
        begins_sentence(self.head)
    }

    /// Capitalised, or in a script without capitals: then a word of a list counts as it is.
    pub(super) fn may_belong(&self) -> bool {
        self.is_capitalised
            || self.word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
    }

    pub(super) fn is(&self, classes: WordClasses) -> bool {
        self.classes.any(classes)
    }

    /// A capitalised word that may be part of a longer name.
    pub(super) fn may_be_name(&self) -> bool {
        self.is_capitalised && !self.is_name && !self.is(NO_NAME)
    }

    /// Several initials without spaces: "S.G.W" before "Benjamin". (No "U.S", which is a common word.)
    pub(super) fn is_initials(&self) -> bool {
        let mut parts = self.word.split('.');
        self.word.contains('.')
            && parts.all(|part| part.chars().nth(1).is_none() && is_capitalised(part))
            && !self.is(WordClasses::COMMON)
    }

    pub(super) fn is_given_name(&self) -> bool {
        self.may_belong()
            && self.is(WordClasses::GIVEN_NAME)
            && !self.is(WordClasses::COMMON.or(WordClasses::TITLE))
            && !self.is_name
    }
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(text: &'a str, name: &NameOccurrence<'_>, language: &'a Language) -> Self {
        let mut around = Surroundings {
            text,
            start: name.start,
            end: name.end,
            language,
            previous_name: name.previous,
            next_name: name.next,
            before: None,
            after: None,
        };
        around.before = around.word_before(name.start);
        around.after = around.word_after(name.end);
        around
    }

    pub(super) fn name(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    pub(super) fn head(&self) -> &'a str {
        &self.text[..self.start]
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.end..]
    }

    /// The name is an abbreviation: "US", "U.S.", "NATO".
    pub(super) fn is_abbreviation(&self) -> bool {
        is_abbreviation(self.name())
    }

    /// The word before, skipping the particles of a family name: before "Salman" in "Faisal bin
    /// Salman" it is "Faisal".
    pub(super) fn before(&self) -> Option<Neighbour<'a>> {
        self.before
    }

    pub(super) fn word_before(&self, at: usize) -> Option<Neighbour<'a>> {
        let head = self.text[..at].strip_suffix(' ')?;
        let written = head.rsplit(|c: char| !is_word_char(c) && c != '.').next().unwrap_or("");
        let written = last_script(written);
        let start = head.len() - written.len();
        let word = written.trim_end_matches('.');
        // "В." is an initial, "В" a preposition.
        let is_initial = word.len() < written.len() && word.chars().nth(1).is_none();
        let mut classes = match self.language.classes(word) {
            classes if is_initial => classes.without(SMALL_WORD),
            classes => classes,
        };
        // "porte-avions", "Vice-President".
        if head[..start].ends_with('-') {
            let is_in_compound = |c: char| is_word_char(c) || c == '-';
            let compound = &head[head.trim_end_matches(is_in_compound).len()..];
            classes = classes.or(self.language.classes(compound));
        }
        // "said. Kim" and "minister. Kim" end a sentence; "J. Kim" and "Gen. Kim" do not.
        let is_short = word.chars().nth(LONGEST_ABBREVIATED_TITLE).is_none();
        let ends_sentence = word.len() < written.len()
            && word.chars().nth(1).is_some()
            && !word.contains('.')
            && !(is_short && classes.any(WordClasses::TITLE.or(WordClasses::HONORIFIC)));
        (!word.is_empty() && !ends_sentence).then(|| Neighbour {
            word,
            start,
            classes,
            is_capitalised: is_capitalised(word),
            is_abbreviation: is_abbreviation(word),
            head: &head[..start],
            is_name: self.previous_name.is_some_and(|(_, end)| end == head.len()),
        })
    }

    /// The text around the name within its sentence, before and after it; of a long sentence only the
    /// part near the name.
    fn sentence_around(&self) -> (&'a str, &'a str) {
        const NEAR_BYTES: usize = 200;
        let from = self.text.ceil_char_boundary(self.start.saturating_sub(NEAR_BYTES));
        let to = self.text.floor_char_boundary((self.end + NEAR_BYTES).min(self.text.len()));
        let near = &self.text[from..to];
        let sentence = sentence_at(&sentence_ends(near), near, self.start - from);
        let (start, end) = (from + sentence.start, from + sentence.end);
        (&self.text[start.min(self.start)..self.start], &self.text[self.end..end.max(self.end)])
    }

    /// The sentence around the name has a capital at the beginning of most words, or only capitals: a
    /// headline.
    pub(super) fn is_in_headline(&self) -> bool {
        let (before, after) = self.sentence_around();
        let words =
            [before, after].into_iter().flat_map(|text| text.split(|c: char| !is_word_char(c)));
        let long = words.filter(|word| word.chars().count() > 3);
        let (mut capitalised, mut lower) = (0, 0);
        for word in long {
            *(if is_capitalised(word) { &mut capitalised } else { &mut lower }) += 1;
        }
        capitalised >= 4 && capitalised >= 4 * lower
    }

    /// No word of the sentence has a lower-case letter.
    pub(super) fn is_in_capitals(&self) -> bool {
        let (before, after) = self.sentence_around();
        let has = |is: fn(char) -> bool| before.contains(is) || after.contains(is);
        !has(char::is_lowercase) && has(char::is_uppercase)
    }

    /// Where an Arabic article before the name begins: "as" in "as-Sisi".
    pub(super) fn article_start(&self) -> Option<usize> {
        let head = self.head().strip_suffix('-')?;
        let word = head.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
        is_arabic_article(word, self.name()).then(|| head.len() - word.len())
    }

    /// An initial before the name: "J." before "Jordan" in "J. Jordan".
    pub(super) fn is_after_initial(&self) -> bool {
        let head = self.head().strip_suffix(". ").unwrap_or("");
        let word = head.rsplit(|c: char| !is_word_char(c)).next().unwrap_or("");
        word.chars().nth(1).is_none() && is_capitalised(word)
    }

    pub(super) fn after(&self) -> Option<Neighbour<'a>> {
        self.after
    }

    pub(super) fn word_after(&self, at: usize) -> Option<Neighbour<'a>> {
        let word = first_word(self.text[at..].strip_prefix(' ')?);
        (!word.is_empty()).then(|| Neighbour {
            word,
            start: at + 1,
            classes: self.language.classes(word),
            is_capitalised: is_capitalised(word),
            is_abbreviation: is_abbreviation(word),
            head: &self.text[..at],
            is_name: false,
        })
    }

    /// Another name is directly before or after: "인도와 영국", "美·中".
    pub(super) fn is_in_list_of_names(&self) -> bool {
        const LETTERS_BETWEEN: usize = 3;
        let follows = self
            .previous_name
            .is_some_and(|(_, end)| self.text[end..self.start].chars().count() <= LETTERS_BETWEEN);
        follows
            || self
                .next_name
                .is_some_and(|start| self.text[self.end..start].chars().count() <= LETTERS_BETWEEN)
    }

    /// Inside quotation marks around a few capitalised words: the title of a work, such as "Nixon in
    /// China".
    pub(super) fn is_in_title_of_work(&self) -> bool {
        const LONGEST_TITLE: usize = 60;
        // Most names have no quotation mark near them: these are the first bytes of “, „ and «.
        let near = &self.text.as_bytes()[self.start.saturating_sub(LONGEST_TITLE)..self.start];
        if memchr::memchr3(b'"', 0xE2, 0xC2, near).is_none() {
            return false;
        }
        let (before, after) = self.sentence_around();
        let Some(open) = open_quotation_mark(before) else { return false };
        let Some(close) = after.find(['"', '”', '»', '“', '«']) else { return false };
        let inside = &self.text[self.start - before.len() + open..self.end + close];
        let words: Vec<&str> = inside.split_whitespace().collect();
        let is_small = |word: &&&str| !is_capitalised(word);
        let outside_words = words.len() > self.name().split(' ').count();
        inside.len() <= LONGEST_TITLE
            && outside_words
            && words.first().is_some_and(|word| is_capitalised(word))
            && words.iter().filter(is_small).all(|word| word.chars().nth(3).is_none())
            && words.iter().filter(is_small).count() * 2 <= words.len()
    }

    /// Alone inside quotation marks, in Korean also single ones: the name of a ship, club or work,
    /// or a name that is only quoted.
    pub(super) fn fills_quotation_marks(&self) -> bool {
        const PAIRS: [(char, &str); 9] = [
            ('"', "\""),
            ('“', "”"),
            ('„', "“”"),
            ('«', "»"),
            ('»', "«"),
            ('「', "」"),
            ('『', "』"),
            ('《', "》"),
            ('\'', "'"),
        ];
        // French has spaces inside.
        let Some(open) = self.head().trim_end_matches(SPACES).chars().next_back() else {
            return false;
        };
        let Some((_, closing)) = PAIRS.iter().find(|(opening, _)| *opening == open) else {
            return false;
        };
        let has_spaces = self.head().ends_with(SPACES);
        let rest = self.rest().trim_start_matches(SPACES);
        rest.starts_with(|c| closing.contains(c))
            && has_spaces == self.rest().starts_with(SPACES)
            && (open != '\'' || self.name().starts_with(is_hangul))
            && (open == '«' || !has_spaces)
    }

    /// After "ville de", or directly after "Stadt" or "город" in a language without "of".
    pub(super) fn follows_town(&self) -> bool {
        let Some(before) = self.before() else { return false };
        let is_of = self.language.of_words.iter().any(|of| **of == *before.word);
        self.language.has_genitive() && before.is(WordClasses::TOWN)
            || is_of && self.word_before(before.start).is_some_and(|it| it.is(WordClasses::TOWN))
    }

    /// True after "Bank of", "Gulf of the", "golfe du".
    pub(super) fn follows_of_head(&self) -> bool {
        // "Sozialdemokratische Partei Deutschlands".
        if self.language.has_genitive()
            && self.before().is_some_and(|before| self.language.is_of_head(before.word))
        {
            return true;
        }
        let head = self.head().trim_end_matches(' ');
        let ends_with_of = |of: &str| {
            let rest = head.strip_suffix(of)?;
            let is_elided = of.ends_with('\'') && self.head().ends_with('\'');
            let is_apart = self.head().ends_with(' ') && rest.ends_with(' ');
            (is_apart || is_elided && rest.ends_with(' ')).then_some(rest.trim_end())
        };
        self.language.of_words.iter().filter_map(|of| ends_with_of(of)).any(|rest| {
            // "grand-duché" is not "duché".
            let word = rest.rsplit(|c: char| !is_word_char(c) && c != '-').next().unwrap_or("");
            self.language.is_of_head(word)
        })
    }

    /// True before a phrase that makes another name: "Corée" before "du Nord".
    pub(super) fn has_tail(&self) -> bool {
        let Some(rest) = self.rest().strip_prefix([' ', '-']) else { return false };
        let is_tail = |tail: &str| {
            rest.strip_prefix(tail).is_some_and(|rest| !rest.starts_with(is_word_char))
        };
        self.language.tails.iter().any(|tail| is_tail(tail))
    }

    /// "Lebanon, Pennsylvania", and no list: "Mexico, Texas and Arizona".
    pub(super) fn is_town_in_region(&self) -> bool {
        let Some(rest) = self.rest().strip_prefix(", ") else { return false };
        let is_region = |region: &str| {
            let Some(after) = rest.strip_prefix(region) else { return false };
            let is_list = [" and ", ", and ", " or "].iter().any(|and| after.starts_with(and));
            !after.starts_with(is_word_char) && !is_list
        };
        self.language.regions.iter().any(|region| is_region(region))
    }

    /// In a script without spaces: the name runs on into another word.
    pub(super) fn is_joined_to_word(&self) -> bool {
        let language = self.language;
        language.joined_suffixes.iter().any(|suffix| self.rest().starts_with(&**suffix))
            || language.joined_prefixes.iter().any(|prefix| self.head().ends_with(&**prefix))
    }

    /// The name is an abbreviation in brackets that stands for the phrase before it: "the Philippine
    /// Red Cross (PRC)". Returns that phrase.
    pub(super) fn abbreviated_phrase(&self) -> Option<&'a str> {
        let head = self.head().strip_suffix('(')?.trim_end();
        if !self.rest().starts_with(')') || !self.is_abbreviation() {
            return None;
        }
        let mut letters: Vec<char> = self.name().chars().filter(|c| c.is_alphabetic()).collect();
        let mut start = head.len();
        while let Some(letter) = letters.last() {
            let before = head[..start].trim_end_matches([' ', '-']);
            let word = before.rsplit([' ', '-']).next().filter(|word| !word.is_empty())?;
            start = before.len() - word.len();
            if word.chars().next().is_some_and(|c| c.to_uppercase().eq(letter.to_uppercase())) {
                letters.pop();
            } else if is_capitalised(word) {
                return None;
            }
        }
        Some(&head[start..])
    }
}

const SPACES: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// Longer titles are not abbreviated: their full stop ends a sentence.
const LONGEST_ABBREVIATED_TITLE: usize = 5;

/// The position after the quotation mark that is open at the end of a text: `"…"`, “…”, „…“, „…”,
/// «…» or »…«.
fn open_quotation_mark(text: &str) -> Option<usize> {
    let mut open: Option<(char, usize)> = None;
    for (at, mark) in text.match_indices(['"', '“', '”', '„', '«', '»']) {
        let mark = mark.chars().next()?;
        let closes = match open.map(|(opening, _)| opening) {
            Some('"') => mark == '"',
            Some('„') => matches!(mark, '“' | '”'),
            Some('«') => mark == '»',
            Some('»') => mark == '«',
            Some(_) => mark == '”',
            None => false,
        };
        if closes {
            open = None;
        } else if mark != '”' && (mark != '»' || is_at_word(text, at)) {
            open = Some((mark, at + mark.len_utf8()));
        }
    }
    open.map(|(_, at)| at)
}

/// True for a mark directly before a word and not directly after one.
fn is_at_word(text: &str, at: usize) -> bool {
    let after = text[at..].chars().nth(1);
    after.is_none_or(is_word_char)
        && !text[..at].ends_with(|c: char| !c.is_whitespace() && c != '(')
}

/// The end of a word after its last change of script: "는" of "WHO는".
fn last_script(word: &str) -> &str {
    if word.is_ascii() {
        return word;
    }
    let Some(last) = word.chars().next_back() else { return word };
    let is_other = |c: char| is_script_change(c, last);
    word.rfind(is_other).map_or(word, |at| {
        let length = word[at..].chars().next().map_or(0, char::len_utf8);
        &word[at + length..]
    })
}

pub(super) fn first_word(text: &str) -> &str {
    text.split(|c: char| !is_word_char(c)).next().unwrap_or("")
}

fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| *c != '.');
    word.len() > 1
        && letters.next().is_some()
        && letters.next().is_some()
        && word.chars().all(|c| c.is_uppercase() || c == '.' || c.is_ascii_digit())
}
