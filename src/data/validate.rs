//! Validation of a tree against its schema. Each problem is reported once; the tree that comes back
//! has only keys of the schema, with values of their type or marked as invalid.

use rustc_hash::FxHashSet;

use super::key_intention::{KeyIntention, mistyped_field};
use super::lost_text::{self, LostText, may_hold_text};
use super::messages::{self, MissingKeyPlace};
use super::schema::{Field, FieldType, Schema};
use super::tree::{Format, Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::input::control_character;
use crate::media::Focus;
use crate::text::{
    Route, Slug, SourcePath, Span, forbidden_controls, line_range, parse_language_tag,
    parse_web_url, without_comments,
};
use crate::time::{Day, FuzzyDate};

/// Validates the tree of a whole file.
pub(super) fn validate(tree: Node, mut validator: Validator<'_>) -> Node {
    let value = match tree.value {
        Value::Record(entries) => {
            let schema = validator.root;
            validator.root_keys = entries.iter().map(|(key, _)| key.name.clone()).collect();
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
    /// The keys that the file has above its first TOML header.
    pub(super) root_keys: FxHashSet<Box<str>>,
    /// Keys of `root` below a TOML header.
    pub(super) misplaced_keys: Vec<&'static str>,
}

/// A key of the whole file below a TOML header of data of the author's own.
struct KeyBelowHeader {
    key: Key,
    field: &'static Field,
    header: Box<str>,
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
        let mut unknown: Vec<(Key, Node, KeyIntention)> = Vec::new();
        let mut empty: Vec<Key> = Vec::new();
        let mut in_own_data: Vec<KeyBelowHeader> = Vec::new();
        for (key, node) in entries {
            if let Some(field) = schema.field(&key.name) {
                if may_hold_text(&field.field_type) {
                    self.report_lost_after_key(&key, &node);
                }
                if is_top && matches!(field.field_type, FieldType::Any) {
                    self.find_keys_below_header(&key, &key.name, &node, &mut in_own_data);
                }
                if node.value == Value::Null {
                    empty.push(key);
                } else {
                    let node = self.value(&field.field_type, node, &key.name);
                    kept.push((key, node));
                }
                continue;
            }
            let intention = match unknown.len() < MAX_GUESSES {
                true => self.intention(&key.name, schema, is_top),
                false => KeyIntention::Unknown,
            };
            // Below a broken header, keys belong to another group.
            if self.is_complete {
                self.problems.push(messages::unknown_key(self.path, &key, schema, &intention));
            }
            unknown.push((key, node, intention));
        }
        // An unknown key has been reported. It counts as the key that was meant, so that this one
        // is not reported as missing.
        for (key, node, intention) in unknown {
            let Some(meant) = intention.field() else { continue };
            if matches!(intention, KeyIntention::BelongsAbove(_)) {
                self.misplaced_keys.push(meant.key);
                continue;
            }
            let is_typo = matches!(intention, KeyIntention::Typo(_));
            if let Some((_, twice)) = kept.iter_mut().find(|(key, _)| &*key.name == meant.key) {
                if is_typo {
                    twice.invalidate_collection();
                }
                continue;
            }
            // In a line without its colon, the text after a later colon is not the value.
            let node = if !is_typo || key.name.contains([' ', ':']) || node.value == Value::Null {
                Node::invalid(node.span)
            } else {
                self.value(&meant.field_type, node, meant.key)
            };
            kept.push((Key { name: meant.key.into(), ..key }, node));
        }
        let has = |kept: &[(Key, Node)], field: &Field| {
            kept.iter().any(|(key, _)| &*key.name == field.key)
        };
        in_own_data.retain(|found| !has(&kept, found.field));
        for field in schema.fields().filter(|field| field.required && self.is_complete) {
            if has(&kept, field) || is_top && self.misplaced_keys.contains(&field.key) {
                continue;
            }
            let (path, format) = (self.path, self.format);
            let place = if is_top { MissingKeyPlace::File } else { MissingKeyPlace::Record };
            let below_header = in_own_data.iter().position(|found| found.field.key == field.key);
            let empty = empty.iter().find(|key| &*key.name == field.key);
            self.problems.push(match (empty, below_header) {
                (Some(key), _) => messages::key_without_value(path, key, field, schema, format),
                (None, Some(at)) => {
                    let KeyBelowHeader { key, .. } = in_own_data.swap_remove(at);
                    messages::required_key_below_header(path, &key, field, schema)
                }
                (None, None) => messages::missing_key(path, span, field, schema, (place, format)),
            });
        }
        if self.is_complete {
            let problem = |KeyBelowHeader { key, field, header }| {
                messages::key_in_own_data(self.path, &key, field, &header)
            };
            self.problems.extend(in_own_data.into_iter().map(problem));
        }
        Value::Record(kept)
    }

    fn intention(&self, name: &str, schema: &'static Schema, is_top: bool) -> KeyIntention {
        let intention = KeyIntention::of(name, schema);
        if is_top || self.format != Format::Toml {
            return intention;
        }
        let is_guess = matches!(intention, KeyIntention::Similar(_) | KeyIntention::Unknown);
        // A key that the file has above, too, is another word for one of this group.
        let exact = self.root.field(name).filter(|_| is_guess || !self.root_keys.contains(name));
        let mistyped = || mistyped_field(name, self.root).filter(|_| is_guess);
        exact.or_else(mistyped).map_or(intention, KeyIntention::BelongsAbove)
    }

    /// Finds keys of the whole file, or almost, that stand below the TOML header `key` of data of
    /// the author's own. In YAML, and between braces, they have been put there on purpose.
    fn find_keys_below_header(
        &self,
        key: &Key,
        header: &str,
        node: &Node,
        found: &mut Vec<KeyBelowHeader>,
    ) {
        if self.format != Format::Toml || !self.is_in_header(key) {
            return;
        }
        for entry in node.entries() {
            let Value::Record(keys) = &entry.value else { continue };
            for (at, (inner, node)) in keys.iter().enumerate() {
                let may_guess = at < MAX_GUESSES;
                let field = || may_guess.then(|| mistyped_field(&inner.name, self.root)).flatten();
                if self.is_in_header(inner) {
                    let header = format!("{header}.{}", inner.name);
                    self.find_keys_below_header(inner, &header, node, found);
                } else if let Some(field) = self.root.field(&inner.name).or_else(field) {
                    let header = header.into();
                    found.push(KeyBelowHeader { key: inner.clone(), field, header });
                }
            }
        }
    }

    /// True for a key between the brackets of a TOML header.
    fn is_in_header(&self, key: &Key) -> bool {
        let line = line_range(self.source, key.span.start as usize);
        self.source[line].trim_start().starts_with('[')
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
                let mut kept = Vec::with_capacity(entries.len());
                for (inner, node) in entries {
                    if let Some(field) = self.field_in_wrong_group(&inner, of, &node) {
                        let problem = messages::key_below_header(self.path, &inner, field, key);
                        self.problems.push(problem);
                        self.misplaced_keys.push(field.key);
                    } else {
                        let node = self.value(of, node, &inner.name);
                        kept.push((inner, node));
                    }
                }
                Value::Record(kept)
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

    /// The key of the whole file that stands below a TOML header of the author's own keys, which
    /// take values of another type.
    fn field_in_wrong_group(
        &self,
        key: &Key,
        value_type: &FieldType,
        node: &Node,
    ) -> Option<&'static Field> {
        let field = self.root.field(&key.name).filter(|_| self.format == Format::Toml)?;
        let is_record = matches!(node.value, Value::Record(_));
        let is_scalar = matches!(node.value, Value::Scalar(_));
        let fits = match value_type {
            FieldType::Record(_) => is_record,
            FieldType::Reference => is_scalar,
            _ => true,
        };
        (!fits && !self.is_in_header(key)).then_some(field)
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
            if matches!(field_type, FieldType::Language)
                && let Some(tag) = parse_language_tag(&scalar.text)
            {
                scalar.text = tag.into();
            }
            // Inline Markdown keeps its comments until it is parsed: its spans are those of the
            // file.
            if matches!(field_type, FieldType::Text | FieldType::Cell) {
                match without_comments(&scalar.text) {
                    Ok(Some(text)) => scalar.text = text.into(),
                    Ok(None) => {}
                    Err(mark) => return Some(messages::unclosed_comment(path, span, mark)),
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
        let format = self.format;
        let wrong_type = || messages::wrong_type(path, key, field_type, node, format);
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
            FieldType::Edtf | FieldType::LifeDate => match FuzzyDate::parse(text) {
                Err(error) => Some(messages::bad_date(path, key, text, span, &error)),
                Ok(date) if matches!(field_type, FieldType::LifeDate) && date.has_season() => {
                    let year = date.year().unwrap_or_default();
                    Some(messages::season_of_life(path, key, text, span, year))
                }
                Ok(_) => None,
            },
            FieldType::Language => {
                parse_language_tag(text).is_none().then(|| messages::bad_language(path, text, span))
            }
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
        FieldType::Cell => true,
        FieldType::Integer => kind == ScalarKind::Integer && text.parse::<i64>().is_ok(),
        FieldType::Number => kind != ScalarKind::Text && text.parse::<f64>().is_ok(),
        FieldType::Url => parse_web_url(text).is_some(),
        // Whether the file exists is known later. A text with a scheme is not a file.
        FieldType::UrlOrFile => {
            parse_web_url(text).is_some()
                || !text.is_empty() && !text.contains(':') && !text.starts_with("//")
        }
        FieldType::CountryCode => !text.trim().is_empty(),
        FieldType::Wikidata => text.strip_prefix('Q').is_some_and(|digits| {
            !digits.is_empty()
                && !digits.starts_with('0')
                && digits.bytes().all(|b| b.is_ascii_digit())
        }),
        FieldType::Focus => Focus::parse(text).is_some(),
        FieldType::Id => {
            !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }
        FieldType::Reference => !text.trim().is_empty() && kind != ScalarKind::Float,
        _ => false,
    }
}

/// True for a single key that neither is in the schema nor resembles one, where a text may stand.
fn is_text_with_colon(entries: &[(Key, Node)], schema: &'static Schema) -> bool {
    schema.short_form.is_some()
        && matches!(entries, [(key, _)] if KeyIntention::of(&key.name, schema).field().is_none())
}
