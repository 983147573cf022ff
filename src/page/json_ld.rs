//! JSON-LD: what a page is about, in the vocabulary of schema.org.

use super::site_data::SiteData;
use super::summaries::wikidata_url;
use super::view::{AuthorView, ContentView, PageView, SourceView};
use crate::catalog::{PageIx, search_page_route};
use crate::config::TopicKind;
use crate::data::Spanned;
use crate::document::{Coordinates, EventFields, FigureFields, FrontMatter, TopicFields};
use crate::graph::role_on;
use crate::text::{Route, push_json_string};
use crate::time::FuzzyDate;

/// The `@graph` of a page, as JSON safe inside a script element. `page` is its file, if it has one.
/// `None` if the site has no absolute address, since all nodes are identified by absolute URLs.
pub(super) fn json_ld(
    data: &SiteData<'_>,
    page: Option<PageIx>,
    view: &PageView,
) -> Option<String> {
    let url = view.canonical.as_deref()?;
    let site = website_node(data)?;
    let main = match page.map(|page| (page, &data.document(page).front)) {
        _ if view.kind == "home" => {
            return Some(graph([site.node("potentialAction", search_action_node(data))]));
        }
        None => web_page_node("CollectionPage", view, url),
        Some((_, FrontMatter::Page)) => web_page_node("WebPage", view, url),
        Some((page, FrontMatter::Article(_))) => article_node(data, page, view, url),
        Some((page, _)) => topic_node(data, page, view, url),
    };
    Some(graph([main, site, breadcrumbs_node(data, view, url)]))
}

fn graph<const N: usize>(nodes: [Node; N]) -> String {
    let nodes = nodes.map(Node::into_json).join(",");
    format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{nodes}]}}")
}

/// A JSON object that is being written, without its closing brace.
struct Node(String);

impl Node {
    fn new(schema_type: &'static str) -> Self {
        Node(format!("{{\"@type\":\"{schema_type}\""))
    }

    /// A node for a page, identified by its URL.
    fn page(schema_type: &'static str, url: &str) -> Self {
        Node::new(schema_type).text("@id", Some(url)).text("url", Some(url))
    }

    fn into_json(mut self) -> String {
        self.0.push('}');
        self.0
    }

    /// Adds a property whose value is JSON.
    fn json(mut self, key: &'static str, json: Option<impl AsRef<str>>) -> Self {
        if let Some(json) = json {
            self.0.extend([",\"", key, "\":", json.as_ref()]);
        }
        self
    }

    fn text(self, key: &'static str, text: Option<impl AsRef<str>>) -> Self {
        self.json(key, text.map(|text| json_string(&[text.as_ref()])))
    }

    fn node(self, key: &'static str, node: Option<Node>) -> Self {
        self.json(key, node.map(Node::into_json))
    }

    /// Adds a list of JSON values unless it is empty.
    fn list<T: AsRef<str>>(self, key: &'static str, values: impl Iterator<Item = T>) -> Self {
        let mut list = String::new();
        for value in values {
            list.push_str(if list.is_empty() { "[" } else { "," });
            list.push_str(value.as_ref());
        }
        self.json(key, (!list.is_empty()).then(|| list + "]"))
    }

    fn topics(
        self,
        data: &SiteData<'_>,
        key: &'static str,
        topics: impl Iterator<Item = PageIx>,
    ) -> Self {
        self.list(key, topics.map(|topic| topic_json(data, topic)))
    }
}

fn json_string(parts: &[&str]) -> String {
    let mut json = String::new();
    push_json_string(parts, &mut json);
    json
}

/// The absolute URL of a link of the site, as a JSON string.
fn url_json(data: &SiteData<'_>, href: &str) -> String {
    json_string(&[data.config.base.origin().unwrap_or_default(), href])
}

fn web_page_node(schema_type: &'static str, view: &PageView, url: &str) -> Node {
    Node::page(schema_type, url)
        .text("name", Some(&view.title))
        .text("description", view.meta_description.as_deref())
}

