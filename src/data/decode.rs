//! Decoding of validated values. Whatever was wrong has been reported and is marked as invalid in
//! the tree, so decoding has no errors: what cannot be decoded is `None`.

use std::collections::BTreeMap;

use super::parse::{Parsed, parse};
use super::schema::{FieldType, Schema};
use super::tree::{Format, Key, Node, Value};
use crate::diagnostics::Diagnostic;
use crate::media::Focus;
use crate::text::{Route, Slug, SourcePath, Span, into_exact_box, nfc};
use crate::time::{Day, FuzzyDate};

/// A value and its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// Inline Markdown in front matter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InlineMarkdown {
    pub text: Box<str>,
    /// With the quotes.
    pub span: Span,
    /// The byte of the file at which `text` begins; `None` where YAML or TOML folds or escapes it.
    pub file_offset: Option<u32>,
}

impl InlineMarkdown {
    /// Where bytes `span` of the Markdown stand in the file; all of it where that is not known.
    pub fn file_span(&self, span: Span) -> Span {
        self.file_offset.map_or(self.span, |start| span.shifted(start as usize))
    }
}

/// A type that a validated value is decoded into.
pub trait Decode: Sized {
    /// What the value must be, unless the declaration of a key says more.
    const TYPE: FieldType;
    /// Whether a key of this type must be there.
    const REQUIRED: bool = true;

    /// The node is null for a missing key, and may be invalid: then a type that has an empty value
    /// gives that, any other `None`.
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self>;
}

/// What decoders need besides the value, and what they leave.
pub struct Decoder<'a> {
    pub path: &'a SourcePath,
    /// The whole file.
    source: &'a str,
    pub format: Format,
    is_complete: bool,
    /// The index of the first text of [`Decoder::add_inline_markdown`].
    first_text: usize,
    /// The texts of [`Decoder::add_inline_markdown`].
    pub inline_markdown: Vec<InlineMarkdown>,
    pub problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Decoder<'a> {
    pub fn new(
        path: &'a SourcePath,
        source: &'a str,
        parsed: &Parsed,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let Parsed { format, is_complete, .. } = *parsed;
        let (first_text, inline_markdown) = (0, Vec::new());
        Decoder { path, source, format, is_complete, first_text, inline_markdown, problems }
    }

    /// The same with its texts numbered from `first`.
    pub fn with_texts_from(self, first: usize) -> Self {
        Decoder { first_text: first, ..self }
    }

    /// The value of a key of a record.
    pub fn field<T: Decode>(&mut self, schema: &Schema, record: &Node, key: &str) -> Option<T> {
        let node = match &record.value {
            Value::Scalar(_) if schema.short_form == Some(key) => Some(record),
            _ => record.get(key),
        };
        T::decode(node.unwrap_or(&Node { span: Span::default(), value: Value::Null }), self)
    }

    /// False where a syntax error may hide keys of the file.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// False where part of the value of a key is invalid, or where the key may be one of those that
    /// a syntax error hides.
    pub fn is_field_valid(&self, record: &Node, key: &str) -> bool {
        self.is_complete && record.get(key).is_none_or(Node::is_valid_with_children)
    }

    /// Keeps inline Markdown; returns its index.
    pub fn add_inline_markdown(&mut self, node: &Node) -> Option<usize> {
        let (text, span) = (node.as_text()?, node.span);
        let written = self.source.get(span.range()).unwrap_or("");
        // After its quotation mark, if it has one; searching elsewhere takes longer.
        let begins_at = |at: &usize| written.get(*at..).is_some_and(|rest| rest.starts_with(text));
        let offset = [0, 1].into_iter().find(begins_at).or_else(|| written.find(text));
        let file_offset = offset.and_then(|at| u32::try_from(span.start as usize + at).ok());
        self.inline_markdown.push(InlineMarkdown { text: text.into(), span, file_offset });
        Some(self.first_text + self.inline_markdown.len() - 1)
    }
}

