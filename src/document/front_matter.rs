//! Front matter as typed values. References are still as written: who they mean is known only when
//! all pages are.

use super::TextId;
use super::sources::Source;
use crate::config::AutolinkPolicy;
use crate::data::{Node, Spanned};
use crate::diagnostics::Severity;
use crate::text::{Route, Slug};
use crate::time::{Day, FuzzyDate};

/// A reference as written.
pub type WrittenRef = Spanned<Box<str>>;

/// The level of a diagnostic on a page, by its code; `None` is off.
pub type LevelOverride = (Spanned<Box<str>>, Option<Severity>);

/// Keys that every page may have. Most pages have few of them, and all pages are kept: so what is
/// rare or a list takes little room where it is not there.
#[derive(Clone, Debug, Default)]
pub struct CommonFields {
    /// The title, as front matter gives it.
    pub title: Option<Spanned<Box<str>>>,
    /// The last part of its address.
    pub slug: Option<Spanned<Slug>>,
    /// Not to be published yet.
    pub draft: bool,
    /// Its language, where it is not that of the site.
    pub language: Option<Box<str>>,
    /// Old addresses.
    pub redirect_from: Box<[Spanned<Route>]>,
    /// One or two sentences.
    pub description: Option<Box<str>>,
    /// Published; on an event, `None`.
    pub date: Option<Spanned<Day>>,
    /// Changed.
    pub updated: Option<Spanned<Day>>,
    /// The day on which the facts were checked.
    pub as_of: Option<Day>,
    /// The day by which to check again.
    pub review_by: Option<Spanned<Day>>,
    /// Ids of authors.
    pub authors: Box<[Spanned<Box<str>>]>,
    /// The picture that stands for it.
    pub image: Option<Box<Image>>,
    /// Its own sources.
    pub sources: Box<[Source]>,
    /// False where the page gives sources that could not be read: one that is cited may be among
    /// them.
    pub sources_complete: bool,
    /// The change log, as written.
    pub updates: Box<[Update]>,
    /// Its own density of links.
    pub autolink: Option<AutolinkPolicy>,
    /// What names mean on this page.
    pub disambiguate: Box<[(Box<str>, WrittenRef)]>,
    /// Levels of diagnostics on this page.
    pub levels: Box<[LevelOverride]>,
    /// The author's own data.
    pub extra: Option<Box<Node>>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// The file, beside the page or from the root of the site.
    pub src: WrittenRef,
    /// What it shows, for those who do not see it.
    pub alt: Box<str>,
    /// What is said below it.
    pub caption: Option<Box<str>>,
    /// Who made it.
    pub credit: Option<Box<str>>,
    /// How it may be used.
    pub license: Option<Box<str>>,
}

/// An entry of the change log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Update {
    /// When.
    pub date: Day,
    /// "update", "correction" or "clarification".
    pub kind: Box<str>,
    /// What.
    pub note: TextId,
    /// The heading it concerns, as an anchor without `#`.
    pub at: Option<Spanned<Box<str>>>,
}

/// Keys of one kind of page.
#[derive(Clone, Debug)]
pub enum FrontMatter {
    /// A page without keys of its own.
    Page,
    /// An article.
    Article(ArticleFields),
    /// A country.
    Country(Box<TopicFields>, Box<CountryFields>),
    /// A figure.
    Figure(Box<TopicFields>, Box<FigureFields>),
    /// An event.
    Event(Box<TopicFields>, Box<EventFields>),
    /// An organisation or a term.
    OtherTopic(Box<TopicFields>),
}

impl FrontMatter {
    /// The keys that every topic has.
    pub fn topic(&self) -> Option<&TopicFields> {
        match self {
            FrontMatter::Country(topic, _)
            | FrontMatter::Figure(topic, _)
            | FrontMatter::Event(topic, _)
            | FrontMatter::OtherTopic(topic) => Some(topic),
            FrontMatter::Page | FrontMatter::Article(_) => None,
        }
    }
}

/// Keys of an article.
#[derive(Clone, Debug, Default)]
pub struct ArticleFields {
    /// What it is about; `None` where it does not say.
    pub about: Option<Vec<WrittenRef>>,
    /// What to take away.
    pub key_points: Vec<TextId>,
    /// How matters stand.
    pub where_things_stand: Option<WhereThingsStand>,
    /// Its place in the order of reading.
    pub order: Option<i64>,
    /// Explainer, analysis …
    pub kind: Option<Box<str>>,
}

/// How matters stand.
#[derive(Clone, Debug)]
pub struct WhereThingsStand {
    /// In a few words.
    pub state: Box<str>,
    /// In a sentence or two.
    pub note: Option<TextId>,
    /// The day it holds for.
    pub as_of: Option<Day>,
}

/// Keys of every topic.
#[derive(Clone, Debug, Default)]
pub struct TopicFields {
    /// Other names.
    pub also_known_as: Vec<AltName>,
    /// Phrases that contain its name but are not it.
    pub not_in: Vec<Box<str>>,
    /// Its name in its own language.
    pub native_name: Option<NativeName>,
    /// How it is said.
    pub pronunciation: Option<Box<str>>,
    /// What it is sorted by.
    pub sort_name: Option<Box<str>>,
    /// Its item in Wikidata.
    pub wikidata: Option<Spanned<Box<str>>>,
    /// Whether it is linked by itself.
    pub autolink_target: bool,
    /// Why it matters here.
    pub why: Option<TextId>,
    /// What it is to others.
    pub relations: Vec<Relation>,
}

