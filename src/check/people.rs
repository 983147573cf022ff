//! Life dates and offices of people against the dates of events.

use super::messages;
use crate::catalog::{Entry, PageIx};
use crate::diagnostics::Diagnostic;
use crate::document::{EventFields, FrontMatter, Role};
use crate::page::SiteData;
use crate::time::FuzzyDate;

pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    match &data.catalog.head(entry.page).front {
        FrontMatter::Event(_, event) => check_participants(data, entry.page, event, problems),
        FrontMatter::Figure(_, figure) => {
            check_overlapping_roles(data, entry.page, &figure.roles, problems);
        }
        _ => {}
    }
}

/// Participants of an event must have lived then and held the office that is given.
fn check_participants(
    data: &SiteData<'_>,
    page: PageIx,
    event: &EventFields,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(date) = event.date.as_ref().map(|date| &date.value) else { return };
    let path = &data.catalog.head(page).path;
    let resolved = &data.catalog.resolved_refs(page).participants;
    for (participant, who) in event.participants.iter().zip(resolved) {
        let Some(head) = who.map(|who| data.catalog.head(who)) else { continue };
        let FrontMatter::Figure(_, figure) = &head.front else { continue };
        let span = participant.who.span;
        if let Some(born) = &figure.born
            && date.last_day().is_some_and(|day| born.value.is_after(day))
        {
            let life = format!("was born {}, after it", born.value);
            problems.push(messages::participant_not_alive(path, span, head, born.span, &life));
        }
        if let Some(died) = &figure.died
            && died.value.last_day().is_some_and(|day| date.is_after(day))
        {
            let life = format!("died {}, before it", died.value);
            problems.push(messages::participant_not_alive(path, span, head, died.span, &life));
        }
        let Some(role) = &participant.role else { continue };
        let mut roles = figure.roles.iter().filter(|held| held.office.value == *role);
        if let Some(first) = roles.clone().next()
            && !roles.any(|held| may_have_been_held(held, date))
        {
            problems.push(messages::role_not_held(path, span, head, &first.office));
        }
    }
}

/// True if an office may have been held on some day of a date.
fn may_have_been_held(role: &Role, date: &FuzzyDate) -> bool {
    let begins = role.from.as_ref().zip(date.last_day());
    let ends = role.until.as_ref().zip(date.first_day());
    begins.is_none_or(|(from, last)| from.may_begin_by(last))
        && ends.is_none_or(|(until, first)| until.may_last_until(first))
}

/// The same office must not be listed for overlapping times.
fn check_overlapping_roles(
    data: &SiteData<'_>,
    page: PageIx,
    roles: &[Role],
    problems: &mut Vec<Diagnostic>,
) {
    fn organisation(role: &Role) -> Option<&str> {
        role.organisation.as_ref().map(|written| &*written.value)
    }
    // Certain only if the last possible day of the beginning is before the end of the other.
    let begins_before_end_of = |one: &Role, other: &Role| {
        one.from
            .as_ref()
            .and_then(FuzzyDate::last_day)
            .is_some_and(|begins| other.until.as_ref().is_none_or(|until| until.is_after(begins)))
    };
    let resolved = &data.catalog.resolved_refs(page).roles;
    for (at, role) in roles.iter().enumerate() {
        for (earlier_at, earlier) in roles.iter().enumerate().take(at) {
            if role.office.value == earlier.office.value
                && resolved.get(at) == resolved.get(earlier_at)
                && organisation(role) == organisation(earlier)
                && begins_before_end_of(role, earlier)
                && begins_before_end_of(earlier, role)
            {
                let path = &data.catalog.head(page).path;
                let earlier = earlier.office.span;
                problems.push(messages::overlapping_roles(path, &role.office, earlier));
            }
        }
    }
}
