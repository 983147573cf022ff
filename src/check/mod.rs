//! Rules that need the whole site. What one page can tell by itself is checked with its links.

mod blocked_html;
mod chart_messages;
mod charts;
mod dates;
mod doubts;
mod events;
mod front_matter_values;
mod html_tags;
mod images;
mod in_brief;
mod languages;
mod media_files;
mod media_messages;
mod messages;
mod names;
mod orphans;
mod page_places;
mod people;
mod picture_files;
mod picture_messages;
mod published_files;
mod search;
mod share_cards;
mod shared_forms;
mod suggestions;
mod theme_blocks;
mod topic_name_ends;
mod undeclared_names;

pub use doubts::names_in_doubt;
pub use html_tags::html_pictures;
pub use messages::CODES;
pub use published_files::PublishedFiles;
pub use suggestions::{Suggestion, stubs, suggestions, unmentioned_topics, unused_names};
pub use undeclared_names::{NameKey, UndeclaredName, undeclared_names};

use crate::diagnostics::Diagnostic;
use crate::page::SiteData;
use crate::time::Day;

/// Applies all rules. `codes` are all diagnostic codes. Without `today`, nothing is in the future
/// and no review is due.
pub fn check(data: &SiteData<'_>, codes: &[&str], today: Option<Day>) -> Vec<Diagnostic> {
    let mut problems = names::check(data);
    shared_forms::check(data, &mut problems);
    languages::check(data, &mut problems);
    page_places::check(data, &mut problems);
    search::check(data, &mut problems);
    share_cards::check(data, &mut problems);
    let mut images = images::ImageCheck::default();
    let mut media = media_files::MediaCheck::default();
    for entry in data.catalog.pages() {
        front_matter_values::check(data, entry, codes, &mut problems);
        in_brief::check(data, entry, &mut problems);
        orphans::check(data, entry, &mut problems);
        people::check(data, entry, &mut problems);
        images.check(data, entry, &mut problems);
        media.check(data, entry, &mut problems);
        events::check(data, entry, today, &mut problems);
        dates::check(data, entry, today, &mut problems);
        blocked_html::check(data, entry, &mut problems);
        theme_blocks::check(data, entry, &mut problems);
    }
    problems
}
