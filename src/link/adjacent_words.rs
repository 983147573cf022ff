//! What stands beside a name and makes it part of another: "Park Chung Hee", "John Smith Jr.",
//! "Trump Tower", "New Guinea".

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::tracked_lexicon::TrackedLexicon;
use crate::config::TopicKind;
use crate::text::{begins_sentence, is_capitalised, is_word_char};

/// What the words beside a name make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adjacent {
    /// Nothing.
    NoEffect,
    /// Perhaps something else: this mention is not taken for anybody, and later ones are not
    /// touched by it.
    Unclear,
    /// The name of somebody who is no topic.
    OtherPerson,
}

/// Words before a person's name that are no given name.
static TITLES: WordSet = LazyLock::new(|| {
    word_set(
        "President Presidents Chairman Chairwoman Chairperson Chair Secretary Minister Ministers Premier Chancellor General Marshal Admiral Colonel Captain \
    Major Lieutenant Sergeant Brigadier Commodore Ambassador Envoy Negotiator Director Representative Congressman Congresswoman Senator Senators Governor Mayor \
    Councillor Professor Doctor Mr Mrs Ms Miss Dr Prof Gen Col Capt Lt Sgt Maj Adm Sen Rep Gov Rev Hon Sir Dame Lord Lady Lords Baron Baroness Count Countess Duke \
    Duchess Earl Viscount Marquess King Queen Kings Queens Prince Princess Emperor Empress Tsar Tsarina Czar Kaiser Shah Sultan Sheikh Sheik Emir Caliph Pharaoh Khan \
    Ayatollah Imam Mullah Rabbi Pope Cardinal Archbishop Bishop Patriarch Saint Saints St Father Mother Brother Sister Reverend Pastor Comrade Leader Leaders Foreign \
    Prime Vice Deputy Former Acting Interim Supreme Dear Great Judge Justice Spokesman Spokeswoman Spokesperson Adviser Advisor Attorney Officer Chief Head State \
    Commander Speaker Majority Minority Whip Treasurer Comptroller Sheriff Detective Inspector Agent Astronaut Cosmonaut Actor Actress Author Writer Poet Novelist \
    Playwright Philosopher Historian Economist Scientist Physicist Chemist Mathematician Biologist Singer Composer Guitarist Painter Sculptor Architect Engineer Coach \
    Manager Defense Defence Treasury Interior Commerce Labor Education Energy Health Transportation Agriculture Affairs Security Staff Journalist Reporter Producer Activist Democrat Democrats Republican Republicans Independent Liberal Conservative Labour Green Candidate Nominee Incumbent \
    Dictator Strongman Founder Partner Wife Husband Son Daughter Uncle Aunt Cousin Nephew",
    )
});

/// Words that begin a sentence, or stand in one with a capital, without being a name.
static COMMON_WORDS: WordSet = LazyLock::new(|| {
    word_set(
        "A After Again All Also Although Amid An And Another Any As At Because Before Between Both But By Can Could Despite Did Do Does During Each Earlier \
    Either Even Every Ever Few Finally First For From Given Had Has Have He Hence Her Here His How However I If In Indeed Inside Instead Into Is It Its Just Last Later \
    Like Many May Meanwhile Might More Most Much Must My Near Neither Never Next No Nor Not Nothing Now Of Off On Once One Only Or Other Our Out Over Perhaps Per Since \
    She Should Similarly So Some Soon Still Such Than That The Their Then There Therefore These They This Those Though Through Throughout Thus To Today Together Too \
    Toward Towards Two Under Unlike Until Unto Up Upon Versus Via Was We Were What When Whenever Where Whereas Whether Which While Who Whom Whose Why Will With Within \
    Without Would Yes Yet You Your Nevertheless Nonetheless Otherwise Besides Beyond Among Amongst Around Along Across Above Below Behind Beside By Except Including \
    Following According Regarding Concerning Yesterday Tomorrow Tonight Afterwards Afterward Asked Told Said See Let Did Does Do Not Those Others Everyone Everybody \
    Someone Somebody Nobody Anyone Anybody Both Neither Back Then Thereafter Thereupon Whereupon Rather Quite Even Maybe Please Thanks Because January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday \
    Sunday",
    )
});

