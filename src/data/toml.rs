//! TOML into the tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::toml_recovery;
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// Reads TOML that stands at byte `offset` of its file. Every syntax error is reported, but not
/// what follows from it; what could be read is returned, and whether that has all keys there are.
pub fn parse_toml(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> (Node, bool) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut root = Node {
        span: Span::new(table.span()).shifted(offset),
        value: record(table.get_ref(), offset),
    };
    let errors: Vec<(Range<usize>, &str)> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    let whole = toml_recovery::recover(path, text, offset, errors, &mut root, problems);
    (root, whole)
}

fn record(table: &DeTable<'_>, offset: usize) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| {
            (
                Key {
                    name: key.get_ref().as_ref().into(),
                    span: Span::new(key.span()).shifted(offset),
                },
                node(value, offset),
            )
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    Value::Record(entries)
}

fn node(value: &Spanned<DeValue<'_>>, offset: usize) -> Node {
    let scalar = |text: &str, kind| Value::Scalar(Scalar { text: text.into(), kind });
    let tree = match value.get_ref() {
        DeValue::String(text) => scalar(text, ScalarKind::Text),
        DeValue::Integer(number) => scalar(&decimal(number), ScalarKind::Integer),
        DeValue::Float(number) => scalar(number.as_str(), ScalarKind::Float),
        DeValue::Boolean(truth) => scalar(if *truth { "true" } else { "false" }, ScalarKind::Bool),
        DeValue::Datetime(date) => scalar(&date.to_string(), ScalarKind::Date),
        DeValue::Array(list) => Value::List(list.iter().map(|entry| node(entry, offset)).collect()),
        DeValue::Table(table) => record(table, offset),
    };
    Node { span: Span::new(value.span()).shifted(offset), value: tree }
}

fn decimal(number: &toml::de::DeInteger<'_>) -> String {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_or_else(|_| number.as_str().to_owned(), |n| n.to_string())
}
