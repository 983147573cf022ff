//! Rules over a finished build: what no room before could see, and a good sub-editor would.

mod dates;
mod links;
mod messages;
mod names;
mod pages;
mod people;
mod pictures;
mod sources;
mod suggestions;
mod unused_files;

pub use messages::CODES;
pub use suggestions::{Suggestion, never_mentioned, never_used, stubs, suggestions};
pub use unused_files::UnusedFiles;

use crate::diagnostics::Diagnostic;
use crate::page::SiteData;
use crate::time::Day;

/// All that these rules find. `codes` are those of all diagnostics there are; `now` is the day that future begins after, where one was given.
pub fn check(story: &SiteData<'_>, codes: &[&str], now: Option<Day>) -> Vec<Diagnostic> {
    let mut problems = names::check(story);
    // Page by page, so that what is known of one is looked at once.
    for entry in story.catalog.pages() {
        pages::check(story, entry, codes, &mut problems);
        links::check(story, entry, &mut problems);
        people::check(story, entry, &mut problems);
        pictures::check(story, entry, &mut problems);
        sources::check(story, entry, &mut problems);
        dates::check(story, entry, now, &mut problems);
    }
    problems
}
