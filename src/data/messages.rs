//! Diagnostics about front matter and configuration files.

use percent_encoding::percent_decode_str;

use super::schema::{Field, FieldType, Schema, code_list};
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{Route, SlugError, SourcePath, Span};
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
}

/// Keys of other generators, with help on what to write instead.
const FOREIGN_KEYS: [(&[&str], &str); 14] = [
    (
        &["tags", "categories", "taxonomies", "keywords"],
        "write `about`: the topics of this article, as paths like `events/first-flight`",
    ),
    (
        &["aliases", "alias"],
        "write `also_known_as` for other names, `redirect_from` for old addresses",
    ),
    (&["redirects"], "write `redirect_from`"),
    (&["author", "byline"], "write `authors`, a list of ids from `[authors]` in site.toml"),
    (&["summary", "excerpt", "subtitle", "dek"], "write `description`: one or two sentences"),
    (&["lastmod", "modified"], "write `updated`"),
    (&["published"], "write `date`; add `draft: true` if the page is not to be published yet"),
    (&["pubDate"], "write `date`"),
    (&["weight"], "write `order`"),
    (
        &["url", "path", "permalink"],
        "write `slug` for the last part of the address; the folder gives the rest",
    ),
    (&["layout", "template"], "remove it: the folder of a page decides its template"),
    (&["lang"], "write `language`"),
    (&["name"], "write `title`"),
    (&["hero", "cover"], "write `image` with `src` and `alt`"),
];

fn foreign_key_help(key: &str) -> Option<&'static str> {
    let (_, help) = FOREIGN_KEYS.iter().find(|(keys, _)| keys.contains(&key))?;
    Some(help)
}

/// True for a key of another generator.
pub fn is_foreign_key(key: &str) -> bool {
    foreign_key_help(key).is_some()
}

pub(super) fn toml_syntax(path: &SourcePath, span: Span, message: &str, line: &str) -> Diagnostic {
    let (name, value) =
        line.split_once('=').map_or((line, ""), |(name, value)| (name.trim(), value.trim()));
    let is_partial_date = (5..=10).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value[1..].contains(['-', '~', '?', '/']);
    let is_unquoted_text = message.starts_with("string values must be quoted")
        && value.starts_with(char::is_alphabetic)
        && !value.contains(['"', '\'', '\\', '#', '[', '{', ',', '='])
        && !is_boolean_word(value);
    let help = if is_partial_date {
        format!("put quotes around a date that is not a whole day: \"{value}\"")
    } else if line.trim_start().starts_with('[') {
        "begin a group of keys with `[name]`, and an entry of a list of groups with `[[name]]`"
            .to_owned()
    } else if message.starts_with("invalid basic string") {
        "close the text with `\"` on the same line".to_owned()
    } else if let Some((name, value)) =
        line.split_once(": ").filter(|(_, value)| !value.contains(['=', '[', '{']))
    {
        format!("write `{} = \"{}\"`", name.trim(), value.trim().trim_matches('"'))
    } else if value.starts_with(['“', '”', '„', '‘']) {
        "put straight quotes around the text: \"…\"".to_owned()
    } else if message.starts_with("key with no value") {
        "write `key = value`".to_owned()
    } else if is_unquoted_text {
        format!("write `{name} = \"{value}\"`")
    } else {
        "put quotes around a text, and square brackets around a list".to_owned()
    };
    unreadable_toml(path, span, message, help)
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

pub(super) fn duplicate_yaml_key(path: &SourcePath, key: &Key, first: Span) -> Diagnostic {
    duplicate_key(path, key.span, &key.name)
        .label("again here")
        .label_at(path, first, "first here")
        .help("delete one of the two; if you need both, put all entries into one")
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

/// `belongs_above`: the key is one of the whole file.
pub(super) fn unknown_key(
    path: &SourcePath,
    key: &Key,
    schema: &Schema,
    belongs_above: bool,
    guess: Option<&str>,
) -> Diagnostic {
    let is_page = || schema.field("title").is_some() && schema.field("draft").is_some();
    let help = if belongs_above {
        format!("`{}` is a key of the whole file: move it above the first `[[` or `[`", key.name)
    } else if let Some(guess) = guess {
        match key.name.split([' ', ':']).next() == Some(guess) {
            true => format!("write `{guess}: …`, with a colon and a space after it"),
            false => format!("did you mean `{guess}`?"),
        }
    } else if let Some(help) = foreign_key_help(&key.name).filter(|_| is_page()) {
        help.to_owned()
    } else if schema.field("extra").is_some() {
        "put data of your own under `extra`".to_owned()
    } else {
        format!("use one of these keys: {}", schema.key_list())
    };
    let message = format!("{} has no key `{}`", schema.name, key.name);
    Diagnostic::new(UNKNOWN_KEY, path, key.span, message).help(help)
}

pub(super) fn missing_key(
    path: &SourcePath,
    span: Span,
    field: &Field,
    schema: &Schema,
    is_top: bool,
) -> Diagnostic {
    let span = if is_top { Span { end: span.start, ..span } } else { span };
    Diagnostic::new(MISSING_KEY, path, span, format!("{} needs `{}`", schema.name, field.key))
        .help(format!("add `{}`: {}", field.key, field.field_type.describe()))
}

pub(super) fn key_without_value(
    path: &SourcePath,
    key: &Key,
    field: &Field,
    schema: &Schema,
) -> Diagnostic {
    let message = format!("{} needs `{}`, which is empty here", schema.name, field.key);
    Diagnostic::new(MISSING_KEY, path, key.span, message)
        .help(format!("write {}", field.field_type.describe()))
}

/// Longer values are described by their type.
const MAX_QUOTED_CHARS: usize = 40;

pub(super) fn wrong_type(
    path: &SourcePath,
    key: &str,
    field_type: &FieldType,
    node: &Node,
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
        (FieldType::Bool, _) => "write `true` or `false`, without quotes".to_owned(),
        _ => format!("write {}", field_type.describe()),
    };
    Diagnostic::new(WRONG_TYPE, path, node.span, format!("`{key}` cannot be {found}")).help(help)
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

pub(super) fn bad_day(path: &SourcePath, key: &str, text: &str, span: Span) -> Diagnostic {
    let help = match suggest_edtf(text).filter(|edtf| edtf.len() == 10) {
        Some(day) => format!("write `{day}`"),
        None => "write year, month and day, like `2019-07-10`".to_owned(),
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
    let help = match &error.suggestion {
        Some(edtf) => format!("write \"{edtf}\""),
        None => "write 2019, 2019-02, 2019-02-27, 2018-09~ (about), 1984? (perhaps), 2019/2020 (from–to) or 2011-12-17/.. (since)".to_owned(),
    };
    let reason = match error.suggestion {
        Some(_) => String::new(),
        None => format!(": {}", error.reason),
    };
    let message = format!("`{key}`: cannot read \"{text}\" as a date{reason}");
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
    let (end, plain) = if mark == "%%" { ("%%", "\\%%") } else { ("-->", "\\<!--") };
    let message = "this comment is not closed, so the text after it would be published";
    Diagnostic::new(UNCLOSED_COMMENT, path, span, message).help(format!(
        "write `{end}` where the comment ends, before the next empty line; to show `{mark}` itself, write `{plain}`"
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
