//! What a page is about, for machines: JSON-LD in the vocabulary of schema.org.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::site_data::SiteData;
use super::view::{AuthorView, ContentView, PageView, SourceView};
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::document::{Coordinates, EventFields, FigureFields, FrontMatter, PageKind};
use crate::graph::role_on;
use crate::text::{Route, push_json_string};
use crate::time::FuzzyDate;

/// The `@graph` of a page, as JSON that may stand in a script element; `None` where the site does
/// not know its own address, for all in it is named by whole addresses.
pub(super) fn page_json_ld(story: &SiteData<'_>, page: PageIx, view: &PageView) -> Option<String> {
    let url = view.canonical.as_deref()?;
    let (entry, document) = (story.catalog.entry(page), story.document(page));
    let main = match &document.front {
        FrontMatter::Article(_) => article_node(story, page, view, url),
        FrontMatter::Country(..)
        | FrontMatter::Figure(..)
        | FrontMatter::Event(..)
        | FrontMatter::OtherTopic(_) => topic_node(story, page, view, url),
        FrontMatter::Page if entry.kind == PageKind::Home => {
            return Some(serialize_graph(vec![website_node(story)?]));
        }
        FrontMatter::Page => Node::page("WebPage", url)
            .with("name", Some(view.title.as_str()))
            .with("description", view.meta_description.as_deref()),
    };
    Some(serialize_graph(vec![main, website_node(story)?, breadcrumbs_node(story, view, url)]))
}

/// The same of a page that no file makes: a list, or the home page of a site that has no
/// `_index.md`.
pub(super) fn list_json_ld(story: &SiteData<'_>, view: &PageView) -> Option<String> {
    let url = view.canonical.as_deref()?;
    let site = website_node(story)?;
    if view.kind == "home" {
        return Some(serialize_graph(vec![site]));
    }
    let list = Node::page("CollectionPage", url)
        .with("name", Some(view.title.as_str()))
        .with("description", view.meta_description.as_deref());
    Some(serialize_graph(vec![list, site, breadcrumbs_node(story, view, url)]))
}

fn serialize_graph(nodes: Vec<Node<'_>>) -> String {
    let mut out = String::with_capacity(GRAPH_CAPACITY);
    Node(vec![("@context", "https://schema.org".into()), ("@graph", Property::Nodes(nodes))])
        .write(&mut out);
    out
}

/// Most graphs of articles have room in so many bytes; where there are more, the text grows.
const GRAPH_CAPACITY: usize = 8 << 10;

/// What topics are in a word, by page, as JSON: many pages name one topic. Each is made when it is
/// first asked for, and is always the same.
#[derive(Debug)]
pub struct JsonLdCache(Box<[OnceLock<Box<str>>]>);

impl JsonLdCache {
    /// None yet, for a site of so many pages.
    pub fn new(pages: usize) -> Self {
        JsonLdCache(std::iter::repeat_with(OnceLock::new).take(pages).collect())
    }
}

/// A node of the graph: its properties, in order.
struct Node<'a>(Vec<(&'static str, Property<'a>)>);

/// The value of a property.
enum Property<'a> {
    Text(Cow<'a, str>),
    /// A whole address: that of the server, and what comes after it.
    Address(&'a str, &'a str),
    Count(usize),
    Degrees(f64),
    Node(Node<'a>),
    Nodes(Vec<Node<'a>>),
    Json(&'a str),
    JsonList(Vec<&'a str>),
    Texts(Vec<&'a str>),
}

impl<'a> From<&'a str> for Property<'a> {
    fn from(text: &'a str) -> Self {
        Property::Text(text.into())
    }
}

impl From<String> for Property<'_> {
    fn from(text: String) -> Self {
        Property::Text(text.into())
    }
}

impl<'a> From<Node<'a>> for Property<'a> {
    fn from(node: Node<'a>) -> Self {
        Property::Node(node)
    }
}

impl Node<'_> {
    fn write(&self, out: &mut String) {
        out.push('{');
        for (at, (key, value)) in self.0.iter().enumerate() {
            out.push_str(if at > 0 { ",\"" } else { "\"" });
            out.push_str(key);
            out.push_str("\":");
            value.write(out);
        }
        out.push('}');
    }
}

impl Property<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Property::Text(text) => push_json_string(&[text], out),
            Property::Address(origin, href) => push_json_string(&[origin, href], out),
            Property::Count(count) => out.push_str(&count.to_string()),
            Property::Degrees(degrees) => {
                out.push_str(&serde_json::Value::from(*degrees).to_string())
            }
            Property::Node(node) => node.write(out),
            Property::Nodes(nodes) => list(nodes, out, Node::write),
            Property::Json(thing) => out.push_str(thing),
            Property::JsonList(things) => list(things, out, |thing, out| out.push_str(thing)),
            Property::Texts(texts) => list(texts, out, |text, out| push_json_string(&[text], out)),
        }
    }
}

