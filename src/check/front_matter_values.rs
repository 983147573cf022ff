//! Values in front matter that refer to other things, and values that are missing.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::{Diagnostic, Severity};
use crate::document::PageKind;
use crate::page::SiteData;

pub(super) fn check(
    data: &SiteData<'_>,
    entry: &Entry,
    codes: &[&str],
    problems: &mut Vec<Diagnostic>,
) {
    let (document, config) = (data.document(entry.page), data.config);
    let (path, common) = (&document.path, &document.common);
    for (code, _) in common.levels.iter().filter(|(code, _)| !codes.contains(&&*code.value)) {
        problems.push(messages::unknown_code(path, code, codes));
    }
    if config.authors_complete {
        let unknown = common.authors.iter().filter(|id| !config.authors.contains_key(&id.value));
        problems
            .extend(unknown.map(|id| messages::unknown_author(path, id, config.authors.iter())));
    }
    // What could not be read is not missing.
    if document.problems.iter().any(|problem| problem.severity == Severity::Error) {
        return;
    }
    if entry.kind == PageKind::Article {
        match (entry.published, config.as_of) {
            (None, _) => problems.push(messages::undated_article(document)),
            (Some(date), Some(as_of))
                if common.as_of.is_none() && entry.updated.is_none() && date > as_of =>
            {
                problems.push(messages::article_after_as_of(document, date, as_of));
            }
            _ => {}
        }
    }
    if entry.topic_kind().is_some() && entry.is_stub {
        let mentions = data.graph.mentions.of_page(entry.page).len();
        problems.push(messages::stub(document, &entry.title, mentions));
    }
}
