//! The links between pages as JSON, in the node-link format of d3-force and NetworkX.

use serde::{Serialize, Serializer};

use super::tera_values::RenderResult;
use crate::catalog::{Entry, PageIx};
use crate::diagnostics::internal_error;
use crate::document::PageKind;
use crate::page::SiteData;
use crate::text::SourcePath;

/// Mentions with their counts, and what front matter declares.
pub(super) fn graph_json(data: &SiteData<'_>) -> RenderResult<String> {
    let graph = GraphJson {
        directed: true,
        links: Sequence(|| pages(data).flat_map(|entry| links_of(data, entry.page))),
        multigraph: true,
        nodes: Sequence(|| pages(data).map(|entry| node(data, entry))),
    };
    serde_json::to_string(&graph).map_err(|error| {
        Box::new(internal_error(&SourcePath::from_static("site.toml"), &error.to_string()))
    })
}

#[derive(Serialize)]
struct GraphJson<L: Serialize, N: Serialize> {
    directed: bool,
    links: L,
    multigraph: bool,
    nodes: N,
}

/// Serialises items one by one: all of them at once took more than half of the memory of a large
/// site.
struct Sequence<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Sequence<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

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

fn pages<'a>(data: &SiteData<'a>) -> impl Iterator<Item = &'a Entry> + use<'a> {
    let pages = data.catalog.pages();
    pages.filter(|entry| entry.topic_kind().is_some() || entry.kind == PageKind::Article)
}

fn node<'a>(data: &SiteData<'a>, entry: &'a Entry) -> Node<'a> {
    Node {
        id: &data.head(entry.page).id,
        title: &entry.title,
        kind: entry.topic_kind().map_or("article", |kind| kind.noun()),
        url: data.full_href(&entry.route),
    }
}

fn links_of<'a>(data: &SiteData<'a>, page: PageIx) -> Vec<Link<'a>> {
    let mut links: Vec<Link<'_>> = Vec::new();
    let (head, resolved) = (data.head(page), data.catalog.resolved_refs(page));
    let mut add = |to: PageIx, kind: &'a str, count: Option<u32>| {
        links.push(Link { count, source: &head.id, target: &data.head(to).id, kind })
    };
    resolved.participants.iter().flatten().for_each(|who| add(*who, "participant", None));
    resolved.part_of.iter().for_each(|whole| add(*whole, "part of", None));
    data.graph.after.of_page(page).iter().for_each(|later| add(*later, "led to", None));
    for edge in data.graph.relations.of_page(page).iter().filter(|edge| edge.declared_by == page) {
        let topic = head.front.topic();
        if let Some(relation) = topic.and_then(|it| it.relations.get(edge.index as usize)) {
            add(edge.other, &relation.kind, None);
        }
    }
    let linked = data.linked(page);
    for (topic, mention) in linked.topics.iter().zip(&linked.mentions) {
        add(*topic, "mentions", Some(mention.count));
    }
    links
}
