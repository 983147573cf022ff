//! Atom feeds (RFC 4287) of articles, of updates and of each topic.

use super::stable_ids;
use super::tera_values::RenderResult;
use super::xml::{element, escape};
use crate::catalog::{MachineFile, PageIx, Resource};
use crate::config::GeneratedPage;
use crate::diagnostics::internal_error;
use crate::page::{SiteData, update_anchor};
use crate::prose::RenderTarget;
use crate::text::{Route, SourcePath};
use crate::time::Day;

/// The newest articles with their full text. Undated articles are left out.
pub(super) fn articles_feed(data: &SiteData<'_>) -> RenderResult<String> {
    let entries = data.feed_articles().iter().filter_map(|article| {
        let html = article_html(data, *article);
        let content = Some((data.full_href(&data.entry(*article).route), html));
        Some(FeedEntry { content, ..article_entry(data, *article)? })
    });
    let page = Route::for_page([]);
    let feed = FeedInfo {
        id: data.full_href(&page),
        title: data.config.title.to_string(),
        subtitle: data.config.description.as_deref(),
        self_route: &Route::for_file(["feed.xml"]),
        page_route: &page,
    };
    atom(data, &feed, entries.collect())
}

/// The picture and the text of an article, for feeds.
pub(super) fn article_html(data: &SiteData<'_>, article: PageIx) -> String {
    let text = data.prose(article).html(data.document(article).body_id(), RenderTarget::Feed);
    let Some(image) = data.absolute_image(article) else { return text };
    let caption = image.words().figcaption_html();
    format!("<figure>{}{caption}</figure>\n{text}", image.picture_html)
}

/// The newest updates of all pages.
pub(super) fn updates_feed(data: &SiteData<'_>) -> RenderResult<String> {
    let config = data.config;
    let updates = data.graph.updates.iter().filter(|(_, page, _)| data.entry(*page).is_in_feeds());
    let updates = updates.take(config.feeds.limit);
    let page = config.generated_route(GeneratedPage::Updates);
    let feed = FeedInfo {
        id: data.full_href(&page),
        title: title(data, &config.title, config.generated_title(GeneratedPage::Updates)),
        subtitle: None,
        self_route: &Route::for_file([MachineFile::Updates.file_name()]),
        page_route: &page,
    };
    atom(data, &feed, updates.filter_map(|update| update_entry(data, *update)).collect())
}

/// The newest articles that mention a topic or are about it, with the sentence that mentions it.
pub(super) fn topic_feed(
    data: &SiteData<'_>,
    self_route: &Route,
    topic: PageIx,
) -> RenderResult<String> {
    let entry = data.entry(topic);
    let mentions = data.mentions_in_articles(topic);
    let mentions = mentions.filter(|(from, _)| data.entry(*from).is_in_feeds());
    let entries = mentions
        .take(data.config.feeds.limit)
        .filter_map(|(from, summary)| Some(FeedEntry { summary, ..article_entry(data, from)? }));
    let feed = FeedInfo {
        id: stable_ids::part_id(data, topic, "feed"),
        title: title(data, &data.config.title, &entry.title),
        subtitle: data.head(topic).common.description.as_deref(),
        self_route,
        page_route: &entry.route,
    };
    atom(data, &feed, entries.collect())
}

fn title(data: &SiteData<'_>, title: &str, part: &str) -> String {
    data.locale().format("title_and_part", &[("title", title), ("part", part)])
}

struct FeedInfo<'a> {
    id: String,
    title: String,
    subtitle: Option<&'a str>,
    self_route: &'a Route,
    /// The page with the same entries.
    page_route: &'a Route,
}

struct FeedEntry {
    id: String,
    href: String,
    title: String,
    published: Day,
    updated: Day,
    authors: Vec<String>,
    /// If it is not that of the site.
    language: Option<String>,
    summary: Option<String>,
    /// The base URL of relative links, and HTML.
    content: Option<(String, String)>,
}

