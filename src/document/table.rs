//! The keys of front matter.

use crate::config::POLICIES;
use crate::data::{Field, Shape, Table};

use super::PageKind;
use crate::config::TopicKind;

const fn field(key: &'static str, shape: Shape) -> Field {
    Field::new(key, shape)
}

const fn table(what: &'static str, fields: &'static [Field]) -> Table {
    Table { what, fields, also: &[] }
}

/// The words `status` of an event may be.
pub const STATUSES: &[&str] = &["occurred", "planned", "cancelled", "disputed"];
/// The words `importance` of an event may be.
pub const IMPORTANCES: &[&str] = &["key", "normal", "minor"];
/// The words `certainty` of an event may be.
pub const CERTAINTIES: &[&str] = &["confirmed", "reported", "disputed", "unconfirmed"];
/// The words `type` of an update may be.
pub const UPDATE_TYPES: &[&str] = &["update", "correction", "clarification"];

/// A page of no kind of its own.
pub static PAGE: Table = Table { what: "a page", fields: &[PUBLISHED], also: &[&COMMON] };

/// The day of publication; on an event, `date` is when it happened.
const PUBLISHED: Field = field("date", Shape::Day);

/// Keys of every page.
static COMMON: Table = table(
    "a page",
    &[
        field("title", Shape::Text),
        field("slug", Shape::Slug),
        field("draft", Shape::Bool),
        field("language", Shape::Language),
        field("redirect_from", Shape::List(&Shape::Address)),
        field("description", Shape::Text),
        field("updated", Shape::Day),
        field("as_of", Shape::Day),
        field("review_by", Shape::Day),
        field("authors", Shape::List(&Shape::Text)),
        field("image", Shape::Record(&IMAGE)),
        field("sources", Shape::List(&Shape::Record(&SOURCE))),
        field("updates", Shape::List(&Shape::Record(&UPDATE))),
        field("autolink", Shape::Choice(POLICIES)),
        field("disambiguate", Shape::Map(&Shape::Reference)),
        field("check", Shape::Map(&Shape::Any)),
        field("extra", Shape::Any),
    ],
);

/// Keys of every topic.
static TOPIC: Table = table(
    "a topic",
    &[
        field("also_known_as", Shape::List(&Shape::Or(&Shape::Text, &ALT_NAME))),
        field("not_in", Shape::List(&Shape::Text)),
        field("native_name", Shape::Record(&NATIVE_NAME)),
        field("pronunciation", Shape::Text),
        field("sort_name", Shape::Text),
        field("wikidata", Shape::Wikidata),
        field("autolink_target", Shape::Bool),
        field("why", Shape::Prose),
        field("relations", Shape::List(&Shape::Record(&RELATION))),
    ],
);

/// An article.
pub static ARTICLE: Table = Table {
    what: "an article",
    fields: &[
        PUBLISHED,
        field("about", Shape::List(&Shape::Reference)),
        field("key_points", Shape::List(&Shape::Prose)),
        field("where_things_stand", Shape::Record(&STATE_OF_THINGS)),
        field("order", Shape::Integer),
        field("type", Shape::Text),
    ],
    also: &[&COMMON],
};

/// A country.
pub static COUNTRY: Table = Table {
    what: "a country",
    fields: &[
        PUBLISHED,
        field("iso", Shape::Text),
        field("official_name", Shape::Text),
        field("capital", Shape::Text),
        field("region", Shape::Text),
        field("demonyms", Shape::List(&Shape::Text)),
        field("metonyms", Shape::List(&Shape::Text)),
        field("stance", Shape::Record(&STANCE)),
    ],
    also: &[&TOPIC, &COMMON],
};

/// A figure.
pub static FIGURE: Table = Table {
    what: "a figure",
    fields: &[
        PUBLISHED,
        field("family_name", Shape::Text),
        field("given_name", Shape::Text),
        field("country", Shape::OneOrMany(&Shape::Reference)),
        field("born", Shape::Edtf),
        field("died", Shape::Edtf),
        field("roles", Shape::List(&Shape::Record(&ROLE))),
        field("role", Shape::Text),
    ],
    also: &[&TOPIC, &COMMON],
};

/// An event.
pub static EVENT: Table = Table {
    what: "an event",
    fields: &[
        Field::required("date", Shape::Edtf),
        field("place", Shape::Or(&Shape::Text, &PLACE)),
        field("type", Shape::Text),
        field("status", Shape::Choice(STATUSES)),
        field("importance", Shape::Choice(IMPORTANCES)),
        field("participants", Shape::List(&Shape::Or(&Shape::Reference, &PARTICIPANT))),
        field("outcome", Shape::Prose),
        field("significance", Shape::Prose),
        field("accounts", Shape::List(&Shape::Record(&ACCOUNT))),
        field("part_of", Shape::OneOrMany(&Shape::Reference)),
        field("follows", Shape::OneOrMany(&Shape::Reference)),
        field("led_to", Shape::OneOrMany(&Shape::Reference)),
        field("documents", Shape::List(&Shape::Record(&OUTER_DOCUMENT))),
        field("certainty", Shape::Or(&Shape::Choice(CERTAINTIES), &CERTAINTY)),
    ],
    also: &[&TOPIC, &COMMON],
};

