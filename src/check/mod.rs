//! Rules over a finished build: what no room before could see, and a good sub-editor would.

mod messages;
mod pages;

pub use messages::CODES;

use crate::diagnostics::Diagnostic;
use crate::page::Story;

/// All that these rules find. `codes` are those of all diagnostics there are.
pub fn check(story: &Story<'_>, codes: &[&str]) -> Vec<Diagnostic> {
    pages::check(story, codes)
}
