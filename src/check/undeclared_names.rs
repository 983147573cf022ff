//! Names that texts use of a topic that would be links if the topic declared them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::topic_name_ends::{TopicNameEnds, without_title};
use crate::catalog::{NameMatch, PageIx, fold_name};
use crate::config::AutolinkPolicy;
use crate::document::Document;
use crate::language::WordClasses;
use crate::link::{LinkDecision, PageLinks, explain, unlinked_phrases};
use crate::page::SiteData;
use crate::text::Span;

/// A name that only one topic of the site can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndeclaredName {
    pub topic: PageIx,
    pub name: String,
    pub key: NameKey,
    /// How many links the site would gain.
    pub links: usize,
    /// Somebody else who bears the name: "Sara Duterte".
    pub other_bearer: Option<String>,
}

/// The key of front matter that would declare a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKey {
    /// Linked everywhere.
    AlsoKnownAs,
    /// Linked after the full name.
    ShortName,
}

impl NameKey {
    pub fn key(self) -> &'static str {
        match self {
            NameKey::AlsoKnownAs => "also_known_as",
            NameKey::ShortName => "short_name",
        }
    }
}

/// The links that one name of a topic would gain.
#[derive(Default)]
struct Gain {
    everywhere: usize,
    after_full_name: usize,
    /// The topic declares it as a family name or short name.
    is_short_name: bool,
}

/// Where one page uses a name that its topic does not declare.
#[derive(Default)]
struct Uses {
    all: Vec<Span>,
    after_full_name: Vec<Span>,
    is_short_name: bool,
}

type Name = (PageIx, String);

/// All such names, those that would gain most first: family names and short names where no full
/// name stands before them, and phrases that are the end of the name of a topic.
pub fn undeclared_names(data: &SiteData<'_>) -> Vec<UndeclaredName> {
    let ends = TopicNameEnds::new(data);
    let mut gains: BTreeMap<Name, Gain> = BTreeMap::new();
    // By family name.
    let mut people: BTreeMap<String, String> = BTreeMap::new();
    for entry in data.catalog.pages() {
        let document = data.document(entry.page);
        let policy = document.common.autolink.unwrap_or(data.config.autolink.policy);
        if policy == AutolinkPolicy::Off {
            continue;
        }
        let uses = uses_on_page(data, entry.page, document, &ends, &mut people);
        if uses.is_empty() {
            continue;
        }
        let links = PageLinks::new(document, data.linked(entry.page), policy);
        for ((topic, name), uses) in uses.into_iter().filter(|((topic, _), _)| *topic != entry.page)
        {
            let everywhere = links.gained(topic, &uses.all);
            let after_full_name = links.gained(topic, &uses.after_full_name);
            let gain = gains.entry((topic, name)).or_default();
            gain.everywhere += everywhere;
            gain.after_full_name += after_full_name;
            gain.is_short_name |= uses.is_short_name;
        }
    }
    let mut names: Vec<UndeclaredName> = gains
        .into_iter()
        .map(|((topic, name), gain)| {
            let key = best_key(data, topic, &gain);
            let links = match key {
                NameKey::AlsoKnownAs => gain.everywhere,
                NameKey::ShortName => gain.after_full_name,
            };
            let last = name.rsplit(' ').next().unwrap_or_default();
            let other_bearer = people.get(last).cloned();
            UndeclaredName { topic, name, key, links, other_bearer }
        })
        .filter(|name| name.links > 0)
        .collect();
    // Stable: equal ones stay in the order of topics and names.
    names.sort_by_key(|name| Reverse(name.links));
    names
}

/// `short_name` where most uses follow the full name, since it is wrong less often.
fn best_key(data: &SiteData<'_>, topic: PageIx, gain: &Gain) -> NameKey {
    let has_short_name =
        data.head(topic).front.topic().is_some_and(|topic| topic.short_name.is_some());
    let can_be_short_name =
        data.config.autolink.short_names && !has_short_name && !gain.is_short_name;
    match can_be_short_name && gain.after_full_name * 2 >= gain.everywhere {
        true => NameKey::ShortName,
        false => NameKey::AlsoKnownAs,
    }
}

/// Also adds to `people` those who are no topics.
fn uses_on_page(
    data: &SiteData<'_>,
    page: PageIx,
    document: &Document,
    ends: &TopicNameEnds<'_>,
    people: &mut BTreeMap<String, String>,
) -> BTreeMap<Name, Uses> {
    let linked = data.linked(page);
    let mut uses: BTreeMap<Name, Uses> = BTreeMap::new();
    let names = explain(document, linked, data.catalog);
    for name in names.iter().filter(|name| name.decision == LinkDecision::NotIntroduced) {
        if let [topic] = name.candidates[..] {
            let declared = declared_short_name(data, topic, &name.written);
            if ends.is_end_of_another(&declared, topic) {
                continue;
            }
            let uses = uses.entry((topic, declared)).or_default();
            uses.all.push(name.span);
            uses.is_short_name = true;
        }
    }
    let language = data.language_of(document);
    for found in unlinked_phrases(document, linked, language) {
        let Some((topic, end)) = ends.topic_of(&found.phrase, language) else {
            let person = without_title(&found.phrase, language);
            if let Some((first, _)) = person.split_once(' ')
                && language.classes(first).any(WordClasses::GIVEN_NAME)
                && let Some(family) = person.rsplit(' ').next()
            {
                people.entry(family.to_owned()).or_insert_with(|| person.to_owned());
            }
            continue;
        };
        let uses = uses.entry((topic, end.to_owned())).or_default();
        uses.all.push(found.span);
        let is_before = |span: Span| span.start < found.span.start;
        if linked.about.contains(&topic)
            || names.iter().any(|name| name.topic == Some(topic) && is_before(name.span))
        {
            uses.after_full_name.push(found.span);
        }
    }
    uses
}

/// The family name or short name of a topic that a text is, as it is declared.
fn declared_short_name(data: &SiteData<'_>, topic: PageIx, written: &str) -> String {
    let matches = data.catalog.lexicon.match_whole(&fold_name(written));
    let is_of_topic = |found: &&NameMatch<'_>| {
        found.claims().any(|claim| claim.topic == Some(topic) && claim.kind.is_short())
    };
    let declared = matches.iter().find(is_of_topic).map(|found| found.name.text.to_string());
    declared.unwrap_or_else(|| written.to_owned())
}
