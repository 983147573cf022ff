//! The keys of front matter. References are as written: what they refer to is resolved in
//! `catalog`, when all pages are known.

use super::TextId;
use super::messages;
use super::sources::Sources;
use crate::config::{AutolinkPolicy, Level};
use crate::data::{Decode, Decoder, FieldType, Node, Spanned, SpannedMap, records};
use crate::media::Focus;
use crate::text::{Route, Slug};
use crate::time::{Day, FuzzyDate};

/// A reference as written.
pub type WrittenRef = Spanned<Box<str>>;

impl Decode for TextId {
    const TYPE: FieldType = FieldType::InlineMarkdown;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        u16::try_from(decoder.add_inline_markdown(node)?).ok().map(TextId)
    }
}

records! {
    /// Keys of every page. All pages are kept, and most have few of these keys: rare keys and lists
    /// are boxed, to be small where they are missing.
    #[derive(Clone, Debug)]
    pub struct CommonFields: "a page" {
        /// The title.
        title: Option<Spanned<Box<str>>>;
        /// The last part of the address.
        slug: Option<Spanned<Slug>>;
        /// Whether the page is not to be published yet.
        draft: bool, else false;
        /// The language of the page, if it is not that of the site.
        language: Option<Spanned<Box<str>>> = Language;
        /// Old addresses.
        redirect_from: Box<[Spanned<Route>]>;
        /// The page in one or two sentences.
        description: Option<Box<str>>;
        /// The day of publication; of an event, when it happened.
        date: Option<Spanned<Day>>;
        /// The day of the last change.
        updated: Option<Spanned<Day>>;
        /// The day on which the facts were checked.
        as_of: Option<Day>;
        /// The day by which to check the facts again.
        review_by: Option<Spanned<Day>>;
        /// Ids of authors.
        authors: Box<[Spanned<Box<str>>]>;
        /// The picture of the page.
        image: Option<Box<Image>>;
        /// Sources of this page.
        sources: Sources;
        /// The change log.
        updates: Box<[Update]>;
        /// How often topics are linked on this page.
        autolink: Option<AutolinkPolicy>;
        /// What names mean on this page.
        disambiguate: SpannedMap<WrittenRef> = Map(&Reference);
        /// Levels of diagnostics on this page.
        levels as "check": SpannedMap<Level>;
        /// Data of your own.
        extra: Option<Box<Node>>;
    }

    /// A picture.
    #[derive(Clone, Debug)]
    pub struct Image: "an image" {
        /// The file, beside the page or from the root of the site.
        src: WrittenRef;
        /// What the picture shows, for readers who cannot see it.
        alt: Box<str>;
        /// The text below the picture.
        caption: Option<Box<str>>;
        /// Who made the picture.
        credit: Option<Box<str>>;
        /// The licence of the picture.
        license: Option<Box<str>>;
        /// The point that stays in every crop.
        focus: Option<Focus>;
    }

    /// An entry of the change log.
    #[derive(Clone, Debug)]
    pub struct Update: "an update" at span {
        /// The day of the change.
        date: Day;
        /// The kind of change.
        kind as "type": Box<str> = Choice(&["update", "correction", "clarification"]),
            else "update".into();
        /// What was changed.
        note: TextId;
        /// The anchor of the heading that the change concerns.
        at: Option<Spanned<Box<str>>>;
    }

    /// Keys of an article.
    #[derive(Clone, Debug)]
    pub struct ArticleFields: "an article" with [CommonFields::SCHEMA] {
        /// The few topics that the article is about.
        about: Option<Vec<WrittenRef>> = List(&Reference);
        /// What to take away.
        key_points: Vec<TextId>;
        /// The current state of the matter.
        where_things_stand: Option<WhereThingsStand>;
        /// The place in the reading order.
        order: Option<i64>;
        /// Explainer, analysis, or another word.
        kind as "type": Option<Box<str>>;
    }

    /// Keys of the home page.
    #[derive(Clone, Debug)]
    pub struct HomeFields: "the home page" with [CommonFields::SCHEMA] {
        /// What to take away; else those of the article to start with.
        key_points: Vec<TextId>;
        /// The current state of the matter; else that of the article to start with.
        where_things_stand: Option<WhereThingsStand>;
    }

    /// The current state of a matter.
    #[derive(Clone, Debug)]
    pub struct WhereThingsStand: "`where_things_stand`" {
        /// The state in a few words.
        state: Box<str>;
        /// The state in a sentence or two.
        note: Option<TextId>;
        /// The day for which this holds.
        as_of: Option<Day>;
    }

    /// Keys of every topic.
    #[derive(Clone, Debug)]
    pub struct TopicFields: "a topic" {
        /// Who or what this is, in at most 60 characters.
        in_brief: Option<Spanned<Box<str>>>;
        /// Other names.
        also_known_as: Vec<AltName>;
        /// The name that is used alone after the full name, where it is no family name.
        short_name: Option<Box<str>>;
        /// Inflected forms of the names, as they are written in texts.
        forms: Vec<Box<str>>;
        /// Phrases that contain a name of the topic but do not mean it.
        not_in: Vec<Box<str>>;
        /// The name in another language.
        native_name: Option<NativeName>;
        /// How the name is pronounced.
        pronunciation: Option<Box<str>>;
        /// What the topic is sorted by.
        sort_name: Option<Box<str>>;
        /// The number of its Wikidata item.
        wikidata: Option<Spanned<Box<str>>> = Wikidata;
        /// Whether the topic is linked automatically.
        autolink_target: bool, else true;
        /// Why the topic matters here.
        why: Option<TextId>;
        /// Relations to other topics.
        relations: Vec<Relation>;
    }

    /// Another name of a topic.
    #[derive(Clone, Debug)]
    pub struct AltName: "a name" or name {
        /// The name.
        name: Spanned<Box<str>>;
        /// `any` where upper and lower case make no difference.
        case: Option<Box<str>> = Choice(&["exact", "any"]);
        /// `by-hand` for a name that is never linked automatically.
        link: Option<Box<str>> = Choice(&["automatic", "by-hand"]);
    }

    /// A name in another language.
    #[derive(Clone, Debug)]
    pub struct NativeName: "a native name" {
        /// The name.
        text: Spanned<Box<str>>;
        /// Its language (BCP 47).
        language: Option<Box<str>> = Language;
    }

    /// A relation to another topic.
    #[derive(Clone, Debug)]
    pub struct Relation: "a relation" {
        /// The other topic.
        to: WrittenRef = Reference;
        /// Ally, sibling, or another word.
        kind as "type": Box<str>;
        /// A longer text.
        text: Option<Box<str>>;
        /// When it began.
        from: Option<FuzzyDate>;
        /// When it ended.
        until: Option<FuzzyDate>;
        /// Ids of sources.
        sources: Vec<WrittenRef> = List(&Id);
    }

    /// Keys of a country.
    #[derive(Clone, Debug)]
    pub struct CountryFields: "a country" with [TopicFields::SCHEMA, CommonFields::SCHEMA] {
        /// The code of the country (ISO 3166-1 alpha-2).
        iso: Option<Spanned<Box<str>>> = CountryCode;
        /// A picture of its flag; replaces the built-in flag.
        flag: Option<WrittenRef>;
        /// The official name.
        official_name: Option<Box<str>>;
        /// The capital.
        capital: Option<Box<str>>;
        /// The part of the world.
        region: Option<Box<str>>;
        /// What its people and things are called; replaces the built-in demonyms.
        demonyms: Option<Vec<Spanned<Box<str>>>>;
        /// Names that stand for its government.
        metonyms: Vec<Spanned<Box<str>>>;
        /// Its position.
        stance: Option<Stance>;
    }

    /// The position of a country.
    #[derive(Clone, Debug)]
    pub struct Stance: "a stance" {
        /// The position.
        text: TextId;
        /// The day for which this holds.
        as_of: Option<Day>;
        /// Ids of sources.
        sources: Vec<WrittenRef> = List(&Id);
    }

    /// Keys of a figure.
    #[derive(Clone, Debug)]
    pub struct FigureFields: "a figure" with [TopicFields::SCHEMA, CommonFields::SCHEMA] {
        /// The family name.
        family_name: Option<Box<str>>;
        /// The given name.
        given_name: Option<Box<str>>;
        /// The country or countries of the figure.
        country: Vec<WrittenRef> = OneOrMany(&Reference);
        /// The date of birth.
        born: Option<Spanned<FuzzyDate>> = LifeDate;
        /// The date of death.
        died: Option<Spanned<FuzzyDate>> = LifeDate;
        /// Offices held.
        roles: Vec<Role>;
        /// One office without dates; moved to `roles` after decoding.
        role: Option<Spanned<Box<str>>>;
    }

    /// An office held.
    #[derive(Clone, Debug)]
    pub struct Role: "a role" {
        /// The office.
        office: Spanned<Box<str>>;
        /// Where: a topic or a name.
        organisation: Option<WrittenRef>;
        /// In which country.
        country: Option<WrittenRef> = Reference;
        /// When it began.
        from: Option<FuzzyDate>;
        /// When it ended.
        until: Option<FuzzyDate>;
        /// Ids of sources.
        sources: Vec<WrittenRef> = List(&Id);
    }

    /// Keys of an event.
    #[derive(Clone, Debug)]
    pub struct EventFields: "an event" with [TopicFields::SCHEMA, CommonFields::SCHEMA] {
        /// When it happened.
        date: Option<Spanned<FuzzyDate>>, required = true;
        /// Where it happened.
        place: Option<Place>;
        /// Summit, test, or another word.
        kind as "type": Option<Box<str>>;
        /// Whether it happened.
        status: Option<Box<str>> = Choice(&["occurred", "planned", "cancelled", "disputed"]);
        /// How important it is in timelines.
        importance: Option<Box<str>> = Choice(&["key", "normal", "minor"]);
        /// Who took part.
        participants: Vec<Participant>;
        /// What it resulted in.
        outcome: Option<TextId>;
        /// Why it matters.
        significance: Option<TextId>;
        /// What each side says happened.
        accounts: Vec<Account>;
        /// Larger events that it is part of.
        part_of: Vec<WrittenRef> = OneOrMany(&Reference);
        /// Events that it follows.
        follows: Vec<WrittenRef> = OneOrMany(&Reference);
        /// Events that it led to.
        led_to: Vec<WrittenRef> = OneOrMany(&Reference);
        /// Documents that it produced.
        documents: Vec<EventDocument>;
        /// How certain it is.
        certainty: Option<Certainty>;
    }

    /// Where an event happened.
    #[derive(Clone, Debug)]
    pub struct Place: "a place" or name {
        /// The name of the place.
        name: Option<Box<str>>;
        /// The country.
        country: Option<WrittenRef> = Reference;
        /// Latitude and longitude.
        coordinates: Option<Coordinates>;
    }

    /// A participant of an event.
    #[derive(Clone, Debug)]
    pub struct Participant: "a participant" or who {
        /// The topic.
        who: WrittenRef = Reference;
        /// The side that the participant is on.
        side: Option<Box<str>>;
        /// The participant's role in the event.
        role: Option<Box<str>>;
    }

    /// What one side says happened.
    #[derive(Clone, Debug)]
    pub struct Account: "an account" {
        /// The side.
        side: Box<str>;
        /// What it says.
        text: TextId;
        /// Ids of sources.
        sources: Vec<WrittenRef> = List(&Id);
    }

    /// A document that an event produced.
    #[derive(Clone, Debug)]
    pub struct EventDocument: "a document" {
        /// The title.
        title: Box<str>;
        /// The web address, or a file beside the page.
        url: Option<Spanned<Box<str>>> = UrlOrFile;
        /// The date.
        date: Option<FuzzyDate>;
    }

    /// How certain an event is.
    #[derive(Clone, Debug)]
    pub struct Certainty: "certainty" or level {
        /// The degree of certainty.
        level: Spanned<Box<str>> =
            Choice(&["confirmed", "reported", "disputed", "unconfirmed"]);
        /// The reason.
        note: Option<Box<str>>;
    }
}

