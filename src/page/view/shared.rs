//! Records that several kinds of page share.

use serde::Serialize;

use super::fragment_refs::CardRef;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DayView {
    /// `2020-07-10`
    pub iso: String,
    /// "10 July 2020"
    pub text: String,
}

/// A date as precise as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DateView {
    pub edtf: String,
    /// For `<time datetime>`: only days, months and years.
    pub iso: Option<String>,
    /// "27–28 February 2019"
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorView {
    pub name: String,
    pub role: Option<String>,
    pub bio: Option<String>,
    pub url: Option<String>,
    /// The page of the author's articles.
    pub href: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ImageView {
    pub src: String,
    /// Absolute URL, if the site has a base URL.
    pub absolute: Option<String>,
    pub alt: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
    pub license: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct HeadingView {
    pub level: u8,
    pub title: String,
    /// Anchor without `#`.
    pub id: String,
}

/// The topics that a page mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TopicsByKind {
    pub people: Vec<CardRef>,
    pub countries: Vec<CardRef>,
    pub events: Vec<CardRef>,
    pub organisations: Vec<CardRef>,
    pub terms: Vec<CardRef>,
}

/// A topic in a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct CardView {
    pub kind: &'static str,
    pub title: String,
    pub href: String,
    pub description: Option<String>,
    pub native_name: Option<NativeNameView>,
    /// Emoji.
    pub flag: Option<String>,
    /// The office of a person on the day of the page.
    pub role: Option<String>,
    /// The country of a person on that day, if the office does not name it.
    pub country: Option<String>,
    pub date: Option<DateView>,
    pub place: Option<String>,
    /// Number of pages, in `appears_with`.
    pub count: Option<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NativeNameView {
    pub text: String,
    pub language: Option<String>,
}

/// A source in the list of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceView {
    /// From 1. The anchor is `source-<number>`.
    pub number: usize,
    pub title: String,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub date: Option<DateView>,
    /// When it was read on the web.
    pub accessed: Option<DayView>,
    /// URL of an archived copy.
    pub archived: Option<String>,
    /// BCP 47, if it is not the site's.
    pub language: Option<String>,
    pub kind: Option<String>,
    pub withdrawn: Option<DayView>,
    pub withdrawn_note: Option<String>,
    pub cited_at_html: String,
}

/// An entry of a change log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UpdateView {
    /// Anchor; `None` on lists of several pages.
    pub id: Option<String>,
    pub date: DayView,
    /// "update", "correction" or "clarification".
    pub kind: String,
    pub note_html: String,
    /// The changed place on the page, as an anchor without `#`.
    pub anchor: Option<String>,
    /// Only on lists of several pages.
    pub page: Option<LinkView>,
}

/// An article in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ArticleItem {
    pub title: String,
    pub href: String,
    pub description: Option<String>,
    pub kind: Option<String>,
    pub published: Option<DayView>,
    pub draft: bool,
}

/// An event in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventItem {
    pub title: String,
    pub href: String,
    /// Anchor on the timeline.
    pub id: String,
    pub date: DateView,
    pub place: Option<String>,
    pub kind: Option<String>,
    /// `None` if it occurred.
    pub status: Option<String>,
    /// `None` if confirmed.
    pub certainty: Option<String>,
    /// "key", "normal" or "minor".
    pub importance: String,
    pub description: Option<String>,
    /// On the page of a figure: her or his part.
    pub part: Option<String>,
    /// On the timeline: participants that are among its filters.
    pub filter_ids: Vec<String>,
}

/// A page that mentions a topic or cites a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MentionItem {
    pub title: String,
    /// With the anchor of the first mention or citation.
    pub href: String,
    pub kind: &'static str,
    /// The sentence around it.
    pub sentence: Option<String>,
    pub count: usize,
}

/// Where things stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StateView {
    pub state: String,
    pub note_html: Option<String>,
    pub as_of: Option<DayView>,
}

/// The position of a page in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PaginationView {
    pub number: usize,
    pub count: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl PaginationView {
    /// The only page of its list.
    pub(crate) fn single() -> Self {
        PaginationView { number: 1, count: 1, ..PaginationView::default() }
    }
}
