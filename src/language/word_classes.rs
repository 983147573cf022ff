//! What a word next to a name can be.

/// A set of classes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClasses(u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        impl WordClasses {
            $($(#[$doc])* pub const $name: WordClasses = WordClasses(1 << $bit);)*
        }
    };
}

classes! {
    /// A given name of a person.
    GIVEN_NAME = 0;
    /// The head of a title: "Minister".
    TITLE = 1;
    /// A word before the head of a title: "Foreign", "Prime".
    TITLE_MODIFIER = 2;
    /// A form of address, or another word that stands before a person and is no name.
    HONORIFIC = 3;
    /// A word that begins sentences, or has a capital without being a name.
    COMMON = 4;
    /// A month or weekday with a capital.
    CALENDAR = 5;
    /// A family name that is also a word of the language: "Moon".
    WORD_FAMILY_NAME = 6;
    /// Before the name of a country: makes another place or thing ("New").
    PLACE_PREFIX = 7;
    /// Before the name of a country: a part of it ("Northern").
    DIRECTION = 8;
    /// After a name: makes a place ("River").
    PLACE_SUFFIX = 9;
    /// After a name: makes an organisation or another thing ("Times").
    ORGANISATION = 10;
    /// A noun after a family name that makes another thing of it ("theorem").
    EPONYM = 11;
    /// Before a place: "in", "from".
    PREPOSITION = 12;
    /// Before a name: makes a ship or place ("USS").
    NAMESAKE_PREFIX = 13;
    /// After the name of a person: makes a namesake ("Jr").
    GENERATION_SUFFIX = 14;
    /// Inside a family name: "van", "bin".
    PARTICLE = 15;
    /// Before a person: a profession ("composer").
    PROFESSION = 16;
    /// Next to the name of a country: leaves it as it is ("Embassy").
    CONTEXT = 17;
    /// After a family name that is also a word: shows that a person is meant ("said").
    PERSON_VERB = 18;
    /// Before a month: "in", "since", "last".
    DATE_WORD = 19;
    /// After a name and a hyphen: leaves the name as it is ("Merkel-Regierung").
    COMPOUND_NOUN = 20;
    /// The name of a country that is also that of its people: "Schweden".
    PEOPLE = 21;
    /// Before a noun: "die", "zwei", "no".
    DETERMINER = 22;
    /// A name of a topic that is also a word of the language: "인도".
    WORD_NAME = 23;
    /// Only before a person: "Mr", "Sen".
    FORM_OF_ADDRESS = 24;
    /// Before a name, or with "of" before it: the name is that of a town or region ("Stadt").
    TOWN = 25;
    /// After a name: shows that a river is meant ("fließt").
    RIVER_VERB = 26;
    /// Before a given name alone: a monarch or pope ("King").
    REGNAL_TITLE = 27;
    /// Directly before the family name of a relative ("부인").
    RELATIVE = 28;
    /// A preposition that is before places and hardly ever before persons: "в".
    PLACE_PREPOSITION = 29;
}

impl WordClasses {
    pub const NONE: WordClasses = WordClasses(0);

    pub const fn or(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 | other.0)
    }

    pub const fn without(self, other: WordClasses) -> WordClasses {
        WordClasses(self.0 & !other.0)
    }

    /// True if the word has at least one of these classes.
    pub const fn any(self, classes: WordClasses) -> bool {
        self.0 & classes.0 != 0
    }
}
