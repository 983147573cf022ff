//! `sitemap.xml` (sitemaps.org, protocol 0.9) and `robots.txt` (RFC 9309).

use super::xml::element;
use crate::catalog::Resource;
use crate::config::Config;
use crate::page::{SiteData, URLS_PER_SITEMAP};
use crate::text::Route;
use crate::time::Day;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// All pages that search engines may list; an index of the parts where one file cannot list them.
pub(super) fn sitemap(data: &SiteData<'_>) -> String {
    let is_part =
        |(_, resource): &(&Route, &Resource)| matches!(resource, Resource::SitemapPart(_));
    let mut parts = data.later_routes().iter().filter(is_part).peekable();
    if parts.peek().is_none() {
        return urls(data, data.pages_for_search_engines());
    }
    let mut out = format!("{XML}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for location in parts.filter_map(|(route, _)| data.config.base.absolute_url(route)) {
        out.push_str("<sitemap>\n");
        element("loc", &location, &mut out);
        out.push_str("</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// A part of the sitemap, from 1.
pub(super) fn sitemap_part(data: &SiteData<'_>, number: usize) -> String {
    let before = number.saturating_sub(1) * URLS_PER_SITEMAP;
    urls(data, data.pages_for_search_engines().skip(before).take(URLS_PER_SITEMAP))
}

fn urls<'a>(data: &SiteData<'_>, pages: impl Iterator<Item = (&'a Route, Option<Day>)>) -> String {
    let mut out = format!("{XML}<urlset xmlns=\"{NAMESPACE}\">\n");
    for (route, changed) in pages {
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
