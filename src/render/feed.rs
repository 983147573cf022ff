//! The feed of articles (Atom, RFC 4287).

use super::xml::{element, escape};
use crate::catalog::Entry;
use crate::document::PageKind;
use crate::page::Story;
use crate::prose::Setting;
use crate::text::Route;

/// The newest articles, each with its whole text. Articles without a date have no place in it.
pub(super) fn atom(story: &Story<'_>) -> String {
    let config = story.config;
    let absolute = |route: &Route| config.base.absolute(route).unwrap_or_default();
    let articles = newest(story);
    let changed = |entry: &Entry| entry.updated.max(entry.published).map(|day| day.rfc3339()).unwrap_or_default();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    escape(&config.language, &mut out);
    out.push_str("\">\n");
    element("title", &config.title, &mut out);
    if let Some(description) = &config.description {
        element("subtitle", description, &mut out);
    }
    element("id", &absolute(&Route::page([])), &mut out);
    link("self", &absolute(&Route::file(["feed.xml"])), &mut out);
    link("alternate", &absolute(&Route::page([])), &mut out);
    element("updated", &articles.iter().map(|entry| changed(entry)).max().unwrap_or_default(), &mut out);
    out.push_str("<author>");
    element("name", config.publisher.as_ref().and_then(|publisher| publisher.name.as_deref()).unwrap_or(&config.title), &mut out);
    out.push_str("</author>\n");
    for entry in articles {
        let document = story.document(entry.page);
        let address = absolute(&entry.route);
        out.push_str("<entry>\n");
        element("title", &entry.title, &mut out);
        element("id", &address, &mut out);
        link("alternate", &address, &mut out);
        element("published", &entry.published.map(|day| day.rfc3339()).unwrap_or_default(), &mut out);
        element("updated", &changed(entry), &mut out);
        for author in document.common.authors.iter().filter_map(|id| config.authors.get(&id.value)) {
            out.push_str("<author>");
            element("name", &author.name, &mut out);
            out.push_str("</author>\n");
        }
        if let Some(description) = &document.common.description {
            element("summary", description, &mut out);
        }
        out.push_str("<content type=\"html\" xml:base=\"");
        escape(&address, &mut out);
        out.push_str("\">");
        escape(&story.writer(entry.page).html(document.body_piece(), Setting::OtherPage), &mut out);
        out.push_str("</content>\n</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// The articles of the feeds, the newest first.
pub(super) fn newest<'a>(story: &Story<'a>) -> Vec<&'a Entry> {
    let mut articles: Vec<&Entry> =
        story.catalog.pages().filter(|entry| entry.kind == PageKind::Article && entry.published.is_some() && !entry.draft && !entry.future).collect();
    articles.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.route.cmp(&b.route)));
    articles.truncate(story.config.feeds.limit);
    articles
}

fn link(relation: &str, href: &str, out: &mut String) {
    out.push_str("<link rel=\"");
    out.push_str(relation);
    out.push_str("\" href=\"");
    escape(href, out);
    out.push_str("\"/>\n");
}
