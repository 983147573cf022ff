//! The blocks of a body that the theme draws.

use super::charts;
use super::maps;
use super::site_data::SiteData;
use super::storyline;
use super::view::{BlockContent, BlockView};
use crate::catalog::PageIx;
use crate::config::GeneratedPage;
use crate::document::{BlockData, Document};
use crate::prose::block_anchor;

/// The blocks of a page, in order.
pub(super) fn block_views(data: &SiteData<'_>, page: PageIx) -> Vec<BlockView> {
    let blocks = data.document(page).blocks.iter().enumerate();
    let views = blocks.map(|(index, block)| BlockView {
        id: block_anchor(index),
        title: block.data.title().map(Into::into),
        content: block_content(data, page, &block.data),
        name: block.data.name(),
    });
    views.collect()
}

/// True for a page whose blocks need the stylesheet of drawings.
pub(super) fn has_drawings(document: &Document) -> bool {
    let is_drawing = |data: &BlockData| matches!(data, BlockData::Chart(_) | BlockData::Map(_));
    document.blocks.iter().any(|block| is_drawing(&block.data))
}

impl SiteData<'_> {
    /// True if a published page needs the stylesheet of drawings.
    pub fn has_drawings(&self) -> bool {
        *self.cache.has_drawings.get_or_init(|| {
            let relations = self.config.generated_route(GeneratedPage::Relations);
            maps::has_maps(self)
                || self.catalog.routes().get(relations.as_str()).is_some()
                || self.catalog.pages().any(|entry| has_drawings(self.document(entry.page)))
        })
    }
}

/// What a block shows; `None` if that is too little to draw.
pub fn block_content(data: &SiteData<'_>, page: PageIx, block: &BlockData) -> Option<BlockContent> {
    match block {
        BlockData::Map(block) => {
            maps::of_block(data, page, block).map(Box::new).map(BlockContent::Map)
        }
        BlockData::Storyline(block) => {
            storyline::of_block(data, page, block).map(Box::new).map(BlockContent::Storyline)
        }
        BlockData::Chart(block) => {
            charts::of_block(data, page, block).map(Box::new).map(BlockContent::Chart)
        }
    }
}
