//! Explains the decision about each name of a document.

use serde::Serialize;

pub use super::explained_name::ExplainedName;
use super::explained_name::NameEvidence;
use super::link_decision::LinkDecision;
use super::override_suggestions::override_lines;
use super::{FoundName, Linked};
use crate::catalog::{Catalog, NameClaim, NameKind, NameMatch, PageIx, fold_name};
use crate::document::Document;
use crate::text::{Span, position_of};

/// An [`ExplainedName`] as JSON, for other programs.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainRecord<'a> {
    /// From 1, like `column`, which counts characters.
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
    pub written: &'a str,
    /// The id of the topic.
    pub topic: Option<&'a str>,
    /// The kind of name.
    pub rule: Option<&'static str>,
    /// The declared name, if it is written differently.
    pub name: Option<&'a str>,
    pub link: bool,
    pub decided: &'static str,
    pub because: &'static str,
    /// What decided about a short name.
    pub evidence: Vec<EvidenceRecord<'a>>,
    /// The ids of the topics that have the name.
    pub candidates: Vec<&'a str>,
    /// What to write to get another decision; one line for each choice.
    pub otherwise: Vec<String>,
}

/// A [`NameEvidence`] as JSON.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceRecord<'a> {
    pub text: &'a str,
    /// Of the mention, if it is one.
    pub line: Option<usize>,
    pub column: Option<usize>,
}

impl ExplainedName {
    pub fn is_link(&self) -> bool {
        self.decision == LinkDecision::Linked
    }

    /// The record for other programs. `document` contains the name.
    pub fn to_record<'a>(&'a self, document: &Document, catalog: &'a Catalog) -> ExplainRecord<'a> {
        let position = |at: u32| position_of(&document.text, at as usize);
        let (start, end) = (position(self.span.start), position(self.span.end));
        let id = |page: PageIx| &*catalog.head(page).id;
        let evidence = |evidence: &'a NameEvidence| {
            let at = evidence.mention.map(|mention| position(mention.start));
            let (line, column) = (at.map(|at| at.line), at.map(|at| at.column));
            EvidenceRecord { text: &evidence.text, line, column }
        };
        ExplainRecord {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            written: &self.written,
            topic: self.topic.map(id),
            rule: self.name_kind.map(NameKind::label),
            name: self.declared_name.as_deref(),
            link: self.is_link(),
            decided: self.decision.name(),
            because: self.decision.description(),
            evidence: self.evidence.iter().map(evidence).collect(),
            candidates: self.candidates.iter().map(|page| id(*page)).collect(),
            otherwise: override_lines(self, document, catalog),
        }
    }
}

/// All names of a document in reading order: first the texts of its front matter, then its body.
/// Without evidence; see [`super::explain_page`].
pub fn explain(document: &Document, linked: &Linked, catalog: &Catalog) -> Vec<ExplainedName> {
    let texts = document.text_ids().zip(&linked.names);
    let names = texts.flat_map(|(text, names)| names.iter().map(move |name| (text, name)));
    names
        .map(|(text, name)| {
            let written = document.plain_text(text, name.span, |_| None);
            // The `!` of `[[!name]]` is not part of the name.
            let is_kept_plain = name.decision == LinkDecision::KeptPlain;
            let written = match written.strip_prefix('!') {
                Some(without_mark) if is_kept_plain => without_mark.to_owned(),
                _ => written,
            };
            explain_name(document.file_span(text, name.span), written, name, catalog)
        })
        .collect()
}

fn explain_name(
    span: Span,
    written: String,
    found: &FoundName,
    catalog: &Catalog,
) -> ExplainedName {
    let FoundName { topic, name_kind, decision, .. } = *found;
    let matches = catalog.lexicon.match_whole(&fold_name(&written));
    let claims = || matches.iter().flat_map(|name| name.claims().map(move |claim| (name, claim)));
    let is_of_topic = |(_, claim): &(&NameMatch<'_>, NameClaim)| {
        claim.topic == topic && Some(claim.kind) == name_kind
    };
    let declared = claims().find(is_of_topic).map(|(found, _)| found.name.text.clone());
    let declared_name = declared.filter(|name| **name != *written);
    let mut candidates: Vec<PageIx> = claims().filter_map(|(_, claim)| claim.topic).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let evidence = Vec::new();
    ExplainedName { span, written, topic, name_kind, declared_name, decision, candidates, evidence }
}

impl NameKind {
    pub fn label(self) -> &'static str {
        match self {
            NameKind::Excluded => "excluded phrase",
            NameKind::Title => "title",
            NameKind::Alias => "also known as",
            NameKind::NativeName => "native name",
            NameKind::BuiltIn => "built-in name",
            NameKind::Variant => "variant",
            NameKind::LongerName => "longer name",
            NameKind::Metonym => "metonym",
            NameKind::Demonym => "demonym",
            NameKind::FamilyName => "family name",
            NameKind::ShortName => "short name",
        }
    }
}
