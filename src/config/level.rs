//! Levels of diagnostics, as `[check]` of a site and `check` of a page set them.

use super::messages;
use crate::data::{Decode, Decoder, FieldType, Node};
use crate::diagnostics::Severity;

/// A level of a diagnostic; `None` is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(pub Option<Severity>);

impl Level {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(Level(match name {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "note" => Some(Severity::Note),
            "off" => None,
            _ => return None,
        }))
    }
}

impl Decode for Level {
    const TYPE: FieldType = FieldType::Any;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let level = node.as_text().and_then(Level::from_name);
        if level.is_none() {
            decoder.problems.push(messages::bad_level(decoder.path, node));
        }
        level
    }
}

/// Codes that earlier versions used, and their names today.
const RENAMED_CODES: [(&str, &str); 2] =
    [("further-title", "multiple-titles"), ("odd-asset", "unsupported-asset")];

/// The name today of a code that was renamed.
pub(crate) fn renamed_code(code: &str) -> Option<&'static str> {
    RENAMED_CODES.iter().find(|(old, _)| *old == code).map(|(_, new)| *new)
}
