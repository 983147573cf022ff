//! Front matter and configuration as data: one tree of raw scalars for YAML and TOML alike, and
//! tables that say which keys there may be.

mod toml_recovery;
mod yaml_recovery;
mod validate;
mod schema;
mod lost_text;
mod messages;
mod parse;
mod record;
mod toml;
mod tree;
mod yaml;

pub(crate) use messages::MISSING_KEY;
pub use messages::{CODES, is_foreign_key, unclosed_comment};
pub use parse::{Parsed, parse};
pub use record::{InlineMarkdown, Record, Spanned};
pub use schema::{Field, FieldType, Schema};
pub(crate) use toml::parse_toml;
pub use tree::{Format, Key, Node, Scalar, ScalarKind, Value};
