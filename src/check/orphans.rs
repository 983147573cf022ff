//! Topics that no page leads to, except lists.

use super::messages;
use crate::catalog::{Entry, PageIx};
use crate::diagnostics::Diagnostic;
use crate::page::SiteData;

pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    // The note about a stub already says how many pages mention it.
    if entry.topic_kind().is_some() && !entry.is_stub && is_orphan(data, entry.page) {
        problems.push(messages::orphan(data.catalog.head(entry.page), &entry.title));
    }
}

/// True if no page mentions the topic, is about it, or shows it because of front matter.
fn is_orphan(data: &SiteData<'_>, topic: PageIx) -> bool {
    // Events are shown by their participants and larger events, figures by their countries.
    let refs = data.catalog.resolved_refs(topic);
    let is_shown_by_others = refs.place_country.is_some()
        || refs.participants.iter().any(Option::is_some)
        || [&refs.countries, &refs.part_of, &refs.follows, &refs.led_to]
            .iter()
            .any(|list| !list.is_empty())
        || data.catalog.shared_names.iter().any(|shared| shared.topics.contains(&topic));
    let graph = data.graph;
    let declared = [&graph.events, &graph.sub_events, &graph.before, &graph.after, &graph.people];
    !is_shown_by_others
        && graph.mentions.of_page(topic).is_empty()
        && graph.about.of_page(topic).is_empty()
        && graph.relations.of_page(topic).is_empty()
        && declared.iter().all(|list| list.of_page(topic).is_empty())
}
