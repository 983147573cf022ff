//! What can be wrong with `site.toml` beyond its shape.

use crate::data::{Key, Node, Spanned};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::text::SourcePath;

const BAD_BASE_URL: Code = Code::error("bad-base-url");
const BAD_CHECK_LEVEL: Code = Code::error("bad-check-level");

/// The codes of this room.
pub const CODES: &[Code] = &[BAD_BASE_URL, BAD_CHECK_LEVEL];

pub(super) fn bad_base_url(url: &Spanned<Box<str>>) -> Diagnostic {
    Diagnostic::new(BAD_BASE_URL, &SourcePath::constant("site.toml"), url.span, format!("`base_url` cannot be `{}`", url.value))
        .help("write the address the site will have, `https://example.org/story/`, or only its path, `/story/`")
}

pub(crate) fn unknown_code(path: &SourcePath, key: &Key, known: &[&str]) -> Diagnostic {
    let help = match nearest(&key.name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the codes stand in brackets in each message, and all in docs/diagnostics.md".to_owned(),
    };
    Diagnostic::new(BAD_CHECK_LEVEL, path, key.span, format!("there is no diagnostic `{}`", key.name)).help(help)
}

pub(crate) fn bad_level(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    Diagnostic::new(BAD_CHECK_LEVEL, path, node.span, format!("`{}` has no such level", key.name)).help("write \"error\", \"warning\", \"note\" or \"off\"")
}

pub(super) fn bad_days(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    Diagnostic::new(BAD_CHECK_LEVEL, path, node.span, format!("`{}` must be a number of days", key.name)).help("write `review_after_days = 180`")
}