fn website_id(data: &SiteData<'_>) -> Option<String> {
    Some(data.config.base.absolute_url(&Route::for_page([]))? + "#site")
}

fn website_node(data: &SiteData<'_>) -> Option<Node> {
    let config = data.config;
    let node = Node::new("WebSite")
        .text("@id", Some(website_id(data)?))
        .text("url", config.base.absolute_url(&Route::for_page([])))
        .text("name", Some(&config.title))
        .text("inLanguage", Some(&config.language))
        .text("description", config.description.as_deref())
        .node("publisher", publisher_node(data));
    Some(node)
}

/// How to search the site.
fn search_action_node(data: &SiteData<'_>) -> Option<Node> {
    let page = data.config.base.absolute_url(&search_page_route())?;
    let target = Node::new("EntryPoint")
        .text("urlTemplate", Some(page + "?q={search_term_string}"))
        .into_json();
    let node = Node::new("SearchAction").json("target", Some(target));
    let node = node.text("query-input", Some("required name=search_term_string"));
    data.config.search.enabled.then_some(node)
}

fn publisher_node(data: &SiteData<'_>) -> Option<Node> {
    let publisher = data.config.publisher.as_ref()?;
    let node = Node::new("Organization").text("name", Some(publisher.name.as_deref()?));
    Some(node.text("url", publisher.url.as_ref().map(|url| &url.value)))
}

fn breadcrumbs_node(data: &SiteData<'_>, view: &PageView, url: &str) -> Node {
    let above = view.breadcrumbs.iter().map(|link| (&link.title, url_json(data, &link.href)));
    let all = above.chain([(&view.title, json_string(&[url]))]).zip(1..);
    let item = |((name, url), position): ((&String, String), usize)| {
        Node::new("ListItem")
            .json("position", Some(position.to_string()))
            .text("name", Some(name))
            .json("item", Some(url))
            .into_json()
    };
    Node::new("BreadcrumbList")
        .text("@id", Some(format!("{url}#breadcrumbs")))
        .list("itemListElement", all.map(item))
}

