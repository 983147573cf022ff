//! All that a template may see. Small values, complete before rendering: a template asks nothing
//! further.
//!
//! Fields that end in `_html` hold markup, and so does `json_ld`; everything else is text. What is
//! absent is `none` or an empty list. `docs/themes.md` is the reference for authors of themes.

mod pages;
mod shared;
mod fragment_refs;
mod topic;

pub use fragment_refs::*;
pub use pages::*;
pub use shared::*;
pub use topic::*;

use serde::Serialize;

/// What every page of the site knows of it: `site` in templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SiteView {
    /// The name of the site.
    pub title: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// The address of the home page.
    pub home: String,
    /// The address of the stylesheet.
    pub stylesheet: String,
    /// The address of the script.
    pub script: Option<String>,
    /// The address of the icon.
    pub icon: Option<String>,
    /// What pages may load, for a meta element (Content-Security-Policy).
    pub content_policy: String,
    /// The address of the feed of articles.
    pub feed: Option<String>,
    /// The address of the same as JSON Feed.
    pub feed_json: Option<String>,
    /// The address of the feed of changes.
    pub feed_updates: Option<String>,
    /// The address of the calendar of events.
    pub calendar: Option<String>,
    /// The main navigation.
    pub navigation: Vec<LinkView>,
    /// The navigation at the foot.
    pub footer: Vec<LinkView>,
    /// The address of the A–Z, where there are topics.
    pub a_to_z: Option<String>,
    /// The address of the page of sources, where there are shared ones.
    pub sources: Option<String>,
    /// The address of the timeline, where there are events.
    pub timeline: Option<String>,
    /// Who publishes the site.
    pub publisher: Option<PublisherView>,
    /// The article to begin with.
    pub start_here: Option<ArticleItem>,
    /// The name and version of this program.
    pub generator: String,
}

/// Who publishes the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PublisherView {
    /// Name.
    pub name: Option<String>,
    /// Web address.
    pub url: Option<String>,
    /// Address of a picture.
    pub logo: Option<String>,
    /// Whom to write to.
    pub contact: Option<String>,
    /// How corrections are made: a sentence, or the address of a page.
    pub corrections: Option<String>,
    /// The licence of the texts.
    pub license: Option<String>,
}

/// A page: `page` in templates. `content` has what only its kind has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PageView {
    /// "article", "country", "figure", "event", "organisation", "term", "page", "home", "index",
    /// "timeline", "a-z", "names", "author", "updates" or "404".
    pub kind: &'static str,
    /// The headline.
    pub title: String,
    /// What the window is called: the headline, for a person with her or his role.
    pub head_title: String,
    /// Its address.
    pub href: String,
    /// Its whole address, where the site knows its own.
    pub canonical: Option<String>,
    /// BCP 47.
    pub language: String,
    /// For search engines and cards: the description, else the first paragraph.
    pub meta_description: Option<String>,
    /// The description, shown as the lead.
    pub lead: Option<String>,
    /// Shown in a preview only.
    pub draft: bool,
    /// Dated after the day the preview was told it is.
    pub future: bool,
    /// Not for search engines.
    pub noindex: bool,
    /// Published.
    pub published: Option<DayView>,
    /// Changed.
    pub updated: Option<DayView>,
    /// The day on which the facts were checked.
    pub as_of: Option<DayView>,
    /// Who wrote it.
    pub authors: Vec<AuthorView>,
    /// Minutes a reader needs; 0 where there is nothing to read.
    pub minutes: usize,
    /// The picture that stands for it.
    pub image: Option<ImageView>,
    /// The way here from the home page, without this page.
    pub breadcrumbs: Vec<LinkView>,
    /// The body.
    pub body_html: String,
    /// The headings of the body of level 2 and 3.
    pub contents: Vec<HeadingView>,
    /// Who is who: what the page mentions, in order of the first mention. Templates see lists of
    /// cards in its place, made once for all pages.
    #[serde(skip)]
    pub who: TopicsByKind,
    /// What it is about, for machines (JSON-LD, schema.org); `none` where the site does not know
    /// its own address.
    pub json_ld: Option<String>,
    /// The events it mentions, in order of time.
    pub timeline: Vec<EventRef>,
    /// Of a topic: the address of its feed.
    pub feed: Option<String>,
    /// The address of the same page as Markdown.
    pub markdown: Option<String>,
    /// What its claims rest on, numbered from 1.
    pub sources: Vec<SourceView>,
    /// Its change log, the newest first.
    pub updates: Vec<UpdateView>,
    /// What only its kind has.
    pub content: ContentView,
}

/// What only one kind of page has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum ContentView {
    /// A plain page has nothing more.
    #[default]
    Plain,
    /// An article.
    Article(Box<ArticleView>),
    /// A topic of any kind.
    Topic(Box<TopicView>),
    /// The home page.
    Home(Box<HomeView>),
    /// A page of an index.
    Index(IndexView),
    /// The timeline.
    Timeline(TimelineView),
    /// The A–Z.
    AToZ(AToZView),
    /// What an author wrote.
    Author(AuthorPageView),
    /// What was changed.
    Updates(UpdatesView),
    /// The shared sources.
    Sources(SourcesView),
}
