//! What articles, the home page and generated lists show.

use serde::Serialize;

use super::fragment_refs::{CardRef, EventRef};
use super::map::MapView;
use super::shared::{
    ArticleItem, AuthorView, CardView, EventItem, LangView, LinkView, MentionItem, PaginationView,
    SourceView, StateView, UpdateView, WhosWho,
};
use super::storyline::{ListLinesView, StorylineView};
use super::topic::MentionGroup;
use crate::catalog::PageIx;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct HomeView {
    pub where_things_stand: Option<StateView>,
    pub start_here: Option<ArticleItem>,
    pub key_points_html: Vec<String>,
    pub key_points_lang: Option<LangView>,
    pub updates: Vec<UpdateView>,
    pub all_updates: Option<String>,
    pub people: Vec<CardView>,
    pub countries: Vec<CardView>,
    #[serde(skip)]
    pub storyline: Option<StorylineView>,
    pub map: Option<MapView>,
    pub highlights: Vec<EventItem>,
    pub articles: Vec<ArticleItem>,
    pub all_articles: Option<String>,
}

/// A page of an index, or the page of a shared name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct IndexView {
    pub topics: Vec<CardView>,
    pub articles: Vec<ArticleItem>,
    pub total: usize,
    pub pages: PaginationView,
}

/// A page of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineView {
    pub storyline: Option<StorylineView>,
    /// The lines beside the list for narrow screens.
    pub lines: Option<ListLinesView>,
    pub years: Vec<YearView>,
    pub all_years: Vec<LinkView>,
    pub types: Vec<LinkView>,
    pub filters: Vec<FilterView>,
    pub pages: PaginationView,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct YearView {
    pub title: String,
    pub id: String,
    pub events: Vec<EventItem>,
}

/// A topic by which the events of a timeline can be filtered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FilterView {
    pub kind: &'static str,
    pub id: String,
    pub title: String,
    pub lang: Option<LangView>,
    pub count: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorPageView {
    pub author: AuthorView,
    pub articles: Vec<ArticleItem>,
    pub total: usize,
    pub pages: PaginationView,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UpdatesView {
    pub updates: Vec<UpdateView>,
    pub pages: PaginationView,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourcesView {
    pub sources: Vec<SourceEntry>,
    pub pages: PaginationView,
}

/// A shared source and the pages that use it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceEntry {
    pub source: SourceView,
    pub id: String,
    /// At most ten.
    pub used_in: Vec<MentionItem>,
    pub total: usize,
    /// The page of all uses, if there are more.
    pub all_uses: Option<String>,
}

/// A page of all uses of a shared source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceUsesView {
    pub source: SourceView,
    pub used_in: Vec<MentionItem>,
    pub total: usize,
    pub pages: PaginationView,
}

/// A further page of what mentions a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MentionsView {
    pub topic: LinkView,
    /// Of the topic.
    pub kind: &'static str,
    pub about: Vec<ArticleItem>,
    pub mentioned_in: Vec<MentionItem>,
    pub mentioned_in_total: usize,
    pub mentioned_by: Vec<MentionGroup>,
    pub pages: PaginationView,
}

/// A page of the A–Z.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AToZView {
    pub letters: Vec<LetterView>,
    pub all_letters: Vec<LinkView>,
    pub pages: PaginationView,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LetterView {
    pub title: String,
    pub id: String,
    pub entries: Vec<NameEntry>,
}

/// A name in the A–Z.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NameEntry {
    pub name: String,
    pub href: String,
    pub lang: Option<LangView>,
    pub kind: &'static str,
    /// The title of the topic, if the name is not its title.
    pub see: Option<String>,
    /// Of that title.
    pub see_lang: Option<LangView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ArticleView {
    pub kind: Option<String>,
    pub key_points_html: Vec<String>,
    pub where_things_stand: Option<StateView>,
    #[serde(skip)]
    pub storyline: Option<StorylineView>,
    #[serde(skip)]
    pub whos_who: WhosWho,
    #[serde(skip)]
    pub about: Vec<CardRef>,
    #[serde(skip)]
    pub since_then: Vec<EventRef>,
    #[serde(skip)]
    pub planned: Vec<EventRef>,
    #[serde(skip)]
    pub next: Option<PageIx>,
    #[serde(skip)]
    pub related: Vec<PageIx>,
}
