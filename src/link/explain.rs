//! Why each name of a document was taken for what it was.

use serde::Serialize;

use super::otherwise::otherwise;
use super::rules::{RULES, Reason, Rule};
use super::{FoundName, Linked};
use crate::catalog::{Catalog, Match, NameClaim, NameRule, PageIx};
use crate::document::Document;
use crate::text::{Span, nfc, fold_punctuation, position_of};

/// A name found in a document, and what was decided about it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Where it stands in the file, in bytes.
    pub span: Span,
    /// As it is written, without markup.
    pub written: String,
    /// The topic it means; `None` where it means none, or that could not be decided.
    pub topic: Option<PageIx>,
    /// By which rule it is a name; `None` for a link by hand.
    pub rule: Option<NameRule>,
    /// The declared name that it was found by, where it is written otherwise.
    pub name: Option<Box<str>>,
    /// Whether it is a link, and if not, why.
    pub decided: &'static Rule,
    /// The topics that have the name; for one that could not be decided, those it may mean.
    pub candidates: Vec<PageIx>,
}

/// The same in words and numbers, for other programs.
#[derive(Clone, Debug, Serialize)]
pub struct Told<'a> {
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
    /// What to write to have it otherwise; several where there is a choice, none where nothing is to be said.
    pub otherwise: Vec<String>,
}

impl Explained {
    /// True where it is a link.
    pub fn is_link(&self) -> bool {
        self.decided.reason == Reason::Linked
    }

    /// For other programs; `document` is the one that has the name.
    pub fn tell<'a>(&'a self, document: &Document, catalog: &'a Catalog) -> Told<'a> {
        let [start, end] = [self.span.start, self.span.end].map(|at| position_of(&document.text, at as usize));
        let id = |page: PageIx| &*catalog.head(page).id;
        Told {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            written: &self.written,
            topic: self.topic.map(id),
            rule: self.rule.map(NameRule::in_words),
            name: self.name.as_deref(),
            link: self.is_link(),
            decided: self.decided.name,
            because: self.decided.says,
            candidates: self.candidates.iter().map(|page| id(*page)).collect(),
            otherwise: otherwise(self, document, catalog),
        }
    }
}

/// Every name that was found in a document, in reading order: the prose of its front matter, then its body.
pub fn explain(document: &Document, linked: &Linked, catalog: &Catalog) -> Vec<Explained> {
    let pieces = document.text_ids().zip(&linked.names);
    let explained = pieces.flat_map(|(piece, names)| {
        names.iter().map(move |name| {
            let written = document.plain_text(piece, name.span, |_| None);
            // Of `[[!name]]`, the mark is none of the name.
            let written = match written.strip_prefix('!') {
                Some(kept_plain) if name.reason == Reason::KeptPlain => kept_plain.to_owned(),
                _ => written,
            };
            one(document.file_span(piece, name.span), written, name, catalog)
        })
    });
    explained.collect()
}

fn one(span: Span, written: String, found: &FoundName, catalog: &Catalog) -> Explained {
    let folded: String = nfc(&written).chars().map(fold_punctuation).collect();
    let matches = catalog.lexicon.whole(&folded);
    let claims = || matches.iter().flat_map(|name| name.claims().map(move |claim| (name, claim)));
    let of_topic = |(_, claim): &(&Match<'_>, NameClaim)| claim.topic == found.topic && Some(claim.rule) == found.rule;
    let name = claims().find(of_topic).map(|(name, _)| name.name.text.clone()).filter(|name| **name != *written);
    let mut candidates: Vec<PageIx> = claims().filter_map(|(_, claim)| claim.topic).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let decided = RULES.iter().find(|rule| rule.reason == found.reason).unwrap_or(&RULES[0]);
    Explained { span, written, topic: found.topic, rule: found.rule, name, decided, candidates }
}

impl NameRule {
    /// What sort of name it is, in a few words.
    pub fn in_words(self) -> &'static str {
        match self {
            NameRule::Veto => "a phrase that is no name",
            NameRule::Title => "title",
            NameRule::Declared => "also known as",
            NameRule::Native => "native name",
            NameRule::BuiltIn => "built-in name",
            NameRule::Variant => "variant",
            NameRule::Metonym => "metonym",
            NameRule::Demonym => "demonym",
            NameRule::Short => "family name",
        }
    }
}
