//! A piece of Markdown and what its links mean into HTML.

mod footnotes;
mod links;
mod markdown;
mod names;
mod render;
mod writer;

pub use markdown::escaped;
pub use writer::{Setting, Writer};
