//! What articles, the home page and pages made from the whole story show.

use serde::Serialize;

use super::fragment_refs::{ArticleRef, CardRef, EventRef};
use super::shared::{
    ArticleItem, AuthorView, CardView, EventItem, LinkView, MentionItem, PaginationView,
    SourceView, StateView, UpdateView,
};

/// The home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct HomeView {
    /// How matters stand, from the article to begin with.
    pub where_things_stand: Option<StateView>,
    /// The article to begin with.
    pub start_here: Option<ArticleItem>,
    /// Its key points.
    pub key_points_html: Vec<String>,
    /// The latest changes of all pages.
    pub updates: Vec<UpdateView>,
    /// The address of all of them.
    pub all_updates: Option<String>,
    /// The most mentioned people.
    pub people: Vec<CardView>,
    /// The most mentioned countries.
    pub countries: Vec<CardView>,
    /// The most important events, in order of time.
    pub highlights: Vec<EventItem>,
    /// The articles, in their order; the newest where there are many.
    pub articles: Vec<ArticleItem>,
    /// The index of articles, where not all are shown.
    pub all_articles: Option<String>,
}

/// A page of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct IndexView {
    /// Topics, on an index of topics.
    pub topics: Vec<CardView>,
    /// Events, on the index of events.
    pub events: Vec<EventItem>,
    /// Articles, on the index of articles.
    pub articles: Vec<ArticleItem>,
    /// How many entries all its pages have.
    pub total: usize,
    /// Its other pages.
    pub pages: PaginationView,
}

/// A page of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineView {
    /// The years shown here.
    pub years: Vec<YearView>,
    /// Links to all years, where they are on pages of their own.
    pub all_years: Vec<LinkView>,
    /// Pages of the events of one type.
    pub types: Vec<LinkView>,
    /// Those by whom the events shown here can be filtered: people and countries that took part in
    /// some of them, but not in all.
    pub filters: Vec<FilterView>,
    /// Its other pages.
    pub pages: PaginationView,
}

/// A year of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct YearView {
    /// The year, in words.
    pub title: String,
    /// Its anchor.
    pub id: String,
    /// Its events, in order of time.
    pub events: Vec<EventItem>,
}

/// A choice by which a timeline can be filtered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FilterView {
    /// "country" or "figure".
    pub kind: &'static str,
    /// What `who` of an event says for it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// In how many of the events it took part.
    pub count: usize,
}

/// What an author wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorPageView {
    /// The author.
    pub author: AuthorView,
    /// The articles, the newest first.
    pub articles: Vec<ArticleItem>,
    /// How many there are on all pages.
    pub total: usize,
    /// Its other pages.
    pub pages: PaginationView,
}

/// What was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UpdatesView {
    /// The changes, the newest first.
    pub updates: Vec<UpdateView>,
    /// Its other pages.
    pub pages: PaginationView,
}

/// The shared sources, and what rests on them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourcesView {
    /// The sources, by title.
    pub sources: Vec<SourceEntry>,
    /// Its other pages.
    pub pages: PaginationView,
}

/// A source, and what rests on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceEntry {
    /// The source; `number` counts from 1 on this page.
    pub source: SourceView,
    /// Its anchor.
    pub id: String,
    /// The pages that rest on it, with the first sentence that cites it; at most ten.
    pub used_in: Vec<MentionItem>,
    /// How many more pages do.
    pub more: usize,
}

/// A page of the A–Z.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AToZView {
    /// The letters shown here.
    pub letters: Vec<LetterView>,
    /// Links to all letters: anchors of this page, or pages of their own.
    pub all_letters: Vec<LinkView>,
    /// Its other pages.
    pub pages: PaginationView,
}

/// A letter of the A–Z.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LetterView {
    /// The letter.
    pub title: String,
    /// Its anchor.
    pub id: String,
    /// Its entries.
    pub entries: Vec<NameEntry>,
}

/// A name in the A–Z.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NameEntry {
    /// The name.
    pub name: String,
    /// The address of its topic.
    pub href: String,
    /// "country", "figure", "event", "organisation" or "term".
    pub kind: &'static str,
    /// The title of the topic, where the name is another one: "see".
    pub see: Option<String>,
}

/// What only articles have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ArticleView {
    /// Explainer, analysis …
    pub kind: Option<String>,
    /// What to take away.
    pub key_points_html: Vec<String>,
    /// How matters stand.
    pub where_things_stand: Option<StateView>,
    /// What it is about.
    pub about: Vec<CardRef>,
    /// What happened, after its day, to what it is about.
    pub since_then: Vec<EventRef>,
    /// What to read next.
    pub next: Option<ArticleRef>,
    /// Articles about the same topics.
    pub related: Vec<ArticleRef>,
}
