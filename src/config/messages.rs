//! Diagnostics about `site.toml` beyond its schema, and about levels.

use crate::data::{Key, Node, Spanned};
use crate::diagnostics::{Code, Diagnostic, codes, nearest_match};
use crate::media::WIDEST;
use crate::text::{BaseUrlError, SourcePath, Span};

codes! {
    BAD_BASE_URL: error "bad-base-url",
    BAD_CHECK_LEVEL: error "bad-check-level",
    RENAMED_CODE: note "renamed-code",
    BAD_ORIGIN: error "bad-origin",
    EXTERNAL_ORIGIN: note "other-origin",
    BAD_PICTURE_WIDTH: error "bad-picture-width",
    BAD_PEERTUBE_HOST: error "bad-peertube-host",
}

fn in_site_toml(code: Code, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(code, &SourcePath::from_static("site.toml"), span, message)
}

pub(super) fn bad_base_url(url: &Spanned<Box<str>>, error: &BaseUrlError) -> Diagnostic {
    let because = error.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let help = match &error.suggestion {
        Some(suggestion) => format!("write `base_url = \"{suggestion}\"`"),
        None => "write the address of the site, `https://example.org/story/`, or only its path, `/story/`".to_owned(),
    };
    let message = format!("`base_url` cannot be `{}`{because}", url.value);
    in_site_toml(BAD_BASE_URL, url.span, message).help(help)
}

pub(super) fn unknown_csp_directive<'a>(
    key: &Key,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let help = match nearest_match(&key.name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a directive like `img-src`, `media-src`, `script-src` or `frame-src`".into(),
    };
    let message = format!("you cannot add origins to `{}`", key.name);
    in_site_toml(BAD_ORIGIN, key.span, message).help(help)
}

pub(super) fn bad_origin(key: &Key, node: &Node, origin: &str) -> Diagnostic {
    let message = format!("`{}` cannot allow `{origin}`", key.name);
    in_site_toml(BAD_ORIGIN, node.span, message)
        .help("write the address of another site, `https://media.example.org`, or `data:`")
}

pub(super) fn external_origin(key: &Key, node: &Node, origin: &str) -> Diagnostic {
    let message = format!(
        "pages may load from `{origin}` ({}), so that site can see who reads them",
        key.name
    );
    in_site_toml(EXTERNAL_ORIGIN, node.span, message).help("keep the files on this site if you can")
}

pub(super) fn bad_picture_width(span: Span, written: usize) -> Diagnostic {
    let message = format!("no picture can be {written} pixels wide");
    let help = format!("write widths from 16 to {WIDEST}, like `sizes = [400, 800, 1600]`");
    in_site_toml(BAD_PICTURE_WIDTH, span, message).help(help)
}

pub(super) fn bad_peertube_host(written: &Spanned<Box<str>>) -> Diagnostic {
    let message = format!("`{}` is not the name of a host", written.value);
    in_site_toml(BAD_PEERTUBE_HOST, written.span, message)
        .help("write the name alone, without `https://` and path: `peertube = [\"framatube.org\"]`")
}

pub(crate) fn unknown_code(path: &SourcePath, key: &Key, known: &[&str]) -> Diagnostic {
    let help = match nearest_match(&key.name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a code as it stands in brackets in a message; docs/diagnostics.md lists all"
            .to_owned(),
    };
    let message = format!("there is no diagnostic `{}`", key.name);
    Diagnostic::new(BAD_CHECK_LEVEL, path, key.span, message).help(help)
}

pub(crate) fn renamed_code(path: &SourcePath, span: Span, old: &str, new: &str) -> Diagnostic {
    Diagnostic::new(RENAMED_CODE, path, span, format!("`{old}` is now called `{new}`"))
        .help(format!("write `{new}`; the old name still works"))
}

pub(super) fn bad_level(path: &SourcePath, node: &Node) -> Diagnostic {
    let found = match node.as_text() {
        Some(text) => format!("`{text}`"),
        None => node.describe().to_owned(),
    };
    let message = format!("a level cannot be {found}");
    Diagnostic::new(BAD_CHECK_LEVEL, path, node.span, message)
        .help("write \"error\", \"warning\", \"note\" or \"off\"")
}

pub(super) fn bad_review_interval(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    let message = format!("`{}` must be a number of days", key.name);
    Diagnostic::new(BAD_CHECK_LEVEL, path, node.span, message)
        .help("write `review_after_days = 180`")
}
