//! TOML into the tree.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::messages;
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// Reads TOML that stands at byte `offset` of its file. Every syntax error is reported, and what could be read is returned.
pub fn parse_toml(path: &SourcePath, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> Node {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let line = text[..span.start.min(text.len())].rfind('\n').map_or(0, |i| i + 1);
        let line = text[line..].lines().next().unwrap_or("");
        problems.push(messages::toml_syntax(path, Span::new(span).shifted(offset), error.message(), line));
    }
    let broken: Vec<Span> = errors.iter().filter_map(|error| error.span()).map(|span| Span::new(span).shifted(offset)).collect();
    let span = Span::new(table.span()).shifted(offset);
    let mut node = Node { span, value: record(table.get_ref(), offset) };
    forget_broken(&mut node, &broken);
    node
}

/// What stands where the syntax is broken was made up by the parser: its key counts as absent.
fn forget_broken(node: &mut Node, broken: &[Span]) {
    match &mut node.value {
        Value::Scalar(_) if broken.iter().any(|bad| bad.start < node.span.end.max(node.span.start + 1) && bad.end > node.span.start) => {
            node.value = Value::Null
        }
        Value::List(entries) => entries.iter_mut().for_each(|entry| forget_broken(entry, broken)),
        Value::Record(entries) => entries.iter_mut().for_each(|(_, entry)| forget_broken(entry, broken)),
        Value::Scalar(_) | Value::Null => {}
    }
}

fn record(table: &DeTable<'_>, offset: usize) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| (Key { name: key.get_ref().as_ref().into(), span: Span::new(key.span()).shifted(offset) }, node(value, offset)))
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
    i64::from_str_radix(number.as_str(), number.radix()).map_or_else(|_| number.as_str().to_owned(), |n| n.to_string())
}
