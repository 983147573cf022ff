//! What claims rest on.

use super::messages;
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::link::{Used, sources_of_keys};
use crate::page::Story;
use crate::text::Span;

pub(super) fn check(story: &Story<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for entry in story.catalog.pages() {
        let (document, linked) = (story.document(entry.page), story.linked(entry.page));
        let cites = linked.sources.iter().any(|used| !used.cited_at.is_empty());
        for used in &linked.sources {
            let Some(source) = used.source.source(document, story.catalog) else { continue };
            let own = matches!(used.source, Used::Own(_));
            let span = if own { source.span } else { Span::default() };
            let id = source.id.as_ref().map(|id| &*id.value);
            let by_key = || id.is_some_and(|id| sources_of_keys(document).any(|written| *written.value == *id));
            let is_cited = !used.cited_at.is_empty() || by_key();
            if let Some((day, _)) = source.withdrawn.as_ref().filter(|_| is_cited) {
                problems.push(messages::withdrawn_source(&document.path, span, &source.title, *day));
            }
            // A page that cites nothing gives its sources for all it says.
            if own && cites && !is_cited && id.is_some() {
                problems.push(messages::uncited_source(&document.path, span, &source.title));
            }
        }
        if entry.topic() == Some(TopicKind::Event) && !entry.bare && !has_sources(story, entry.page) {
            problems.push(messages::event_without_source(&document.path, &entry.title));
        }
    }
    problems
}

fn has_sources(story: &Story<'_>, event: PageIx) -> bool {
    let documents = match &story.catalog.head(event).front {
        crate::document::FrontKind::Event(_, event) => event.documents.len(),
        _ => 0,
    };
    !story.linked(event).sources.is_empty() || documents > 0
}
