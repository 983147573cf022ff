//! The galleries of texts.

use crate::catalog::PageIx;
use crate::document::GalleryBlock;
use crate::page::site_data::SiteData;
use crate::page::view::GalleryView;

/// The gallery of a block; `None` without pictures.
pub(super) fn of_block(
    data: &SiteData<'_>,
    page: PageIx,
    block: &GalleryBlock,
) -> Option<GalleryView> {
    let path = &data.head(page).path;
    let pictures = block.pictures.iter().filter_map(|image| data.gallery_picture(path, image));
    let pictures: Vec<_> = pictures.collect();
    (!pictures.is_empty()).then_some(GalleryView { pictures })
}
