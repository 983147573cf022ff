//! Diagnostics about front matter and configuration files.

use percent_encoding::percent_decode_str;

use super::key_intention::KeyIntention;
use super::schema::{Field, FieldType, Schema, code_list};
use super::tree::{Format, Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{Route, SlugError, SourcePath, Span, suggest_language_tag};
use crate::time::{DateError, suggest_edtf};

codes! {
    TOML_SYNTAX: error "toml-syntax",
    YAML_SYNTAX: error "yaml-syntax",
    DUPLICATE_KEY: error "duplicate-key",
    UNKNOWN_KEY: error "unknown-key",
    MISSING_KEY: error "missing-key",
    WRONG_TYPE: error "wrong-type",
    BAD_DATE: error "bad-date",
    BAD_SLUG: error "bad-slug",
    UNCLOSED_COMMENT: error "unclosed-comment",
    LOST_TEXT: warning "lost-text",
    MISPLACED_KEY: warning "misplaced-key",
}

pub(super) fn toml_syntax(path: &SourcePath, span: Span, message: &str, line: &str) -> Diagnostic {
    let (name, value) =
        line.split_once('=').map_or((line, ""), |(name, value)| (name.trim(), value.trim()));
    let is_partial_date = (5..=10).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value[1..].contains(['-', '~', '?', '/']);
    let bare = value.trim_matches('`');
    let expects_text = ["string values must be quoted", "invalid boolean", "invalid string"];
    let is_unquoted_text = expects_text.iter().any(|expected| message.starts_with(expected))
        && bare.starts_with(char::is_alphanumeric)
        && !bare.contains(['#', '[', '{', ',', '='])
        && !is_boolean_word(bare);
    let in_yaml = line.split_once(": ").filter(|(_, value)| !value.contains(['=', '[', '{']));
    let meant = match in_yaml {
        Some((name, value)) => toml_line(name.trim(), value.trim().trim_matches('"')),
        None if is_unquoted_text => toml_line(name, bare),
        None => None,
    };
    let help = if is_partial_date {
        format!("put quotes around a date that is not a whole day: \"{value}\"")
    } else if line.trim_start().starts_with('[') {
        "begin a group of keys with `[name]`, and an entry of a list of groups with `[[name]]`"
            .to_owned()
    } else if message.starts_with("invalid basic string") {
        "close the text with `\"` on the same line".to_owned()
    } else if let Some(meant) = meant {
        format!("write `{meant}`")
    } else if value.starts_with(['“', '”', '„', '‘']) {
        "put straight quotes around the text: \"…\"".to_owned()
    } else if message.starts_with("key with no value") {
        "write `key = value`".to_owned()
    } else {
        "put quotes around a text, and square brackets around a list".to_owned()
    };
    let message = if is_unquoted_text { "this text needs quotes" } else { message };
    unreadable_toml(path, span, message, help)
}

/// A TOML line with a text as value; `None` where the key would have to be quoted too.
fn toml_line(name: &str, text: &str) -> Option<String> {
    let quoted = if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let line = format!("{name} = {quoted}");
    toml::from_str::<toml::Table>(&line).is_ok().then_some(line)
}

fn unreadable_toml(
    path: &SourcePath,
    span: Span,
    message: &str,
    help: impl Into<String>,
) -> Diagnostic {
    let message = match message.strip_prefix("invalid basic string") {
        Some(_) => "TOML syntax error: the closing `\"` of this text is missing".to_owned(),
        None => format!("TOML syntax error: {message}"),
    };
    Diagnostic::new(TOML_SYNTAX, path, span, message).help(help)
}

fn is_boolean_word(word: &str) -> bool {
    matches!(&*word.to_lowercase(), "true" | "false" | "yes" | "no" | "on" | "off")
}

pub(super) fn toml_syntax_in_brackets(path: &SourcePath, span: Span, message: &str) -> Diagnostic {
    let help = "in a list or group, put quotes around each text and a comma after each entry";
    unreadable_toml(path, span, message, help)
}

pub(super) fn unclosed_bracket(path: &SourcePath, span: Span) -> Diagnostic {
    let help = "write `]` or `}` after the last entry";
    unreadable_toml(path, span, "this bracket is not closed", help)
}

pub(super) fn yaml_syntax(
    path: &SourcePath,
    span: Span,
    message: &str,
    suggestion: Option<String>,
) -> Diagnostic {
    let help = match suggestion {
        Some(line) => format!("write `{line}`"),
        None => "put quotes around a value that contains a colon or `#`, or begins with `[`, `{`, `@`, `*` or `&`; indent with spaces"
            .to_owned(),
    };
    let message = match message {
        "mapping values are not allowed in this context" => "a text with `: ` in it needs quotes",
        other => other,
    };
    Diagnostic::new(YAML_SYNTAX, path, span, format!("YAML syntax error: {message}")).help(help)
}

pub(super) fn line_without_key(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(YAML_SYNTAX, path, span, "this line has no key")
        .help("write `key: value`, with a space after the colon")
}

pub(super) fn unsupported_yaml(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "YAML anchors (`&`), aliases (`*`) and tags (`!`) are not supported";
    Diagnostic::new(YAML_SYNTAX, path, span, message)
        .help("if the text begins with this character, put quotes around it; otherwise write the value out")
}

pub(super) fn nested_too_deep(path: &SourcePath, span: Span, limit: usize) -> Diagnostic {
    let message = format!("lists and groups are nested more than {limit} levels deep");
    Diagnostic::new(YAML_SYNTAX, path, span, message).help("remove the inner levels")
}

pub(super) fn key_not_text(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(YAML_SYNTAX, path, span, "a key must be a text").help("write `key: value`")
}

pub(super) fn after_document_end(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "the front matter ends above this line, so this line would be ignored";
    Diagnostic::new(YAML_SYNTAX, path, span, message)
        .help("do not indent the keys of the front matter, and remove `...`")
}

fn duplicate_key(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(DUPLICATE_KEY, path, span, format!("`{name}` appears twice"))
}

/// `values` are those of both keys.
pub(super) fn duplicate_yaml_key(
    path: &SourcePath,
    key: &Key,
    first: Span,
    values: [&Value; 2],
) -> Diagnostic {
    let is_single = |value: &Value| matches!(value, Value::Scalar(_) | Value::Null);
    let help = match values.into_iter().all(is_single) {
        true => "delete one of the two lines",
        false => "delete one of the two; if you need both, put all entries into one",
    };
    duplicate_key(path, key.span, &key.name)
        .label("again here")
        .label_at(path, first, "first here")
        .help(help)
}

pub(super) fn duplicate_toml_key(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    duplicate_key(path, span, name).help(
        "keep one of them; if a new entry of a list begins here, add its `[[name]]` line above",
    )
}

pub(super) fn duplicate_toml_header(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    duplicate_key(path, span, name).help(format!(
        "merge the two `[{name}]` groups; for a list of groups, begin each with `[[{name}]]`"
    ))
}

pub(super) fn not_a_record(path: &SourcePath, node: &Node) -> Diagnostic {
    let message = format!("front matter must be keys with values, not {}", node.describe());
    Diagnostic::new(WRONG_TYPE, path, node.span, message).help("write one key per line: `title: …`")
}

pub(super) fn unknown_key(
    path: &SourcePath,
    key: &Key,
    schema: &Schema,
    intention: &KeyIntention,
) -> Diagnostic {
    let help = match intention {
        KeyIntention::BelongsAbove(field) => belongs_above(key, field),
        KeyIntention::Typo(field) if key.name.split([' ', ':']).next() == Some(field.key) => {
            format!("write `{}: …`, with a colon and a space after it", field.key)
        }
        KeyIntention::Typo(field) | KeyIntention::Similar(field) => {
            format!("did you mean `{}`?", field.key)
        }
        KeyIntention::Foreign(found) => found.help.clone(),
        KeyIntention::BelongsBelow(group) => format!("this belongs below `[{}]`", group.key),
        KeyIntention::Unknown if schema.field("extra").is_some() => {
            "put data of your own under `extra`".to_owned()
        }
        KeyIntention::Unknown => format!("use one of these keys: {}", schema.key_list()),
    };
    let message = format!("{} has no key `{}`", schema.name, key.name);
    Diagnostic::new(UNKNOWN_KEY, path, key.span, message).help(help)
}

fn belongs_above(key: &Key, field: &Field) -> String {
    let above = "is a key of the whole file: move it above the first `[[` or `[`";
    match *key.name == *field.key {
        true => format!("`{}` {above}", field.key),
        false => format!("did you mean `{}`? It {above}", field.key),
    }
}

/// A key of the whole file below a TOML header whose own keys the author chooses.
pub(super) fn key_below_header(
    path: &SourcePath,
    key: &Key,
    field: &Field,
    header: &str,
) -> Diagnostic {
    let message = format!("`{}` cannot be below `[{header}]`", key.name);
    Diagnostic::new(UNKNOWN_KEY, path, key.span, message).help(belongs_above(key, field))
}

/// A key of the whole file, or almost one, in the author's own data.
pub(super) fn key_in_own_data(
    path: &SourcePath,
    key: &Key,
    field: &Field,
    header: &str,
) -> Diagnostic {
    let message = format!("`{}` is below `[{header}]`, so it is data of your own", key.name);
    let help = format!("{}; if it is your own, give it another name", belongs_above(key, field));
    Diagnostic::new(MISPLACED_KEY, path, key.span, message).help(help)
}

/// A required key that is below a TOML header.
pub(super) fn required_key_below_header(
    path: &SourcePath,
    key: &Key,
    field: &Field,
    schema: &Schema,
) -> Diagnostic {
    let message = format!("{} needs `{}`, which is below a header here", schema.name, field.key);
    Diagnostic::new(MISSING_KEY, path, key.span, message).help(belongs_above(key, field))
}

pub(super) fn missing_key(
    path: &SourcePath,
    span: Span,
    field: &Field,
    schema: &Schema,
    (place, format): (MissingKeyPlace, Format),
) -> Diagnostic {
    let (span, add) = match place {
        MissingKeyPlace::File => (Span { end: span.start, ..span }, "add a line "),
        MissingKeyPlace::Record => (span, "add "),
    };
    Diagnostic::new(MISSING_KEY, path, span, format!("{} needs `{}`", schema.name, field.key))
        .help(format!("{add}{}", example_lines(field, format)))
}

/// Where a key is missing.
pub(super) enum MissingKeyPlace {
    /// Among the keys of the whole file.
    File,
    Record,
}

/// A line to write for a key, in backquotes.
pub fn example_line(field: &Field, format: Format) -> String {
    let key = field.key;
    match (&field.field_type, format) {
        (FieldType::Edtf | FieldType::LifeDate, Format::Yaml) => format!("`{key}: 2019-02-27`"),
        (FieldType::Edtf | FieldType::LifeDate, Format::Toml) => {
            format!("`{key} = \"2019-02-27\"`")
        }
        (FieldType::Text, Format::Toml) => format!("`{key} = \"…\"`"),
        (FieldType::Text, Format::Yaml) => format!("`{key}: …`"),
        (field_type, _) => format!("`{key}`: {}", field_type.describe()),
    }
}

/// The same, and values for what is less certain.
fn example_lines(field: &Field, format: Format) -> String {
    let others = match (&field.field_type, format) {
        (FieldType::Edtf | FieldType::LifeDate, Format::Yaml) => {
            "; only the month: `2019-02`; about then: `2018-09~`"
        }
        (FieldType::Edtf | FieldType::LifeDate, Format::Toml) => {
            "; only the month: `\"2019-02\"`; about then: `\"2018-09~\"`"
        }
        _ => "",
    };
    example_line(field, format) + others
}

pub(super) fn key_without_value(
    path: &SourcePath,
    key: &Key,
    field: &Field,
    schema: &Schema,
    format: Format,
) -> Diagnostic {
    let message = format!("{} needs `{}`, which is empty here", schema.name, field.key);
    Diagnostic::new(MISSING_KEY, path, key.span, message)
        .help(format!("write {}", example_lines(field, format)))
}

/// Longer values are described by their type.
const MAX_QUOTED_CHARS: usize = 40;

pub(super) fn wrong_type(
    path: &SourcePath,
    key: &str,
    field_type: &FieldType,
    node: &Node,
    format: Format,
) -> Diagnostic {
    let found = match node.as_text() {
        Some(text) if text.chars().count() <= MAX_QUOTED_CHARS => format!("`{text}`"),
        _ => node.describe().to_owned(),
    };
    let help = match (field_type, &node.value) {
        (
            FieldType::Text | FieldType::InlineMarkdown,
            Value::Scalar(Scalar { text, kind: ScalarKind::Bool }),
        ) => format!("if you mean the word, put quotes around it: \"{text}\""),
        (FieldType::Bool, Value::Scalar(Scalar { text, .. }))
            if matches!(&**text, "true" | "false") =>
        {
            format!("remove the quotes: `{text}`")
        }
        // The name of a picture alone.
        (FieldType::Record(schema), Value::Scalar(Scalar { text, .. }))
            if schema.field("src").is_some() && !text.trim().is_empty() =>
        {
            format!("write {}", picture_line(key, text.trim(), format))
        }
        (FieldType::Bool, _) => "write `true` or `false`, without quotes".to_owned(),
        _ => format!("write {}", field_type.describe()),
    };
    Diagnostic::new(WRONG_TYPE, path, node.span, format!("`{key}` cannot be {found}")).help(help)
}

/// The line that says of a picture what a page needs to know, in backquotes.
fn picture_line(key: &str, src: &str, format: Format) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~%".contains(c);
    match format {
        Format::Yaml if src.chars().all(is_plain) => {
            format!("`{key}: {{ src: {src}, alt: what it shows, credit: who made it }}`")
        }
        Format::Yaml => {
            format!("`{key}: {{ src: {src:?}, alt: what it shows, credit: who made it }}`")
        }
        Format::Toml => format!(
            "`{key} = {{ src = {src:?}, alt = \"what it shows\", credit = \"who made it\" }}`"
        ),
    }
}

