//! What can go wrong in any room: mistakes in this program.

use super::{Diagnostic, codes};
use crate::text::{SourcePath, Span};

codes! {
    INTERNAL_SPAN: error "internal-span",
    INTERNAL_ERROR: error "internal-error",
}

/// A page that cannot be made, though nothing is wrong with its file: a mistake in this program,
/// shown rather than published.
pub(crate) fn internal_error(path: &SourcePath, what: &str) -> Diagnostic {
    Diagnostic::new(INTERNAL_ERROR, path, Span::default(), format!("what is published of this could not be made: {what}"))
        .help("this is a mistake in backgrounder itself; please report it with this message and this file")
}

/// A diagnostic whose own span does not fit its file: a mistake in this program, shown rather than
/// hidden.
pub(crate) fn invalid_span(path: &SourcePath, wrong: &Diagnostic) -> Diagnostic {
    Diagnostic::new(
        INTERNAL_SPAN,
        path,
        Span::default(),
        format!(
            "a problem [{}] could not be shown at its place: {}",
            wrong.code.name, wrong.message
        ),
    )
    .help("this is a mistake in backgrounder itself; please report it with this file")
}
