//! YAML into the tree, from the parser's events: no value is resolved, expanded or guessed.

use std::collections::hash_map::Entry;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use rustc_hash::FxHashMap;

use super::messages;
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// How deep lists and groups may be nested.
const DEEPEST: usize = 32;

/// Reads YAML that stands at byte `offset` of its file. Anchors, aliases and tags are refused, so the tree is never larger than its text.
pub fn parse_yaml(path: &SourcePath, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> Node {
    let mut reader = Reader { path, text, offset, parser: Parser::new_from_str(text), problems, depth: 0 };
    reader.document().unwrap_or_else(Node::empty)
}

struct Reader<'a, 'p> {
    path: &'a SourcePath,
    text: &'a str,
    offset: usize,
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    problems: &'p mut Vec<Diagnostic>,
    depth: usize,
}

impl<'a> Reader<'a, '_> {
    /// The first document; `None` where there is none or it breaks off. What was wrong has been reported.
    fn document(&mut self) -> Option<Node> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd | Event::DocumentEnd => return None,
                event => return self.node(event, span),
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'a>, YamlSpan)> {
        match self.parser.next_event()? {
            Ok(next) => Some(next),
            Err(error) => {
                self.syntax(&error);
                None
            }
        }
    }

    fn syntax(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        // An error at the end of the text is shown at the last line that has something on it.
        let at = if self.text[at..].trim().is_empty() { self.text.trim_end().len() } else { at };
        self.problems.push(messages::yaml_syntax(self.path, Span::new(at..at).shifted(self.offset), &error.info().to_string()));
    }

    fn node(&mut self, event: Event<'a>, span: YamlSpan) -> Option<Node> {
        let place = self.place(&span);
        if event.anchor_id().is_some() || event.tag().is_some() || event.is_alias() {
            self.problems.push(messages::yaml_reference(self.path, place));
        }
        match event {
            Event::Scalar(text, style, ..) => Some(Node { span: place, value: scalar(&text, style) }),
            Event::SequenceStart(..) => self.nested(place, Self::list),
            Event::MappingStart(..) => self.nested(place, Self::record),
            _ => Some(Node { span: place, value: Value::Null }),
        }
    }

    fn nested(&mut self, place: Span, read: fn(&mut Self) -> Option<(Value, Span)>) -> Option<Node> {
        if self.depth == DEEPEST {
            self.problems.push(messages::too_deep(self.path, place, DEEPEST));
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        let (value, end) = read?;
        Some(Node { span: Span { start: place.start, end: end.end.max(place.start) }, value })
    }

    fn list(&mut self) -> Option<(Value, Span)> {
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, span) => return Some((Value::List(entries), self.place(&span))),
                (event, span) => entries.push(self.node(event, span)?),
            }
        }
    }

    fn record(&mut self) -> Option<(Value, Span)> {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        let mut known: FxHashMap<Box<str>, Span> = FxHashMap::default();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Some((Value::Record(entries), self.place(&span)));
            }
            let key = self.node(event, span)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            let Value::Scalar(name) = key.value else {
                self.problems.push(messages::key_is_no_text(self.path, key.span));
                continue;
            };
            let key = Key { name: name.text, span: key.span };
            match known.entry(key.name.clone()) {
                Entry::Occupied(first) => self.problems.push(messages::key_twice(self.path, &key, *first.get())),
                Entry::Vacant(place) => {
                    place.insert(key.span);
                    entries.push((key, value));
                }
            }
        }
    }

    fn place(&self, span: &YamlSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let slice = self.text.get(range.clone()).unwrap_or("");
        Span::new(range.start..range.start + slice.trim_end().len()).shifted(self.offset)
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let kind = match (style, text) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => return Value::Null,
        (ScalarStyle::Plain, "true" | "True" | "TRUE") => return Value::Scalar(Scalar { text: "true".into(), kind: ScalarKind::Bool }),
        (ScalarStyle::Plain, "false" | "False" | "FALSE") => return Value::Scalar(Scalar { text: "false".into(), kind: ScalarKind::Bool }),
        (ScalarStyle::Plain, text) if is_integer(text) => ScalarKind::Integer,
        (ScalarStyle::Plain, text) if text.parse::<f64>().is_ok() && text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) => ScalarKind::Float,
        _ => ScalarKind::Text,
    };
    Value::Scalar(Scalar { text: text.into(), kind })
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
