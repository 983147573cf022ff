//! Draws the SVG of a card.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, ID, Query, Weight};
use resvg::usvg::{Font, FontFamily, FontResolver, ImageHrefResolver, Options, Tree};

use super::card_png::encode;
use super::fonts::CardFonts;

/// The size of a card in pixels: what Open Graph services show largest.
pub const WIDTH: u32 = 1_200;
/// Like [`WIDTH`].
pub const HEIGHT: u32 = 630;

/// Changes whenever the same drawing would have other pixels or bytes.
pub(super) const VERSION: &str =
    concat!("resvg 0.49, png 0.18, backgrounder ", env!("CARGO_PKG_VERSION"));

/// Reads a drawing and lays out its texts.
///
/// # Errors
/// If it is no SVG.
pub(super) fn read(svg: &str, fonts: &CardFonts) -> Result<Tree, String> {
    let options = Options {
        fontdb: fonts.database.clone(),
        font_resolver: FontResolver {
            select_font: Box::new(|font, _| select(font, fonts)),
            select_fallback: Box::new(|c, used, _| fonts.other_with(c, used)),
        },
        // No file is read.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| error.to_string())
}

/// The pixels of a drawing as a PNG.
///
/// # Errors
/// If it is no SVG.
pub(super) fn draw(svg: &str, fonts: &CardFonts) -> Result<Vec<u8>, String> {
    let tree = read(svg, fonts)?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or("its size is zero")?;
    pixels.fill(Color::WHITE);
    let (across, down) = (WIDTH as f32 / tree.size().width(), HEIGHT as f32 / tree.size().height());
    resvg::render(&tree, Transform::from_scale(across, down), &mut pixels.as_mut());
    encode(pixels.data(), WIDTH, HEIGHT)
}

/// The font that a text asks for: by the name of one font, else by family and weight.
fn select(asked: &Font, fonts: &CardFonts) -> Option<ID> {
    let names = asked.families().iter().filter_map(|family| match family {
        FontFamily::Named(name) => Some(name.as_str()),
        _ => None,
    });
    let names: Vec<&str> = names.collect();
    let named = names.iter().find_map(|name| fonts.named(name));
    let families: Vec<Family<'_>> = names.iter().map(|name| Family::Name(name)).collect();
    let query = Query { families: &families, weight: Weight(asked.weight()), ..Query::default() };
    let database: &Arc<Database> = &fonts.database;
    named.or_else(|| database.query(&query)).or_else(|| database.faces().next().map(|face| face.id))
}