/// Months and days: alone, no word of a sentence tells them from a family name.
static CALENDAR: WordSet = LazyLock::new(|| {
    word_set(
        "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    )
});

/// Words after a person's name that make it the name of something.
static NAMESAKE_SUFFIXES: WordSet = LazyLock::new(|| {
    word_set(
        "Administration Government Cabinet Doctrine Plan Act Amendment Foundation Trust Fund Organization Organisation Campaign Presidency Tower Towers Square \
    Street Avenue Road Boulevard Highway Expressway Parkway Drive Lane Bridge Tunnel Airport International Station Terminal Port Stadium Arena Field Gymnasium Center \
    Centre Library Museum Gallery Memorial Monument Mausoleum Statue Park Gardens Hall House Building Hospital Clinic University College School Academy Institute \
    Institution Laboratory Prize Award Awards Medal Cup Trophy Scholarship Fellowship Lecture Lectures Society Association Club Group Company Corporation Inc Theater \
    Theatre Day Week Month Year County City Island Islands Mountain Mountains Dam Lake River Bay Glacier Crater Presidential National Memorials Papers Show Band Orchestra Quartet \
    Trio Movement Brigade Battalion Division Base Fort Estate Homestead Museum Elementary Middle Secondary High Law Commission Committee Report",
    )
});

/// Words after a family name that make it the name of something found or made by a bearer of it:
/// "Lewis acid", "Scott catalogue".
static EPONYMS: WordSet = LazyLock::new(|| {
    word_set(
        "acid acids base bases catalog catalogue cell cells constant curve diagram disease distribution effect equation equations experiment formula function \
    index law laws lens limit method number numbers paradox principle process ratio reaction scale series space syndrome telescope test theorem theory transform tree unit",
    )
});

/// Words before a person's full name, or the family name, that make it the name of a ship or place.
static NAMESAKE_PREFIXES: WordSet = LazyLock::new(|| {
    word_set(
        "USS USNS HMS HMCS HMAS RMS SS MS MV Cape Fort Camp Mount Lake Port Point Lac Rue Calle Avenida",
    )
});

/// Words before a place.
static PLACE_PREPOSITIONS: WordSet =
    LazyLock::new(|| word_set("in near outside throughout downtown"));

/// Words before "of" and a place.
static DIRECTIONS: WordSet = LazyLock::new(|| {
    word_set("north south east west northeast northwest southeast southwest outside city town")
});

/// What follows the name of a younger, or later, bearer of it.
static GENERATION_SUFFIXES: WordSet = LazyLock::new(|| {
    word_set("Jr Sr II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI Junior Senior")
});

/// Words before the name of a country that make it another place: "South Georgia" is none of
/// Georgia.
static PLACE_PREFIXES: WordSet = LazyLock::new(|| {
    word_set(
        "New North South East West Northern Southern Eastern Western Northeast Northwest Southeast Southwest Upper Lower Inner Outer Central Middle Greater \
    Lesser Little Great Old Equatorial French British Spanish Portuguese Dutch German Italian Belgian American Danish Soviet Russian Chinese Turkish Indian Vichy Nazi \
    Ottoman Mandatory Nueva Nuevo Nouvelle Nova Lake Mount Fort Port Cape Saint San Santa St Papua",
    )
});

/// Words after the name of a country that make it another place.
static PLACE_SUFFIXES: WordSet = LazyLock::new(|| {
    word_set(
        "City River Rivers Valley Sea Canal Delta Basin Bay Strait Straits Channel Peninsula Desert Lake Lakes Mountains Mountain Mount Town Antilles Current \
    Trench Ridge Plateau Falls Rift Cove Point Beach Creek Springs Heights Reef Shoal Seamount Island Islands County Street Road Avenue Square Park Empire Today",
    )
});

/// True for a word that begins sentences, or has a capital in them, without being a name.
pub fn is_common_word(word: &str) -> bool {
    is_in(&COMMON_WORDS, word)
}

/// True for the name of a month or day.
pub(super) fn is_month_or_weekday(word: &str) -> bool {
    is_in(&CALENDAR, word)
}

/// Looks at the words beside the family name at bytes `start..end` of a folded text.
pub(super) fn check_family_name(text: &str, start: usize, end: usize) -> Adjacent {
    let (before, after) = (word_before(text, start), word_after(text, end));
    if let Some(after) = after.filter(|word| may_be_given_name(word)) {
        return if is_in(&NAMESAKE_SUFFIXES, after) {
            Adjacent::Unclear
        } else {
            Adjacent::OtherPerson
        };
    }
    if has_generation_suffix(text, end) {
        return Adjacent::OtherPerson;
    }
    if after.is_some_and(|word| is_in(&EPONYMS, word)) {
        return Adjacent::Unclear;
    }
    let name = &text[start..end];
    // "in Washington", "south of Lincoln": a place that has the name too.
    let is_place = before.as_ref().is_some_and(|before| {
        is_in(&PLACE_PREPOSITIONS, before.word) && !text[end..].starts_with('\'')
    });
    if is_place || ends_with_direction_of(&text[..start]) {
        return Adjacent::Unclear;
    }
    if before.as_ref().is_some_and(|before| is_in(&NAMESAKE_PREFIXES, before.word)) {
        return Adjacent::Unclear;
    }
    let after_title = before.as_ref().is_some_and(|before| is_in(&TITLES, before.word));
    // "So", "An", "Will": a word of the language, where it could be one.
    let is_plain_word =
        is_in(&COMMON_WORDS, name) && (is_in(&CALENDAR, name) || begins_sentence(&text[..start]));
    if is_plain_word && !after_title {
        return Adjacent::Unclear;
    }
    match before.filter(|before| may_be_given_name(before.word) && !is_in(&TITLES, before.word)) {
        // The first word of a sentence may have its capital from there, and an adverb does. Of
        // others nobody can tell, and a stranger taken for a topic is the worse mistake.
        Some(before)
            if before.begins_sentence && before.word.ends_with("ly") && before.word.len() > 5 =>
        {
            Adjacent::NoEffect
        }
        Some(_) => Adjacent::OtherPerson,
        None => Adjacent::NoEffect,
    }
}

/// The given name after a family name that stands first, as in lists of books: "Barclay, Harold."
/// at the beginning of a text or after a semicolon.
pub(super) fn given_name_after_comma(text: &str, start: usize, end: usize) -> Option<&str> {
    let head = text[..start].trim_end();
    let rest = text[end..].strip_prefix(", ").filter(|_| head.is_empty() || head.ends_with(';'))?;
    let given = &rest[..rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len())];
    // "Pence, Mike Pompeo" is a list of two.
    let next = word_after(rest, given.len())
        .filter(|word| is_capitalised(word) && word.chars().nth(1).is_some());
    (may_be_given_name(given) && !is_in(&TITLES, given) && next.is_none()).then_some(given)
}

