//! Dates that contradict each other, and reviews that are due.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::PageKind;
use crate::page::SiteData;
use crate::text::Span;
use crate::time::Day;

pub(super) fn check(
    data: &SiteData<'_>,
    entry: &Entry,
    today: Option<Day>,
    problems: &mut Vec<Diagnostic>,
) {
    let head = data.catalog.head(entry.page);
    let common = &head.common;
    if let Some((updated, date)) = common.updated.as_ref().zip(entry.published)
        && updated.value < date
    {
        problems.push(messages::updated_before_date(&head.path, updated.span, updated.value, date));
    }
    let Some(today) = today else { return };
    let checked = common.as_of.or(entry.updated).or(entry.published);
    let (span, due) = match (&common.review_by, data.config.review_after_days.zip(checked)) {
        (Some(day), _) if day.value < today => (day.span, format!("by {}", day.value)),
        (None, Some((limit, checked)))
            if entry.kind == PageKind::Article && today.days_since(checked) > limit =>
        {
            (Span::default(), format!("{limit} days after {checked}"))
        }
        _ => return,
    };
    problems.push(messages::review_due(&head.path, span, &due));
}
