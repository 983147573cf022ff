//! TOML into the tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::toml_recovery;
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// Parses TOML that begins at byte `offset` of its file. Syntax errors are reported, but not what
/// follows from them. Also returns whether the tree has all keys of the text.
pub fn parse_toml(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> (Node, bool) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = Span::new(table.span()).shifted(offset);
    let mut root = Node { span, value: record(table.get_ref(), offset) };
    let errors: Vec<(Range<usize>, &str)> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    let is_complete = toml_recovery::recover(path, text, offset, errors, &mut root, problems);
    (root, is_complete)
}

fn record(table: &DeTable<'_>, offset: usize) -> Value {
    let entry = |(key, value): (&Spanned<_>, _)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        let span = Span::new(key.span()).shifted(offset);
        (Key { name: name.as_ref().into(), span }, node(value, offset))
    };
    let mut entries: Vec<(Key, Node)> = table.iter().map(entry).collect();
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
