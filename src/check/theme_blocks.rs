//! Blocks that the theme draws: their references and tables, and whether they show anything.

use super::{charts, messages};
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::BlockData;
use crate::page::{SiteData, block_content};

pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let document = data.document(entry.page);
    for block in &document.blocks {
        let span = block.span.shifted(document.body.start as usize);
        match &block.data {
            BlockData::Storyline(storyline) => {
                let (_, broken) = data.catalog.resolve_storyline_block(&document.path, storyline);
                // One mistake told once: what is left may be too little to draw.
                let is_complete = broken.is_empty();
                problems.extend(broken);
                if is_complete && block_content(data, entry.page, &block.data).is_none() {
                    problems.push(messages::empty_block(&document.path, span));
                }
            }
            BlockData::Map(map) => {
                let (_, broken) = data.catalog.resolve_map_block(&document.path, map);
                let is_complete = broken.is_empty();
                problems.extend(broken);
                if is_complete && block_content(data, entry.page, &block.data).is_none() {
                    problems.push(messages::empty_map(&document.path, span));
                }
            }
            BlockData::Chart(chart) => charts::check(data, entry.page, chart, span, problems),
        }
    }
}
