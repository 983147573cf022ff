//! The timeline in the JSON format of TimelineJS.

use serde_json::{Value, json};

use crate::catalog::PageIx;
use crate::document::FrontMatter;
use crate::page::{SiteData, with_caveats};

pub(super) fn timeline_json(data: &SiteData<'_>) -> String {
    let (title, text) = (&*data.config.title, data.config.description.as_deref());
    let events = data.graph.timeline.iter().filter_map(|page| event(data, *page));
    let title = json!({ "text": { "headline": title, "text": text.unwrap_or_default() } });
    json!({ "title": title, "events": events.collect::<Vec<_>>() }).to_string()
}

/// `None` for an undated event.
fn event(data: &SiteData<'_>, page: PageIx) -> Option<Value> {
    let (entry, head) = (data.entry(page), data.head(page));
    let FrontMatter::Event(_, event) = &head.front else { return None };
    let date = entry.event_date.as_ref()?;
    let (start, end) = date.edtf().split_once('/').unwrap_or((date.edtf(), ""));
    let description = head.common.description.as_deref().unwrap_or_default();
    let mut value = json!({
        "unique_id": &*head.id,
        "start_date": date_parts(start)?,
        "display_date": data.locale().dates.format_date(date),
        "text": { "headline": &*entry.title, "text": with_caveats(data, event, description) },
        "url": data.full_href(&entry.route),
    });
    if let Some(end) = date_parts(end) {
        value["end_date"] = end;
    }
    if let Some(kind) = event.kind.as_deref() {
        value["group"] = kind.into();
    }
    Some(value)
}

/// The parts of one end of an EDTF date that are known: year, month, day.
fn date_parts(edtf: &str) -> Option<Value> {
    let plain: String = edtf.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
    let mut numbers = plain.split('-').map(str::parse::<u32>);
    let year = numbers.next()?.ok()?;
    let mut value = json!({ "year": year });
    // Numbers above 12 are seasons.
    if let Some(Ok(month @ 1..=12)) = numbers.next() {
        value["month"] = month.into();
        if let Some(Ok(day)) = numbers.next() {
            value["day"] = day.into();
        }
    }
    Some(value)
}
