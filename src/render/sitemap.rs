//! `sitemap.xml` (sitemaps.org, protocol 0.9) and `robots.txt` (RFC 9309).

use super::xml::element;
use crate::catalog::Resource;
use crate::config::Config;
use crate::page::SiteData;
use crate::text::Route;

/// All pages that search engines may list. The day of change is `updated`, else `as_of`, else
/// `date`.
pub(super) fn sitemap(story: &SiteData<'_>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (route, address) in story.catalog.routes().iter().filter(|(route, _)| route.is_page()) {
        let (listed, changed) = match address {
            Resource::Redirect(_) => (false, None),
            Resource::Page(page) => {
                let entry = story.catalog.entry(*page);
                let stub = entry.topic_kind().is_some() && entry.is_stub;
                (
                    !stub && !entry.draft && !entry.future,
                    entry.updated.or(story.document(*page).common.as_of).or(entry.published),
                )
            }
            _ => (true, None),
        };
        if let (true, Some(location)) = (listed, story.config.base.absolute_url(route)) {
            out.push_str("<url>\n");
            element("loc", &location, &mut out);
            if let Some(day) = changed {
                element("lastmod", &day.to_string(), &mut out);
            }
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}

pub(super) fn robots(config: &Config) -> String {
    match config.base.absolute_url(&Route::for_file(["sitemap.xml"])) {
        Some(sitemap) => format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"),
        None => "User-agent: *\nAllow: /\n".to_owned(),
    }
}