fn list<T>(entries: &[T], out: &mut String, write: impl Fn(&T, &mut String)) {
    out.push('[');
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(entry, out);
    }
    out.push(']');
}

impl<'a> Node<'a> {
    /// A node of a type of schema.org.
    fn new(kind: &'static str) -> Self {
        // Room for what a topic in a word has.
        let mut properties = Vec::with_capacity(4);
        properties.push(("@type", kind.into()));
        Node(properties)
    }

    /// A node that is a page, named by its address.
    fn page(kind: &'static str, url: &'a str) -> Self {
        Node::new(kind).with("@id", Some(url)).with("url", Some(url))
    }

    /// Sets a property where there is a value.
    fn with(mut self, key: &'static str, value: Option<impl Into<Property<'a>>>) -> Self {
        self.0.extend(value.map(|value| (key, value.into())));
        self
    }

    /// Sets a property where there are values.
    fn with_all(self, key: &'static str, values: Vec<Node<'a>>) -> Self {
        let values = (!values.is_empty()).then_some(Property::Nodes(values));
        self.with(key, values)
    }

    /// Sets a property to topics, where there are any.
    fn with_topics(
        self,
        story: &SiteData<'a>,
        key: &'static str,
        topics: impl Iterator<Item = PageIx>,
    ) -> Self {
        let things: Vec<&str> = topics.map(|topic| topic_json(story, topic)).collect();
        self.with(key, (!things.is_empty()).then_some(Property::JsonList(things)))
    }
}

fn home_url(story: &SiteData<'_>) -> Option<String> {
    story.config.base.absolute_url(&Route::for_page([]))
}

fn website_node<'a>(story: &SiteData<'a>) -> Option<Node<'a>> {
    let (config, home) = (story.config, home_url(story)?);
    let site = Node::new("WebSite")
        .with("@id", Some(format!("{home}#site")))
        .with("url", Some(home))
        .with("name", Some(&*config.title));
    Some(
        site.with("inLanguage", Some(&*config.language))
            .with("description", config.description.as_deref())
            .with("publisher", publisher_node(story)),
    )
}

fn publisher_node<'a>(story: &SiteData<'a>) -> Option<Node<'a>> {
    let publisher = story.config.publisher.as_ref()?;
    let node = Node::new("Organization").with("name", Some(publisher.name.as_deref()?));
    Some(node.with("url", publisher.url.as_ref().map(|url| &*url.value)))
}

fn breadcrumbs_node<'a>(story: &SiteData<'a>, view: &'a PageView, url: &'a str) -> Node<'a> {
    let origin = story.config.base.origin().unwrap_or_default();
    let above = view
        .breadcrumbs
        .iter()
        .map(|link| (link.title.as_str(), Property::Address(origin, &link.href)));
    let steps = above.chain([(view.title.as_str(), url.into())]).enumerate();
    let item = |(at, (name, item)): (usize, (&'a str, Property<'a>))| {
        Node::new("ListItem")
            .with("position", Some(Property::Count(at + 1)))
            .with("name", Some(name))
            .with("item", Some(item))
    };
    Node::new("BreadcrumbList")
        .with("@id", Some(format!("{url}#breadcrumbs")))
        .with_all("itemListElement", steps.map(item).collect())
}

