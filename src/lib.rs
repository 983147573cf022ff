//! Backgrounder turns a folder of Markdown into a cross-linked site about one running story: every country, figure and event has a page,
//! every mention of one is a link to it, and every page knows all that the story says about it.
//!
//! The rooms below are in the order of the path of a page; a room may name only those above it. `ARCHITECTURE.md` tells the whole.

pub mod text;
pub mod diagnostics;
pub mod input;
pub mod cache;
pub mod time;
pub mod data;
pub mod locale;
pub mod config;
pub mod document;
pub mod catalog;
pub mod link;
pub mod graph;
pub mod prose;
pub mod page;
pub mod theme;
pub mod render;
pub mod check;
pub mod outside;
pub mod engine;
pub mod publish;
pub mod edit;
pub mod preview;
pub mod cli;
