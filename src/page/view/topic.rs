//! What the page of a topic shows: a country, a figure, an event, an organisation, a term.

use serde::Serialize;

use super::fragment_refs::{ArticleRef, EventRef};
use super::shared::{
    CardView, DateView, DayView, EventItem, LinkView, MentionItem, NativeNameView,
};

/// What topics have. The fields of one kind are empty on the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TopicView {
    /// Names of it that other topics have too, and those.
    pub shared_names: Vec<SharedNameView>,
    /// Neither description nor body: led by its best sentence from the articles.
    pub stub: bool,
    /// That sentence.
    pub best_sentence: Option<MentionItem>,
    /// Its name in its own language.
    pub native_name: Option<NativeNameView>,
    /// How it is said.
    pub pronunciation: Option<String>,
    /// Other names, as declared.
    pub names: Vec<String>,
    /// The address of its item in Wikidata.
    pub wikidata: Option<String>,
    /// Why it matters here.
    pub why_html: Option<String>,
    /// What it is to others, and others to it.
    pub relations: Vec<RelationView>,
    /// Events that concern it, in order of time.
    pub events: Vec<EventRef>,
    /// The most important of them, at most five; empty where that is all of them.
    pub key_events: Vec<EventRef>,
    /// Articles about it.
    pub about: Vec<ArticleRef>,
    /// Articles that mention it, and what they say.
    pub mentioned_in: Vec<MentionItem>,
    /// How many articles and plain pages mention it, shown or not.
    pub mentioned_in_total: usize,
    /// Topic pages that mention it, by kind.
    pub mentioned_by: Vec<MentionGroup>,
    /// Topics it is mentioned with, the most frequent first.
    pub appears_with: Vec<CardView>,
    /// The same as a picture; `none` where they are few, or the site wants none.
    pub network: Option<NetworkView>,
    /// Of a country.
    pub country: Option<CountryView>,
    /// Of a figure.
    pub figure: Option<FigureView>,
    /// Of an event.
    pub event: Option<EventView>,
}

/// A name that other topics have too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SharedNameView {
    /// The name.
    pub name: String,
    /// The page that tells those who have it apart.
    pub href: String,
    /// The others.
    pub others: Vec<CardView>,
}

/// What the pages of one kind of topic say of a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MentionGroup {
    /// "country", "figure", "event", "organisation" or "term".
    pub kind: &'static str,
    /// How many pages there are, shown or not.
    pub total: usize,
    /// The newest of them, at most fifty.
    pub mentions: Vec<MentionItem>,
}

/// A topic in the middle of those it appears with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NetworkView {
    /// How many rows the longer side has: the height of the box of the lines, which is a hundred
    /// wide.
    pub rows: usize,
    /// People, the most frequent first.
    pub left: Vec<NeighbourView>,
    /// Countries, organisations and terms.
    pub right: Vec<NeighbourView>,
}

/// A topic beside another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NeighbourView {
    /// The topic.
    pub topic: CardView,
    /// On how many pages both are named.
    pub pages: usize,
    /// How many events both belong to.
    pub events: usize,
    /// What the story says they are to each other.
    pub relations: Vec<String>,
    /// The line between the two: data of an SVG path.
    pub line: String,
    /// How wide the line is, in pixels.
    pub width: String,
}

/// What a topic is to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct RelationView {
    /// The other.
    pub to: CardView,
    /// What they are to each other.
    pub kind: String,
    /// More words.
    pub text: Option<String>,
    /// When, in words.
    pub when: Option<String>,
    /// Citations.
    pub cite_html: Option<String>,
}

/// What only countries have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct CountryView {
    /// Its flag, as an emoji.
    pub flag: Option<String>,
    /// Its official name.
    pub official_name: Option<String>,
    /// Its capital.
    pub capital: Option<String>,
    /// Its part of the world.
    pub region: Option<String>,
    /// What its people and things are called.
    pub demonyms: Vec<String>,
    /// What stands for its government.
    pub metonyms: Vec<String>,
    /// What it says and wants.
    pub stance_html: Option<String>,
    /// The day its stance holds for.
    pub stance_as_of: Option<DayView>,
    /// Its people who hold an office on the day of the page.
    pub people: Vec<CardView>,
    /// Its other people.
    pub former_people: Vec<CardView>,
    /// Other countries, and the events it shares with each.
    pub shared_events: Vec<SharedEventsView>,
}

