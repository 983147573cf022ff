//! Feeds (Atom, RFC 4287): of articles, of changes, of each topic.

use super::stable_ids;
use super::xml::{element, escape};
use crate::catalog::{Entry, MachineFile, PageIx, Resource};
use crate::config::GeneratedPage;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::document::Document;
use crate::page::SiteData;
use crate::prose::RenderTarget;
use crate::text::{Route, SourcePath};
use crate::time::Day;

/// The newest articles, each with its whole text. Articles without a date have no place in it.
pub(super) fn articles_feed(story: &SiteData<'_>) -> Result<String, Box<Diagnostic>> {
    let config = story.config;
    let entries = story.feed_articles().iter().filter_map(|article| {
        let entry = story.catalog.entry(*article);
        let document = story.document(entry.page);
        Some(FeedEntry {
            content: Some((
                story.config.base.absolute_url_or_href(&entry.route),
                story.prose(entry.page).html(document.body_id(), RenderTarget::Feed),
            )),
            ..article_entry(story, entry)?
        })
    });
    let (own, page) = (Route::for_file(["feed.xml"]), Route::for_page([]));
    let feed = FeedInfo {
        id: config.base.absolute_url_or_href(&page),
        title: &config.title,
        subtitle: config.description.as_deref(),
        self_route: &own,
        page_route: &page,
    };
    atom(story, &feed, entries.collect())
}

/// The newest changes of all pages.
pub(super) fn updates_feed(story: &SiteData<'_>) -> Result<String, Box<Diagnostic>> {
    let config = story.config;
    let changes =
        story.graph.updates.iter().filter(|(_, page, _)| story.catalog.entry(*page).is_in_feeds());
    let entries = changes
        .take(config.feeds.limit)
        .filter_map(|(day, page, at)| update_entry(story, *day, *page, *at as usize));
    let title = config.locale.format(
        "title_and_part",
        &[("title", &config.title), ("part", config.generated_title(GeneratedPage::Updates))],
    );
    let (own, page) = (
        Route::for_file([MachineFile::Updates.file_name()]),
        config.generated_route(GeneratedPage::Updates),
    );
    let feed = FeedInfo {
        id: config.base.absolute_url_or_href(&page),
        title: &title,
        subtitle: None,
        self_route: &own,
        page_route: &page,
    };
    atom(story, &feed, entries.collect())
}

/// The newest articles that are about a topic or mention it, each with what it says of it.
pub(super) fn topic_feed(
    story: &SiteData<'_>,
    own: &Route,
    topic: PageIx,
) -> Result<String, Box<Diagnostic>> {
    let entry = story.catalog.entry(topic);
    let said = story
        .mentions_in_articles(topic)
        .filter(|(from, _)| story.catalog.entry(*from).is_in_feeds());
    let entry_of = |(from, sentence): (PageIx, Option<String>)| {
        Some(FeedEntry { summary: sentence, ..article_entry(story, story.catalog.entry(from))? })
    };
    let entries = said.take(story.config.feeds.limit).filter_map(entry_of);
    let title = story
        .config
        .locale
        .format("title_and_part", &[("title", &story.config.title), ("part", &entry.title)]);
    let description = story.catalog.head(topic).common.description.as_deref();
    let id = stable_ids::part_id(story, topic, "feed");
    atom(
        story,
        &FeedInfo {
            id,
            title: &title,
            subtitle: description,
            self_route: own,
            page_route: &entry.route,
        },
        entries.collect(),
    )
}

/// What a feed says of itself.
struct FeedInfo<'a> {
    id: String,
    title: &'a str,
    subtitle: Option<&'a str>,
    self_route: &'a Route,
    /// The page it follows.
    page_route: &'a Route,
}

/// One entry of a feed.
struct FeedEntry {
    id: String,
    href: String,
    title: String,
    published: Day,
    updated: Day,
    authors: Vec<String>,
    summary: Option<String>,
    /// HTML, and the address that its links are relative to.
    content: Option<(String, String)>,
}

/// `None` for an article without a date.
fn article_entry(story: &SiteData<'_>, entry: &Entry) -> Option<FeedEntry> {
    let published = entry.published?;
    let document: &Document = story.document(entry.page);
    let authors =
        document.common.authors.iter().filter_map(|id| story.config.authors.get(&id.value));
    Some(FeedEntry {
        id: stable_ids::page_id(story, entry.page),
        href: story.config.base.absolute_url_or_href(&entry.route),
        title: entry.title.to_string(),
        published,
        updated: entry.updated.map_or(published, |updated| updated.max(published)),
        authors: authors.map(|author| author.name.to_string()).collect(),
        summary: document.common.description.as_deref().map(str::to_owned),
        content: None,
    })
}

fn update_entry(story: &SiteData<'_>, day: Day, page: PageIx, at: usize) -> Option<FeedEntry> {
    let (entry, document) = (story.catalog.entry(page), story.document(page));
    let update = document.common.updates.get(at)?;
    let anchor = crate::page::update_anchor(document, at);
    Some(FeedEntry {
        id: stable_ids::part_id(story, page, &anchor),
        href: format!("{}#{anchor}", story.config.base.absolute_url_or_href(&entry.route)),
        title: story.config.locale.format(
            "title_and_part",
            &[("title", &entry.title), ("part", story.config.locale.label("update", &update.kind))],
        ),
        published: day,
        updated: day,
        authors: Vec::new(),
        summary: None,
        content: Some((
            story.config.base.absolute_url_or_href(&entry.route),
            story.prose(page).html(update.note, RenderTarget::Feed),
        )),
    })
}

fn atom(
    story: &SiteData<'_>,
    feed: &FeedInfo<'_>,
    entries: Vec<FeedEntry>,
) -> Result<String, Box<Diagnostic>> {
    let config = story.config;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"",
    );
    escape(&config.language, &mut out);
    out.push_str("\">\n");
    element("title", feed.title, &mut out);
    if let Some(subtitle) = feed.subtitle {
        element("subtitle", subtitle, &mut out);
    }
    element("id", &feed.id, &mut out);
    link("self", &story.config.base.absolute_url_or_href(feed.self_route), &mut out);
    // An old address may be that of a page the site makes only where it has entries.
    if story
        .catalog
        .routes()
        .get(feed.page_route.as_str())
        .is_some_and(|address| !matches!(address, Resource::Redirect(_)))
    {
        link("alternate", &story.config.base.absolute_url_or_href(feed.page_route), &mut out);
    }
    // A feed without entries is as old as the newest article of the site.
    let newest = || {
        story.feed_articles().first().and_then(|article| story.catalog.entry(*article).published)
    };
    let changed = entries.iter().map(|entry| entry.updated).max().or_else(newest);
    let undated = || {
        Box::new(internal_error(
            &SourcePath::from_static("site.toml"),
            &format!("the feed {} has no date", feed.self_route),
        ))
    };
    element("updated", &changed.ok_or_else(undated)?.to_rfc3339(), &mut out);
    author(
        config
            .publisher
            .as_ref()
            .and_then(|publisher| publisher.name.as_deref())
            .unwrap_or(&config.title),
        &mut out,
    );
    for entry in entries {
        entry.write(&mut out);
    }
    out.push_str("</feed>\n");
    Ok(out)
}

impl FeedEntry {
    fn write(&self, out: &mut String) {
        out.push_str("<entry>\n");
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
    out.push_str("<link rel=\"");
    out.push_str(relation);
    out.push_str("\" href=\"");
    escape(href, out);
    out.push_str("\"/>\n");
}