pub(super) fn text_read_as_keys(path: &SourcePath, key: &str, node: &Node) -> Diagnostic {
    let message = format!("`{key}` cannot be {}", node.describe());
    Diagnostic::new(WRONG_TYPE, path, node.span, message).help(
        "YAML reads the text before the colon as a key; if you mean a text, put quotes around it",
    )
}

pub(super) fn empty_text(path: &SourcePath, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(WRONG_TYPE, path, span, format!("`{key}` is empty"))
        .help("write a text, or remove the key")
}

pub(super) fn bad_language(path: &SourcePath, text: &str, span: Span) -> Diagnostic {
    let help = match suggest_language_tag(text) {
        Some(tag) => format!("write `{tag}`"),
        None => "write a code like `en` or `pt-BR`".to_owned(),
    };
    let message = format!("`{text}` is not a language code");
    Diagnostic::new(WRONG_TYPE, path, span, message).help(help)
}

pub(super) fn bad_day(path: &SourcePath, key: &str, text: &str, span: Span) -> Diagnostic {
    let days: Vec<String> =
        suggest_edtf(text).into_iter().filter(|edtf| edtf.len() == 10).collect();
    let help = match &days[..] {
        [] => "write year, month and day, like `2019-07-10`".to_owned(),
        days => format!("write `{}`", days.join("` or `")),
    };
    let message = format!("`{key}` must be one day, and `{text}` is not");
    Diagnostic::new(BAD_DATE, path, span, message).help(help)
}

