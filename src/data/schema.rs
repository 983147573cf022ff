//! Schemas: which keys a record may have, and what their values must be. `records!` makes them.

/// The keys of one record.
#[derive(Debug)]
pub struct Schema {
    /// What messages call the record: "an event", "a role".
    pub name: &'static str,
    pub own_fields: &'static [Field],
    /// Schemas whose keys the record may have too, except those that it declares itself.
    pub includes: &'static [&'static Schema],
    /// The key whose value may stand in place of the record.
    pub short_form: Option<&'static str>,
}

impl Schema {
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.key == key)
    }

    /// All fields, the included ones last.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        let is_own = |key| self.own_fields.iter().any(|field| field.key == key);
        let included = self.includes.iter().flat_map(|schema| schema.own_fields);
        self.own_fields.iter().chain(included.filter(move |field| !is_own(field.key)))
    }

    /// The field whose value may stand in place of the record.
    pub fn short_form(&self) -> Option<&'static Field> {
        self.field(self.short_form?)
    }

    pub const fn has_required_field(&self) -> bool {
        let mut at = 0;
        while at < self.own_fields.len() {
            if self.own_fields[at].required {
                return true;
            }
            at += 1;
        }
        false
    }

    pub(super) fn key_list(&self) -> String {
        code_list(self.fields().map(|field| field.key))
    }
}

/// One key.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub field_type: FieldType,
    pub required: bool,
    /// One line for authors: what the key means.
    pub help: &'static str,
}

/// What a value must be.
#[derive(Debug)]
pub enum FieldType {
    /// Not empty.
    Text,
    /// A text or a number; may be empty.
    Cell,
    InlineMarkdown,
    Bool,
    Integer,
    Number,
    /// A calendar day (ISO 8601).
    Day,
    /// A date of EDTF level 0 or 1 (ISO 8601-2).
    Edtf,
    /// The same without seasons, for births and deaths.
    LifeDate,
    Slug,
    /// An address of the site, from its root.
    Route,
    /// A web address.
    Url,
    /// A web address, or a file of the site.
    UrlOrFile,
    /// BCP 47.
    Language,
    /// ISO 3166-1 alpha-2. Whether a country has it is known later.
    CountryCode,
    /// A point of a picture.
    Focus,
    /// The number of an item of Wikidata.
    Wikidata,
    /// `[a-z0-9-]+`.
    Id,
    /// A topic or page: a path without suffix, or a slug.
    Reference,
    Choice(&'static [&'static str]),
    List(&'static FieldType),
    OneOrMany(&'static FieldType),
    Record(&'static Schema),
    /// The author's own keys, all with values of one type.
    Map(&'static FieldType),
    /// The author's own data.
    Any,
}

impl FieldType {
    /// What authors call it, with its article.
    pub fn describe(&self) -> String {
        match self {
            FieldType::Text | FieldType::InlineMarkdown => "a text".into(),
            FieldType::Cell => "a text or a number".into(),
            FieldType::Bool => "`true` or `false`".into(),
            FieldType::Integer => "a whole number".into(),
            FieldType::Number => "a number".into(),
            FieldType::Day => "a day like `2019-07-10`".into(),
            FieldType::Edtf | FieldType::LifeDate => {
                "a date like `2019-02-27`, `2019-02` or `2018-09~`".into()
            }
            FieldType::Slug => "a slug like `first-flight`".into(),
            FieldType::Route => "an address of this site like `/events/first-flight/`".into(),
            FieldType::Url => "a web address like `https://example.org/`".into(),
            FieldType::UrlOrFile => {
                "a web address like `https://example.org/`, or the name of a file beside the page"
                    .into()
            }
            FieldType::Language => "a language tag like `en` or `ko`".into(),
            FieldType::CountryCode => "a code of two letters like `FR`".into(),
            FieldType::Wikidata => "the number of a Wikidata item, like `Q42`".into(),
            FieldType::Focus => {
                "a point like `50% 20%` (from the left, from the top), or like `top` or `left bottom`"
                    .into()
            },
            FieldType::Id => "an id of lower-case letters, digits and hyphens".into(),
            FieldType::Reference => "the path of a topic, like `events/first-flight`".into(),
            FieldType::Choice(words) => format!("one of {}", code_list(words.iter().copied())),
            FieldType::List(of) => format!("a list, each entry {}", of.describe()),
            FieldType::OneOrMany(of) => format!("{}, or a list of them", of.describe()),
            FieldType::Record(schema) => {
                let group = format!("a group of keys ({})", schema.key_list());
                schema.short_form().map_or(group.clone(), |field| {
                    format!("{}, or {group}", field.field_type.describe())
                })
            }
            FieldType::Map(of) => format!("keys of your own, each with {}", of.describe()),
            FieldType::Any => "anything".into(),
        }
    }
}

/// Words in backquotes, with commas between them.
pub(super) fn code_list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
