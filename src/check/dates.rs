//! Dates that contradict each other, and reviews that are due.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind};
use crate::page::SiteData;
use crate::text::Span;
use crate::time::{Day, FuzzyDate};

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
    for update in &common.updates {
        if let Some(date) = entry.published.filter(|date| update.date < *date) {
            let (span, day) = (update.span, update.date);
            problems.push(messages::update_before_date(&head.path, span, day, date));
        }
    }
    check_periods(head, problems);
    check_order_of_events(data, entry, problems);
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

/// Lives, offices and relations that end before they begin.
fn check_periods(head: &Head, problems: &mut Vec<Diagnostic>) {
    let mut check =
        |span: Span, what: &str, keys, dates: (Option<&FuzzyDate>, Option<&FuzzyDate>)| {
            let (Some(begin), Some(end)) = dates else { return };
            if end.certainly_precedes(begin) {
                problems.push(messages::ends_before_it_begins(
                    &head.path,
                    span,
                    what,
                    keys,
                    [begin, end],
                ));
            }
        };
    let keys = ["from", "until"];
    if let FrontMatter::Figure(_, figure) = &head.front {
        let [born, died] = [&figure.born, &figure.died].map(|date| date.as_ref());
        let span = died.map_or(Span::default(), |died| died.span);
        let dates = (born.map(|born| &born.value), died.map(|died| &died.value));
        check(span, "this life", ["born", "died"], dates);
        for role in &figure.roles {
            let what = format!("the office “{}”", role.office.value);
            check(role.office.span, &what, keys, (role.from.as_ref(), role.until.as_ref()));
        }
    }
    for relation in head.front.topic().into_iter().flat_map(|topic| &topic.relations) {
        let what = format!("the relation to `{}`", relation.to.value);
        let dates = (relation.from.as_ref(), relation.until.as_ref());
        check(relation.to.span, &what, keys, dates);
    }
}

/// Events that follow a later one, or led to an earlier one.
fn check_order_of_events(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let head = data.catalog.head(entry.page);
    let (FrontMatter::Event(_, event), Some(date)) = (&head.front, &entry.event_date) else {
        return;
    };
    let refs = data.catalog.resolved_refs(entry.page);
    let date_of = |page| data.entry(page).event_date.as_ref();
    let earlier = refs.follows.iter().map(|page| ("follows", *page, date_of(*page)));
    let later = refs.led_to.iter().map(|page| ("led_to", *page, date_of(*page)));
    for (key, other, other_date) in earlier.chain(later) {
        let Some(other_date) = other_date else { continue };
        let is_wrong = match key {
            "follows" => date.certainly_precedes(other_date),
            _ => other_date.certainly_precedes(date),
        };
        if is_wrong {
            let span = event.date.as_ref().map_or(Span::default(), |date| date.span);
            let other = (&*data.entry(other).title, other_date);
            problems.push(messages::events_out_of_order(&head.path, span, key, other, date));
        }
    }
}
