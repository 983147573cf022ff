//! How much each problem matters on this site and page.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Severity};
use crate::document::Document;

/// Sets levels as the page, else the site says; what is off is taken away. An error stays one: a
/// site that is wrong is not made right by not looking.
pub(super) fn apply(
    problems: &mut Vec<Diagnostic>,
    documents: &[Arc<Document>],
    catalog: &Catalog,
    config: &Config,
    strict: bool,
) {
    problems.retain_mut(|problem| {
        if problem.severity == Severity::Error {
            return true;
        }
        let page = problem
            .primary_label()
            .and_then(|place| catalog.by_path(place.path.as_str()))
            .map(|page| &documents[page.index()]);
        let on_page = page
            .and_then(|document| {
                document.common.levels.iter().find(|(code, _)| *code.value == *problem.code.name)
            })
            .map(|(_, level)| level.0);
        match on_page.or_else(|| config.levels.get(problem.code.name).copied()) {
            Some(Some(level)) => problem.severity = level,
            Some(None) => return false,
            None => {}
        }
        if strict && problem.severity == Severity::Warning {
            problem.severity = Severity::Error;
        }
        true
    });
}
