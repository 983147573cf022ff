//! Backgrounder turns a folder of Markdown into a cross-linked site about one running story: every
//! country, figure and event has a page, and every mention of one becomes a link to it.
//!
//! The modules ("rooms") are in the order of the pipeline; a room may use only those above it.
//! `ARCHITECTURE.md` describes them.

mod text;
pub mod diagnostics;
mod input;
mod cache;
mod media;
mod share_card;
mod time;
mod storyline;
mod chart;
mod map;
mod data;
mod locale;
mod language;
mod config;
mod document;
mod catalog;
mod link;
mod graph;
mod prose;
mod page;
mod search;
mod theme;
mod render;
mod check;
pub mod network;
pub mod engine;
pub mod publish;
mod edit;
pub mod preview;
pub mod cli;

/// Source files as a value, and a site as a function from route to bytes.
pub mod site {
    pub use crate::catalog::{Lexicon, PageFilter, RedirectTarget, Resource};
    pub use crate::engine::Site;
    pub use crate::input::{Snapshot, scan};
    pub use crate::link::LinkDecision;
    pub use crate::render::Body;
    pub use crate::search::{SearchIndex, SearchResult, SearchResults};
    pub use crate::text::{BaseUrl, Route, SourcePath};
    pub use crate::time::Day;
}

/// Single stages, for benchmarks, fuzzing and property tests.
pub mod stages {
    pub use crate::document::{ParseOptions, parse};
    pub use crate::edit::{FetchReport, SavedPicture, SidecarOutcome, fetch_pictures};
    pub use crate::link::{find_name_ranges, resolve};
    pub use crate::media::{
        DerivedPicture, Focus, PictureError, PictureFacts, PictureFormat, PictureKind,
        PictureLibrary, PictureSet, PictureSettings, has_position, make_pictures,
    };
    pub use crate::prose::{PictureSizes, ProseRenderer, RenderTarget};
    pub use crate::search::fold_and_divide;
    pub use crate::text::{Slug, resolve_relative_path};
}
