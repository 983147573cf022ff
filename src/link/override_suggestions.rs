//! What an author can write to get another decision about a name.

use super::explained_name::ExplainedName;
use super::link_decision::LinkDecision;
use crate::catalog::{Catalog, NameKind, PageIx};
use crate::data::Format;
use crate::document::Document;

/// Lines to copy: into the text in place of the name, or into the front matter; one for each choice.
pub(super) fn override_lines(
    name: &ExplainedName,
    document: &Document,
    catalog: &Catalog,
) -> Vec<String> {
    let line = document.text[..name.span.start as usize].rsplit('\n').next().unwrap_or("");
    let is_in_table = line.trim_start().starts_with('|');
    let link = |page: &PageIx| {
        let link = wiki_link(*page, name, catalog);
        // In a row of a table, a bar would end the cell.
        if is_in_table { link.replace('|', "\\|") } else { link }
    };
    let written = &name.written;
    match name.decision {
        LinkDecision::Linked if name.name_kind.is_some() => {
            let others = name.candidates.iter().filter(|page| Some(**page) != name.topic).map(link);
            std::iter::once(format!("[[!{written}]]")).chain(others).collect()
        }
        // The author chose these; part of a longer name would be a link to the wrong topic.
        LinkDecision::Linked
        | LinkDecision::KeptPlain
        | LinkDecision::OwnPage
        | LinkDecision::LongerName => Vec::new(),
        LinkDecision::Ambiguous => {
            let pages = name.candidates.iter();
            pages.map(|page| disambiguate_line(written, *page, document, catalog)).collect()
        }
        _ => match &name.topic {
            Some(topic) => vec![link(topic)],
            None => name.candidates.iter().map(link).collect(),
        },
    }
}

/// A manual link: by the name alone if that can mean only this topic.
fn wiki_link(page: PageIx, name: &ExplainedName, catalog: &Catalog) -> String {
    let is_unique = name.candidates.len() == 1 && name.name_kind.is_some_and(NameKind::is_full);
    let written = &name.written;
    if is_unique {
        format!("[[{written}]]")
    } else {
        format!("[[{}|{written}]]", catalog.head(page).id)
    }
}

/// The line of front matter that assigns a name to a topic; only the entry if the key exists.
pub(super) fn disambiguate_line(
    written: &str,
    page: PageIx,
    document: &Document,
    catalog: &Catalog,
) -> String {
    let id = &catalog.head(page).id;
    let (entry, sign) = match document.format {
        Some(Format::Toml) => (format!("\"{written}\" = \"{id}\""), " ="),
        _ => (format!("\"{written}\": {id}"), ":"),
    };
    match document.common.disambiguate.is_empty() {
        true => format!("disambiguate{sign} {{ {entry} }}"),
        false => entry,
    }
}
