//! The links between pages as JSON, in the node-link format of d3-force and NetworkX.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::tera_values::{RenderResult, internal};
use crate::catalog::{Entry, PageIx};
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
    internal(serde_json::to_string(&graph), &SourcePath::from_static("site.toml"))
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

impl<F: Fn() -> I, I: Iterator<Item = Value>> Serialize for Sequence<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

fn pages<'a>(data: &SiteData<'a>) -> impl Iterator<Item = &'a Entry> + use<'a> {
    let pages = data.catalog.pages();
    pages.filter(|entry| entry.topic_kind().is_some() || entry.kind == PageKind::Article)
}

fn node(data: &SiteData<'_>, entry: &Entry) -> Value {
    let kind = entry.topic_kind().map_or("article", |kind| kind.noun());
    let (id, url) = (&*data.head(entry.page).id, data.full_href(&entry.route));
    json!({ "id": id, "title": &*entry.title, "type": kind, "url": url })
}

fn links_of(data: &SiteData<'_>, page: PageIx) -> Vec<Value> {
    let (head, resolved) = (data.head(page), data.catalog.resolved_refs(page));
    let mut links = Vec::new();
    let mut add = |to: &PageIx, kind: &str| {
        let target = &*data.head(*to).id;
        links.push(json!({ "source": &*head.id, "target": target, "type": kind }));
    };
    resolved.participants.iter().flatten().for_each(|who| add(who, "participant"));
    resolved.part_of.iter().for_each(|whole| add(whole, "part of"));
    data.graph.after.of_page(page).iter().for_each(|later| add(later, "led to"));
    for edge in data.graph.relations.of_page(page).iter().filter(|edge| edge.declared_by == page) {
        let topic = head.front.topic();
        if let Some(relation) = topic.and_then(|it| it.relations.get(edge.index as usize)) {
            add(&edge.other, &relation.kind);
        }
    }
    let linked = data.linked(page);
    linked.topics.iter().for_each(|topic| add(topic, "mentions"));
    // The mentions come last.
    for (link, mention) in links.iter_mut().rev().zip(linked.mentions.iter().rev()) {
        link["count"] = mention.count.into();
    }
    links
}
