//! Blocks that the theme draws: their references, and whether they show anything.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::BlockData;
use crate::page::{SiteData, block_content};
use crate::text::SourcePath;

pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let document = data.document(entry.page);
    for block in &document.blocks {
        let broken = broken_references(data, &document.path, &block.data);
        // One mistake told once: what is left may be too little to draw.
        let is_complete = broken.is_empty();
        problems.extend(broken);
        if is_complete && block_content(data, entry.page, &block.data).is_none() {
            let span = block.span.shifted(document.body.start as usize);
            problems.push(messages::empty_block(&document.path, span, &block.data));
        }
    }
}

fn broken_references(data: &SiteData<'_>, path: &SourcePath, block: &BlockData) -> Vec<Diagnostic> {
    match block {
        BlockData::Map(block) => data.catalog.resolve_map_block(path, block).1,
        BlockData::Storyline(block) => data.catalog.resolve_storyline_block(path, block).1,
    }
}
