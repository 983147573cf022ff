//! Diagnostics: what is wrong with a site, where, and how to fix it; and their rendering as text.

mod codes;
mod messages;
mod nearest_match;
mod render;
mod truncate;

pub use messages::CODES;
pub use nearest_match::{NearestMatch, is_typing_error, nearest_match};
pub use render::{PositionLookup, RenderStyle, SourceTexts, render, render_one};

pub(crate) use codes::codes;
pub(crate) use messages::{internal_error, invalid_span};

use std::fmt;

use truncate::truncate_middle;

use crate::text::{SourcePath, Span};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not published.
    Error,
    /// Readers would notice.
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

/// A kind of problem. `docs/diagnostics.md` has a paragraph for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// Lower-case words joined by hyphens: `unknown-key`.
    pub name: &'static str,
    /// The default level; a site may set another.
    pub severity: Severity,
}

impl Code {
    /// A code that is an error by default.
    pub const fn error(name: &'static str) -> Self {
        Code { name, severity: Severity::Error }
    }

    /// A code that is a warning by default.
    pub const fn warning(name: &'static str) -> Self {
        Code { name, severity: Severity::Warning }
    }

    /// A code that is a note by default.
    pub const fn note(name: &'static str) -> Self {
        Code { name, severity: Severity::Note }
    }
}

/// A marked range of a file with an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    /// The file.
    pub path: SourcePath,
    /// Empty for the whole file or a position between two bytes.
    pub span: Span,
    /// May be empty.
    pub text: String,
}

/// One problem. Its texts are truncated, because authors' texts in them may be data of 400 KB.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The level on this site.
    pub severity: Severity,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// The primary label, then secondary ones.
    pub labels: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem at one place.
    pub fn new(code: Code, path: &SourcePath, span: Span, message: impl Into<String>) -> Self {
        Diagnostic::of_site(code, message).label_at(path, span, "")
    }

    /// A problem of the site as a whole, at no place.
    pub fn of_site(code: Code, message: impl Into<String>) -> Self {
        let message = truncate_middle(message.into());
        Diagnostic { code, severity: code.severity, message, labels: Vec::new(), help: None }
    }

    /// Sets the text of the primary label.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = self.labels.first_mut() {
            primary.text = truncate_middle(text.into());
        }
        self
    }

    /// Adds a secondary label.
    pub fn label_at(mut self, path: &SourcePath, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.clone(), span, text: truncate_middle(text.into()) });
        self
    }

    /// Sets the help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(truncate_middle(help.into()));
        self
    }

    /// The main place.
    pub fn primary_label(&self) -> Option<&Label> {
        self.labels.first()
    }
}

/// The order in which problems are shown: errors, warnings, notes; else as they are.
pub fn errors_first(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut sorted = diagnostics.to_vec();
    sorted.sort_by_key(|diagnostic| diagnostic.severity);
    sorted
}

/// Sorts by file, place, code and message, and removes duplicates.
pub fn sort_and_dedup(diagnostics: &mut Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> (Option<(&SourcePath, Span)>, &str, &str) {
        (d.primary_label().map(|l| (&l.path, l.span)), d.code.name, &d.message)
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup();
}
