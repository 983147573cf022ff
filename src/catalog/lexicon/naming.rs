//! What names a topic has.

use super::name::{Case, Joints};
use super::variants::variants;
use super::{NameClaim, NameRule};
use crate::catalog::Entry;
use crate::config::AutolinkOptions;
use crate::document::{FrontMatter, Head};
use crate::text::{nfc, is_spaceless_script, is_word_char};

/// A name as one topic brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) struct Naming {
    pub(super) text: Box<str>,
    pub(super) case: Case,
    pub(super) joints: Joints,
    pub(super) claim: NameClaim,
}

/// The names of a topic; none for a page that is no topic or is left out.
pub(in crate::catalog) fn names_of(head: &Head, entry: &Entry, autolink: &AutolinkOptions) -> Vec<Naming> {
    let Some(topic) = head.front.topic().filter(|_| !entry.hidden) else { return Vec::new() };
    let mut names = Vec::new();
    let mut add = |text: &str, case, joints, rule, allowed: bool| {
        // A letter is no name: it would be found in initials, lists and sums.
        if is_one_letter(text) && rule != NameRule::Veto {
            return;
        }
        let claim = NameClaim { topic: (rule != NameRule::Veto).then_some(entry.page), rule, linkable: allowed && topic.autolink_target };
        names.push(Naming { text: text.into(), case, joints, claim });
    };
    let (title_case, joints) = match head.front {
        FrontMatter::Event(..) => (Case::LaterWordsFree, Joints::Exact),
        FrontMatter::Figure(..) => (Case::Exact, Joints::Free),
        _ => (Case::Exact, Joints::Exact),
    };
    add(&entry.title, title_case, joints, NameRule::Title, true);
    for name in &topic.also_known_as {
        add(&name.name.value, if name.ignores_case { Case::Any } else { title_case }, joints, NameRule::Declared, true);
    }
    if let Some(native) = &topic.native_name {
        add(&native.text.value, Case::Exact, Joints::Exact, NameRule::Native, true);
    }
    for phrase in &topic.not_in {
        add(phrase, Case::Exact, Joints::Exact, NameRule::Veto, false);
    }
    match &head.front {
        FrontMatter::Country(_, country) => {
            let facts = entry.facts.as_ref();
            let official = country.official_name.as_deref().or(facts.and_then(|facts| facts.official_name.as_deref()));
            let built_in = facts.into_iter().flat_map(|facts| std::iter::once(&facts.name).chain(&facts.other_names)).map(|name| &**name);
            for name in official.into_iter().chain(built_in) {
                add(name, Case::Exact, Joints::Exact, NameRule::BuiltIn, true);
            }
            for name in &country.metonyms {
                add(&name.value, Case::Exact, Joints::Exact, NameRule::Metonym, autolink.metonyms);
            }
            let declared = country.demonyms.as_ref().map(|names| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>());
            for name in declared.or_else(|| facts.map(|facts| facts.demonyms.clone())).unwrap_or_default() {
                add(&name, Case::Exact, Joints::Exact, NameRule::Demonym, autolink.demonyms);
            }
        }
        FrontMatter::Figure(_, figure) => {
            let Some(family) = figure.family_name.as_deref() else { return names };
            let full = std::iter::once(&*entry.title).chain(topic.also_known_as.iter().map(|name| &*name.name.value));
            for form in full.flat_map(|name| variants(name, family)) {
                add(&form, Case::Exact, Joints::Free, NameRule::Variant, true);
            }
            // In a script without spaces a family name of one syllable would be found inside other words.
            if autolink.short_names && !family.contains(is_spaceless_script) {
                add(family, Case::Exact, Joints::Exact, NameRule::Short, true);
            }
        }
        _ => {}
    }
    names
}

/// True for a name of a single letter.
pub(in crate::catalog) fn is_one_letter(name: &str) -> bool {
    nfc(name).chars().filter(|c| is_word_char(*c)).count() < 2
}
