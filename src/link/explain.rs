//! Why each name of a document was taken for what it was.

use serde::Serialize;

use super::overrides::override_lines;
use super::rules::{LinkDecision, LinkRule, RULES};
use super::{FoundName, Linked};
use crate::catalog::{Catalog, NameClaim, NameKind, NameMatch, PageIx};
use crate::document::Document;
use crate::text::{Span, fold_punctuation, nfc, position_of};

/// A name found in a document, and what was decided about it.
#[derive(Clone, Debug)]
pub struct ExplainedName {
    /// Where it stands in the file, in bytes.
    pub span: Span,
    /// As it is written, without markup.
    pub written: String,
    /// The topic it means; `None` where it means none, or that could not be decided.
    pub topic: Option<PageIx>,
    /// By which rule it is a name; `None` for a link by hand.
    pub name_kind: Option<NameKind>,
    /// The declared name that it was found by, where it is written otherwise.
    pub declared_name: Option<Box<str>>,
    /// Whether it is a link, and if not, why.
    pub link_rule: &'static LinkRule,
    /// The topics that have the name; for one that could not be decided, those it may mean.
    pub candidates: Vec<PageIx>,
}

/// The same in words and numbers, for other programs.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainRecord<'a> {
    /// Where it begins: the line, from 1.
    pub line: usize,
    /// And the character in it, from 1.
    pub column: usize,
    /// Where it ends: the line.
    pub end_line: usize,
    /// And the character behind it.
    pub end_column: usize,
    /// As it is written.
    pub written: &'a str,
    /// The id of the topic it means.
    pub topic: Option<&'a str>,
    /// By which rule it is a name.
    pub rule: Option<&'static str>,
    /// The declared name, where that is another.
    pub name: Option<&'a str>,
    /// Whether it is a link.
    pub link: bool,
    /// The rule that decided.
    pub decided: &'static str,
    /// What that rule says.
    pub because: &'static str,
    /// The ids of the topics that have the name.
    pub candidates: Vec<&'a str>,
    /// What to write to have it otherwise; several where there is a choice, none where nothing is
    /// to be said.
    pub otherwise: Vec<String>,
}

impl ExplainedName {
    /// True where it is a link.
    pub fn is_link(&self) -> bool {
        self.link_rule.decision == LinkDecision::Linked
    }

    /// For other programs; `document` is the one that has the name.
    pub fn to_record<'a>(&'a self, document: &Document, catalog: &'a Catalog) -> ExplainRecord<'a> {
        let [start, end] =
            [self.span.start, self.span.end].map(|at| position_of(&document.text, at as usize));
        let id = |page: PageIx| &*catalog.head(page).id;
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
            decided: self.link_rule.name,
            because: self.link_rule.description,
            candidates: self.candidates.iter().map(|page| id(*page)).collect(),
            otherwise: override_lines(self, document, catalog),
        }
    }
}

/// Every name that was found in a document, in reading order: the prose of its front matter, then
/// its body.
pub fn explain(document: &Document, linked: &Linked, catalog: &Catalog) -> Vec<ExplainedName> {
    let pieces = document.text_ids().zip(&linked.names);
    let explained = pieces.flat_map(|(piece, names)| {
        names.iter().map(move |name| {
            let written = document.plain_text(piece, name.span, |_| None);
            // Of `[[!name]]`, the mark is none of the name.
            let written = match written.strip_prefix('!') {
                Some(kept_plain) if name.decision == LinkDecision::KeptPlain => {
                    kept_plain.to_owned()
                }
                _ => written,
            };
            explain_name(document.file_span(piece, name.span), written, name, catalog)
        })
    });
    explained.collect()
}

fn explain_name(
    span: Span,
    written: String,
    found: &FoundName,
    catalog: &Catalog,
) -> ExplainedName {
    let folded: String = nfc(&written).chars().map(fold_punctuation).collect();
    let matches = catalog.lexicon.match_whole(&folded);
    let claims = || matches.iter().flat_map(|name| name.claims().map(move |claim| (name, claim)));
    let of_topic = |(_, claim): &(&NameMatch<'_>, NameClaim)| {
        claim.topic == found.topic && Some(claim.kind) == found.name_kind
    };
    let name = claims()
        .find(of_topic)
        .map(|(name, _)| name.name.text.clone())
        .filter(|name| **name != *written);
    let mut candidates: Vec<PageIx> = claims().filter_map(|(_, claim)| claim.topic).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let decided = RULES.iter().find(|rule| rule.decision == found.decision).unwrap_or(&RULES[0]);
    ExplainedName {
        span,
        written,
        topic: found.topic,
        name_kind: found.name_kind,
        declared_name: name,
        link_rule: decided,
        candidates,
    }
}

impl NameKind {
    /// What sort of name it is, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            NameKind::Excluded => "a phrase that is no name",
            NameKind::Title => "title",
            NameKind::Alias => "also known as",
            NameKind::NativeName => "native name",
            NameKind::BuiltIn => "built-in name",
            NameKind::Variant => "variant",
            NameKind::Metonym => "metonym",
            NameKind::Demonym => "demonym",
            NameKind::FamilyName => "family name",
        }
    }
}
