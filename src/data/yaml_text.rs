//! YAML lines as text: keys, quotes, and what a line with a syntax error was meant to be.

use granit_parser::Parser;

use crate::text::line_range;

/// The line of a syntax error as it was probably meant: with quotes around its value, or with the
/// bracket that it lacks.
pub(super) fn suggest_line(text: &str, at: usize) -> Option<String> {
    let range = line_range(text, at);
    let line = text[range.clone()].trim_end_matches('\r');
    let bare = line.trim_start_matches([' ', '-']);
    let dash = if line.trim_start().starts_with("- ") { "- " } else { "" };
    let (name, value) = match split_key(bare) {
        // In a list, "Report: the end" is a text; keys are in lower case.
        Some((name, value))
            if dash.is_empty() || name.chars().all(|c| c.is_ascii_lowercase() || c == '_') =>
        {
            (format!("{name}: "), value)
        }
        _ if !dash.is_empty() => (String::new(), bare),
        _ => return None,
    };
    let written = value.trim();
    let value = without_repeated_key(name.trim_end_matches([':', ' ']), written);
    if value.contains(" # ") || value.ends_with(" #") {
        // This may be a comment.
        return None;
    }
    let is_last = text[range.end..].trim().is_empty();
    let meant = match value.chars().next()? {
        '[' if is_last => format!("{value}]"),
        '{' if is_last => format!("{value}}}"),
        // What is left of a repeated key may need no quotes.
        _ if value != written && !value.contains(": ") && is_valid_syntax(value) => {
            value.to_owned()
        }
        _ => quote(intended_text(value).filter(|text| !text.contains("\", \"")).filter(|_| {
            value.contains(": ")
                || value.ends_with(':')
                || value.starts_with(['@', '*', '&', '!', '%', '`', '"', '\''])
        })?),
    };
    Some(format!("{dash}{name}{meant}")).filter(|meant| is_valid_syntax(meant))
}

/// The value after a key that is written twice: `iso: iso: BR`.
pub(super) fn without_repeated_key<'a>(name: &str, value: &'a str) -> &'a str {
    let repeated = value.strip_prefix(name).filter(|_| !name.is_empty());
    repeated.and_then(|rest| rest.strip_prefix(": ")).map_or(value, str::trim)
}

/// A text in YAML quotes.
pub(super) fn quote(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// The text that a value was meant to be; `None` where it was not meant as a text on one line.
pub(super) fn intended_text(value: &str) -> Option<&str> {
    let value = value.trim();
    if value.is_empty() || value.contains('\n') || value.starts_with(['[', '{', '|', '>']) {
        return None;
    }
    // Copied with the backquotes of a message or of these docs.
    if let Some(inner) = value.strip_prefix('`').and_then(|value| value.strip_suffix('`')) {
        return Some(inner).filter(|inner| !inner.is_empty());
    }
    for quote in ['"', '\''] {
        let Some(inner) = value.strip_prefix(quote) else { continue };
        // The quotes stand around the whole value, or the second one is missing. Other quotes
        // belong to a word of the text.
        let ends_a_word = |inner: &str| {
            let rest = inner.split_once(quote);
            rest.is_some_and(|(_, after)| !after.starts_with(char::is_alphanumeric))
        };
        return Some(match inner.strip_suffix(quote) {
            Some(inner) if !ends_a_word(inner) => inner,
            None if !inner.contains(quote) => inner,
            _ => value,
        });
    }
    Some(value)
}

/// The key that a text begins with, and the rest after its colon.
pub(super) fn split_key(text: &str) -> Option<(&str, &str)> {
    let (written, rest) = text.split_once(':')?;
    let name = written.trim_end();
    let name = ['"', '\'']
        .iter()
        .find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(name);
    let is_key = !name.is_empty() && name.chars().all(is_key_char) && !name.starts_with('-');
    (is_key && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then_some((name, rest))
}

pub(super) fn is_key_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

pub(super) fn lines_with_offsets(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

fn is_valid_syntax(text: &str) -> bool {
    let mut parser = Parser::new_from_str(text);
    std::iter::from_fn(|| parser.next_event()).all(|event| event.is_ok())
}
