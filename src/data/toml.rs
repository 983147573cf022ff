//! TOML into the tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::messages;
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// Reads TOML that stands at byte `offset` of its file. Every syntax error is reported, but not what follows from it; what could be read is returned, and whether that has
/// all keys there are.
pub fn parse_toml(path: &SourcePath, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> (Node, bool) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut root = Node { span: Span::new(table.span()).shifted(offset), value: record(table.get_ref(), offset) };
    let (mut whole, mut header_is_broken, mut after_again) = (true, false, 0);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let line = line_of(text, span.start);
        let written = &text[line.clone()];
        whole &= unread(&mut root, Span::new(line.clone()).shifted(offset));
        let (is_header, is_again) = (written.trim_start().starts_with('['), error.message() == "duplicate key");
        // Without one header, the keys below it are those of the one before, and later headers are of another kind.
        let follows = is_again && if is_header { header_is_broken } else { after_again > 0 && text[after_again..line.start].trim().is_empty() };
        header_is_broken |= is_header;
        if is_again {
            after_again = line.end;
        }
        if !follows {
            let span = Span::new(span).shifted(offset);
            problems.push(if is_again { messages::key_again(path, span, written) } else { messages::toml_syntax(path, span, error.message(), written) });
        }
    }
    (root, whole)
}

/// The bytes of the line in which a byte stands.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(at.min(text.len()));
    before.rfind('\n').map_or(0, |end| end + 1)..after.find('\n').map_or(text.len(), |end| before.len() + end)
}

/// What stands where the syntax is broken was made up by the parser: it counts as unread. False where nothing stands there.
fn unread(node: &mut Node, broken: Span) -> bool {
    match &mut node.value {
        Value::Scalar(_) | Value::Unread(_) if broken.start < node.span.end.max(node.span.start + 1) && broken.end.max(broken.start + 1) > node.span.start => {
            *node = Node::unread(node.span);
            true
        }
        Value::List(entries) => entries.iter_mut().fold(false, |found, entry| unread(entry, broken) || found),
        Value::Record(entries) => entries.iter_mut().fold(false, |found, (_, entry)| unread(entry, broken) || found),
        Value::Scalar(_) | Value::Null | Value::Unread(_) => false,
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
