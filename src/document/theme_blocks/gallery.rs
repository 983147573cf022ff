//! A fenced block `gallery`.

use crate::data::records;
use crate::document::front_matter::Image;

records! {
    /// A fenced block `gallery`: pictures side by side.
    #[derive(Clone, Debug)]
    pub struct GalleryBlock: "a `gallery` block" {
        /// What the pictures show together.
        title: Option<Box<str>>;
        /// The pictures, with the keys of a page's `image`.
        pictures: Vec<Image>;
    }
}

impl GalleryBlock {
    /// The plain texts that are prose.
    pub(super) fn prose_mut(&mut self) -> impl Iterator<Item = &mut Box<str>> {
        let pictures = self.pictures.iter_mut();
        let texts = pictures.flat_map(|image| [Some(&mut image.alt), image.caption.as_mut()]);
        self.title.iter_mut().chain(texts.flatten())
    }
}
