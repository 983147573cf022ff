//! Derived forms of names that several topics share and none declares.

use std::collections::{BTreeMap, BTreeSet};

use super::messages;
use crate::catalog::{NameClaim, NameKind, NameMatch, PageIx, fold_name};
use crate::diagnostics::Diagnostic;
use crate::link::LinkDecision;
use crate::page::SiteData;

/// One note for each form that a text uses, at its topics.
pub(super) fn check(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    let mut forms: BTreeMap<String, BTreeSet<PageIx>> = BTreeMap::new();
    for entry in data.catalog.pages() {
        let document = data.document(entry.page);
        for (text, names) in document.text_ids().zip(&data.linked(entry.page).names) {
            let derived = names.iter().filter(|name| {
                name.decision == LinkDecision::Ambiguous
                    && name.name_kind == Some(NameKind::Variant)
            });
            for name in derived {
                let form = document.plain_text(text, name.span, |_| None);
                if let Some(topics) = undeclared_topics(data, &form) {
                    forms.entry(form).or_insert(topics);
                }
            }
        }
    }
    problems.extend(forms.iter().filter_map(|(form, topics)| {
        let topics: Vec<_> = topics.iter().map(|topic| data.head(*topic)).collect();
        messages::shared_form(form, &topics)
    }));
}

/// The topics that a form may mean; `None` if one of them declares it.
fn undeclared_topics(data: &SiteData<'_>, form: &str) -> Option<BTreeSet<PageIx>> {
    let matches = data.catalog.lexicon.match_whole(&fold_name(form));
    let claims: Vec<NameClaim> =
        matches.iter().flat_map(NameMatch::claims).filter(|claim| claim.kind.is_full()).collect();
    let is_declared = claims.iter().any(|claim| claim.kind.is_declared());
    (!is_declared).then(|| claims.iter().filter_map(|claim| claim.topic).collect())
}
