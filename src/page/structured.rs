//! What a page is about, for machines: JSON-LD in the vocabulary of schema.org.

use serde_json::{Map, Value, json};

use super::story::Story;
use super::view::{AuthorView, ContentView, PageView};
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::document::{Event, Figure, FrontKind, PageKind};
use crate::graph::role_on;
use crate::text::Route;
use crate::time::FuzzyDate;

/// The `@graph` of a page, as JSON that may stand in a script element; `None` where the site does not know its own address, for all in it is named by whole addresses.
pub(super) fn graph(story: &Story<'_>, page: PageIx, view: &PageView) -> Option<String> {
    let url = view.canonical.as_deref()?;
    let (entry, document) = (story.catalog.entry(page), story.document(page));
    let main = match &document.front {
        FrontKind::Article(_) => article(story, page, view, url),
        FrontKind::Country(..) | FrontKind::Figure(..) | FrontKind::Event(..) | FrontKind::Plain(_) => topic(story, page, view, url),
        FrontKind::Page if entry.kind == PageKind::Home => return Some(written(vec![website(story)?])),
        FrontKind::Page => with(json!({ "@type": "WebPage", "@id": url, "url": url, "name": view.title }), "description", view.meta_description.as_deref()),
    };
    Some(written(vec![main, website(story)?, breadcrumbs(story, view, url)]))
}

/// The same of a page that no file makes: a list, or the home page of a site that has no `_index.md`.
pub(super) fn graph_of_list(story: &Story<'_>, view: &PageView) -> Option<String> {
    let url = view.canonical.as_deref()?;
    let site = website(story)?;
    if view.kind == "home" {
        return Some(written(vec![site]));
    }
    let list = json!({ "@type": "CollectionPage", "@id": url, "url": url, "name": view.title });
    Some(written(vec![with(list, "description", view.meta_description.as_deref()), site, breadcrumbs(story, view, url)]))
}

/// Nothing in it can end the element or begin a comment (HTML Standard §4.12.1.3).
fn written(nodes: Vec<Value>) -> String {
    json!({ "@context": "https://schema.org", "@graph": nodes }).to_string().replace('<', "\\u003c")
}

/// Sets a property where there is a value.
fn with(mut node: Value, key: &str, value: Option<impl Into<Value>>) -> Value {
    if let (Some(object), Some(value)) = (node.as_object_mut(), value) {
        object.insert(key.to_owned(), value.into());
    }
    node
}

/// Sets a property where there are values.
fn with_all(node: Value, key: &str, values: Vec<Value>) -> Value {
    with(node, key, (!values.is_empty()).then_some(values))
}

fn home(story: &Story<'_>) -> Option<String> {
    story.config.base.absolute(&Route::page([]))
}

fn website(story: &Story<'_>) -> Option<Value> {
    let (config, home) = (story.config, home(story)?);
    let site = json!({ "@type": "WebSite", "@id": format!("{home}#site"), "url": home, "name": &*config.title, "inLanguage": &*config.language });
    let site = with(site, "description", config.description.as_deref());
    Some(with(site, "publisher", publisher(story)))
}

fn publisher(story: &Story<'_>) -> Option<Value> {
    let publisher = story.config.publisher.as_ref()?;
    let node = json!({ "@type": "Organization", "name": publisher.name.as_deref()? });
    Some(with(node, "url", publisher.url.as_ref().map(|url| &*url.value)))
}

fn breadcrumbs(story: &Story<'_>, view: &PageView, url: &str) -> Value {
    let origin = story.config.base.origin().unwrap_or_default();
    let above = view.breadcrumbs.iter().map(|link| (link.title.as_str(), format!("{origin}{}", link.href)));
    let steps = above.chain([(view.title.as_str(), url.to_owned())]).enumerate();
    let items: Vec<Value> = steps.map(|(at, (name, item))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item })).collect();
    json!({ "@type": "BreadcrumbList", "@id": format!("{url}#breadcrumbs"), "itemListElement": items })
}

/// A topic in a word: what it is, its name and its page.
fn thing(story: &Story<'_>, topic: PageIx) -> Value {
    let entry = story.catalog.entry(topic);
    let node = json!({ "@type": type_of(entry.topic()), "name": &*entry.title });
    let node = with(node, "url", story.config.base.absolute(&entry.route));
    with(node, "sameAs", wikidata(story, topic))
}

fn type_of(kind: Option<TopicKind>) -> &'static str {
    match kind {
        Some(TopicKind::Country) => "Country",
        Some(TopicKind::Figure) => "Person",
        Some(TopicKind::Event) => "Event",
        Some(TopicKind::Organisation) => "Organization",
        Some(TopicKind::Term) => "DefinedTerm",
        None => "Thing",
    }
}

fn wikidata(story: &Story<'_>, topic: PageIx) -> Option<String> {
    let item = story.document(topic).front.topic()?.wikidata.as_ref()?;
    super::topic::is_wikidata_id(&item.value).then(|| format!("https://www.wikidata.org/wiki/{}", item.value))
}