pub(super) fn bad_date(
    path: &SourcePath,
    key: &str,
    text: &str,
    span: Span,
    error: &DateError,
) -> Diagnostic {
    let suggestions = error.suggestions.join("\" or \"");
    let help = match (&*suggestions, error.reason) {
        ("", Some("a year has four digits")) => {
            "write all four digits, like 1984 or 0747".to_owned()
        }
        ("", Some("it ends before it begins")) => "write the earlier date first".to_owned(),
        ("", Some(_)) => "write year-month-day, like 1980-12-01".to_owned(),
        ("", _) => "write 2019, 2019-02, 2019-02-27, 2018-09~ (about), 1984? (perhaps), 2019/2020 (from–to) or 2011-12-17/.. (since)".to_owned(),
        (dates, Some(_)) => format!("did you mean \"{dates}\"?"),
        (dates, None) => format!("write \"{dates}\""),
    };
    let reason = error.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    let message = format!("`{key}`: cannot read \"{text}\" as a date{reason}");
    Diagnostic::new(BAD_DATE, path, span, message).help(help)
}

pub(super) fn season_of_life(
    path: &SourcePath,
    key: &str,
    text: &str,
    span: Span,
    year: i64,
) -> Diagnostic {
    let message = format!("`{key}` cannot be the season \"{text}\": months are 01 to 12");
    let help = format!("write the month; if it is not known, only the year: \"{year:04}\"");
    Diagnostic::new(BAD_DATE, path, span, message).help(help)
}

