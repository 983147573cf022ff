//! From a resource to its page.

use super::list_pages::ListPage;
use super::site_data::SiteData;
use super::titles::title_element;
use super::view::{ContentView, PageView};
use super::{
    article, home, json_ld, list_pages, mentions, relations_page, sources_page, timeline, topic,
};
use crate::catalog::{PageIx, Resource};
use crate::config::GeneratedPage;
use crate::data::Node;
use crate::document::PageKind;
use crate::text::Route;

/// A page ready for its template.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    pub template: String,
    pub view: PageView,
    /// `extra` of the page's front matter.
    pub extra: Option<&'a Node>,
}

/// The page at a route; `None` for a resource that is no page, and past the end of a list.
pub fn page_at<'a>(data: &SiteData<'a>, route: &Route, resource: &Resource) -> Option<Page<'a>> {
    let mut view = view(data, route, resource)?;
    if view.meta_description.is_none() && !view.noindex {
        view.meta_description = Some(fallback_description(data, &view));
    }
    let own_file = match resource {
        Resource::Page(page) => Some(*page),
        _ => None,
    };
    view.share_image = data.share_image(resource, &view);
    view.title_element = title_element(data, &view.head_title);
    view.json_ld = json_ld::json_ld(data, own_file, &view);
    let template = match view.kind {
        "names" => "index.html".to_owned(),
        kind => format!("{kind}.html"),
    };
    let file = file(data, resource);
    let extra = file.and_then(|page| data.document(page).common.extra.as_deref());
    Some(Page { template, view, extra })
}

/// The meta description of a page that has no text to take one from: its title and the site's.
fn fallback_description(data: &SiteData<'_>, view: &PageView) -> String {
    let config = data.config;
    let (title, site) = (("title", &*view.head_title), ("site", &*config.title));
    match config.description.as_deref() {
        Some(text) => config.locale.format("described", &[title, site, ("description", text)]),
        None => config.locale.format("described_short", &[title, site]),
    }
}

/// The file of a page, or the one that introduces it.
fn file(data: &SiteData<'_>, resource: &Resource) -> Option<PageIx> {
    let introduction = |page| data.catalog.introduction(page);
    match resource {
        Resource::Page(page) => Some(*page),
        Resource::Index(section, _) => {
            let intro = data.catalog.by_id(&section.introduction_id());
            intro.filter(|page| !data.entry(*page).hidden)
        }
        Resource::Timeline => introduction(GeneratedPage::Timeline),
        Resource::AToZ => introduction(GeneratedPage::AToZ),
        Resource::Updates(_) => introduction(GeneratedPage::Updates),
        Resource::Sources(_) => introduction(GeneratedPage::Sources),
        Resource::Relations => introduction(GeneratedPage::Relations),
        _ => None,
    }
}

fn view(data: &SiteData<'_>, route: &Route, resource: &Resource) -> Option<PageView> {
    let list = |number: usize| ListPage { data, route, number };
    match resource {
        Resource::Page(page) => Some(file_page(data, *page)),
        Resource::Home => Some(home::view(data, None)),
        Resource::Index(section, number) => {
            list_pages::index(list(*number), *section, file(data, resource))
        }
        Resource::Timeline => Some(timeline::timeline(list(1))),
        Resource::TimelineYear(year, number) => timeline::timeline_year(list(*number), *year),
        Resource::TimelineType(slug, number) => timeline::timeline_type(list(*number), slug),
        Resource::AToZ => Some(list_pages::a_to_z(list(1))),
        Resource::AToZLetter(letter, number) => list_pages::a_to_z_letter(list(*number), letter),
        Resource::SharedName(slug) => list_pages::shared_name(list(1), slug),
        Resource::Author(id, number) => list_pages::author(list(*number), id),
        Resource::Updates(number) => list_pages::updates(list(*number)),
        Resource::Sources(number) => sources_page::view(list(*number)),
        Resource::Relations => Some(relations_page::view(list(1))),
        Resource::Mentions(topic, number) => mentions::view(list(*number), *topic),
        Resource::SourceUses(id, number) => sources_page::uses(list(*number), id),
        Resource::Search => Some(list_pages::search(data, route)),
        Resource::NotFound => Some(list_pages::not_found(data, route)),
        Resource::Redirect(_)
        | Resource::Feed
        | Resource::TopicFeed(_)
        | Resource::MarkdownExport(_)
        | Resource::ChartData(..)
        | Resource::Sitemap
        | Resource::SitemapPart(_)
        | Resource::Robots
        | Resource::MachineFile(_)
        | Resource::ThemeFile(_)
        | Resource::SearchFile
        | Resource::Flag(_)
        | Resource::Picture(..)
        | Resource::ShareCard(_)
        | Resource::File(_) => None,
    }
}

fn file_page(data: &SiteData<'_>, page: PageIx) -> PageView {
    match &data.entry(page).kind {
        PageKind::Home => home::view(data, Some(page)),
        PageKind::Article => article::view(data, page),
        PageKind::Topic(kind) => topic::view(data, page, *kind),
        PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => {
            PageView { content: ContentView::Plain, ..data.base_view(page, "page") }
        }
    }
}
