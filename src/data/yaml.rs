//! YAML into the tree, from the events of its parser: no value is resolved or expanded.

use std::collections::hash_map::Entry;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use rustc_hash::FxHashMap;

use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use super::{messages, yaml_text};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// How deep lists and groups may be nested.
const MAX_NESTING: usize = 32;

/// Parses YAML that begins at byte `offset` of its file. `None` where it is empty, or after a
/// syntax error, which is reported. Anchors, aliases and tags are refused, so the tree is never
/// larger than its text.
pub(super) fn parse_document(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> Option<Node> {
    TreeBuilder { path, text, offset, parser: Parser::new_from_str(text), problems, depth: 0 }
        .document()
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
    fn document(&mut self) -> Option<Node> {
        let root = loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd | Event::DocumentEnd => return None,
                event => break self.node(event, span)?,
            }
        };
        // `...`, or a key that is indented less than the first, ends the document; another may
        // follow.
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Some(root),
                (Event::DocumentEnd | Event::DocumentStart(..), _) => {}
                (_, span) => {
                    let span = self.to_span(&span);
                    self.problems.push(messages::after_document_end(self.path, span));
                    return None;
                }
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'a>, YamlSpan)> {
        let next = self.parser.next_event()?;
        next.map_err(|error| self.report_syntax_error(&error)).ok()
    }

    fn report_syntax_error(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        // An error at the end of the text is shown at the last line that is not blank.
        let at = if self.text[at..].trim().is_empty() { self.text.trim_end().len() } else { at };
        let span = Span::new(at..at).shifted(self.offset);
        self.problems.push(match error.info().to_string() {
            what if what.contains("<document start>") => {
                messages::after_document_end(self.path, span)
            }
            what => {
                let suggestion = yaml_text::suggest_line(self.text, at);
                messages::yaml_syntax(self.path, span, &what, suggestion)
            }
        });
    }

    fn node(&mut self, event: Event<'a>, span: YamlSpan) -> Option<Node> {
        let span = self.to_span(&span);
        let is_unsupported =
            event.anchor_id().is_some() || event.tag().is_some() || event.is_alias();
        if is_unsupported {
            self.problems.push(messages::unsupported_yaml(self.path, span));
        }
        match event {
            Event::Scalar(..) | Event::Alias(..) if is_unsupported => Some(Node::invalid(span)),
            Event::Scalar(text, style, ..) => Some(Node { span, value: scalar(&text, style) }),
            Event::SequenceStart(..) => self.nested(span, Self::list),
            Event::MappingStart(..) => self.nested(span, Self::record),
            _ => Some(Node { span, value: Value::Null }),
        }
    }

    fn nested(
        &mut self,
        span: Span,
        parse: fn(&mut Self) -> Option<(Value, Span)>,
    ) -> Option<Node> {
        if self.depth == MAX_NESTING {
            self.problems.push(messages::nested_too_deep(self.path, span, MAX_NESTING));
            return None;
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        let (value, end) = parsed?;
        // Without brackets, the end event stands where the next value begins.
        let start = span.start as usize - self.offset;
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
        let mut record = RecordEntries::default();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Some((Value::Record(record.entries), self.to_span(&span)));
            }
            let key = self.node(event, span)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span)?;
            let Value::Scalar(name) = key.value else {
                // The intended key is not known, so the whole group is invalid.
                self.problems.push(messages::key_not_text(self.path, key.span));
                return None;
            };
            let key = Key { name: name.text, span: key.span };
            record.add(self.path, key, value, self.problems);
        }
    }

    fn to_span(&self, span: &YamlSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let slice = self.text.get(range.clone()).unwrap_or("");
        Span::new(range.start..range.start + slice.trim_end().len()).shifted(self.offset)
    }
}

/// Builds a record; reports duplicate keys.
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
            Entry::Occupied(index) => {
                let (first, kept) = &mut self.entries[*index.get()];
                // Several duplicates in a row are one mistake: the `- ` of a new entry is missing.
                if !std::mem::replace(&mut self.last_was_duplicate, true) {
                    let values = [&kept.value, &value.value];
                    problems.push(messages::duplicate_yaml_key(path, &key, first.span, values));
                }
                kept.invalidate_collection();
            }
            Entry::Vacant(index) => {
                self.last_was_duplicate = false;
                index.insert(self.entries.len());
                self.entries.push((key, value));
            }
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let is_number_char = |b: u8| b.is_ascii_digit() || b"+-.eE".contains(&b);
    let (text, kind) = match (style, text) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => return Value::Null,
        (ScalarStyle::Plain, "true" | "True" | "TRUE") => ("true", ScalarKind::Bool),
        (ScalarStyle::Plain, "false" | "False" | "FALSE") => ("false", ScalarKind::Bool),
        (ScalarStyle::Plain, text) if is_integer(text) => (text, ScalarKind::Integer),
        (ScalarStyle::Plain, text)
            if text.parse::<f64>().is_ok() && text.bytes().all(is_number_char) =>
        {
            (text, ScalarKind::Float)
        }
        (_, text) => (text, ScalarKind::Text),
    };
    Value::Scalar(Scalar { text: text.into(), kind })
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}
