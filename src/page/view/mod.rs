//! Everything a template can see: plain values, complete before rendering. `docs/themes.md` is the
//! reference of all fields.
//!
//! Fields whose names end in `_html`, and `json_ld`, hold markup; all others hold text. Missing values
//! are `None` or empty lists. Fields that are not serialised refer to fragments, which `render` adds.

mod blocks;
mod charts;
mod event_marks;
mod fragment_refs;
mod map;
mod page_views;
mod share_card;
mod shared;
mod storyline;
mod ties;
mod topic;

pub use blocks::*;
pub use charts::*;
pub use event_marks::*;
pub use fragment_refs::*;
pub use map::*;
pub use page_views::*;
pub use share_card::*;
pub use shared::*;
pub use storyline::*;
pub use ties::*;
pub use topic::*;

use std::collections::BTreeMap;

use serde::Serialize;

/// What every page shows of the site: `site` in templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SiteView {
    pub title: String,
    pub description: Option<String>,
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    pub home: String,
    pub stylesheet: String,
    /// The further stylesheet of pages with `has_drawings`.
    pub drawings: Option<String>,
    /// The further stylesheet of pages with `has_media`.
    pub media: Option<String>,
    /// The script of pages with `has_players`.
    pub players: Option<String>,
    /// The addresses of the theme's fonts, by the names of their files without ending.
    pub fonts: BTreeMap<String, String>,
    pub script: Option<String>,
    /// The script of the search; `None` if the site or the theme has none.
    pub search: Option<String>,
    /// The script of the search that is loaded later; `None` like `search`.
    pub search_more: Option<String>,
    /// The page of the search; `None` if the site has no search.
    pub search_page: Option<String>,
    /// The description of the search for browsers.
    pub opensearch: Option<String>,
    pub icon: Option<String>,
    /// Content-Security-Policy for the `meta` element of a redirect; that of a page is its own.
    pub content_policy: String,
    pub feed: Option<String>,
    pub feed_json: Option<String>,
    pub feed_updates: Option<String>,
    pub calendar: Option<String>,
    pub navigation: Vec<LinkView>,
    pub footer: Vec<LinkView>,
    /// The index of people.
    pub figures: Option<String>,
    pub a_to_z: Option<String>,
    pub sources: Option<String>,
    /// Who has to do with whom.
    pub relations: Option<String>,
    pub timeline: Option<String>,
    pub publisher: Option<PublisherView>,
    pub start_here: Option<ArticleItem>,
    pub generator: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PublisherView {
    pub name: Option<String>,
    pub url: Option<String>,
    pub logo: Option<String>,
    /// In pixels; unknown of a picture of another site.
    pub logo_width: Option<u32>,
    /// In pixels.
    pub logo_height: Option<u32>,
    pub contact: Option<String>,
    pub corrections: Option<String>,
    pub license: Option<String>,
}

/// A page: `page` in templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PageView {
    pub kind: &'static str,
    pub title: String,
    /// The title for lists of results and previews: a person has the role in it, and a page of a
    /// list its number.
    pub head_title: String,
    /// The `title` element: the same with the title of the site, where there is room for it.
    pub title_element: String,
    pub href: String,
    /// Absolute URL, if the site has a base URL.
    pub canonical: Option<String>,
    /// Content-Security-Policy for a `meta` element.
    pub content_policy: String,
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    pub meta_description: Option<String>,
    pub lead: Option<String>,
    pub draft: bool,
    /// Dated after `--now`. Only in a preview.
    pub future: bool,
    pub noindex: bool,
    pub published: Option<DayView>,
    pub updated: Option<DayView>,
    pub as_of: Option<DayView>,
    pub authors: Vec<AuthorView>,
    /// Reading time; 0 without text.
    pub minutes: usize,
    pub image: Option<ImageView>,
    /// The picture that other sites show beside a link to the page.
    pub share_image: Option<ShareImageView>,
    pub breadcrumbs: Vec<LinkView>,
    pub body_html: String,
    /// The length of its first section, in bytes. Templates see `first_section_html` and
    /// `later_sections_html`.
    #[serde(skip)]
    pub first_section: usize,
    /// The blocks of the body. In the body a mark with the number of each is in its place.
    #[serde(skip)]
    pub blocks: Vec<BlockView>,
    /// It has charts or maps.
    pub has_drawings: bool,
    /// It has videos, recordings or embeds.
    pub has_media: bool,
    /// It has embeds that play in place.
    pub has_players: bool,
    pub contents: Vec<HeadingView>,
    /// In order of first mention.
    #[serde(skip)]
    pub who: TopicsByKind,
    pub json_ld: Option<String>,
    /// Events that an article mentions, in chronological order.
    #[serde(skip)]
    pub timeline: Vec<EventRef>,
    pub feed: Option<String>,
    pub markdown: Option<String>,
    pub sources: Vec<SourceView>,
    pub updates: Vec<UpdateView>,
    pub content: ContentView,
}

/// The fields of one kind of page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum ContentView {
    #[default]
    Plain,
    Article(Box<ArticleView>),
    Topic(Box<TopicView>),
    Home(Box<HomeView>),
    Index(IndexView),
    Timeline(TimelineView),
    AToZ(AToZView),
    Author(AuthorPageView),
    Updates(UpdatesView),
    Sources(SourcesView),
    Relations(RelationsView),
    Mentions(MentionsView),
    SourceUses(Box<SourceUsesView>),
}
