//! Front matter as typed values. References are still as written: who they mean is known only when all pages are.

use super::kind::PageKind;
use super::sources::{self, Source};
use super::table::{ACCOUNT, ALT_NAME, CERTAINTY, IMAGE, NATIVE_NAME, OUTER_DOCUMENT, PARTICIPANT, PLACE, RELATION, ROLE, STANCE, STATE_OF_THINGS, UPDATE};
use super::{PieceId, messages};
use crate::config::{LEVELS, Policy, TopicKind};
use crate::data::{Node, Prose, Record, Spanned, Value};
use crate::diagnostics::{Diagnostic, Severity};
use crate::text::{Route, Slug};
use crate::time::{Day, FuzzyDate};

/// A reference as written.
pub type WrittenRef = Spanned<Box<str>>;

/// Keys that every page may have.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// The title, as front matter gives it.
    pub title: Option<Spanned<Box<str>>>,
    /// The last part of its address.
    pub slug: Option<Spanned<Slug>>,
    /// Not to be published yet.
    pub draft: bool,
    /// Its language, where it is not that of the site.
    pub language: Option<Box<str>>,
    /// Old addresses.
    pub redirect_from: Vec<Spanned<Route>>,
    /// One or two sentences.
    pub description: Option<Box<str>>,
    /// Published; on an event, `None`.
    pub date: Option<Day>,
    /// Changed.
    pub updated: Option<Spanned<Day>>,
    /// The day on which the facts were checked.
    pub as_of: Option<Day>,
    /// The day by which to check again.
    pub review_by: Option<Spanned<Day>>,
    /// Ids of authors.
    pub authors: Vec<Spanned<Box<str>>>,
    /// The picture that stands for it.
    pub image: Option<Image>,
    /// Its own sources.
    pub sources: Vec<Source>,
    /// The change log, as written.
    pub updates: Vec<Update>,
    /// Its own density of links.
    pub autolink: Option<Policy>,
    /// What names mean on this page.
    pub disambiguate: Vec<(Box<str>, WrittenRef)>,
    /// Levels of diagnostics on this page; `None` is off.
    pub levels: Vec<(Spanned<Box<str>>, Option<Severity>)>,
    /// The author's own data.
    pub extra: Option<Node>,
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
    pub note: PieceId,
    /// The heading it concerns, as an anchor without `#`.
    pub at: Option<Box<str>>,
}

/// Keys of one kind of page.
#[derive(Clone, Debug)]
pub enum FrontKind {
    /// A page without keys of its own.
    Page,
    /// An article.
    Article(ArticleFront),
    /// A country.
    Country(TopicFront, Country),
    /// A figure.
    Figure(TopicFront, Figure),
    /// An event.
    Event(TopicFront, Box<Event>),
    /// An organisation or a term.
    Plain(TopicFront),
}

impl FrontKind {
    /// The keys that every topic has.
    pub fn topic(&self) -> Option<&TopicFront> {
        match self {
            FrontKind::Country(topic, _) | FrontKind::Figure(topic, _) | FrontKind::Event(topic, _) | FrontKind::Plain(topic) => Some(topic),
            FrontKind::Page | FrontKind::Article(_) => None,
        }
    }
}

/// Keys of an article.
#[derive(Clone, Debug, Default)]
pub struct ArticleFront {
    /// What it is about; `None` where it does not say.
    pub about: Option<Vec<WrittenRef>>,
    /// What to take away.
    pub key_points: Vec<PieceId>,
    /// How matters stand.
    pub where_things_stand: Option<StateOfThings>,
    /// Its place in the order of reading.
    pub order: Option<i64>,
    /// Explainer, analysis …
    pub kind: Option<Box<str>>,
}

/// How matters stand.
#[derive(Clone, Debug)]
pub struct StateOfThings {
    /// In a few words.
    pub state: Box<str>,
    /// In a sentence or two.
    pub note: Option<PieceId>,
    /// The day it holds for.
    pub as_of: Option<Day>,
}

