//! Backgrounder turns a folder of Markdown into a cross-linked site about one running story: every
//! country, figure and event has a page, every mention of one is a link to it, and every page knows
//! all that the story says about it.
//!
//! The rooms below are in the order of the path of a page; a room may name only those above it.
//! `ARCHITECTURE.md` tells the whole.

mod text;
pub mod diagnostics;
mod input;
mod cache;
mod time;
mod data;
mod locale;
mod config;
mod document;
mod catalog;
mod link;
mod graph;
mod prose;
mod page;
mod theme;
mod render;
mod check;
pub mod link_check;
pub mod engine;
pub mod publish;
mod edit;
pub mod preview;
pub mod cli;

/// A site on disk as a value, and a site as a function from address to bytes.
pub mod site {
    pub use crate::catalog::{Lexicon, PageFilter, Resource};
    pub use crate::engine::Site;
    pub use crate::input::{Snapshot, scan};
    pub use crate::link::LinkDecision;
    pub use crate::render::Body;
    pub use crate::text::{BaseUrl, Route, SourcePath};
    pub use crate::time::Day;
}

/// The stages one by one, for benchmarks, fuzzing and properties.
pub mod stages {
    pub use crate::document::parse;
    pub use crate::link::{find_name_ranges, resolve};
    pub use crate::prose::{ProseRenderer, RenderTarget};
    pub use crate::text::{Slug, resolve_relative_path};
}