/// "south of ", "km from ".
fn ends_with_direction_of(before: &str) -> bool {
    let mut words = before.trim_end().rsplit(' ');
    words.next() == Some("of")
        && words.next().is_some_and(|word| is_in(&DIRECTIONS, &word.to_lowercase()))
}

/// Looks at the words beside the full name at bytes `start..end` of a folded text, if it is that of
/// a topic of a kind.
pub(super) fn check_full_name(
    kind: TopicKind,
    text: &str,
    start: usize,
    end: usize,
    asking: &mut TrackedLexicon<'_>,
) -> Adjacent {
    let (before, after) = (word_before(text, start), word_after(text, end));
    match kind {
        TopicKind::Figure => {
            let named_before =
                before.as_ref().is_some_and(|before| is_in(&NAMESAKE_PREFIXES, before.word));
            let given = before.is_some_and(|before| {
                may_be_given_name(before.word)
                    && !is_in(&TITLES, before.word)
                    && asking.starts_person_name(before.word)
            });
            match given || has_generation_suffix(text, end) {
                true => Adjacent::OtherPerson,
                false if named_before => Adjacent::Unclear,
                false if after.is_some_and(|word| is_in(&NAMESAKE_SUFFIXES, word)) => {
                    Adjacent::Unclear
                }
                false => Adjacent::NoEffect,
            }
        }
        TopicKind::Country => {
            let before = before.is_some_and(|before| is_in(&PLACE_PREFIXES, before.word));
            // "Israel KHAN", where family names stand in capitals.
            let person = |word: &str| {
                word.chars().count() > 3
                    && word.chars().all(char::is_uppercase)
                    && text[start..end].contains(char::is_lowercase)
            };
            if before || after.is_some_and(|word| is_in(&PLACE_SUFFIXES, word) || person(word)) {
                Adjacent::Unclear
            } else {
                Adjacent::NoEffect
            }
        }
        TopicKind::Event | TopicKind::Organisation | TopicKind::Term => Adjacent::NoEffect,
    }
}

