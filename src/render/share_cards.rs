//! Share cards: the theme's template makes an SVG, which is drawn unless the cache has the result.

use tera::Context;

use super::Body;
use super::renderer::Renderer;
use super::tera_values::{RenderResult, to_value};
use crate::catalog::{PageIx, Resource};
use crate::diagnostics::{Diagnostic, internal_error};
use crate::page::ShareCard;
use crate::share_card::{CardDrawing, kept_card};
use crate::text::SourcePath;
use crate::theme::card_is_no_svg;

const TEMPLATE: &str = "card.svg";

/// The bytes of a share card.
///
/// # Errors
/// If the template makes no valid SVG.
pub fn share_card_bytes(drawing: &CardDrawing) -> RenderResult<Vec<u8>> {
    drawing.bytes().map_err(|error| no_svg(drawing, &error))
}

/// Finds the problems of a share card without drawing it.
///
/// # Errors
/// If the template makes no valid SVG.
pub fn verify_share_card(drawing: &CardDrawing) -> RenderResult<()> {
    drawing.verify().map_err(|error| no_svg(drawing, &error))
}

fn no_svg(drawing: &CardDrawing, error: &str) -> Box<Diagnostic> {
    Box::new(card_is_no_svg(&drawing.template, error, &drawing.page))
}

impl Renderer<'_> {
    /// The share card of a page: from the cache, or what is needed to draw it.
    pub(super) fn share_card(
        &self,
        page: Option<PageIx>,
        resource: &Resource,
    ) -> RenderResult<Body> {
        let source = self.source_path(resource);
        let missing = || Box::new(internal_error(&source, "no such share card"));
        let card = self.data.share_card(page).ok_or_else(missing)?;
        let kept = self.pictures.cache().and_then(|cache| kept_card(cache, &card.file_name));
        match kept {
            Some(bytes) => Ok(Body::Bytes(bytes)),
            None => self.drawing(card, source).map(Body::ShareCard),
        }
    }

    fn drawing(&self, card: &ShareCard, page: SourcePath) -> RenderResult<CardDrawing> {
        let templates = &self.theme.templates;
        let mut context = Context::new();
        context.insert_value("card", to_value(&card.texts, &page)?);
        context.insert_value("options", to_value(&self.theme.options.values, &page)?);
        context.insert_value("words", to_value(&self.data.locale().ui_texts, &page)?);
        let svg = templates.render(TEMPLATE, &context, &page, self.snapshot)?;
        let fallback = || SourcePath::from_static("templates");
        Ok(CardDrawing {
            svg: String::from_utf8_lossy(&svg).into(),
            fonts: self.data.cards.fonts.clone(),
            cache: self.pictures.cache().cloned(),
            file_name: card.file_name.clone(),
            template: templates.path(TEMPLATE).cloned().unwrap_or_else(fallback),
            page,
        })
    }
}
