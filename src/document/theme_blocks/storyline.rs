//! A fenced block `storyline`.

use crate::data::records;
use crate::document::front_matter::WrittenRef;
use crate::time::FuzzyDate;

records! {
    /// A fenced block `storyline`: part of the story, drawn in the text.
    #[derive(Clone, Debug)]
    pub struct StorylineBlock: "a `storyline` block" {
        /// What the drawing shows, in a sentence.
        title: Option<Box<str>>;
        /// The countries with a line of their own, from the top; without `events`, only their
        /// events are drawn.
        lanes: Vec<WrittenRef> = List(&Reference);
        /// The events to draw; by default all of the time.
        events: Vec<WrittenRef> = List(&Reference);
        /// When the drawing begins.
        from: Option<FuzzyDate>;
        /// When the drawing ends.
        until: Option<FuzzyDate>;
    }
}