/// A word, and whether it begins its sentence.
struct PrecedingWord<'a> {
    word: &'a str,
    begins_sentence: bool,
}

/// The word before a place, where only a space stands between.
fn word_before(text: &str, start: usize) -> Option<PrecedingWord<'_>> {
    let head = text[..start].strip_suffix(' ')?;
    let word = head.rsplit(|c: char| !is_word_char(c) && c != '.').next().unwrap_or("");
    let begins_sentence = begins_sentence(&head[..head.len() - word.len()]);
    // "said. Kim" is no "said Kim", and "J. Kim" is.
    let bare = word.trim_end_matches('.');
    let ends_sentence = bare.len() < word.len()
        && bare.chars().nth(1).is_some()
        && !bare.contains('.')
        && !is_in(&TITLES, bare);
    (!bare.is_empty() && !ends_sentence).then_some(PrecedingWord { word: bare, begins_sentence })
}

/// The word after a place, where only a space stands between.
fn word_after(text: &str, end: usize) -> Option<&str> {
    let word =
        text[end..].strip_prefix(' ')?.split(|c: char| !is_word_char(c)).next().unwrap_or("");
    (!word.is_empty()).then_some(word)
}

/// Capitalised, and neither a word of the language nor an abbreviation.
fn may_be_given_name(word: &str) -> bool {
    let abbreviation = word.len() > 1 && word.chars().all(char::is_uppercase);
    is_capitalised(word) && !abbreviation && !is_in(&COMMON_WORDS, word)
}

/// "John Smith Jr.", "John Smith, Sr.", "John Smith III".
fn has_generation_suffix(text: &str, end: usize) -> bool {
    let rest = text[end..].strip_prefix(',').unwrap_or(&text[end..]);
    let word = rest
        .strip_prefix(' ')
        .map_or("", |rest| rest.split(|c: char| !is_word_char(c)).next().unwrap_or(""));
    is_in(&GENERATION_SUFFIXES, word)
}

/// A list of words.
type WordSet = LazyLock<FxHashSet<&'static str>>;