/// An organisation.
pub static ORGANISATION: Table = Table { what: "an organisation", fields: &[PUBLISHED], also: &[&TOPIC, &COMMON] };

/// A term.
pub static TERM: Table = Table { what: "a term", fields: &[PUBLISHED], also: &[&TOPIC, &COMMON] };

/// `sources.toml`.
pub static SOURCES: Table = table("sources.toml", &[field("sources", Shape::List(&Shape::Record(&SOURCE)))]);

pub(super) static IMAGE: Table = table(
    "an image",
    &[
        Field::required("src", Shape::Text),
        Field::required("alt", Shape::Text),
        field("caption", Shape::Text),
        field("credit", Shape::Text),
        field("license", Shape::Text),
    ],
);

/// What a `.toml` beside a picture says of it.
pub static SIDECAR: Table = table(
    "what is said of a picture",
    &[field("alt", Shape::Text), field("caption", Shape::Text), field("credit", Shape::Text), field("license", Shape::Text)],
);

/// A source.
pub static SOURCE: Table = table(
    "a source",
    &[
        field("id", Shape::Id),
        Field::required("title", Shape::Text),
        field("publisher", Shape::Text),
        field("url", Shape::Url),
        field("date", Shape::Edtf),
        field("accessed", Shape::Day),
        field("archived", Shape::Url),
        field("language", Shape::Language),
        field("type", Shape::Text),
        field("withdrawn", Shape::Record(&WITHDRAWN)),
    ],
);

pub(super) static WITHDRAWN: Table = table("a withdrawal", &[Field::required("date", Shape::Day), field("note", Shape::Text)]);

pub(super) static UPDATE: Table = table(
    "an update",
    &[Field::required("date", Shape::Day), field("type", Shape::Choice(UPDATE_TYPES)), Field::required("note", Shape::Prose), field("at", Shape::Text)],
);

pub(super) static ALT_NAME: Table = table("a name", &[Field::required("name", Shape::Text), field("case", Shape::Choice(&["exact", "any"]))]);

pub(super) static NATIVE_NAME: Table = table("a native name", &[Field::required("text", Shape::Text), field("language", Shape::Language)]);

pub(super) static RELATION: Table = table(
    "a relation",
    &[
        Field::required("to", Shape::Reference),
        Field::required("type", Shape::Text),
        field("text", Shape::Text),
        field("from", Shape::Edtf),
        field("until", Shape::Edtf),
        field("sources", Shape::List(&Shape::Id)),
    ],
);

pub(super) static STATE_OF_THINGS: Table =
    table("`where_things_stand`", &[Field::required("state", Shape::Text), field("note", Shape::Prose), field("as_of", Shape::Day)]);

pub(super) static STANCE: Table =
    table("a stance", &[Field::required("text", Shape::Prose), field("as_of", Shape::Day), field("sources", Shape::List(&Shape::Id))]);

pub(super) static ROLE: Table = table(
    "a role",
    &[
        Field::required("office", Shape::Text),
        field("organisation", Shape::Text),
        field("country", Shape::Reference),
        field("from", Shape::Edtf),
        field("until", Shape::Edtf),
        field("sources", Shape::List(&Shape::Id)),
    ],
);

pub(super) static PLACE: Table =
    table("a place", &[field("name", Shape::Text), field("country", Shape::Reference), field("coordinates", Shape::List(&Shape::Number))]);

pub(super) static PARTICIPANT: Table =
    table("a participant", &[Field::required("who", Shape::Reference), field("side", Shape::Text), field("role", Shape::Text)]);

pub(super) static ACCOUNT: Table =
    table("an account", &[Field::required("side", Shape::Text), Field::required("text", Shape::Prose), field("sources", Shape::List(&Shape::Id))]);

pub(super) static OUTER_DOCUMENT: Table =
    table("a document", &[Field::required("title", Shape::Text), field("url", Shape::UrlOrFile), field("date", Shape::Edtf)]);

pub(super) static CERTAINTY: Table = table("certainty", &[Field::required("level", Shape::Choice(CERTAINTIES)), field("note", Shape::Text)]);

/// The keys that a kind of page has.
pub fn of(kind: &PageKind) -> &'static Table {
    match kind {
        PageKind::Article => &ARTICLE,
        PageKind::Topic(TopicKind::Country) => &COUNTRY,
        PageKind::Topic(TopicKind::Figure) => &FIGURE,
        PageKind::Topic(TopicKind::Event) => &EVENT,
        PageKind::Topic(TopicKind::Organisation) => &ORGANISATION,
        PageKind::Topic(TopicKind::Term) => &TERM,
        PageKind::Home | PageKind::Index(_) | PageKind::Intro(_) | PageKind::Plain(_) => &PAGE,
    }
}
