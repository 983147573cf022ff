//! Topics that readers cannot find by a likely spelling, or cannot tell apart in results; entries of
//! `[search] exclude` without a page.

use std::collections::BTreeMap;

use super::messages;
use crate::catalog::{PageIx, fold_name};
use crate::config::TopicKind;
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::document::Head;
use crate::page::SiteData;
use crate::search::{excludes, fold};

pub(super) fn check(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    check_excluded(data, problems);
    if data.config.search.enabled {
        check_alike_names(data, problems);
        problems.extend(check_native_names(data));
    }
}

fn check_excluded(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    for entry in &data.config.search.exclude {
        let mut heads = data.catalog.all_pages().map(|entry| data.catalog.head(entry.page));
        if !heads.any(|head| excludes(&entry.value, head)) {
            let ids = data.catalog.pages().map(|entry| &*data.catalog.head(entry.page).id);
            let near = nearest_match(&entry.value, ids);
            problems.push(messages::excluded_nothing(entry, near));
        }
    }
}

/// Names that are one to the search and belong to several topics, of which one does not say what it is.
/// Names that are equal to the linker too are reported as shared.
fn check_alike_names(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<String, Vec<(PageIx, &str)>> = BTreeMap::new();
    for entry in data.catalog.pages().filter(|entry| entry.topic_kind().is_some()) {
        let topic = data.catalog.head(entry.page).front.topic();
        let aliases = topic.into_iter().flat_map(|topic| &topic.also_known_as);
        let aliases = aliases.map(|alias| &*alias.name.value);
        for name in std::iter::once(&*entry.title).chain(aliases) {
            let bearers = names.entry(fold(name)).or_default();
            if bearers.iter().all(|(page, _)| *page != entry.page) {
                bearers.push((entry.page, name));
            }
        }
    }
    for bearers in names.values() {
        let Some(((first, name), others)) = bearers.split_first() else { continue };
        let first = data.catalog.head(*first);
        for (other, other_name) in others {
            let other = data.catalog.head(*other);
            let is_told_apart = is_described(first) && is_described(other);
            if fold_name(name) != fold_name(other_name) && !is_told_apart {
                problems.push(messages::alike_names((first, name), (other, other_name)));
            }
        }
    }
}

/// True if results show what a topic is.
fn is_described(head: &Head) -> bool {
    head.front.topic().is_some_and(|topic| topic.in_brief().is_some())
        || head.common.description.is_some()
}

/// One note about all figures without a name in the script of their country, if most others of it have
/// one.
fn check_native_names(data: &SiteData<'_>) -> Option<Diagnostic> {
    const FEWEST: usize = 3;
    let mut by_country: BTreeMap<PageIx, Vec<&Head>> = BTreeMap::new();
    for entry in data.catalog.topics(TopicKind::Figure) {
        if let Some(country) = data.catalog.resolved_refs(entry.page).countries.first() {
            by_country.entry(*country).or_default().push(data.catalog.head(entry.page));
        }
    }
    let has_name = |head: &&Head| {
        let title = head.title.as_ref().map(|title| &*title.value);
        let topic = head.front.topic().into_iter();
        let names = topic.flat_map(|topic| {
            let native = topic.native_name.iter().map(|native| &*native.text.value);
            native.chain(topic.also_known_as.iter().map(|alias| &*alias.name.value))
        });
        names.chain(title).any(is_in_other_script)
    };
    let missing = by_country.values().flat_map(|figures| {
        let (with, without): (Vec<&Head>, Vec<&Head>) =
            figures.iter().partition(|head| has_name(head));
        let is_custom = with.len() >= FEWEST && with.len() > 2 * without.len();
        if is_custom { without } else { Vec::new() }
    });
    messages::missing_native_names(&missing.collect::<Vec<&Head>>())
}

/// True for a name with letters beyond Latin.
fn is_in_other_script(name: &str) -> bool {
    fold(name).chars().any(|c| c.is_alphabetic() && !c.is_ascii())
}
