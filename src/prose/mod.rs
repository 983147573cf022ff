//! A piece of Markdown and what its links mean into HTML.

mod footnotes;
mod links;
mod markdown;
mod name_links;
mod html_writer;
mod renderer;

pub use markdown::escape_markdown;
pub use renderer::{ProseRenderer, RenderTarget};
