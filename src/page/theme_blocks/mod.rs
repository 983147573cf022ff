//! The blocks of a body that the theme draws.

mod accounts;
mod gallery;
mod quote;
mod timeline;

use super::site_data::SiteData;
use super::view::{BlockContent, BlockView};
use super::{charts, maps, storyline, ties};
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
    let is_drawing = |data: &BlockData| match data {
        BlockData::Storyline(_) | BlockData::Timeline(_) | BlockData::Gallery(_) => false,
        BlockData::Map(_)
        | BlockData::Chart(_)
        | BlockData::Relations(_)
        | BlockData::Accounts(_)
        | BlockData::Quote(_) => true,
    };
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

/// What a block shows; `None` if that is too little to show.
pub fn block_content(data: &SiteData<'_>, page: PageIx, block: &BlockData) -> Option<BlockContent> {
    Some(match block {
        BlockData::Map(block) => BlockContent::Map(Box::new(maps::of_block(data, page, block)?)),
        BlockData::Storyline(block) => {
            BlockContent::Storyline(Box::new(storyline::of_block(data, page, block)?))
        }
        BlockData::Chart(block) => {
            BlockContent::Chart(Box::new(charts::of_block(data, page, block)?))
        }
        BlockData::Timeline(block) => {
            BlockContent::Timeline(timeline::of_block(data, page, block)?)
        }
        BlockData::Relations(block) => BlockContent::Relations(ties::of_block(data, page, block)?),
        BlockData::Gallery(block) => BlockContent::Gallery(gallery::of_block(data, page, block)?),
        BlockData::Accounts(block) => {
            BlockContent::Accounts(accounts::of_block(data, page, block)?)
        }
        BlockData::Quote(block) => {
            BlockContent::Quote(Box::new(quote::of_block(data, page, block)?))
        }
    })
}
