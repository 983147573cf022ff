//! The timeline in the JSON format of TimelineJS.

use serde_json::{Value, json};

use crate::catalog::PageIx;
use crate::document::FrontMatter;
use crate::page::{SiteData, with_caveats};
use crate::time::DateEnd;

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
    let [first, last] = date.ends();
    // TimelineJS needs a beginning.
    let start = first.or(last)?;
    let description = head.common.description.as_deref().unwrap_or_default();
    let mut value = json!({
        "unique_id": &*head.id,
        "start_date": date_parts(start),
        "display_date": data.locale().dates.format_date(date),
        "text": { "headline": &*entry.title, "text": with_caveats(data, event, description) },
        "url": data.full_href(&entry.route),
    });
    if let Some(end) = last.filter(|end| *end != start) {
        value["end_date"] = date_parts(end);
    }
    if let Some(kind) = event.kind.as_deref() {
        value["group"] = kind.into();
    }
    Some(value)
}

/// The parts that are known: year, month, day. Years before 1 are 0 (1 BC) or negative.
fn date_parts(date: DateEnd) -> Value {
    let mut value = json!({ "year": date.year });
    for (key, part) in [("month", date.month), ("day", date.day)] {
        if let Some(part) = part {
            value[key] = part.into();
        }
    }
    value
}
