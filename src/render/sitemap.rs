//! `sitemap.xml` (sitemaps.org, protocol 0.9) and `robots.txt` (RFC 9309).

use super::xml::element;
use crate::catalog::Resource;
use crate::config::Config;
use crate::page::SiteData;
use crate::text::Route;

/// All pages that search engines may list. `lastmod` is `updated`, else `as_of`, else `date`.
pub(super) fn sitemap(data: &SiteData<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (route, resource) in data.catalog.routes().iter().filter(|(route, _)| route.is_page()) {
        let changed = match resource {
            Resource::Redirect(_) => continue,
            Resource::Page(page) => {
                let entry = data.entry(*page);
                let is_stub = entry.topic_kind().is_some() && entry.is_stub;
                if is_stub || entry.draft || entry.future {
                    continue;
                }
                entry.updated.or(data.head(*page).common.as_of).or(entry.published)
            }
            _ => None,
        };
        let Some(location) = data.config.base.absolute_url(route) else { continue };
        out.push_str("<url>\n");
        element("loc", &location, &mut out);
        if let Some(day) = changed {
            element("lastmod", &day.to_string(), &mut out);
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

pub(super) fn robots(config: &Config) -> String {
    let sitemap = config.base.absolute_url(&Route::for_file(["sitemap.xml"]));
    let sitemap = sitemap.map(|url| format!("\nSitemap: {url}\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
