//! The keys of `site.toml`.

use crate::data::{Field, Shape, Table};

/// Words for the density of automatic links.
pub const POLICIES: &[&str] = &["off", "once", "section", "all"];
/// Words for the level of a diagnostic.
pub const LEVELS: &[&str] = &["error", "warning", "note", "off"];

const fn field(key: &'static str, shape: Shape) -> Field {
    Field::new(key, shape)
}

const fn table(what: &'static str, fields: &'static [Field]) -> Table {
    Table { what, fields, also: &[] }
}

/// `site.toml`.
pub static SITE: Table = table(
    "site.toml",
    &[
        Field::required("title", Shape::Text),
        field("base_url", Shape::Text),
        field("description", Shape::Text),
        field("language", Shape::Language),
        field("theme", Shape::Text),
        field("as_of", Shape::Day),
        field("start_here", Shape::Reference),
        field("output_dir", Shape::Text),
        field("publisher", Shape::Record(&PUBLISHER)),
        field("authors", Shape::Map(&Shape::Record(&AUTHOR))),
        field("autolink", Shape::Record(&AUTOLINK)),
        field("navigation", Shape::Record(&NAVIGATION)),
        field("kinds", Shape::Record(&KINDS)),
        field("check", Shape::Map(&Shape::Any)),
        field("feeds", Shape::Record(&FEEDS)),
        field("search", Shape::Record(&SWITCH)),
        field("cards", Shape::Record(&CARDS)),
        field("images", Shape::Record(&IMAGES)),
        field("twins", Shape::Record(&SWITCH)),
        field("relations", Shape::Record(&SWITCH)),
        field("markdown", Shape::Record(&MARKDOWN)),
        field("csp", Shape::Map(&Shape::OneOrMany(&Shape::Text))),
        field("theme_options", Shape::Map(&Shape::Any)),
        field("extra", Shape::Any),
    ],
);

pub(super) static PUBLISHER: Table = table(
    "the publisher",
    &[
        field("name", Shape::Text),
        field("url", Shape::Url),
        field("logo", Shape::Text),
        field("contact", Shape::Text),
        field("corrections", Shape::Text),
        field("license", Shape::Text),
    ],
);

pub(super) static AUTHOR: Table = table(
    "an author",
    &[Field::required("name", Shape::Text), field("role", Shape::Text), field("bio", Shape::Text), field("url", Shape::Url), field("image", Shape::Text)],
);

pub(super) static AUTOLINK: Table = table(
    "[autolink]",
    &[
        field("policy", Shape::Choice(POLICIES)),
        field("short_names", Shape::Bool),
        field("metonyms", Shape::Bool),
        field("demonyms", Shape::Bool),
        field("never", Shape::List(&Shape::Text)),
    ],
);

pub(super) static NAVIGATION: Table = table(
    "[navigation]",
    &[field("main", Shape::List(&Shape::Or(&Shape::Text, &NAV_ENTRY))), field("footer", Shape::List(&Shape::Or(&Shape::Text, &NAV_ENTRY)))],
);

pub(super) static NAV_ENTRY: Table = table("an entry of a navigation", &[field("title", Shape::Text), Field::required("to", Shape::Text)]);

pub(super) static KINDS: Table = table(
    "[kinds]",
    &[
        field("articles", Shape::Record(&KIND)),
        field("countries", Shape::Record(&KIND)),
        field("figures", Shape::Record(&KIND)),
        field("events", Shape::Record(&KIND)),
        field("organisations", Shape::Record(&KIND)),
        field("terms", Shape::Record(&KIND)),
    ],
);

pub(super) static KIND: Table = table("a kind", &[field("title", Shape::Text), field("folder", Shape::Slug)]);

pub(super) static FEEDS: Table = table("[feeds]", &[field("enabled", Shape::Bool), field("limit", Shape::Integer), field("topics", Shape::Bool)]);

pub(super) static SWITCH: Table = table("this part", &[field("enabled", Shape::Bool)]);

static CARDS: Table = table("[cards]", &[field("enabled", Shape::Bool), field("for", Shape::List(&Shape::Text)), field("font", Shape::Text)]);

static IMAGES: Table =
    table("[images]", &[field("enabled", Shape::Bool), field("sizes", Shape::List(&Shape::Integer)), field("formats", Shape::List(&Shape::Text))]);

pub(super) static MARKDOWN: Table = table("[markdown]", &[field("smart_punctuation", Shape::Bool), field("raw_html", Shape::Bool)]);
