//! Names that are hard to tell apart, or from words.

use std::collections::BTreeMap;

use super::messages;
use crate::catalog::PageIx;
use crate::diagnostics::Diagnostic;
use crate::document::Head;
use crate::link::is_common_word;
use crate::page::SiteData;
use crate::text::Span;

pub(super) fn check(story: &SiteData<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut items: BTreeMap<&str, PageIx> = BTreeMap::new();
    for entry in story.catalog.pages().filter(|entry| entry.topic_kind().is_some()) {
        let head = story.catalog.head(entry.page);
        for (name, span) in declared_names(head, &entry.title) {
            let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
            if letters < 2 {
                problems.push(messages::one_letter_name(&head.path, span, name));
            } else if is_common_word(name) {
                problems.push(messages::common_word_name(&head.path, span, name));
            }
        }
        let Some(item) = head.front.topic().and_then(|topic| topic.wikidata.as_ref()) else {
            continue;
        };
        if let Some(first) = items.insert(&item.value, entry.page) {
            problems.push(messages::shared_wikidata(&head.path, item, story.catalog.head(first)));
        }
    }
    problems.extend(check_shared_names(story));
    problems
}

/// Names that more than one topic declares, told at each but the first.
fn check_shared_names(story: &SiteData<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for name in story.catalog.lexicon.names() {
        let topics: Vec<PageIx> = name
            .claims
            .iter()
            .filter(|claim| claim.kind.is_declared())
            .filter_map(|claim| claim.topic)
            .collect();
        let place = |topic: PageIx| {
            let head = story.catalog.head(topic);
            let declared = declared_names(head, &story.catalog.entry(topic).title)
                .find(|(text, _)| *text == &*name.text);
            (&head.path, declared.map_or(Span::default(), |(_, span)| span))
        };
        let Some((first, others)) = topics.split_first() else { continue };
        problems.extend(
            others
                .iter()
                .map(|other| messages::shared_name(place(*other), &name.text, place(*first))),
        );
    }
    problems
}

/// The names that a topic declares, and where: its title, the other names, the native one.
fn declared_names<'a>(head: &'a Head, title: &'a str) -> impl Iterator<Item = (&'a str, Span)> {
    let title = (title, head.title.as_ref().map_or(Span::default(), |title| title.span));
    let topic = head.front.topic();
    let others = topic
        .into_iter()
        .flat_map(|topic| &topic.also_known_as)
        .map(|name| (&*name.name.value, name.name.span));
    let native = topic
        .and_then(|topic| topic.native_name.as_ref())
        .map(|native| (&*native.text.value, native.text.span));
    std::iter::once(title).chain(others).chain(native)
}