/// A topic in a word: what it is, its name and its page.
fn topic_json<'a>(story: &SiteData<'a>, topic: PageIx) -> &'a str {
    story.json_ld.0[topic.index()].get_or_init(|| {
        let entry = story.catalog.entry(topic);
        let url = story.config.base.origin().map(|origin| Property::Address(origin, &entry.href));
        let node = Node::new(schema_type(entry.topic_kind()))
            .with("name", Some(&*entry.title))
            .with("url", url)
            .with("sameAs", wikidata_url(story, topic));
        let mut out = String::new();
        node.write(&mut out);
        out.into()
    })
}

fn schema_type(kind: Option<TopicKind>) -> &'static str {
    match kind {
        Some(TopicKind::Country) => "Country",
        Some(TopicKind::Figure) => "Person",
        Some(TopicKind::Event) => "Event",
        Some(TopicKind::Organisation) => "Organization",
        Some(TopicKind::Term) => "DefinedTerm",
        None => "Thing",
    }
}

fn wikidata_url(story: &SiteData<'_>, topic: PageIx) -> Option<String> {
    let item = story.document(topic).front.topic()?.wikidata.as_ref()?;
    super::topic::is_wikidata_id(&item.value)
        .then(|| format!("https://www.wikidata.org/wiki/{}", item.value))
}

fn article_node<'a>(
    story: &SiteData<'a>,
    page: PageIx,
    view: &'a PageView,
    url: &'a str,
) -> Node<'a> {
    let linked = story.linked(page);
    let origin = story.config.base.origin().unwrap_or_default();
    let author = |author: &'a AuthorView| {
        let own = author
            .url
            .as_deref()
            .map(Property::from)
            .or(author.href.as_deref().map(|href| Property::Address(origin, href)));
        Node::new("Person").with("name", Some(author.name.as_str())).with("url", own)
    };
    let others = linked.topics.iter().copied().filter(|topic| !linked.about.contains(topic));
    let source = |source: &'a SourceView| {
        let publisher = source
            .publisher
            .as_deref()
            .map(|name| Node::new("Organization").with("name", Some(name)));
        let node = Node::new("CreativeWork")
            .with("name", Some(source.title.as_str()))
            .with("url", source.url.as_deref());
        node.with("publisher", publisher)
            .with("datePublished", source.date.as_ref().and_then(|date| date.iso.as_deref()))
    };
    Node::page("Article", url)
        .with("mainEntityOfPage", Some(url))
        .with("headline", Some(view.title.as_str()))
        .with("inLanguage", Some(view.language.as_str()))
        .with(
            "isPartOf",
            home_url(story).map(|home| Node(vec![("@id", format!("{home}#site").into())])),
        )
        .with("description", view.meta_description.as_deref())
        .with("datePublished", view.published.as_ref().map(|day| day.iso.as_str()))
        .with(
            "dateModified",
            view.updated.as_ref().or(view.published.as_ref()).map(|day| day.iso.as_str()),
        )
        .with("publisher", publisher_node(story))
        .with("image", view.image.as_ref().and_then(|image| image.absolute.as_deref()))
        .with_all("author", view.authors.iter().map(author).collect())
        .with_topics(story, "about", linked.about.iter().copied())
        .with_topics(story, "mentions", others)
        .with_all("citation", view.sources.iter().map(source).collect())
}

fn topic_node<'a>(
    story: &SiteData<'a>,
    page: PageIx,
    view: &'a PageView,
    url: &'a str,
) -> Node<'a> {
    let (entry, document) = (story.catalog.entry(page), story.document(page));
    let names: Vec<&str> = match &view.content {
        ContentView::Topic(topic) => topic
            .names
            .iter()
            .map(String::as_str)
            .chain(topic.native_name.iter().map(|name| name.text.as_str()))
            .collect(),
        _ => Vec::new(),
    };
    let node = Node::page(schema_type(entry.topic_kind()), url)
        .with("name", Some(view.title.as_str()))
        .with("description", view.meta_description.as_deref())
        .with("sameAs", wikidata_url(story, page))
        .with("image", view.image.as_ref().and_then(|image| image.absolute.as_deref()))
        .with("alternateName", (!names.is_empty()).then_some(Property::Texts(names)));
    match &document.front {
        FrontMatter::Figure(_, figure) => with_person(story, page, figure, node),
        FrontMatter::Event(_, event) => with_event(story, page, event, node),
        _ => node,
    }
}

