//! A piece of Markdown and what its links mean into HTML.

mod footnotes;
mod links;
mod render;

pub use render::{Setting, Writer};