/// The node by which other pages refer to a topic: its type, name and URL. Cached, since many pages
/// refer to the same topic.
fn topic_json<'a>(data: &SiteData<'a>, topic: PageIx) -> &'a str {
    data.cache.topic_json[topic.index()].get_or_init(|| {
        let entry = data.entry(topic);
        Node::new(schema_type(entry.topic_kind()))
            .text("name", Some(&entry.title))
            .json("url", data.config.base.origin().map(|_| url_json(data, &entry.href)))
            .text("sameAs", data.document(topic).front.topic().and_then(wikidata_url))
            .into_json()
            .into()
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

fn article_node(data: &SiteData<'_>, page: PageIx, view: &PageView, url: &str) -> Node {
    let linked = data.linked(page);
    let author = |author: &AuthorView| {
        let href = || author.href.as_deref().map(|href| url_json(data, href));
        let url = author.url.as_deref().map(|url| json_string(&[url])).or_else(href);
        Node::new("Person").text("name", Some(&author.name)).json("url", url).into_json()
    };
    let source = |source: &SourceView| {
        let publisher = source.publisher.as_ref();
        let publisher = publisher.map(|name| Node::new("Organization").text("name", Some(name)));
        let date = source.date.as_ref().and_then(|date| date.iso.as_deref());
        Node::new("CreativeWork")
            .text("name", Some(&source.title))
            .text("url", source.url.as_deref())
            .node("publisher", publisher)
            .text("datePublished", date)
            .into_json()
    };
    let site = website_id(data).map(|id| format!("{{\"@id\":{}}}", json_string(&[&id])));
    let others = linked.topics.iter().copied().filter(|topic| !linked.about.contains(topic));
    Node::page("Article", url)
        .text("mainEntityOfPage", Some(url))
        .text("headline", Some(&view.title))
        .text("inLanguage", Some(&view.language))
        .json("isPartOf", site)
        .text("description", view.meta_description.as_deref())
        .text("datePublished", view.published.as_ref().map(|day| &day.iso))
        .text("dateModified", view.updated.as_ref().or(view.published.as_ref()).map(|day| &day.iso))
        .node("publisher", publisher_node(data))
        .text("image", view.share_image.as_ref().filter(|it| it.is_own).map(|it| &it.url))
        .list("author", view.authors.iter().map(author))
        .topics(data, "about", linked.about.iter().copied())
        .topics(data, "mentions", others)
        .list("citation", view.sources.iter().map(source))
}

fn topic_node(data: &SiteData<'_>, page: PageIx, view: &PageView, url: &str) -> Node {
    let front = &data.document(page).front;
    let names: Vec<&String> = match &view.content {
        ContentView::Topic(topic) => {
            topic.names.iter().chain(topic.native_name.iter().map(|name| &name.text)).collect()
        }
        _ => Vec::new(),
    };
    let node = web_page_node(schema_type(data.entry(page).topic_kind()), view, url)
        .text("disambiguatingDescription", front.topic().and_then(TopicFields::in_brief))
        .text("sameAs", front.topic().and_then(wikidata_url))
        .text("image", view.image.as_ref().and_then(|image| image.absolute.as_deref()))
        .list("alternateName", names.into_iter().map(|name| json_string(&[name])));
    match front {
        FrontMatter::Figure(_, figure) => with_person(data, page, figure, node),
        FrontMatter::Event(_, event) => with_event(data, page, event, node),
        _ => node,
    }
}

fn with_person(data: &SiteData<'_>, page: PageIx, figure: &FigureFields, node: Node) -> Node {
    let date = |date: &Option<Spanned<FuzzyDate>>| date.as_ref()?.value.to_iso();
    // Only the current office: validators accept no property with dated roles.
    let held = role_on(&figure.roles, data.entry(page).as_of);
    node.text("familyName", figure.family_name.as_deref())
        .text("givenName", figure.given_name.as_deref())
        .text("birthDate", date(&figure.born))
        .text("deathDate", date(&figure.died))
        .text("jobTitle", held.map(|held| &figure.roles[held].office.value))
        .topics(data, "nationality", data.catalog.resolved_refs(page).countries.iter().copied())
}

fn with_event(data: &SiteData<'_>, page: PageIx, event: &EventFields, node: Node) -> Node {
    let resolved = data.catalog.resolved_refs(page);
    let [start, end] = event.date.as_ref().map_or([None, None], |date| date.value.ends());
    let status = match event.status.as_deref() {
        Some("planned") => Some("https://schema.org/EventScheduled"),
        Some("cancelled") => Some("https://schema.org/EventCancelled"),
        _ => None,
    };
    let place = event.place.as_ref().map(|place| {
        let degrees = |degrees: f64| Some(serde_json::Value::from(degrees).to_string());
        let geo = place.coordinates.map(|Coordinates { latitude, longitude }| {
            Node::new("GeoCoordinates")
                .json("latitude", degrees(latitude))
                .json("longitude", degrees(longitude))
        });
        Node::new("Place")
            .text("name", place.name.as_deref())
            .json("containedInPlace", resolved.place_country.map(|it| topic_json(data, it)))
            .node("geo", geo)
    });
    let can_attend = |topic: &PageIx| {
        let kind = data.entry(*topic).topic_kind();
        matches!(kind, Some(TopicKind::Figure | TopicKind::Organisation))
    };
    let attendees = resolved.participants.iter().flatten().copied().filter(can_attend);
    node.text("startDate", start.and_then(|date| date.to_iso()))
        .text("endDate", end.and_then(|date| date.to_iso()))
        .text("eventStatus", status)
        .node("location", place)
        .topics(data, "attendee", attendees)
        .topics(data, "superEvent", resolved.part_of.iter().copied())
}
