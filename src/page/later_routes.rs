//! Routes that are known only when all pages are linked: further pages of what mentions a topic, the
//! uses of a source, the data of charts, and the parts of a long sitemap.

use std::collections::BTreeMap;

use super::charts::charts_with_rows;
use super::mentions::{MentionLists, last_page};
use super::site_data::SiteData;
use super::sources_page::{self, source_route};
use crate::catalog::{Resource, chart_data_route};
use crate::text::Route;
use crate::time::Day;

/// The most URLs of one sitemap (sitemaps.org, protocol 0.9).
pub const URLS_PER_SITEMAP: usize = 50_000;

impl<'a> SiteData<'a> {
    /// All routes that are not in the route table, except those of theme files.
    pub fn later_routes(&self) -> &'a BTreeMap<Route, Resource> {
        self.cache.later_routes.get_or_init(|| {
            let mut routes = BTreeMap::new();
            for entry in self.catalog.pages().filter(|entry| entry.topic_kind().is_some()) {
                if !MentionLists::may_exceed_a_page(self, entry.page) {
                    continue;
                }
                for number in 2..=last_page(&MentionLists::new(self, entry.page)) {
                    let resource = Resource::Mentions(entry.page, number);
                    routes.insert(entry.route.nth_page(number), resource);
                }
            }
            let mut sources: Vec<&str> = self.catalog.shared_sources().map(|(id, _)| id).collect();
            sources.sort_unstable();
            for id in sources {
                let Some(first) = source_route(self, id) else { continue };
                // Of ids that make the same slug, the first has the page.
                if routes.contains_key(&first) {
                    continue;
                }
                for number in 1..=sources_page::page_count(self, id) {
                    let resource = Resource::SourceUses(id.into(), number);
                    routes.insert(first.nth_page(number), resource);
                }
            }
            for entry in self.catalog.pages() {
                for (_, number) in charts_with_rows(self, entry.page) {
                    let resource = Resource::ChartData(entry.page, number);
                    routes.insert(chart_data_route(&entry.route, number), resource);
                }
            }
            // `Catalog` requests the sitemap if the site has an absolute address.
            let has_sitemap = self.config.base.has_origin();
            let possible = self.catalog.routes().len() + routes.len();
            if has_sitemap && possible > URLS_PER_SITEMAP {
                let count = self.pages_with(&routes).count();
                let parts = count.div_ceil(URLS_PER_SITEMAP);
                for number in (1..=parts).filter(|_| parts > 1) {
                    let route = Route::for_file([&*format!("sitemap-{number}.xml")]);
                    routes.insert(route, Resource::SitemapPart(number));
                }
            }
            routes
        })
    }

    /// The pages that search engines may list, each with the day of its last change: `updated`,
    /// else `as_of`, else `date`.
    pub fn pages_for_search_engines(&self) -> impl Iterator<Item = (&'a Route, Option<Day>)> {
        self.pages_with(self.later_routes())
    }

    fn pages_with<'b>(
        &self,
        later: &'b BTreeMap<Route, Resource>,
    ) -> impl Iterator<Item = (&'b Route, Option<Day>)>
    where
        'a: 'b,
    {
        let data = *self;
        let is_stub = move |page| {
            let entry = data.entry(page);
            entry.topic_kind().is_some() && entry.is_stub
        };
        let all = data.catalog.routes().iter().chain(later);
        all.filter(|(route, _)| route.is_page()).filter_map(move |(route, resource)| {
            let changed = match resource {
                Resource::Redirect(_) | Resource::Search => return None,
                Resource::Mentions(topic, _) if is_stub(*topic) => return None,
                Resource::Page(page) => {
                    let entry = data.entry(*page);
                    if is_stub(*page) || entry.draft || entry.future {
                        return None;
                    }
                    entry.updated.or(data.head(*page).common.as_of).or(entry.published)
                }
                _ => None,
            };
            Some((route, changed))
        })
    }
}
