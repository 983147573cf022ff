//! How many entries one page of a list shows.

pub const ITEMS_PER_PAGE: usize = 50;
/// What mentions a topic beyond the first fifty, which only a reader wants who wants all.
pub const FURTHER_MENTIONS_PER_PAGE: usize = 200;
/// A longer timeline gets a page for each year.
pub const EVENTS_PER_TIMELINE_PAGE: usize = 200;
/// A longer A–Z gets a page for each letter.
pub const TOPICS_PER_A_TO_Z_PAGE: usize = 500;
