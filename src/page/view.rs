//! All that a template may see. Small values, complete before rendering: a template asks nothing further.
//!
//! Fields that end in `_html` hold markup and are shown with `| safe`; everything else is text. What is absent is `none` or an empty list.
//! `docs/themes.md` is the reference for authors of themes.

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
    /// "article", "country", "figure", "event", "organisation", "term", "page", "home", "index", "timeline", "a-z", "names", "author", "updates" or "404".
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
    /// Who is who: what the page mentions, in order of the first mention.
    pub who: WhoView,
    /// The same by address, as JSON for a script element, for previews.
    pub cards_json: Option<String>,
    /// What it is about, for machines (JSON-LD, schema.org); `none` where the site does not know its own address.
    pub json_ld: Option<String>,
    /// The events it mentions, in order of time.
    pub timeline: Vec<EventItem>,
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

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A calendar day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DayView {
    /// ISO 8601: `2020-07-10`.
    pub iso: String,
    /// In words: "10 July 2020".
    pub text: String,
}

/// A date as precise as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DateView {
    /// EDTF.
    pub edtf: String,
    /// What `<time datetime>` may hold: a day, month or year; `none` for other dates.
    pub iso: Option<String>,
    /// In words: "27–28 February 2019".
    pub text: String,
}

/// Somebody who wrote a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorView {
    /// Name.
    pub name: String,
    /// What she or he is.
    pub role: Option<String>,
    /// A sentence or two.
    pub bio: Option<String>,
    /// Web address.
    pub url: Option<String>,
    /// The page that lists what she or he wrote, where there is one.
    pub href: Option<String>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ImageView {
    /// Its address.
    pub src: String,
    /// Its whole address, where the site knows its own.
    pub absolute: Option<String>,
    /// What it shows.
    pub alt: String,
    /// What is said below it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// How it may be used.
    pub license: Option<String>,
}

/// A heading of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct HeadingView {
    /// 2 or 3.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Its anchor, without `#`.
    pub id: String,
}

/// Who is who on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct WhoView {
    /// Figures.
    pub people: Vec<CardView>,
    /// Countries.
    pub countries: Vec<CardView>,
    /// Events.
    pub events: Vec<CardView>,
    /// Organisations.
    pub organisations: Vec<CardView>,
    /// Terms.
    pub terms: Vec<CardView>,
}

/// A topic in a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct CardView {
    /// "country", "figure", "event", "organisation" or "term".
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// Its name in its own language.
    pub native_name: Option<NativeNameView>,
    /// The flag of a country, or of that of a figure, as an emoji.
    pub flag: Option<String>,
    /// Of a figure: the office held on the day of the page.
    pub role: Option<String>,
    /// Of a figure: the country she or he stood for on that day, where the office does not name it.
    pub country: Option<String>,
    /// Of an event: when.
    pub date: Option<DateView>,
    /// Of an event: where.
    pub place: Option<String>,
    /// On a list by number: how many.
    pub count: Option<usize>,
}

/// A name in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NativeNameView {
    /// The name.
    pub text: String,
    /// BCP 47.
    pub language: Option<String>,
}

/// A source in the list of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceView {
    /// Its number on the page, from 1. Its anchor is `source-<number>`.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// When it was published.
    pub date: Option<DateView>,
    /// The day it was read on the web.
    pub accessed: Option<DayView>,
    /// The web address of an archived copy.
    pub archived: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Statement, report, book …
    pub kind: Option<String>,
    /// Since when it no longer stands.
    pub withdrawn: Option<DayView>,
    /// Why it was withdrawn.
    pub withdrawn_note: Option<String>,
    /// The anchors of the places that cite it, without `#`.
    pub cited_at: Vec<String>,
}

/// An entry of a change log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UpdateView {
    /// Its anchor; `none` on lists of several pages' changes.
    pub id: Option<String>,
    /// When.
    pub date: DayView,
    /// "update", "correction" or "clarification".
    pub kind: String,
    /// What.
    pub note_html: String,
    /// Where on the page, as an anchor without `#`.
    pub at: Option<String>,
    /// The page, on lists of several pages' changes.
    pub page: Option<LinkView>,
}

/// An article in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ArticleItem {
    /// Its headline.
    pub title: String,
    /// Its address; in lists of mentions, with the anchor of the mention.
    pub href: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// Explainer, analysis …
    pub kind: Option<String>,
    /// Published.
    pub published: Option<DayView>,
    /// Shown in a preview only.
    pub draft: bool,
}

/// An event in a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventItem {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its anchor on the timeline.
    pub id: String,
    /// When.
    pub date: DateView,
    /// Where.
    pub place: Option<String>,
    /// Summit, talks …
    pub kind: Option<String>,
    /// "occurred", "planned", "cancelled" or "disputed"; `none` where it occurred.
    pub status: Option<String>,
    /// "confirmed", "reported", "disputed" or "unconfirmed"; `none` where it is confirmed.
    pub certainty: Option<String>,
    /// "key", "normal" or "minor".
    pub importance: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// On a figure's page: her or his part in it.
    pub part: Option<String>,
    /// On the timeline: who took part, as far as it is a choice of its filter.
    pub who: Vec<String>,
}

/// What a page says about a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MentionItem {
    /// The page that mentions it.
    pub title: String,
    /// The very place of the first mention.
    pub href: String,
    /// "article", "event" …
    pub kind: &'static str,
    /// The sentence around the first mention.
    pub sentence: Option<String>,
    /// How many mentions there are on that page.
    pub count: usize,
}

/// How matters stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StateView {
    /// In a few words.
    pub state: String,
    /// In a sentence or two.
    pub note_html: Option<String>,
    /// The day it holds for.
    pub as_of: Option<DayView>,
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
    pub about: Vec<CardView>,
    /// What happened, after its day, to what it is about.
    pub since_then: Vec<EventItem>,
    /// What to read next.
    pub next: Option<ArticleItem>,
    /// Articles about the same topics.
    pub related: Vec<ArticleItem>,
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
    pub events: Vec<EventItem>,
    /// The most important of them, at most five; empty where that is all of them.
    pub key_events: Vec<EventItem>,
    /// Articles about it.
    pub about: Vec<ArticleItem>,
    /// Articles that mention it, and what they say.
    pub mentioned_in: Vec<MentionItem>,
    /// Topic pages that mention it.
    pub mentioned_by: Vec<MentionItem>,
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

/// A topic in the middle of those it appears with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NetworkView {
    /// How many rows the longer side has: the height of the box of the lines, which is a hundred wide.
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
    pub words: Vec<String>,
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
    pub with: Vec<SharedEventsView>,
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
    pub pages: PagesView,
}

/// The other pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PagesView {
    /// The number of this page, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
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
    /// Those by whom the events shown here can be filtered: people and countries that took part in some of them, but not in all.
    pub filters: Vec<FilterView>,
    /// Its other pages.
    pub pages: PagesView,
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
    pub pages: PagesView,
}

/// What was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UpdatesView {
    /// The changes, the newest first.
    pub updates: Vec<UpdateView>,
    /// Its other pages.
    pub pages: PagesView,
}

/// The shared sources, and what rests on them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourcesView {
    /// The sources, by title.
    pub sources: Vec<SourceEntry>,
    /// Its other pages.
    pub pages: PagesView,
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

/// A page of the A–Z.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AToZView {
    /// The letters shown here.
    pub letters: Vec<LetterView>,
    /// Links to all letters: anchors of this page, or pages of their own.
    pub all_letters: Vec<LinkView>,
    /// Its other pages.
    pub pages: PagesView,
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
