//! What claims rest on.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::FrontMatter;
use crate::page::SiteData;

pub(super) fn check(story: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let head = story.catalog.head(entry.page);
    let FrontMatter::Event(_, event) = &head.front else { return };
    if !entry.is_stub && event.documents.is_empty() && story.linked(entry.page).sources.is_empty() {
        problems.push(messages::event_without_source(head));
    }
}
