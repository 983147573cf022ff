//! What all share cards of a site have in common.

use std::sync::Arc;

use super::draw::VERSION;
use super::fonts::CardFonts;

/// The fonts of share cards, and a fingerprint of everything but a page's own texts.
#[derive(Clone, Debug)]
pub struct CardStyle {
    pub fonts: Arc<CardFonts>,
    fingerprint: blake3::Hash,
}

/// As many hexadecimal digits of a hash name a card.
const NAME_LENGTH: usize = 20;

impl CardStyle {
    /// The style of a template and of what it reads besides the page's texts, as `parts`.
    pub fn new(fonts: Arc<CardFonts>, parts: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(VERSION.as_bytes()).update(&fonts.fingerprint()).update(parts);
        CardStyle { fonts, fingerprint: hasher.finalize() }
    }

    /// The name of the file of a card: a hash of all that it is made from.
    pub fn file_name(&self, texts: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new();
        let hash = hasher.update(self.fingerprint.as_bytes()).update(texts).finalize().to_hex();
        format!("{}.png", &hash[..NAME_LENGTH])
    }
}