impl AltName {
    /// The name is never linked automatically.
    pub fn is_by_hand(&self) -> bool {
        self.link.as_deref() == Some("by-hand")
    }
}

impl CommonFields {
    /// Plain texts that readers see as prose. Names are not among them: they are compared with texts.
    pub(super) fn prose_mut(&mut self) -> impl Iterator<Item = &mut Box<str>> {
        let image = self.image.as_mut().into_iter();
        let title = self.title.as_mut().map(|title| &mut title.value);
        let of_image = image.flat_map(|image| [Some(&mut image.alt), image.caption.as_mut()]);
        title.into_iter().chain(self.description.as_mut()).chain(of_image.flatten())
    }
}

impl TopicFields {
    /// `in_brief` without space around it; `None` where nothing is left.
    pub fn in_brief(&self) -> Option<&str> {
        self.in_brief.as_ref().map(|text| text.value.trim()).filter(|text| !text.is_empty())
    }

    fn prose_mut(&mut self) -> impl Iterator<Item = &mut Box<str>> {
        let in_brief = self.in_brief.as_mut().map(|text| &mut text.value);
        let relations = self.relations.iter_mut().filter_map(|relation| relation.text.as_mut());
        in_brief.into_iter().chain(relations)
    }
}

/// A place on Earth in degrees (WGS 84).
#[derive(Clone, Copy, Debug)]
pub struct Coordinates {
    pub latitude: f64,
    pub longitude: f64,
}

