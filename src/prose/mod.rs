//! Texts with their resolved links as HTML, plain text and Markdown.

mod footnotes;
mod html_writer;
mod links;
mod markdown;
mod name_links;
mod renderer;

pub use markdown::escape_markdown;
pub use renderer::{ProseRenderer, RenderTarget};
