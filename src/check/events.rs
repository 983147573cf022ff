//! Sources, certainty and status of events.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::FrontMatter;
use crate::page::{SiteData, event_parties, has_several_parties};
use crate::time::Day;

pub(super) fn check(
    data: &SiteData<'_>,
    entry: &Entry,
    today: Option<Day>,
    problems: &mut Vec<Diagnostic>,
) {
    let document = data.document(entry.page);
    let FrontMatter::Event(_, event) = &document.front else { return };
    for url in event.documents.iter().filter_map(|document| document.url.as_ref()) {
        let path = &document.path;
        if data.file_or_url(document, &url.value).is_none()
            && !data.catalog.is_broken_link(path, &url.value)
        {
            let near = data.catalog.suggest_file(path, &url.value);
            problems.push(messages::missing_file(path, url, near.as_deref()));
        }
    }
    if !entry.is_stub && event.documents.is_empty() && data.linked(entry.page).sources.is_empty() {
        problems.push(messages::event_without_source(document));
    }
    if !entry.is_stub
        && event.date.is_some()
        && event_parties(data, entry.page).is_empty()
        && has_several_parties(data)
    {
        problems.push(messages::event_without_party(document));
    }
    if let Some(certainty) = &event.certainty
        && &*certainty.level.value == "disputed"
        && certainty.note.is_none()
    {
        problems.push(messages::disputed_without_note(&document.path, certainty.level.span));
    }
    if let Some((date, today)) = event.date.as_ref().zip(today)
        && date.value.is_after(today)
        && !matches!(event.status.as_deref(), Some("planned" | "cancelled"))
    {
        problems.push(messages::future_event(&document.path, date.span, &entry.title));
    }
}
