//! A piece of Markdown and what its links mean into HTML.

mod footnotes;
mod render;

pub use render::{Setting, Writer};
