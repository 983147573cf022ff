//! The story as data: the timeline in the notation of TimelineJS, the feed as JSON Feed 1.1.

use serde_json::{Value, json};

use super::stable_ids;
use crate::catalog::PageIx;
use crate::document::FrontMatter;
use crate::page::{SiteData, with_caveats};
use crate::prose::RenderTarget;
use crate::text::Route;

/// The events for TimelineJS (its JSON of `start_date`, `end_date` and `text`); dates are as
/// precise as they are known.
pub(super) fn timeline_json(story: &SiteData<'_>) -> String {
    let config = story.config;
    let events: Vec<Value> =
        story.graph.timeline.iter().filter_map(|page| event(story, *page)).collect();
    let title = json!({ "text": { "headline": &*config.title, "text": config.description.as_deref().unwrap_or("") } });
    json!({ "title": title, "events": events }).to_string()
}

fn event(story: &SiteData<'_>, page: PageIx) -> Option<Value> {
    let (entry, head) = (story.catalog.entry(page), story.catalog.head(page));
    let FrontMatter::Event(_, event) = &head.front else { return None };
    let date = entry.event_date.as_ref()?;
    let edtf = date.edtf();
    let (start, end) = edtf.split_once('/').unwrap_or((edtf, ""));
    let mut value = json!({
        "unique_id": &*head.id,
        "start_date": date_parts(start)?,
        "display_date": story.config.locale.dates.format_date(date),
        "text": { "headline": &*entry.title, "text": with_caveats(story, event, head.common.description.as_deref().unwrap_or_default()) },
        "url": story.config.base.absolute_url_or_href(&entry.route),
    });
    if let Some(end) = date_parts(end) {
        value["end_date"] = end;
    }
    if let Some(kind) = event.kind.as_deref() {
        value["group"] = kind.into();
    }
    Some(value)
}

/// Year, month and day of a part of an EDTF date, as far as they are given.
fn date_parts(edtf: &str) -> Option<Value> {
    let plain: String = edtf.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
    let mut numbers = plain.split('-').map(str::parse::<u32>);
    let year = numbers.next()?.ok()?;
    let mut value = json!({ "year": year });
    if let Some(Ok(month @ 1..=12)) = numbers.next() {
        value["month"] = month.into();
        if let Some(Ok(day)) = numbers.next() {
            value["day"] = day.into();
        }
    }
    Some(value)
}

/// The newest articles as JSON Feed (jsonfeed.org, version 1.1).
pub(super) fn json_feed(story: &SiteData<'_>) -> String {
    let config = story.config;
    let absolute = |route: &Route| config.base.absolute_url_or_href(route);
    let items: Vec<Value> = story
        .feed_articles()
        .iter()
        .map(|article| {
            let entry = story.catalog.entry(*article);
            let document = story.document(entry.page);
            let authors = document.common.authors.iter().filter_map(|id| config.authors.get(&id.value));
            let mut item = json!({
                "id": stable_ids::page_id(story, entry.page), "url": absolute(&entry.route), "title": &*entry.title,
                "content_html": story.prose(entry.page).html(document.body_id(), RenderTarget::Feed),
                "date_published": entry.published.map(crate::time::Day::to_rfc3339),
                "authors": authors.map(|author| json!({ "name": &*author.name })).collect::<Vec<_>>(),
            });
            if let Some(summary) = &document.common.description {
                item["summary"] = (**summary).into();
            }
            if let Some(updated) = entry.updated {
                item["date_modified"] = updated.to_rfc3339().into();
            }
            item
        })
        .collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": &*config.title, "home_page_url": absolute(&Route::for_page([])),
        "feed_url": absolute(&Route::for_file(["feed.json"])), "language": &*config.language, "items": items,
    });
    if let Some(description) = &config.description {
        feed["description"] = (**description).into();
    }
    feed.to_string()
}
