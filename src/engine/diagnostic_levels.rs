//! Severity of each diagnostic as set by the page or the site.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Severity};
use crate::document::Document;

/// Applies the level of the page, else of the site, and drops what is switched off. Errors cannot
/// be lowered or switched off. `strict` turns warnings into errors.
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
        let code = problem.code.name;
        let page = problem
            .primary_label()
            .and_then(|label| catalog.by_path(label.path.as_str()))
            .map(|page| &documents[page.index()]);
        let page_level = page
            .and_then(|page| page.common.levels.iter().find(|(named, _)| *named.value == *code))
            .map(|(_, level)| level.0);
        match page_level.or_else(|| config.levels.get(code).copied()) {
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
