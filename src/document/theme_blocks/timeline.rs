//! A fenced block `timeline`.

use crate::data::records;
use crate::document::front_matter::WrittenRef;
use crate::time::FuzzyDate;

records! {
    /// A fenced block `timeline`: events in order, listed in the text.
    #[derive(Clone, Debug)]
    pub struct TimelineBlock: "a `timeline` block" {
        /// What happened, in a sentence.
        title: Option<Box<str>>;
        /// The topics whose events are listed; without `topics` and `events`, all events of the time.
        topics: Vec<WrittenRef> = List(&Reference);
        /// Single events to list.
        events: Vec<WrittenRef> = List(&Reference);
        /// When the list begins.
        from: Option<FuzzyDate>;
        /// When the list ends.
        until: Option<FuzzyDate>;
    }
}
