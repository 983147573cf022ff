//! Diagnostics about links, names and citations.

use super::override_suggestions::disambiguate_line;
use crate::catalog::{Catalog, PageIx};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Document, LinkForm};
use crate::text::{SourcePath, Span};
use crate::time::Day;

codes! {
    BROKEN_LINK: error "broken-link",
    BROKEN_ANCHOR: error "broken-anchor",
    AMBIGUOUS_LINK: error "ambiguous-link",
    LINK_TO_DRAFT: warning "link-to-draft",
    LINK_TO_OLD_ROUTE: note "link-to-old-address",
    AMBIGUOUS_NAME: warning "ambiguous-name",
    UNKNOWN_SOURCE: error "unknown-source",
    URL_AS_SOURCE: warning "address-as-source",
    ABOUT_NOT_MENTIONED: warning "about-not-mentioned",
    WITHDRAWN_SOURCE: warning "withdrawn-source",
    UNCITED_SOURCE: note "uncited-source",
}

/// Suggests the nearest existing name, with its `sigil`, else the given help.
fn did_you_mean(sigil: &str, near: Option<&str>, help: &str) -> String {
    near.map_or_else(|| help.to_owned(), |near| format!("did you mean `{sigil}{near}`?"))
}

pub(super) fn broken_link(
    path: &SourcePath,
    span: Span,
    written: &str,
    form: LinkForm,
    near: Option<&str>,
) -> Diagnostic {
    let help = match form {
        LinkForm::Wiki | LinkForm::WikiWithText => {
            "write the path of a page, like `[[countries/france]]`, or a name of a topic"
        }
        LinkForm::Image => {
            "put the picture into the folder of this page; or into `static/`, next to `content/`, and write `/name.jpg`"
        }
        _ => {
            "write the file of the page: `[text](name.md)` in the same folder, `[text](/figures/name.md)` in another; or an address of this site"
        }
    };
    let message = match written {
        "" => "this link has no address".to_owned(),
        _ => format!("this link is broken: there is no `{written}`"),
    };
    Diagnostic::new(BROKEN_LINK, path, span, message).help(did_you_mean("", near, help))
}

pub(super) fn broken_anchor(
    path: &SourcePath,
    span: Span,
    anchor: &str,
    target: &SourcePath,
    near: Option<&str>,
) -> Diagnostic {
    let help = &*format!(
        "remove `#{anchor}`, or write that heading on the other page; `## Early years` is `#early-years`"
    );
    Diagnostic::new(BROKEN_ANCHOR, path, span, format!("{target} has no heading `#{anchor}`"))
        .help(did_you_mean("#", near, help))
}

pub(super) fn ambiguous_link(
    path: &SourcePath,
    span: Span,
    written: &str,
    candidates: &[PageIx],
    catalog: &Catalog,
) -> Diagnostic {
    let list = |describe: &dyn Fn(PageIx) -> String, separator: &str| {
        candidates.iter().map(|page| describe(*page)).collect::<Vec<_>>().join(separator)
    };
    let title = |page| format!("{} ({})", catalog.entry(page).title, catalog.entry(page).route);
    let link = |page| format!("`[[{}|{written}]]`", catalog.head(page).id);
    let titles = list(&title, ", ");
    let message = format!("`{written}` is the name of several topics: {titles}");
    Diagnostic::new(AMBIGUOUS_LINK, path, span, message)
        .help(format!("write the path of one: {}", list(&link, " or ")))
}

pub(super) fn link_to_draft(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    let message = format!("“{title}” is a draft; only the text of this link is shown");
    Diagnostic::new(LINK_TO_DRAFT, path, span, message).help("publish it, or build with `--drafts`")
}

pub(super) fn link_to_old_route(
    path: &SourcePath,
    span: Span,
    written: &str,
    now: &str,
) -> Diagnostic {
    Diagnostic::new(LINK_TO_OLD_ROUTE, path, span, format!("`{written}` is an old address"))
        .help(format!("write the new address: {now}"))
}

pub(super) fn ambiguous_name(
    document: &Document,
    span: Span,
    written: &str,
    candidates: &[PageIx],
    catalog: &Catalog,
) -> Diagnostic {
    let ids: Vec<&str> = candidates.iter().map(|page| &*catalog.head(*page).id).collect();
    let first = candidates.first();
    let line = first.map(|first| disambiguate_line(written, *first, document, catalog));
    let message = format!("“{written}” may mean {}; it is not linked", ids.join(" or "));
    Diagnostic::new(AMBIGUOUS_NAME, &document.path, span, message).help(format!(
        "choose one for this page in the front matter: `{}`; or write `[[!{written}]]` to keep it plain",
        line.unwrap_or_default()
    ))
}

pub(super) fn unknown_source(
    path: &SourcePath,
    span: Span,
    id: &str,
    near: Option<&str>,
) -> Diagnostic {
    let help = &*format!(
        "add a line to the front matter: `sources: [{{ id: {id}, title: \"…\", publisher: \"…\" }}]`; a source of several pages goes into content/sources.toml, under a line `[[sources]]`"
    );
    Diagnostic::new(UNKNOWN_SOURCE, path, span, format!("there is no source `{id}`"))
        .help(did_you_mean("@", near, help))
}

pub(super) fn url_as_source(path: &SourcePath, span: Span, url: &str) -> Diagnostic {
    let message = format!("the source {url} has no title; readers see its address");
    Diagnostic::new(URL_AS_SOURCE, path, span, message)
        .help("add it to `sources` with a title, and cite its id")
}

pub(super) fn about_not_mentioned(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    let message = format!("`about` names “{title}”, but this article never mentions it");
    Diagnostic::new(ABOUT_NOT_MENTIONED, path, span, message).help(
        "mention it by one of its names, add the name you use to `also_known_as` of the topic, or remove it from `about`",
    )
}

pub(super) fn withdrawn_source(path: &SourcePath, span: Span, title: &str, day: Day) -> Diagnostic {
    let message = format!("“{title}” was withdrawn on {day}, but is still cited");
    Diagnostic::new(WITHDRAWN_SOURCE, path, span, message)
        .help("cite another source, or remove the claim")
}

pub(super) fn uncited_source(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    let message = format!("“{title}” is not cited on this page");
    Diagnostic::new(UNCITED_SOURCE, path, span, message)
        .help("write `[@id]` after each claim that it supports, or remove the source")
}
