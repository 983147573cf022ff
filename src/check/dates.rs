//! Days that do not go together, and days that have passed.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, PageKind};
use crate::page::SiteData;
use crate::time::Day;

/// `now` is the day of the build, where one was given: without it, nothing has passed and nothing
/// is to come.
pub(super) fn check(
    story: &SiteData<'_>,
    entry: &Entry,
    now: Option<Day>,
    problems: &mut Vec<Diagnostic>,
) {
    let head = story.catalog.head(entry.page);
    let common = &head.common;
    if let Some((updated, date)) =
        common.updated.as_ref().zip(entry.published).filter(|(updated, date)| updated.value < *date)
    {
        problems.push(messages::updated_before_date(&head.path, updated.span, updated.value, date));
    }
    if let FrontMatter::Event(_, event) = &head.front {
        if let Some(certainty) = event
            .certainty
            .as_ref()
            .filter(|certainty| &*certainty.level.value == "disputed" && certainty.note.is_none())
        {
            problems.push(messages::disputed_without_note(&head.path, &certainty.level));
        }
        let status = event.status.as_deref().unwrap_or("occurred");
        let future =
            event.date.as_ref().filter(|date| now.is_some_and(|now| date.value.is_after(now)));
        if let Some(date) = future.filter(|_| !matches!(status, "planned" | "cancelled")) {
            problems.push(messages::future_event(&head.path, date.span, &entry.title));
        }
    }
    let Some(now) = now else { return };
    let checked = common.as_of.or(entry.updated).or(entry.published);
    match (&common.review_by, story.config.review_after_days.zip(checked)) {
        (Some(day), _) if day.value < now => {
            problems.push(messages::review_due(&head.path, day.span, &format!("by {}", day.value)))
        }
        (None, Some((limit, checked)))
            if entry.kind == PageKind::Article && now.days_since(checked) > limit =>
        {
            problems.push(messages::review_due(
                &head.path,
                crate::text::Span::default(),
                &format!("{limit} days after {checked}"),
            ));
        }
        _ => {}
    }
}