fn word_set(list: &'static str) -> FxHashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

fn is_in(list: &WordSet, word: &str) -> bool {
    list.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lexicon;

    fn beside(text: &str, family: &str) -> Adjacent {
        let start = text.find(family).unwrap();
        check_family_name(text, start, start + family.len())
    }

    fn beside_full(kind: TopicKind, text: &str, name: &str) -> Adjacent {
        let start = text.find(name).unwrap();
        check_full_name(
            kind,
            text,
            start,
            start + name.len(),
            &mut TrackedLexicon::new(&Lexicon::default()),
        )
    }

    #[test]
    fn a_given_name_beside_it_makes_a_family_name_a_strangers() {
        for (text, family) in [
            ("Park Chung Hee ruled", "Park"),
            ("he met Ivanka Trump", "Trump"),
            ("with Kim Hyok Chol", "Kim"),
            ("said J. Kim", "Kim"),
            ("Trump Jr. said", "Trump"),
            ("He left. Ivanka Trump came", "Trump"),
        ] {
            assert_eq!(beside(text, family), Adjacent::OtherPerson, "{text}");
        }
    }

    #[test]
    fn titles_and_the_beginnings_of_sentences_are_no_given_names() {
        for (text, family) in [
            ("President Trump said", "Trump"),
            ("When Kim spoke", "Kim"),
            ("Mr. Moon left", "Moon"),
            ("In June Kim wrote", "Kim"),
            ("said Kim. The", "Kim"),
            ("He left Seoul. Kim stayed", "Kim"),
            ("Secretary of State Pompeo said", "Pompeo"),
            ("National Security Adviser Bolton", "Bolton"),
            ("Neither Trump nor", "Trump"),
            ("the US Trump knew", "Trump"),
            ("Asked Trump", "Trump"),
            ("He left. Ironically Trump stayed", "Trump"),
            ("Secretary of Defense Trump", "Trump"),
        ] {
            assert_eq!(beside(text, family), Adjacent::NoEffect, "{text}");
        }
    }

    #[test]
    fn what_is_in_doubt_is_nobodys_and_spoils_nothing() {
        for (text, family) in [
            ("the Trump Administration", "Trump"),
            ("the USS Trump", "Trump"),
            ("the Trump effect", "Trump"),
            ("at Cape Trump", "Trump"),
            ("So the talks", "So"),
            ("in May 2018", "May"),
        ] {
            assert_eq!(beside(text, family), Adjacent::Unclear, "{text}");
        }
    }

    #[test]
    fn a_family_name_that_is_a_word_is_one_inside_a_sentence_or_after_a_title() {
        for (text, family) in
            [("and then So left", "So"), ("Minister An said", "An"), ("Mrs May said", "May")]
        {
            assert_eq!(beside(text, family), Adjacent::NoEffect, "{text}");
        }
    }

    #[test]
    fn a_family_name_may_be_that_of_a_place() {
        for (text, expected) in [
            ("south of Washington", Adjacent::Unclear),
            ("he lived in Lincoln", Adjacent::Unclear),
            ("interest in Lincoln's life", Adjacent::NoEffect),
        ] {
            assert_eq!(
                beside(text, if text.contains("Wash") { "Washington" } else { "Lincoln" }),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn the_given_name_may_follow_in_a_list_of_books() {
        let given = |text: &str, family: &str| {
            let start = text.find(family).unwrap();
            given_name_after_comma(text, start, start + family.len()).map(str::to_owned)
        };
        assert_eq!(given("Barclay, Harold, People", "Barclay").as_deref(), Some("Harold"));
        assert_eq!(given("Cox, David R. & Reid", "Cox").as_deref(), Some("David"));
        assert_eq!(given("Ehret, C.; Barclay, Harold", "Barclay").as_deref(), Some("Harold"));
        assert_eq!(given("Pence, Mike Pompeo and others", "Pence"), None);
        assert_eq!(given("met Pence, Mike said", "Pence"), None);
        assert_eq!(given("Pence, President of", "Pence"), None);
    }

    #[test]
    fn a_full_name_may_be_part_of_another() {
        assert_eq!(
            beside_full(TopicKind::Figure, "John Smith Jr. said", "John Smith"),
            Adjacent::OtherPerson
        );
        assert_eq!(
            beside_full(TopicKind::Figure, "John Smith, III, said", "John Smith"),
            Adjacent::OtherPerson
        );
        assert_eq!(
            beside_full(TopicKind::Figure, "in Kim Il Sung Square", "Kim Il Sung"),
            Adjacent::Unclear
        );
        assert_eq!(
            beside_full(TopicKind::Figure, "President Kim Il Sung said", "Kim Il Sung"),
            Adjacent::NoEffect
        );
        assert_eq!(beside_full(TopicKind::Country, "in New Guinea", "Guinea"), Adjacent::Unclear);
        assert_eq!(
            beside_full(TopicKind::Country, "the Jordan River", "Jordan"),
            Adjacent::Unclear
        );
        assert_eq!(
            beside_full(TopicKind::Country, "for Israel KHAN (UNC)", "Israel"),
            Adjacent::Unclear
        );
        assert_eq!(
            beside_full(TopicKind::Country, "in eastern Guinea", "Guinea"),
            Adjacent::NoEffect
        );
    }
}