pub(super) fn bad_slug(path: &SourcePath, text: &str, span: Span, error: &SlugError) -> Diagnostic {
    let (message, help) = match error {
        SlugError::InvalidCharacters(slug) => (
            format!("`{text}` cannot be a slug: use lower-case letters, digits and hyphens"),
            format!("write `{slug}`"),
        ),
        SlugError::TooLong => {
            ("this slug is longer than 200 bytes".to_owned(), "shorten it".to_owned())
        }
        SlugError::Empty => (
            format!("`{text}` cannot be a slug: it has no letter or digit"),
            "write a slug like `first-flight`".to_owned(),
        ),
    };
    Diagnostic::new(BAD_SLUG, path, span, message).help(help)
}

/// An old address that is of another site, relative, or encoded, or has a query or fragment.
pub(super) fn bad_route(path: &SourcePath, key: &str, text: &str, span: Span) -> Diagnostic {
    let mut meant = text.trim();
    let mut reason = None;
    if let Some((_, rest)) = meant.split_once("://") {
        reason = Some("leave out the host");
        meant = rest.find(['/', '?', '#']).map_or("/", |at| &rest[at..]);
    }
    if let Some(at) = meant.find(['?', '#']) {
        reason = reason.or(Some(match meant[at..].starts_with('?') {
            true => "leave out the query (`?…`); the redirect works with any",
            false => "leave out the fragment (`#…`); the redirect keeps it",
        }));
        meant = &meant[..at];
    }
    let decoded = percent_decode_str(meant).decode_utf8_lossy();
    if decoded != meant {
        reason = reason.or(Some("write its letters without percent-encoding"));
    }
    let parts = decoded.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
    let end = if decoded.ends_with('/') { "/" } else { "" };
    let meant = format!("/{}", parts.collect::<Vec<_>>().join("/")) + end;
    let meant = Some(meant.replacen("//", "/", 1))
        .filter(|meant| Route::parse_redirect_from(meant).is_some() && meant != "/");
    let because = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    let help = meant.map_or_else(
        || "write an address from the root of the site, like `/old/page/`".to_owned(),
        |meant| format!("write `{meant}`"),
    );
    let message = format!("`{key}` cannot be `{text}`{because}");
    Diagnostic::new(WRONG_TYPE, path, span, message).help(help)
}