impl Decode for Coordinates {
    const TYPE: FieldType = FieldType::List(&FieldType::Number);

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        match Vec::<f64>::decode(node, decoder).as_deref() {
            Some(&[latitude, longitude]) if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => {
                return Some(Coordinates { latitude, longitude });
            }
            _ if node.is_valid_with_children() => {
                decoder.problems.push(messages::bad_coordinates(decoder.path, node.span));
            }
            _ => {}
        }
        None
    }
}

/// The keys of one kind of page.
#[derive(Clone, Debug)]
pub enum FrontMatter {
    /// A page without keys of its own.
    Page,
    Home(HomeFields),
    Article(ArticleFields),
    Country(Box<TopicFields>, Box<CountryFields>),
    Figure(Box<TopicFields>, Box<FigureFields>),
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
            FrontMatter::Page | FrontMatter::Home(_) | FrontMatter::Article(_) => None,
        }
    }

    /// What to take away from an article or the home page.
    pub fn key_points(&self) -> &[TextId] {
        match self {
            FrontMatter::Home(home) => &home.key_points,
            FrontMatter::Article(article) => &article.key_points,
            _ => &[],
        }
    }

    /// The state of the matter that an article or the home page gives.
    pub fn where_things_stand(&self) -> Option<&WhereThingsStand> {
        match self {
            FrontMatter::Home(home) => home.where_things_stand.as_ref(),
            FrontMatter::Article(article) => article.where_things_stand.as_ref(),
            _ => None,
        }
    }

    /// The picture that a country gives as its flag.
    pub fn flag(&self) -> Option<&WrittenRef> {
        match self {
            FrontMatter::Country(_, country) => country.flag.as_ref(),
            _ => None,
        }
    }

    /// Plain texts that readers see as prose, in addition to those of [`CommonFields::prose_mut`].
    /// Titles of sources and documents are not among them: they are those of other works.
    pub(super) fn prose_mut(&mut self) -> Vec<&mut Box<str>> {
        let mut prose: Vec<&mut Box<str>> = Vec::new();
        match self {
            FrontMatter::Home(HomeFields { where_things_stand, .. })
            | FrontMatter::Article(ArticleFields { where_things_stand, .. }) => {
                prose.extend(where_things_stand.as_mut().map(|stand| &mut stand.state));
            }
            FrontMatter::Country(topic, _)
            | FrontMatter::Figure(topic, _)
            | FrontMatter::OtherTopic(topic) => prose.extend(topic.prose_mut()),
            FrontMatter::Event(topic, event) => {
                prose.extend(topic.prose_mut());
                prose
                    .extend(event.certainty.as_mut().and_then(|certainty| certainty.note.as_mut()));
            }
            FrontMatter::Page => {}
        }
        prose
    }

    /// The anchors of the page's parts that are made from front matter. No heading of the body has
    /// one of them.
    pub fn reserved_anchors(&self) -> Vec<&'static str> {
        let mut anchors = Vec::new();
        match self {
            FrontMatter::Event(_, event) => {
                anchors.extend(event.outcome.map(|_| "outcome"));
                anchors.extend(event.significance.map(|_| "significance"));
                anchors.extend((!event.accounts.is_empty()).then_some("accounts"));
            }
            FrontMatter::Country(_, country) => {
                anchors.extend(country.stance.as_ref().map(|_| "stance"));
            }
            _ => {}
        }
        anchors.extend(self.topic().and_then(|topic| topic.why).map(|_| "why"));
        anchors
    }
}