/// Keys of every topic.
#[derive(Clone, Debug, Default)]
pub struct TopicFront {
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
    pub wikidata: Option<Box<str>>,
    /// Whether it is linked by itself.
    pub autolink_target: bool,
    /// Why it matters here.
    pub why: Option<PieceId>,
    /// What it is to others.
    pub relations: Vec<Relation>,
}

/// Another name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AltName {
    /// The name.
    pub name: Spanned<Box<str>>,
    /// Whether its case makes no difference.
    pub any_case: bool,
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
pub struct Country {
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
    pub text: PieceId,
    /// The day it holds for.
    pub as_of: Option<Day>,
    /// Ids of sources.
    pub sources: Vec<WrittenRef>,
}

/// Keys of a figure.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// Family name.
    pub family_name: Option<Box<str>>,
    /// Given name.
    pub given_name: Option<Box<str>>,
    /// The countries she or he belongs to.
    pub country: Vec<WrittenRef>,
    /// Born.
    pub born: Option<FuzzyDate>,
    /// Died.
    pub died: Option<FuzzyDate>,
    /// Offices held.
    pub roles: Vec<Role>,
}

/// An office held.
#[derive(Clone, Debug)]
pub struct Role {
    /// The office.
    pub office: Box<str>,
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
pub struct Event {
    /// When it happened; `None` only where the file does not say, which is an error.
    pub date: Option<FuzzyDate>,
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
    pub outcome: Option<PieceId>,
    /// Why it matters.
    pub significance: Option<PieceId>,
    /// What each party says happened.
    pub accounts: Vec<Account>,
    /// What it is part of.
    pub part_of: Vec<WrittenRef>,
    /// What it follows.
    pub follows: Vec<WrittenRef>,
    /// What it led to.
    pub led_to: Vec<WrittenRef>,
    /// Texts it produced.
    pub documents: Vec<OuterDocument>,
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
    pub text: PieceId,
    /// Ids of sources.
    pub sources: Vec<WrittenRef>,
}

/// A text that an event produced.
#[derive(Clone, Debug)]
pub struct OuterDocument {
    /// Its title.
    pub title: Box<str>,
    /// Its web address.
    pub url: Option<Box<str>>,
    /// Its date.
    pub date: Option<FuzzyDate>,
}

/// How sure an event is.
#[derive(Clone, Debug)]
pub struct Certainty {
    /// "confirmed", "reported", "disputed" or "unconfirmed".
    pub level: Box<str>,
    /// Why.
    pub note: Option<Box<str>>,
}

/// The prose of front matter, in the order it is read: the first `##` sections of the page.
#[derive(Default)]
pub(super) struct Pieces(pub(super) Vec<Prose>);

impl Pieces {
    fn add(&mut self, prose: Option<Prose>) -> Option<PieceId> {
        let id = PieceId(u16::try_from(self.0.len()).ok()?);
        self.0.push(prose?);
        Some(id)
    }

