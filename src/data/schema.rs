//! The tables of keys. They drive the check of front matter and configuration, and the reference in
//! `docs/`.

/// The keys of one record.
#[derive(Debug)]
pub struct Schema {
    /// What the record is, for messages: "an event", "a role".
    pub name: &'static str,
    /// Its keys.
    pub own_fields: &'static [Field],
    /// Further tables whose keys it has too.
    pub includes: &'static [&'static Schema],
}

impl Schema {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }

    /// All fields, the shared ones last.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.own_fields.iter().chain(self.includes.iter().flat_map(|table| table.own_fields.iter()))
    }
}

/// One key.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub key: &'static str,
    /// What its value must be.
    pub field_type: FieldType,
    /// True where the record is wrong without it.
    pub required: bool,
}

impl Field {
    /// A key that may be left out.
    pub const fn new(key: &'static str, shape: FieldType) -> Self {
        Field { key, field_type: shape, required: false }
    }

    /// A key that must be there.
    pub const fn required(key: &'static str, shape: FieldType) -> Self {
        Field { key, field_type: shape, required: true }
    }
}

/// What a value must be.
#[derive(Debug)]
pub enum FieldType {
    /// A text, not empty.
    Text,
    /// Inline Markdown.
    InlineMarkdown,
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
    Route,
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
    List(&'static FieldType),
    /// One, or a list.
    OneOrMany(&'static FieldType),
    /// A group of keys.
    Record(&'static Schema),
    /// The first shape, or a group of keys that says more.
    ValueOrRecord(&'static FieldType, &'static Schema),
    /// Free keys, each with such a value.
    Map(&'static FieldType),
    /// Anything: the author's own data.
    Any,
}

impl FieldType {
    /// What a person would call it, with its article.
    pub fn describe(&self) -> String {
        match self {
            FieldType::Text | FieldType::InlineMarkdown => "a text".into(),
            FieldType::Bool => "`true` or `false`".into(),
            FieldType::Integer => "a whole number".into(),
            FieldType::Number => "a number".into(),
            FieldType::Day => "a day like `2020-07-10`".into(),
            FieldType::Edtf => "a date like `2019-02-27`, `2019-02` or `2018-09~`".into(),
            FieldType::Slug => "a slug like `kim-jong-un`".into(),
            FieldType::Route => "an address of this site like `/figures/kim-jong-un/`".into(),
            FieldType::Url => "a web address like `https://example.org/`".into(),
            FieldType::UrlOrFile => {
                "a web address like `https://example.org/`, or the name of a file beside the page"
                    .into()
            }
            FieldType::Language => "a language tag like `en` or `ko`".into(),
            FieldType::Wikidata => "the number of an item of Wikidata, like `Q42`".into(),
            FieldType::Id => "an id of lower-case letters, digits and hyphens".into(),
            FieldType::Reference => "the path of a topic like `figures/kim-jong-un`".into(),
            FieldType::Choice(words) => format!(
                "one of {}",
                words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
            ),
            FieldType::List(of) => format!("a list, each entry {}", of.describe()),
            FieldType::OneOrMany(of) => format!("{}, or a list of such", of.describe()),
            FieldType::Record(table) => format!("a group of keys ({})", key_list(table)),
            FieldType::ValueOrRecord(first, table) => {
                format!("{}, or a group of keys ({})", first.describe(), key_list(table))
            }
            FieldType::Map(of) => format!("keys of your own, each with {}", of.describe()),
            FieldType::Any => "anything".into(),
        }
    }
}

fn key_list(table: &Schema) -> String {
    table.fields().map(|field| format!("`{}`", field.key)).collect::<Vec<_>>().join(", ")
}
