//! What a site adds to the words of a language.

use crate::data::records;

records! {
    /// Words that a site adds to those of a language.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct WordAdditions: "[autolink.words.<language>]" {
        /// Given names of people.
        given_names: Vec<Box<str>>;
        /// Words before or after a person's name that say what the person is.
        titles: Vec<Box<str>>;
        /// Words next to a name that make it the name of a place.
        places: Vec<Box<str>>;
        /// Words after a name that make it the name of an organisation or another thing.
        organisations: Vec<Box<str>>;
        /// Words inside family names, such as "van" and "bin".
        particles: Vec<Box<str>>;
        /// What may follow a name in its word, in Korean, or after an apostrophe.
        endings: Vec<Box<str>>;
    }
}
