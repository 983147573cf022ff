//! What can be wrong with a theme.

use crate::data::{Key, Spanned};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{SourcePath, Span};

codes! {
    UNKNOWN_THEME: error "unknown-theme",
    MISSING_THEME_FILE: error "missing-theme-file",
    TEMPLATE_ERROR: error "template-error",
    UNKNOWN_OPTION: error "unknown-option",
    BAD_OPTION: error "bad-option",
    LOW_CONTRAST: warning "low-contrast",
}

pub(super) fn unknown_theme(theme: &Spanned<Box<str>>, known: &[String]) -> Diagnostic {
    let help = match nearest_match(&theme.value, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("put it in `themes/{}/`, or leave `theme` out for the default one", theme.value)
        }
    };
    Diagnostic::new(
        UNKNOWN_THEME,
        &SourcePath::from_static("site.toml"),
        theme.span,
        format!("there is no theme `{}`", theme.value),
    )
    .help(help)
}

pub(super) fn missing_theme_file(path: &SourcePath, named: &Spanned<Box<str>>) -> Diagnostic {
    Diagnostic::new(
        MISSING_THEME_FILE,
        path,
        named.span,
        format!("there is no `assets/{}` in this theme", named.value),
    )
    .help("name a file of its `assets` folder")
}

pub(super) fn template_error(
    path: &SourcePath,
    span: Span,
    message: &str,
    page: Option<&SourcePath>,
) -> Diagnostic {
    let message = match page {
        Some(page) => format!("{message} (while rendering {page})"),
        None => message.to_owned(),
    };
    Diagnostic::new(TEMPLATE_ERROR, path, span, message)
        .help("docs/themes.md lists what a template may see, and how it is written")
}

pub(super) fn unknown_option<'a>(
    path: &SourcePath,
    key: &Key,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let help = match nearest_match(&key.name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "its options are {}",
            known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    Diagnostic::new(
        UNKNOWN_OPTION,
        path,
        key.span,
        format!("the theme has no option `{}`", key.name),
    )
    .help(help)
}

pub(super) fn bad_option(path: &SourcePath, key: &Key, span: Span, expected: &str) -> Diagnostic {
    Diagnostic::new(BAD_OPTION, path, span, format!("`{}` must be {expected}", key.name))
        .help("docs/writing.md lists the options of the default theme; those of another stand in its `theme.toml`")
}

pub(super) fn low_contrast(
    path: &SourcePath,
    key: &Key,
    span: Span,
    contrast: f64,
    on: &str,
) -> Diagnostic {
    Diagnostic::new(LOW_CONTRAST, path, span, format!("text in the colour of `{}` is hard to read on `{on}`: a contrast of {contrast:.1} to 1", key.name))
        .help("take a colour with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)")
}
