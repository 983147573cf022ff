//! Records that several kinds of page share.

use serde::Serialize;

use super::event_marks::EventMarksView;
use super::fragment_refs::CardRef;
use crate::prose::PictureWords;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    pub title: String,
    pub href: String,
    /// Of the title.
    pub lang: Option<LangView>,
}

/// The language of texts that are not in the language of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LangView {
    /// BCP 47.
    pub tag: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DayView {
    pub iso: String,
    pub text: String,
}

/// A date as precise as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DateView {
    pub edtf: String,
    /// For `<time datetime>`: only days, months and years.
    pub iso: Option<String>,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AuthorView {
    pub name: String,
    pub role: Option<String>,
    pub bio: Option<String>,
    pub url: Option<String>,
    /// A small picture.
    pub portrait_html: Option<String>,
    pub href: Option<String>,
}

/// A picture of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ImageView {
    /// The widest file that all browsers show.
    pub src: String,
    /// In pixels; unknown of a picture of another site.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    /// The address for services that show previews, of a file at most 1,200 pixels wide.
    pub absolute: Option<String>,
    /// In pixels.
    pub absolute_width: Option<u32>,
    /// In pixels.
    pub absolute_height: Option<u32>,
    /// It is a portrait, cut to a square.
    pub is_square: bool,
    /// The element, with all files from which a browser chooses.
    pub picture_html: String,
    pub alt: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
    pub license: Option<String>,
}

impl ImageView {
    /// What is said of the picture.
    pub fn words(&self) -> PictureWords<'_> {
        PictureWords {
            caption: self.caption.as_deref(),
            credit: self.credit.as_deref(),
            license: self.license.as_deref(),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct HeadingView {
    pub level: u8,
    pub title: String,
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

/// The people of an article, those who matter most first, and the topics beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct WhosWho {
    /// The first few people of all.
    pub first: Vec<CardRef>,
    pub open: Vec<PeopleOfCountry>,
    pub folded: Vec<PeopleOfCountry>,
    /// Countries without a person here.
    pub countries: Vec<CardRef>,
    pub organisations: Vec<CardRef>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PeopleOfCountry {
    /// `None` for people without a known country.
    pub country: Option<CardRef>,
    pub people: Vec<CardRef>,
}

/// A topic in a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct CardView {
    pub kind: &'static str,
    pub title: String,
    pub href: String,
    pub lang: Option<LangView>,
    /// Who or what it is; `None` for a figure who held another office on the day of the page than
    /// on that of her or his own.
    pub in_brief: Option<String>,
    pub description: Option<String>,
    pub native_name: Option<NativeNameView>,
    /// The address of a flag: of a country, or of the country that a figure stands for.
    pub flag: Option<String>,
    /// A small picture of a person.
    pub portrait_html: Option<String>,
    /// The address of its smallest file.
    pub portrait: Option<String>,
    /// The office of a person on the day of the page.
    pub role: Option<String>,
    /// The country of a person on that day, if the office does not name it.
    pub country: Option<String>,
    pub country_lang: Option<LangView>,
    pub date: Option<DateView>,
    pub place: Option<String>,
    /// Of an event that has not simply occurred.
    pub status: Option<String>,
    /// Of an event that is not confirmed.
    pub certainty: Option<String>,
    pub count: Option<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct NativeNameView {
    pub text: String,
    pub language: Option<String>,
    /// `ltr` or `rtl`, if the language is known.
    pub dir: Option<&'static str>,
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
    pub accessed: Option<DayView>,
    pub archived: Option<String>,
    /// If the author says that it is not that of the site.
    pub language: Option<String>,
    pub kind: Option<String>,
    pub withdrawn: Option<DayView>,
    pub withdrawn_note: Option<String>,
    pub cited_at_html: String,
    pub title_lang: Option<LangView>,
    /// Of the other texts.
    pub lang: Option<LangView>,
}

/// An entry of a change log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UpdateView {
    /// Anchor; `None` on lists of several pages.
    pub id: Option<String>,
    pub date: DayView,
    pub kind: String,
    pub note_html: String,
    pub lang: Option<LangView>,
    /// The changed place on the page, as an anchor without `#`.
    pub anchor: Option<String>,
    pub page: Option<LinkView>,
}

/// An article in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ArticleItem {
    pub title: String,
    pub href: String,
    pub lang: Option<LangView>,
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
    pub lang: Option<LangView>,
    pub id: String,
    pub date: DateView,
    pub place: Option<String>,
    pub kind: Option<String>,
    pub status: Option<String>,
    pub certainty: Option<String>,
    pub importance: String,
    pub in_brief: Option<String>,
    pub description: Option<String>,
    /// Titles of the countries that took part, else of that of its place.
    pub parties: Vec<String>,
    /// On the page of a figure: her or his part.
    pub part: Option<String>,
    /// On the timeline: participants that are among its filters.
    pub filter_ids: Vec<String>,
    /// On the timeline, if it has lines beside the list.
    pub marks: Option<EventMarksView>,
}

/// A page that mentions a topic or cites a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MentionItem {
    pub title: String,
    pub href: String,
    pub lang: Option<LangView>,
    pub kind: &'static str,
    /// The sentence around it.
    pub sentence: Option<String>,
    pub count: usize,
}

/// What a list leaves out, and the page where it continues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MoreView {
    pub count: usize,
    pub href: String,
}

/// Where things stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StateView {
    pub state: String,
    pub note_html: Option<String>,
    pub as_of: Option<DayView>,
    pub lang: Option<LangView>,
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
