//! Pages that nothing leads to.

use super::messages;
use crate::catalog::{Entry, PageIx};
use crate::diagnostics::Diagnostic;
use crate::page::Story;

pub(super) fn check(story: &Story<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let head = story.catalog.head(entry.page);
    // A stub says itself how many pages mention it.
    if entry.topic().is_some() && !entry.bare && is_orphan(story, entry.page) {
        problems.push(messages::orphan(head, &entry.title));
    }
}

/// True for a topic that no page mentions, is about, or names in its front matter.
fn is_orphan(story: &Story<'_>, topic: PageIx) -> bool {
    let graph = story.graph;
    let declared = [&graph.events, &graph.parts, &graph.before, &graph.after, &graph.people];
    graph.mentioned.of_page(topic).is_empty()
        && graph.about.of_page(topic).is_empty()
        && graph.relations[topic.index()].is_empty()
        && declared.iter().all(|list| list[topic.index()].is_empty())
}
