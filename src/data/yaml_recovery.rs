//! YAML error recovery: where the syntax is broken, each top-level key is parsed by itself, so that
//! one mistake hides no other.

use super::messages;
use super::tree::{Key, Node, Value};
use super::yaml::{RecordEntries, parse_document};
use super::yaml_text::{
    intended_text, is_key_char, lines_with_offsets, split_key, without_repeated_key,
};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// Parses YAML that begins at byte `offset` of its file. Also returns whether the tree has all keys
/// of the text: a key that is indented by mistake is part of the one above it.
pub(super) fn parse_yaml(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> (Node, bool) {
    let mut errors = Vec::new();
    let (node, is_complete) = match parse_document(path, text, offset, &mut errors) {
        Some(root) => (root, true),
        None if errors.is_empty() => (Node::empty(), true),
        None => match recover(path, text, offset) {
            Some(recovery) => {
                errors = recovery.problems;
                let span = Span::new(0..text.len()).shifted(offset);
                let value = Value::Record(recovery.record.entries);
                (Node { span, value }, recovery.is_complete)
            }
            None => (Node::empty(), false),
        },
    };
    problems.append(&mut errors);
    (node, is_complete)
}

/// `None` where the text has no keys, or each of them can be parsed.
fn recover<'a>(path: &'a SourcePath, text: &'a str, offset: usize) -> Option<Recovery<'a>> {
    let lines = lines_with_offsets(text).filter(|(_, line)| split_key(line).is_some());
    let starts: Vec<usize> = lines.map(|(at, _)| at).collect();
    let mut recovery = Recovery {
        path,
        text,
        offset,
        record: RecordEntries::default(),
        is_complete: true,
        problems: Vec::new(),
    };
    recovery.report_lines_without_key(0..*starts.first()?);
    for (start, end) in starts.iter().zip(starts.iter().skip(1).chain([&text.len()])) {
        recovery.add_section(*start, *end);
    }
    Some(recovery).filter(|recovery| !recovery.problems.is_empty())
}

struct Recovery<'a> {
    path: &'a SourcePath,
    text: &'a str,
    offset: usize,
    record: RecordEntries,
    is_complete: bool,
    problems: Vec<Diagnostic>,
}

impl Recovery<'_> {
    /// Adds a key with the lines that belong to it.
    fn add_section(&mut self, start: usize, end: usize) {
        let mut errors = Vec::new();
        if self.try_parse(start, end, &mut errors) {
            return;
        }
        // Perhaps one line of it lacks its colon.
        let mut lines =
            lines_with_offsets(&self.text[start..end]).skip(1).map(|(at, line)| (start + at, line));
        let without_key = lines
            .clone()
            .find(|(_, line)| line.starts_with(char::is_alphabetic) && split_key(line).is_none());
        if let Some((at, _)) = without_key
            && self.try_parse(start, at, &mut Vec::new())
        {
            return self.report_lines_without_key(at..end);
        }
        if let Some((name, rest)) = split_key(&self.text[start..end]) {
            self.add_invalid(start, name, rest, end);
        }
        self.is_complete &=
            !lines.any(|(_, line)| split_key(line.trim_start_matches([' ', '-'])).is_some());
        self.problems.append(&mut errors);
    }

    /// Parses a section by itself; false where its syntax is broken.
    fn try_parse(&mut self, start: usize, end: usize, errors: &mut Vec<Diagnostic>) -> bool {
        let section = &self.text[start..end];
        let Some(Node { value: Value::Record(entries), .. }) =
            parse_document(self.path, section, self.offset + start, errors)
        else {
            return false;
        };
        for (key, value) in entries {
            self.record.add(self.path, key, value, errors);
        }
        self.problems.append(errors);
        true
    }

    /// Reports each line without a key; its first word may have been meant as one.
    fn report_lines_without_key(&mut self, range: std::ops::Range<usize>) {
        let start = range.start;
        let lines = lines_with_offsets(&self.text[range]);
        for (at, line) in lines.filter(|(_, line)| line.starts_with(char::is_alphabetic)) {
            let (start, line) = (start + at, line.trim_end());
            let end = start + line.len();
            let span = Span::new(start..end).shifted(self.offset);
            self.problems.push(messages::line_without_key(self.path, span));
            let word_len = line.find(|c| !is_key_char(c)).unwrap_or(line.len());
            let (name, rest) = line.split_at(word_len);
            self.add_invalid(start, name, rest, end);
        }
    }

    /// Adds a key with an invalid value.
    fn add_invalid(&mut self, start: usize, name: &str, rest: &str, end: usize) {
        let span_to = |end| Span::new(start..end).shifted(self.offset);
        let key = Key { name: name.into(), span: span_to(start + name.len()) };
        let text = intended_text(rest).unwrap_or_default();
        let value = Value::Invalid(without_repeated_key(name, text).into());
        let node = Node { span: span_to(end), value };
        self.record.add(self.path, key, node, &mut self.problems);
    }
}
