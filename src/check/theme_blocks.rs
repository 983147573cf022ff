//! Blocks that the theme draws: their references and tables, and whether they show anything.

use super::{charts, messages};
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::{BlockData, Document};
use crate::page::{SiteData, block_content};
use crate::text::Span;

pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let document = data.document(entry.page);
    for block in &document.blocks {
        let span = block.span.shifted(document.body.start as usize);
        let (path, catalog) = (&document.path, data.catalog);
        let contradicting = match &block.data {
            BlockData::Accounts(block) if block.event.is_some() && !block.accounts.is_empty() => {
                Some(["event", "accounts"])
            }
            BlockData::Quote(block) if block.who.is_some() && block.name.is_some() => {
                Some(["who", "name"])
            }
            _ => None,
        };
        problems.extend(contradicting.map(|keys| messages::contradicting_keys(path, span, keys)));
        let broken = match &block.data {
            BlockData::Storyline(storyline) => catalog.storyline_refs(path, storyline).1,
            BlockData::Map(map) => catalog.map_refs(path, map).1,
            BlockData::Timeline(timeline) => catalog.timeline_refs(path, timeline).1,
            BlockData::Relations(relations) => catalog.relations_refs(path, relations).1,
            BlockData::Accounts(accounts) => catalog.accounts_event(path, accounts).1,
            BlockData::Quote(quote) => catalog.speaker_of_quote(path, quote).1,
            // A file that is missing is reported with the pictures.
            BlockData::Gallery(gallery) if !gallery.pictures.is_empty() => continue,
            BlockData::Gallery(_) => Vec::new(),
            BlockData::Chart(chart) => {
                charts::check(data, entry.page, chart, span, problems);
                continue;
            }
        };
        // A block with a mistake that is reported is not also reported as empty.
        let is_complete = broken.is_empty() && !has_problem_in(document, span);
        if is_complete && block_content(data, entry.page, &block.data).is_none() {
            problems.extend(messages::empty_block(path, span, &block.data));
        }
        problems.extend(broken);
    }
}

/// True if something in a part of the file has been reported when it was read.
fn has_problem_in(document: &Document, part: Span) -> bool {
    let labels = document.problems.iter().filter_map(Diagnostic::primary_label);
    labels.filter(|label| label.path == document.path).any(|label| part.overlaps(label.span))
}
