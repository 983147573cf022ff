//! What a sub-editor says.

use crate::data::Spanned;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::text::{SourcePath, Span};
use crate::time::Day;

const UNKNOWN_AUTHOR: Code = Code::error("unknown-author");
const MISSING_IMAGE: Code = Code::error("missing-image");
const UNKNOWN_CODE: Code = Code::error("unknown-code");
const ARTICLE_AFTER_AS_OF: Code = Code::warning("article-after-as-of");
const UNDATED_ARTICLE: Code = Code::note("undated-article");
const STUB: Code = Code::note("stub");

/// The codes of this room.
pub const CODES: &[Code] = &[UNKNOWN_AUTHOR, MISSING_IMAGE, UNKNOWN_CODE, ARTICLE_AFTER_AS_OF, UNDATED_ARTICLE, STUB];

pub(super) fn unknown_author<'a>(path: &SourcePath, id: &Spanned<Box<str>>, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let help = match nearest(&id.value, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `[authors.{}]` with a `name` to site.toml", id.value),
    };
    Diagnostic::new(UNKNOWN_AUTHOR, path, id.span, format!("there is no author `{}`", id.value)).help(help)
}

pub(super) fn missing_image(path: &SourcePath, src: &Spanned<Box<str>>) -> Diagnostic {
    Diagnostic::new(MISSING_IMAGE, path, src.span, format!("there is no picture `{}`", src.value))
        .help("put it beside the page and name it as it is called, or in `static/` and begin its address with `/`")
}

pub(super) fn unknown_code(path: &SourcePath, code: &Spanned<Box<str>>, known: &[&str]) -> Diagnostic {
    let help = match nearest(&code.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the codes stand in brackets in each message, and all in docs/diagnostics.md".to_owned(),
    };
    Diagnostic::new(UNKNOWN_CODE, path, code.span, format!("there is no diagnostic `{}`", code.value)).help(help)
}

pub(super) fn article_after_as_of(path: &SourcePath, date: Day, as_of: Day) -> Diagnostic {
    Diagnostic::new(ARTICLE_AFTER_AS_OF, path, Span::default(), format!("this article is dated {date}, later than the day {as_of} that the site speaks of"))
        .help("give it an `as_of` of its own, or move `as_of` in site.toml")
}

pub(super) fn undated_article(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(UNDATED_ARTICLE, path, Span::default(), "this article has no `date`, and so no place in the feed")
        .help("add `date`, the day it is published")
}

pub(super) fn stub(path: &SourcePath, title: &str, mentions: usize) -> Diagnostic {
    let pages = if mentions == 1 { "1 page mentions".to_owned() } else { format!("{mentions} pages mention") };
    Diagnostic::new(STUB, path, Span::default(), format!("“{title}” has neither description nor text; {pages} it"))
        .help("write a `description` of one or two sentences")
}
