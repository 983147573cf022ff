//! Front matter and configuration as data: one tree of raw scalars for YAML and TOML, schemas that
//! say which keys there may be, and decoders.

mod csv;
mod decode;
mod foreign_keys;
mod json_schema;
mod key_intention;
mod lost_text;
mod messages;
mod parse;
mod records;
mod schema;
mod toml;
mod toml_recovery;
mod tree;
mod validate;
mod yaml;
mod yaml_recovery;
mod yaml_text;

pub use csv::{Csv, write_csv};
pub use decode::{Decode, Decoder, InlineMarkdown, Spanned, SpannedMap, decode_toml};
pub use foreign_keys::is_foreign_key;
pub use json_schema::json_schema;
pub(crate) use messages::MISSING_KEY;
pub use messages::{CODES, example_line, unclosed_comment};
pub use parse::{Parsed, parse};
pub(crate) use records::records;
pub use schema::{Field, FieldType, Schema};
pub(crate) use toml::parse_toml;
pub use tree::{Format, Key, Node, Scalar, ScalarKind, Value};
