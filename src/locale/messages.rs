//! What can be wrong with the words of a theme.

use super::UiText;
use crate::data::{Key, Spanned};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{SourcePath, Span, placeholders};

codes! {
    UNKNOWN_UI_TEXT: error "unknown-word",
    BAD_UI_TEXT: error "bad-word",
    NO_UI_TEXTS: warning "no-words",
}

pub(super) fn unknown_ui_text<'a>(
    path: &SourcePath,
    key: &Key,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let help = match nearest_match(&key.name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the keys are those of the theme’s `words/en.toml`; docs/themes.md tells more"
            .to_owned(),
    };
    Diagnostic::new(
        UNKNOWN_UI_TEXT,
        path,
        key.span,
        format!("the theme says nothing under `{}`", key.name),
    )
    .help(help)
}

pub(super) fn bad_ui_text(path: &SourcePath, key: &Key, span: Span) -> Diagnostic {
    Diagnostic::new(
        BAD_UI_TEXT,
        path,
        span,
        format!("`{}` must be a text, or a text for each plural category", key.name),
    )
    .help("write \"{n} pages\", or { one = \"{n} page\", other = \"{n} pages\" }")
}

pub(super) fn unknown_placeholder(
    path: &SourcePath,
    key: &Key,
    span: Span,
    english: &UiText,
) -> Diagnostic {
    let mut known: Vec<String> =
        english.forms().flat_map(placeholders).map(|part| format!("`{{{part}}}`")).collect();
    known.sort();
    known.dedup();
    let help = if known.is_empty() {
        "nothing is filled in here; leave the braces out".to_owned()
    } else {
        format!("what can be filled in here is {}", known.join(", "))
    };
    Diagnostic::new(
        BAD_UI_TEXT,
        path,
        span,
        format!("`{}` has a part between braces that is not filled in", key.name),
    )
    .help(help)
}

pub(super) fn bad_dates(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(BAD_UI_TEXT, path, span, "`[dates]` holds patterns, the names of twelve `months` from January, and of four `seasons` from spring")
        .help("write `day = \"{day} {month} {year}\"` or `months = [\"January\", …]`")
}

pub(super) fn language_without_ui_texts(language: &Spanned<Box<str>>, theme: &str) -> Diagnostic {
    Diagnostic::new(
        NO_UI_TEXTS,
        &SourcePath::from_static("site.toml"),
        language.span,
        format!("the theme `{theme}` has no words in `{}`; it speaks English", language.value),
    )
    .help(format!("write them into `themes/{theme}/words/{}.toml`, or some of them under `[theme_options.words]`", language.value))
}