pub(super) fn not_a_choice(
    path: &SourcePath,
    key: &str,
    text: &str,
    words: &[&str],
    span: Span,
) -> Diagnostic {
    let all = code_list(words.iter().copied());
    let help = match nearest_match(text, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? The choices are {all}"),
        None => format!("write one of {all}"),
    };
    Diagnostic::new(WRONG_TYPE, path, span, format!("`{key}` cannot be `{text}`")).help(help)
}

/// A comment that begins with `mark` and has no end. It is an error, because what the author meant
/// to hide is not known.
pub fn unclosed_comment(path: &SourcePath, span: Span, mark: &str) -> Diagnostic {
    let end = match &mark[..2] {
        "%%" => "%%",
        "{#" => "#}",
        "{%" => "{% endcomment %}",
        "{{" => "*/}}",
        "{/" => "*/}",
        _ => "-->",
    };
    let message = "this comment is not closed, so the text after it would be published";
    Diagnostic::new(UNCLOSED_COMMENT, path, span, message).help(format!(
        "write `{end}` where the comment ends, before the next empty line; to show `{mark}` itself, write `\\{mark}`"
    ))
}

/// A longer suggested line would not be copied from a terminal.
const MAX_SUGGESTED_CHARS: usize = 200;

fn quoting_help(line: Option<&str>) -> String {
    match line.filter(|line| line.chars().count() <= MAX_SUGGESTED_CHARS) {
        Some(line) => format!("write `{line}`"),
        None => "put quotes around the whole text".to_owned(),
    }
}

pub(super) fn text_read_as_comment(
    path: &SourcePath,
    key: &str,
    span: Span,
    comment: &str,
    line: Option<&str>,
) -> Diagnostic {
    let message = format!("YAML reads `{comment}` as a comment, not as part of `{key}`");
    Diagnostic::new(LOST_TEXT, path, span, message)
        .help(format!("{}; if you mean a comment, put a space after `#`", quoting_help(line)))
}

pub(super) fn entry_read_as_comment(
    path: &SourcePath,
    key: &str,
    span: Span,
    line: &str,
) -> Diagnostic {
    let message = format!("this entry of `{key}` is empty: YAML reads its text as a comment");
    Diagnostic::new(WRONG_TYPE, path, span, message).help(quoting_help(Some(line)))
}

pub(super) fn key_read_as_text(path: &SourcePath, key: &str, span: Span, name: &str) -> Diagnostic {
    let message = format!("YAML reads this line as part of `{key}` above, not as the key `{name}`");
    Diagnostic::new(LOST_TEXT, path, span, message).help(format!(
        "write `{name}: …` without indentation, with a space after the colon; if it belongs to the text, put quotes around the whole text"
    ))
}

pub(super) fn entry_read_as_text(path: &SourcePath, key: &str, span: Span) -> Diagnostic {
    let message =
        format!("YAML reads this line as part of the entry of `{key}` above, not as a new entry");
    Diagnostic::new(LOST_TEXT, path, span, message)
        .help("put each entry on its own line, beginning with `- `; the first one too")
}

pub(super) fn text_read_as_null(path: &SourcePath, key: &str, span: Span) -> Diagnostic {
    let message = format!("YAML reads `Null` as no value, so `{key}` is missing");
    Diagnostic::new(LOST_TEXT, path, span, message)
        .help(format!("if you mean the word, write `{key}: \"Null\"`; otherwise remove the key"))
}
