//! Languages of which the linker knows no words.

use std::collections::BTreeSet;

use super::messages;
use crate::config::AutolinkPolicy;
use crate::diagnostics::Diagnostic;
use crate::language::primary_subtag;
use crate::page::SiteData;
use crate::text::SourcePath;

/// One note for each language in which names are linked, where it is declared first.
pub(super) fn check(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    let config = data.config;
    if data.catalog.lexicon.names().is_empty() {
        return;
    }
    let mut reported: BTreeSet<String> = BTreeSet::new();
    for entry in data.catalog.pages() {
        let head = data.head(entry.page);
        let policy = head.common.autolink.unwrap_or(config.autolink.policy);
        let tag = data.language_tag(head);
        if policy == AutolinkPolicy::Off
            || config.languages.has_words(tag)
            || !reported.insert(primary_subtag(tag))
        {
            continue;
        }
        let site_toml = SourcePath::from_static("site.toml");
        let declared = match &head.common.language {
            Some(of_page) => Some((&head.path, of_page)),
            None => config.site.language.as_ref().map(|of_site| (&site_toml, of_site)),
        };
        if let Some((path, language)) = declared {
            problems.push(messages::language_without_words(path, language));
        }
    }
}
