//! What can be wrong with data.

use percent_encoding::percent_decode_str;

use super::schema::{Field, FieldType, Schema};
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{Route, Slug, SourcePath, Span};
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

/// Keys of other tools, and what they are called here.
const FOREIGN_KEYS: [(&str, &str); 27] = [
    (
        "tags",
        "write `about`: the topics this article is about, as paths like `figures/kim-jong-un`",
    ),
    (
        "categories",
        "write `about`: the topics this article is about, as paths like `figures/kim-jong-un`",
    ),
    (
        "taxonomies",
        "write `about`: the topics this article is about, as paths like `figures/kim-jong-un`",
    ),
    (
        "keywords",
        "write `about`: the topics this article is about, as paths like `figures/kim-jong-un`",
    ),
    ("aliases", "write `also_known_as` for other names, `redirect_from` for old addresses"),
    ("alias", "write `also_known_as` for other names, `redirect_from` for old addresses"),
    ("redirects", "write `redirect_from`"),
    ("author", "write `authors`, a list of ids from `[authors]` in site.toml"),
    ("byline", "write `authors`, a list of ids from `[authors]` in site.toml"),
    ("summary", "write `description`: one or two sentences"),
    ("excerpt", "write `description`: one or two sentences"),
    ("subtitle", "write `description`: one or two sentences"),
    ("dek", "write `description`: one or two sentences"),
    ("lastmod", "write `updated`"),
    ("modified", "write `updated`"),
    ("published", "write `date`; a page that is not to be published yet has `draft: true`"),
    ("pubDate", "write `date`"),
    ("weight", "write `order`"),
    ("url", "write `slug` for the last part of the address; the folder gives the rest"),
    ("path", "write `slug` for the last part of the address; the folder gives the rest"),
    ("permalink", "write `slug` for the last part of the address; the folder gives the rest"),
    ("layout", "leave it out: the folder of a page says which template it has"),
    ("template", "leave it out: the folder of a page says which template it has"),
    ("lang", "write `language`"),
    ("name", "write `title`"),
    ("hero", "write `image` with `src` and `alt`"),
    ("cover", "write `image` with `src` and `alt`"),
];

/// True for a key that other tools have.
pub fn is_foreign_key(key: &str) -> bool {
    FOREIGN_KEYS.iter().any(|(name, _)| *name == key)
}

pub(super) fn toml_syntax(path: &SourcePath, span: Span, message: &str, line: &str) -> Diagnostic {
    let (name, value) =
        line.split_once('=').map_or((line, ""), |(name, value)| (name.trim(), value.trim()));
    let partial_date = value.len() <= 10
        && value.len() >= 5
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value[1..].contains(['-', '~', '?', '/']);
    let help = if partial_date {
        format!("TOML knows only whole days; put quotes round it: \"{value}\"")
    } else if line.trim_start().starts_with('[') {
        "a group of keys begins with `[name]`, an entry of a list of such with `[[name]]`"
            .to_owned()
    } else if message.starts_with("key with no value") {
        "write `key = value`".to_owned()
    } else if message.starts_with("string values must be quoted")
        && value.starts_with(char::is_alphabetic)
        && !value.contains(['"', '\'', '\\', '#', '[', '{', ',', '='])
        && !is_boolean_word(value)
    {
        format!("write `{name} = \"{value}\"`")
    } else {
        "a text wants quotes, a list square brackets".to_owned()
    };
    Diagnostic::new(TOML_SYNTAX, path, span, format!("this TOML cannot be read: {message}"))
        .help(help)
}

fn is_boolean_word(word: &str) -> bool {
    matches!(&*word.to_lowercase(), "true" | "false" | "yes" | "no" | "on" | "off")
}

pub(super) fn toml_syntax_in_brackets(path: &SourcePath, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(TOML_SYNTAX, path, span, format!("this TOML cannot be read: {message}"))
        .help("in a list or group a text wants quotes, and a comma stands between two entries")
}

