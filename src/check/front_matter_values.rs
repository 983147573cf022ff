//! Rules that look at one page and the whole story.

use super::messages;
use crate::catalog::{Entry, unusable_picture};
use crate::diagnostics::{Diagnostic, Severity};
use crate::document::{FrontMatter, PageKind};
use crate::page::SiteData;

pub(super) fn check(
    story: &SiteData<'_>,
    entry: &Entry,
    codes: &[&str],
    problems: &mut Vec<Diagnostic>,
) {
    let document = story.document(entry.page);
    let common = &document.common;
    for (code, _) in common.levels.iter().filter(|(code, _)| !codes.contains(&&*code.value)) {
        problems.push(messages::unknown_code(&document.path, code, codes));
    }
    for id in &common.authors {
        if story.config.authors_complete && !story.config.authors.contains_key(&id.value) {
            problems.push(messages::unknown_author(
                &document.path,
                id,
                story.config.authors.keys().map(|id| &**id),
            ));
        }
    }
    if let Some(image) = &common.image {
        match story.catalog.routes().linked_file(&document.path, &image.src.value) {
            None => {
                problems.push(unusable_picture(&document.path, image.src.span, &image.src.value))
            }
            Some(route) => {
                let sidecar =
                    story.catalog.sidecars.get(route).and_then(|sidecar| sidecar.credit.as_ref());
                if image.credit.is_none() && sidecar.is_none() {
                    problems.push(messages::missing_credit(
                        &document.path,
                        image.src.span,
                        &image.src.value,
                    ));
                }
            }
        }
    }
    if let FrontMatter::Event(_, event) = &document.front {
        let urls = event.documents.iter().filter_map(|document| document.url.as_ref());
        let missing = urls.filter(|url| story.file_or_url(document, &url.value).is_none());
        problems.extend(missing.map(|url| messages::missing_file(&document.path, url)));
    }
    // Of a page that could not be read, nobody knows what it lacks.
    if document.problems.iter().any(|problem| problem.severity == Severity::Error) {
        return;
    }
    if entry.kind == PageKind::Article {
        match (entry.published, story.config.as_of) {
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
        problems.push(messages::stub(
            document,
            &entry.title,
            story.graph.mentions.of_page(entry.page).len(),
        ));
    }
}
