//! The keys of `site.toml`.

use crate::data::{Field, FieldType, Schema};

/// Words for the density of automatic links.
pub const AUTOLINK_POLICIES: &[&str] = &["off", "once", "section", "all"];
/// Words for the level of a diagnostic.
pub const LEVELS: &[&str] = &["error", "warning", "note", "off"];

const fn field(key: &'static str, shape: FieldType) -> Field {
    Field::new(key, shape)
}

const fn table(what: &'static str, fields: &'static [Field]) -> Schema {
    Schema { name: what, own_fields: fields, includes: &[] }
}

/// `site.toml`.
pub static SITE: Schema = table(
    "site.toml",
    &[
        Field::required("title", FieldType::Text),
        field("base_url", FieldType::Text),
        field("description", FieldType::Text),
        field("language", FieldType::Language),
        field("theme", FieldType::Text),
        field("as_of", FieldType::Day),
        field("start_here", FieldType::Reference),
        field("output_dir", FieldType::Text),
        field("publisher", FieldType::Record(&PUBLISHER)),
        field("authors", FieldType::Map(&FieldType::Record(&AUTHOR))),
        field("autolink", FieldType::Record(&AUTOLINK)),
        field("navigation", FieldType::Record(&NAVIGATION)),
        field("kinds", FieldType::Record(&KINDS)),
        field("check", FieldType::Map(&FieldType::Any)),
        field("feeds", FieldType::Record(&FEEDS)),
        field("search", FieldType::Record(&TOGGLE)),
        field("cards", FieldType::Record(&CARDS)),
        field("images", FieldType::Record(&IMAGES)),
        field("twins", FieldType::Record(&TOGGLE)),
        field("relations", FieldType::Record(&TOGGLE)),
        field("markdown", FieldType::Record(&MARKDOWN)),
        field("csp", FieldType::Map(&FieldType::OneOrMany(&FieldType::Text))),
        field("theme_options", FieldType::Map(&FieldType::Any)),
        field("extra", FieldType::Any),
    ],
);

pub(super) static PUBLISHER: Schema = table(
    "the publisher",
    &[
        field("name", FieldType::Text),
        field("url", FieldType::Url),
        field("logo", FieldType::Text),
        field("contact", FieldType::Text),
        field("corrections", FieldType::Text),
        field("license", FieldType::Text),
    ],
);

pub(super) static AUTHOR: Schema = table(
    "an author",
    &[
        Field::required("name", FieldType::Text),
        field("role", FieldType::Text),
        field("bio", FieldType::Text),
        field("url", FieldType::Url),
        field("image", FieldType::Text),
    ],
);

pub(super) static AUTOLINK: Schema = table(
    "[autolink]",
    &[
        field("policy", FieldType::Choice(AUTOLINK_POLICIES)),
        field("short_names", FieldType::Bool),
        field("metonyms", FieldType::Bool),
        field("demonyms", FieldType::Bool),
        field("never", FieldType::List(&FieldType::Text)),
    ],
);

pub(super) static NAVIGATION: Schema = table(
    "[navigation]",
    &[
        field("main", FieldType::List(&FieldType::ValueOrRecord(&FieldType::Text, &NAV_ENTRY))),
        field("footer", FieldType::List(&FieldType::ValueOrRecord(&FieldType::Text, &NAV_ENTRY))),
    ],
);

pub(super) static NAV_ENTRY: Schema = table(
    "an entry of a navigation",
    &[field("title", FieldType::Text), Field::required("to", FieldType::Text)],
);

pub(super) static KINDS: Schema = table(
    "[kinds]",
    &[
        field("articles", FieldType::Record(&KIND)),
        field("countries", FieldType::Record(&KIND)),
        field("figures", FieldType::Record(&KIND)),
        field("events", FieldType::Record(&KIND)),
        field("organisations", FieldType::Record(&KIND)),
        field("terms", FieldType::Record(&KIND)),
    ],
);

pub(super) static KIND: Schema =
    table("a kind", &[field("title", FieldType::Text), field("folder", FieldType::Slug)]);

pub(super) static FEEDS: Schema = table(
    "[feeds]",
    &[
        field("enabled", FieldType::Bool),
        field("limit", FieldType::Integer),
        field("topics", FieldType::Bool),
    ],
);

pub(super) static TOGGLE: Schema = table("this part", &[field("enabled", FieldType::Bool)]);

static CARDS: Schema = table(
    "[cards]",
    &[
        field("enabled", FieldType::Bool),
        field("for", FieldType::List(&FieldType::Text)),
        field("font", FieldType::Text),
    ],
);

static IMAGES: Schema = table(
    "[images]",
    &[
        field("enabled", FieldType::Bool),
        field("sizes", FieldType::List(&FieldType::Integer)),
        field("formats", FieldType::List(&FieldType::Text)),
    ],
);

pub(super) static MARKDOWN: Schema = table(
    "[markdown]",
    &[field("smart_punctuation", FieldType::Bool), field("raw_html", FieldType::Bool)],
);