pub(super) fn yaml_syntax(
    path: &SourcePath,
    span: Span,
    message: &str,
    instead: Option<String>,
) -> Diagnostic {
    let help = match instead {
        Some(line) => format!("write `{line}`"),
        None => "a value with a colon, `#`, or `[`, `{`, `@`, `*`, `&` at its beginning wants quotes; indent with spaces".to_owned(),
    };
    Diagnostic::new(YAML_SYNTAX, path, span, format!("this YAML cannot be read: {message}"))
        .help(help)
}

pub(super) fn line_without_key(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(YAML_SYNTAX, path, span, "this line has no key")
        .help("write `key: value`, with a space after the colon")
}

pub(super) fn unsupported_yaml(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(
        YAML_SYNTAX,
        path,
        span,
        "anchors (`&`), aliases (`*`) and tags (`!`) of YAML are not read here",
    )
    .help("put the value in quotes if it begins with such a sign; otherwise write it out")
}

pub(super) fn nested_too_deep(path: &SourcePath, span: Span, limit: usize) -> Diagnostic {
    Diagnostic::new(
        YAML_SYNTAX,
        path,
        span,
        format!("lists and groups are nested more than {limit} deep"),
    )
    .help("no key needs this; remove the inner levels")
}

pub(super) fn key_not_text(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(YAML_SYNTAX, path, span, "a key must be a text").help("write `key: value`")
}

pub(super) fn duplicate_yaml_key(path: &SourcePath, key: &Key, first: Span) -> Diagnostic {
    Diagnostic::new(DUPLICATE_KEY, path, key.span, format!("`{}` is said twice", key.name))
        .label("again here")
        .label_at(path, first, "first here")
        .help("keep one of them; of two lists or groups, make one")
}

pub(super) fn unclosed_bracket(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(
        TOML_SYNTAX,
        path,
        span,
        "this TOML cannot be read: what this opens is not closed",
    )
    .help("write `]` or `}` after its last entry")
}

pub(super) fn duplicate_toml_key(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(DUPLICATE_KEY, path, span, format!("`{name}` is said twice"))
        .help("keep one of them; if this is another entry of a list, the line with its `[[name]]` is missing above")
}

pub(super) fn duplicate_toml_header(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(DUPLICATE_KEY, path, span, format!("`{name}` is said twice")).help(format!(
        "a group of keys is begun once, by `[{name}]`; each entry of a list of such by `[[{name}]]`"
    ))
}

pub(super) fn after_document_end(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(
        YAML_SYNTAX,
        path,
        span,
        "the keys end above this line, so that it would not be read",
    )
    .help("begin every key of the top at the very beginning of its line")
}

pub(super) fn not_a_record(path: &SourcePath, node: &Node) -> Diagnostic {
    Diagnostic::new(
        WRONG_TYPE,
        path,
        node.span,
        format!("front matter is made of keys and values; this is {}", node.describe()),
    )
    .help("write `title: …`, one key a line")
}

pub(super) fn unknown_key(
    path: &SourcePath,
    key: &Key,
    table: &Schema,
    belongs_above: bool,
    near: Option<&str>,
) -> Diagnostic {
    let help = if belongs_above {
        format!(
            "`{}` is a key of the whole file: this belongs above the first `[[` or `[`",
            key.name
        )
    } else if let Some(near) = near.filter(|near| key.name.split([' ', ':']).next() == Some(near)) {
        format!("write `{near}: …`, with a colon and a space after it")
    } else if let Some(near) = near {
        format!("did you mean `{near}`?")
    } else if let Some((_, help)) = FOREIGN_KEYS
        .iter()
        .find(|(name, _)| *name == &*key.name)
        .filter(|_| table.field("title").is_some() && table.field("draft").is_some())
    {
        (*help).to_owned()
    } else if table.field("extra").is_some() {
        "data of your own goes under `extra`".to_owned()
    } else {
        format!(
            "its keys are {}",
            table.fields().map(|field| format!("`{}`", field.key)).collect::<Vec<_>>().join(", ")
        )
    };
    Diagnostic::new(
        UNKNOWN_KEY,
        path,
        key.span,
        format!("{} has no key `{}`", table.name, key.name),
    )
    .help(help)
}

