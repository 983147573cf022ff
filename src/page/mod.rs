//! What each kind of page shows: small values, complete before rendering. Made only for the page that is asked for.

mod article;
mod home;
mod item;
mod list;
mod network;
mod ordered;
mod preview;
mod site;
mod sources;
mod story;
mod structured;
mod timeline;
mod topic;
pub mod view;

pub use item::{article_item, card_view, event_view, facts, with_doubt};
pub use ordered::Ordered;
pub use preview::preview;
pub use site::site_view;
pub use story::{Story, update_anchor};
pub use structured::Things;

use crate::catalog::{Resource, PageIx};
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
pub fn page<'a>(story: &Story<'a>, route: &Route, address: &Resource) -> Option<Page<'a>> {
    let mut page = made(story, route, address)?;
    if page.view.meta_description.is_none() && !page.view.noindex {
        page.view.meta_description = Some(described(story, &page.view));
    }
    page.view.json_ld = match address {
        Resource::Page(of) => structured::graph(story, *of, &page.view),
        _ => structured::graph_of_list(story, &page.view),
    };
    Some(page)
}

/// What search engines are told of a page that does not say itself what it is: its title, and what the site is.
fn described(story: &Story<'_>, view: &PageView) -> String {
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

fn made<'a>(story: &Story<'a>, route: &Route, address: &Resource) -> Option<Page<'a>> {
    let of = |document: &'a Document, template, view| Page { template, view, extra: document.common.extra.as_deref() };
    let generated = |template, view| Some(Page { template, view, extra: None });
    match address {
        Resource::Page(page) => {
            let document = story.document(*page);
            let (template, view) = of_file(story, *page);
            Some(of(document, template, view))
        }
        Resource::Home => generated("home.html", home::view(story, None)),
        Resource::Index(section, number) => {
            let intro = story.catalog.by_id(&format!("{}/_index", section.folder())).filter(|page| !story.catalog.entry(*page).hidden);
            let view = list::index(story, route, *section, *number, intro)?;
            Some(Page { template: "index.html", view, extra: intro.and_then(|page| story.document(page).common.extra.as_deref()) })
        }
        Resource::Timeline => Some(Page { extra: intro_data(story, GeneratedPage::Timeline), template: "timeline.html", view: timeline::timeline(story, route) }),
        Resource::TimelineYear(year, number) => generated("timeline.html", timeline::timeline_year(story, route, *year, *number)?),
        Resource::TimelineType(kind, number) => generated("timeline.html", timeline::timeline_type(story, route, kind, *number)?),
        Resource::AToZ => Some(Page { extra: intro_data(story, GeneratedPage::AToZ), template: "a-z.html", view: list::a_to_z(story, route) }),
        Resource::AToZLetter(letter, number) => generated("a-z.html", list::a_to_z_letter(story, route, letter, *number)?),
        Resource::SharedName(slug) => generated("index.html", list::shared_name(story, route, slug)?),
        Resource::Author(id, number) => generated("author.html", list::author(story, route, id, *number)?),
        Resource::Updates(number) => {
            Some(Page { extra: intro_data(story, GeneratedPage::Updates), template: "updates.html", view: list::updates(story, route, *number)? })
        }
        Resource::Sources(number) => {
            Some(Page { extra: intro_data(story, GeneratedPage::Sources), template: "sources.html", view: sources::view(story, route, *number)? })
        }
        Resource::NotFound => generated("404.html", list::not_found(story, route)),
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
fn intro_data<'a>(story: &Story<'a>, page: GeneratedPage) -> Option<&'a Node> {
    list::intro_of(story, page).and_then(|page| story.document(page).common.extra.as_deref())
}

fn of_file(story: &Story<'_>, page: PageIx) -> (&'static str, PageView) {
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
        PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => ("page.html", PageView { content: ContentView::Plain, ..story.base(page, "page") }),
    }
}
