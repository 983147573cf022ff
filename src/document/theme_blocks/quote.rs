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
        /// The topic that said them.
        who: Option<WrittenRef> = Reference;
        /// Who said them, if that is not a topic.
        name: Option<Box<str>>;
        /// When, which also decides which office is named.
        date: Option<FuzzyDate>;
        /// Ids of sources.
        sources: Vec<WrittenRef> = List(&Id);
    }
}
