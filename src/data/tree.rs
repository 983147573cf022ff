//! The tree that YAML and TOML are both read into. Scalars stay as they were written: `NO` is
//! Norway, `2019-10` is not a subtraction.

use crate::text::Span;

/// Which notation a tree was written in; some help depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// TOML 1.1.
    Toml,
}

/// A value and the bytes of the file it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands in the file.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A key without a value, `null` or `~`: as if the key were not there.
    Null,
    /// Something that is wrong, which has been reported: the key is there, and nobody knows its
    /// value. Where it is a text that could only have been meant as one, that text; else empty.
    Invalid(Box<str>),
    /// A text, number, truth value or date.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order written; no key twice.
    Record(Vec<(Key, Node)>),
}

/// A scalar as written, without quotes and escapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// Its text.
    pub text: Box<str>,
    /// What its notation says it is.
    pub kind: ScalarKind,
}

/// What the notation of a scalar says it is: TOML by its grammar, YAML by the core schema (YAML 1.2
/// §10.3) for plain scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// Quoted, or plain and nothing else.
    Text,
    /// A whole number.
    Integer,
    /// A number with a point or exponent.
    Float,
    /// `true` or `false`.
    Bool,
    /// A date or time of TOML.
    Date,
}

/// A key and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: Box<str>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Node {
    /// A record without keys.
    pub fn empty() -> Self {
        Node { span: Span::default(), value: Value::Record(Vec::new()) }
    }

    /// Makes a list or group unread: a second one under its key was left out, so that half would be
    /// missing.
    pub(super) fn invalidate_collection(&mut self) {
        if !matches!(self.value, Value::Scalar(_)) {
            *self = Node::invalid(self.span);
        }
    }

    /// False for what could not be read.
    pub fn is_valid(&self) -> bool {
        !matches!(self.value, Value::Invalid(_))
    }

    /// What could not be read at a place.
    pub(super) fn invalid(span: Span) -> Self {
        Node { span, value: Value::Invalid(Box::default()) }
    }

    /// What a person would call it, with its article: "a list".
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Invalid(_) => "what could not be read",
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
