//! A tree against its table: every problem is reported, and what is wrong is left out of the tree
//! that comes back.

use super::lost_text::{self, LostText, may_hold_text};
use super::messages;
use super::schema::{Field, FieldType, Schema};
use super::tree::{Format, Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::input::control_character;
use crate::text::{Route, Slug, SlugError, SourcePath, Span, forbidden_controls, parse_web_url};
use crate::time::{Day, FuzzyDate};

/// Checks a whole front matter or configuration against its table. The result has only keys of the
/// table, with values of their shape, or unread. What is not `whole` may have keys that the tree
/// lacks.
pub(super) fn validate(
    table: &'static Schema,
    tree: Node,
    whole: bool,
    written: &SourceFile<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Node {
    let SourceFile { format, path, source } = *written;
    let mut check = Validator {
        root: table,
        is_complete: whole,
        format,
        path,
        source,
        problems,
        misplaced_keys: Vec::new(),
    };
    match tree.value {
        Value::Record(entries) => {
            let value = check.record(table, entries, tree.span, true);
            Node { span: tree.span, value }
        }
        Value::Null | Value::Invalid(_) => Node { span: tree.span, ..Node::empty() },
        _ => {
            check.problems.push(messages::not_a_record(path, &tree));
            Node { span: tree.span, ..Node::empty() }
        }
    }
}

/// In what a tree is written.
#[derive(Clone, Copy)]
pub(super) struct SourceFile<'a> {
    pub(super) format: Format,
    pub(super) path: &'a SourcePath,
    /// The whole file.
    pub(super) source: &'a str,
}

struct Validator<'a> {
    root: &'static Schema,
    is_complete: bool,
    format: Format,
    path: &'a SourcePath,
    source: &'a str,
    problems: &'a mut Vec<Diagnostic>,
    /// Keys of the whole file that stand below a header.
    misplaced_keys: Vec<Box<str>>,
}

/// For how many unknown keys of one record a known one is looked for.
const MAX_GUESSES: usize = 50;

