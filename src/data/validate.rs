//! Validation of a tree against its schema. Each problem is reported once; the tree that comes back
//! has only keys of the schema, with values of their type or marked as invalid.

use super::lost_text::{self, LostText, may_hold_text};
use super::messages;
use super::schema::{Field, FieldType, Schema};
use super::tree::{Format, Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::input::control_character;
use crate::text::{Route, Slug, SourcePath, Span, forbidden_controls, parse_web_url};
use crate::time::{Day, FuzzyDate};

/// Validates the tree of a whole file.
pub(super) fn validate(tree: Node, mut validator: Validator<'_>) -> Node {
    let value = match tree.value {
        Value::Record(entries) => {
            let schema = validator.root;
            validator.record(schema, entries, tree.span, true)
        }
        Value::Null | Value::Invalid(_) => Value::Record(Vec::new()),
        _ => {
            validator.problems.push(messages::not_a_record(validator.path, &tree));
            Value::Record(Vec::new())
        }
    };
    Node { span: tree.span, value }
}

pub(super) struct Validator<'a> {
    /// The schema of the file.
    pub(super) root: &'static Schema,
    /// False where a syntax error may hide keys.
    pub(super) is_complete: bool,
    pub(super) format: Format,
    pub(super) path: &'a SourcePath,
    /// The whole file.
    pub(super) source: &'a str,
    pub(super) problems: &'a mut Vec<Diagnostic>,
    /// Keys of `root` below a TOML header.
    pub(super) misplaced_keys: Vec<Box<str>>,
}

/// Unknown keys of one record for which a similar key is looked for: more are not typing errors.
const MAX_GUESSES: usize = 50;

