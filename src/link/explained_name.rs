//! A name of a document, with the decision about it.

use super::link_decision::LinkDecision;
use crate::catalog::{NameKind, PageIx};
use crate::text::Span;

#[derive(Clone, Debug)]
pub struct ExplainedName {
    /// Position in the file, in bytes.
    pub span: Span,
    /// As it is written, without markup.
    pub written: String,
    /// `None` if the name is excluded or could not be decided.
    pub topic: Option<PageIx>,
    /// `None` for a manual link.
    pub name_kind: Option<NameKind>,
    /// The declared name that it matches, if it is written differently.
    pub declared_name: Option<Box<str>>,
    pub decision: LinkDecision,
    /// The topics that have the name.
    pub candidates: Vec<PageIx>,
}
