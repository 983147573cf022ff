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
    ],
    also: &[],
};

pub(super) static ASSETS: Table =
    Table { what: "[assets]", fields: &[Field::new("stylesheet", Shape::Text), Field::new("script", Shape::Text), Field::new("icon", Shape::Text)], also: &[] };
