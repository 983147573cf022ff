//! Share cards: the pictures that other sites show beside a link to a page (Open Graph). The theme
//! makes an SVG of a page's texts; here texts are broken into lines that fit, and the SVG is drawn.

mod card_png;
mod draw;
mod fit;
mod fonts;
mod kept_cards;
mod lines;
mod style;

pub use draw::{HEIGHT, WIDTH};
pub use fit::{TextBox, fit};
pub use fonts::{CardFonts, FontFile};
pub use kept_cards::{CardDrawing, kept_card, trim_cards};
pub use style::CardStyle;
