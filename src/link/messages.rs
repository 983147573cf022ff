//! Diagnostics about links, names and citations.

use super::override_suggestions::disambiguate_line;
use crate::catalog::{Catalog, PageIx};
use crate::data::Format;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Document, Head, LinkForm, WrittenLink};
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

/// `source` is the Markdown of the link.
pub(super) fn broken_link(
    path: &SourcePath,
    span: Span,
    link: &WrittenLink,
    source: &str,
    near: Option<&Head>,
) -> Diagnostic {
    let written = &*link.target;
    let is_wiki = matches!(link.form, LinkForm::Wiki | LinkForm::WikiWithText);
    let text = link_text(source, link.form);
    let help = match near {
        Some(near) => format!("did you mean `{}`?", link_to(near, link, text)),
        None if is_wiki => {
            "write the path of a page, like `[[countries/france]]`, or a name of a topic".to_owned()
        }
        None => {
            let text = text.unwrap_or("text");
            format!(
                "write the file of the page: `[{text}](name.md)` in the same folder, `[{text}](/figures/name.md)` in another; or an address of this site"
            )
        }
    };
    let (message, help) = match written {
        "" if !is_wiki => (
            "this link has no address".to_owned(),
            format!(
                "write the file of the page between the round brackets: `[{0}](name.md)` in the same folder, `[{0}](/figures/name.md)` in another; or a web address",
                text.unwrap_or("text")
            ),
        ),
        "" => ("this link has no address".to_owned(), help),
        _ => (format!("this link is broken: there is no `{written}`"), help),
    };
    Diagnostic::new(BROKEN_LINK, path, span, message).help(help)
}

/// The text of a link, if its Markdown has it.
fn link_text(source: &str, form: LinkForm) -> Option<&str> {
    let text = match form {
        LinkForm::WikiWithText => source.split_once('|')?.1.strip_suffix("]]")?,
        LinkForm::Inline => source.strip_prefix('[')?.rsplit_once("](")?.0,
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty() && !text.contains('\n'))
}

/// A link to a page in the form of another link.
fn link_to(page: &Head, link: &WrittenLink, text: Option<&str>) -> String {
    let anchor = link.anchor.as_deref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    let file = page.path.strip_prefix("content").unwrap_or(page.path.as_str());
    match (link.form, text) {
        (LinkForm::Wiki, _) => format!("[[{}{anchor}]]", page.id),
        (LinkForm::WikiWithText, text) => {
            format!("[[{}{anchor}|{}]]", page.id, text.unwrap_or_default())
        }
        (_, Some(text)) => format!("[{text}](/{file}{anchor})"),
        (_, None) => format!("/{file}{anchor}"),
    }
}

pub(super) fn missing_picture(
    path: &SourcePath,
    span: Span,
    written: &str,
    near: Option<&str>,
) -> Diagnostic {
    let place = if written.starts_with('/') { "static" } else { path.folder() };
    let message = match written {
        "" => "this picture has no address".to_owned(),
        _ => format!("this picture is missing: there is no `{written}` in {place}/"),
    };
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "put it into {}/ and write its name; or into static/, and write `/name.jpg`",
            path.folder()
        ),
    };
    Diagnostic::new(BROKEN_LINK, path, span, message).help(help)
}

/// A link to the introduction of a list without entries, which has no page.
pub(super) fn link_to_empty_list(path: &SourcePath, span: Span, target: &Head) -> Diagnostic {
    let message =
        format!("this link is broken: {} introduces a list that has no entries", target.path);
    Diagnostic::new(BROKEN_LINK, path, span, message).help(
        "a list has a page once it has an entry that is published; until then, remove the link",
    )
}

pub(super) fn embedded_page(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    let message = format!("there is no picture `{written}`, and pages cannot be shown in others");
    Diagnostic::new(BROKEN_LINK, path, span, message).help(format!(
        "for a link to a page, write `[[{written}]]` without the `!`; the name of a picture ends like `.jpg`"
    ))
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
        None => format!("delete `#{anchor}`, or add a line `## {}` to {target}", heading(anchor)),
    };
    Diagnostic::new(BROKEN_ANCHOR, path, span, format!("{target} has no heading `#{anchor}`"))
        .help(help)
}

/// A heading that has an anchor: "Early years" for `early-years`.
fn heading(anchor: &str) -> String {
    let words = anchor.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
    let are_topics = candidates.iter().all(|page| catalog.entry(*page).topic_kind().is_some());
    let pages = if are_topics { "topics" } else { "pages" };
    let message = format!("`{written}` is the name of several {pages}: {titles}");
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
    document: &Document,
    span: Span,
    id: &str,
    near: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no source `{id}`");
    let problem = Diagnostic::new(UNKNOWN_SOURCE, &document.path, span, message);
    if let Some(near) = near {
        return problem.help(format!("did you mean `@{near}`?"));
    }
    // An id is in ASCII.
    let valid: String = id
        .to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let valid = if valid.is_empty() { "report" } else { &*valid };
    let (entry, sign) = match document.format {
        Some(Format::Toml) => {
            (format!("{{ id = \"{valid}\", title = \"…\", publisher = \"…\" }}"), " =")
        }
        _ => (format!("{{ id: {valid}, title: \"…\", publisher: \"…\" }}"), ":"),
    };
    let cite = if valid == id { String::new() } else { format!(", and cite it as `[@{valid}]`") };
    let lines = format!(
        "below a line `[[sources]]`: `id = \"{valid}\"`, `title = \"…\"`, `publisher = \"…\"`"
    );
    let add = match (document.common.sources.is_empty(), document.format) {
        (true, _) => format!("add a line to the front matter: `sources{sign} [{entry}]`"),
        (false, Some(Format::Toml)) => format!("add to the front matter, {lines}"),
        (false, _) => format!("add it to `sources` in the front matter: `{entry}`"),
    };
    problem.help(format!(
        "{add}{cite}; if several pages cite it, put it into content/sources.toml instead, {lines}"
    ))
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
