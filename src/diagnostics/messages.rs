//! Messages that any room may need: bugs in this program.

use super::{Diagnostic, codes};
use crate::text::{SourcePath, Span};

codes! {
    INTERNAL_SPAN: error "internal-span",
    INTERNAL_ERROR: error "internal-error",
}

/// A page that cannot be made though its file has no error.
pub(crate) fn internal_error(path: &SourcePath, what: &str) -> Diagnostic {
    let message = format!("Backgrounder could not make the pages of this file: {what}");
    Diagnostic::new(INTERNAL_ERROR, path, Span::default(), message)
        .help("this is a bug in Backgrounder; please report it with this message and this file")
}

/// A diagnostic whose span is not a valid range of its file.
pub(crate) fn invalid_span(path: &SourcePath, wrong: &Diagnostic) -> Diagnostic {
    let Diagnostic { code, message, .. } = wrong;
    let message = format!("cannot show where this problem [{}] is: {message}", code.name);
    Diagnostic::new(INTERNAL_SPAN, path, Span::default(), message)
        .help("this is a bug in Backgrounder; please report it with this file")
}