impl Validator<'_> {
    fn record(
        &mut self,
        table: &'static Schema,
        entries: Vec<(Key, Node)>,
        span: crate::text::Span,
        top: bool,
    ) -> Value {
        let mut kept: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
        let mut mistyped: Vec<(Key, Node, &'static Field)> = Vec::new();
        let mut empty: Vec<Key> = Vec::new();
        let mut unknown = 0;
        for (key, node) in entries {
            match table.field(&key.name) {
                Some(field) => {
                    if may_hold_text(&field.field_type) {
                        self.report_lost_after_key(&key, &node);
                    }
                    if matches!(node.value, Value::Null) {
                        empty.push(key);
                        continue;
                    }
                    let node = self.value(&field.field_type, node, &key.name);
                    kept.push((key, node));
                }
                None => {
                    let above =
                        !top && self.format == Format::Toml && self.root.field(&key.name).is_some();
                    unknown += 1;
                    // Whoever has so many unknown keys has not mistyped them.
                    let near =
                        if unknown <= MAX_GUESSES { guess_key(&key.name, table) } else { None };
                    // Where a header is broken, keys are those of another group.
                    if self.is_complete {
                        self.problems
                            .push(messages::unknown_key(self.path, &key, table, above, near));
                    }
                    if above {
                        self.misplaced_keys.push(key.name.clone());
                    }
                    mistyped.extend(
                        near.and_then(|near| table.field(near))
                            .filter(|_| !above)
                            .map(|meant| (key, node, meant)),
                    );
                }
            }
        }
        let has = |kept: &[(Key, Node)], field: &Field| {
            kept.iter().any(|(key, _)| &*key.name == field.key)
        };
        // What is mistyped has been reported; it is read as what it was meant to be, so that
        // nothing else is said to be missing.
        for (key, node, meant) in mistyped {
            if let Some((_, twice)) = kept.iter_mut().find(|(key, _)| &*key.name == meant.key) {
                twice.invalidate_collection();
            } else {
                // Of a line without its colon, what stands behind a later one is no value; and what
                // has none says nothing of what was meant.
                let node = if key.name.contains([' ', ':']) || matches!(node.value, Value::Null) {
                    Node::invalid(node.span)
                } else {
                    self.value(&meant.field_type, node, meant.key)
                };
                kept.push((Key { name: meant.key.into(), ..key }, node));
            }
        }
        let is_below =
            |field: &Field| top && self.misplaced_keys.iter().any(|key| **key == *field.key);
        let missing: Vec<&Field> = table
            .fields()
            .filter(|field| {
                field.required && self.is_complete && !has(&kept, field) && !is_below(field)
            })
            .collect();
        for field in missing {
            match empty.iter().find(|key| &*key.name == field.key) {
                Some(key) => {
                    self.problems.push(messages::key_without_value(self.path, key, field, table))
                }
                None => {
                    self.problems.push(messages::missing_key(self.path, span, field, table, top))
                }
            }
        }
        Value::Record(kept)
    }

    /// The value, in the form the reader expects; if it is not of the shape, the problem is
    /// reported and it is unread.
    fn value(&mut self, shape: &'static FieldType, node: Node, key: &str) -> Node {
        let span = node.span;
        let value = match (shape, node.value) {
            (FieldType::Text | FieldType::InlineMarkdown, Value::Invalid(text))
                if !text.is_empty() =>
            {
                Value::Scalar(Scalar { text, kind: ScalarKind::Text })
            }
            (_, Value::Invalid(_)) => return Node::invalid(span),
            (FieldType::Any, value) => {
                self.report_lost_in_free_data(&value, key);
                value
            }
            (FieldType::List(of) | FieldType::OneOrMany(of), Value::List(entries)) => {
                let one = |entry: Node| {
                    if may_hold_text(of) {
                        self.report_lost_after_value(&entry, key);
                    }
                    self.value(of, entry, key)
                };
                Value::List(entries.into_iter().map(one).collect())
            }
            // One entry without its brackets is what people write; it can mean nothing else.
            (FieldType::OneOrMany(of), value) => return self.value(of, Node { span, value }, key),
            (FieldType::List(of), value) if !matches!(of, FieldType::Record(_)) => {
                if self.format == Format::Yaml
                    && may_hold_text(of)
                    && let Some(entry) = lost_text::entry_in_continuation(self.source, span.range())
                {
                    self.problems.push(messages::entry_read_as_text(
                        self.path,
                        key,
                        Span::new(entry),
                    ));
                }
                return self.value(of, Node { span, value }, key);
            }
            // "People's Republic of: China" is a text that lacks its quotes.
            (FieldType::ValueOrRecord(_, table), Value::Record(entries))
                if self.format == Format::Yaml && is_text_with_colon(&entries, table) =>
            {
                self.problems.push(messages::text_read_as_keys(
                    self.path,
                    key,
                    &Node { span, value: Value::Record(entries) },
                ));
                return Node::invalid(span);
            }
            (
                FieldType::Record(table) | FieldType::ValueOrRecord(_, table),
                Value::Record(entries),
            ) => self.record(table, entries, span, false),
            (FieldType::ValueOrRecord(first, _), value @ Value::Scalar(_)) => {
                return self.value(first, Node { span, value }, key);
            }
            // Levels of diagnostics: words that others check.
            (FieldType::Map(FieldType::Any), value @ Value::Record(_)) => value,
            (FieldType::Map(of), Value::Record(entries)) => {
                let one = |(key, node): (Key, Node)| {
                    let node = self.value(of, node, &key.name);
                    (key, node)
                };
                Value::Record(entries.into_iter().map(one).collect())
            }
            (shape, value) => {
                let mut node = Node { span, value };
                return match self.scalar(shape, &mut node, key) {
                    Ok(()) => node,
                    Err(problem) => {
                        self.problems.push(*problem);
                        Node::invalid(span)
                    }
                };
            }
        };
        Node { span, value }
    }

    /// Reports what is lost behind a key that has a text, or none.
    fn report_lost_after_key(&mut self, key: &Key, node: &Node) {
        if self.format != Format::Yaml || !matches!(node.value, Value::Null | Value::Scalar(_)) {
            return;
        }
        match lost_text::after_key(self.source, key.span.end as usize) {
            Some(comment) => self.report_lost_text(&key.name, &comment),
            None => self.report_lost_after_value(node, &key.name),
        }
        let is_key = |name: &str| self.root.field(name).is_some();
        if let (Value::Scalar(_), Some((place, name))) =
            (&node.value, lost_text::key_in_continuation(self.source, node.span.range(), is_key))
        {
            self.problems.push(messages::key_read_as_text(
                self.path,
                &key.name,
                Span::new(place),
                name,
            ));
        }
        if self.source.get(node.span.range()) == Some("Null") {
            self.problems.push(messages::text_read_as_null(self.path, &key.name, node.span));
        }
    }

    /// Reports what is lost behind a text.
    fn report_lost_after_value(&mut self, node: &Node, key: &str) {
        if let (Format::Yaml, Value::Scalar(_)) = (self.format, &node.value)
            && let Some(comment) = lost_text::after_value(self.source, node.span.range())
        {
            self.report_lost_text(key, &comment);
        }
    }

    /// Reports what is lost in the author's own data: behind texts, and in the place of values.
    fn report_lost_in_free_data(&mut self, value: &Value, key: &str) {
        match value {
            Value::List(entries) => {
                for entry in entries {
                    self.report_lost_after_free_text(entry, key);
                    self.report_lost_in_free_data(&entry.value, key);
                }
            }
            Value::Record(entries) => {
                for (key, node) in entries {
                    match node.value {
                        Value::Null => self.report_lost_after_key(key, node),
                        _ => self.report_lost_after_free_text(node, &key.name),
                    }
                    self.report_lost_in_free_data(&node.value, &key.name);
                }
            }
            Value::Null | Value::Invalid(_) | Value::Scalar(_) => {}
        }
    }

    /// What is a number or truth value of the author's own is no text that something may belong to.
    fn report_lost_after_free_text(&mut self, node: &Node, key: &str) {
        if matches!(&node.value, Value::Scalar(scalar) if scalar.kind == ScalarKind::Text) {
            self.report_lost_after_value(node, key);
        }
    }

    fn report_lost_text(&mut self, key: &str, comment: &LostText) {
        self.problems.push(messages::text_read_as_comment(
            self.path,
            key,
            Span::new(comment.range.clone()),
            &self.source[comment.range.clone()],
            comment.suggestion.as_deref(),
        ));
    }

    fn scalar(
        &self,
        shape: &'static FieldType,
        node: &mut Node,
        key: &str,
    ) -> Result<(), Box<Diagnostic>> {
        let span = node.span;
        if let Value::Scalar(scalar) = &mut node.value {
            if let Some((_, sign)) = forbidden_controls(&scalar.text).next() {
                return Err(Box::new(control_character(self.path, span, sign)));
            }
            // Prose keeps its comments until it is read as Markdown, for its places are those of
            // the file.
            if matches!(shape, FieldType::Text) {
                match without_comments(&scalar.text) {
                    Ok(Some(text)) => scalar.text = text.into(),
                    Ok(None) => {}
                    Err(UnclosedComment) => {
                        return Err(Box::new(messages::unclosed_comment(self.path, span, "<!--")));
                    }
                }
            }
        }
        let node = &*node;
        let wrong = || Box::new(messages::wrong_type(self.path, key, shape, node));
        if let (Value::Null, Format::Yaml, true) =
            (&node.value, self.format, may_hold_text(shape) && node.span.is_empty())
            && let Some(LostText { range: place, suggestion: Some(line) }) =
                lost_text::instead_of_entry(self.source, node.span.start as usize)
        {
            return Err(Box::new(messages::entry_read_as_comment(
                self.path,
                key,
                Span::new(place),
                &line,
            )));
        }
        let Value::Scalar(scalar) = &node.value else { return Err(wrong()) };
        let text = &*scalar.text;
        let is = |good: bool| if good { Ok(()) } else { Err(wrong()) };
        match shape {
            FieldType::Bool => is(scalar.kind == ScalarKind::Bool),
            _ if scalar.kind == ScalarKind::Bool => Err(wrong()),
            FieldType::Text | FieldType::InlineMarkdown => {
                if text.trim().is_empty() {
                    Err(Box::new(messages::empty_text(self.path, key, node.span)))
                } else {
                    Ok(())
                }
            }
            FieldType::Integer => {
                is(scalar.kind == ScalarKind::Integer && text.parse::<i64>().is_ok())
            }
            FieldType::Number => is(scalar.kind != ScalarKind::Text && text.parse::<f64>().is_ok()),
            FieldType::Day => ok_or_problem(Day::parse(text).is_some(), || {
                messages::bad_day(self.path, key, text, node.span)
            }),
            FieldType::Edtf => match FuzzyDate::parse(text) {
                Ok(_) => Ok(()),
                Err(error) => Err(Box::new(messages::bad_date(self.path, key, node.span, &error))),
            },
            FieldType::Slug => match Slug::parse(text) {
                Ok(_) => Ok(()),
                Err(error) => Err(Box::new(messages::bad_slug(
                    self.path,
                    text,
                    node.span,
                    matches!(&error, SlugError::TooLong),
                    match &error {
                        SlugError::InvalidCharacters(slug) => Some(slug),
                        _ => None,
                    },
                ))),
            },
            FieldType::Route => ok_or_problem(Route::parse_redirect_from(text).is_some(), || {
                messages::bad_route(self.path, key, text, node.span)
            }),
            FieldType::Url => is(parse_web_url(text).is_some()),
            // Whether the file is there is known later. What has a scheme is no file.
            FieldType::UrlOrFile => is(parse_web_url(text).is_some()
                || !text.is_empty() && !text.contains(':') && !text.starts_with("//")),
            FieldType::Language => is(is_language_tag(text)),
            FieldType::Wikidata => is(text.strip_prefix('Q').is_some_and(|digits| {
                !digits.starts_with('0')
                    && digits.bytes().all(|b| b.is_ascii_digit())
                    && !digits.is_empty()
            })),
            FieldType::Id => is(!text.is_empty()
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')),
            FieldType::Reference => is(!text.trim().is_empty() && scalar.kind != ScalarKind::Float),
            FieldType::Choice(words) => ok_or_problem(words.contains(&text), || {
                messages::not_a_choice(self.path, key, text, words, node.span)
            }),
            _ => Err(wrong()),
        }
    }
}

/// A comment has no end.
struct UnclosedComment;

/// A text without its HTML comments; `None` where it has none.
fn without_comments(text: &str) -> Result<Option<String>, UnclosedComment> {
    // Most texts have no such sign.
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return Ok(None);
    }
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").ok_or(UnclosedComment)?.1;
    }
    Ok((rest.len() < text.len()).then(|| crate::text::collapse_whitespace(&(out + rest))))
}

/// The key that one was meant to be: the nearest, or the first word of a line that lacks its colon
/// or the space after it.
fn guess_key(name: &str, table: &Schema) -> Option<&'static str> {
    let first =
        name.split([' ', ':']).next().and_then(|word| table.field(word)).map(|field| field.key);
    first.or_else(|| nearest_match(name, table.fields().map(|field| field.key)))
}

/// True for a single key that is none of the table's, nor like one.
fn is_text_with_colon(entries: &[(Key, Node)], table: &Schema) -> bool {
    matches!(entries, [(key, _)] if table.field(&key.name).is_none() && guess_key(&key.name, table).is_none())
}

fn ok_or_problem(good: bool, problem: impl FnOnce() -> Diagnostic) -> Result<(), Box<Diagnostic>> {
    if good { Ok(()) } else { Err(Box::new(problem())) }
}

/// The form of a language tag (BCP 47 §2.1): letters, then groups of one to eight letters or
/// digits.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    (2..=8).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
