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
    let (mut header_is_broken, mut after_again) = (false, 0);
    let mut broken: Vec<Span> = Vec::new();
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let line = line_of(text, span.start);
        let written = &text[line.clone()];
        let list = list_around(&root, offset + span.start, offset + line.start);
        let (is_header, is_again) = (written.starts_with('['), error.message() == "duplicate key");
        // Without one header, the keys below it are those of the one before, and later headers are of another kind; a list that is not closed goes on through all that
        // follows.
        let follows = match list {
            Some(list) => broken.contains(&list),
            None if is_again && is_header => header_is_broken,
            None => is_again && after_again > 0 && text[after_again..line.start].trim().is_empty(),
        };
        broken.push(list.unwrap_or_else(|| Span::new(line.clone()).shifted(offset)));
        header_is_broken |= is_header;
        if is_again {
            after_again = line.end;
        }
        if follows {
            continue;
        }
        let place = Span::new(span).shifted(offset);
        problems.push(match list {
            Some(list) if is_header || written.starts_with(char::is_alphabetic) => messages::open_list(path, Span { end: list.start + 1, ..list }),
            _ if is_again => messages::key_again(path, place, written),
            _ => messages::toml_syntax(path, place, error.message(), written),
        });
    }
    let whole = broken.iter().fold(true, |whole, place| unread(&mut root, *place) && whole);
    (root, whole)
}

/// The innermost list in which a byte stands, of those that begin above its line.
fn list_around(node: &Node, at: usize, line: usize) -> Option<Span> {
    match &node.value {
        Value::List(entries) => {
            let inner = entries.iter().find_map(|entry| list_around(entry, at, line));
            inner.or(Some(node.span).filter(|span| (span.start as usize) < line && at <= span.end as usize))
        }
        Value::Record(entries) => entries.iter().find_map(|(_, entry)| list_around(entry, at, line)),
        _ => None,
    }
}

/// The bytes of the line in which a byte stands.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(at.min(text.len()));
    before.rfind('\n').map_or(0, |end| end + 1)..after.find('\n').map_or(text.len(), |end| before.len() + end)
}

/// What stands where the syntax is broken was made up by the parser: it counts as unread. False where nothing stands there.
fn unread(node: &mut Node, broken: Span) -> bool {
    match &mut node.value {
        Value::List(_) if node.span == broken => {
            *node = Node::unread(node.span);
            true
        }
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
