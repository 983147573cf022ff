//! YAML into the tree, from the parser's events: no value is resolved, expanded or guessed.

use std::collections::hash_map::Entry;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use rustc_hash::FxHashMap;

use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use super::{messages, yaml_recovery};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// How deep lists and groups may be nested.
const MAX_NESTING: usize = 32;

/// Reads YAML that stands at byte `offset` of its file; and says whether what comes back has all
/// keys there are. Anchors, aliases and tags are refused, so the tree is never larger than its
/// text. Where its syntax is broken, each key of the top is read by itself, and the one that cannot
/// be is unread.
pub(super) fn parse_yaml(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> (Node, bool) {
    let mut found = Vec::new();
    match parse_document(path, text, offset, &mut found) {
        Some(root) => {
            problems.extend(found);
            (root, true)
        }
        None if found.is_empty() => (Node::empty(), true),
        None => yaml_recovery::recover(path, text, offset, problems).unwrap_or_else(|| {
            problems.append(&mut found);
            (Node::empty(), false)
        }),
    }
}

/// `None` where it breaks off. What was wrong has been reported.
pub(super) fn parse_document(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> Option<Node> {
    TreeBuilder { path, text, offset, parser: Parser::new_from_str(text), problems, depth: 0 }
        .document()
}

/// True where nothing is wrong with the syntax of a text.
pub(super) fn is_valid_syntax(text: &str) -> bool {
    let mut parser = Parser::new_from_str(text);
    std::iter::from_fn(|| parser.next_event()).all(|event| event.is_ok())
}

struct TreeBuilder<'a, 'p> {
    path: &'a SourcePath,
    text: &'a str,
    offset: usize,
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    problems: &'p mut Vec<Diagnostic>,
    depth: usize,
}

impl<'a> TreeBuilder<'a, '_> {
    /// All there is; `None` where there is nothing or it breaks off. What was wrong has been
    /// reported.
    fn document(&mut self) -> Option<Node> {
        let root = loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd | Event::DocumentEnd => return None,
                event => break self.node(event, span)?,
            }
        };
        // A key that is indented less than the first ends the document, as does `...`; what comes
        // behind is another one.
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Some(root),
                (Event::DocumentEnd | Event::DocumentStart(..), _) => {}
                (_, span) => {
                    self.problems
                        .push(messages::after_document_end(self.path, self.to_span(&span)));
                    return None;
                }
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'a>, YamlSpan)> {
        match self.parser.next_event()? {
            Ok(next) => Some(next),
            Err(error) => {
                self.report_syntax_error(&error);
                None
            }
        }
    }

    fn report_syntax_error(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        // An error at the end of the text is shown at the last line that has something on it.
        let at = if self.text[at..].trim().is_empty() { self.text.trim_end().len() } else { at };
        let place = Span::new(at..at).shifted(self.offset);
        self.problems.push(match error.info().to_string() {
            what if what.contains("<document start>") => {
                messages::after_document_end(self.path, place)
            }
            what => messages::yaml_syntax(
                self.path,
                place,
                &what,
                yaml_recovery::suggest_line(self.text, at),
            ),
        });
    }

    fn node(&mut self, event: Event<'a>, span: YamlSpan) -> Option<Node> {
        let place = self.to_span(&span);
        let is_reference = event.anchor_id().is_some() || event.tag().is_some() || event.is_alias();
        if is_reference {
            self.problems.push(messages::unsupported_yaml(self.path, place));
        }
        match event {
            Event::Scalar(..) | Event::Alias(..) if is_reference => Some(Node::invalid(place)),
            Event::Scalar(text, style, ..) => {
                Some(Node { span: place, value: scalar(&text, style) })
            }
            Event::SequenceStart(..) => self.nested(place, Self::list),
            Event::MappingStart(..) => self.nested(place, Self::record),
            _ => Some(Node { span: place, value: Value::Null }),
        }
    }

    fn nested(
        &mut self,
        place: Span,
        read: fn(&mut Self) -> Option<(Value, Span)>,
    ) -> Option<Node> {
        if self.depth == MAX_NESTING {
            self.problems.push(messages::nested_too_deep(self.path, place, MAX_NESTING));
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        let (value, end) = read?;
        // What is not in brackets ends where the next thing begins.
        let start = place.start as usize - self.offset;
        let end = self
            .text
            .get(start..end.end as usize - self.offset)
            .map_or(start, |all| start + all.trim_end().len());
        Some(Node { span: Span::new(start..end).shifted(self.offset), value })
    }

    fn list(&mut self) -> Option<(Value, Span)> {
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, span) => {
                    return Some((Value::List(entries), self.to_span(&span)));
                }
                (event, span) => entries.push(self.node(event, span)?),
            }
        }
    }

    fn record(&mut self) -> Option<(Value, Span)> {
        let mut entries = RecordEntries::default();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Some((Value::Record(entries.entries), self.to_span(&span)));
            }
            let key = self.node(event, span)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            match key.value {
                Value::Scalar(name) => entries.add(
                    self.path,
                    Key { name: name.text, span: key.span },
                    value,
                    self.problems,
                ),
                _ => {
                    // What it was meant to be is not known, so the whole group is not.
                    self.problems.push(messages::key_not_text(self.path, key.span));
                    return None;
                }
            }
        }
    }

    fn to_span(&self, span: &YamlSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let slice = self.text.get(range.clone()).unwrap_or("");
        Span::new(range.start..range.start + slice.trim_end().len()).shifted(self.offset)
    }
}

/// Keys and their values; a key that is said twice is reported.
#[derive(Default)]
pub(super) struct RecordEntries {
    pub(super) entries: Vec<(Key, Node)>,
    index_by_name: FxHashMap<Box<str>, usize>,
    last_was_duplicate: bool,
}

impl RecordEntries {
    pub(super) fn add(
        &mut self,
        path: &SourcePath,
        key: Key,
        value: Node,
        problems: &mut Vec<Diagnostic>,
    ) {
        match self.index_by_name.entry(key.name.clone()) {
            Entry::Occupied(first) => {
                let (first, kept) = &mut self.entries[*first.get()];
                // Several in a row are one mistake: what makes them another entry of a list is
                // missing.
                if !std::mem::replace(&mut self.last_was_duplicate, true) {
                    problems.push(messages::duplicate_yaml_key(path, &key, first.span));
                }
                kept.invalidate_collection();
            }
            Entry::Vacant(place) => {
                self.last_was_duplicate = false;
                place.insert(self.entries.len());
                self.entries.push((key, value));
            }
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let kind = match (style, text) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => return Value::Null,
        (ScalarStyle::Plain, "true" | "True" | "TRUE") => {
            return Value::Scalar(Scalar { text: "true".into(), kind: ScalarKind::Bool });
        }
        (ScalarStyle::Plain, "false" | "False" | "FALSE") => {
            return Value::Scalar(Scalar { text: "false".into(), kind: ScalarKind::Bool });
        }
        (ScalarStyle::Plain, text) if is_integer(text) => ScalarKind::Integer,
        (ScalarStyle::Plain, text)
            if text.parse::<f64>().is_ok()
                && text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) =>
        {
            ScalarKind::Float
        }
        _ => ScalarKind::Text,
    };
    Value::Scalar(Scalar { text: text.into(), kind })
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