fn article(story: &Story<'_>, page: PageIx, view: &PageView, url: &str) -> Value {
    let linked = story.linked(page);
    let node = json!({
        "@type": "Article", "@id": url, "url": url, "mainEntityOfPage": url, "headline": view.title, "inLanguage": view.language,
        "isPartOf": { "@id": format!("{}#site", home(story).unwrap_or_default()) },
    });
    let node = with(node, "description", view.meta_description.as_deref());
    let node = with(node, "datePublished", view.published.as_ref().map(|day| day.iso.as_str()));
    let node = with(node, "dateModified", view.updated.as_ref().or(view.published.as_ref()).map(|day| day.iso.as_str()));
    let node = with(node, "publisher", publisher(story));
    let node = with(node, "image", view.image.as_ref().and_then(|image| image.absolute.as_deref()));
    let origin = story.config.base.origin().unwrap_or_default();
    let author = |author: &AuthorView| {
        let page = author.href.as_ref().map(|href| format!("{origin}{href}"));
        with(json!({ "@type": "Person", "name": author.name }), "url", author.url.clone().or(page))
    };
    let authors = view.authors.iter().map(author).collect();
    let node = with_all(node, "author", authors);
    let node = with_all(node, "about", linked.about.iter().map(|topic| thing(story, *topic)).collect());
    let others = linked.mentions.iter().map(|mention| mention.topic).filter(|topic| !linked.about.contains(topic));
    let node = with_all(node, "mentions", others.map(|topic| thing(story, topic)).collect());
    let sources = view.sources.iter().map(|source| {
        let node = with(json!({ "@type": "CreativeWork", "name": source.title }), "url", source.url.as_deref());
        let node = with(node, "publisher", source.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": name })));
        with(node, "datePublished", source.date.as_ref().and_then(|date| date.iso.as_deref()))
    });
    with_all(node, "citation", sources.collect())
}

fn topic(story: &Story<'_>, page: PageIx, view: &PageView, url: &str) -> Value {
    let (entry, document) = (story.catalog.entry(page), story.document(page));
    let node = json!({ "@type": type_of(entry.topic()), "@id": url, "url": url, "name": view.title });
    let node = with(node, "description", view.meta_description.as_deref());
    let node = with(node, "sameAs", wikidata(story, page));
    let node = with(node, "image", view.image.as_ref().and_then(|image| image.absolute.as_deref()));
    let names: Vec<Value> = match &view.content {
        ContentView::Topic(topic) => topic.names.iter().cloned().chain(topic.native_name.iter().map(|name| name.text.clone())).map(Value::from).collect(),
        _ => Vec::new(),
    };
    let node = with_all(node, "alternateName", names);
    match &document.front {
        FrontKind::Figure(_, figure) => person(story, page, figure, node),
        FrontKind::Event(_, event) => event_node(story, page, event, node),
        _ => node,
    }
}

fn person(story: &Story<'_>, page: PageIx, figure: &Figure, node: Value) -> Value {
    let date = |date: &Option<crate::data::Spanned<FuzzyDate>>| date.as_ref().and_then(|date| iso(&date.value.edtf()));
    let node = with(node, "familyName", figure.family_name.as_deref());
    let node = with(node, "givenName", figure.given_name.as_deref());
    let node = with(node, "birthDate", date(&figure.born));
    let node = with(node, "deathDate", date(&figure.died));
    // The office held on the day of the page: dated roles have no property that checkers accept.
    let held = role_on(&figure.roles, story.catalog.entry(page).day);
    let node = with(node, "jobTitle", held.map(|held| &*figure.roles[held].office.value));
    with_all(node, "nationality", story.catalog.resolved(page).countries.iter().map(|country| thing(story, *country)).collect())
}

fn event_node(story: &Story<'_>, page: PageIx, event: &Event, node: Value) -> Value {
    let resolved = story.catalog.resolved(page);
    let edtf = event.date.as_ref().map(|date| date.value.edtf()).unwrap_or_default();
    let (start, end) = edtf.split_once('/').unwrap_or((&edtf, &edtf));
    let node = with(node, "startDate", iso(start));
    let node = with(node, "endDate", iso(end));
    let status = match event.status.as_deref() {
        Some("planned") => Some("https://schema.org/EventScheduled"),
        Some("cancelled") => Some("https://schema.org/EventCancelled"),
        _ => None,
    };
    let node = with(node, "eventStatus", status);
    let place = event.place.as_ref().map(|place| {
        let mut location = Map::from_iter([("@type".to_owned(), Value::from("Place"))]);
        location.extend(place.name.as_deref().map(|name| ("name".to_owned(), Value::from(name))));
        location.extend(resolved.place_country.map(|country| ("containedInPlace".to_owned(), thing(story, country))));
        if let Some((latitude, longitude)) = place.coordinates {
            location.insert("geo".to_owned(), json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude }));
        }
        Value::Object(location)
    });
    let node = with(node, "location", place);
    // Those who can attend: persons and organisations.
    let attends = |topic: &PageIx| matches!(story.catalog.entry(*topic).topic(), Some(TopicKind::Figure | TopicKind::Organisation));
    let attendees = resolved.participants.iter().flatten().copied().filter(attends).map(|topic| thing(story, topic)).collect();
    let node = with_all(node, "attendee", attendees);
    with_all(node, "superEvent", resolved.part_of.iter().map(|whole| thing(story, *whole)).collect())
}

/// A date of EDTF that is one of ISO 8601 as well: a day, a month or a year.
fn iso(edtf: &str) -> Option<String> {
    let plain =
        matches!(edtf.len(), 4 | 7 | 10) && edtf.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !(edtf.len() == 7 && edtf.as_bytes()[5] > b'1');
    plain.then(|| edtf.to_owned())
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn only_days_months_and_years_are_dates_to_machines() {
        assert_eq!(["2019", "2019-10", "2019-02-27"].map(iso).map(|date| date.is_some()), [true; 3]);
        assert_eq!(["", "..", "2018-09~", "1984?", "201X", "2019-21", "2019-02-27/2019-02-28"].map(iso).map(|date| date.is_some()), [false; 7]);
    }
}
