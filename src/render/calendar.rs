//! The events as a calendar (iCalendar, RFC 5545).

use super::stable_ids;
use crate::catalog::Entry;
use crate::document::{Coordinates, FrontMatter};
use crate::page::{SiteData, with_caveats};
use crate::time::{Day, FuzzyDate};

/// The longest line without its end.
const MAX_LINE_BYTES: usize = 75;

/// The events whose days are known, as all-day entries. Dates that are only a month or year are
/// left out.
pub(super) fn calendar(data: &SiteData<'_>) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line(&format!("PRODID:-//Backgrounder//{}//EN", env!("CARGO_PKG_VERSION")));
    line(&format!("X-WR-CALNAME:{}", escape(&data.config.title)));
    for page in &data.graph.timeline {
        let entry = data.entry(*page);
        if let Some((first, last)) = entry.event_date.as_ref().and_then(FuzzyDate::exact_days) {
            event(data, entry, first, last, &mut line);
        }
    }
    line("END:VCALENDAR");
    out
}

fn event(data: &SiteData<'_>, entry: &Entry, first: Day, last: Day, line: &mut impl FnMut(&str)) {
    let head = data.head(entry.page);
    let FrontMatter::Event(_, event) = &head.front else { return };
    line("BEGIN:VEVENT");
    line(&format!("UID:{}", escape(&stable_ids::event_uid(data, entry.page))));
    // When the page was written, never the day of the build.
    let written = entry.updated.or(head.common.as_of).or(data.config.as_of).unwrap_or(first);
    line(&format!("DTSTAMP:{}T000000Z", basic_date(written)));
    line(&format!("DTSTART;VALUE=DATE:{}", basic_date(first)));
    line(&format!("DTEND;VALUE=DATE:{}", basic_date(last.next_day())));
    line(&format!("SUMMARY:{}", escape(&entry.title)));
    let description = head.common.description.as_deref().unwrap_or_default();
    let description = with_caveats(data, event, description);
    if !description.is_empty() {
        line(&format!("DESCRIPTION:{}", escape(&description)));
    }
    let place = event.place.as_ref();
    if let Some(name) = place.and_then(|place| place.name.as_deref()) {
        line(&format!("LOCATION:{}", escape(name)));
    }
    if let Some(Coordinates { latitude, longitude }) = place.and_then(|place| place.coordinates) {
        line(&format!("GEO:{latitude};{longitude}"));
    }
    if let Some(url) = data.config.base.absolute_url(&entry.route) {
        line(&format!("URL:{url}"));
    }
    let certain = event.certainty.as_ref().is_none_or(|it| &*it.level.value == "confirmed");
    match event.status.as_deref() {
        Some("cancelled") => line("STATUS:CANCELLED"),
        Some("planned") => line("STATUS:TENTATIVE"),
        // iCalendar has no status for an event that may not have happened.
        Some("disputed") => {}
        _ if certain => line("STATUS:CONFIRMED"),
        _ => {}
    }
    line("TRANSP:TRANSPARENT");
    line("END:VEVENT");
}

/// ISO 8601 without hyphens.
fn basic_date(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Escapes text for a property value (RFC 5545 §3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends a line, folded at 75 bytes but never inside a character (RFC 5545 §3.1).
fn fold(text: &str, out: &mut String) {
    let mut room = MAX_LINE_BYTES;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = MAX_LINE_BYTES - 1;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{escape, fold};

    #[test]
    fn lines_are_folded_at_seventy_five_bytes_and_never_inside_a_character() {
        let mut out = String::new();
        fold(&"한".repeat(60), &mut out);
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out:?}");
        assert_eq!(out.replace("\r\n ", ""), format!("{}\r\n", "한".repeat(60)));
    }

    #[test]
    fn special_characters_of_calendars_are_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\r\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }
}
