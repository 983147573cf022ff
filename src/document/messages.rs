//! What can be wrong with one page by itself.

use super::split_front_matter::MisplacedFrontMatter;
use crate::data::{Format, Key, MISSING_KEY, Node, Spanned};
use crate::diagnostics::{Diagnostic, codes};
use crate::text::{SourcePath, Span};

codes! {
    UNCLOSED_FRONT_MATTER: error "unclosed-front-matter",
    MISPLACED_FRONT_MATTER: error "misplaced-front-matter",
    NO_SLUG: error "no-slug",
    NESTED_TOO_DEEP: error "nested-too-deep",
    MULTIPLE_TITLES: warning "further-title",
    RAW_HTML: warning "raw-html",
    UNDEFINED_FOOTNOTE: warning "undefined-footnote",
    BAD_CITATION: error "bad-citation",
    BAR_IN_TABLE: error "bar-in-table",
    WIKILINK_BEFORE_PARENTHESIS: error "brackets-read-as-wikilink",
    BAD_SOURCE: error "bad-source",
    BAD_COORDINATES: error "bad-coordinates",
}

pub(super) fn unclosed_front_matter(
    path: &SourcePath,
    fence: Span,
    mark: &str,
    instead: Option<Span>,
) -> Diagnostic {
    let problem =
        Diagnostic::new(UNCLOSED_FRONT_MATTER, path, fence, "this front matter has no end");
    match instead {
        Some(other) => problem
            .label_at(path, other, "this does not end it")
            .help(format!("write `{mark}` in the place of that, alone on its line")),
        None => problem.help(format!("close it with a line `{mark}` of its own")),
    }
}

pub(super) fn misplaced_front_matter(
    path: &SourcePath,
    found: &MisplacedFrontMatter,
) -> Diagnostic {
    let mark = if found.format == Format::Toml { "+++" } else { "---" };
    let end = if found.body.is_some() { "" } else { ", and another one below its last key" };
    Diagnostic::new(
        MISPLACED_FRONT_MATTER,
        path,
        found.span,
        "this looks like front matter, and would be read as text",
    )
    .help(match found.has_opening {
        true => format!("let the first line of the file be `{mark}` and nothing else"),
        false => format!("begin the file with a line `{mark}`{end}"),
    })
}

pub(super) fn no_front_matter(path: &SourcePath, what: &str, key: &str, shape: &str) -> Diagnostic {
    Diagnostic::new(MISSING_KEY, path, Span::default(), format!("{what} needs `{key}`"))
        .help(format!("begin the file with front matter: a line `---`, then `{key}: …` ({shape}), then a line `---`"))
}

pub(super) fn no_slug(path: &SourcePath, part: &str) -> Diagnostic {
    Diagnostic::new(
        NO_SLUG,
        path,
        Span::default(),
        format!("`{part}` cannot be made part of an address"),
    )
    .help("name the file with letters or digits, at most 200 bytes, like `kim-jong-un.md`")
}

pub(super) fn nested_too_deep(path: &SourcePath, span: Span, deepest: usize) -> Diagnostic {
    Diagnostic::new(
        NESTED_TOO_DEEP,
        path,
        span,
        format!("quotes and lists are nested more than {deepest} deep here"),
    )
    .help("take out the inner levels")
}

pub(super) fn multiple_titles(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(
        MULTIPLE_TITLES,
        path,
        span,
        "the page has its title already; this `#` heading is shown as `##`",
    )
    .help("write `##`")
}

pub(super) fn raw_html(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(RAW_HTML, path, span, "HTML in Markdown is shown as text")
        .help("write Markdown; or allow HTML for the whole site with `raw_html = true` under `[markdown]` in site.toml")
}

pub(super) fn bar_in_table(path: &SourcePath, span: Span, link: &str) -> Diagnostic {
    let bar = link.find('|').unwrap_or(0);
    Diagnostic::new(
        BAR_IN_TABLE,
        path,
        span,
        "in a table this bar ends the cell, and cuts the link in two",
    )
    .help(format!("write `{}\\{}`", &link[..bar], &link[bar..]))
}

pub(super) fn undefined_footnote(path: &SourcePath, span: Span, mark: &str) -> Diagnostic {
    Diagnostic::new(UNDEFINED_FOOTNOTE, path, span, format!("there is no footnote `{mark}`"))
        .help(format!("add a line `{mark}: …`, or put a backslash before the bracket"))
}

pub(super) fn bad_citation(path: &SourcePath, span: Span, part: &str) -> Diagnostic {
    Diagnostic::new(
        BAD_CITATION,
        path,
        span,
        format!("`{part}` names no source: each part of a citation begins with `@`"),
    )
    .help("write `[@id]`, `[@id, p. 3]` or `[@first; @second]`")
}

pub(super) fn citation_is_definition(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(BAD_CITATION, path, span, "this defines a link, not a source")
        .help("give the source under `sources` in the front matter, or in content/sources.toml")
}

pub(super) fn brackets_read_as_wikilink(
    path: &SourcePath,
    span: Span,
    written: &str,
) -> Diagnostic {
    let inner = written.trim_start_matches('[').trim_end_matches(']');
    Diagnostic::new(
        WIKILINK_BEFORE_PARENTHESIS,
        path,
        span,
        "two square brackets begin a link to a topic, and a parenthesis follows it",
    )
    .help(format!(
        "for a link whose text has brackets, escape the inner ones: `[\\[{inner}\\]](…)`"
    ))
}

pub(super) fn duplicate_source(
    path: &SourcePath,
    id: &Spanned<Box<str>>,
    first: Span,
) -> Diagnostic {
    Diagnostic::new(BAD_SOURCE, path, id.span, format!("there are two sources `{}`", id.value))
        .label("again here")
        .label_at(path, first, "first here")
        .help("give one of them another id")
}

pub(super) fn shared_source_without_id(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    Diagnostic::new(
        BAD_SOURCE,
        path,
        span,
        format!("no page can cite the source “{title}”: it has no id"),
    )
    .help("add `id`, like `id = \"panmunjom-declaration\"`")
}

pub(super) fn source_without_origin(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    Diagnostic::new(
        BAD_SOURCE,
        path,
        span,
        format!("nobody can find the source “{title}”: it has neither publisher nor address"),
    )
    .help("add `publisher` or `url`")
}

pub(super) fn bad_coordinates(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(
        BAD_COORDINATES,
        path,
        span,
        "coordinates are two numbers, latitude (−90 to 90) and longitude (−180 to 180)",
    )
    .help("write `[39.02, 125.75]`")
}

pub(super) fn bad_level(path: &SourcePath, key: &Key, node: &Node) -> Diagnostic {
    crate::config::bad_level(path, key, node)
}