/// Another country, and the events that both took part in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SharedEventsView {
    /// The other country.
    pub country: CardView,
    /// The events, in order of time.
    pub events: Vec<EventItem>,
}

/// What only figures have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FigureView {
    /// The office held on the day of the page.
    pub role: Option<String>,
    /// All offices, the latest first.
    pub roles: Vec<RoleView>,
    /// The countries she or he belongs to.
    pub countries: Vec<CardView>,
    /// When born.
    pub born: Option<DateView>,
    /// When died.
    pub died: Option<DateView>,
    /// Which part of the name is the family name, where the title does not make it plain.
    pub family_name: Option<String>,
    /// What she or he said.
    pub quotations: Vec<QuotationView>,
    /// The letters of a monogram.
    pub monogram: String,
}

/// An office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct RoleView {
    /// The office.
    pub office: String,
    /// Of what.
    pub organisation: Option<String>,
    /// The address of that organisation, where it is a topic.
    pub organisation_href: Option<String>,
    /// Of which country.
    pub country: Option<LinkView>,
    /// When, in words.
    pub when: Option<String>,
    /// Held on the day of the page.
    pub current: bool,
    /// Citations.
    pub cite_html: Option<String>,
}

/// Something somebody said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct QuotationView {
    /// The words, without the attribution.
    pub text: String,
    /// When.
    pub date: Option<DateView>,
    /// The office, as said.
    pub office: Option<String>,
    /// The pages it is quoted on.
    pub pages: Vec<LinkView>,
}

/// What only events have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventView {
    /// When.
    pub date: Option<DateView>,
    /// Where.
    pub place: Option<String>,
    /// In which country.
    pub place_country: Option<CardView>,
    /// Latitude and longitude in degrees, in words.
    pub coordinates: Option<String>,
    /// Summit, talks …
    pub kind: Option<String>,
    /// "occurred", "planned", "cancelled" or "disputed".
    pub status: Option<String>,
    /// "key", "normal" or "minor".
    pub importance: String,
    /// "confirmed", "reported", "disputed" or "unconfirmed".
    pub certainty: Option<String>,
    /// Why it is no surer.
    pub certainty_note: Option<String>,
    /// Who took part, by side.
    pub sides: Vec<SideView>,
    /// The countries that took part.
    pub countries: Vec<CardView>,
    /// What came of it.
    pub outcome_html: Option<String>,
    /// Why it matters.
    pub significance_html: Option<String>,
    /// What each party says happened.
    pub accounts: Vec<AccountView>,
    /// What it is part of.
    pub part_of: Vec<EventItem>,
    /// What is part of it.
    pub parts: Vec<EventItem>,
    /// What came before it: what it follows, and what led to it.
    pub before: Vec<EventItem>,
    /// What came after it: what follows it, and what it led to.
    pub after: Vec<EventItem>,
    /// Texts it produced.
    pub documents: Vec<DocumentView>,
    /// The event before it in time.
    pub previous: Option<EventItem>,
    /// The event after it in time.
    pub next: Option<EventItem>,
}

/// Those who took part on one side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SideView {
    /// The side; `none` for those of no side.
    pub side: Option<String>,
    /// Who; `role` is the part in the event, else the office held that day.
    pub people: Vec<CardView>,
}

/// What one party says happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AccountView {
    /// The party.
    pub side: String,
    /// What it says.
    pub text_html: String,
    /// Citations.
    pub cite_html: Option<String>,
}

/// A text that an event produced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentView {
    /// Its title.
    pub title: String,
    /// Its web address.
    pub url: Option<String>,
    /// Its date.
    pub date: Option<DateView>,
}
