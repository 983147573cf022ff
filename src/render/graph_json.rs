//! Who is linked with whom, as data.

use serde::{Serialize, Serializer};

use crate::catalog::{Entry, PageIx};
use crate::diagnostics::{Diagnostic, internal_error};
use crate::document::PageKind;
use crate::page::SiteData;
use crate::text::SourcePath;

/// Pages as nodes and links (the notation of d3-force and NetworkX): what pages mention, with the
/// number of mentions, and what front matter declares.
pub(super) fn graph_json(story: &SiteData<'_>) -> Result<String, Box<Diagnostic>> {
    let graph =
        GraphJson { directed: true, links: Links(*story), multigraph: true, nodes: Nodes(*story) };
    serde_json::to_string(&graph).map_err(|error| {
        Box::new(internal_error(&SourcePath::from_static("site.toml"), &error.to_string()))
    })
}

/// Nodes and links are written as they are found: a tree of them all took more than half of the
/// memory of a large site.
#[derive(Serialize)]
struct GraphJson<'a> {
    directed: bool,
    links: Links<'a>,
    multigraph: bool,
    nodes: Nodes<'a>,
}

struct Nodes<'a>(SiteData<'a>);

struct Links<'a>(SiteData<'a>);

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    url: String,
}

#[derive(Serialize)]
struct Link<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    source: &'a str,
    target: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
}

impl Serialize for Nodes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Nodes(story) = self;
        serializer.collect_seq(nodes(story).map(|entry| Node {
            id: id(story, entry.page),
            title: &entry.title,
            kind: entry.topic_kind().map_or("article", |kind| kind.noun()),
            url: story.config.base.absolute_url_or_href(&entry.route),
        }))
    }
}

impl Serialize for Links<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Links(story) = self;
        serializer.collect_seq(nodes(story).flat_map(|entry| links_of(story, entry.page)))
    }
}

fn nodes<'a>(story: &SiteData<'a>) -> impl Iterator<Item = &'a Entry> {
    story
        .catalog
        .pages()
        .filter(|entry| entry.topic_kind().is_some() || entry.kind == PageKind::Article)
}

fn id<'a>(story: &SiteData<'a>, page: PageIx) -> &'a str {
    &story.catalog.head(page).id
}

fn links_of<'a>(story: &SiteData<'a>, page: PageIx) -> Vec<Link<'a>> {
    let mut links: Vec<Link<'_>> = Vec::new();
    let mut add = |to: PageIx, kind: &'a str, count: Option<u32>| {
        links.push(Link { count, source: id(story, page), target: id(story, to), kind })
    };
    let resolved = story.catalog.resolved_refs(page);
    resolved.participants.iter().flatten().for_each(|who| add(*who, "participant", None));
    resolved.part_of.iter().for_each(|whole| add(*whole, "part of", None));
    story.graph.after.of_page(page).iter().for_each(|later| add(*later, "led to", None));
    for edge in story.graph.relations.of_page(page).iter().filter(|edge| edge.declared_by == page) {
        let declared = story
            .catalog
            .head(page)
            .front
            .topic()
            .and_then(|topic| topic.relations.get(edge.index as usize));
        if let Some(relation) = declared {
            add(edge.other, &relation.kind, None);
        }
    }
    let linked = story.linked(page);
    for (topic, mention) in linked.topics.iter().zip(&linked.mentions) {
        add(*topic, "mentions", Some(mention.count));
    }
    links
}
