//! The tests of the whole: sites in, files and diagnostics out.

mod again;
mod architecture;
mod author_bar;
mod browser;
mod cases;
mod codes;
mod edits;
mod explaining;
mod harness;
mod linking_table;
mod links;
mod linker_properties;
mod machines;
mod words;
mod outside;
mod preview;
mod program;
mod promises;
mod published;
mod reader;
mod requests;
mod seen;
mod valid;
mod serving;
