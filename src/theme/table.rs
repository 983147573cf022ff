//! The keys of `theme.toml`.

use crate::data::{Field, Shape, Table};

/// `theme.toml`.
pub static THEME: Table = Table {
    what: "theme.toml",
    fields: &[
        Field::required("name", Shape::Text),
        Field::new("description", Shape::Text),
        Field::new("version", Shape::Text),
        Field::new("assets", Shape::Record(&ASSETS)),
        Field::new("options", Shape::Map(&Shape::Record(&OPTION))),
    ],
    also: &[],
};

pub(super) static ASSETS: Table = Table {
    what: "[assets]",
    fields: &[Field::new("stylesheet", Shape::Text), Field::new("script", Shape::Text), Field::new("icon", Shape::Text), Field::new("redirect", Shape::Text)],
    also: &[],
};

/// What the value of an option may be.
pub(super) const OPTION_TYPES: &[&str] = &["text", "flag", "number", "colour", "file", "choice", "choices"];

pub(super) static OPTION: Table = Table {
    what: "an option",
    fields: &[
        Field::required("type", Shape::Choice(OPTION_TYPES)),
        Field::new("default", Shape::Any),
        Field::new("words", Shape::List(&Shape::Text)),
        Field::new("property", Shape::Text),
        Field::new("scheme", Shape::Choice(&["light", "dark"])),
        Field::new("on", Shape::List(&Shape::Text)),
        Field::new("says", Shape::Text),
    ],
    also: &[],
};
