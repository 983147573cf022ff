//! People in time: who could have been there, and as what.

use super::messages;
use crate::catalog::{Entry, PageIx};
use crate::diagnostics::Diagnostic;
use crate::document::{EventFields, FrontMatter, Role};
use crate::page::SiteData;

pub(super) fn check(story: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    match &story.catalog.head(entry.page).front {
        FrontMatter::Event(_, event) => check_participants(story, entry.page, event, problems),
        FrontMatter::Figure(_, figure) => {
            check_overlapping_roles(story, entry.page, &figure.roles, problems)
        }
        _ => {}
    }
}

/// Those who took part in an event lived then, and held the office that is named.
fn check_participants(
    story: &SiteData<'_>,
    page: PageIx,
    event: &EventFields,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(date) = event.date.as_ref().map(|date| &date.value) else { return };
    let path = &story.catalog.head(page).path;
    for (participant, who) in
        event.participants.iter().zip(&story.catalog.resolved_refs(page).participants)
    {
        let Some((who, FrontMatter::Figure(_, figure))) =
            who.map(|who| (who, &story.catalog.head(who).front))
        else {
            continue;
        };
        let (head, span) = (story.catalog.head(who), participant.who.span);
        if let Some(born) = figure
            .born
            .as_ref()
            .filter(|born| date.last_day().is_some_and(|day| born.value.is_after(day)))
        {
            problems.push(messages::participant_not_alive(
                path,
                span,
                head,
                born.span,
                &format!("was born {}, after it", born.value),
            ));
        }
        if let Some(died) = figure
            .died
            .as_ref()
            .filter(|died| died.value.last_day().is_some_and(|day| date.is_after(day)))
        {
            problems.push(messages::participant_not_alive(
                path,
                span,
                head,
                died.span,
                &format!("died {}, before it", died.value),
            ));
        }
        let Some(role) = &participant.role else { continue };
        let held: Vec<&Role> =
            figure.roles.iter().filter(|held| held.office.value == *role).collect();
        if let Some(first) =
            held.first().filter(|_| !held.iter().any(|held| may_have_been_held(held, date)))
        {
            problems.push(messages::role_not_held(path, span, head, &first.office));
        }
    }
}

/// True where an office may have been held on some day of a date.
fn may_have_been_held(role: &Role, date: &crate::time::FuzzyDate) -> bool {
    let begun =
        role.from.as_ref().zip(date.last_day()).is_none_or(|(from, last)| from.may_begin_by(last));
    let lasts = role
        .until
        .as_ref()
        .zip(date.first_day())
        .is_none_or(|(until, first)| until.may_last_until(first));
    begun && lasts
}

/// One office is not held twice at once.
fn check_overlapping_roles(
    story: &SiteData<'_>,
    page: PageIx,
    roles: &[Role],
    problems: &mut Vec<Diagnostic>,
) {
    let head = story.catalog.head(page);
    let resolved = &story.catalog.resolved_refs(page).roles;
    for (at, role) in roles.iter().enumerate() {
        for (other, earlier) in roles.iter().enumerate().take(at) {
            let same = role.office.value == earlier.office.value
                && resolved.get(at) == resolved.get(other)
                && organisation_text(role) == organisation_text(earlier);
            // Certain only where one begins, whenever that was exactly, before the other can have
            // ended.
            let before_end = |one: &Role, other: &Role| {
                let begins = one.from.as_ref().and_then(crate::time::FuzzyDate::last_day);
                begins.is_some_and(|begins| {
                    other.until.as_ref().is_none_or(|until| until.is_after(begins))
                })
            };
            if same && before_end(role, earlier) && before_end(earlier, role) {
                problems.push(messages::overlapping_roles(
                    &head.path,
                    &role.office,
                    earlier.office.span,
                ));
            }
        }
    }
}

/// The organisation of a role as it is written.
fn organisation_text(role: &Role) -> Option<&str> {
    role.organisation.as_ref().map(|written| &*written.value)
}
