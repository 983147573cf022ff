//! Front matter and configuration as data: one tree of raw scalars for YAML and TOML alike, and tables that say which keys there may be.

mod broken_toml;
mod broken_yaml;
mod check;
mod field;
mod lost;
mod messages;
mod parse;
mod read;
mod toml;
mod tree;
mod yaml;

pub use field::{Field, Shape, Table};
pub use messages::{CODES, is_known_elsewhere, unclosed_comment};
pub use parse::{Parsed, parse};
pub use read::{Prose, Record, Spanned};
pub(crate) use toml::parse_toml;
pub use tree::{Format, Key, Node, Scalar, ScalarKind, Value};
