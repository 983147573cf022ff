//! A fenced block `relations`.

use crate::data::records;
use crate::document::front_matter::WrittenRef;

records! {
    /// A fenced block `relations`: what a topic has to do with others, as on its page.
    #[derive(Clone, Debug)]
    pub struct RelationsBlock: "a `relations` block" {
        /// What the relations show, in a sentence.
        title: Option<Box<str>>;
        /// The topic whose relations are shown.
        of: Option<WrittenRef> = Reference, required = true;
        /// With whom; by default with all.
        with: Vec<WrittenRef> = List(&Reference);
    }
}