fn with_person<'a>(
    story: &SiteData<'a>,
    page: PageIx,
    figure: &'a FigureFields,
    node: Node<'a>,
) -> Node<'a> {
    let date = |date: &Option<crate::data::Spanned<FuzzyDate>>| {
        date.as_ref().and_then(|date| iso_8601(date.value.edtf()))
    };
    // The office held on the day of the page: dated roles have no property that checkers accept.
    let held = role_on(&figure.roles, story.catalog.entry(page).as_of);
    node.with("familyName", figure.family_name.as_deref())
        .with("givenName", figure.given_name.as_deref())
        .with("birthDate", date(&figure.born))
        .with("deathDate", date(&figure.died))
        .with("jobTitle", held.map(|held| &*figure.roles[held].office.value))
        .with_topics(
            story,
            "nationality",
            story.catalog.resolved_refs(page).countries.iter().copied(),
        )
}

fn with_event<'a>(
    story: &SiteData<'a>,
    page: PageIx,
    event: &'a EventFields,
    node: Node<'a>,
) -> Node<'a> {
    let resolved = story.catalog.resolved_refs(page);
    let edtf = event.date.as_ref().map(|date| date.value.edtf()).unwrap_or_default();
    let (start, end) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let status = match event.status.as_deref() {
        Some("planned") => Some("https://schema.org/EventScheduled"),
        Some("cancelled") => Some("https://schema.org/EventCancelled"),
        _ => None,
    };
    let place = event.place.as_ref().map(|place| {
        let geo = place.coordinates.map(|Coordinates { latitude, longitude }| {
            Node::new("GeoCoordinates")
                .with("latitude", Some(Property::Degrees(latitude)))
                .with("longitude", Some(Property::Degrees(longitude)))
        });
        let country =
            resolved.place_country.map(|country| Property::Json(topic_json(story, country)));
        Node::new("Place")
            .with("name", place.name.as_deref())
            .with("containedInPlace", country)
            .with("geo", geo)
    });
    // Those who can attend: persons and organisations.
    let attends = |topic: &PageIx| {
        matches!(
            story.catalog.entry(*topic).topic_kind(),
            Some(TopicKind::Figure | TopicKind::Organisation)
        )
    };
    let attendees = resolved.participants.iter().flatten().copied().filter(attends);
    node.with("startDate", iso_8601(start))
        .with("endDate", iso_8601(end))
        .with("eventStatus", status)
        .with("location", place)
        .with_topics(story, "attendee", attendees)
        .with_topics(story, "superEvent", resolved.part_of.iter().copied())
}

/// A date of EDTF that is one of ISO 8601 as well: a day, a month or a year.
fn iso_8601(edtf: &str) -> Option<String> {
    let plain = matches!(edtf.len(), 4 | 7 | 10)
        && edtf.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && !(edtf.len() == 7 && edtf.as_bytes()[5] > b'1');
    plain.then(|| edtf.to_owned())
}

#[cfg(test)]
mod tests {
    use super::iso_8601;

    #[test]
    fn only_days_months_and_years_are_dates_to_machines() {
        assert_eq!(
            ["2019", "2019-10", "2019-02-27"].map(iso_8601).map(|date| date.is_some()),
            [true; 3]
        );
        assert_eq!(
            ["", "..", "2018-09~", "1984?", "201X", "2019-21", "2019-02-27/2019-02-28"]
                .map(iso_8601)
                .map(|date| date.is_some()),
            [false; 7]
        );
    }
}
