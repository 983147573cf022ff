//! Explains the names of a page with the earlier mentions that decided about short names.

use rustc_hash::FxHashMap;

use super::autolink::autolink;
use super::evidence::{Evidence, EvidenceList, Introduction, Place};
use super::explain_record::explain;
use super::explained_name::{ExplainedName, NameEvidence};
use super::link_decision::LinkDecision;
use super::tracked_lexicon::TrackedLexicon;
use super::{LinkTarget, Linked, PageInput};
use crate::catalog::{Catalog, NameKind, PageIx};
use crate::config::Config;
use crate::document::Document;
use crate::text::{Span, position_of};

/// The names of a page as [`explain`] lists them, with the evidence for its short names. Links the
/// page again, since the evidence is not kept.
pub fn explain_page(
    document: &Document,
    page: PageIx,
    linked: &Linked,
    catalog: &Catalog,
    config: &Config,
) -> Vec<ExplainedName> {
    let mut names = explain(document, linked, catalog);
    let texts = document.text_ids().zip(&linked.names);
    let places = texts
        .flat_map(|(text, names)| names.iter().map(move |name| Place { text, span: name.span }));
    let mut found: FxHashMap<Place, Vec<Evidence>> = FxHashMap::default();
    for (place, evidence) in evidence_of(PageInput::new(document, page, catalog, config), linked) {
        found.entry(place).or_default().push(evidence);
    }
    for (index, place) in places.enumerate() {
        let evidence = found.get(&place).into_iter().flatten();
        let is_decided = names[index].topic.is_some();
        let mut evidence: Vec<NameEvidence> =
            evidence.map(|it| describe(*it, is_decided, document, catalog)).collect();
        evidence.extend(later_introduction(&names[index..], document));
        names[index].evidence = evidence;
    }
    names
}

fn evidence_of(input: PageInput<'_>, linked: &Linked) -> EvidenceList {
    let targets: Vec<Vec<LinkTarget>> =
        linked.targets.iter().map(|targets| targets.to_vec()).collect();
    let mut lexicon = TrackedLexicon::new(&input.catalog.lexicon);
    autolink(input, &linked.about, &targets, &mut lexicon, &mut Vec::new()).evidence
}

/// A mention in words: "“Jane Doe” in line 3".
fn mention_in_words(document: &Document, span: Span, written: &str) -> String {
    format!("“{written}” in line {}", position_of(&document.text, span.start as usize).line)
}

/// `is_decided` if the name was taken for a topic.
fn describe(
    evidence: Evidence,
    is_decided: bool,
    document: &Document,
    catalog: &Catalog,
) -> NameEvidence {
    let mention = |place: Place| {
        let written = document.plain_text(place.text, place.span, |_| None);
        let span = document.file_span(place.text, place.span);
        (mention_in_words(document, span, &written), Some(span))
    };
    let (text, mention) = match evidence {
        Evidence::Introduced(_, Introduction::Mention(place)) => {
            let (words, span) = mention(place);
            match is_decided {
                true => (format!("introduced by {words}"), span),
                false => (format!("{words} bears the name"), span),
            }
        }
        Evidence::Introduced(topic, by) => {
            let why = match by {
                Introduction::OwnPage => "it is the topic of this page",
                Introduction::About => "the page is about it",
                _ => "it takes part in this event",
            };
            match is_decided {
                true => (why.to_owned(), None),
                false => (format!("{} bears the name, and {why}", catalog.head(topic).id), None),
            }
        }
        Evidence::Title => ("the title next to it fits".to_owned(), None),
        Evidence::OtherBearer(place) => {
            let (words, span) = mention(place);
            (format!("{words} bears the name too"), span)
        }
        Evidence::UsedBefore(place) => {
            let (words, span) = mention(place);
            (format!("{words} came before the full names"), span)
        }
    };
    NameEvidence { text, mention }
}

/// For a short name that nothing introduced: the full name after it. `names` begins with the short
/// name.
fn later_introduction(names: &[ExplainedName], document: &Document) -> Option<NameEvidence> {
    let (name, later) = names.split_first()?;
    if name.decision != LinkDecision::NotIntroduced {
        return None;
    }
    let introduces = |later: &&ExplainedName| {
        let is_meant = later.topic.is_some_and(|topic| name.candidates.contains(&topic));
        is_meant && later.name_kind.map_or(later.is_link(), NameKind::is_full)
    };
    let full = later.iter().find(introduces)?;
    let words = mention_in_words(document, full.span, &full.written);
    Some(NameEvidence { text: format!("{words} comes after it"), mention: Some(full.span) })
}
