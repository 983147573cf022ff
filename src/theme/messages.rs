//! What can be wrong with a theme.

use crate::data::Spanned;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::text::{SourcePath, Span};

const UNKNOWN_THEME: Code = Code::error("unknown-theme");
const MISSING_THEME_FILE: Code = Code::error("missing-theme-file");
const TEMPLATE_ERROR: Code = Code::error("template-error");

/// The codes of this room.
pub const CODES: &[Code] = &[UNKNOWN_THEME, MISSING_THEME_FILE, TEMPLATE_ERROR];

pub(super) fn unknown_theme(theme: &Spanned<Box<str>>, known: &[String]) -> Diagnostic {
    let help = match nearest(&theme.value, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("put it in `themes/{}/`, or leave `theme` out for the default one", theme.value),
    };
    Diagnostic::new(UNKNOWN_THEME, &SourcePath::constant("site.toml"), theme.span, format!("there is no theme `{}`", theme.value)).help(help)
}

pub(super) fn missing_theme_file(path: &SourcePath, named: &Spanned<Box<str>>) -> Diagnostic {
    Diagnostic::new(MISSING_THEME_FILE, path, named.span, format!("there is no `assets/{}` in this theme", named.value))
        .help("name a file of its `assets` folder")
}

pub(super) fn template_error(path: &SourcePath, span: Span, message: &str, page: Option<&SourcePath>) -> Diagnostic {
    let message = match page {
        Some(page) => format!("{message} (while rendering {page})"),
        None => message.to_owned(),
    };
    Diagnostic::new(TEMPLATE_ERROR, path, span, message).help("docs/themes.md lists what a template may see, and how it is written")
}
