//! YAML whose syntax is broken, key by key: one mistake hides no other, and is told where it was
//! made.

use super::messages;
use super::tree::{Key, Node, Value};
use super::yaml::{RecordEntries, is_valid_syntax, parse_document};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span, line_range};

/// Reads each key of the top by itself; one that cannot be is unread. Says, too, whether these are
/// all keys there are: one that is indented by mistake is a part of the one above. `None` where
/// there are none, or each can be read.
pub(super) fn recover(
    path: &SourcePath,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> Option<(Node, bool)> {
    let starts: Vec<usize> = lines_with_offsets(text)
        .filter(|(_, line)| split_key(line).is_some())
        .map(|(at, _)| at)
        .collect();
    let mut keys = Recovery {
        path,
        text,
        offset,
        entries: RecordEntries::default(),
        is_complete: true,
        problems: Vec::new(),
    };
    keys.report_lines_without_key(0..*starts.first()?);
    for (start, end) in starts.iter().zip(starts.iter().skip(1).chain([&text.len()])) {
        keys.add_section(*start, *end);
    }
    if keys.problems.is_empty() {
        return None;
    }
    problems.append(&mut keys.problems);
    Some((
        Node {
            span: Span::new(0..text.len()).shifted(offset),
            value: Value::Record(keys.entries.entries),
        },
        keys.is_complete,
    ))
}

struct Recovery<'a> {
    path: &'a SourcePath,
    text: &'a str,
    offset: usize,
    entries: RecordEntries,
    is_complete: bool,
    problems: Vec<Diagnostic>,
}

impl Recovery<'_> {
    /// What begins with a key.
    fn add_section(&mut self, start: usize, end: usize) {
        let mut found = Vec::new();
        if self.try_parse(start, end, &mut found) {
            return;
        }
        // Perhaps only a line in it has lost its colon.
        let mut lines =
            lines_with_offsets(&self.text[start..end]).skip(1).map(|(at, line)| (start + at, line));
        match lines
            .clone()
            .find(|(_, line)| line.starts_with(char::is_alphabetic) && split_key(line).is_none())
        {
            Some((at, _)) if self.try_parse(start, at, &mut Vec::new()) => {
                self.report_lines_without_key(at..end)
            }
            _ => {
                if let Some((name, said)) = split_key(&self.text[start..end]) {
                    self.add_invalid(start, name, said, end);
                }
                self.is_complete &= !lines
                    .any(|(_, line)| split_key(line.trim_start_matches([' ', '-'])).is_some());
                self.problems.append(&mut found);
            }
        }
    }

    /// Reads a piece by itself. False where that breaks off.
    fn try_parse(&mut self, start: usize, end: usize, found: &mut Vec<Diagnostic>) -> bool {
        let Some(Node { value: Value::Record(those), .. }) =
            parse_document(self.path, &self.text[start..end], self.offset + start, found)
        else {
            return false;
        };
        for (key, value) in those {
            self.entries.add(self.path, key, value, found);
        }
        self.problems.append(found);
        true
    }

    /// Lines that have no key: each is reported, and its first word is what may have been one.
    fn report_lines_without_key(&mut self, range: std::ops::Range<usize>) {
        let start = range.start;
        for (at, line) in lines_with_offsets(&self.text[range])
            .filter(|(_, line)| line.starts_with(char::is_alphabetic))
        {
            let (start, end) = (start + at, start + at + line.trim_end().len());
            self.problems.push(messages::line_without_key(
                self.path,
                Span::new(start..end).shifted(self.offset),
            ));
            let (name, said) =
                line.trim_end().split_at(line.find(|c| !is_key_char(c)).unwrap_or(line.len()));
            self.add_invalid(start, name, said, end);
        }
    }

    /// Notes that there is a key whose value could not be read.
    fn add_invalid(&mut self, start: usize, name: &str, said: &str, end: usize) {
        let span = Span::new(start..end).shifted(self.offset);
        let key = Key {
            name: name.into(),
            span: Span::new(start..start + name.len()).shifted(self.offset),
        };
        let value = Value::Invalid(intended_text(said).unwrap_or_default().into());
        self.entries.add(self.path, key, Node { span, value }, &mut self.problems);
    }
}

/// What the line of a mistake was likely meant to be: with quotes round its value, or the bracket
/// that it lacks.
pub(super) fn suggest_line(text: &str, at: usize) -> Option<String> {
    let place = line_range(text, at);
    let line = text[place.clone()].trim_end_matches('\r');
    let bare = line.trim_start_matches([' ', '-']);
    let dash = if line.trim_start().starts_with("- ") { "- " } else { "" };
    let (name, value) = match split_key(bare) {
        // In a list, "Mister: the man" is a text; keys are in small letters.
        Some((name, value))
            if dash.is_empty() || name.chars().all(|c| c.is_ascii_lowercase() || c == '_') =>
        {
            (format!("{name}: "), value)
        }
        _ if !dash.is_empty() => (String::new(), bare),
        _ => return None,
    };
    let value = value.trim();
    if value.contains(" # ") || value.ends_with(" #") {
        // Who knows whether that was meant as a comment.
        return None;
    }
    let is_last = text[place.end..].trim().is_empty();
    let meant = match value.chars().next()? {
        '[' if is_last => format!("{value}]"),
        '{' if is_last => format!("{value}}}"),
        _ => quote(intended_text(value).filter(|text| !text.contains("\", \"")).filter(|_| {
            value.contains(": ")
                || value.ends_with(':')
                || value.starts_with(['@', '*', '&', '!', '%', '`', '"', '\''])
        })?),
    };
    Some(format!("{dash}{name}{meant}")).filter(|meant| is_valid_syntax(meant))
}

/// A text in the quotes of YAML.
pub(super) fn quote(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// The text that a value on one line was meant to be; `None` where it was meant as something else.
fn intended_text(value: &str) -> Option<&str> {
    let value = value.trim();
    if value.is_empty() || value.contains('\n') || value.starts_with(['[', '{', '|', '>']) {
        return None;
    }
    for quote in ['"', '\''] {
        let Some(inner) = value.strip_prefix(quote) else { continue };
        // Quotes round all of it, or one that is not closed; else they belong to a word, which the
        // next one ends.
        let ends_a_word = |inner: &str| {
            inner
                .split_once(quote)
                .is_some_and(|(_, after)| !after.starts_with(char::is_alphanumeric))
        };
        return Some(match inner.strip_suffix(quote) {
            Some(inner) if !ends_a_word(inner) => inner,
            None if !inner.contains(quote) => inner,
            _ => value,
        });
    }
    Some(value)
}

/// The key that a text begins with, and what stands after its colon.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let (written, rest) = text.split_once(':')?;
    let name = written.trim_end();
    let name = ['"', '\'']
        .iter()
        .find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(name);
    let is_key = !name.is_empty() && name.chars().all(is_key_char) && !name.starts_with('-');
    (is_key && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then_some((name, rest))
}

fn is_key_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn lines_with_offsets(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}
