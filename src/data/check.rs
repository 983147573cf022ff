//! A tree against its table: every problem is reported, and what is wrong is left out of the tree that comes back.

use super::field::{Field, Shape, Table};
use super::messages;
use super::tree::{Format, Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::{Diagnostic, nearest};
use crate::text::{Route, Slug, SlugError, SourcePath};
use crate::time::{Day, FuzzyDate};

/// Checks a whole front matter or configuration against its table. The result has only keys of the table, with values of their shape.
pub fn check(table: &'static Table, tree: Node, format: Format, path: &SourcePath, problems: &mut Vec<Diagnostic>) -> Node {
    let mut check = Check { root: table, format, path, problems };
    match tree.value {
        Value::Record(entries) => {
            let value = check.record(table, entries, tree.span, true);
            Node { span: tree.span, value }
        }
        Value::Null => Node { span: tree.span, ..Node::empty() },
        _ => {
            check.problems.push(messages::not_keys(path, &tree));
            Node { span: tree.span, ..Node::empty() }
        }
    }
}

struct Check<'a> {
    root: &'static Table,
    format: Format,
    path: &'a SourcePath,
    problems: &'a mut Vec<Diagnostic>,
}

/// For how many unknown keys of one record a known one is looked for.
const GUESSED: usize = 50;

impl Check<'_> {
    fn record(&mut self, table: &'static Table, entries: Vec<(Key, Node)>, span: crate::text::Span, top: bool) -> Value {
        let mut kept = Vec::with_capacity(entries.len());
        let mut refused: Vec<&'static str> = Vec::new();
        let mut empty: Vec<Key> = Vec::new();
        let mut unknown = 0;
        for (key, node) in entries {
            if matches!(node.value, Value::Null) {
                empty.push(key);
                continue;
            }
            match table.field(&key.name) {
                Some(field) => match self.value(&field.shape, node, &key.name) {
                    Some(node) => kept.push((key, node)),
                    None => refused.push(field.key),
                },
                None => {
                    let above = !top && self.format == Format::Toml && self.root.field(&key.name).is_some();
                    unknown += 1;
                    // Whoever has so many unknown keys has not mistyped them.
                    let near = if unknown <= GUESSED { nearest(&key.name, table.all_fields().map(|field| field.key)) } else { None };
                    self.problems.push(messages::unknown_key(self.path, &key, table, above, near));
                }
            }
        }
        let missing = |field: &&Field| field.required && !refused.contains(&field.key) && !kept.iter().any(|(key, _)| &*key.name == field.key);
        for field in table.all_fields().filter(missing) {
            match empty.iter().find(|key| &*key.name == field.key) {
                Some(key) => self.problems.push(messages::key_without_value(self.path, key, field, table)),
                None => self.problems.push(messages::missing_key(self.path, span, field, table, top)),
            }
        }
        Value::Record(kept)
    }

    /// The value if it is of the shape, in the form the reader expects; otherwise the problem is reported.
    fn value(&mut self, shape: &'static Shape, node: Node, key: &str) -> Option<Node> {
        match shape {
            Shape::Any => return Some(node),
            Shape::List(of) | Shape::OneOrMany(of) => {
                let Value::List(entries) = node.value else {
                    if matches!(shape, Shape::List(_)) && !matches!(of, Shape::Record(_)) || matches!(shape, Shape::OneOrMany(_)) {
                        // One entry without its brackets is what people write; it can mean nothing else.
                        return self.value(of, node, key);
                    }
                    return self.wrong(shape, &node, key);
                };
                let entries = entries.into_iter().filter_map(|entry| self.value(of, entry, key)).collect();
                return Some(Node { span: node.span, value: Value::List(entries) });
            }
            Shape::Record(table) => {
                let Value::Record(entries) = node.value else { return self.wrong(shape, &node, key) };
                let value = self.record(table, entries, node.span, false);
                return Some(Node { span: node.span, value });
            }
            Shape::Or(first, table) => {
                return match node.value {
                    Value::Record(entries) => {
                        let value = self.record(table, entries, node.span, false);
                        Some(Node { span: node.span, value })
                    }
                    Value::Scalar(_) => self.value(first, node, key),
                    _ => self.wrong(shape, &node, key),
                };
            }
            Shape::Map(of) => {
                let Value::Record(entries) = node.value else { return self.wrong(shape, &node, key) };
                let entries = entries.into_iter().filter_map(|(key, node)| self.value(of, node, &key.name.clone()).map(|node| (key, node))).collect();
                return Some(Node { span: node.span, value: Value::Record(entries) });
            }
            _ => {}
        }
        let Value::Scalar(scalar) = &node.value else { return self.wrong(shape, &node, key) };
        match self.scalar(shape, scalar, &node, key) {
            Ok(()) => Some(node),
            Err(problem) => {
                self.problems.push(*problem);
                None
            }
        }
    }

    fn scalar(&self, shape: &'static Shape, scalar: &Scalar, node: &Node, key: &str) -> Result<(), Box<Diagnostic>> {
        let text = &*scalar.text;
        let wrong = || Box::new(messages::wrong_type(self.path, key, shape, node));
        let is = |good: bool| if good { Ok(()) } else { Err(wrong()) };
        match shape {
            Shape::Bool => is(scalar.kind == ScalarKind::Bool),
            _ if scalar.kind == ScalarKind::Bool => Err(wrong()),
            Shape::Text | Shape::Prose => {
                if text.trim().is_empty() {
                    Err(Box::new(messages::empty_text(self.path, key, node.span)))
                } else {
                    Ok(())
                }
            }
            Shape::Integer => is(scalar.kind == ScalarKind::Integer && text.parse::<i64>().is_ok()),
            Shape::Number => is(scalar.kind != ScalarKind::Text && text.parse::<f64>().is_ok()),
            Shape::Day => is_or(Day::parse(text).is_some(), || messages::bad_day(self.path, key, text, node.span)),
            Shape::Edtf => match FuzzyDate::parse(text) {
                Ok(_) => Ok(()),
                Err(error) => Err(Box::new(messages::bad_date(self.path, key, node.span, &error))),
            },
            Shape::Slug => match Slug::parse(text) {
                Ok(_) => Ok(()),
                Err(error) => Err(Box::new(messages::bad_slug(
                    self.path,
                    text,
                    node.span,
                    matches!(&error, SlugError::TooLong),
                    match &error {
                        SlugError::Characters(slug) => Some(slug),
                        _ => None,
                    },
                ))),
            },
            Shape::Address => is(Route::parse(text).is_some()),
            Shape::Url => is((text.starts_with("https://") || text.starts_with("http://"))
                && text.len() > 8
                && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))),
            Shape::Language => is(is_language(text)),
            Shape::Id => is(!text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')),
            Shape::Reference => is(!text.trim().is_empty() && scalar.kind != ScalarKind::Float),
            Shape::Choice(words) => is_or(words.contains(&text), || messages::no_choice(self.path, key, text, words, node.span)),
            _ => Err(wrong()),
        }
    }

    fn wrong(&mut self, shape: &Shape, node: &Node, key: &str) -> Option<Node> {
        self.problems.push(messages::wrong_type(self.path, key, shape, node));
        None
    }
}

fn is_or(good: bool, problem: impl FnOnce() -> Diagnostic) -> Result<(), Box<Diagnostic>> {
    if good { Ok(()) } else { Err(Box::new(problem())) }
}

/// The form of a language tag (BCP 47 §2.1): letters, then groups of one to eight letters or digits.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    (2..=8).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
