//! What can be wrong with links, names and citations.

use super::overrides::disambiguate_line;
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

pub(super) fn broken_link(
    path: &SourcePath,
    span: Span,
    written: &str,
    form: LinkForm,
    near: Option<&str>,
) -> Diagnostic {
    let help = match (near, form) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, LinkForm::Wiki | LinkForm::WikiWithText) => "write the path of a page, like `[[figures/kim-jong-un]]`, or a name it has".to_owned(),
        (None, LinkForm::Image) => "put the picture beside the page, or in `static/` and begin its address with `/`".to_owned(),
        (None, _) => "write the path of a page with `.md`, relative to this file or from `/` as the root of `content/`, or an address of this site".to_owned(),
    };
    Diagnostic::new(BROKEN_LINK, path, span, format!("this leads nowhere: there is no `{written}`"))
        .help(help)
}

pub(super) fn broken_anchor(
    path: &SourcePath,
    span: Span,
    anchor: &str,
    target: &SourcePath,
    near: Option<&str>,
) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `#{near}`?"),
        None => "anchors are headings in lower case with hyphens; give a heading one of its own with `{#name}`".to_owned(),
    };
    Diagnostic::new(BROKEN_ANCHOR, path, span, format!("{target} has no place `#{anchor}`"))
        .help(help)
}

pub(super) fn ambiguous_link(
    path: &SourcePath,
    span: Span,
    written: &str,
    candidates: &[PageIx],
    catalog: &Catalog,
) -> Diagnostic {
    let titles: Vec<String> = candidates
        .iter()
        .map(|page| format!("{} ({})", catalog.entry(*page).title, catalog.entry(*page).route))
        .collect();
    let paths: Vec<String> = candidates
        .iter()
        .map(|page| format!("`[[{}|{written}]]`", catalog.head(*page).id))
        .collect();
    Diagnostic::new(
        AMBIGUOUS_LINK,
        path,
        span,
        format!("`{written}` is the name of several topics: {}", titles.join(", ")),
    )
    .help(format!("write the path instead of the name: {}", paths.join(" or ")))
}

pub(super) fn link_to_draft(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    Diagnostic::new(
        LINK_TO_DRAFT,
        path,
        span,
        format!("“{title}” is a draft and left out; the link is shown as plain text"),
    )
    .help("publish it, or build with `--drafts`")
}

pub(super) fn link_to_old_route(
    path: &SourcePath,
    span: Span,
    written: &str,
    now: &str,
) -> Diagnostic {
    Diagnostic::new(LINK_TO_OLD_ROUTE, path, span, format!("`{written}` is an old address"))
        .help(format!("it is {now} now"))
}

pub(super) fn ambiguous_name(
    document: &Document,
    span: Span,
    written: &str,
    candidates: &[PageIx],
    catalog: &Catalog,
) -> Diagnostic {
    let paths: Vec<&str> = candidates.iter().map(|page| &*catalog.head(*page).id).collect();
    let line = candidates
        .first()
        .map_or_else(String::new, |first| disambiguate_line(written, *first, document, catalog));
    Diagnostic::new(AMBIGUOUS_NAME, &document.path, span, format!("“{written}” may be {}; it is not linked", paths.join(" or ")))
        .help(format!("say in the front matter which is meant on this page: `{line}`; or write `[[!{written}]]` to keep it plain"))
}

pub(super) fn unknown_source(
    path: &SourcePath,
    span: Span,
    id: &str,
    near: Option<&str>,
) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `@{near}`?"),
        None => {
            "give it under `sources` in the front matter, or in content/sources.toml".to_owned()
        }
    };
    Diagnostic::new(UNKNOWN_SOURCE, path, span, format!("there is no source `{id}`")).help(help)
}

pub(super) fn url_as_source(path: &SourcePath, span: Span, address: &str) -> Diagnostic {
    Diagnostic::new(
        URL_AS_SOURCE,
        path,
        span,
        format!("the source {address} has no title; readers see its address"),
    )
    .help("give it under `sources` with a title, and cite its id")
}

pub(super) fn about_not_mentioned(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    Diagnostic::new(ABOUT_NOT_MENTIONED, path, span, format!("this article is said to be about “{title}”, and never mentions it"))
        .help("mention it by a name it has, add the name that is used to `also_known_as` of the topic, or take it out of `about`")
}

pub(super) fn withdrawn_source(path: &SourcePath, span: Span, title: &str, day: Day) -> Diagnostic {
    Diagnostic::new(
        WITHDRAWN_SOURCE,
        path,
        span,
        format!("“{title}” was withdrawn on {day}, and is still cited"),
    )
    .help("rest the claim on another source, or take it out")
}

pub(super) fn uncited_source(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    Diagnostic::new(UNCITED_SOURCE, path, span, format!("“{title}” is cited nowhere on this page"))
        .help("cite it as `[@id]` where a claim rests on it, or take it out")
}
