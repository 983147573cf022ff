//! Lists the names of a topic.

use super::name::{CaseRule, NameDecl, Separators};
use super::name_variants::name_variants;
use super::{NameClaim, NameKind};
use crate::catalog::Entry;
use crate::config::AutolinkOptions;
use crate::document::{FrontMatter, Head};
use crate::text::{is_spaceless_script, is_word_char, nfc};

/// The names of a topic; none for a page without a topic and for a hidden page.
pub(in crate::catalog) fn topic_names(
    head: &Head,
    entry: &Entry,
    autolink: &AutolinkOptions,
) -> Vec<NameDecl> {
    use NameKind::*;
    let Some(topic) = head.front.topic().filter(|_| !entry.hidden) else { return Vec::new() };
    let mut names = Vec::new();
    let mut add = |text: &str, case, separators, kind| {
        // A single letter would match initials, list markers and formulas.
        if is_single_letter(text) && kind != Excluded {
            return;
        }
        let linkable = topic.autolink_target
            && match kind {
                Excluded => false,
                Metonym => autolink.metonyms,
                Demonym => autolink.demonyms,
                _ => true,
            };
        let claim = NameClaim { topic: (kind != Excluded).then_some(entry.page), kind, linkable };
        names.push(NameDecl { text: text.into(), case, separators, claim });
    };
    let (case, separators) = match head.front {
        FrontMatter::Event(..) => (CaseRule::FirstWordExact, Separators::Exact),
        FrontMatter::Figure(..) => (CaseRule::Exact, Separators::Interchangeable),
        _ => (CaseRule::Exact, Separators::Exact),
    };
    add(&entry.title, case, separators, Title);
    for alias in &topic.also_known_as {
        let case = if alias.case.as_deref() == Some("any") { CaseRule::IgnoreCase } else { case };
        add(&alias.name.value, case, separators, Alias);
    }
    let mut add_exact = |text: &str, kind| add(text, CaseRule::Exact, Separators::Exact, kind);
    if let Some(native) = &topic.native_name {
        add_exact(&native.text.value, NativeName);
    }
    for phrase in &topic.not_in {
        add_exact(phrase, Excluded);
    }
    match &head.front {
        FrontMatter::Country(_, country) => {
            let facts = entry.country_facts.as_deref();
            let official = country.official_name.as_ref();
            let official = official.or(facts.and_then(|facts| facts.official_name.as_ref()));
            let built_in = facts
                .into_iter()
                .flat_map(|facts| std::iter::once(&facts.name).chain(&facts.other_names));
            for name in official.into_iter().chain(built_in) {
                add_exact(name, BuiltIn);
            }
            for name in &country.metonyms {
                add_exact(&name.value, Metonym);
            }
            let declared = country.demonyms.iter().flatten().map(|name| &name.value);
            let built_in = facts.filter(|_| country.demonyms.is_none());
            for name in declared.chain(built_in.into_iter().flat_map(|facts| &facts.demonyms)) {
                add_exact(name, Demonym);
            }
        }
        FrontMatter::Figure(_, figure) => {
            let Some(family) = figure.family_name.as_deref() else { return names };
            let aliases = topic.also_known_as.iter().map(|alias| &alias.name.value);
            let full_names = std::iter::once(&entry.title).chain(aliases);
            for form in full_names.flat_map(|name| name_variants(name, family)) {
                add(&form, CaseRule::Exact, Separators::Interchangeable, Variant);
            }
            // Without spaces, a one-syllable family name would match inside other words.
            if autolink.short_names && !family.contains(is_spaceless_script) {
                add(family, CaseRule::Exact, Separators::Exact, FamilyName);
            }
        }
        _ => {}
    }
    names
}

fn is_single_letter(name: &str) -> bool {
    nfc(name).chars().filter(|c| is_word_char(*c)).count() < 2
}