pub(super) fn missing_key(
    path: &SourcePath,
    span: Span,
    field: &Field,
    table: &Schema,
    top: bool,
) -> Diagnostic {
    let place = if top { Span { start: span.start, end: span.start } } else { span };
    Diagnostic::new(MISSING_KEY, path, place, format!("{} needs `{}`", table.name, field.key))
        .help(format!("add `{}`: {}", field.key, field.field_type.describe()))
}

pub(super) fn key_without_value(
    path: &SourcePath,
    key: &Key,
    field: &Field,
    table: &Schema,
) -> Diagnostic {
    Diagnostic::new(
        MISSING_KEY,
        path,
        key.span,
        format!("{} needs `{}`, which is empty here", table.name, field.key),
    )
    .help(format!("write {}", field.field_type.describe()))
}

pub(super) fn wrong_type(
    path: &SourcePath,
    key: &str,
    shape: &FieldType,
    node: &Node,
) -> Diagnostic {
    let found = match &node.value {
        Value::Scalar(Scalar { text, kind })
            if text.chars().count() <= 40 && *kind != ScalarKind::Bool =>
        {
            format!("`{text}`")
        }
        Value::Scalar(Scalar { text, kind: ScalarKind::Bool }) => format!("`{text}`"),
        _ => node.describe().to_owned(),
    };
    let mut diagnostic =
        Diagnostic::new(WRONG_TYPE, path, node.span, format!("`{key}` cannot be {found}"))
            .help(format!("write {}", shape.describe()));
    if let (
        FieldType::Text | FieldType::InlineMarkdown,
        Value::Scalar(Scalar { text, kind: ScalarKind::Bool }),
    ) = (shape, &node.value)
    {
        diagnostic =
            diagnostic.help(format!("if the text is meant, put quotes round it: \"{text}\""));
    }
    diagnostic
}

pub(super) fn text_read_as_keys(path: &SourcePath, key: &str, node: &Node) -> Diagnostic {
    Diagnostic::new(WRONG_TYPE, path, node.span, format!("`{key}` cannot be {}", node.describe()))
        .help("this is read as a key and its value, for its colon; if a text is meant, put quotes round it")
}

pub(super) fn empty_text(path: &SourcePath, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(WRONG_TYPE, path, span, format!("`{key}` is empty"))
        .help("write something, or leave the key out")
}

pub(super) fn bad_day(path: &SourcePath, key: &str, text: &str, span: Span) -> Diagnostic {
    let help = match suggest_edtf(text).filter(|edtf| edtf.len() == 10) {
        Some(day) => format!("write `{day}`"),
        None => "write year, month and day, like `2020-07-10`".to_owned(),
    };
    Diagnostic::new(BAD_DATE, path, span, format!("`{key}` must be one day; `{text}` is not"))
        .help(help)
}

pub(super) fn bad_date(path: &SourcePath, key: &str, span: Span, error: &DateError) -> Diagnostic {
    let help = match &error.suggestion {
        Some(edtf) => format!("write \"{edtf}\""),
        None => {
            "write EDTF: `2019-02-27`, `2019-02`, `2019`, `2018-09~` (about), `1984?` (perhaps), `2019-02-27/2019-02-28`, `2011-12-17/..` (since)".to_owned()
        }
    };
    Diagnostic::new(BAD_DATE, path, span, format!("`{key}` is no date: {}", error.reason))
        .help(help)
}

pub(super) fn bad_slug(
    path: &SourcePath,
    text: &str,
    span: Span,
    too_long: bool,
    instead: Option<&Slug>,
) -> Diagnostic {
    let (message, help) = match instead {
        Some(slug) => (
            format!("`{text}` is no slug: it has lower-case letters, digits and hyphens"),
            format!("write `{slug}`"),
        ),
        None if too_long => {
            ("this slug has more than 200 bytes".to_owned(), "shorten it".to_owned())
        }
        None => (
            format!("`{text}` has no letter or digit to make an address of"),
            "write one, like `kim-jong-un`".to_owned(),
        ),
    };
    Diagnostic::new(BAD_SLUG, path, span, message).help(help)
}

