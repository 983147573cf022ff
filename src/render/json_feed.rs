//! The newest articles as JSON Feed (jsonfeed.org, version 1.1).

use serde_json::{Value, json};

use super::atom_feeds::article_html;
use super::stable_ids;
use crate::catalog::PageIx;
use crate::page::SiteData;
use crate::text::Route;
use crate::time::Day;

pub(super) fn json_feed(data: &SiteData<'_>) -> String {
    let config = data.config;
    let items = data.feed_articles().iter().map(|article| item(data, *article));
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": &*config.title,
        "home_page_url": data.full_href(&Route::for_page([])),
        "feed_url": data.full_href(&Route::for_file(["feed.json"])),
        "language": &*config.language,
        "items": items.collect::<Vec<_>>(),
    });
    if let Some(description) = &config.description {
        feed["description"] = (**description).into();
    }
    feed.to_string()
}

fn item(data: &SiteData<'_>, article: PageIx) -> Value {
    let (entry, document) = (data.entry(article), data.document(article));
    let authors = document.common.authors.iter();
    let authors = authors.filter_map(|id| data.config.authors.get(&id.value));
    let mut item = json!({
        "id": stable_ids::page_id(data, article),
        "url": data.full_href(&entry.route),
        "title": &*entry.title,
        "content_html": article_html(data, article),
        "date_published": entry.published.map(Day::to_rfc3339),
        "authors": authors.map(|author| json!({ "name": &*author.name })).collect::<Vec<_>>(),
    });
    if let Some(lang) = data.lang(article) {
        item["language"] = lang.tag.into();
    }
    if let Some(summary) = &document.common.description {
        item["summary"] = (**summary).into();
    }
    if let Some(image) = data.absolute_image(article).and_then(|image| image.absolute) {
        item["image"] = image.into();
    }
    if let Some(updated) = entry.updated {
        item["date_modified"] = updated.to_rfc3339().into();
    }
    item
}
