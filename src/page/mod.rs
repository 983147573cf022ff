//! What each kind of page shows: small values, complete before rendering. Made only for the page
//! that is asked for.

mod article;
mod home;
mod summaries;
mod list_pages;
mod network;
mod sorted_lists;
mod card_json;
mod site_view;
mod sources_page;
mod site_data;
mod json_ld;
mod timeline;
mod topic;
pub mod view;

pub use card_json::card_json;
pub use json_ld::JsonLdCache;
pub use site_data::{SiteData, update_anchor};
pub use site_view::site_view;
pub use sorted_lists::SortedLists;
pub use summaries::{article_item, card_from_ref, event_item_from_ref, fact_lines, with_caveats};

use crate::catalog::{PageIx, Resource};
use crate::config::GeneratedPage;
use crate::data::Node;
use crate::document::{Document, PageKind};
use crate::text::Route;
use view::{ContentView, PageView};

/// A page ready for its template.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The name of its template.
    pub template: &'static str,
    /// What it shows.
    pub view: PageView,
    /// The author's own data.
    pub extra: Option<&'a Node>,
}

/// What is shown at an address; `None` for one that is no page, or is past the end of its list.
pub fn page_at<'a>(story: &SiteData<'a>, route: &Route, address: &Resource) -> Option<Page<'a>> {
    let mut page = page_without_metadata(story, route, address)?;
    if page.view.meta_description.is_none() && !page.view.noindex {
        page.view.meta_description = Some(fallback_description(story, &page.view));
    }
    page.view.json_ld = match address {
        Resource::Page(of) => json_ld::page_json_ld(story, *of, &page.view),
        _ => json_ld::list_json_ld(story, &page.view),
    };
    Some(page)
}

/// What search engines are told of a page that does not say itself what it is: its title, and what
/// the site is.
fn fallback_description(story: &SiteData<'_>, view: &PageView) -> String {
    let config = story.config;
    let mut parts = vec![("title", &*view.head_title), ("site", &*config.title)];
    match config.description.as_deref() {
        Some(description) => {
            parts.push(("description", description));
            config.locale.format("described", &parts)
        }
        None => config.locale.format("described_short", &parts),
    }
}

fn page_without_metadata<'a>(
    story: &SiteData<'a>,
    route: &Route,
    address: &Resource,
) -> Option<Page<'a>> {
    let of = |document: &'a Document, template, view| Page {
        template,
        view,
        extra: document.common.extra.as_deref(),
    };
    let generated = |template, view| Some(Page { template, view, extra: None });
    match address {
        Resource::Page(page) => {
            let document = story.document(*page);
            let (template, view) = file_page(story, *page);
            Some(of(document, template, view))
        }
        Resource::Home => generated("home.html", home::view(story, None)),
        Resource::Index(section, number) => {
            let intro = story
                .catalog
                .by_id(&format!("{}/_index", section.folder()))
                .filter(|page| !story.catalog.entry(*page).hidden);
            let view = list_pages::index(story, route, *section, *number, intro)?;
            Some(Page {
                template: "index.html",
                view,
                extra: intro.and_then(|page| story.document(page).common.extra.as_deref()),
            })
        }
        Resource::Timeline => Some(Page {
            extra: intro_extra(story, GeneratedPage::Timeline),
            template: "timeline.html",
            view: timeline::timeline(story, route),
        }),
        Resource::TimelineYear(year, number) => {
            generated("timeline.html", timeline::timeline_year(story, route, *year, *number)?)
        }
        Resource::TimelineType(kind, number) => {
            generated("timeline.html", timeline::timeline_type(story, route, kind, *number)?)
        }
        Resource::AToZ => Some(Page {
            extra: intro_extra(story, GeneratedPage::AToZ),
            template: "a-z.html",
            view: list_pages::a_to_z(story, route),
        }),
        Resource::AToZLetter(letter, number) => {
            generated("a-z.html", list_pages::a_to_z_letter(story, route, letter, *number)?)
        }
        Resource::SharedName(slug) => {
            generated("index.html", list_pages::shared_name(story, route, slug)?)
        }
        Resource::Author(id, number) => {
            generated("author.html", list_pages::author(story, route, id, *number)?)
        }
        Resource::Updates(number) => Some(Page {
            extra: intro_extra(story, GeneratedPage::Updates),
            template: "updates.html",
            view: list_pages::updates(story, route, *number)?,
        }),
        Resource::Sources(number) => Some(Page {
            extra: intro_extra(story, GeneratedPage::Sources),
            template: "sources.html",
            view: sources_page::view(story, route, *number)?,
        }),
        Resource::NotFound => generated("404.html", list_pages::not_found(story, route)),
        Resource::Redirect(_)
        | Resource::Feed
        | Resource::TopicFeed(_)
        | Resource::MarkdownExport(_)
        | Resource::Sitemap
        | Resource::Robots
        | Resource::MachineFile(_)
        | Resource::ThemeFile(_)
        | Resource::File(_) => None,
    }
}

/// The author's own data of the page that introduces a generated one.
fn intro_extra<'a>(story: &SiteData<'a>, page: GeneratedPage) -> Option<&'a Node> {
    list_pages::intro_page(story, page)
        .and_then(|page| story.document(page).common.extra.as_deref())
}

fn file_page(story: &SiteData<'_>, page: PageIx) -> (&'static str, PageView) {
    let entry = story.catalog.entry(page);
    match &entry.kind {
        PageKind::Home => ("home.html", home::view(story, Some(page))),
        PageKind::Article => ("article.html", article::view(story, page)),
        PageKind::Topic(kind) => {
            let template = match kind {
                crate::config::TopicKind::Country => "country.html",
                crate::config::TopicKind::Figure => "figure.html",
                crate::config::TopicKind::Event => "event.html",
                crate::config::TopicKind::Organisation => "organisation.html",
                crate::config::TopicKind::Term => "term.html",
            };
            (template, topic::view(story, page, *kind))
        }
        PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => {
            ("page.html", PageView { content: ContentView::Plain, ..story.base_view(page, "page") })
        }
    }
}
