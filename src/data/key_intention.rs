//! What an unknown key was probably meant to be.

use super::foreign_keys::{ForeignKeyMatch, find_foreign_key};
use super::schema::{Field, FieldType, Schema};
use crate::diagnostics::{is_typing_error, nearest_match};

pub(super) enum KeyIntention {
    /// A key of the whole file, below a TOML header.
    BelongsAbove(&'static Field),
    /// A key with a typing error: its value is read as that of the key.
    Typo(&'static Field),
    /// What another generator, or another word, calls a key. Its value is not read.
    Foreign(ForeignKeyMatch),
    /// A key of the group that has this key, and no other.
    BelongsBelow(&'static Field),
    /// A key of the record that resembles it. Its value is not read: the guess may be wrong.
    Similar(&'static Field),
    Unknown,
}

impl KeyIntention {
    pub(super) fn of(name: &str, schema: &'static Schema) -> Self {
        // The first word of a line that lacks its colon or the space after it.
        let first = name.split([' ', ':']).next().and_then(|word| schema.field(word));
        if let Some(field) = first {
            return KeyIntention::Typo(field);
        }
        if let Some(found) = find_foreign_key(name, schema) {
            return KeyIntention::Foreign(found);
        }
        if let Some(field) = mistyped_field(name, schema) {
            return KeyIntention::Typo(field);
        }
        if let Some(group) = group_with_key(name, schema) {
            return KeyIntention::BelongsBelow(group);
        }
        let near = nearest_match(name, schema.fields().map(|field| field.key));
        near.and_then(|key| schema.field(key)).map_or(KeyIntention::Unknown, KeyIntention::Similar)
    }

    /// The key that was meant.
    pub(super) fn field(&self) -> Option<&'static Field> {
        match self {
            KeyIntention::BelongsAbove(field)
            | KeyIntention::Typo(field)
            | KeyIntention::Similar(field) => Some(field),
            KeyIntention::Foreign(found) => found.field,
            KeyIntention::BelongsBelow(_) | KeyIntention::Unknown => None,
        }
    }
}

/// The only group of a configuration file that has this key. On a page, a key that is not known is
/// rarely one of a group.
fn group_with_key(name: &str, schema: &'static Schema) -> Option<&'static Field> {
    let has_key = |field: &&Field| match field.field_type {
        FieldType::Record(group) => group.field(name).is_some(),
        _ => false,
    };
    let mut groups = schema.fields().filter(has_key);
    let is_page = schema.field("draft").is_some();
    groups.next().filter(|_| !is_page && groups.next().is_none())
}

/// The key that a name is, up to one typing error.
pub(super) fn mistyped_field(name: &str, schema: &'static Schema) -> Option<&'static Field> {
    let near = nearest_match(name, schema.fields().map(|field| field.key));
    near.filter(|key| is_typing_error(name, key)).and_then(|key| schema.field(key))
}
