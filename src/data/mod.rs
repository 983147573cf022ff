//! Front matter and configuration as data: one tree of raw scalars for YAML and TOML alike, and tables that say which keys there may be.

mod check;
mod field;
mod messages;
mod read;
mod toml;
mod tree;
mod yaml;

pub use check::check;
pub use field::{Field, Shape, Table};
pub use messages::CODES;
pub use read::{Prose, Record, Spanned};
pub use toml::parse_toml;
pub use tree::{Format, Key, Node, Scalar, ScalarKind, Value};
pub use yaml::parse_yaml;
