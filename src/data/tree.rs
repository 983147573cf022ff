//! The tree that YAML and TOML are both parsed into. Scalars stay as written: `NO` is Norway,
//! `2019-10` is not a subtraction.

use crate::text::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// TOML 1.1.
    Toml,
}

/// A value and its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A key without a value, `null` or `~`: as if the key were missing.
    Null,
    /// An invalid value; its error has been reported. Holds the text, where the value can only have
    /// been meant as one; else it is empty.
    Invalid(Box<str>),
    Scalar(Scalar),
    List(Vec<Node>),
    /// In the order of the file; no key twice.
    Record(Vec<(Key, Node)>),
}

/// A scalar as written, without quotes and escapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    pub text: Box<str>,
    pub kind: ScalarKind,
}

/// The type that the syntax of a scalar gives it: in TOML by its grammar, in YAML by the core
/// schema for plain scalars (YAML 1.2 §10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    Text,
    Integer,
    Float,
    Bool,
    /// A date or time of TOML.
    Date,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub name: Box<str>,
    pub span: Span,
}

impl Node {
    /// A record without keys.
    pub fn empty() -> Self {
        Node { span: Span::default(), value: Value::Record(Vec::new()) }
    }

    pub(super) fn invalid(span: Span) -> Self {
        Node { span, value: Value::Invalid(Box::default()) }
    }

    /// Marks a list or record as invalid: its key is there twice, so half of it would be missing.
    pub(super) fn invalidate_collection(&mut self) {
        if !matches!(self.value, Value::Scalar(_)) {
            *self = Node::invalid(self.span);
        }
    }

    pub fn is_valid(&self) -> bool {
        !matches!(self.value, Value::Invalid(_))
    }

    /// True where the value and its entries or keys are valid.
    pub fn is_valid_with_children(&self) -> bool {
        self.is_valid() && self.children().all(Node::is_valid)
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The value of a key of a record.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.keys().iter().find(|(k, _)| &*k.name == key).map(|(_, node)| node)
    }

    fn keys(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Record(entries) => entries,
            _ => &[],
        }
    }

    /// The entries of a list; another value is its own only entry.
    pub fn entries(&self) -> &[Node] {
        match &self.value {
            Value::List(entries) => entries,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &Node> {
        let entries = match &self.value {
            Value::List(entries) => &entries[..],
            _ => &[],
        };
        entries.iter().chain(self.keys().iter().map(|(_, node)| node))
    }

    pub(super) fn children_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        let (entries, keys): (&mut [Node], &mut [(Key, Node)]) = match &mut self.value {
            Value::List(entries) => (entries, &mut []),
            Value::Record(keys) => (&mut [], keys),
            _ => (&mut [], &mut []),
        };
        entries.iter_mut().chain(keys.iter_mut().map(|(_, node)| node))
    }

    /// The keys of a record that have valid values.
    pub fn valid_keys(&self) -> impl Iterator<Item = &(Key, Node)> {
        self.keys().iter().filter(|(_, node)| node.is_valid())
    }

    /// What authors call it, with its article: "a list".
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Invalid(_) => "an invalid value",
            Value::List(_) => "a list",
            Value::Record(_) => "a group of keys",
            Value::Scalar(scalar) => match scalar.kind {
                ScalarKind::Text => "a text",
                ScalarKind::Integer | ScalarKind::Float => "a number",
                ScalarKind::Bool => "true or false",
                ScalarKind::Date => "a date",
            },
        }
    }
}
