//! Diagnostics about the texts of a theme.

use std::collections::BTreeSet;

use super::UiText;
use crate::data::{Key, Spanned};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{SourcePath, Span, language_name};

codes! {
    UNKNOWN_UI_TEXT: error "unknown-word",
    BAD_UI_TEXT: error "bad-word",
    NO_UI_TEXTS: note "no-words",
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

/// `known` are the languages of the theme.
pub(super) fn language_without_ui_texts(
    language: &Spanned<Box<str>>,
    theme: &str,
    known: &[&str],
) -> Diagnostic {
    let (span, language) = (language.span, &language.value);
    let known = match known {
        [] => "no language".to_owned(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    };
    let message = format!(
        "your pages are fine, but buttons and labels of the theme exist only in {known}, not in {}",
        language_name(language)
    );
    Diagnostic::new(NO_UI_TEXTS, &SourcePath::from_static("site.toml"), span, message).help(format!(
        "to translate them, write `themes/{theme}/words/{language}.toml`; docs/themes.md says how"
    ))
}
