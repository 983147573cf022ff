//! Diagnostics about the texts of a theme.

use std::collections::BTreeSet;

use super::UiText;
use crate::data::{Key, Spanned};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{SourcePath, Span};

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
        None => "use a key of the theme’s `words/en.toml`; see docs/themes.md".to_owned(),
    };
    let message = format!("the theme has no text `{}`", key.name);
    Diagnostic::new(UNKNOWN_UI_TEXT, path, key.span, message).help(help)
}

pub(super) fn bad_ui_text(path: &SourcePath, key: &Key, span: Span) -> Diagnostic {
    let message = format!("`{}` must be a text, or a text for each plural category", key.name);
    Diagnostic::new(BAD_UI_TEXT, path, span, message)
        .help("write \"{n} pages\", or { one = \"{n} page\", other = \"{n} pages\" }")
}

pub(super) fn unknown_placeholder(
    path: &SourcePath,
    key: &Key,
    span: Span,
    english: &UiText,
) -> Diagnostic {
    let known: BTreeSet<String> =
        english.placeholders().map(|name| format!("`{{{name}}}`")).collect();
    let help = if known.is_empty() {
        "remove the braces: this text has no placeholders".to_owned()
    } else {
        format!("use only {}", known.into_iter().collect::<Vec<_>>().join(", "))
    };
    let message = format!("`{}` has an unknown placeholder in braces", key.name);
    Diagnostic::new(BAD_UI_TEXT, path, span, message).help(help)
}

pub(super) fn bad_dates(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "`[dates]` has patterns, the names of twelve `months` from January, and the names of four `seasons` from spring";
    Diagnostic::new(BAD_UI_TEXT, path, span, message)
        .help("write `day = \"{day} {month} {year}\"` or `months = [\"January\", …]`")
}

pub(super) fn language_without_ui_texts(language: &Spanned<Box<str>>, theme: &str) -> Diagnostic {
    let (span, language) = (language.span, &language.value);
    let message = format!(
        "the theme `{theme}` has no texts in `{language}`: buttons and labels will be in English"
    );
    Diagnostic::new(NO_UI_TEXTS, &SourcePath::from_static("site.toml"), span, message).help(format!(
        "check the language code; if it is right, only labels are in English, and docs/themes.md says how to translate them in `themes/{theme}/words/{language}.toml`"
    ))
}