/// Another name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AltName {
    /// The name.
    pub name: Spanned<Box<str>>,
    /// Whether its case makes no difference.
    pub ignores_case: bool,
}

/// A name in another language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NativeName {
    /// The name.
    pub text: Spanned<Box<str>>,
    /// Its language (BCP 47).
    pub language: Option<Box<str>>,
}

/// What a topic is to another.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The other.
    pub to: WrittenRef,
    /// What they are to each other: ally, sibling …
    pub kind: Box<str>,
    /// More words.
    pub text: Option<Box<str>>,
    /// Since when.
    pub from: Option<FuzzyDate>,
    /// Until when.
    pub until: Option<FuzzyDate>,
    /// Ids of sources.
    pub sources: Vec<WrittenRef>,
}

/// Keys of a country.
#[derive(Clone, Debug, Default)]
pub struct CountryFields {
    /// ISO 3166-1 alpha-2.
    pub iso: Option<Spanned<Box<str>>>,
    /// Its official name.
    pub official_name: Option<Box<str>>,
    /// Its capital.
    pub capital: Option<Box<str>>,
    /// Its part of the world.
    pub region: Option<Box<str>>,
    /// What its people and things are called; `None` where it does not say.
    pub demonyms: Option<Vec<Spanned<Box<str>>>>,
    /// What stands for its government.
    pub metonyms: Vec<Spanned<Box<str>>>,
    /// What it says and wants.
    pub stance: Option<Stance>,
}

/// What a country says and wants.
#[derive(Clone, Debug)]
pub struct Stance {
    /// In words.
    pub text: TextId,
    /// The day it holds for.
    pub as_of: Option<Day>,
    /// Ids of sources.
    pub sources: Vec<WrittenRef>,
}

/// Keys of a figure.
#[derive(Clone, Debug, Default)]
pub struct FigureFields {
    /// Family name.
    pub family_name: Option<Box<str>>,
    /// Given name.
    pub given_name: Option<Box<str>>,
    /// The countries she or he belongs to.
    pub country: Vec<WrittenRef>,
    /// Born.
    pub born: Option<Spanned<FuzzyDate>>,
    /// Died.
    pub died: Option<Spanned<FuzzyDate>>,
    /// Offices held.
    pub roles: Vec<Role>,
}

/// An office held.
#[derive(Clone, Debug)]
pub struct Role {
    /// The office.
    pub office: Spanned<Box<str>>,
    /// Of what: a topic or a name.
    pub organisation: Option<WrittenRef>,
    /// Of which country.
    pub country: Option<WrittenRef>,
    /// Since when.
    pub from: Option<FuzzyDate>,
    /// Until when.
    pub until: Option<FuzzyDate>,
    /// Ids of sources.
    pub sources: Vec<WrittenRef>,
}

/// Keys of an event.
#[derive(Clone, Debug, Default)]
pub struct EventFields {
    /// When it happened; `None` only where the file does not say, which is an error.
    pub date: Option<Spanned<FuzzyDate>>,
    /// Where.
    pub place: Option<Place>,
    /// Summit, talks, test …
    pub kind: Option<Box<str>>,
    /// "occurred", "planned", "cancelled" or "disputed".
    pub status: Option<Box<str>>,
    /// "key", "normal" or "minor".
    pub importance: Option<Box<str>>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// What came of it.
    pub outcome: Option<TextId>,
    /// Why it matters.
    pub significance: Option<TextId>,
    /// What each party says happened.
    pub accounts: Vec<Account>,
    /// What it is part of.
    pub part_of: Vec<WrittenRef>,
    /// What it follows.
    pub follows: Vec<WrittenRef>,
    /// What it led to.
    pub led_to: Vec<WrittenRef>,
    /// Texts it produced.
    pub documents: Vec<EventDocument>,
    /// How sure it is.
    pub certainty: Option<Certainty>,
}

/// Where an event happened.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its name.
    pub name: Option<Box<str>>,
    /// Its country.
    pub country: Option<WrittenRef>,
    /// Latitude and longitude in degrees (WGS 84).
    pub coordinates: Option<(f64, f64)>,
}

/// Somebody who took part in an event.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Who.
    pub who: WrittenRef,
    /// On which side.
    pub side: Option<Box<str>>,
    /// As what.
    pub role: Option<Box<str>>,
}

/// What one party says happened.
#[derive(Clone, Debug)]
pub struct Account {
    /// The party.
    pub side: Box<str>,
    /// What it says.
    pub text: TextId,
    /// Ids of sources.
    pub sources: Vec<WrittenRef>,
}

/// A text that an event produced.
#[derive(Clone, Debug)]
pub struct EventDocument {
    /// Its title.
    pub title: Box<str>,
    /// Its web address.
    pub url: Option<Spanned<Box<str>>>,
    /// Its date.
    pub date: Option<FuzzyDate>,
}

/// How sure an event is.
#[derive(Clone, Debug)]
pub struct Certainty {
    /// "confirmed", "reported", "disputed" or "unconfirmed".
    pub level: Spanned<Box<str>>,
    /// Why.
    pub note: Option<Box<str>>,
}
