//! The tables of keys. They drive the check of front matter and configuration, and the reference in `docs/`.

/// The keys of one record.
#[derive(Debug)]
pub struct Table {
    /// What the record is, for messages: "an event", "a role".
    pub what: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
    /// Further tables whose keys it has too.
    pub also: &'static [&'static Table],
}

impl Table {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.all_fields().find(|field| field.key == key)
    }

    /// All fields, the shared ones last.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().chain(self.also.iter().flat_map(|table| table.fields.iter()))
    }
}

/// One key.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub key: &'static str,
    /// What its value must be.
    pub shape: Shape,
    /// True where the record is wrong without it.
    pub required: bool,
}

impl Field {
    /// A key that may be left out.
    pub const fn new(key: &'static str, shape: Shape) -> Self {
        Field { key, shape, required: false }
    }

    /// A key that must be there.
    pub const fn required(key: &'static str, shape: Shape) -> Self {
        Field { key, shape, required: true }
    }
}

/// What a value must be.
#[derive(Debug)]
pub enum Shape {
    /// A text, not empty.
    Text,
    /// Inline Markdown.
    Prose,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A calendar day (ISO 8601).
    Day,
    /// A date of EDTF level 0 or 1 (ISO 8601-2).
    Edtf,
    /// The last part of an address.
    Slug,
    /// An address inside the site, from its root.
    Address,
    /// An address on the web.
    Url,
    /// An address on the web, or a file of the site.
    UrlOrFile,
    /// A language tag (BCP 47).
    Language,
    /// The number of an item of Wikidata.
    Wikidata,
    /// `[a-z0-9-]+`.
    Id,
    /// A reference to a topic or page: a path without suffix, or a slug.
    Reference,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// One, or a list.
    OneOrMany(&'static Shape),
    /// A group of keys.
    Record(&'static Table),
    /// The first shape, or a group of keys that says more.
    Or(&'static Shape, &'static Table),
    /// Free keys, each with such a value.
    Map(&'static Shape),
    /// Anything: the author's own data.
    Any,
}

impl Shape {
    /// What a person would call it, with its article.
    pub fn in_words(&self) -> String {
        match self {
            Shape::Text | Shape::Prose => "a text".into(),
            Shape::Bool => "`true` or `false`".into(),
            Shape::Integer => "a whole number".into(),
            Shape::Number => "a number".into(),
            Shape::Day => "a day like `2020-07-10`".into(),
            Shape::Edtf => "a date like `2019-02-27`, `2019-02` or `2018-09~`".into(),
            Shape::Slug => "a slug like `kim-jong-un`".into(),
            Shape::Address => "an address of this site like `/figures/kim-jong-un/`".into(),
            Shape::Url => "a web address like `https://example.org/`".into(),
            Shape::UrlOrFile => "a web address like `https://example.org/`, or the name of a file beside the page".into(),
            Shape::Language => "a language tag like `en` or `ko`".into(),
            Shape::Wikidata => "the number of an item of Wikidata, like `Q42`".into(),
            Shape::Id => "an id of lower-case letters, digits and hyphens".into(),
            Shape::Reference => "the path of a topic like `figures/kim-jong-un`".into(),
            Shape::Choice(words) => format!("one of {}", words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")),
            Shape::List(of) => format!("a list, each entry {}", of.in_words()),
            Shape::OneOrMany(of) => format!("{}, or a list of such", of.in_words()),
            Shape::Record(table) => format!("a group of keys ({})", keys(table)),
            Shape::Or(first, table) => format!("{}, or a group of keys ({})", first.in_words(), keys(table)),
            Shape::Map(of) => format!("keys of your own, each with {}", of.in_words()),
            Shape::Any => "anything".into(),
        }
    }
}

fn keys(table: &Table) -> String {
    table.all_fields().map(|field| format!("`{}`", field.key)).collect::<Vec<_>>().join(", ")
}
