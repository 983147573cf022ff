//! What is wrong with a site, where, and how to mend it: plain data, and its rendering as text.

mod codes;
mod messages;
mod nearest_match;
mod render;
mod truncate;

pub use messages::CODES;
pub use nearest_match::{NearestMatch, nearest_match};
pub use render::{PositionLookup, RenderStyle, SourceTexts, render, render_one};

pub(crate) use codes::codes;
pub(crate) use messages::{internal_error, invalid_span};

use std::fmt;

use truncate::truncate_middle;

use crate::text::{SourcePath, Span};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The site is wrong; it is not published.
    Error,
    /// A reader would notice.
    Warning,
    /// Housekeeping, shown by `check`.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// The name of one kind of problem, and its level unless the site says otherwise. Each has a
/// paragraph in `docs/diagnostics.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// Words joined by hyphens: `unknown-key`.
    pub name: &'static str,
    /// Its level by default.
    pub severity: Severity,
}

impl Code {
    /// A code that is an error.
    pub const fn error(name: &'static str) -> Self {
        Code { name, severity: Severity::Error }
    }

    /// A code that is a warning.
    pub const fn warning(name: &'static str) -> Self {
        Code { name, severity: Severity::Warning }
    }

    /// A code that is a note.
    pub const fn note(name: &'static str) -> Self {
        Code { name, severity: Severity::Note }
    }
}

/// A marked place, and what is to be said of it there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    /// The file.
    pub path: SourcePath,
    /// The bytes marked in it; empty for the file as a whole or a place between two bytes.
    pub span: Span,
    /// What is said beside the mark; may be empty.
    pub text: String,
}

/// One problem: what is wrong, where, and how to mend it. Whatever an author wrote stands in it
/// shortened: a pasted picture is a word of 400 KB.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Which kind of problem it is.
    pub code: Code,
    /// Its level on this site.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The place (the first), and further places that explain it.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem at one place.
    pub fn new(code: Code, path: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity,
            message: truncate_middle(message.into()),
            labels: vec![Label { path: path.clone(), span, text: String::new() }],
            help: None,
        }
    }

    /// Says something beside the mark at the main place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = truncate_middle(text.into());
        }
        self
    }

    /// Adds a further place.
    pub fn label_at(mut self, path: &SourcePath, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.clone(), span, text: truncate_middle(text.into()) });
        self
    }

    /// Says how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(truncate_middle(help.into()));
        self
    }

    /// The main place.
    pub fn primary_label(&self) -> Option<&Label> {
        self.labels.first()
    }
}

/// Puts problems in the order they are reported in (file, place, code, message), each once.
pub fn sort_and_dedup(diagnostics: &mut Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> (Option<(&SourcePath, Span)>, &str, &str) {
        (d.primary_label().map(|l| (&l.path, l.span)), d.code.name, &d.message)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup();
}
