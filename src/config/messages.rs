//! What can be wrong with `site.toml` beyond its shape.

use crate::data::{Key, Node, Spanned};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{BaseUrlError, SourcePath};

codes! {
    BAD_BASE_URL: error "bad-base-url",
    BAD_CHECK_LEVEL: error "bad-check-level",
    BAD_ORIGIN: error "bad-origin",
    EXTERNAL_ORIGIN: note "other-origin",
}

pub(super) fn bad_base_url(url: &Spanned<Box<str>>, wrong: &BaseUrlError) -> Diagnostic {
    let because = wrong.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let help = match &wrong.suggestion {
        Some(instead) => format!("write `base_url = \"{instead}\"`"),
        None => "write the address the site will have, `https://example.org/story/`, or only its path, `/story/`".to_owned(),
    };
    Diagnostic::new(
        BAD_BASE_URL,
        &SourcePath::from_static("site.toml"),
        url.span,
        format!("`base_url` cannot be `{}`{because}", url.value),
    )
    .help(help)
}

pub(super) fn unknown_csp_directive<'a>(
    key: &Key,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let help = match nearest_match(&key.name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "write a directive like `img-src`, `media-src`, `script-src` or `frame-src`".to_owned()
        }
    };
    Diagnostic::new(
        BAD_ORIGIN,
        &SourcePath::from_static("site.toml"),
        key.span,
        format!("`{}` is no part of the policy that can be widened", key.name),
    )
    .help(help)
}

pub(super) fn bad_origin(key: &Key, node: &Node, origin: &str) -> Diagnostic {
    Diagnostic::new(
        BAD_ORIGIN,
        &SourcePath::from_static("site.toml"),
        node.span,
        format!("`{}` cannot be widened to `{origin}`", key.name),
    )
    .help("write the address of another site, `https://media.example.org`, or `data:`")
}

pub(super) fn external_origin(key: &Key, node: &Node, origin: &str) -> Diagnostic {
    Diagnostic::new(
        EXTERNAL_ORIGIN,
        &SourcePath::from_static("site.toml"),
        node.span,
        format!("pages may use `{origin}` ({}); it learns who reads them", key.name),
    )
    .help("where you can, keep the file in this site")
}

pub(crate) fn unknown_code(path: &SourcePath, key: &Key, known: &[&str]) -> Diagnostic {
    let help = match nearest_match(&key.name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "the codes stand in brackets in each message, and all in docs/diagnostics.md".to_owned()
        }
    };
    Diagnostic::new(
        BAD_CHECK_LEVEL,
        path,
        key.span,
        format!("there is no diagnostic `{}`", key.name),
    )
    .help(help)
}

pub(crate) fn bad_level(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    Diagnostic::new(BAD_CHECK_LEVEL, path, node.span, format!("`{}` has no such level", key.name))
        .help("write \"error\", \"warning\", \"note\" or \"off\"")
}

pub(super) fn bad_review_interval(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    Diagnostic::new(
        BAD_CHECK_LEVEL,
        path,
        node.span,
        format!("`{}` must be a number of days", key.name),
    )
    .help("write `review_after_days = 180`")
}
