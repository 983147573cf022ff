//! What names a topic has.

use super::name::{CaseRule, Separators};
use super::name_variants::name_variants;
use super::{NameClaim, NameKind};
use crate::catalog::Entry;
use crate::config::AutolinkOptions;
use crate::document::{FrontMatter, Head};
use crate::text::{is_spaceless_script, is_word_char, nfc};

/// A name as one topic brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) struct NameDecl {
    pub(super) text: Box<str>,
    pub(super) case: CaseRule,
    pub(super) separators: Separators,
    pub(super) claim: NameClaim,
}

/// The names of a topic; none for a page that is no topic or is left out.
pub(in crate::catalog) fn topic_names(
    head: &Head,
    entry: &Entry,
    autolink: &AutolinkOptions,
) -> Vec<NameDecl> {
    let Some(topic) = head.front.topic().filter(|_| !entry.hidden) else { return Vec::new() };
    let mut names = Vec::new();
    let mut add = |text: &str, case, joints, rule, allowed: bool| {
        // A letter is no name: it would be found in initials, lists and sums.
        if is_single_letter(text) && rule != NameKind::Excluded {
            return;
        }
        let claim = NameClaim {
            topic: (rule != NameKind::Excluded).then_some(entry.page),
            kind: rule,
            linkable: allowed && topic.autolink_target,
        };
        names.push(NameDecl { text: text.into(), case, separators: joints, claim });
    };
    let (title_case, joints) = match head.front {
        FrontMatter::Event(..) => (CaseRule::FirstWordExact, Separators::Exact),
        FrontMatter::Figure(..) => (CaseRule::Exact, Separators::Interchangeable),
        _ => (CaseRule::Exact, Separators::Exact),
    };
    add(&entry.title, title_case, joints, NameKind::Title, true);
    for name in &topic.also_known_as {
        add(
            &name.name.value,
            if name.case.as_deref() == Some("any") { CaseRule::IgnoreCase } else { title_case },
            joints,
            NameKind::Alias,
            true,
        );
    }
    if let Some(native) = &topic.native_name {
        add(&native.text.value, CaseRule::Exact, Separators::Exact, NameKind::NativeName, true);
    }
    for phrase in &topic.not_in {
        add(phrase, CaseRule::Exact, Separators::Exact, NameKind::Excluded, false);
    }
    match &head.front {
        FrontMatter::Country(_, country) => {
            let facts = entry.country_facts.as_ref();
            let official = country
                .official_name
                .as_deref()
                .or(facts.and_then(|facts| facts.official_name.as_deref()));
            let built_in = facts
                .into_iter()
                .flat_map(|facts| std::iter::once(&facts.name).chain(&facts.other_names))
                .map(|name| &**name);
            for name in official.into_iter().chain(built_in) {
                add(name, CaseRule::Exact, Separators::Exact, NameKind::BuiltIn, true);
            }
            for name in &country.metonyms {
                add(
                    &name.value,
                    CaseRule::Exact,
                    Separators::Exact,
                    NameKind::Metonym,
                    autolink.metonyms,
                );
            }
            let declared = country
                .demonyms
                .as_ref()
                .map(|names| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>());
            for name in
                declared.or_else(|| facts.map(|facts| facts.demonyms.clone())).unwrap_or_default()
            {
                add(
                    &name,
                    CaseRule::Exact,
                    Separators::Exact,
                    NameKind::Demonym,
                    autolink.demonyms,
                );
            }
        }
        FrontMatter::Figure(_, figure) => {
            let Some(family) = figure.family_name.as_deref() else { return names };
            let full = std::iter::once(&*entry.title)
                .chain(topic.also_known_as.iter().map(|name| &*name.name.value));
            for form in full.flat_map(|name| name_variants(name, family)) {
                add(&form, CaseRule::Exact, Separators::Interchangeable, NameKind::Variant, true);
            }
            // In a script without spaces a family name of one syllable would be found inside other
            // words.
            if autolink.short_names && !family.contains(is_spaceless_script) {
                add(family, CaseRule::Exact, Separators::Exact, NameKind::FamilyName, true);
            }
        }
        _ => {}
    }
    names
}

/// True for a name of a single letter.
pub(in crate::catalog) fn is_single_letter(name: &str) -> bool {
    nfc(name).chars().filter(|c| is_word_char(*c)).count() < 2
}