/// `None` for an undated article.
fn article_entry(data: &SiteData<'_>, article: PageIx) -> Option<FeedEntry> {
    let (entry, common) = (data.entry(article), &data.head(article).common);
    let published = entry.published?;
    let authors = common.authors.iter().filter_map(|id| data.config.authors.get(&id.value));
    Some(FeedEntry {
        id: stable_ids::page_id(data, article),
        href: data.full_href(&entry.route),
        title: entry.title.to_string(),
        published,
        updated: entry.updated.map_or(published, |updated| updated.max(published)),
        authors: authors.map(|author| author.name.to_string()).collect(),
        language: data.lang(article).map(|lang| lang.tag),
        summary: common.description.as_deref().map(str::to_owned),
        content: None,
    })
}

fn update_entry(data: &SiteData<'_>, (day, page, at): (Day, PageIx, u32)) -> Option<FeedEntry> {
    let (entry, document) = (data.entry(page), data.document(page));
    let update = document.common.updates.get(at as usize)?;
    let anchor = update_anchor(document, at as usize);
    let href = data.full_href(&entry.route);
    Some(FeedEntry {
        id: stable_ids::part_id(data, page, &anchor),
        href: format!("{href}#{anchor}"),
        title: title(data, &entry.title, data.locale().label("update", &update.kind)),
        published: day,
        updated: day,
        authors: Vec::new(),
        language: data.lang(page).map(|lang| lang.tag),
        summary: None,
        content: Some((href, data.prose(page).html(update.note, RenderTarget::Feed))),
    })
}

fn atom(data: &SiteData<'_>, feed: &FeedInfo<'_>, entries: Vec<FeedEntry>) -> RenderResult<String> {
    let config = data.config;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    escape(&config.language, &mut out);
    out.push_str("\">\n");
    element("title", &feed.title, &mut out);
    if let Some(subtitle) = feed.subtitle {
        element("subtitle", subtitle, &mut out);
    }
    element("id", &feed.id, &mut out);
    link("self", &data.full_href(feed.self_route), &mut out);
    // The page may not exist: generated pages exist only with entries, and its address may then
    // redirect.
    let page = data.catalog.routes().get(feed.page_route.as_str());
    if page.is_some_and(|resource| !matches!(resource, Resource::Redirect(_))) {
        link("alternate", &data.full_href(feed.page_route), &mut out);
    }
    // An empty feed has the date of the site's newest article.
    let newest = || data.entry(*data.feed_articles().first()?).published;
    let updated = entries.iter().map(|entry| entry.updated).max().or_else(newest);
    let undated = || {
        let message = format!("the feed {} has no date", feed.self_route);
        Box::new(internal_error(&SourcePath::from_static("site.toml"), &message))
    };
    element("updated", &updated.ok_or_else(undated)?.to_rfc3339(), &mut out);
    let publisher = config.publisher.as_ref().and_then(|publisher| publisher.name.as_deref());
    author(publisher.unwrap_or(&config.title), &mut out);
    for entry in entries {
        entry.write(&mut out);
    }
    out.push_str("</feed>\n");
    Ok(out)
}

impl FeedEntry {
    fn write(&self, out: &mut String) {
        match &self.language {
            Some(language) => {
                out.push_str("<entry xml:lang=\"");
                escape(language, out);
                out.push_str("\">\n");
            }
            None => out.push_str("<entry>\n"),
        }
        element("title", &self.title, out);
        element("id", &self.id, out);
        link("alternate", &self.href, out);
        element("published", &self.published.to_rfc3339(), out);
        element("updated", &self.updated.to_rfc3339(), out);
        for name in &self.authors {
            author(name, out);
        }
        if let Some(summary) = &self.summary {
            element("summary", summary, out);
        }
        if let Some((base, html)) = &self.content {
            out.push_str("<content type=\"html\" xml:base=\"");
            escape(base, out);
            out.push_str("\">");
            escape(html, out);
            out.push_str("</content>\n");
        }
        out.push_str("</entry>\n");
    }
}

fn author(name: &str, out: &mut String) {
    out.push_str("<author>");
    element("name", name, out);
    out.push_str("</author>\n");
}

fn link(relation: &str, href: &str, out: &mut String) {
    out.extend(["<link rel=\"", relation, "\" href=\""]);
    escape(href, out);
    out.push_str("\"/>\n");
}
