//! Names that are hard to distinguish from each other or from common words.

use std::collections::BTreeMap;

use super::messages;
use crate::catalog::PageIx;
use crate::diagnostics::Diagnostic;
use crate::document::Head;
use crate::page::SiteData;
use crate::text::Span;

pub(super) fn check(data: &SiteData<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut wikidata_items: BTreeMap<&str, PageIx> = BTreeMap::new();
    for entry in data.catalog.pages().filter(|entry| entry.topic_kind().is_some()) {
        let head = data.catalog.head(entry.page);
        let language = data.config.languages.of_page(head.language());
        for (name, span) in declared_names(head, &entry.title) {
            if name.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
                problems.push(messages::one_letter_name(head, span, name));
            } else if language.is_common_word(name) && name.contains(char::is_lowercase) {
                problems.push(messages::common_word_name(&head.path, span, name));
            }
        }
        if let Some(item) = head.front.topic().and_then(|topic| topic.wikidata.as_ref())
            && let Some(first) = wikidata_items.insert(&item.value, entry.page)
        {
            problems.push(messages::shared_wikidata(&head.path, item, data.catalog.head(first)));
        }
    }
    check_shared_names(data, &mut problems);
    problems
}

/// Names that several topics declare, reported at each but the first.
fn check_shared_names(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    for name in data.catalog.lexicon.names() {
        let declared = name.claims.iter().filter(|claim| claim.kind.is_declared());
        let mut places = declared.filter_map(|claim| claim.topic).map(|topic| {
            let head = data.catalog.head(topic);
            let mut names = declared_names(head, &data.catalog.entry(topic).title);
            let declared = names.find(|(text, _)| *text == &*name.text);
            (&head.path, declared.map_or(Span::default(), |(_, span)| span))
        });
        let Some(first) = places.next() else { continue };
        problems.extend(places.map(|place| messages::shared_name(place, &name.text, first)));
    }
}

/// The names that a topic declares, with their places: title, other names, native name.
fn declared_names<'a>(head: &'a Head, title: &'a str) -> impl Iterator<Item = (&'a str, Span)> {
    let title = (title, head.title.as_ref().map_or(Span::default(), |title| title.span));
    let topic = head.front.topic();
    let aliases = topic.into_iter().flat_map(|topic| &topic.also_known_as).map(|name| &name.name);
    let native = topic.and_then(|topic| topic.native_name.as_ref()).map(|native| &native.text);
    std::iter::once(title).chain(aliases.chain(native).map(|name| (&*name.value, name.span)))
}