    fn add_all(&mut self, proses: Vec<Prose>) -> Vec<PieceId> {
        proses.into_iter().filter_map(|prose| self.add(Some(prose))).collect()
    }
}

pub(super) fn read(kind: &PageKind, r: &Record<'_>, pieces: &mut Pieces, problems: &mut Vec<Diagnostic>) -> (Common, FrontKind) {
    let front = match kind {
        PageKind::Article => FrontKind::Article(article(r, pieces)),
        PageKind::Topic(kind) => {
            let topic = topic(r, pieces);
            match kind {
                TopicKind::Country => FrontKind::Country(topic, country(r, pieces)),
                TopicKind::Figure => FrontKind::Figure(topic, figure(r)),
                TopicKind::Event => FrontKind::Event(topic, Box::new(event(r, pieces, problems))),
                TopicKind::Organisation | TopicKind::Term => FrontKind::Plain(topic),
            }
        }
        _ => FrontKind::Page,
    };
    (common(kind, r, pieces, problems), front)
}

fn common(kind: &PageKind, r: &Record<'_>, pieces: &mut Pieces, problems: &mut Vec<Diagnostic>) -> Common {
    let is_event = matches!(kind, PageKind::Topic(TopicKind::Event));
    let updates = r.records("updates", &UPDATE).iter().filter_map(|u| update(u, pieces)).collect();
    Common {
        title: r.spanned_text("title"),
        slug: r.slug("slug"),
        draft: r.flag("draft").unwrap_or(false),
        language: r.text("language"),
        redirect_from: r.texts("redirect_from").into_iter().filter_map(|text| Some(Spanned { value: Route::parse(&text.value)?, span: text.span })).collect(),
        description: r.text("description").map(|text| crate::text::collapse(&text).into()),
        date: if is_event { None } else { r.day("date") },
        updated: r.spanned_day("updated"),
        as_of: r.day("as_of"),
        review_by: r.spanned_day("review_by"),
        authors: r.texts("authors"),
        image: r.record("image", &IMAGE).and_then(|i| image(&i)),
        sources: sources::read(r, problems),
        updates,
        autolink: r.text("autolink").and_then(|word| Policy::from_word(&word)),
        disambiguate: r.map("disambiguate").iter().filter_map(|(key, node)| Some((key.name.clone(), written(node)?))).collect(),
        levels: r.map("check").iter().filter_map(|(key, node)| level(r, key, node, problems)).collect(),
        extra: r.node("extra").cloned(),
    }
}

fn level(r: &Record<'_>, key: &crate::data::Key, node: &Node, problems: &mut Vec<Diagnostic>) -> Option<(Spanned<Box<str>>, Option<Severity>)> {
    match written(node).filter(|word| LEVELS.contains(&&*word.value)) {
        Some(word) => Some((Spanned { value: key.name.clone(), span: key.span }, crate::config::level_from_word(&word.value))),
        None => {
            problems.push(messages::bad_level(r.path(), key, node));
            None
        }
    }
}

fn written(node: &Node) -> Option<WrittenRef> {
    match &node.value {
        Value::Scalar(scalar) => Some(Spanned { value: scalar.text.clone(), span: node.span }),
        _ => None,
    }
}

fn image(r: &Record<'_>) -> Option<Image> {
    Some(Image { src: r.spanned_text("src")?, alt: r.text("alt")?, caption: r.text("caption"), credit: r.text("credit"), license: r.text("license") })
}

fn update(r: &Record<'_>, pieces: &mut Pieces) -> Option<Update> {
    Some(Update {
        date: r.day("date")?,
        kind: r.text("type").unwrap_or_else(|| "update".into()),
        note: pieces.add(r.prose("note"))?,
        at: r.text("at").map(|at| at.trim_start_matches('#').into()),
    })
}

fn article(r: &Record<'_>, pieces: &mut Pieces) -> ArticleFront {
    ArticleFront {
        about: r.node("about").map(|_| r.texts("about")),
        key_points: pieces.add_all(r.proses("key_points")),
        where_things_stand: r
            .record("where_things_stand", &STATE_OF_THINGS)
            .and_then(|s| Some(StateOfThings { state: s.text("state")?, note: pieces.add(s.prose("note")), as_of: s.day("as_of") })),
        order: r.integer("order"),
        kind: r.text("type"),
    }
}

fn topic(r: &Record<'_>, pieces: &mut Pieces) -> TopicFront {
    let alt_name = |node: &Node| match &node.value {
        Value::Scalar(_) => written(node).map(|name| AltName { name, any_case: false }),
        _ => {
            let record = r.at(node, &ALT_NAME);
            Some(AltName { name: record.spanned_text("name")?, any_case: record.text("case").as_deref() == Some("any") })
        }
    };
    TopicFront {
        also_known_as: r.nodes("also_known_as").filter_map(alt_name).collect(),
        not_in: r.texts("not_in").into_iter().map(|text| text.value).collect(),
        native_name: r.record("native_name", &NATIVE_NAME).and_then(|n| Some(NativeName { text: n.spanned_text("text")?, language: n.text("language") })),
        pronunciation: r.text("pronunciation"),
        sort_name: r.text("sort_name"),
        wikidata: r.text("wikidata"),
        autolink_target: r.flag("autolink_target").unwrap_or(true),
        why: pieces.add(r.prose("why")),
        relations: r.records("relations", &RELATION).iter().filter_map(relation).collect(),
    }
}

fn relation(r: &Record<'_>) -> Option<Relation> {
    Some(Relation {
        to: r.spanned_text("to")?,
        kind: r.text("type")?,
        text: r.text("text"),
        from: r.date("from"),
        until: r.date("until"),
        sources: r.texts("sources"),
    })
}

fn country(r: &Record<'_>, pieces: &mut Pieces) -> Country {
    Country {
        iso: r.spanned_text("iso"),
        official_name: r.text("official_name"),
        capital: r.text("capital"),
        region: r.text("region"),
        demonyms: r.node("demonyms").map(|_| r.texts("demonyms")),
        metonyms: r.texts("metonyms"),
        stance: r
            .record("stance", &STANCE)
            .and_then(|s| Some(Stance { text: pieces.add(s.prose("text"))?, as_of: s.day("as_of"), sources: s.texts("sources") })),
    }
}

fn figure(r: &Record<'_>) -> Figure {
    let mut roles: Vec<Role> = r.records("roles", &ROLE).iter().filter_map(role).collect();
    if let Some(office) = r.text("role") {
        roles.push(Role { office, organisation: None, country: None, from: None, until: None, sources: Vec::new() });
    }
    Figure {
        family_name: r.text("family_name"),
        given_name: r.text("given_name"),
        country: r.texts("country"),
        born: r.date("born"),
        died: r.date("died"),
        roles,
    }
}

fn role(r: &Record<'_>) -> Option<Role> {
    Some(Role {
        office: r.text("office")?,
        organisation: r.spanned_text("organisation"),
        country: r.spanned_text("country"),
        from: r.date("from"),
        until: r.date("until"),
        sources: r.texts("sources"),
    })
}

fn event(r: &Record<'_>, pieces: &mut Pieces, problems: &mut Vec<Diagnostic>) -> Event {
    let participant = |node: &Node| match &node.value {
        Value::Scalar(_) => written(node).map(|who| Participant { who, side: None, role: None }),
        _ => {
            let record = r.at(node, &PARTICIPANT);
            Some(Participant { who: record.spanned_text("who")?, side: record.text("side"), role: record.text("role") })
        }
    };
    Event {
        date: r.date("date"),
        place: place(r, problems),
        kind: r.text("type"),
        status: r.text("status"),
        importance: r.text("importance"),
        participants: r.nodes("participants").filter_map(participant).collect(),
        outcome: pieces.add(r.prose("outcome")),
        significance: pieces.add(r.prose("significance")),
        accounts: r
            .records("accounts", &ACCOUNT)
            .iter()
            .filter_map(|a| Some(Account { side: a.text("side")?, text: pieces.add(a.prose("text"))?, sources: a.texts("sources") }))
            .collect(),
        part_of: r.texts("part_of"),
        follows: r.texts("follows"),
        led_to: r.texts("led_to"),
        documents: r
            .records("documents", &OUTER_DOCUMENT)
            .iter()
            .filter_map(|d| Some(OuterDocument { title: d.text("title")?, url: d.text("url"), date: d.date("date") }))
            .collect(),
        certainty: certainty(r),
    }
}

fn place(r: &Record<'_>, problems: &mut Vec<Diagnostic>) -> Option<Place> {
    let Some(record) = r.record("place", &PLACE) else {
        return r.text("place").map(|name| Place { name: Some(name), country: None, coordinates: None });
    };
    let coordinates = match (&record.numbers("coordinates")[..], record.node("coordinates")) {
        ([latitude, longitude], _) if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => Some((*latitude, *longitude)),
        (_, None) => None,
        (_, Some(node)) => {
            problems.push(messages::bad_coordinates(r.path(), node.span));
            None
        }
    };
    Some(Place { name: record.text("name"), country: record.spanned_text("country"), coordinates })
}

fn certainty(r: &Record<'_>) -> Option<Certainty> {
    match r.record("certainty", &CERTAINTY) {
        Some(record) => Some(Certainty { level: record.text("level")?, note: record.text("note") }),
        None => r.text("certainty").map(|level| Certainty { level, note: None }),
    }
}
