//! Pages that nothing leads to.

use super::messages;
use crate::catalog::{Entry, PageIx};
use crate::diagnostics::Diagnostic;
use crate::page::SiteData;

pub(super) fn check(story: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let head = story.catalog.head(entry.page);
    // A stub says itself how many pages mention it.
    if entry.topic_kind().is_some() && !entry.is_stub && is_orphan(story, entry.page) {
        problems.push(messages::orphan(head, &entry.title));
    }
}

/// True for a topic that no page mentions, is about or shows for what front matter says.
fn is_orphan(story: &SiteData<'_>, topic: PageIx) -> bool {
    // An event is on the pages of those who took part and of what it is part of; a figure is on
    // those of its countries.
    let resolved = story.catalog.resolved_refs(topic);
    let is_shown_by_others = resolved.place_country.is_some()
        || resolved.participants.iter().any(Option::is_some)
        || [&resolved.countries, &resolved.part_of, &resolved.follows, &resolved.led_to]
            .iter()
            .any(|list| !list.is_empty());
    if is_shown_by_others
        || story.catalog.shared_names.iter().any(|shared| shared.topics.contains(&topic))
    {
        return false;
    }
    let graph = story.graph;
    let declared = [&graph.events, &graph.sub_events, &graph.before, &graph.after, &graph.people];
    graph.mentions.of_page(topic).is_empty()
        && graph.about.of_page(topic).is_empty()
        && graph.relations.of_page(topic).is_empty()
        && declared.iter().all(|list| list.of_page(topic).is_empty())
}
