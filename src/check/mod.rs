//! Rules over a finished build: what no room before could see, and a good sub-editor would.

mod dates;
mod orphans;
mod messages;
mod names;
mod front_matter_values;
mod people;
mod images;
mod sources;
mod suggestions;
mod unused_files;

pub use messages::CODES;
pub use suggestions::{Suggestion, stubs, suggestions, unmentioned_topics, unused_names};
pub use unused_files::UnusedFiles;

use crate::diagnostics::Diagnostic;
use crate::page::SiteData;
use crate::time::Day;

/// All that these rules find. `codes` are those of all diagnostics there are; `now` is the day that
/// future begins after, where one was given.
pub fn check(story: &SiteData<'_>, codes: &[&str], now: Option<Day>) -> Vec<Diagnostic> {
    let mut problems = names::check(story);
    // Page by page, so that what is known of one is looked at once.
    for entry in story.catalog.pages() {
        front_matter_values::check(story, entry, codes, &mut problems);
        orphans::check(story, entry, &mut problems);
        people::check(story, entry, &mut problems);
        images::check(story, entry, &mut problems);
        sources::check(story, entry, &mut problems);
        dates::check(story, entry, now, &mut problems);
    }
    problems
}