impl Validator<'_> {
    fn record(
        &mut self,
        schema: &'static Schema,
        entries: Vec<(Key, Node)>,
        span: Span,
        is_top: bool,
    ) -> Value {
        let mut kept: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
        let mut mistyped: Vec<(Key, Node, &'static Field)> = Vec::new();
        let mut empty: Vec<Key> = Vec::new();
        let mut unknown = 0;
        for (key, node) in entries {
            if let Some(field) = schema.field(&key.name) {
                if may_hold_text(&field.field_type) {
                    self.report_lost_after_key(&key, &node);
                }
                if node.value == Value::Null {
                    empty.push(key);
                } else {
                    let node = self.value(&field.field_type, node, &key.name);
                    kept.push((key, node));
                }
                continue;
            }
            let belongs_above =
                !is_top && self.format == Format::Toml && self.root.field(&key.name).is_some();
            unknown += 1;
            let guess = (unknown <= MAX_GUESSES).then(|| guess_key(&key.name, schema)).flatten();
            // Below a broken header, keys belong to another group.
            if self.is_complete {
                let problem = messages::unknown_key(self.path, &key, schema, belongs_above, guess);
                self.problems.push(problem);
            }
            if belongs_above {
                self.misplaced_keys.push(key.name);
            } else if let Some(field) = guess.and_then(|guess| schema.field(guess)) {
                mistyped.push((key, node, field));
            }
        }
        // A mistyped key has been reported. It counts as the key that was meant, so that this one
        // is not reported as missing.
        for (key, node, meant) in mistyped {
            if let Some((_, twice)) = kept.iter_mut().find(|(key, _)| &*key.name == meant.key) {
                twice.invalidate_collection();
                continue;
            }
            // In a line without its colon, the text after a later colon is not the value.
            let node = if key.name.contains([' ', ':']) || node.value == Value::Null {
                Node::invalid(node.span)
            } else {
                self.value(&meant.field_type, node, meant.key)
            };
            kept.push((Key { name: meant.key.into(), ..key }, node));
        }
        for field in schema.fields().filter(|field| field.required && self.is_complete) {
            if kept.iter().any(|(key, _)| &*key.name == field.key)
                || is_top && self.misplaced_keys.iter().any(|key| **key == *field.key)
            {
                continue;
            }
            self.problems.push(match empty.iter().find(|key| &*key.name == field.key) {
                Some(key) => messages::key_without_value(self.path, key, field, schema),
                None => messages::missing_key(self.path, span, field, schema, is_top),
            });
        }
        Value::Record(kept)
    }

    /// The value in the form that the decoder expects. A value of another type is reported, and
    /// invalid.
    fn value(&mut self, field_type: &'static FieldType, node: Node, key: &str) -> Node {
        let span = node.span;
        let value = match (field_type, node.value) {
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
            // One entry without its brackets is unambiguous.
            (FieldType::OneOrMany(of), value) => return self.value(of, Node { span, value }, key),
            (FieldType::List(of), value) if !matches!(of, FieldType::Record(schema) if schema.short_form.is_none()) =>
            {
                if self.format == Format::Yaml
                    && may_hold_text(of)
                    && let Some(entry) = lost_text::entry_in_continuation(self.source, span.range())
                {
                    let problem = messages::entry_read_as_text(self.path, key, Span::new(entry));
                    self.problems.push(problem);
                }
                return self.value(of, Node { span, value }, key);
            }
            // "Report: the end" is a text that lacks its quotes.
            (FieldType::Record(schema), Value::Record(entries))
                if self.format == Format::Yaml && is_text_with_colon(&entries, schema) =>
            {
                let node = Node { span, value: Value::Record(entries) };
                self.problems.push(messages::text_read_as_keys(self.path, key, &node));
                return Node::invalid(span);
            }
            (FieldType::Record(schema), Value::Record(entries)) => {
                self.record(schema, entries, span, false)
            }
            (FieldType::Record(schema), value @ Value::Scalar(_))
                if schema.short_form.is_some() =>
            {
                let short = schema.short_form().map_or(&FieldType::Text, |field| &field.field_type);
                return self.value(short, Node { span, value }, key);
            }
            // Levels of diagnostics; `config` and `document` validate them.
            (FieldType::Map(FieldType::Any), value @ Value::Record(_)) => value,
            (FieldType::Map(of), Value::Record(entries)) => {
                let one = |(key, node): (Key, Node)| {
                    let node = self.value(of, node, &key.name);
                    (key, node)
                };
                Value::Record(entries.into_iter().map(one).collect())
            }
            (field_type, value) => {
                let mut node = Node { span, value };
                let Some(problem) = self.scalar_problem(field_type, &mut node, key) else {
                    return node;
                };
                self.problems.push(problem);
                return Node::invalid(span);
            }
        };
        Node { span, value }
    }

    /// Reports text that YAML drops after a key, or after its text.
    fn report_lost_after_key(&mut self, key: &Key, node: &Node) {
        if self.format != Format::Yaml || !matches!(node.value, Value::Null | Value::Scalar(_)) {
            return;
        }
        match lost_text::after_key(self.source, key.span.end as usize) {
            Some(lost) => self.report_lost_text(&key.name, &lost),
            None => self.report_lost_after_value(node, &key.name),
        }
        let is_key = |name: &str| self.root.field(name).is_some();
        if let (Value::Scalar(_), Some((range, name))) =
            (&node.value, lost_text::key_in_continuation(self.source, node.span.range(), is_key))
        {
            let problem = messages::key_read_as_text(self.path, &key.name, Span::new(range), name);
            self.problems.push(problem);
        }
        if self.source.get(node.span.range()) == Some("Null") {
            self.problems.push(messages::text_read_as_null(self.path, &key.name, node.span));
        }
    }

    fn report_lost_after_value(&mut self, node: &Node, key: &str) {
        if let (Format::Yaml, Value::Scalar(_)) = (self.format, &node.value)
            && let Some(lost) = lost_text::after_value(self.source, node.span.range())
        {
            self.report_lost_text(key, &lost);
        }
    }

    /// Reports text that YAML drops in the author's own data.
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

    /// Text after a number, `true` or `false` in the author's own data is not lost text.
    fn report_lost_after_free_text(&mut self, node: &Node, key: &str) {
        if matches!(&node.value, Value::Scalar(scalar) if scalar.kind == ScalarKind::Text) {
            self.report_lost_after_value(node, key);
        }
    }

    fn report_lost_text(&mut self, key: &str, lost: &LostText) {
        let (span, text) = (Span::new(lost.range.clone()), &self.source[lost.range.clone()]);
        let suggestion = lost.suggestion.as_deref();
        self.problems.push(messages::text_read_as_comment(self.path, key, span, text, suggestion));
    }

    /// What is wrong with a scalar. Removes the comments of a text.
    fn scalar_problem(
        &self,
        field_type: &'static FieldType,
        node: &mut Node,
        key: &str,
    ) -> Option<Diagnostic> {
        let (path, span) = (self.path, node.span);
        if let Value::Scalar(scalar) = &mut node.value {
            if let Some((_, sign)) = forbidden_controls(&scalar.text).next() {
                return Some(control_character(path, span, sign));
            }
            // Inline Markdown keeps its comments until it is parsed: its spans are those of the
            // file.
            if matches!(field_type, FieldType::Text) {
                match without_comments(&scalar.text) {
                    Ok(Some(text)) => scalar.text = text.into(),
                    Ok(None) => {}
                    Err(UnclosedComment) => {
                        return Some(messages::unclosed_comment(path, span, "<!--"));
                    }
                }
            }
        }
        if (&node.value, self.format) == (&Value::Null, Format::Yaml)
            && may_hold_text(field_type)
            && span.is_empty()
            && let Some(LostText { range, suggestion: Some(line) }) =
                lost_text::instead_of_entry(self.source, span.start as usize)
        {
            return Some(messages::entry_read_as_comment(path, key, Span::new(range), &line));
        }
        let node = &*node;
        let wrong_type = || messages::wrong_type(path, key, field_type, node);
        let Value::Scalar(Scalar { text, kind }) = &node.value else {
            return Some(wrong_type());
        };
        let text = &**text;
        match field_type {
            FieldType::Bool => (*kind != ScalarKind::Bool).then(wrong_type),
            _ if *kind == ScalarKind::Bool => Some(wrong_type()),
            FieldType::Text | FieldType::InlineMarkdown => {
                text.trim().is_empty().then(|| messages::empty_text(path, key, span))
            }
            FieldType::Day => {
                Day::parse(text).is_none().then(|| messages::bad_day(path, key, text, span))
            }
            FieldType::Edtf => FuzzyDate::parse(text)
                .err()
                .map(|error| messages::bad_date(path, key, text, span, &error)),
            FieldType::Slug => {
                Slug::parse(text).err().map(|error| messages::bad_slug(path, text, span, &error))
            }
            FieldType::Route => Route::parse_redirect_from(text)
                .is_none()
                .then(|| messages::bad_route(path, key, text, span)),
            FieldType::Choice(words) => (!words.contains(&text))
                .then(|| messages::not_a_choice(path, key, text, words, span)),
            _ => (!is_of_simple_type(field_type, text, *kind)).then(wrong_type),
        }
    }
}

