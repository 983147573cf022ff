//! A piece of Markdown and what its links mean into HTML.

mod footnotes;
mod links;
mod markdown;
mod render;

pub use markdown::escaped;
pub use render::{Setting, Writer};
