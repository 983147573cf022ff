//! Records that several kinds of page show.

use serde::Serialize;

use super::fragment_refs::CardRef;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TopicsByKind {
    /// Figures.
    pub people: Vec<CardRef>,
    /// Countries.
    pub countries: Vec<CardRef>,
    /// Events.
    pub events: Vec<CardRef>,
    /// Organisations.
    pub organisations: Vec<CardRef>,
    /// Terms.
    pub terms: Vec<CardRef>,
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
    /// Links back to the places that cite it.
    pub cited_at_html: String,
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
    pub anchor: Option<String>,
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
    pub filter_ids: Vec<String>,
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

/// The other pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PaginationView {
    /// The number of this page, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}