/// An address of the site that is none: of another site, with a question or a place on a page,
/// relative, or encoded.
pub(super) fn bad_route(path: &SourcePath, key: &str, text: &str, span: Span) -> Diagnostic {
    let mut meant = text.trim();
    let mut reason = None;
    if let Some((_, rest)) = meant.split_once("://") {
        reason = Some("an old address begins at the root of this site");
        meant = rest.find(['/', '?', '#']).map_or("/", |at| &rest[at..]);
    }
    if let Some(at) = meant.find(['?', '#']) {
        reason = reason.or(Some(match meant[at..].starts_with('?') {
            true => "a question (`?…`) is no part of it, and readers are led on with any",
            false => {
                "a place on a page (`#…`) is no part of it, and readers are led on to the same one"
            }
        }));
        meant = &meant[..at];
    }
    let decoded = percent_decode_str(meant).decode_utf8_lossy();
    if decoded != meant {
        reason = reason.or(Some("letters are encoded in it"));
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
    Diagnostic::new(WRONG_TYPE, path, span, format!("`{key}` cannot be `{text}`{because}"))
        .help(help)
}

pub(super) fn not_a_choice(
    path: &SourcePath,
    key: &str,
    text: &str,
    words: &[&str],
    span: Span,
) -> Diagnostic {
    let all = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
    let help = match nearest_match(text, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? It may be {all}"),
        None => format!("it may be {all}"),
    };
    Diagnostic::new(WRONG_TYPE, path, span, format!("`{key}` cannot be `{text}`")).help(help)
}

/// A comment that begins with `mark` and has no end: nobody can tell what of the text behind it is
/// private.
pub fn unclosed_comment(path: &SourcePath, span: Span, mark: &str) -> Diagnostic {
    let (end, plain) = if mark == "%%" { ("%%", "\\%%") } else { ("-->", "\\<!--") };
    Diagnostic::new(UNCLOSED_COMMENT, path, span, "this comment has no end, so what follows it would be published")
        .help(format!("close it with `{end}`, in the same paragraph if it begins inside one; or write `{plain}` to show the sign itself"))
}

/// The longest line that a help writes out, in characters; a longer one is not copied from a
/// terminal.
const MAX_SUGGESTED_LINE: usize = 200;

fn quoting_help(line: Option<&str>) -> String {
    match line.filter(|line| line.chars().count() <= MAX_SUGGESTED_LINE) {
        Some(line) => format!("write `{line}`"),
        None => "put quotes round the whole text".to_owned(),
    }
}

pub(super) fn text_read_as_comment(
    path: &SourcePath,
    key: &str,
    span: Span,
    comment: &str,
    line: Option<&str>,
) -> Diagnostic {
    Diagnostic::new(
        LOST_TEXT,
        path,
        span,
        format!("YAML takes `{comment}` for a comment: it is no part of `{key}`"),
    )
    .help(format!("{}; if a comment is meant, put a space behind its `#`", quoting_help(line)))
}

pub(super) fn entry_read_as_comment(
    path: &SourcePath,
    key: &str,
    span: Span,
    line: &str,
) -> Diagnostic {
    Diagnostic::new(
        WRONG_TYPE,
        path,
        span,
        format!("this entry of `{key}` is empty: YAML takes it for a comment"),
    )
    .help(quoting_help(Some(line)))
}

pub(super) fn key_read_as_text(path: &SourcePath, key: &str, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(LOST_TEXT, path, span, format!("this line goes on with `{key}` above it; there is no key `{name}` here")).help(format!(
        "write `{name}: …` at the beginning of the line, with a space after the colon; if it belongs to the text, put quotes round the whole text"
    ))
}

pub(super) fn entry_read_as_text(path: &SourcePath, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        LOST_TEXT,
        path,
        span,
        format!("this line goes on with the entry of `{key}` above it; it is no entry of its own"),
    )
    .help("let each entry begin with `- ` on a line of its own, the first one too")
}

pub(super) fn text_read_as_null(path: &SourcePath, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        LOST_TEXT,
        path,
        span,
        format!("YAML takes `Null` for no value: `{key}` is missing"),
    )
    .help(format!("if the word is meant, write `{key}: \"Null\"`; else leave the key out"))
}
