//! The one problem that can befall any span.

use super::{Code, Diagnostic};
use crate::text::{SourcePath, Span};

const INTERNAL_SPAN: Code = Code::error("internal-span");

/// The codes of this room.
pub const CODES: &[Code] = &[INTERNAL_SPAN];

/// A diagnostic whose own span does not fit its file: a mistake in this program, shown rather than hidden.
pub(crate) fn unreadable_span(path: &SourcePath, wrong: &Diagnostic) -> Diagnostic {
    Diagnostic::new(INTERNAL_SPAN, path, Span::default(), format!("a problem [{}] could not be shown at its place: {}", wrong.code.name, wrong.message))
        .help("this is a mistake in backgrounder itself; please report it with this file")
}
