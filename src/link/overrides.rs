//! What an author can write to have a name decided otherwise.

use super::explain::ExplainedName;
use super::rules::LinkDecision;
use crate::catalog::{Catalog, PageIx};
use crate::data::Format;
use crate::document::Document;

/// Lines to copy: into the text in place of the name, or into the front matter. Several where the
/// author has to choose.
pub(super) fn override_lines(
    name: &ExplainedName,
    document: &Document,
    catalog: &Catalog,
) -> Vec<String> {
    let in_table = document.text[..name.span.start as usize]
        .rsplit('\n')
        .next()
        .is_some_and(|line| line.trim_start().starts_with('|'));
    let linked = |page: PageIx| match (wiki_link(&name.written, page, name, catalog), in_table) {
        // A bar in a row of a table would end its cell.
        (line, true) => line.replace('|', "\\|"),
        (line, false) => line,
    };
    match name.link_rule.decision {
        LinkDecision::Linked if name.name_kind.is_some() => {
            let others = name
                .candidates
                .iter()
                .filter(|page| Some(**page) != name.topic)
                .map(|page| linked(*page));
            std::iter::once(format!("[[!{}]]", name.written)).chain(others).collect()
        }
        // What was written by hand, or belongs to this very page, is as its author wants it.
        LinkDecision::Linked | LinkDecision::KeptPlain | LinkDecision::OwnPage => Vec::new(),
        // It is part of a longer name, which alone would be nobody's link.
        LinkDecision::LongerName => Vec::new(),
        LinkDecision::Ambiguous => name
            .candidates
            .iter()
            .map(|page| disambiguate_line(&name.written, *page, document, catalog))
            .collect(),
        _ => match name.topic {
            Some(topic) => vec![linked(topic)],
            None => name.candidates.iter().map(|page| linked(*page)).collect(),
        },
    }
}

/// A link by hand: by the name itself where that can only mean the one topic.
fn wiki_link(written: &str, page: PageIx, name: &ExplainedName, catalog: &Catalog) -> String {
    let is_plain =
        name.candidates.len() == 1 && name.name_kind.is_some_and(crate::catalog::NameKind::is_full);
    if is_plain {
        format!("[[{written}]]")
    } else {
        format!("[[{}|{written}]]", catalog.head(page).id)
    }
}

/// The line of front matter that says whom a name means on a page; only its entry where the key is
/// there already.
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
    if document.common.disambiguate.is_empty() {
        format!("disambiguate{sign} {{ {entry} }}")
    } else {
        entry
    }
}
