//! A fenced block `quote`.

use crate::data::records;
use crate::document::TextId;
use crate::document::front_matter::WrittenRef;
use crate::time::FuzzyDate;

records! {
    /// A fenced block `quote`: words that stand out from the text, and who said them.
    #[derive(Clone, Debug)]
    pub struct QuoteBlock: "a `quote` block" {
        /// A heading above the words.
        title: Option<Box<str>>;
        /// The words.
        text: Option<TextId>, required = true;
        /// Who said them: a figure, country or organisation.
        who: Option<WrittenRef> = Reference;
        /// Who said them, if that is nobody with a page.
        name: Option<Box<str>>;
        /// When it was said. The office shown is that of this day.
        date: Option<FuzzyDate>;
        /// Ids of sources.
        sources: Vec<WrittenRef> = List(&Id);
    }
}
