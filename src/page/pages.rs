//! From a resource to its page.

use super::site_data::SiteData;
use super::view::{ContentView, PageView};
use super::{article, home, json_ld, list_pages, sources_page, timeline, topic};
use crate::catalog::{PageIx, Resource};
use crate::config::{GeneratedPage, TopicKind};
use crate::data::Node;
use crate::document::PageKind;
use crate::text::Route;

/// A page ready for its template.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    pub template: &'static str,
    pub view: PageView,
    /// `extra` of the page's front matter.
    pub extra: Option<&'a Node>,
}

/// The page at a route; `None` for a resource that is no page, and past the end of a list.
pub fn page_at<'a>(data: &SiteData<'a>, route: &Route, resource: &Resource) -> Option<Page<'a>> {
    let (template, mut view, file) = template_and_view(data, route, resource)?;
    if view.meta_description.is_none() && !view.noindex {
        view.meta_description = Some(fallback_description(data, &view));
    }
    view.json_ld = match resource {
        Resource::Page(page) => json_ld::page_json_ld(data, *page, &view),
        _ => json_ld::list_json_ld(data, &view),
    };
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

/// The template and view of a page, and the file whose `extra` it has.
fn template_and_view(
    data: &SiteData<'_>,
    route: &Route,
    resource: &Resource,
) -> Option<(&'static str, PageView, Option<PageIx>)> {
    let intro = |page| list_pages::intro_page(data, page);
    Some(match resource {
        Resource::Page(page) => {
            let (template, view) = file_page(data, *page);
            (template, view, Some(*page))
        }
        Resource::Home => ("home.html", home::view(data, None), None),
        Resource::Index(section, number) => {
            let intro = data.catalog.by_id(&format!("{}/_index", section.folder()));
            let intro = intro.filter(|page| !data.entry(*page).hidden);
            ("index.html", list_pages::index(data, route, *section, *number, intro)?, intro)
        }
        Resource::Timeline => {
            ("timeline.html", timeline::timeline(data, route), intro(GeneratedPage::Timeline))
        }
        Resource::TimelineYear(year, number) => {
            ("timeline.html", timeline::timeline_year(data, route, *year, *number)?, None)
        }
        Resource::TimelineType(slug, number) => {
            ("timeline.html", timeline::timeline_type(data, route, slug, *number)?, None)
        }
        Resource::AToZ => ("a-z.html", list_pages::a_to_z(data, route), intro(GeneratedPage::AToZ)),
        Resource::AToZLetter(letter, number) => {
            ("a-z.html", list_pages::a_to_z_letter(data, route, letter, *number)?, None)
        }
        Resource::SharedName(slug) => {
            ("index.html", list_pages::shared_name(data, route, slug)?, None)
        }
        Resource::Author(id, number) => {
            ("author.html", list_pages::author(data, route, id, *number)?, None)
        }
        Resource::Updates(number) => {
            let view = list_pages::updates(data, route, *number)?;
            ("updates.html", view, intro(GeneratedPage::Updates))
        }
        Resource::Sources(number) => {
            let view = sources_page::view(data, route, *number)?;
            ("sources.html", view, intro(GeneratedPage::Sources))
        }
        Resource::NotFound => ("404.html", list_pages::not_found(data, route), None),
        Resource::Redirect(_)
        | Resource::Feed
        | Resource::TopicFeed(_)
        | Resource::MarkdownExport(_)
        | Resource::Sitemap
        | Resource::Robots
        | Resource::MachineFile(_)
        | Resource::ThemeFile(_)
        | Resource::File(_) => return None,
    })
}

fn file_page(data: &SiteData<'_>, page: PageIx) -> (&'static str, PageView) {
    match &data.entry(page).kind {
        PageKind::Home => ("home.html", home::view(data, Some(page))),
        PageKind::Article => ("article.html", article::view(data, page)),
        PageKind::Topic(kind) => {
            let template = match kind {
                TopicKind::Country => "country.html",
                TopicKind::Figure => "figure.html",
                TopicKind::Event => "event.html",
                TopicKind::Organisation => "organisation.html",
                TopicKind::Term => "term.html",
            };
            (template, topic::view(data, page, *kind))
        }
        PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => {
            ("page.html", PageView { content: ContentView::Plain, ..data.base_view(page, "page") })
        }
    }
}
