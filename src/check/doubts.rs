//! Names that are not linked because they may mean something else, counted by kind of doubt.

use super::messages;
use crate::catalog::NameKind;
use crate::diagnostics::Diagnostic;
use crate::link::LinkDecision;
use crate::page::SiteData;

/// One note for the whole site; `None` if there are no such names.
pub fn names_in_doubt(data: &SiteData<'_>) -> Option<Diagnostic> {
    let pages = data.catalog.pages().map(|entry| data.linked(entry.page));
    let names: Vec<LinkDecision> = pages
        .flat_map(|linked| linked.names.iter().flatten())
        // A phrase of the language, such as “North Pole”, is in no doubt.
        .filter(|name| name.name_kind != Some(NameKind::LongerName))
        .map(|name| name.decision)
        .collect();
    let count = |kind: LinkDecision| names.iter().filter(|decision| **decision == kind).count();
    messages::names_in_doubt(&[
        (count(LinkDecision::LongerName), ["next to words that make another name"; 2]),
        (
            count(LinkDecision::NotIntroduced),
            ["family name before the full name", "family names before the full name"],
        ),
        (count(LinkDecision::SeveralIntroduced), ["that several people bear"; 2]),
        (count(LinkDecision::Ambiguous), ["that several topics have"; 2]),
    ])
}