/// Parses, validates and decodes a TOML file; `None` where a required key is missing.
pub fn decode_toml<T: Decode>(
    schema: &'static Schema,
    path: &SourcePath,
    text: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<T> {
    let parsed = parse(schema, Format::Toml, path, text, Span::whole(text), problems);
    T::decode(&parsed.node, &mut Decoder::new(path, text, &parsed, problems))
}

/// Types that are decoded from the text of a scalar.
macro_rules! decode_scalar {
    ($($type:ty: $field_type:ident, |$text:ident| $value:expr;)+) => { $(
        impl Decode for $type {
            const TYPE: FieldType = FieldType::$field_type;

            fn decode(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
                let $text = node.as_text()?;
                $value
            }
        }
    )+ };
}

decode_scalar! {
    Box<str>: Text, |text| Some(text.into());
    bool: Bool, |text| Some(text == "true");
    i64: Integer, |text| text.parse().ok();
    // A negative number counts as 0.
    usize: Integer, |text| text.parse::<i64>().ok().map(|n| usize::try_from(n).unwrap_or(0));
    f64: Number, |text| text.parse().ok();
    Day: Day, |text| Day::parse(text);
    FuzzyDate: Edtf, |text| FuzzyDate::parse(text).ok();
    Focus: Focus, |text| Focus::parse(text);
    Slug: Slug, |text| Slug::parse(text).ok();
    Route: Route, |text| Route::parse_redirect_from(text);
}

impl<T: Decode> Decode for Spanned<T> {
    const TYPE: FieldType = T::TYPE;
    const REQUIRED: bool = T::REQUIRED;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        Some(Spanned { value: T::decode(node, decoder)?, span: node.span })
    }
}

impl<T: Decode> Decode for Box<T> {
    const TYPE: FieldType = T::TYPE;
    const REQUIRED: bool = T::REQUIRED;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        T::decode(node, decoder).map(Box::new)
    }
}

impl<T: Decode> Decode for Option<T> {
    const TYPE: FieldType = T::TYPE;
    const REQUIRED: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let is_there = node.is_valid() && node.value != Value::Null;
        Some(is_there.then(|| T::decode(node, decoder)).flatten())
    }
}

impl<T: Decode> Decode for Vec<T> {
    const TYPE: FieldType = FieldType::List(&T::TYPE);
    const REQUIRED: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let valid = node.entries().iter().filter(|entry| entry.is_valid());
        Some(valid.filter_map(|entry| T::decode(entry, decoder)).collect())
    }
}

/// For lists that are kept with each page: most are empty, or of one entry.
impl<T: Decode> Decode for Box<[T]> {
    const TYPE: FieldType = Vec::<T>::TYPE;
    const REQUIRED: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        Vec::decode(node, decoder).map(into_exact_box)
    }
}

/// A map whose keys are ids, compared in NFC.
impl<T: Decode> Decode for BTreeMap<Box<str>, T> {
    const TYPE: FieldType = FieldType::Map(&T::TYPE);
    const REQUIRED: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let entry =
            |(key, node): &(Key, Node)| Some((nfc(&key.name).into(), T::decode(node, decoder)?));
        Some(node.valid_keys().filter_map(entry).collect())
    }
}

/// A map with its keys as written, in the order of the file.
#[derive(Clone, Debug)]
pub struct SpannedMap<T>(pub Box<[(Spanned<Box<str>>, T)]>);

impl<T: Decode> Decode for SpannedMap<T> {
    const TYPE: FieldType = FieldType::Map(&T::TYPE);
    const REQUIRED: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let entry = |(key, node): &(Key, Node)| {
            let key = Spanned { value: key.name.clone(), span: key.span };
            Some((key, T::decode(node, decoder)?))
        };
        Some(SpannedMap(node.valid_keys().filter_map(entry).collect()))
    }
}

impl<T> std::ops::Deref for SpannedMap<T> {
    type Target = [(Spanned<Box<str>>, T)];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The tree itself, for data of the author's own and what other code decodes.
impl Decode for Node {
    const TYPE: FieldType = FieldType::Any;

    fn decode(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
        Some(node.clone())
    }
}
