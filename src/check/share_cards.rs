//! Letters of share cards that no font has.

use super::messages;
use crate::diagnostics::Diagnostic;
use crate::page::SiteData;
use crate::text::{SourcePath, Span};

/// One note for the site: its help is the same for all pages.
pub(super) fn check(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    let found = data.letters_without_font();
    if found.letters.is_empty() {
        return;
    }
    let place = found.first.map(|page| {
        let head = data.head(page);
        (head.path.clone(), head.title.as_ref().map_or_else(Span::default, |title| title.span))
    });
    let place = place.unwrap_or_else(|| (SourcePath::from_static("site.toml"), Span::default()));
    problems.push(messages::letters_without_font(&place, &found));
}
