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
    /// What decided about a short name; only where it was asked for.
    pub evidence: Vec<NameEvidence>,
}

/// A mention, or a fact about the page, that decided about a short name.
#[derive(Clone, Debug)]
pub struct NameEvidence {
    /// In words: "“Ivanka Trump” in line 12 bears the name too".
    pub text: String,
    /// Position of the mention in the file, in bytes.
    pub mention: Option<Span>,
}
