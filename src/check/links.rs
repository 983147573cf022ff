//! Pages that nothing leads to, and topics that are named as a page's own and never come up in it.

use super::messages;
use crate::catalog::PageIx;
use crate::diagnostics::Diagnostic;
use crate::document::FrontKind;
use crate::page::Story;
use crate::text::Span;

pub(super) fn check(story: &Story<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for entry in story.catalog.pages() {
        let head = story.catalog.head(entry.page);
        // A stub says itself how many pages mention it.
        if entry.topic().is_some() && !entry.bare && is_orphan(story, entry.page) {
            problems.push(messages::orphan(&head.path, &entry.title));
        }
        let (FrontKind::Article(article), Some(about)) = (&head.front, &story.catalog.resolved(entry.page).about) else { continue };
        let written = article.about.as_deref().unwrap_or_default();
        for (at, topic) in about.iter().enumerate() {
            if !story.linked(entry.page).mentions.iter().any(|mention| mention.topic == *topic) {
                let span = written.get(at).filter(|_| written.len() == about.len()).map_or(Span::default(), |written| written.span);
                problems.push(messages::about_not_mentioned(&head.path, span, &story.catalog.entry(*topic).title));
            }
        }
    }
    problems
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
