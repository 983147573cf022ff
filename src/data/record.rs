//! Reading a record that has been checked. What was wrong has been reported and left out, so there
//! is nothing to fail here.

use super::parse::Parsed;
use super::schema::Schema;
use super::tree::{Key, Node, Value};
use crate::text::{Slug, SourcePath, Span};
use crate::time::{Day, FuzzyDate};

/// A value and where the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in its file.
    pub span: Span,
}

/// Inline Markdown in front matter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InlineMarkdown {
    /// The Markdown.
    pub text: Box<str>,
    /// Where it stands in its file, with its quotes.
    pub span: Span,
    /// The byte of the file at which `text` begins, where it stands there to the letter; `None`
    /// where the notation folds or escapes it.
    pub file_offset: Option<u32>,
}

impl InlineMarkdown {
    fn new(text: &str, span: Span, source: &str) -> Self {
        let written = source.get(span.range()).unwrap_or("");
        let verbatim =
            written.find(text).and_then(|at| u32::try_from(span.start as usize + at).ok());
        InlineMarkdown { text: text.into(), span, file_offset: verbatim }
    }

    /// Where bytes `span` of the Markdown stand in the file: exactly, or the whole prose.
    pub fn file_span(&self, span: Span) -> Span {
        self.file_offset.map_or(self.span, |start| span.shifted(start as usize))
    }
}

/// A checked record. Every method takes a key that its table has; in debug builds another is a
/// panic.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    table: &'static Schema,
    node: &'a Node,
    path: &'a SourcePath,
    source: &'a str,
    is_complete: bool,
}

impl<'a> Record<'a> {
    /// What was parsed by `table`; `source` is the whole file.
    pub fn new(
        table: &'static Schema,
        parsed: &'a Parsed,
        path: &'a SourcePath,
        source: &'a str,
    ) -> Self {
        Record { table, node: &parsed.node, path, source, is_complete: parsed.is_complete }
    }

    /// The file it stands in.
    pub fn path(&self) -> &'a SourcePath {
        self.path
    }

    /// Where the record stands.
    pub fn span(&self) -> Span {
        self.node.span
    }

    fn entry(&self, key: &str) -> Option<&'a (Key, Node)> {
        debug_assert!(self.table.field(key).is_some(), "{} has no key {key}", self.table.name);
        match &self.node.value {
            Value::Record(entries) => entries.iter().find(|(k, _)| &*k.name == key),
            _ => None,
        }
    }

    /// The value of a key as it was read.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|(_, node)| node).filter(|node| node.is_valid())
    }

    /// False where something of the value of a key, of its entries or keys, could not be read, or
    /// there may be such a key in a file that is not whole.
    pub fn is_valid(&self, key: &str) -> bool {
        let all = |(_, node): &(Key, Node)| match &node.value {
            Value::List(entries) => entries.iter().all(Node::is_valid),
            Value::Record(entries) => entries.iter().all(|(_, node)| node.is_valid()),
            _ => node.is_valid(),
        };
        self.is_complete && self.entry(key).is_none_or(all)
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<Box<str>> {
        self.node(key).and_then(scalar_text).map(Into::into)
    }

    /// The text of a key, and its place.
    pub fn spanned_text(&self, key: &str) -> Option<Spanned<Box<str>>> {
        self.node(key).and_then(spanned_text)
    }

    /// The texts of a key that has one or a list.
    pub fn texts(&self, key: &str) -> Vec<Spanned<Box<str>>> {
        self.nodes(key).filter_map(spanned_text).collect()
    }

    /// The inline Markdown of a key.
    pub fn markdown(&self, key: &str) -> Option<InlineMarkdown> {
        self.markdown_list(key).into_iter().next()
    }

    /// The inline Markdown of a key that has one or a list.
    pub fn markdown_list(&self, key: &str) -> Vec<InlineMarkdown> {
        self.nodes(key)
            .filter_map(|node| {
                Some(InlineMarkdown::new(scalar_text(node)?, node.span, self.source))
            })
            .collect()
    }

    /// True, false or not said.
    pub fn bool(&self, key: &str) -> Option<bool> {
        self.node(key).and_then(scalar_text).map(|text| text == "true")
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.node(key).and_then(scalar_text)?.parse().ok()
    }

    /// Numbers of a list.
    pub fn numbers(&self, key: &str) -> Vec<f64> {
        self.nodes(key).filter_map(|node| scalar_text(node)?.parse().ok()).collect()
    }

    /// A day.
    pub fn day(&self, key: &str) -> Option<Day> {
        self.node(key).and_then(scalar_text).and_then(Day::parse)
    }

    /// A day, and its place.
    pub fn spanned_day(&self, key: &str) -> Option<Spanned<Day>> {
        let node = self.node(key)?;
        Some(Spanned { value: Day::parse(scalar_text(node)?)?, span: node.span })
    }

    /// A fuzzy date.
    pub fn date(&self, key: &str) -> Option<FuzzyDate> {
        self.node(key).and_then(scalar_text).and_then(|text| FuzzyDate::parse(text).ok())
    }

    /// A fuzzy date, and its place.
    pub fn spanned_date(&self, key: &str) -> Option<Spanned<FuzzyDate>> {
        let node = self.node(key)?;
        Some(Spanned { value: FuzzyDate::parse(scalar_text(node)?).ok()?, span: node.span })
    }

    /// A slug.
    pub fn slug(&self, key: &str) -> Option<Spanned<Slug>> {
        let node = self.node(key)?;
        Some(Spanned { value: Slug::parse(scalar_text(node)?).ok()?, span: node.span })
    }

    /// The entries of a list, or the one value of a key that may have a list.
    pub fn nodes(&self, key: &str) -> impl Iterator<Item = &'a Node> + use<'a> {
        let node = self.node(key);
        let entries: &'a [Node] = match node.map(|node| &node.value) {
            Some(Value::List(entries)) => entries,
            Some(Value::Null) | None => &[],
            Some(_) => node.map_or(&[], std::slice::from_ref),
        };
        entries.iter().filter(|node| node.is_valid())
    }

    /// The record of a key.
    pub fn record(&self, key: &str, table: &'static Schema) -> Option<Record<'a>> {
        self.node(key).filter(|node| matches!(node.value, Value::Record(_))).map(|node| Record {
            table,
            node,
            ..*self
        })
    }

    /// The records of a key that has a list of them; entries that are no record are passed over.
    pub fn records(&self, key: &str, table: &'static Schema) -> Vec<Record<'a>> {
        self.nodes(key)
            .filter(|node| matches!(node.value, Value::Record(_)))
            .map(|node| Record { table, node, ..*self })
            .collect()
    }

    /// The record at a node of this one.
    pub fn record_at(&self, node: &'a Node, table: &'static Schema) -> Record<'a> {
        Record { table, node, ..*self }
    }

    /// The free keys of a map, with their values.
    pub fn map(&self, key: &str) -> impl Iterator<Item = &'a (Key, Node)> + use<'a> {
        let entries: &'a [(Key, Node)] = match self.node(key).map(|node| &node.value) {
            Some(Value::Record(entries)) => entries,
            _ => &[],
        };
        entries.iter().filter(|(_, node)| node.is_valid())
    }
}

/// The text of a scalar.
fn scalar_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

fn spanned_text(node: &Node) -> Option<Spanned<Box<str>>> {
    Some(Spanned { value: scalar_text(node)?.into(), span: node.span })
}
