//! Texts with their resolved links as HTML, plain text and Markdown.

mod block_texts;
mod chart_texts;
mod embed_address;
mod embed_paragraphs;
mod embeds;
mod footnotes;
mod html_writer;
mod links;
mod markdown;
mod media_html;
mod name_links;
mod picture_html;
mod pictures;
mod prose_renderer;
mod table_html;
mod tables;

pub use chart_texts::ChartTexts;
pub use html_writer::{BLOCK_MARK, block_anchor};
pub use markdown::escape_markdown;
pub use picture_html::{Loading, PictureSizes, PictureWords, ShownPicture};
pub use prose_renderer::{ProseRenderer, RenderTarget};
