//! Cards in the site's cache. Their names say what they are made from.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::draw::{draw, read};
use super::fonts::CardFonts;
use crate::cache::Cache;
use crate::text::SourcePath;

/// In the cache.
const FOLDER: &str = "cache/cards";

/// A card that is drawn when its bytes are asked for.
#[derive(Clone, Debug)]
pub struct CardDrawing {
    /// What is drawn.
    pub svg: Box<str>,
    pub fonts: Arc<CardFonts>,
    /// Where the result is kept.
    pub cache: Option<Cache>,
    pub file_name: Box<str>,
    /// What made the SVG, and the page that it is of: for messages.
    pub template: SourcePath,
    pub page: SourcePath,
}

/// The bytes of a card that was drawn before.
pub fn kept_card(cache: &Cache, file_name: &str) -> Option<Vec<u8>> {
    cache.read_kept(&path(file_name))
}

/// Deletes kept cards that are not `used` and take more room than those.
pub fn trim_cards(cache: &Cache, used: &BTreeSet<String>) {
    cache.trim(FOLDER, used);
}

impl CardDrawing {
    /// The card as a PNG.
    ///
    /// # Errors
    /// If it is no SVG.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let bytes = draw(&self.svg, &self.fonts)?;
        if let Some(cache) = &self.cache {
            // If this fails, the card is drawn again by the next build.
            let _ = cache.keep(&path(&self.file_name), &bytes);
        }
        Ok(bytes)
    }

    /// Lays out the texts without drawing, to find mistakes in the template.
    ///
    /// # Errors
    /// If it is no SVG.
    pub fn verify(&self) -> Result<(), String> {
        read(&self.svg, &self.fonts).map(drop)
    }
}

fn path(file_name: &str) -> String {
    format!("{FOLDER}/{file_name}")
}
