//! The events as a calendar (iCalendar, RFC 5545).

use super::stable_ids;
use crate::catalog::Entry;
use crate::document::FrontMatter;
use crate::page::{SiteData, with_caveats};
use crate::time::{Day, FuzzyDate};

/// The longest line, in bytes, without its end.
const MAX_LINE_BYTES: usize = 75;

/// Events that are known to the day, each as a whole day or more; what is known to a month or year
/// has no place in a calendar.
pub(super) fn calendar(story: &SiteData<'_>) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line(&format!("PRODID:-//Backgrounder//{}//EN", env!("CARGO_PKG_VERSION")));
    line(&format!("X-WR-CALNAME:{}", escape(&story.config.title)));
    for page in &story.graph.timeline {
        let entry = story.catalog.entry(*page);
        let Some((first, last)) = entry.event_date.as_ref().and_then(FuzzyDate::exact_days) else {
            continue;
        };
        event(story, entry, first, last, &mut line);
    }
    line("END:VCALENDAR");
    out
}

fn event(story: &SiteData<'_>, entry: &Entry, first: Day, last: Day, line: &mut impl FnMut(&str)) {
    let head = story.catalog.head(entry.page);
    let FrontMatter::Event(_, event) = &head.front else { return };
    let address = story.config.base.absolute_url(&entry.route);
    line("BEGIN:VEVENT");
    line(&format!("UID:{}", escape(&stable_ids::event_uid(story, entry.page))));
    // When what is said of it was written: never the day of the build.
    let written = entry.updated.or(head.common.as_of).or(story.config.as_of).unwrap_or(first);
    line(&format!("DTSTAMP:{}T000000Z", basic_date(written)));
    line(&format!("DTSTART;VALUE=DATE:{}", basic_date(first)));
    line(&format!("DTEND;VALUE=DATE:{}", basic_date(last.next_day())));
    line(&format!("SUMMARY:{}", escape(&entry.title)));
    let description =
        with_caveats(story, event, head.common.description.as_deref().unwrap_or_default());
    if !description.is_empty() {
        line(&format!("DESCRIPTION:{}", escape(&description)));
    }
    if let Some(place) = event.place.as_ref().and_then(|place| place.name.as_deref()) {
        line(&format!("LOCATION:{}", escape(place)));
    }
    if let Some(place) = event.place.as_ref().and_then(|place| place.coordinates) {
        line(&format!("GEO:{};{}", place.latitude, place.longitude));
    }
    if let Some(address) = address {
        line(&format!("URL:{address}"));
    }
    let doubtful =
        event.certainty.as_ref().is_some_and(|certainty| &*certainty.level.value != "confirmed");
    match event.status.as_deref() {
        Some("cancelled") => line("STATUS:CANCELLED"),
        Some("planned") => line("STATUS:TENTATIVE"),
        // The notation has no word for what may not have happened.
        Some("disputed") => {}
        _ if doubtful => {}
        _ => line("STATUS:CONFIRMED"),
    }
    line("TRANSP:TRANSPARENT");
    line("END:VEVENT");
}

fn basic_date(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Text as a value (RFC 5545 §3.3.11).
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

/// A line, folded where it is longer than 75 bytes, never inside a character (RFC 5545 §3.1).
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
    fn what_has_a_meaning_in_a_calendar_is_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\r\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }
}
