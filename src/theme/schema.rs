//! The schema of `theme.toml`.

use crate::data::{Field, FieldType, Schema};

pub static THEME: Schema = Schema {
    name: "theme.toml",
    own_fields: &[
        Field::required("name", FieldType::Text),
        Field::new("description", FieldType::Text),
        Field::new("version", FieldType::Text),
        Field::new("assets", FieldType::Record(&ASSETS)),
        Field::new("options", FieldType::Map(&FieldType::Record(&OPTION))),
    ],
    includes: &[],
};

pub(super) static ASSETS: Schema = Schema {
    name: "[assets]",
    own_fields: &[
        Field::new("stylesheet", FieldType::Text),
        Field::new("script", FieldType::Text),
        Field::new("icon", FieldType::Text),
        Field::new("redirect", FieldType::Text),
    ],
    includes: &[],
};

/// See `OptionType`.
pub(super) const OPTION_TYPES: &[&str] =
    &["text", "flag", "number", "colour", "file", "choice", "choices"];

pub(super) static OPTION: Schema = Schema {
    name: "an option",
    own_fields: &[
        Field::required("type", FieldType::Choice(OPTION_TYPES)),
        Field::new("default", FieldType::Any),
        Field::new("words", FieldType::List(&FieldType::Text)),
        Field::new("property", FieldType::Text),
        Field::new("scheme", FieldType::Choice(&["light", "dark"])),
        Field::new("on", FieldType::List(&FieldType::Text)),
        Field::new("says", FieldType::Text),
    ],
    includes: &[],
};
