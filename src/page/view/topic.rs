//! What the page of a topic shows: a country, a figure, an event, an organisation, a term.

use serde::Serialize;

use super::fragment_refs::EventRef;
use super::map::MapView;
use super::shared::{
    CardView, DateView, DayView, EventItem, LangView, LinkView, MentionItem, MoreView,
    NativeNameView, SourceView,
};
use super::storyline::StorylineView;
use super::ties::TiesView;
use crate::catalog::PageIx;

/// The fields of topics. Those of one kind are `None` on the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TopicView {
    pub shared_names: Vec<SharedNameView>,
    pub stub: bool,
    /// What a stub leads with.
    pub best_sentence: Option<MentionItem>,
    pub native_name: Option<NativeNameView>,
    pub pronunciation: Option<String>,
    pub names: Vec<String>,
    pub wikidata: Option<String>,
    pub why_html: Option<String>,
    /// Templates see it with the markup of its events.
    #[serde(skip)]
    pub ties: Option<TiesView>,
    #[serde(skip)]
    pub events: Vec<EventRef>,
    /// At most five; empty if that would be all.
    #[serde(skip)]
    pub key_events: Vec<EventRef>,
    #[serde(skip)]
    pub about: Vec<PageIx>,
    pub about_more: Option<MoreView>,
    pub mentioned_in: Vec<MentionItem>,
    pub mentioned_in_total: usize,
    pub mentioned_in_more: Option<MoreView>,
    pub mentioned_by: Vec<MentionGroup>,
    pub appears_with: Vec<CardView>,
    #[serde(skip)]
    pub storyline: Option<StorylineView>,
    pub country: Option<CountryView>,
    pub figure: Option<FigureView>,
    pub event: Option<EventView>,
}

/// A name that other topics have too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SharedNameView {
    pub name: String,
    /// True if it is the title of the topic, not one of its other names.
    pub is_title: bool,
    /// The page of the name.
    pub href: String,
    pub others: Vec<NamesakeView>,
}

/// Another topic with the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NamesakeView {
    pub title: String,
    pub href: String,
    pub lang: Option<LangView>,
    /// What sets it apart: "the footballer", "the summit of 27 February 2019".
    pub what: String,
}

/// Mentions on the pages of one kind of topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MentionGroup {
    pub kind: &'static str,
    pub total: usize,
    pub mentions: Vec<MentionItem>,
    pub more: Option<MoreView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct CountryView {
    /// The address of a picture.
    pub flag: Option<String>,
    pub official_name: Option<String>,
    pub capital: Option<String>,
    pub region: Option<String>,
    pub demonyms: Vec<String>,
    pub metonyms: Vec<String>,
    pub stance_html: Option<String>,
    pub stance_as_of: Option<DayView>,
    pub people: Vec<CardView>,
    pub former_people: Vec<CardView>,
    /// With the events in it.
    pub map: Option<MapView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FigureView {
    pub role: Option<String>,
    pub roles: Vec<RoleView>,
    pub countries: Vec<CardView>,
    pub born: Option<DateView>,
    pub died: Option<DateView>,
    pub family_name: Option<String>,
    pub quotations: Vec<QuotationView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct RoleView {
    pub office: String,
    pub organisation: Option<String>,
    /// If it is a topic.
    pub organisation_href: Option<String>,
    /// Of that topic.
    pub organisation_lang: Option<LangView>,
    pub country: Option<LinkView>,
    pub when: Option<String>,
    pub current: bool,
    pub cite_html: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct QuotationView {
    /// Without the attribution.
    pub text: String,
    pub date: Option<DateView>,
    pub office: Option<String>,
    pub lang: Option<LangView>,
    /// What the quoting pages cite for it, without numbers.
    pub sources: Vec<SourceView>,
    pub pages: Vec<LinkView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventView {
    pub date: Option<DateView>,
    pub place: Option<String>,
    pub place_country: Option<CardView>,
    pub coordinates: Option<String>,
    /// Of its place.
    pub map: Option<MapView>,
    pub kind: Option<String>,
    pub status: Option<String>,
    pub importance: String,
    pub certainty: Option<String>,
    pub certainty_note: Option<String>,
    pub sides: Vec<SideView>,
    pub countries: Vec<CardView>,
    pub outcome_html: Option<String>,
    pub significance_html: Option<String>,
    pub accounts: Vec<AccountView>,
    pub part_of: Vec<EventItem>,
    pub parts: Vec<EventItem>,
    pub before: Vec<EventItem>,
    pub after: Vec<EventItem>,
    /// With those of `before` and `after`.
    pub storyline: Option<StorylineView>,
    pub documents: Vec<DocumentView>,
    pub previous: Option<EventItem>,
    pub next: Option<EventItem>,
}

/// The participants on one side of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SideView {
    /// `None` for participants without a side.
    pub side: Option<String>,
    pub people: Vec<CardView>,
}

/// One side's account of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AccountView {
    pub side: String,
    pub text_html: String,
    pub cite_html: Option<String>,
}

/// A document that an event produced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentView {
    pub title: String,
    pub url: Option<String>,
    pub date: Option<DateView>,
}