/// Whether a scalar is of a type that has no error message of its own.
fn is_of_simple_type(field_type: &FieldType, text: &str, kind: ScalarKind) -> bool {
    match field_type {
        FieldType::Integer => kind == ScalarKind::Integer && text.parse::<i64>().is_ok(),
        FieldType::Number => kind != ScalarKind::Text && text.parse::<f64>().is_ok(),
        FieldType::Url => parse_web_url(text).is_some(),
        // Whether the file exists is known later. A text with a scheme is not a file.
        FieldType::UrlOrFile => {
            parse_web_url(text).is_some()
                || !text.is_empty() && !text.contains(':') && !text.starts_with("//")
        }
        FieldType::Language => is_language_tag(text),
        FieldType::Wikidata => text.strip_prefix('Q').is_some_and(|digits| {
            !digits.is_empty()
                && !digits.starts_with('0')
                && digits.bytes().all(|b| b.is_ascii_digit())
        }),
        FieldType::Id => {
            !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }
        FieldType::Reference => !text.trim().is_empty() && kind != ScalarKind::Float,
        _ => false,
    }
}

/// An HTML comment without its end.
struct UnclosedComment;

/// A text without its HTML comments; `None` where it has none.
fn without_comments(text: &str) -> Result<Option<String>, UnclosedComment> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").ok_or(UnclosedComment)?.1;
    }
    Ok((rest.len() < text.len()).then(|| crate::text::collapse_whitespace(&(out + rest))))
}

/// The key that was meant: the first word of a line that lacks its colon or the space after it, or
/// the most similar key.
fn guess_key(name: &str, schema: &Schema) -> Option<&'static str> {
    let first = name.split([' ', ':']).next().and_then(|word| schema.field(word));
    first
        .map(|field| field.key)
        .or_else(|| nearest_match(name, schema.fields().map(|field| field.key)))
}

/// True for a single key that neither is in the schema nor resembles one, where a text may stand.
fn is_text_with_colon(entries: &[(Key, Node)], schema: &Schema) -> bool {
    schema.short_form.is_some()
        && matches!(entries, [(key, _)] if guess_key(&key.name, schema).is_none())
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
