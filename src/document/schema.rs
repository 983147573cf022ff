//! The keys of front matter.

use crate::config::AUTOLINK_POLICIES;
use crate::data::{Field, FieldType, Schema};

use super::PageKind;
use crate::config::TopicKind;

const fn field(key: &'static str, shape: FieldType) -> Field {
    Field::new(key, shape)
}

const fn table(what: &'static str, fields: &'static [Field]) -> Schema {
    Schema { name: what, own_fields: fields, includes: &[] }
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
pub static PLAIN_PAGE: Schema =
    Schema { name: "a page", own_fields: &[PUBLICATION_DATE], includes: &[&COMMON] };

/// The day of publication; on an event, `date` is when it happened.
const PUBLICATION_DATE: Field = field("date", FieldType::Day);

/// Keys of every page.
static COMMON: Schema = table(
    "a page",
    &[
        field("title", FieldType::Text),
        field("slug", FieldType::Slug),
        field("draft", FieldType::Bool),
        field("language", FieldType::Language),
        field("redirect_from", FieldType::List(&FieldType::Route)),
        field("description", FieldType::Text),
        field("updated", FieldType::Day),
        field("as_of", FieldType::Day),
        field("review_by", FieldType::Day),
        field("authors", FieldType::List(&FieldType::Text)),
        field("image", FieldType::Record(&IMAGE)),
        field("sources", FieldType::List(&FieldType::Record(&SOURCE))),
        field("updates", FieldType::List(&FieldType::Record(&UPDATE))),
        field("autolink", FieldType::Choice(AUTOLINK_POLICIES)),
        field("disambiguate", FieldType::Map(&FieldType::Reference)),
        field("check", FieldType::Map(&FieldType::Any)),
        field("extra", FieldType::Any),
    ],
);

/// Keys of every topic.
static TOPIC: Schema = table(
    "a topic",
    &[
        field(
            "also_known_as",
            FieldType::List(&FieldType::ValueOrRecord(&FieldType::Text, &ALT_NAME)),
        ),
        field("not_in", FieldType::List(&FieldType::Text)),
        field("native_name", FieldType::Record(&NATIVE_NAME)),
        field("pronunciation", FieldType::Text),
        field("sort_name", FieldType::Text),
        field("wikidata", FieldType::Wikidata),
        field("autolink_target", FieldType::Bool),
        field("why", FieldType::InlineMarkdown),
        field("relations", FieldType::List(&FieldType::Record(&RELATION))),
    ],
);

/// An article.
pub static ARTICLE: Schema = Schema {
    name: "an article",
    own_fields: &[
        PUBLICATION_DATE,
        field("about", FieldType::List(&FieldType::Reference)),
        field("key_points", FieldType::List(&FieldType::InlineMarkdown)),
        field("where_things_stand", FieldType::Record(&WHERE_THINGS_STAND)),
        field("order", FieldType::Integer),
        field("type", FieldType::Text),
    ],
    includes: &[&COMMON],
};

/// A country.
pub static COUNTRY: Schema = Schema {
    name: "a country",
    own_fields: &[
        PUBLICATION_DATE,
        field("iso", FieldType::Text),
        field("official_name", FieldType::Text),
        field("capital", FieldType::Text),
        field("region", FieldType::Text),
        field("demonyms", FieldType::List(&FieldType::Text)),
        field("metonyms", FieldType::List(&FieldType::Text)),
        field("stance", FieldType::Record(&STANCE)),
    ],
    includes: &[&TOPIC, &COMMON],
};

/// A figure.
pub static FIGURE: Schema = Schema {
    name: "a figure",
    own_fields: &[
        PUBLICATION_DATE,
        field("family_name", FieldType::Text),
        field("given_name", FieldType::Text),
        field("country", FieldType::OneOrMany(&FieldType::Reference)),
        field("born", FieldType::Edtf),
        field("died", FieldType::Edtf),
        field("roles", FieldType::List(&FieldType::Record(&ROLE))),
        field("role", FieldType::Text),
    ],
    includes: &[&TOPIC, &COMMON],
};

/// An event.
pub static EVENT: Schema = Schema {
    name: "an event",
    own_fields: &[
        Field::required("date", FieldType::Edtf),
        field("place", FieldType::ValueOrRecord(&FieldType::Text, &PLACE)),
        field("type", FieldType::Text),
        field("status", FieldType::Choice(STATUSES)),
        field("importance", FieldType::Choice(IMPORTANCES)),
        field(
            "participants",
            FieldType::List(&FieldType::ValueOrRecord(&FieldType::Reference, &PARTICIPANT)),
        ),
        field("outcome", FieldType::InlineMarkdown),
        field("significance", FieldType::InlineMarkdown),
        field("accounts", FieldType::List(&FieldType::Record(&ACCOUNT))),
        field("part_of", FieldType::OneOrMany(&FieldType::Reference)),
        field("follows", FieldType::OneOrMany(&FieldType::Reference)),
        field("led_to", FieldType::OneOrMany(&FieldType::Reference)),
        field("documents", FieldType::List(&FieldType::Record(&EVENT_DOCUMENT))),
        field("certainty", FieldType::ValueOrRecord(&FieldType::Choice(CERTAINTIES), &CERTAINTY)),
    ],
    includes: &[&TOPIC, &COMMON],
};

/// An organisation.
pub static ORGANISATION: Schema = Schema {
    name: "an organisation",
    own_fields: &[PUBLICATION_DATE],
    includes: &[&TOPIC, &COMMON],
};

/// A term.
pub static TERM: Schema =
    Schema { name: "a term", own_fields: &[PUBLICATION_DATE], includes: &[&TOPIC, &COMMON] };

/// `sources.toml`.
pub static SOURCES: Schema =
    table("sources.toml", &[field("sources", FieldType::List(&FieldType::Record(&SOURCE)))]);

pub(super) static IMAGE: Schema = table(
    "an image",
    &[
        Field::required("src", FieldType::Text),
        Field::required("alt", FieldType::Text),
        field("caption", FieldType::Text),
        field("credit", FieldType::Text),
        field("license", FieldType::Text),
    ],
);

/// What a `.toml` beside a picture says of it.
pub static SIDECAR: Schema = table(
    "what is said of a picture",
    &[
        field("alt", FieldType::Text),
        field("caption", FieldType::Text),
        field("credit", FieldType::Text),
        field("license", FieldType::Text),
    ],
);

/// A source.
pub static SOURCE: Schema = table(
    "a source",
    &[
        field("id", FieldType::Id),
        Field::required("title", FieldType::Text),
        field("publisher", FieldType::Text),
        field("url", FieldType::Url),
        field("date", FieldType::Edtf),
        field("accessed", FieldType::Day),
        field("archived", FieldType::Url),
        field("language", FieldType::Language),
        field("type", FieldType::Text),
        field("withdrawn", FieldType::Record(&WITHDRAWAL)),
    ],
);

pub(super) static WITHDRAWAL: Schema = table(
    "a withdrawal",
    &[Field::required("date", FieldType::Day), field("note", FieldType::Text)],
);

pub(super) static UPDATE: Schema = table(
    "an update",
    &[
        Field::required("date", FieldType::Day),
        field("type", FieldType::Choice(UPDATE_TYPES)),
        Field::required("note", FieldType::InlineMarkdown),
        field("at", FieldType::Text),
    ],
);

pub(super) static ALT_NAME: Schema = table(
    "a name",
    &[
        Field::required("name", FieldType::Text),
        field("case", FieldType::Choice(&["exact", "any"])),
    ],
);

pub(super) static NATIVE_NAME: Schema = table(
    "a native name",
    &[Field::required("text", FieldType::Text), field("language", FieldType::Language)],
);

pub(super) static RELATION: Schema = table(
    "a relation",
    &[
        Field::required("to", FieldType::Reference),
        Field::required("type", FieldType::Text),
        field("text", FieldType::Text),
        field("from", FieldType::Edtf),
        field("until", FieldType::Edtf),
        field("sources", FieldType::List(&FieldType::Id)),
    ],
);

pub(super) static WHERE_THINGS_STAND: Schema = table(
    "`where_things_stand`",
    &[
        Field::required("state", FieldType::Text),
        field("note", FieldType::InlineMarkdown),
        field("as_of", FieldType::Day),
    ],
);

pub(super) static STANCE: Schema = table(
    "a stance",
    &[
        Field::required("text", FieldType::InlineMarkdown),
        field("as_of", FieldType::Day),
        field("sources", FieldType::List(&FieldType::Id)),
    ],
);

pub(super) static ROLE: Schema = table(
    "a role",
    &[
        Field::required("office", FieldType::Text),
        field("organisation", FieldType::Text),
        field("country", FieldType::Reference),
        field("from", FieldType::Edtf),
        field("until", FieldType::Edtf),
        field("sources", FieldType::List(&FieldType::Id)),
    ],
);

pub(super) static PLACE: Schema = table(
    "a place",
    &[
        field("name", FieldType::Text),
        field("country", FieldType::Reference),
        field("coordinates", FieldType::List(&FieldType::Number)),
    ],
);

pub(super) static PARTICIPANT: Schema = table(
    "a participant",
    &[
        Field::required("who", FieldType::Reference),
        field("side", FieldType::Text),
        field("role", FieldType::Text),
    ],
);

pub(super) static ACCOUNT: Schema = table(
    "an account",
    &[
        Field::required("side", FieldType::Text),
        Field::required("text", FieldType::InlineMarkdown),
        field("sources", FieldType::List(&FieldType::Id)),
    ],
);

pub(super) static EVENT_DOCUMENT: Schema = table(
    "a document",
    &[
        Field::required("title", FieldType::Text),
        field("url", FieldType::UrlOrFile),
        field("date", FieldType::Edtf),
    ],
);

pub(super) static CERTAINTY: Schema = table(
    "certainty",
    &[Field::required("level", FieldType::Choice(CERTAINTIES)), field("note", FieldType::Text)],
);

/// The keys that a kind of page has.
pub fn schema_of(kind: &PageKind) -> &'static Schema {
    match kind {
        PageKind::Article => &ARTICLE,
        PageKind::Topic(TopicKind::Country) => &COUNTRY,
        PageKind::Topic(TopicKind::Figure) => &FIGURE,
        PageKind::Topic(TopicKind::Event) => &EVENT,
        PageKind::Topic(TopicKind::Organisation) => &ORGANISATION,
        PageKind::Topic(TopicKind::Term) => &TERM,
        PageKind::Home | PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => {
            &PLAIN_PAGE
        }
    }
}
